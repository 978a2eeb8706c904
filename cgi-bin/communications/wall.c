/* wall.c: days and hours as the actor's clock and calendar on the wall show them. */
#include "communications/communications.h"

static const char *const months[] = {
	N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"), N_("July"), N_("August"), N_("September"),
	N_("October"), N_("November"), N_("December")
};
static const struct { const char *whole, *part; } weekdays[] = {
	{ N_("Sunday"), N_("Sun") }, { N_("Monday"), N_("Mon") }, { N_("Tuesday"), N_("Tue") }, { N_("Wednesday"), N_("Wed") },
	{ N_("Thursday"), N_("Thu") }, { N_("Friday"), N_("Fri") }, { N_("Saturday"), N_("Sat") }
};

bool
wall_time(const struct ctx *ctx, struct str instant, int64_t *local_us)
{
	int64_t us;

	if (!instant_parse(instant, 0, &us))
		return false;
	*local_us = us + zone_offset_minutes(ctx->actor.zone, us) * 60 * SECOND_US;
	return true;
}

struct str
wall_instant(const struct ctx *ctx, int64_t local_us)
{
	return instant_text(ctx->arena, zone_to_utc(ctx->actor.zone, local_us));
}

int64_t
wall_now(const struct ctx *ctx)
{
	int64_t local_us;

	return wall_time(ctx, ctx->work.as_of.data ? ctx->work.as_of : instant_text(ctx->arena, ctx->work.now_us), &local_us) ? local_us : 0;
}

int64_t
wall_day(int64_t local_us)
{
	int64_t day_us = DAY_S * SECOND_US;

	return local_us / day_us - (local_us % day_us < 0);
}

struct str
wall_clock(struct arena *arena, int64_t local_us)
{
	return str_slice(instant_text(arena, local_us), 11, 16);
}

static struct str
number(struct ctx *ctx, int value)
{
	return str_from_u64(ctx->arena, (uint64_t)value);
}

static struct str
month_day(struct ctx *ctx, struct date date, struct str day)
{
	/* A day, or some days, of a month. */
	return work_say(&ctx->work, N_("{0} {1}"), day, page_text(ctx, months[date.month - 1]));
}

struct str
day_name(struct ctx *ctx, int64_t day, bool has_weekday)
{
	struct date date = date_from_days(day);
	struct str name = month_day(ctx, date, number(ctx, date.day));

	return has_weekday ? work_say(&ctx->work, N_("{0}, {1}"), page_text(ctx, weekdays[date_weekday(day)].whole), name) : name;
}

struct str
days_name(struct ctx *ctx, int64_t first, int64_t last)
{
	struct date from = date_from_days(first), to = date_from_days(last);
	struct str days;

	if (from.month == to.month)
		days = month_day(ctx, from, str_format(ctx->arena, from.day == to.day ? "%d" : "%d–%d", from.day, to.day));
	else
		days = str_format(ctx->arena, "%.*s – %.*s", STR_ARG(day_name(ctx, first, false)), STR_ARG(day_name(ctx, last, false)));
	/* The year, then the days in it. */
	return work_say(&ctx->work, N_("{1} {0}"), number(ctx, to.year), days);
}

const char *
weekday_short(int64_t day)
{
	return weekdays[date_weekday(day)].part;
}
