/* list_table.c: the rows of a list as views: each cell is a shown value, asked for by the template. */
#include "model/list_table.h"

#include "model/kind.h"
#include "model/select.h"

struct list_row {
	struct str href, name, initials, tint;
	struct shown *cells;
	size_t cell_count;
};

struct list_table {
	struct list_row *rows;
	size_t count;
};

static bool
cells_item(const struct list_row *row, size_t index, struct view *item);

static bool
cell_next(struct view *item, struct arena *arena)
{
	const struct list_row *row;

	(void)arena;
	row = (const struct list_row *)(const void *)item->name.data;
	return cells_item(row, item->index + 1, item);
}

static struct str
cell_text(const struct view *view, struct arena *arena)
{
	(void)arena;
	return ((const struct shown *)view->data)->text;
}

static bool
cell_find(const struct view *view, struct str name, struct arena *arena, struct view *found)
{
	struct view shown = view_shown(view->data);

	return shown.type->find(&shown, name, arena, found);
}

/* A cell carries its row in name, so that next can find the neighbour. */
static bool
cells_item(const struct list_row *row, size_t index, struct view *item)
{
	static const struct view_type type = { cell_text, cell_find, view_first_itself, cell_next };

	if (index >= row->cell_count)
		return false;
	*item = (struct view){ .type = &type, .data = &row->cells[index], .name = { (const char *)row, 0 }, .index = index };
	return true;
}

static bool
cells_first(const struct view *view, struct arena *arena, struct view *item)
{
	(void)arena;
	return cells_item(view->data, 0, item);
}

static bool
row_find(const struct view *view, struct str name, struct arena *arena, struct view *found)
{
	static const struct view_type cells = { view_no_text, view_no_member, cells_first, view_no_next };
	const struct list_table *table = view->data;
	const struct list_row *row = &table->rows[view->index];

	(void)arena;
	if (str_equal(name, S("cells")))
		*found = (struct view){ .type = &cells, .data = row };
	else if (str_equal(name, S("href")))
		*found = view_text(row->href);
	else if (str_equal(name, S("name")))
		*found = view_text(row->name);
	else if (str_equal(name, S("initials")))
		*found = view_text(row->initials);
	else if (str_equal(name, S("tint")))
		*found = view_text(row->tint);
	else
		return false;
	return true;
}

static bool
row_next(struct view *item, struct arena *arena)
{
	const struct list_table *table = item->data;

	(void)arena;
	if (item->index + 1 >= table->count)
		return false;
	item->index++;
	return true;
}

static bool
rows_first(const struct view *view, struct arena *arena, struct view *item)
{
	static const struct view_type row = { view_no_text, row_find, view_first_itself, row_next };
	const struct list_table *table = view->data;

	(void)arena;
	if (table->count == 0)
		return false;
	*item = (struct view){ .type = &row, .data = table };
	return true;
}

static struct view
table_view(const struct list_table *table)
{
	static const struct view_type type = { view_no_text, view_no_member, rows_first, view_no_next };

	return (struct view){ .type = &type, .data = table };
}

size_t
list_fields(const struct entity *entity, const struct entity *without, const struct field *fields[LIST_FIELDS_MAX])
{
	const struct field *title = entity_title_beside(entity, without);
	size_t count = 0;

	for (const struct field *field = entity->fields; field->name; field++) {
		if ((field->flags & LISTED) && field != title && !(without && field->kind == REF && field->refers == without) && count < LIST_FIELDS_MAX)
			fields[count++] = field;
	}
	return count;
}

static struct str
row_href(struct work *work, struct str start, struct str id, struct str rest)
{
	struct str href = str_join(work->arena, start, id);

	return rest.len ? str_join(work->arena, href, rest) : href;
}

struct view
list_of_rows(struct work *work, const struct list_query *query, struct rows *rows, size_t count)
{
	struct list_table *table = ARENA_NEW(work->arena, struct list_table);
	const struct field *fields[LIST_FIELDS_MAX];
	size_t columns[LIST_FIELDS_MAX], labels[LIST_FIELDS_MAX], title = 0, title_english = 0, field_count = list_fields(query->entity, NULL, fields);
	const struct entity *entity = query->entity;
	bool has_english = work_is_english(work) && entity->title_english &&
	                   rows_has_column(rows, str_from(entity->title_english), &title_english);
	struct str rest = query->carried.len ? str_join(work->arena, S("?"), query->carried) : S("");
	struct str start = str_format(work->arena, "%s/", entity->path);

	table->rows = ARENA_ARRAY(work->arena, struct list_row, count + 1);
	table->count = count;
	if (count == 0)
		return table_view(table);
	title = rows_column(rows, entity_title_field(entity)->kind == REF ? select_label_name(work->arena, entity_title_field(entity)) :
	                                                                    str_from(entity->title));
	for (size_t i = 0; i < field_count; i++) {
		columns[i] = rows_column(rows, str_from(fields[i]->name));
		labels[i] = fields[i]->kind == REF ? rows_column(rows, str_format(work->arena, "%s__label", fields[i]->name)) : SIZE_MAX;
	}
	for (size_t r = 0; r < count; r++) {
		/* Backward pages come in reverse. */
		size_t from = query->is_backward ? count - 1 - r : r;
		struct list_row *row = &table->rows[r];

		row->cells = ARENA_ARRAY(work->arena, struct shown, field_count);
		row->cell_count = field_count;
		row->name = rows_cell(rows, from, title);
		if (has_english && rows_cell(rows, from, title_english).len)
			row->name = rows_cell(rows, from, title_english);
		row->href = row_href(work, start, rows_cell(rows, from, 0), rest);
		for (size_t i = 0; i < field_count; i++)
			kind_show(work, fields[i], rows_cell(rows, from, columns[i]),
			          labels[i] == SIZE_MAX ? NO_STR : rows_cell(rows, from, labels[i]), &row->cells[i]);
	}
	return table_view(table);
}

struct view
list_of_records(struct work *work, const struct entity *entity, const struct record *records, size_t count,
                const struct entity *without, struct str carried)
{
	struct list_table *table = ARENA_NEW(work->arena, struct list_table);
	const struct field *fields[LIST_FIELDS_MAX];
	size_t field_count = list_fields(entity, without, fields);
	struct str rest = carried.len ? str_join(work->arena, S("?"), carried) : S("");
	struct str start = str_format(work->arena, "%s/", entity->path);

	table->rows = ARENA_ARRAY(work->arena, struct list_row, count + 1);
	table->count = count;
	for (size_t r = 0; r < count; r++) {
		struct list_row *row = &table->rows[r];

		row->name = record_title_beside(work, &records[r], without);
		row->initials = name_initials(work->arena, row->name);
		row->tint = name_tint(row->name);
		row->href = row_href(work, start, records[r].id, rest);
		row->cells = ARENA_ARRAY(work->arena, struct shown, field_count);
		row->cell_count = field_count;
		for (size_t i = 0; i < field_count; i++) {
			size_t place = (size_t)(fields[i] - entity->fields);

			kind_show(work, fields[i], records[r].values[place], records[r].labels[place], &row->cells[i]);
		}
	}
	return table_view(table);
}
