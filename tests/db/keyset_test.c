/* keyset_test.c: paging through every sortable column of every entity, both ways, shows each record exactly once and in order. */
#include <stdio.h>

#include "database.h"
#include "model/list_view.h"

enum { RECORDS = 240, RECORDS_MAX = 2000 };

static struct work *
fresh(void **state)
{
	struct work *work = ((struct fixture *)*state)->work;

	work_clear(work);
	return work;
}

/* Names that compare equal though they differ, names that hold what a cursor is made of, and many of the same. */
static struct str
random_name(struct work *work, uint64_t *random)
{
	static const char *const parts[] = { "a", "A", "á", "b", "~", "%", "_", "中", "文", "n~7", "Ⅳ", "ß", "ss", "'", "\\", "0", "😀", "ａ" };
	struct buf name;
	size_t count = 1 + next_random(random) % 3;

	buf_init(&name, work->arena, 256);
	for (size_t i = 0; i < count; i++)
		buf_add_text(&name, parts[next_random(random) % (sizeof parts / sizeof *parts)]);
	return buf_str(&name);
}

static struct str
maybe(struct work *work, uint64_t *random, unsigned count, const char *prefix)
{
	unsigned number = next_random(random) % (count + 1);

	return number == 0 ? NO_STR : str_format(work->arena, "%s%u", prefix, number);
}

/* Amounts that only exact numbers tell apart, many of the same, in two currencies, and none. */
static struct str
random_amount(struct work *work, uint64_t *random, bool may_be_none)
{
	static const char *const amounts[] = { "900000000000000001.01", "900000000000000001.02", "900000000000000001.03", "9.00", "10.00", "100.10", "0.00", "99.99" };
	unsigned number = next_random(random) % (sizeof amounts / sizeof *amounts + may_be_none);

	(void)work;
	return number < sizeof amounts / sizeof *amounts ? str_from(amounts[number]) : NO_STR;
}

/* So many of each thing that has an amount. */
static void
fill_money(struct work *work, uint64_t *random)
{
	db_execute(work->db, SQL("INSERT INTO sales_order (number, customer_id, status, ordered_on, currency, created_at) VALUES ('O-0', 1, 'draft', '2026-01-01', 'CNY', '2026-01-01')"), NO_ARGS);
	db_execute(work->db, SQL("INSERT INTO product (name) VALUES ('sold')"), NO_ARGS);
	for (unsigned i = 0; i < RECORDS / 2; i++) {
		struct str owner = maybe(work, random, 2, ""), team = maybe(work, random, 2, ""), number = str_format(work->arena, "M-%u", i);
		struct str currency = i % 3 ? S("CNY") : S("USD"), some = random_amount(work, random, true), of = some.data ? currency : NO_STR;

		db_execute(work->db, SQL("INSERT INTO opportunity (name, customer_id, stage_id, outcome, amount, amount_currency, owner_id, team_id, created_at)"
			" VALUES ('deal', 1, 1, 'open', ?, ?, ?, ?, '2026-01-01')"), ARGS(some, of, owner, team));
		db_execute(work->db, SQL("INSERT INTO quote (number, customer_id, status, quoted_on, currency, amount, amount_currency, owner_id, team_id, created_at)"
			" VALUES (?, 1, 'draft', '2026-01-01', 'CNY', ?, ?, ?, ?, '2026-01-01')"), ARGS(number, some, of, owner, team));
		db_execute(work->db, SQL("INSERT INTO sales_order (number, customer_id, status, ordered_on, currency, amount, amount_currency, owner_id, team_id, created_at)"
			" VALUES (?, 1, 'draft', '2026-01-01', 'CNY', ?, ?, ?, ?, '2026-01-01')"), ARGS(number, some, of, owner, team));
		db_execute(work->db, SQL("INSERT INTO payment (number, order_id, customer_id, paid_on, method, amount, amount_currency, owner_id, team_id, created_at)"
			" VALUES (?, 1, 1, '2026-01-01', 'bank', ?, ?, ?, ?, '2026-01-01')"), ARGS(number, random_amount(work, random, false), currency, owner, team));
		db_execute(work->db, SQL("INSERT INTO product (name, price, price_currency) VALUES (?, ?, ?)"), ARGS(number, some, of));
		db_execute(work->db, SQL("INSERT INTO price (product_id, amount, amount_currency) VALUES (1, ?, ?)"), ARGS(random_amount(work, random, false), currency));
	}
}

/* Rows put in by hand: what is tested is how they are read. */
static void
fill(void **state)
{
	struct work *work = fresh(state);
	uint64_t random = 20261121;
	char team[2][24] = { "", "" };

	for (unsigned i = 0; i < 2; i++) {
		snprintf(team[i], sizeof team[i], "%s", work_add_team(work, i ? "below" : "above", i ? team[0] : NULL).data);
		work_add_user(work, i ? "seller" : "head", i ? "salesperson" : "manager", team[i]);
	}
	for (unsigned i = 0; i < RECORDS; i++) {
		struct str owner = maybe(work, &random, 2, ""), day = maybe(work, &random, 9, "2027-01-0");

		db_execute(work->db, SQL("INSERT INTO customer (name, owner_id, team_id, created_at) VALUES (?, ?, ?, '2026-01-01')"),
		           ARGS(random_name(work, &random), owner, maybe(work, &random, 2, "")));
		db_execute(work->db, SQL("INSERT INTO contact (name, customer_id, owner_id, team_id, created_at) VALUES (?, ?, ?, ?, '2026-01-01')"),
		           ARGS(random_name(work, &random), str_from_u64(work->arena, 1 + next_random(&random) % (i + 1)), owner, maybe(work, &random, 2, "")));
		db_execute(work->db, SQL("INSERT INTO need (title, customer_id, wanted_on, owner_id, team_id, created_at) VALUES ('need', 1, ?, ?, ?, '2026-01-01')"),
		           ARGS(day, owner, maybe(work, &random, 2, "")));
		db_execute(work->db, SQL("INSERT IGNORE INTO tag (name) VALUES (?)"), ARGS(random_name(work, &random)));
		db_execute(work->db, SQL("INSERT INTO region (name) VALUES (?)"), ARGS(random_name(work, &random)));
	}
	fill_money(work, &random);
	for (unsigned i = 0; i < 40; i++)
		db_execute(work->db, SQL("INSERT INTO user (name, login, role_id) VALUES (?, ?, 3)"), ARGS(random_name(work, &random), str_format(work->arena, "user%u", i)));
	assert_false(db_has_failed(work->db));
}

/* The cursor that stands on a row, as the header of list_view.h words it. */
static struct str
cursor_on(struct work *work, const struct list_query *query, struct rows *rows, size_t row)
{
	struct str id = rows_cell(rows, row, rows_column(rows, S("id"))), value;

	if (!query->sort)
		return id;
	value = rows_cell(rows, row, rows_column(rows, str_from(query->sort->name)));
	return value.data ? str_format(work->arena, "v%.*s~%.*s", STR_ARG(value), STR_ARG(id)) : str_format(work->arena, "n~%.*s", STR_ARG(id));
}

/* Pages from the start, or back from the record at the end, into ids; how many, RECORDS_MAX when it does not end. */
static size_t
walk(struct work *work, struct list_query *query, size_t limit, struct str *ids)
{
	size_t count = 0;

	for (;;) {
		struct rows *rows = list_rows(work, query, SORTED | LISTED, limit);
		size_t shown = rows_count(rows) < limit ? rows_count(rows) : limit;

		assert_false(db_has_failed(work->db));
		for (size_t i = 0; i < shown && count < RECORDS_MAX; i++)
			ids[count++] = rows_cell(rows, i, 0);
		if (rows_count(rows) <= limit || count == RECORDS_MAX)
			return count;
		query->cursor = cursor_on(work, query, rows, shown - 1);
	}
}

static bool
are_same(const char *what, struct str *expected, size_t expected_count, struct str *ids, size_t count)
{
	bool is_same = expected_count == count;

	for (size_t i = 0; is_same && i < count; i++)
		is_same = str_equal(expected[i], ids[i]);
	if (!is_same)
		printf("# %s: %zu of %zu records, or another order\n", what, count, expected_count);
	return is_same;
}

/* The whole list at once by plain SQL, which no cursor can harm. */
static size_t
expect(struct work *work, const struct list_query *query, struct str *ids)
{
	const char *way = query->is_descending ? "DESC" : "ASC", *sort = query->sort ? query->sort->name : "id";
	struct sql condition = test_sql(work, "1 ORDER BY c.`%s` %s, c.id %s", sort, way, way);
	struct rows *rows = store_select(work, query->entity, condition, NO_ARGS);

	assert_false(db_has_failed(work->db));
	for (size_t i = 0; i < rows_count(rows); i++)
		ids[i] = rows_cell(rows, i, 0);
	return rows_count(rows);
}

static unsigned
page_through(struct work *work, const struct entity *entity, const struct field *sort, bool is_descending, size_t limit)
{
	struct list_query query = { .entity = entity, .sort = sort, .is_descending = is_descending };
	struct str *expected = ARENA_ARRAY(work->arena, struct str, RECORDS_MAX), *ids = ARENA_ARRAY(work->arena, struct str, RECORDS_MAX);
	struct str *reversed = ARENA_ARRAY(work->arena, struct str, RECORDS_MAX);
	const char *what = str_format(work->arena, "%s by %s%s for %s", entity->name, is_descending ? "-" : "", sort ? sort->name : "id",
	                              work->actor->login.data ? work->actor->login.data : "the system").data;
	size_t count = expect(work, &query, expected);
	struct rows *last;
	unsigned wrong = !are_same(what, expected, count, ids, walk(work, &query, limit, ids));

	if (count < 2)
		return wrong;
	/* From the last record back: all the others, the nearest first. */
	query.cursor = NO_STR;
	query.is_descending = !is_descending;
	last = list_rows(work, &query, SORTED | LISTED, 1);
	query.is_descending = is_descending;
	query.cursor = cursor_on(work, &query, last, 0);
	query.is_backward = true;
	for (size_t i = 0; i + 1 < count; i++)
		reversed[i] = expected[count - 2 - i];
	return wrong + !are_same(what, reversed, count - 1, ids, walk(work, &query, limit, ids));
}

static void
page_all(struct work *work)
{
	unsigned wrong = 0, lists = 0;
	const struct actor *actor = work->actor;

	for (size_t e = 0; dictionary[e]; e++) {
		if (entity_is_child(dictionary[e]))
			continue;
		for (unsigned turn = 0; turn < 4; turn++) {
			size_t limit = turn < 2 ? 7 : 50;

			for (const struct field *field = dictionary[e]->fields; field->name; field++)
				if (field->flags & SORTED && !field->computed) {
					wrong += page_through(work, dictionary[e], field, turn % 2, limit);
					lists++;
				}
			wrong += page_through(work, dictionary[e], NULL, turn % 2, limit);
			lists++;
			work_clear(work);
		}
	}
	printf("# %u lists paged through for %s\n", lists, actor->login.data ? actor->login.data : "the system");
	assert_int_equal(wrong, 0);
	assert_true(lists > 60);
}

static void
by_the_system(void **state)
{
	page_all(fresh(state));
}

/* Branches for each owner and team, put together again. */
static void
by_a_head_of_teams(void **state)
{
	struct fixture *fixture = *state;
	struct work *work = database_work(&fixture->database, "head");

	work_clear(work);
	page_all(work);
	work_end(work);
}

static void
by_a_seller(void **state)
{
	struct fixture *fixture = *state;
	struct work *work = database_work(&fixture->database, "seller");

	work_clear(work);
	page_all(work);
	work_end(work);
}

/*
 * Twenty teams: at first each gives but a part of a page. One has most of the records, some have none, and half of all
 * belong to nobody the head sees.
 */
static void
by_a_head_of_twenty_teams(void **state)
{
	static const char *const tables[] = { "customer", "contact", "need", "opportunity", "quote", "sales_order", "payment" };
	struct fixture *fixture = *state;
	struct work *work = fresh(state), *head;
	struct branch branches[BRANCHES_MAX];
	struct str first;

	for (unsigned i = 0; i < 20; i++)
		db_execute(work->db, SQL("INSERT INTO team (name, parent_id) SELECT ?, id FROM team WHERE name = 'above'"), ARGS(str_format(work->arena, "one of twenty %u", i)));
	first = db_value(work->db, SQL("SELECT id FROM team WHERE name = 'one of twenty 0'"), NO_ARGS);
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
		db_execute(work->db, test_sql(work, "UPDATE `%s` SET team_id = CASE WHEN id %% 2 THEN NULL WHEN id %% 3 THEN ? ELSE ? + id %% 16 END, owner_id = NULLIF(id %% 5, 4) + 1", tables[i]),
		           ARGS(first, first));
	assert_false(db_has_failed(work->db));
	head = database_work(&fixture->database, "head");
	work_clear(head);
	assert_int_equal(access_branches(head, &customer_entity, VIEW, "c", branches), 23);
	page_all(head);
	work_end(head);
}

/* Lists of some teams name these keys. */
static void
keys(void **state)
{
	struct work *work = fresh(state);
	static const char *const who[] = { "owner", "team" };
	unsigned wrong = 0, count = 0;

	for (size_t e = 0; dictionary[e]; e++) {
		const struct field *title = entity_title_field(dictionary[e]), *money = dictionary[e]->fields;
		const char *seconds[3] = { "id", title && title->flags & SORTED ? title->name : NULL };

		while (money->name && (money->kind != MONEY || !(money->flags & SORTED)))
			money++;
		seconds[2] = money->name;
		for (size_t i = 0; dictionary[e]->flags & OWNED && i < 6; i++) {
			const char *second = seconds[i / 2];
			uint64_t found;

			if (!second)
				continue;
			found = work_number(work, SQL("SELECT COUNT(*) FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? AND INDEX_NAME = CONCAT(?, '_', ?)"),
			                    ARGS(str_from(dictionary[e]->name), str_from(who[i % 2]), str_from(second)));
			count++;
			if (found != (i < 2 ? 1 : 2)) {
				printf("# %s has no key %s_%s\n", dictionary[e]->name, who[i % 2], second);
				wrong++;
			}
		}
	}
	assert_int_equal(wrong, 0);
	assert_true(count > 14);
}

/* More teams than branches: the key is walked and filtered. */
static void
by_a_head_of_many_teams(void **state)
{
	struct fixture *fixture = *state;
	struct work *work = fresh(state), *head;
	struct branch branches[BRANCHES_MAX];

	for (unsigned i = 0; i < TEAMS_MAX + 4; i++)
		db_execute(work->db, SQL("INSERT INTO team (name, parent_id) SELECT ?, id FROM team WHERE name = 'above'"), ARGS(str_format(work->arena, "team %u", i)));
	assert_false(db_has_failed(work->db));
	head = database_work(&fixture->database, "head");
	work_clear(head);
	assert_true(access_branches(head, &customer_entity, VIEW, "c", branches) == SIZE_MAX);
	page_all(head);
	work_end(head);
}

/* The control: the same walk with the plain comparison, which forgets that NULL compares with nothing. */
static void
control(void **state)
{
	struct work *work = fresh(state);
	struct str value = NO_STR, id = S("0");
	size_t count = 0;
	bool is_first = true;

	for (;;) {
		struct rows *rows = is_first ? db_query(work->db, SQL("SELECT id, wanted_on FROM need ORDER BY wanted_on DESC, id DESC LIMIT 7"), NO_ARGS) :
			db_query(work->db, SQL("SELECT id, wanted_on FROM need WHERE wanted_on < ? OR (wanted_on = ? AND id < ?) ORDER BY wanted_on DESC, id DESC LIMIT 7"), ARGS(value, value, id));

		if (rows_count(rows) == 0)
			break;
		count += rows_count(rows);
		value = rows_cell(rows, rows_count(rows) - 1, 1);
		id = rows_cell(rows, rows_count(rows) - 1, 0);
		is_first = false;
	}
	printf("# control: the plain form shows %zu of %d\n", count, RECORDS);
	assert_true(count < RECORDS);
}

/* The control: amounts compared as floating point numbers. */
static void
control_of_amounts(void **state)
{
	struct work *work = fresh(state);
	struct str value = NO_STR, id = S("0");
	size_t count = 0;
	struct rows *rows = db_query(work->db, SQL("SELECT id, amount FROM price ORDER BY amount, id LIMIT 7"), NO_ARGS);

	for (; rows_count(rows) && count < RECORDS; count += rows_count(rows)) {
		value = rows_cell(rows, rows_count(rows) - 1, 1);
		id = rows_cell(rows, rows_count(rows) - 1, 0);
		rows = db_query(work->db, SQL("SELECT id, amount FROM price WHERE CAST(amount AS DOUBLE) > CAST(? AS DOUBLE) OR (CAST(amount AS DOUBLE) = CAST(? AS DOUBLE) AND id > ?) ORDER BY amount, id LIMIT 7"), ARGS(value, value, id));
	}
	printf("# control: amounts as floating point numbers show %zu of %d\n", count, RECORDS / 2);
	assert_true(count != RECORDS / 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fill), cmocka_unit_test(by_the_system), cmocka_unit_test(by_a_head_of_teams), cmocka_unit_test(by_a_seller),
		cmocka_unit_test(by_a_head_of_twenty_teams), cmocka_unit_test(by_a_head_of_many_teams), cmocka_unit_test(keys), cmocka_unit_test(control),
		cmocka_unit_test(control_of_amounts),
	};

	return DATABASE_MAIN("db/keyset", tests);
}
