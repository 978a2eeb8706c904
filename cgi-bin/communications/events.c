/* events.c: reads what a week is made of: meetings, visits and calls, and tasks that are due. */
#include "communications/communications.h"

enum { CALL_MINUTES = 30, MEETING_MINUTES = 60, DUE_MINUTES = 30, LONGEST_MINUTES = 8 * 60, END_OF_WORK_S = 18 * HOUR_S };

/* How long it takes where nobody said so. */
static uint64_t
usual_minutes(const struct event *event)
{
	return event->entity == &task_entity ? DUE_MINUTES : str_equal(event->kind, S("call")) ? CALL_MINUTES : MEETING_MINUTES;
}

/* A task that is due on a day has no time of that day: it is kept as the end of work. */
static bool
is_due_on_a_day(const struct event *event)
{
	return event->entity == &task_entity && event->start_us - wall_day(event->start_us) * DAY_S * SECOND_US == END_OF_WORK_S * SECOND_US;
}

void
event_read(struct ctx *ctx, struct rows *rows, struct event *event)
{
	uint64_t minutes;

	*event = (struct event){ .entity = entity_find(dictionary, rows_get(rows, S("entity"))) };
	event->id = rows_get(rows, S("id"));
	event->version = rows_get(rows, S("version"));
	event->owner_id = rows_get(rows, S("owner_id"));
	event->team_id = rows_get(rows, S("team_id"));
	event->title = rows_get(rows, S("title"));
	event->kind = rows_get(rows, S("kind"));
	event->priority = rows_get(rows, S("priority"));
	event->customer_id = rows_get(rows, S("customer_id"));
	event->customer = rows_get(rows, S("customer"));
	event->instant = rows_get(rows, S("happens_at"));
	wall_time(ctx, event->instant, &event->start_us);
	if (!str_to_u64(rows_get(rows, S("minutes")), &minutes) || !minutes)
		minutes = usual_minutes(event);
	event->is_all_day = minutes > LONGEST_MINUTES || is_due_on_a_day(event);
	event->end_us = event->start_us + (int64_t)(minutes < 31 * 24 * 60 ? minutes : 31 * 24 * 60) * 60 * SECOND_US;
	event->is_done = str_equal(event->kind, S("done"));
}

struct event *
events_read(struct ctx *ctx, const struct whose *whose, int64_t first, int64_t end, size_t *count)
{
	/* What began the day before may last into the first one. */
	struct str before = wall_instant(ctx, (first - 1) * DAY_S * SECOND_US), from = wall_instant(ctx, first * DAY_S * SECOND_US);
	struct str to = wall_instant(ctx, end * DAY_S * SECOND_US), owner = whose->owner_id;
	struct rows *rows = store_query(&ctx->work,
		SQL("(SELECT 'communication' AS entity, c.id, c.version, c.owner_id, c.team_id, c.subject AS title, c.channel AS kind, NULL AS priority,"
		    " c.happened_at AS happens_at, c.duration_minutes AS minutes, k.id AS customer_id, {title customer k} AS customer"
		    " FROM communication c LEFT JOIN customer k ON k.id = c.customer_id AND {visible customer k}"
		    " WHERE {visible communication c} AND (? IS NULL OR c.owner_id = ?) AND c.happened_at >= ? AND c.happened_at < ?"
		    " AND c.channel IN ('call', 'meeting', 'visit') ORDER BY c.happened_at LIMIT 500)"
		    " UNION ALL (SELECT 'task', t.id, t.version, t.owner_id, t.team_id, t.title, t.status, t.priority, t.due_at, NULL, k.id, {title customer k}"
		    " FROM task t LEFT JOIN customer k ON k.id = t.customer_id AND {visible customer k}"
		    " WHERE {visible task t} AND (? IS NULL OR t.owner_id = ?) AND t.status IN ('open', 'done') AND t.due_at >= ? AND t.due_at < ?"
		    " ORDER BY t.due_at LIMIT 500) ORDER BY happens_at, id LIMIT 500"),
		ARGS(owner, owner, before, to, owner, owner, from, to));
	struct event *events = ARENA_ARRAY(ctx->arena, struct event, EVENTS_MAX);
	int64_t first_us = first * DAY_S * SECOND_US;

	*count = 0;
	while (*count < EVENTS_MAX && rows_next(rows)) {
		event_read(ctx, rows, &events[*count]);
		*count += events[*count].end_us > first_us;
	}
	return events;
}

const char *
event_tint(const struct event *event, int64_t now_us)
{
	const struct choice *channel = field_choice(entity_field(&communication_entity, S("channel")), event->kind);

	if (event->entity == &task_entity)
		return event->is_done ? "neu" : event->start_us < now_us ? "bad" : "warn";
	return channel && channel->tint ? channel->tint : "neu";
}
