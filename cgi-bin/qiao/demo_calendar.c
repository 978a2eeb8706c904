/* demo_calendar.c: working days and seasons of the company in the demonstration data. */
#include "qiao/demo_calendar.h"

enum { FESTIVAL_DAYS = 9, OPENS_MINUTES = 60, OPEN_MINUTES = 9 * 60 };

static const int64_t day_us = INT64_C(86400) * 1000000;

/* First day of the Spring Festival. */
static const struct date festivals[] = {
	{ 2022, 2, 1 }, { 2023, 1, 22 }, { 2024, 2, 10 }, { 2025, 1, 29 }, { 2026, 2, 17 }, { 2027, 2, 6 }, { 2028, 1, 26 }, { 2029, 2, 13 }, { 2030, 2, 3 },
	{ 2031, 1, 23 }, { 2032, 2, 11 }
};

/* How much is done in a month: little in February and in summer, much when a quarter ends. */
static const unsigned month_weights[] = { 85, 70, 130, 95, 95, 125, 75, 70, 120, 85, 105, 135 };

static bool
is_holiday(int64_t day)
{
	struct date date = date_from_days(day);

	if ((date.month == 10 && date.day <= 7) || (date.month == 5 && date.day <= 3) || (date.month == 1 && date.day == 1))
		return true;
	for (size_t i = 0; i < sizeof festivals / sizeof *festivals; i++) {
		int64_t first = date_to_days(festivals[i]) - 1;

		if (day >= first && day < first + FESTIVAL_DAYS)
			return true;
	}
	return date_weekday(day) == 0 || date_weekday(day) == 6;
}

void
calendar_init(struct calendar *calendar, struct arena *program, int64_t first_day, int64_t last_day)
{
	uint64_t sum = 0;

	*calendar = (struct calendar){ .first_day = first_day, .day_count = (size_t)(last_day - first_day + 1) };
	calendar->sums = ARENA_ARRAY(program, uint64_t, calendar->day_count);
	for (size_t i = 0; i < calendar->day_count; i++) {
		unsigned weight = month_weights[date_from_days(first_day + (int64_t)i).month - 1];

		/* The business grows by half in the two years. */
		sum += is_holiday(first_day + (int64_t)i) ? 0 : weight * (2 * calendar->day_count + i);
		calendar->sums[i] = sum;
	}
}

int64_t
calendar_day(const struct calendar *calendar, uint64_t part, uint64_t whole)
{
	uint64_t wanted = calendar->sums[calendar->day_count - 1] / whole * part;
	size_t low = 0, high = calendar->day_count - 1;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (calendar->sums[middle] > wanted)
			high = middle;
		else
			low = middle + 1;
	}
	return calendar->first_day + (int64_t)low;
}

int64_t
calendar_working(int64_t day)
{
	while (is_holiday(day))
		day++;
	return day;
}

int64_t
calendar_later(int64_t day, size_t working_days)
{
	day = calendar_working(day);
	while (working_days--)
		day = calendar_working(day + 1);
	return day;
}

int64_t
calendar_moment(struct dice *dice, int64_t day)
{
	int64_t minutes = OPENS_MINUTES + (int64_t)dice_below(dice, OPEN_MINUTES);

	return day * day_us + minutes * 60000000 + (int64_t)dice_below(dice, 60000000);
}

static struct date
quarter(int64_t day)
{
	struct date date = date_from_days(day);

	return (struct date){ date.year, (date.month - 1) / 3 * 3 + 1, 1 };
}

int64_t
calendar_quarter_start(int64_t day)
{
	return date_to_days(quarter(day));
}

int64_t
calendar_quarter_end(int64_t day)
{
	return date_to_days(date_add_months(quarter(day), 3)) - 1;
}

struct str
calendar_text(struct arena *arena, int64_t day)
{
	return date_text(arena, date_from_days(day));
}
