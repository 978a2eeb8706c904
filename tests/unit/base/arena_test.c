/* arena_test.c: memory is zeroed, aligned, kept within its ceiling and given back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"

/* Status with which a child ends that does the deed; its log line goes to /dev/null. */
static int
status_of(void (*deed)(void))
{
	pid_t child = fork();
	int status = -1;

	if (child == 0) {
		int nothing = open("/dev/null", O_WRONLY);

		dup2(nothing, STDERR_FILENO);
		deed();
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void
take_all_but_nothing_more(void)
{
	struct arena arena;

	arena_init(&arena, 1024);
	arena_take(&arena, 1, 1024);
	arena_end(&arena);
}

static void
take_beyond_the_ceiling(void)
{
	struct arena arena;

	arena_init(&arena, 1024);
	arena_take(&arena, 1, 1008);
	arena_take(&arena, 1, 17);
}

static void
take_too_many(void)
{
	struct arena arena;

	arena_init(&arena, SIZE_MAX);
	arena_take(&arena, SIZE_MAX / 2, 4);
}

static void
grow_beyond_the_ceiling(void)
{
	struct arena arena;
	void *taken;

	arena_init(&arena, 1024);
	taken = arena_take(&arena, 1, 1000);
	arena_grow(&arena, taken, 1000, 2000);
}

static void
the_ceiling_ends_the_process(void **state)
{
	(void)state;
	assert_int_equal(status_of(take_all_but_nothing_more), 0);
	assert_int_equal(status_of(take_beyond_the_ceiling), 70);
	assert_int_equal(status_of(take_too_many), 70);
	assert_int_equal(status_of(grow_beyond_the_ceiling), 70);
}

static void
memory_is_zeroed_and_aligned(void **state)
{
	struct arena arena;

	(void)state;
	arena_init(&arena, 1 << 24);
	for (int round = 0; round < 3; round++) {
		for (size_t size = 1; size < 200000; size = size * 3 + 1) {
			unsigned char *taken = arena_take(&arena, 1, size);

			assert_int_equal((uintptr_t)taken % 16, 0);
			for (size_t i = 0; i < size; i++)
				assert_int_equal(taken[i], 0);
			memset(taken, 0xff, size);
		}
		arena_reset(&arena);
		assert_int_equal(arena.used_bytes, 0);
	}
	arena_end(&arena);
	assert_null(arena.blocks);
}

static void
growing_keeps_what_was_there(void **state)
{
	struct arena arena;
	char *first, *same, *moved;

	(void)state;
	arena_init(&arena, 1 << 20);
	first = arena_take(&arena, 1, 10);
	memset(first, 'a', 10);
	same = arena_grow(&arena, first, 10, 100);
	assert_ptr_equal(same, first);
	assert_int_equal(same[9], 'a');
	assert_int_equal(same[10], 0);
	assert_int_equal(same[99], 0);
	assert_ptr_equal(arena_grow(&arena, same, 100, 50), same);
	arena_take(&arena, 1, 1);
	moved = arena_grow(&arena, same, 100, 200);
	assert_ptr_not_equal(moved, same);
	assert_memory_equal(moved, "aaaaaaaaaa\0\0", 12);
	assert_int_equal(moved[199], 0);
	assert_non_null(arena_grow(&arena, NULL, 0, 8));
	arena_end(&arena);
}

static void
only_a_small_block_is_kept(void **state)
{
	struct arena arena;

	(void)state;
	arena_init(&arena, 1 << 26);
	arena_take(&arena, 1, 100);
	arena_reset(&arena);
	assert_non_null(arena.blocks);
	arena_take(&arena, 1, 1 << 23);
	arena_reset(&arena);
	assert_null(arena.blocks);
	arena_reset(&arena);
	arena_end(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_ceiling_ends_the_process),
		cmocka_unit_test(memory_is_zeroed_and_aligned),
		cmocka_unit_test(growing_keeps_what_was_there),
		cmocka_unit_test(only_a_small_block_is_kept),
	};

	return cmocka_run_group_tests_name("base/arena", tests, NULL, NULL);
}
