/* quantile_test.c: quantiles of buckets against those of the values themselves. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/meter.h"
#include "mining/quantile.h"

enum { VALUES = 20000 };

static double bounds[METER_BOUNDS];
static double values[VALUES];

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* The same numbers each run. */
static double
next_share(uint64_t *state)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return ((double)(*state >> 33) + 0.5) / 2147483648.0;
}

static void
fill_buckets(uint64_t counts[METER_BUCKETS])
{
	for (size_t i = 0; i < METER_BUCKETS; i++)
		counts[i] = 0;
	for (size_t i = 0; i < VALUES; i++) {
		size_t place = 0;

		while (place < METER_BOUNDS && values[i] > bounds[place])
			place++;
		counts[place]++;
	}
}

/* Log-normal waiting, as pages wait; then evenly spread; then all alike. */
static double
draw(int shape, uint64_t *state)
{
	double u = next_share(state), v = next_share(state);

	return shape == 0 ? exp(8 + 0.9 * sqrt(-2 * log(u)) * cos(2 * 3.14159265358979 * v)) : shape == 1 ? 500 + u * 50000 : 2500;
}

static void
quantiles_are_near_the_exact_ones(void **state)
{
	static const double shares[] = { 0.05, 0.5, 0.9, 0.95, 0.99, 0.999 };
	uint64_t random = 20261128, counts[METER_BUCKETS];

	(void)state;
	for (int shape = 0; shape < 3; shape++) {
		for (size_t i = 0; i < VALUES; i++)
			values[i] = draw(shape, &random);
		qsort(values, VALUES, sizeof *values, by_value);
		fill_buckets(counts);
		for (size_t i = 0; i < sizeof shares / sizeof *shares; i++) {
			double exact = values[(size_t)ceil(shares[i] * VALUES) - 1], found = quantile_of_buckets(counts, bounds, METER_BOUNDS, shares[i]);

			/* Never off by more than the factor of a bucket; where values are spread, by an eighth. */
			assert_true(found / exact < 1.65 && exact / found < 1.65);
			if (shape < 2 && shares[i] < 0.999)
				assert_true(fabs(found / exact - 1) < 0.125);
		}
	}
}

static void
edges_are_sound(void **state)
{
	uint64_t counts[METER_BUCKETS] = { 0 };

	(void)state;
	assert_true(isnan(quantile_of_buckets(counts, bounds, METER_BOUNDS, 0.5)));
	counts[METER_BUCKETS - 1] = 3;
	assert_true(quantile_of_buckets(counts, bounds, METER_BOUNDS, 0.5) == bounds[METER_BOUNDS - 1]);
	counts[METER_BUCKETS - 1] = 0;
	counts[3] = 1;
	assert_true(quantile_of_buckets(counts, bounds, METER_BOUNDS, 1) == bounds[3]);
	assert_true(quantile_of_buckets(counts, bounds, METER_BOUNDS, 0) == bounds[2]);
	assert_true(quantile_of_buckets(counts, bounds, METER_BOUNDS, 7) == bounds[3]);
	counts[3] = 0;
	counts[0] = 10;
	assert_true(quantile_of_buckets(counts, bounds, METER_BOUNDS, 0.5) > 0);
	assert_true(quantile_of_buckets(counts, bounds, METER_BOUNDS, 0.99) <= bounds[0]);
	/* They rise with the share. */
	for (size_t i = 0; i < METER_BUCKETS; i++)
		counts[i] = i * i % 7;
	for (double q = 0.01, last = 0; q <= 1; q += 0.01) {
		double found = quantile_of_buckets(counts, bounds, METER_BOUNDS, q);

		assert_true(found >= last);
		last = found;
	}
}

static void
the_index_is_of_sums(void **state)
{
	(void)state;
	assert_true(spi_waiting(30, 10) == 3);
	assert_true(fabs(spi_efficiency(30, 10) - 1.0 / 3) < 1e-12);
	assert_true(isnan(spi_waiting(30, 0)));
	assert_true(isnan(spi_efficiency(0, 1)));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(quantiles_are_near_the_exact_ones),
		cmocka_unit_test(edges_are_sound),
		cmocka_unit_test(the_index_is_of_sums),
	};

	for (size_t i = 0; i < METER_BOUNDS; i++)
		bounds[i] = (double)meter_bounds_us[i];
	return cmocka_run_group_tests_name("mining/quantile", tests, NULL, NULL);
}
