/* lead.c: somebody who may become a customer. */
#include "entities/entities.h"

#include "model/change.h"
#include "model/input.h"

static const struct choice statuses[] = {
	{ "new", N_("New"), "vio", true }, { "contacted", N_("Contacted"), "info" }, { "qualified", N_("Qualified"), "ok" },
	{ "converted", N_("Converted"), "ok" }, { "closed", N_("Closed"), "neu", .is_aside = true }, { NULL }
};

static const struct field fields[] = {
	{ "name", N_("Name"), TEXT, REQUIRED | LISTED | SEARCHED | SORTED, .max = 120, .group = N_("Who they are") },
	{ "company", N_("Company"), TEXT, LISTED | SEARCHED | SUBTITLE, .max = 120 },
	{ "phone", N_("Phone"), PHONE, LISTED | SEARCHED },
	{ "email", N_("E-mail"), EMAIL, SEARCHED | MATCHED },
	{ "region_id", N_("Region"), REF, FILTERED, .refers = &region_entity },
	{ "industry_id", N_("Industry"), REF, 0, .refers = &industry_entity },
	{ "status", N_("State"), CHOICE, REQUIRED | LISTED | FILTERED | BADGE, .choices = statuses, .otherwise = "new", .group = N_("Interest") },
	{ "source_id", N_("Source"), REF, LISTED | FILTERED, .refers = &source_entity },
	{ "campaign_id", N_("Campaign"), REF, 0, .refers = &campaign_entity },
	{ "budget", N_("Budget"), MONEY, 0 },
	{ "interest", N_("What they want"), LONG_TEXT, WIDE },
	{ "external_code", N_("Number elsewhere"), CODE, SEARCHED | MATCHED | UNIQUE, .max = 60, .hint = N_("Its number in another system") },
	{ "owner_id", N_("Owner"), REF, LISTED | FILTERED, .refers = &user_entity },
	{ "team_id", N_("Team"), REF, READ_ONLY | FILTERED, .refers = &team_entity },
	{ "customer_id", N_("Became customer"), REF, READ_ONLY, .refers = &customer_entity },
	{ "contact_id", N_("Became contact"), REF, READ_ONLY, .refers = &contact_entity },
	{ "opportunity_id", N_("Became opportunity"), REF, READ_ONLY, .refers = &opportunity_entity },
	{ "converted_at", N_("Converted on"), INSTANT, READ_ONLY },
	{ "created_at", N_("Entered"), INSTANT, READ_ONLY },
	{ .name = NULL }
};

/*
 * Converted is who became a customer here, and stays so while that customer is there. An import may say so of somebody who
 * became one elsewhere.
 */
static void
settle(struct work *work, struct input *input, const struct record *before)
{
	bool has_customer = input_outcome_of(input, before, S("customer_id")).len > 0;
	bool is_converted = str_equal(input_outcome_of(input, before, S("status")), S("converted"));
	bool was_converted = before && str_equal(record_value(before, S("status")), S("converted"));

	if (is_converted && !was_converted && !has_customer && !str_equal(work->change->kind, S("import")))
		input_problem(input, S("status"), work_text(work, N_("A lead is converted by making a customer of it: save it, then use Convert on its page.")));
	else if (was_converted && !is_converted && has_customer)
		input_problem(input, S("status"), work_text(work, N_("It has become a customer, so it stays converted.")));
}

const struct entity lead_entity = {
	"lead", "/leads", N_("Lead"), N_("Leads"), N_("New lead"), "person", "L-", "name", NULL, "-id",
	.flags = OWNED, .fields = fields, .span = "status", .happened = "created_at", .settle = settle,
};
