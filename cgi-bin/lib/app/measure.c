/* measure.c: counts and logs what a request cost, and has slow statements explained when nobody waits for it. */
#include "app/measure.h"

#include <errno.h>
#include <string.h>
#include <sys/resource.h>

#include "app/program.h"
#include "base/digest.h"
#include "base/log.h"
#include "base/meter.h"

enum { SLOW_MS = 200, SLOW_EACH_US = 100000, PLAN_BYTES = 16000, LOGGED_BYTES = 1500 };

static const char *const method_names[] = { [METHOD_GET] = "GET", [METHOD_POST] = "POST", [METHOD_OTHER] = "OTHER" };

void
measure_open(struct program *program, bool is_cgi)
{
	struct arena *arena = &program->arena;
	const struct config *config = program->config;
	struct str folder = config_get(config, "state_dir", QIAO_STATE_DIR), log_file = config_get(config, "log_file", "");

	log_open(log_file.len ? str_terminated(arena, log_file) : NULL, str_equal(config_get(config, "log_format", "text"), S("json")));
	program->logs_requests = config_is_on(config, "log_requests", log_file.len > 0);
	db_keep_slow(program->db, config_number(config, "slow_statement_ms", SLOW_MS) * 1000);
	program->meter = folder.len ? meter_open(arena, str_format(arena, "%.*s/metrics", STR_ARG(folder)).data, program->area->name) : NULL;
	/* A program for each click would say it with each click. */
	if (!program->meter && folder.len && !is_cgi)
		log_event("metrics", "nothing is counted: %.*s/metrics: %s; state_dir must be a folder that this account may write to", STR_ARG(folder), strerror(errno));
}

uint64_t
measure_user_us(void)
{
	struct rusage usage;

	if (getrusage(RUSAGE_THREAD, &usage) != 0)
		return 0;
	return (uint64_t)usage.ru_utime.tv_sec * 1000000 + (uint64_t)usage.ru_utime.tv_usec;
}

/* Standard pages are written behind their entity's path. */
static struct str
pattern(const struct ctx *ctx)
{
	if (!ctx->route)
		return S("(none)");
	for (const struct route *own = ctx->program->routes; own->path; own++)
		if (own == ctx->route)
			return str_from(own->path);
	if (!ctx->entity)
		return str_from(ctx->route->path);
	return str_join(ctx->arena, str_from(ctx->entity->path), str_from(ctx->route->path));
}

static void
log_it(const struct ctx *ctx, const struct meter_request *cost)
{
	const struct log_field fields[] = {
		{ "method", cost->method, 0 }, { "route", cost->route, 0 }, { "status", NO_STR, (uint64_t)cost->status }, { "wall_us", NO_STR, cost->wall_us },
		{ "user_us", NO_STR, cost->user_us }, { "statements", NO_STR, cost->statements }, { "database_us", NO_STR, cost->database_us },
		{ "bytes", NO_STR, cost->bytes },
	};

	if (ctx->program->logs_requests)
		log_fields("request", fields, sizeof fields / sizeof *fields);
}

void
measure_request(struct ctx *ctx, enum status status)
{
	uint64_t user_us = measure_user_us();
	struct meter_request cost = {
		.method = str_from(method_names[ctx->request->method]), .route = pattern(ctx), .status = (int)status,
		.wall_us = clock_monotonic_us() - ctx->start_us, .user_us = user_us - ctx->start_user_us,
		.statements = db_statement_count(ctx->db), .database_us = db_time_us(ctx->db),
		.bytes = ctx->response.body.len + ctx->response.file_bytes, .connection_errors = db_unreachable_count(ctx->db),
	};

	meter_add(ctx->program->meter, &cost);
	log_it(ctx, &cost);
	ctx->program->measured_route = cost.route;
	ctx->program->measured_id = ctx->request->id;
}

/* One line for each table that is read, its columns by tabs, their names first. */
static struct str
plan_text(struct arena *arena, struct db *db, const struct slow_statement *statement)
{
	struct rows *rows = db_explain(db, statement);
	struct buf text;

	buf_init(&text, arena, PLAN_BYTES);
	for (size_t row = 0; row < rows_count(rows); row++)
		for (size_t column = 0; column < rows_column_count(rows); column++) {
			struct str cell = rows_cell(rows, row, column);

			buf_add(&text, cell.data ? cell : S("-"));
			buf_add_char(&text, column + 1 < rows_column_count(rows) ? '\t' : '\n');
		}
	if (!db_has_failed(db))
		return buf_str(&text);
	db_forgive(db);
	return NO_STR;
}

static struct str
digest_text(struct program *program, const struct slow_statement *statement)
{
	struct digest digest = digest_sha256(statement->text);

	return hex_encode(&program->request_arena, digest.bytes, 16);
}

static void
log_slow(struct program *program, const struct slow_statement *statement)
{
	const struct log_field fields[] = {
		{ "route", program->measured_route, 0 }, { "statement_us", NO_STR, statement->us }, { "digest", digest_text(program, statement), 0 },
		{ "text", str_slice(statement->text, 0, LOGGED_BYTES), 0 },
	};

	log_fields("slow_statement", fields, sizeof fields / sizeof *fields);
}

static void
note(struct program *program, const struct slow_statement *statement)
{
	struct arena *arena = &program->request_arena;
	struct db *db = program->db;
	struct str key = digest_text(program, statement), us = str_from_u64(arena, statement->us), plan = NO_STR;

	if (statement->can_explain && !db_value(db, SQL("SELECT 1 FROM slow_statement WHERE digest = ? AND planned_at > SYSDATE(6) - INTERVAL 1 HOUR"), ARGS(key)).data)
		plan = plan_text(arena, db, statement);
	db_execute(db, SQL("INSERT INTO slow_statement (digest, text, program, route, uses, total_us, max_us, first_at, last_at, last_request, plan, planned_at)"
	                   " VALUES (?, ?, ?, ?, 1, ?, ?, SYSDATE(6), SYSDATE(6), ?, ?, IF(LENGTH(plan) > 0, SYSDATE(6), NULL)) ON DUPLICATE KEY UPDATE uses = uses + 1,"
	                   " total_us = total_us + VALUES(total_us), max_us = GREATEST(max_us, VALUES(max_us)), last_at = VALUES(last_at), route = VALUES(route),"
	                   " program = VALUES(program), last_request = VALUES(last_request), planned_at = IFNULL(VALUES(planned_at), planned_at),"
	                   " plan = IFNULL(VALUES(plan), plan)"),
	           ARGS(key, statement->text, str_from(program->area->name), program->measured_route, us, us, program->measured_id, plan.len ? plan : NO_STR));
	db_forgive(db);
}

void
measure_slow(struct program *program)
{
	const struct slow_list *slow = db_slow(program->db);
	uint64_t now_us;

	if (slow->count == 0)
		return;
	now_us = clock_monotonic_us();
	/* What is done here is not kept in turn. */
	db_keep_slow(program->db, 0);
	db_use(program->db, &program->request_arena);
	log_request(str_terminated(&program->request_arena, program->measured_id));
	for (size_t i = 0; i < slow->count; i++)
		log_slow(program, &slow->statements[i]);
	/* Where everything is slow, writing it all down would make it slower still. */
	for (size_t i = 0; i < slow->count && now_us - program->slow_noted_us > SLOW_EACH_US; i++)
		note(program, &slow->statements[i]);
	if (now_us - program->slow_noted_us > SLOW_EACH_US)
		program->slow_noted_us = now_us;
	log_request("");
	db_slow_clear(program->db);
	db_keep_slow(program->db, config_number(program->config, "slow_statement_ms", SLOW_MS) * 1000);
}
