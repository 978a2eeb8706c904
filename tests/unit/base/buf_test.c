/* buf_test.c: a text grows to its ceiling and not a byte further. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/buf.h"

static void
text_is_collected(void **state)
{
	struct arena arena;
	struct buf buf;

	(void)state;
	arena_init(&arena, 1 << 20);
	buf_init(&buf, &arena, 1 << 16);
	assert_non_null(buf_str(&buf).data);
	buf_add(&buf, S("ab"));
	buf_add(&buf, NO_STR);
	buf_add_char(&buf, '-');
	buf_add_text(&buf, "cd");
	buf_add_u64(&buf, UINT64_MAX);
	buf_add_u64(&buf, 0);
	buf_add_format(&buf, "[%s %d]", "x", -7);
	assert_true(str_equal(buf_str(&buf), S("ab-cd184467440737095516150[x -7]")));
	buf_reset(&buf);
	assert_int_equal(buf_str(&buf).len, 0);
	for (int i = 0; i < 3000; i++)
		buf_add_text(&buf, "0123456789");
	assert_int_equal(buf.len, 30000);
	assert_false(buf.is_full);
	for (size_t i = 0; i < buf.len; i++)
		assert_int_equal(buf.data[i], '0' + i % 10);
	arena_end(&arena);
}

static void
the_ceiling_holds(void **state)
{
	struct arena arena;
	struct buf buf;

	(void)state;
	arena_init(&arena, 1 << 20);
	for (int as_format = 0; as_format < 2; as_format++) {
		buf_init(&buf, &arena, 8);
		if (as_format)
			buf_add_format(&buf, "%s", "12345678");
		else
			buf_add(&buf, S("12345678"));
		assert_false(buf.is_full);
		assert_int_equal(buf.len, 8);
		buf_add_char(&buf, '9');
		assert_true(buf.is_full);
		assert_true(str_equal(buf_str(&buf), S("12345678")));
	}
	buf_init(&buf, &arena, 8);
	buf_add(&buf, S("123456789"));
	buf_add_char(&buf, 'x');
	assert_true(buf.is_full);
	assert_int_equal(buf.len, 0);
	buf_reset(&buf);
	buf_add_char(&buf, 'x');
	assert_int_equal(buf.len, 1);
	arena_end(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_is_collected),
		cmocka_unit_test(the_ceiling_holds),
	};

	return cmocka_run_group_tests_name("base/buf", tests, NULL, NULL);
}
