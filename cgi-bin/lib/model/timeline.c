/* timeline.c: merges a record's changes with what happened around it, newest first. */
#include "model/timeline.h"

#include "base/url_query.h"
#include "base/utf8.h"
#include "model/history.h"
#include "model/kind.h"

enum { TEXT_MAX = 200 };

struct event {
	struct str day;                /* where the actor is */
	struct str at;                 /* UTC; of what has only a day, that day */
	const struct record *record;   /* NULL: one of the record's own changes */
	size_t place;                  /* among those */
};

struct timeline {
	struct work *work;
	struct event events[TIMELINE_ROWS];
	size_t count;
};

static bool
is_later(const struct event *one, const struct event *other)
{
	int order = str_compare(one->day, other->day);

	/* A day without a time comes before the times of that day. */
	return order > 0 || (order == 0 && str_compare(one->at, other->at) > 0);
}

static void
add_event(struct timeline *timeline, struct event event)
{
	size_t place = timeline->count;

	while (place && is_later(&event, &timeline->events[place - 1]))
		place--;
	if (place == TIMELINE_ROWS)
		return;
	if (timeline->count < TIMELINE_ROWS)
		timeline->count++;
	for (size_t i = timeline->count - 1; i > place; i--)
		timeline->events[i] = timeline->events[i - 1];
	timeline->events[place] = event;
}

static void
add_records(struct timeline *timeline, const struct section *section)
{
	const struct field *field = section->entity->happened ? entity_field(section->entity, str_from(section->entity->happened)) : NULL;

	for (size_t i = 0; field && i < section->count; i++) {
		struct str at = record_value(&section->records[i], str_from(field->name));
		struct str day = field->kind == INSTANT ? work_local_time(timeline->work, at) : at;

		if (at.len)
			add_event(timeline, (struct event){ str_slice(day, 0, 10), at, &section->records[i], 0 });
	}
}

static struct view_list *
badges_of(struct work *work, const struct record *record, struct str *tint)
{
	struct view_list *badges = view_list_new(work->arena);

	for (size_t i = 0; record->entity->fields[i].name; i++) {
		struct shown *shown;

		if (!(record->entity->fields[i].flags & BADGE) || str_is_empty(record->values[i]))
			continue;
		shown = ARENA_NEW(work->arena, struct shown);
		kind_show(work, &record->entity->fields[i], record->values[i], record->labels[i], shown);
		if (view_list_count(badges) == 0 && shown->tint.len)
			*tint = shown->tint;
		view_list_add(badges, view_shown(shown));
	}
	return badges;
}

static struct str
text_of(const struct record *record)
{
	for (size_t i = 0; record->entity->fields[i].name; i++)
		if (record->entity->fields[i].kind == LONG_TEXT && record->values[i].len)
			return utf8_first(record->values[i], TEXT_MAX);
	return S("");
}

static struct str
owner_of(const struct record *record)
{
	for (size_t i = 0; record->entity->fields[i].name; i++)
		if (str_equal_text(S("owner_id"), record->entity->fields[i].name))
			return record->labels[i];
	return S("");
}

/* What it is, and how much where it is about money: "Payment · ¥ 1,280.00". */
static struct str
label_of(struct work *work, const struct record *record)
{
	const struct field *field = entity_field(record->entity, S("amount"));
	struct str label = work_text(work, record->entity->label);
	struct shown shown = { 0 };

	if (!field || field->kind != MONEY || str_is_empty(record_value(record, S("amount"))))
		return label;
	kind_show(work, field, record_value(record, S("amount")), NO_STR, &shown);
	return str_format(work->arena, "%.*s · %.*s", STR_ARG(label), STR_ARG(shown.text));
}

static struct view_map *
record_event(struct work *work, const struct event *event, const struct entity *beside, struct str carried)
{
	const struct record *record = event->record;
	const struct entity *entity = record->entity;
	struct view_map *map = view_map_new(work->arena);
	struct str title = record_title_beside(work, record, beside), text = text_of(record), tint = S("info");
	struct view_list *badges = badges_of(work, record, &tint);
	bool has_time = event->at.len > 10;

	view_map_put_text(map, S("icon"), str_from(entity->icon));
	view_map_put_text(map, S("tint"), tint);
	view_map_put_text(map, S("what"), title.len ? title : record_code(work, entity, record->id));
	view_map_put_text(map, S("href"), url_query_join(work->arena, record_href(work, entity, record->id, ""), carried));
	view_map_put_text(map, S("label"), label_of(work, record));
	view_map_put_text(map, S("who"), owner_of(record));
	view_map_put_text(map, S("time"), has_time ? str_slice(work_local_time(work, event->at), 11, 16) : S(""));
	view_map_put_text(map, S("iso"), has_time ? str_format(work->arena, "%.*sT%.*sZ", 10, event->at.data, 8, event->at.data + 11) : event->at);
	/* A title that was taken from the text need not be said twice. */
	view_map_put_text(map, S("text"), str_equal(text, title) ? S("") : text);
	view_map_put(map, S("badges"), view_list(badges));
	view_map_put(map, S("changes"), view_none());
	view_map_put_text(map, S("as_of_href"), S(""));
	return map;
}

/* What only the other kind of event has is there and empty: a template looks further out for what is missing. */
static struct view_map *
change_event(struct work *work, const struct record *record, const struct whole *whole, const struct event *event)
{
	struct view_map *map = history_change(work, record, whole->changes, whole->change_count, event->place);

	view_map_put_text(map, S("href"), S(""));
	view_map_put_text(map, S("label"), S(""));
	view_map_put_text(map, S("text"), S(""));
	view_map_put(map, S("badges"), view_none());
	return map;
}

void
timeline_view(struct work *work, const struct record *record, const struct whole *whole, struct str carried, struct view_map *page)
{
	struct timeline timeline = { .work = work };
	struct view_map *map = view_map_new(work->arena), *day;
	struct view_list *days = view_list_new(work->arena), *items = NULL;

	for (size_t i = 0; i < whole->change_count; i++)
		add_event(&timeline, (struct event){ str_slice(work_local_time(work, whole->changes[i].at), 0, 10), whole->changes[i].at, NULL, i });
	for (size_t i = whole->own; i < whole->count; i++)
		add_records(&timeline, &whole->sections[i]);
	for (size_t i = 0; i < timeline.count; i++) {
		const struct event *event = &timeline.events[i];

		if (i == 0 || !str_equal(event->day, event[-1].day)) {
			day = view_map_new(work->arena);
			items = view_list_new(work->arena);
			view_map_put_text(day, S("label"), event->day);
			view_map_put_text(day, S("iso"), event->day);
			view_map_put(day, S("items"), view_list(items));
			view_list_add(days, view_map(day));
		}
		view_list_add(items, view_map(event->record ? record_event(work, event, record->entity, carried) : change_event(work, record, whole, event)));
	}
	view_map_put(map, S("days"), view_list(days));
	view_map_put_text(map, S("all_href"), url_query_join(work->arena, record_href(work, record->entity, record->id, "/history"), carried));
	view_map_put(page, S("timeline"), view_map(map));
}
