/* utf8_test.c: valid text is read, anything else is found. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/utf8.h"

static void
invalid_sequences_are_found(void **state)
{
	static const struct { struct str s; bool is_valid; } rows[] = {
		{ { "", 0 }, true }, { { "a\0b", 3 }, true }, { { "\xe6\xa1\xa5", 3 }, true },
		{ { "\xf0\x9f\x98\x80", 4 }, true }, { { "\xf4\x8f\xbf\xbf", 4 }, true }, { { "\xef\xbf\xbf", 3 }, true },
		{ { "\x80", 1 }, false }, { { "\xbf", 1 }, false }, { { "\xc0\x80", 2 }, false },
		{ { "\xc1\xbf", 2 }, false }, { { "\xe0\x9f\xbf", 3 }, false }, { { "\xf0\x8f\xbf\xbf", 4 }, false },
		{ { "\xed\xa0\x80", 3 }, false }, { { "\xed\xbf\xbf", 3 }, false }, { { "\xf4\x90\x80\x80", 4 }, false },
		{ { "\xf8\x88\x80\x80\x80", 5 }, false }, { { "\xff", 1 }, false }, { { "\xe6\xa1", 2 }, false },
		{ { "\xe6", 1 }, false }, { { "a\xc3(", 3 }, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		assert_int_equal(utf8_is_valid(rows[i].s), rows[i].is_valid);
}

static void
every_code_point_survives(void **state)
{
	struct arena arena;
	struct buf buf;

	(void)state;
	arena_init(&arena, 1 << 16);
	buf_init(&buf, &arena, 16);
	for (uint32_t code_point = 0; code_point <= 0x10ffff; code_point++) {
		uint32_t read = 0;
		size_t at = 0;

		if (code_point == 0xd800)
			code_point = 0xe000;
		buf_reset(&buf);
		utf8_add(&buf, code_point);
		if (!utf8_next(buf_str(&buf), &at, &read) || at != buf.len || read != code_point)
			fail_msg("U+%04X was read as U+%04X", code_point, read);
	}
	buf_reset(&buf);
	utf8_add(&buf, 0xd800);
	utf8_add(&buf, 0x110000);
	assert_true(str_equal(buf_str(&buf), S("\ufffd\ufffd")));
	arena_end(&arena);
}

static void
reading_stops_where_it_breaks(void **state)
{
	struct str s = S("\u6865\xff");
	uint32_t code_point;
	size_t at = 0;

	(void)state;
	assert_true(utf8_next(s, &at, &code_point));
	assert_int_equal(code_point, 0x6865);
	assert_int_equal(at, 3);
	assert_false(utf8_next(s, &at, &code_point));
	assert_int_equal(at, 3);
	at = 4;
	assert_false(utf8_next(s, &at, &code_point));
	at = 0;
	assert_false(utf8_next(NO_STR, &at, &code_point));
}

static void
lengths_count_characters(void **state)
{
	(void)state;
	assert_int_equal(utf8_length(S("a\u6865\U0001f600")), 3);
	assert_int_equal(utf8_length(NO_STR), 0);
	assert_true(str_equal(utf8_first(S("a\u6865b"), 2), S("a\u6865")));
	assert_true(str_equal(utf8_first(S("ab"), 9), S("ab")));
	assert_true(str_equal(utf8_first(S("ab"), 0), S("")));
	assert_true(str_equal(utf8_first(S("a\xff"), 9), S("a")));
}

static void
control_characters(void **state)
{
	static const struct { struct str s; bool has_control; } rows[] = {
		{ { "a\tb\r\n", 5 }, false }, { { "\u6865", 3 }, false }, { { "a\0", 2 }, true }, { { "\x1b", 1 }, true },
		{ { "\x7f", 1 }, true }, { { "\xc2\x85", 2 }, true }, { { "\xc2\xa0", 2 }, false }, { { "\xc2", 1 }, false },
		{ { "\xe2\x80\x85", 3 }, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		assert_int_equal(utf8_has_control(rows[i].s), rows[i].has_control);
}

static void
han(void **state)
{
	static const uint32_t is[] = { 0x3007, 0x3400, 0x4e00, 0x6865, 0x9fff, 0xf900, 0x20000, 0x2fa1d, 0x30000 };
	static const uint32_t is_not[] = { 'a', 0x3000, 0x3042, 0x30a2, 0xac00, 0xff21, 0x1f600, 0x33000 };

	(void)state;
	for (size_t i = 0; i < sizeof is / sizeof is[0]; i++)
		assert_true(utf8_is_han(is[i]));
	for (size_t i = 0; i < sizeof is_not / sizeof is_not[0]; i++)
		assert_false(utf8_is_han(is_not[i]));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(invalid_sequences_are_found),
		cmocka_unit_test(every_code_point_survives),
		cmocka_unit_test(reading_stops_where_it_breaks),
		cmocka_unit_test(lengths_count_characters),
		cmocka_unit_test(control_characters),
		cmocka_unit_test(han),
	};

	return cmocka_run_group_tests_name("base/utf8", tests, NULL, NULL);
}
