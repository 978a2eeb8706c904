/* store_test.c: records saved, refused, removed and brought back, with their lines, history and search. */
#include <stdio.h>

#include "database.h"
#include "model/conflict.h"
#include "model/history.h"

static struct work *
fresh(void **state)
{
	struct work *work = ((struct fixture *)*state)->work;

	work_clear(work);
	return work;
}

/* Row counts of every table, history included, and checksums of what is there now: all in one text. */
static struct str
picture(struct work *work)
{
	struct rows *tables = db_query(work->db, SQL("SELECT TABLE_NAME, TABLE_TYPE FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()"
	                                             " AND TABLE_TYPE <> 'VIEW' AND TABLE_NAME <> 'clock' ORDER BY 1"), NO_ARGS);
	struct buf text;

	buf_init(&text, work->arena, 65536);
	while (rows_next(tables)) {
		struct str name = rows_at(tables, 0);
		bool is_versioned = str_equal(rows_at(tables, 1), S("SYSTEM VERSIONED"));

		buf_add_format(&text, "%.*s %ju ", STR_ARG(name),
		               (uintmax_t)work_number(work, test_sql(work, "SELECT COUNT(*) FROM `%.*s`%s", STR_ARG(name), is_versioned ? " FOR SYSTEM_TIME ALL" : ""), NO_ARGS));
		buf_add(&text, rows_cell(db_query(work->db, test_sql(work, "CHECKSUM TABLE `%.*s`", STR_ARG(name)), NO_ARGS), 0, 1));
		buf_add_char(&text, '\n');
	}
	assert_false(db_has_failed(work->db));
	assert_true(rows_count(tables) > 15);
	return buf_str(&text);
}

static void
assert_same(struct str before, struct str after)
{
	if (!str_equal(before, after))
		printf("# before:\n%.*s# after:\n%.*s", STR_ARG(before), STR_ARG(after));
	assert_true(str_equal(before, after));
}

static struct record *
record_of(struct work *work, const struct entity *entity, struct str id)
{
	struct record *record = store_read(work, entity, id, VIEW);

	if (record && entity_child_count(entity))
		store_read_lines(work, record);
	return record;
}

static void
assert_value(const struct record *record, const char *field, const char *expected)
{
	struct str value = record_value(record, str_from(field));

	if (!str_equal(value, str_from(expected)))
		printf("# %s is \"%.*s\", not \"%s\"\n", field, STR_ARG(value), expected ? expected : "(none)");
	assert_true(str_equal(value, str_from(expected)));
}

static struct str
tag(struct work *work, const char *name)
{
	struct str id = db_value(work->db, SQL("SELECT id FROM tag WHERE name = ?"), ARGS(str_from(name)));

	return id.data ? id : work_must_save(work, &tag_entity, NULL, PAIRS({ "name", name }));
}

static struct str
full_customer(struct work *work, const char *name)
{
	return work_must_save(work, &customer_entity, NULL, PAIRS({ "name", name }, { "email", "a@example.com" }, { "region_id.text", "北京市" },
		{ "customer_phone.given", "1" }, { "customer_phone.0.kind", "mobile" }, { "customer_phone.0.number", "138 0000 1111" },
		{ "customer_phone.1.kind", "work" }, { "customer_phone.1.number", "010-5555 6666" },
		{ "customer_address.given", "1" }, { "customer_address.0.kind", "office" }, { "customer_address.0.city", "北京" },
		{ "customer_tag.given", "1" }, { "customer_tag", tag(work, "vip").data }, { "customer_tag", tag(work, "old").data }));
}

static void
create_and_update(void **state)
{
	struct work *work = fresh(state);
	struct str id = full_customer(work, "北京桥梁有限公司"), before;
	struct record *record = record_of(work, &customer_entity, id);
	struct input *input;

	assert_value(record, "name", "北京桥梁有限公司");
	assert_value(record, "stage", "lead");
	assert_value(record, "kind", "company");
	assert_true(str_equal(record->version, S("1")));
	assert_int_equal(record->lines[0].count, 2);
	assert_int_equal(record->lines[1].count, 1);
	assert_int_equal(record->lines[2].count, 2);
	work_must_save(work, &customer_entity, id.data, PAIRS({ "version", "1" }, { "name", "北京新桥" }, { "level", "A" }, { "email", "" }));
	record = record_of(work, &customer_entity, id);
	assert_value(record, "name", "北京新桥");
	assert_value(record, "level", "A");
	assert_value(record, "email", NULL);
	assert_true(str_equal(record->version, S("2")));
	assert_int_equal(record->lines[0].count, 2);
	/* A save that changes nothing makes no version and no change. */
	before = picture(work);
	input = work_save(work, &customer_entity, id.data, PAIRS({ "version", "2" }, { "name", "北京新桥" }, { "level", "A" }));
	assert_int_equal(input->outcome, OUTCOME_UNCHANGED);
	assert_same(before, picture(work));
	assert_int_equal(work_findings(work), 0);
}

static void
money_and_dates(void **state)
{
	struct work *work = fresh(state);
	struct str customer = full_customer(work, "Money");
	struct str id = work_must_save(work, &need_entity, NULL, PAIRS({ "title", "A crane" }, { "customer_id", customer.data }, { "budget", "1,280,000.5" },
	                                                               { "budget_currency", "USD" }, { "wanted_on", "2027-02-28" }));

	assert_value(record_of(work, &need_entity, id), "budget", "1280000.50 USD");
	assert_value(record_of(work, &need_entity, id), "wanted_on", "2027-02-28");
	work_must_save(work, &need_entity, id.data, PAIRS({ "budget", "999999999999999999.99 CNY" }));
	assert_value(record_of(work, &need_entity, id), "budget", "999999999999999999.99 CNY");
	work_must_save(work, &need_entity, id.data, PAIRS({ "budget", "" }));
	assert_value(record_of(work, &need_entity, id), "budget", NULL);
	assert_true(db_value(work->db, SQL("SELECT budget_currency FROM need WHERE id = ?"), ARGS(id)).data == NULL);
}

static void
lines(void **state)
{
	struct work *work = fresh(state);
	struct str id = full_customer(work, "Lines");
	struct record *record = record_of(work, &customer_entity, id);
	struct record_lines *phones = &record->lines[0];
	struct input *input;

	/* One kept as it is, one changed, one added. */
	work_must_save(work, &customer_entity, id.data, PAIRS({ "version", "1" }, { "customer_phone.given", "1" },
		{ "customer_phone.0.id", phones->records[0].id.data }, { "customer_phone.0.kind", "mobile" }, { "customer_phone.0.number", "138 0000 1111" },
		{ "customer_phone.1.id", phones->records[1].id.data }, { "customer_phone.1.kind", "fax" }, { "customer_phone.1.number", "010-5555 7777" },
		{ "customer_phone.2.kind", "home" }, { "customer_phone.2.number", "010-1" }));
	record = record_of(work, &customer_entity, id);
	assert_int_equal(record->lines[0].count, 3);
	assert_true(str_equal(record->lines[0].records[1].id, phones->records[1].id));
	assert_value(&record->lines[0].records[1], "number", "010-5555 7777");
	assert_value(&record->lines[0].records[2], "number", "010-1");
	assert_true(str_equal(record->version, S("2")));
	assert_int_equal(work_number(work, SQL("SELECT COUNT(*) FROM customer_phone FOR SYSTEM_TIME ALL WHERE id = ?"), ARGS(phones->records[0].id)), 1);
	/* One removed by its box, one by being emptied; the tags change wholly. */
	work_must_save(work, &customer_entity, id.data, PAIRS({ "version", "2" }, { "customer_phone.given", "1" },
		{ "customer_phone.0.id", record->lines[0].records[0].id.data }, { "customer_phone.0.number", "138 0000 1111" }, { "customer_phone.0.remove", "1" },
		{ "customer_phone.1.id", record->lines[0].records[1].id.data }, { "customer_phone.1.number", "" },
		{ "customer_tag.given", "1" }, { "customer_tag", tag(work, "old").data }, { "customer_tag", tag(work, "new").data }));
	record = record_of(work, &customer_entity, id);
	assert_int_equal(record->lines[0].count, 1);
	assert_value(&record->lines[0].records[0], "number", "010-1");
	assert_int_equal(record->lines[2].count, 2);
	assert_int_equal(work_number(work, SQL("SELECT COUNT(*) FROM customer_tag t JOIN tag g ON g.id = t.tag_id WHERE t.customer_id = ? AND g.name = 'vip'"), ARGS(id)), 0);
	/* An empty checklist that was on the form takes all away; one that was not leaves all. */
	work_must_save(work, &customer_entity, id.data, PAIRS({ "customer_tag.given", "1" }));
	assert_int_equal(record_of(work, &customer_entity, id)->lines[2].count, 0);
	assert_int_equal(record_of(work, &customer_entity, id)->lines[0].count, 1);
	/* Removed numbers are found no more. */
	assert_int_equal(work_number(work, SQL("SELECT COUNT(*) FROM search_text WHERE entity = 'customer' AND record_id = ? AND content LIKE '%13800001111%'"), ARGS(id)), 0);
	assert_int_equal(work_number(work, SQL("SELECT COUNT(*) FROM search_gram WHERE entity = 'customer' AND record_id = ? AND gram = '138'"), ARGS(id)), 0);
	/* Somebody else's line is not to be had by its number. */
	input = work_save(work, &customer_entity, full_customer(work, "Other").data, PAIRS({ "customer_phone.given", "1" },
		{ "customer_phone.0.id", record->lines[0].records[0].id.data }, { "customer_phone.0.remove", "1" }, { "customer_phone.0.number", "10001" }));
	assert_int_not_equal(input->outcome, OUTCOME_FAILED);
	assert_int_equal(record_of(work, &customer_entity, id)->lines[0].count, 1);
	assert_int_equal(work_findings(work), 0);
}

/* A refused save leaves every table, its history and the search as they were. */
static void
refusals(void **state)
{
	struct work *work = fresh(state);
	struct str first = work_must_save(work, &customer_entity, NULL, PAIRS({ "name", "First" }, { "external_code", "X-1" }));
	struct str second = work_must_save(work, &customer_entity, NULL, PAIRS({ "name", "Second" }, { "external_code", "X-2" })), before;
	struct input *input;
	const struct {
		const char *id;
		const struct pair *pairs;
		enum outcome outcome;
		const char *field;
	} cases[] = {
		{ NULL, PAIRS({ "name", "" }), OUTCOME_PROBLEMS, "name" },
		{ NULL, PAIRS({ "name", "Third" }, { "external_code", "X-1" }), OUTCOME_PROBLEMS, "external_code" },
		{ NULL, PAIRS({ "name", "Third" }, { "external_code", "X-1" }, { "customer_phone.given", "1" }, { "customer_phone.0.number", "10001" }), OUTCOME_PROBLEMS, "external_code" },
		{ second.data, PAIRS({ "name", "Changed" }, { "external_code", "X-1" }, { "customer_phone.given", "1" }, { "customer_phone.0.number", "10001" }), OUTCOME_PROBLEMS, "external_code" },
		{ NULL, PAIRS({ "name", "Third" }, { "stage", "dreaming" }), OUTCOME_PROBLEMS, "stage" },
		{ NULL, PAIRS({ "name", "Third" }, { "region_id", "99999" }), OUTCOME_PROBLEMS, "region_id" },
		{ NULL, PAIRS({ "name", "Third" }, { "email", "not an address" }), OUTCOME_PROBLEMS, "email" },
		{ NULL, PAIRS({ "name", "bad \xff bytes" }), OUTCOME_PROBLEMS, "name" },
		{ NULL, PAIRS({ "name", "Third" }, { "customer_phone.given", "1" }, { "customer_phone.0.number", "call me" }), OUTCOME_PROBLEMS, NULL },
		{ "99999", PAIRS({ "name", "Nobody" }), OUTCOME_MISSING, NULL },
		{ first.data, PAIRS({ "version", "7" }, { "name", "Stale" }), OUTCOME_CONFLICT, NULL },
	};

	before = picture(work);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		input = work_save(work, &customer_entity, cases[i].id, cases[i].pairs);
		if (input->outcome != cases[i].outcome)
			printf("# case %zu: outcome %d\n", i, (int)input->outcome);
		assert_int_equal(input->outcome, cases[i].outcome);
		if (cases[i].field)
			assert_non_null(input_value(input, str_from(cases[i].field))->problem.data);
		assert_same(before, picture(work));
	}
	/* The picture itself must notice a single changed letter. */
	work_must_save(work, &customer_entity, second.data, PAIRS({ "name", "second" }));
	assert_false(str_equal(before, picture(work)));
}

static void
conflict(void **state)
{
	struct work *work = fresh(state);
	struct str id = work_must_save(work, &customer_entity, NULL, PAIRS({ "name", "Ours" }, { "note", "first" }));
	struct input *input;

	work_must_save(work, &customer_entity, id.data, PAIRS({ "version", "1" }, { "name", "Theirs" }));
	input = work_save(work, &customer_entity, id.data, PAIRS({ "version", "1" }, { "name", "Mine" }));
	assert_int_equal(input->outcome, OUTCOME_CONFLICT);
	assert_value(input->opened, "name", "Ours");
	assert_value(input->theirs, "name", "Theirs");
	assert_non_null(input->their_at.data);
	assert_value(record_of(work, &customer_entity, id), "name", "Theirs");
	work_must_save(work, &customer_entity, id.data, PAIRS({ "version", "2" }, { "name", "Mine" }));
	assert_value(record_of(work, &customer_entity, id), "note", "first");
}

/* A change of lines alone raises the parent's version, so it conflicts too. */
static void
conflict_of_lines(void **state)
{
	struct work *work = fresh(state);
	struct str id = work_must_save(work, &customer_entity, NULL, PAIRS({ "name", "Parent" }));

	work_must_save(work, &customer_entity, id.data, PAIRS({ "version", "1" }, { "customer_phone.given", "1" }, { "customer_phone.0.number", "10001" }));
	assert_int_equal(work_save(work, &customer_entity, id.data, PAIRS({ "version", "1" }, { "customer_phone.given", "1" }, { "customer_phone.0.number", "10002" }))->outcome,
	                 OUTCOME_CONFLICT);
}

enum { SENT_MAX = 200 };

struct sent {
	struct pair pairs[SENT_MAX + 1];
	size_t count;
};

static void
add_sent(struct work *work, struct sent *sent, struct str prefix, const char *name, struct str value)
{
	assert_true(sent->count < SENT_MAX);
	sent->pairs[sent->count++] = (struct pair){ str_terminated(work->arena, str_join(work->arena, prefix, str_from(name))), str_terminated(work->arena, value) };
}

static void
add_sent_values(struct work *work, struct sent *sent, const struct input *input)
{
	for (const struct value *value = input->values; value->field; value++)
		if (field_is_writable(value->field))
			add_sent(work, sent, input->prefix, value->field->name, value->typed);
}

/* What a browser sends of a form that shows the input, changes first: the first of a name counts. */
static const struct pair *
form_sent(struct work *work, const struct input *input, struct str version, const struct pair *changes)
{
	struct sent *sent = ARENA_NEW(work->arena, struct sent);

	for (const struct pair *pair = changes; pair && pair->name; pair++)
		sent->pairs[sent->count++] = *pair;
	add_sent(work, sent, S(""), "version", version);
	add_sent_values(work, sent, input);
	for (size_t c = 0; c < entity_child_count(input->entity); c++) {
		const struct input_lines *lines = &input->lines[c];

		add_sent(work, sent, str_from(lines->entity->name), ".given", S("1"));
		for (size_t i = 0; i < lines->count; i++) {
			const struct input *line = &lines->inputs[i];

			if (lines->entity->flags & CHECKLIST) {
				add_sent(work, sent, S(""), lines->entity->name, line->values[0].value);
				continue;
			}
			add_sent_values(work, sent, line);
			if (line->id.data)
				add_sent(work, sent, line->prefix, "id", line->id);
			if (line->is_removed)
				add_sent(work, sent, line->prefix, "remove", S("1"));
		}
	}
	return sent->pairs;
}

static struct input *
form_save(struct work *work, const struct input *input, struct str version, const struct pair *changes)
{
	return work_save(work, input->entity, input->id.data, form_sent(work, input, version, changes));
}

static void
assert_phones(struct work *work, struct str id, const char *first, const char *second)
{
	const struct record_lines *phones = &record_of(work, &customer_entity, id)->lines[0];
	const char *expected[] = { first, second };

	assert_int_equal(phones->count, (first != NULL) + (second != NULL));
	for (size_t i = 0; i < phones->count; i++)
		assert_value(&phones->records[i], "number", expected[i]);
}

static bool
is_tagged(struct work *work, struct str id, const char *name)
{
	return work_number(work, SQL("SELECT COUNT(*) FROM customer_tag t JOIN tag g ON g.id = t.tag_id WHERE t.customer_id = ? AND g.name = ?"), ARGS(id, str_from(name))) == 1;
}

/* Somebody changes, adds and removes lines and ticks, while a note is typed into a form opened before. */
static void
conflict_keeps_their_lines(void **state)
{
	struct work *work = fresh(state);

	for (int is_merged = 0; is_merged < 2; is_merged++) {
		struct str id = full_customer(work, "Both edit");
		struct input *opened = input_of_record(work, record_of(work, &customer_entity, id)), *mine;

		work_must_save(work, &customer_entity, id.data, PAIRS({ "version", "1" }, { "customer_phone.given", "1" },
			{ "customer_phone.0.id", opened->lines[0].inputs[0].id.data }, { "customer_phone.0.kind", "mobile" }, { "customer_phone.0.number", "138 0000 2222" },
			{ "customer_phone.1.id", opened->lines[0].inputs[1].id.data }, { "customer_phone.1.remove", "1" },
			{ "customer_phone.2.kind", "home" }, { "customer_phone.2.number", "10010" },
			{ "customer_tag.given", "1" }, { "customer_tag", tag(work, "vip").data }, { "customer_tag", tag(work, "new").data }));
		mine = form_save(work, opened, S("1"), PAIRS({ "note", "mine" }));
		assert_int_equal(mine->outcome, OUTCOME_CONFLICT);
		assert_int_equal(mine->opened->lines[0].count, 2);
		assert_value(&mine->opened->lines[0].records[0], "number", "138 0000 1111");
		assert_value(&mine->theirs->lines[0].records[0], "number", "138 0000 2222");
		/* Control: the form as it was sent, under their version, takes all of it back. */
		mine = form_save(work, is_merged ? conflict_merged(work, mine) : mine, mine->theirs->version, NULL);
		assert_int_equal(mine->outcome, OUTCOME_SAVED);
		assert_value(record_of(work, &customer_entity, id), "note", "mine");
		if (is_merged)
			assert_phones(work, id, "138 0000 2222", "10010");
		assert_int_equal(is_tagged(work, id, "new"), is_merged);
		assert_int_equal(!is_tagged(work, id, "old"), is_merged);
		assert_true(is_tagged(work, id, "vip"));
		assert_int_equal(record_of(work, &customer_entity, id)->lines[0].count, is_merged ? 2 : 3);
		assert_int_equal(record_of(work, &customer_entity, id)->lines[1].count, 1);
	}
	assert_int_equal(work_findings(work), 0);
}

/* What I did to lines and ticks stays, too, where they did nothing to the same. */
static void
conflict_keeps_my_lines(void **state)
{
	struct work *work = fresh(state);
	struct str id = full_customer(work, "Both edit");
	struct input *opened = input_of_record(work, record_of(work, &customer_entity, id)), *mine;

	work_must_save(work, &customer_entity, id.data, PAIRS({ "version", "1" }, { "customer_phone.given", "1" },
		{ "customer_phone.0.id", opened->lines[0].inputs[0].id.data }, { "customer_phone.0.kind", "mobile" }, { "customer_phone.0.number", "138 0000 2222" },
		{ "customer_tag.given", "1" }, { "customer_tag", tag(work, "vip").data }, { "customer_tag", tag(work, "old").data }, { "customer_tag", tag(work, "new").data }));
	opened->lines[2].inputs[1].values[0].value = tag(work, "mine");
	mine = form_save(work, opened, S("1"), PAIRS({ "customer_phone.1.number", "10020" }, { "customer_phone.2.number", "10030" }, { "customer_address.0.remove", "1" }));
	assert_int_equal(mine->outcome, OUTCOME_CONFLICT);
	assert_int_equal(form_save(work, conflict_merged(work, mine), mine->theirs->version, NULL)->outcome, OUTCOME_SAVED);
	assert_int_equal(record_of(work, &customer_entity, id)->lines[0].count, 3);
	assert_value(&record_of(work, &customer_entity, id)->lines[0].records[0], "number", "138 0000 2222");
	assert_value(&record_of(work, &customer_entity, id)->lines[0].records[1], "number", "10020");
	assert_value(&record_of(work, &customer_entity, id)->lines[0].records[2], "number", "10030");
	assert_int_equal(record_of(work, &customer_entity, id)->lines[1].count, 0);
	assert_true(is_tagged(work, id, "vip") && is_tagged(work, id, "new") && is_tagged(work, id, "mine") && !is_tagged(work, id, "old"));
	assert_int_equal(work_findings(work), 0);
}

/* Both changed one phone, and one of us removed the other: the form holds mine until theirs is chosen. */
static void
conflict_of_one_line(void **state)
{
	struct work *work = fresh(state);
	const struct {
		const char *keep;
		bool they_remove;
		const char *first, *second;
	} cases[] = {
		{ "yours", true, "10021", "10022" }, { "theirs", true, "10011", NULL },
		{ "yours", false, "10021", NULL }, { "theirs", false, "10011", "10012" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct str id = full_customer(work, "Both edit"), keep[2];
		struct input *opened = input_of_record(work, record_of(work, &customer_entity, id)), *mine, *merged, *settled;
		const struct pair *sent;

		work_must_save(work, &customer_entity, id.data, PAIRS({ "version", "1" }, { "customer_phone.given", "1" },
			{ "customer_phone.0.id", opened->lines[0].inputs[0].id.data }, { "customer_phone.0.number", "10011" },
			{ "customer_phone.1.id", opened->lines[0].inputs[1].id.data }, { "customer_phone.1.number", "10012" },
			{ cases[i].they_remove ? "customer_phone.1.remove" : "x", "1" }));
		mine = form_save(work, opened, S("1"), PAIRS({ "customer_phone.0.number", "10021" }, { "customer_phone.1.number", "10022" },
			{ cases[i].they_remove ? "x" : "customer_phone.1.remove", "1" }));
		assert_int_equal(mine->outcome, OUTCOME_CONFLICT);
		merged = conflict_merged(work, mine);
		assert_int_equal(merged->lines[0].count, 2);
		assert_true(str_equal(merged->lines[0].inputs[0].values[1].typed, S("10021")));
		for (size_t k = 0; k < 2; k++)
			keep[k] = str_format(work->arena, "keep.customer_phone.%.*s", STR_ARG(opened->lines[0].inputs[k].id));
		sent = form_sent(work, merged, mine->theirs->version, PAIRS({ keep[0].data, cases[i].keep }, { keep[1].data, cases[i].keep }));
		work_begin(work);
		settled = input_read(work, &customer_entity, id, pairs_source(sent));
		conflict_settle(work, settled, pairs_source(sent));
		store_save(work, settled);
		assert_true(work_commit(work));
		assert_phones(work, id, cases[i].first, cases[i].second);
	}
	assert_int_equal(work_findings(work), 0);
}

/* A form shows minutes: what it sends back of a moment is no change, not even beside one. */
static void
moments_keep_their_seconds(void **state)
{
	struct work *work = fresh(state);
	struct str customer = full_customer(work, "Asks"), id, opened_at;
	struct input *opened, *mine;
	const struct { const char *sent, *stored; } cases[] = {
		{ "2026-05-10 08:31", "2026-05-10 08:31:00.000000" }, { "2026-05-10 08:31:07Z", "2026-05-10 08:31:07.000000" },
		{ "2026-05-10 08:31", "2026-05-10 08:31:07.000000" }, { "2026-05-10 08:31:00Z", "2026-05-10 08:31:07.000000" },
		{ "2026-05-10 08:31:08Z", "2026-05-10 08:31:08.000000" },
	};

	id = work_must_save(work, &request_entity, NULL, PAIRS({ "title", "When" }, { "customer_id", customer.data }));
	opened = input_of_record(work, record_of(work, &request_entity, id));
	opened_at = record_value(record_of(work, &request_entity, id), S("opened_at"));
	assert_false(str_equal(str_slice(opened_at, 17, opened_at.len), S("00.000000")));
	assert_int_equal(form_save(work, opened, S("1"), NULL)->outcome, OUTCOME_UNCHANGED);
	assert_int_equal(form_save(work, opened, S("1"), PAIRS({ "content", "theirs" }))->outcome, OUTCOME_SAVED);
	assert_true(str_equal(record_value(record_of(work, &request_entity, id), S("opened_at")), opened_at));
	/* Neither is it something to merge. */
	work_must_save(work, &request_entity, id.data, PAIRS({ "opened_at", "2026-05-09 10:00" }));
	mine = form_save(work, opened, S("1"), PAIRS({ "solution", "mine" }));
	assert_int_equal(mine->outcome, OUTCOME_CONFLICT);
	assert_int_equal(form_save(work, conflict_merged(work, mine), mine->theirs->version, NULL)->outcome, OUTCOME_SAVED);
	assert_value(record_of(work, &request_entity, id), "opened_at", "2026-05-09 10:00:00.000000");
	assert_value(record_of(work, &request_entity, id), "content", "theirs");
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		work_save(work, &request_entity, id.data, PAIRS({ "opened_at", cases[i].sent }));
		assert_value(record_of(work, &request_entity, id), "opened_at", cases[i].stored);
	}
	assert_int_equal(work_findings(work), 0);
}

static void
remove_and_restore(void **state)
{
	struct work *work = fresh(state);
	struct str id = full_customer(work, "Gone and back"), other = full_customer(work, "Stays"), at, by, problem;
	struct str contact = work_must_save(work, &contact_entity, NULL, PAIRS({ "name", "Wang Rui" }, { "customer_id", id.data }, { "external_code", "P-9" }));
	struct str need = work_must_save(work, &need_entity, NULL, PAIRS({ "title", "Bridge" }, { "customer_id", id.data }, { "contact_id", contact.data }, { "budget", "5 EUR" }));
	struct str foreign = work_must_save(work, &need_entity, NULL, PAIRS({ "title", "Road" }, { "customer_id", other.data }, { "contact_id", contact.data }));
	struct record *record;

	assert_int_equal(work_remove(work, &customer_entity, id), OUTCOME_SAVED);
	at = str_copy(work->arena, work->change->at);
	assert_null(record_of(work, &customer_entity, id));
	assert_null(record_of(work, &contact_entity, contact));
	assert_null(record_of(work, &need_entity, need));
	/* A need of somebody else that named the contact stays, without it. */
	assert_value(record_of(work, &need_entity, foreign), "contact_id", NULL);
	assert_int_equal(work_number(work, SQL("SELECT COUNT(*) FROM search_gram WHERE (entity = 'customer' AND record_id = ?) OR (entity = 'contact' AND record_id = ?)"), ARGS(id, contact)), 0);
	assert_int_equal(work_number(work, SQL("SELECT COUNT(*) FROM change_record WHERE at = ? AND action = 'remove'"), ARGS(at)), 3);
	record = history_removed(work, &customer_entity, id, &at, &by);
	assert_non_null(record);
	assert_value(record, "name", "Gone and back");
	assert_int_equal(work_findings(work), 0);

	work_begin(work);
	assert_int_equal(store_restore(work, &customer_entity, id, at, &problem), OUTCOME_SAVED);
	assert_true(work_commit(work));
	record = record_of(work, &customer_entity, id);
	assert_non_null(record);
	assert_value(record, "name", "Gone and back");
	assert_int_equal(record->lines[0].count, 2);
	assert_int_equal(record->lines[1].count, 1);
	assert_int_equal(record->lines[2].count, 2);
	assert_value(record_of(work, &contact_entity, contact), "customer_id", id.data);
	assert_value(record_of(work, &need_entity, need), "contact_id", contact.data);
	assert_value(record_of(work, &need_entity, need), "budget", "5.00 EUR");
	assert_value(record_of(work, &need_entity, foreign), "contact_id", contact.data);
	assert_true(work_number(work, SQL("SELECT COUNT(*) FROM search_gram WHERE entity = 'customer' AND record_id = ?"), ARGS(id)) > 20);
	assert_int_equal(work_findings(work), 0);
	/* A second time there is nothing left to bring back, and nothing is written. */
	at = db_value(work->db, SQL("SELECT at FROM change_record WHERE entity = 'customer' AND record_id = ? AND action = 'remove'"), ARGS(id));
	by = picture(work);
	work_begin(work);
	assert_int_equal(store_restore(work, &customer_entity, id, at, &problem), OUTCOME_PROBLEMS);
	assert_non_null(problem.data);
	change_abandon(work);
	assert_same(by, picture(work));
}

/* With more records than one statement names, the acts that outdo others are still told right, and all come back. */
static void
remove_many(void **state)
{
	enum { NEEDS = 90 };
	struct work *work = fresh(state);
	struct str id = work_must_save(work, &customer_entity, NULL, PAIRS({ "name", "Many" })), at, problem;
	struct str contact = work_must_save(work, &contact_entity, NULL, PAIRS({ "name", "Li" }, { "customer_id", id.data }));

	for (size_t i = 0; i < NEEDS; i++)
		work_must_save(work, &need_entity, NULL, PAIRS({ "title", "Bridge" }, { "customer_id", id.data }, { "contact_id", contact.data }));
	assert_int_equal(work_remove(work, &customer_entity, id), OUTCOME_SAVED);
	at = str_copy(work->arena, work->change->at);
	assert_int_equal(work_number(work, SQL("SELECT COUNT(*) FROM change_record WHERE at = ? AND action = 'remove'"), ARGS(at)), NEEDS + 2);
	work_begin(work);
	assert_int_equal(store_restore(work, &customer_entity, id, at, &problem), OUTCOME_SAVED);
	assert_true(work_commit(work));
	assert_int_equal(work_number(work, SQL("SELECT COUNT(*) FROM need WHERE customer_id = ? AND contact_id = ?"), ARGS(id, contact)), NEEDS);
	assert_int_equal(work_findings(work), 0);
}

/* A unique number taken meanwhile is said, not forced. */
static void
restore_collides(void **state)
{
	struct work *work = fresh(state);
	struct str id = work_must_save(work, &customer_entity, NULL, PAIRS({ "name", "Old" }, { "external_code", "U-1" })), at, problem;

	work_remove(work, &customer_entity, id);
	at = str_copy(work->arena, work->change->at);
	work_must_save(work, &customer_entity, NULL, PAIRS({ "name", "New" }, { "external_code", "U-1" }));
	work_begin(work);
	assert_int_equal(store_restore(work, &customer_entity, id, at, &problem), OUTCOME_PROBLEMS);
	change_abandon(work);
	assert_null(record_of(work, &customer_entity, id));
	assert_int_equal(work_findings(work), 0);
}

static enum outcome
restore(struct work *work, const struct entity *entity, struct str id, struct str at, struct str *problem)
{
	enum outcome outcome;

	work_begin(work);
	outcome = store_restore(work, entity, id, at, problem);
	if (outcome == OUTCOME_SAVED)
		assert_true(work_commit(work));
	else
		change_abandon(work);
	return outcome;
}

/* What it hung on has gone since: that is said, and when it is back, so can this be. */
static void
restore_without_parent(void **state)
{
	struct work *work = fresh(state);
	struct str customer = full_customer(work, "Parent"), contact, at, parent_at, problem;

	contact = work_must_save(work, &contact_entity, NULL, PAIRS({ "name", "Child" }, { "customer_id", customer.data }));
	assert_int_equal(work_remove(work, &contact_entity, contact), OUTCOME_SAVED);
	at = str_copy(work->arena, work->change->at);
	assert_int_equal(work_remove(work, &customer_entity, customer), OUTCOME_SAVED);
	parent_at = str_copy(work->arena, work->change->at);
	assert_int_equal(restore(work, &contact_entity, contact, at, &problem), OUTCOME_PROBLEMS);
	assert_true(str_find(problem, S("Bring that back first")) > 0);
	assert_null(record_of(work, &contact_entity, contact));
	assert_int_equal(restore(work, &customer_entity, customer, parent_at, &problem), OUTCOME_SAVED);
	assert_int_equal(restore(work, &contact_entity, contact, at, &problem), OUTCOME_SAVED);
	assert_int_equal(work_findings(work), 0);
}

/* What only the program sets is filled again too, but not where it was set to something else since. */
static void
restore_what_a_lead_became(void **state)
{
	struct work *work = fresh(state);
	struct str who = full_customer(work, "Became"), next = full_customer(work, "Next"), at, problem, leads[2];
	struct str contact = work_must_save(work, &contact_entity, NULL, PAIRS({ "name", "Lea" }, { "customer_id", who.data }));
	struct input *again;

	work_begin(work);
	for (size_t i = 0; i < 2; i++) {
		struct input *input = input_new(work, &lead_entity, NO_STR);

		input_set(input, S("name"), S("Lea"));
		input_set(input, S("customer_id"), who);
		input_set(input, S("contact_id"), contact);
		assert_true(store_save(work, input));
		leads[i] = input->id;
	}
	assert_true(work_commit(work));
	assert_int_equal(work_remove(work, &customer_entity, who), OUTCOME_SAVED);
	at = str_copy(work->arena, work->change->at);
	for (size_t i = 0; i < 2; i++) {
		assert_value(record_of(work, &lead_entity, leads[i]), "customer_id", NULL);
		assert_value(record_of(work, &lead_entity, leads[i]), "contact_id", NULL);
	}
	work_begin(work);
	again = input_new(work, &lead_entity, leads[1]);
	input_set(again, S("customer_id"), next);
	assert_true(store_save(work, again));
	assert_true(work_commit(work));
	assert_int_equal(restore(work, &customer_entity, who, at, &problem), OUTCOME_SAVED);
	assert_value(record_of(work, &lead_entity, leads[0]), "customer_id", who.data);
	assert_value(record_of(work, &lead_entity, leads[0]), "contact_id", contact.data);
	assert_value(record_of(work, &lead_entity, leads[1]), "customer_id", next.data);
	assert_int_equal(work_findings(work), 0);
}

static bool
is_searched(struct work *work, const char *entity, struct str id)
{
	return work_number(work, SQL("SELECT COUNT(*) FROM search_text WHERE entity = ? AND record_id = ?"), ARGS(str_from(entity), id)) == 1;
}

static void
set_rights(struct work *work, const char *view, const char *remove)
{
	work_begin(work);
	db_execute(work->db, SQL("UPDATE role_right SET view_scope = ?, remove_scope = ? WHERE entity = 'customer' AND role_id = (SELECT id FROM role WHERE code = 'salesperson')"),
	           ARGS(str_from(view), str_from(remove)));
	assert_true(work_commit(work));
	assert_false(db_has_failed(work->db));
}

/* Bringing back one record brings back all that went with it: only for who may do that to each, and all of it is found again. */
static void
restore_for_whom(void **state)
{
	struct fixture *fixture = *state;
	struct work *work = fresh(state), *ann;
	struct str tom_id = work_add_user(work, "tom", "salesperson", NULL), ann_id = work_add_user(work, "ann", "salesperson", NULL);
	struct str customer = work_must_save(work, &customer_entity, NULL, PAIRS({ "name", "Of Tom" }, { "owner_id", tom_id.data }));
	struct str contact = work_must_save(work, &contact_entity, NULL, PAIRS({ "name", "Of Ann" }, { "customer_id", customer.data }, { "owner_id", ann_id.data }));
	struct str other = work_must_save(work, &contact_entity, NULL, PAIRS({ "name", "Of Ann, too" }, { "customer_id", customer.data }, { "owner_id", ann_id.data }));
	struct str other_at, at, problem, before;

	ann = database_work(&fixture->database, "ann");
	assert_int_equal(work_remove(work, &contact_entity, other), OUTCOME_SAVED);
	other_at = str_copy(work->arena, work->change->at);
	assert_int_equal(restore(ann, &contact_entity, other, other_at, &problem), OUTCOME_SAVED);
	assert_int_equal(work_remove(work, &customer_entity, customer), OUTCOME_SAVED);
	at = str_copy(work->arena, work->change->at);
	before = picture(work);
	assert_int_equal(restore(ann, &contact_entity, contact, at, &problem), OUTCOME_PROBLEMS);
	assert_true(str_find(problem, S("Customers (1)")) > 0);
	assert_same(before, picture(work));
	work_end(ann);
	/* Who may remove what they may not see brings it back for those who may. */
	set_rights(work, "none", "all");
	ann = database_work(&fixture->database, "ann");
	assert_int_equal(restore(ann, &contact_entity, contact, at, &problem), OUTCOME_SAVED);
	assert_null(store_read(ann, &customer_entity, customer, VIEW));
	work_end(ann);
	assert_true(is_searched(work, "customer", customer) && is_searched(work, "contact", contact) && is_searched(work, "contact", other));
	set_rights(work, "own", "own");
	assert_int_equal(work_findings(work), 0);
}

/* What is in use by many is not removed from under them. */
static void
removal_refused(void **state)
{
	struct work *work = fresh(state);
	struct str used = tag(work, "in use"), before;

	work_must_save(work, &customer_entity, NULL, PAIRS({ "name", "Tagged" }, { "customer_tag.given", "1" }, { "customer_tag", used.data }));
	before = picture(work);
	assert_int_equal(work_remove(work, &tag_entity, used), OUTCOME_PROBLEMS);
	assert_same(before, picture(work));
	assert_int_equal(work_remove(work, &tag_entity, tag(work, "unused")), OUTCOME_SAVED);
	assert_int_equal(work_remove(work, &customer_entity, S("99999")), OUTCOME_MISSING);
}

/* "N removed, M kept": how many of them removing that record would take along, and how many would only lose it. */
static void
assert_effect(struct work *work, const struct entity *entity, struct str id, const struct entity *other, const char *wanted)
{
	struct removal removal;
	uint64_t removed = 0, kept = 0;
	struct str found;

	store_removal(work, entity, id, &removal);
	assert_null(removal.refusal.data);
	for (size_t i = 0; i < removal.count; i++)
		if (removal.effects[i].entity == other)
			*(removal.effects[i].is_cleared ? &kept : &removed) += removal.effects[i].count;
	found = str_format(work->arena, "%llu removed, %llu kept", (unsigned long long)removed, (unsigned long long)kept);
	if (!str_equal_text(found, wanted))
		fail_msg("%s of a %s: %.*s instead of %s", other->name, entity->name, STR_ARG(found), wanted);
}

/* What hangs on something that goes is counted as going, once, though it names the record itself in a field it can do without. */
static void
removal_two_levels(void **state)
{
	struct fixture *fixture = *state;
	struct work *work = fresh(state), *ann;
	struct str ann_id = work_add_user(work, "joan", "salesperson", NULL), who = full_customer(work, "Payer"), next = full_customer(work, "Next");
	struct str contact = work_must_save(work, &contact_entity, NULL, PAIRS({ "name", "Paula" }, { "customer_id", who.data }));
	struct str what = work_must_save(work, &product_entity, NULL, PAIRS({ "name", "Beam" }, { "price", "100" })), orders[2], payment, at, problem;
	struct removal removal;

	for (size_t i = 0; i < 2; i++)
		orders[i] = work_must_save(work, &sales_order_entity, NULL, PAIRS({ "customer_id", who.data }, { "contact_id", contact.data }, { "ordered_on", "2026-05-10" },
			{ "sales_order_line.given", "1" }, { "sales_order_line.0.product_id", what.data }, { "sales_order_line.0.quantity", "3" }));
	work_must_save(work, &payment_entity, NULL, PAIRS({ "order_id", orders[0].data }, { "amount", "10" }));
	payment = work_must_save(work, &payment_entity, NULL, PAIRS({ "order_id", orders[1].data }, { "amount", "20" }));
	work_must_save(work, &opportunity_entity, NULL, PAIRS({ "name", "Deal" }, { "customer_id", who.data }));
	assert_effect(work, &customer_entity, who, &sales_order_entity, "2 removed, 0 kept");
	assert_effect(work, &customer_entity, who, &payment_entity, "2 removed, 0 kept");
	assert_effect(work, &customer_entity, who, &opportunity_entity, "0 removed, 1 kept");
	assert_effect(work, &customer_entity, next, &payment_entity, "0 removed, 0 kept");
	assert_effect(work, &sales_order_entity, orders[1], &payment_entity, "1 removed, 0 kept");
	assert_effect(work, &contact_entity, contact, &sales_order_entity, "0 removed, 2 kept");
	assert_effect(work, &contact_entity, contact, &payment_entity, "0 removed, 0 kept");
	/* Of an order that is another's by now the payment stays. */
	work_begin(work);
	db_execute(work->db, SQL("UPDATE sales_order SET customer_id = ?, contact_id = NULL WHERE id = ?"), ARGS(next, orders[0]));
	change_add(work, &sales_order_entity, orders[0], UPDATED);
	assert_true(work_commit(work));
	assert_effect(work, &customer_entity, who, &payment_entity, "1 removed, 1 kept");
	/* Who may not remove a payment does not remove it with a customer of their own. */
	work_must_save(work, &customer_entity, who.data, PAIRS({ "owner_id", ann_id.data }));
	work_must_save(work, &contact_entity, contact.data, PAIRS({ "owner_id", ann_id.data }));
	work_must_save(work, &sales_order_entity, orders[1].data, PAIRS({ "owner_id", ann_id.data }));
	ann = database_work(&fixture->database, "ann");
	store_removal(ann, &sales_order_entity, orders[1], &removal);
	assert_true(str_find(removal.refusal, S("Payments (1)")) > 0);
	store_removal(ann, &customer_entity, who, &removal);
	assert_true(removal.refusal.data != NULL);
	work_end(ann);
	assert_int_equal(work_remove(work, &customer_entity, who), OUTCOME_SAVED);
	at = str_copy(work->arena, work->change->at);
	assert_null(record_of(work, &payment_entity, payment));
	assert_int_equal(work_number(work, SQL("SELECT COUNT(*) FROM payment"), NO_ARGS), 1);
	assert_int_equal(restore(work, &customer_entity, who, at, &problem), OUTCOME_SAVED);
	assert_value(record_of(work, &payment_entity, payment), "customer_id", who.data);
	assert_effect(work, &customer_entity, who, &payment_entity, "1 removed, 1 kept");
	assert_int_equal(work_findings(work), 0);
}

static void
history(void **state)
{
	struct work *work = fresh(state);
	struct str id = work_must_save(work, &customer_entity, NULL, PAIRS({ "name", "One" }));
	struct rows *rows;

	work_must_save(work, &customer_entity, id.data, PAIRS({ "name", "Two" }));
	work_must_save(work, &customer_entity, id.data, PAIRS({ "customer_phone.given", "1" }, { "customer_phone.0.number", "10003" }));
	work_remove(work, &customer_entity, id);
	rows = db_query(work->db, SQL("SELECT r.action, v.name, v.version FROM change_record r JOIN `change` h ON h.at = r.at LEFT JOIN customer FOR SYSTEM_TIME ALL v"
	                              " ON v.id = r.record_id AND v.row_start = r.at WHERE r.entity = 'customer' AND r.record_id = ? ORDER BY r.at"), ARGS(id));
	assert_int_equal(rows_count(rows), 4);
	assert_true(str_equal(rows_cell(rows, 0, 0), S("create")) && str_equal(rows_cell(rows, 0, 1), S("One")));
	assert_true(str_equal(rows_cell(rows, 1, 0), S("update")) && str_equal(rows_cell(rows, 1, 1), S("Two")));
	assert_true(str_equal(rows_cell(rows, 2, 0), S("update")) && str_equal(rows_cell(rows, 2, 2), S("3")));
	assert_true(str_equal(rows_cell(rows, 3, 0), S("remove")) && !rows_cell(rows, 3, 1).data);
}

/* A token that came before answers with the first one's address. */
static void
token(void **state)
{
	struct work *work = fresh(state);
	struct str token = S("0123456789abcdef");

	work_begin(work);
	assert_null(change_result_of_token(work, token).data);
	work->change->token = token;
	work->change->result_url = S("/tags/1");
	change_add(work, &tag_entity, S("1"), UPDATED);
	assert_true(work_commit(work));
	work_begin(work);
	assert_true(str_equal(change_result_of_token(work, token), S("/tags/1")));
	change_abandon(work);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(create_and_update), cmocka_unit_test(money_and_dates), cmocka_unit_test(lines), cmocka_unit_test(refusals),
		cmocka_unit_test(conflict), cmocka_unit_test(conflict_of_lines),
		cmocka_unit_test(conflict_keeps_their_lines), cmocka_unit_test(conflict_keeps_my_lines), cmocka_unit_test(conflict_of_one_line),
		cmocka_unit_test(moments_keep_their_seconds),
		cmocka_unit_test(remove_and_restore), cmocka_unit_test(remove_many), cmocka_unit_test(restore_collides),
		cmocka_unit_test(restore_without_parent), cmocka_unit_test(restore_for_whom), cmocka_unit_test(restore_what_a_lead_became),
		cmocka_unit_test(removal_refused), cmocka_unit_test(removal_two_levels), cmocka_unit_test(history), cmocka_unit_test(token),
	};

	return DATABASE_MAIN("db/store", tests);
}
