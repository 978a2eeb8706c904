/* communication.c: a call, mail, meeting, visit, chat or note with a customer. */
#include "entities/entities.h"

#include "base/utf8.h"
#include "entities/follow.h"
#include "model/change.h"
#include "model/input.h"

static const struct choice channels[] = {
	{ "call", N_("Call"), "ok" }, { "mail", N_("Mail"), "info" }, { "meeting", N_("Meeting"), "vio" }, { "visit", N_("Visit"), "vio" },
	{ "chat", N_("Chat"), "info" }, { "note", N_("Note"), "neu" }, { NULL }
};
static const struct choice directions[] = { { "out", N_("From us") }, { "in", N_("From them") }, { NULL } };
static const struct choice outcomes[] = {
	{ "reached", N_("Reached"), "neu" }, { "not_reached", N_("Not reached"), "warn" }, { "interested", N_("Interested"), "ok" },
	{ "agreed", N_("Agreed"), "ok" }, { "declined", N_("Declined"), "bad" }, { NULL }
};
static const struct choice qualities[] = { { "good", N_("Good") }, { "fair", N_("Fair") }, { "poor", N_("Poor") }, { NULL } };

static const struct field fields[] = {
	{ "subject", N_("Subject"), TEXT, LISTED | SEARCHED | WIDE, .max = 160,
	  .group = N_("What was said"), .hint = N_("Empty: the first words of the content") },
	{ "channel", N_("Way"), CHOICE, REQUIRED | LISTED | FILTERED | BADGE, .choices = channels, .otherwise = "call" },
	{ "direction", N_("Direction"), CHOICE, FILTERED, .choices = directions },
	{ "customer_id", N_("Customer"), REF, LISTED | SUBTITLE, .refers = &customer_entity },
	{ "contact_id", N_("Contact"), REF, LISTED, .refers = &contact_entity },
	{ "lead_id", N_("Lead"), REF, 0, .refers = &lead_entity },
	{ "opportunity_id", N_("Opportunity"), REF, 0, .refers = &opportunity_entity },
	{ "happened_at", N_("When"), INSTANT, LISTED | SORTED, .hint = N_("Empty: now") },
	{ "duration_minutes", N_("Minutes"), INTEGER, 0 },
	{ "content", N_("Content"), LONG_TEXT, WIDE },
	{ "outcome", N_("Result"), CHOICE, LISTED | FILTERED | BADGE, .choices = outcomes, .group = N_("Result") },
	{ "quality", N_("Quality"), CHOICE, FILTERED, .choices = qualities },
	{ "next_step", N_("Next step"), TEXT, WIDE, .max = 200 },
	{ "next_on", N_("Next step on"), DATE, 0 },
	{ "owner_id", N_("Owner"), REF, LISTED | FILTERED, .refers = &user_entity },
	{ "team_id", N_("Team"), REF, READ_ONLY | FILTERED, .refers = &team_entity },
	{ "created_at", N_("Entered"), INSTANT, READ_ONLY },
	{ .name = NULL }
};

static void
settle(struct work *work, struct input *input, const struct record *before)
{
	const struct choice *channel = field_choice(entity_field(&communication_entity, S("channel")), input_outcome_of(input, before, S("channel")));
	struct str opportunity_id = input_outcome_of(input, before, S("opportunity_id")), words;

	if (!input_outcome_of(input, before, S("subject")).len) {
		words = utf8_first_line(input_outcome_of(input, before, S("content")), 60);
		input_set(input, S("subject"), words.len || !channel ? words : work_text(work, channel->label));
	}
	if (!input_outcome_of(input, before, S("happened_at")).len)
		input_set(input, S("happened_at"), work->change->at);
	if (!input_outcome_of(input, before, S("customer_id")).len && opportunity_id.len)
		input_set(input, S("customer_id"), db_value(work->db, SQL("SELECT customer_id FROM opportunity WHERE id = ?"), ARGS(opportunity_id)));
	if (!input_outcome_of(input, before, S("customer_id")).len && !input_outcome_of(input, before, S("lead_id")).len)
		input_problem(input, S("customer_id"), work_text(work, N_("Choose a customer, or a lead")));
}

/* A lead somebody talked with is no longer new; a note, a call that reached nobody and what is yet to come are no talk. */
static void
saved(struct work *work, struct input *input)
{
	static const char *const earlier[] = { "new", NULL };

	if (!str_equal(input_get(input, S("channel")), S("note")) && !str_equal(input_get(input, S("outcome")), S("not_reached")) &&
	    str_compare(input_get(input, S("happened_at")), work->change->at) <= 0)
		follow(work, &lead_entity, input_get(input, S("lead_id")), "status", earlier, S("contacted"));
}

const struct entity communication_entity = {
	"communication", "/communications", N_("Communication"), N_("Communications"), N_("New communication"), "call", "M-", "subject", NULL, "-id",
	.flags = OWNED, .fields = fields, .happened = "happened_at", .settle = settle, .saved = saved,
};
