/*
 * change.h: every write is a change. change_begin takes the clock, which
 * makes writers take turns and stamps every row version of the transaction
 * with one moment; change_end writes down who, when, by which page and why.
 * See the data model's comments in sql/0001_ground.sql.
 */
#ifndef MODEL_CHANGE_H
#define MODEL_CHANGE_H

#include "model/work.h"

enum action { CREATED, UPDATED, REMOVED, RESTORED };

struct change_line {
	const struct entity *entity;
	struct str record_id;
	enum action action;
};

struct change {
	struct str at;                 /* moment, set by change_begin */
	struct str part_of;            /* moment of a job's first change; NO_STR */
	struct str route, kind, reason, request_id;
	struct str token;              /* 16 bytes, or NO_STR */
	struct str result_url;
	struct change_line *lines;
	size_t count, capacity;
	struct str *grams;             /* entity, gram, record id of search pieces to be added at the end, all at once */
	size_t gram_count, gram_capacity;
	bool is_begun;
	bool is_catalogued;            /* something every program keeps in memory changed */
};

/* The only use of the clock. Starts a transaction; the caller commits or rolls back. */
void change_begin(struct work *work);
/* Where the first arrival of this change's token was sent; NO_STR: it is the first. */
struct str change_result_of_token(struct work *work, struct str token);
void change_add_gram(struct work *work, struct str entity, struct str gram, struct str record_id);
void change_add(struct work *work, const struct entity *entity, struct str record_id, enum action action);
/* Writes the change and its records, when there are any. */
void change_end(struct work *work);
/* Gives the clock back without a change, so that what follows may be slow. */
void change_abandon(struct work *work);

#endif
