/* record.c: one record in hand. */
#include "model/record.h"

#include "model/select.h"

struct record *
record_new(struct arena *arena, const struct entity *entity)
{
	struct record *record = ARENA_NEW(arena, struct record);
	size_t fields = entity_field_count(entity), children = entity_child_count(entity);

	record->entity = entity;
	record->values = ARENA_ARRAY(arena, struct str, fields + 1);
	record->labels = ARENA_ARRAY(arena, struct str, fields + 1);
	record->lines = ARENA_ARRAY(arena, struct record_lines, children + 1);
	for (size_t i = 0; i < children; i++)
		record->lines[i].entity = entity->children[i];
	return record;
}

static void
fill_one(const struct rows *rows, struct str name, struct str *value)
{
	size_t column;

	if (name.data && rows_has_column(rows, name, &column))
		*value = rows_at(rows, column);
}

void
record_fill(struct arena *arena, struct record *record, const struct rows *rows)
{
	size_t i = 0;

	for (const struct field *field = record->entity->fields; field->name; field++, i++) {
		fill_one(rows, str_from(field->name), &record->values[i]);
		fill_one(rows, select_label_name(arena, field), &record->labels[i]);
	}
	fill_one(rows, S("id"), &record->id);
	fill_one(rows, S("version"), &record->version);
	fill_one(rows, S("owner_id"), &record->owner_id);
	fill_one(rows, S("team_id"), &record->team_id);
}

struct str
record_value(const struct record *record, struct str field)
{
	size_t i = 0;

	for (const struct field *each = record->entity->fields; each->name; each++, i++)
		if (str_equal_text(field, each->name))
			return record->values[i];
	return NO_STR;
}

struct str
record_title(const struct work *work, const struct record *record)
{
	const struct entity *entity = record->entity;
	const struct field *title = entity_title_field(entity);
	struct str english = NO_STR;

	if (title->kind == REF)
		return record->labels[title - entity->fields];
	if (entity->title_english && work_is_english(work))
		english = record_value(record, str_from(entity->title_english));
	return english.len ? english : record_value(record, str_from(entity->title));
}

struct str
record_title_beside(const struct work *work, const struct record *record, const struct entity *beside)
{
	const struct field *title = entity_title_beside(record->entity, beside);

	return title->kind == REF ? record->labels[title - record->entity->fields] : record_title(work, record);
}

struct str
record_code(const struct work *work, const struct entity *entity, struct str id)
{
	return str_format(work->arena, "%s%.*s", entity->code_prefix, STR_ARG(id));
}

struct str
record_href(const struct work *work, const struct entity *entity, struct str id, const char *rest)
{
	return str_format(work->arena, "%s/%.*s%s", entity->path, STR_ARG(id), rest);
}
