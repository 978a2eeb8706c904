/* zone.c: what a wall clock shows in a zone, from the system's zone files (RFC 8536). */

#include "base/clock.h"
#include "base/file.h"

#define SECOND_US INT64_C(1000000)
#define DAY_S INT64_C(86400)
#define ZONE_FOLDER "/usr/share/zoneinfo/"

enum { ZONE_FILE_MAX = 256 * 1024, ZONE_NAME_MAX = 64, HEADER_BYTES = 44 };

/* The day of a year on which summer time begins or ends. */
struct day_rule {
	char form;                 /* 'M': month, week, weekday; 'J': 1..365 without leap day; 'D': 0..365 */
	int month, week, day;
	int time_s;
};

/* What holds after the last listed transition. */
struct zone_rule {
	bool is_given, has_summer;
	int standard_s, summer_s;  /* east of UTC */
	struct day_rule begins, ends;
};

struct zone {
	size_t count;
	int64_t *at_s;             /* transitions, rising */
	int *offset_s;             /* from each transition on */
	int first_offset_s;
	struct zone_rule rule;
};

static int64_t
floor_divide(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
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
cut_number(struct str *s, int max, int *number)
{
	int value = 0;
	size_t len = 0;

	while (len < s->len && s->data[len] >= '0' && s->data[len] <= '9' && value <= max)
		value = value * 10 + (s->data[len++] - '0');
	*s = str_slice(*s, len, s->len);
	*number = value;
	return len > 0 && value <= max;
}

/* "CET" or "<+08>". */
static bool
cut_abbreviation(struct str *s)
{
	size_t len = 0;

	if (cut_char(s, '<')) {
		struct str name;

		return str_cut(s, '>', &name) && s->data;
	}
	while (len < s->len && ((s->data[len] >= 'A' && s->data[len] <= 'Z') || (s->data[len] >= 'a' && s->data[len] <= 'z')))
		len++;
	*s = str_slice(*s, len, s->len);
	return len >= 3;
}

/* "-1", "3:30", "+167:00:00". */
static bool
cut_duration(struct str *s, int *seconds)
{
	int sign = 1, hours, minutes = 0, rest = 0;

	if (cut_char(s, '-'))
		sign = -1;
	else
		cut_char(s, '+');
	if (!cut_number(s, 167, &hours))
		return false;
	if (cut_char(s, ':') && !cut_number(s, 59, &minutes))
		return false;
	if (cut_char(s, ':') && !cut_number(s, 59, &rest))
		return false;
	*seconds = sign * (hours * 3600 + minutes * 60 + rest);
	return true;
}

static bool
cut_day_rule(struct str *s, struct day_rule *rule)
{
	*rule = (struct day_rule){ .form = 'D', .time_s = 2 * 3600 };
	if (cut_char(s, 'M')) {
		rule->form = 'M';
		if (!cut_number(s, 12, &rule->month) || rule->month < 1 || !cut_char(s, '.') || !cut_number(s, 5, &rule->week) ||
		    rule->week < 1 || !cut_char(s, '.') || !cut_number(s, 6, &rule->day))
			return false;
	} else {
		if (cut_char(s, 'J'))
			rule->form = 'J';
		if (!cut_number(s, 365, &rule->day))
			return false;
	}
	return !cut_char(s, '/') || cut_duration(s, &rule->time_s);
}

/* The rule at the end of a zone file: "CET-1CEST,M3.5.0,M10.5.0/3". */
static bool
rule_parse(struct str s, struct zone_rule *rule)
{
	int west_s;

	*rule = (struct zone_rule){ .is_given = false };
	if (s.len == 0)
		return true;
	if (!cut_abbreviation(&s) || !cut_duration(&s, &west_s))
		return false;
	rule->is_given = true;
	rule->standard_s = -west_s;
	if (s.len == 0)
		return true;
	rule->has_summer = true;
	rule->summer_s = rule->standard_s + 3600;
	if (!cut_abbreviation(&s))
		return false;
	if (s.len > 0 && s.data[0] != ',') {
		if (!cut_duration(&s, &west_s))
			return false;
		rule->summer_s = -west_s;
	}
	return cut_char(&s, ',') && cut_day_rule(&s, &rule->begins) && cut_char(&s, ',') && cut_day_rule(&s, &rule->ends) &&
	    s.len == 0;
}

/* Seconds on the wall clock since 1970 at which the rule applies in that year. */
static int64_t
rule_local_s(const struct day_rule *rule, int year)
{
	int64_t first = date_to_days((struct date){ year, 1, 1 }), day;
	bool is_leap = date_to_days((struct date){ year, 3, 1 }) - first == 60;

	if (rule->form == 'M') {
		int64_t month = date_to_days((struct date){ year, rule->month, 1 });
		int64_t next = rule->month == 12 ? month + 31 : date_to_days((struct date){ year, rule->month + 1, 1 });

		day = month + (rule->day - date_weekday(month) + 7) % 7 + 7 * (rule->week - 1);
		if (day >= next)
			day -= 7;
	} else if (rule->form == 'J') {
		day = first + rule->day - 1 + (is_leap && rule->day >= 60);
	} else {
		day = first + rule->day;
	}
	return day * DAY_S + rule->time_s;
}

static int
rule_offset_s(const struct zone_rule *rule, int64_t at_s)
{
	int64_t begins_s, ends_s;
	bool is_summer;
	int year;

	if (!rule->has_summer)
		return rule->standard_s;
	year = date_from_days(floor_divide(at_s + rule->standard_s, DAY_S)).year;
	begins_s = rule_local_s(&rule->begins, year) - rule->standard_s;
	ends_s = rule_local_s(&rule->ends, year) - rule->summer_s;
	if (begins_s < ends_s)
		is_summer = at_s >= begins_s && at_s < ends_s;
	else
		is_summer = at_s >= begins_s || at_s < ends_s;
	return is_summer ? rule->summer_s : rule->standard_s;
}

static int64_t
read_number(const unsigned char *bytes, size_t count)
{
	uint64_t value = bytes[0] & 0x80 ? UINT64_MAX : 0;

	for (size_t i = 0; i < count; i++)
		value = value << 8 | bytes[i];
	return (int64_t)value;
}

struct zone_counts {
	size_t utc_marks, standard_marks, leaps, transitions, types, characters;
};

/* Cuts a header; false unless it is of version 2 or later. */
static bool
cut_header(struct str *s, struct zone_counts *counts)
{
	const unsigned char *at = (const unsigned char *)s->data;
	size_t numbers[6];

	if (s->len < HEADER_BYTES || !str_starts_with(*s, S("TZif")) || at[4] < '2')
		return false;
	for (size_t i = 0; i < 6; i++) {
		int64_t number = read_number(at + 20 + i * 4, 4);

		if (number < 0 || number > ZONE_FILE_MAX)
			return false;
		numbers[i] = (size_t)number;
	}
	*counts = (struct zone_counts){ numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5] };
	*s = str_slice(*s, HEADER_BYTES, s->len);
	return true;
}

static bool
data_bytes(const struct zone_counts *counts, size_t time_bytes, struct str s, size_t *bytes)
{
	*bytes = counts->transitions * (time_bytes + 1) + counts->types * 6 + counts->characters +
	    counts->leaps * (time_bytes + 4) + counts->standard_marks + counts->utc_marks;
	return *bytes <= s.len;
}

static bool
zone_parse(struct arena *arena, struct str s, struct zone *zone)
{
	struct zone_counts counts;
	const unsigned char *times, *indexes, *types;
	struct str footer;
	size_t bytes;

	if (!cut_header(&s, &counts) || !data_bytes(&counts, 4, s, &bytes))
		return false;
	s = str_slice(s, bytes, s.len);
	if (!cut_header(&s, &counts) || !data_bytes(&counts, 8, s, &bytes) || counts.types == 0)
		return false;
	times = (const unsigned char *)s.data;
	indexes = times + counts.transitions * 8;
	types = indexes + counts.transitions;
	zone->count = counts.transitions;
	zone->at_s = ARENA_ARRAY(arena, int64_t, counts.transitions);
	zone->offset_s = ARENA_ARRAY(arena, int, counts.transitions);
	zone->first_offset_s = (int)read_number(types, 4);
	for (size_t i = 0; i < counts.transitions; i++) {
		if (indexes[i] >= counts.types)
			return false;
		zone->at_s[i] = read_number(times + i * 8, 8);
		zone->offset_s[i] = (int)read_number(types + indexes[i] * 6, 4);
	}
	s = str_slice(s, bytes, s.len);
	return cut_char(&s, '\n') && str_cut(&s, '\n', &footer) && rule_parse(footer, &zone->rule);
}

static bool
is_zone_name(struct str name)
{
	if (name.len == 0 || name.len > ZONE_NAME_MAX || name.data[0] == '/' || str_find(name, S("..")) >= 0)
		return false;
	for (size_t i = 0; i < name.len; i++) {
		char c = name.data[i];

		if (!(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '_' && c != '-' &&
		    c != '+' && c != '/')
			return false;
	}
	return true;
}

const struct zone *
zone_load(struct arena *arena, struct str name)
{
	struct zone *zone;
	struct str content;

	if (!is_zone_name(name))
		return NULL;
	content = file_read(arena, str_join(arena, S(ZONE_FOLDER), name).data, ZONE_FILE_MAX);
	if (!content.data)
		return NULL;
	zone = ARENA_NEW(arena, struct zone);
	return zone_parse(arena, content, zone) ? zone : NULL;
}

int
zone_offset_minutes(const struct zone *zone, int64_t us)
{
	int64_t at_s = floor_divide(us, SECOND_US);
	size_t low = 0, high;
	int offset_s;

	if (!zone)
		return 0;
	for (high = zone->count; low < high;) {
		size_t middle = low + (high - low) / 2;

		if (zone->at_s[middle] <= at_s)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == zone->count && zone->rule.is_given)
		offset_s = rule_offset_s(&zone->rule, at_s);
	else
		offset_s = low == 0 ? zone->first_offset_s : zone->offset_s[low - 1];
	return (int)floor_divide(offset_s, 60);
}

/* A wall clock shows an hour twice when summer time ends: the first of the two is meant. */
int64_t
zone_to_utc(const struct zone *zone, int64_t local_us)
{
	int before = zone_offset_minutes(zone, local_us - DAY_S * SECOND_US);
	int after = zone_offset_minutes(zone, local_us + DAY_S * SECOND_US);
	int64_t by_before_us = local_us - before * 60 * SECOND_US;
	int64_t by_after_us = local_us - after * 60 * SECOND_US;

	if (zone_offset_minutes(zone, by_before_us) != before && zone_offset_minutes(zone, by_after_us) == after)
		return by_after_us;
	/* Also for a time that was skipped: the old offset leads to its later side. */
	return by_before_us;
}
