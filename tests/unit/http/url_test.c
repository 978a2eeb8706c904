/* url_test.c: percent escapes there and back, and paths that stay on this site. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/url_query.h"
#include "http/url.h"
#include "../fixture.h"

static void
escapes_are_undone(void **state)
{
	static const struct { struct str s; bool plus, is_sound; struct str decoded; } rows[] = {
		{ { "abc", 3 }, false, true, { "abc", 3 } }, { { "", 0 }, false, true, { "", 0 } },
		{ { "%E6%a1%A5", 9 }, false, true, { "\xe6\xa1\xa5", 3 } }, { { "a+b", 3 }, true, true, { "a b", 3 } },
		{ { "a+b", 3 }, false, true, { "a+b", 3 } }, { { "%2B+", 4 }, true, true, { "+ ", 2 } },
		{ { "%00", 3 }, false, true, { "\0", 1 } }, { { "%2541", 5 }, false, true, { "%41", 3 } },
		{ { "%", 1 }, false, false, { NULL, 0 } }, { { "%4", 2 }, false, false, { NULL, 0 } },
		{ { "%4g", 3 }, false, false, { NULL, 0 } }, { { "%%41", 4 }, false, false, { NULL, 0 } },
		{ { "abc%4", 5 }, true, false, { NULL, 0 } }, { { "% 1", 3 }, true, false, { NULL, 0 } },
		{ { "%41", 2 }, false, false, { NULL, 0 } },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct str decoded = NO_STR;

		assert_int_equal(url_decode(*state, rows[i].s, rows[i].plus, &decoded), rows[i].is_sound);
		assert_true(!rows[i].is_sound || str_equal(decoded, rows[i].decoded));
	}
}

static void
every_byte_comes_back(void **state)
{
	char bytes[256];
	struct str decoded;
	struct buf buf;

	for (int i = 0; i < 256; i++)
		bytes[i] = (char)i;
	buf_init(&buf, *state, 1024);
	url_escape(&buf, (struct str){ bytes, sizeof bytes });
	assert_int_equal(buf.len, 66 + (256 - 66) * 3);
	assert_true(url_decode(*state, buf_str(&buf), true, &decoded));
	assert_true(str_equal(decoded, (struct str){ bytes, sizeof bytes }));
}

static void
params_are_added(void **state)
{
	struct url_query url;

	url_query_start(&url, *state, S("/customers"));
	url_query_add(&url, S("q"), S("\u6865 & co"));
	url_query_add(&url, S("f.a=b"), NO_STR);
	assert_true(str_equal(url_query_end(&url, S("as_of=x")), S("/customers?q=%E6%A1%A5%20%26%20co&f.a%3Db=&as_of=x")));
}

static void
only_local_paths_are_local(void **state)
{
	static const struct { const char *s; bool is_local; } rows[] = {
		{ "/", true }, { "/customers/17?q=a%20b#x", true }, { "/\u6865", true }, { "", false }, { "customers", false },
		{ "//evil.example", false }, { "/a//b", false }, { "/\\evil.example", false }, { "\\\\evil", false },
		{ "http://evil.example", false }, { "/a\nb", false }, { "/a\tb", false }, { "/\x7f", false }, { " /", false },
		{ "javascript:alert(1)", false }, { "/a\xc2\x85", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		if (url_is_local_path(str_from(rows[i].s)) != rows[i].is_local)
			fail_msg("'%s'", rows[i].s);
	assert_false(url_is_local_path(NO_STR));
	assert_false(url_is_local_path(S("/a\0b")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(escapes_are_undone, arena_set_up, arena_tear_down),
		cmocka_unit_test_setup_teardown(every_byte_comes_back, arena_set_up, arena_tear_down),
		cmocka_unit_test_setup_teardown(params_are_added, arena_set_up, arena_tear_down),
		cmocka_unit_test(only_local_paths_are_local),
	};

	return cmocka_run_group_tests_name("http/url", tests, NULL, NULL);
}
