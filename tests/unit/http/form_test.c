/* form_test.c: pairs are taken apart in order, and broken ones refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "http/form.h"
#include "../fixture.h"

static void
pairs_come_in_order(void **state)
{
	struct form form = { .count = 0 };

	assert_true(form_parse(*state, S("a=1&b=%E6%A1%A5&&a=2&c&d=&=e&f=x=y&g+h=i+j"), &form));
	assert_int_equal(form.count, 8);
	assert_true(str_equal(form_get(&form, S("a")), S("1")));
	assert_true(str_equal(form.fields[2].name, S("a")) && str_equal(form.fields[2].value, S("2")));
	assert_true(str_equal(form_get(&form, S("b")), S("\u6865")));
	assert_true(str_equal(form_get(&form, S("c")), S("")));
	assert_true(str_equal(form_get(&form, S("d")), S("")));
	assert_true(str_equal(form_get(&form, S("")), S("e")));
	assert_true(str_equal(form_get(&form, S("f")), S("x=y")));
	assert_true(str_equal(form_get(&form, S("g h")), S("i j")));
	assert_null(form_get(&form, S("z")).data);
	assert_null(form_find(&form, S("z")));
	assert_null(form_find(&form, S("a"))->file_name.data);
	assert_true(form_parse(*state, S("z=9"), &form));
	assert_int_equal(form.count, 9);
	assert_true(form_parse(*state, NO_STR, &form) && form_parse(*state, S(""), &form));
	assert_int_equal(form.count, 9);
}

static void
broken_escapes_are_refused(void **state)
{
	static const char *const broken[] = { "%", "a=%4", "a=1&b=%zz", "%g0=1", "a=%E6%A" };

	for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
		struct form form = { .count = 0 };

		assert_false(form_parse(*state, str_from(broken[i]), &form));
	}
}

static void
only_so_many_fields(void **state)
{
	struct form form = { .count = 0 };
	char all[FORM_FIELDS_MAX * 4];
	size_t len = 0;

	for (int i = 0; i < FORM_FIELDS_MAX; i++) {
		all[len++] = '&';
		all[len++] = (char)('a' + i % 26);
		all[len++] = '=';
		all[len++] = (char)('0' + i / 26 % 10);
	}
	assert_true(form_parse(*state, (struct str){ all, len }, &form));
	assert_int_equal(form.count, FORM_FIELDS_MAX);
	for (size_t i = 0; i < form.count; i++) {
		assert_int_equal(form.fields[i].name.data[0], 'a' + i % 26);
		assert_int_equal(form.fields[i].value.data[0], '0' + i / 26 % 10);
	}
	assert_false(form_parse(*state, S("x=1"), &form));
	assert_int_equal(form.count, FORM_FIELDS_MAX);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(pairs_come_in_order, arena_set_up, arena_tear_down),
		cmocka_unit_test_setup_teardown(broken_escapes_are_refused, arena_set_up, arena_tear_down),
		cmocka_unit_test_setup_teardown(only_so_many_fields, arena_set_up, arena_tear_down),
	};

	return cmocka_run_group_tests_name("http/form", tests, NULL, NULL);
}
