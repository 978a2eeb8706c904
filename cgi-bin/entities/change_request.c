/* change_request.c: an upgrade or extension on its way: requirement, design, test, deployed. */
#include "entities/entities.h"

#include "model/input.h"

static const struct choice states[] = {
	{ "requirement", N_("Requirement"), "neu", true }, { "design", N_("Design"), "info" }, { "test", N_("Test"), "vio" }, { "deployed", N_("Deployed"), "ok" },
	{ "rejected", N_("Rejected"), "bad", .is_aside = true }, { NULL }
};

static const struct field fields[] = {
	{ "title", N_("Change"), TEXT, REQUIRED | LISTED | SEARCHED | MATCHED | WIDE, .max = 160, .group = N_("Change") },
	{ "purpose", N_("Why it is needed"), LONG_TEXT, REQUIRED | WIDE },
	{ "status", N_("State"), CHOICE, REQUIRED | LISTED | FILTERED | BADGE, .choices = states, .otherwise = "requirement" },
	{ "maintenance_item_id", N_("Maintenance item"), REF, LISTED | SUBTITLE, .refers = &maintenance_item_entity },
	{ "design", N_("Design"), LONG_TEXT, WIDE, .group = N_("The way there") },
	{ "test", N_("Test"), LONG_TEXT, WIDE, .hint = N_("How it is shown to work") },
	{ "way_back", N_("Way back"), LONG_TEXT, WIDE, .hint = N_("How it is undone if it fails") },
	{ "released_in", N_("Version"), TEXT, LISTED, .max = 40 },
	{ "requirement_on", N_("Required on"), DATE, READ_ONLY },
	{ "design_on", N_("Designed on"), DATE, READ_ONLY },
	{ "test_on", N_("Tested on"), DATE, READ_ONLY },
	{ "deployed_on", N_("Deployed on"), DATE, READ_ONLY | LISTED },
	{ "owner_id", N_("Owner"), REF, LISTED | FILTERED, .refers = &user_entity },
	{ "created_at", N_("Entered"), INSTANT, READ_ONLY },
	{ .name = NULL }
};

/* Each state has the day on which it was reached last. */
static void
settle(struct work *work, struct input *input, const struct record *before)
{
	struct str state = input_outcome_of(input, before, S("status")), day;

	if (before && str_equal(state, record_value(before, S("status"))))
		return;
	day = str_format(work->arena, "%.*s_on", STR_ARG(state));
	if (entity_field(input->entity, day))
		input_set(input, day, date_text(work->arena, work_today(work)));
}

const struct entity change_request_entity = {
	"change_request", "/change-requests", N_("Change"), N_("Changes of the system"), N_("New change"), "merge", "CR-", "title", NULL, "-id",
	.flags = REASONED, .fields = fields, .span = "status", .settle = settle,
};
