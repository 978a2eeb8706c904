/*
 * record.h: one record with its lines (child records), as read from the
 * database: text values in the order of the entity's fields.
 */
#ifndef MODEL_RECORD_H
#define MODEL_RECORD_H

#include "model/work.h"

struct record_lines {
	const struct entity *entity;
	struct record *records;
	size_t count;
};

struct record {
	const struct entity *entity;
	struct str id;
	struct str version;            /* NO_STR for a line */
	struct str owner_id, team_id;  /* of an OWNED entity */
	struct str *values;
	struct str *labels;            /* of references, NO_STR for other fields */
	struct record_lines *lines;    /* one for each child entity */
};

struct record *record_new(struct arena *arena, const struct entity *entity);
/* Fills values, labels, id and version from the current row; columns a row lacks are left alone. */
void record_fill(struct arena *arena, struct record *record, const struct rows *rows);
struct str record_value(const struct record *record, struct str field);
/* The name to show: the English one for an English reader where there is one. */
struct str record_title(const struct work *work, const struct record *record);
/* The same among the records that refer to one of beside: see entity_title_beside. */
struct str record_title_beside(const struct work *work, const struct record *record, const struct entity *beside);
/* "C-17". */
struct str record_code(const struct work *work, const struct entity *entity, struct str id);
struct str record_href(const struct work *work, const struct entity *entity, struct str id, const char *rest);

#endif
