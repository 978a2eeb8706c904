/* log_file_test.c: lines of a file are whole, are JSON when that is wanted, survive rotation, and can be read again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/file.h"
#include "base/log.h"
#include "base/log_read.h"
#include "base/utf8.h"
#include "../fixture.h"

enum { TEXT_BYTES = 1 << 20, WRITERS = 4, LINES = 500 };

static const char *const nasty[] = {
	"plain", "\u6865 \u00e9 \U0001F600", "a\"b", "a\\n\\", "a\nb\r\tc", "\x1b[31m", "\x7f", "\xff\xfe", "\xc2\x85", "\xe2\x80\xa8", "\xe6\xa1", "\xed\xa0\x80",
	"x\",\"event\":\"forged\",\"y\":\"", "\"}\n{\"at\":\"", "", "\x01\x02\x1f",
};

static void
path_make(char path[40])
{
	int file;

	snprintf(path, 40, "/tmp/qiao-log-XXXXXX");
	file = mkstemp(path);
	assert_true(file >= 0);
	close(file);
}

static void
write_nasty(const char *path, bool is_json)
{
	char long_text[6000];

	log_open(path, is_json);
	log_program("sales");
	log_request("3f0c00112233aabb");
	for (size_t i = 0; i < sizeof nasty / sizeof *nasty; i++) {
		const struct log_field fields[] = { { "route", str_from(nasty[i]), 0 }, { "status", NO_STR, 200 }, { "text", str_from(nasty[i]), 0 } };

		log_fields("request", fields, 3);
		log_event("database", "%s", nasty[i]);
	}
	/* Cut at any place, a line stays what it is. */
	for (size_t len = 3000; len < sizeof long_text; len += 7) {
		const struct log_field fields[] = { { "text", { long_text, len }, 0 }, { "more", { long_text, len }, 0 }, { "number", NO_STR, 7 } };

		memset(long_text, len % 3 ? '"' : '\1', sizeof long_text);
		log_fields("long", fields, 3);
		log_event("long", "%.*s", (int)len, long_text);
	}
	log_open(NULL, false);
}

/* What JSON may hold of a text: what is no character has become U+FFFD. */
static bool
is_meant(const char *found, const char *wanted)
{
	return utf8_is_valid(str_from(wanted)) ? strcmp(found, wanted) == 0 : strstr(found, "\xef\xbf\xbd") != NULL;
}

static void
each_line_is_one_object(void **state)
{
	char path[40];
	struct str rest, line;
	size_t count = 0;

	path_make(path);
	write_nasty(path, true);
	rest = file_read(*state, path, TEXT_BYTES * 8);
	while (str_cut(&rest, '\n', &line) && line.len) {
		json_error_t error;
		json_t *object = json_loadb(line.data, line.len, JSON_REJECT_DUPLICATES, &error);
		const char *event, *text;

		if (!object)
			fail_msg("%s in %.*s", error.text, (int)line.len, line.data);
		assert_true(json_is_object(object));
		event = json_string_value(json_object_get(object, "event"));
		assert_non_null(event);
		assert_string_equal(json_string_value(json_object_get(object, "program")), "sales");
		assert_int_equal(strlen(json_string_value(json_object_get(object, "at"))), 24);
		if (strcmp(event, "long") != 0) {
			const char *wanted = nasty[count / 2];

			text = json_string_value(json_object_get(object, count % 2 ? "message" : "text"));
			assert_true(is_meant(text, wanted));
			if (count % 2 == 0)
				assert_int_equal(json_integer_value(json_object_get(object, "status")), 200);
		}
		count++;
		json_decref(object);
	}
	assert_true(count > 800);
	unlink(path);
}

/* Control: a value that is not escaped is no JSON, and this test would see it. */
static void
a_forged_line_would_be_seen(void **state)
{
	json_error_t error;

	(void)state;
	assert_null(json_loads("{\"at\":\"x\",\"message\":\"a\"b\"}", JSON_REJECT_DUPLICATES, &error));
	assert_null(json_loads("{\"event\":\"a\",\"event\":\"b\"}", JSON_REJECT_DUPLICATES, &error));
}

static void
lines_are_read_as_they_were_written(void **state)
{
	for (int is_json = 0; is_json < 2; is_json++) {
		char path[40];
		struct str rest, line;
		struct log_pair pairs[LOG_PAIRS_MAX];
		size_t number = 0;

		path_make(path);
		write_nasty(path, is_json);
		rest = file_read(*state, path, TEXT_BYTES * 8);
		for (; str_cut(&rest, '\n', &line) && number < sizeof nasty / sizeof *nasty * 2; number++) {
			size_t count = log_read_line(*state, line, pairs);
			struct str found = log_pair_get(pairs, count, number % 2 ? "message" : "text");
			const char *wanted = nasty[number / 2];

			assert_true(str_equal(log_pair_get(pairs, count, "request"), S("3f0c00112233aabb")));
			assert_int_equal(log_pair_get(pairs, count, "at").len, 24);
			assert_true(str_equal_text(log_pair_get(pairs, count, "event"), number % 2 ? "database" : "request"));
			assert_true(is_json && !utf8_is_valid(str_from(wanted)) ? is_meant(str_terminated(*state, found), wanted) : str_equal_text(found, wanted));
		}
		assert_int_equal(number, sizeof nasty / sizeof *nasty * 2);
		unlink(path);
	}
	assert_int_equal(log_read_line(*state, S("[Sat Nov 28] AH00489: Apache"), (struct log_pair[LOG_PAIRS_MAX]){ { NO_STR, NO_STR } }), 0);
	assert_int_equal(log_read_line(*state, S(""), (struct log_pair[LOG_PAIRS_MAX]){ { NO_STR, NO_STR } }), 0);
	/* Broken anywhere, a line ends the reading, not the program. */
	for (size_t len = 0; len < 90; len++)
		log_read_line(*state, str_slice(S("{\"at\":\"2026-11-20T10:44:03.120Z\",\"event\":\"a\\u00\",\"x\":12,\"message\":\"a\\\"}"), 0, len),
		              (struct log_pair[LOG_PAIRS_MAX]){ { NO_STR, NO_STR } });
}

static void
a_rotated_file_is_left(void **state)
{
	char path[40], old[48];
	const struct timespec while_ago = { 1, 100000000 };

	path_make(path);
	snprintf(old, sizeof old, "%s.1", path);
	log_open(path, false);
	log_event("one", "x");
	assert_int_equal(rename(path, old), 0);
	nanosleep(&while_ago, NULL);
	log_event("two", "x");
	log_open(NULL, false);
	assert_non_null(strstr(file_read(*state, old, TEXT_BYTES).data, "event=one"));
	assert_null(strstr(file_read(*state, old, TEXT_BYTES).data, "event=two"));
	assert_non_null(strstr(file_read(*state, path, TEXT_BYTES).data, "event=two"));
	unlink(path);
	unlink(old);
}

static void
writers_do_not_cut_each_other(void **state)
{
	char path[40];
	pid_t children[WRITERS];
	struct str rest, line;
	size_t count = 0;

	path_make(path);
	for (int i = 0; i < WRITERS; i++) {
		children[i] = fork();
		if (children[i] == 0) {
			log_open(path, false);
			for (int k = 0; k < LINES; k++)
				log_event("many", "%0*d", 100 + k, i);
			_exit(0);
		}
	}
	for (int i = 0; i < WRITERS; i++)
		waitpid(children[i], NULL, 0);
	rest = file_read(*state, path, TEXT_BYTES * 8);
	while (str_cut(&rest, '\n', &line) && line.len) {
		assert_true(str_ends_with(line, S("\"")));
		assert_true(str_find(str_slice(line, 20, line.len), S("qiao ")) == 5);
		count++;
	}
	assert_int_equal(count, WRITERS * LINES);
	unlink(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(each_line_is_one_object, arena_set_up, arena_tear_down),
		cmocka_unit_test(a_forged_line_would_be_seen),
		cmocka_unit_test_setup_teardown(lines_are_read_as_they_were_written, arena_set_up, arena_tear_down),
		cmocka_unit_test_setup_teardown(a_rotated_file_is_left, arena_set_up, arena_tear_down),
		cmocka_unit_test_setup_teardown(writers_do_not_cut_each_other, arena_set_up, arena_tear_down),
	};

	return cmocka_run_group_tests_name("base/log_file", tests, NULL, NULL);
}
