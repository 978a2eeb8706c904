/* catalogue.c: loads rights, teams and short lists once for many requests. */
#include "model/catalogue.h"

#include "model/select.h"

enum scope
scope_parse(struct str text)
{
	return str_equal(text, S("all")) ? SCOPE_ALL : str_equal(text, S("team")) ? SCOPE_TEAM :
	       str_equal(text, S("own")) ? SCOPE_OWN : SCOPE_NONE;
}

static void
load_rights(struct catalogue *catalogue, struct arena *arena, struct db *db)
{
	struct rows *rows = db_query(db, SQL("SELECT role_id, entity, view_scope, create_scope, edit_scope, remove_scope,"
	                                     " export_scope, import_scope FROM role_right"), NO_ARGS);

	catalogue->right_count = rows_count(rows);
	catalogue->rights = ARENA_ARRAY(arena, struct role_right, rows_count(rows) + 1);
	for (size_t i = 0; i < rows_count(rows); i++) {
		struct role_right *right = &catalogue->rights[i];

		right->role_id = str_copy(arena, rows_cell(rows, i, 0));
		right->entity = str_copy(arena, rows_cell(rows, i, 1));
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
load_options(struct option_list *list, struct arena *arena, struct db *db)
{
	struct rows *rows = db_query(db, select_options(arena, list->entity, OPTIONS_MAX + 1), NO_ARGS);

	list->is_long = rows_count(rows) > OPTIONS_MAX;
	list->count = list->is_long ? 0 : rows_count(rows);
	list->options = ARENA_ARRAY(arena, struct option, list->count + 1);
	for (size_t i = 0; i < list->count; i++)
		list->options[i] = (struct option){
			.value = str_copy(arena, rows_cell(rows, i, 0)),
			.label = str_copy(arena, rows_cell(rows, i, 1)),
			.label_english = str_copy(arena, rows_cell(rows, i, 2)),
			.is_off = str_equal(rows_cell(rows, i, 3), S("0")),
		};
}

const struct catalogue *
catalogue_load(struct arena *arena, struct db *db, const struct entity *const *dictionary)
{
	struct catalogue *catalogue = ARENA_NEW(arena, struct catalogue);
	size_t count = 0;

	catalogue->version = str_copy(arena, db_value(db, SQL("SELECT version FROM catalogue"), NO_ARGS));
	load_rights(catalogue, arena, db);
	load_teams(catalogue, arena, db);
	while (dictionary[count])
		count++;
	catalogue->lists = ARENA_ARRAY(arena, struct option_list, count + 1);
	for (size_t i = 0; i < count; i++)
		if (dictionary[i]->flags & CATALOGUED) {
			struct option_list *list = &catalogue->lists[catalogue->list_count++];

			list->entity = dictionary[i];
			load_options(list, arena, db);
		}
	return db_has_failed(db) ? NULL : catalogue;
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
