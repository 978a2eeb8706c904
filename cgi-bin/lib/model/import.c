/* import.c: brings a CSV file in, batch by batch, and accounts for every row. */
#include "model/import.h"

#include <time.h>

#include "format/charset.h"
#include "model/import_run.h"

enum { BATCH_ROWS = 500, BATCH_US = 50000, SCRATCH_BYTES = 512 << 20, TRIES = 5, WAITING_AT_FIRST = 64, REST_NS = 100000000 };

const char *const *
import_charsets(void)
{
	return charset_names();
}

const char *
import_charset(struct str bytes)
{
	return charset_guess(bytes);
}

bool
import_decode(struct work *work, struct str bytes, const char *charset, struct str *text)
{
	size_t at;

	return charset_to_utf8(work->arena, bytes, charset, text, &at);
}

bool
import_has_key(const struct import *import)
{
	for (size_t i = 0; import->key && i < import->file_column_count; i++)
		if (import->map[i] != SIZE_MAX && import->columns[import->map[i]].field == import->key && !import->columns[import->map[i]].child)
			return true;
	return !import->key;
}

bool
import_open(struct work *work, struct import *import, const struct entity *entity, struct str text)
{
	struct csv csv;
	struct str *head;

	*import = (struct import){ .entity = entity, .text = text, .route = S("import"), .request_id = S(""), .kind = S("import") };
	import->column_count = columns_of(work, entity, import->columns);
	csv_init(&csv, text);
	if (!csv_next(&csv, work->arena, &head, &import->file_column_count))
		return false;
	if (import->file_column_count > IMPORT_FILE_COLUMNS)
		import->file_column_count = IMPORT_FILE_COLUMNS;
	for (size_t i = 0; i < import->file_column_count; i++) {
		import->heads[i] = str_trim(head[i]);
		import->map[i] = columns_guess(work, import->columns, import->column_count, head[i]);
	}
	for (const struct field *field = entity->fields; field->name && !import->key; field++)
		for (size_t i = 0; i < import->file_column_count; i++)
			if (import->map[i] != SIZE_MAX && import->columns[import->map[i]].field == field && !import->columns[import->map[i]].child &&
			    field->flags & MATCHED && field->flags & UNIQUE)
				import->key = field;
	return true;
}

size_t
import_count(struct work *work, const struct import *import)
{
	struct csv csv;
	struct arena scratch;
	struct str *fields;
	size_t count, rows = 0;

	(void)work;
	arena_init(&scratch, SCRATCH_BYTES);
	csv_init(&csv, import->text);
	while (csv_next(&csv, &scratch, &fields, &count)) {
		arena_reset(&scratch);
		rows++;
	}
	arena_end(&scratch);
	return rows ? rows - 1 : 0;
}

bool
import_fills(const struct import *import, size_t column)
{
	for (size_t i = 0; i < import->file_column_count; i++)
		if (import->map[i] == column)
			return true;
	return import->fixed[column].data != NULL;
}

/* Figures as they stood before a batch, in case it has to be run again. */
static void
begin_batch(struct run *run)
{
	struct work *work = run->work;
	struct import *import = run->import;

	if (import->is_trial)
		return;
	*work->change = (struct change){ .route = import->route, .kind = import->kind, .request_id = import->request_id, .part_of = import->first_at };
	change_begin(work);
}

/*
 * The answer to COMMIT was lost with the connection: the row in `change` tells whether it had happened. It is looked for
 * under the clock, which whatever is still on its way holds; a server that takes over needs a few seconds.
 */
static enum db_outcome
settle_unknown(struct run *run, struct str at)
{
	struct work *work = run->work;
	long rest_ns = REST_NS;

	for (int tries = 0; tries < TRIES; tries++, rest_ns *= 2) {
		bool is_there;

		db_rollback(work->db);
		db_now(work->db);
		change_begin(work);
		is_there = db_value(work->db, SQL("SELECT 1 FROM `change` WHERE at = ?"), ARGS(at)).data != NULL;
		if (!db_has_failed(work->db)) {
			change_abandon(work);
			return is_there ? DB_DONE : DB_AGAIN;
		}
		nanosleep(&(struct timespec){ rest_ns / 1000000000, rest_ns % 1000000000 }, NULL);
	}
	return DB_UNKNOWN;
}

static enum db_outcome
end_batch(struct run *run)
{
	struct work *work = run->work;
	struct import *import = run->import;
	struct str at = work->change->at;
	bool has_lines = work->change->count > 0;
	enum db_outcome outcome;

	if (!import->is_trial && !db_has_failed(work->db))
		change_end(work);
	if (db_has_failed(work->db))
		return db_should_retry(work->db) ? DB_AGAIN : DB_FAILED;
	if (import->is_trial)
		return DB_DONE;
	outcome = db_commit(work->db);
	if (outcome == DB_UNKNOWN)
		outcome = settle_unknown(run, at);
	db_now(work->db);
	if (outcome == DB_DONE && has_lines && !import->first_at.data)
		import->first_at = str_copy(run->lasting, at);
	return outcome;
}

static void
put_off(struct run *run)
{
	if (run->waiting_count == run->waiting_capacity) {
		size_t capacity = run->waiting_capacity ? 2 * run->waiting_capacity : WAITING_AT_FIRST;

		run->waiting = arena_grow(run->lasting, run->waiting, run->waiting_capacity * sizeof *run->waiting, capacity * sizeof *run->waiting);
		run->waiting_capacity = capacity;
	}
	run->waiting[run->waiting_count++] = run->place;
}

/* Rows that wait are read again in rounds; when a whole round brought none of them further, the next one is the last. */
static bool
next_waiting(struct run *run)
{
	if (run->round_at == run->round_end) {
		if (run->round_end && run->waiting_count - run->round_end == run->round_end - run->round_begin)
			run->is_last_round = true;
		run->round_begin = run->round_end;
		run->round_end = run->waiting_count;
	}
	if (run->round_at == run->round_end)
		return false;
	run->place = run->waiting[run->round_at++];
	run->csv.at = run->place.at;
	run->csv.next_line = run->place.line;
	return lines_next_record(run);
}

/* The next record of the file, then those that wait for others. */
static bool
next_record(struct run *run)
{
	if (!run->is_read) {
		run->place = (struct waiting){ run->csv.at, run->csv.next_line };
		run->is_read = !lines_next_record(run);
		if (!run->is_read) {
			run->import->row_count += run->row_count;
			run->import->further += run->row_count - 1;
			return true;
		}
		run->fault = run->csv.fault;
	}
	return !run->fault && next_waiting(run);
}

/* Reads rows until the batch is full of rows or of time. False at the end of the file. */
static bool
read_batch(struct run *run)
{
	uint64_t start = clock_monotonic_us();
	size_t limit = run->import->is_whole && !run->import->is_trial ? SIZE_MAX : BATCH_ROWS;

	for (size_t row = 0; row < limit; row++) {
		if (limit != SIZE_MAX && clock_monotonic_us() - start > BATCH_US)
			return true;
		if (!next_record(run))
			return false;
		row_import(run);
		if (run->is_waiting)
			put_off(run);
		if (db_has_failed(run->work->db))
			return true;
	}
	return true;
}

static void
begin_error_file(struct run *run)
{
	struct buf *file = &run->import->error_file;

	csv_init(&run->csv, run->import->text);
	csv_next(&run->csv, run->lasting, &run->row.cells, &run->row.count);
	csv_add(file, work_text(run->work, N_("Line")), true, CSV_DATA);
	csv_add(file, work_text(run->work, N_("Reason")), false, CSV_DATA);
	for (size_t i = 0; i < run->row.count; i++)
		csv_add(file, run->row.cells[i], false, CSV_DATA);
	csv_end_record(file);
}

static void
give_back(struct run *run)
{
	change_abandon(run->work);
	db_rollback(run->work->db);
	db_now(run->work->db);
	names_settle(run->import, false);
}

static void
run_batches(struct run *run)
{
	struct work *work = run->work;
	struct import *import = run->import;
	bool has_more = true;

	begin_error_file(run);
	for (int tries = 0; has_more;) {
		struct run run_before = *run;
		struct import before = *import;
		enum db_outcome outcome;

		begin_batch(run);
		has_more = read_batch(run);
		/* What the check of each row alone could not see: two rows that exclude each other. */
		if (import->is_whole && !import->is_trial && import->refused && !db_has_failed(work->db)) {
			give_back(run);
			import->created = import->updated = import->unchanged = import->left_out = 0;
			return;
		}
		outcome = end_batch(run);
		if (outcome == DB_DONE) {
			tries = 0;
			names_settle(import, true);
		} else if (outcome == DB_AGAIN && tries++ < TRIES) {
			give_back(run);
			*import = before;
			*run = run_before;
			has_more = true;
		} else {
			give_back(run);
			*import = before;
			import->failure = work_text(work, outcome == DB_UNKNOWN ?
				N_("The database was lost while rows were being saved, and whether the last of them are there is not known. Look for them before you import the file again.") :
				N_("The database failed. The rows before this one are kept; import the file again to go on."));
			return;
		}
		if (import->progress)
			import->progress(import->progress_data, import->row_count);
		arena_reset(work->arena);
	}
	if (run->fault)
		import->failure = work_say(work, N_("Line {0}: {1}"), str_from_u64(run->lasting, run->csv.line), work_text(work, run->fault));
}

/* Whole files are checked first: nothing is written unless every row passes. */
static bool
passes_trial(struct work *work, struct import *import)
{
	struct import trial = *import;

	if (import_count(work, import) > IMPORT_WHOLE_MAX) {
		import->failure = work_text(work, N_("All or nothing is possible up to 20,000 rows. Choose to keep the valid rows, or split the file."));
		return false;
	}
	trial.is_trial = true;
	import_run(work, &trial);
	if (!trial.refused && !trial.failure.data)
		return true;
	trial.is_trial = false;
	trial.created = trial.updated = trial.unchanged = trial.left_out = 0;
	*import = trial;
	return false;
}

void
import_run(struct work *work, struct import *import)
{
	struct arena scratch;
	struct work row_work = *work;
	struct change change = { .count = 0 };
	struct seen_records seen = { .count = 0 };
	struct run run = { .work = &row_work, .import = import, .lasting = work->arena, .line_kinds = lines_in_rows(import), .seen = &seen };

	buf_init(&import->error_file, work->arena, IMPORT_ERROR_BYTES);
	import->failure = lines_problem(work, import);
	if (import->failure.data)
		return;
	if (import->is_whole && !import->is_trial && !passes_trial(work, import))
		return;
	arena_init(&scratch, SCRATCH_BYTES);
	row_work.arena = &scratch;
	row_work.change = &change;
	db_arena(work->db, &scratch);
	names_read(&run);
	run_batches(&run);
	db_arena(work->db, work->arena);
	if (import->is_whole && !import->is_trial && import->failure.data)
		import->created = import->updated = import->unchanged = import->left_out = 0;
	arena_end(&scratch);
}
