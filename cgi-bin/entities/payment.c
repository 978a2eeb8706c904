/* payment.c: money that came in for an order. */
#include "entities/entities.h"

#include "entities/trade.h"
#include "model/kind.h"

static const struct choice methods[] = {
	{ "bank", N_("Bank transfer") }, { "alipay", N_("Alipay") }, { "wechat", N_("WeChat Pay") }, { "card", N_("Card") }, { "cash", N_("Cash") },
	{ "other", N_("Other") }, { NULL }
};

static const struct field fields[] = {
	{ "number", N_("Document number"), CODE, LISTED | SEARCHED | MATCHED | UNIQUE, .max = 40, .group = N_("Payment"), .hint = N_("Empty: the next number") },
	{ "order_id", N_("Order"), REF, REQUIRED | LISTED | SUBTITLE, .refers = &sales_order_entity },
	{ "customer_id", N_("Customer"), REF, READ_ONLY | LISTED, .refers = &customer_entity },
	{ "amount", N_("Amount"), MONEY, REQUIRED | LISTED | SORTED | FILTERED },
	{ "paid_on", N_("Paid on"), DATE, REQUIRED | LISTED | SORTED | FILTERED, .otherwise = "today" },
	{ "method", N_("Way"), CHOICE, REQUIRED | LISTED | FILTERED, .choices = methods, .otherwise = "bank" },
	{ "reference", N_("Reference"), TEXT, SEARCHED, .max = 120, .hint = N_("What the bank statement says") },
	{ "owner_id", N_("Owner"), REF, LISTED | FILTERED, .refers = &user_entity },
	{ "team_id", N_("Team"), REF, READ_ONLY | FILTERED, .refers = &team_entity },
	{ "created_at", N_("Entered"), INSTANT, READ_ONLY },
	{ .name = NULL }
};

/* Nothing is no payment; more than the order costs is a mistake, or money for another order. What was entered before stays as it is. */
static void
refuse_amount(struct work *work, struct input *input, const struct record *before)
{
	struct str order_id = input_outcome_of(input, before, S("order_id")), amount = input_outcome_of(input, before, S("amount")), money = amount, number = NO_STR;
	struct rows *rows;

	if (before && str_same(order_id, record_value(before, S("order_id"))) && str_same(amount, record_value(before, S("amount"))))
		return;
	if (trade_is_nothing(amount)) {
		input_problem(input, S("amount"), work_text(work, N_("Enter an amount above 0.")));
		return;
	}
	str_cut(&money, ' ', &number);
	rows = db_query(work->db, SQL("SELECT b.balance, b.balance < CAST(? AS DECIMAL(20,2)), b.status = 'cancelled' FROM (SELECT o.status, COALESCE(o.amount, 0.00)"
		" - (SELECT COALESCE(SUM(p.amount), 0.00) FROM payment p WHERE p.order_id = o.id AND NOT p.id <=> ?) balance"
		" FROM sales_order o WHERE o.id = ?) b"), ARGS(number, before ? before->id : NO_STR, order_id));
	if (str_equal(rows_cell(rows, 0, 2), S("1")))
		input_problem(input, S("order_id"), work_text(work, N_("The order is cancelled; nothing is to be paid for it.")));
	else if (str_equal(rows_cell(rows, 0, 1), S("1")))
		input_problem(input, S("amount"), work_say(work, N_("That is more than is left to pay: {0}."), number_grouped(work->arena, rows_cell(rows, 0, 0)), NO_STR));
}

/* A payment is the order's customer's, in the order's currency. */
static void
settle(struct work *work, struct input *input, const struct record *before)
{
	struct rows *rows = db_query(work->db, SQL("SELECT customer_id, currency FROM sales_order WHERE id = ?"), ARGS(input_outcome_of(input, before, S("order_id"))));

	trade_number(work, input, before, "PY", SQL("SELECT number FROM payment WHERE " TRADE_NEWEST));
	input_set(input, S("customer_id"), rows_cell(rows, 0, 0));
	if (rows_cell(rows, 0, 1).len && !str_ends_with(input_outcome_of(input, before, S("amount")), rows_cell(rows, 0, 1)))
		input_problem(input, S("amount"), work_say(work, N_("The order is in {0}; enter what was paid in {0}."), rows_cell(rows, 0, 1), NO_STR));
	else
		refuse_amount(work, input, before);
}

const struct entity payment_entity = {
	"payment", "/payments", N_("Payment"), N_("Payments"), N_("New payment"), "check", "PA-", "number", NULL, "-id",
	.flags = OWNED, .fields = fields, .happened = "created_at", .settle = settle,
};
