/*
 * timeline.h: what happened to a record and around it, newest first: its own
 * changes, and the records that refer to it of entities that have a moment
 * (entity.happened): calls, orders, requests.
 */
#ifndef MODEL_TIMELINE_H
#define MODEL_TIMELINE_H

#include "model/store.h"
#include "view/view.h"

enum { TIMELINE_ROWS = 20 };

/* "timeline" for the record page: the newest TIMELINE_ROWS of what was read with the record, day by day. */
void timeline_view(struct work *work, const struct record *record, const struct whole *whole, struct str carried, struct view_map *page);

#endif
