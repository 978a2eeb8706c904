/* import_row.c: one row of a file: what it says, which record it means, and whether it may be saved. */
#include "base/utf8.h"
#include "model/access.h"
#include "model/import_run.h"

static size_t
column_at(const struct import *import, struct str param)
{
	for (size_t i = 0; i < import->column_count; i++)
		if (str_equal(import->columns[i].param, param))
			return i;
	return SIZE_MAX;
}

static bool
is_filled_child(const struct import *import, struct str name)
{
	for (size_t k = 0; k < import->column_count; k++)
		if (import->columns[k].child && str_equal_text(name, import->columns[k].child->name) && import_fills(import, k))
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

/* What a reference or a choice gives to input: an id or a value, empty, or NO_STR when it is not known. */
static struct str
meant(struct run *run, size_t column, struct str text)
{
	struct import_name *name = names_find(&run->import->names, column, text);

	if (!name || name->act == IMPORT_EMPTY)
		return S("");
	return name_id(run, name);
}

static struct str
get_reference(struct run *run, struct str name, bool is_text)
{
	size_t column = column_at(run->import, is_text ? name : str_join(run->work->arena, name, S(".text")));
	struct str value = column == SIZE_MAX ? NO_STR : row_cell(run, column), id;

	if (str_is_empty(value))
		return is_text ? value : NO_STR;
	id = meant(run, column, value);
	/* Input itself says what is wrong with an unknown one of a line; of the record, judge_names does, without a statement. */
	if (is_text && !id.data && run->import->columns[column].child)
		return value;
	/* An empty one is given as text, a known one as id. */
	return is_text == str_is_empty(id) ? id : NO_STR;
}

static struct str
row_get(const void *data, struct str name)
{
	/* The source is read-only for input; looking a name up may add it to its list. */
	struct run *run = (struct run *)(uintptr_t)data;
	const struct import *import = run->import;
	struct str value, known;
	size_t column;

	if (str_ends_with(name, S(".given")))
		return is_filled_child(import, str_slice(name, 0, name.len - 6)) ? S("1") : NO_STR;
	if (str_ends_with(name, S(".id")))
		return line_id(run, name);
	if (str_ends_with(name, S(".text")))
		return get_reference(run, name, true);
	column = column_at(import, name);
	if (column == SIZE_MAX)
		return get_reference(run, name, false);
	value = row_cell(run, column);
	if (value.len && import->columns[column].field->kind == CHOICE)
		value = (known = meant(run, column, value)).data ? known : value;
	/* An empty cell leaves what must have a value, and has one by default, as it is. */
	if (str_is_empty(value) && import->columns[column].field->otherwise &&
	    (import->columns[column].field->flags & REQUIRED || import->columns[column].field->kind == BOOLEAN))
		return NO_STR;
	return value;
}

/* Tags in one cell. */
static struct str
row_nth(const void *data, struct str param, size_t n)
{
	struct run *run = (struct run *)(uintptr_t)data;
	size_t column = column_at(run->import, param);
	struct str rest = column == SIZE_MAX ? NO_STR : row_cell(run, column), word, id;

	while (row_cut_name(&rest, &word)) {
		if (n-- != 0)
			continue;
		id = meant(run, column, word);
		return id.data ? id : word;
	}
	return NO_STR;
}

/* Ids come from names looked up for the whole file: they need not be asked for again. */
static bool
row_knows(const void *data, const struct field *field, struct str id)
{
	(void)data;
	(void)field;
	(void)id;
	return true;
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

/* Was it said before that this name means nothing? Once is enough: it may be wrong in every row. */
static bool
was_told(struct run *run, const struct input *input, const struct value *value)
{
	const char *rest = value->field->kind == REF ? ".text" : "";
	size_t column = column_at(run->import, str_format(run->work->arena, "%.*s%s%s", STR_ARG(input->prefix), value->field->name, rest));
	struct import_name *name = column == SIZE_MAX ? NULL : names_find(&run->import->names, column, value->typed);
	bool was = name && name->is_told;

	if (name)
		name->is_told = true;
	return was;
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
		if (!was_told(run, input, value))
			note_error(run, work_text(run->work, value->field->label), value->typed, value->problem);
	}
	for (size_t c = 0; c < entity_child_count(input->entity); c++)
		for (size_t i = 0; i < input->lines[c].count; i++)
			add_reasons(run, &input->lines[c].inputs[i], reasons);
}

static void
refuse(struct run *run, const struct input *input, struct str otherwise)
{
	struct buf *file = &run->import->error_file, reasons;

	buf_init(&reasons, run->work->arena, 4096);
	if (input)
		add_reasons(run, input, &reasons);
	if (reasons.len == 0) {
		buf_add(&reasons, otherwise);
		note_error(run, S(""), S(""), otherwise);
	}
	run->import->refused++;
	csv_add(file, str_from_u64(run->work->arena, run->line), true, CSV_DATA);
	csv_add(file, buf_str(&reasons), false, CSV_DATA);
	for (size_t i = 0; i < run->cell_count; i++)
		csv_add(file, run->cells[i], false, CSV_DATA);
	csv_end_record(file);
}

/* The key of the row in hand: digits for a record's own number. False: it cannot be one; the row is refused. */
static bool
read_key(struct run *run, struct str *key)
{
	const struct import *import = run->import;
	struct str prefix = str_from(import->entity->code_prefix);
	uint64_t number;

	*key = row_cell(run, column_at(import, str_from(import->key->name)));
	if (column_is_id(import->key)) {
		if (str_starts_with(*key, prefix))
			*key = str_slice(*key, prefix.len, key->len);
		if (key->len && !str_to_u64(*key, &number)) {
			refuse(run, NULL, work_say(run->work, N_("“{0}” is no number of a record"), *key, NO_STR));
			return false;
		}
	}
	return true;
}

/* The record the key names. False: it is there, but not to be changed, or not one alone; the row is refused. */
static bool
find_record(struct run *run)
{
	const struct import *import = run->import;
	struct work *work = run->work;
	struct str key;
	struct buf sql;
	struct rows *rows;

	run->there = NULL;
	if (!import->key)
		return true;
	if (!read_key(run, &key))
		return false;
	if (str_is_empty(key) || !utf8_is_valid(key))
		return true;
	buf_init(&sql, work->arena, 1024);
	buf_add_format(&sql, "SELECT id FROM `%s` WHERE `%s` = ? LIMIT 2", import->entity->name, import->key->name);
	rows = db_query(work->db, sql_built(&sql), ARGS(key));
	if (rows_count(rows) == 0) {
		if (column_is_id(import->key))
			refuse(run, NULL, work_say(work, N_("There is no record with the number {0}"), key, NO_STR));
		return !column_is_id(import->key);
	}
	if (rows_count(rows) > 1) {
		refuse(run, NULL, work_say(work, N_("Several records have “{0}”: match on another field"), key, NO_STR));
		return false;
	}
	run->there = store_read(work, import->entity, rows_cell(rows, 0, 0), EDIT);
	if (!run->there) {
		if (!db_has_failed(work->db))
			refuse(run, NULL, work_say(work, N_("A record with “{0}” is there already and is not yours to change"), key, NO_STR));
		return false;
	}
	if (entity_child_count(import->entity))
		store_read_lines(work, run->there);
	return true;
}

/* The value a name of the row belongs to; NULL for one of a line, which input has refused itself. */
static struct value *
value_of(struct input *input, const struct column *column)
{
	return column->child ? NULL : input_value(input, str_from(column->field->name));
}

/* Says of each name in the row that means nothing what is wrong with it. True: the row is left out, or must wait. */
static bool
judge_names(struct run *run, struct input *input)
{
	struct import *import = run->import;

	for (size_t k = 0; k < import->column_count; k++) {
		struct str rest = column_is_named(&import->columns[k]) ? row_cell(run, k) : NO_STR, word = rest;
		bool is_list = column_is_checklist(&import->columns[k]);

		for (size_t i = 0; rest.len && (is_list ? row_cut_name(&rest, &word) : i == 0); i++) {
			struct import_name *name = names_find(&import->names, k, word);
			struct value *value = input ? value_of(input, &import->columns[k]) : NULL;

			if (!input && name->act == IMPORT_OUT) {
				import->left_out++;
				return true;
			}
			if (!input && name->is_own && name->act == IMPORT_AS_IS && !run->is_last_round && !name_id(run, name).data)
				return run->is_waiting = true;
			if (value && (name->act == IMPORT_AS_IS || name->act == IMPORT_ADD) && !name_id(run, name).data) {
				input->problem_count += !value->problem.data;
				value->problem = name_problem(run, name);
				value->typed = word;
			}
		}
	}
	return false;
}

/* What a refused row wrote, or noted to be written, goes. */
static void
take_back(struct run *run, size_t lines, size_t grams)
{
	db_execute(run->work->db, SQL("ROLLBACK TO SAVEPOINT import_row"), NO_ARGS);
	run->work->change->count = lines;
	run->work->change->gram_count = grams;
}

void
row_import(struct run *run)
{
	struct work *work = run->work;
	struct import *import = run->import;
	struct input *input;
	size_t lines, grams;

	run->is_waiting = false;
	if (judge_names(run, NULL) || !find_record(run))
		return;
	input = input_read(work, import->entity, run->there ? run->there->id : NO_STR, (struct input_source){ row_get, row_nth, run, row_knows });
	judge_names(run, input);
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
	/* Entries added to lists for this row stay; what the row itself writes goes with it. */
	db_execute(work->db, SQL("SAVEPOINT import_row"), NO_ARGS);
	lines = work->change->count;
	grams = work->change->gram_count;
	if (store_save(work, input)) {
		if (input->outcome == OUTCOME_UNCHANGED)
			import->unchanged++;
		else if (run->there)
			import->updated++;
		else
			import->created++;
	} else if (!db_has_failed(work->db)) {
		take_back(run, lines, grams);
		refuse(run, input, work_text(work, N_("This row is not yours to write")));
	}
}
