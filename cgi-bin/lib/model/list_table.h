/* list_table.h: the rows of a list as views: href, name, initials, tint and cells of each. */
#ifndef MODEL_LIST_TABLE_H
#define MODEL_LIST_TABLE_H

#include "model/list_view.h"

enum { LIST_FIELDS_MAX = 24 };

/* The fields that are columns: all LISTED ones but the title and a reference to `without`, the same in every row. Gives their number. */
size_t list_fields(const struct entity *entity, const struct entity *without, const struct field *fields[LIST_FIELDS_MAX]);

/* The first count rows of what list_rows gave; a backward page comes in reverse. */
struct view list_of_rows(struct work *work, const struct list_query *query, struct rows *rows, size_t count);
/* Records in hand (related lists). */
struct view list_of_records(struct work *work, const struct entity *entity, const struct record *records, size_t count,
                            const struct entity *without, struct str carried);

#endif
