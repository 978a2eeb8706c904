/* str_test.c: slices are compared, cut, trimmed and turned into numbers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/str.h"
#include "../fixture.h"

static void
no_value_differs_from_empty(void **state)
{
	(void)state;
	assert_true(str_equal(NO_STR, NO_STR));
	assert_false(str_equal(NO_STR, S("")));
	assert_false(str_equal(S(""), NO_STR));
	assert_true(str_equal(S(""), S("")));
	assert_true(str_same(NO_STR, S("")) && str_same(S(""), NO_STR) && str_same(S("a"), S("a")));
	assert_false(str_same(S("a"), S("")) || str_same(NO_STR, S("a")) || str_same(S("a"), S("b")));
	assert_true(str_is_empty(NO_STR) && str_is_empty(S("")));
	assert_null(str_from(NULL).data);
	assert_true(str_equal_text(S("abc"), "abc"));
	assert_false(str_equal_text(S("abc"), "abcd"));
}

static void
order_is_by_bytes_then_length(void **state)
{
	static const struct { const char *a, *b; int sign; } rows[] = {
		{ "", "", 0 }, { "a", "b", -1 }, { "b", "a", 1 }, { "ab", "a", 1 }, { "a", "ab", -1 },
		{ "\xff", "a", 1 }, { "Z", "a", -1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		int order = str_compare(str_from(rows[i].a), str_from(rows[i].b));

		assert_int_equal((order > 0) - (order < 0), rows[i].sign);
	}
	assert_true(str_equal_ignoring_case(S("Content-TYPE"), S("content-type")));
	assert_false(str_equal_ignoring_case(S("a"), S("ab")));
	assert_false(str_equal_ignoring_case(S("["), S("{")));
}

static void
finding(void **state)
{
	static const struct { const char *s, *needle; int at; } rows[] = {
		{ "", "", 0 }, { "", "a", -1 }, { "abcabc", "ca", 2 }, { "abc", "abcd", -1 }, { "abc", "c", 2 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		assert_int_equal(str_find(str_from(rows[i].s), str_from(rows[i].needle)), rows[i].at);
	assert_int_equal(str_find_char(NO_STR, 'a'), -1);
	assert_int_equal(str_find_char(S("a\0b"), '\0'), 1);
	assert_true(str_starts_with(S("abc"), S("ab")) && str_starts_with(S("abc"), S("")));
	assert_false(str_starts_with(S("a"), S("ab")));
	assert_true(str_ends_with(S("abc"), S("bc")) && str_ends_with(NO_STR, NO_STR));
	assert_false(str_ends_with(S("abc"), S("ab")));
}

static void
slices_are_clamped(void **state)
{
	(void)state;
	assert_true(str_equal(str_slice(S("abcdef"), 2, 4), S("cd")));
	assert_true(str_equal(str_slice(S("abc"), 1, 99), S("bc")));
	assert_true(str_equal(str_slice(S("abc"), 9, 99), S("")));
	assert_true(str_equal(str_slice(S("abc"), 3, 1), S("")));
	assert_null(str_slice(NO_STR, 0, 1).data);
}

static void
trimming_knows_wide_blanks(void **state)
{
	static const struct { const char *s, *trimmed; } rows[] = {
		{ "", "" }, { " \t\r\n", "" }, { " a b ", "a b" }, { "\u3000\u6865\u3000", "\u6865" },
		{ "\ufeff\u00a0x\u00a0 ", "x" }, { "\u00e0", "\u00e0" }, { "\u00a1", "\u00a1" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		assert_true(str_equal(str_trim(str_from(rows[i].s)), str_from(rows[i].trimmed)));
	assert_null(str_trim(NO_STR).data);
}

static void
cutting_gives_every_part_once(void **state)
{
	static const struct { const char *s; const char *parts[5]; } rows[] = {
		{ "a,b,c", { "a", "b", "c" } }, { "", { "" } }, { ",", { "", "" } }, { "a,", { "a", "" } },
		{ ",,a", { "", "", "a" } }, { "abc", { "abc" } },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct str rest = str_from(rows[i].s), part;
		size_t count = 0;

		while (str_cut(&rest, ',', &part)) {
			assert_non_null(rows[i].parts[count]);
			assert_true(str_equal_text(part, rows[i].parts[count]));
			count++;
		}
		assert_null(rows[i].parts[count]);
		assert_null(rest.data);
	}
}

static void
copies_are_terminated(void **state)
{
	struct arena *arena = *state;
	struct str copy = str_copy(arena, str_slice(S("abcdef"), 1, 3));

	assert_true(str_equal(copy, S("bc")));
	assert_int_equal(copy.data[2], 0);
	assert_null(str_copy(arena, NO_STR).data);
	assert_non_null(str_copy(arena, S("")).data);
	assert_string_equal(str_terminated(arena, NO_STR), "");
	assert_string_equal(str_terminated(arena, S("x")), "x");
	assert_true(str_equal(str_lower(arena, S("AbZ[\xc3\x84")), S("abz[\xc3\x84")));
	assert_true(str_equal(str_join(arena, S("ab"), S("cd")), S("abcd")));
	assert_true(str_equal(str_join(arena, NO_STR, NO_STR), S("")));
	assert_true(str_equal(str_format(arena, "%d-%.*s", 7, STR_ARG(S("x"))), S("7-x")));
}

static void
numbers_are_digits_only(void **state)
{
	static const struct { const char *s; bool is_number; uint64_t number; } rows[] = {
		{ "0", true, 0 }, { "17", true, 17 }, { "007", true, 7 }, { "18446744073709551615", true, UINT64_MAX },
		{ "18446744073709551616", false, 0 }, { "99999999999999999999", false, 0 },
		{ "000000000000000000001", false, 0 }, { "", false, 0 }, { "-1", false, 0 }, { "+1", false, 0 },
		{ " 1", false, 0 }, { "1 ", false, 0 }, { "17abc", false, 0 }, { "1.0", false, 0 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		uint64_t number = 0;

		assert_int_equal(str_to_u64(str_from(rows[i].s), &number), rows[i].is_number);
		assert_true(number == rows[i].number);
	}
	assert_true(str_equal(str_from_u64(*state, UINT64_MAX), S("18446744073709551615")));
	assert_true(str_equal(str_from_u64(*state, 0), S("0")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_value_differs_from_empty),
		cmocka_unit_test(order_is_by_bytes_then_length),
		cmocka_unit_test(finding),
		cmocka_unit_test(slices_are_clamped),
		cmocka_unit_test(trimming_knows_wide_blanks),
		cmocka_unit_test(cutting_gives_every_part_once),
		cmocka_unit_test_setup_teardown(copies_are_terminated, arena_set_up, arena_tear_down),
		cmocka_unit_test_setup_teardown(numbers_are_digits_only, arena_set_up, arena_tear_down),
	};

	return cmocka_run_group_tests_name("base/str", tests, NULL, NULL);
}
