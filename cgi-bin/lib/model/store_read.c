/* store_read.c: reads records. */
#include "model/select.h"
#include "model/store.h"

struct rows *
store_select(struct work *work, const struct entity *entity, struct sql condition, struct args args)
{
	struct buf sql;
	struct arg_list list = { .count = 0 };

	buf_init(&sql, work->arena, 32 * 1024);
	buf_add_text(&sql, "SELECT c.id");
	select_columns(work, entity, "c", 0, &sql);
	buf_add_format(&sql, " FROM `%s` c", entity->name);
	select_joins(entity, "c", 0, &sql);
	buf_add_text(&sql, " WHERE ");
	access_predicate(work, entity, VIEW, "c", &sql, &list);
	buf_add_text(&sql, " AND ");
	buf_add(&sql, condition.text);
	for (size_t i = 0; i < args.count; i++)
		arg_add(&list, args.values[i]);
	return db_query(work->db, sql_built(&sql), arg_list_args(&list));
}

struct record *
store_read(struct work *work, const struct entity *entity, struct str id, enum act act)
{
	struct record *record = record_new(work->arena, entity);
	struct buf sql;
	struct arg_list args = { .count = 0 };
	struct rows *rows;

	buf_init(&sql, work->arena, 32 * 1024);
	buf_add_format(&sql, "SELECT c.id, c.version%s", entity->flags & OWNED ? ", c.owner_id, c.team_id" : "");
	select_columns(work, entity, "c", 0, &sql);
	buf_add_format(&sql, " FROM `%s` c", entity->name);
	select_joins(entity, "c", 0, &sql);
	buf_add_text(&sql, " WHERE c.id = ? AND ");
	arg_add(&args, id);
	access_predicate(work, entity, act, "c", &sql, &args);
	rows = db_query(work->db, sql_built(&sql), arg_list_args(&args));
	if (!rows_next(rows))
		return NULL;
	record_fill(work->arena, record, rows);
	return record;
}
