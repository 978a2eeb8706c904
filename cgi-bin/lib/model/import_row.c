/* import_row.c: one record of a file: what its rows say, which record it means, and whether it may be saved. */
#include "base/utf8.h"
#include "model/access.h"
#include "model/import_run.h"

const char bad_value_text[] = N_("The database does not take a value of this row: it is too long, too large, missing, or refers to nothing");

static size_t
column_at(const struct import *import, struct str param)
{
	for (size_t i = 0; i < import->column_count; i++)
		if (str_equal(import->columns[i].param, param))
			return i;
	return SIZE_MAX;
}

/*
 * The column that fills a parameter, and the row it stands in: of CHILD.N.FIELD the row of the Nth line, where lines
 * have rows of their own. SIZE_MAX: none.
 */
static size_t
column_for(const struct run *run, struct str param, const struct row **row)
{
	const struct import *import = run->import;
	size_t column = column_at(import, param);
	struct str rest = param, child, number;
	uint64_t line;

	*row = &run->rows[0];
	if (!run->line_kinds || (column != SIZE_MAX && (!import->columns[column].is_numbered || import_fills(import, column))))
		return column;
	if (!str_cut(&rest, '.', &child) || !str_cut(&rest, '.', &number) || !str_to_u64(number, &line))
		return column;
	column = column_at(import, str_format(run->work->arena, "%.*s.%.*s", STR_ARG(child), STR_ARG(rest)));
	if (column != SIZE_MAX && column_is_item(&import->columns[column]))
		*row = lines_row(run, import->columns[column].child, line);
	return *row ? column : SIZE_MAX;
}

static bool
is_filled_child(const struct import *import, struct str name)
{
	for (size_t k = 0; k < import->column_count; k++)
		if (import->columns[k].child && str_equal_text(name, import->columns[k].child->name) && import_fills(import, k))
			return true;
	return false;
}

/*
 * Line n of the file is line n of the record, so that reading the same file again changes nothing. A line without
 * values goes: those that have no row do, those that have no columns by number are not spoken of.
 */
static struct str
line_id(const struct run *run, struct str param)
{
	struct str rest = param, child, number;
	uint64_t n;

	if (!run->there || !str_cut(&rest, '.', &child) || !str_cut(&rest, '.', &number) || !str_to_u64(number, &n))
		return NO_STR;
	for (size_t c = 0; c < entity_child_count(run->import->entity); c++) {
		const struct record_lines *lines = &run->there->lines[c];

		if (str_equal_text(child, lines->entity->name) && n < lines->count && (run->line_kinds & 1u << c || lines_are_numbered(run->import, lines->entity, n)))
			return lines->records[n].id;
	}
	return NO_STR;
}

/* What a reference or a choice gives to input: an id or a value, empty, or NO_STR when it is not known. */
static struct str
meant(struct run *run, size_t column, struct str text)
{
	struct import_name *name = names_find(&run->import->names, column, text);

	run->meant = NO_STR;
	if (!name || name->act == IMPORT_EMPTY)
		return S("");
	return run->meant = name_id(run, name);
}

static struct str
get_reference(struct run *run, struct str name, bool is_text)
{
	const struct row *row;
	size_t column = column_for(run, is_text ? name : str_join(run->work->arena, name, S(".text")), &row);
	struct str value = column == SIZE_MAX ? NO_STR : row_cell(run, row, column), id;

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
	const struct row *row;
	struct str value, known;
	size_t column;

	if (str_ends_with(name, S(".given")))
		return is_filled_child(import, str_slice(name, 0, name.len - 6)) ? S("1") : NO_STR;
	if (str_ends_with(name, S(".id")))
		return line_id(run, name);
	if (str_ends_with(name, S(".text")))
		return get_reference(run, name, true);
	column = column_for(run, name, &row);
	if (column == SIZE_MAX)
		return get_reference(run, name, false);
	value = row_cell(run, row, column);
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
	struct str rest = column == SIZE_MAX ? NO_STR : row_cell(run, &run->rows[0], column), word, id;

	while (row_cut_name(&rest, &word)) {
		if (n-- != 0)
			continue;
		id = meant(run, column, word);
		return id.data ? id : word;
	}
	return NO_STR;
}

/* Ids of names were looked up for the whole file: they need not be asked for again. Digits in a cell are no id. */
static bool
row_knows(const void *data, const struct field *field, struct str id)
{
	const struct run *run = data;

	(void)field;
	return run->meant.data && str_equal(run->meant, id);
}

static void
note_error(struct run *run, size_t line, struct str label, struct str value, struct str text)
{
	struct import *import = run->import;

	if (import->error_count < IMPORT_ERRORS_SHOWN)
		import->errors[import->error_count++] = (struct import_error){
			line, str_copy(run->lasting, label), str_copy(run->lasting, utf8_first(value, 200)), str_copy(run->lasting, text),
		};
}

/* Was it said before that this name means nothing? Once is enough: it may be wrong in every row. */
static bool
was_told(struct run *run, const struct input *input, const struct value *value)
{
	const char *rest = value->field->kind == REF ? ".text" : "";
	const struct row *row;
	size_t column = column_for(run, str_format(run->work->arena, "%.*s%s%s", STR_ARG(input->prefix), value->field->name, rest), &row);
	struct import_name *name = column == SIZE_MAX ? NULL : names_find(&run->import->names, column, value->typed);
	bool was = name && name->is_told;

	if (name)
		name->is_told = true;
	return was;
}

/* What is wrong with the record itself, or with one line of it. */
static void
add_reasons(struct run *run, const struct input *input, size_t line, struct buf *reasons)
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
			note_error(run, line, work_text(run->work, value->field->label), value->typed, value->problem);
	}
}

/* What is wrong with the lines that stand in a row. */
static void
add_line_reasons(struct run *run, const struct input *input, const struct row *row, struct buf *reasons)
{
	for (size_t c = 0; c < entity_child_count(input->entity); c++)
		for (size_t i = 0; i < input->lines[c].count; i++) {
			const struct input *line = &input->lines[c].inputs[i];
			const struct row *of = run->line_kinds & 1u << c ? lines_row(run, line->entity, line->place) : &run->rows[0];

			if (of == row)
				add_reasons(run, line, row->line, reasons);
		}
}

static void
add_refused(struct run *run, const struct row *row, struct str reasons)
{
	struct buf *file = &run->import->error_file;

	csv_add(file, str_from_u64(run->work->arena, row->line), true, CSV_DATA);
	csv_add(file, reasons, false, CSV_DATA);
	for (size_t i = 0; i < row->count; i++)
		csv_add(file, row->cells[i], false, CSV_DATA);
	csv_end_record(file);
}

static struct str
reasons_of(struct run *run, const struct input *input, const struct row *row)
{
	struct buf reasons;

	buf_init(&reasons, run->work->arena, 16 * 1024);
	if (row == &run->rows[0])
		add_reasons(run, input, row->line, &reasons);
	add_line_reasons(run, input, row, &reasons);
	return buf_str(&reasons);
}

/* All rows of the record, each with what is wrong in it; where nothing is: what is said otherwise, of that line. */
static void
refuse_at(struct run *run, const struct input *input, size_t line, struct str otherwise)
{
	struct work *work = run->work;
	struct str *reasons = ARENA_ARRAY(work->arena, struct str, run->row_count);
	bool has_reason = false;

	for (size_t r = 0; input && r < run->row_count; r++) {
		reasons[r] = reasons_of(run, input, &run->rows[r]);
		has_reason = has_reason || reasons[r].len;
	}
	for (size_t r = 0; r < run->row_count; r++) {
		if (!has_reason && run->rows[r].line == line) {
			reasons[r] = otherwise;
			note_error(run, line, S(""), S(""), otherwise);
		}
		add_refused(run, &run->rows[r], reasons[r].len ? reasons[r] : work_text(work, N_("See the other rows of this record")));
	}
	run->import->refused++;
}

static void
refuse(struct run *run, const struct input *input, struct str otherwise)
{
	refuse_at(run, input, run->rows[0].line, otherwise);
}

/* The key of the row in hand: digits for a record's own number. False: it cannot be one; the row is refused. */
static bool
read_key(struct run *run, struct str *key)
{
	const struct import *import = run->import;
	struct str prefix = str_from(import->entity->code_prefix);
	uint64_t number;

	*key = row_cell(run, &run->rows[0], column_at(import, str_from(import->key->name)));
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
value_of(struct input *input, const struct column *column, struct str word)
{
	struct str field = str_from(column->field->name);

	for (size_t c = 0; column_is_checklist(column) && c < entity_child_count(input->entity); c++)
		for (size_t i = 0; input->lines[c].entity == column->child && i < input->lines[c].count; i++) {
			struct value *value = input_value(&input->lines[c].inputs[i], field);

			if (str_equal(value->typed, word))
				return value;
		}
	return column->child ? NULL : input_value(input, field);
}

/* Says of each name in a row that means nothing what is wrong with it. True: the record is left out, or must wait. */
static bool
judge_row(struct run *run, const struct row *row, struct input *input)
{
	struct import *import = run->import;

	for (size_t k = 0; k < import->column_count; k++) {
		struct str rest = column_is_named(&import->columns[k]) ? row_cell(run, row, k) : NO_STR, word = rest;
		bool is_list = column_is_checklist(&import->columns[k]);

		for (size_t i = 0; rest.len && (is_list ? row_cut_name(&rest, &word) : i == 0); i++) {
			struct import_name *name = names_find(&import->names, k, word);
			struct value *value = input ? value_of(input, &import->columns[k], word) : NULL;

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

static bool
judge_names(struct run *run, struct input *input)
{
	for (size_t r = 0; r < run->row_count; r++)
		if (judge_row(run, &run->rows[r], input))
			return true;
	return false;
}

/* The lines of a record that stood above already would take the place of those. True: refused. */
static bool
is_seen(struct run *run)
{
	struct work *work = run->work;
	struct str names[2] = { NO_STR, run->there ? str_join(work->arena, S("id:"), run->there->id) : NO_STR };

	if (!run->line_kinds || !run->import->key)
		return false;
	names[0] = row_cell(run, &run->rows[0], column_at(run->import, str_from(run->import->key->name)));
	for (size_t i = 0; i < 2; i++) {
		size_t line = names[i].len ? lines_first_seen(run, names[i]) : run->rows[0].line;

		if (line != run->rows[0].line) {
			refuse(run, NULL, work_say(work, N_("This record stands in line {0} already. Put all its rows one below the other."), str_from_u64(work->arena, line), NO_STR));
			return true;
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
	struct str refusal;
	size_t lines, grams, line;

	run->is_waiting = false;
	refusal = lines_refusal(run, &line);
	if (refusal.data) {
		refuse_at(run, NULL, line, refusal);
		return;
	}
	if (judge_names(run, NULL) || !find_record(run) || is_seen(run))
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
		if (run->line_kinds)
			lines_first_seen(run, str_join(work->arena, S("id:"), input->id));
	} else if (!db_has_failed(work->db) || db_is_bad_value(work->db)) {
		const char *text = db_has_failed(work->db) ? bad_value_text : N_("This row is not yours to write");

		db_forgive(work->db);
		take_back(run, lines, grams);
		refuse(run, input, work_text(work, text));
	}
}
