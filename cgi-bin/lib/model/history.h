/*
 * history.h: who changed what, when and by which page: a record's changes
 * joined to the versions they made, told field by field.
 */
#ifndef MODEL_HISTORY_H
#define MODEL_HISTORY_H

#include "model/store.h"
#include "view/view.h"

enum { HISTORY_ROWS = 50 };

/*
 * The record as it was last seen, if it was removed and the actor might have
 * seen it; NULL otherwise. *removed_at: the moment, *removed_by: who.
 */
struct record *history_removed(struct work *work, const struct entity *entity, struct str id, struct str *removed_at, struct str *removed_by);

/* The moment of its first version, whoever asks; NO_STR: there never was one. */
struct str history_first(struct work *work, const struct entity *entity, struct str id);

/* "changes" and "pager" for the history page: the newest HISTORY_ROWS before the moment (NO_STR: from the newest), lines included. */
void history_view(struct work *work, const struct record *record, struct str before, struct str carried, struct view_map *page);

/* One of the record's changes as the history and the timeline show it; the one after it in changes tells what it changed. */
struct view_map *history_change(struct work *work, const struct record *record, const struct past *changes, size_t count, size_t place);

/* "rows" and "pager" for the page of removed records of an entity. */
void history_removed_list(struct work *work, const struct entity *entity, struct str before, struct view_map *page);

#endif
