/* zone_test.c: wall clocks in zones, where summer time begins and ends, now and in a hundred years. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <time.h>

#include <stdlib.h>

#include "base/clock.h"
#include "../fixture.h"

static int64_t
instant(const char *text)
{
	int64_t us = 0;

	assert_true(instant_parse(str_from(text), 0, &us));
	return us;
}

static void
offsets(void **state)
{
	static const struct { const char *zone, *utc; int minutes; } rows[] = {
		{ "UTC", "2026-07-01 00:00", 0 }, { "Asia/Shanghai", "2026-07-01 00:00", 480 },
		{ "Asia/Shanghai", "1988-07-01 00:00", 540 }, { "Asia/Shanghai", "2100-07-01 00:00", 480 },
		{ "Europe/Berlin", "2026-01-15 12:00", 60 }, { "Europe/Berlin", "2026-07-15 12:00", 120 },
		{ "Europe/Berlin", "2026-03-29 00:59:59.999999", 60 }, { "Europe/Berlin", "2026-03-29 01:00", 120 },
		{ "Europe/Berlin", "2026-10-25 00:59:59", 120 }, { "Europe/Berlin", "2026-10-25 01:00", 60 },
		{ "Europe/Berlin", "2126-03-31 00:59:59", 60 }, { "Europe/Berlin", "2126-03-31 01:00", 120 },
		{ "Europe/Berlin", "2126-12-31 23:59:59", 60 }, { "Asia/Kolkata", "2026-07-01 00:00", 330 },
		{ "Australia/Sydney", "2126-01-15 00:00", 660 }, { "Australia/Sydney", "2126-07-15 00:00", 600 },
		{ "America/New_York", "2126-07-04 00:00", -240 }, { "America/New_York", "2126-12-25 00:00", -300 },
		{ "America/St_Johns", "2026-01-15 00:00", -210 }, { "Asia/Kathmandu", "2026-01-15 00:00", 345 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const struct zone *zone = zone_load(*state, str_from(rows[i].zone));

		assert_non_null(zone);
		if (zone_offset_minutes(zone, instant(rows[i].utc)) != rows[i].minutes)
			fail_msg("%s at %s: %d", rows[i].zone, rows[i].utc, zone_offset_minutes(zone, instant(rows[i].utc)));
	}
	assert_int_equal(zone_offset_minutes(NULL, 0), 0);
}

static void
wall_clocks(void **state)
{
	static const struct { const char *zone, *local, *utc; } rows[] = {
		{ "Asia/Shanghai", "2026-11-20 10:44", "2026-11-20 02:44" },
		{ "Europe/Berlin", "2026-03-29 01:59:59", "2026-03-29 00:59:59" },
		{ "Europe/Berlin", "2026-03-29 02:30", "2026-03-29 01:30" }, /* skipped: becomes 03:30 */
		{ "Europe/Berlin", "2026-03-29 03:00", "2026-03-29 01:00" },
		{ "Europe/Berlin", "2026-10-25 01:59", "2026-10-24 23:59" },
		{ "Europe/Berlin", "2026-10-25 02:30", "2026-10-25 00:30" }, /* twice: the first */
		{ "Europe/Berlin", "2026-10-25 03:00", "2026-10-25 02:00" },
		{ "America/New_York", "2026-03-08 02:30", "2026-03-08 07:30" },
		{ "America/New_York", "2026-11-01 01:30", "2026-11-01 05:30" },
		{ "America/New_York", "2026-11-01 02:00", "2026-11-01 07:00" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const struct zone *zone = zone_load(*state, str_from(rows[i].zone));
		int64_t us = zone_to_utc(zone, instant(rows[i].local));

		if (us != instant(rows[i].utc))
			fail_msg("%s in %s: %s", rows[i].local, rows[i].zone, instant_text(*state, us).data);
		assert_true(instant_parse_local(str_from(rows[i].local), zone, &us) && us == instant(rows[i].utc));
		/* Control: with a zone of its own it is the same everywhere. */
		assert_true(instant_parse_local(str_join(*state, str_from(rows[i].local), S("-05:00")), zone, &us) && us == instant(rows[i].local) + 5 * INT64_C(3600000000));
	}
	assert_true(zone_to_utc(NULL, 5) == 5);
}

/* Every six hours of two centuries, against the C library. */
static void
the_library_agrees(void **state)
{
	static const char *const names[] = {
		"Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca",
		"America/Santiago", "Asia/Tehran", "Europe/Dublin", "America/Scoresbysund", "Asia/Gaza",
	};
	char *before = getenv("TZ");
	struct str kept = str_copy(*state, str_from(before));

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		const struct zone *zone = zone_load(*state, str_from(names[i]));

		assert_non_null(zone);
		setenv("TZ", names[i], 1);
		tzset();
		for (int64_t at_s = -INT64_C(2000000000); at_s < INT64_C(4300000000); at_s += 6 * 3600) {
			time_t at = (time_t)at_s;
			struct tm local;
			int expected;

			assert_non_null(localtime_r(&at, &local));
			expected = (int)(local.tm_gmtoff / 60 - (local.tm_gmtoff % 60 < 0));
			if (zone_offset_minutes(zone, at_s * 1000000) != expected)
				fail_msg("%s at %lld: %d, not %d", names[i], (long long)at_s,
				    zone_offset_minutes(zone, at_s * 1000000), expected);
		}
	}
	if (kept.data)
		setenv("TZ", kept.data, 1);
	else
		unsetenv("TZ");
}

static void
strange_names_are_refused(void **state)
{
	static const char *const names[] = {
		"", "Nowhere/Land", "../../../etc/passwd", "Asia/../Asia/Shanghai", "/etc/passwd", "/usr/share/zoneinfo/UTC",
		"Asia", "zone.tab", "Asia/Shanghai ", "tzdata.zi", "UTC\n", "leapseconds", "\u6865",
	};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		assert_null(zone_load(*state, str_from(names[i])));
	assert_null(zone_load(*state, NO_STR));
	assert_null(zone_load(*state, S("UTC\0x")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(offsets, arena_set_up, arena_tear_down),
		cmocka_unit_test_setup_teardown(wall_clocks, arena_set_up, arena_tear_down),
		cmocka_unit_test_setup_teardown(the_library_agrees, arena_set_up, arena_tear_down),
		cmocka_unit_test_setup_teardown(strange_names_are_refused, arena_set_up, arena_tear_down),
	};

	return cmocka_run_group_tests_name("base/zone", tests, NULL, NULL);
}
