/* incident.c: a time at which something did not work. qiao probe writes them, and so do people. */
#include "entities/entities.h"

#include "model/input.h"

static const struct choice finders[] = { { "person", N_("By a person"), "neu" }, { "automatic", N_("By qiao probe"), "info" }, { NULL } };
static const struct named_view views[] = { { N_("Not over yet"), "f.ended_at.blank=1", "-began_at" }, { NULL } };

static const struct field fields[] = {
	{ "title", N_("What went wrong"), TEXT, REQUIRED | LISTED | SEARCHED | WIDE, .max = 160, .group = N_("Incident") },
	{ "service", N_("Service"), CODE, REQUIRED | LISTED | FILTERED | SUBTITLE, .max = 40,
	  .hint = N_("A program such as customers or sales, database, or all") },
	{ "began_at", N_("Began"), INSTANT, REQUIRED | LISTED | SORTED | FILTERED },
	{ "ended_at", N_("Ended"), INSTANT, LISTED | FILTERED, .hint = N_("Empty: it goes on") },
	{ "is_planned", N_("Announced maintenance"), BOOLEAN, LISTED | FILTERED, .otherwise = "0", .hint = N_("Counted apart from failures") },
	{ "found", N_("Found"), CHOICE, REQUIRED | LISTED | FILTERED, .choices = finders, .otherwise = "person" },
	{ "cause", N_("Cause"), LONG_TEXT, WIDE, .group = N_("Afterwards") },
	{ "cure", N_("Cure"), LONG_TEXT, WIDE },
	{ "maintenance_item_id", N_("Maintenance item"), REF, 0, .refers = &maintenance_item_entity, .hint = N_("What is done so that it does not happen again") },
	{ "created_at", N_("Entered"), INSTANT, READ_ONLY },
	{ .name = NULL }
};

static void
check(struct work *work, struct input *input)
{
	struct str began = input_get(input, S("began_at")), ended = input_get(input, S("ended_at"));

	if (began.len && ended.len && str_compare(began, ended) > 0)
		input_problem(input, S("ended_at"), work_text(work, N_("The end lies before the beginning")));
}

const struct entity incident_entity = {
	"incident", "/incidents", N_("Incident"), N_("Incidents"), N_("New incident"), "warning", "IN-", "title", NULL, "-began_at",
	.flags = 0, .fields = fields, .check = check, .views = views,
};
