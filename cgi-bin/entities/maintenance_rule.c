/* maintenance_rule.c: how the priority of maintenance is worked out. There is one, and the page of the plan sets it. */
#include "entities/entities.h"

#include "entities/maintenance.h"

static const struct choice formulas[] = {
	{ "weighted", N_("Weighted sum"), "info" }, { "effort", N_("Urgency × impact / effort"), "vio" }, { NULL }
};

static const struct field fields[] = {
	{ "name", N_("Name"), TEXT, READ_ONLY | LISTED, .max = 80 },
	{ "name_en", N_("Name in English"), TEXT, READ_ONLY, .max = 80 },
	{ "formula", N_("Order of the plan"), CHOICE, REQUIRED | LISTED, .choices = formulas, .otherwise = "weighted" },
	{ "urgency_weight", N_("Weight of urgency"), DECIMAL, REQUIRED | LISTED, .decimals = 2, .most = 9999 },
	{ "impact_weight", N_("Weight of impact"), DECIMAL, REQUIRED | LISTED, .decimals = 2, .most = 9999 },
	{ "complexity_weight", N_("Weight of complexity"), DECIMAL, REQUIRED | LISTED, .decimals = 2, .most = 9999 },
	{ "hours_per_week", N_("Hours available in a week"), DECIMAL, REQUIRED | LISTED, .decimals = 1, .most = MAINTENANCE_HOURS_MOST },
	{ .name = NULL }
};

const struct entity maintenance_rule_entity = {
	"maintenance_rule", "/maintenance-rules", N_("Priority rule"), N_("Priority rules"), N_("New priority rule"), "list", "MR-", "name", "name_en", "id",
	.flags = FIXED, .fields = fields,
};
