/* product_category.c: families of products. */
#include "entities/entities.h"

static const struct field fields[] = {
	{ "name", N_("Name"), TEXT, REQUIRED | LISTED | SEARCHED | MATCHED | UNIQUE | SORTED, .max = 80 },
	{ "name_en", N_("Name in English"), TEXT, LISTED | SEARCHED | SUBTITLE, .max = 80 },
	{ .name = NULL }
};

const struct entity product_category_entity = {
	"product_category", "/product-categories", N_("Product category"), N_("Product categories"), N_("New product category"), "list", "", "name", "name_en", "id",
	.flags = LIST | CATALOGUED, .fields = fields,
};
