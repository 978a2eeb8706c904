/* cookie_test.c: cookies are found by their whole name and written with every guard. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "http/cookie.h"

static void
cookies_are_found(void **state)
{
	static const struct { const char *header, *name, *value; } rows[] = {
		{ "a=1; b=2", "a", "1" }, { "a=1; b=2", "b", "2" }, { "a=1;b=2", "b", "2" }, { "a=1; a=2", "a", "1" },
		{ "a=\"1\"", "a", "1" }, { "a=", "a", "" }, { "a=\"", "a", "\"" }, { "a=\"\"", "a", "" }, { "a=x=y", "a", "x=y" },
		{ "  a = 1 ; b", "a", "1" }, { "aa=1", "a", NULL }, { "a", "a", NULL }, { "b=a=1", "a", NULL }, { "", "a", NULL },
		{ "A=1", "a", NULL }, { ";;;", "a", NULL }, { "x; a=1", "a", "1" }, { NULL, "a", NULL },
		{ "__Host-s=abc", "__Host-s", "abc" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		if (!str_equal(cookie_get(str_from(rows[i].header), str_from(rows[i].name)), str_from(rows[i].value)))
			fail_msg("%s in '%s'", rows[i].name, rows[i].header);
}

static void
cookies_are_written(void **state)
{
	struct arena arena;

	(void)state;
	arena_init(&arena, 1 << 16);
	assert_string_equal(cookie_set(&arena, S("s"), S("abc"), false, -1).data, "s=abc; Path=/; HttpOnly; SameSite=Lax");
	assert_string_equal(cookie_set(&arena, S("__Host-s"), S("abc"), true, 3600).data,
	    "__Host-s=abc; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=3600");
	assert_string_equal(cookie_set(&arena, S("s"), S(""), true, 0).data,
	    "s=; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=0");
	arena_end(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cookies_are_found),
		cmocka_unit_test(cookies_are_written),
	};

	return cmocka_run_group_tests_name("http/cookie", tests, NULL, NULL);
}
