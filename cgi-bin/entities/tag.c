/* tag.c: words to mark customers with. */
#include "entities/entities.h"

static const struct field fields[] = {
	{ "name", N_("Name"), TEXT, REQUIRED | LISTED | SEARCHED | MATCHED | UNIQUE | SORTED, .max = 40 },
	{ .name = NULL }
};

const struct entity tag_entity = {
	"tag", "/tags", N_("Tag"), N_("Tags"), N_("New tag"), "tag", "", "name", NULL, "name",
	.flags = LIST | CATALOGUED, .fields = fields,
};
