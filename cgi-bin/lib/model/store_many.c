/* store_many.c: adds many records at once, as one change. */
#include "model/store_write.h"

#include "base/log.h"
#include "model/search.h"

/* INSERT with a mark for each column; the number of columns. */
static size_t
add_insert(const struct entity *entity, struct buf *sql)
{
	size_t count = 0;

	buf_add_format(sql, "INSERT INTO `%s` (", entity->name);
	for (const struct field *field = entity->fields; field->name; field++) {
		if (field->computed)
			continue;
		buf_add_format(sql, "%s`%s`", count++ ? ", " : "", field->name);
		if (field->kind == MONEY) {
			buf_add_format(sql, ", `%s_currency`", field->name);
			count++;
		}
	}
	buf_add_text(sql, ") VALUES (");
	for (size_t i = 0; i < count; i++)
		buf_add_text(sql, i ? ", ?" : "?");
	buf_add_text(sql, ")");
	return count;
}

static void
fill_row(const struct work *work, struct input *input, struct str *row)
{
	for (struct value *value = input->values; value->field; value++) {
		struct str second;

		if (value->field->computed)
			continue;
		if (str_equal_text(S("created_at"), value->field->name))
			value->value = work->change->at;
		store_column_values(value->field, value->value, row++, &second);
		if (value->field->kind == MONEY)
			*row++ = second;
	}
}

/* Nobody else writes while we have the clock, so whatever is newer than what was newest is ours, in the order it was given. */
static bool
take_ids(struct work *work, const struct entity *entity, struct str newest, struct input *const *inputs, size_t count)
{
	struct buf sql;
	struct rows *rows;

	buf_init(&sql, work->arena, 200);
	buf_add_format(&sql, "SELECT id FROM `%s` WHERE id > ? ORDER BY id", entity->name);
	rows = db_query(work->db, sql_built(&sql), ARGS(newest));
	if (rows_count(rows) != count)
		return false;
	for (size_t i = 0; i < count; i++) {
		inputs[i]->id = rows_cell(rows, i, 0);
		inputs[i]->outcome = OUTCOME_SAVED;
		change_add(work, entity, inputs[i]->id, CREATED);
	}
	return true;
}

static bool
may_add(struct work *work, struct input *const *inputs, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		inputs[i]->outcome = !access_may(work, inputs[i]->entity, CREATE) ? OUTCOME_MISSING :
		                     inputs[i]->problem_count || inputs[i]->problem.data ? OUTCOME_PROBLEMS : OUTCOME_NONE;
		if (inputs[i]->outcome != OUTCOME_NONE || !store_settle(work, inputs[i], NULL))
			return false;
	}
	return true;
}

bool
store_add_many(struct work *work, struct input *const *inputs, size_t count)
{
	const struct entity *entity;
	struct buf sql;
	struct str newest, *values;
	size_t columns;

	if (count == 0)
		return true;
	entity = inputs[0]->entity;
	if (entity_child_count(entity) || search_knows(entity) || entity->saved)
		log_fatal("store", "%s cannot be added many at once", entity->name);
	if (!may_add(work, inputs, count))
		return false;
	buf_init(&sql, work->arena, 200);
	buf_add_format(&sql, "SELECT COALESCE(MAX(id), 0) FROM `%s`", entity->name);
	newest = db_value(work->db, sql_built(&sql), NO_ARGS);
	buf_init(&sql, work->arena, 8192);
	columns = add_insert(entity, &sql);
	values = ARENA_ARRAY(work->arena, struct str, columns * count);
	for (size_t i = 0; i < count; i++)
		fill_row(work, inputs[i], values + i * columns);
	db_execute_many(work->db, sql_built(&sql), columns, values, count);
	if (!db_has_failed(work->db) && take_ids(work, entity, newest, inputs, count))
		return true;
	inputs[0]->outcome = OUTCOME_FAILED;
	return false;
}
