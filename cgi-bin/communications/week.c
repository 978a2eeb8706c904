/* week.c: lays a week out: which hours are shown, and where each event stands in its day. */
#include "communications/communications.h"

#include "base/url_query.h"

enum { FIRST_HOUR = 8, LAST_HOUR = 19, SLOT_S = 1800, SLOTS = 48, LANES = 2, ALL_DAY_SHOWN = 3, NEW_FIRST_SLOT = 18 };

/* An event on one of its days, in half hours since midnight. */
struct place {
	const struct event *event;
	size_t from, to, lane;
	bool has_neighbour;
};

struct day {
	int64_t day;
	struct place *places;
	size_t count, hidden;
	bool has_more;                 /* than those that are hidden */
	struct view_list *all_day;
};

static bool
touches(const struct event *event, int64_t day)
{
	return event->start_us < (day + 1) * DAY_S * SECOND_US && event->end_us > day * DAY_S * SECOND_US;
}

/* The half hours of that day which it takes. */
static struct place
place_of(const struct event *event, int64_t day)
{
	int64_t start_us = event->start_us - day * DAY_S * SECOND_US, end_us = event->end_us - day * DAY_S * SECOND_US;
	struct place place = { .event = event };

	place.from = start_us > 0 ? (size_t)(start_us / (SLOT_S * SECOND_US)) : 0;
	place.to = end_us < DAY_S * SECOND_US ? (size_t)((end_us + SLOT_S * SECOND_US - 1) / (SLOT_S * SECOND_US)) : SLOTS;
	return place;
}

/* Of those at the same time the first two stand side by side; there is no room for a third. */
static void
find_lane(struct day *day, struct place place)
{
	bool is_taken[LANES] = { false };

	for (size_t i = 0; i < day->count; i++)
		if (day->places[i].to > place.from && day->places[i].from < place.to)
			is_taken[day->places[i].lane] = true;
	if (is_taken[0] && is_taken[1]) {
		day->hidden++;
		return;
	}
	place.lane = is_taken[0] ? 1 : 0;
	for (size_t i = 0; i < day->count; i++)
		if (day->places[i].to > place.from && day->places[i].from < place.to)
			day->places[i].has_neighbour = place.has_neighbour = true;
	day->places[day->count++] = place;
}

static struct view_map *
event_view(struct ctx *ctx, const struct whose *whose, const struct event *event)
{
	struct view_map *map = view_map_new(ctx->arena);
	struct str name = whose_name(ctx, whose, event->owner_id);

	view_map_put_text(map, S("href"), url_query_join(ctx->arena, record_href(&ctx->work, event->entity, event->id, ""), ctx->carried));
	view_map_put_text(map, S("title"), event->title);
	view_map_put_text(map, S("tint"), str_from(event_tint(event, wall_now(ctx))));
	view_map_put_text(map, S("text"), !name.len ? event->customer : !event->customer.len ? name :
	                  str_format(ctx->arena, "%.*s · %.*s", STR_ARG(event->customer), STR_ARG(name)));
	view_map_put(map, S("is_done"), view_bool(event->is_done));
	return map;
}

static void
fill_day(struct ctx *ctx, const struct whose *whose, struct day *day, const struct event *events, size_t count)
{
	day->places = ARENA_ARRAY(ctx->arena, struct place, count + 1);
	day->all_day = view_list_new(ctx->arena);
	for (size_t i = 0; i < count; i++) {
		if (!touches(&events[i], day->day))
			continue;
		if (events[i].is_excess && wall_day(events[i].start_us) == day->day) {
			day->hidden++;
			day->has_more = true;
		} else if (!events[i].is_all_day) {
			find_lane(day, place_of(&events[i], day->day));
		} else if (view_list_count(day->all_day) < ALL_DAY_SHOWN) {
			view_list_add(day->all_day, view_map(event_view(ctx, whose, &events[i])));
		} else {
			day->hidden++;
		}
	}
}

static struct str
row(struct ctx *ctx, size_t slot, size_t first_hour)
{
	return str_format(ctx->arena, "h%zu%s", slot / 2 - first_hour, slot % 2 ? " half" : "");
}

static struct view_list *
places_view(struct ctx *ctx, const struct whose *whose, const struct day *day, size_t first_hour)
{
	struct view_list *list = view_list_new(ctx->arena);

	for (size_t i = 0; i < day->count; i++) {
		const struct place *place = &day->places[i];
		struct view_map *map = event_view(ctx, whose, place->event);

		view_map_put_text(map, S("row"), row(ctx, place->from, first_hour));
		view_map_put_text(map, S("span"), str_format(ctx->arena, "s%zu", place->to > place->from ? place->to - place->from : 1));
		view_map_put_text(map, S("lane"), place->has_neighbour ? str_format(ctx->arena, "lane%zu", place->lane + 1) : S(""));
		view_map_put_text(map, S("time"), wall_clock(ctx->arena, place->event->start_us));
		view_list_add(list, view_map(map));
	}
	return list;
}

/* A new meeting at that time of the day. */
static struct str
new_href(struct ctx *ctx, int64_t day, size_t slot)
{
	struct url_query url;
	struct str local = instant_text(ctx->arena, (day * DAY_S + (int64_t)slot * SLOT_S) * SECOND_US);

	url_query_start(&url, ctx->arena, S("/communications/new"));
	url_query_add(&url, S("channel"), S("meeting"));
	url_query_add(&url, S("happened_at"), str_slice(local, 0, 16));
	return url_query_end(&url, NO_STR);
}

/* Hours in which nothing is planned lead to a new meeting then. */
static void
put_free(struct ctx *ctx, const struct day *day, size_t first_hour, size_t last_hour, struct view_map *map)
{
	struct view_list *list = view_list_new(ctx->arena);
	size_t first_free = 0;

	for (size_t slot = first_hour * 2; slot < last_hour * 2; slot += 2) {
		struct view_map *hour = view_map_new(ctx->arena);
		bool is_free = true;

		for (size_t i = 0; i < day->count; i++)
			is_free = is_free && (day->places[i].to <= slot || day->places[i].from >= slot + 2);
		if (!is_free)
			continue;
		if (!first_free && slot >= NEW_FIRST_SLOT)
			first_free = slot;
		view_map_put_text(hour, S("row"), row(ctx, slot, first_hour));
		view_map_put_text(hour, S("href"), new_href(ctx, day->day, slot));
		view_list_add(list, view_map(hour));
	}
	view_map_put(map, S("free"), view_list(list));
	view_map_put_text(map, S("new_href"), new_href(ctx, day->day, first_free ? first_free : NEW_FIRST_SLOT));
}

static struct view
day_view(struct ctx *ctx, const struct whose *whose, const struct day *day, size_t first_hour, size_t last_hour)
{
	struct view_map *map = view_map_new(ctx->arena);
	struct date date = date_from_days(day->day);
	int64_t now_us = wall_now(ctx);
	bool is_today = wall_day(now_us) == day->day;
	size_t now_slot = (size_t)((now_us - wall_day(now_us) * DAY_S * SECOND_US) / (SLOT_S * SECOND_US));
	struct str iso = date_text(ctx->arena, date);

	view_map_put_text(map, S("weekday"), page_text(ctx, weekday_short(day->day)));
	view_map_put_text(map, S("label"), str_from_u64(ctx->arena, (uint64_t)date.day));
	view_map_put_text(map, S("name"), day_name(ctx, day->day, true));
	view_map_put_text(map, S("iso"), iso);
	view_map_put(map, S("is_today"), view_bool(is_today));
	view_map_put(map, S("is_weekend"), view_bool(date_weekday(day->day) % 6 == 0));
	view_map_put_text(map, S("now_row"), is_today && now_slot / 2 >= first_hour && now_slot / 2 < last_hour ? row(ctx, now_slot, first_hour) : S(""));
	view_map_put(map, S("all_day"), view_list(day->all_day));
	view_map_put(map, S("events"), view_list(places_view(ctx, whose, day, first_hour)));
	view_map_put_text(map, S("more_href"), day->hidden ? whose_href(ctx, whose, "/calendar", "day", iso) : S(""));
	view_map_put_text(map, S("more_text"), work_say(&ctx->work, N_("{0} more"), str_format(ctx->arena, day->has_more ? "%zu+" : "%zu", day->hidden), NO_STR));
	view_map_put_text(map, S("no_events"), day->count || view_list_count(day->all_day) ? S("") : page_text(ctx, N_("Nothing planned")));
	if (access_may(&ctx->work, &communication_entity, CREATE) && !ctx->work.as_of.data)
		put_free(ctx, day, first_hour, last_hour, map);
	return view_map(map);
}

void
week_put(struct ctx *ctx, const struct whose *whose, int64_t first, const struct event *events, size_t count)
{
	struct view_list *hours = view_list_new(ctx->arena), *days = view_list_new(ctx->arena);
	struct day week[7] = { { .day = 0 } };
	size_t first_hour = FIRST_HOUR, last_hour = LAST_HOUR;

	for (size_t d = 0; d < 7; d++) {
		week[d].day = first + (int64_t)d;
		fill_day(ctx, whose, &week[d], events, count);
		for (size_t i = 0; i < week[d].count; i++) {
			const struct place *place = &week[d].places[i];

			first_hour = place->from / 2 < first_hour ? place->from / 2 : first_hour;
			last_hour = (place->to + 1) / 2 > last_hour ? (place->to + 1) / 2 : last_hour;
		}
	}
	for (size_t hour = first_hour; hour < last_hour; hour++) {
		struct view_map *map = view_map_new(ctx->arena);

		view_map_put_text(map, S("label"), str_format(ctx->arena, "%02zu:00", hour));
		view_map_put_text(map, S("row"), row(ctx, hour * 2, first_hour));
		view_list_add(hours, view_map(map));
	}
	for (size_t d = 0; d < 7; d++)
		view_list_add(days, day_view(ctx, whose, &week[d], first_hour, last_hour));
	page_put(ctx, "hours", view_list(hours));
	page_put(ctx, "days", view_list(days));
}
