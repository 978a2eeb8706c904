/* migration_run.c: runs the statements of one file, each exactly once, whatever interrupts it. */
#include <stdio.h>
#include <time.h>

#include "base/clock.h"
#include "base/digest.h"
#include "model/tally.h"
#include "qiao/migration.h"
#include "qiao/picture.h"
#include "qiao/programs.h"

enum { TRIES = 60, BATCHES_MAX = 10000000, REST_MAX_MS = 500 };

struct step {
	struct migration *migration;
	const struct statement *statement;
	struct str place;              /* from 1, as text */
	struct str sha256;
	struct str table_before;
	bool is_known, is_done, is_changed;
};

static bool
failed(struct command *command)
{
	command_status(command);
	return false;
}

static void
rest_ms(uint64_t time_ms)
{
	nanosleep(&(struct timespec){ (time_t)(time_ms / 1000), (long)(time_ms % 1000) * 1000000L }, NULL);
}

static struct step
find_step(struct command *command, struct migration *migration, size_t i)
{
	const struct statement *statement = &migration->script.statements[i];
	struct digest digest = digest_sha256(statement->text);
	struct step step = { .migration = migration, .statement = statement, .place = str_from_u64(&command->arena, i + 1),
	                     .sha256 = hex_encode(&command->arena, digest.bytes, sizeof digest.bytes) };
	struct rows *rows = db_query(command->db, SQL("SELECT sha256, table_before, ended_at FROM migration_step WHERE name = ? AND step = ?"),
	                             ARGS(str_from(migration->name), step.place));

	if (!rows_next(rows))
		return step;
	step.is_known = true;
	step.is_changed = !str_equal(rows_get(rows, S("sha256")), step.sha256);
	step.table_before = rows_get(rows, S("table_before"));
	step.is_done = rows_get(rows, S("ended_at")).data != NULL;
	return step;
}

static void
write_end(struct command *command, const struct step *step)
{
	db_execute(command->db, SQL("UPDATE migration_step SET ended_at = SYSDATE(6) WHERE name = ? AND step = ?"), ARGS(str_from(step->migration->name), step->place));
}

/* How far a transaction came that is not committed: what lacked a lock, or lost against somebody else, can come further. */
static enum db_outcome
outcome_before_commit(const struct db *db)
{
	return db_should_retry(db) && !db_is_lost(db) ? DB_AGAIN : DB_FAILED;
}

/* Waits a little and tries again what can come further. False: it cannot; an error that a rollback has cleared is told here. */
static bool
is_tried_again(struct command *command, const char *what, enum db_outcome outcome, int tries)
{
	if (outcome != DB_AGAIN || tries == TRIES) {
		if (!db_has_failed(command->db))
			fprintf(stderr, "qiao: %s: %.*s\n", what, STR_ARG(db_error_text(command->db)));
		return false;
	}
	if (tries == 0)
		printf("  %s: waiting for a lock\n", what);
	fflush(stdout);
	db_rollback(command->db);
	db_now(command->db);
	rest_ms(REST_MAX_MS);
	return true;
}

static const char *
step_text(struct command *command, const struct step *step)
{
	return str_format(&command->arena, "%s, statement %.*s", step->migration->name, STR_ARG(step->place)).data;
}

static bool
run_form(struct command *command, struct step *step)
{
	struct str now = picture_take(command, step->statement->table);

	if (step->is_known && step->table_before.data && !str_equal(now, step->table_before)) {
		/* It was done, and only its end was not written down. */
		write_end(command, step);
		return !db_has_failed(command->db);
	}
	if (!step->is_known || step->is_changed)
		db_execute(command->db, SQL("REPLACE INTO migration_step (name, step, sha256, table_before, began_at) VALUES (?, ?, ?, ?, SYSDATE(6))"),
		           ARGS(str_from(step->migration->name), step->place, step->sha256, now));
	for (int tries = 0; !db_run_script(command->db, step->statement->text); tries++)
		if (!is_tried_again(command, step_text(command, step), outcome_before_commit(command->db), tries))
			return false;
	write_end(command, step);
	return !db_has_failed(command->db);
}

/* The clock, where there is one yet: rows of versioned tables are written by one after another (model/change.h). */
static bool
begin(struct command *command, bool has_clock)
{
	command->change = (struct change){ .route = S("migrate"), .kind = S("system"), .request_id = S("") };
	command->work.change = &command->change;
	if (has_clock)
		change_begin(&command->work);
	else
		db_begin(command->db);
	return !db_has_failed(command->db);
}

/* What a new installation begins with is nobody's change; later on each moment has its row. */
static void
name_change(struct command *command, const struct step *step)
{
	db_execute(command->db, SQL("INSERT INTO `change` (at, route, kind, request_id) SELECT ?, ?, 'system', '' FROM DUAL WHERE EXISTS (SELECT 1 FROM `change`)"),
	           ARGS(command->change.at, str_from(step->migration->name)));
}

/* One transaction: the rows, the change, how far we are. is_last: it found no more. */
static enum db_outcome
write_rows(struct command *command, const struct step *step, bool has_clock, bool *is_last)
{
	bool is_batch = step->migration->script.phase == BACKFILL;
	struct str rows;

	if (!begin(command, has_clock) || !db_run_script(command->db, step->statement->text))
		return outcome_before_commit(command->db);
	rows = str_from_u64(&command->arena, db_script_rows(command->db));
	*is_last = !is_batch || db_script_rows(command->db) == 0;
	if (has_clock && db_script_rows(command->db))
		name_change(command, step);
	db_execute(command->db, SQL("INSERT INTO migration_step (name, step, sha256, row_count, began_at) VALUES (?, ?, ?, ?, SYSDATE(6))"
	                            " ON DUPLICATE KEY UPDATE row_count = row_count + VALUES(row_count)"),
	           ARGS(str_from(step->migration->name), step->place, step->sha256, rows));
	if (*is_last)
		write_end(command, step);
	return db_has_failed(command->db) ? outcome_before_commit(command->db) : db_commit(command->db);
}

static bool
run_rows(struct command *command, const struct step *step)
{
	bool is_last = false;
	bool has_clock = picture_has_table(command, S("change")) && db_value(command->db, SQL("SELECT 1 FROM clock"), NO_ARGS).data;
	enum db_outcome outcome;
	int tries = 0;

	for (int batch = 0; !is_last && batch < BATCHES_MAX; batch++) {
		uint64_t start_us = clock_monotonic_us();

		while ((outcome = write_rows(command, step, has_clock, &is_last)) != DB_DONE)
			if (!is_tried_again(command, step_text(command, step), outcome, tries++))
				return false;
		db_now(command->db);
		tries = 0;
		/* Others take as many turns at the clock as we do. */
		if (!is_last)
			rest_ms((clock_monotonic_us() - start_us) / 1000 < REST_MAX_MS ? (clock_monotonic_us() - start_us) / 1000 : REST_MAX_MS);
	}
	return is_last;
}

static bool
run_step(struct command *command, struct step *step)
{
	if (step->is_changed && (step->is_done || !step->statement->table.data ||
	    !str_equal(step->table_before, picture_take(command, step->statement->table)))) {
		fprintf(stderr, "qiao: statement %.*s of %s was run here in another form; restore the original and run this again\n", STR_ARG(step->place), step->migration->name);
		return false;
	}
	if (step->is_done)
		return true;
	return step->statement->table.data ? run_form(command, step) : run_rows(command, step);
}

/* Of a way back: nothing is dropped that is not in aside_NNNN_TABLE as well. */
static bool
is_put_aside(struct command *command, const struct step *step)
{
	struct str rest = step->statement->text, column, table = step->statement->table;
	struct str aside = str_format(&command->arena, "aside_%04u_%.*s", (unsigned)step->migration->number, STR_ARG(table));

	while (step->migration->script.phase == BACK && table.data && script_dropped(&rest, &column))
		if (!tally_is_kept(&command->work, table, column, aside)) {
			fprintf(stderr, "qiao: %.*s.%.*s would be lost: %s must put it into %.*s first, with the key and row_start of each version. It was not dropped.\n", STR_ARG(table),
			        STR_ARG(column), step->migration->name, STR_ARG(aside));
			return false;
		}
	return true;
}

static bool
run_steps(struct command *command, struct migration *migration)
{
	for (size_t i = 0; i < migration->script.count; i++) {
		struct step step = find_step(command, migration, i);

		if (db_has_failed(command->db) || !is_put_aside(command, &step) || !run_step(command, &step))
			return failed(command);
	}
	return true;
}

static enum db_outcome
write_done(struct command *command, const struct migration *migration, uint64_t start_us)
{
	db_begin(command->db);
	db_execute(command->db, SQL("INSERT INTO migration (name, sha256, run_at, phase, took_ms) VALUES (?, ?, SYSDATE(6), ?, ?)"),
	           ARGS(str_from(migration->name), migration->sha256, str_from(phase_name(migration->script.phase)),
	                str_from_u64(&command->arena, (clock_monotonic_us() - start_us) / 1000)));
	db_execute(command->db, SQL("DELETE FROM migration_step WHERE name = ?"), ARGS(str_from(migration->name)));
	return db_has_failed(command->db) ? outcome_before_commit(command->db) : db_commit(command->db);
}

static enum db_outcome
write_undone(struct command *command, const struct migration *migration, const struct migration *down)
{
	db_begin(command->db);
	db_execute(command->db, SQL("DELETE FROM migration WHERE name = ?"), ARGS(str_from(migration->name)));
	db_execute(command->db, SQL("DELETE FROM migration_step WHERE name = ?"), ARGS(str_from(down->name)));
	return db_has_failed(command->db) ? outcome_before_commit(command->db) : db_commit(command->db);
}

bool
migration_run(struct command *command, struct migration *migration)
{
	enum db_outcome outcome;
	uint64_t start_us = clock_monotonic_us();

	if (migration->script.phase == CONTRACT && !programs_know(command, migration->number)) {
		fprintf(stderr, "qiao: %s takes away what the programs above may still use. Start them anew from the new version, then run this again.\n", migration->name);
		return false;
	}
	if (!run_steps(command, migration))
		return false;
	for (int tries = 0; (outcome = write_done(command, migration, start_us)) != DB_DONE; tries++)
		if (!is_tried_again(command, migration->name, outcome, tries))
			return failed(command);
	migration->is_done = migration->is_new = true;
	printf("  %s\n", migration->name);
	fflush(stdout);
	return true;
}

bool
migration_undo(struct command *command, struct migration *migration, struct script script)
{
	struct migration down = { .name = str_format(&command->arena, "down/%s", migration->name).data, .number = migration->number, .script = script };
	enum db_outcome outcome;

	if (!run_steps(command, &down))
		return false;
	for (int tries = 0; (outcome = write_undone(command, migration, &down)) != DB_DONE; tries++)
		if (!is_tried_again(command, down.name, outcome, tries))
			return failed(command);
	printf("  %s\n", down.name);
	return true;
}
