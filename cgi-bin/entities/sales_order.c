/* sales_order.c: what a customer ordered, with what was paid. */
#include "entities/entities.h"

#include "model/kind.h"
#include "entities/period.h"
#include "entities/trade.h"

static const struct choice statuses[] = {
	{ "draft", N_("Draft"), "neu", true }, { "confirmed", N_("Confirmed"), "info" }, { "shipped", N_("Shipped"), "info" },
	{ "completed", N_("Completed"), "ok" }, { "cancelled", N_("Cancelled"), "neu", .is_aside = true }, { NULL }
};

static const struct field fields[] = {
	{ "number", N_("Document number"), CODE, LISTED | SEARCHED | MATCHED | UNIQUE, .max = 40, .group = N_("Order"), .hint = N_("Empty: the next number") },
	{ "customer_id", N_("Customer"), REF, REQUIRED | LISTED | SUBTITLE, .refers = &customer_entity },
	{ "contact_id", N_("Contact"), REF, 0, .refers = &contact_entity },
	{ "opportunity_id", N_("Opportunity"), REF, 0, .refers = &opportunity_entity },
	{ "quote_id", N_("Quote"), REF, 0, .refers = &quote_entity },
	{ "channel_id", N_("Channel"), REF, FILTERED, .refers = &channel_entity },
	{ "status", N_("State"), CHOICE, REQUIRED | LISTED | FILTERED | BADGE, .choices = statuses, .otherwise = "draft" },
	{ "ordered_on", N_("Ordered"), DATE, REQUIRED | LISTED | SORTED | FILTERED, .otherwise = "today" },
	{ "deliver_on", N_("Deliver by"), DATE, LISTED },
	{ "currency", N_("Currency"), CHOICE, REQUIRED, .choices = kind_currencies, .otherwise = "CNY" },
	{ "amount", N_("Total"), MONEY, READ_ONLY | LISTED | SORTED | FILTERED },
	{ "paid", N_("Paid"), MONEY, LISTED,
	  .computed = "(SELECT CONCAT(COALESCE(SUM(p.amount), 0.00), ' ', {self}.currency) FROM payment p WHERE p.order_id = {self}.id)" },
	{ "balance", N_("Balance"), MONEY, 0,
	  .computed = "CONCAT(COALESCE({self}.amount, 0.00) - (SELECT COALESCE(SUM(p.amount), 0.00) FROM payment p WHERE p.order_id = {self}.id), ' ', {self}.currency)" },
	{ "delivery_address", N_("Deliver to"), TEXT, WIDE, .max = 300, .group = N_("Delivery") },
	{ "note", N_("Note"), LONG_TEXT, WIDE },
	{ "external_code", N_("Number elsewhere"), CODE, SEARCHED | MATCHED | UNIQUE, .max = 60, .hint = N_("Its number in another system") },
	{ "owner_id", N_("Owner"), REF, LISTED | FILTERED, .refers = &user_entity, .group = N_("Care") },
	{ "team_id", N_("Team"), REF, READ_ONLY | FILTERED, .refers = &team_entity },
	{ "created_at", N_("Entered"), INSTANT, READ_ONLY },
	{ .name = NULL }
};

static const struct entity *const children[] = { &sales_order_line_entity, NULL };

/* What payments stand on: the field, the value it must not come to (NULL: any other than it has), and what is said then. */
static const struct { const char *field, *value, *problem; } paid_for[] = {
	{ "status", "cancelled", N_("It has been paid for, so it cannot be cancelled. Remove or move the payments first.") },
	{ "customer_id", NULL, N_("It has been paid for, so it stays this customer's. Remove or move the payments first.") },
	{ "currency", NULL, N_("It has been paid for, so its currency stays. Remove or move the payments first.") },
};

/* Money that was paid would belong to nothing, to somebody else, or be another amount. */
static void
refuse_what_was_paid_for(struct work *work, struct input *input, const struct record *before)
{
	for (size_t i = 0; before && i < sizeof paid_for / sizeof *paid_for; i++) {
		struct str field = str_from(paid_for[i].field), value = input_outcome_of(input, before, field);

		if (str_same(value, record_value(before, field)) || (paid_for[i].value && !str_equal_text(value, paid_for[i].value)))
			continue;
		if (db_value(work->db, SQL("SELECT 1 FROM payment WHERE order_id = ? LIMIT 1"), ARGS(before->id)).data)
			input_problem(input, field, work_text(work, paid_for[i].problem));
	}
}

static void
settle(struct work *work, struct input *input, const struct record *before)
{
	refuse_what_was_paid_for(work, input, before);
	trade_number(work, input, before, "SO", SQL("SELECT number FROM sales_order WHERE " TRADE_NEWEST));
	trade_settle_lines(work, input, before, input_outcome_of(input, before, S("ordered_on")));
	trade_settle_status(work, input, before);
	period_settle(work, input, before, S("ordered_on"), S("deliver_on"), N_("That lies before the day of the order."));
}

static void
saved(struct work *work, struct input *input)
{
	db_execute(work->db, SQL("UPDATE sales_order t SET t.amount_currency = t.currency, t.amount = (SELECT COALESCE(SUM("
		TRADE_LINE_AMOUNT("l") "), 0) FROM sales_order_line l WHERE l.order_id = t.id)"
		" WHERE t.id = ?"), ARGS(input->id));
}

const struct entity sales_order_entity = {
	"sales_order", "/orders", N_("Order"), N_("Orders"), N_("New order"), "order", "O-", "number", NULL, "-id",
	.flags = OWNED, .fields = fields, .children = children, .span = "status", .happened = "created_at", .settle = settle, .saved = saved,
};
