/*
 * near.h: what somebody may have meant by a name that is not there: names
 * that are the same but for case, blanks and punctuation, then those with one
 * or two letters of difference, then longer or shorter forms.
 */
#ifndef MODEL_NEAR_H
#define MODEL_NEAR_H

#include "model/work.h"

enum { NEAR_MAX = 4, NEAR_DISTANCE_MAX = 3 };

struct near {
	struct str id, label;          /* id: of a record, or the value of a choice */
	unsigned distance;             /* 0: the same letters; NEAR_DISTANCE_MAX: one is a part of the other */
};

/* Folded letters and digits alone: "E-mail Address" and "email_address" are the same. */
struct str near_bare(const struct work *work, struct str text);

/* Candidates for the values of one REF or CHOICE field; read once, in the work's arena. */
struct near_pool;
struct near_pool *near_pool_new(struct work *work, const struct field *field);
/* The nearest first; how many. */
size_t near_find(struct work *work, const struct near_pool *pool, struct str text, struct near found[NEAR_MAX]);

#endif
