/* statement_test.c: a statement the server refuses, at whichever step, leaves the connection fit for the next one. */
#include <stdio.h>

#include "database.h"

static void
still_answers(struct work *work)
{
	work_clear(work);
	assert_int_equal(work_number(work, SQL("SELECT CAST(? AS UNSIGNED) + 2"), ARGS(S("40"))), 42);
	assert_false(db_has_failed(work->db));
}

static void
refused_when_prepared(void **state)
{
	struct work *work = ((struct fixture *)*state)->work;

	for (int turn = 0; turn < 3; turn++) {
		work_clear(work);
		assert_int_equal(rows_count(db_query(work->db, SQL("SELECT no_such_column FROM customer WHERE id = ?"), ARGS(S("1")))), 0);
		assert_true(db_has_failed(work->db));
		assert_true(str_find(db_error_text(work->db), S("no_such_column")) >= 0);
		still_answers(work);
	}
}

static void
refused_when_run(void **state)
{
	struct work *work = ((struct fixture *)*state)->work;

	work_clear(work);
	db_execute(work->db, SQL("INSERT INTO throttle (subject, failures, first_at) VALUES ('twice', 0, SYSDATE(6))"), NO_ARGS);
	for (int turn = 0; turn < 3; turn++) {
		work_clear(work);
		db_execute(work->db, SQL("INSERT INTO throttle (subject, failures, first_at) VALUES (?, 0, SYSDATE(6))"), ARGS(S("twice")));
		assert_true(db_is_duplicate_key(work->db));
		still_answers(work);
	}
	work_clear(work);
	db_execute(work->db, SQL("DELETE FROM throttle WHERE subject = ?"), ARGS(S("twice")));
	assert_false(db_has_failed(work->db));
}

/* The same text first with a value, then without one, then with another: nothing of an earlier run is left. */
static void
values_of_each_run(void **state)
{
	struct work *work = ((struct fixture *)*state)->work;
	const struct str values[] = { S("one"), NO_STR, S(""), S("a longer value than the first one was") };

	work_clear(work);
	for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
		struct str back = db_value(work->db, SQL("SELECT CAST(? AS CHAR)"), ARGS(values[i]));

		assert_true(str_equal(back, values[i]));
		assert_int_equal(back.data == NULL, values[i].data == NULL);
	}
	assert_false(db_has_failed(work->db));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(refused_when_prepared), cmocka_unit_test(refused_when_run), cmocka_unit_test(values_of_each_run),
	};

	return DATABASE_MAIN("statement", tests);
}
