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
	if (is_english && entity->title_english)
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
select_columns(const struct work *work, const struct entity *entity, const char *alias, unsigned flags, struct buf *sql)
{
	size_t number = 0;

	for (const struct field *field = entity->fields; field->name; field++, number++) {
		char join[24];

		if (!is_wanted(field, flags))
			continue;
		buf_add_text(sql, ", ");
		if (field->computed)
			add_computed(field->computed, alias, sql);
		else if (field->kind == MONEY)
			buf_add_format(sql, "CONCAT(%s.`%s`, ' ', %s.`%s_currency`)", alias, field->name, alias, field->name);
		else
			buf_add_format(sql, "%s.`%s`", alias, field->name);
		buf_add_format(sql, " AS `%s`", field->name);
		if (field->kind == REF) {
			snprintf(join, sizeof join, "r%zu", number);
			buf_add_text(sql, ", ");
			add_title(field->refers, join, work_is_english(work), sql);
			buf_add_format(sql, " AS `%s__label`", field->name);
		}
	}
}

void
select_joins(const struct entity *entity, const char *alias, unsigned flags, struct buf *sql)
{
	size_t number = 0;

	for (const struct field *field = entity->fields; field->name; field++, number++)
		if (field->kind == REF && is_wanted(field, flags))
			buf_add_format(sql, " LEFT JOIN `%s` r%zu ON r%zu.id = %s.`%s`", field->refers->name, number, number, alias, field->name);
}

void
select_subtitle(const struct work *work, const struct entity *entity, const char *alias, struct buf *sql)
{
	size_t number = 0;

	for (const struct field *field = entity->fields; field->name; field++, number++) {
		char join[24];

		if (!(field->flags & SUBTITLE) || field->computed)
			continue;
		buf_add_text(sql, ", ");
		snprintf(join, sizeof join, "r%zu", number);
		if (field->kind == REF)
			add_title(field->refers, join, work_is_english(work), sql);
		else
			buf_add_format(sql, "%s.`%s`", alias, field->name);
	}
}

struct sql
select_options(struct arena *arena, const struct entity *entity, size_t limit)
{
	struct buf sql;

	buf_init(&sql, arena, 4096);
	buf_add_format(&sql, "SELECT o.id, o.`%s`, %s%s%s, %s FROM `%s` o ORDER BY ", entity->title,
	               entity->title_english ? "o.`" : "NULL", entity->title_english ? entity->title_english : "",
	               entity->title_english ? "`" : "", entity_field(entity, S("is_active")) ? "o.is_active" : "NULL", entity->name);
	/* A list somebody wrote down in an order keeps it; people and teams go by name. */
	buf_add_format(&sql, "%s LIMIT %zu", entity->flags & LIST ? "o.id" : "o.name", limit);
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
