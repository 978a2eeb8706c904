/* import_lines.c: the rows of a file that belong to one record, each with the next of its lines. */
#include "model/import_run.h"

enum { ROWS_AT_FIRST = 4, SEEN_AT_FIRST = 1024 };

static struct str
cell_at(const struct row *row, size_t i)
{
	return i < row->count ? str_trim(row->cells[i]) : S("");
}

/* One bit for each child of the entity. */
static unsigned
child_bit(const struct import *import, const struct entity *child)
{
	for (size_t c = 0; c < entity_child_count(import->entity); c++)
		if (import->entity->children[c] == child)
			return 1u << c;
	return 0;
}

static unsigned
items_of(const struct import *import, const struct row *row)
{
	unsigned items = 0;

	for (size_t i = 0; i < import->file_column_count; i++)
		if (import->map[i] != SIZE_MAX && column_is_item(&import->columns[import->map[i]]) && cell_at(row, i).len)
			items |= child_bit(import, import->columns[import->map[i]].child);
	return items;
}

unsigned
lines_in_rows(const struct import *import)
{
	unsigned items = 0;

	for (size_t k = 0; k < import->column_count; k++)
		if (column_is_item(&import->columns[k]) && import_fills(import, k))
			items |= child_bit(import, import->columns[k].child);
	return items;
}

bool
lines_are_numbered(const struct import *import, const struct entity *child, size_t line)
{
	for (size_t k = 0; k < import->column_count; k++)
		if (import->columns[k].child == child && import->columns[k].is_numbered && (line == SIZE_MAX || import->columns[k].line == line) && import_fills(import, k))
			return true;
	return false;
}

struct str
lines_problem(struct work *work, const struct import *import)
{
	for (size_t c = 0; c < entity_child_count(import->entity); c++)
		if (lines_in_rows(import) & 1u << c && lines_are_numbered(import, import->entity->children[c], SIZE_MAX))
			return work_say(work, N_("{0}: either in columns by number or in rows of their own, not both. Leave one of them out."),
			                work_text(work, import->entity->children[c]->label_plural), NO_STR);
	return NO_STR;
}

static bool
is_identity(const struct import *import, const struct column *column)
{
	return column_is_identity(column) || (!column->child && column->field == import->key);
}

/* Does the row say that it is about the record of the first, or nothing but a line? */
static bool
continues(const struct import *import, const struct row *first, const struct row *row)
{
	bool has_own = false, is_same = false;

	for (size_t i = 0; i < import->file_column_count; i++) {
		const struct column *column = import->map[i] == SIZE_MAX ? NULL : &import->columns[import->map[i]];
		struct str cell = cell_at(row, i);

		if (!column || column_is_item(column) || !cell.len)
			continue;
		has_own = true;
		if (is_identity(import, column)) {
			if (!str_equal(cell, cell_at(first, i)))
				return false;
			is_same = true;
		}
	}
	return has_own ? is_same : row->items != 0;
}

static void
add_row(struct run *run)
{
	if (run->row_count == run->row_capacity) {
		size_t capacity = run->row_capacity ? 2 * run->row_capacity : ROWS_AT_FIRST;

		run->rows = arena_grow(run->work->arena, run->rows, run->row_capacity * sizeof *run->rows, capacity * sizeof *run->rows);
		run->row_capacity = capacity;
	}
	run->rows[run->row_count++] = run->row;
}

bool
lines_next_row(struct run *run)
{
	if (!csv_next(&run->csv, run->work->arena, &run->row.cells, &run->row.count))
		return false;
	run->row.line = run->csv.line;
	run->row.items = run->line_kinds ? items_of(run->import, &run->row) : 0;
	return true;
}

bool
lines_next_record(struct run *run)
{
	struct csv csv;

	run->rows = NULL;
	run->row_count = run->row_capacity = 0;
	if (!lines_next_row(run))
		return false;
	add_row(run);
	while (run->line_kinds) {
		csv = run->csv;
		if (!lines_next_row(run) || !continues(run->import, &run->rows[0], &run->row)) {
			run->csv = csv;
			break;
		}
		add_row(run);
	}
	return true;
}

const struct row *
lines_row(const struct run *run, const struct entity *child, size_t line)
{
	unsigned bit = child_bit(run->import, child);

	for (size_t r = 0; r < run->row_count; r++)
		if (run->rows[r].items & bit && line-- == 0)
			return &run->rows[r];
	return NULL;
}

/* Of the record's own cells a further row has none, or the same. */
static struct str
differing_column(const struct run *run, const struct row *row)
{
	const struct import *import = run->import;

	for (size_t i = 0; i < import->file_column_count; i++) {
		const struct column *column = import->map[i] == SIZE_MAX ? NULL : &import->columns[import->map[i]];

		if (column && !column_is_item(column) && cell_at(row, i).len && !str_equal(cell_at(row, i), cell_at(&run->rows[0], i)))
			return column->label;
	}
	return NO_STR;
}

struct str
lines_refusal(struct run *run, size_t *line)
{
	for (size_t r = 1; r < run->row_count; r++) {
		struct str label = differing_column(run, &run->rows[r]);

		*line = run->rows[r].line;
		if (label.data)
			return work_say(run->work, N_("This row has the number of line {0} above but another “{1}”"), str_from_u64(run->work->arena, run->rows[0].line), label);
	}
	*line = run->rows[0].line;
	for (size_t c = 0; c < entity_child_count(run->import->entity); c++)
		if (run->line_kinds & 1u << c && lines_row(run, run->import->entity->children[c], LINES_MAX))
			return work_say(run->work, N_("{0}: at most {1} of one record"), work_text(run->work, run->import->entity->children[c]->label_plural),
			                str_from_u64(run->work->arena, LINES_MAX));
	return NO_STR;
}

static uint64_t
hash_of(struct str text)
{
	uint64_t hash = 14695981039346656037u;

	for (size_t i = 0; i < text.len; i++)
		hash = (hash ^ (unsigned char)text.data[i]) * 1099511628211u;
	return hash ? hash : 1;
}

static struct seen *
seen_place(struct seen *places, size_t capacity, uint64_t hash)
{
	size_t at = hash % capacity;

	while (places[at].hash && places[at].hash != hash)
		at = (at + 1) % capacity;
	return &places[at];
}

static void
grow_seen(struct run *run)
{
	struct seen_records *seen = run->seen;
	size_t capacity = seen->capacity ? 2 * seen->capacity : SEEN_AT_FIRST;
	struct seen *places = ARENA_ARRAY(run->lasting, struct seen, capacity);

	for (size_t i = 0; i < seen->capacity; i++)
		if (seen->places[i].hash)
			*seen_place(places, capacity, seen->places[i].hash) = seen->places[i];
	seen->places = places;
	seen->capacity = capacity;
}

size_t
lines_first_seen(struct run *run, struct str name)
{
	struct seen_records *seen = run->seen;
	uint64_t hash = hash_of(name);
	struct seen *place;

	if (2 * seen->count >= seen->capacity)
		grow_seen(run);
	place = seen_place(seen->places, seen->capacity, hash);
	if (!place->hash) {
		*place = (struct seen){ hash, run->rows[0].line };
		seen->count++;
	}
	return place->line;
}
