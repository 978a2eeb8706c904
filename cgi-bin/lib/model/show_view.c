/* show_view.c: one record as its template shows it. */
#include "model/show_view.h"

#include "model/access.h"
#include "model/kind.h"
#include "model/list_table.h"
#include "model/timeline.h"
#include "base/url_query.h"

enum { RELATED_ROWS = 5 };

struct view
entity_view(const struct work *work, const struct entity *entity)
{
	struct view_map *map = view_map_new(work->arena);

	view_map_put_text(map, S("name"), str_from(entity->name));
	view_map_put_text(map, S("label"), work_text(work, entity->label));
	view_map_put_text(map, S("label_plural"), work_text(work, entity->label_plural));
	view_map_put_text(map, S("path"), str_from(entity->path));
	view_map_put_text(map, S("icon"), str_from(entity->icon));
	return view_map(map);
}

static struct view
link_view(struct work *work, struct str label, struct str href, bool is_current)
{
	struct view_map *map = view_map_new(work->arena);

	view_map_put_text(map, S("label"), label);
	view_map_put_text(map, S("text"), label);
	view_map_put_text(map, S("href"), href);
	view_map_put(map, S("is_current"), view_bool(is_current));
	return view_map(map);
}

static struct shown *
field_shown(struct work *work, const struct record *record, const struct field *field)
{
	struct shown *shown = ARENA_NEW(work->arena, struct shown);
	size_t place = (size_t)(field - record->entity->fields);

	kind_show(work, field, record->values[place], record->labels[place], shown);
	return shown;
}

static void
put_marks(struct work *work, const struct record *record, struct view_map *page)
{
	struct view_list *badges = view_list_new(work->arena), *subtitle = view_list_new(work->arena);

	for (const struct field *field = record->entity->fields; field->name; field++) {
		struct shown *shown = field_shown(work, record, field);

		if (shown->is_empty)
			continue;
		if (field->flags & BADGE)
			view_list_add(badges, view_shown(shown));
		if (field->flags & SUBTITLE)
			view_list_add(subtitle, link_view(work, shown->text, shown->href, false));
	}
	view_map_put(page, S("badges"), view_list(badges));
	view_map_put(page, S("subtitle"), view_list(subtitle));
}

static void
add_step(struct work *work, struct view_list *steps, struct str label, bool is_here, bool *is_passed)
{
	struct view_map *step = view_map_new(work->arena);

	if (is_here)
		*is_passed = false;
	view_map_put_text(step, S("label"), label);
	view_map_put(step, S("is_done"), view_bool(*is_passed));
	view_map_put(step, S("is_current"), view_bool(is_here));
	view_list_add(steps, view_map(step));
}

/* The entries of a list that are in one group with the record's own: the stages of its pipeline. */
static void
add_list_steps(struct work *work, const struct field *field, struct str here, struct view_list *steps)
{
	const struct option_list *list = catalogue_options(work->catalogue, field->refers);
	struct str group = NO_STR;
	bool is_passed = true;

	for (size_t i = 0; list && i < list->count; i++)
		if (str_equal(list->options[i].value, here))
			group = list->options[i].group;
	for (size_t i = 0; list && i < list->count; i++)
		if (str_equal(list->options[i].group, group))
			add_step(work, steps, option_label(&list->options[i], work_is_english(work)), str_equal(list->options[i].value, here), &is_passed);
}

static void
put_span(struct work *work, const struct record *record, struct view_map *page)
{
	const struct field *field = record->entity->span ? entity_field(record->entity, str_from(record->entity->span)) : NULL;
	struct view_map *span = view_map_new(work->arena);
	struct view_list *steps = view_list_new(work->arena);
	struct str here;
	bool is_passed = true;

	if (!field)
		return;
	here = record_value(record, str_from(field->name));
	if (field->kind == REF)
		add_list_steps(work, field, here, steps);
	for (const struct choice *choice = field->choices; choice && choice->value; choice++)
		if (!choice->is_aside || str_equal_text(here, choice->value))
			add_step(work, steps, work_text(work, choice->label), str_equal_text(here, choice->value), &is_passed);
	view_map_put_text(span, S("label"), work_text(work, field->label));
	view_map_put(span, S("steps"), view_list(steps));
	view_map_put(page, S("span"), view_map(span));
}

void
show_head(struct work *work, const struct record *record, const char *current, struct str carried, struct view_map *page)
{
	const struct entity *entity = record->entity;
	struct view_map *map = view_map_new(work->arena);
	struct view_list *crumbs = view_list_new(work->arena), *tabs = view_list_new(work->arena);
	struct str title = record_title(work, record), href = record_href(work, entity, record->id, "");
	bool is_open = !work->as_of.data && !(entity->flags & FIXED);

	view_map_put_text(map, S("id"), record->id);
	if (entity->code_prefix[0])
		view_map_put_text(map, S("code"), record_code(work, entity, record->id));
	view_map_put_text(map, S("name"), title);
	view_map_put_text(map, S("initials"), name_initials(work->arena, title));
	view_map_put_text(map, S("tint"), name_tint(title));
	view_map_put_text(map, S("version"), record->version);
	view_map_put_text(map, S("href"), url_query_join(work->arena, href, carried));
	view_map_put(page, S("record"), view_map(map));
	view_map_put(page, S("entity"), entity_view(work, entity));
	view_list_add(crumbs, link_view(work, work_text(work, entity->label_plural), url_query_join(work->arena, str_from(entity->path), carried), false));
	if (current[0])
		view_list_add(crumbs, link_view(work, title, url_query_join(work->arena, href, carried), false));
	view_map_put(page, S("crumbs"), view_list(crumbs));
	view_list_add(tabs, link_view(work, work_text(work, N_("Overview")), url_query_join(work->arena, href, carried), !current[0]));
	view_list_add(tabs, link_view(work, work_text(work, N_("History")),
	              url_query_join(work->arena, record_href(work, entity, record->id, "/history"), carried), str_equal_text(S("history"), current)));
	view_map_put(page, S("tabs"), view_list(tabs));
	view_map_put(page, S("can_edit"), view_bool(is_open && (entity->flags & OWNED ?
	             access_may_on(work, entity, EDIT, record->owner_id, record->team_id) : access_may(work, entity, EDIT))));
	view_map_put_text(page, S("edit_href"), record_href(work, entity, record->id, "/edit"));
	view_map_put(page, S("can_remove"), view_bool(is_open && (entity->flags & OWNED ?
	             access_may_on(work, entity, REMOVE, record->owner_id, record->team_id) : access_may(work, entity, REMOVE))));
	view_map_put_text(page, S("remove_href"), record_href(work, entity, record->id, "/remove"));
	put_marks(work, record, page);
	put_span(work, record, page);
}

/*
 * A card begins with every field that begins a group; its fields follow. The first one says what the record is, and its
 * lines how to reach it; the others are read after what happened, where there is one column.
 */
static void
put_cards(struct work *work, const struct record *record, struct view_map *page)
{
	struct view_list *cards = view_list_new(work->arena), *children = view_list_new(work->arena), *fields = NULL;
	struct view_list *first = view_list_new(work->arena);

	for (const struct field *field = record->entity->fields; field->name; field++) {
		if (!fields || field->group) {
			struct view_map *card = view_map_new(work->arena);

			fields = view_list_new(work->arena);
			view_map_put_text(card, S("label"), work_text(work, field->group ? field->group : record->entity->label));
			view_map_put(card, S("fields"), view_list(fields));
			view_list_add(view_list_count(first) ? cards : first, view_map(card));
		}
		if ((!str_equal_text(str_from(field->name), record->entity->title) || field->kind == REF) && !field->computed)
			view_list_add(fields, view_shown(field_shown(work, record, field)));
	}
	for (size_t c = 0; c < entity_child_count(record->entity); c++) {
		const struct record_lines *lines = &record->lines[c];
		struct view_map *card = view_map_new(work->arena);
		struct view_list *list = view_list_new(work->arena);

		if (lines->count == 0 || lines->entity->flags & (CHECKLIST | APPENDED))
			continue;
		for (size_t i = 0; i < lines->count; i++) {
			struct view_map *line = view_map_new(work->arena);
			struct view_list *cells = view_list_new(work->arena);

			for (const struct field *field = lines->entity->fields; field->name; field++) {
				struct shown *shown = field_shown(work, &lines->records[i], field);

				if (!shown->is_empty)
					view_list_add(cells, view_shown(shown));
			}
			view_map_put(line, S("fields"), view_list(cells));
			view_list_add(list, view_map(line));
		}
		view_map_put_text(card, S("label"), work_text(work, lines->entity->label_plural));
		view_map_put(card, S("lines"), view_list(list));
		view_list_add(children, view_map(card));
	}
	view_map_put(page, S("first_card"), view_list(first));
	view_map_put(page, S("cards"), view_list(cards));
	view_map_put(page, S("children_cards"), view_list(children));
}

static void
put_checklists(struct work *work, const struct record *record, struct view_map *page)
{
	struct view_list *tags = view_list_new(work->arena);

	for (size_t c = 0; c < entity_child_count(record->entity); c++)
		for (size_t i = 0; record->lines[c].entity->flags & CHECKLIST && i < record->lines[c].count; i++)
			for (const struct field *field = record->lines[c].entity->fields; field->name; field++)
				if (field->kind == REF)
					view_list_add(tags, view_shown(field_shown(work, &record->lines[c].records[i], field)));
	view_map_put(page, S("tags"), view_list(tags));
}

/* What both refer to is the same for the new one: a quote of a deal is for the deal's customer. */
static bool
is_shared(const struct record *record, const struct field *field)
{
	const struct field *own = entity_field(record->entity, str_from(field->name));

	return own && own->kind == REF && own->refers == field->refers && field->kind == REF && field_is_writable(field) &&
	       !(field->refers->flags & CATALOGUED) && record_value(record, str_from(field->name)).len > 0;
}

static struct str
new_href(struct work *work, const struct record *record, const struct section *section)
{
	struct url_query url;

	url_query_start(&url, work->arena, str_format(work->arena, "%s/new", section->entity->path));
	url_query_add(&url, str_from(section->field), record->id);
	for (const struct field *field = section->entity->fields; field->name; field++)
		if (!str_equal_text(str_from(section->field), field->name) && is_shared(record, field))
			url_query_add(&url, str_from(field->name), record_value(record, str_from(field->name)));
	return url_query_end(&url, NO_STR);
}

/* A form of another takes the record along only where the reference is one that people set. */
static bool
may_add(struct work *work, const struct section *section)
{
	const struct entity *other = section->entity;

	return !work->as_of.data && access_may(work, other, CREATE) && !(other->flags & FIXED) &&
	       field_is_writable(entity_field(other, str_from(section->field)));
}

/* What was removed is no beginning of anything new. */
static void
put_related(struct work *work, const struct record *record, bool is_removed, const struct section *sections, size_t count, struct str carried,
            struct view_map *page)
{
	struct view_list *related = view_list_new(work->arena), *missing = view_list_new(work->arena);

	for (size_t i = 0; i < count; i++) {
		const struct entity *other = sections[i].entity;
		struct view_map *map = view_map_new(work->arena);
		bool has_more = sections[i].count > RELATED_ROWS;
		struct str all = str_format(work->arena, "%s?f.%s.is=%.*s", other->path, sections[i].field, STR_ARG(record->id));

		view_map_put_text(map, S("label"), work_text(work, other->label_plural));
		view_map_put_text(map, S("count_text"), has_more ? str_format(work->arena, "%d+", RELATED_ROWS) : str_from_u64(work->arena, sections[i].count));
		view_map_put_text(map, S("all_href"), url_query_join(work->arena, all, carried));
		if (!is_removed && may_add(work, &sections[i])) {
			view_map_put_text(map, S("new_href"), new_href(work, record, &sections[i]));
			view_map_put_text(map, S("new_label"), work_text(work, other->label_new));
		}
		if (sections[i].count == 0) {
			if (other != record->entity)
				view_list_add(missing, view_map(map));
			continue;
		}
		view_map_put(map, S("columns"), list_columns(work, other, record->entity));
		view_map_put(map, S("rows"), list_of_records(work, other, sections[i].records, has_more ? RELATED_ROWS : sections[i].count, record->entity, carried));
		view_list_add(related, view_map(map));
	}
	view_map_put(page, S("related"), view_list(related));
	view_map_put(page, S("missing"), view_list(missing));
	view_map_put(page, S("has_missing"), view_bool(view_list_count(missing) > 0));
}

void
show_read(struct work *work, const struct entity *entity, struct str id, struct whole *whole)
{
	store_read_whole(work, entity, id, entity->flags & (LIST | CATALOGUED) ? 0 : RELATED_ROWS, TIMELINE_ROWS, whole);
}

void
show_view(struct work *work, const struct record *record, const struct whole *whole, struct str carried, struct view_map *page)
{
	show_head(work, record, "", carried, page);
	put_cards(work, record, page);
	put_checklists(work, record, page);
	put_related(work, record, !whole->record, whole->sections + whole->own, whole->count - whole->own, carried, page);
	timeline_view(work, record, whole, carried, page);
}
