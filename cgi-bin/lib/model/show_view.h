/* show_view.h: one record as its page shows it: head, cards of fields, lines, what refers to it. */
#ifndef MODEL_SHOW_VIEW_H
#define MODEL_SHOW_VIEW_H

#include "model/store.h"
#include "view/view.h"

/* entity { name, label, label_plural, path, icon }. */
struct view entity_view(const struct work *work, const struct entity *entity);

/* crumbs, record, badges, subtitle, tabs and acts: what show, history, edit and remove have in common. current: "", "history". */
void show_head(struct work *work, const struct record *record, const char *current, struct str carried, struct view_map *page);

/* Reads what the record page shows, in one statement. */
void show_read(struct work *work, const struct entity *entity, struct str id, struct whole *whole);
/* The whole record page. record: that of whole, or a removed one as it was. */
void show_view(struct work *work, const struct record *record, const struct whole *whole, struct str carried, struct view_map *page);

#endif
