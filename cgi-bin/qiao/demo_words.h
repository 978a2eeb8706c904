/*
 * demo_words.h: the words that demonstration data is put together from. All
 * of it is invented: places are real, companies and persons are not.
 */
#ifndef QIAO_DEMO_WORDS_H
#define QIAO_DEMO_WORDS_H

#include <stddef.h>

struct word {
	const char *chinese, *english; /* chinese NULL ends a table */
};

/* A place with what phones, addresses and the region's code in sql/0004_lists.sql need. */
struct place {
	struct word name;
	const char *region_code;
	const char *phone_prefix;      /* country and area, and the digits no real subscriber has */
	unsigned phone_low, phone_count; /* the last digits: phone_low and the numbers after it, four digits */
	const char *postcode_prefix;
	const char *company_suffix;    /* of an English name; NULL for a Chinese place */
	const char *currency;
	const char *area;              /* name of the team that looks after it, or after the teams that do */
};

struct trade {
	struct word name;
	const char *industry;          /* its name in sql/0004_lists.sql */
};

struct words {
	const struct word *words;
	size_t count;
};

struct demo_words {
	const struct place *chinese_places, *foreign_places;
	size_t chinese_place_count, foreign_place_count;
	const struct trade *trades;
	size_t trade_count;
	struct words brand_first, brand_second;        /* of Chinese companies */
	struct words brand_front, brand_back;          /* of English ones */
	struct words surnames, given_names;            /* of Chinese persons */
	struct words first_names, family_names;        /* of English ones */
	struct words job_titles, streets, notes, tags;
	struct words needs[5];                         /* by category: product, price, delivery, service, other */
	struct words details;
};

extern const struct demo_words demo_words;

/* The invented people and teams of the company that uses Qiao. */
struct demo_team {
	const char *name;
	const char *parent;            /* NULL: the top */
};

struct demo_user {
	const char *login, *name;
	const char *role, *team, *language, *zone;
};

extern const struct demo_team demo_teams[];            /* name NULL ends it */
/* The area that looks after customers abroad. */
extern const char *const demo_abroad;
extern const struct demo_user demo_users[];            /* login NULL ends it */
/* Only for many customers: first the manager of a large area, then one salesperson in each of its twenty teams. */
extern const struct demo_user demo_area_users[];

#endif
