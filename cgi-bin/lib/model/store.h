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

/* The record without its lines; NULL when there is none or the actor may not do that to it. */
struct record *store_read(struct work *work, const struct entity *entity, struct str id, enum act act);

/*
 * Lines of a record, and records that refer to it, all in one statement.
 * Each section: rows of entity whose field holds the record's id.
 */
struct section {
	const struct entity *entity;
	const char *field;
	size_t limit;                  /* one more is read, so that "more" can be told */
	struct record *records;        /* filled */
	size_t count;
};

enum { SECTIONS_MAX = 16 };

void store_read_sections(struct work *work, struct str id, struct section *sections, size_t count);
/* The lines of all children, into record->lines. */
void store_read_lines(struct work *work, struct record *record);
/* The sections for a record's children (then *own of them) and for what refers to it. */
size_t store_sections(struct work *work, const struct entity *entity, size_t limit, struct section sections[SECTIONS_MAX], size_t *own);

/* Inserts or updates the record and its lines. True when saved or nothing had to be; else see input->outcome. */
bool store_save(struct work *work, struct input *input);

/* What removing a record would take along, or why it cannot be. */
struct effect {
	const struct entity *entity;
	const struct field *field;
	uint64_t count;
	bool is_cleared;               /* the reference is emptied, the record stays */
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
 * record, with old ids and relations. *problem says why it cannot be.
 */
enum outcome store_restore(struct work *work, const struct entity *entity, struct str id, struct str at, struct str *problem);

#endif
