/*
 * demo.h: what the parts of `qiao demo-data` share: the ground (labels that
 * reach back a year, teams, users, tags) and the year of changes on it.
 */
#ifndef QIAO_DEMO_H
#define QIAO_DEMO_H

#include "qiao/command.h"
#include "qiao/demo_make.h"

enum { DEMO_USERS_MAX = 64 };

struct demo_person {
	struct str id, team_id;
	bool owns;                     /* looks after customers */
	const char *area;              /* of this area; NULL: anywhere in China */
};

/* Rows for one statement, written many at once. */
struct sheet {
	struct sql sql;
	const char *const *columns;    /* of the record; see sheet_add in demo_history.c */
	size_t column_count;
	struct str *values;
	size_t count, capacity;
};

enum sheet_id {
	CUSTOMERS, PHONES, ADDRESSES, TAG_MARKS, CONTACTS, NEEDS, SEARCH_TEXTS, SEARCH_GRAMS,
	STAGES, OWNERS, NEW_PHONES, VERSIONS, NEED_STATES, SHEET_COUNT
};

/* What has to be known of a customer already written. */
struct held {
	uint32_t phone, need;          /* ids of the first ones; 0: none */
	const char *area;
	uint8_t stage, need_status, owner;
	bool is_phone_new, is_foreign;
};

struct demo {
	struct command *command;
	struct arena *program;         /* lives to the end */
	struct arena batch;            /* emptied after each change */
	struct actor actor;
	struct change change;
	struct work work;
	struct maker maker;
	struct dice dice;
	uint64_t total, created, contact_count, need_count, change_count;
	int64_t first_day;             /* a working day, 52 weeks before the last one */
	int64_t last_us;               /* moment of the change before */
	uint64_t started_us, told_us;
	struct demo_person people[DEMO_USERS_MAX];
	size_t people_count;
	uint64_t next_id[NEEDS + 1];   /* by sheet */
	struct held *held;
	struct sheet sheets[SHEET_COUNT];
};

/* demo_ground.c: moves what is there a year back and adds teams, users and tags. password NULL: none. */
bool demo_lay_ground(struct demo *demo, const char *password);

/* demo_history.c */
/* Gets ready for a change at that moment, which the database hears of in demo_begin. */
void demo_prepare(struct demo *demo, int64_t at_us, struct str actor_id, struct str route);
/* Like change_begin, with a moment of the past; fails when somebody else has written in between. */
void demo_begin(struct demo *demo);
/* Like change_end and commit, and the batch is emptied. False: told, and rolled back. */
bool demo_end(struct demo *demo);
/* One batch of new customers at their place in the year, then some changes of older ones. */
bool demo_create(struct demo *demo, size_t count);
bool demo_update(struct demo *demo, size_t count, uint64_t thousandths);
/* The moment at which so many thousandths of a customer are there: on working days, between nine and six in Shanghai. */
int64_t demo_moment(const struct demo *demo, uint64_t thousandths);

#endif
