/* clock.c: instants and dates as text, and what a wall clock shows in a zone. */
#include "base/clock.h"

#include <time.h>

#define SECOND_US INT64_C(1000000)
#define DAY_US (86400 * SECOND_US)

enum { YEAR_MIN = 1, YEAR_MAX = 9999, DAYS_MIN = -719162, DAYS_MAX = 2932896 };

static int64_t
floor_divide(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

int64_t
clock_now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * SECOND_US + now.tv_nsec / 1000;
}

uint64_t
clock_monotonic_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

static bool
is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int
month_days(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return days[month - 1] + (month == 2 && is_leap(year));
}

bool
date_is_valid(struct date date)
{
	return date.year >= YEAR_MIN && date.year <= YEAR_MAX && date.month >= 1 && date.month <= 12 && date.day >= 1 &&
	    date.day <= month_days(date.year, date.month);
}

/* Years are counted from March, so that the leap day is the last of its year. */
int64_t
date_to_days(struct date date)
{
	int64_t year = (int64_t)date.year - (date.month <= 2);
	int64_t era = floor_divide(year, 400);
	int64_t year_of_era = year - era * 400;
	int64_t day_of_year = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;

	return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

struct date
date_from_days(int64_t days)
{
	int64_t era, day, year, day_of_year;
	int month;

	/* What lies outside the calendar becomes its first or last day. */
	if (days < DAYS_MIN)
		days = DAYS_MIN;
	if (days > DAYS_MAX)
		days = DAYS_MAX;
	days += 719468;
	era = floor_divide(days, 146097);
	day = days - era * 146097;
	year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
	day_of_year = day - (365 * year + year / 4 - year / 100);
	month = (int)((5 * day_of_year + 2) / 153);
	return (struct date){
		.year = (int)(year + era * 400 + (month >= 10)),
		.month = month < 10 ? month + 3 : month - 9,
		.day = (int)(day_of_year - (153 * month + 2) / 5 + 1),
	};
}

int
date_weekday(int64_t days)
{
	int64_t weekday = (days % 7 + 4) % 7;

	return (int)(weekday < 0 ? weekday + 7 : weekday);
}

struct date
date_add_months(struct date date, int months)
{
	int64_t count = (int64_t)date.year * 12 + date.month - 1 + months;
	int64_t first = YEAR_MIN * 12, last = YEAR_MAX * 12 + 11;

	count = count < first ? first : count > last ? last : count;
	date.year = (int)(count / 12);
	date.month = (int)(count % 12) + 1;
	if (date.day > month_days(date.year, date.month))
		date.day = month_days(date.year, date.month);
	return date;
}

/* Cuts exactly so many digits off *s. */
static bool
cut_digits(struct str *s, size_t count, int *number)
{
	int value = 0;

	if (s->len < count)
		return false;
	for (size_t i = 0; i < count; i++) {
		if (s->data[i] < '0' || s->data[i] > '9')
			return false;
		value = value * 10 + (s->data[i] - '0');
	}
	*s = str_slice(*s, count, s->len);
	*number = value;
	return true;
}

static bool
cut_char(struct str *s, char c)
{
	if (s->len == 0 || s->data[0] != c)
		return false;
	*s = str_slice(*s, 1, s->len);
	return true;
}

static bool
cut_date(struct str *s, struct date *date)
{
	char separator;

	if (!cut_digits(s, 4, &date->year) || s->len == 0)
		return false;
	separator = s->data[0];
	if (separator == '-' || separator == '/' || separator == '.')
		return cut_char(s, separator) && cut_digits(s, 2, &date->month) && cut_char(s, separator) &&
		    cut_digits(s, 2, &date->day) && date_is_valid(*date);
	return cut_digits(s, 2, &date->month) && cut_digits(s, 2, &date->day) && date_is_valid(*date);
}

bool
date_parse(struct str s, struct date *date)
{
	struct date found;

	if (!cut_date(&s, &found) || s.len != 0)
		return false;
	*date = found;
	return true;
}

struct str
date_text(struct arena *arena, struct date date)
{
	return str_format(arena, "%04d-%02d-%02d", date.year, date.month, date.day);
}

/* "10:44", "10:44:03" or "10:44:03.120", up to six digits of a second. */
static bool
cut_time(struct str *s, int64_t *us)
{
	int hour, minute, second = 0, digit;
	int64_t fraction = 0, unit = SECOND_US;

	if (!cut_digits(s, 2, &hour) || !cut_char(s, ':') || !cut_digits(s, 2, &minute))
		return false;
	if (cut_char(s, ':')) {
		if (!cut_digits(s, 2, &second))
			return false;
		if (cut_char(s, '.')) {
			while (unit > 1 && cut_digits(s, 1, &digit))
				fraction += digit * (unit /= 10);
			if (unit == SECOND_US)
				return false;
		}
	}
	*us = (hour * 3600 + minute * 60 + second) * SECOND_US + fraction;
	return hour <= 23 && minute <= 59 && second <= 59;
}

static bool
cut_zone(struct str *s, int *offset_minutes)
{
	int sign = cut_char(s, '-') ? -1 : 1, hours, minutes;

	if (sign > 0 && cut_char(s, 'Z')) {
		*offset_minutes = 0;
		return true;
	}
	if (sign > 0 && !cut_char(s, '+'))
		return false;
	if (!cut_digits(s, 2, &hours))
		return false;
	cut_char(s, ':');
	if (!cut_digits(s, 2, &minutes) || hours > 23 || minutes > 59)
		return false;
	*offset_minutes = sign * (hours * 60 + minutes);
	return true;
}

/* What the text says as if it stood in UTC, and the zone behind it; *has_zone: there is one. */
static bool
cut_instant(struct str s, int64_t *us, int *offset_minutes, bool *has_zone)
{
	struct date date;
	int64_t time_us = 0;

	*has_zone = false;
	if (!cut_date(&s, &date))
		return false;
	if (s.len != 0 && ((!cut_char(&s, ' ') && !cut_char(&s, 'T')) || !cut_time(&s, &time_us)))
		return false;
	*has_zone = s.len != 0;
	if (*has_zone && (!cut_zone(&s, offset_minutes) || s.len != 0))
		return false;
	*us = date_to_days(date) * DAY_US + time_us;
	return true;
}

static bool
is_in_calendar(int64_t us)
{
	return us >= DAYS_MIN * DAY_US && us < (DAYS_MAX + 1) * DAY_US;
}

bool
instant_parse(struct str s, int offset_minutes, int64_t *us)
{
	int64_t written_us;
	bool has_zone;

	if (!cut_instant(s, &written_us, &offset_minutes, &has_zone) || !is_in_calendar(written_us - offset_minutes * 60 * SECOND_US))
		return false;
	*us = written_us - offset_minutes * 60 * SECOND_US;
	return true;
}

bool
instant_parse_local(struct str s, const struct zone *zone, int64_t *us)
{
	int64_t written_us;
	int offset_minutes = 0;
	bool has_zone;

	if (!cut_instant(s, &written_us, &offset_minutes, &has_zone))
		return false;
	written_us = has_zone ? written_us - offset_minutes * 60 * SECOND_US : zone_to_utc(zone, written_us);
	if (!is_in_calendar(written_us))
		return false;
	*us = written_us;
	return true;
}

/* The number's last digits, as many as there is room for. */
static char *
put_digits(char *to, size_t count, int64_t number)
{
	for (size_t i = count; i-- > 0; number /= 10)
		to[i] = (char)('0' + number % 10);
	return to + count;
}

/* Every row of a list has instants, so they are put together by hand. */
static struct str
instant_format(struct arena *arena, int64_t us, char between, const char *end)
{
	int64_t days = floor_divide(us, DAY_US);
	int64_t rest_us = us - days * DAY_US;
	struct date date = date_from_days(days);
	const struct { int64_t number; size_t digits; char after; } parts[] = {
		{ date.year, 4, '-' }, { date.month, 2, '-' }, { date.day, 2, between }, { rest_us / (3600 * SECOND_US), 2, ':' },
		{ rest_us / (60 * SECOND_US) % 60, 2, ':' }, { rest_us / SECOND_US % 60, 2, '.' }, { rest_us % SECOND_US, 6, end[0] },
	};
	char text[32], *to = text;

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		to = put_digits(to, parts[i].digits, parts[i].number);
		if (parts[i].after)
			*to++ = parts[i].after;
	}
	return str_copy(arena, (struct str){ text, (size_t)(to - text) });
}

struct str
instant_text(struct arena *arena, int64_t us)
{
	return instant_format(arena, us, ' ', "");
}

struct str
instant_text_iso(struct arena *arena, int64_t us)
{
	return instant_format(arena, us, 'T', "Z");
}
