/*
 * demo.h: what the parts of `qiao demo-data` share: the ground (labels that
 * reach back two years, teams, users, tags) and the changes of customers on it.
 */
#ifndef QIAO_DEMO_H
#define QIAO_DEMO_H

#include "qiao/command.h"
#include "qiao/demo_make.h"
#include "qiao/demo_sheet.h"

enum { DEMO_USERS_MAX = 64, DEMO_WEEKS = 104 };

struct demo_person {
	struct str id, team_id;
	const char *role, *name, *team;
	bool owns;                     /* looks after customers */
	const char *area;              /* of this area; NULL: anywhere in China */
};

enum sheet_id {
	CUSTOMERS, PHONES, ADDRESSES, TAG_MARKS, CONTACTS, NEEDS, SEARCH_TEXTS, SEARCH_GRAMS,
	STAGES, OWNERS, NEW_PHONES, VERSIONS, NEED_STATES, SHEET_COUNT
};

/* What has to be known of a customer already written. */
struct held {
	int64_t created_us;
	uint32_t phone, need, contact; /* ids of the first ones; 0: none */
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
	int64_t first_day;             /* a working day, DEMO_WEEKS before the last one */
	int64_t today;                 /* the day of until: what was is before it, what is planned is not */
	int64_t last_us;               /* moment of the change before */
	uint64_t started_us, told_us;
	struct demo_person people[DEMO_USERS_MAX];
	size_t people_count;
	uint64_t next_id[NEEDS + 1];   /* by sheet */
	struct held *held;
	struct sheet sheets[SHEET_COUNT];
};

/* demo_ground.c: moves what is there two years back and adds teams, users and tags. password NULL: none. */
bool demo_lay_ground(struct demo *demo, const char *password);

/* demo_history.c */
void demo_open_sheets(struct demo *demo);
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
/* Whoever looks after customers there: a place in people. */
size_t demo_pick_owner(struct demo *demo, const char *area, bool is_foreign);

/* demo_areas.c: everything but customers, contacts and needs, with its own history. */
bool demo_fill_areas(struct demo *demo);

#endif
