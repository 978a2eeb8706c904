/* import_names.c: finds out what the names in a file refer to, all at once, and takes note of what was decided about the others. */
#include "base/utf8.h"
#include "model/access.h"
#include "model/import_run.h"
#include "model/pick.h"

enum { NAMES_AT_FIRST = 256, NAME_LETTERS_MAX = 200, OWN = COLUMNS_MAX_COUNT };

static size_t
slot_of(const struct import_names *names, size_t column, struct str text)
{
	uint64_t hash = 14695981039346656037u ^ column;
	size_t slot;

	for (size_t i = 0; i < text.len; i++)
		hash = (hash ^ (unsigned char)text.data[i]) * 1099511628211u;
	for (slot = hash % names->slot_count; names->slots[slot]; slot = (slot + 1) % names->slot_count) {
		const struct import_name *name = &names->names[names->slots[slot] - 1];

		if (name->column == column && str_equal(name->text, text))
			break;
	}
	return slot;
}

struct import_name *
names_find(const struct import_names *names, size_t column, struct str text)
{
	size_t slot = names->slot_count ? slot_of(names, column, text) : 0;

	return names->slot_count && names->slots[slot] ? &names->names[names->slots[slot] - 1] : NULL;
}

static void
grow(struct import_names *names, struct arena *arena)
{
	size_t capacity = names->capacity ? 2 * names->capacity : NAMES_AT_FIRST;

	names->names = arena_grow(arena, names->names, names->capacity * sizeof *names->names, capacity * sizeof *names->names);
	names->capacity = capacity;
	names->slot_count = 2 * capacity;
	names->slots = ARENA_ARRAY(arena, uint32_t, names->slot_count);
	for (size_t i = 0; i < names->count; i++)
		names->slots[slot_of(names, names->names[i].column, names->names[i].text)] = (uint32_t)i + 1;
}

static struct import_name *
add_name(struct import_names *names, struct arena *arena, size_t column, struct str text)
{
	struct import_name *name = names_find(names, column, text);

	if (!name) {
		if (names->count == names->capacity)
			grow(names, arena);
		name = &names->names[names->count];
		*name = (struct import_name){ .column = column, .text = str_copy(arena, text) };
		names->slots[slot_of(names, column, text)] = (uint32_t)++names->count;
	}
	name->row_count++;
	return name;
}

static bool
refers_to_own(const struct import *import, size_t column)
{
	return !import->columns[column].child && import->columns[column].field->kind == REF && import->columns[column].field->refers == import->entity;
}

/* Names other rows of the file may know this one by. */
static void
collect_own(struct run *run)
{
	const struct import *import = run->import;

	for (size_t k = 0; k < import->column_count; k++) {
		const struct field *field = import->columns[k].field;
		bool is_name = str_equal_text(str_from(field->name), import->entity->title) || field->flags & MATCHED ||
		               (import->entity->title_english && str_equal_text(str_from(field->name), import->entity->title_english));
		struct str cell;

		if (import->columns[k].child || !is_name || (cell = row_cell(run, &run->row, k)).len == 0)
			continue;
		add_name(&run->own, run->lasting, OWN, cell);
	}
}

static void
collect(struct run *run)
{
	struct import *import = run->import;
	bool names_itself = false;

	for (size_t k = 0; k < import->column_count; k++)
		names_itself = names_itself || (refers_to_own(import, k) && import_fills(import, k));
	csv_init(&run->csv, import->text);
	lines_next_row(run);
	while (lines_next_row(run)) {
		for (size_t k = 0; k < import->column_count; k++) {
			struct str rest, word;

			if (!column_is_named(&import->columns[k]) || (rest = row_cell(run, &run->row, k)).len == 0)
				continue;
			if (!column_is_checklist(&import->columns[k]))
				add_name(&import->names, run->lasting, k, rest);
			else
				while (row_cut_name(&rest, &word))
					add_name(&import->names, run->lasting, k, word);
		}
		if (names_itself)
			collect_own(run);
		arena_reset(run->work->arena);
	}
}

static const struct choice *
choice_named(const struct work *work, const struct field *field, struct str text)
{
	for (const struct choice *choice = field->choices; choice->value; choice++)
		if (str_equal_ignoring_case(text, str_from(choice->value)) || str_equal_ignoring_case(text, str_from(choice->label)) ||
		    str_equal(text, work_text(work, choice->label)))
			return choice;
	return NULL;
}

static bool
can_be_a_name(struct str text)
{
	return utf8_is_valid(text) && utf8_length(text) <= NAME_LETTERS_MAX && !utf8_has_control(text);
}

/* What texts mean to a field: records that the actor may see, or its choices. */
static void
look_up(struct run *run, const struct field *field, struct str *texts, size_t count, struct pick *picks)
{
	for (size_t i = 0; i < count; i++) {
		const struct choice *choice;

		picks[i] = (struct pick){ .count = 0 };
		if (!can_be_a_name(texts[i]))
			texts[i] = S("");
		else if (field->kind == CHOICE && (choice = choice_named(run->work, field, texts[i])))
			picks[i] = (struct pick){ 1, str_from(choice->value), work_text(run->work, choice->label) };
	}
	if (field->kind == REF)
		pick_by_names(run->work, field->refers, texts, count, picks);
}

static void
take_pick(struct run *run, struct import_name *name, const struct pick *pick)
{
	name->match_count = pick->count;
	if (pick->count == 1) {
		name->id = str_copy(run->lasting, pick->id);
		name->label = str_copy(run->lasting, pick->label);
	}
}

struct entry {
	const struct entity *entity;
	struct str title;
};

static struct str
entry_get(const void *data, struct str name)
{
	const struct entry *entry = data;

	return str_equal_text(name, entry->entity->title) ? entry->title : NO_STR;
}

static struct str
entry_nth(const void *data, struct str name, size_t n)
{
	(void)data;
	(void)name;
	(void)n;
	return NO_STR;
}

/* A new entry of a short list, checked as its form would be. */
static struct input *
new_entry(struct run *run, const struct entity *entity, struct str title)
{
	struct entry entry = { entity, title };

	return input_read(run->work, entity, NO_STR, (struct input_source){ entry_get, entry_nth, &entry });
}

/* Why there can be no such entry; NO_STR: there can. */
static struct str
entry_problem(struct run *run, const struct input *input)
{
	for (const struct value *value = input->values; value->field; value++)
		if (value->problem.data)
			return str_equal_text(str_from(value->field->name), input->entity->title) ? str_copy(run->lasting, value->problem) :
			       str_format(run->lasting, "%.*s: %.*s", STR_ARG(work_text(run->work, value->field->label)), STR_ARG(value->problem));
	return input->problem.data ? str_copy(run->lasting, input->problem) : NO_STR;
}

static void
look_up_column(struct run *run, size_t column)
{
	struct import_names *names = &run->import->names;
	const struct column *of = &run->import->columns[column];
	struct str *texts = ARENA_ARRAY(run->work->arena, struct str, names->count + 1);
	struct pick *picks = ARENA_ARRAY(run->work->arena, struct pick, names->count + 1);
	size_t count = 0;

	for (size_t i = 0; i < names->count; i++)
		if (names->names[i].column == column)
			texts[count++] = names->names[i].text;
	if (count == 0)
		return;
	look_up(run, of->field, texts, count, picks);
	count = 0;
	for (size_t i = 0; i < names->count; i++) {
		struct import_name *name = &names->names[i];

		if (name->column != column)
			continue;
		take_pick(run, name, &picks[count++]);
		name->is_own = name->match_count == 0 && refers_to_own(run->import, column) && names_find(&run->own, OWN, name->text);
		if (name->match_count || name->is_own || !import_may_add(run->work, of))
			continue;
		name->problem = entry_problem(run, new_entry(run, of->field->refers, name->text));
		if (run->import->creates_missing && !name->problem.data)
			name->act = IMPORT_ADD;
	}
	arena_reset(run->work->arena);
}

bool
import_may_add(const struct work *work, const struct column *column)
{
	const struct entity *list = column->field->kind == REF ? column->field->refers : NULL;

	return list && list->flags & LIST && !(list->flags & FIXED) && access_may(work, list, CREATE);
}

/* The record a choice leads to: by its id, or by what was typed. */
static void
aim(struct run *run, struct import_choice *choice, struct import_name *name)
{
	const struct field *field = run->import->columns[name->column].field;
	struct pick pick = { .count = 0 };
	struct str text = str_trim(choice->to);

	if (text.len)
		look_up(run, field, &text, 1, &pick);
	else if (field->kind == CHOICE)
		look_up(run, field, &choice->to_id, 1, &pick);
	else if (pick_by_id(run->work, field->refers, choice->to_id, &pick.label))
		pick = (struct pick){ 1, choice->to_id, pick.label };
	if (pick.count == 1) {
		take_pick(run, name, &pick);
		choice->label = name->label;
		return;
	}
	choice->problem = str_copy(run->lasting, pick.count ?
		work_say(run->work, N_("Several records have “{0}”. Give the number of the one that is meant."), choice->to, NO_STR) :
		work_say(run->work, N_("There is no {0} named “{1}”"), work_text(run->work, field->label), choice->to));
}

static void
apply(struct run *run, struct import_choice *choice)
{
	struct import *import = run->import;
	struct import_name *name = NULL;

	for (size_t k = 0; k < import->column_count && !name; k++)
		if (str_equal(import->columns[k].param, choice->param))
			name = names_find(&import->names, k, choice->text);
	choice->is_found = name != NULL;
	choice->label = choice->problem = NO_STR;
	if (!name)
		return;
	name->choice = choice;
	name->act = IMPORT_AS_IS;
	if (choice->act != IMPORT_AS_IS)
		name->id = name->label = NO_STR;
	if (choice->act == IMPORT_TO)
		aim(run, choice, name);
	if (choice->act == IMPORT_ADD && !import_may_add(run->work, &import->columns[name->column]))
		choice->problem = work_text(run->work, N_("Nothing can be added to this list"));
	else if (choice->act == IMPORT_ADD)
		choice->problem = name->problem;
	if (!choice->problem.data)
		name->act = choice->act;
}

void
names_read(struct run *run)
{
	run->import->names = run->own = (struct import_names){ .count = 0 };
	collect(run);
	for (size_t k = 0; k < run->import->column_count && !db_has_failed(run->work->db); k++)
		if (column_is_named(&run->import->columns[k]))
			look_up_column(run, k);
	for (size_t i = 0; i < run->import->choice_count; i++)
		apply(run, &run->import->choices[i]);
}

static struct str
add_to_list(struct run *run, const struct entity *entity, struct import_name *name)
{
	struct db *db = run->work->db;
	struct input *input = new_entry(run, entity, name->text);

	if (store_save(run->work, input))
		return input->id;
	name->problem = entry_problem(run, input);
	if (db_is_bad_value(db)) {
		db_forgive(db);
		name->problem = work_text(run->work, bad_value_text);
	}
	return NO_STR;
}

struct str
name_id(struct run *run, struct import_name *name)
{
	const struct entity *entity = run->import->columns[name->column].field->refers;
	bool is_to_come = name->act == IMPORT_ADD || (name->act == IMPORT_AS_IS && name->is_own);
	struct pick pick;

	if (name->id.data || !is_to_come)
		return name->id;
	/* In a trial nothing is there yet; the number of no record stands for it. */
	if (run->import->is_trial)
		return S("18446744073709551615");
	pick_by_names(run->work, entity, &name->text, 1, &pick);
	name->match_count = pick.count;
	if (pick.count == 0 && name->act == IMPORT_ADD)
		pick.id = add_to_list(run, entity, name);
	else if (pick.count != 1)
		return NO_STR;
	name->id = pick.id.data ? str_copy(run->lasting, pick.id) : NO_STR;
	name->is_fresh = true;
	return name->id;
}

void
names_settle(struct import *import, bool is_kept)
{
	for (size_t i = 0; i < import->names.count; i++) {
		struct import_name *name = &import->names.names[i];

		if (name->is_fresh && !is_kept)
			name->id = NO_STR;
		name->is_fresh = false;
	}
}

struct str
name_problem(struct run *run, const struct import_name *name)
{
	const struct field *field = run->import->columns[name->column].field;

	if (name->choice && name->choice->problem.data)
		return name->choice->problem;
	if (name->problem.data && (name->act == IMPORT_ADD || run->import->creates_missing))
		return name->problem;
	if (field->kind == CHOICE)
		return work_say(run->work, N_("“{0}” is not one of the choices"), name->text, NO_STR);
	if (name->match_count > 1)
		return work_say(run->work, N_("Several records have “{0}”. Give the number of the one that is meant."), name->text, NO_STR);
	return work_say(run->work, N_("There is no {0} named “{1}”"), work_text(run->work, field->refers->label), name->text);
}

size_t
import_open_names(struct work *work, const struct import *import, const struct import_name *open[IMPORT_NAMES_SHOWN], size_t *total)
{
	size_t count = 0;

	(void)work;
	*total = 0;
	for (size_t i = 0; i < import->names.count; i++) {
		const struct import_name *name = &import->names.names[i];
		size_t at;

		if (name->act == IMPORT_AS_IS && (name->id.data || name->is_own))
			continue;
		(*total)++;
		if (count < IMPORT_NAMES_SHOWN)
			count++;
		else if (open[count - 1]->row_count >= name->row_count)
			continue;
		for (at = count - 1; at > 0 && open[at - 1]->row_count < name->row_count; at--)
			open[at] = open[at - 1];
		open[at] = name;
	}
	return count;
}
