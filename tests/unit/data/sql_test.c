/* sql_test.c: values are collected in order, and too many of them end the program. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "data/sql.h"

static void
values_keep_their_order(void **state)
{
	struct arg_list list = { .count = 0 };
	struct args args;

	(void)state;
	arg_add(&list, S("a"));
	arg_add(&list, NO_STR);
	args = arg_list_args(&list);
	assert_int_equal(args.count, 2);
	assert_true(str_equal(args.values[0], S("a")) && !args.values[1].data);
	assert_int_equal(ARGS(S("x"), S("y"), S("z")).count, 3);
	assert_int_equal(SQL("SELECT 1").text.len, 8);
}

static void
too_many_values_end_the_program(void **state)
{
	int status;
	pid_t pid = fork();

	(void)state;
	if (pid == 0) {
		struct arg_list list = { .count = 0 };

		close(STDERR_FILENO);
		for (int i = 0; i <= ARGS_MAX; i++)
			arg_add(&list, S("x"));
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 70);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(values_keep_their_order), cmocka_unit_test(too_many_values_end_the_program) };

	return cmocka_run_group_tests_name("data/sql", tests, NULL, NULL);
}
