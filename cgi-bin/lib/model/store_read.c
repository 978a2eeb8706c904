/* store_read.c: reads records. */
#include "model/select.h"
#include "model/store_write.h"

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

/* scope: what else the record c must meet; args: its id, then what that needs. */
static struct record *
read_one(struct work *work, const struct entity *entity, const struct buf *scope, const struct arg_list *args)
{
	struct record *record = record_new(work->arena, entity);
	struct buf sql;
	struct rows *rows;

	buf_init(&sql, work->arena, 32 * 1024);
	buf_add_format(&sql, "SELECT c.id, c.version%s", entity->flags & OWNED ? ", c.owner_id, c.team_id" : "");
	select_columns(work, entity, "c", 0, &sql);
	buf_add_format(&sql, " FROM `%s` c", entity->name);
	select_joins(entity, "c", 0, &sql);
	buf_add_text(&sql, " WHERE c.id = ? AND ");
	buf_add(&sql, buf_str(scope));
	rows = db_query(work->db, sql_built(&sql), arg_list_args(args));
	if (!rows_next(rows))
		return NULL;
	record_fill(work->arena, record, rows);
	return record;
}

struct record *
store_read(struct work *work, const struct entity *entity, struct str id, enum act act)
{
	struct arg_list args = { .count = 0 };
	struct buf scope;

	buf_init(&scope, work->arena, 32 * 1024);
	arg_add(&args, id);
	access_predicate(work, entity, act, "c", &scope, &args);
	return read_one(work, entity, &scope, &args);
}

struct record *
store_read_any(struct work *work, const struct entity *entity, struct str id)
{
	struct arg_list args = { .count = 0 };
	struct buf scope;

	buf_init(&scope, work->arena, 16);
	buf_add_text(&scope, "1");
	arg_add(&args, id);
	return read_one(work, entity, &scope, &args);
}
