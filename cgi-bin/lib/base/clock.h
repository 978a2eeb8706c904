/*
 * clock.h: instants and dates as text. An instant is UTC and looks like
 * MariaDB's DATETIME(6): "2026-11-20 10:44:03.120000"; a date is
 * "2026-11-20". Arithmetic is done on days and microseconds here, never on
 * text. The calendar is the proleptic Gregorian one, years 1 to 9999.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include "base/str.h"

struct date {
	int year, month, day;
};

int64_t clock_now_us(void);                    /* since 1970-01-01 UTC */
uint64_t clock_monotonic_us(void);             /* for durations */

bool date_is_valid(struct date date);
int64_t date_to_days(struct date date);        /* since 1970-01-01 */
struct date date_from_days(int64_t days);
int date_weekday(int64_t days);                /* 0 Sunday .. 6 Saturday */
struct date date_add_months(struct date date, int months); /* day clamped to month's end */

/* "2026-11-20", also "2026/11/20", "2026.11.20" and "20261120"; whole text or false. */
bool date_parse(struct str s, struct date *date);
struct str date_text(struct arena *arena, struct date date);

/*
 * "2026-11-20", "2026-11-20 10:44", "...:03", "...:03.120", with 'T' for the
 * blank, and "Z", "+08:00" or "+0800" at the end. Without a zone, offset_minutes
 * (east of UTC) applies. Gives microseconds since 1970 UTC.
 */
bool instant_parse(struct str s, int offset_minutes, int64_t *us);
struct str instant_text(struct arena *arena, int64_t us);      /* "2026-11-20 10:44:03.120000" */
struct str instant_text_iso(struct arena *arena, int64_t us);  /* "2026-11-20T10:44:03.120000Z" */

/*
 * Minutes east of UTC in an IANA zone ("Asia/Shanghai") at that instant.
 * Reads the system's zone files (TZif) once per zone into the arena given
 * here; false when there is no such zone. Names are letters, digits,
 * '_', '-', '+' and '/' only, without "..".
 */
struct zone;
const struct zone *zone_load(struct arena *arena, struct str name);
int zone_offset_minutes(const struct zone *zone, int64_t us);  /* NULL zone: 0 */
/* The instant that a wall clock in the zone shows as local_us; in a gap the later side. */
int64_t zone_to_utc(const struct zone *zone, int64_t local_us);
/* instant_parse; without a zone the text is what a wall clock in this one shows. */
bool instant_parse_local(struct str s, const struct zone *zone, int64_t *us);

#endif
