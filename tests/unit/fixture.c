/* fixture.c: gives each unit test an arena of its own. */
#include "fixture.h"

#include "base/arena.h"

enum { CEILING_BYTES = 1 << 27 };

int
arena_set_up(void **state)
{
	static struct arena arena;

	arena_init(&arena, CEILING_BYTES);
	*state = &arena;
	return 0;
}

int
arena_tear_down(void **state)
{
	arena_end(*state);
	return 0;
}
