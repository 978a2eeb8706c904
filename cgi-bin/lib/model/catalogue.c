/* catalogue.c: loads rights, teams and short lists once for many requests. */
#include "model/catalogue.h"

#include "model/select.h"

enum scope
scope_parse(struct str text)
{
	return str_equal(text, S("all")) ? SCOPE_ALL : str_equal(text, S("team")) ? SCOPE_TEAM :
	       str_equal(text, S("own")) ? SCOPE_OWN : SCOPE_NONE;
}

/* The version comes with every right, and with none when there are none: one statement less. */
static void
load_rights(struct catalogue *catalogue, struct arena *arena, struct db *db, const struct entity *const *dictionary)
{
	struct rows *rows = db_query(db, SQL("SELECT r.role_id, r.entity, r.view_scope, r.create_scope, r.edit_scope, r.remove_scope,"
	                                     " r.export_scope, r.import_scope, c.version, (SELECT MAX(name) FROM migration),"
	                                     " (SELECT MAX(name) FROM migration WHERE phase = 'contract') FROM catalogue c LEFT JOIN role_right r ON TRUE"), NO_ARGS);

	if (rows_count(rows) == 0)
		return;
	catalogue->version = str_copy(arena, rows_cell(rows, 0, 8));
	catalogue->schema = str_copy(arena, rows_cell(rows, 0, 9));
	catalogue->contracted = str_copy(arena, rows_cell(rows, 0, 10));
	catalogue->rights = ARENA_ARRAY(arena, struct role_right, rows_count(rows) + 1);
	for (size_t i = 0; i < rows_count(rows); i++) {
		struct role_right *right = &catalogue->rights[catalogue->right_count];
		bool is_other = str_equal(rows_cell(rows, i, 1), S("*"));

		right->role_id = str_copy(arena, rows_cell(rows, i, 0));
		right->entity = is_other ? NULL : entity_find(dictionary, rows_cell(rows, i, 1));
		/* A right to what this dictionary does not know is another program's. */
		if (!right->role_id.data || (!is_other && !right->entity))
			continue;
		catalogue->right_count++;
		for (size_t act = 0; act < ACT_COUNT; act++)
			right->scopes[act] = scope_parse(rows_cell(rows, i, 2 + act));
	}
}

static void
load_teams(struct catalogue *catalogue, struct arena *arena, struct db *db)
{
	struct rows *rows = db_query(db, SQL("SELECT id, parent_id FROM team"), NO_ARGS);

	catalogue->team_count = rows_count(rows);
	catalogue->teams = ARENA_ARRAY(arena, struct team_node, rows_count(rows) + 1);
	for (size_t i = 0; i < rows_count(rows); i++) {
		catalogue->teams[i].id = str_copy(arena, rows_cell(rows, i, 0));
		catalogue->teams[i].parent_id = str_copy(arena, rows_cell(rows, i, 1));
	}
}

static void
add_option(struct option_list *list, struct arena *arena, const struct rows *rows, size_t row)
{
	if (list->count == OPTIONS_MAX) {
		list->is_long = true;
		return;
	}
	list->options[list->count++] = (struct option){
		.value = str_copy(arena, rows_cell(rows, row, 1)),
		.label = str_copy(arena, rows_cell(rows, row, 2)),
		.label_english = str_copy(arena, rows_cell(rows, row, 3)),
		.is_off = str_equal(rows_cell(rows, row, 4), S("0")),
		.group = str_copy(arena, rows_cell(rows, row, 5)),
	};
}

static void
load_lists(struct catalogue *catalogue, struct arena *arena, struct db *db, const struct entity *const *dictionary)
{
	const struct entity **listed;
	struct rows *rows;
	size_t count = 0, *lengths;
	uint64_t place;

	while (dictionary[count])
		count++;
	listed = ARENA_ARRAY(arena, const struct entity *, count + 1);
	catalogue->lists = ARENA_ARRAY(arena, struct option_list, count + 1);
	for (size_t i = 0; i < count; i++)
		if (dictionary[i]->flags & CATALOGUED) {
			struct option_list *list = &catalogue->lists[catalogue->list_count];

			listed[catalogue->list_count++] = list->entity = dictionary[i];
		}
	if (catalogue->list_count == 0)
		return;
	rows = db_query(db, select_options(arena, listed, catalogue->list_count, OPTIONS_MAX + 1), NO_ARGS);
	lengths = ARENA_ARRAY(arena, size_t, catalogue->list_count);
	for (size_t i = 0; i < rows_count(rows); i++)
		if (str_to_u64(rows_cell(rows, i, 0), &place) && place < catalogue->list_count)
			lengths[place]++;
	for (size_t i = 0; i < catalogue->list_count; i++)
		catalogue->lists[i].options = ARENA_ARRAY(arena, struct option, lengths[i]);
	for (size_t i = 0; i < rows_count(rows); i++)
		if (str_to_u64(rows_cell(rows, i, 0), &place) && place < catalogue->list_count)
			add_option(&catalogue->lists[place], arena, rows, i);
	for (size_t i = 0; i < catalogue->list_count; i++)
		if (catalogue->lists[i].is_long)
			catalogue->lists[i].count = 0;
}

const struct catalogue *
catalogue_load(struct arena *arena, struct db *db, const struct entity *const *dictionary)
{
	struct catalogue *catalogue = ARENA_NEW(arena, struct catalogue);

	load_rights(catalogue, arena, db, dictionary);
	load_teams(catalogue, arena, db);
	load_lists(catalogue, arena, db, dictionary);
	return db_has_failed(db) ? NULL : catalogue;
}

const struct catalogue *
catalogue_at_moment(struct arena *arena, struct db *db, const struct entity *const *dictionary, const struct catalogue *present)
{
	struct catalogue *catalogue = ARENA_NEW(arena, struct catalogue);

	*catalogue = *present;
	catalogue->list_count = 0;
	load_lists(catalogue, arena, db, dictionary);
	return catalogue;
}

const struct option_list *
catalogue_options(const struct catalogue *catalogue, const struct entity *entity)
{
	for (size_t i = 0; i < catalogue->list_count; i++)
		if (catalogue->lists[i].entity == entity)
			return &catalogue->lists[i];
	return NULL;
}

struct str
option_label(const struct option *option, bool is_english)
{
	return is_english && option->label_english.len ? option->label_english : option->label;
}

const struct str *
catalogue_teams_below(const struct catalogue *catalogue, struct arena *arena, struct str team_id, size_t *count)
{
	struct str *ids = ARENA_ARRAY(arena, struct str, TEAMS_MAX + 1);

	*count = 0;
	if (!team_id.data)
		return ids;
	ids[(*count)++] = team_id;
	for (size_t at = 0; at < *count; at++)
		for (size_t i = 0; i < catalogue->team_count && *count <= TEAMS_MAX; i++)
			if (str_equal(catalogue->teams[i].parent_id, ids[at])) {
				bool is_there = false;

				for (size_t k = 0; k < *count; k++)
					is_there = is_there || str_equal(ids[k], catalogue->teams[i].id);
				if (!is_there)
					ids[(*count)++] = catalogue->teams[i].id;
			}
	return ids;
}
