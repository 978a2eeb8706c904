/* isa_test.c: the figure for security rises with each part; the one of its source does not, and has no value at zero. */
#include "mining/isa.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct isa
of(uint64_t s, uint64_t a, uint64_t v)
{
	return isa_of((const uint64_t[]){ s, a, v }, (const uint64_t[]){ 10 - s, 10 - a, 10 - v });
}

static bool
near(double found, double wanted)
{
	return found - wanted < 1e-9 && wanted - found < 1e-9;
}

static void
by_hand(void **state)
{
	struct isa half = of(5, 5, 5), all = of(10, 10, 10);

	(void)state;
	assert_true(near(half.index, 0.875) && near(half.as_in_source, 1 / 0.875) && near(half.product, 0.125) && near(half.weakest, 0.5));
	assert_true(near(all.index, 1) && near(all.as_in_source, 1) && near(all.product, 1) && near(all.weakest, 1));
}

static void
undefined_at_zero(void **state)
{
	struct isa none = of(0, 0, 0);

	(void)state;
	assert_true(none.is_known && !none.has_source);
	assert_true(near(none.index, 0) && near(none.as_in_source, 0));
}

static void
a_list_without_answers(void **state)
{
	struct isa isa = isa_of((const uint64_t[]){ 3, 0, 3 }, (const uint64_t[]){ 0, 0, 1 });

	(void)state;
	assert_false(isa.is_known);
	assert_false(isa.has_source);
}

static void
which_way_they_go(void **state)
{
	(void)state;
	for (uint64_t s = 0; s < 10; s++)
		for (uint64_t a = 0; a < 10; a++) {
			struct isa before = of(s, a, 5), after = of(s + 1, a, 5);

			assert_true(after.index > before.index && after.product >= before.product && after.weakest >= before.weakest);
			/* What its source says falls as security rises. */
			assert_true(after.as_in_source < before.as_in_source);
		}
	/* One strong layer hides two that are not there: that is what the other two figures are for. */
	assert_true(near(of(10, 0, 0).index, 1) && near(of(10, 0, 0).weakest, 0) && near(of(10, 0, 0).product, 0));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_hand),
		cmocka_unit_test(undefined_at_zero),
		cmocka_unit_test(a_list_without_answers),
		cmocka_unit_test(which_way_they_go),
	};

	return cmocka_run_group_tests_name("mining/isa", tests, NULL, NULL);
}
