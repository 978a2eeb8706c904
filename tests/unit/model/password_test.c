/* password_test.c: what a password must be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/digest.h"
#include "model/password.h"
#include "../fixture.h"

static void
passwords_are_judged(void **state)
{
	static char long_one[PASSWORD_MAX_BYTES + 2];
	static const struct { const char *password, *again, *login, *problem; } rows[] = {
		{ "a long password here", "a long password here", "ada", NULL },
		{ "十二个汉字也是一个密码吧", "十二个汉字也是一个密码吧", "ada", NULL },
		{ "elevenchars", "elevenchars", "ada", "at least 12" }, { "", "", "ada", "at least 12" },
		{ "a long password here", "another password", "ada", "differ" },
		{ "Ada.Lovelace.1815", "Ada.Lovelace.1815", "ada.lovelace.1815", "your name" },
		{ "PassWord1234", "PassWord1234", "ada", "among the first" },
		{ "twelve bytes\xff", "twelve bytes\xff", "ada", "too long" }, { long_one, long_one, "ada", "too long" },
	};

	(void)state;
	memset(long_one, 'x', PASSWORD_MAX_BYTES + 1);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *problem = password_problem(str_from(rows[i].password), str_from(rows[i].again), str_from(rows[i].login));

		if ((problem != NULL) != (rows[i].problem != NULL) || (problem && !strstr(problem, rows[i].problem)))
			fail_msg("\"%s\": %s", rows[i].password, problem ? problem : "no problem");
	}
}

static void
only_the_right_one_opens(void **state)
{
	struct str stored = password_hash(*state, S("a long password here"));

	assert_true(password_is(stored, S("a long password here")));
	assert_false(password_is(stored, S("a long password her")));
	assert_false(password_is(stored, S("")));
	assert_false(password_is(NO_STR, S("a long password here")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(passwords_are_judged),
		cmocka_unit_test_setup_teardown(only_the_right_one_opens, arena_set_up, arena_tear_down),
	};

	return cmocka_run_group_tests_name("model/password", tests, NULL, NULL);
}
