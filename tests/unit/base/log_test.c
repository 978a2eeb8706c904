/* log_test.c: one line per event, and no value forges a second one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"
#include "base/str.h"

struct caught {
	char text[16384];
	size_t len;
	int status;
};

/* Runs the deed in a child and catches what it says on standard error. */
static void
catch_log(void (*deed)(const void *), const void *argument, struct caught *caught)
{
	int ends[2];
	pid_t child;

	assert_int_equal(pipe(ends), 0);
	child = fork();
	if (child == 0) {
		dup2(ends[1], STDERR_FILENO);
		deed(argument);
		_exit(0);
	}
	close(ends[1]);
	caught->len = 0;
	for (ssize_t got; (got = read(ends[0], caught->text + caught->len, sizeof caught->text - 1 - caught->len)) > 0;)
		caught->len += (size_t)got;
	caught->text[caught->len] = 0;
	close(ends[0]);
	assert_int_equal(waitpid(child, &caught->status, 0), child);
	assert_true(WIFEXITED(caught->status));
}

static void
log_value(const void *value)
{
	log_program("customers");
	log_request("3f0c00112233aabb");
	log_event("database", "%s", (const char *)value);
}

static void
values_are_escaped(void **state)
{
	static const struct { const char *value, *escaped; } rows[] = {
		{ "plain", "plain" }, { "\u6865 \u00e9", "\u6865 \u00e9" }, { "a\"b", "a\\\"b" }, { "a\\n", "a\\\\n" },
		{ "a\nb\r\tc", "a\\nb\\r\\tc" }, { "\x1b[31m", "\\x1b[31m" }, { "\x7f", "\\x7f" }, { "\xff\xfe", "\\xff\\xfe" },
		{ "\xc2\x85", "\\xc2\\x85" }, { "\xe2\x80\xa8", "\\xe2\\x80\\xa8" }, { "\xe6\xa1", "\\xe6\\xa1" },
		{ "x\" event=forged message=\"", "x\\\" event=forged message=\\\"" }, { "", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		char expected[400];
		struct caught caught;

		catch_log(log_value, rows[i].value, &caught);
		snprintf(expected, sizeof expected,
		    " qiao program=customers event=database request=3f0c00112233aabb message=\"%s\"\n", rows[i].escaped);
		assert_int_equal(strcspn(caught.text, "Z"), 23);
		assert_int_equal(caught.text[4], '-');
		assert_int_equal(caught.text[10], 'T');
		assert_int_equal(caught.text[19], '.');
		assert_string_equal(caught.text + 24, expected);
	}
}

static void
log_names(const void *name)
{
	log_program(name);
	log_request(name);
	log_event("a b\n", "x");
	log_program(NULL);
	log_request("");
	log_event("b", "%d%%", 7);
}

static void
names_cannot_break_out(void **state)
{
	struct caught caught;

	(void)state;
	catch_log(log_names, "x y\"\n=\xff", &caught);
	assert_non_null(strstr(caught.text, " qiao program=x_y____ event=a_b_ request=x_y____ message=\"x\"\n"));
	assert_non_null(strstr(caught.text, "Z qiao event=b message=\"7%\"\n"));
}

static void
log_length(const void *length)
{
	char long_value[9000];
	size_t len = *(const size_t *)length;

	memset(long_value, '\1', sizeof long_value);
	log_event("long", "%.*s", (int)len, long_value);
}

static void
long_lines_are_cut_and_marked(void **state)
{
	static const size_t lengths[] = { 900, 1100, 3071, 3072, 8000 };

	(void)state;
	for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
		struct caught caught;

		catch_log(log_length, &lengths[i], &caught);
		assert_true(caught.len <= 4096);
		assert_ptr_equal(strchr(caught.text, '\n'), caught.text + caught.len - 1);
		assert_int_equal(str_ends_with((struct str){ caught.text, caught.len }, S("...\"\n")), i > 0);
	}
}

static void
log_errno(const void *argument)
{
	(void)argument;
	errno = ENOENT;
	log_event("file", "%s", "x");
	if (errno != ENOENT)
		_exit(1);
	log_fatal("end", "because of %d", 7);
}

static void
the_fatal_end_is_seventy(void **state)
{
	struct caught caught;

	(void)state;
	catch_log(log_errno, NULL, &caught);
	assert_int_equal(WEXITSTATUS(caught.status), 70);
	assert_non_null(strstr(caught.text, "event=end message=\"because of 7\"\n"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_are_escaped),
		cmocka_unit_test(names_cannot_break_out),
		cmocka_unit_test(long_lines_are_cut_and_marked),
		cmocka_unit_test(the_fatal_end_is_seventy),
	};

	return cmocka_run_group_tests_name("base/log", tests, NULL, NULL);
}
