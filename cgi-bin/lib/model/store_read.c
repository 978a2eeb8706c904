/* store_read.c: reads records, their lines and what refers to them. */
#include <stdio.h>

#include "model/select.h"
#include "model/store.h"

struct rows *
store_select(struct work *work, const struct entity *entity, struct sql condition, struct args args)
{
	struct buf sql;
	struct arg_list list = { .count = 0 };

	buf_init(&sql, work->arena, 32 * 1024);
	buf_add_text(&sql, "SELECT c.id");
	select_columns(work, entity, "c", 0, &sql);
	buf_add_format(&sql, " FROM `%s` c", entity->name);
	select_joins(entity, "c", 0, &sql);
	buf_add_text(&sql, " WHERE ");
	access_predicate(work, entity, VIEW, "c", &sql, &list);
	buf_add_text(&sql, " AND ");
	buf_add(&sql, condition.text);
	for (size_t i = 0; i < args.count; i++)
		arg_add(&list, args.values[i]);
	return db_query(work->db, sql_built(&sql), arg_list_args(&list));
}

struct record *
store_read(struct work *work, const struct entity *entity, struct str id, enum act act)
{
	struct record *record = record_new(work->arena, entity);
	struct buf sql;
	struct arg_list args = { .count = 0 };
	struct rows *rows;

	buf_init(&sql, work->arena, 32 * 1024);
	buf_add_format(&sql, "SELECT c.id, c.version%s", entity->flags & OWNED ? ", c.owner_id, c.team_id" : "");
	select_columns(work, entity, "c", 0, &sql);
	buf_add_format(&sql, " FROM `%s` c", entity->name);
	select_joins(entity, "c", 0, &sql);
	buf_add_text(&sql, " WHERE c.id = ? AND ");
	arg_add(&args, id);
	access_predicate(work, entity, act, "c", &sql, &args);
	rows = db_query(work->db, sql_built(&sql), arg_list_args(&args));
	if (!rows_next(rows))
		return NULL;
	record_fill(work->arena, record, rows);
	return record;
}

/* One section's SELECT: place, id, version, then the columns as v0, v1, ... up to width. */
static void
add_section(struct work *work, const struct section *section, size_t place, size_t width, struct str id,
            struct buf *sql, struct arg_list *args)
{
	const struct entity *entity = section->entity;
	size_t column = 0, number = 0;

	buf_add_format(sql, "(SELECT %zu AS place, c.id", place);
	for (const struct field *field = entity->fields; field->name; field++, number++) {
		/* One column may be text here and a number there: all become text of one collation. */
		buf_add_text(sql, ", CONVERT(");
		if (field->computed || field->kind == MONEY)
			buf_add_text(sql, "NULL");
		else
			buf_add_format(sql, "c.`%s`", field->name);
		buf_add_format(sql, " USING utf8mb4) COLLATE utf8mb4_bin AS v%zu", column++);
		if (field->kind == REF) {
			char join[24];

			snprintf(join, sizeof join, "r%zu", number);
			buf_add_text(sql, ", CONVERT(");
			select_title(work, field->refers, join, sql);
			buf_add_format(sql, " USING utf8mb4) COLLATE utf8mb4_bin AS v%zu", column++);
		}
	}
	for (; column < width; column++)
		buf_add_format(sql, ", NULL AS v%zu", column);
	buf_add_format(sql, " FROM `%s` c", entity->name);
	select_joins(entity, "c", 0, sql);
	buf_add_format(sql, " WHERE c.`%s` = ?", section->field);
	arg_add(args, id);
	if (entity_is_child(entity)) {
		buf_add_format(sql, " ORDER BY c.position, c.id LIMIT %d)", LINES_MAX);
	} else {
		buf_add_text(sql, " AND ");
		access_predicate(work, entity, VIEW, "c", sql, args);
		buf_add_format(sql, " ORDER BY c.id DESC LIMIT %zu)", section->limit + 1);
	}
}

static size_t
section_width(const struct entity *entity)
{
	size_t width = 0;

	for (const struct field *field = entity->fields; field->name; field++)
		width += field->kind == REF ? 2 : 1;
	return width;
}

static void
fill_section(struct work *work, struct section *section, struct rows *rows)
{
	struct record *record;
	size_t column = 2;

	section->records = arena_grow(work->arena, section->records, section->count * sizeof *record,
	                              (section->count + 1) * sizeof *record);
	record = &section->records[section->count++];
	*record = *record_new(work->arena, section->entity);
	record->id = rows_at(rows, 1);
	for (size_t i = 0; section->entity->fields[i].name; i++) {
		record->values[i] = rows_at(rows, column++);
		if (section->entity->fields[i].kind == REF)
			record->labels[i] = rows_at(rows, column++);
	}
}

void
store_read_sections(struct work *work, struct str id, struct section *sections, size_t count)
{
	struct buf sql;
	struct arg_list args = { .count = 0 };
	struct rows *rows;
	size_t width = 0;
	uint64_t place;

	if (count == 0)
		return;
	buf_init(&sql, work->arena, 64 * 1024);
	for (size_t i = 0; i < count; i++)
		if (section_width(sections[i].entity) > width)
			width = section_width(sections[i].entity);
	for (size_t i = 0; i < count; i++) {
		if (i)
			buf_add_text(&sql, " UNION ALL ");
		add_section(work, &sections[i], i, width, id, &sql, &args);
	}
	rows = db_query(work->db, sql_built(&sql), arg_list_args(&args));
	while (rows_next(rows))
		if (str_to_u64(rows_at(rows, 0), &place) && place < count)
			fill_section(work, &sections[place], rows);
}

size_t
store_sections(struct work *work, const struct entity *entity, size_t limit, struct section sections[SECTIONS_MAX], size_t *own)
{
	size_t count = 0;

	for (size_t c = 0; c < entity_child_count(entity) && count < SECTIONS_MAX; c++)
		sections[count++] = (struct section){ .entity = entity->children[c], .field = entity->children[c]->parent_field, .limit = LINES_MAX };
	*own = count;
	for (size_t i = 0; work->dictionary[i] && limit; i++) {
		const struct entity *other = work->dictionary[i];

		if (entity_is_child(other) || other == entity || !access_may(work, other, VIEW))
			continue;
		for (const struct field *field = other->fields; field->name; field++)
			if (field->kind == REF && field->refers == entity && field_is_writable(field) && count < SECTIONS_MAX) {
				sections[count++] = (struct section){ .entity = other, .field = field->name, .limit = limit };
				break;
			}
	}
	return count;
}

void
store_read_lines(struct work *work, struct record *record)
{
	struct section sections[SECTIONS_MAX];
	size_t own, count = store_sections(work, record->entity, 0, sections, &own);

	store_read_sections(work, record->id, sections, count);
	for (size_t c = 0; c < own; c++) {
		record->lines[c].records = sections[c].records;
		record->lines[c].count = sections[c].count;
	}
}
