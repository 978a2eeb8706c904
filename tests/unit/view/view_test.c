/* view_test.c: asks texts, maps and lists the four questions of a template. */
#include "view/view.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "../fixture.h"

static struct str
text_of(struct view view, struct arena *arena)
{
	return view.type->text(&view, arena);
}

static bool
is_true(struct view view, struct arena *arena)
{
	struct view item;

	return view.type->first(&view, arena, &item);
}

static void
what_counts_as_false(void **state)
{
	struct arena *arena = *state;

	assert_false(is_true(view_none(), arena));
	assert_false(is_true(view_bool(false), arena));
	assert_false(is_true(view_text(NO_STR), arena));
	assert_false(is_true(view_text(S("")), arena));
	assert_false(is_true(view_list(view_list_new(arena)), arena));
	assert_true(is_true(view_bool(true), arena));
	assert_true(is_true(view_text(S("0")), arena));
	assert_true(is_true(view_number(arena, 0), arena));
	assert_true(is_true(view_map(view_map_new(arena)), arena));
}

static void
what_is_printed(void **state)
{
	struct arena *arena = *state;

	assert_true(str_equal(text_of(view_text(S("x")), arena), S("x")));
	assert_true(str_equal(text_of(view_number(arena, UINT64_MAX), arena), S("18446744073709551615")));
	assert_null(text_of(view_none(), arena).data);
	assert_null(text_of(view_bool(true), arena).data);
	assert_null(text_of(view_map(view_map_new(arena)), arena).data);
	assert_null(text_of(view_list(view_list_new(arena)), arena).data);
}

static void
a_thing_that_is_no_list_is_one_item(void **state)
{
	struct arena *arena = *state;
	struct view text = view_text(S("x")), item;

	assert_true(text.type->first(&text, arena, &item));
	assert_true(str_equal(text_of(item, arena), S("x")));
	assert_false(item.type->next(&item, arena));
}

static void
a_map_finds_its_members(void **state)
{
	struct arena *arena = *state;
	struct view_map *map = view_map_new(arena);
	struct view view = view_map(map), found;

	for (uint64_t i = 0; i < 300; i++)
		view_map_put_text(map, str_format(arena, "name%u", (unsigned)i), str_from_u64(arena, i));
	view_map_put_text(map, S(""), S("empty"));
	view_map_put_text(map, S("name7"), S("again"));
	for (uint64_t i = 0; i < 300; i++) {
		assert_true(view.type->find(&view, str_format(arena, "name%u", (unsigned)i), arena, &found));
		assert_true(str_equal(text_of(found, arena), i == 7 ? S("again") : str_from_u64(arena, i)));
	}
	assert_true(view.type->find(&view, S(""), arena, &found));
	assert_true(str_equal(text_of(found, arena), S("empty")));
	assert_false(view.type->find(&view, S("name"), arena, &found));
	assert_false(view.type->find(&view, S("name300"), arena, &found));
}

static void
a_list_gives_its_items_in_turn(void **state)
{
	struct arena *arena = *state;
	struct view_list *list = view_list_new(arena);
	struct view view = view_list(list), item, found;
	unsigned count = 0;

	for (unsigned i = 0; i < 100; i++) {
		struct view_map *map = view_map_new(arena);

		view_map_put_text(map, S("n"), str_from_u64(arena, i));
		view_list_add(list, view_map(map));
	}
	assert_int_equal(view_list_count(list), 100);
	for (bool is_more = view.type->first(&view, arena, &item); is_more; is_more = item.type->next(&item, arena)) {
		assert_true(item.type->find(&item, S("n"), arena, &found));
		assert_true(str_equal(text_of(found, arena), str_from_u64(arena, count++)));
	}
	assert_int_equal(count, 100);
	assert_false(view.type->find(&view, S("n"), arena, &found));
}

static void
lists_nest(void **state)
{
	struct arena *arena = *state;
	struct view_list *outer = view_list_new(arena), *inner = view_list_new(arena);
	struct view view = view_list(outer), item, deep;

	view_list_add(inner, view_text(S("a")));
	view_list_add(inner, view_text(S("b")));
	view_list_add(outer, view_list(inner));
	view_list_add(outer, view_text(S("")));
	assert_true(view.type->first(&view, arena, &item));
	assert_true(item.type->first(&item, arena, &deep));
	assert_true(str_equal(text_of(deep, arena), S("a")));
	assert_true(deep.type->next(&deep, arena));
	assert_true(str_equal(text_of(deep, arena), S("b")));
	assert_false(deep.type->next(&deep, arena));
	assert_true(item.type->next(&item, arena));
	assert_false(item.type->first(&item, arena, &deep));
	assert_false(item.type->next(&item, arena));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_counts_as_false, arena_set_up, arena_tear_down),
		cmocka_unit_test_setup_teardown(what_is_printed, arena_set_up, arena_tear_down),
		cmocka_unit_test_setup_teardown(a_thing_that_is_no_list_is_one_item, arena_set_up, arena_tear_down),
		cmocka_unit_test_setup_teardown(a_map_finds_its_members, arena_set_up, arena_tear_down),
		cmocka_unit_test_setup_teardown(a_list_gives_its_items_in_turn, arena_set_up, arena_tear_down),
		cmocka_unit_test_setup_teardown(lists_nest, arena_set_up, arena_tear_down),
	};

	return cmocka_run_group_tests_name("view/view", tests, NULL, NULL);
}
