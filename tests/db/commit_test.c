/* commit_test.c: a COMMIT whose answer is lost, that never arrives or is refused: what runs it again writes everything, once. */
#include <stdio.h>
#include <stdlib.h>

#include "between.h"
#include "model/import.h"

enum { ROWS = 1200 };

static const char *const blows[BLOWS] = { [LOSE_ANSWER] = "the answer is lost", [LOSE_COMMIT] = "it never arrives", [REFUSE_COMMIT] = "it is refused" };

/* Work whose connections go through what stands between. */
static struct work *
work_through(struct fixture *fixture, struct between *between)
{
	struct str direct = fixture->database.options.socket;
	struct work *work;

	fixture->database.options.socket = str_from(between->socket);
	work = database_work(&fixture->database, NULL);
	fixture->database.options.socket = direct;
	work_clear(work);
	return work;
}

static uint64_t
customers(struct work *work, const char *name)
{
	return work_number(work, SQL("SELECT COUNT(*) FROM customer WHERE name LIKE ?"), ARGS(str_from(name)));
}

/* Control: each blow does what it says to a program that commits once and asks no further. */
static void
blows_strike(void **state)
{
	static const struct { enum db_outcome outcome; uint64_t rows; } wanted[BLOWS] = { { DB_UNKNOWN, 1 }, { DB_UNKNOWN, 0 }, { DB_AGAIN, 0 } };
	struct fixture *fixture = *state;
	struct between between = between_start(&fixture->database);
	struct work *work = work_through(fixture, &between);

	for (unsigned blow = 0; blow < BLOWS; blow++) {
		char name[20];

		work_clear(work);
		snprintf(name, sizeof name, "Struck %u", blow);
		between_strike(&between, blow, 0);
		work_begin(work);
		assert_true(store_save(work, input_read(work, &customer_entity, NO_STR, pairs_source(PAIRS({ "name", name })))));
		change_end(work);
		assert_int_equal(db_commit(work->db), wanted[blow].outcome);
		assert_true(between_has_struck(&between));
		work_clear(work);
		work_must_save(work, &customer_entity, NULL, PAIRS({ "name", "After it" }));
		assert_int_equal(customers(work, name), wanted[blow].rows);
	}
	assert_false(between_has_struck(&between));
	work_end(work);
	between_end(&between);
}

/* Rows without a key, so that none would be known again; the blow falls on a batch in the middle. */
static void
imports(void **state)
{
	struct fixture *fixture = *state;
	struct between between = between_start(&fixture->database);
	struct work *work = work_through(fixture, &between);

	for (unsigned blow = 0; blow < BLOWS; blow++) {
		struct import *import;
		struct buf text;

		work_clear(work);
		import = ARENA_NEW(work->arena, struct import);
		buf_init(&text, work->arena, 1 << 20);
		buf_add_text(&text, "name\n");
		for (unsigned i = 0; i < ROWS; i++)
			buf_add_format(&text, "Row %u of %u\n", blow, i);
		assert_true(import_open(work, import, &customer_entity, buf_str(&text)));
		between_strike(&between, blow, 1);
		import_run(work, import);
		printf("# %s: %zu rows, %zu new\n", blows[blow], import->row_count, import->created);
		assert_true(between_has_struck(&between));
		assert_null(import->failure.data);
		assert_int_equal(import->created, ROWS);
		assert_int_equal(customers(work, str_format(work->arena, "Row %u of %%", blow).data), ROWS);
	}
	assert_int_equal(work_findings(work), 0);
	work_end(work);
	between_end(&between);
}

/* `qiao migrate` with a migration up to that number, each of which writes a row. */
static int
migrate(struct database *database, const char *data, int number, const char *socket)
{
	const char *script = str_format(&database->arena,
		"set -e; mkdir -p %s/sql; cp %s/sql/*.sql %s/sql/; for n in templates htdocs httpd-conf po; do ln -sfn %s/$n %s/$n; done\n"
		"sed 's|^database_socket.*|database_socket = %s|; s|^data_dir.*|data_dir = %s|' %s/qiao.conf >%s/between.conf\n"
		"for n in $(seq 900 %d); do echo \"INSERT INTO throttle (subject, failures, first_at) VALUES (CONCAT('$n ', UUID()), 0, SYSDATE(6))\" >%s/sql/0${n}_row.sql; done\n"
		"%s migrate --config=%s/between.conf", data, database->source, data, database->source, data, socket, data, database->folder, data, number, data, database->qiao, data).data;

	return database_run(database, (const char *const[]){ "sh", "-c", script, NULL });
}

/* Whichever of its COMMITs is refused is tried again; one that is not answered is told, and the next run goes on from there. */
static void
migrations(void **state)
{
	struct fixture *fixture = *state;
	struct between between = between_start(&fixture->database);
	const char *data = str_format(&fixture->database.arena, "%s/data_dir", fixture->database.folder).data;
	struct work *work = fixture->work;
	int number = 900, struck = 0;

	for (unsigned blow = 0; blow < BLOWS; blow++)
		for (int after = 0; after < 2; after++, number++) {
			int status;

			work_clear(work);
			between_strike(&between, blow, after);
			status = migrate(&fixture->database, data, number, between.socket);
			struck += between_has_struck(&between);
			assert_int_equal(status, blow == REFUSE_COMMIT ? 0 : 1);
			assert_int_equal(migrate(&fixture->database, data, number, between.socket), 0);
			assert_int_equal(work_number(work, SQL("SELECT COUNT(*) FROM migration WHERE name = ?"), ARGS(str_format(work->arena, "0%d_row.sql", number))), 1);
			assert_int_equal(work_number(work, SQL("SELECT COUNT(*) FROM throttle WHERE subject LIKE ?"), ARGS(str_format(work->arena, "%d %%", number))), 1);
		}
	assert_int_equal(struck, 2 * BLOWS);
	between_end(&between);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(blows_strike), cmocka_unit_test(imports), cmocka_unit_test(migrations) };

	return DATABASE_MAIN("db/commit", tests);
}
