/* whole_test.c: what the page of a record shows is read in one statement, is what the plain statements give, and makes one timeline. */
#include <stdio.h>

#include "database.h"
#include "model/show_view.h"
#include "model/timeline.h"

static struct work *
fresh(void **state)
{
	struct work *work = ((struct fixture *)*state)->work;

	work_clear(work);
	return work;
}

static struct whole *
whole_of(struct work *work, const struct entity *entity, struct str id)
{
	struct whole *whole = ARENA_NEW(work->arena, struct whole);
	unsigned before = db_statement_count(work->db);

	show_read(work, entity, id, whole);
	assert_false(db_has_failed(work->db));
	assert_int_equal(db_statement_count(work->db) - before, 1);
	return whole;
}

static struct section *
section_of(struct whole *whole, const struct entity *entity)
{
	for (size_t i = 0; i < whole->count; i++)
		if (whole->sections[i].entity == entity)
			return &whole->sections[i];
	fail_msg("there is no section of %s", entity->name);
	return NULL;
}

/* Somebody with teams, customers with lines, and what hangs on them. */
static void
fill(void **state)
{
	struct work *work = fresh(state);
	struct str team = work_add_team(work, "north", NULL), seller = work_add_user(work, "seller", "salesperson", team.data), customer, tag;

	work_add_user(work, "other", "salesperson", team.data);
	work_reload(work);
	tag = work_must_save(work, &tag_entity, NULL, PAIRS({ "name", "vip" }));
	customer = work_must_save(work, &customer_entity, NULL, PAIRS({ "name", "Bridge Works" }, { "owner_id", seller.data }, { "region_id.text", "北京市" },
		{ "revenue", "12345.6 EUR" }, { "founded_in", "1987" }, { "note", "A long note." }, { "customer_phone.given", "1" },
		{ "customer_phone.0.kind", "mobile" }, { "customer_phone.0.number", "10001" }, { "customer_tag.given", "1" }, { "customer_tag", tag.data }));
	work_must_save(work, &customer_entity, NULL, PAIRS({ "name", "Bridge Works East" }, { "parent_id", customer.data }));
	work_must_save(work, &contact_entity, NULL, PAIRS({ "name", "Wang Rui" }, { "customer_id", customer.data }));
	work_must_save(work, &need_entity, NULL, PAIRS({ "title", "A crane" }, { "customer_id", customer.data }, { "budget", "1280 CNY" }, { "wanted_on", "2027-02-28" }));
	work_must_save(work, &task_entity, NULL, PAIRS({ "title", "Call back" }, { "customer_id", customer.data }));
	work_must_save(work, &customer_entity, customer.data, PAIRS({ "level", "A" }));
	work_must_save(work, &customer_entity, customer.data, PAIRS({ "level", "B" }));
}

/* Every record of every table: the same as by itself, lines too. */
static unsigned
compare(struct work *work, const struct entity *entity, struct str id)
{
	struct record *plain = store_read(work, entity, id, VIEW), *record;
	struct whole *whole = whole_of(work, entity, id);
	unsigned wrong = 0;

	record = whole->record;
	assert_true((plain != NULL) == (record != NULL));
	if (!plain)
		return 0;
	store_read_lines(work, plain);
	assert_true(str_same(record->id, plain->id) && str_same(record->version, plain->version));
	if (entity->flags & OWNED)
		assert_true(str_same(record->owner_id, plain->owner_id) && str_same(record->team_id, plain->team_id));
	for (size_t i = 0; entity->fields[i].name; i++)
		if (!str_equal(record->values[i], plain->values[i]) || !str_same(record->labels[i], plain->labels[i])) {
			printf("# %s.%s: \"%.*s\" \"%.*s\", alone \"%.*s\" \"%.*s\"\n", entity->name, entity->fields[i].name, STR_ARG(record->values[i]),
			       STR_ARG(record->labels[i]), STR_ARG(plain->values[i]), STR_ARG(plain->labels[i]));
			wrong++;
		}
	for (size_t c = 0; c < entity_child_count(entity); c++)
		assert_int_equal(record->lines[c].count, plain->lines[c].count);
	return wrong;
}

static void
as_alone(void **state)
{
	struct work *work = fresh(state);
	unsigned wrong = 0, count = 0;

	for (size_t e = 0; dictionary[e]; e++) {
		struct rows *ids;

		if (entity_is_child(dictionary[e]))
			continue;
		ids = db_query(work->db, test_sql(work, "SELECT id FROM `%s` ORDER BY id DESC LIMIT 20", dictionary[e]->name), NO_ARGS);
		for (size_t i = 0; i < rows_count(ids); i++, count++)
			wrong += compare(work, dictionary[e], rows_cell(ids, i, 0));
	}
	printf("# %u records read both ways\n", count);
	assert_int_equal(wrong, 0);
	assert_true(count > 30);
}

static struct str
bridge_works(struct work *work)
{
	return db_value(work->db, SQL("SELECT id FROM customer WHERE name = 'Bridge Works'"), NO_ARGS);
}

static void
sections(void **state)
{
	struct work *work = fresh(state);
	struct str id = bridge_works(work);
	struct whole *whole = whole_of(work, &customer_entity, id);
	struct section *needs = section_of(whole, &need_entity);

	assert_int_equal(whole->own, entity_child_count(&customer_entity));
	assert_int_equal(section_of(whole, &contact_entity)->count, 1);
	assert_int_equal(needs->count, 1);
	assert_true(str_equal(record_value(&needs->records[0], S("budget")), S("1280.00 CNY")));
	/* A table may refer to itself. */
	assert_int_equal(section_of(whole, &customer_entity)->count, 1);
	assert_true(str_equal(record_title(work, &section_of(whole, &customer_entity)->records[0]), S("Bridge Works East")));
	assert_int_equal(whole->change_count, 3);
	assert_true(str_equal(whole->changes[2].action, S("create")));
	assert_true(str_equal(record_value(whole->changes[1].record, S("level")), S("A")));
	assert_true(str_equal(record_value(whole->changes[1].record, S("revenue")), S("12345.60 EUR")));
}

/* No table is referred to by more than a page has room for. */
static void
room(void **state)
{
	size_t most = 0;

	(void)state;
	for (size_t e = 0; dictionary[e]; e++) {
		size_t count = entity_child_count(dictionary[e]);

		for (size_t i = 0; dictionary[i]; i++)
			for (const struct field *field = dictionary[i]->fields; field->name && !entity_is_child(dictionary[i]); field++)
				if (field->kind == REF && field->refers == dictionary[e] && field_is_writable(field)) {
					count++;
					break;
				}
		if (!(dictionary[e]->flags & (LIST | CATALOGUED)) && count > most)
			most = count;
	}
	printf("# at most %zu of %d tables\n", most, SECTIONS_MAX);
	assert_true(most > 3 && most <= SECTIONS_MAX);
}

/* Somebody else's record and a removed one: no record, and what hangs on it only where the actor may see that by itself. */
static void
not_to_be_seen(void **state)
{
	struct fixture *fixture = *state;
	struct work *work = fresh(state), *other = database_work(&fixture->database, "other"), *seller = database_work(&fixture->database, "seller");
	struct str id = bridge_works(work), removed = work_must_save(work, &customer_entity, NULL, PAIRS({ "name", "Gone" }));
	struct whole *whole;

	work_clear(other);
	work_clear(seller);
	assert_non_null(whole_of(seller, &customer_entity, id)->record);
	whole = whole_of(other, &customer_entity, id);
	assert_null(whole->record);
	assert_int_equal(section_of(whole, &need_entity)->count, 0);
	assert_null(whole_of(other, &customer_entity, S("999999"))->record);
	assert_int_equal(work_remove(work, &customer_entity, removed), OUTCOME_SAVED);
	whole = whole_of(work, &customer_entity, removed);
	assert_null(whole->record);
	assert_int_equal(whole->change_count, 2);
	assert_null(whole->changes[0].record->id.data);
	work_end(other);
	work_end(seller);
}

/* --- the timeline ------------------------------------------------------------ */

static struct str
member(struct work *work, const struct view *view, const char *name)
{
	struct view found;

	return view->type->find(view, str_from(name), work->arena, &found) ? found.type->text(&found, work->arena) : NO_STR;
}

/* Each event as "day what", in the order of the page. */
static size_t
timeline_of(struct work *work, struct str id, struct str *events, size_t max)
{
	struct whole *whole = whole_of(work, &customer_entity, id);
	struct view_map *page = view_map_new(work->arena);
	struct view view = view_map(page), timeline, days, day, items, item;
	size_t count = 0;

	show_view(work, whole->record, whole, S(""), page);
	assert_true(view.type->find(&view, S("timeline"), work->arena, &timeline));
	assert_true(timeline.type->find(&timeline, S("days"), work->arena, &days));
	for (bool more = days.type->first(&days, work->arena, &day); more; more = day.type->next(&day, work->arena)) {
		assert_true(day.type->find(&day, S("items"), work->arena, &items));
		for (bool again = items.type->first(&items, work->arena, &item); again && count < max; again = item.type->next(&item, work->arena))
			events[count++] = str_format(work->arena, "%.*s %.*s", STR_ARG(member(work, &day, "label")), STR_ARG(member(work, &item, "what")));
	}
	return count;
}

static void
assert_event(struct str event, const char *expected)
{
	if (!str_equal_text(event, expected))
		printf("# \"%.*s\", not \"%s\"\n", STR_ARG(event), expected);
	assert_true(str_equal_text(event, expected));
}

static void
timeline(void **state)
{
	struct work *work = fresh(state);
	struct str id = work_must_save(work, &customer_entity, NULL, PAIRS({ "name", "Busy" })), events[TIMELINE_ROWS + 4];
	struct whole *whole;

	work_must_save(work, &communication_entity, NULL, PAIRS({ "subject", "later" }, { "customer_id", id.data }, { "happened_at", "2031-05-02 10:00" }, { "content", "What was said." }));
	work_must_save(work, &communication_entity, NULL, PAIRS({ "subject", "early" }, { "customer_id", id.data }, { "happened_at", "2001-05-02 10:00" }));
	work_must_save(work, &communication_entity, NULL, PAIRS({ "subject", "earlier" }, { "customer_id", id.data }, { "happened_at", "2001-05-02 09:00" }));
	assert_int_equal(timeline_of(work, id, events, TIMELINE_ROWS + 4), 4);
	assert_event(events[0], "2031-05-02 later");
	assert_event(str_slice(events[1], 11, events[1].len), work_text(work, "Created").data);
	assert_event(events[2], "2001-05-02 early");
	assert_event(events[3], "2001-05-02 earlier");
	/* What refers to it comes in the order of its moment, and is cut as the timeline is, not as a list. */
	for (unsigned i = 0; i < TIMELINE_ROWS + 3; i++)
		work_must_save(work, &communication_entity, NULL, PAIRS({ "subject", "more" }, { "customer_id", id.data },
		               { "happened_at", str_format(work->arena, "2030-01-%02u 08:00", 28 - i).data }));
	whole = whole_of(work, &customer_entity, id);
	assert_int_equal(section_of(whole, &communication_entity)->count, TIMELINE_ROWS + 1);
	assert_true(str_equal(record_value(&section_of(whole, &communication_entity)->records[0], S("subject")), S("later")));
	assert_int_equal(timeline_of(work, id, events, TIMELINE_ROWS + 4), TIMELINE_ROWS);
	assert_event(events[1], "2030-01-28 more");
	assert_event(events[TIMELINE_ROWS - 1], "2030-01-10 more");
}

/* As of a moment the same statement knows only the changes up to it. */
static void
at_a_moment(void **state)
{
	struct work *work = fresh(state);
	struct str id = bridge_works(work), at = db_value(work->db, SQL("SELECT at FROM change_record WHERE entity = 'customer' AND record_id = ? ORDER BY at LIMIT 1, 1"), ARGS(id));
	struct whole *whole;

	db_begin_read_only(work->db);
	db_as_of(work->db, at);
	work->as_of = at;
	whole = whole_of(work, &customer_entity, id);
	assert_int_equal(whole->change_count, 2);
	assert_true(str_equal(record_value(whole->record, S("level")), S("A")));
	work->as_of = NO_STR;
	db_now(work->db);
	db_rollback(work->db);
	assert_true(str_equal(record_value(whole_of(work, &customer_entity, id)->record, S("level")), S("B")));
}

static const struct version *
version_between(const struct whole *past, const struct entity *child, const char *text, struct str began, struct str ended)
{
	for (size_t i = 0; i < past->version_count; i++) {
		const struct version *version = &past->versions[i];

		if (version->record->entity == child && str_equal(version->began, began) && (!ended.data || str_equal(version->ended, ended)) &&
		    str_equal(record_value(version->record, str_from(child->fields[1].name)), str_from(text)))
			return version;
	}
	return NULL;
}

/* A record's changes and every version of its lines, in one statement whatever kinds of lines it has. */
static void
past_with_lines(void **state)
{
	struct work *work = fresh(state);
	struct str id = work_must_save(work, &customer_entity, NULL, PAIRS({ "name", "Past" }, { "customer_phone.given", "1" }, { "customer_phone.0.number", "111" }, { "customer_phone.1.number", "222" }));
	struct str first = db_value(work->db, SQL("SELECT id FROM customer_phone WHERE customer_id = ? ORDER BY position LIMIT 1"), ARGS(id)), made, changed;
	struct whole past;
	unsigned before;

	work_must_save(work, &customer_entity, id.data, PAIRS({ "customer_phone.given", "1" }, { "customer_phone.0.id", first.data }, { "customer_phone.0.number", "333" },
		{ "customer_address.given", "1" }, { "customer_address.0.street", "Pier 9" }));
	before = db_statement_count(work->db);
	store_read_past(work, &customer_entity, id, NO_STR, 50, &past);
	assert_false(db_has_failed(work->db));
	assert_int_equal(db_statement_count(work->db) - before, 1);
	assert_int_equal(past.change_count, 2);
	assert_int_equal(past.version_count, 4);
	changed = past.changes[0].at;
	made = past.changes[1].at;
	assert_non_null(version_between(&past, &customer_phone_entity, "111", made, changed));
	assert_non_null(version_between(&past, &customer_phone_entity, "222", made, NO_STR));
	assert_non_null(version_between(&past, &customer_phone_entity, "333", changed, NO_STR));
	assert_non_null(version_between(&past, &customer_address_entity, "Pier 9", changed, NO_STR));
	/* Control: what began then did not begin before. */
	assert_null(version_between(&past, &customer_phone_entity, "333", made, NO_STR));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fill), cmocka_unit_test(as_alone), cmocka_unit_test(sections), cmocka_unit_test(room), cmocka_unit_test(not_to_be_seen),
		cmocka_unit_test(timeline), cmocka_unit_test(at_a_moment), cmocka_unit_test(past_with_lines),
	};

	return DATABASE_MAIN("db/whole", tests);
}
