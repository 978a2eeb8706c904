/* events.c: reads what a week is made of: meetings, visits and calls, and tasks that are due. */
#include "communications/communications.h"

enum { CALL_MINUTES = 30, MEETING_MINUTES = 60, DUE_MINUTES = 30, LONGEST_MINUTES = 8 * 60, END_OF_WORK_S = 18 * HOUR_S };
enum { DAY_ROWS = 50 };            /* of each kind on each day of a week */

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

/*
 * Whose it is and who may see it is bound once. Each day is looked up by the key, so many of each kind and one more, so
 * that a busy day does not take the room of another. Of the day before there is what lasts into the first one.
 */
#define OF_KIND(kind, limit) "(SELECT * FROM " kind " WHERE happens_at >= ? AND happens_at < ? ORDER BY happens_at, id LIMIT " limit ")"
#define OF_DAY(limit) " UNION ALL " OF_KIND("talk", limit) " UNION ALL " OF_KIND("duty", limit)
#define OF_DAYS(days) \
	"WITH talk AS (SELECT 'communication' AS entity, c.id, c.version, c.owner_id, c.team_id, c.subject AS title, c.channel AS kind, NULL AS priority," \
	" c.happened_at AS happens_at, c.duration_minutes AS minutes, c.customer_id FROM communication c" \
	" WHERE {visible communication c} AND (? IS NULL OR c.owner_id = ?) AND c.channel IN ('call', 'meeting', 'visit'))," \
	" duty AS (SELECT 'task' AS entity, t.id, t.version, t.owner_id, t.team_id, t.title, t.status AS kind, t.priority," \
	" t.due_at AS happens_at, NULL AS minutes, t.customer_id FROM task t" \
	" WHERE {visible task t} AND (? IS NULL OR t.owner_id = ?) AND t.status IN ('open', 'done'))" \
	" SELECT e.entity, e.id, e.version, e.owner_id, e.team_id, e.title, e.kind, e.priority, e.happens_at, e.minutes," \
	" k.id AS customer_id, {title customer k} AS customer FROM (" \
	"(SELECT * FROM talk WHERE happens_at >= ? AND happens_at < ? AND happens_at + INTERVAL COALESCE(NULLIF(minutes, 0), 60) MINUTE > ?" \
	" ORDER BY happens_at, id LIMIT 51)" days \
	") e LEFT JOIN customer k ON k.id = e.customer_id AND {visible customer k} ORDER BY e.happens_at, e.id"
#define OF_DAYS_ARGS(owner, before, first) (owner), (owner), (owner), (owner), (before), (first), (first)
#define OF_DAY_ARGS(from, to) (from), (to), (from), (to)

static struct str
midnight(struct ctx *ctx, int64_t day)
{
	return wall_instant(ctx, day * DAY_S * SECOND_US);
}

static struct event *
take_rows(struct ctx *ctx, struct rows *rows, int64_t first, size_t *count)
{
	struct event *events = ARENA_ARRAY(ctx->arena, struct event, rows_count(rows) + 1);

	*count = 0;
	while (rows_next(rows)) {
		event_read(ctx, rows, &events[*count]);
		*count += events[*count].end_us > first * DAY_S * SECOND_US;
	}
	return events;
}

struct event *
events_of_day(struct ctx *ctx, const struct whose *whose, int64_t day, size_t *count)
{
	struct str from = midnight(ctx, day), to = midnight(ctx, day + 1);

	return take_rows(ctx, store_query(&ctx->work, SQL(OF_DAYS(OF_DAY("501")) " LIMIT 501"),
	                                  ARGS(OF_DAYS_ARGS(whose->owner_id, midnight(ctx, day - 1), from), OF_DAY_ARGS(from, to))), day, count);
}

/* The one too many of its kind on its day. */
static void
mark_excess(struct event *events, size_t count, int64_t first)
{
	size_t tasks[WEEK_DAYS] = { 0 }, talks[WEEK_DAYS] = { 0 };

	for (size_t i = 0; i < count; i++) {
		int64_t day = wall_day(events[i].start_us) - first;

		if (day >= 0 && day < WEEK_DAYS)
			events[i].is_excess = (events[i].entity == &task_entity ? tasks : talks)[day]++ == DAY_ROWS;
	}
}

struct event *
events_of_week(struct ctx *ctx, const struct whose *whose, int64_t first, size_t *count)
{
	struct str on[WEEK_DAYS + 1];
	struct event *events;

	for (int64_t day = 0; day <= WEEK_DAYS; day++)
		on[day] = midnight(ctx, first + day);
	events = take_rows(ctx, store_query(&ctx->work,
		SQL(OF_DAYS(OF_DAY("51") OF_DAY("51") OF_DAY("51") OF_DAY("51") OF_DAY("51") OF_DAY("51") OF_DAY("51"))),
		ARGS(OF_DAYS_ARGS(whose->owner_id, midnight(ctx, first - 1), on[0]), OF_DAY_ARGS(on[0], on[1]), OF_DAY_ARGS(on[1], on[2]), OF_DAY_ARGS(on[2], on[3]),
		     OF_DAY_ARGS(on[3], on[4]), OF_DAY_ARGS(on[4], on[5]), OF_DAY_ARGS(on[5], on[6]), OF_DAY_ARGS(on[6], on[7]))), first, count);
	mark_excess(events, *count, first);
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
