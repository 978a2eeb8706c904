/* maintenance_rule.c: how the priority of maintenance is worked out. There is one, and the page of the plan sets it. */
#include "entities/entities.h"

#include "model/input.h"

static const struct choice formulas[] = {
	{ "weighted", N_("Weighted sum"), "info" }, { "effort", N_("Urgency × impact / effort"), "vio" }, { NULL }
};

static const struct field fields[] = {
	{ "name", N_("Name"), TEXT, READ_ONLY | LISTED, .max = 80 },
	{ "name_en", N_("Name in English"), TEXT, READ_ONLY, .max = 80 },
	{ "formula", N_("Order of the plan"), CHOICE, REQUIRED | LISTED, .choices = formulas, .otherwise = "weighted" },
	{ "urgency_weight", N_("Weight of urgency"), DECIMAL, REQUIRED | LISTED, .decimals = 2 },
	{ "impact_weight", N_("Weight of impact"), DECIMAL, REQUIRED | LISTED, .decimals = 2 },
	{ "complexity_weight", N_("Weight of complexity"), DECIMAL, REQUIRED | LISTED, .decimals = 2 },
	{ "hours_per_week", N_("Hours available in a week"), DECIMAL, REQUIRED | LISTED, .decimals = 1 },
	{ .name = NULL }
};

static void
check(struct work *work, struct input *input)
{
	for (size_t i = 0; fields[i].name; i++) {
		struct str value = input_get(input, str_from(fields[i].name));

		if (fields[i].kind == DECIMAL && str_starts_with(value, S("-")))
			input_problem(input, str_from(fields[i].name), work_text(work, N_("Enter 0 or more")));
	}
}

const struct entity maintenance_rule_entity = {
	"maintenance_rule", "/maintenance-rules", N_("Priority rule"), N_("Priority rules"), N_("New priority rule"), "list", "MR-", "name", "name_en", "id",
	.flags = FIXED, .fields = fields, .check = check,
};
