/* slow_statements.c: statements that took longer than they should, and how the database runs them. */
#include "admin/performance.h"

enum { SHOWN = 12, TEXT_BYTES = 1500 };

/* Columns of the statement below. */
enum { TEXT_OF, PROGRAM_OF, ROUTE_OF, USES, TOTAL_US, MAX_US, LAST_AT, LAST_REQUEST, PLAN, PLANNED_AT };

static const char *const plan_heads[] = { N_("Line no."), N_("Kind"), N_("Database table"), N_("Way of reading"), N_("Possible keys"), N_("Key"), N_("Key length"), N_("Compared with"), N_("Rows"), N_("Remarks") };

static struct view
plan_view(struct ctx *ctx, struct str plan)
{
	struct view_map *table = view_map_new(ctx->arena);
	struct view_list *columns = view_list_new(ctx->arena), *rows = view_list_new(ctx->arena);
	struct str line, cell;

	for (size_t i = 0; i < sizeof plan_heads / sizeof *plan_heads; i++)
		column_add(ctx, columns, plan_heads[i], NO_STR, false);
	while (str_cut(&plan, '\n', &line) && line.len) {
		struct view_list *cells = view_list_new(ctx->arena);
		struct view_map *row = view_map_new(ctx->arena);

		while (str_cut(&line, '\t', &cell))
			cell_add(ctx, cells, cell, false);
		view_map_put(row, S("cells"), view_list(cells));
		view_list_add(rows, view_map(row));
	}
	view_map_put(table, S("columns"), view_list(columns));
	view_map_put(table, S("rows"), view_list(rows));
	return view_map(table);
}

static double
ms_of(struct rows *rows, size_t row, size_t column)
{
	uint64_t us = 0;

	str_to_u64(rows_cell(rows, row, column), &us);
	return (double)us / 1000;
}

static struct view
statement_view(struct ctx *ctx, struct rows *rows, size_t row)
{
	struct view_map *map = view_map_new(ctx->arena);
	struct str text = rows_cell(rows, row, TEXT_OF), plan = rows_cell(rows, row, PLAN);
	uint64_t uses = 1;

	str_to_u64(rows_cell(rows, row, USES), &uses);
	view_map_put_text(map, S("number"), str_from_u64(ctx->arena, row + 1));
	view_map_put_text(map, S("text"), text.len > TEXT_BYTES ? str_join(ctx->arena, str_slice(text, 0, TEXT_BYTES), S(" …")) : text);
	view_map_put_text(map, S("route"), rows_cell(rows, row, ROUTE_OF));
	view_map_put_text(map, S("program"), rows_cell(rows, row, PROGRAM_OF));
	view_map_put_text(map, S("uses"), shown_count(ctx->arena, uses));
	view_map_put_text(map, S("average"), shown_ms(ctx->arena, ms_of(rows, row, TOTAL_US) / (double)(uses ? uses : 1)));
	view_map_put_text(map, S("most"), shown_ms(ctx->arena, ms_of(rows, row, MAX_US)));
	view_map_put_text(map, S("last_at"), work_local_time(&ctx->work, rows_cell(rows, row, LAST_AT)));
	view_map_put_text(map, S("request"), rows_cell(rows, row, LAST_REQUEST));
	if (plan.len) {
		view_map_put(map, S("plan"), plan_view(ctx, plan));
		view_map_put_text(map, S("planned_at"), work_local_time(&ctx->work, rows_cell(rows, row, PLANNED_AT)));
	}
	return view_map(map);
}

enum status
slow_statements_show(struct ctx *ctx)
{
	struct str route = page_param(ctx, "route"), any = S("1");
	struct rows *rows = db_query(ctx->db, SQL("SELECT text, program, route, uses, total_us, max_us, last_at, last_request, plan, planned_at FROM slow_statement"
	                                          " WHERE route = ? OR ? = '1' ORDER BY total_us DESC LIMIT 12"), ARGS(route, route.len ? S("0") : any));
	struct view_list *statements = view_list_new(ctx->arena);

	for (size_t row = 0; row < rows_count(rows) && row < SHOWN; row++)
		view_list_add(statements, statement_view(ctx, rows, row));
	page_put_text(ctx, "title", page_text(ctx, N_("Slow statements")));
	page_put_text(ctx, "count_text", route.len ? route : S(""));
	page_put_text(ctx, "threshold_ms", page_setting(ctx, "slow_statement_ms", "200"));
	page_put(ctx, "statements", view_list(statements));
	page_put(ctx, "has_statements", view_bool(rows_count(rows) > 0));
	return page_show(ctx, "admin/slow_statements");
}
