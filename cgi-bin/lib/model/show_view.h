/* show_view.h: one record as its page shows it: head, cards of fields, lines, what refers to it. */
#ifndef MODEL_SHOW_VIEW_H
#define MODEL_SHOW_VIEW_H

#include "model/record.h"
#include "view/view.h"

/* entity { name, label, label_plural, path, icon }. */
struct view entity_view(const struct work *work, const struct entity *entity);

/* crumbs, record, badges, subtitle, tabs and acts: what show, history, edit and remove have in common. current: "", "history". */
void show_head(struct work *work, const struct record *record, const char *current, struct str carried, struct view_map *page);

/* The whole record page; reads lines and related records in one statement, the timeline in another. */
void show_view(struct work *work, struct record *record, struct str carried, struct view_map *page);

#endif
