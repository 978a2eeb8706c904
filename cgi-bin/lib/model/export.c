/* export.c: writes records as CSV while the database streams them. */
#include "model/export.h"

#include <stdio.h>

#include "base/log.h"
#include "model/columns.h"
#include "model/select.h"

/* Of all lines of one record: far more than LINES_MAX of them can have. */
enum { LINES_BYTES = 16 << 20 };

/* The value of a column over its alias; labels for references, so that the file can be read and come back. */
static void
add_value(struct work *work, const struct column *column, size_t number, struct buf *sql)
{
	const struct field *field = column->field;
	const char *alias = column->child ? "l" : "c";

	if (field->kind == REF) {
		char join[24];

		snprintf(join, sizeof join, "x%zu", number);
		buf_add_text(sql, "(SELECT ");
		select_title(work, field->refers, join, sql);
		buf_add_format(sql, " FROM `%s` %s WHERE %s.id = %s.`%s`)", field->refers->name, join, join, alias, field->name);
	} else if (field->kind == MONEY) {
		buf_add_format(sql, "CONCAT(%s.`%s`, ' ', %s.`%s_currency`)", alias, field->name, alias, field->name);
	} else {
		buf_add_format(sql, "%s.`%s`", alias, field->name);
	}
}

/*
 * All lines of a child in one text, each value as its length, a colon and its bytes, NULL as a minus sign: the records
 * still come by their key one after another, and nothing but the lines of one is ever held.
 */
static void
add_lines(struct work *work, const struct column *columns, size_t first, size_t end, struct buf *sql)
{
	const struct entity *child = columns[first].child;

	buf_add_text(sql, ", (SELECT GROUP_CONCAT(CONCAT(");
	for (size_t i = first; i < end; i++) {
		struct buf value;

		buf_init(&value, work->arena, 4096);
		add_value(work, &columns[i], i, &value);
		buf_add_format(sql, "%sCOALESCE(CONCAT(LENGTH(%.*s), ':', %.*s), '-')", i > first ? ", " : "", STR_ARG(buf_str(&value)), STR_ARG(buf_str(&value)));
	}
	buf_add_format(sql, ") ORDER BY l.position, l.id SEPARATOR '') FROM `%s` l WHERE l.`%s` = c.id)", child->name, child->parent_field);
}

static void
add_checklist(struct work *work, const struct column *column, size_t number, struct buf *sql)
{
	buf_add_text(sql, ", (SELECT GROUP_CONCAT(");
	add_value(work, column, number, sql);
	buf_add_format(sql, " ORDER BY l.position, l.id SEPARATOR '; ') FROM `%s` l WHERE l.`%s` = c.id)", column->child->name, column->child->parent_field);
}

/* Behind the columns of one child. */
static size_t
child_end(const struct column *columns, size_t count, size_t first)
{
	size_t end = first;

	while (end < count && columns[end].child == columns[first].child)
		end++;
	return end;
}

static void
add_columns(struct work *work, const struct column *columns, size_t count, struct buf *sql)
{
	for (size_t i = 0; i < count; i++) {
		if (column_is_item(&columns[i])) {
			size_t end = child_end(columns, count, i);

			add_lines(work, columns, i, end, sql);
			i = end - 1;
		} else if (columns[i].child) {
			add_checklist(work, &columns[i], i, sql);
		} else {
			buf_add_text(sql, ", ");
			add_value(work, &columns[i], i, sql);
		}
	}
}

/* Columns of lines by number are for files of other programs. */
static size_t
file_columns(struct work *work, const struct entity *entity, struct column columns[COLUMNS_MAX_COUNT])
{
	size_t count = columns_of(work, entity, columns), kept = 0;

	for (size_t i = 0; i < count; i++)
		if (!columns[i].is_numbered)
			columns[kept++] = columns[i];
	return kept;
}

static struct str
cell(struct work *work, const struct entity *entity, const struct field *field, struct str value)
{
	const struct choice *choice;

	if (str_is_empty(value))
		return S("");
	if (column_is_id(field))
		return record_code(work, entity, value);
	if (field->kind == CHOICE && (choice = field_choice(field, value)))
		return work_text(work, choice->label);
	if (field->kind == BOOLEAN)
		return work_text(work, str_equal(value, S("1")) ? N_("Yes") : N_("No"));
	return kind_edit(work, field, value);
}

/* The next value of add_lines. What was cut short by the server must not pass for the whole. */
static struct str
next_value(struct str *lines)
{
	struct str length, value;
	uint64_t bytes;

	if (lines->len && lines->data[0] == '-') {
		*lines = str_slice(*lines, 1, lines->len);
		return NO_STR;
	}
	if (!str_cut(lines, ':', &length) || !str_to_u64(length, &bytes) || bytes > lines->len)
		log_fatal("code", "the lines of a record came broken");
	value = str_slice(*lines, 0, bytes);
	*lines = str_slice(*lines, bytes, lines->len);
	return value;
}

/* One row of the file: the whole record with the first of its lines, or its number and the next ones. False: nothing more is left. */
static bool
add_row(struct work *work, const struct entity *entity, const struct column *columns, size_t count, struct str *values, bool is_first,
        enum csv_flavour flavour, struct buf *line)
{
	bool has_more = false;
	size_t value = 0;

	for (size_t i = 0; i < count; i++) {
		if (column_is_item(&columns[i])) {
			size_t end = child_end(columns, count, i);
			bool has_line = values[value].len > 0;

			for (; i < end; i++)
				csv_add(line, has_line ? cell(work, entity, columns[i].field, next_value(&values[value])) : S(""), i == 0, flavour);
			i--;
			has_more = has_more || values[value].len;
		} else {
			csv_add(line, is_first || column_is_identity(&columns[i]) ? cell(work, entity, columns[i].field, values[value]) : S(""), i == 0, flavour);
		}
		value++;
	}
	csv_end_record(line);
	return has_more;
}

static void
add_head(const struct column *columns, size_t count, enum csv_flavour flavour, struct buf *line)
{
	if (flavour == CSV_SPREADSHEET)
		buf_add_text(line, "\xef\xbb\xbf");
	for (size_t i = 0; i < count; i++)
		csv_add(line, columns[i].label, i == 0, flavour);
	csv_end_record(line);
}

static struct rows *
stream(struct work *work, const struct list_query *query, const struct column *columns, size_t count)
{
	struct buf sql;
	struct arg_list args = { .count = 0 };
	struct search_query search;

	buf_init(&sql, work->arena, 256 * 1024);
	buf_add_format(&sql, "SET STATEMENT group_concat_max_len = %d FOR SELECT c.id", LINES_BYTES);
	add_columns(work, columns, count, &sql);
	if (query->q.len && search_query_read(work, query->entity, query->q, &search))
		search_from(work, query->entity, &search, &sql, &args);
	else
		buf_add_format(&sql, " FROM `%s` c WHERE %d", query->entity->name, query->q.len == 0);
	buf_add_text(&sql, " AND ");
	access_predicate(work, query->entity, EXPORT, "c", &sql, &args);
	filter_conditions(work, &query->filters, "c", &sql, &args);
	buf_add_text(&sql, " ORDER BY c.id");
	return db_stream(work->db, sql_built(&sql), arg_list_args(&args));
}

uint64_t
export_csv(struct work *work, const struct list_query *query, enum csv_flavour flavour, struct export_sink sink)
{
	struct column columns[COLUMNS_MAX_COUNT];
	struct str values[COLUMNS_MAX_COUNT];
	size_t count = file_columns(work, query->entity, columns);
	struct rows *rows = stream(work, query, columns, count);
	struct buf line;
	struct arena scratch;
	struct work row_work = *work;
	uint64_t written = 0;

	arena_init(&scratch, 64 << 20);
	row_work.arena = &scratch;
	buf_init(&line, &scratch, 32 << 20);
	add_head(columns, count, flavour, &line);
	while (sink.write(sink.data, buf_str(&line)) && rows_next(rows)) {
		bool is_first = true;

		arena_reset(&scratch);
		buf_init(&line, &scratch, 32 << 20);
		for (size_t i = 0; i + 1 < rows_column_count(rows); i++)
			values[i] = rows_at(rows, i + 1);
		while (add_row(&row_work, query->entity, columns, count, values, is_first, flavour, &line))
			is_first = false;
		written++;
	}
	while (rows_next(rows))
		continue;
	arena_end(&scratch);
	return written;
}
