/* performance_route.c: one route over time, and before and after a moment: whether a change made it faster. */
#include <math.h>

#include "admin/performance.h"
#include "base/url_query.h"

enum { CHART_POINTS = 48, DAY_MINUTES = 1440, SPAN_DAYS_MAX = 90 };

struct comparison {
	struct str program, method, route;
	int64_t when_us;
	struct figures before, after;
	struct moment_figures *moments;
	size_t count;
};

/* The moment asked for, on the reader's clock; a day ago if none is. */
static void
read_wishes(struct ctx *ctx, struct comparison *comparison)
{
	int64_t day_us = INT64_C(86400000000), us;
	struct str when = page_param(ctx, "when");

	*comparison = (struct comparison){ .program = page_param(ctx, "program"), .method = page_param(ctx, "method"), .route = page_param(ctx, "route") };
	if (!comparison->route.data) {
		comparison->program = S("customers");
		comparison->method = S("GET");
		comparison->route = S("/customers");
	}
	comparison->when_us = ctx->work.now_us - day_us;
	if (instant_parse_local(str_trim(when), ctx->actor.zone, &us) && us < ctx->work.now_us &&
	    us > ctx->work.now_us - SPAN_DAYS_MAX / 2 * day_us)
		comparison->when_us = us;
}

/* As long before the moment as has passed since. */
static void
compare(struct ctx *ctx, struct comparison *comparison)
{
	struct str since = instant_text(ctx->arena, 2 * comparison->when_us - ctx->work.now_us), when = instant_text(ctx->arena, comparison->when_us);

	comparison->moments = performance_read_route(ctx, comparison->program, comparison->method, comparison->route, since, &comparison->count);
	for (size_t i = 0; i < comparison->count; i++)
		figures_add(str_compare(comparison->moments[i].at, str_slice(when, 0, 16)) < 0 ? &comparison->before : &comparison->after, &comparison->moments[i].figures);
}

static void
put_chart(struct ctx *ctx, struct view_list *charts, const struct comparison *comparison, const char *title, bool is_time)
{
	struct chart_point *points = ARENA_ARRAY(ctx->arena, struct chart_point, comparison->count + 1);
	struct chart chart = { .title = page_text(ctx, title), .text = page_text(ctx, title), .label_head = page_text(ctx, N_("Time")), .points = points, .count = comparison->count,
	                       .value_head = page_text(ctx, is_time ? N_("p95, ms") : N_("Database, ms each")), .target_head = page_text(ctx, is_time ? N_("p50, ms") : N_("Statements each")) };

	for (size_t i = 0; i < comparison->count; i++) {
		const struct figures *figures = &comparison->moments[i].figures;
		double value = is_time ? figures_quantile(figures, 0.95) : figures_per_request(figures, figures->database_us) / 1000;
		double target = is_time ? figures_quantile(figures, 0.5) : figures_per_request(figures, figures->statements);

		points[i] = (struct chart_point){ .label = moment_label(ctx, comparison->moments[i].at, true), .value = value, .shown = shown_number(ctx->arena, value, 1),
		                                  .target = target, .target_shown = shown_number(ctx->arena, target, 1) };
	}
	view_list_add(charts, chart_line(ctx->arena, &chart));
}

static void
add_side(struct ctx *ctx, struct view_list *rows, const char *label, const struct figures *figures)
{
	struct view_list *cells = view_list_new(ctx->arena);

	cell_add(ctx, cells, shown_count(ctx->arena, figures->requests), true);
	cell_add(ctx, cells, shown_ms(ctx->arena, figures_quantile(figures, 0.5)), true);
	cell_add(ctx, cells, shown_ms(ctx->arena, figures_quantile(figures, 0.95)), true);
	cell_add(ctx, cells, shown_ms(ctx->arena, figures_quantile(figures, 0.99)), true);
	cell_add(ctx, cells, shown_per_cent(ctx->arena, figures_per_cent(figures->errors, figures->requests)), true);
	cell_add(ctx, cells, shown_number(ctx->arena, figures_per_request(figures, figures->statements), 2), true);
	cell_add(ctx, cells, shown_ms(ctx->arena, figures_per_request(figures, figures->database_us) / 1000), true);
	row_add(ctx, rows, page_text(ctx, label), S(""), cells);
}

static void
put_sides(struct ctx *ctx, const struct comparison *comparison)
{
	static const char *const heads[] = { N_("Requests served"), N_("p50"), N_("p95"), N_("p99"), N_("Errors"), N_("Statements each"), N_("Database each") };
	struct view_list *columns = view_list_new(ctx->arena), *rows = view_list_new(ctx->arena);

	column_add(ctx, columns, N_("Time"), NO_STR, false);
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
		column_add(ctx, columns, heads[i], NO_STR, true);
	add_side(ctx, rows, N_("Before"), &comparison->before);
	add_side(ctx, rows, N_("After"), &comparison->after);
	table_put(ctx, page_text(ctx, N_("Before and after")), columns, rows);
}

static void
add_hidden(struct ctx *ctx, struct view_list *hidden, const char *name, struct str value)
{
	struct view_map *map = view_map_new(ctx->arena);

	view_map_put_text(map, S("name"), str_from(name));
	view_map_put_text(map, S("value"), value);
	view_list_add(hidden, view_map(map));
}

static void
put_bar(struct ctx *ctx, const struct comparison *comparison)
{
	struct view_list *hidden = view_list_new(ctx->arena), *filters = view_list_new(ctx->arena);
	struct view_map *filter = view_map_new(ctx->arena);

	add_hidden(ctx, hidden, "program", comparison->program);
	add_hidden(ctx, hidden, "method", comparison->method);
	add_hidden(ctx, hidden, "route", comparison->route);
	view_map_put_text(filter, S("name"), S("when"));
	view_map_put_text(filter, S("id"), S("filter-when"));
	view_map_put_text(filter, S("label"), page_text(ctx, N_("Compare before and after")));
	view_map_put(filter, S("is_select"), view_bool(false));
	view_map_put(filter, S("is_text"), view_bool(true));
	view_map_put_text(filter, S("value"), work_local_time(&ctx->work, instant_text(ctx->arena, comparison->when_us)));
	view_list_add(filters, view_map(filter));
	page_put_text(ctx, "filter_action", S("/system/performance/route"));
	page_put(ctx, "hidden", view_list(hidden));
	page_put(ctx, "filters", view_list(filters));
	page_put(ctx, "has_filters", view_bool(true));
	page_put(ctx, "has_figures_line", view_bool(false));
}

enum status
performance_route_show(struct ctx *ctx)
{
	struct comparison comparison;
	struct view_list *charts = view_list_new(ctx->arena);
	struct url_query url;

	read_wishes(ctx, &comparison);
	compare(ctx, &comparison);
	page_put_text(ctx, "title", str_format(ctx->arena, "%.*s %.*s", STR_ARG(comparison.method), STR_ARG(comparison.route)));
	page_put_text(ctx, "count_text", comparison.program);
	put_bar(ctx, &comparison);
	comparison.count = performance_fold(comparison.moments, comparison.count, CHART_POINTS);
	put_chart(ctx, charts, &comparison, N_("Response time"), true);
	put_chart(ctx, charts, &comparison, N_("Work of the database"), false);
	page_put(ctx, "charts", view_list(charts));
	put_sides(ctx, &comparison);
	url_query_start(&url, ctx->arena, S("/system/performance/statements"));
	url_query_add(&url, S("route"), comparison.route);
	page_put_text(ctx, "statements_href", url_query_end(&url, NO_STR));
	return page_show(ctx, "admin/performance_route");
}
