/*
 * catalogue.h: what every program keeps in memory between requests: rights of
 * the roles, the tree of teams, and the short lists that forms and filters
 * choose from. Loaded whole into an arena of its own when catalogue.version
 * differs from the one in hand; const until then.
 */
#ifndef MODEL_CATALOGUE_H
#define MODEL_CATALOGUE_H

#include "model/work.h"

enum { OPTIONS_MAX = 200, TEAMS_MAX = 64 };

struct option {
	struct str value;              /* id */
	struct str label, label_english;
	struct str group;              /* id of what entity->group refers to; NO_STR */
	bool is_off;                   /* kept for old records, not offered for new ones */
};

struct option_list {
	const struct entity *entity;
	struct option *options;
	size_t count;
	bool is_long;                  /* more than OPTIONS_MAX: chosen by searching instead */
};

struct role_right {
	struct str role_id;
	const struct entity *entity;   /* NULL: every other one */
	enum scope scopes[ACT_COUNT];
};

struct team_node {
	struct str id, parent_id;
};

struct catalogue {
	struct str version;
	struct str schema;             /* the newest migration that was run, and the newest that took something away */
	struct str contracted;
	struct role_right *rights;
	size_t right_count;
	struct team_node *teams;
	size_t team_count;
	struct option_list *lists;     /* one for each CATALOGUED entity of the dictionary */
	size_t list_count;
};

/* NULL while the database has failed. */
const struct catalogue *catalogue_load(struct arena *arena, struct db *db, const struct entity *const *dictionary);
/* The lists as they were at the moment the connection shows (db_as_of), in one statement; rights and teams stay those of the present. */
const struct catalogue *catalogue_at_moment(struct arena *arena, struct db *db, const struct entity *const *dictionary,
                                            const struct catalogue *present);
const struct option_list *catalogue_options(const struct catalogue *catalogue, const struct entity *entity);
struct str option_label(const struct option *option, bool is_english);

/* The team and all below it, at most TEAMS_MAX + 1 ids; *count says how many. */
const struct str *catalogue_teams_below(const struct catalogue *catalogue, struct arena *arena, struct str team_id, size_t *count);

enum scope scope_parse(struct str text);

#endif
