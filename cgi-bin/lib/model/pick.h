/*
 * pick.h: choosing the record a reference points at: by id, by exact name or
 * code, or by searching. Only records the actor may see are found. Rows have
 * the columns id, label, second (a second line to tell twins apart).
 */
#ifndef MODEL_PICK_H
#define MODEL_PICK_H

#include "model/work.h"

enum { PICKS_MAX = 20 };

bool pick_by_id(struct work *work, const struct entity *entity, struct str id, struct str *label);
/* Exact matches on the title, the English title or a MATCHED field; at most three. */
struct rows *pick_by_name(struct work *work, const struct entity *entity, struct str name);
/* At most PICKS_MAX records that match like a search does; the newest ones for an empty text. */
struct rows *pick_by_search(struct work *work, const struct entity *entity, struct str text);

#endif
