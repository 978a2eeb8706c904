/* search_test.c: which pieces a text is found by. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/search.h"

static void
pieces_of_a_text(void **state)
{
	static const struct { const char *text, *pieces; } rows[] = {
		{ "qiao", "qia iao ao o" }, { "桥梁厂", "桥梁 梁厂 厂" }, { "a桥b", "a 桥 b" }, { "ab, ab", "ab b" }, { "", "" },
		{ "，。 -", "" }, { "0571-5550", "057 571 71 1 555 550 50 0" },
	};
	struct arena arena;

	(void)state;
	arena_init(&arena, 16 << 20);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		size_t count;
		struct str *pieces = search_grams(&arena, str_from(rows[i].text), &count), rest = str_from(rows[i].pieces), piece;

		for (size_t k = 0; k < count; k++)
			if (!str_cut(&rest, ' ', &piece) || !str_equal(piece, pieces[k]))
				fail_msg("%s: piece %zu is \"%.*s\"", rows[i].text, k, STR_ARG(pieces[k]));
		assert_true(count == 0 || !rest.data);
	}
	arena_end(&arena);
}

static void
a_long_text_has_a_ceiling(void **state)
{
	struct arena arena;
	struct buf buf;
	size_t count;

	(void)state;
	arena_init(&arena, 16 << 20);
	buf_init(&buf, &arena, 1 << 20);
	for (unsigned i = 0; i < 5000; i++)
		buf_add_format(&buf, "w%u ", i * 7919);
	search_grams(&arena, buf_str(&buf), &count);
	assert_int_equal(count, GRAMS_MAX);
	arena_end(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(pieces_of_a_text), cmocka_unit_test(a_long_text_has_a_ceiling) };

	return cmocka_run_group_tests_name("model/search", tests, NULL, NULL);
}
