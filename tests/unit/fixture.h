/* fixture.h: an arena of its own for each unit test, as *state. */
#ifndef TESTS_UNIT_FIXTURE_H
#define TESTS_UNIT_FIXTURE_H

int arena_set_up(void **state);
int arena_tear_down(void **state);

#endif
