/* csrf_test.c: a form token works for its own cookie, and names its change. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "app/csrf.h"

#define KEY S("0123456789abcdefghijklmnopqrstuvwxyzABCDEFG")
#define OTHER S("1123456789abcdefghijklmnopqrstuvwxyzABCDEFG")

static void
only_our_own_tokens_pass(void **state)
{
	struct arena arena;
	struct str token, change, again, elsewhere;
	char *broken;

	(void)state;
	arena_init(&arena, 1 << 20);
	token = csrf_token(&arena, KEY);
	assert_true(csrf_check(&arena, KEY, token, S("/a"), &change));
	assert_int_equal(change.len, 16);
	assert_true(csrf_check(&arena, KEY, token, S("/a"), &again));
	assert_true(str_equal(change, again));
	/* The same token on another form is another change. */
	assert_true(csrf_check(&arena, KEY, token, S("/b"), &elsewhere));
	assert_false(str_equal(change, elsewhere));
	assert_false(csrf_check(&arena, OTHER, token, S("/a"), &change));
	assert_false(csrf_check(&arena, KEY, NO_STR, S("/a"), &change));
	assert_false(csrf_check(&arena, KEY, str_slice(token, 0, token.len - 1), S("/a"), &change));
	assert_false(csrf_check(&arena, S(""), csrf_token(&arena, S("")), S("/a"), &change));
	for (size_t i = 0; i < token.len; i++) {
		broken = arena_take(&arena, 1, token.len);
		memcpy(broken, token.data, token.len);
		broken[i] = broken[i] == 'A' ? 'B' : 'A';
		assert_false(csrf_check(&arena, KEY, (struct str){ broken, token.len }, S("/a"), &change));
	}
	arena_end(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(only_our_own_tokens_pass) };

	return cmocka_run_group_tests_name("app/csrf", tests, NULL, NULL);
}
