/* role.c: what a kind of user may do. The roles are built in. */
#include "entities/entities.h"

static const struct field fields[] = {
	{ "name", N_("Name"), TEXT, REQUIRED | LISTED, .max = 80 },
	{ "name_en", N_("Name in English"), TEXT, REQUIRED | LISTED, .max = 80 },
	{ "description", N_("Description"), TEXT, LISTED, .max = 300 },
	{ "description_en", N_("Description in English"), TEXT, LISTED, .max = 300 },
	{ "code", N_("Code"), CODE, READ_ONLY | MATCHED, .max = 40 },
	{ .name = NULL }
};

const struct entity role_entity = {
	"role", "/roles", N_("Role"), N_("Roles"), N_("New role"), "shield", "", "name", "name_en", "id",
	.flags = LIST | CATALOGUED | FIXED, .fields = fields,
};
