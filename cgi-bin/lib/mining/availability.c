/* availability.c: MTBF, MTTR and availability of one service in one window of time. */
#include "mining/availability.h"

#include <stdlib.h>

static int
by_beginning(const void *a, const void *b)
{
	const struct outage *one = a, *other = b;

	return (one->from_us > other->from_us) - (one->from_us < other->from_us);
}

/* How much of the window these outages cover, each moment once. */
static double
covered_s(int64_t from_us, int64_t until_us, const struct outage *outages, size_t count, bool counts_failures)
{
	int64_t reached = from_us, sum = 0;

	for (size_t i = 0; i < count; i++) {
		int64_t from = outages[i].from_us > reached ? outages[i].from_us : reached;
		int64_t until = outages[i].until_us < until_us ? outages[i].until_us : until_us;

		if ((!counts_failures && !outages[i].is_planned) || until <= from)
			continue;
		sum += until - from;
		reached = until;
	}
	return (double)sum / 1e6;
}

static uint64_t
failures_within(int64_t from_us, int64_t until_us, const struct outage *outages, size_t count)
{
	uint64_t failures = 0;

	for (size_t i = 0; i < count; i++)
		failures += !outages[i].is_planned && outages[i].from_us < until_us && outages[i].until_us > from_us && outages[i].until_us > outages[i].from_us;
	return failures;
}

struct availability
availability_of(int64_t from_us, int64_t until_us, double observed_s, uint64_t looks, struct outage *outages, size_t count)
{
	struct availability found = { .observed_s = observed_s > 0 ? observed_s : 0 };
	double whole_s;

	if (count)
		qsort(outages, count, sizeof *outages, by_beginning);
	found.planned_s = covered_s(from_us, until_us, outages, count, false);
	found.down_s = covered_s(from_us, until_us, outages, count, true) - found.planned_s;
	found.failures = failures_within(from_us, until_us, outages, count);
	/* A failure somebody wrote down is known even where nobody looked. */
	whole_s = found.observed_s > found.planned_s + found.down_s ? found.observed_s : found.planned_s + found.down_s;
	found.running_s = whole_s - found.planned_s - found.down_s;
	found.is_known = found.observed_s > 0 && found.running_s + found.down_s > 0;
	if (!found.is_known)
		return found;
	found.share = found.running_s / (found.running_s + found.down_s);
	if (found.failures) {
		found.mtbf_s = found.running_s / (double)found.failures;
		found.mttr_s = found.down_s / (double)found.failures;
	} else {
		found.lower = looks > 3 ? 1 - 3.0 / (double)looks : 0;
	}
	return found;
}
