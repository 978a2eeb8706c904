/*
 * pick.h: choosing the record a reference points at: by id, by exact name or
 * code, or by searching. Only records the actor may see are found. Rows have
 * the columns id, label, second (a second line to tell twins apart).
 *
 * A name is looked for among the titles (in either language), then among the
 * records' numbers ("C-12") and external_code, then in the other MATCHED
 * fields; the first of these places that has it decides.
 */
#ifndef MODEL_PICK_H
#define MODEL_PICK_H

#include "model/work.h"

enum { PICKS_MAX = 20, PICK_TWINS_MAX = 3 };

/* What a name means. */
struct pick {
	size_t count;                  /* 0: nothing; more than 1: several records, at most PICK_TWINS_MAX counted */
	struct str id, label;          /* of the first */
};

bool pick_by_id(struct work *work, const struct entity *entity, struct str id, struct str *label);
/* Exact matches, at most PICK_TWINS_MAX. */
struct rows *pick_by_name(struct work *work, const struct entity *entity, struct str name);
/* The same for many names with few statements; picks has one place for each name. */
void pick_by_names(struct work *work, const struct entity *entity, const struct str *names, size_t count, struct pick *picks);
/* At most PICKS_MAX records that match like a search does; the newest ones for an empty text. */
struct rows *pick_by_search(struct work *work, const struct entity *entity, struct str text);

#endif
