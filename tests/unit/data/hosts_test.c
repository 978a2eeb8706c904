/* hosts_test.c: the list of database servers is read as it is written, and nobody waits twice for a frozen one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "data/hosts.h"
#include "../fixture.h"

static void
lists_are_read(void **state)
{
	static const struct { const char *text, *name; unsigned port; } cases[] = {
		{ "db1", "db1", 3306 }, { " db1 ", "db1", 3306 }, { "db1:3307", "db1", 3307 }, { "10.0.0.1:4000", "10.0.0.1", 4000 },
		{ "[2001:db8::1]:3308", "2001:db8::1", 3308 }, { "[2001:db8::1]", "2001:db8::1", 3306 }, { "2001:db8::1", "2001:db8::1", 3306 },
		{ "db1:", "db1:", 3306 }, { "db1:0", "db1:0", 3306 }, { "db1:65536", "db1:65536", 3306 }, { "db1:x", "db1:x", 3306 },
	};
	struct hosts hosts;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		hosts = hosts_read(*state, str_from(cases[i].text), 3306);
		assert_int_equal(hosts.count, 1);
		assert_true(str_equal_text(hosts.all[0].name, cases[i].name));
		assert_int_equal(hosts.all[0].port, cases[i].port);
	}
	hosts = hosts_read(*state, S("a, b:1, , c,"), 0);
	assert_int_equal(hosts.count, 3);
	assert_true(str_equal(hosts.all[2].name, S("c")));
	assert_int_equal(hosts_read(*state, S(""), 0).count, 0);
	assert_int_equal(hosts_read(*state, NO_STR, 0).count, 0);
}

static void
a_frozen_host_rests(void **state)
{
	struct host host = { .port = 0 };

	(void)state;
	assert_false(host_is_resting(&host, 1));
	host_rest(&host, 1000);
	assert_true(host_is_resting(&host, 1000 + 19000000));
	assert_false(host_is_resting(&host, 1000 + 21000000));
}

static void
a_better_server_is_looked_for(void **state)
{
	(void)state;
	assert_false(hosts_should_look_again(STANDING_WRITES, 0, 1000000000));
	assert_false(hosts_should_look_again(STANDING_WRITES, 1, 1000000));
	assert_true(hosts_should_look_again(STANDING_WRITES, 1, 61000000));
	assert_false(hosts_should_look_again(STANDING_READS, 0, 1000000));
	assert_true(hosts_should_look_again(STANDING_READS, 0, 3000000));
	assert_true(hosts_should_look_again(STANDING_BUSY, 0, 61000000));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(lists_are_read, arena_set_up, arena_tear_down),
		cmocka_unit_test(a_frozen_host_rests),
		cmocka_unit_test(a_better_server_is_looked_for),
	};

	return cmocka_run_group_tests_name("data/hosts", tests, NULL, NULL);
}
