/* performance_read.c: reads figures of routes and of the machine from samples, or from the counters themselves. */
#include <math.h>

#include "admin/performance.h"
#include "mining/quantile.h"

/* The columns of struct figures, in its order. */
#define FIGURE_SUMS \
	"SUM(s.requests), SUM(s.refused), SUM(s.errors), SUM(s.wall_us), SUM(s.user_us), SUM(s.statements), SUM(s.database_us), " \
	"SUM(s.bytes), SUM(s.b0), SUM(s.b1), SUM(s.b2), SUM(s.b3), SUM(s.b4), SUM(s.b5), SUM(s.b6), SUM(s.b7), SUM(s.b8), SUM(s.b9), " \
	"SUM(s.b10), SUM(s.b11), SUM(s.b12), SUM(s.b13), SUM(s.b14), SUM(s.b15), SUM(s.b16), SUM(s.b17), SUM(s.b18), SUM(s.b19), " \
	"SUM(s.b20), SUM(s.b21), SUM(s.b22), SUM(s.b23), SUM(s.b24)"

enum { FIGURES = 8 + METER_BUCKETS };

const struct span performance_spans[] = {
	{ "hour", N_("Last hour"), INT64_C(3600000000), "16" },
	{ "day", N_("Last day"), INT64_C(86400000000), "15" },
	{ "week", N_("Last week"), INT64_C(604800000000), "13" },
	{ "quarter", N_("Last 90 days"), INT64_C(7776000000000), "10" },
	{ "all", N_("Since counting began"), 0, "" },
	{ .name = NULL }
};

void
figures_add(struct figures *to, const struct figures *more)
{
	to->requests += more->requests;
	to->refused += more->refused;
	to->errors += more->errors;
	to->wall_us += more->wall_us;
	to->user_us += more->user_us;
	to->statements += more->statements;
	to->database_us += more->database_us;
	to->bytes += more->bytes;
	for (size_t i = 0; i < METER_BUCKETS; i++)
		to->buckets[i] += more->buckets[i];
}

double
figures_quantile(const struct figures *figures, double q)
{
	double bounds[METER_BOUNDS];

	for (size_t i = 0; i < METER_BOUNDS; i++)
		bounds[i] = (double)meter_bounds_us[i] / 1000;
	return quantile_of_buckets(figures->buckets, bounds, METER_BOUNDS, q);
}

double
figures_per_cent(uint64_t part, uint64_t whole)
{
	return whole ? (double)part * 100 / (double)whole : NAN;
}

double
figures_per_request(const struct figures *figures, uint64_t sum)
{
	return figures->requests ? (double)sum / (double)figures->requests : NAN;
}

static struct figures
row_figures(struct rows *rows, size_t row, size_t first)
{
	struct figures figures = { .requests = 0 };
	uint64_t *const to[] = { &figures.requests, &figures.refused, &figures.errors, &figures.wall_us, &figures.user_us,
	                         &figures.statements, &figures.database_us, &figures.bytes };

	for (size_t i = 0; i < FIGURES; i++)
		str_to_u64(rows_cell(rows, row, first + i), i < 8 ? to[i] : &figures.buckets[i - 8]);
	return figures;
}

static double
cell_number(struct ctx *ctx, struct rows *rows, size_t row, size_t column)
{
	struct str text = rows_cell(rows, row, column), whole, rest = text;
	uint64_t number = 0, part = 0;
	double scale = 1;

	(void)ctx;
	if (!str_cut(&rest, '.', &whole) || !str_to_u64(whole, &number))
		return NAN;
	rest = str_slice(rest, 0, 6);
	str_to_u64(rest, &part);
	for (size_t i = 0; i < rest.len; i++)
		scale *= 10;
	return (double)number + (double)part / scale;
}

static void
read_routes(struct performance *performance, struct str since)
{
	struct ctx *ctx = performance->ctx;
	struct rows *rows = db_query(ctx->db, SQL("SELECT c.program, c.method, c.route, " FIGURE_SUMS " FROM route_sample s JOIN route_counter c ON c.id = s.route_id"
	                                          " WHERE s.at > ? GROUP BY c.program, c.method, c.route"), ARGS(since));

	performance->route_count = rows_count(rows);
	performance->routes = ARENA_ARRAY(ctx->arena, struct route_figures, rows_count(rows) + 1);
	for (size_t i = 0; i < rows_count(rows); i++)
		performance->routes[i] = (struct route_figures){ rows_cell(rows, i, 0), rows_cell(rows, i, 1), rows_cell(rows, i, 2), row_figures(rows, i, 3) };
	performance->is_sampled = rows_count(rows) > 0;
}

/* Each moment of the machine, with what was answered in it; there is one even where nobody asked for anything. */
static void
read_moments(struct performance *performance, struct str since)
{
	struct ctx *ctx = performance->ctx;
	struct str cut = str_from(performance->span->cut);
	struct rows *hosts = db_query(ctx->db, SQL("SELECT LEFT(at, ?) moment, AVG(cpu_user + cpu_system + cpu_wait), AVG(100 - 100 * memory_free_bytes / memory_bytes),"
	                                           " AVG(100 - 100 * IFNULL(data_free_bytes, state_free_bytes) / IFNULL(data_bytes, state_bytes)),"
	                                           " SUM(seconds) / COUNT(DISTINCT host) FROM host_sample WHERE at > ? GROUP BY moment ORDER BY moment"), ARGS(cut, since));
	struct rows *rows = db_query(ctx->db, SQL("SELECT LEFT(s.at, ?) moment, " FIGURE_SUMS " FROM route_sample s WHERE s.at > ? GROUP BY moment ORDER BY moment"),
	                             ARGS(cut, since));
	size_t row = 0;

	performance->moments = ARENA_ARRAY(ctx->arena, struct moment_figures, rows_count(hosts) + 1);
	for (size_t i = 0; i < rows_count(hosts); i++) {
		struct moment_figures *moment = &performance->moments[performance->moment_count++];

		*moment = (struct moment_figures){ .at = rows_cell(hosts, i, 0), .cpu = cell_number(ctx, hosts, i, 1), .memory = cell_number(ctx, hosts, i, 2),
		                                   .disk = cell_number(ctx, hosts, i, 3), .seconds = cell_number(ctx, hosts, i, 4) };
		while (row < rows_count(rows) && str_compare(rows_cell(rows, row, 0), moment->at) < 0)
			row++;
		if (row < rows_count(rows) && str_equal(rows_cell(rows, row, 0), moment->at))
			moment->figures = row_figures(rows, row, 1);
		performance->seconds += isnan(moment->seconds) ? 0 : moment->seconds;
	}
}

static struct figures
counted_figures(const struct meter_route *route)
{
	struct figures figures = { .requests = route->requests, .wall_us = route->wall_us, .user_us = route->user_us, .statements = route->statements,
	                           .database_us = route->database_us, .bytes = route->bytes };

	for (size_t i = 0; i < METER_STATUSES; i++) {
		figures.refused += meter_statuses[i] / 100 == 4 ? route->by_status[i] : 0;
		figures.errors += meter_statuses[i] / 100 == 5 ? route->by_status[i] : 0;
	}
	for (size_t i = 0; i < METER_BUCKETS; i++)
		figures.buckets[i] = route->buckets[i];
	return figures;
}

static void
read_counters(struct performance *performance, const struct meter_totals *totals)
{
	performance->routes = ARENA_ARRAY(performance->ctx->arena, struct route_figures, totals->route_count + 1);
	for (size_t i = 0; i < totals->route_count; i++) {
		const struct meter_route *route = &totals->routes[i];

		if (route->requests)
			performance->routes[performance->route_count++] = (struct route_figures){ route->program, route->method, route->route, counted_figures(route) };
	}
	performance->seconds = (double)(performance->ctx->work.now_us - totals->made_at_us) / 1000000;
}

void
performance_read(struct performance *performance, struct ctx *ctx)
{
	struct str wanted = page_param(ctx, "span"), folder = page_setting(ctx, "state_dir", QIAO_STATE_DIR);
	const struct span *span = performance_spans;
	struct meter_totals totals;

	*performance = (struct performance){ .ctx = ctx };
	performance->is_counted = meter_read(ctx->arena, str_format(ctx->arena, "%.*s/metrics", STR_ARG(folder)).data, &totals);
	while (span->name && !str_equal_text(wanted, span->name))
		span++;
	performance->span = span->name ? span : performance_spans;
	if (performance->span->us) {
		struct str since = instant_text(ctx->arena, ctx->work.now_us - performance->span->us);

		read_routes(performance, since);
		read_moments(performance, since);
	}
	if (!wanted.data && !performance->is_sampled)
		while (performance->span->us)
			performance->span++;
	if (performance->span->us == 0) {
		performance->moment_count = performance->route_count = 0;
		read_counters(performance, &totals);
	}
	for (size_t i = 0; i < performance->route_count; i++)
		figures_add(&performance->all, &performance->routes[i].figures);
}

struct moment_figures *
performance_read_route(struct ctx *ctx, struct str program, struct str method, struct str route, struct str since, size_t *count)
{
	struct rows *rows = db_query(ctx->db, SQL("SELECT LEFT(s.at, 16) moment, " FIGURE_SUMS " FROM route_counter c JOIN route_sample s ON s.route_id = c.id"
	                                          " WHERE c.program = ? AND c.method = ? AND c.route = ? AND s.at > ? GROUP BY moment ORDER BY moment"),
	                             ARGS(program, method, route, since));
	struct moment_figures *moments = ARENA_ARRAY(ctx->arena, struct moment_figures, rows_count(rows) + 1);

	for (size_t i = 0; i < rows_count(rows); i++)
		moments[i] = (struct moment_figures){ .at = rows_cell(rows, i, 0), .figures = row_figures(rows, i, 1), .cpu = NAN, .memory = NAN, .disk = NAN, .seconds = NAN };
	*count = rows_count(rows);
	return moments;
}

size_t
performance_fold(struct moment_figures *moments, size_t count, size_t most)
{
	size_t each = (count + most - 1) / most, folded = 0;

	for (size_t i = 0; i < count && each > 1; i += each) {
		struct moment_figures one = moments[i];
		size_t many = 1;

		for (; many < each && i + many < count; many++) {
			const struct moment_figures *more = &moments[i + many];

			figures_add(&one.figures, &more->figures);
			one.seconds += more->seconds;
			one.cpu += more->cpu;
			one.memory += more->memory;
			one.disk += more->disk;
		}
		one.cpu /= (double)many;
		one.memory /= (double)many;
		one.disk /= (double)many;
		moments[folded++] = one;
	}
	return each > 1 ? folded : count;
}
