/*
 * demo_past.h: records whose whole life is made up at once and written with
 * all its versions.
 *
 * A deed is one change somebody made; a life is one record and what became
 * of it. Lives refer to each other and to the moments of deeds by texts that
 * are filled in when the slice is written: only then, in the order of time,
 * do records get their ids and papers their numbers.
 */
#ifndef QIAO_DEMO_PAST_H
#define QIAO_DEMO_PAST_H

#include "qiao/demo.h"

struct life;

struct deed {
	int64_t at_us;
	struct str at;                 /* for a field with the act's moment */
	struct str actor_id, reason;
	const struct life *subject;    /* what it was about first */
	bool is_new;                   /* the subject began with it */
	bool is_known;                 /* a change that is written already */
	size_t order;                  /* of two at one time */
};

/* A version that is over. */
struct earlier {
	struct str *values;
	struct deed *act;               /* with which it began */
	struct earlier *before;
};

struct life {
	struct record *record;         /* as it is now; id is for fields that refer to it */
	struct deed *created, *changed;
	struct life *parent;           /* of a line */
	size_t position;
	struct earlier *earlier;       /* versions before, newest first */
	size_t version_count, table;
	size_t order;                  /* of two that began at one time */
};

enum { PAST_TABLES = 24, PAPER_PREFIXES = 3 };

struct past {
	struct demo *demo;
	struct arena *arena;           /* emptied after each slice */
	struct arena scratch;          /* emptied after each record */
	struct sheet sheets[PAST_TABLES];
	const struct entity *entities[PAST_TABLES];
	uint64_t next_id[PAST_TABLES];
	struct sheet texts, grams, changes, change_records;
	struct str forever;            /* row_end of what is true now */
	int64_t first_day, last_day;   /* what happened lies between them */
	unsigned *papers[PAPER_PREFIXES]; /* how many of a day */
	struct life **lives;
	struct deed **acts, **grid;
	size_t life_count, life_capacity, act_count, act_capacity;
	uint64_t slice, record_count, version_count;
	int64_t newest_us;
};

void past_open(struct past *past, struct demo *demo);
void past_close(struct past *past);
/* Somebody does something then. With many customers, what was done within three hours is one change. */
struct deed *past_act(struct past *past, int64_t at_us, struct str actor_id);
/* A change that is there already. */
struct deed *past_known_act(struct past *past, int64_t at_us);
struct life *past_life(struct past *past, const struct entity *entity, struct deed *act);
struct life *past_line(struct past *past, struct life *parent, const struct entity *entity, struct deed *act);
/* What is set from here on is the next version; the record lasts to then as it is. */
void past_change(struct past *past, struct life *life, struct deed *act);
void past_set(struct life *life, const char *field, struct str value);
/* demo_past_write.c: writes all of the slice and empties the arena. False: told. */
bool past_write(struct past *past);

#endif
