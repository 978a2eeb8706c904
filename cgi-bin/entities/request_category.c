/* request_category.c: what requests are about. */
#include "entities/entities.h"

static const struct field fields[] = {
	{ "name", N_("Name"), TEXT, REQUIRED | LISTED | SEARCHED | MATCHED | UNIQUE | SORTED, .max = 80 },
	{ "name_en", N_("Name in English"), TEXT, LISTED | SEARCHED | SUBTITLE, .max = 80 },
	{ .name = NULL }
};

const struct entity request_category_entity = {
	"request_category", "/request-categories", N_("Request category"), N_("Request categories"), N_("New request category"), "list", "", "name", "name_en", "id",
	.flags = LIST | CATALOGUED, .fields = fields,
};
