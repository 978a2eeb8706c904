/* demo_sheet.c: collects rows of demonstration data and writes them many at once. */
#include "qiao/demo_sheet.h"

#include <stdlib.h>
#include <string.h>

enum { COLUMNS_AT_MOST = 40, ROWS_AT_ONCE = 2000 };

/* The names between the first pair of parentheses. */
static void
read_columns(struct sheet *sheet, struct arena *names)
{
	struct str text = sheet->sql.text, rest, name;

	rest = str_slice(text, (size_t)str_find_char(text, '(') + 1, (size_t)str_find_char(text, ')'));
	sheet->columns = ARENA_ARRAY(names, struct str, COLUMNS_AT_MOST);
	while (sheet->column_count < COLUMNS_AT_MOST && str_cut(&rest, ',', &name))
		sheet->columns[sheet->column_count++] = str_trim(name);
}

void
sheet_open(struct sheet *sheet, struct arena *names, struct sql sql)
{
	*sheet = (struct sheet){ .sql = sql };
	if (str_starts_with(sql.text, S("INSERT"))) {
		read_columns(sheet, names);
		return;
	}
	for (size_t i = 0; i < sql.text.len; i++)
		sheet->column_count += sql.text.data[i] == '?';
}

void
sheet_clear(struct sheet *sheet)
{
	sheet->values = NULL;
	sheet->count = sheet->capacity = 0;
}

static struct str *
add_row(struct sheet *sheet, struct arena *arena)
{
	size_t row_bytes = sheet->column_count * sizeof(struct str);

	if (sheet->count == sheet->capacity) {
		size_t capacity = sheet->capacity ? sheet->capacity * 2 : 16;

		sheet->values = arena_grow(arena, sheet->values, sheet->capacity * row_bytes, capacity * row_bytes);
		sheet->capacity = capacity;
	}
	return sheet->values + sheet->count++ * sheet->column_count;
}

void
sheet_add(struct sheet *sheet, struct arena *arena, struct args values)
{
	memcpy(add_row(sheet, arena), values.values, values.count * sizeof(struct str));
}

/* Money stands in two columns: the amount, and the currency. */
static struct str
column_value(const struct record *record, struct str column)
{
	const struct field *field = entity_field(record->entity, column);
	struct str value, amount;

	if (!field && str_ends_with(column, S("_currency"))) {
		value = record_value(record, str_slice(column, 0, column.len - sizeof "_currency" + 1));
		return str_cut(&value, ' ', &amount) ? value : NO_STR;
	}
	value = record_value(record, column);
	return field && field->kind == MONEY && str_cut(&value, ' ', &amount) ? amount : value;
}

void
sheet_add_record(struct sheet *sheet, struct arena *arena, const struct record *record, const struct placed *placed)
{
	struct str *row = add_row(sheet, arena);

	for (size_t i = 0; i < sheet->column_count; i++) {
		struct str column = sheet->columns[i];

		if (str_equal(column, S("id")))
			row[i] = record->id;
		else if (str_equal(column, S("version")))
			row[i] = record->version;
		else if (str_equal(column, S("row_start")))
			row[i] = placed->start;
		else if (str_equal(column, S("row_end")))
			row[i] = placed->end;
		else if (record->entity->parent_field && str_equal_text(column, record->entity->parent_field))
			row[i] = placed->parent;
		else if (record->entity->parent_field && str_equal(column, S("position")))
			row[i] = str_from_u64(arena, placed->position);
		else
			row[i] = column_value(record, column);
	}
}

static int
compare_grams(const void *left, const void *right)
{
	const struct str *a = left, *b = right;
	int order = 0;

	for (size_t i = 0; i < 2 && order == 0; i++)
		order = str_compare(a[i], b[i]);
	if (order)
		return order;
	return a[2].len != b[2].len ? (a[2].len > b[2].len) - (a[2].len < b[2].len) : memcmp(a[2].data, b[2].data, a[2].len);
}

void
sheet_sort_grams(struct sheet *sheet)
{
	if (sheet->count)
		qsort(sheet->values, sheet->count, sheet->column_count * sizeof(struct str), compare_grams);
}

void
sheet_write(struct sheet *sheet, struct db *db)
{
	for (size_t at = 0; at < sheet->count; at += ROWS_AT_ONCE)
		db_execute_many(db, sheet->sql, sheet->column_count, sheet->values + at * sheet->column_count,
		                sheet->count - at < ROWS_AT_ONCE ? sheet->count - at : ROWS_AT_ONCE);
}
