/* sample.c: notes once a minute how the machine is and what each route did since the last time; thins what is old. */
#include <stdio.h>
#include <string.h>

#include "base/host.h"
#include "base/meter.h"
#include "qiao/command.h"

/* What is counted of a route, as columns. */
#define COUNTS_TEXT \
	"requests, refused, errors, wall_us, user_us, statements, database_us, bytes, b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, " \
	"b10, b11, b12, b13, b14, b15, b16, b17, b18, b19, b20, b21, b22, b23, b24"
#define COUNT_SUMS \
	"SUM(requests), SUM(refused), SUM(errors), SUM(wall_us), SUM(user_us), SUM(statements), SUM(database_us), SUM(bytes), " \
	"SUM(b0), SUM(b1), SUM(b2), SUM(b3), SUM(b4), SUM(b5), SUM(b6), SUM(b7), SUM(b8), SUM(b9), SUM(b10), SUM(b11), SUM(b12), " \
	"SUM(b13), SUM(b14), SUM(b15), SUM(b16), SUM(b17), SUM(b18), SUM(b19), SUM(b20), SUM(b21), SUM(b22), SUM(b23), SUM(b24)"
#define COUNT_VALUES \
	"requests = VALUES(requests), refused = VALUES(refused), errors = VALUES(errors), wall_us = VALUES(wall_us), " \
	"user_us = VALUES(user_us), statements = VALUES(statements), database_us = VALUES(database_us), bytes = VALUES(bytes), " \
	"b0 = VALUES(b0), b1 = VALUES(b1), b2 = VALUES(b2), b3 = VALUES(b3), b4 = VALUES(b4), b5 = VALUES(b5), b6 = VALUES(b6), " \
	"b7 = VALUES(b7), b8 = VALUES(b8), b9 = VALUES(b9), b10 = VALUES(b10), b11 = VALUES(b11), b12 = VALUES(b12), " \
	"b13 = VALUES(b13), b14 = VALUES(b14), b15 = VALUES(b15), b16 = VALUES(b16), b17 = VALUES(b17), b18 = VALUES(b18), " \
	"b19 = VALUES(b19), b20 = VALUES(b20), b21 = VALUES(b21), b22 = VALUES(b22), b23 = VALUES(b23), b24 = VALUES(b24)"
#define COUNT_PLACES "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?"

enum { COUNT_FIRST = 8, COUNTS = COUNT_FIRST + METER_BUCKETS, MINUTE_DAYS = 2, HOUR_DAYS = 90 };
static const int64_t day_us = INT64_C(86400000000), hour_us = INT64_C(3600000000);

struct sample {
	struct command *command;
	struct str host, at;
	int64_t now_us;
	struct meter_totals totals;
	bool is_counted;               /* there are counters */
	uint64_t seconds;              /* since the last one */
	bool is_new_hour;
	struct host_ticks before;      /* all of it 0: none */
	size_t routes;                 /* that did something */
};

/* Columns of the counters at the last sample. */
enum { KNOWN_ID, KNOWN_PROGRAM, KNOWN_METHOD, KNOWN_ROUTE, KNOWN_MADE_AT, KNOWN_COUNTS };

static void
read_last(struct sample *sample)
{
	struct rows *rows = db_query(sample->command->db, SQL("SELECT at, ticks_user, ticks_system, ticks_wait, ticks_all FROM host_sample WHERE host = ?"
	                                                      " ORDER BY at DESC LIMIT 1"), ARGS(sample->host));
	int64_t last_us = sample->totals.made_at_us;

	if (rows_count(rows)) {
		instant_parse(rows_cell(rows, 0, 0), 0, &last_us);
		str_to_u64(rows_cell(rows, 0, 1), &sample->before.user);
		str_to_u64(rows_cell(rows, 0, 2), &sample->before.system);
		str_to_u64(rows_cell(rows, 0, 3), &sample->before.wait);
		str_to_u64(rows_cell(rows, 0, 4), &sample->before.all);
	}
	sample->is_new_hour = last_us / hour_us != sample->now_us / hour_us;
	if (last_us && last_us < sample->now_us)
		sample->seconds = (uint64_t)(sample->now_us - last_us + 500000) / 1000000;
	sample->seconds = sample->seconds ? sample->seconds : 1;
}

/* --- the machine ---------------------------------------------------------------- */

static struct str
share(struct arena *arena, uint64_t now, uint64_t before, uint64_t all)
{
	return now < before || !all ? NO_STR : str_format(arena, "%.2f", (double)(now - before) * 100 / (double)all);
}

static struct str
number(struct arena *arena, bool is_known, uint64_t value)
{
	return is_known ? str_from_u64(arena, value) : NO_STR;
}

static void
write_host(struct sample *sample)
{
	struct command *command = sample->command;
	struct arena *arena = &command->arena;
	const char *state_dir = str_terminated(arena, config_get(command->config, "state_dir", QIAO_STATE_DIR));
	struct str data_dir = db_value(command->db, SQL("SELECT @@datadir"), NO_ARGS);
	struct host_ticks ticks, before = sample->before;
	struct host_memory memory, state, data;
	bool has_ticks = host_ticks(arena, &ticks), has_memory = host_memory(arena, &memory), has_state = host_disk(state_dir, &state);
	bool has_data = !config_get(command->config, "database_hosts", "").len && host_disk(str_terminated(arena, data_dir), &data);
	uint64_t all = before.all && before.all < ticks.all ? ticks.all - before.all : 0, workers = 0, worker_bytes = 0;

	for (size_t i = 0; i < sample->totals.program_count; i++) {
		workers += sample->totals.programs[i].workers;
		worker_bytes += sample->totals.programs[i].memory_bytes;
	}
	db_execute(command->db, SQL("INSERT INTO host_sample (host, at, seconds, cpu_user, cpu_system, cpu_wait, load_1, memory_bytes, memory_free_bytes,"
	                            " state_bytes, state_free_bytes, data_bytes, data_free_bytes, workers, worker_bytes, ticks_user, ticks_system, ticks_wait, ticks_all)"
	                            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
	           ARGS(sample->host, sample->at, str_from_u64(arena, sample->seconds), share(arena, ticks.user, before.user, all),
	                share(arena, ticks.system, before.system, all), share(arena, ticks.wait, before.wait, all), host_load(arena),
	                number(arena, has_memory, memory.all_bytes), number(arena, has_memory, memory.free_bytes),
	                number(arena, has_state, state.all_bytes), number(arena, has_state, state.free_bytes),
	                number(arena, has_data, data.all_bytes), number(arena, has_data, data.free_bytes),
	                number(arena, sample->is_counted, workers), number(arena, sample->is_counted, worker_bytes),
	                number(arena, has_ticks, ticks.user), number(arena, has_ticks, ticks.system), number(arena, has_ticks, ticks.wait), number(arena, has_ticks, ticks.all)));
}

/* --- routes ----------------------------------------------------------------------- */

static void
counts_of(const struct meter_route *route, uint64_t counts[COUNTS])
{
	uint64_t refused = 0, errors = 0;

	for (size_t i = 0; i < METER_STATUSES; i++) {
		refused += meter_statuses[i] / 100 == 4 ? route->by_status[i] : 0;
		errors += meter_statuses[i] / 100 == 5 ? route->by_status[i] : 0;
	}
	memcpy(counts, (uint64_t[COUNT_FIRST]){ route->requests, refused, errors, route->wall_us, route->user_us, route->statements, route->database_us, route->bytes },
	       COUNT_FIRST * sizeof *counts);
	memcpy(counts + COUNT_FIRST, route->buckets, sizeof route->buckets);
}

static struct rows *
read_known(struct sample *sample)
{
	return db_query(sample->command->db, SQL("SELECT id, program, method, route, made_at, " COUNTS_TEXT " FROM route_counter WHERE host = ? FOR UPDATE"), ARGS(sample->host));
}

static ptrdiff_t
find_known(struct rows *known, const struct meter_route *route)
{
	for (size_t i = 0; i < rows_count(known); i++)
		if (str_equal(rows_cell(known, i, KNOWN_ROUTE), route->route) && str_equal(rows_cell(known, i, KNOWN_METHOD), route->method) &&
		    str_equal(rows_cell(known, i, KNOWN_PROGRAM), route->program))
			return (ptrdiff_t)i;
	return -1;
}

/* A row for each route that has none yet. */
static struct rows *
know_all(struct sample *sample)
{
	struct rows *known = read_known(sample);
	size_t before = rows_count(known);

	for (size_t i = 0; i < sample->totals.route_count; i++) {
		const struct meter_route *route = &sample->totals.routes[i];

		if (find_known(known, route) < 0 && ++before)
			db_execute(sample->command->db, SQL("INSERT INTO route_counter (host, program, method, route, made_at) VALUES (?, ?, ?, ?, 0)"),
			           ARGS(sample->host, route->program, route->method, route->route));
	}
	return before == rows_count(known) ? known : read_known(sample);
}

/* What was counted since; all of it, when the file was made anew meanwhile. */
static void
write_routes(struct sample *sample)
{
	enum { SAMPLE_COLUMNS = 3 + COUNTS, COUNTER_COLUMNS = 6 + COUNTS };
	struct command *command = sample->command;
	struct arena *arena = &command->arena;
	struct rows *known = know_all(sample);
	struct str *samples = ARENA_ARRAY(arena, struct str, sample->totals.route_count * SAMPLE_COLUMNS + 1);
	struct str *counters = ARENA_ARRAY(arena, struct str, sample->totals.route_count * COUNTER_COLUMNS + 1);
	struct str made_at = str_from_u64(arena, (uint64_t)sample->totals.made_at_us), seconds = str_from_u64(arena, sample->seconds);

	for (size_t i = 0; i < sample->totals.route_count; i++) {
		const struct meter_route *route = &sample->totals.routes[i];
		struct str *to = &samples[sample->routes * SAMPLE_COLUMNS], *total = &counters[sample->routes * COUNTER_COLUMNS];
		ptrdiff_t row = find_known(known, route);
		uint64_t counts[COUNTS], did = 0;
		bool is_same;

		if (row < 0)
			continue;
		counts_of(route, counts);
		is_same = str_equal(rows_cell(known, (size_t)row, KNOWN_MADE_AT), made_at);
		to[0] = total[0] = rows_cell(known, (size_t)row, KNOWN_ID);
		to[1] = sample->at;
		to[2] = seconds;
		memcpy(total + 1, (struct str[]){ sample->host, route->program, route->method, route->route, made_at }, 5 * sizeof *total);
		for (size_t k = 0; k < COUNTS; k++) {
			uint64_t last = 0, since;

			str_to_u64(rows_cell(known, (size_t)row, KNOWN_COUNTS + k), &last);
			since = !is_same || counts[k] < last ? counts[k] : counts[k] - last;
			did = k ? did : since;
			to[3 + k] = str_from_u64(arena, since);
			total[6 + k] = str_from_u64(arena, counts[k]);
		}
		sample->routes += did > 0;
	}
	db_execute_many(command->db, SQL("INSERT INTO route_sample (route_id, at, seconds, " COUNTS_TEXT ") VALUES (?, ?, ?, " COUNT_PLACES ")"),
	                SAMPLE_COLUMNS, samples, sample->routes);
	db_execute_many(command->db, SQL("INSERT INTO route_counter (id, host, program, method, route, made_at, " COUNTS_TEXT ") VALUES (?, ?, ?, ?, ?, ?, " COUNT_PLACES ")"
	                                 " ON DUPLICATE KEY UPDATE made_at = VALUES(made_at), " COUNT_VALUES), COUNTER_COLUMNS, counters, sample->routes);
}

/* --- thinning ------------------------------------------------------------------------ */

/* Minutes become hours after two days, and go after ninety. */
static void
thin(struct sample *sample)
{
	struct command *command = sample->command;
	struct str minutes = instant_text(&command->arena, (sample->now_us - MINUTE_DAYS * day_us) / hour_us * hour_us);
	struct str hours = instant_text(&command->arena, sample->now_us - HOUR_DAYS * day_us);

	db_execute(command->db, SQL("INSERT INTO route_sample (route_id, at, seconds, " COUNTS_TEXT ") SELECT route_id, CONCAT(LEFT(at, 13), ':59:59.999999'), 3600, "
	                            COUNT_SUMS " FROM route_sample WHERE at < ? AND seconds < 3600 GROUP BY route_id, LEFT(at, 13) ON DUPLICATE KEY UPDATE seconds = 3600"), ARGS(minutes));
	db_execute(command->db, SQL("DELETE FROM route_sample WHERE at < ? AND seconds < 3600"), ARGS(minutes));
	db_execute(command->db, SQL("INSERT INTO host_sample (host, at, seconds, cpu_user, cpu_system, cpu_wait, load_1, memory_bytes, memory_free_bytes, state_bytes,"
	                            " state_free_bytes, data_bytes, data_free_bytes, workers, worker_bytes) SELECT host, CONCAT(LEFT(at, 13), ':59:59.999999'), 3600,"
	                            " AVG(cpu_user), AVG(cpu_system), AVG(cpu_wait), AVG(load_1), MAX(memory_bytes), MIN(memory_free_bytes), MAX(state_bytes),"
	                            " MIN(state_free_bytes), MAX(data_bytes), MIN(data_free_bytes), MAX(workers), MAX(worker_bytes) FROM host_sample"
	                            " WHERE at < ? AND seconds < 3600 GROUP BY host, LEFT(at, 13) ON DUPLICATE KEY UPDATE seconds = 3600"), ARGS(minutes));
	db_execute(command->db, SQL("DELETE FROM host_sample WHERE at < ? AND seconds < 3600"), ARGS(minutes));
	db_execute(command->db, SQL("DELETE FROM route_sample WHERE at < ?"), ARGS(hours));
	db_execute(command->db, SQL("DELETE FROM host_sample WHERE at < ?"), ARGS(hours));
	db_execute(command->db, SQL("DELETE FROM slow_statement WHERE last_at < ?"), ARGS(hours));
}

int
command_sample(struct command *command)
{
	struct arena *arena = &command->arena;
	struct str folder = config_get(command->config, "state_dir", QIAO_STATE_DIR);
	struct sample sample = { .command = command, .now_us = clock_now_us(), .host = host_name(arena) };
	int status;

	sample.at = instant_text(arena, sample.now_us);
	sample.is_counted = meter_read(arena, str_format(arena, "%.*s/metrics", STR_ARG(folder)).data, &sample.totals);
	db_begin(command->db);
	read_last(&sample);
	write_host(&sample);
	if (sample.is_counted)
		write_routes(&sample);
	if (sample.is_new_hour || command_flag(command, "--thin"))
		thin(&sample);
	status = command_status(command);
	if (db_commit(command->db) != DB_DONE)
		return status ? status : 1;
	printf("%.*s: %zu routes were used%s\n", STR_ARG(sample.host), sample.routes, sample.is_counted ? "" : "; there are no counters in state_dir");
	return status;
}
