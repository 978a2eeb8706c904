/* opportunity.c: a deal that may come. */
#include "entities/entities.h"

#include "entities/follow.h"
#include "model/change.h"
#include "model/input.h"

static const struct field fields[] = {
	{ "name", N_("Opportunity"), TEXT, REQUIRED | LISTED | SEARCHED | SORTED | WIDE, .max = 160, .group = N_("Deal") },
	{ "customer_id", N_("Customer"), REF, LISTED | SUBTITLE, .refers = &customer_entity },
	{ "contact_id", N_("Contact"), REF, 0, .refers = &contact_entity },
	{ "stage_id", N_("Stage"), REF, REQUIRED | LISTED | FILTERED, .refers = &stage_entity, .otherwise = "1" },
	{ "amount", N_("Amount"), MONEY, LISTED | SORTED | FILTERED },
	{ "expected_on", N_("Expected"), DATE, LISTED | SORTED | FILTERED, .hint = N_("When it is likely to be decided") },
	{ "product_id", N_("Product"), REF, FILTERED, .refers = &product_entity, .group = N_("Particulars") },
	{ "channel_id", N_("Channel"), REF, FILTERED, .refers = &channel_entity },
	{ "campaign_id", N_("Campaign"), REF, 0, .refers = &campaign_entity },
	{ "engaged_on", N_("Begun"), DATE, 0 },
	{ "closed_on", N_("Closed on"), DATE, SORTED, .hint = N_("Filled in when it is won or lost") },
	{ "outcome", N_("Outcome"), CHOICE, READ_ONLY | FILTERED | BADGE, .choices = stage_outcomes },
	{ "lost_reason", N_("Why lost"), TEXT, WIDE, .max = 200 },
	{ "external_code", N_("Number elsewhere"), CODE, SEARCHED | MATCHED | UNIQUE, .max = 60, .hint = N_("Its number in another system") },
	{ "owner_id", N_("Owner"), REF, LISTED | FILTERED, .refers = &user_entity },
	{ "team_id", N_("Team"), REF, READ_ONLY | FILTERED, .refers = &team_entity },
	{ "stage_at", N_("In this stage since"), INSTANT, READ_ONLY },
	{ "note", N_("Note"), LONG_TEXT, WIDE },
	{ "created_at", N_("Entered"), INSTANT, READ_ONLY },
	{ .name = NULL }
};

/* What is open has not closed; what is won or lost closed on the day given with it, else today. A day that was there before the other outcome is not its own. */
static void
settle_day(struct work *work, struct input *input, const struct record *before)
{
	struct str outcome = input_outcome_of(input, before, S("outcome")), day = input_outcome_of(input, before, S("closed_on"));
	bool is_old = before && !str_equal(outcome, record_value(before, S("outcome"))) && str_same(day, record_value(before, S("closed_on")));

	if (str_equal(outcome, S("open")) && day.len)
		input_set(input, S("closed_on"), NO_STR);
	else if (!str_equal(outcome, S("open")) && (!day.len || is_old))
		input_set(input, S("closed_on"), date_text(work->arena, work_today(work)));
}

/* The stage says whether it is open, won or lost. */
static void
settle(struct work *work, struct input *input, const struct record *before)
{
	struct str stage = input_outcome_of(input, before, S("stage_id"));

	if (!before || !str_equal(stage, record_value(before, S("stage_id")))) {
		input_set(input, S("outcome"), db_value(work->db, SQL("SELECT outcome FROM stage WHERE id = ?"), ARGS(stage)));
		input_set(input, S("stage_at"), work->change->at);
	}
	settle_day(work, input, before);
}

/* Whoever bought is a customer who bought. */
static void
saved(struct work *work, struct input *input)
{
	static const char *const earlier[] = { "lead", "interested", "negotiating", NULL };
	struct str customer_id;

	if (!str_equal(input_get(input, S("outcome")), S("won")))
		return;
	/* Thousands of deals of an import belong to a few customers: most of these are there already. */
	customer_id = db_value(work->db, SQL("SELECT c.id FROM opportunity o JOIN customer c ON c.id = o.customer_id"
	                                     " WHERE o.id = ? AND c.stage IN ('lead', 'interested', 'negotiating')"), ARGS(input->id));
	follow(work, &customer_entity, customer_id, "stage", earlier, S("won"));
}

const struct entity opportunity_entity = {
	"opportunity", "/opportunities", N_("Opportunity"), N_("Opportunities"), N_("New opportunity"), "sales", "D-", "name", NULL, "-id",
	.flags = OWNED, .fields = fields, .span = "stage_id", .happened = "created_at", .settle = settle, .saved = saved,
};
