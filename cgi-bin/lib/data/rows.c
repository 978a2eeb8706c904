/* rows.c: walks over the answer of a SELECT. */
#include "data/rows.h"

#include "base/log.h"
#include "data/rows_set.h"

size_t
rows_count(const struct rows *rows)
{
	return rows->count;
}

size_t
rows_column_count(const struct rows *rows)
{
	return rows->column_count;
}

bool
rows_has_column(const struct rows *rows, struct str name, size_t *column)
{
	for (size_t i = 0; i < rows->column_count; i++)
		if (str_equal(rows->names[i], name)) {
			*column = i;
			return true;
		}
	return false;
}

size_t
rows_column(const struct rows *rows, struct str name)
{
	size_t column;

	/* A failed query has no columns and no rows: any position will do. */
	if (rows->column_count == 0)
		return 0;
	if (!rows_has_column(rows, name, &column))
		log_fatal("code", "a result has no column \"%.*s\"", STR_ARG(name));
	return column;
}

bool
rows_next(struct rows *rows)
{
	if (rows->fetch)
		return rows->fetch(rows);
	if (rows->next >= rows->count) {
		rows->current = NULL;
		return false;
	}
	rows->current = rows->lines[rows->next++];
	return true;
}

struct str
rows_at(const struct rows *rows, size_t column)
{
	return rows->current && column < rows->column_count ? rows->current[column] : NO_STR;
}

struct str
rows_get(const struct rows *rows, struct str name)
{
	return rows_at(rows, rows_column(rows, name));
}

struct str
rows_cell(const struct rows *rows, size_t row, size_t column)
{
	return row < rows->count && column < rows->column_count ? rows->lines[row][column] : NO_STR;
}
