/* stage.c: steps of a pipeline. */
#include "entities/entities.h"

#include "model/input.h"

const struct choice stage_outcomes[] = { { "open", N_("Open"), "info" }, { "won", N_("Won"), "ok" }, { "lost", N_("Lost"), "bad" }, { NULL } };

static const struct field fields[] = {
	{ "name", N_("Name"), TEXT, REQUIRED | LISTED | SEARCHED | MATCHED, .max = 80 },
	{ "name_en", N_("Name in English"), TEXT, LISTED | SEARCHED | SUBTITLE, .max = 80 },
	{ "pipeline_id", N_("Pipeline"), REF, REQUIRED | LISTED | FILTERED, .refers = &pipeline_entity, .otherwise = "1" },
	{ "position", N_("Place"), INTEGER, REQUIRED | LISTED, .otherwise = "50", .hint = N_("Smaller numbers come first") },
	{ "probability", N_("Chance in percent"), INTEGER, REQUIRED | LISTED, .most = 100, .otherwise = "50" },
	{ "outcome", N_("Stands for"), CHOICE, REQUIRED | LISTED | FILTERED, .choices = stage_outcomes, .otherwise = "open" },
	{ .name = NULL }
};

/* Deals keep the outcome they came to; another meaning of their stage would make both untrue. */
static void
settle(struct work *work, struct input *input, const struct record *before)
{
	if (!before || str_equal(input_outcome_of(input, before, S("outcome")), record_value(before, S("outcome"))))
		return;
	if (db_value(work->db, SQL("SELECT id FROM opportunity WHERE stage_id = ? LIMIT 1"), ARGS(before->id)).data)
		input_problem(input, S("outcome"), work_text(work, N_("Deals are in this stage already. Make a new stage for the other meaning.")));
}

const struct entity stage_entity = {
	"stage", "/stages", N_("Stage"), N_("Stages"), N_("New stage"), "list", "", "name", "name_en", "id",
	.flags = LIST | CATALOGUED, .fields = fields, .group = "pipeline_id", .settle = settle,
};
