/* day.c: what a person has to do: overdue, today, in the next days, and what was done today. */
#include "communications/communications.h"

#include "base/url_query.h"

enum { GROUP_ROWS = 50, DAYS_AHEAD = 7 };
enum group { OVERDUE, TODAY, NEXT, ANY_DAY, DONE, GROUP_COUNT };

struct group_list {
	struct view_list *items;
	size_t count;
};

static struct rows *
read_rows(struct ctx *ctx, struct str owner, int64_t today)
{
	struct str from = wall_instant(ctx, today * DAY_S * SECOND_US), to = wall_instant(ctx, (today + 1) * DAY_S * SECOND_US);
	struct str end = wall_instant(ctx, (today + 1 + DAYS_AHEAD) * DAY_S * SECOND_US);

	return store_query(&ctx->work,
		SQL("(SELECT 'task' AS entity, t.id, t.version, t.owner_id, t.team_id, t.title, t.status AS kind, t.priority, t.due_at AS happens_at,"
		    " NULL AS minutes, k.id AS customer_id, {title customer k} AS customer"
		    " FROM task t LEFT JOIN customer k ON k.id = t.customer_id AND {visible customer k}"
		    " WHERE {visible task t} AND (? IS NULL OR t.owner_id = ?) AND t.status = 'open' AND t.due_at < ? ORDER BY t.due_at, t.id LIMIT 200)"
		    " UNION ALL (SELECT 'task', t.id, t.version, t.owner_id, t.team_id, t.title, t.status, t.priority, NULL, NULL, k.id, {title customer k}"
		    " FROM task t LEFT JOIN customer k ON k.id = t.customer_id AND {visible customer k}"
		    " WHERE {visible task t} AND (? IS NULL OR t.owner_id = ?) AND t.status = 'open' AND t.due_at IS NULL LIMIT 51)"
		    " UNION ALL (SELECT 'task', t.id, t.version, t.owner_id, t.team_id, t.title, t.status, t.priority, t.done_at, NULL, k.id, {title customer k}"
		    " FROM task t LEFT JOIN customer k ON k.id = t.customer_id AND {visible customer k}"
		    " WHERE {visible task t} AND (? IS NULL OR t.owner_id = ?) AND t.status = 'done' AND t.done_at >= ? AND t.done_at < ?"
		    " ORDER BY t.done_at DESC LIMIT 51)"
		    " UNION ALL (SELECT 'communication', c.id, c.version, c.owner_id, c.team_id, c.subject, c.channel, NULL, c.happened_at, c.duration_minutes,"
		    " k.id, {title customer k} FROM communication c LEFT JOIN customer k ON k.id = c.customer_id AND {visible customer k}"
		    " WHERE {visible communication c} AND (? IS NULL OR c.owner_id = ?) AND c.happened_at >= ? AND c.happened_at < ?"
		    " AND c.channel IN ('call', 'meeting', 'visit') ORDER BY c.happened_at LIMIT 51)"
		    " UNION ALL (SELECT 'request', r.id, r.version, r.owner_id, r.team_id, r.title, r.state, r.priority, r.due_at, NULL, k.id, {title customer k}"
		    " FROM request r LEFT JOIN customer k ON k.id = r.customer_id AND {visible customer k}"
		    " WHERE {visible request r} AND (? IS NULL OR r.owner_id = ?) AND r.state IN ('unhandled', 'handling') AND r.due_at < ?"
		    " ORDER BY r.due_at LIMIT 51) ORDER BY happens_at, id"),
		ARGS(owner, owner, end, owner, owner, owner, owner, from, to, owner, owner, from, to, owner, owner, to));
}

/* A talk that is over is no longer to be done. */
static bool
is_left_out(struct ctx *ctx, const struct event *event)
{
	return !work_has_pages(&ctx->work, event->entity) || (event->entity == &communication_entity && event->end_us <= wall_now(ctx));
}

static enum group
group_of(const struct event *event, int64_t today)
{
	int64_t day = wall_day(event->start_us);

	if (event->is_done)
		return DONE;
	return !event->instant.data ? ANY_DAY : day < today ? OVERDUE : day == today ? TODAY : NEXT;
}

static struct str
more_href(struct ctx *ctx, const struct whose *whose, enum group group)
{
	struct url_query url;

	url_query_start(&url, ctx->arena, str_from(task_entity.path));
	url_query_add(&url, S("f.status.is"), group == DONE ? S("done") : S("open"));
	if (whose->owner_id.data)
		url_query_add(&url, S("f.owner_id.is"), whose->owner_id);
	return url_query_end(&url, ctx->carried);
}

static void
put_groups(struct ctx *ctx, const struct whose *whose, struct group_list *lists)
{
	static const struct { const char *label, *tint; } heads[GROUP_COUNT] = {
		[OVERDUE] = { N_("Overdue"), "bad" }, [TODAY] = { N_("Today"), "info" }, [NEXT] = { N_("Next 7 days"), "neu" },
		[ANY_DAY] = { N_("Any day"), "neu" }, [DONE] = { N_("Done today"), "ok" }
	};
	struct view_list *groups = view_list_new(ctx->arena);

	for (enum group group = OVERDUE; group < GROUP_COUNT; group++) {
		struct view_map *map = view_map_new(ctx->arena);
		bool has_more = lists[group].count > GROUP_ROWS;

		if (!lists[group].count)
			continue;
		view_map_put_text(map, S("id"), str_format(ctx->arena, "group-%d", (int)group));
		view_map_put_text(map, S("label"), page_text(ctx, heads[group].label));
		view_map_put_text(map, S("tint"), str_from(heads[group].tint));
		view_map_put_text(map, S("count_text"), has_more ? str_format(ctx->arena, "%d+", GROUP_ROWS) : str_from_u64(ctx->arena, lists[group].count));
		view_map_put(map, S("items"), view_list(lists[group].items));
		view_map_put_text(map, S("more_href"), has_more ? more_href(ctx, whose, group) : S(""));
		view_map_put_text(map, S("more_text"), page_text(ctx, N_("All")));
		view_list_add(groups, view_map(map));
	}
	page_put(ctx, "groups", view_list(groups));
	if (view_list_count(groups) == 0) {
		struct view_map *none = view_map_new(ctx->arena);

		view_map_put_text(none, S("text"), page_text(ctx, N_("Nothing is waiting. Note what comes next, and it stands here.")));
		page_put(ctx, "no_rows", view_map(none));
	}
}

static void
put_head(struct ctx *ctx, const struct whose *whose, int64_t today)
{
	struct view_map *add = whose->who.len ? NULL : page_quick_form(ctx, S("task"), NO_STR);

	page_put_text(ctx, "title", whose->name.data ? work_say(&ctx->work, N_("The day: {0}"), whose->name, NO_STR) : page_text(ctx, N_("My day")));
	page_put_text(ctx, "count_text", day_name(ctx, today, true));
	page_put_text(ctx, "return", whose_href(ctx, whose, "/day", NULL, NO_STR));
	whose_ways(ctx, whose, false);
	if (!add)
		return;
	view_map_put(add, S("asks_customer"), view_bool(true));
	view_map_put_text(add, S("return"), S("/day"));
	page_put(ctx, "add", view_map(add));
}

enum status
day_show(struct ctx *ctx)
{
	struct group_list lists[GROUP_COUNT] = { { .count = 0 } };
	int64_t today = wall_day(wall_now(ctx));
	struct whose whose;
	struct rows *rows;

	whose_read(ctx, &task_entity, &whose);
	put_head(ctx, &whose, today);
	for (enum group group = OVERDUE; group < GROUP_COUNT; group++)
		lists[group].items = view_list_new(ctx->arena);
	rows = read_rows(ctx, whose.owner_id, today);
	while (rows_next(rows)) {
		struct event event;
		enum group group;

		event_read(ctx, rows, &event);
		if (is_left_out(ctx, &event))
			continue;
		group = group_of(&event, today);
		if (lists[group].count++ < GROUP_ROWS)
			view_list_add(lists[group].items, todo_view(ctx, &whose, &event, group == OVERDUE || group == NEXT));
	}
	put_groups(ctx, &whose, lists);
	return page_show(ctx, "communications/day");
}
