/* import_cell.c: what a row says for one column: its cells cleaned, joined, or replaced by a value for all rows. */
#include "model/import_run.h"

enum { FIXED_BYTES = 4096 };

bool
column_is_named(const struct column *column)
{
	return column->field->kind == CHOICE || column->field->kind == REF;
}

bool
column_is_checklist(const struct column *column)
{
	return column->child && column->child->flags & CHECKLIST;
}

/* The mark that an export for spreadsheets puts before = + - @ is taken off again. */
static struct str
unguarded(struct str cell)
{
	bool is_guarded = cell.len > 1 && cell.data[0] == '\'' && (cell.data[1] == '=' || cell.data[1] == '+' || cell.data[1] == '-' || cell.data[1] == '@');

	return is_guarded ? str_slice(cell, 1, cell.len) : cell;
}

/* Other programs write "null" where there is nothing; a text may really say so. */
static struct str
without_null(const struct field *field, struct str cell)
{
	bool is_text = field->kind == TEXT || field->kind == LONG_TEXT || field->kind == CODE;

	return !is_text && str_equal_ignoring_case(cell, S("null")) ? S("") : cell;
}

/* A fixed value, each {head} in it replaced by what the row has in the column of that head. */
static struct str
fixed_value(const struct run *run, const struct row *row, size_t column)
{
	const struct import *import = run->import;
	struct str rest = import->fixed[column], head;
	struct buf value;
	ptrdiff_t from, to;

	if (str_find_char(rest, '{') < 0)
		return rest;
	buf_init(&value, run->work->arena, FIXED_BYTES);
	while ((from = str_find_char(rest, '{')) >= 0 && (to = str_find_char(rest, '}')) > from) {
		size_t at = 0;

		head = str_slice(rest, (size_t)from + 1, (size_t)to);
		while (at < import->file_column_count && !str_equal(import->heads[at], head))
			at++;
		buf_add(&value, str_slice(rest, 0, at < import->file_column_count ? (size_t)from : (size_t)to + 1));
		if (at < row->count && at < import->file_column_count)
			buf_add(&value, unguarded(str_trim(row->cells[at])));
		rest = str_slice(rest, (size_t)to + 1, rest.len);
	}
	buf_add(&value, rest);
	return str_trim(buf_str(&value));
}

/* Two columns of text for the same field are joined (first and last name), of others the first counts. */
struct str
row_cell(const struct run *run, const struct row *row, size_t column)
{
	const struct import *import = run->import;
	struct str value = NO_STR;

	for (size_t i = 0; i < import->file_column_count; i++) {
		struct str cell;

		if (import->map[i] != column)
			continue;
		cell = i < row->count ? without_null(import->columns[column].field, unguarded(str_trim(row->cells[i]))) : S("");
		if (value.len && import->columns[column].field->kind != TEXT)
			return value;
		value = value.len && cell.len ? str_format(run->work->arena, "%.*s %.*s", STR_ARG(value), STR_ARG(cell)) :
		        value.len ? value : cell;
	}
	/* A row that has no line gets none from a value for all. */
	if (!value.data && column_is_item(&import->columns[column]) && !row->items)
		return NO_STR;
	return value.data ? value : fixed_value(run, row, column);
}

/* Separated by ; or , or their Chinese forms. */
bool
row_cut_name(struct str *rest, struct str *name)
{
	static const char *const separators[] = { ";", ",", "；", "，", "、" };

	while (rest->len) {
		size_t end = 0, next = rest->len;

		for (; end < rest->len && next == rest->len; end++)
			for (size_t s = 0; s < sizeof separators / sizeof *separators; s++)
				if (str_starts_with(str_slice(*rest, end, rest->len), str_from(separators[s])))
					next = end-- + str_from(separators[s]).len;
		*name = str_trim(str_slice(*rest, 0, next == rest->len ? rest->len : end));
		*rest = str_slice(*rest, next, rest->len);
		if (name->len)
			return true;
	}
	return false;
}
