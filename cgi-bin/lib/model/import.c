/* import.c: brings a CSV file in, batch by batch, and accounts for every row. */
#include "model/import.h"

#include "base/utf8.h"
#include "format/charset.h"
#include "model/access.h"
#include "model/pick.h"

enum { BATCH_ROWS = 500, BATCH_US = 50000, KNOWN_SLOTS = 4096, SCRATCH_BYTES = 512 << 20, TRIES = 5 };

/* Names of references already looked up, kept for the whole file. */
struct known {
	const struct entity *entity;
	struct str name, id;
};

struct run {
	struct work *work;             /* its arena is emptied after each batch */
	struct import *import;
	struct arena *lasting;
	struct known *known;
	struct str *cells;             /* the row in hand */
	size_t cell_count;
	struct record *there;          /* the record it updates, with its lines; NULL: new */
	size_t line;
};

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
	for (size_t i = 0; i < import->file_column_count; i++)
		import->map[i] = columns_guess(work, import->columns, import->column_count, head[i]);
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

/* The mark that an export for spreadsheets puts before = + - @ is taken off again. */
static struct str
unguarded(struct str cell)
{
	bool is_guarded = cell.len > 1 && cell.data[0] == '\'' && (cell.data[1] == '=' || cell.data[1] == '+' || cell.data[1] == '-' || cell.data[1] == '@');

	return is_guarded ? str_slice(cell, 1, cell.len) : cell;
}

/* What the row says for a parameter; two columns of text for the same one are joined (first and last name), of others the first counts. */
static struct str
mapped(const struct run *run, struct str param)
{
	const struct import *import = run->import;
	struct str value = NO_STR;

	for (size_t i = 0; i < import->file_column_count; i++) {
		struct str cell;

		if (import->map[i] == SIZE_MAX || !str_equal(import->columns[import->map[i]].param, param))
			continue;
		cell = i < run->cell_count ? unguarded(str_trim(run->cells[i])) : S("");
		if (value.len && import->columns[import->map[i]].field->kind != TEXT)
			return value;
		value = value.len && cell.len ? str_format(run->work->arena, "%.*s %.*s", STR_ARG(value), STR_ARG(cell)) :
		        value.len ? value : cell;
	}
	return value;
}

static struct known *
known_slot(struct run *run, const struct entity *entity, struct str name)
{
	uint64_t hash = (uintptr_t)entity;

	for (size_t i = 0; i < name.len; i++)
		hash = (hash ^ (unsigned char)name.data[i]) * 1099511628211u;
	for (size_t i = 0; i < KNOWN_SLOTS; i++) {
		struct known *slot = &run->known[(hash + i) % KNOWN_SLOTS];

		if (!slot->entity || (slot->entity == entity && str_equal(slot->name, name)))
			return slot;
	}
	return NULL;
}

static struct str
add_to_list(struct run *run, const struct entity *entity, struct str name)
{
	struct input *input = input_new(run->work, entity, NO_STR);

	input_set(input, str_from(entity->title), name);
	return store_save(run->work, input) ? input->id : NO_STR;
}

/* The id of what a name refers to; NO_STR: unknown, or not one alone (input will say which). */
static struct str
refer(struct run *run, const struct entity *entity, struct str name)
{
	struct known *slot = known_slot(run, entity, name);
	struct rows *rows;
	struct str id = NO_STR;

	if (slot && slot->entity)
		return slot->id;
	if (!utf8_is_valid(name) || utf8_length(name) > 80 || utf8_has_control(name))
		return NO_STR;
	rows = pick_by_name(run->work, entity, name);
	if (rows_count(rows) == 1)
		id = rows_cell(rows, 0, 0);
	else if (rows_count(rows) == 0 && run->import->creates_missing && entity->flags & LIST && !run->import->is_trial &&
	         access_may(run->work, entity, CREATE))
		id = add_to_list(run, entity, name);
	/* A new entry might still be rolled back with its batch, so only what was there is remembered. */
	if (slot && rows_count(rows) == 1)
		*slot = (struct known){ entity, str_copy(run->lasting, name), str_copy(run->lasting, id) };
	return id;
}

static const struct column *
column_of(const struct import *import, struct str param)
{
	for (size_t i = 0; i < import->column_count; i++)
		if (str_equal(import->columns[i].param, param))
			return &import->columns[i];
	return NULL;
}

static bool
is_mapped_child(const struct import *import, struct str name)
{
	for (size_t i = 0; i < import->file_column_count; i++)
		if (import->map[i] != SIZE_MAX && import->columns[import->map[i]].child &&
		    str_equal_text(name, import->columns[import->map[i]].child->name))
			return true;
	return false;
}

/* Line n of the file is line n of the record, so that reading the same file again changes nothing. */
static struct str
line_id(const struct run *run, struct str param)
{
	struct str rest = param, child, number;
	uint64_t n;

	if (!run->there || !str_cut(&rest, '.', &child) || !str_cut(&rest, '.', &number) || !str_to_u64(number, &n))
		return NO_STR;
	for (size_t c = 0; c < entity_child_count(run->import->entity); c++)
		if (str_equal_text(child, run->there->lines[c].entity->name) && n < run->there->lines[c].count)
			return run->there->lines[c].records[n].id;
	return NO_STR;
}

static struct str
row_get(const void *data, struct str name)
{
	/* The source is read-only for input; looking a name up may remember it. */
	struct run *run = (struct run *)(uintptr_t)data;
	struct str value, id, text;
	const struct column *column;

	if (str_ends_with(name, S(".given")))
		return is_mapped_child(run->import, str_slice(name, 0, name.len - 6)) ? S("1") : NO_STR;
	if (str_ends_with(name, S(".id")))
		return line_id(run, name);
	if (str_ends_with(name, S(".text"))) {
		value = mapped(run, name);
		if (str_is_empty(value))
			return value;
		column = column_of(run->import, name);
		/* Found already: the id is given under the field's own name. */
		if (refer(run, column->field->refers, value).data)
			return NO_STR;
		if (run->import->is_trial && run->import->creates_missing && column->field->refers->flags & LIST)
			return NO_STR;
		return value;
	}
	column = column_of(run->import, (text = str_join(run->work->arena, name, S(".text"))));
	if (column && column->field->kind == REF) {
		value = mapped(run, text);
		if (str_is_empty(value))
			return NO_STR;
		id = refer(run, column->field->refers, value);
		return id;
	}
	value = mapped(run, name);
	column = column_of(run->import, name);
	/* An empty cell leaves what must have a value, and has one by default, as it is. */
	if (str_is_empty(value) && column && column->field->otherwise && (column->field->flags & REQUIRED || column->field->kind == BOOLEAN))
		return NO_STR;
	return value;
}

/* Tags in one cell, separated by ; or , or their Chinese forms. */
static struct str
row_nth(const void *data, struct str name, size_t n)
{
	struct run *run = (struct run *)(uintptr_t)data;
	const struct column *column = column_of(run->import, name);
	struct str rest = mapped(run, name), word, id;
	struct buf plain;

	if (str_is_empty(rest) || !column)
		return NO_STR;
	buf_init(&plain, run->work->arena, rest.len + 1);
	for (size_t i = 0; i < rest.len; i++) {
		bool is_chinese = str_starts_with(str_slice(rest, i, rest.len), S("；")) || str_starts_with(str_slice(rest, i, rest.len), S("，")) ||
		                  str_starts_with(str_slice(rest, i, rest.len), S("、"));

		buf_add_char(&plain, is_chinese || rest.data[i] == ',' ? ';' : rest.data[i]);
		i += is_chinese ? 2 : 0;
	}
	rest = buf_str(&plain);
	while (str_cut(&rest, ';', &word)) {
		word = str_trim(word);
		if (str_is_empty(word) || n-- != 0)
			continue;
		id = refer(run, column->field->refers, word);
		return id.data ? id : run->import->is_trial && run->import->creates_missing ? S("") : word;
	}
	return NO_STR;
}

static void
note_error(struct run *run, struct str label, struct str value, struct str text)
{
	struct import *import = run->import;

	if (import->error_count < IMPORT_ERRORS_SHOWN)
		import->errors[import->error_count++] = (struct import_error){
			run->line, str_copy(run->lasting, label), str_copy(run->lasting, str_slice(value, 0, 200)), str_copy(run->lasting, text),
		};
}

static void
add_reasons(struct run *run, const struct input *input, struct buf *reasons)
{
	for (const struct value *value = input->values; value->field; value++) {
		if (!value->problem.data)
			continue;
		if (reasons->len)
			buf_add_text(reasons, "; ");
		buf_add(reasons, work_text(run->work, value->field->label));
		buf_add_text(reasons, ": ");
		buf_add(reasons, value->problem);
		note_error(run, work_text(run->work, value->field->label), value->typed, value->problem);
	}
	for (size_t c = 0; c < entity_child_count(input->entity); c++)
		for (size_t i = 0; i < input->lines[c].count; i++)
			add_reasons(run, &input->lines[c].inputs[i], reasons);
}

static void
write_refused(struct run *run, struct str reasons)
{
	struct buf *file = &run->import->error_file;

	run->import->refused++;
	csv_add(file, str_from_u64(run->work->arena, run->line), true, CSV_DATA);
	csv_add(file, reasons, false, CSV_DATA);
	for (size_t i = 0; i < run->cell_count; i++)
		csv_add(file, run->cells[i], false, CSV_DATA);
	csv_end_record(file);
}

static void
refuse(struct run *run, const struct input *input, struct str otherwise)
{
	struct buf reasons;

	buf_init(&reasons, run->work->arena, 4096);
	if (input)
		add_reasons(run, input, &reasons);
	if (reasons.len == 0) {
		buf_add(&reasons, otherwise);
		note_error(run, S(""), S(""), otherwise);
	}
	write_refused(run, buf_str(&reasons));
}

/* The record the key names. False: it is there, but not to be changed, or not one alone; the row is refused. */
static bool
find_record(struct run *run)
{
	const struct import *import = run->import;
	struct work *work = run->work;
	struct str key, id;
	struct buf sql;
	struct rows *rows;
	struct record *record;

	run->there = NULL;
	if (!import->key)
		return true;
	key = mapped(run, str_from(import->key->name));
	if (column_is_id(import->key)) {
		uint64_t number;

		if (str_starts_with(key, str_from(import->entity->code_prefix)))
			key = str_slice(key, str_from(import->entity->code_prefix).len, key.len);
		if (key.len && !str_to_u64(key, &number)) {
			refuse(run, NULL, work_say(work, N_("“{0}” is no number of a record"), key, NO_STR));
			return false;
		}
	}
	if (str_is_empty(key))
		return true;
	if (!utf8_is_valid(key))
		return true;
	buf_init(&sql, work->arena, 1024);
	buf_add_format(&sql, "SELECT id FROM `%s` WHERE `%s` = ? LIMIT 2", import->entity->name, import->key->name);
	rows = db_query(work->db, sql_built(&sql), ARGS(key));
	if (rows_count(rows) == 0 && column_is_id(import->key)) {
		refuse(run, NULL, work_say(work, N_("There is no record with the number {0}"), key, NO_STR));
		return false;
	}
	if (rows_count(rows) == 0)
		return true;
	if (rows_count(rows) > 1) {
		refuse(run, NULL, work_say(work, N_("Several records have “{0}”: match on another field"), key, NO_STR));
		return false;
	}
	id = rows_cell(rows, 0, 0);
	record = store_read(work, import->entity, id, EDIT);
	if (!record) {
		if (!db_has_failed(work->db))
			refuse(run, NULL, work_say(work, N_("A record with “{0}” is there already and is not yours to change"), key, NO_STR));
		return false;
	}
	if (entity_child_count(import->entity))
		store_read_lines(work, record);
	run->there = record;
	return true;
}

static void
import_row(struct run *run)
{
	struct work *work = run->work;
	struct import *import = run->import;
	struct input *input;
	size_t changes;

	if (!find_record(run))
		return;
	if (!import->is_trial)
		db_execute(work->db, SQL("SAVEPOINT import_row"), NO_ARGS);
	changes = work->change ? work->change->count : 0;
	input = input_read(work, import->entity, run->there ? run->there->id : NO_STR, (struct input_source){ row_get, row_nth, run });
	input->before = run->there;
	if (import->is_trial) {
		if (input->problem_count)
			refuse(run, input, NO_STR);
		else if (run->there)
			import->updated++;
		else
			import->created++;
		return;
	}
	if (store_save(work, input)) {
		if (input->outcome == OUTCOME_UNCHANGED)
			import->unchanged++;
		else if (run->there)
			import->updated++;
		else
			import->created++;
		return;
	}
	if (db_has_failed(work->db))
		return;
	/* Entries added to lists for this row stay; what the row itself wrote goes. */
	if (work->change->count == changes)
		db_execute(work->db, SQL("ROLLBACK TO SAVEPOINT import_row"), NO_ARGS);
	refuse(run, input, work_text(work, N_("This row is not yours to write")));
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

static bool
end_batch(struct run *run)
{
	struct work *work = run->work;
	struct import *import = run->import;
	enum db_outcome outcome;

	if (import->is_trial)
		return !db_has_failed(work->db);
	if (db_has_failed(work->db))
		return false;
	change_end(work);
	if (db_has_failed(work->db))
		return false;
	if (!import->first_at.data && work->change->count)
		import->first_at = str_copy(run->lasting, work->change->at);
	outcome = db_commit(work->db);
	db_now(work->db);
	return outcome == DB_DONE;
}

/* Reads rows until the batch is full of rows or of time. False at the end of the file. */
static bool
read_batch(struct run *run, struct csv *csv)
{
	uint64_t start = clock_monotonic_us();
	size_t limit = run->import->is_whole && !run->import->is_trial ? SIZE_MAX : BATCH_ROWS;

	for (size_t row = 0; row < limit; row++) {
		if (limit != SIZE_MAX && clock_monotonic_us() - start > BATCH_US)
			return true;
		if (!csv_next(csv, run->work->arena, &run->cells, &run->cell_count))
			return false;
		run->line = csv->line;
		run->import->row_count++;
		import_row(run);
		if (db_has_failed(run->work->db))
			return true;
	}
	return true;
}

static void
run_batches(struct run *run)
{
	struct work *work = run->work;
	struct import *import = run->import;
	struct csv csv;
	bool has_more = true;

	csv_init(&csv, import->text);
	csv_next(&csv, run->lasting, &run->cells, &run->cell_count);
	csv_add(&import->error_file, work_text(work, N_("Line")), true, CSV_DATA);
	csv_add(&import->error_file, work_text(work, N_("Reason")), false, CSV_DATA);
	for (size_t i = 0; i < run->cell_count; i++)
		csv_add(&import->error_file, run->cells[i], false, CSV_DATA);
	csv_end_record(&import->error_file);
	for (int tries = 0; has_more;) {
		struct csv csv_before = csv;
		struct import before = *import;

		begin_batch(run);
		has_more = read_batch(run, &csv);
		/* What the check of each row alone could not see: two rows that exclude each other. */
		if (import->is_whole && !import->is_trial && import->refused && !db_has_failed(work->db)) {
			change_abandon(work);
			import->created = import->updated = import->unchanged = 0;
			return;
		}
		if (end_batch(run)) {
			tries = 0;
		} else if (db_should_retry(work->db) && tries++ < TRIES) {
			change_abandon(work);
			db_rollback(work->db);
			db_now(work->db);
			*import = before;
			csv = csv_before;
			has_more = true;
		} else {
			db_rollback(work->db);
			db_now(work->db);
			*import = before;
			import->failure = work_text(work, N_("The database failed. The rows before this one are kept; import the file again to go on."));
			return;
		}
		if (import->progress)
			import->progress(import->progress_data, import->row_count);
		arena_reset(work->arena);
	}
	if (csv.fault)
		import->failure = work_say(work, N_("Line {0}: {1}"), str_from_u64(run->lasting, csv.line), work_text(work, csv.fault));
}

void
import_run(struct work *work, struct import *import)
{
	struct arena scratch;
	struct work row_work = *work;
	struct change change;
	struct run run = { .work = &row_work, .import = import, .lasting = work->arena };

	buf_init(&import->error_file, work->arena, IMPORT_ERROR_BYTES);
	run.known = ARENA_ARRAY(work->arena, struct known, KNOWN_SLOTS);
	if (import->is_whole && !import->is_trial) {
		struct import trial = *import;

		if (import_count(work, import) > IMPORT_WHOLE_MAX) {
			import->failure = work_text(work, N_("All or nothing is possible up to 20,000 rows. Choose to keep the valid rows, or split the file."));
			return;
		}
		/* Nothing is written unless every row passes first. */
		trial.is_trial = true;
		import_run(work, &trial);
		if (trial.refused || trial.failure.data) {
			trial.is_trial = false;
			trial.created = trial.updated = trial.unchanged = 0;
			*import = trial;
			return;
		}
	}
	arena_init(&scratch, SCRATCH_BYTES);
	row_work.arena = &scratch;
	row_work.change = &change;
	db_arena(work->db, &scratch);
	run_batches(&run);
	db_arena(work->db, work->arena);
	if (import->is_whole && !import->is_trial && import->failure.data)
		import->created = import->updated = import->unchanged = 0;
	arena_end(&scratch);
}
