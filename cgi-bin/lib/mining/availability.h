/*
 * availability.h: how much of a time something worked, from when it was
 * looked at and when it did not.
 *
 * Running time is what was observed, less what was announced and less what
 * failed. MTBF = running time / failures, MTTR = time of failure / failures,
 * availability = MTBF / (MTBF + MTTR), which is running time of all but the
 * announced. Without a failure nobody knows MTBF: availability is 100 % of
 * what was seen, and with 95 % confidence at least 1 - 3/n for n looks.
 */
#ifndef MINING_AVAILABILITY_H
#define MINING_AVAILABILITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct outage {
	int64_t from_us, until_us;     /* until_us INT64_MAX: goes on */
	bool is_planned;
};

struct availability {
	double observed_s, planned_s, down_s, running_s;
	uint64_t failures;             /* not announced, at least partly within the time */
	double mtbf_s, mttr_s;         /* where failures > 0 */
	double share;                  /* 0 to 1, where is_known */
	double lower;                  /* not less than this, where failures are 0 */
	bool is_known;                 /* somebody looked, and not only at what was announced */
};

/*
 * outages: any order, may overlap and reach beyond the window; what was announced counts as announced even where it
 * failed, and time that failed twice fails once. They are sorted by their beginning.
 */
struct availability availability_of(int64_t from_us, int64_t until_us, double observed_s, uint64_t looks, struct outage *outages, size_t count);

#endif
