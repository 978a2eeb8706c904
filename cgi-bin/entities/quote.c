/* quote.c: what we offer, for how much. */
#include "entities/entities.h"

#include "model/kind.h"
#include "entities/period.h"
#include "entities/trade.h"

static const struct choice statuses[] = {
	{ "draft", N_("Draft"), "neu", true }, { "sent", N_("Sent"), "info" }, { "accepted", N_("Accepted"), "ok" },
	{ "declined", N_("Declined"), "bad" }, { NULL }
};

static const struct field fields[] = {
	{ "number", N_("Document number"), CODE, LISTED | SEARCHED | MATCHED | UNIQUE, .max = 40, .group = N_("Quote"), .hint = N_("Empty: the next number") },
	{ "customer_id", N_("Customer"), REF, REQUIRED | LISTED | SUBTITLE, .refers = &customer_entity },
	{ "contact_id", N_("Contact"), REF, 0, .refers = &contact_entity },
	{ "opportunity_id", N_("Opportunity"), REF, 0, .refers = &opportunity_entity },
	{ "status", N_("State"), CHOICE, REQUIRED | LISTED | FILTERED | BADGE, .choices = statuses, .otherwise = "draft" },
	{ "quoted_on", N_("Date"), DATE, REQUIRED | LISTED | SORTED, .otherwise = "today" },
	{ "valid_until", N_("Valid until"), DATE, LISTED },
	{ "currency", N_("Currency"), CHOICE, REQUIRED, .choices = kind_currencies, .otherwise = "CNY" },
	{ "amount", N_("Total"), MONEY, READ_ONLY | LISTED | SORTED | FILTERED },
	{ "terms", N_("Terms"), LONG_TEXT, WIDE, .group = N_("Text") },
	{ "note", N_("Note"), LONG_TEXT, WIDE, .hint = N_("Not on the paper") },
	{ "owner_id", N_("Owner"), REF, LISTED | FILTERED, .refers = &user_entity, .group = N_("Care") },
	{ "team_id", N_("Team"), REF, READ_ONLY | FILTERED, .refers = &team_entity },
	{ "created_at", N_("Entered"), INSTANT, READ_ONLY },
	{ .name = NULL }
};

static const struct entity *const children[] = { &quote_line_entity, NULL };

static void
settle(struct work *work, struct input *input, const struct record *before)
{
	trade_number(work, input, before, "QT", SQL("SELECT number FROM quote WHERE " TRADE_NEWEST));
	trade_settle_lines(work, input, before, input_outcome_of(input, before, S("quoted_on")));
	trade_settle_status(work, input, before);
	period_settle(work, input, before, S("quoted_on"), S("valid_until"), N_("That lies before the date of the quote."));
}

static void
saved(struct work *work, struct input *input)
{
	db_execute(work->db, SQL("UPDATE quote t SET t.amount_currency = t.currency, t.amount = (SELECT COALESCE(SUM("
		TRADE_LINE_AMOUNT("l") "), 0) FROM quote_line l WHERE l.quote_id = t.id)"
		" WHERE t.id = ?"), ARGS(input->id));
}

const struct entity quote_entity = {
	"quote", "/quotes", N_("Quote"), N_("Quotes"), N_("New quote"), "document", "Q-", "number", NULL, "-id",
	.flags = OWNED, .fields = fields, .children = children, .happened = "created_at", .settle = settle, .saved = saved,
};
