/*
 * census.h: what is in each table at a moment, as a few numbers: equal
 * numbers mean that history and present are the same up to then, whatever
 * was written later. Tables that keep no history and no moments (sessions,
 * counters) have no such numbers and are left out.
 */
#ifndef MODEL_CENSUS_H
#define MODEL_CENSUS_H

#include "model/work.h"

struct census {
	struct str table;
	struct str rows;               /* true at that moment */
	struct str versions;           /* these and all earlier ones */
	struct str sum;                /* over every column of every version */
};

/* In the order of the tables' names; moment as instant_text gives it. The count is 0 with the database's error stuck. */
struct census *census_take(struct work *work, struct str moment, size_t *count);

#endif
