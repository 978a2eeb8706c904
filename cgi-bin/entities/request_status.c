/* request_status.c: the states of a request, each standing for one of the three base states. */
#include "entities/entities.h"

#include "model/input.h"

const struct choice request_states[] = {
	{ "unhandled", N_("Not handled"), "warn", true }, { "handling", N_("Being handled"), "info" }, { "handled", N_("Handled"), "ok" }, { NULL }
};

static const struct field fields[] = {
	{ "name", N_("Name"), TEXT, REQUIRED | LISTED | SEARCHED | MATCHED | UNIQUE | SORTED, .max = 80 },
	{ "name_en", N_("Name in English"), TEXT, LISTED | SEARCHED | SUBTITLE, .max = 80 },
	{ "state", N_("Stands for"), CHOICE, REQUIRED | LISTED | FILTERED, .choices = request_states, .otherwise = "handling" },
	{ "position", N_("Place"), INTEGER, REQUIRED | LISTED, .otherwise = "50", .hint = N_("Smaller numbers come first") },
	{ .name = NULL }
};

/* Requests keep the base state they came to; another meaning of their state would make both untrue. */
static void
settle(struct work *work, struct input *input, const struct record *before)
{
	if (!before || str_equal(input_outcome_of(input, before, S("state")), record_value(before, S("state"))))
		return;
	if (db_value(work->db, SQL("SELECT id FROM request WHERE status_id = ? LIMIT 1"), ARGS(before->id)).data)
		input_problem(input, S("state"), work_text(work, N_("Requests are in this state already. Make a new state for the other meaning.")));
}

const struct entity request_status_entity = {
	"request_status", "/request-statuses", N_("Request state"), N_("Request states"), N_("New request state"), "list", "", "name", "name_en", "id",
	.flags = LIST | CATALOGUED, .fields = fields, .settle = settle,
};
