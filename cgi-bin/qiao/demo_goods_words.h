/*
 * demo_goods_words.h: what the invented company makes and sells: machines
 * that pack, move, check and label, with what belongs to them.
 */
#ifndef QIAO_DEMO_GOODS_WORDS_H
#define QIAO_DEMO_GOODS_WORDS_H

#include "qiao/demo_words.h"

struct good {
	struct word name;
	const char *code, *unit;
	size_t family;                 /* place in demo_families */
	unsigned price;                /* yuan for one */
	unsigned cost_percent;
	struct word description;
};

/* The first ones are machines. */
enum { MACHINE_COUNT = 20 };

enum { FAMILY_PACKING, FAMILY_MOVING, FAMILY_CHECKING, FAMILY_LABELS, FAMILY_PARTS, FAMILY_SERVICE, FAMILY_COUNT };

extern const struct word demo_families[FAMILY_COUNT];
extern const struct good demo_goods[];
extern const size_t demo_good_count;

#endif
