/* file_test.c: a whole file, or a reason why not. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"

static void
files_are_read_whole(void **state)
{
	char path[] = "/tmp/qiao-file-test-XXXXXX";
	int file = mkstemp(path);
	struct arena arena;
	struct str content;

	(void)state;
	assert_true(file >= 0);
	assert_int_equal(write(file, "a\0b\n", 4), 4);
	close(file);
	arena_init(&arena, 1 << 20);
	content = file_read(&arena, path, 4);
	assert_true(str_equal(content, S("a\0b\n")));
	assert_int_equal(content.data[4], 0);
	assert_null(file_read(&arena, path, 3).data);
	assert_int_equal(errno, EFBIG);
	assert_null(file_read(&arena, "/tmp", 3).data);
	assert_int_equal(errno, EINVAL);
	unlink(path);
	assert_null(file_read(&arena, path, 3).data);
	assert_int_equal(errno, ENOENT);
	assert_int_equal(mkfifo(path, 0600), 0);
	assert_null(file_read(&arena, path, 3).data);
	unlink(path);
	arena_end(&arena);
}

static void
an_end_begins_with_a_whole_line(void **state)
{
	char path[] = "/tmp/qiao-file-test-XXXXXX";
	int file = mkstemp(path);
	struct arena arena;
	uint64_t left_out;

	(void)state;
	assert_true(file >= 0);
	assert_int_equal(write(file, "first\nsecond\nthird\n", 19), 19);
	close(file);
	arena_init(&arena, 1 << 20);
	assert_true(str_equal(file_tail(&arena, path, 100, &left_out), S("first\nsecond\nthird\n")));
	assert_int_equal(left_out, 0);
	assert_true(str_equal(file_tail(&arena, path, 10, &left_out), S("third\n")));
	assert_int_equal(left_out, 13);
	/* Not one whole line. */
	assert_true(str_equal(file_tail(&arena, path, 3, &left_out), S("")));
	assert_null(file_tail(&arena, "/tmp", 3, &left_out).data);
	unlink(path);
	assert_null(file_tail(&arena, path, 3, &left_out).data);
	arena_end(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(files_are_read_whole), cmocka_unit_test(an_end_begins_with_a_whole_line) };

	return cmocka_run_group_tests_name("base/file", tests, NULL, NULL);
}
