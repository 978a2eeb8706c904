/* store_remove.c: removes a record with all that hangs on it, and brings it back. */
#include "model/kind.h"
#include "model/search.h"
#include "model/select.h"
#include "model/store_write.h"

enum { REMOVED_ROWS_MAX = 20000, REFERRING_MAX = 64, DEEPEST = 4 };

static bool
refers_to(const struct field *field, const struct entity *entity)
{
	return field->kind == REF && field->refers == entity && !field->computed;
}

/*
 * The ids of all records of other that go with the record of entity, because they cannot do without it or without another
 * that goes: each once. Empty: none ever does. *marks counts its marks, each the record's id.
 */
static struct str
ids_removed(struct work *work, const struct entity *other, const struct entity *entity, unsigned depth, size_t *marks)
{
	struct buf sql;

	buf_init(&sql, work->arena, 64 << 10);
	for (const struct field *field = other->fields; field->name; field++) {
		const char *join = sql.len ? " UNION " : "";
		struct str parents;

		if (!(field->flags & REQUIRED) || field->kind != REF || field->computed)
			continue;
		if (field->refers == entity) {
			buf_add_format(&sql, "%sSELECT x.id FROM `%s` x WHERE x.`%s` = ?", join, other->name, field->name);
			++*marks;
		} else if (depth < DEEPEST && !entity_is_child(other) && !(entity->flags & (LIST | CATALOGUED))) {
			parents = ids_removed(work, field->refers, entity, depth + 1, marks);
			if (parents.len)
				buf_add_format(&sql, "%sSELECT x.id FROM `%s` x JOIN (%.*s) p ON p.id = x.`%s`", join, other->name, STR_ARG(parents), field->name);
		}
	}
	return buf_str(&sql);
}

static void
add_ids(struct arg_list *args, struct str id, size_t marks)
{
	while (marks--)
		arg_add(args, id);
}

/*
 * Adds how many records of other are removed with it (field NULL) or lose that reference to it and stay, and on how many of
 * them the actor may do what removing does.
 */
static bool
add_counts(struct work *work, const struct entity *other, const struct field *field, const struct entity *entity, size_t place, struct str id,
           struct buf *sql, struct arg_list *args)
{
	size_t marks = 0;
	struct str removed = ids_removed(work, other, entity, 1, &marks);

	if (!field && !removed.len)
		return false;
	buf_add_format(sql, "%sSELECT %zu, COUNT(*), COUNT(IF(", place ? " UNION ALL " : "", place);
	if (entity_is_child(other))
		buf_add_text(sql, "1");
	else
		access_predicate(work, other, field ? EDIT : REMOVE, "c", sql, args);
	buf_add_format(sql, ", 1, NULL)) FROM (SELECT x.id%s FROM `%s` x", other->flags & OWNED ? ", x.owner_id, x.team_id" : "", other->name);
	if (removed.len)
		buf_add_format(sql, "%s JOIN (%.*s) r ON r.id = x.id", field ? " LEFT" : "", STR_ARG(removed));
	add_ids(args, id, marks);
	if (field) {
		buf_add_format(sql, " WHERE x.`%s` = ?%s", field->name, removed.len ? " AND r.id IS NULL" : "");
		arg_add(args, id);
	}
	buf_add_format(sql, " LIMIT %d) c", REMOVED_ROWS_MAX);
	return true;
}

static void
look_at(struct work *work, const struct entity *entity, const struct effect *effect, uint64_t mine, struct removal *removal)
{
	uint64_t count = effect->count;
	struct str number = number_grouped(work->arena, str_from_u64(work->arena, count)), label = work_text(work, effect->entity->label_plural);

	if (count == 0 || removal->refusal.data || removal->count == SECTIONS_MAX)
		return;
	if (entity->flags & (LIST | CATALOGUED) || (effect->is_cleared && count > 500))
		removal->refusal = work_say(work, N_("Still used: {1} ({0}). Change those first."), number, label);
	else if (count >= REMOVED_ROWS_MAX)
		removal->refusal = work_say(work, N_("Too much hangs on it to be removed at once: {1} ({0})."), number, label);
	else if (mine < count)
		removal->refusal = work_say(work, N_("It has records that you may not change: {1} ({0})."), number, label);
	else
		removal->effects[removal->count++] = *effect;
}

static uint64_t
number_in(struct rows *rows, size_t row, size_t column)
{
	uint64_t number = 0;

	str_to_u64(rows_cell(rows, row, column), &number);
	return number;
}

void
store_removal(struct work *work, const struct entity *entity, struct str id, struct removal *removal)
{
	struct effect effects[REFERRING_MAX];
	struct arg_list *args = ARENA_NEW(work->arena, struct arg_list);
	struct rows *rows;
	struct buf sql;
	size_t count = 0;

	*removal = (struct removal){ 0 };
	buf_init(&sql, work->arena, 256 << 10);
	for (size_t i = 0; work->dictionary[i]; i++) {
		const struct entity *other = work->dictionary[i];

		if (count < REFERRING_MAX && add_counts(work, other, NULL, entity, count, id, &sql, args))
			effects[count++] = (struct effect){ other, 0, false };
		for (const struct field *field = other->fields; field->name; field++)
			if (refers_to(field, entity) && !(field->flags & REQUIRED) && count < REFERRING_MAX && add_counts(work, other, field, entity, count, id, &sql, args))
				effects[count++] = (struct effect){ other, 0, true };
	}
	if (count == 0)
		return;
	buf_add_text(&sql, " ORDER BY 1");
	rows = db_query(work->db, sql_built(&sql), arg_list_args(args));
	for (size_t i = 0; i < rows_count(rows) && i < count; i++) {
		effects[i].count = number_in(rows, i, 1);
		look_at(work, entity, &effects[i], number_in(rows, i, 2), removal);
	}
}

static uint64_t
delete_rows(struct work *work, const struct entity *entity, const char *column, struct str id)
{
	struct buf sql;

	buf_init(&sql, work->arena, 1024);
	buf_add_format(&sql, "DELETE FROM `%s` WHERE `%s` = ? AND row_start <= NOW(6)", entity->name, column);
	return db_execute(work->db, sql_built(&sql), ARGS(id));
}

static struct rows *
ids_referring(struct work *work, const struct entity *other, const struct field *field, struct str id)
{
	struct buf sql;

	buf_init(&sql, work->arena, 1024);
	buf_add_format(&sql, "SELECT id FROM `%s` WHERE `%s` = ?", other->name, field->name);
	return db_query(work->db, sql_built(&sql), ARGS(id));
}

static void
clear_reference(struct work *work, const struct entity *other, const struct field *field, struct str id)
{
	struct buf sql;

	buf_init(&sql, work->arena, 1024);
	buf_add_format(&sql, "UPDATE `%s` SET `%s` = NULL, version = version + 1 WHERE id = ? AND row_start <= NOW(6)", other->name, field->name);
	db_execute(work->db, sql_built(&sql), ARGS(id));
	change_add(work, other, id, UPDATED);
}

/* False: the database failed, or a record is newer than the clock and must not be written over. */
static bool
remove_one(struct work *work, const struct entity *entity, struct str id, int depth)
{
	bool is_whole = true;

	for (size_t i = 0; work->dictionary[i] && depth < 8; i++) {
		const struct entity *other = work->dictionary[i];

		for (const struct field *field = other->fields; field->name && !entity_is_child(other); field++) {
			struct rows *rows;

			if (!refers_to(field, entity))
				continue;
			rows = ids_referring(work, other, field, id);
			for (size_t k = 0; k < rows_count(rows) && !db_has_failed(work->db); k++) {
				if (field->flags & REQUIRED)
					is_whole = remove_one(work, other, rows_cell(rows, k, 0), depth + 1) && is_whole;
				else
					clear_reference(work, other, field, rows_cell(rows, k, 0));
			}
		}
	}
	for (size_t c = 0; c < entity_child_count(entity); c++)
		delete_rows(work, entity->children[c], entity->children[c]->parent_field, id);
	search_remove(work, entity, id);
	is_whole = delete_rows(work, entity, "id", id) == 1 && is_whole;
	change_add(work, entity, id, REMOVED);
	return is_whole;
}

enum outcome
store_remove(struct work *work, const struct entity *entity, struct str id, struct str version)
{
	struct record *record = store_read(work, entity, id, REMOVE);
	struct removal removal;

	if (!record)
		return db_has_failed(work->db) ? OUTCOME_FAILED : OUTCOME_MISSING;
	if (version.data && !str_equal(version, record->version))
		return OUTCOME_CONFLICT;
	store_removal(work, entity, id, &removal);
	if (removal.refusal.data)
		return OUTCOME_PROBLEMS;
	return remove_one(work, entity, id, 0) && !db_has_failed(work->db) ? OUTCOME_SAVED : OUTCOME_FAILED;
}

/* Adds the columns a history row and the table share, without row_start and row_end. */
static void
add_columns(const struct entity *entity, const char *version, struct buf *sql)
{
	buf_add_text(sql, "id");
	if (entity_is_child(entity))
		buf_add_format(sql, ", `%s`, position", entity->parent_field);
	else
		buf_add_format(sql, ", %s", version);
	for (const struct field *field = entity->fields; field->name; field++)
		if (!field->computed)
			buf_add_format(sql, field->kind == MONEY ? ", `%s`, `%s_currency`" : ", `%s`", field->name, field->name);
}

static void
bring_back(struct work *work, const struct entity *entity, const char *column, struct str id, struct str at)
{
	struct buf sql;

	buf_init(&sql, work->arena, 8192);
	buf_add_format(&sql, "INSERT INTO `%s` (", entity->name);
	add_columns(entity, "version", &sql);
	buf_add_text(&sql, ") SELECT ");
	add_columns(entity, "version + 1", &sql);
	buf_add_format(&sql, " FROM `%s` FOR SYSTEM_TIME ALL WHERE `%s` = ? AND row_end = ?", entity->name, column);
	db_execute(work->db, sql_built(&sql), ARGS(id, at));
}

static void
restore_one(struct work *work, const struct entity *entity, struct str id, struct str at)
{
	struct record *record;

	bring_back(work, entity, "id", id, at);
	for (size_t c = 0; c < entity_child_count(entity); c++)
		bring_back(work, entity->children[c], entity->children[c]->parent_field, id, at);
	/* What comes back is found again by whoever may see it, not only by who brings it back. */
	record = store_read_any(work, entity, id);
	if (record) {
		store_read_lines(work, record);
		search_update(work, record);
	}
	change_add(work, entity, id, RESTORED);
}

/* References that the removal emptied point at their records again, unless somebody has set them since. */
static void
refill_references(struct work *work, const struct entity *entity, struct str id, struct str at)
{
	for (const struct field *field = entity->fields; field->name; field++) {
		struct buf sql;

		if (field->kind != REF || field->flags & REQUIRED || field->computed)
			continue;
		buf_init(&sql, work->arena, 4096);
		buf_add_format(&sql, "UPDATE `%s` c JOIN (SELECT h.`%s` AS old FROM `%s` FOR SYSTEM_TIME ALL h WHERE h.id = ? AND h.row_end = ?) b"
		               " JOIN `%s` r ON r.id = b.old SET c.`%s` = b.old, c.version = c.version + 1"
		               " WHERE c.id = ? AND c.`%s` IS NULL AND c.row_start <= NOW(6)",
		               entity->name, field->name, entity->name, field->refers->name, field->name, field->name);
		if (db_execute(work->db, sql_built(&sql), ARGS(id, at, id)))
			change_add(work, entity, id, UPDATED);
	}
}

/* Adds how many records of an entity that change removed, and on how many of them the actor may undo it. */
static void
add_removed(struct work *work, const struct entity *entity, size_t place, struct str at, struct buf *sql, struct arg_list *args)
{
	buf_add_format(sql, "%sSELECT %zu, COUNT(*), COUNT(IF(", args->count ? " UNION ALL " : "", place);
	access_predicate(work, entity, REMOVE, "c", sql, args);
	buf_add_format(sql, ", 1, NULL)) FROM (SELECT x.id, x.owner_id, x.team_id FROM change_record r JOIN `%s` FOR SYSTEM_TIME ALL x"
	               " ON x.id = r.record_id WHERE r.at = ? AND r.entity = ? AND r.action = 'remove' AND x.row_end = ?) c", entity->name);
	arg_add(args, at);
	arg_add(args, str_from(entity->name));
	arg_add(args, at);
}

/* Bringing one back brings back all that went with it: that takes the right to remove each of them. NO_STR: the actor has it. */
static struct str
restore_refusal(struct work *work, const struct rows *removed, struct str at)
{
	struct arg_list *args = ARENA_NEW(work->arena, struct arg_list);
	struct rows *rows;
	struct buf sql;

	buf_init(&sql, work->arena, 64 << 10);
	for (size_t e = 0; work->dictionary[e]; e++)
		for (size_t i = 0; work->dictionary[e]->flags & OWNED && i < rows_count(removed); i++)
			if (str_equal_text(rows_cell(removed, i, 0), work->dictionary[e]->name) && str_equal(rows_cell(removed, i, 2), S("remove"))) {
				add_removed(work, work->dictionary[e], e, at, &sql, args);
				break;
			}
	if (args->count == 0)
		return NO_STR;
	rows = db_query(work->db, sql_built(&sql), arg_list_args(args));
	for (size_t i = 0; i < rows_count(rows); i++) {
		uint64_t others = number_in(rows, i, 1) - number_in(rows, i, 2);

		if (others)
			return work_say(work, N_("It was removed together with records that you may not bring back: {1} ({0}). Ask somebody who may."),
			                number_grouped(work->arena, str_from_u64(work->arena, others)), work_text(work, work->dictionary[number_in(rows, i, 0)]->label_plural));
	}
	return NO_STR;
}

/* What the database refused, in words; NO_STR: nothing, or what nobody foresees. */
static struct str
restore_problem(struct work *work)
{
	struct str problem = NO_STR;

	if (db_is_duplicate_key(work->db))
		problem = work_text(work, N_("It cannot come back as it was: it is there already, or another record has taken its unique number since."));
	else if (db_is_missing_parent(work->db))
		problem = work_text(work, N_("It cannot come back yet: what it belongs to was removed. Bring that back first."));
	if (problem.data)
		db_forgive(work->db);
	return problem;
}

enum outcome
store_restore(struct work *work, const struct entity *entity, struct str id, struct str at, struct str *problem)
{
	struct rows *rows = db_query(work->db, SQL("SELECT entity, record_id, action FROM change_record WHERE at = ?"), ARGS(at));
	bool is_there = false;

	*problem = NO_STR;
	for (size_t i = 0; i < rows_count(rows); i++)
		is_there = is_there || (str_equal_text(rows_cell(rows, i, 0), entity->name) && str_equal(rows_cell(rows, i, 1), id) &&
		                        str_equal(rows_cell(rows, i, 2), S("remove")));
	if (!is_there)
		return db_has_failed(work->db) ? OUTCOME_FAILED : OUTCOME_MISSING;
	*problem = restore_refusal(work, rows, at);
	if (problem->data)
		return OUTCOME_PROBLEMS;
	/* The dictionary names parents before what refers to them. */
	for (size_t e = 0; work->dictionary[e]; e++)
		for (size_t i = 0; i < rows_count(rows); i++)
			if (str_equal_text(rows_cell(rows, i, 0), work->dictionary[e]->name) && str_equal(rows_cell(rows, i, 2), S("remove")))
				restore_one(work, work->dictionary[e], rows_cell(rows, i, 1), at);
	for (size_t i = 0; i < rows_count(rows); i++)
		if (str_equal(rows_cell(rows, i, 2), S("update")))
			refill_references(work, entity_find(work->dictionary, rows_cell(rows, i, 0)), rows_cell(rows, i, 1), at);
	*problem = restore_problem(work);
	if (problem->data)
		return OUTCOME_PROBLEMS;
	return db_has_failed(work->db) ? OUTCOME_FAILED : OUTCOME_SAVED;
}
