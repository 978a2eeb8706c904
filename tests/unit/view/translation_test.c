/* translation_test.c: reads po texts, good and broken, and looks translations up. */
#include "view/translation.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "../fixture.h"

enum { PO_BYTES = 16 << 20 };

#define HEADER "msgid \"\"\nmsgstr \"\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n\n"

static const struct {
	const char *po;
	size_t count;
	const char *id;
	const char *text;
} good_cases[] = {
	{ "", 0, "Save", "Save" },
	{ HEADER, 0, "Save", "Save" },
	{ HEADER "msgid \"Save\"\nmsgstr \"Bewaren\"\n", 1, "Save", "Bewaren" },
	{ "msgid \"Save\"\nmsgstr \"Bewaren\"", 1, "Save", "Bewaren" },
	{ "\xef\xbb\xbfmsgid \"Save\"\r\nmsgstr \"\xe4\xbf\x9d\xe5\xad\x98\"\r\n", 1, "Save", "\xe4\xbf\x9d\xe5\xad\x98" },
	{ "msgid \"Save\"\nmsgstr \"x\"\nmsgid \"Open\"\nmsgstr \"y\"\n", 2, "Open", "y" },
	{ "msgid \"\"\n\"a \"\n\"b\"\nmsgstr \"c\"\n\" d\"\n", 1, "a b", "c d" },
	{ "msgid \"q\"\nmsgstr \"\\n\\t\\\"\\\\\"\n", 1, "q", "\n\t\"\\" },
	{ "msgid \"a\\\"b\"\nmsgstr \"c\"\n", 1, "a\"b", "c" },
	{ "#: file.c:12\n# word\nmsgid \"a\"\n# between\nmsgstr \"b\"\n", 1, "a", "b" },
	{ "#, fuzzy\nmsgid \"a\"\nmsgstr \"b\"\n", 0, "a", "a" },
	{ "#, fuzzy\nmsgid \"a\"\nmsgstr \"b\"\n\nmsgid \"c\"\nmsgstr \"d\"\n", 1, "c", "d" },
	{ "msgid \"c\"\nmsgstr \"d\"\n#, c-format, fuzzy\nmsgid \"a\"\nmsgstr \"b\"\n", 1, "c", "d" },
	{ "#, fuzzy\nmsgid \"a\"\nmsgstr \"b\"\n\nmsgid \"a\"\nmsgstr \"d\"\n", 1, "a", "d" },
	{ "#~ msgid \"a\"\n#~ msgstr \"b\"\n", 0, "a", "a" },
	{ "msgid \"a\"\nmsgstr \"\"\n", 0, "a", "a" },
	{ "msgid \"Version {{version}}\"\nmsgstr \"{{version}} is it\"\n", 1, "Version {{version}}", "{{version}} is it" },
};

static void
good_texts_are_read(void **state)
{
	for (size_t i = 0; i < sizeof good_cases / sizeof *good_cases; i++) {
		const struct translation *translation = translation_parse(*state, str_from(good_cases[i].po));

		if (!translation)
			fail_msg("case %zu was refused", i);
		assert_int_equal(translation_count(translation), good_cases[i].count);
		if (!str_equal_text(translation_get(translation, str_from(good_cases[i].id)), good_cases[i].text))
			fail_msg("case %zu gave \"%.*s\"", i, STR_ARG(translation_get(translation, str_from(good_cases[i].id))));
	}
}

static const char *const bad_cases[] = {
	"msgid \"a\"\n",
	"msgid \"a\"\n\nmsgid \"b\"\nmsgstr \"c\"\n",
	"msgstr \"a\"\n",
	"\"a\"\n",
	"msgid a\nmsgstr \"b\"\n",
	"msgid \"a\nmsgstr \"b\"\n",
	"msgid \"a\"b\"\nmsgstr \"c\"\n",
	"msgid \"a\\\"\nmsgstr \"c\"\n",
	"msgid \"a\\x\"\nmsgstr \"c\"\n",
	"msgid \"\nmsgstr \"c\"\n",
	"msgid \"a\"\nmsgstr \"b\"\nmsgstr \"c\"\n",
	"msgid \"a\"\nmsgstr \"b\"\nmsgid \"a\"\nmsgstr \"c\"\n",
	"msgctxt \"menu\"\nmsgid \"a\"\nmsgstr \"b\"\n",
	"msgid \"a\"\nmsgid_plural \"b\"\nmsgstr[0] \"c\"\n",
	"hello\n",
	"msgid \"a\"\nmsgstr \"\xff\"\n",
};

static void
broken_texts_are_refused(void **state)
{
	for (size_t i = 0; i < sizeof bad_cases / sizeof *bad_cases; i++)
		if (translation_parse(*state, str_from(bad_cases[i])))
			fail_msg("case %zu was read", i);
}

static void
many_messages_are_found(void **state)
{
	const struct translation *translation;
	struct arena *arena = *state;
	struct buf po;

	buf_init(&po, arena, PO_BYTES);
	for (unsigned i = 0; i < 5000; i++)
		buf_add_format(&po, "msgid \"message %u\"\nmsgstr \"text %u\"\n\n", i, i);
	translation = translation_parse(arena, buf_str(&po));
	assert_int_equal(translation_count(translation), 5000);
	for (unsigned i = 0; i < 5000; i++)
		assert_true(str_equal(translation_get(translation, str_format(arena, "message %u", i)), str_format(arena, "text %u", i)));
	assert_true(str_equal(translation_get(translation, S("message 5000")), S("message 5000")));
}

static void
without_a_translation_the_id_is_shown(void **state)
{
	(void)state;
	assert_true(str_equal(translation_get(NULL, S("Save")), S("Save")));
	assert_int_equal(translation_count(NULL), 0);
}

static void
a_file_is_read(void **state)
{
	static const char po[] = "msgid \"Save\"\nmsgstr \"Bewaren\"\n";
	char path[] = "translation_test_XXXXXX";
	const struct translation *translation;
	int file = mkstemp(path);

	assert_true(file >= 0);
	assert_int_equal(write(file, po, sizeof po - 1), sizeof po - 1);
	close(file);
	translation = translation_load(*state, path);
	unlink(path);
	assert_true(str_equal(translation_get(translation, S("Save")), S("Bewaren")));
	assert_int_equal(translation_count(translation), 1);
	assert_null(translation_load(*state, path));
	assert_null(translation_load(*state, "."));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(good_texts_are_read, arena_set_up, arena_tear_down),
		cmocka_unit_test_setup_teardown(broken_texts_are_refused, arena_set_up, arena_tear_down),
		cmocka_unit_test_setup_teardown(many_messages_are_found, arena_set_up, arena_tear_down),
		cmocka_unit_test_setup_teardown(without_a_translation_the_id_is_shown, arena_set_up, arena_tear_down),
		cmocka_unit_test_setup_teardown(a_file_is_read, arena_set_up, arena_tear_down),
	};

	return cmocka_run_group_tests_name("view/translation", tests, NULL, NULL);
}
