/* campaign_member.c: a customer in a campaign, and how it went. */
#include "entities/entities.h"

#include "model/change.h"
#include "model/input.h"

static const struct choice results[] = { { "success", N_("Success"), "ok" }, { "failure", N_("Failure"), "bad" }, { NULL } };

static const struct field fields[] = {
	{ "campaign_id", N_("Campaign"), REF, REQUIRED | LISTED | SUBTITLE, .refers = &campaign_entity },
	{ "customer_id", N_("Customer"), REF, REQUIRED | LISTED, .refers = &customer_entity },
	{ "contact_id", N_("Contact"), REF, 0, .refers = &contact_entity },
	{ "result", N_("Result"), CHOICE, LISTED | FILTERED | BADGE, .choices = results, .hint = N_("Empty: not known yet") },
	{ "happened_at", N_("When"), INSTANT, LISTED },
	{ "note", N_("Note"), TEXT, LISTED | WIDE, .max = 300 },
	{ "owner_id", N_("Owner"), REF, LISTED | FILTERED, .refers = &user_entity },
	{ "team_id", N_("Team"), REF, READ_ONLY | FILTERED, .refers = &team_entity },
	{ "created_at", N_("Entered"), INSTANT, READ_ONLY },
	{ .name = NULL }
};

/* A result that is given without a day was given now. */
static void
settle(struct work *work, struct input *input, const struct record *before)
{
	if (input_outcome_of(input, before, S("result")).len && !input_outcome_of(input, before, S("happened_at")).len)
		input_set(input, S("happened_at"), work->change->at);
}

struct rows *
campaign_customers(struct work *work, struct str campaign_id)
{
	return db_query(work->db, SQL("SELECT customer_id FROM campaign_member WHERE campaign_id = ? ORDER BY customer_id"), ARGS(campaign_id));
}

const struct entity campaign_member_entity = {
	"campaign_member", "/campaign-members", N_("Campaign member"), N_("Campaign members"), N_("New campaign member"), "person", "", "customer_id", NULL, "-id",
	.flags = OWNED, .fields = fields, .happened = "happened_at", .settle = settle,
};
