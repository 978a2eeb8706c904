/* source.c: where customers come from. */
#include "entities/entities.h"

static const struct field fields[] = {
	{ "name", N_("Name"), TEXT, REQUIRED | LISTED | SEARCHED | MATCHED | UNIQUE | SORTED, .max = 80 },
	{ "name_en", N_("Name in English"), TEXT, LISTED | SEARCHED | SUBTITLE, .max = 80 },
	{ .name = NULL }
};

const struct entity source_entity = {
	"source", "/sources", N_("Source"), N_("Sources"), N_("New source"), "marketing", "", "name", "name_en", "id",
	.flags = LIST | CATALOGUED, .fields = fields,
};
