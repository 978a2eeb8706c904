/* metrics.c: everything that is counted, in Prometheus's text form, for those who may know it. */
#include "admin/admin.h"

#include "base/digest.h"
#include "base/host.h"
#include "base/meter.h"

enum { TOKEN_BYTES_MIN = 16 };

/* Whoever sits at this machine, not whoever is passed on by a proxy on it; or who has the token. */
static bool
may_know(const struct ctx *ctx)
{
	const struct request *request = ctx->request;
	struct str token = page_setting(ctx, "metrics_token", "");
	struct digest wanted, sent;

	if (!request->is_forwarded && (str_equal(request->remote, S("127.0.0.1")) || str_equal(request->remote, S("::1"))))
		return true;
	if (token.len < TOKEN_BYTES_MIN || !str_starts_with(request->authorization, S("Bearer ")))
		return false;
	wanted = digest_sha256(token);
	sent = digest_sha256(str_slice(request->authorization, 7, request->authorization.len));
	return digest_equal(&wanted, &sent);
}

static void
add_head(struct buf *body, const char *name, const char *type, const char *help)
{
	buf_add_format(body, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void
add_label(struct buf *body, const char *name, struct str value)
{
	buf_add_format(body, "%s=\"", name);
	for (size_t i = 0; i < value.len; i++) {
		if (value.data[i] == '"' || value.data[i] == '\\')
			buf_add_char(body, '\\');
		buf_add_char(body, value.data[i] == '\n' ? ' ' : value.data[i]);
	}
	buf_add_text(body, "\"");
}

/* Up to the brace that the caller closes. */
static void
add_series(struct buf *body, const char *name, const struct meter_route *route)
{
	buf_add_text(body, name);
	add_label(body, "{program", route->program);
	add_label(body, ",method", route->method);
	add_label(body, ",route", route->route);
}

static double
seconds(uint64_t us)
{
	return (double)us / 1000000;
}

static void
add_requests(struct buf *body, const struct meter_totals *totals)
{
	add_head(body, "qiao_requests_total", "counter", "Requests answered, by status; code 0 is any that has no series of its own.");
	for (size_t i = 0; i < totals->route_count; i++)
		for (size_t k = 0; k < METER_STATUSES; k++)
			if (totals->routes[i].by_status[k]) {
				add_series(body, "qiao_requests_total", &totals->routes[i]);
				buf_add_format(body, ",code=\"%d\"} %llu\n", meter_statuses[k], (unsigned long long)totals->routes[i].by_status[k]);
			}
}

static void
add_durations(struct buf *body, const struct meter_totals *totals)
{
	add_head(body, "qiao_request_duration_seconds", "histogram", "Time in the program, from the request read to the answer sent.");
	for (size_t i = 0; i < totals->route_count; i++) {
		const struct meter_route *route = &totals->routes[i];
		uint64_t below = 0;

		for (size_t k = 0; k < METER_BUCKETS; k++) {
			below += route->buckets[k];
			add_series(body, "qiao_request_duration_seconds_bucket", route);
			if (k < METER_BOUNDS)
				buf_add_format(body, ",le=\"%g\"} %llu\n", seconds(meter_bounds_us[k]), (unsigned long long)below);
			else
				buf_add_format(body, ",le=\"+Inf\"} %llu\n", (unsigned long long)below);
		}
		add_series(body, "qiao_request_duration_seconds_sum", route);
		buf_add_format(body, "} %.6f\n", seconds(route->wall_us));
		add_series(body, "qiao_request_duration_seconds_count", route);
		buf_add_format(body, "} %llu\n", (unsigned long long)below);
	}
}

static void
add_sums(struct buf *body, const struct meter_totals *totals)
{
	add_head(body, "qiao_request_user_cpu_seconds_total", "counter", "User time of the program.");
	for (size_t i = 0; i < totals->route_count; i++) {
		add_series(body, "qiao_request_user_cpu_seconds_total", &totals->routes[i]);
		buf_add_format(body, "} %.6f\n", seconds(totals->routes[i].user_us));
	}
	add_head(body, "qiao_database_seconds_total", "counter", "Time spent waiting for the database.");
	for (size_t i = 0; i < totals->route_count; i++) {
		add_series(body, "qiao_database_seconds_total", &totals->routes[i]);
		buf_add_format(body, "} %.6f\n", seconds(totals->routes[i].database_us));
	}
	add_head(body, "qiao_statements_total", "counter", "Statements run for requests.");
	for (size_t i = 0; i < totals->route_count; i++) {
		add_series(body, "qiao_statements_total", &totals->routes[i]);
		buf_add_format(body, "} %llu\n", (unsigned long long)totals->routes[i].statements);
	}
	add_head(body, "qiao_response_bytes_total", "counter", "Bytes of bodies sent, before compression.");
	for (size_t i = 0; i < totals->route_count; i++) {
		add_series(body, "qiao_response_bytes_total", &totals->routes[i]);
		buf_add_format(body, "} %llu\n", (unsigned long long)totals->routes[i].bytes);
	}
}

static void
add_program_row(struct buf *body, const char *name, const struct meter_program *program, uint64_t value)
{
	buf_add_text(body, name);
	add_label(body, "{program", program->name);
	buf_add_format(body, "} %llu\n", (unsigned long long)value);
}

static void
add_programs(struct buf *body, const struct meter_totals *totals)
{
	add_head(body, "qiao_workers", "gauge", "Processes that serve.");
	for (size_t i = 0; i < totals->program_count; i++)
		add_program_row(body, "qiao_workers", &totals->programs[i], totals->programs[i].workers);
	add_head(body, "qiao_worker_starts_total", "counter", "Processes started to serve.");
	for (size_t i = 0; i < totals->program_count; i++)
		add_program_row(body, "qiao_worker_starts_total", &totals->programs[i], totals->programs[i].starts);
	add_head(body, "qiao_worker_memory_bytes", "gauge", "Resident memory of the processes that serve.");
	for (size_t i = 0; i < totals->program_count; i++)
		add_program_row(body, "qiao_worker_memory_bytes", &totals->programs[i], totals->programs[i].memory_bytes);
	add_head(body, "qiao_database_connection_errors_total", "counter", "Times that the database could not be reached.");
	for (size_t i = 0; i < totals->program_count; i++)
		add_program_row(body, "qiao_database_connection_errors_total", &totals->programs[i], totals->programs[i].connection_errors);
}

struct disk {
	const char *name, *path;       /* path NULL: not on this machine */
};

static void
add_disks(struct buf *body, const struct disk *disks, size_t count)
{
	static const char *const names[] = { "qiao_disk_bytes", "qiao_disk_free_bytes" };
	static const char *const helps[] = { "Size of the disk.", "What is free on it." };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		add_head(body, names[i], "gauge", helps[i]);
		for (size_t k = 0; k < count; k++) {
			struct host_memory about;

			if (disks[k].path && host_disk(disks[k].path, &about))
				buf_add_format(body, "%s{disk=\"%s\"} %llu\n", names[i], disks[k].name, (unsigned long long)(i ? about.free_bytes : about.all_bytes));
		}
	}
}

static void
add_server(struct ctx *ctx, struct buf *body)
{
	struct rows *rows = db_query(ctx->db, SQL("SELECT (SELECT VARIABLE_VALUE FROM information_schema.GLOBAL_STATUS WHERE VARIABLE_NAME = 'THREADS_CONNECTED'),"
	                                          " @@max_connections, @@datadir"), NO_ARGS);
	bool is_up = rows_count(rows) == 1, is_here = is_up && !page_setting(ctx, "database_hosts", "").len;
	const struct disk disks[] = {
		{ "state", str_terminated(ctx->arena, page_setting(ctx, "state_dir", QIAO_STATE_DIR)) },
		{ "data", is_here ? str_terminated(ctx->arena, rows_cell(rows, 0, 2)) : NULL },
	};

	db_forgive(ctx->db);
	add_head(body, "qiao_database_up", "gauge", "1: the database answers.");
	buf_add_format(body, "qiao_database_up %d\n", is_up);
	if (is_up) {
		add_head(body, "qiao_database_threads", "gauge", "Connections that the database has open.");
		buf_add_format(body, "qiao_database_threads %.*s\n", STR_ARG(rows_cell(rows, 0, 0)));
		add_head(body, "qiao_database_threads_max", "gauge", "Connections that it allows.");
		buf_add_format(body, "qiao_database_threads_max %.*s\n", STR_ARG(rows_cell(rows, 0, 1)));
	}
	add_disks(body, disks, sizeof disks / sizeof *disks);
}

enum status
metrics(struct ctx *ctx)
{
	struct buf *body = &ctx->response.body;
	struct str folder = page_setting(ctx, "state_dir", QIAO_STATE_DIR);
	struct meter_totals totals;

	if (!may_know(ctx))
		return page_missing(ctx);
	response_header(&ctx->response, S("Content-Type"), S("text/plain; version=0.0.4; charset=utf-8"));
	add_head(body, "qiao_build_info", "gauge", "1, with the version.");
	buf_add_text(body, "qiao_build_info{version=\"" QIAO_VERSION "\"} 1\n");
	if (meter_read(ctx->arena, str_format(ctx->arena, "%.*s/metrics", STR_ARG(folder)).data, &totals)) {
		add_head(body, "qiao_counters_start_time_seconds", "gauge", "Since when is counted.");
		buf_add_format(body, "qiao_counters_start_time_seconds %.3f\n", (double)totals.made_at_us / 1000000);
		add_requests(body, &totals);
		add_durations(body, &totals);
		add_sums(body, &totals);
		add_programs(body, &totals);
	}
	add_server(ctx, body);
	ctx->keeps_body = true;
	return STATUS_OK;
}
