/*
 * store.h: records in and out of the database. Scope, version, history and
 * change are added here and nowhere else. Reading needs only work; writing
 * needs a change that has begun.
 */
#ifndef MODEL_STORE_H
#define MODEL_STORE_H

#include "model/change.h"
#include "model/input.h"
#include "model/record.h"

/* Records of an entity that the actor may see and that meet a condition over alias c; columns as in select.h, all fields. */
struct rows *store_select(struct work *work, const struct entity *entity, struct sql condition, struct args args);

/*
 * A query of an area's own over business tables. In its text {visible ENTITY ALIAS} stands for what the actor may see
 * of that table, and {title ENTITY ALIAS} for the expression that names a record in the actor's language.
 */
struct rows *store_query(struct work *work, struct sql sql, struct args args);

/* The record without its lines; NULL when there is none or the actor may not do that to it. */
struct record *store_read(struct work *work, const struct entity *entity, struct str id, enum act act);

/* The lines of all children, into record->lines, in one statement. */
void store_read_lines(struct work *work, struct record *record);
/* The same as they were at a moment, while a change goes on; what they refer to has the names of now. */
void store_read_lines_at(struct work *work, struct record *record, struct str at);

/* Lines of a record, or records that refer to it: rows of entity whose field holds the record's id. */
struct section {
	const struct entity *entity;
	const char *field;
	size_t limit;                  /* one more is read of what refers to it, so that "more" can be told */
	struct record *records;
	size_t count;
};

/* A change of a record, and the record as that change left it. */
struct past {
	struct str at, action, kind, reason, actor;
	struct record *record;         /* its id is NO_STR where the change left none */
};

/* A line of a record as it was from one moment to another. */
struct version {
	struct record *record;
	struct str began, ended;
};

/* Tables that may refer to one; tests/db holds the dictionary to it. */
enum { SECTIONS_MAX = 24 };

struct whole {
	struct record *record;         /* with its lines; NULL when there is none or the actor may not see it */
	struct section sections[SECTIONS_MAX];
	size_t own, count;             /* the first `own` of them are the lines of its children */
	struct past *changes;          /* newest first */
	size_t change_count;           /* one more than asked for, where there is one: it tells what the last one changed */
	struct version *versions;      /* of its lines, newest first of each child; only in a record's past */
	size_t version_count;
};

/*
 * What the page of a record shows, in one statement: the record, its lines, the first `related` of each table that
 * refers to it (0: of none; of what has `happened`, as many as of the changes) and its newest changes. Of what refers
 * to it only the fields of lists and of timelines are read. All of it is empty but the changes where there is no record.
 */
void store_read_whole(struct work *work, const struct entity *entity, struct str id, size_t related, size_t changes, struct whole *whole);
/* The newest changes before a moment (NO_STR: of all), at most limit + 1, and the versions of the lines, in one statement. */
void store_read_past(struct work *work, const struct entity *entity, struct str id, struct str before, size_t limit, struct whole *past);

/*
 * Inserts or updates the record and its lines. True when saved or nothing had to be; else see input->outcome. A value that
 * says no more than a form shows of the one that is there (an instant without its seconds) is no change.
 */
bool store_save(struct work *work, struct input *input);

/*
 * Adds new records of an entity without children and without search, all in one statement, so that many of them hold the
 * clock only briefly. All or none: false, and the first input that is refused says why.
 */
bool store_add_many(struct work *work, struct input *const *inputs, size_t count);

/* What removing a record would take along, or why it cannot be. */
struct effect {
	const struct entity *entity;
	uint64_t count;
	bool is_cleared;               /* a reference is emptied, the record stays */
};

struct removal {
	struct effect effects[SECTIONS_MAX];
	size_t count;
	struct str refusal;            /* NO_STR: may be removed */
};

void store_removal(struct work *work, const struct entity *entity, struct str id, struct removal *removal);
/* version NO_STR: whichever. Children, then referring records, then the record itself. */
enum outcome store_remove(struct work *work, const struct entity *entity, struct str id, struct str version);

/*
 * Brings back all that the change at that moment removed, if it removed this
 * record, with old ids and relations. The actor must be one who may remove
 * each of them that has an owner. *problem says why it cannot be.
 */
enum outcome store_restore(struct work *work, const struct entity *entity, struct str id, struct str at, struct str *problem);

#endif
