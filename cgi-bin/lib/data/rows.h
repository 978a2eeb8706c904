/*
 * rows.h: the answer of a SELECT: a cursor over rows of text with named
 * columns, or any cell by its place unless streamed. A NULL is NO_STR.
 */
#ifndef DATA_ROWS_H
#define DATA_ROWS_H

#include "base/str.h"

struct rows;

size_t rows_count(const struct rows *rows);            /* 0 for a stream */
size_t rows_column_count(const struct rows *rows);
/* Position of a column; ends the program when there is none: a wrong name is a mistake in the code. */
size_t rows_column(const struct rows *rows, struct str name);
bool rows_has_column(const struct rows *rows, struct str name, size_t *column);

/* Moves to the next row; false at the end. Starts before the first row. */
bool rows_next(struct rows *rows);
struct str rows_at(const struct rows *rows, size_t column);            /* of the current row */
struct str rows_get(const struct rows *rows, struct str name);
/* Any row, without moving; row < rows_count. */
struct str rows_cell(const struct rows *rows, size_t row, size_t column);

#endif
