/* options.c: shows the entries of a select without a map for each. */
#include "model/options.h"

struct entry {
	struct str value, label, second;
	bool is_selected;
};

struct options {
	struct arena *arena;
	struct entry *entries;
	size_t count, capacity;
};

struct options *
options_new(struct arena *arena)
{
	struct options *options = ARENA_NEW(arena, struct options);

	options->arena = arena;
	return options;
}

void
options_add(struct options *options, struct str value, struct str label, struct str second, bool is_selected)
{
	if (options->count == options->capacity) {
		size_t capacity = options->capacity ? options->capacity * 2 : 16;

		options->entries = arena_grow(options->arena, options->entries, options->capacity * sizeof *options->entries,
		                              capacity * sizeof *options->entries);
		options->capacity = capacity;
	}
	options->entries[options->count++] = (struct entry){ value, label, second, is_selected };
}

static bool
entry_find(const struct view *view, struct str name, struct arena *arena, struct view *found)
{
	const struct entry *entry = &((const struct options *)view->data)->entries[view->index];

	(void)arena;
	if (str_equal(name, S("value")))
		*found = view_text(entry->value);
	else if (str_equal(name, S("label")))
		*found = view_text(entry->label);
	else if (str_equal(name, S("second")))
		*found = view_text(entry->second);
	else if (str_equal(name, S("is_selected")))
		*found = view_bool(entry->is_selected);
	else
		return false;
	return true;
}

static bool
entry_next(struct view *item, struct arena *arena)
{
	const struct options *options = item->data;

	(void)arena;
	if (item->index + 1 >= options->count)
		return false;
	item->index++;
	return true;
}

static bool
options_first(const struct view *view, struct arena *arena, struct view *item)
{
	static const struct view_type type = { view_no_text, entry_find, view_first_itself, entry_next };
	const struct options *options = view->data;

	(void)arena;
	if (options->count == 0)
		return false;
	*item = (struct view){ .type = &type, .data = options };
	return true;
}

struct view
options_view(const struct options *options)
{
	static const struct view_type type = { view_no_text, view_no_member, options_first, view_no_next };

	return (struct view){ .type = &type, .data = options };
}
