/* kind_test.c: what each kind of field takes, makes of it and shows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/kind.h"

static const struct choice choices[] = { { "open", N_("Open"), "warn", true }, { "met", N_("Met") }, { NULL } };

static const struct field fields[KIND_COUNT] = {
	[TEXT] = { "text", "Text", TEXT }, [LONG_TEXT] = { "long", "Long", LONG_TEXT }, [CODE] = { "code", "Code", CODE },
	[EMAIL] = { "email", "E-mail", EMAIL }, [PHONE] = { "phone", "Phone", PHONE }, [URL] = { "url", "Web", URL },
	[INTEGER] = { "integer", "Number", INTEGER }, [MONEY] = { "money", "Money", MONEY }, [DATE] = { "date", "Date", DATE },
	[INSTANT] = { "instant", "Instant", INSTANT }, [BOOLEAN] = { "boolean", "Truth", BOOLEAN },
	[CHOICE] = { "choice", "Choice", CHOICE, .choices = choices }, [YEAR] = { "year", "Year", YEAR },
	[DECIMAL] = { "decimal", "Decimal", DECIMAL, .decimals = 3 },
};

struct fixture {
	struct arena arena;
	struct actor actor;
	struct work work;
};

static int
start(void **state)
{
	static struct fixture fixture;

	fixture = (struct fixture){ .actor = { .language = S("en"), .zone_name = S("Asia/Shanghai") } };
	arena_init(&fixture.arena, 16 << 20);
	fixture.actor.zone = zone_load(&fixture.arena, S("Asia/Shanghai"));
	fixture.work = (struct work){ .arena = &fixture.arena, .actor = &fixture.actor };
	/* 2026-11-20 18:00 UTC is already the 21st in Shanghai. */
	instant_parse(S("2026-11-20 18:00:00"), 0, &fixture.work.now_us);
	*state = &fixture.work;
	return 0;
}

static int
end(void **state)
{
	arena_end(((struct work *)*state)->arena);
	return 0;
}

static void
typed_text_is_checked_and_normalised(void **state)
{
	/* value NULL: refused */
	static const struct { enum kind_id kind; const char *typed, *value; } rows[] = {
		{ EMAIL, "lin.qiu@yundu.example", "lin.qiu@yundu.example" }, { EMAIL, "tom@brightwater", NULL }, { EMAIL, "a b@c.de", NULL },
		{ EMAIL, "张三@例子.中国", "张三@例子.中国" }, { EMAIL, "@c.de", NULL }, { EMAIL, "a@b@c.de", NULL },
		{ PHONE, "+86 571 5550 0186", "+86 571 5550 0186" }, { PHONE, "(209)172-7124x3651", "(209)172-7124x3651" },
		{ PHONE, "001-808-617-6467x12890", "001-808-617-6467x12890" }, { PHONE, "12", NULL }, { PHONE, "call me", NULL },
		{ URL, "qiao.example", "https://qiao.example" }, { URL, "http://www.escobar.org/", "http://www.escobar.org/" },
		{ URL, "javascript:alert(1)", NULL }, { URL, "ftp://a.example", NULL }, { URL, "https://a b.example", NULL },
		{ INTEGER, "1,200", "1200" }, { INTEGER, "007", "7" }, { INTEGER, "-1", NULL }, { INTEGER, "5 million", NULL },
		{ YEAR, "1998", "1998" }, { YEAR, "98", NULL }, { YEAR, "0998", NULL }, { YEAR, "19a8", NULL },
		{ DECIMAL, "12.5", "12.500" }, { DECIMAL, "1,200", "1200.000" }, { DECIMAL, "0.0001", NULL }, { DECIMAL, "-1", NULL },
		{ DECIMAL, "1234567890", NULL }, { DECIMAL, "1e3", NULL }, { DECIMAL, ".", NULL },
		{ MONEY, "1,280,000.5", "1280000.50 CNY" }, { MONEY, "¥ 99", "99.00 CNY" }, { MONEY, "$5", "5.00 USD" },
		{ MONEY, "12.34 EUR", "12.34 EUR" }, { MONEY, "1.234", NULL }, { MONEY, "-5", NULL }, { MONEY, "five", NULL },
		{ MONEY, "1234567890123456789", NULL }, { MONEY, "1.2.3", NULL }, { MONEY, "12,5", NULL }, { MONEY, "1280,50", NULL }, { MONEY, "1,2345", NULL },
		{ MONEY, "1,280", "1280.00 CNY" }, { MONEY, ",280", NULL }, { MONEY, "1.28,000", NULL }, { INTEGER, "1,5", NULL }, { INTEGER, "12,500", "12500" },
		{ DATE, "2026-02-30", NULL }, { DATE, "2028-02-29", "2028-02-29" }, { MONEY, ".5", NULL },
		{ DATE, "2026-11-25", "2026-11-25" }, { DATE, "2026/11/25", "2026-11-25" }, { DATE, "11-25", "2026-11-25" },
		{ DATE, "today", "2026-11-21" }, { DATE, "明天", "2026-11-22" }, { DATE, "+7d", "2026-11-28" }, { DATE, "2026-02-30", NULL },
		{ DATE, "soon", NULL }, { INSTANT, "2026-11-25 14:30", "2026-11-25 06:30:00.000000" }, { INSTANT, "14:30", NULL },
		{ INSTANT, "2026-11-25 14:30:00", "2026-11-25 06:30:00.000000" }, { INSTANT, "2026-11-25T14:30:00.250", "2026-11-25 06:30:00.250000" },
		{ INSTANT, "20261125 14:30", "2026-11-25 06:30:00.000000" }, { INSTANT, "2026-11-25", "2026-11-24 16:00:00.000000" },
		{ INSTANT, "2026-11-25 14:30:00Z", "2026-11-25 14:30:00.000000" }, { INSTANT, "2026-11-25 14:30Z", "2026-11-25 14:30:00.000000" },
		{ INSTANT, "2026-11-25T14:30:00-05:00", "2026-11-25 19:30:00.000000" }, { INSTANT, "2026-11-25 14:30+0800", "2026-11-25 06:30:00.000000" },
		{ INSTANT, "2026-11-25 14:30:00+8", NULL }, { INSTANT, "0001-01-01 00:00", NULL },
		{ BOOLEAN, "on", "1" }, { BOOLEAN, "否", "0" }, { BOOLEAN, "maybe", NULL },
		{ CHOICE, "open", "open" }, { CHOICE, "Met", "met" }, { CHOICE, "closed", NULL },
		{ TEXT, "哈尔登光学", "哈尔登光学" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct field *field = &fields[rows[i].kind];
		struct str value = NO_STR, problem = kind_of(field)->check(*state, field, str_from(rows[i].typed), &value);

		if ((problem.data == NULL) != (rows[i].value != NULL) || (rows[i].value && !str_equal_text(value, rows[i].value)))
			fail_msg("%s \"%s\" gave \"%.*s\" and the problem \"%.*s\"", field->name, rows[i].typed, STR_ARG(value), STR_ARG(problem));
	}
}

/* Both bounds are taken, and nothing beyond: not by a hundredth either. */
static void
numbers_keep_to_their_bounds(void **state)
{
	static const struct field marks = { "mark", "Mark", INTEGER, .least = 1, .most = 5 }, percents = { "percent", "Percent", DECIMAL, .decimals = 2, .most = 100 };
	static const struct field from_two = { "two", "Two", DECIMAL, .decimals = 1, .least = 2, .most = 3 }, free = { "free", "Free", INTEGER };
	static const struct { const struct field *field; const char *typed; bool is_taken; } rows[] = {
		{ &marks, "0", false }, { &marks, "1", true }, { &marks, "5", true }, { &marks, "6", false }, { &marks, "10", false },
		{ &percents, "0", true }, { &percents, "99.99", true }, { &percents, "100", true }, { &percents, "100.00", true }, { &percents, "100.01", false },
		{ &percents, "999999999", false }, { &from_two, "1.9", false }, { &from_two, "2.0", true }, { &from_two, "3", true }, { &from_two, "3.1", false },
		{ &free, "0", true }, { &free, "2000000000", true },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct str value = NO_STR, problem = kind_of(rows[i].field)->check(*state, rows[i].field, str_from(rows[i].typed), &value);

		if ((problem.data == NULL) != rows[i].is_taken)
			fail_msg("%s \"%s\" has the problem \"%.*s\"", rows[i].field->name, rows[i].typed, STR_ARG(problem));
	}
	assert_true(str_equal(kind_of(&marks)->check(*state, &marks, S("6"), &(struct str){ 0 }), S("Enter a number from 1 to 5")));
}

static void
numbers_below_zero_are_told_so(void **state)
{
	static const struct field marks = { "mark", "Mark", INTEGER, .least = 1, .most = 5 }, percents = { "percent", "Percent", DECIMAL, .decimals = 2, .most = 100 };
	static const struct { const struct field *field; const char *typed, *problem; } rows[] = {
		{ &marks, "-1", "Enter a number from 1 to 5" }, { &percents, "-3", "Enter a number from 0 to 100" }, { &percents, "-0.25", "Enter a number from 0 to 100" },
		{ &fields[INTEGER], "-1,200", "A number cannot be below zero" }, { &fields[DECIMAL], "-3", "A number cannot be below zero" },
		{ &fields[MONEY], "-5", "An amount cannot be below zero" },
		{ &marks, "--1", "Enter digits only, for example 500" }, { &fields[INTEGER], "-", "Enter digits only, for example 500" },
		{ &fields[DECIMAL], "-3x", "Enter a number with at most 3 digits behind the point, for example 12.5" },
		{ &percents, "-0.125", "Enter a number with at most 2 digits behind the point, for example 12.5" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct str value = NO_STR, problem = kind_of(rows[i].field)->check(*state, rows[i].field, str_from(rows[i].typed), &value);

		if (!str_equal_text(problem, rows[i].problem))
			fail_msg("%s \"%s\" has the problem \"%.*s\"", rows[i].field->name, rows[i].typed, STR_ARG(problem));
	}
}

static void
values_are_shown(void **state)
{
	static const struct { enum kind_id kind; const char *value, *text, *href; } rows[] = {
		{ MONEY, "1280000.50 CNY", "¥ 1,280,000.50", "" }, { MONEY, "999.00 USD", "USD 999.00", "" },
		{ INTEGER, "1234567", "1,234,567", "" }, { YEAR, "1998", "1998", "" }, { DECIMAL, "1200.500", "1,200.5", "" }, { DECIMAL, "100.000", "100", "" },
		{ DECIMAL, "0.000", "0", "" }, { PHONE, "+86 571 5550 0186x12", "+86 571 5550 0186x12", "tel:+8657155500186" },
		{ EMAIL, "a@b.example", "a@b.example", "mailto:a@b.example" }, { URL, "javascript:x", "javascript:x", "" },
		{ URL, "https://a.example", "https://a.example", "https://a.example" }, { BOOLEAN, "1", "Yes", "" },
		{ INSTANT, "2026-11-20 18:00:00.000000", "2026-11-21 02:00", "" }, { CHOICE, "open", "Open", "" },
		{ CHOICE, "gone", "gone", "" }, { DATE, "2026-11-25", "2026-11-25", "" },
	};
	struct shown shown;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		kind_show(*state, &fields[rows[i].kind], str_from(rows[i].value), NO_STR, &shown);
		if (!str_equal_text(shown.text, rows[i].text) || str_compare(shown.href, str_from(rows[i].href)) != 0 || shown.is_empty)
			fail_msg("%s was shown as \"%.*s\" \"%.*s\"", rows[i].value, STR_ARG(shown.text), STR_ARG(shown.href));
	}
	kind_show(*state, &fields[TEXT], NO_STR, NO_STR, &shown);
	assert_true(shown.is_empty);
	kind_show(*state, &fields[CHOICE], S("open"), NO_STR, &shown);
	assert_true(shown.is_hollow && str_equal_text(S("cells/badge"), shown.cell));
}

static void
names_have_initials(void **state)
{
	static const struct { const char *name, *initials; } rows[] = {
		{ "Wang Rui", "WR" }, { "王睿", "王" }, { "林秋 Lin Qiu", "林" }, { "lin", "L" }, { "", "" }, { "Anna Maria Bell", "AM" },
	};
	const struct work *work = *state;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (!str_equal_text(name_initials(work->arena, str_from(rows[i].name)), rows[i].initials))
			fail_msg("%s", rows[i].name);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(typed_text_is_checked_and_normalised, start, end),
		cmocka_unit_test_setup_teardown(numbers_keep_to_their_bounds, start, end),
		cmocka_unit_test_setup_teardown(numbers_below_zero_are_told_so, start, end),
		cmocka_unit_test_setup_teardown(values_are_shown, start, end),
		cmocka_unit_test_setup_teardown(names_have_initials, start, end),
	};

	return cmocka_run_group_tests_name("model/kind", tests, NULL, NULL);
}
