/* todo.c: one line of a list of things to do, with its tick box where the actor may tick it off. */
#include "communications/communications.h"

#include "base/url_query.h"

/* What is urgent says so; the usual priority says nothing. */
static void
put_badges(struct ctx *ctx, const struct event *event, struct view_map *map)
{
	const struct field *field = entity_field(event->entity, event->priority.data ? S("priority") : S("channel"));
	struct view_list *badges = view_list_new(ctx->arena);
	struct shown *shown = ARENA_NEW(ctx->arena, struct shown);

	if (field && !str_equal(event->priority, S("normal"))) {
		kind_show(&ctx->work, field, event->priority.data ? event->priority : event->kind, NO_STR, shown);
		view_list_add(badges, view_shown(shown));
	}
	view_map_put(map, S("badges"), view_list(badges));
}

static struct str
time_text(struct ctx *ctx, const struct event *event, bool has_day)
{
	bool is_this_year = date_from_days(wall_day(wall_now(ctx))).year == date_from_days(wall_day(event->start_us)).year;
	struct str day = str_slice(instant_text(ctx->arena, event->start_us), is_this_year ? 5 : 0, 10);

	if (!event->instant.data)
		return S("");
	if (!has_day)
		return event->is_all_day ? S("") : wall_clock(ctx->arena, event->start_us);
	return event->is_all_day ? day : str_format(ctx->arena, "%.*s %.*s", STR_ARG(day), STR_ARG(wall_clock(ctx->arena, event->start_us)));
}

static void
put_tick(struct ctx *ctx, const struct event *event, struct view_map *map)
{
	if (event->entity != &task_entity || ctx->work.as_of.data || !access_may_on(&ctx->work, &task_entity, EDIT, event->owner_id, event->team_id))
		return;
	view_map_put_text(map, S("done_action"), record_href(&ctx->work, &task_entity, event->id, event->is_done ? "/reopen" : "/done"));
	view_map_put_text(map, S("version"), event->version);
	view_map_put_text(map, S("token"), page_token(ctx));
}

struct view
todo_view(struct ctx *ctx, const struct whose *whose, const struct event *event, bool has_day)
{
	struct view_map *map = view_map_new(ctx->arena);
	bool has_customer = event->customer_id.data && work_has_pages(&ctx->work, &customer_entity);

	view_map_put_text(map, S("anchor"), str_format(ctx->arena, "%s-%.*s", event->entity->name, STR_ARG(event->id)));
	view_map_put_text(map, S("href"), url_query_join(ctx->arena, record_href(&ctx->work, event->entity, event->id, ""), ctx->carried));
	view_map_put_text(map, S("title"), event->title.len ? event->title : record_code(&ctx->work, event->entity, event->id));
	view_map_put_text(map, S("customer"), event->customer);
	view_map_put_text(map, S("customer_href"), !has_customer ? S("") : url_query_join(ctx->arena, record_href(&ctx->work, &customer_entity, event->customer_id, ""), ctx->carried));
	view_map_put_text(map, S("who"), whose_name(ctx, whose, event->owner_id));
	view_map_put_text(map, S("time_text"), time_text(ctx, event, has_day));
	view_map_put_text(map, S("iso"), event->instant.data ? str_format(ctx->arena, "%.*sT%.*sZ", 10, event->instant.data, 8, event->instant.data + 11) : S(""));
	view_map_put(map, S("is_done"), view_bool(event->is_done));
	view_map_put(map, S("is_late"), view_bool(event->entity != &communication_entity && !event->is_done && event->instant.data && event->start_us < wall_now(ctx)));
	put_badges(ctx, event, map);
	put_tick(ctx, event, map);
	return view_map(map);
}
