/* access.c: the one rule of who may do what with which record, as SQL in two forms. */
#include "model/access.h"

static const struct role_right *
right_of(const struct work *work, const struct entity *entity)
{
	const struct role_right *otherwise = NULL;

	for (size_t i = 0; i < work->catalogue->right_count; i++) {
		const struct role_right *right = &work->catalogue->rights[i];

		if (right->entity && right->entity != entity)
			continue;
		if (!str_equal(right->role_id, work->actor->role_id))
			continue;
		if (right->entity)
			return right;
		otherwise = right;
	}
	return otherwise;
}

enum scope
access_scope(const struct work *work, const struct entity *entity, enum act act)
{
	const struct role_right *right;
	enum scope scope;

	if (!work->actor->id.data)
		return SCOPE_ALL;
	right = right_of(work, entity);
	scope = right ? right->scopes[act] : SCOPE_NONE;
	if (!(entity->flags & OWNED) && scope != SCOPE_ALL)
		return SCOPE_NONE;
	return scope == SCOPE_TEAM && !work->actor->team_id.data ? SCOPE_OWN : scope;
}

bool
access_may(const struct work *work, const struct entity *entity, enum act act)
{
	return access_scope(work, entity, act) != SCOPE_NONE;
}

bool
access_may_on(const struct work *work, const struct entity *entity, enum act act, struct str owner_id, struct str team_id)
{
	enum scope scope = access_scope(work, entity, act);
	const struct str *teams;
	size_t count;

	if (scope == SCOPE_ALL || scope == SCOPE_NONE)
		return scope == SCOPE_ALL;
	if (owner_id.data && str_equal(owner_id, work->actor->id))
		return true;
	if (scope == SCOPE_OWN || !team_id.data)
		return false;
	teams = catalogue_teams_below(work->catalogue, work->arena, work->actor->team_id, &count);
	for (size_t i = 0; i < count; i++)
		if (str_equal(teams[i], team_id))
			return true;
	return false;
}

/* Lists of 1, 4, 16 or 64 values, so that a handful of statements serves every actor. */
static size_t
padded(size_t count)
{
	return count <= 1 ? 1 : count <= 4 ? 4 : count <= 16 ? 16 : count <= 64 ? 64 : count;
}

static void
add_own_or_teams(const struct work *work, enum scope scope, const char *alias, struct buf *sql, struct arg_list *args)
{
	const struct str *teams;
	size_t count;

	if (scope == SCOPE_OWN) {
		buf_add_format(sql, "%s.owner_id = ?", alias);
		arg_add(args, work->actor->id);
		return;
	}
	teams = catalogue_teams_below(work->catalogue, work->arena, work->actor->team_id, &count);
	buf_add_format(sql, "(%s.owner_id = ? OR %s.team_id IN (", alias, alias);
	arg_add(args, work->actor->id);
	for (size_t i = 0; i < padded(count); i++) {
		buf_add_text(sql, i ? ", ?" : "?");
		arg_add(args, teams[i < count ? i : count - 1]);
	}
	buf_add_text(sql, "))");
}

/* The field to what records are seen with, and how far that reaches: never farther than the actor sees those. NULL: no such field. */
static const struct field *
seen_with(const struct work *work, const struct entity *entity, enum act act, enum scope *scope)
{
	const struct field *field = act == VIEW && entity->seen_with ? entity_field(entity, str_from(entity->seen_with)) : NULL;
	enum scope other = field ? access_scope(work, field->refers, VIEW) : SCOPE_NONE;

	*scope = access_scope(work, entity, act) == SCOPE_OWN || other == SCOPE_OWN ? SCOPE_OWN : SCOPE_TEAM;
	return other == SCOPE_NONE ? NULL : field;
}

/* now: the moment of another reading than the one that is set; NULL: none. */
static void
add_reach(const struct work *work, const struct entity *entity, enum act act, const char *alias, struct str now,
          struct buf *sql, struct arg_list *args)
{
	enum scope scope;
	const struct field *field = seen_with(work, entity, act, &scope);

	if (field)
		buf_add_text(sql, "(");
	add_own_or_teams(work, access_scope(work, entity, act), alias, sql, args);
	if (!field)
		return;
	buf_add_format(sql, " OR EXISTS (SELECT 1 FROM `%s`%s sw WHERE sw.id = %s.`%s` AND ", field->refers->name,
	               now.data ? " FOR SYSTEM_TIME AS OF TIMESTAMP ?" : "", alias, field->name);
	if (now.data)
		arg_add(args, now);
	add_own_or_teams(work, scope, "sw", sql, args);
	buf_add_text(sql, "))");
}

void
access_now_too(const struct work *work, const struct entity *entity, enum act act, const char *alias,
               struct buf *sql, struct arg_list *args)
{
	enum scope scope = access_scope(work, entity, act);
	struct str now = instant_text(work->arena, work->now_us);

	if (!work->as_of.data || scope == SCOPE_ALL || scope == SCOPE_NONE)
		return;
	buf_add_format(sql, " AND NOT EXISTS (SELECT 1 FROM `%s` FOR SYSTEM_TIME AS OF TIMESTAMP ? nw WHERE nw.id = %s.id AND NOT COALESCE(",
	               entity->name, alias);
	arg_add(args, now);
	add_reach(work, entity, act, "nw", now, sql, args);
	buf_add_text(sql, ", 0))");
}

void
access_predicate(const struct work *work, const struct entity *entity, enum act act, const char *alias,
                 struct buf *sql, struct arg_list *args)
{
	enum scope scope = access_scope(work, entity, act);

	if (scope == SCOPE_ALL || scope == SCOPE_NONE) {
		buf_add_text(sql, scope == SCOPE_ALL ? "1" : "0");
		return;
	}
	add_reach(work, entity, act, alias, NO_STR, sql, args);
	access_now_too(work, entity, act, alias, sql, args);
}

size_t
access_branches(const struct work *work, const struct entity *entity, enum act act, const char *alias,
                struct branch branches[BRANCHES_MAX])
{
	enum scope scope = access_scope(work, entity, act), reach;
	const struct field *field;
	const struct str *teams;
	size_t count = 0;

	if (scope == SCOPE_NONE)
		return 0;
	branches[0] = (struct branch){ 0 };
	if (scope == SCOPE_ALL)
		return 1;
	branches[0].condition = str_format(work->arena, "%s.owner_id = ?", alias);
	branches[0].values[0] = work->actor->id;
	branches[0].value_count = 1;
	branches[0].who = "owner";
	field = seen_with(work, entity, act, &reach);
	if (scope == SCOPE_OWN && !field)
		return 1;
	if (scope == SCOPE_OWN) {
		branches[1] = branches[0];
		branches[1].condition = str_format(work->arena, "%s.`%s` IN (SELECT sw.id FROM `%s` sw WHERE sw.owner_id = ?)",
		                                   alias, field->name, field->refers->name);
		branches[1].who = NULL;
		return 2;
	}
	if (field)
		return SIZE_MAX;
	teams = catalogue_teams_below(work->catalogue, work->arena, work->actor->team_id, &count);
	if (count > TEAMS_MAX)
		return SIZE_MAX;
	for (size_t i = 0; i < count; i++) {
		branches[1 + i].condition = str_format(work->arena, "%s.team_id = ?", alias);
		branches[1 + i].values[0] = teams[i];
		branches[1 + i].value_count = 1;
		branches[1 + i].who = "team";
	}
	return 1 + count;
}
