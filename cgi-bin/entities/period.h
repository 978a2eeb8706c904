/* period.h: what is true of everything that has a first and a last day. */
#ifndef ENTITIES_PERIOD_H
#define ENTITIES_PERIOD_H

#include "model/input.h"

/* An entity's check: until_on does not lie before from_on; either may be empty. */
void period_check(struct work *work, struct input *input);

#endif
