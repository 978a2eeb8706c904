/*
 * demo_calendar.h: when things happen at such a company: on working days,
 * more at the ends of quarters, hardly at all around the Spring Festival.
 * Days are counted since 1970.
 */
#ifndef QIAO_DEMO_CALENDAR_H
#define QIAO_DEMO_CALENDAR_H

#include "qiao/demo_make.h"

struct calendar {
	int64_t first_day;
	size_t day_count;
	uint64_t *sums;                /* weight of all days up to this one */
};

void calendar_init(struct calendar *calendar, struct arena *program, int64_t first_day, int64_t last_day);
/* The day by which this part of a business that follows the seasons is done. */
int64_t calendar_day(const struct calendar *calendar, uint64_t part, uint64_t whole);
/* That day, or the next one on which people work. */
int64_t calendar_working(int64_t day);
/* So many working days later. */
int64_t calendar_later(int64_t day, size_t working_days);
/* Some moment of that day between nine and six in Shanghai. */
int64_t calendar_moment(struct dice *dice, int64_t day);
int64_t calendar_quarter_start(int64_t day);
int64_t calendar_quarter_end(int64_t day);
struct str calendar_text(struct arena *arena, int64_t day);

#endif
