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

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(blows_strike), cmocka_unit_test(imports) };

	return DATABASE_MAIN("db/commit", tests);
}
