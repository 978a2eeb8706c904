/* maintenance_item.c: what is to be done with the system itself, and how much sooner than the rest. */
#include "entities/entities.h"

#include "entities/maintenance.h"
#include "model/input.h"

const struct choice maintenance_kinds[] = {
	{ "work", N_("Maintenance"), "neu" }, { "upgrade", N_("Upgrade"), "info" }, { "backup", N_("Backup"), "vio" },
	{ "finding", N_("Security finding"), "bad" }, { NULL }
};
const struct choice maintenance_states[] = {
	{ "open", N_("To be done"), "warn", true }, { "planned", N_("Planned"), "info", true }, { "doing", N_("Being done"), "info" }, { "done", N_("Done"), "ok" },
	{ "cancelled", N_("Cancelled"), "neu", .is_aside = true }, { NULL }
};
static const struct named_view views[] = {
	{ N_("Findings to test again"), "f.kind.is=finding&f.retest_on.to=today", "retest_on" },
	{ NULL }
};

static const struct field fields[] = {
	{ "title", N_("What is to be done"), TEXT, REQUIRED | LISTED | SEARCHED | MATCHED | WIDE, .max = 160, .group = N_("Maintenance") },
	{ "kind", N_("Kind"), CHOICE, REQUIRED | LISTED | FILTERED | BADGE, .choices = maintenance_kinds, .otherwise = "work" },
	{ "status", N_("State"), CHOICE, REQUIRED | LISTED | FILTERED | BADGE, .choices = maintenance_states, .otherwise = "open" },
	{ "description", N_("Description"), LONG_TEXT, WIDE },
	{ "urgency", N_("Urgency"), INTEGER, REQUIRED | LISTED | FILTERED, .least = 1, .most = 5, .otherwise = "3", .hint = N_("1 is lowest, 5 is highest"),
	  .group = N_("Priority") },
	{ "impact", N_("Impact"), INTEGER, REQUIRED | LISTED | FILTERED, .least = 1, .most = 5, .otherwise = "3", .hint = N_("1 is lowest, 5 is highest") },
	{ "complexity", N_("Complexity"), INTEGER, REQUIRED | LISTED | FILTERED, .least = 1, .most = 5, .otherwise = "3", .hint = N_("1 is lowest, 5 is highest") },
	{ "priority", N_("Priority by weights"), DECIMAL, LISTED, .decimals = 2, .computed = MAINTENANCE_WEIGHTED("{self}") },
	{ "effort_priority", N_("Priority by effort"), DECIMAL, LISTED, .decimals = 2, .computed = MAINTENANCE_BY_EFFORT("{self}") },
	{ "hours_planned", N_("Hours planned"), DECIMAL, LISTED, .decimals = 1, .most = MAINTENANCE_HOURS_MOST, .group = N_("Effort") },
	{ "hours_actual", N_("Hours spent"), DECIMAL, 0, .decimals = 1, .most = MAINTENANCE_HOURS_MOST },
	{ "people_planned", N_("People planned"), INTEGER, 0, .max = 4 },
	{ "people_actual", N_("People who worked on it"), INTEGER, 0, .max = 4 },
	{ "equipment", N_("Equipment"), TEXT, WIDE, .max = 300 },
	{ "planned_on", N_("Planned for"), DATE, LISTED | SORTED | FILTERED, .group = N_("Days") },
	{ "done_on", N_("Done on"), DATE, 0, .hint = N_("Empty: the day on which the state becomes done") },
	{ "check_name", N_("Security check"), TEXT, MATCHED, .max = 160, .hint = N_("As qiao doctor names it, where this is a finding") },
	{ "retest_on", N_("Test again on"), DATE, SORTED | FILTERED },
	{ "owner_id", N_("Owner"), REF, LISTED | FILTERED, .refers = &user_entity },
	{ "created_at", N_("Entered"), INSTANT, READ_ONLY },
	{ .name = NULL }
};

static void
settle(struct work *work, struct input *input, const struct record *before)
{
	bool is_done = str_equal(input_outcome_of(input, before, S("status")), S("done"));

	if (is_done && !input_outcome_of(input, before, S("done_on")).len)
		input_set(input, S("done_on"), date_text(work->arena, work_today(work)));
}

const struct entity maintenance_item_entity = {
	"maintenance_item", "/maintenance", N_("Maintenance item"), N_("Maintenance"), N_("New maintenance item"), "check", "MI-", "title", NULL, "-id",
	.flags = 0, .fields = fields, .span = "status", .settle = settle, .views = views,
};
