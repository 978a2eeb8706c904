/* industry.c: lines of business. */
#include "entities/entities.h"

static const struct field fields[] = {
	{ "name", N_("Name"), TEXT, REQUIRED | LISTED | SEARCHED | MATCHED | UNIQUE | SORTED, .max = 80 },
	{ "name_en", N_("Name in English"), TEXT, LISTED | SEARCHED | SUBTITLE, .max = 80 },
	{ .name = NULL }
};

const struct entity industry_entity = {
	"industry", "/industries", N_("Industry"), N_("Industries"), N_("New industry"), "company", "", "name", "name_en", "id",
	.flags = LIST | CATALOGUED, .fields = fields,
};
