/* quantile.c: what share took how long, from counts in buckets; the index of performance. */
#include "mining/quantile.h"

#include <math.h>

double
quantile_of_buckets(const uint64_t *counts, const double *bounds, size_t bound_count, double q)
{
	uint64_t whole = 0, below = 0;
	double rank;

	for (size_t i = 0; i <= bound_count; i++)
		whole += counts[i];
	if (whole == 0 || bound_count == 0)
		return NAN;
	rank = fmin(fmax(q, 0), 1) * (double)whole;
	for (size_t i = 0; i < bound_count; i++) {
		double low, share;

		if (counts[i] == 0 || (double)(below + counts[i]) < rank) {
			below += counts[i];
			continue;
		}
		/* The first bucket has no lower end of its own: as wide, in proportion, as the second. */
		low = i ? bounds[i - 1] : bound_count > 1 ? bounds[0] * bounds[0] / bounds[1] : bounds[0] / 2;
		share = fmax(rank - (double)below, 0) / (double)counts[i];
		return low * pow(bounds[i] / low, share);
	}
	return bounds[bound_count - 1];
}

double
spi_waiting(double wall, double user)
{
	return user > 0 ? wall / user : NAN;
}

double
spi_efficiency(double wall, double user)
{
	return wall > 0 ? user / wall : NAN;
}
