/* clock_test.c: the calendar, and instants as text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/clock.h"
#include "../fixture.h"

static void
days_and_dates_agree(void **state)
{
	static const struct { struct date date; int64_t days; int weekday; } rows[] = {
		{ { 1970, 1, 1 }, 0, 4 }, { { 1969, 12, 31 }, -1, 3 }, { { 2000, 2, 29 }, 11016, 2 },
		{ { 2000, 3, 1 }, 11017, 3 }, { { 1900, 3, 1 }, -25508, 4 }, { { 2026, 11, 20 }, 20777, 5 },
		{ { 1, 1, 1 }, -719162, 1 }, { { 9999, 12, 31 }, 2932896, 5 },
	};
	struct date expected = { 1, 1, 1 };

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		assert_true(date_to_days(rows[i].date) == rows[i].days);
		assert_int_equal(date_weekday(rows[i].days), rows[i].weekday);
	}
	/* Every day of the calendar, each the one after the last. */
	for (int64_t days = -719162; days <= 2932896; days++) {
		struct date date = date_from_days(days);

		if (date.year != expected.year || date.month != expected.month || date.day != expected.day ||
		    !date_is_valid(date) || date_to_days(date) != days)
			fail_msg("day %lld is not %d-%d-%d", (long long)days, date.year, date.month, date.day);
		expected.day++;
		if (!date_is_valid(expected)) {
			expected.day = 1;
			expected.month = expected.month % 12 + 1;
			expected.year += expected.month == 1;
		}
	}
	assert_int_equal(expected.year, 10000);
}

static void
leap_years(void **state)
{
	static const struct { struct date date; bool is_valid; } rows[] = {
		{ { 2024, 2, 29 }, true }, { { 2023, 2, 29 }, false }, { { 1900, 2, 29 }, false }, { { 2000, 2, 29 }, true },
		{ { 2024, 4, 31 }, false }, { { 2024, 0, 1 }, false }, { { 2024, 13, 1 }, false }, { { 2024, 1, 0 }, false },
		{ { 0, 1, 1 }, false }, { { 10000, 1, 1 }, false }, { { 2024, 12, 31 }, true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		assert_int_equal(date_is_valid(rows[i].date), rows[i].is_valid);
}

static void
months_are_clamped_to_their_end(void **state)
{
	static const struct { struct date date; int months; struct date sum; } rows[] = {
		{ { 2024, 1, 31 }, 1, { 2024, 2, 29 } }, { { 2023, 1, 31 }, 1, { 2023, 2, 28 } },
		{ { 2024, 12, 15 }, 1, { 2025, 1, 15 } }, { { 2024, 1, 15 }, -1, { 2023, 12, 15 } },
		{ { 2024, 3, 31 }, -13, { 2023, 2, 28 } }, { { 2024, 2, 29 }, 12, { 2025, 2, 28 } },
		{ { 2024, 5, 5 }, 0, { 2024, 5, 5 } }, { { 9999, 12, 5 }, 1, { 9999, 12, 5 } }, { { 1, 1, 5 }, -1, { 1, 1, 5 } },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct date sum = date_add_months(rows[i].date, rows[i].months);

		assert_int_equal(sum.year, rows[i].sum.year);
		assert_int_equal(sum.month, rows[i].sum.month);
		assert_int_equal(sum.day, rows[i].sum.day);
	}
}

static void
dates_are_read(void **state)
{
	static const struct { const char *s, *text; } rows[] = {
		{ "2026-11-20", "2026-11-20" }, { "2026/11/20", "2026-11-20" }, { "2026.11.20", "2026-11-20" },
		{ "20261120", "2026-11-20" }, { "0001-01-01", "0001-01-01" }, { "2024-02-29", "2024-02-29" },
		{ "2023-02-29", NULL }, { "2026-11/20", NULL }, { "2026-11-20 ", NULL }, { "2026-1-2", NULL },
		{ "", NULL }, { "2026", NULL }, { "202611", NULL }, { "2026-11-2x", NULL }, { "0000-00-00", NULL },
		{ "2026-11-200", NULL }, { "+026-11-20", NULL }, { "2026-1120", NULL }, { "202611-20", NULL },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct date date = { 7, 7, 7 };
		bool is_date = date_parse(str_from(rows[i].s), &date);

		assert_int_equal(is_date, rows[i].text != NULL);
		assert_true(str_equal_text(date_text(*state, date), is_date ? rows[i].text : "0007-07-07"));
	}
}

static void
instants_are_read_and_written(void **state)
{
	static const struct { const char *s; int offset_minutes; const char *text; } rows[] = {
		{ "2026-11-20", 0, "2026-11-20 00:00:00.000000" },
		{ "2026-11-20 10:44", 0, "2026-11-20 10:44:00.000000" },
		{ "2026-11-20T10:44:03.120", 0, "2026-11-20 10:44:03.120000" },
		{ "2026-11-20 10:44:03.120456", 0, "2026-11-20 10:44:03.120456" },
		{ "2026-11-20 10:44:03", 480, "2026-11-20 02:44:03.000000" },
		{ "2026-11-20 10:44:03Z", 480, "2026-11-20 10:44:03.000000" },
		{ "2026-11-20T01:44:03+08:00", 0, "2026-11-19 17:44:03.000000" },
		{ "2026-11-20T23:44:03-03:30", 0, "2026-11-21 03:14:03.000000" },
		{ "2026-11-20 10:44+0800", 0, "2026-11-20 02:44:00.000000" }, { "2026-11-20 10:44-0330", 0, "2026-11-20 14:14:00.000000" },
		{ "1969-12-31 23:59:59.999999", 0, "1969-12-31 23:59:59.999999" },
		{ "0001-01-01 00:00", 0, "0001-01-01 00:00:00.000000" },
		{ "9999-12-31 23:59:59.999999", 0, "9999-12-31 23:59:59.999999" },
		{ "0001-01-01 00:00", 60, NULL }, { "9999-12-31 23:59", -60, NULL },
		{ "2026-11-20 24:00", 0, NULL }, { "2026-11-20 10:60", 0, NULL }, { "2026-11-20 10:44:60", 0, NULL },
		{ "2026-11-20 10", 0, NULL }, { "2026-11-20 10:44:03.", 0, NULL }, { "2026-11-20 10:44:03.1234567", 0, NULL },
		{ "2026-11-20Z", 0, NULL }, { "2026-11-20 10:44 ", 0, NULL }, { "2026-11-20 10:44+8", 0, NULL }, { "2026-11-20 10:44+080", 0, NULL }, { "2026-11-20 10:44+08:", 0, NULL },
		{ "2026-11-20 10:44+24:00", 0, NULL }, { "2026-11-20 10:44-Z", 0, NULL }, { "2026-11-20 10:44ZZ", 0, NULL },
		{ "2026-02-30 10:44", 0, NULL }, { "", 0, NULL },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		int64_t us = -1;
		bool is_instant = instant_parse(str_from(rows[i].s), rows[i].offset_minutes, &us);

		if (is_instant != (rows[i].text != NULL))
			fail_msg("'%s' was %s", rows[i].s, is_instant ? "taken" : "refused");
		if (is_instant)
			assert_string_equal(instant_text(*state, us).data, rows[i].text);
		else
			assert_true(us == -1);
	}
	assert_string_equal(instant_text_iso(*state, 1120000).data, "1970-01-01T00:00:01.120000Z");
	assert_string_equal(instant_text(*state, -1).data, "1969-12-31 23:59:59.999999");
}

static void
the_clocks_run(void **state)
{
	uint64_t before_us = clock_monotonic_us();
	int64_t now_us = clock_now_us();

	(void)state;
	assert_true(now_us > date_to_days((struct date){ 2024, 1, 1 }) * 86400 * INT64_C(1000000));
	assert_true(clock_monotonic_us() >= before_us);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days_and_dates_agree),
		cmocka_unit_test(leap_years),
		cmocka_unit_test(months_are_clamped_to_their_end),
		cmocka_unit_test_setup_teardown(dates_are_read, arena_set_up, arena_tear_down),
		cmocka_unit_test_setup_teardown(instants_are_read_and_written, arena_set_up, arena_tear_down),
		cmocka_unit_test(the_clocks_run),
	};

	return cmocka_run_group_tests_name("base/clock", tests, NULL, NULL);
}
