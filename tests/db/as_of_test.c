/* as_of_test.c: one connection asked now, about the past, and now again gives the right answer each time. */
#include <stdio.h>

#include "database.h"

static const struct pair *
name_is(struct work *work, const char *name)
{
	struct pair *pairs = ARENA_ARRAY(work->arena, struct pair, 2);

	pairs[0] = (struct pair){ "name", name };
	return pairs;
}

/* A customer called "old", then "new"; the moment between. */
static struct str
prepare(struct work *work, struct str *id)
{
	struct str at;

	work_clear(work);
	*id = work_must_save(work, &customer_entity, NULL, name_is(work, "old"));
	at = str_copy(work->arena, work->change->at);
	work_must_save(work, &customer_entity, id->data, name_is(work, "new"));
	return at;
}

static struct str
name_of(struct work *work, struct str id)
{
	struct record *record = store_read(work, &customer_entity, id, VIEW);

	return record ? record_value(record, S("name")) : S("(none)");
}

/* Answers that were wrong, of 40, when now and then take turns; the statements are the same each time. */
static unsigned
wrong_answers(struct work *work, bool keeps_cache)
{
	struct str id, at = prepare(work, &id);
	unsigned wrong = 0;

	db_keep_cache_as_of(work->db, keeps_cache);
	for (unsigned turn = 0; turn < 20; turn++) {
		wrong += !str_equal(name_of(work, id), S("new"));
		db_begin_read_only(work->db);
		db_as_of(work->db, at);
		work->as_of = at;
		wrong += !str_equal(name_of(work, id), S("old"));
		work->as_of = NO_STR;
		db_rollback(work->db);
		db_now(work->db);
	}
	db_keep_cache_as_of(work->db, false);
	assert_false(db_has_failed(work->db));
	return wrong;
}

static void
turns(void **state)
{
	assert_int_equal(wrong_answers(((struct fixture *)*state)->work, false), 0);
}

/* A statement first prepared under as-of must not show the past for ever after. */
static void
past_first(void **state)
{
	struct work *work = ((struct fixture *)*state)->work;
	struct str id, at = prepare(work, &id);
	struct sql sql = test_sql(work, "SELECT name, '%.*s' FROM customer WHERE id = ?", STR_ARG(at));

	db_begin_read_only(work->db);
	db_as_of(work->db, at);
	assert_true(str_equal(db_value(work->db, sql, ARGS(id)), S("old")));
	db_rollback(work->db);
	db_now(work->db);
	assert_true(str_equal(db_value(work->db, sql, ARGS(id)), S("new")));
	db_begin_read_only(work->db);
	db_as_of(work->db, at);
	assert_true(str_equal(db_value(work->db, sql, ARGS(id)), S("old")));
	db_rollback(work->db);
	db_now(work->db);
	assert_true(str_equal(db_value(work->db, sql, ARGS(id)), S("new")));
}

/* As-of is read-only: nothing that is written there can pass. */
static void
no_writing_in_the_past(void **state)
{
	struct work *work = ((struct fixture *)*state)->work;
	struct str id, at = prepare(work, &id);

	db_begin_read_only(work->db);
	db_as_of(work->db, at);
	db_execute(work->db, SQL("UPDATE customer SET name = 'forged' WHERE id = ?"), ARGS(id));
	assert_true(db_has_failed(work->db));
	db_rollback(work->db);
	db_now(work->db);
	assert_true(str_equal(name_of(work, id), S("new")));
}

/* The control: with statements kept in the cache the same turns go wrong, so the turns above can fail. */
static void
control(void **state)
{
	unsigned wrong = wrong_answers(((struct fixture *)*state)->work, true);

	printf("# control: %u of 40 answers wrong with the cache left on\n", wrong);
	assert_true(wrong > 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(turns), cmocka_unit_test(past_first), cmocka_unit_test(no_writing_in_the_past), cmocka_unit_test(control),
	};

	return DATABASE_MAIN("db/as_of", tests);
}
