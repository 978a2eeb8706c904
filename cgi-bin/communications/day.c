/* day.c: what a person has to do: overdue, today, in the next days, and what was done today. */
#include "communications/communications.h"

#include "base/url_query.h"

enum { GROUP_ROWS = 50, DAYS_AHEAD = 7 };
enum group { OVERDUE, TODAY, NEXT, ANY_DAY, DONE, GROUP_COUNT };

struct group_list {
	struct view_list *items;
	size_t count;
};

/* One more than is shown is read of each group, so that none takes the room of another and "more" can be told. */
#define BY_DUE "ORDER BY due_at, id"
#define OPEN_TASKS(days, order) \
	"(SELECT 'task' AS entity, id, version, owner_id, team_id, title, status AS kind, priority, due_at AS happens_at, NULL AS minutes, customer_id" \
	" FROM duty WHERE status = 'open' AND " days " " order " LIMIT 51)"
#define OPEN_REQUESTS(days) \
	"(SELECT 'request', id, version, owner_id, team_id, title, state, priority, due_at, NULL, customer_id" \
	" FROM asked WHERE " days " " BY_DUE " LIMIT 51)"

static struct rows *
read_rows(struct ctx *ctx, struct str owner, int64_t today)
{
	struct str from = wall_instant(ctx, today * DAY_S * SECOND_US), to = wall_instant(ctx, (today + 1) * DAY_S * SECOND_US);
	struct str end = wall_instant(ctx, (today + 1 + DAYS_AHEAD) * DAY_S * SECOND_US), now = wall_instant(ctx, wall_now(ctx));

	return store_query(&ctx->work,
		SQL("WITH duty AS (SELECT t.id, t.version, t.owner_id, t.team_id, t.title, t.status, t.priority, t.due_at, t.done_at, t.customer_id"
		    " FROM task t WHERE {visible task t} AND (? IS NULL OR t.owner_id = ?)),"
		    " asked AS (SELECT r.id, r.version, r.owner_id, r.team_id, r.title, r.state, r.priority, r.due_at, r.customer_id"
		    " FROM request r WHERE {visible request r} AND (? IS NULL OR r.owner_id = ?) AND r.state IN ('unhandled', 'handling'))"
		    " SELECT e.entity, e.id, e.version, e.owner_id, e.team_id, e.title, e.kind, e.priority, e.happens_at, e.minutes,"
		    " k.id AS customer_id, {title customer k} AS customer FROM ("
		    OPEN_TASKS("due_at < ?", BY_DUE) " UNION ALL " OPEN_TASKS("due_at >= ? AND due_at < ?", BY_DUE)
		    " UNION ALL " OPEN_TASKS("due_at >= ? AND due_at < ?", BY_DUE) " UNION ALL " OPEN_TASKS("due_at IS NULL", "")
		    " UNION ALL (SELECT 'task', id, version, owner_id, team_id, title, status, priority, done_at, NULL, customer_id"
		    " FROM duty WHERE status = 'done' AND done_at >= ? AND done_at < ? ORDER BY done_at DESC LIMIT 51)"
		    " UNION ALL (SELECT 'communication', c.id, c.version, c.owner_id, c.team_id, c.subject, c.channel, NULL, c.happened_at, c.duration_minutes, c.customer_id"
		    " FROM communication c WHERE {visible communication c} AND (? IS NULL OR c.owner_id = ?) AND c.happened_at >= ? AND c.happened_at < ?"
		    " AND c.channel IN ('call', 'meeting', 'visit') AND c.happened_at + INTERVAL COALESCE(NULLIF(c.duration_minutes, 0), 60) MINUTE > ?"
		    " ORDER BY c.happened_at, c.id LIMIT 51)"
		    " UNION ALL " OPEN_REQUESTS("due_at < ?") " UNION ALL " OPEN_REQUESTS("due_at >= ? AND due_at < ?")
		    ") e LEFT JOIN customer k ON k.id = e.customer_id AND {visible customer k} ORDER BY e.happens_at, e.id"),
		ARGS(owner, owner, owner, owner, from, from, to, to, end, from, to, owner, owner, from, to, now, from, from, to));
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
