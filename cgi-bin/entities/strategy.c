/* strategy.c: what marketing wants to reach, with whom, for how much. */
#include "entities/entities.h"

#include "entities/period.h"

static const struct choice statuses[] = {
	{ "draft", N_("Draft"), "neu", true }, { "active", N_("Active"), "info" }, { "done", N_("Done"), "ok" }, { NULL }
};

static const struct field fields[] = {
	{ "name", N_("Name"), TEXT, REQUIRED | LISTED | SEARCHED, .max = 160, .group = N_("Aim") },
	{ "goal", N_("Goal"), LONG_TEXT, WIDE, .hint = N_("What is to be different when it is done") },
	{ "indicators", N_("Indicators"), LONG_TEXT, WIDE, .hint = N_("How anybody will see that it worked") },
	{ "segment", N_("For whom"), TEXT, LISTED | WIDE, .max = 300 },
	{ "status", N_("State"), CHOICE, REQUIRED | LISTED | FILTERED | BADGE, .choices = statuses, .otherwise = "draft", .group = N_("Plan") },
	{ "budget", N_("Budget"), MONEY, LISTED },
	{ "from_on", N_("From"), DATE, LISTED | SORTED },
	{ "until_on", N_("Until"), DATE, LISTED },
	{ "owner_id", N_("Owner"), REF, LISTED | FILTERED, .refers = &user_entity },
	{ "team_id", N_("Team"), REF, READ_ONLY | FILTERED, .refers = &team_entity },
	{ "created_at", N_("Entered"), INSTANT, READ_ONLY },
	{ .name = NULL }
};

const struct entity strategy_entity = {
	"strategy", "/strategies", N_("Strategy"), N_("Strategies"), N_("New strategy"), "marketing", "ST-", "name", NULL, "-id",
	.flags = OWNED | REASONED, .fields = fields, .check = period_check,
};
