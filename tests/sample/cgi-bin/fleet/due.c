/* due.c: vehicles that nobody has inspected for a year. */
#include "fleet/fleet.h"

enum { YEAR_DAYS = 365, DUE_ROWS = 200 };

/* A year before today, or before the day of an as-of page. */
static struct str
year_before(struct ctx *ctx)
{
	struct date day = work_today(&ctx->work);

	if (ctx->work.as_of.data)
		date_parse(str_slice(work_local_time(&ctx->work, ctx->work.as_of), 0, 10), &day);
	return date_text(ctx->arena, date_from_days(date_to_days(day) - YEAR_DAYS));
}

static struct view
cell_view(struct ctx *ctx, const char *name, struct str value, struct str label)
{
	struct shown *shown = ARENA_NEW(ctx->arena, struct shown);

	kind_show(&ctx->work, entity_field(&vehicle_entity, str_from(name)), value, label, shown);
	return view_shown(shown);
}

static struct view
row_view(struct ctx *ctx, const struct rows *rows)
{
	struct view_map *row = view_map_new(ctx->arena);

	view_map_put_text(row, S("href"), record_href(&ctx->work, &vehicle_entity, rows_get(rows, S("id")), ""));
	view_map_put_text(row, S("plate"), rows_get(rows, S("plate")));
	view_map_put(row, S("customer"), cell_view(ctx, "customer_id", rows_get(rows, S("customer_id")), rows_get(rows, S("customer"))));
	view_map_put(row, S("inspected"), cell_view(ctx, "inspected_on", rows_get(rows, S("inspected_on")), NO_STR));
	return view_map(row);
}

enum status
due_show(struct ctx *ctx)
{
	struct view_list *list = view_list_new(ctx->arena);
	struct rows *rows = store_query(&ctx->work,
		SQL("SELECT v.id, v.plate, v.inspected_on, k.id AS customer_id, {title customer k} AS customer"
		    " FROM vehicle v LEFT JOIN customer k ON k.id = v.customer_id AND {visible customer k}"
		    " WHERE {visible vehicle v} AND (v.inspected_on IS NULL OR v.inspected_on < ?) ORDER BY v.inspected_on, v.id LIMIT 201"),
		ARGS(year_before(ctx)));
	bool has_more = rows_count(rows) > DUE_ROWS;

	for (size_t i = 0; i < DUE_ROWS && rows_next(rows); i++)
		view_list_add(list, row_view(ctx, rows));
	page_put_text(ctx, "title", page_text(ctx, N_("Inspection due")));
	page_put_text(ctx, "count_text", str_format(ctx->arena, "%zu%s", view_list_count(list), has_more ? "+" : ""));
	page_put(ctx, "rows", view_list(list));
	page_put(ctx, "no_rows", view_bool(view_list_count(list) == 0));
	return page_show(ctx, "fleet/due");
}
