/*
 * demo_make.h: records made up from a seed number. A customer depends on
 * nothing but the seed number and its place in the row, so it can be made up
 * again at any time instead of being kept.
 */
#ifndef QIAO_DEMO_MAKE_H
#define QIAO_DEMO_MAKE_H

#include "model/record.h"
#include "qiao/demo_words.h"

struct dice {
	uint64_t state;
};

/* Dice of its own for one thing among many. */
struct dice dice_new(uint64_t seed, uint64_t thing);
uint64_t dice_next(struct dice *dice);
size_t dice_below(struct dice *dice, size_t count);
bool dice_chance(struct dice *dice, unsigned percent);

struct maker {
	uint64_t seed;
	bool is_large;                 /* fewer words and lines for each customer */
	struct str *chinese_regions, *foreign_regions; /* ids, for each place of demo_words */
	struct str *industries;        /* ids, for each trade */
	struct str *sources;
	size_t source_count;
	struct str *tags;              /* ids, for each tag of demo_words */
};

struct made {
	uint64_t number;
	bool is_foreign, is_company;
	const struct place *place;
	const char *domain;            /* "huaxingmachinery" */
	struct record *record;         /* without ids, owner and created_at */
	size_t contact_count, need_count;
};

struct made make_customer(const struct maker *maker, struct arena *arena, uint64_t number);
struct record *make_contact(const struct maker *maker, struct arena *arena, const struct made *customer, size_t n);
struct record *make_need(const struct maker *maker, struct arena *arena, const struct made *customer, size_t n, int64_t day);
/* Another number than the one the customer was made with. */
struct str make_other_phone(const struct maker *maker, struct arena *arena, const struct made *customer);
/* Sixteen hexadecimal digits, like the ids of requests. */
struct str make_request_id(struct arena *arena, struct dice *dice);
/* Ends the program when there is no such field. */
void make_set(struct record *record, const char *field, struct str value);

#endif
