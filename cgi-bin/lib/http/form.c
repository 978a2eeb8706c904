/* form.c: takes apart what a browser sent as names and values. */
#include "http/form.h"

#include "http/url.h"

enum { FIELDS_FIRST = 16 };

bool
form_add(struct arena *arena, struct form *form, struct form_field field)
{
	size_t count = form->count;

	if (count >= FORM_FIELDS_MAX)
		return false;
	/* Storage doubles at every power of two, so the count alone tells when it is used up. */
	if (count == 0 || (count >= FIELDS_FIRST && (count & (count - 1)) == 0)) {
		size_t room = count == 0 ? FIELDS_FIRST : count * 2;

		form->fields = arena_grow(arena, form->fields, count * sizeof field, room * sizeof field);
	}
	form->fields[form->count++] = field;
	return true;
}

bool
form_parse(struct arena *arena, struct str encoded, struct form *form)
{
	struct str pair;

	while (str_cut(&encoded, '&', &pair)) {
		struct form_field field = { .file_name = NO_STR, .content_type = NO_STR };
		struct str name;

		if (str_is_empty(pair))
			continue;
		str_cut(&pair, '=', &name);
		if (!url_decode(arena, name, true, &field.name) ||
		    !url_decode(arena, pair.data ? pair : S(""), true, &field.value) || !form_add(arena, form, field))
			return false;
	}
	return true;
}

const struct form_field *
form_find(const struct form *form, struct str name)
{
	for (size_t i = 0; i < form->count; i++)
		if (str_equal(form->fields[i].name, name))
			return &form->fields[i];
	return NULL;
}

struct str
form_get(const struct form *form, struct str name)
{
	const struct form_field *field = form_find(form, name);

	return field ? field->value : NO_STR;
}
