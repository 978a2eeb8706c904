/* communications.h: the pages of this area that are truly its own: noting in one go, a week, a day. */
#ifndef COMMUNICATIONS_COMMUNICATIONS_H
#define COMMUNICATIONS_COMMUNICATIONS_H

#include "app/app.h"
#include "entities/entities.h"

enum status quick_save(struct ctx *ctx);
enum status task_done(struct ctx *ctx);
enum status task_reopen(struct ctx *ctx);
enum status day_show(struct ctx *ctx);
enum status calendar_show(struct ctx *ctx);

/* --- whose day or week it is ---------------------------------------------- */

struct whose {
	struct str who;                /* as in an address: "team" or a user's id; empty: the actor's own */
	struct str owner_id;           /* NO_STR: of everybody whose records the actor may see */
	struct str name;               /* of another one; NO_STR */
};

/*
 * Reads ?who= and puts the filter that asks for it, where the actor may see those of others: the members of
 * partials/filter_bar, sent to the page itself. Whoever is not offered is not shown either.
 */
void whose_read(struct ctx *ctx, const struct entity *entity, struct whose *whose);
/* path?name=value&who=..., with what this page carries. name NULL: no more than that. */
struct str whose_href(struct ctx *ctx, const struct whose *whose, const char *path, const char *name, struct str value);
/* Whose something is, where it is not plain from the page. */
struct str whose_name(const struct ctx *ctx, const struct whose *whose, struct str owner_id);
/* Puts `ways`: the day and the week of the same person. */
void whose_ways(struct ctx *ctx, const struct whose *whose, bool is_week);

/* --- time where the actor is ------------------------------------------------ */

enum { DAY_S = 86400, HOUR_S = 3600 };
#define SECOND_US INT64_C(1000000)

/* What a clock on the actor's wall shows, in microseconds, at an instant of a table; false when there is none. */
bool wall_time(const struct ctx *ctx, struct str instant, int64_t *local_us);
/* The instant at which that clock shows so much, as bound to a statement. */
struct str wall_instant(const struct ctx *ctx, int64_t local_us);
/* What it shows now, or at the moment of an as-of page. */
int64_t wall_now(const struct ctx *ctx);
int64_t wall_day(int64_t local_us);           /* days since 1970 */
struct str wall_clock(struct arena *arena, int64_t local_us);  /* "09:30" */
/* "20 November", with a weekday "Friday, 20 November"; "16–22 November 2026". */
struct str day_name(struct ctx *ctx, int64_t day, bool has_weekday);
struct str days_name(struct ctx *ctx, int64_t first, int64_t last);
const char *weekday_short(int64_t day);

/* --- what a day and a week show ----------------------------------------------- */

struct event {
	const struct entity *entity;
	struct str id, version, owner_id, team_id;
	struct str title;
	struct str kind;               /* of a communication its channel, of a task and a request the state */
	struct str priority;           /* NO_STR: it has none */
	struct str customer_id, customer;  /* NO_STR: none, or not for the actor to see */
	struct str instant;            /* as in its table; NO_STR: a task without a day */
	int64_t start_us, end_us;      /* on the actor's wall */
	bool is_done;
	bool is_all_day;               /* has a day but no time, or lasts too long for a column of hours */
	bool is_excess;                /* in a week: one more than is read of its day, which tells that there are more */
};

enum { WEEK_DAYS = 7, DAY_EVENTS_MAX = 500 };

/* From the columns entity, id, version, owner_id, team_id, title, kind, priority, happens_at, minutes, customer_id, customer of the current row. */
void event_read(struct ctx *ctx, struct rows *rows, struct event *event);

/* Meetings, visits and calls, and tasks that are due, in order of time: the first of each day from `first` on. */
struct event *events_of_week(struct ctx *ctx, const struct whose *whose, int64_t first, size_t *count);
/* Those of one day: DAY_EVENTS_MAX at most, and one more where there are more. */
struct event *events_of_day(struct ctx *ctx, const struct whose *whose, int64_t day, size_t *count);
/* The tint of its badge. */
const char *event_tint(const struct event *event, int64_t now_us);

/* One line of a list of things to do: the members of partials/todo. has_day: says its day, too. */
struct view todo_view(struct ctx *ctx, const struct whose *whose, const struct event *event, bool has_day);

/* Puts `hours` and `days` of the week that begins at that day. */
void week_put(struct ctx *ctx, const struct whose *whose, int64_t first, const struct event *events, size_t count);

#endif
