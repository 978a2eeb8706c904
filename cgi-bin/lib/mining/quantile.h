/* quantile.h: quantiles of what was counted in buckets. Pure functions. */
#ifndef MINING_QUANTILE_H
#define MINING_QUANTILE_H

#include <stddef.h>
#include <stdint.h>

/*
 * The value that the share q (0 to 1) of what was counted does not exceed, found
 * inside its bucket on a logarithmic scale, which suits buckets whose upper ends
 * grow by a factor: the error is at most that factor. counts has one more entry
 * than bounds, for what lies above the last one; that is told as the last bound.
 * Ends of buckets rise and are above 0. NaN when nothing was counted.
 */
double quantile_of_buckets(const uint64_t *counts, const double *bounds, size_t bound_count, double q);

/*
 * System performance index. The seed's SPI = T_total / T_user, of sums (a mean of ratios would explode): how many times
 * longer people waited than the program computed. NaN when there is no user time.
 */
double spi_waiting(double wall, double user);
/* The reciprocal: the share of the time that was computing, 0 to 1 for a program of one thread. NaN when there is no wall time. */
double spi_efficiency(double wall, double user);

#endif
