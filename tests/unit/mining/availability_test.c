/* availability_test.c: MTBF, MTTR and availability, by hand, and where there is nothing to divide. */
#include "mining/availability.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { WINDOW_S = 100000 };

static const int64_t second = 1000000;

static struct availability
look(struct outage *outages, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		outages[i].from_us *= second;
		outages[i].until_us = outages[i].until_us == INT64_MAX ? INT64_MAX : outages[i].until_us * second;
	}
	return availability_of(0, WINDOW_S * second, WINDOW_S, WINDOW_S / 60, outages, count);
}

static bool
near(double found, double wanted)
{
	return found - wanted < 1e-9 && wanted - found < 1e-9;
}

static void
two_failures(void **state)
{
	struct availability found = look((struct outage[]){ { 50000, 50500, false }, { 1000, 2500, false } }, 2);

	(void)state;
	assert_int_equal(found.failures, 2);
	assert_true(near(found.down_s, 2000) && near(found.running_s, 98000));
	assert_true(near(found.mtbf_s, 49000) && near(found.mttr_s, 1000));
	assert_true(near(found.share, 0.98));
	assert_true(near(found.share, found.mtbf_s / (found.mtbf_s + found.mttr_s)));
}

static void
announced_stands_apart(void **state)
{
	struct availability found = look((struct outage[]){ { 0, 20000, true }, { 10000, 28000, false } }, 2);

	(void)state;
	assert_true(near(found.planned_s, 20000));
	assert_true(near(found.down_s, 8000));
	assert_true(near(found.share, 0.9));
	assert_int_equal(found.failures, 1);
}

static void
no_failure_is_no_promise(void **state)
{
	struct availability found = look(NULL, 0), planned = look((struct outage[]){ { 5, 10, true } }, 1);

	(void)state;
	assert_true(found.is_known && found.failures == 0);
	assert_true(near(found.share, 1) && near(found.lower, 1 - 3.0 / (WINDOW_S / 60)));
	assert_true(near(found.mtbf_s, 0));
	assert_true(near(planned.share, 1) && planned.failures == 0 && planned.lower > 0);
	assert_true(near(availability_of(0, second, 1, 2, NULL, 0).lower, 0));
}

static void
nothing_observed(void **state)
{
	struct availability nothing = availability_of(0, second, 0, 0, (struct outage[]){ { 0, 10, false } }, 1), announced = availability_of(0, second, 1, 1, (struct outage[]){ { 0, second, true } }, 1);

	(void)state;
	assert_false(nothing.is_known);
	assert_false(announced.is_known);
	assert_true(near(nothing.share, 0));
}

static void
edges(void **state)
{
	/* Before and behind the window, overlapping, going on, empty, and all of it. */
	struct availability beyond = look((struct outage[]){ { -5000, 1000, false }, { 99000, INT64_MAX, false }, { 200000, 300000, false }, { -50, -20, false } }, 4);
	struct availability twice = look((struct outage[]){ { 100, 300, false }, { 200, 400, false }, { 250, 260, false } }, 3);
	struct availability all = look((struct outage[]){ { -1, INT64_MAX, false } }, 1);
	struct availability empty = look((struct outage[]){ { 100, 100, false } }, 1);

	(void)state;
	assert_int_equal(beyond.failures, 2);
	assert_true(near(beyond.down_s, 2000));
	assert_true(near(twice.down_s, 300));
	assert_int_equal(twice.failures, 3);
	assert_true(all.is_known && near(all.share, 0) && near(all.mtbf_s, 0) && near(all.mttr_s, WINDOW_S));
	assert_int_equal(empty.failures, 0);
}

static void
unseen_failures_count(void **state)
{
	/* Looked at for 100 s only, but somebody wrote down a failure of 900 s. */
	struct availability found = availability_of(0, 10000 * second, 100, 2, (struct outage[]){ { 5000 * second, 5900 * second, false } }, 1);

	(void)state;
	assert_true(near(found.down_s, 900) && near(found.running_s, 0) && near(found.share, 0));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_failures),
		cmocka_unit_test(announced_stands_apart),
		cmocka_unit_test(no_failure_is_no_promise),
		cmocka_unit_test(nothing_observed),
		cmocka_unit_test(edges),
		cmocka_unit_test(unseen_failures_count),
	};

	return cmocka_run_group_tests_name("mining/availability", tests, NULL, NULL);
}
