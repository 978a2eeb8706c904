/* performance.c: how fast Qiao answers, how much, how well; each route; and the seed's index beside it. */
#include <math.h>
#include <stdlib.h>

#include "admin/performance.h"
#include "base/url_query.h"
#include "mining/quantile.h"

enum { CHART_POINTS = 48, ROUTES_SHOWN = 100 };

static struct str
href_with(struct ctx *ctx, struct str span, struct str sort)
{
	struct url_query url;

	url_query_start(&url, ctx->arena, S("/system/performance"));
	if (span.len)
		url_query_add(&url, S("span"), span);
	if (sort.len)
		url_query_add(&url, S("sort"), sort);
	return url_query_end(&url, NO_STR);
}

static void
put_spans(struct ctx *ctx, const struct performance *performance)
{
	struct view_list *spans = view_list_new(ctx->arena);

	for (const struct span *span = performance_spans; span->name; span++)
		tab_add(ctx, spans, page_text(ctx, span->label), href_with(ctx, str_from(span->name), page_param(ctx, "sort")), span == performance->span);
	page_put(ctx, "groups_by", view_list(spans));
	page_put(ctx, "has_figures_line", view_bool(false));
}

/* --- figures -------------------------------------------------------------------- */

static void
put_tiles(struct ctx *ctx, const struct performance *performance)
{
	const struct figures *all = &performance->all;
	struct view_list *tiles = view_list_new(ctx->arena);
	double minutes = performance->seconds / 60, spi = spi_waiting((double)all->wall_us, (double)all->user_us);
	double efficiency = spi_efficiency((double)all->wall_us, (double)all->user_us) * 100;

	tile_add(ctx, tiles, N_("Half are faster than (p50)"), shown_ms(ctx->arena, figures_quantile(all, 0.5)), S(""));
	tile_add(ctx, tiles, N_("95 of 100 are faster than (p95)"), shown_ms(ctx->arena, figures_quantile(all, 0.95)), S(""));
	tile_add(ctx, tiles, N_("99 of 100 are faster than (p99)"), shown_ms(ctx->arena, figures_quantile(all, 0.99)), S(""));
	tile_add(ctx, tiles, N_("Requests per minute"), shown_number(ctx->arena, minutes > 0 ? (double)all->requests / minutes : NAN, 1),
	         work_say(&ctx->work, N_("{0} in all"), shown_count(ctx->arena, all->requests), NO_STR));
	tile_add(ctx, tiles, N_("Errors"), shown_per_cent(ctx->arena, figures_per_cent(all->errors, all->requests)),
	         work_say(&ctx->work, N_("{0} failed, {1} were refused"), shown_count(ctx->arena, all->errors), shown_count(ctx->arena, all->refused)));
	tile_add(ctx, tiles, N_("SPI, waiting factor"), shown_number(ctx->arena, spi, 2),
	         work_say(&ctx->work, N_("efficiency {0}"), shown_per_cent(ctx->arena, efficiency), NO_STR));
	page_put(ctx, "tiles", view_list(tiles));
	page_put(ctx, "has_tiles", view_bool(true));
}

/* The sums behind the index, as people would put them into the formula. */
static void
put_index(struct ctx *ctx, const struct performance *performance)
{
	const struct figures *all = &performance->all;
	double wall = (double)all->wall_us / 1000000, user = (double)all->user_us / 1000000;

	page_put_text(ctx, "spi_wall", shown_number(ctx->arena, wall, 2));
	page_put_text(ctx, "spi_user", shown_number(ctx->arena, user, 2));
	page_put_text(ctx, "spi", shown_number(ctx->arena, spi_waiting(wall, user), 2));
	page_put_text(ctx, "spi_efficiency", shown_number(ctx->arena, spi_efficiency(wall, user), 3));
	page_put_text(ctx, "spi_p50", shown_ms(ctx->arena, figures_quantile(all, 0.5)));
	page_put_text(ctx, "spi_p95", shown_ms(ctx->arena, figures_quantile(all, 0.95)));
	page_put_text(ctx, "spi_p99", shown_ms(ctx->arena, figures_quantile(all, 0.99)));
}

/* --- pictures -------------------------------------------------------------------- */

enum line { RESPONSE, THROUGHPUT, ERRORS, MACHINE, DISK, LINES };

static const struct {
	const char *title, *value_head, *target_head;
} lines[LINES] = {
	[RESPONSE] = { N_("Response time"), N_("p95, ms"), N_("p50, ms") }, [THROUGHPUT] = { N_("Throughput"), N_("Requests per minute"), "" },
	[ERRORS] = { N_("Errors"), N_("Share of requests, %"), "" }, [MACHINE] = { N_("Processors and memory"), N_("Processors in use, %"), N_("Memory in use, %") },
	[DISK] = { N_("Disk"), N_("In use, %"), "" },
};

static double
line_value(enum line line, const struct moment_figures *moment)
{
	const struct figures *figures = &moment->figures;

	switch (line) {
	case RESPONSE:
		return figures_quantile(figures, 0.95);
	case THROUGHPUT:
		return moment->seconds > 0 ? (double)figures->requests * 60 / moment->seconds : NAN;
	case ERRORS:
		return figures_per_cent(figures->errors, figures->requests);
	case MACHINE:
		return moment->cpu;
	case DISK:
		return moment->disk;
	case LINES:
		break;
	}
	return NAN;
}

static struct view
line_view(struct ctx *ctx, const struct performance *performance, enum line line)
{
	struct chart_point *points = ARENA_ARRAY(ctx->arena, struct chart_point, performance->moment_count + 1);
	struct chart chart = { .title = page_text(ctx, lines[line].title), .text = page_text(ctx, lines[line].title), .label_head = page_text(ctx, N_("Time")),
	                       .value_head = page_text(ctx, lines[line].value_head), .points = points, .count = performance->moment_count };

	if (lines[line].target_head[0])
		chart.target_head = page_text(ctx, lines[line].target_head);
	for (size_t i = 0; i < performance->moment_count; i++) {
		const struct moment_figures *moment = &performance->moments[i];
		double value = line_value(line, moment);
		double target = line == RESPONSE ? figures_quantile(&moment->figures, 0.5) : line == MACHINE ? moment->memory : NAN;

		points[i] = (struct chart_point){ .label = moment_label(ctx, moment->at, false), .value = value, .shown = shown_number(ctx->arena, value, 1) };
		if (!isnan(target)) {
			points[i].target = target;
			points[i].target_shown = shown_number(ctx->arena, target, 1);
		}
	}
	return chart_line(ctx->arena, &chart);
}

static void
put_lines(struct ctx *ctx, struct performance *performance)
{
	struct view_list *charts = view_list_new(ctx->arena);

	performance->moment_count = performance_fold(performance->moments, performance->moment_count, CHART_POINTS);
	for (enum line line = RESPONSE; line < LINES && performance->moment_count; line++)
		view_list_add(charts, line_view(ctx, performance, line));
	page_put(ctx, "charts", view_list(charts));
	if (!performance->moment_count)
		page_put_text(ctx, "no_samples", page_text(ctx, performance->span->us ? N_("Nothing was sampled in this time: let a timer run \"qiao sample\" once a minute (httpd-conf/systemd has one).") :
		                                           N_("These are the counters themselves. For pictures over time choose a span above; a timer that runs \"qiao sample\" once a minute fills them.")));
}

/* --- routes ------------------------------------------------------------------------ */

/* What a route is sorted by, the largest first. */
static double
share_of(const struct route_figures *route)
{
	return (double)route->figures.wall_us;
}

static double
requests_of(const struct route_figures *route)
{
	return (double)route->figures.requests;
}

static double
p50_of(const struct route_figures *route)
{
	return figures_quantile(&route->figures, 0.5);
}

static double
p95_of(const struct route_figures *route)
{
	return figures_quantile(&route->figures, 0.95);
}

static double
p99_of(const struct route_figures *route)
{
	return figures_quantile(&route->figures, 0.99);
}

static double
errors_of(const struct route_figures *route)
{
	return figures_per_cent(route->figures.errors, route->figures.requests);
}

static double
statements_of(const struct route_figures *route)
{
	return figures_per_request(&route->figures, route->figures.statements);
}

static double
database_of(const struct route_figures *route)
{
	return figures_per_request(&route->figures, route->figures.database_us);
}

static const struct order {
	const char *name, *label;
	double (*value)(const struct route_figures *route);
} orders[] = {
	{ "requests", N_("Requests served"), requests_of }, { "p50", N_("p50"), p50_of }, { "p95", N_("p95"), p95_of }, { "p99", N_("p99"), p99_of },
	{ "errors", N_("Errors"), errors_of }, { "statements", N_("Statements each"), statements_of }, { "database", N_("Database each"), database_of },
	{ "share", N_("Share of all time"), share_of }, { .name = NULL }
};

struct sorted {
	const struct route_figures *route;
	double by;
};

static int
larger_first(const void *a, const void *b)
{
	const struct sorted *x = a, *y = b;

	return x->by != y->by ? (x->by < y->by) - (x->by > y->by) : str_compare(x->route->route, y->route->route);
}

static void
add_route(struct ctx *ctx, struct view_list *rows, const struct performance *performance, const struct route_figures *route)
{
	struct view_list *cells = view_list_new(ctx->arena);
	const struct figures *figures = &route->figures;
	struct url_query url;

	url_query_start(&url, ctx->arena, S("/system/performance/route"));
	url_query_add(&url, S("program"), route->program);
	url_query_add(&url, S("method"), route->method);
	url_query_add(&url, S("route"), route->route);
	cell_add(ctx, cells, route->program, false);
	cell_add(ctx, cells, shown_count(ctx->arena, figures->requests), true);
	cell_add(ctx, cells, shown_ms(ctx->arena, p50_of(route)), true);
	cell_add(ctx, cells, shown_ms(ctx->arena, p95_of(route)), true);
	cell_add(ctx, cells, shown_ms(ctx->arena, p99_of(route)), true);
	cell_add(ctx, cells, shown_per_cent(ctx->arena, errors_of(route)), true);
	cell_add(ctx, cells, shown_number(ctx->arena, statements_of(route), 1), true);
	cell_add(ctx, cells, shown_ms(ctx->arena, database_of(route) / 1000), true);
	cell_add(ctx, cells, shown_per_cent(ctx->arena, figures_per_cent(figures->wall_us, performance->all.wall_us)), true);
	row_add(ctx, rows, str_format(ctx->arena, "%.*s %.*s", STR_ARG(route->method), STR_ARG(route->route)), url_query_end(&url, NO_STR), cells);
}

static void
put_routes(struct ctx *ctx, const struct performance *performance)
{
	struct view_list *columns = view_list_new(ctx->arena), *rows = view_list_new(ctx->arena);
	struct sorted *sorted = ARENA_ARRAY(ctx->arena, struct sorted, performance->route_count + 1);
	struct str wanted = page_param(ctx, "sort"), span = S("");
	const struct order *order = orders;

	while (order[1].name && !str_equal_text(wanted, order->name))
		order++;
	if (page_param(ctx, "span").data)
		span = str_from(performance->span->name);
	for (size_t i = 0; i < performance->route_count; i++) {
		double by = order->value(&performance->routes[i]);

		sorted[i] = (struct sorted){ &performance->routes[i], isnan(by) ? -1 : by };
	}
	qsort(sorted, performance->route_count, sizeof *sorted, larger_first);
	column_add(ctx, columns, N_("Route"), NO_STR, false);
	column_add(ctx, columns, N_("Program"), NO_STR, false);
	for (const struct order *each = orders; each->name; each++)
		column_add(ctx, columns, each->label, each == order ? NO_STR : href_with(ctx, span, str_from(each->name)), true);
	for (size_t i = 0; i < performance->route_count && i < ROUTES_SHOWN; i++)
		add_route(ctx, rows, performance, sorted[i].route);
	if (performance->route_count)
		table_put(ctx, work_say(&ctx->work, N_("Routes, by: {0}"), page_text(ctx, order->label), NO_STR), columns, rows);
	else
		no_rows_put(ctx, performance->is_counted ? N_("Nothing was counted in this time.") :
		            N_("Nothing is counted here: state_dir in qiao.conf must be a folder that the web server's account may write to."));
}

enum status
performance_show(struct ctx *ctx)
{
	struct performance performance;

	performance_read(&performance, ctx);
	page_put_text(ctx, "title", page_text(ctx, N_("Performance")));
	page_put_text(ctx, "count_text", page_text(ctx, performance.span->label));
	put_spans(ctx, &performance);
	put_tiles(ctx, &performance);
	put_index(ctx, &performance);
	put_lines(ctx, &performance);
	put_routes(ctx, &performance);
	return page_show(ctx, "admin/performance");
}
