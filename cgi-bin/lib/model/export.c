/* export.c: writes records as CSV while the database streams them. */
#include "model/export.h"

#include <stdio.h>

#include "model/columns.h"
#include "model/select.h"

/* One column as an expression; labels for references, so that the file can be read and come back. */
static void
add_column(struct work *work, const struct column *column, size_t number, struct buf *sql)
{
	const struct field *field = column->field;
	const char *alias = column->child ? "l" : "c";
	struct buf value;

	buf_init(&value, work->arena, 1024);
	if (field->kind == REF) {
		char join[24];

		snprintf(join, sizeof join, "x%zu", number);
		buf_add_text(&value, "(SELECT ");
		select_title(work, field->refers, join, &value);
		buf_add_format(&value, " FROM `%s` %s WHERE %s.id = %s.`%s`)", field->refers->name, join, join, alias, field->name);
	} else if (field->kind == MONEY) {
		buf_add_format(&value, "CONCAT(%s.`%s`, ' ', %s.`%s_currency`)", alias, field->name, alias, field->name);
	} else {
		buf_add_format(&value, "%s.`%s`", alias, field->name);
	}
	buf_add_text(sql, ", ");
	if (!column->child)
		buf_add(sql, buf_str(&value));
	else if (column->child->flags & CHECKLIST)
		buf_add_format(sql, "(SELECT GROUP_CONCAT(%.*s ORDER BY l.position, l.id SEPARATOR '; ') FROM `%s` l WHERE l.`%s` = c.id)",
		               STR_ARG(buf_str(&value)), column->child->name, column->child->parent_field);
	else
		buf_add_format(sql, "(SELECT %.*s FROM `%s` l WHERE l.`%s` = c.id ORDER BY l.position, l.id LIMIT 1 OFFSET %zu)",
		               STR_ARG(buf_str(&value)), column->child->name, column->child->parent_field, column->line);
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

uint64_t
export_csv(struct work *work, const struct list_query *query, enum csv_flavour flavour, struct export_sink sink)
{
	struct column columns[COLUMNS_MAX_COUNT];
	size_t count = columns_of(work, query->entity, columns);
	struct buf sql, line;
	struct arg_list args = { .count = 0 };
	struct rows *rows;
	struct search_query search;
	struct arena scratch;
	struct work row_work = *work;
	uint64_t written = 0;

	buf_init(&sql, work->arena, 256 * 1024);
	buf_add_text(&sql, "SELECT c.id");
	for (size_t i = 0; i < count; i++)
		add_column(work, &columns[i], i, &sql);
	if (query->q.len && search_query_read(work, query->entity, query->q, &search))
		search_from(work, query->entity, &search, &sql, &args);
	else
		buf_add_format(&sql, " FROM `%s` c WHERE %d", query->entity->name, query->q.len == 0);
	buf_add_text(&sql, " AND ");
	access_predicate(work, query->entity, EXPORT, "c", &sql, &args);
	filter_conditions(work, &query->filters, "c", &sql, &args);
	buf_add_text(&sql, " ORDER BY c.id");
	rows = db_stream(work->db, sql_built(&sql), arg_list_args(&args));

	arena_init(&scratch, 64 << 20);
	row_work.arena = &scratch;
	buf_init(&line, &scratch, 32 << 20);
	if (flavour == CSV_SPREADSHEET)
		buf_add_text(&line, "\xef\xbb\xbf");
	for (size_t i = 0; i < count; i++)
		csv_add(&line, columns[i].label, i == 0, flavour);
	csv_end_record(&line);
	while (sink.write(sink.data, buf_str(&line)) && rows_next(rows)) {
		arena_reset(&scratch);
		buf_init(&line, &scratch, 32 << 20);
		for (size_t i = 0; i < count; i++)
			csv_add(&line, cell(&row_work, query->entity, columns[i].field, rows_at(rows, i + 1)), i == 0, flavour);
		csv_end_record(&line);
		written++;
	}
	while (rows_next(rows))
		continue;
	arena_end(&scratch);
	return written;
}
