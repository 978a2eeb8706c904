/* rules_test.c: what the program decides by itself when business records are saved: numbers, prices, sums, states and their days. */
#include <stdio.h>
#include <string.h>

#include "database.h"
#include "model/list_view.h"
#include "model/select.h"

static struct work *
fresh(void **state)
{
	struct work *work = ((struct fixture *)*state)->work;

	work_clear(work);
	return work;
}

static struct str
value_of(struct work *work, const struct entity *entity, struct str id, const char *field)
{
	struct record *record = store_read(work, entity, id, VIEW);

	assert_non_null(record);
	return record_value(record, str_from(field));
}

static void
assert_value(struct work *work, const struct entity *entity, struct str id, const char *field, const char *expected)
{
	struct str value = value_of(work, entity, id, field);

	if (!str_equal(value, str_from(expected)))
		printf("# %s is \"%.*s\", not \"%s\"\n", field, STR_ARG(value), expected ? expected : "(none)");
	assert_true(str_equal(value, str_from(expected)));
}

static struct str
customer(struct work *work, const char *name, const char *level)
{
	return work_must_save(work, &customer_entity, NULL, PAIRS({ "name", name }, { "level", level }));
}

static struct str
product(struct work *work, const char *name, const char *price)
{
	return work_must_save(work, &product_entity, NULL, PAIRS({ "name", name }, { "price", price }));
}

static uint64_t
versions(struct work *work, const char *table, struct str id)
{
	return work_number(work, test_sql(work, "SELECT COUNT(*) FROM `%s` FOR SYSTEM_TIME ALL WHERE id = ?", table), ARGS(id));
}

static void
totals_to_the_cent(void **state)
{
	struct work *work = fresh(state);
	struct str who = customer(work, "Totals", ""), id;

	id = work_must_save(work, &sales_order_entity, NULL, PAIRS({ "customer_id", who.data },
		{ "sales_order_line.given", "1" },
		{ "sales_order_line.0.description", "thirds" }, { "sales_order_line.0.quantity", "3" }, { "sales_order_line.0.unit_price", "0.33" }, { "sales_order_line.0.discount", "0.5" },
		{ "sales_order_line.1.description", "half" }, { "sales_order_line.1.quantity", "0.125" }, { "sales_order_line.1.unit_price", "1999.99" },
		{ "sales_order_line.2.quantity", "1" }));
	/* 3 x 0.33 less 0.5 % is 0.98505; 0.125 x 1999.99 is 249.99875; the third line was never filled in. */
	assert_value(work, &sales_order_entity, id, "amount", "250.99 CNY");
	assert_value(work, &sales_order_entity, id, "balance", "250.99 CNY");
	assert_int_equal(work_number(work, SQL("SELECT COUNT(*) FROM sales_order_line WHERE order_id = ?"), ARGS(id)), 2);
	/* The sum is written in the same moment: there is one version, not two. */
	assert_int_equal(versions(work, "sales_order", id), 1);
	assert_int_equal(work_findings(work), 0);
}

/* As many lines as a paper may have, of the most a line takes, are a total that money has room for; one more of anything is refused, not failed. */
static void
the_most_a_paper_takes(void **state)
{
	struct work *work = fresh(state);
	struct str who = customer(work, "Most", ""), id;
	struct pair *pairs = ARENA_ARRAY(work->arena, struct pair, 3 * LINES_MAX + 4);
	static const struct { const char *field, *value; } beyond[] = { { "quantity", "10000000" }, { "discount", "100.01" }, { "unit_price", "1000000000" } };
	struct input *input;
	size_t count = 0;

	pairs[count++] = (struct pair){ "customer_id", who.data };
	pairs[count++] = (struct pair){ "quote_line.given", "1" };
	for (unsigned i = 0; i < LINES_MAX; i++) {
		pairs[count++] = (struct pair){ str_format(work->arena, "quote_line.%u.description", i).data, "most" };
		pairs[count++] = (struct pair){ str_format(work->arena, "quote_line.%u.quantity", i).data, "9999999" };
		pairs[count++] = (struct pair){ str_format(work->arena, "quote_line.%u.unit_price", i).data, "999999999.99" };
	}
	id = work_must_save(work, &quote_entity, NULL, pairs);
	assert_value(work, &quote_entity, id, "amount", "999999899990000001.00 CNY");
	for (size_t i = 0; i < sizeof beyond / sizeof *beyond; i++) {
		struct str name = str_format(work->arena, "quote_line.0.%s", beyond[i].field);

		input = work_save(work, &quote_entity, NULL, PAIRS({ "customer_id", who.data }, { "quote_line.given", "1" }, { "quote_line.0.description", "more" },
			{ name.data, beyond[i].value }));
		assert_int_equal(input->outcome, OUTCOME_PROBLEMS);
		assert_true(input_value(&input->lines[0].inputs[0], str_from(beyond[i].field))->problem.data != NULL);
	}
}

static void
a_tag_is_one_name(void **state)
{
	static const char *const two_names[] = { "gold;silver", "gold, silver", "金；银", "金，银", "金、银" };
	struct work *work = fresh(state);

	for (size_t i = 0; i < sizeof two_names / sizeof *two_names; i++) {
		struct input *input = work_save(work, &tag_entity, NULL, PAIRS({ "name", two_names[i] }));

		if (!input_value(input, S("name"))->problem.data)
			fail_msg("%s is taken", two_names[i]);
	}
	work_must_save(work, &tag_entity, NULL, PAIRS({ "name", "gold & 银" }));
}

static void
numbers_follow(void **state)
{
	struct work *work = fresh(state);
	static const char *const endings[] = { "-R2", "-2", "0000000000000000" };
	struct str who = customer(work, "Numbers", ""), numbers[3];
	struct input *input;

	for (size_t i = 0; i < 3; i++) {
		struct str id = work_must_save(work, &quote_entity, NULL, PAIRS({ "customer_id", who.data }));

		numbers[i] = value_of(work, &quote_entity, id, "number");
		assert_true(str_starts_with(numbers[i], S("QT-")));
		assert_int_equal(numbers[i].len, 14);
	}
	assert_true(str_compare(numbers[0], numbers[1]) < 0 && str_compare(numbers[1], numbers[2]) < 0);
	/* What somebody wrote behind a number, or too many digits, do not count. */
	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
		struct str typed = str_join(work->arena, numbers[i], str_from(endings[i])), id;

		work_must_save(work, &quote_entity, NULL, PAIRS({ "customer_id", who.data }, { "number", typed.data }));
		id = work_must_save(work, &quote_entity, NULL, PAIRS({ "customer_id", who.data }));
		assert_true(str_compare(numbers[2], value_of(work, &quote_entity, id, "number")) < 0);
		numbers[2] = value_of(work, &quote_entity, id, "number");
		assert_int_equal(numbers[2].len, 14);
	}
	/* A number of one's own is kept; one that is taken is refused and named. */
	work_must_save(work, &quote_entity, NULL, PAIRS({ "customer_id", who.data }, { "number", "A 17" }));
	input = work_save(work, &quote_entity, NULL, PAIRS({ "customer_id", who.data }, { "number", "A 17" }));
	assert_int_equal(input->outcome, OUTCOME_PROBLEMS);
	assert_true(input_value(input, S("number"))->problem.data != NULL);
}

static struct str
line_price(struct work *work, struct str order)
{
	return db_value(work->db, SQL("SELECT unit_price FROM sales_order_line WHERE order_id = ?"), ARGS(order));
}

static struct str
order_of(struct work *work, struct str who, struct str what, const char *quantity)
{
	return work_must_save(work, &sales_order_entity, NULL, PAIRS({ "customer_id", who.data }, { "ordered_on", "2026-05-10" }, { "sales_order_line.given", "1" },
		{ "sales_order_line.0.product_id", what.data }, { "sales_order_line.0.quantity", quantity }));
}

static void
prices_that_apply(void **state)
{
	struct work *work = fresh(state);
	struct str plain = customer(work, "Plain", ""), best = customer(work, "Best", "A"), crane = product(work, "Crane", "100");
	struct input *input;

	work_must_save(work, &price_entity, NULL, PAIRS({ "product_id", crane.data }, { "amount", "80" }, { "level", "A" }));
	work_must_save(work, &price_entity, NULL, PAIRS({ "product_id", crane.data }, { "amount", "90" }, { "min_quantity", "10" }));
	work_must_save(work, &price_entity, NULL, PAIRS({ "product_id", crane.data }, { "amount", "1" }, { "until_on", "2026-05-09" }));
	assert_true(str_equal(line_price(work, order_of(work, plain, crane, "1")), S("100.00")));
	assert_true(str_equal(line_price(work, order_of(work, plain, crane, "10")), S("90.00")));
	assert_true(str_equal(line_price(work, order_of(work, best, crane, "1")), S("80.00")));
	/* In a currency without a price the line itself has the problem. */
	input = work_save(work, &sales_order_entity, NULL, PAIRS({ "customer_id", plain.data }, { "currency", "EUR" }, { "sales_order_line.given", "1" },
		{ "sales_order_line.0.product_id", crane.data }, { "sales_order_line.0.quantity", "1" }));
	assert_int_equal(input->outcome, OUTCOME_PROBLEMS);
	assert_true(input_value(&input->lines[0].inputs[0], S("unit_price"))->problem.data != NULL);
}

static void
payments(void **state)
{
	struct work *work = fresh(state);
	struct str who = customer(work, "Payer", ""), order = order_of(work, who, product(work, "Beam", "100"), "3"), id;
	struct input *input;

	id = work_must_save(work, &payment_entity, NULL, PAIRS({ "order_id", order.data }, { "amount", "120.5" }));
	assert_value(work, &payment_entity, id, "customer_id", who.data);
	assert_value(work, &sales_order_entity, order, "paid", "120.50 CNY");
	assert_value(work, &sales_order_entity, order, "balance", "179.50 CNY");
	input = work_save(work, &payment_entity, NULL, PAIRS({ "order_id", order.data }, { "amount", "1 USD" }));
	assert_int_equal(input->outcome, OUTCOME_PROBLEMS);
	assert_true(input_value(input, S("amount"))->problem.data != NULL);
	for (const char *const *nothing = (const char *const[]){ "0", "00.00", "0 CNY", NULL }; *nothing; nothing++) {
		input = work_save(work, &payment_entity, NULL, PAIRS({ "order_id", order.data }, { "amount", *nothing }));
		assert_int_equal(input->outcome, OUTCOME_PROBLEMS);
		assert_true(input_value(input, S("amount"))->problem.data != NULL);
	}
	/* To the cent, and not one more. */
	input = work_save(work, &payment_entity, NULL, PAIRS({ "order_id", order.data }, { "amount", "179.51" }));
	assert_int_equal(input->outcome, OUTCOME_PROBLEMS);
	assert_true(input_value(input, S("amount"))->problem.data != NULL);
	work_must_save(work, &payment_entity, NULL, PAIRS({ "order_id", order.data }, { "amount", "179.49" }));
	work_must_save(work, &payment_entity, NULL, PAIRS({ "order_id", order.data }, { "amount", "0.01" }));
	assert_value(work, &sales_order_entity, order, "balance", "0.00 CNY");
	/* A payment may be changed without counting twice. */
	work_must_save(work, &payment_entity, id.data, PAIRS({ "amount", "120.4" }));
}

/* Without a line a paper is a draft, and may be called off; with one it goes on, and keeps one. */
static void
papers_without_lines(void **state)
{
	struct work *work = fresh(state);
	struct str who = customer(work, "Nothing", ""), empty, full, line;
	static const struct { const struct entity *entity; const char *line, *next, *last; } papers[] = {
		{ &quote_entity, "quote_line", "sent", "declined" }, { &sales_order_entity, "sales_order_line", "confirmed", "completed" },
	};

	for (size_t i = 0; i < sizeof papers / sizeof *papers; i++) {
		const struct entity *entity = papers[i].entity;
		const struct pair given = { str_format(work->arena, "%s.given", papers[i].line).data, "1" };
		const struct pair what = { str_format(work->arena, "%s.0.description", papers[i].line).data, "Beam" };
		const struct pair price = { str_format(work->arena, "%s.0.unit_price", papers[i].line).data, "10" };
		struct input *input;

		empty = work_must_save(work, entity, NULL, PAIRS({ "customer_id", who.data }));
		for (const char *const *status = (const char *const[]){ papers[i].next, papers[i].last, NULL }; *status; status++) {
			input = work_save(work, entity, empty.data, PAIRS({ "status", *status }));
			assert_int_equal(input->outcome, OUTCOME_PROBLEMS);
			assert_true(input_value(input, S("status"))->problem.data != NULL);
			assert_int_equal(work_save(work, entity, NULL, PAIRS({ "customer_id", who.data }, { "status", *status }))->outcome, OUTCOME_PROBLEMS);
		}
		work_must_save(work, entity, empty.data, PAIRS({ "status", papers[i].next }, given, what, price));
		full = work_must_save(work, entity, NULL, PAIRS({ "customer_id", who.data }, { "status", papers[i].next }, given, what, price));
		work_must_save(work, entity, full.data, PAIRS({ "status", papers[i].last }));
		line = db_value(work->db, test_sql(work, "SELECT MAX(id) FROM `%s`", papers[i].line), NO_ARGS);
		input = work_save(work, entity, full.data, PAIRS(given, { str_format(work->arena, "%s.0.id", papers[i].line).data, line.data },
			{ str_format(work->arena, "%s.0.remove", papers[i].line).data, "1" }));
		assert_int_equal(input->outcome, OUTCOME_PROBLEMS);
		/* One that was sent empty in earlier days may still be changed. */
		db_execute(work->db, test_sql(work, "DELETE FROM `%s` WHERE id = ?", papers[i].line), ARGS(line));
		work_must_save(work, entity, full.data, PAIRS({ "note", "Old" }));
	}
	empty = work_must_save(work, &sales_order_entity, NULL, PAIRS({ "customer_id", who.data }));
	work_must_save(work, &sales_order_entity, empty.data, PAIRS({ "status", "cancelled" }));
}

/* Nothing is delivered before it was ordered, or over before it is offered, or sold in no quantity; what stands so already hinders nobody. */
static void
impossible_papers(void **state)
{
	struct work *work = fresh(state);
	struct str who = customer(work, "Impossible", ""), id;
	static const struct { const struct entity *entity; const char *line, *first, *last; } papers[] = {
		{ &quote_entity, "quote_line", "quoted_on", "valid_until" }, { &sales_order_entity, "sales_order_line", "ordered_on", "deliver_on" },
	};
	static const char *const quantities[] = { "0", "0.000", "00.0" };

	for (size_t i = 0; i < sizeof papers / sizeof *papers; i++) {
		const struct entity *entity = papers[i].entity;
		const struct pair given = { str_format(work->arena, "%s.given", papers[i].line).data, "1" };
		const struct pair what = { str_format(work->arena, "%s.0.description", papers[i].line).data, "Beam" };
		const struct pair price = { str_format(work->arena, "%s.0.unit_price", papers[i].line).data, "10" };
		const char *quantity = str_format(work->arena, "%s.0.quantity", papers[i].line).data;
		struct input *input = work_save(work, entity, NULL, PAIRS({ "customer_id", who.data }, { papers[i].first, "2026-05-10" }, { papers[i].last, "2026-05-09" }));

		assert_int_equal(input->outcome, OUTCOME_PROBLEMS);
		assert_true(input_value(input, str_from(papers[i].last))->problem.data != NULL);
		id = work_must_save(work, entity, NULL, PAIRS({ "customer_id", who.data }, { papers[i].first, "2026-05-10" }, { papers[i].last, "2026-05-10" }));
		assert_int_equal(work_save(work, entity, id.data, PAIRS({ papers[i].last, "2026-05-09" }))->outcome, OUTCOME_PROBLEMS);
		assert_int_equal(work_save(work, entity, id.data, PAIRS({ papers[i].first, "2026-05-11" }))->outcome, OUTCOME_PROBLEMS);
		db_execute(work->db, test_sql(work, "UPDATE `%s` SET `%s` = '2026-05-01' WHERE id = ?", entity->name, papers[i].last), ARGS(id));
		work_must_save(work, entity, id.data, PAIRS({ "note", "Old" }));
		for (size_t k = 0; k < sizeof quantities / sizeof *quantities; k++) {
			input = work_save(work, entity, NULL, PAIRS({ "customer_id", who.data }, given, what, price, { quantity, quantities[k] }));
			assert_int_equal(input->outcome, OUTCOME_PROBLEMS);
			assert_true(input_value(&input->lines[0].inputs[0], S("quantity"))->problem.data != NULL);
		}
		work_must_save(work, entity, NULL, PAIRS({ "customer_id", who.data }, given, what, price, { quantity, "0.001" }));
	}
}

/* What was paid for is not cancelled, nor given to another customer or another currency; what was not may be all of that. */
static void
what_was_paid_for(void **state)
{
	struct work *work = fresh(state);
	struct str who = customer(work, "Paid for", ""), other = customer(work, "Paid nothing", ""), beam = product(work, "Joist", "100");
	struct str paid = order_of(work, who, beam, "3"), open = order_of(work, who, beam, "3");
	const struct pair changes[] = { { "status", "cancelled" }, { "customer_id", other.data }, { "currency", "USD" } };

	work_must_save(work, &payment_entity, NULL, PAIRS({ "order_id", paid.data }, { "amount", "1" }));
	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
		struct input *input = work_save(work, &sales_order_entity, paid.data, PAIRS(changes[i]));

		assert_int_equal(input->outcome, OUTCOME_PROBLEMS);
		if (!input_value(input, str_from(changes[i].name))->problem.data)
			fail_msg("%s is taken", changes[i].name);
		work_must_save(work, &sales_order_entity, open.data, PAIRS(changes[i]));
	}
	work_must_save(work, &sales_order_entity, paid.data, PAIRS({ "customer_id", who.data }, { "currency", "CNY" }, { "status", "shipped" }));
}

static void
won_and_open_again(void **state)
{
	struct work *work = fresh(state);
	struct str id = work_must_save(work, &opportunity_entity, NULL, PAIRS({ "name", "A deal" })), since;

	assert_value(work, &opportunity_entity, id, "outcome", "open");
	assert_value(work, &opportunity_entity, id, "closed_on", NULL);
	since = value_of(work, &opportunity_entity, id, "stage_at");
	work_must_save(work, &opportunity_entity, id.data, PAIRS({ "note", "warm" }));
	assert_true(str_equal(since, value_of(work, &opportunity_entity, id, "stage_at")));
	work_must_save(work, &opportunity_entity, id.data, PAIRS({ "stage_id.text", "赢单" }));
	assert_value(work, &opportunity_entity, id, "outcome", "won");
	assert_true(value_of(work, &opportunity_entity, id, "closed_on").len == 10);
	assert_true(str_compare(since, value_of(work, &opportunity_entity, id, "stage_at")) < 0);
	work_must_save(work, &opportunity_entity, id.data, PAIRS({ "stage_id.text", "Negotiation" }));
	assert_value(work, &opportunity_entity, id, "outcome", "open");
	assert_value(work, &opportunity_entity, id, "closed_on", NULL);
	/* A day that was given stays. */
	work_must_save(work, &opportunity_entity, id.data, PAIRS({ "stage_id.text", "Lost" }, { "closed_on", "2026-03-01" }));
	assert_value(work, &opportunity_entity, id, "closed_on", "2026-03-01");
	work_must_save(work, &opportunity_entity, id.data, PAIRS({ "note", "cold" }, { "closed_on", "2026-03-01" }));
	assert_value(work, &opportunity_entity, id, "closed_on", "2026-03-01");
}

/* The day never says otherwise than the outcome. */
static void
the_day_it_closed(void **state)
{
	struct work *work = fresh(state);
	const char *today = date_text(work->arena, work_today(work)).data;
	const struct { struct pair pairs[3]; const char *closed_on; } steps[] = {
		{ { { "closed_on", "2026-03-01" } }, NULL },
		{ { { "stage_id.text", "Won" }, { "closed_on", "2026-03-02" } }, "2026-03-02" },
		{ { { "closed_on", "2026-03-03" } }, "2026-03-03" },
		{ { { "closed_on", "" } }, today },
		{ { { "closed_on", "2026-03-04" } }, "2026-03-04" },
		{ { { "stage_id.text", "Lost" }, { "closed_on", "2026-03-04" } }, today },
		{ { { "stage_id.text", "Won" }, { "closed_on", "2026-03-05" } }, "2026-03-05" },
		{ { { "stage_id.text", "Lost" } }, today },
		{ { { "stage_id.text", "Negotiation" }, { "closed_on", "2026-03-06" } }, NULL },
	};
	struct str id = work_must_save(work, &opportunity_entity, NULL, PAIRS({ "name", "Closed early" }, { "closed_on", "2026-03-01" }));

	assert_value(work, &opportunity_entity, id, "closed_on", NULL);
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		assert_true(work_save(work, &opportunity_entity, id.data, steps[i].pairs)->outcome <= OUTCOME_UNCHANGED);
		assert_value(work, &opportunity_entity, id, "closed_on", steps[i].closed_on);
	}
	id = work_must_save(work, &opportunity_entity, NULL, PAIRS({ "name", "Won long ago" }, { "stage_id.text", "Won" }, { "closed_on", "2019-03-01" }));
	assert_value(work, &opportunity_entity, id, "closed_on", "2019-03-01");
}

static void
a_stage_with_deals(void **state)
{
	struct work *work = fresh(state);
	struct str id = work_must_save(work, &stage_entity, NULL, PAIRS({ "name", "Signed" }, { "pipeline_id", "1" }));
	struct input *input;

	work_must_save(work, &stage_entity, id.data, PAIRS({ "outcome", "lost" }));
	work_must_save(work, &stage_entity, id.data, PAIRS({ "outcome", "open" }));
	work_must_save(work, &opportunity_entity, NULL, PAIRS({ "name", "In it" }, { "stage_id", id.data }));
	input = work_save(work, &stage_entity, id.data, PAIRS({ "outcome", "won" }));
	assert_int_equal(input->outcome, OUTCOME_PROBLEMS);
	assert_true(input_value(input, S("outcome"))->problem.data != NULL);
	work_must_save(work, &stage_entity, id.data, PAIRS({ "outcome", "open" }, { "probability", "90" }));
}

static void
requests(void **state)
{
	struct work *work = fresh(state);
	struct str who = customer(work, "Asks", ""), id, solved;

	id = work_must_save(work, &request_entity, NULL, PAIRS({ "customer_id", who.data }, { "content", "\n收到的货少了一箱。\n请尽快补发。" }, { "priority", "urgent" },
	                                                     { "opened_at", "2026-05-10 00:00:00Z" }));
	assert_value(work, &request_entity, id, "title", "收到的货少了一箱。");
	assert_value(work, &request_entity, id, "state", "unhandled");
	assert_value(work, &request_entity, id, "due_at", "2026-05-10 04:00:00.000000");
	/* A state of one's own is shown as the base state it stands for. */
	solved = work_must_save(work, &request_status_entity, NULL, PAIRS({ "name", "已补发" }, { "state", "handled" }));
	work_must_save(work, &request_entity, id.data, PAIRS({ "status_id", solved.data }));
	assert_value(work, &request_entity, id, "state", "handled");
	assert_true(value_of(work, &request_entity, id, "handled_at").len > 10);
	work_must_save(work, &request_entity, id.data, PAIRS({ "status_id.text", "处理中" }));
	assert_value(work, &request_entity, id, "state", "handling");
	assert_value(work, &request_entity, id, "handled_at", NULL);
	/* Nobody handled it yet, whatever is written there; and once it is handled, the moment cannot be taken away. */
	assert_int_equal(work_save(work, &request_entity, id.data, PAIRS({ "handled_at", "2026-05-10 03:00:00Z" }))->outcome, OUTCOME_UNCHANGED);
	assert_value(work, &request_entity, id, "handled_at", NULL);
	work_must_save(work, &request_entity, id.data, PAIRS({ "status_id", solved.data }, { "handled_at", "2026-05-10 03:00:00Z" }));
	assert_value(work, &request_entity, id, "handled_at", "2026-05-10 03:00:00.000000");
	work_must_save(work, &request_entity, id.data, PAIRS({ "handled_at", "" }));
	assert_true(value_of(work, &request_entity, id, "handled_at").len > 10);
	id = work_must_save(work, &request_entity, NULL, PAIRS({ "customer_id", who.data }, { "title", "Late" }, { "handled_at", "2026-05-10 03:00:00Z" }));
	assert_value(work, &request_entity, id, "handled_at", NULL);
}

/* What nobody said anything of has no name in any language; words or a title are enough. */
static void
requests_of_nothing(void **state)
{
	struct work *work = fresh(state);
	struct str who = customer(work, "Says nothing", ""), id;
	static const char *const nothing[] = { "", " \n ", NULL };
	struct input *input;

	for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++) {
		input = work_save(work, &request_entity, NULL, PAIRS({ "customer_id", who.data }, { "content", nothing[i] }));
		assert_int_equal(input->outcome, OUTCOME_PROBLEMS);
		assert_true(input_value(input, S("content"))->problem.data != NULL);
	}
	id = work_must_save(work, &request_entity, NULL, PAIRS({ "customer_id", who.data }, { "title", "Only a title" }));
	assert_int_equal(work_save(work, &request_entity, id.data, PAIRS({ "title", "" }))->outcome, OUTCOME_PROBLEMS);
	work_must_save(work, &request_entity, id.data, PAIRS({ "title", "" }, { "content", "Only words" }));
	assert_value(work, &request_entity, id, "title", "Only words");
}

static void
tasks_and_communications(void **state)
{
	struct work *work = fresh(state);
	struct str lead = work_must_save(work, &lead_entity, NULL, PAIRS({ "name", "Somebody" })), id;
	struct input *input;

	id = work_must_save(work, &task_entity, NULL, PAIRS({ "title", "Call back" }));
	assert_value(work, &task_entity, id, "done_at", NULL);
	work_must_save(work, &task_entity, id.data, PAIRS({ "status", "done" }));
	assert_true(value_of(work, &task_entity, id, "done_at").len > 10);
	work_must_save(work, &task_entity, id.data, PAIRS({ "status", "open" }));
	assert_value(work, &task_entity, id, "done_at", NULL);
	input = work_save(work, &communication_entity, NULL, PAIRS({ "content", "With nobody" }));
	assert_int_equal(input->outcome, OUTCOME_PROBLEMS);
	id = work_must_save(work, &communication_entity, NULL, PAIRS({ "lead_id", lead.data }, { "content", "They want two.\nOr three." }));
	assert_value(work, &communication_entity, id, "subject", "They want two.");
	assert_true(value_of(work, &communication_entity, id, "happened_at").len > 10);
}

/* Only talking makes a new lead a contacted one. */
static void
leads_that_were_contacted(void **state)
{
	struct work *work = fresh(state);
	static const struct { struct pair pairs[3]; const char *status; } talks[] = {
		{ { { "channel", "note" } }, "new" }, { { { "channel", "call" }, { "outcome", "not_reached" } }, "new" },
		{ { { "channel", "call" }, { "happened_at", "2099-01-01 00:00:00Z" } }, "new" }, { { { "channel", "call" } }, "contacted" },
		{ { { "channel", "call" }, { "outcome", "reached" }, { "happened_at", "2026-05-10 00:00:00Z" } }, "contacted" },
	};

	for (size_t i = 0; i < sizeof talks / sizeof *talks; i++) {
		struct str lead = work_must_save(work, &lead_entity, NULL, PAIRS({ "name", "To be called" }));

		work_must_save(work, &communication_entity, NULL, PAIRS({ "lead_id", lead.data }, { "content", "Hello" }, talks[i].pairs[0], talks[i].pairs[1], talks[i].pairs[2]));
		assert_value(work, &lead_entity, lead, "status", talks[i].status);
	}
}

static void
leads_that_were_converted(void **state)
{
	struct work *work = fresh(state);
	struct str who = customer(work, "Was a lead", ""), id = work_must_save(work, &lead_entity, NULL, PAIRS({ "name", "Becomes one" }));
	struct input *input = work_save(work, &lead_entity, id.data, PAIRS({ "status", "converted" }));

	assert_int_equal(input->outcome, OUTCOME_PROBLEMS);
	assert_true(input_value(input, S("status"))->problem.data != NULL);
	assert_int_equal(work_save(work, &lead_entity, NULL, PAIRS({ "name", "Born one" }, { "status", "converted" }))->outcome, OUTCOME_PROBLEMS);
	input = input_new(work, &lead_entity, id);
	input_set(input, S("customer_id"), who);
	input_set(input, S("status"), S("converted"));
	work_begin(work);
	assert_true(store_save(work, input));
	assert_true(work_commit(work));
	work_must_save(work, &lead_entity, id.data, PAIRS({ "name", "Became one" }, { "status", "converted" }));
	input = work_save(work, &lead_entity, id.data, PAIRS({ "status", "closed" }));
	assert_int_equal(input->outcome, OUTCOME_PROBLEMS);
	assert_true(input_value(input, S("status"))->problem.data != NULL);
	/* When the customer has gone, it is as with any other lead. */
	assert_int_equal(work_remove(work, &customer_entity, who), OUTCOME_SAVED);
	work_must_save(work, &lead_entity, id.data, PAIRS({ "status", "closed" }));
}

/* A form sends a day and a time of day; a day alone means its end of work, on the clock of the person. */
static void
day_and_time(void **state)
{
	struct work *work = fresh(state);
	struct str id = work_must_save(work, &task_entity, NULL, PAIRS({ "title", "Meet" }, { "due_at.date", "2026-11-25" }, { "due_at.time", "09:30" }));
	struct input *input;

	assert_value(work, &task_entity, id, "due_at", "2026-11-25 09:30:00.000000");
	work_must_save(work, &task_entity, id.data, PAIRS({ "due_at.date", "2026-11-26" }, { "due_at.time", "" }));
	assert_value(work, &task_entity, id, "due_at", "2026-11-26 18:00:00.000000");
	work_must_save(work, &task_entity, id.data, PAIRS({ "due_at.date", "" }, { "due_at.time", "" }));
	assert_value(work, &task_entity, id, "due_at", NULL);
	input = work_save(work, &task_entity, NULL, PAIRS({ "title", "Meet" }, { "due_at.date", "2026-11-31" }, { "due_at.time", "09:30" }));
	assert_int_equal(input->outcome, OUTCOME_PROBLEMS);
}

/* The day is that of the person: at any hour, one of the two lives on another day than the database. */
static void
days_of_the_person(void **state)
{
	static const char *const zones[] = { "Pacific/Kiritimati", "Pacific/Pago_Pago" };
	struct work *work = fresh(state), there = *work;
	struct actor actor = *work->actor;
	const char *day = date_text(work->arena, work_today(work)).data, *today;
	unsigned others = 0;
	struct str id;

	there.actor = &actor;
	for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
		actor.zone = zone_load(work->arena, str_from(zones[i]));
		assert_non_null(actor.zone);
		today = date_text(work->arena, work_today(&there)).data;
		others += strcmp(today, day) != 0;
		id = work_must_save(&there, &maintenance_item_entity, NULL, PAIRS({ "title", "Dust" }, { "status", "done" }));
		assert_value(work, &maintenance_item_entity, id, "done_on", today);
		id = work_must_save(&there, &change_request_entity, NULL, PAIRS({ "title", "Faster" }, { "purpose", "It is slow" }));
		assert_value(work, &change_request_entity, id, "requirement_on", today);
	}
	assert_true(others > 0);
}

static void
periods(void **state)
{
	struct work *work = fresh(state);
	struct input *input = work_save(work, &target_entity, NULL, PAIRS({ "name", "Backwards" }, { "amount", "1" }, { "from_on", "2026-02-02" }, { "until_on", "2026-02-01" }));

	assert_int_equal(input->outcome, OUTCOME_PROBLEMS);
	assert_true(input_value(input, S("until_on"))->problem.data != NULL);
	work_must_save(work, &target_entity, NULL, PAIRS({ "name", "Forwards" }, { "amount", "1" }, { "from_on", "2026-02-01" }, { "until_on", "2026-02-01" }));
}

static void
targets_attained(void **state)
{
	struct work *work = fresh(state);
	struct str who = customer(work, "Target", ""), beam = product(work, "Girder", "10"), all, part, order;

	all = work_must_save(work, &target_entity, NULL, PAIRS({ "name", "All of May" }, { "amount", "1000" }, { "from_on", "2019-05-01" }, { "until_on", "2019-05-31" }, { "owner_id", "" }));
	part = work_must_save(work, &target_entity, NULL, PAIRS({ "name", "Girders" }, { "amount", "1000" }, { "from_on", "2019-05-01" }, { "until_on", "2019-05-31" },
		{ "owner_id", "" }, { "product_id", beam.data }));
	order = work_must_save(work, &sales_order_entity, NULL, PAIRS({ "customer_id", who.data }, { "ordered_on", "2019-05-31" }, { "sales_order_line.given", "1" },
		{ "sales_order_line.0.product_id", beam.data }, { "sales_order_line.0.quantity", "7" },
		{ "sales_order_line.1.description", "Work" }, { "sales_order_line.1.unit_price", "30" }));
	assert_value(work, &target_entity, all, "attained", "0.00 CNY");
	work_must_save(work, &sales_order_entity, order.data, PAIRS({ "status", "confirmed" }));
	assert_value(work, &target_entity, all, "attained", "100.00 CNY");
	assert_value(work, &target_entity, part, "attained", "70.00 CNY");
}

#define SUM_OF_ALL \
	"SELECT COALESCE(SUM(CASE WHEN t.product_id IS NULL THEN o.amount ELSE (SELECT SUM(ROUND(l.quantity * l.unit_price * (100 - COALESCE(l.discount, 0)) / 100, 2))" \
	" FROM sales_order_line l WHERE l.order_id = o.id AND l.product_id = t.product_id) END), 0.00) FROM target t LEFT JOIN sales_order o" \
	" ON o.status IN ('confirmed', 'shipped', 'completed') AND o.ordered_on BETWEEN t.from_on AND t.until_on AND o.amount_currency = t.amount_currency" \
	" AND (t.owner_id IS NULL OR o.owner_id = t.owner_id) AND (t.team_id IS NULL OR t.owner_id IS NOT NULL OR o.team_id = t.team_id) AND (t.channel_id IS NULL OR o.channel_id = t.channel_id) WHERE t.id = ?"

/* Whatever a target counts by, its sum is that of a plain look through all orders, and the orders are found by the key of what it counts by. */
static void
targets_by_key(void **state)
{
	struct work *work = fresh(state);
	static const char *const keys[] = { "owner_dated", "team_dated", "channel_dated", "product_order" };
	bool found[sizeof keys / sizeof *keys] = { false };
	struct str id, attained;
	struct rows *rows;
	struct buf sql;
	uint64_t random = 7;
	unsigned some = 0;

	work_add_user(work, "target.one", "salesperson", work_add_team(work, "Targets", NULL).data);
	db_execute(work->db, SQL("INSERT INTO channel (name) VALUES ('by target')"), NO_ARGS);
	db_execute(work->db, SQL("INSERT INTO product (name) VALUES ('by target')"), NO_ARGS);
	for (unsigned i = 0; i < 400; i++) {
		unsigned kind = next_random(&random) % 40;

		db_execute(work->db, SQL("INSERT INTO sales_order (customer_id, status, ordered_on, currency, amount, amount_currency, owner_id, team_id, channel_id, created_at)"
			" SELECT MIN(c.id), CASE ? % 4 WHEN 0 THEN 'draft' ELSE 'shipped' END, '2018-01-01' + INTERVAL ? DAY, 'CNY', ? + 0.25, CASE ? % 5 WHEN 0 THEN 'USD' ELSE 'CNY' END,"
			" CASE WHEN ? < 3 THEN (SELECT id FROM user WHERE login = 'target.one') ELSE 1 END, CASE ? % 3 WHEN 0 THEN (SELECT id FROM team WHERE name = 'Targets') END,"
			" CASE ? % 2 WHEN 0 THEN (SELECT id FROM channel WHERE name = 'by target') END, '2018-01-01' FROM customer c"),
			ARGS(str_from_u64(work->arena, i), str_from_u64(work->arena, i % 90), str_from_u64(work->arena, i), str_from_u64(work->arena, i), str_from_u64(work->arena, kind),
			     str_from_u64(work->arena, kind), str_from_u64(work->arena, kind)));
		db_execute(work->db, SQL("INSERT INTO sales_order_line (order_id, product_id, description, quantity, unit_price) SELECT ?, id, 'x', 1.5, 3.33 FROM product WHERE name = 'by target'"),
		           ARGS(str_from_u64(work->arena, db_insert_id(work->db))));
	}
	for (unsigned i = 0; i < 16; i++) {
		db_execute(work->db, SQL("INSERT INTO target (name, amount, amount_currency, from_on, until_on, owner_id, team_id, channel_id, product_id, created_at)"
			" SELECT 'by key', 100, 'CNY', '2018-01-11', '2018-02-20', CASE ? & 1 WHEN 1 THEN (SELECT id FROM user WHERE login = 'target.one') END,"
			" CASE ? & 2 WHEN 2 THEN (SELECT id FROM team WHERE name = 'Targets') END, CASE ? & 4 WHEN 4 THEN (SELECT id FROM channel WHERE name = 'by target') END,"
			" CASE ? & 8 WHEN 8 THEN (SELECT id FROM product WHERE name = 'by target') END, '2018-01-01'"),
			ARGS(str_from_u64(work->arena, i), str_from_u64(work->arena, i), str_from_u64(work->arena, i), str_from_u64(work->arena, i)));
		id = str_from_u64(work->arena, db_insert_id(work->db));
		attained = db_value(work->db, SQL(SUM_OF_ALL), ARGS(id));
		assert_false(db_has_failed(work->db));
		some += !str_equal(attained, S("0.00"));
		assert_value(work, &target_entity, id, "attained", str_format(work->arena, "%.*s CNY", STR_ARG(attained)).data);
	}
	assert_true(some > 8);
	buf_init(&sql, work->arena, 16384);
	buf_add_text(&sql, "EXPLAIN SELECT ");
	select_value(entity_field(&target_entity, S("attained")), "c", &sql);
	buf_add_text(&sql, " FROM target c");
	rows = db_query(work->db, sql_built(&sql), NO_ARGS);
	while (rows_next(rows))
		for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
			found[k] = found[k] || (str_equal(rows_get(rows, S("key")), str_from(keys[k])) && str_equal(rows_get(rows, S("type")), S("ref")));
	for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
		if (!found[k])
			fail_msg("%s is not used", keys[k]);
}

/* Whoever enters a target sees it: a person's is their team's, and one for nobody is for those who see all. What a person sold in another team counts. */
static void
targets_are_seen(void **state)
{
	struct fixture *fixture = *state;
	struct work *work = fresh(state), *manager;
	struct str team = work_add_team(work, "Seen", NULL), other = work_add_team(work, "Seen elsewhere", NULL), seller, colleague, loner, who, id;
	struct input *input;

	seller = work_add_user(work, "seen.seller", "salesperson", team.data);
	colleague = work_add_user(work, "seen.colleague", "salesperson", other.data);
	loner = work_add_user(work, "seen.loner", "salesperson", NULL);
	work_add_user(work, "seen.manager", "manager", team.data);
	work_reload(work);
	manager = database_work(&fixture->database, "seen.manager");
#define TARGET(...) PAIRS({ "name", "Seen" }, { "amount", "100" }, { "from_on", "2017-05-01" }, { "until_on", "2017-05-31" }, __VA_ARGS__)
	id = work_must_save(manager, &target_entity, NULL, TARGET({ "owner_id", seller.data }, { "team_id", "" }));
	assert_value(manager, &target_entity, id, "team_id", team.data);
	who = customer(work, "Seen", "");
	db_execute(work->db, SQL("INSERT INTO sales_order (customer_id, status, ordered_on, currency, amount, amount_currency, owner_id, team_id, created_at)"
		" VALUES (?, 'shipped', '2017-05-10', 'CNY', 7, 'CNY', ?, ?, '2017-05-10')"), ARGS(who, seller, other));
	assert_value(manager, &target_entity, id, "attained", "7.00 CNY");
	work_must_save(manager, &target_entity, id.data, PAIRS({ "name", "Still seen" }, { "team_id", "" }));
	assert_value(manager, &target_entity, id, "team_id", team.data);
	work_must_save(work, &target_entity, id.data, PAIRS({ "owner_id", colleague.data }, { "team_id", team.data }));
	assert_value(work, &target_entity, id, "team_id", other.data);
	work_must_save(manager, &target_entity, NULL, TARGET({ "owner_id", "" }, { "team_id", team.data }));
	/* Nobody of a team. */
	input = work_save(manager, &target_entity, NULL, TARGET({ "owner_id", "" }, { "team_id", "" }));
	assert_int_equal(input->outcome, OUTCOME_PROBLEMS);
	assert_true(input_value(input, S("team_id"))->problem.data != NULL);
	input = work_save(manager, &target_entity, NULL, TARGET({ "owner_id", loner.data }, { "team_id", "" }));
	assert_int_equal(input->outcome, OUTCOME_PROBLEMS);
	work_must_save(work, &target_entity, NULL, TARGET({ "owner_id", "" }, { "team_id", "" }));
#undef TARGET
	work_end(manager);
}

/* A reference that only the program sets is emptied like any other when what it points at goes. */
static void
removal_of_what_a_lead_became(void **state)
{
	struct work *work = fresh(state);
	struct str who = customer(work, "Converted", ""), lead = work_must_save(work, &lead_entity, NULL, PAIRS({ "name", "Was a lead" }));
	struct input *input = input_new(work, &lead_entity, lead);

	input_set(input, S("customer_id"), who);
	work_begin(work);
	assert_true(store_save(work, input));
	assert_true(work_commit(work));
	assert_value(work, &lead_entity, lead, "customer_id", who.data);
	assert_int_equal(work_remove(work, &customer_entity, who), OUTCOME_SAVED);
	assert_value(work, &lead_entity, lead, "customer_id", NULL);
	assert_int_equal(work_findings(work), 0);
}

static void
visible_in_own_sql(void **state)
{
	struct fixture *fixture = *state;
	struct work *work = fresh(state), *seller;
	struct str team = work_add_team(work, "Visible", NULL), mine, theirs;
	struct rows *rows;

	work_add_user(work, "visible.one", "salesperson", team.data);
	work_reload(work);
	seller = database_work(&fixture->database, "visible.one");
	theirs = work_must_save(work, &opportunity_entity, NULL, PAIRS({ "name", "Not mine ?" }));
	mine = work_must_save(seller, &opportunity_entity, NULL, PAIRS({ "name", "Mine ?" }));
	rows = store_query(seller, SQL("SELECT o.id, {title stage s}, '?' FROM opportunity o JOIN stage s ON s.id = o.stage_id"
	                               " WHERE o.name LIKE ? AND {visible opportunity o} AND o.outcome = ?"), ARGS(S("%ine ?"), S("open")));
	assert_int_equal(rows_count(rows), 1);
	assert_true(str_equal(rows_cell(rows, 0, 0), mine));
	assert_true(rows_cell(rows, 0, 1).len > 0);
	/* The control: without the mark both are there. */
	rows = store_query(seller, SQL("SELECT o.id FROM opportunity o WHERE o.name LIKE ? ORDER BY o.id"), ARGS(S("%ine ?")));
	assert_int_equal(rows_count(rows), 2);
	assert_true(str_equal(rows_cell(rows, 0, 0), theirs));
	work_end(seller);
}

struct bounds {
	const char *from, *to;
};

static struct str
bounds_get(const void *data, struct str name)
{
	const struct bounds *bounds = data;

	return str_from(str_equal(name, S("f.amount.from")) ? bounds->from : str_equal(name, S("f.amount.to")) ? bounds->to : NULL);
}

static struct str
bounds_nth(const void *data, struct str name, size_t n)
{
	(void)data;
	(void)name;
	(void)n;
	return NO_STR;
}

/* At least and at most, exactly to the cent; in one currency where one is named, in any where none is. */
static void
amounts_between(void **state)
{
	struct work *work = fresh(state);
	static const char *const amounts[] = { "900000000000000001.01", "900000000000000001.02", "99.99 USD", "100", "100 USD", "9", NULL };
	static const struct { struct bounds bounds; size_t count; const char *label; } cases[] = {
		{ { "100", NULL }, 4, "100.00" }, { { "100 USD", NULL }, 1, "USD 100.00" }, { { NULL, "100 CNY" }, 2, "\xc2\xa5 100.00" }, { { "99.99", "100" }, 3, "99.99" },
		{ { "$99.99", "100" }, 2, "USD 99.99" }, { { "900,000,000,000,000,001.02", NULL }, 1, "900,000,000,000,000,001.02" }, { { NULL, "900000000000000001.01" }, 5, NULL },
		{ { "a lot", NULL }, 0, "a lot" }, { { "1e3", NULL }, 0, "1e3" },
	};

	for (size_t i = 0; i < sizeof amounts / sizeof *amounts; i++)
		work_must_save(work, &opportunity_entity, NULL, PAIRS({ "name", "between" }, { "stage_id", "1" }, { "amount", amounts[i] }));
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct list_query query;
		struct rows *rows;
		size_t count = 0;

		list_query_read(work, &opportunity_entity, (struct input_source){ bounds_get, bounds_nth, &cases[i].bounds, NULL }, &query);
		if (cases[i].label && !str_equal_text(query.filters.filters[0].label, cases[i].label))
			fail_msg("%zu is called \"%.*s\"", i, STR_ARG(query.filters.filters[0].label));
		rows = list_rows(work, &query, LISTED, 50);
		for (size_t row = 0; row < rows_count(rows); row++)
			count += str_equal(rows_cell(rows, row, rows_column(rows, S("name"))), S("between"));
		if (count != cases[i].count)
			fail_msg("%zu gives %zu, not %zu", i, count, cases[i].count);
	}
	/* Control: as floating point numbers the first two are one. */
	assert_int_equal(work_number(work, SQL("SELECT COUNT(*) FROM opportunity WHERE name = 'between' AND CAST(amount AS DOUBLE) >= CAST(? AS DOUBLE)"), ARGS(S("900000000000000001.02"))), 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(totals_to_the_cent), cmocka_unit_test(the_most_a_paper_takes), cmocka_unit_test(a_tag_is_one_name), cmocka_unit_test(numbers_follow), cmocka_unit_test(prices_that_apply), cmocka_unit_test(payments), cmocka_unit_test(papers_without_lines),
		cmocka_unit_test(what_was_paid_for), cmocka_unit_test(won_and_open_again), cmocka_unit_test(the_day_it_closed), cmocka_unit_test(a_stage_with_deals), cmocka_unit_test(requests), cmocka_unit_test(requests_of_nothing), cmocka_unit_test(tasks_and_communications), cmocka_unit_test(leads_that_were_contacted),
		cmocka_unit_test(leads_that_were_converted), cmocka_unit_test(day_and_time), cmocka_unit_test(days_of_the_person), cmocka_unit_test(periods),
		cmocka_unit_test(targets_attained), cmocka_unit_test(removal_of_what_a_lead_became), cmocka_unit_test(visible_in_own_sql), cmocka_unit_test(amounts_between),
		cmocka_unit_test(targets_by_key), cmocka_unit_test(targets_are_seen), cmocka_unit_test(impossible_papers),
	};

	return DATABASE_MAIN("db/rules", tests);
}
