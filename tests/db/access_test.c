/* access_test.c: what a role may see and do is the same in lists, single records, saves and removals, now and as of a moment. */
#include <stdio.h>
#include <string.h>

#include "database.h"
#include "model/list_view.h"

enum { USERS_MAX = 16, RECORDS_MAX = 64 };

/* Two branches of a tree of teams, and somebody in none. */
static const struct { const char *login, *role, *team; } people[] = {
	{ "admin", "administrator", NULL }, { "head", "manager", "north" }, { "deputy", "manager", "north one" }, { "lost_head", "manager", NULL },
	{ "seller1", "salesperson", "north one" }, { "seller2", "salesperson", "south" }, { "agent", "service_agent", "north" },
	{ "marketer", "marketer", "south" }, { "viewer", "viewer", "north" }, { "lost_viewer", "viewer", NULL },
};

enum { PEOPLE = sizeof people / sizeof *people };

static const struct entity *const owned[] = { &customer_entity, &contact_entity, &need_entity, &request_entity };

static struct work *
fresh(void **state)
{
	struct work *work = ((struct fixture *)*state)->work;

	work_clear(work);
	return work;
}

static struct str
id_of(struct work *work, const char *table, const char *column, const char *value)
{
	return value ? db_value(work->db, test_sql(work, "SELECT id FROM `%s` WHERE `%s` = ?", table, column), ARGS(str_from(value))) : NO_STR;
}

static void
fill(void **state)
{
	struct work *work = fresh(state);
	struct str north = work_add_team(work, "north", NULL), customer;

	work_add_team(work, "north one", north.data);
	work_add_team(work, "south", NULL);
	for (size_t i = 0; i < PEOPLE; i++)
		work_add_user(work, people[i].login, people[i].role, id_of(work, "team", "name", people[i].team).data);
	/* One record of each owner, one of nobody, one whose owner has left its team since. */
	for (size_t i = 0; i <= PEOPLE; i++) {
		const char *owner = i < PEOPLE ? id_of(work, "user", "login", people[i].login).data : "";
		const char *name = i < PEOPLE ? people[i].login : "nobody";

		customer = work_must_save(work, &customer_entity, NULL, PAIRS({ "name", name }, { "owner_id", owner }));
		work_must_save(work, &contact_entity, NULL, PAIRS({ "name", name }, { "customer_id", customer.data }, { "owner_id", owner }));
		work_must_save(work, &need_entity, NULL, PAIRS({ "title", name }, { "customer_id", customer.data }, { "owner_id", owner }));
		work_must_save(work, &request_entity, NULL, PAIRS({ "title", name }, { "customer_id", customer.data }, { "owner_id", owner }));
		/* What they asked is with somebody else. */
		work_must_save(work, &request_entity, NULL, PAIRS({ "title", name }, { "customer_id", customer.data }, { "owner_id", id_of(work, "user", "login", "agent").data }));
	}
	work_begin(work);
	db_execute(work->db, SQL("UPDATE contact SET team_id = (SELECT id FROM team WHERE name = 'south') WHERE name = 'seller1'"), NO_ARGS);
	change_add(work, &contact_entity, id_of(work, "contact", "name", "seller1"), UPDATED);
	assert_true(work_commit(work));
	assert_int_equal(work_findings(work), 0);
}

/* The rule once more, in the plainest words, straight from the tables. */
static bool
should(struct work *system, const struct work *work, const struct entity *entity, enum act act, struct str owner, struct str team)
{
	static const char *const columns[ACT_COUNT] = { "view", "create", "edit", "remove", "export", "import" };
	struct str scope = db_value(system->db, test_sql(system, "SELECT %s_scope FROM role_right WHERE role_id = ? AND entity IN (?, '*') ORDER BY entity = '*' LIMIT 1", columns[act]),
	                            ARGS(work->actor->role_id, str_from(entity->name)));
	bool is_own = owner.data && str_equal(owner, work->actor->id);

	if (str_equal(scope, S("all")))
		return true;
	if (!(entity->flags & OWNED) || !scope.data || str_equal(scope, S("none")))
		return false;
	if (is_own || str_equal(scope, S("own")))
		return is_own;
	return team.data && work->actor->team_id.data &&
	       work_number(system, SQL("WITH RECURSIVE below AS (SELECT id FROM team WHERE id = ? UNION SELECT t.id FROM team t JOIN below b ON t.parent_id = b.id)"
	                               " SELECT COUNT(*) FROM below WHERE id = ?"), ARGS(work->actor->team_id, team)) == 1;
}

/* What is asked is also seen by whose customer asked. */
static bool
should_see(struct work *system, const struct work *work, const struct entity *entity, struct str id, struct str owner, struct str team)
{
	struct rows *customer;

	if (should(system, work, entity, VIEW, owner, team))
		return true;
	if (entity != &request_entity || !should(system, work, &customer_entity, VIEW, work->actor->id, NO_STR))
		return false;
	customer = db_query(system->db, SQL("SELECT c.owner_id, c.team_id FROM request r JOIN customer c ON c.id = r.customer_id WHERE r.id = ?"), ARGS(id));
	return rows_next(customer) && should(system, work, entity, VIEW, rows_at(customer, 0), rows_at(customer, 1)) &&
	       should(system, work, &customer_entity, VIEW, rows_at(customer, 0), rows_at(customer, 1));
}

static bool
is_listed(struct rows *rows, struct str id)
{
	for (size_t i = 0; i < rows_count(rows); i++)
		if (str_equal(rows_cell(rows, i, 0), id))
			return true;
	return false;
}

static unsigned
differs(bool is, bool should_be, const struct work *work, const struct entity *entity, const char *what, struct str id)
{
	if (is != should_be)
		printf("# %s: %s %.*s: %s, but should%s\n", work->actor->login.data, entity->name, STR_ARG(id), what, should_be ? "" : " not");
	return is != should_be;
}

/* Every way to one record; all that is written is taken back. */
static unsigned
try_record(struct work *system, struct work *work, const struct entity *entity, struct rows *listed, struct rows *selected,
           struct str id, struct str owner, struct str team)
{
	const char *title = entity == &need_entity || entity == &request_entity ? "title" : "name";
	bool may[ACT_COUNT];
	unsigned wrong = 0;
	struct input *input;
	enum outcome outcome;

	for (int act = 0; act < ACT_COUNT; act++) {
		may[act] = should(system, work, entity, (enum act)act, owner, team);
		wrong += differs(access_may_on(work, entity, (enum act)act, owner, team), may[act], work, entity, "access_may_on", id);
	}
	may[VIEW] = should_see(system, work, entity, id, owner, team);
	wrong += differs(is_listed(listed, id), may[VIEW], work, entity, "in the list", id);
	wrong += differs(is_listed(selected, id), may[VIEW], work, entity, "selected", id);
	wrong += differs(store_read(work, entity, id, VIEW) != NULL, may[VIEW], work, entity, "read", id);
	wrong += differs(store_read(work, entity, id, EXPORT) != NULL, may[EXPORT], work, entity, "exported", id);
	work_begin(work);
	input = input_read(work, entity, id, pairs_source(PAIRS({ title, "changed by somebody" })));
	store_save(work, input);
	wrong += differs(input->outcome == OUTCOME_SAVED, may[EDIT], work, entity, "saved", id);
	wrong += !may[EDIT] && input->outcome != OUTCOME_MISSING;
	change_abandon(work);
	work_begin(work);
	outcome = store_remove(work, entity, id, NO_STR);
	wrong += differs(outcome == OUTCOME_SAVED || outcome == OUTCOME_PROBLEMS, may[REMOVE], work, entity, "removed", id);
	wrong += !may[REMOVE] && outcome != OUTCOME_MISSING;
	change_abandon(work);
	assert_false(db_has_failed(work->db));
	return wrong;
}

static unsigned
try_entity(struct work *system, struct work *work, const struct entity *entity)
{
	struct list_query query = { .entity = entity, .is_descending = true };
	struct rows *records = db_query(system->db, test_sql(system, "SELECT id%s FROM `%s`", entity->flags & OWNED ? ", owner_id, team_id" : ", NULL, NULL", entity->name), NO_ARGS);
	struct rows *listed = list_rows(work, &query, LISTED, 200), *selected = store_select(work, entity, SQL("1"), NO_ARGS);
	const char *title = entity == &need_entity || entity == &request_entity ? "title" : "name";
	unsigned wrong = 0;
	struct input *input;

	assert_true(rows_count(records) > 0);
	while (rows_next(records))
		wrong += try_record(system, work, entity, listed, selected, rows_at(records, 0), rows_at(records, 1), rows_at(records, 2));
	work_begin(work);
	input = input_read(work, entity, NO_STR, pairs_source(PAIRS({ title, "brand new" }, { "customer_id", "1" })));
	input->problem_count = 0;
	if (!access_may(work, entity, CREATE)) {
		store_save(work, input);
		wrong += differs(input->outcome == OUTCOME_SAVED, should(system, work, entity, CREATE, NO_STR, NO_STR), work, entity, "created", NO_STR);
	}
	change_abandon(work);
	return wrong;
}

static void
matrix(void **state)
{
	struct fixture *fixture = *state;
	struct work *system = fresh(state);
	unsigned wrong = 0;

	for (size_t i = 0; i < PEOPLE; i++) {
		struct work *work = database_work(&fixture->database, people[i].login);

		for (size_t e = 0; e < sizeof owned / sizeof *owned; e++) {
			work_clear(work);
			wrong += try_entity(system, work, owned[e]);
		}
		work_clear(work);
		wrong += try_entity(system, work, &team_entity);
		work_clear(work);
		wrong += try_entity(system, work, &source_entity);
		work_clear(work);
		wrong += try_entity(system, work, &role_entity);
		work_end(work);
	}
	assert_int_equal(wrong, 0);
	assert_int_equal(work_findings(system), 0);
	assert_int_equal(work_number(system, SQL("SELECT COUNT(*) FROM customer WHERE name = 'changed by somebody' OR name = 'brand new'"), NO_ARGS), 0);
}

/* Nobody gives a record away, or a reference to what they may not see. */
static void
references(void **state)
{
	struct fixture *fixture = *state;
	struct work *system = fresh(state), *seller = database_work(&fixture->database, "seller1");
	struct str theirs = id_of(system, "customer", "name", "seller2"), mine = id_of(system, "customer", "name", "seller1");
	struct input *input = work_save(seller, &contact_entity, NULL, PAIRS({ "name", "spy" }, { "customer_id", theirs.data }));

	assert_int_equal(input->outcome, OUTCOME_PROBLEMS);
	input = work_save(seller, &contact_entity, NULL, PAIRS({ "name", "spy" }, { "customer_id.text", "seller2" }));
	assert_int_equal(input->outcome, OUTCOME_PROBLEMS);
	input = work_save(seller, &contact_entity, NULL, PAIRS({ "name", "friend" }, { "customer_id", mine.data }));
	assert_int_equal(input->outcome, OUTCOME_SAVED);
	assert_true(str_equal(input_get(input, S("owner_id")), seller->actor->id));
	work_remove(system, &contact_entity, input->id);
	work_end(seller);
}

struct moment {
	const char *login;
	bool sees_moved, sees_removed;
};

/* As of a moment: the owner and team of the version shown decide, and who may see the record now, too. */
static void
as_of(void **state)
{
	struct fixture *fixture = *state;
	struct work *system = fresh(state);
	struct str one = id_of(system, "user", "login", "seller1"), two = id_of(system, "user", "login", "seller2");
	struct str moved = work_must_save(system, &customer_entity, NULL, PAIRS({ "name", "moved" }, { "owner_id", one.data }));
	struct str gone = work_must_save(system, &customer_entity, NULL, PAIRS({ "name", "gone" }, { "owner_id", one.data }));
	struct str at = str_copy(system->arena, system->change->at);
	static const struct moment moments[] = {
		{ "seller1", false, true }, { "seller2", false, false }, { "deputy", false, true }, { "head", false, true }, { "lost_head", false, false },
		{ "admin", true, true }, { "agent", true, true }, { "viewer", false, true },
	};
	unsigned wrong = 0;

	work_must_save(system, &customer_entity, moved.data, PAIRS({ "owner_id", two.data }));
	assert_int_equal(work_remove(system, &customer_entity, gone), OUTCOME_SAVED);
	for (size_t i = 0; i < sizeof moments / sizeof *moments; i++) {
		struct work *work = database_work(&fixture->database, moments[i].login);
		struct list_query query = { .entity = &customer_entity, .is_descending = true }, sorted = { .entity = &customer_entity, .sort = customer_entity.fields };

		work_clear(work);
		db_begin_read_only(work->db);
		db_as_of(work->db, at);
		work->as_of = at;
		wrong += differs(store_read(work, &customer_entity, moved, VIEW) != NULL, moments[i].sees_moved, work, &customer_entity, "read as of", moved);
		wrong += differs(store_read(work, &customer_entity, gone, VIEW) != NULL, moments[i].sees_removed, work, &customer_entity, "read as of", gone);
		wrong += differs(is_listed(list_rows(work, &query, LISTED, 200), moved), moments[i].sees_moved, work, &customer_entity, "listed as of", moved);
		wrong += differs(is_listed(list_rows(work, &query, LISTED, 200), gone), moments[i].sees_removed, work, &customer_entity, "listed as of", gone);
		wrong += differs(is_listed(list_rows(work, &sorted, LISTED, 200), gone), moments[i].sees_removed, work, &customer_entity, "sorted as of", gone);
		query.q = S("gone");
		wrong += differs(is_listed(list_rows(work, &query, LISTED, 200), gone), moments[i].sees_removed, work, &customer_entity, "found as of", gone);
		query.q = S("moved");
		wrong += differs(is_listed(list_rows(work, &query, LISTED, 200), moved), moments[i].sees_moved, work, &customer_entity, "found as of", moved);
		assert_false(db_has_failed(work->db));
		work_clear(work);
		/* And now: it is the new owner's, and what was removed is nobody's. */
		wrong += differs(store_read(work, &customer_entity, moved, VIEW) != NULL, should(system, work, &customer_entity, VIEW, two, id_of(system, "team", "name", "south")),
		                 work, &customer_entity, "read now", moved);
		wrong += differs(store_read(work, &customer_entity, gone, VIEW) != NULL, false, work, &customer_entity, "read now", gone);
		work_end(work);
	}
	assert_int_equal(wrong, 0);
}

/* The control: rights that differ from those the program holds must be noticed. */
static void
control(void **state)
{
	struct fixture *fixture = *state;
	struct work *system = fresh(state), *work = database_work(&fixture->database, "seller1");
	unsigned wrong;

	db_execute(system->db, SQL("UPDATE role_right SET view_scope = 'all' WHERE role_id = 3 AND entity = 'customer'"), NO_ARGS);
	printf("# control: what follows must differ\n");
	wrong = try_entity(system, work, &customer_entity);
	db_execute(system->db, SQL("UPDATE role_right SET view_scope = 'own' WHERE role_id = 3 AND entity = 'customer'"), NO_ARGS);
	work_end(work);
	assert_true(wrong > 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fill), cmocka_unit_test(matrix), cmocka_unit_test(references), cmocka_unit_test(as_of), cmocka_unit_test(control),
	};

	return DATABASE_MAIN("db/access", tests);
}
