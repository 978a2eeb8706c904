/* meter_test.c: what several processes count together is counted exactly, survives their death, and costs next to nothing. */
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/meter.h"
#include "../fixture.h"

enum { CHILDREN = 4, EACH = 5000 };

struct place {
	char folder[64], path[96];
};

static void
place_make(struct place *place)
{
	snprintf(place->folder, sizeof place->folder, "/tmp/qiao-meter-XXXXXX");
	assert_non_null(mkdtemp(place->folder));
	snprintf(place->path, sizeof place->path, "%s/metrics", place->folder);
}

static void
place_end(const struct place *place)
{
	unlink(place->path);
	rmdir(place->folder);
}

static struct meter_request
request_of(const char *route, int status, uint64_t wall_us)
{
	return (struct meter_request){ .method = S("GET"), .route = str_from(route), .status = status, .wall_us = wall_us, .user_us = wall_us / 2,
	                               .statements = 3, .database_us = 7, .bytes = 1000 };
}

static const struct meter_route *
find(const struct meter_totals *totals, const char *program, const char *route)
{
	const struct meter_route *found = NULL;

	for (size_t i = 0; i < totals->route_count; i++)
		if (str_equal_text(totals->routes[i].route, route) && str_equal_text(totals->routes[i].program, program)) {
			assert_null(found);
			found = &totals->routes[i];
		}
	return found;
}

static void
everything_is_counted(void **state)
{
	struct place place;
	struct meter_totals totals;
	const struct meter_route *route;
	struct meter *sales, *admin;
	struct meter_request one = request_of("/a", 200, 200), two = request_of("/a", 503, 201), three = request_of("/b", 418, UINT64_C(20000000));

	place_make(&place);
	assert_false(meter_read(*state, place.path, &totals));
	assert_int_equal(errno, ENOENT);
	sales = meter_open(*state, place.path, "sales");
	admin = meter_open(*state, place.path, "admin");
	assert_non_null(sales);
	meter_add(sales, &one);
	meter_add(sales, &two);
	meter_add(admin, &three);
	meter_add(NULL, &three);
	assert_true(meter_read(*state, place.path, &totals));
	assert_int_equal(totals.route_count, 2);
	assert_int_equal(totals.program_count, 2);
	route = find(&totals, "sales", "/a");
	assert_int_equal(route->requests, 2);
	assert_int_equal(route->by_status[0], 1);
	assert_int_equal(meter_statuses[13], 503);
	assert_int_equal(route->by_status[13], 1);
	assert_int_equal(route->wall_us, 401);
	assert_int_equal(route->user_us, 200);
	assert_int_equal(route->statements, 6);
	assert_int_equal(route->database_us, 14);
	assert_int_equal(route->bytes, 2000);
	assert_int_equal(route->buckets[0], 1);
	assert_int_equal(route->buckets[1], 1);
	route = find(&totals, "admin", "/b");
	assert_int_equal(route->by_status[METER_STATUSES - 1], 1);
	assert_int_equal(route->buckets[METER_BUCKETS - 1], 1);
	assert_true(totals.made_at_us > 0);
	place_end(&place);
}

/* Each opens the file by itself, the first of them making it. */
static void
count_in_child(const struct place *place, int number)
{
	struct arena arena;
	struct meter *meter;

	arena_init(&arena, 1 << 20);
	meter = meter_open(&arena, place->path, "sales");
	meter_worker(meter);
	for (int i = 0; i < EACH; i++) {
		char route[20];
		struct meter_request request;

		snprintf(route, sizeof route, "/r%d", (i + number) % 50);
		request = request_of(route, 200, (uint64_t)i);
		meter_add(meter, &request);
	}
	/* As the worst end would be. */
	raise(SIGKILL);
}

static void
nothing_is_lost_between_processes(void **state)
{
	struct place place;
	struct meter_totals totals;
	pid_t children[CHILDREN];
	uint64_t requests = 0, statements = 0, counted = 0;

	place_make(&place);
	for (int i = 0; i < CHILDREN; i++) {
		children[i] = fork();
		if (children[i] == 0)
			count_in_child(&place, i);
	}
	for (int i = 0; i < CHILDREN; i++)
		waitpid(children[i], NULL, 0);
	assert_true(meter_read(*state, place.path, &totals));
	assert_int_equal(totals.route_count, 50);
	for (size_t i = 0; i < totals.route_count; i++) {
		requests += totals.routes[i].requests;
		statements += totals.routes[i].statements;
		for (size_t k = 0; k < METER_BUCKETS; k++)
			counted += totals.routes[i].buckets[k];
	}
	assert_int_equal(requests, CHILDREN * EACH);
	assert_int_equal(statements, CHILDREN * EACH * 3);
	assert_int_equal(counted, requests);
	/* They are dead: their starts are known, and nobody works. */
	assert_int_equal(totals.programs[0].starts, CHILDREN);
	assert_int_equal(totals.programs[0].workers, 0);
	place_end(&place);
}

static void
workers_are_those_alive(void **state)
{
	struct place place;
	struct meter_totals totals;
	struct meter *meter;

	place_make(&place);
	meter = meter_open(*state, place.path, "sales");
	meter_worker(meter);
	assert_true(meter_read(*state, place.path, &totals));
	assert_int_equal(totals.programs[0].workers, 1);
	assert_true(totals.programs[0].memory_bytes > 100000);
	place_end(&place);
}

static void
another_layout_is_made_anew(void **state)
{
	struct place place;
	struct meter_totals totals;
	struct meter_request request = request_of("/a", 200, 1);
	struct stat before, after;
	struct meter *old;
	FILE *file;

	place_make(&place);
	file = fopen(place.path, "w");
	assert_non_null(file);
	fputs("of another time", file);
	fclose(file);
	assert_int_equal(stat(place.path, &before), 0);
	assert_false(meter_read(*state, place.path, &totals));
	old = meter_open(*state, place.path, "sales");
	assert_non_null(old);
	assert_int_equal(stat(place.path, &after), 0);
	assert_true(before.st_ino != after.st_ino);
	meter_add(old, &request);
	/* The same layout is kept, with what was counted in it. */
	meter_add(meter_open(*state, place.path, "sales"), &request);
	assert_true(meter_read(*state, place.path, &totals));
	assert_int_equal(find(&totals, "sales", "/a")->requests, 2);
	/* A mark that is wrong by one byte is another layout. */
	file = fopen(place.path, "r+");
	fputc('X', file);
	fclose(file);
	assert_false(meter_read(*state, place.path, &totals));
	assert_non_null(meter_open(*state, place.path, "sales"));
	assert_true(meter_read(*state, place.path, &totals));
	assert_int_equal(totals.route_count, 0);
	/* Whoever holds the old one may go on. */
	meter_add(old, &request);
	place_end(&place);
}

static void
a_missing_folder_is_no_harm(void **state)
{
	assert_null(meter_open(*state, "/nowhere/at/all/metrics", "sales"));
	assert_int_equal(errno, ENOENT);
	meter_worker(NULL);
}

/* A bar that sanitizers and a busy machine stay far below: what is measured is printed. */
static void
counting_costs_little(void **state)
{
	struct place place;
	struct meter *meter;
	struct meter_request request = request_of("/opportunities/{id}/edit", 200, 1500);
	struct rusage usage;
	uint64_t start_us;
	double each_us;

	place_make(&place);
	meter = meter_open(*state, place.path, "sales");
	meter_add(meter, &request);
	start_us = clock_monotonic_us();
	for (int i = 0; i < 100000; i++) {
		getrusage(RUSAGE_THREAD, &usage);
		getrusage(RUSAGE_THREAD, &usage);
		meter_add(meter, &request);
	}
	each_us = (double)(clock_monotonic_us() - start_us) / 100000;
	print_message("# one request counted, with both looks at the processor's time: %.2f microseconds\n", each_us);
	assert_true(each_us < 20);
	place_end(&place);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(everything_is_counted, arena_set_up, arena_tear_down),
		cmocka_unit_test_setup_teardown(nothing_is_lost_between_processes, arena_set_up, arena_tear_down),
		cmocka_unit_test_setup_teardown(workers_are_those_alive, arena_set_up, arena_tear_down),
		cmocka_unit_test_setup_teardown(another_layout_is_made_anew, arena_set_up, arena_tear_down),
		cmocka_unit_test_setup_teardown(a_missing_folder_is_no_harm, arena_set_up, arena_tear_down),
		cmocka_unit_test_setup_teardown(counting_costs_little, arena_set_up, arena_tear_down),
	};

	return cmocka_run_group_tests_name("base/meter", tests, NULL, NULL);
}
