/* entity.c: looks things up in the data dictionary. */
#include "model/entity.h"

size_t
entity_field_count(const struct entity *entity)
{
	size_t count = 0;

	while (entity->fields[count].name)
		count++;
	return count;
}

const struct field *
entity_field(const struct entity *entity, struct str name)
{
	for (const struct field *field = entity->fields; field->name; field++)
		if (str_equal_text(name, field->name))
			return field;
	return NULL;
}

const struct field *
entity_title_field(const struct entity *entity)
{
	return entity->title ? entity_field(entity, str_from(entity->title)) : NULL;
}

const struct field *
entity_title_beside(const struct entity *entity, const struct entity *beside)
{
	const struct field *title = entity_title_field(entity);

	if (!beside || title->kind != REF || title->refers != beside)
		return title;
	for (const struct field *field = entity->fields; field->name; field++)
		if (field->kind == REF && field->flags & SUBTITLE && field->refers != beside)
			return field;
	return title;
}

size_t
entity_child_count(const struct entity *entity)
{
	size_t count = 0;

	while (entity->children && entity->children[count])
		count++;
	return count;
}

bool
entity_is_child(const struct entity *entity)
{
	return entity->parent_field != NULL;
}

const struct entity *
entity_find(const struct entity *const *dictionary, struct str name)
{
	for (; *dictionary; dictionary++)
		if (str_equal_text(name, (*dictionary)->name))
			return *dictionary;
	return NULL;
}

const struct choice *
field_choice(const struct field *field, struct str value)
{
	for (const struct choice *choice = field->choices; choice && choice->value; choice++)
		if (str_equal_text(value, choice->value))
			return choice;
	return NULL;
}

bool
field_is_writable(const struct field *field)
{
	return !(field->flags & READ_ONLY) && !field->computed;
}
