/* change.c: takes the clock, and writes down who changed what. */
#include "model/change.h"

static const char *const action_names[] = { "create", "update", "remove", "restore" };

void
change_begin(struct work *work)
{
	struct change *change = work->change;

	db_begin(work->db);
	db_execute(work->db, SQL("UPDATE clock SET at = GREATEST(SYSDATE(6), at + INTERVAL 1 MICROSECOND) WHERE id = 1"), NO_ARGS);
	change->at = db_value(work->db, SQL("SELECT at FROM clock WHERE id = 1"), NO_ARGS);
	if (db_has_failed(work->db))
		return;
	db_stamp(work->db, change->at);
	change->is_begun = true;
}

struct str
change_result_of_token(struct work *work, struct str token)
{
	struct rows *rows;

	if (!token.data)
		return NO_STR;
	rows = db_query(work->db, SQL("SELECT COALESCE(result_url, '/') FROM `change` WHERE token = ?"), ARGS(token));
	return rows_cell(rows, 0, 0);
}

void
change_add(struct work *work, const struct entity *entity, struct str record_id, enum action action)
{
	struct change *change = work->change;

	if (entity->flags & CATALOGUED)
		change->is_catalogued = true;
	/* Several acts on one record in one change are told as the first of them; only a removal outdoes what came before it. */
	if (change->count && change->count < 64)
		for (size_t i = 0; i < change->count; i++)
			if (change->lines[i].entity == entity && str_equal(change->lines[i].record_id, record_id)) {
				change->lines[i].action = action == REMOVED ? REMOVED : change->lines[i].action;
				return;
			}
	if (change->count == change->capacity) {
		size_t capacity = change->capacity ? change->capacity * 2 : 16;

		change->lines = arena_grow(work->arena, change->lines, change->capacity * sizeof *change->lines,
		                           capacity * sizeof *change->lines);
		change->capacity = capacity;
	}
	change->lines[change->count++] = (struct change_line){ entity, str_copy(work->arena, record_id), action };
}

void
change_add_gram(struct work *work, struct str entity, struct str gram, struct str record_id)
{
	struct change *change = work->change;
	struct str *at;

	if (change->gram_count == change->gram_capacity) {
		size_t capacity = change->gram_capacity ? change->gram_capacity * 2 : 128;

		change->grams = arena_grow(work->arena, change->grams, change->gram_capacity * 3 * sizeof *at, capacity * 3 * sizeof *at);
		change->gram_capacity = capacity;
	}
	at = change->grams + change->gram_count++ * 3;
	at[0] = entity;
	at[1] = gram;
	at[2] = record_id;
}

void
change_end(struct work *work)
{
	struct change *change = work->change;
	struct str *values;

	if (change->count == 0)
		return;
	db_execute_many(work->db, SQL("INSERT INTO search_gram (entity, gram, record_id) VALUES (?, ?, ?)"), 3, change->grams, change->gram_count);
	values = ARENA_ARRAY(work->arena, struct str, change->count * 4);
	for (size_t i = 0; i < change->count; i++) {
		values[i * 4] = change->at;
		values[i * 4 + 1] = str_from(change->lines[i].entity->name);
		values[i * 4 + 2] = change->lines[i].record_id;
		values[i * 4 + 3] = str_from(action_names[change->lines[i].action]);
	}
	if (change->count == 1)
		db_execute(work->db, SQL("INSERT INTO change_record (at, entity, record_id, action) VALUES (?, ?, ?, ?)"),
		           (struct args){ values, 4 });
	else
		db_execute_many(work->db, SQL("INSERT INTO change_record (at, entity, record_id, action) VALUES (?, ?, ?, ?)"
		                              " ON DUPLICATE KEY UPDATE action = IF(VALUES(action) = 'remove', 'remove', action)"),
		                4, values, change->count);
	if (change->is_catalogued)
		db_execute(work->db, SQL("UPDATE catalogue SET version = version + 1 WHERE id = 1"), NO_ARGS);
	db_execute(work->db, SQL("INSERT INTO `change` (at, part_of, actor_id, route, kind, reason, token, result_url, request_id)"
	                         " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"),
	           ARGS(change->at, change->part_of, work->actor->id, change->route, change->kind, change->reason,
	                change->token, change->result_url, change->request_id));
}

void
change_abandon(struct work *work)
{
	if (!work->change || !work->change->is_begun)
		return;
	db_rollback(work->db);
	db_now(work->db);
	work->change->is_begun = false;
	work->change->count = work->change->gram_count = 0;
}
