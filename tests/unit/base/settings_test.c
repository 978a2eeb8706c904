/* settings_test.c: every setting is explained, and what means nothing is refused with its line and the cure. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/settings.h"
#include "../fixture.h"

static const char *
problem_of(struct arena *arena, const char *text)
{
	char path[] = "/tmp/qiao-settings-XXXXXX";
	int file = mkstemp(path);
	const struct config *config;

	assert_true(file >= 0);
	assert_int_equal(write(file, text, strlen(text)), strlen(text));
	close(file);
	config = config_load(arena, path);
	unlink(path);
	return settings_problem(arena, config).data;
}

static void
each_setting_is_explained(void **state)
{
	const char *source = getenv("QIAO_SOURCE");
	const char *path = str_format(*state, "%s/qiao.conf.dist", source ? source : ".").data;
	struct str dist = file_read(*state, path, 1 << 20), line;
	size_t explained = 0, count = 0;

	if (!dist.data)
		skip();
	assert_null(settings_problem(*state, config_load(*state, path)).data);
	while (settings[count].name)
		count++;
	for (struct str rest = dist; str_cut(&rest, '\n', &line);) {
		struct str name, text = line;
		bool is_known = false;

		if (str_starts_with(text, S("# ")))
			text = str_slice(text, 2, text.len);
		if (str_find_char(text, '=') < 0 || !str_cut(&text, '=', &name) || !str_ends_with(name, S(" ")))
			continue;
		name = str_trim(name);
		if (str_find_char(name, ' ') >= 0 || str_equal(name, S("name")))
			continue;
		for (size_t i = 0; i < count; i++)
			is_known = is_known || str_equal_text(name, settings[i].name);
		if (!is_known)
			fail_msg("qiao.conf.dist explains '%.*s', which is not in the table", STR_ARG(name));
		explained++;
	}
	assert_int_equal(explained, count);
}

static void
good_files_pass(void **state)
{
	assert_null(problem_of(*state, "base_url = https://crm.example.org\ndatabase_port = 3306\nareas = customers, admin\ncurrency = EUR\n"
	                               "secure_cookies = on\ndata_dir = /usr/share/qiao\nworkers =\nupload_max_bytes=1\n"));
}

static void
what_means_nothing_is_refused(void **state)
{
	static const struct { const char *text, *said; } rows[] = {
		{ "company = X\n\nbase_ulr = http://x\n", ":3: there is no setting 'base_ulr': did you mean 'base_url'?" },
		{ "something_else = 1\n", ":1: there is no setting 'something_else': remove the line" },
		{ "database_port = 0\n", ":1: database_port must be a number from 1 to 65535" },
		{ "database_port = 3306x\n", ":1: database_port must be" }, { "workers = 65\n", ":1: workers must be a number from 1 to 64" },
		{ "base_url = crm.example.org\n", ":1: base_url must be an address with http://" },
		{ "base_url = http://crm.example.org/\n", ":1: base_url must be" }, { "currency = yuan\n", ":1: currency must be" },
		{ "secure_cookies = perhaps\n", ":1: secure_cookies must be auto or on" }, { "state_dir = var\n", ":1: state_dir must be a path" },
		{ "database_name = a b\n", ":1: database_name must be" }, { "areas = Customers\n", ":1: areas must be" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *said = problem_of(*state, rows[i].text);

		if (!said || !strstr(said, rows[i].said))
			fail_msg("%s is answered by %s", rows[i].text, said ? said : "nothing");
	}
}

static void
values_are_not_repeated(void **state)
{
	assert_null(strstr(problem_of(*state, "database_pasword = a secret\n"), "secret"));
	assert_null(strstr(problem_of(*state, "database_user = a secret\n"), "secret"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(each_setting_is_explained, arena_set_up, arena_tear_down),
		cmocka_unit_test_setup_teardown(good_files_pass, arena_set_up, arena_tear_down),
		cmocka_unit_test_setup_teardown(what_means_nothing_is_refused, arena_set_up, arena_tear_down),
		cmocka_unit_test_setup_teardown(values_are_not_repeated, arena_set_up, arena_tear_down),
	};

	return cmocka_run_group_tests_name("base/settings", tests, NULL, NULL);
}
