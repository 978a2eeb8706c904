/* chart_test.c: holds charts to positions inside their picture, even axes, and honest answers where there is too little. */
#include "view/chart.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "view/chart_scale.h"

enum { CEILING = 16 * 1024 * 1024 };

typedef struct view (*draw)(struct arena *arena, const struct chart *chart);

static struct view
member(struct arena *arena, struct view view, const char *name)
{
	struct view found;

	if (!view.type->find(&view, str_from(name), arena, &found))
		return view_none();
	return found;
}

static struct str
text(struct arena *arena, struct view view, const char *name)
{
	struct view found = member(arena, view, name);

	return found.type->text(&found, arena);
}

static double
number(struct arena *arena, struct view view, const char *name)
{
	return strtod(str_terminated(arena, text(arena, view, name)), NULL);
}

static bool
is_true(struct arena *arena, struct view view, const char *name)
{
	struct view found = member(arena, view, name), item;

	return found.type->first(&found, arena, &item);
}

/* Item i of a list, view_none() beyond its end. */
static struct view
item(struct arena *arena, struct view view, const char *name, size_t i)
{
	struct view list = member(arena, view, name), at;

	if (!list.type->first(&list, arena, &at))
		return view_none();
	while (i--)
		if (!at.type->next(&at, arena))
			return view_none();
	return at;
}

static size_t
count(struct arena *arena, struct view view, const char *name)
{
	struct view list = member(arena, view, name), at;
	size_t found = 0;

	for (bool more = list.type->first(&list, arena, &at); more; more = at.type->next(&at, arena))
		found++;
	return found;
}

static void
axes_have_even_steps(void **state)
{
	static const struct {
		double low, high;
		double first, last, step;
		unsigned decimals;
	} cases[] = {
		{ 0, 110, 0, 120, 40, 0 },
		{ 0, 104, 0, 120, 40, 0 },
		{ 0, 100, 0, 100, 25, 0 },
		{ 1.8, 3.5, 1.5, 3.5, 0.5, 1 },
		{ 0, 1, 0, 1, 0.25, 2 },
		{ -30, 70, -50, 75, 25, 0 },
		{ 0, 0, 0, 1, 0.25, 2 },
		{ 7, 7, 0, 8, 2, 0 },
		{ -7, -7, -8, 0, 2, 0 },
		{ 0, 9e14, 0, 1e15, 2.5e14, 0 },
		{ 0, 1e300, 0, 1e15, 2.5e14, 0 },
		{ 0, 0.001, 0, 0.001, 0.00025, 5 },
		{ 1e15, 1e15, 0, 1e15, 2.5e14, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct chart_scale scale = chart_scale_make(cases[i].low, cases[i].high);
		double tolerance = cases[i].step * 1e-6;

		if (scale.step < cases[i].step - tolerance || scale.step > cases[i].step + tolerance ||
		    scale.low < cases[i].first - tolerance || scale.low > cases[i].first + tolerance ||
		    scale.high < cases[i].last - tolerance || scale.high > cases[i].last + tolerance ||
		    scale.decimals != cases[i].decimals)
			fail_msg("%g to %g became %g to %g by %g with %u decimals", cases[i].low, cases[i].high, scale.low, scale.high,
			         scale.step, scale.decimals);
		assert_in_range(scale.steps, 1, CHART_STEPS_MAX);
	}
}

static void
numbers_are_short_and_grouped(void **state)
{
	struct arena arena;

	(void)state;
	arena_init(&arena, CEILING);
	assert_true(str_equal(chart_position(&arena, 12.5), S("12.5")));
	assert_true(str_equal(chart_position(&arena, 100), S("100")));
	assert_true(str_equal(chart_position(&arena, -0.001), S("0")));
	assert_true(str_equal(chart_position(&arena, 1.0 / 3), S("0.33")));
	assert_true(str_equal(chart_position(&arena, (double)NAN), S("0")));
	assert_true(str_equal(chart_number(&arena, 1234567, 0), S("1,234,567")));
	assert_true(str_equal(chart_number(&arena, 999, 0), S("999")));
	assert_true(str_equal(chart_number(&arena, -1234.5, 1), S("\xe2\x88\x92" "1,234.5")));
	assert_true(str_equal(chart_number(&arena, -0.01, 1), S("0.0")));
	assert_true(str_equal(chart_percent(&arena, 0.342), S("34%")));
	assert_true(str_equal(chart_percent(&arena, 0.001), S("<1%")));
	assert_true(str_equal(chart_percent(&arena, 0), S("0%")));
	assert_true(str_equal(chart_percent(&arena, 1.18), S("118%")));
	assert_true(str_equal(chart_text_cut(&arena, S("short"), 60), S("short")));
	/* Cut between characters, never inside one. */
	assert_true(str_equal(chart_text_cut(&arena, S("\xe6\xa1\xa5\xe6\xb2\xb3\xe6\xb1\x9f\xe6\xb5\xb7"), 36), S("\xe6\xa1\xa5\xe6\xb2\xb3\xe2\x80\xa6")));
	arena_end(&arena);
}

static void
bars_stand_on_zero_with_their_targets(void **state)
{
	const struct chart_point points[] = {
		{ .label = S("Direct"), .value = 104, .shown = S("104"), .target = 110, .target_shown = S("110"), .href = S("/d") },
		{ .label = S("Partner"), .value = -52, .shown = S("-52") },
		{ .label = S("Web"), .value = (double)NAN, .shown = NO_STR },
	};
	const struct chart chart = { .title = S("Revenue"), .points = points, .count = 3 };
	struct arena arena;
	struct view view, up, down, missing;
	double zero_y;

	(void)state;
	arena_init(&arena, CEILING);
	view = chart_bars(&arena, &chart);
	zero_y = number(&arena, view, "zero_y");
	up = item(&arena, view, "bars", 0);
	down = item(&arena, view, "bars", 1);
	missing = item(&arena, view, "bars", 2);
	assert_false(is_true(&arena, view, "too_little"));
	assert_true(str_equal(text(&arena, view, "chart"), S("charts/bars")));
	assert_int_equal(count(&arena, view, "bars"), 3);
	assert_int_equal(count(&arena, view, "rows"), 3);
	assert_true(number(&arena, up, "y") + number(&arena, up, "height") - zero_y < 0.02);
	assert_true(number(&arena, down, "y") - zero_y < 0.02 && zero_y - number(&arena, down, "y") < 0.02);
	/* Half the value, half the height. */
	assert_true(number(&arena, up, "height") - 2 * number(&arena, down, "height") < 0.05);
	assert_true(number(&arena, up, "target_y") < number(&arena, up, "y"));
	assert_true(is_true(&arena, up, "has_target") && !is_true(&arena, down, "has_target"));
	assert_false(is_true(&arena, missing, "has_value"));
	assert_true(str_equal(text(&arena, up, "href"), S("/d")));
	arena_end(&arena);
}

static void
rows_are_as_long_as_their_values(void **state)
{
	const struct chart_point points[] = {
		{ .label = S("Leads"), .value = 1240, .shown = S("1,240") },
		{ .label = S("Qualified"), .value = 620, .shown = S("620") },
		{ .label = S("Won"), .value = 0, .shown = S("0") },
	};
	struct chart chart = { .points = points, .count = 3, .is_funnel = true };
	struct arena arena;
	struct view view, first, second;

	(void)state;
	arena_init(&arena, CEILING);
	view = chart_rows(&arena, &chart);
	first = item(&arena, view, "bars", 0);
	second = item(&arena, view, "bars", 1);
	assert_true(number(&arena, first, "width") == number(&arena, view, "track"));
	assert_true(number(&arena, first, "width") - 2 * number(&arena, second, "width") < 0.05);
	assert_true(number(&arena, item(&arena, view, "bars", 2), "width") == 0);
	assert_false(is_true(&arena, first, "rate"));
	assert_true(str_equal(text(&arena, second, "rate"), S("50%")));
	chart.is_funnel = false;
	assert_false(is_true(&arena, item(&arena, chart_rows(&arena, &chart), "bars", 1), "rate"));
	arena_end(&arena);
}

static void
lines_have_gaps_and_a_second_series(void **state)
{
	const struct chart_point points[] = {
		{ .label = S("Sep"), .value = 10, .shown = S("10"), .target = 12 },
		{ .label = S("Oct"), .value = (double)NAN, .target = 12 },
		{ .label = S("Nov"), .value = 20, .shown = S("20"), .target = 12 },
		{ .label = S("Dec"), .value = 15, .shown = S("15"), .target = 12 },
		{ .label = S("Jan"), .value = (double)NAN, .target = 18 },
	};
	const struct chart chart = { .points = points, .count = 5, .width = 740 };
	struct arena arena;
	struct view view;
	struct str line, target;

	(void)state;
	arena_init(&arena, CEILING);
	view = chart_line(&arena, &chart);
	line = text(&arena, view, "line");
	target = text(&arena, view, "target_line");
	assert_int_equal(line.data[0], 'M');
	assert_int_not_equal(str_find_char(str_slice(line, 1, line.len), 'M'), -1);
	assert_int_equal(str_find_char(str_slice(target, 1, target.len), 'M'), -1);
	assert_true(is_true(&arena, view, "is_wide"));
	assert_true(str_equal(text(&arena, member(&arena, view, "last"), "shown"), S("15")));
	assert_int_equal(count(&arena, view, "labels"), 5);
	arena_end(&arena);
}

static void
the_last_text_keeps_off_the_line(void **state)
{
	static const struct {
		double before, last;
		bool is_below;
	} cases[] = { { 10, 60, false }, { 90, 60, true }, { 60, 60, false }, { 90, 0, false }, { (double)NAN, 60, false } };
	struct arena arena;

	(void)state;
	arena_init(&arena, CEILING);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct chart_point points[] = { { .label = S("Sep"), .value = 20 }, { .label = S("Oct"), .value = cases[i].before }, { .label = S("Nov"), .value = cases[i].last } };
		const struct chart chart = { .points = points, .count = 3 };
		struct view last = member(&arena, chart_line(&arena, &chart), "last");
		double down = number(&arena, last, "text_y") - number(&arena, last, "y");

		if ((down > 0) != cases[i].is_below || (down > -5 && down < 15))
			fail_msg("%g, then %g: the text is %g below the point", cases[i].before, cases[i].last, down);
	}
	arena_end(&arena);
}

static void
a_donut_has_five_parts_and_the_rest(void **state)
{
	static const double values[] = { 1, 30, 20, -5, 10, 10, 10, 10, 9 };
	struct chart_point points[9] = { 0 };
	struct chart chart = { .points = points, .count = 9, .rest_label = S("Other") };
	struct arena arena;
	struct view view, rest;
	double share = 0;

	(void)state;
	arena_init(&arena, CEILING);
	for (size_t i = 0; i < 9; i++)
		points[i] = (struct chart_point){ .label = str_from_u64(&arena, i), .value = values[i] };
	view = chart_donut(&arena, &chart);
	assert_int_equal(count(&arena, view, "parts"), CHART_PARTS_MAX + 1);
	rest = item(&arena, view, "parts", CHART_PARTS_MAX);
	assert_true(str_equal(text(&arena, rest, "label"), S("Other")));
	assert_true(str_equal(text(&arena, rest, "share"), S("20%")));
	assert_true(str_equal(text(&arena, rest, "color"), S("c6")));
	for (size_t i = 0; i <= CHART_PARTS_MAX; i++)
		share += number(&arena, item(&arena, view, "parts", i), "share");
	assert_true(share == 100);
	chart.count = 2;
	assert_int_equal(count(&arena, chart_donut(&arena, &chart), "parts"), 2);
	points[0].value = 0;
	view = chart_donut(&arena, &chart);
	assert_int_equal(count(&arena, view, "parts"), 1);
	assert_true(str_equal(text(&arena, item(&arena, view, "parts", 0), "length"), S("100")));
	arena_end(&arena);
}

static void
attainment_stops_at_its_frame(void **state)
{
	struct chart_point point = { .value = 71, .target = 100 };
	struct arena arena;
	struct view view;

	(void)state;
	arena_init(&arena, CEILING);
	view = chart_attain(&arena, &point, 200);
	assert_true(str_equal(text(&arena, view, "fill"), S("142")));
	assert_true(str_equal(text(&arena, view, "share"), S("71%")));
	assert_false(is_true(&arena, view, "is_reached"));
	point.value = 250;
	view = chart_attain(&arena, &point, 200);
	assert_true(str_equal(text(&arena, view, "fill"), S("200")));
	assert_true(str_equal(text(&arena, view, "share"), S("250%")) && is_true(&arena, view, "is_reached"));
	point.value = -5;
	assert_true(str_equal(text(&arena, chart_attain(&arena, &point, 200), "fill"), S("0")));
	point.target = 0;
	assert_true(is_true(&arena, chart_attain(&arena, &point, 200), "too_little"));
	arena_end(&arena);
}

static void
too_little_is_said(void **state)
{
	const struct chart_point zeros[] = { { .label = S("a") }, { .label = S("b") } };
	const struct chart_point one[] = { { .label = S("a"), .value = 3 } };
	const struct chart none = { 0 }, flat = { .points = zeros, .count = 2 }, single = { .points = one, .count = 1 };
	static const draw draws[] = { chart_bars, chart_rows, chart_donut, chart_line, chart_spark };
	static const bool is_flat_too_little[] = { true, true, true, false, false };
	struct arena arena;

	(void)state;
	arena_init(&arena, CEILING);
	for (size_t i = 0; i < sizeof draws / sizeof *draws; i++) {
		assert_true(is_true(&arena, draws[i](&arena, &none), "too_little"));
		assert_int_equal(is_true(&arena, draws[i](&arena, &flat), "too_little"), is_flat_too_little[i]);
		assert_int_equal(is_true(&arena, draws[i](&arena, &single), "too_little"), i >= 3);
	}
	arena_end(&arena);
}

/* Whatever the numbers and sizes: nothing runs forever, nothing lies outside the picture, no word but numbers in it. */
static void
wild_numbers_stay_inside(void **state)
{
	static const double wild[] = { 1e308, -1e308, 1e-308, 0, -0.0, 1, -1, 1e15, 1e-9, 3.5 };
	static const unsigned sizes[] = { 0, 1, 30, 740, 4000000000u };
	static const draw draws[] = { chart_bars, chart_rows, chart_donut, chart_line, chart_spark };
	struct chart_point points[CHART_POINTS_MAX + 5];
	struct arena arena;

	(void)state;
	for (size_t i = 0; i < sizeof points / sizeof *points; i++)
		points[i] = (struct chart_point){ .label = S("a label that is rather long"), .value = i % 11 ? wild[i % 10] : (double)NAN,
			                          .target = wild[(i + 3) % 10], .shown = S("shown") };
	arena_init(&arena, CEILING);
	for (size_t size = 0; size < sizeof sizes / sizeof *sizes; size++)
		for (size_t i = 0; i < sizeof draws / sizeof *draws; i++) {
			const struct chart chart = { .points = points, .count = sizeof points / sizeof *points, .width = sizes[size], .height = sizes[size] };
			struct view view = draws[i](&arena, &chart);
			double height = number(&arena, view, "height");

			assert_true(is_true(&arena, view, "is_cut"));
			assert_int_equal(count(&arena, view, "rows"), CHART_POINTS_MAX);
			assert_int_equal(str_find_char(text(&arena, view, "line"), 'n'), -1);
			for (size_t j = 0; j < count(&arena, view, "bars") && j < 40; j++) {
				struct view bar = item(&arena, view, "bars", j);

				assert_true(number(&arena, bar, "width") >= 0 && number(&arena, bar, "height") >= 0);
				assert_true(number(&arena, bar, "y") >= 0);
				assert_true(height < 60 || number(&arena, bar, "y") + number(&arena, bar, "height") <= height);
			}
			arena_reset(&arena);
		}
	arena_end(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(axes_have_even_steps),
		cmocka_unit_test(numbers_are_short_and_grouped),
		cmocka_unit_test(bars_stand_on_zero_with_their_targets),
		cmocka_unit_test(rows_are_as_long_as_their_values),
		cmocka_unit_test(lines_have_gaps_and_a_second_series),
		cmocka_unit_test(the_last_text_keeps_off_the_line),
		cmocka_unit_test(a_donut_has_five_parts_and_the_rest),
		cmocka_unit_test(attainment_stops_at_its_frame),
		cmocka_unit_test(too_little_is_said),
		cmocka_unit_test(wild_numbers_stay_inside),
	};

	return cmocka_run_group_tests_name("view/chart", tests, NULL, NULL);
}
