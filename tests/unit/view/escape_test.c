/* escape_test.c: holds escaping to the five characters that mean something in HTML. */
#include "view/escape.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { CEILING = 1024 * 1024 };

static const struct {
	const char *text;
	const char *escaped;
} cases[] = {
	{ "", "" },
	{ "plain", "plain" },
	{ "&", "&amp;" },
	{ "<>", "&lt;&gt;" },
	{ "\"'", "&quot;&#39;" },
	{ "a&b", "a&amp;b" },
	{ "&amp;", "&amp;amp;" },
	{ "<script>alert('x')</script>", "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;" },
	{ "\" onclick=\"x", "&quot; onclick=&quot;x" },
	{ "start <", "start &lt;" },
	{ "\xe6\xa1\xa5 & \xe6\xb2\xb3", "\xe6\xa1\xa5 &amp; \xe6\xb2\xb3" },
	{ "/=`{}", "/=`{}" },
};

static void
text_is_escaped(void **state)
{
	struct arena arena;
	struct buf buf;

	(void)state;
	arena_init(&arena, CEILING);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		buf_init(&buf, &arena, CEILING / 2);
		escape_html(&buf, str_from(cases[i].text));
		if (!str_equal_text(buf_str(&buf), cases[i].escaped))
			fail_msg("\"%s\" became \"%.*s\"", cases[i].text, STR_ARG(buf_str(&buf)));
	}
	arena_end(&arena);
}

static void
every_other_byte_stays(void **state)
{
	struct arena arena;
	struct buf buf;

	(void)state;
	arena_init(&arena, CEILING);
	for (int byte = 0; byte < 256; byte++) {
		char c = (char)byte;
		bool is_special = byte && strchr("&<>\"'", byte);

		buf_init(&buf, &arena, CEILING / 2);
		escape_html(&buf, (struct str){ &c, 1 });
		assert_int_equal(is_special, !str_equal(buf_str(&buf), (struct str){ &c, 1 }));
		if (is_special)
			assert_int_equal(str_find_char(buf_str(&buf), c), c == '&' ? 0 : -1);
	}
	arena_end(&arena);
}

static void
nothing_is_written_for_no_value_or_a_full_page(void **state)
{
	struct arena arena;
	struct buf buf;

	(void)state;
	arena_init(&arena, CEILING);
	buf_init(&buf, &arena, 6);
	escape_html(&buf, NO_STR);
	assert_int_equal(buf.len, 0);
	escape_html(&buf, S("ab<"));
	assert_true(str_equal(buf_str(&buf), S("ab&lt;")) && !buf.is_full);
	escape_html(&buf, S("<"));
	assert_true(str_equal(buf_str(&buf), S("ab&lt;")) && buf.is_full);
	arena_end(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_is_escaped),
		cmocka_unit_test(every_other_byte_stays),
		cmocka_unit_test(nothing_is_written_for_no_value_or_a_full_page),
	};

	return cmocka_run_group_tests_name("view/escape", tests, NULL, NULL);
}
