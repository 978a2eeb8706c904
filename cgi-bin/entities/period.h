/* period.h: what is true of everything that has a first and a last day. */
#ifndef ENTITIES_PERIOD_H
#define ENTITIES_PERIOD_H

#include "model/input.h"

/* An entity's check: until_on does not lie before from_on; either may be empty. */
void period_check(struct work *work, struct input *input);

/* The same of any two days, for a settle: the problem (N_()) is told of the last one, but not of days that stood so before. */
void period_settle(struct work *work, struct input *input, const struct record *before, struct str first, struct str last, const char *problem);

#endif
