/*
 * demo_marketing_words.h: what the invented company wants to reach and what
 * it does for it. Days count from the day the data ends; {d} is the year,
 * {n} the season.
 */
#ifndef QIAO_DEMO_MARKETING_WORDS_H
#define QIAO_DEMO_MARKETING_WORDS_H

#include <stdbool.h>

#include "qiao/demo_words.h"

struct plan_change {
	int day;
	const char *field, *value, *reason;    /* field NULL: no more */
};

struct plan {
	const char *name, *goal, *indicators, *segment, *budget;
	int from, until, begun;                /* begun: the day it was entered */
	struct plan_change changes[3];
};

struct campaign_plan {
	const char *name, *channel, *content;
	size_t plan;
	int from, until;
	unsigned budget, cost_percent, success_percent, reach_percent;   /* budget in yuan; reach: how many of all customers */
	bool is_foreign;                       /* for customers abroad */
};

extern const struct plan demo_plans[4];
extern const struct campaign_plan demo_campaigns[10];
extern const struct words demo_successes, demo_failures;
extern const struct word demo_seasons[4];

#endif
