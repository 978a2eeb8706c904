/* route_test.c: which page answers which address. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/route.h"

static const struct field no_fields[] = { { .name = NULL } };
static const struct entity thing = { .name = "thing", .path = "/things", .fields = no_fields };
static const struct entity fixed = { .name = "fixed", .path = "/fixed", .flags = FIXED, .fields = no_fields };
static const struct entity *const entities[] = { &thing, &fixed, NULL };
static const struct route own[] = {
	{ METHOD_GET, "/things/board", NULL, &thing, VIEW }, { METHOD_POST, "/things/{id}/move", NULL, &thing, EDIT },
	{ METHOD_POST, "/fixed/{id}", NULL, &fixed, EDIT }, { .path = NULL }
};

static void
addresses_find_their_rows(void **state)
{
	static const struct { enum method method; const char *path, *row, *id; bool allows_other; } rows[] = {
		{ METHOD_GET, "/things/board", "/things/board", NULL, false }, { METHOD_POST, "/things/board", NULL, NULL, true },
		{ METHOD_POST, "/things/17/move", "/things/{id}/move", "17", false }, { METHOD_GET, "/things", "", NULL, false },
		{ METHOD_GET, "/things/17", "/{id}", "17", false }, { METHOD_GET, "/things/17/edit", "/{id}/edit", "17", false },
		{ METHOD_GET, "/things/017", NULL, NULL, false }, { METHOD_GET, "/things/0", NULL, NULL, false },
		{ METHOD_GET, "/things/17abc", NULL, NULL, false }, { METHOD_GET, "/things/-1", NULL, NULL, false },
		{ METHOD_GET, "/things/", NULL, NULL, false }, { METHOD_GET, "/thingsx", NULL, NULL, false },
		{ METHOD_GET, "/things/99999999999999999999999", NULL, NULL, false }, { METHOD_OTHER, "/things", NULL, NULL, true },
		{ METHOD_GET, "/", NULL, NULL, false },
		/* What is built in has the pages that look at it, and those an area gives it. */
		{ METHOD_GET, "/fixed/17", "/{id}", "17", false }, { METHOD_GET, "/fixed/17/edit", NULL, NULL, false },
		{ METHOD_POST, "/fixed/17/edit", NULL, NULL, false }, { METHOD_POST, "/fixed/17", "/fixed/{id}", "17", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct request request = { .method = rows[i].method, .path = str_from(rows[i].path) };
		const struct entity *entity = NULL;
		struct str id;
		bool allows_other;
		const struct route *route = route_find(own, entities, &request, &id, &entity, &allows_other);

		if ((route != NULL) != (rows[i].row != NULL) || (route && !str_equal_text(str_from(route->path), rows[i].row)))
			fail_msg("%s found %s", rows[i].path, route ? route->path : "nothing");
		if (route && ((entity != &thing && entity != &fixed) || !str_equal(id, str_from(rows[i].id))))
			fail_msg("%s has the id %.*s", rows[i].path, STR_ARG(id));
		assert_int_equal(!route && allows_other, rows[i].allows_other);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(addresses_find_their_rows) };

	return cmocka_run_group_tests_name("app/route", tests, NULL, NULL);
}
