/* select.c: puts the columns, labels and joins of an entity into SQL. */
#include "model/select.h"

#include <stdio.h>

static bool
is_wanted(const struct field *field, unsigned flags)
{
	return flags == 0 || (field->flags & flags);
}

static void
add_title(const struct entity *entity, const char *alias, bool is_english, struct buf *sql)
{
	const struct field *title = entity_title_field(entity);

	if (title && title->kind == REF) {
		buf_add_text(sql, "(SELECT ");
		add_title(title->refers, "t", is_english, sql);
		buf_add_format(sql, " FROM `%s` t WHERE t.id = %s.`%s`)", title->refers->name, alias, entity->title);
	} else if (is_english && entity->title_english)
		buf_add_format(sql, "COALESCE(NULLIF(%s.`%s`, ''), %s.`%s`)", alias, entity->title_english, alias, entity->title);
	else
		buf_add_format(sql, "%s.`%s`", alias, entity->title);
}

void
select_title(const struct work *work, const struct entity *entity, const char *alias, struct buf *sql)
{
	add_title(entity, alias, work_is_english(work), sql);
}

/* The computed expression with {self} replaced by the alias. */
static void
add_computed(const char *computed, const char *alias, struct buf *sql)
{
	struct str rest = str_from(computed);
	ptrdiff_t at;

	while ((at = str_find(rest, S("{self}"))) >= 0) {
		buf_add(sql, str_slice(rest, 0, (size_t)at));
		buf_add_text(sql, alias);
		rest = str_slice(rest, (size_t)at + 6, rest.len);
	}
	buf_add(sql, rest);
}

void
select_value(const struct field *field, const char *alias, struct buf *sql)
{
	if (field->computed)
		add_computed(field->computed, alias, sql);
	else if (field->kind == MONEY)
		buf_add_format(sql, "CONCAT(%s.`%s`, ' ', %s.`%s_currency`)", alias, field->name, alias, field->name);
	else
		buf_add_format(sql, "%s.`%s`", alias, field->name);
}

void
select_label(const struct work *work, const struct field *field, size_t place, struct buf *sql)
{
	char join[24];

	snprintf(join, sizeof join, "r%zu", place);
	add_title(field->refers, join, work_is_english(work), sql);
}

void
select_join(const struct field *field, const char *alias, size_t place, struct buf *sql)
{
	buf_add_format(sql, " LEFT JOIN `%s` r%zu ON r%zu.id = %s.`%s`", field->refers->name, place, place, alias, field->name);
}

void
select_columns(const struct work *work, const struct entity *entity, const char *alias, unsigned flags, struct buf *sql)
{
	size_t place = 0;

	for (const struct field *field = entity->fields; field->name; field++, place++) {
		if (!is_wanted(field, flags))
			continue;
		buf_add_text(sql, ", ");
		select_value(field, alias, sql);
		buf_add_format(sql, " AS `%s`", field->name);
		if (field->kind == REF) {
			buf_add_text(sql, ", ");
			select_label(work, field, place, sql);
			buf_add_format(sql, " AS `%s__label`", field->name);
		}
	}
}

void
select_joins(const struct entity *entity, const char *alias, unsigned flags, struct buf *sql)
{
	size_t place = 0;

	for (const struct field *field = entity->fields; field->name; field++, place++)
		if (field->kind == REF && is_wanted(field, flags))
			select_join(field, alias, place, sql);
}

void
select_subtitle(const struct work *work, const struct entity *entity, const char *alias, struct buf *sql)
{
	size_t place = 0;

	for (const struct field *field = entity->fields; field->name; field++, place++) {
		if (!(field->flags & SUBTITLE) || field->computed)
			continue;
		buf_add_text(sql, ", ");
		if (field->kind == REF)
			select_label(work, field, place, sql);
		else
			select_value(field, alias, sql);
	}
}

static void
add_options(const struct entity *entity, size_t place, size_t limit, struct buf *sql)
{
	buf_add_format(sql, "%s(SELECT %zu AS place, o.id, CONVERT(o.`%s` USING utf8mb4) COLLATE utf8mb4_bin AS label, ",
	               place ? " UNION ALL " : "", place, entity->title);
	if (entity->title_english)
		buf_add_format(sql, "CONVERT(o.`%s` USING utf8mb4) COLLATE utf8mb4_bin AS english, ", entity->title_english);
	else
		buf_add_text(sql, "NULL AS english, ");
	/* A list somebody wrote down in an order keeps it; people and teams go by name. */
	buf_add_format(sql, "%s AS is_active, ", entity_field(entity, S("is_active")) ? "o.is_active" : "NULL");
	buf_add_format(sql, "%s%s AS in_group FROM `%s` o ORDER BY ", entity->group ? "o." : "", entity->group ? entity->group : "NULL", entity->name);
	if (entity->group)
		buf_add_format(sql, "o.`%s`, ", entity->group);
	if (entity_field(entity, S("position")))
		buf_add_text(sql, "o.position, ");
	buf_add_format(sql, "o.%s LIMIT %zu)", entity->flags & LIST ? "id" : "name", limit);
}

struct sql
select_options(struct arena *arena, const struct entity *const *entities, size_t count, size_t limit)
{
	struct buf sql;

	buf_init(&sql, arena, 64 * 1024);
	for (size_t i = 0; i < count; i++)
		add_options(entities[i], i, limit, &sql);
	return sql_built(&sql);
}

struct str
select_label_name(struct arena *arena, const struct field *field)
{
	return field->kind == REF ? str_format(arena, "%s__label", field->name) : NO_STR;
}

struct str
select_like(struct arena *arena, struct str text)
{
	struct buf buf;

	buf_init(&buf, arena, text.len * 2 + 2);
	buf_add_char(&buf, '%');
	for (size_t i = 0; i < text.len; i++) {
		if (text.data[i] == '%' || text.data[i] == '_' || text.data[i] == '\\')
			buf_add_char(&buf, '\\');
		buf_add_char(&buf, text.data[i]);
	}
	buf_add_char(&buf, '%');
	return buf_str(&buf);
}
