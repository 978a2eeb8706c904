/* campaign.c: one thing done to win customers: a mailing, an event, an offer. */
#include "entities/entities.h"

#include "entities/period.h"

static const struct choice channels[] = {
	{ "mail", N_("Mail") }, { "sms", N_("SMS") }, { "phone", N_("Phone") }, { "event", N_("Event") }, { "social", N_("Social media") },
	{ "ad", N_("Advertising") }, { NULL }
};
static const struct choice statuses[] = {
	{ "planned", N_("Planned"), "neu", true }, { "running", N_("Running"), "info" }, { "done", N_("Done"), "ok" },
	{ "cancelled", N_("Cancelled"), "neu" }, { NULL }
};

static const struct field fields[] = {
	{ "name", N_("Name"), TEXT, REQUIRED | LISTED | SEARCHED | MATCHED, .max = 160, .group = N_("Campaign") },
	{ "strategy_id", N_("Strategy"), REF, LISTED | SUBTITLE, .refers = &strategy_entity },
	{ "channel", N_("Way"), CHOICE, REQUIRED | LISTED | FILTERED, .choices = channels, .otherwise = "mail" },
	{ "status", N_("State"), CHOICE, REQUIRED | LISTED | FILTERED | BADGE, .choices = statuses, .otherwise = "planned" },
	{ "content", N_("Message"), LONG_TEXT, WIDE },
	{ "from_on", N_("From"), DATE, LISTED | SORTED, .group = N_("Plan") },
	{ "until_on", N_("Until"), DATE, LISTED },
	{ "budget", N_("Budget"), MONEY, LISTED },
	{ "cost", N_("Cost so far"), MONEY, 0 },
	{ "owner_id", N_("Owner"), REF, LISTED | FILTERED, .refers = &user_entity },
	{ "team_id", N_("Team"), REF, READ_ONLY | FILTERED, .refers = &team_entity },
	{ "created_at", N_("Entered"), INSTANT, READ_ONLY },
	{ .name = NULL }
};

const struct entity campaign_entity = {
	"campaign", "/campaigns", N_("Campaign"), N_("Campaigns"), N_("New campaign"), "marketing", "CA-", "name", NULL, "-id",
	.flags = OWNED, .fields = fields, .check = period_check,
};
