/* pipeline.c: the ways a deal can go, each with its stages. */
#include "entities/entities.h"

static const struct field fields[] = {
	{ "name", N_("Name"), TEXT, REQUIRED | LISTED | SEARCHED | MATCHED | UNIQUE | SORTED, .max = 80 },
	{ "name_en", N_("Name in English"), TEXT, LISTED | SEARCHED | SUBTITLE, .max = 80 },
	{ .name = NULL }
};

const struct entity pipeline_entity = {
	"pipeline", "/pipelines", N_("Pipeline"), N_("Pipelines"), N_("New pipeline"), "sales", "", "name", "name_en", "id",
	.flags = LIST | CATALOGUED, .fields = fields,
};
