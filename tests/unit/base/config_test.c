/* config_test.c: settings are read, and a file that is not clear ends the program. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/config.h"
#include "../fixture.h"

/* Writes a file of settings and gives its name. */
static const char *
settings_file(struct arena *arena, struct str text)
{
	const char *folder = getenv("TMPDIR");
	char *path = (char *)str_format(arena, "%s/qiao-config-XXXXXX", folder ? folder : "/tmp").data;
	int file = mkstemp(path);

	assert_true(file >= 0);
	assert_int_equal(write(file, text.data, text.len), text.len);
	close(file);
	return path;
}

static const struct config *
load(struct arena *arena, struct str text)
{
	const char *path = settings_file(arena, text);
	const struct config *config = config_load(arena, path);

	unlink(path);
	return config;
}

static void
settings_are_read(void **state)
{
	const struct config *config = load(*state,
	    S("\xef\xbb\xbf# a comment = no setting\n\nname = value\r\n  spaced\t=  two words \nquoted = \" kept \"\n"
	      "empty =\nequal = a=b\nhash = a # b\nnumber = 42\nlast = end"));

	assert_true(str_equal(config_get(config, "name", NULL), S("value")));
	assert_true(str_equal(config_get(config, "spaced", NULL), S("two words")));
	assert_true(str_equal(config_get(config, "quoted", NULL), S(" kept ")));
	assert_true(str_equal(config_get(config, "empty", "x"), S("")));
	assert_true(str_equal(config_get(config, "equal", NULL), S("a=b")));
	assert_true(str_equal(config_get(config, "hash", NULL), S("a # b")));
	assert_true(str_equal(config_get(config, "last", NULL), S("end")));
	assert_true(str_equal(config_get(config, "absent", "otherwise"), S("otherwise")));
	assert_null(config_get(config, "absent", NULL).data);
	assert_int_equal(config_number(config, "number", 7), 42);
	assert_int_equal(config_number(config, "absent", 7), 7);
	assert_int_equal(config_number(config, "empty", 7), 7);
}

static void
switches(void **state)
{
	const struct config *config = load(*state,
	    S("a=on\nb=Yes\nc=TRUE\nd=1\ne=off\nf=no\ng=false\nh=0\nempty=\n"));
	char name[2] = "a";

	for (; name[0] <= 'h'; name[0]++)
		assert_int_equal(config_is_on(config, name, name[0] > 'd'), name[0] <= 'd');
	assert_true(config_is_on(config, "absent", true));
	assert_false(config_is_on(config, "absent", false));
	assert_true(config_is_on(config, "empty", true));
}

static void
the_environment_names_the_file(void **state)
{
	const char *path = settings_file(*state, S("a=1\n"));
	const struct config *config;

	setenv("QIAO_CONF", path, 1);
	config = config_load(*state, NULL);
	unsetenv("QIAO_CONF");
	unlink(path);
	assert_true(str_equal_text(config_path(config), path));
	assert_int_equal(config_number(config, "a", 0), 1);
}

static void
unclear_files_end_the_program(void **state)
{
	static const struct { struct str text; const char *said; } rows[] = {
		{ { "a=1\nb=2\na=3\n", 12 }, ":3: 'a' was already set in line 1" },
		{ { "a=1\nnothing\n", 12 }, ":2: not 'name = value'" }, { { "= 1\n", 4 }, ":1: the name is missing" },
		{ { "a=\"1\n", 5 }, ":1: the closing quote is missing" }, { { "a=\"\n", 4 }, ":1: the closing quote is missing" },
		{ { "a=1\0\n", 5 }, ":1: the value has a NUL byte" }, { { "number=1x\n", 10 }, ":1: 'number' is not a number" },
		{ { "\nswitch=maybe\n", 14 }, ":2: 'switch' is neither on nor off" }, { { NULL, 0 }, ": cannot be read" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const char *path = rows[i].text.data ? settings_file(*state, rows[i].text) : "/nowhere/qiao.conf";
		char said[2000] = "";
		int ends[2], status;
		ssize_t got;
		pid_t child;

		assert_int_equal(pipe(ends), 0);
		child = fork();
		if (child == 0) {
			const struct config *config;

			dup2(ends[1], STDERR_FILENO);
			config = config_load(*state, path);
			config_number(config, "number", 0);
			config_is_on(config, "switch", false);
			_exit(0);
		}
		close(ends[1]);
		got = read(ends[0], said, sizeof said - 1);
		close(ends[0]);
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(got > 0);
		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), 70);
		assert_non_null(strstr(said, rows[i].said));
		assert_non_null(strstr(said, path));
		if (rows[i].text.data)
			unlink(path);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(settings_are_read, arena_set_up, arena_tear_down),
		cmocka_unit_test_setup_teardown(switches, arena_set_up, arena_tear_down),
		cmocka_unit_test_setup_teardown(the_environment_names_the_file, arena_set_up, arena_tear_down),
		cmocka_unit_test_setup_teardown(unclear_files_end_the_program, arena_set_up, arena_tear_down),
	};

	return cmocka_run_group_tests_name("base/config", tests, NULL, NULL);
}
