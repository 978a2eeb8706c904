/* calendar.c: a week of meetings, visits, calls and tasks, or one of its days in full. */
#include "communications/communications.h"

enum { FIRST_YEAR = 1900, LAST_YEAR = 2199 };

static bool
day_parse(struct str typed, int64_t *day)
{
	struct date date;

	if (!date_parse(typed, &date) || date.year < FIRST_YEAR || date.year > LAST_YEAR)
		return false;
	*day = date_to_days(date);
	return true;
}

/* Monday is the first day of a week. */
static int64_t
monday_of(int64_t day)
{
	return day - (date_weekday(day) + 6) % 7;
}

/* Week 1 is the one with the year's first Thursday. */
static int
week_number(int64_t monday)
{
	struct date thursday = date_from_days(monday + 3);

	return (int)((monday + 3 - date_to_days((struct date){ thursday.year, 1, 1 })) / 7) + 1;
}

/* "2026-W47" as well as any day of that week. */
static bool
week_parse(struct str typed, int64_t *monday)
{
	struct str rest = typed, year;
	uint64_t y, w;
	int64_t day;

	if (day_parse(typed, &day)) {
		*monday = monday_of(day);
		return true;
	}
	if (!str_cut(&rest, '-', &year) || !str_to_u64(year, &y) || y < FIRST_YEAR || y > LAST_YEAR || rest.len != 3 || rest.data[0] != 'W' ||
	    !str_to_u64(str_slice(rest, 1, 3), &w) || w == 0 || w > 53)
		return false;
	*monday = monday_of(date_to_days((struct date){ (int)y, 1, 4 })) + ((int64_t)w - 1) * 7;
	return true;
}

static void
put_head(struct ctx *ctx, const struct whose *whose, struct str title)
{
	struct view_list *hidden = view_list_new(ctx->arena);

	page_put_text(ctx, "title", whose->name.data ? str_format(ctx->arena, "%.*s · %.*s", STR_ARG(title), STR_ARG(whose->name)) : title);
	page_put(ctx, "can_create", view_bool(access_may(&ctx->work, &communication_entity, CREATE) && !ctx->work.as_of.data));
	page_put_text(ctx, "new_href", S("/communications/new?channel=meeting"));
	page_put_text(ctx, "new_label", page_text(ctx, N_("New meeting")));
	for (size_t i = 0; i < ctx->request->params.count; i++) {
		struct form_field field = ctx->request->params.fields[i];
		struct view_map *map = view_map_new(ctx->arena);

		if (!str_equal(field.name, S("week")) && !str_equal(field.name, S("day")) && !str_equal(field.name, S("as_of")))
			continue;
		view_map_put_text(map, S("name"), field.name);
		view_map_put_text(map, S("value"), field.value);
		view_list_add(hidden, view_map(map));
	}
	page_put(ctx, "hidden", view_list(hidden));
}

static struct str
week_href(struct ctx *ctx, const struct whose *whose, int64_t monday)
{
	return whose_href(ctx, whose, "/calendar", "week", date_text(ctx->arena, date_from_days(monday)));
}

static enum status
show_week(struct ctx *ctx, const struct whose *whose, int64_t monday)
{
	size_t count;
	struct event *events = events_of_week(ctx, whose, monday, &count);

	put_head(ctx, whose, days_name(ctx, monday, monday + 6));
	page_put_text(ctx, "count_text", work_say(&ctx->work, N_("Week {0}"), str_from_u64(ctx->arena, (uint64_t)week_number(monday)), NO_STR));
	page_put_text(ctx, "today_href", whose_href(ctx, whose, "/calendar", NULL, NO_STR));
	page_put_text(ctx, "previous_href", week_href(ctx, whose, monday - 7));
	page_put_text(ctx, "next_href", week_href(ctx, whose, monday + 7));
	whose_ways(ctx, whose, true);
	week_put(ctx, whose, monday, events, count);
	return page_show(ctx, "communications/calendar");
}

/* One day in full, for a day that has more than its column shows. */
static enum status
show_day(struct ctx *ctx, const struct whose *whose, int64_t day)
{
	struct view_list *groups = view_list_new(ctx->arena), *items = view_list_new(ctx->arena);
	struct view_map *group = view_map_new(ctx->arena);
	size_t count;
	struct event *events = events_of_day(ctx, whose, day, &count);

	put_head(ctx, whose, days_name(ctx, day, day));
	whose_ways(ctx, whose, true);
	page_put_text(ctx, "return", whose_href(ctx, whose, "/calendar", "day", date_text(ctx->arena, date_from_days(day))));
	for (size_t i = 0; i < count && i < DAY_EVENTS_MAX; i++)
		view_list_add(items, todo_view(ctx, whose, &events[i], false));
	view_map_put_text(group, S("id"), S("all"));
	view_map_put_text(group, S("label"), day_name(ctx, day, true));
	view_map_put_text(group, S("count_text"), count > DAY_EVENTS_MAX ? str_format(ctx->arena, "%d+", DAY_EVENTS_MAX) : str_from_u64(ctx->arena, count));
	view_map_put(group, S("items"), view_list(items));
	view_map_put_text(group, S("more_href"), week_href(ctx, whose, monday_of(day)));
	view_map_put_text(group, S("more_text"), page_text(ctx, N_("The whole week")));
	view_list_add(groups, view_map(group));
	page_put(ctx, "groups", view_list(groups));
	return page_show(ctx, "communications/day");
}

enum status
calendar_show(struct ctx *ctx)
{
	struct whose whose;
	int64_t day, monday;

	whose_read(ctx, &communication_entity, &whose);
	if (day_parse(page_param(ctx, "day"), &day))
		return show_day(ctx, &whose, day);
	if (!week_parse(page_param(ctx, "week"), &monday))
		monday = monday_of(wall_day(wall_now(ctx)));
	return show_week(ctx, &whose, monday);
}
