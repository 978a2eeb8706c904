/* probe.c: asks every program and the database whether they answer, each minute, and keeps the register of incidents by it. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "entities/entities.h"
#include "model/store.h"
#include "net/fetch.h"
#include "qiao/deployed.h"

enum { TIMEOUT_S = 5, NEAR_S = 150, MISSED_BYTES = 1 << 20 };

struct look {
	struct str service;
	int64_t at_us;
	bool is_up;
	uint64_t ms;
};

/* --- asking -------------------------------------------------------------------- */

static struct look
ask_program(struct command *command, const struct deployed *deployed)
{
	struct str base = str_from(command_option(command, "--url", str_terminated(&command->arena, config_get(command->config, "base_url", ""))));
	struct look look = { .service = deployed->program, .at_us = clock_now_us() };
	struct fetched found;

	fetch(&command->arena, &(struct fetch){ .url = str_join(&command->arena, base, deployed->health_path), .timeout_s = TIMEOUT_S }, &found);
	look.is_up = found.is_answered && found.status == 200;
	look.ms = found.time_us / 1000;
	printf("%s  %.*s  %llu ms", look.is_up ? "up  " : "DOWN", STR_ARG(look.service), (unsigned long long)look.ms);
	if (found.is_answered && !look.is_up)
		printf("  answered %d", found.status);
	else if (!found.is_answered)
		printf("  %.*s", STR_ARG(found.problem));
	printf("\n");
	return look;
}

static struct look
ask_database(struct command *command)
{
	struct look look = { .service = S("database"), .at_us = clock_now_us() };
	uint64_t start_us = clock_monotonic_us();

	look.is_up = str_equal(db_value(command->db, SQL("SELECT 1"), NO_ARGS), S("1"));
	look.ms = (clock_monotonic_us() - start_us) / 1000;
	printf("%s  database  %llu ms\n", look.is_up ? "up  " : "DOWN", (unsigned long long)look.ms);
	return look;
}

/* --- incidents ----------------------------------------------------------------- */

/* Since when it has not answered. */
static struct str
down_since(struct command *command, const struct look *look, struct str at)
{
	return db_value(command->db, SQL("SELECT MIN(at) FROM probe WHERE service = ? AND is_up = 0 AND at <= ?"
	                                 " AND at > COALESCE((SELECT MAX(u.at) FROM probe u WHERE u.service = ? AND u.is_up = 1 AND u.at <= ?), '2000-01-01')"),
	                ARGS(look->service, at, look->service, at));
}

/* Under the clock, so that two probes at once open one incident. */
static void
open_incident(struct command *command, const struct look *look, struct str at)
{
	struct str since = down_since(command, look, at);
	struct input *input;

	command_change_begin(command, "qiao probe");
	if (db_value(command->db, SQL("SELECT id FROM incident WHERE service = ? AND ended_at IS NULL LIMIT 1"), ARGS(look->service)).data) {
		change_abandon(&command->work);
		return;
	}
	input = input_new(&command->work, &incident_entity, NO_STR);
	input_set(input, S("title"), str_format(&command->arena, "%.*s: 无响应 / no answer", STR_ARG(look->service)));
	input_set(input, S("service"), look->service);
	input_set(input, S("began_at"), since.data ? since : at);
	input_set(input, S("found"), S("automatic"));
	if (store_save(&command->work, input) && command_change_end(command))
		printf("an incident was opened for %.*s\n", STR_ARG(look->service));
	else
		change_abandon(&command->work);
}

static void
close_incident(struct command *command, const struct look *look, struct str at, struct str id)
{
	struct input *input;

	command_change_begin(command, "qiao probe");
	input = input_new(&command->work, &incident_entity, id);
	input_set(input, S("ended_at"), at);
	if (store_save(&command->work, input) && command_change_end(command))
		printf("the incident of %.*s is over\n", STR_ARG(look->service));
	else
		change_abandon(&command->work);
}

/* --- writing down --------------------------------------------------------------- */

struct state {
	struct str previous_at, previous_up;   /* the look before; NO_STR: none */
	struct str incident_id;                /* an unplanned one that qiao probe opened and that goes on */
	bool is_planned;                       /* maintenance was announced for this moment */
	bool has_incident;                     /* any that goes on */
	bool has_later;                        /* of another machine: the time up to this look is counted already */
};

static struct state
read_state(struct command *command, const struct look *look, struct str at)
{
	struct rows *rows = db_query(command->db, SQL("SELECT at, is_up FROM probe WHERE service = ? AND at < ? ORDER BY at DESC LIMIT 1"), ARGS(look->service, at));
	struct state state = { .previous_at = rows_cell(rows, 0, 0), .previous_up = rows_cell(rows, 0, 1) };

	state.has_later = db_value(command->db, SQL("SELECT 1 FROM probe WHERE service = ? AND at > ? LIMIT 1"), ARGS(look->service, at)).data != NULL;
	rows = db_query(command->db, SQL("SELECT id, is_planned, found, ended_at IS NULL FROM incident WHERE service IN (?, 'all') AND began_at <= ? AND (ended_at IS NULL OR ended_at > ?)"),
	                ARGS(look->service, at, at));
	for (size_t i = 0; i < rows_count(rows); i++) {
		bool is_planned = str_equal(rows_cell(rows, i, 1), S("1")), goes_on = str_equal(rows_cell(rows, i, 3), S("1"));

		state.is_planned = state.is_planned || is_planned;
		state.has_incident = state.has_incident || goes_on;
		if (!is_planned && goes_on && str_equal(rows_cell(rows, i, 2), S("automatic")))
			state.incident_id = rows_cell(rows, i, 0);
	}
	return state;
}

/* What lies between two looks is known when they are near, or when it was down at both ends. */
static uint64_t
observed_s(const struct look *look, const struct state *state)
{
	int64_t previous_us = 0, gap_s;

	if (state->has_later || !state->previous_at.data || !instant_parse(state->previous_at, 0, &previous_us))
		return 0;
	gap_s = (look->at_us - previous_us) / 1000000;
	return gap_s > 0 && (gap_s <= NEAR_S || state->has_incident) ? (uint64_t)gap_s : 0;
}

static void
add_to_day(struct command *command, const struct look *look, const struct state *state, struct str at)
{
	struct arena *arena = &command->arena;
	bool is_failure = !look->is_up && !state->is_planned, is_planned = !look->is_up && state->is_planned;

	db_execute(command->db, SQL("INSERT INTO probe_day (service, on_day, probes, failures, planned, observed_s, ms_total) VALUES (?, ?, 1, ?, ?, ?, ?)"
	                            " ON DUPLICATE KEY UPDATE probes = probes + 1, failures = failures + VALUES(failures), planned = planned + VALUES(planned),"
	                            " observed_s = observed_s + VALUES(observed_s), ms_total = ms_total + VALUES(ms_total)"),
	           ARGS(look->service, str_slice(at, 0, 10), is_failure ? S("1") : S("0"), is_planned ? S("1") : S("0"),
	                str_from_u64(arena, observed_s(look, state)), str_from_u64(arena, look->is_up ? look->ms : 0)));
}

static void
note(struct command *command, const struct look *look)
{
	struct str at = instant_text(&command->arena, look->at_us);
	struct state state;

	db_begin(command->db);
	state = read_state(command, look, at);
	/* One that was kept in the file and already noted is not noted twice. */
	if (db_execute(command->db, SQL("INSERT IGNORE INTO probe (service, at, is_up, ms) VALUES (?, ?, ?, ?)"),
	               ARGS(look->service, at, look->is_up ? S("1") : S("0"), str_from_u64(&command->arena, look->ms))) != 1) {
		if (!db_has_failed(command->db))
			db_rollback(command->db);
		return;
	}
	add_to_day(command, look, &state, at);
	if (db_has_failed(command->db) || db_commit(command->db) != DB_DONE)
		return;
	if (look->is_up && state.incident_id.data)
		close_incident(command, look, at, state.incident_id);
	else if (!look->is_up && str_equal(state.previous_up, S("0")) && !state.has_incident && !state.is_planned)
		open_incident(command, look, at);
}

/* --- while the database is away -------------------------------------------------- */

static const char *
missed_path(struct command *command)
{
	return str_format(&command->arena, "%.*s/probe-missed", STR_ARG(config_get(command->config, "state_dir", QIAO_STATE_DIR))).data;
}

/* False: they cannot be kept. */
static bool
keep(struct command *command, const struct look *looks, size_t count)
{
	const char *path = missed_path(command);
	struct stat about;
	int file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0640);
	bool is_kept = file >= 0 && fstat(file, &about) == 0 && about.st_size < MISSED_BYTES / 2;

	for (size_t i = 0; is_kept && i < count; i++)
		is_kept = dprintf(file, "%.*s %" PRId64 " %d %llu\n", STR_ARG(looks[i].service), looks[i].at_us, looks[i].is_up, (unsigned long long)looks[i].ms) > 0;
	if (file >= 0)
		close(file);
	if (!is_kept)
		fprintf(stderr, "qiao: these looks are lost: %s cannot be written (%s)\n", path, strerror(errno));
	return is_kept;
}

static void
note_missed(struct command *command)
{
	const char *path = missed_path(command);
	struct str rest = file_read(&command->arena, path, MISSED_BYTES), line;

	while (str_cut(&rest, '\n', &line) && !db_has_failed(command->db)) {
		struct str service, at, is_up;
		struct look look = { .ms = 0 };
		uint64_t at_us;

		if (!str_cut(&line, ' ', &service) || !str_cut(&line, ' ', &at) || !str_cut(&line, ' ', &is_up) || !str_to_u64(at, &at_us) || !str_to_u64(line, &look.ms))
			continue;
		look.service = service;
		look.at_us = (int64_t)at_us;
		look.is_up = str_equal(is_up, S("1"));
		note(command, &look);
	}
	if (!db_has_failed(command->db))
		unlink(path);
}

/* Single looks are for the last days; what they add up to stays. */
static void
thin(struct command *command)
{
	db_execute(command->db, SQL("DELETE FROM probe WHERE at < SYSDATE(6) - INTERVAL 8 DAY ORDER BY at LIMIT 5000"), NO_ARGS);
	db_execute(command->db, SQL("DELETE FROM probe_day WHERE on_day < DATE(SYSDATE()) - INTERVAL 400 DAY LIMIT 1000"), NO_ARGS);
}

int
command_probe(struct command *command)
{
	struct deployed deployed[DEPLOYED_MAX];
	struct look looks[DEPLOYED_MAX + 1];
	size_t count = deployed_read(command, deployed);

	for (size_t i = 0; i < count; i++)
		looks[i] = ask_program(command, &deployed[i]);
	looks[count] = ask_database(command);
	count++;
	if (!looks[count - 1].is_up)
		return keep(command, looks, count) ? 0 : 1;
	note_missed(command);
	for (size_t i = 0; i < count; i++)
		note(command, &looks[i]);
	thin(command);
	return command_status(command);
}
