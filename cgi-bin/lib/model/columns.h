/*
 * columns.h: the columns a CSV file of an entity may have, the same for
 * export and import, so that what was exported comes back: the record's own number, every writable
 * field, the first lines of each child, and checklists as one column.
 */
#ifndef MODEL_COLUMNS_H
#define MODEL_COLUMNS_H

#include "model/work.h"

enum { COLUMNS_MAX_COUNT = 80, COLUMN_LINES = 2 };

struct column {
	struct str param;              /* of input: "name", "region_id.text", "customer_phone.0.number", "customer_tag" */
	struct str label;              /* in the actor's language: "Phone 1 · Number" */
	const struct field *field;
	const struct entity *child;    /* NULL: a field of the entity itself */
	size_t line;
};

/* The field an import may match records by: "id" (their own number) or a MATCHED one; NULL: no such. */
const struct field *columns_key(const struct entity *entity, struct str name);
/* Is it the record's own number? Its text is the code, "C-17"; digits alone will do. */
bool column_is_id(const struct field *field);

size_t columns_of(const struct work *work, const struct entity *entity, struct column columns[COLUMNS_MAX_COUNT]);

/* The column a head of a file most likely means; SIZE_MAX: none. Labels of both languages, names and usual words are known. */
size_t columns_guess(const struct work *work, const struct column *columns, size_t count, struct str head);

#endif
