/* home_cards.c: what waits for whoever looks at the front page, and how far the targets of these days are. */
#include "customers/customers.h"

#include <stdlib.h>


enum { TASK_ROWS = 10, REQUEST_ROWS = 6, TARGET_ROWS = 5 };

/*
 * The next tasks of the actor's own, the newest of their open requests, and the targets that today belongs to, those of
 * everybody before those of one person. A target of one product takes too long to add up. Of a target, title to customer
 * are its name, first day, last day, amount and currency.
 */
static struct rows *
read_rows(struct ctx *ctx, struct str today)
{
	return store_query(&ctx->work, SQL(
		"(SELECT 'task' AS what, t.id, t.title, t.due_at AS at, t.priority AS badge, CAST(k.id AS CHAR) AS customer_id, {title customer k} AS customer,"
		" NULL AS owner_id, NULL AS team_id, NULL AS channel_id"
		" FROM task t LEFT JOIN customer k ON k.id = t.customer_id AND {visible customer k}"
		" WHERE t.owner_id = ? AND t.status = 'open' AND {visible task t} ORDER BY t.due_at IS NULL, t.due_at, t.id LIMIT 11)"
		" UNION ALL (SELECT 'request', r.id, r.title, r.opened_at, r.state, CAST(k.id AS CHAR), {title customer k}, NULL, NULL, NULL"
		" FROM request r LEFT JOIN customer k ON k.id = r.customer_id AND {visible customer k}"
		" WHERE r.owner_id = ? AND r.state IN ('unhandled', 'handling') AND {visible request r} ORDER BY r.opened_at DESC, r.id DESC LIMIT 7)"
		" UNION ALL (SELECT 'target', g.id, g.name, g.from_on, g.until_on, CAST(g.amount AS CHAR), g.amount_currency, g.owner_id, g.team_id, g.channel_id FROM target g"
		" WHERE g.from_on <= ? AND g.until_on >= ? AND g.product_id IS NULL AND {visible target g} ORDER BY g.owner_id IS NOT NULL, g.from_on DESC, g.id LIMIT 5)"),
		ARGS(ctx->actor.id, ctx->actor.id, today, today));
}

static struct view
badge_view(struct ctx *ctx, const struct entity *entity, const char *field, struct str value)
{
	struct shown *shown = ARENA_NEW(ctx->arena, struct shown);

	kind_show(&ctx->work, entity_field(entity, str_from(field)), value, NO_STR, shown);
	return view_shown(shown);
}

/* "today 15:00", "11-24 15:00": the year goes without saying while it is this one. */
static struct str
time_text(struct ctx *ctx, const struct home *home, struct str instant)
{
	struct str local = work_local_time(&ctx->work, instant), day = date_text(ctx->arena, home->today);

	if (!instant.len)
		return NO_STR;
	if (str_starts_with(local, day))
		return work_say(&ctx->work, N_("today {0}"), str_slice(local, 11, 16), NO_STR);
	return str_slice(local, str_starts_with(local, str_slice(day, 0, 5)) ? 5 : 0, 16);
}

static struct view_map *
add_item(struct ctx *ctx, const struct home *home, const struct entity *entity, const struct rows *rows, struct view_list *list)
{
	struct view_map *item = view_map_new(ctx->arena);
	struct str when = time_text(ctx, home, rows_at(rows, 3));

	view_map_put_text(item, S("href"), home_href(ctx, record_href(&ctx->work, entity, rows_at(rows, 1), "").data));
	view_map_put_text(item, S("title"), rows_at(rows, 2));
	view_map_put_text(item, S("name"), rows_at(rows, 2));
	view_map_put_text(item, S("customer"), rows_at(rows, 6));
	view_map_put_text(item, S("customer_href"), rows_at(rows, 5).len ? home_href(ctx, record_href(&ctx->work, &customer_entity, rows_at(rows, 5), "").data) : NO_STR);
	view_map_put_text(item, S("time_text"), when);
	view_map_put_text(item, S("when"), when);
	view_map_put_text(item, S("iso"), rows_at(rows, 3).len ? str_format(ctx->arena, "%.10sT%.8sZ", rows_at(rows, 3).data, rows_at(rows, 3).data + 11) : NO_STR);
	view_list_add(list, view_map(item));
	return item;
}

static void
add_task(struct ctx *ctx, const struct home *home, const struct rows *rows, struct view_list *list)
{
	struct view_map *item = add_item(ctx, home, &task_entity, rows, list);
	struct view_list *badges = view_list_new(ctx->arena);
	struct str now = ctx->work.as_of.data ? ctx->work.as_of : instant_text(ctx->arena, ctx->work.now_us);

	if (!str_equal(rows_at(rows, 4), S("normal")))
		view_list_add(badges, badge_view(ctx, &task_entity, "priority", rows_at(rows, 4)));
	view_map_put(item, S("badges"), view_list(badges));
	if (!ctx->work.as_of.data) {
		view_map_put_text(item, S("done_action"), record_href(&ctx->work, &task_entity, rows_at(rows, 1), "/done"));
		view_map_put_text(item, S("return"), S("/"));
	}
	view_map_put(item, S("is_late"), view_bool(rows_at(rows, 3).len && str_compare(rows_at(rows, 3), now) < 0));
}

static void
put_card(struct ctx *ctx, const char *name, struct view_list *items, bool has_more, const char *all_path, const char *none)
{
	struct view_map *card = view_map_new(ctx->arena);
	size_t count = view_list_count(items);

	view_map_put(card, S("items"), view_list(items));
	view_map_put_text(card, S("all_href"), home_href(ctx, all_path));
	view_map_put_text(card, S("count_text"), count ? str_format(ctx->arena, "%zu%s", count, has_more ? "+" : "") : S(""));
	if (count == 0)
		view_map_put_text(card, S("no_rows_text"), page_text(ctx, none));
	page_put(ctx, name, view_map(card));
}

struct home_target {
	struct str id, name, from, until, amount, currency, owner, team, channel;
};

/* A person's orders count in whatever team they were. */
static struct home_target
take_target(const struct rows *rows)
{
	return (struct home_target){ rows_at(rows, 1), rows_at(rows, 2), str_slice(rows_at(rows, 3), 0, 10), rows_at(rows, 4), rows_at(rows, 5), rows_at(rows, 6),
	                             rows_at(rows, 7), rows_at(rows, 7).data ? NO_STR : rows_at(rows, 8), rows_at(rows, 9) };
}

/*
 * What counts for a target of these days and of those whom it counts, as on its own page: whose target may be seen, how far
 * it is may be. Its days are bound, so that the key finds them.
 */
#define ATTAINED \
	"SUM(o.amount) FROM sales_order o WHERE o.status IN ('confirmed', 'shipped', 'completed') AND o.ordered_on BETWEEN ? AND ? AND o.amount_currency = ?" \
	" AND (? IS NULL OR o.owner_id = ?) AND (? IS NULL OR o.team_id = ?) AND (? IS NULL OR o.channel_id = ?)"
#define ATTAINED_ARGS(t) (t).from, (t).until, (t).currency, (t).owner, (t).owner, (t).team, (t).team, (t).channel, (t).channel

/* place and sum of each. */
static struct rows *
read_attained(struct ctx *ctx, const struct home_target targets[TARGET_ROWS])
{
	return store_query(&ctx->work, SQL("SELECT 0 AS place, " ATTAINED " UNION ALL SELECT 1, " ATTAINED " UNION ALL SELECT 2, " ATTAINED
	                                   " UNION ALL SELECT 3, " ATTAINED " UNION ALL SELECT 4, " ATTAINED " ORDER BY place"),
	                   ARGS(ATTAINED_ARGS(targets[0]), ATTAINED_ARGS(targets[1]), ATTAINED_ARGS(targets[2]), ATTAINED_ARGS(targets[3]), ATTAINED_ARGS(targets[4])));
}

static void
put_targets(struct ctx *ctx, const struct home_target targets[TARGET_ROWS], size_t count)
{
	struct view_list *items = view_list_new(ctx->arena);
	struct rows *rows = count ? read_attained(ctx, targets) : NULL;

	for (size_t i = 0; i < count; i++) {
		const struct home_target *target = &targets[i];
		struct str attained = rows_count(rows) > i ? rows_cell(rows, i, 1) : NO_STR;

		view_list_add(items, chart_attain(ctx->arena, &(struct chart_point){
			.label = target->name, .value = strtod(str_terminated(ctx->arena, attained), NULL), .shown = money_short(&ctx->work, attained, target->currency),
			.target = strtod(str_terminated(ctx->arena, target->amount), NULL), .target_shown = money_short(&ctx->work, target->amount, target->currency),
			.href = home_href(ctx, record_href(&ctx->work, &target_entity, target->id, "").data) }, 0));
	}
	put_card(ctx, "targets", items, false, "/targets", N_("No target covers these days. A target shows here how far it is."));
}

void
home_put_cards(struct ctx *ctx, const struct home *home)
{
	bool has_own_requests = home->has_requests && access_may(&ctx->work, &request_entity, EDIT);
	struct view_list *tasks = view_list_new(ctx->arena), *requests = view_list_new(ctx->arena);
	size_t task_count = 0, request_count = 0, target_count = 0;
	struct home_target targets[TARGET_ROWS] = { { .id = NO_STR } };
	struct rows *rows;

	if (!home->has_tasks && !has_own_requests && !home->has_targets)
		return;
	rows = read_rows(ctx, date_text(ctx->arena, home->today));
	while (rows_next(rows)) {
		if (str_equal(rows_at(rows, 0), S("task"))) {
			if (task_count++ < TASK_ROWS)
				add_task(ctx, home, rows, tasks);
		} else if (str_equal(rows_at(rows, 0), S("target"))) {
			targets[target_count++] = take_target(rows);
		} else if (request_count++ < REQUEST_ROWS) {
			view_map_put(add_item(ctx, home, &request_entity, rows, requests), S("badge"), badge_view(ctx, &request_entity, "state", rows_at(rows, 4)));
		}
	}
	page_put_text(ctx, "token", page_token(ctx));
	if (home->has_tasks)
		put_card(ctx, "tasks", tasks, task_count > TASK_ROWS, "/tasks?f.status.is=open&f.owner_id.is=me", N_("Nothing waits for you. Note what comes next as a task."));
	if (has_own_requests)
		put_card(ctx, "requests", requests, request_count > REQUEST_ROWS, "/requests?f.state.not=handled&f.owner_id.is=me",
		         N_("No open request is yours. Take one from the list of requests."));
	if (home->has_targets)
		put_targets(ctx, targets, target_count);
}
