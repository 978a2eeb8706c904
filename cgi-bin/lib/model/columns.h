/*
 * columns.h: the columns a CSV file of an entity may have, the same for
 * export and import, so that what was exported comes back: the record's own number, every writable
 * field, the fields of each child, and checklists as one column.
 *
 * A record with several lines takes several rows of the file: its own columns in the first, and each further row has
 * its number and key again and the next line of each child. An import also knows columns of the first lines by number
 * ("Phone 2"), as files of other programs have them; those stand in the record's one row.
 */
#ifndef MODEL_COLUMNS_H
#define MODEL_COLUMNS_H

#include "model/work.h"

/* Lines that have columns by number. */
enum { COLUMNS_MAX_COUNT = 80, COLUMN_LINES = 2 };

struct column {
	struct str param;              /* of input: "name", "region_id.text", "customer_phone.number", "customer_phone.0.number", "customer_tag" */
	struct str label;              /* in the actor's language: "Phone · Number", "Phone 1 · Number" */
	const struct field *field;
	const struct entity *child;    /* NULL: a field of the entity itself */
	bool is_numbered;              /* always of the same line */
	size_t line;                   /* which one */
};

/* The field an import may match records by: "id" (their own number) or a MATCHED one; NULL: no such. */
const struct field *columns_key(const struct entity *entity, struct str name);
/* Is it the record's own number? Its text is the code, "C-17"; digits alone will do. */
bool column_is_id(const struct field *field);

/* Is it a field of the child's line in the same row of the file? */
bool column_is_item(const struct column *column);
/* Does it say which record a row is about, so that further rows of the record have it again? */
bool column_is_identity(const struct column *column);

size_t columns_of(const struct work *work, const struct entity *entity, struct column columns[COLUMNS_MAX_COUNT]);

/* The column of that param or label; SIZE_MAX: none. */
size_t columns_named(const struct column *columns, size_t count, struct str name);

/* The column a head of a file most likely means; SIZE_MAX: none. Labels of both languages, names and usual words are known. */
size_t columns_guess(const struct work *work, const struct column *columns, size_t count, struct str head);

#endif
