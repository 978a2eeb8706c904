/* region.c: countries, provinces and cities, a tree. */
#include "entities/entities.h"

static const struct field fields[] = {
	{ "name", N_("Name"), TEXT, REQUIRED | LISTED | SEARCHED | SORTED, .max = 80 },
	{ "name_en", N_("Name in English"), TEXT, LISTED | SEARCHED | SUBTITLE, .max = 80 },
	{ "code", N_("Code"), CODE, LISTED | SEARCHED | MATCHED | UNIQUE, .max = 20, .hint = N_("For example the official number of the region") },
	{ "parent_id", N_("Lies in"), REF, LISTED | FILTERED, .refers = &region_entity },
	{ .name = NULL }
};

const struct entity region_entity = {
	"region", "/regions", N_("Region"), N_("Regions"), N_("New region"), "globe", "", "name", "name_en", "id",
	.flags = LIST | CATALOGUED | TREE, .fields = fields,
};
