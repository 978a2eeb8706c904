/* pick.c: finds the record a reference may point at. */
#include "model/pick.h"

#include "model/search.h"
#include "model/select.h"

static void
add_second(const struct work *work, const struct entity *entity, struct buf *sql)
{
	(void)work;
	for (const struct field *field = entity->fields; field->name; field++)
		if (field->flags & SUBTITLE && field->kind != REF && !field->computed && field->kind != MONEY) {
			buf_add_format(sql, ", c.`%s` AS second", field->name);
			return;
		}
	buf_add_text(sql, ", NULL AS second");
}

static void
add_head(const struct work *work, const struct entity *entity, struct buf *sql)
{
	buf_add_text(sql, "SELECT c.id, ");
	select_title(work, entity, "c", sql);
	buf_add_text(sql, " AS label");
	add_second(work, entity, sql);
}

bool
pick_by_id(struct work *work, const struct entity *entity, struct str id, struct str *label)
{
	const struct option_list *list = catalogue_options(work->catalogue, entity);
	struct buf sql;
	struct arg_list args = { .count = 0 };
	struct rows *rows;

	if (list && !list->is_long)
		for (size_t i = 0; i < list->count; i++)
			if (str_equal(list->options[i].value, id)) {
				*label = option_label(&list->options[i], work_is_english(work));
				return true;
			}
	buf_init(&sql, work->arena, 8192);
	add_head(work, entity, &sql);
	buf_add_format(&sql, " FROM `%s` c WHERE c.id = ? AND ", entity->name);
	arg_add(&args, id);
	access_predicate(work, entity, VIEW, "c", &sql, &args);
	rows = db_query(work->db, sql_built(&sql), arg_list_args(&args));
	*label = rows_cell(rows, 0, 1);
	return rows_count(rows) == 1;
}

struct rows *
pick_by_name(struct work *work, const struct entity *entity, struct str name)
{
	struct buf sql;
	struct arg_list args = { .count = 0 };
	const char *between = "";

	buf_init(&sql, work->arena, 8192);
	add_head(work, entity, &sql);
	buf_add_format(&sql, " FROM `%s` c WHERE (", entity->name);
	for (const struct field *field = entity->fields; field->name; field++) {
		bool is_title = str_equal_text(str_from(field->name), entity->title) ||
		                (entity->title_english && str_equal_text(str_from(field->name), entity->title_english));

		if (!is_title && !(field->flags & MATCHED))
			continue;
		buf_add_format(&sql, "%sc.`%s` = ?", between, field->name);
		arg_add(&args, name);
		between = " OR ";
	}
	buf_add_text(&sql, ") AND ");
	access_predicate(work, entity, VIEW, "c", &sql, &args);
	buf_add_text(&sql, " LIMIT 3");
	return db_query(work->db, sql_built(&sql), arg_list_args(&args));
}

struct rows *
pick_by_search(struct work *work, const struct entity *entity, struct str text)
{
	struct buf sql;
	struct arg_list args = { .count = 0 };
	struct search_query query;

	buf_init(&sql, work->arena, 16384);
	add_head(work, entity, &sql);
	if (search_query_read(work, entity, text, &query))
		search_from(work, entity, &query, &sql, &args);
	else
		buf_add_format(&sql, " FROM `%s` c WHERE 1", entity->name);
	buf_add_text(&sql, " AND ");
	access_predicate(work, entity, VIEW, "c", &sql, &args);
	buf_add_format(&sql, " ORDER BY c.id DESC LIMIT %d", PICKS_MAX);
	return db_query(work->db, sql_built(&sql), arg_list_args(&args));
}
