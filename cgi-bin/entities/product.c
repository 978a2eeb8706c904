/* product.c: what we sell. */
#include "entities/entities.h"

static const struct field fields[] = {
	{ "name", N_("Name"), TEXT, REQUIRED | LISTED | SEARCHED | MATCHED | SORTED, .max = 120, .group = N_("Product") },
	{ "name_en", N_("Name in English"), TEXT, SEARCHED | SUBTITLE, .max = 120 },
	{ "code", N_("Code"), CODE, LISTED | SEARCHED | MATCHED | UNIQUE, .max = 60, .hint = N_("For example the number in the price list") },
	{ "category_id", N_("Product category"), REF, LISTED | FILTERED, .refers = &product_category_entity },
	{ "unit", N_("Unit"), TEXT, LISTED, .max = 20, .hint = N_("For example piece, set or hour") },
	{ "price", N_("List price"), MONEY, LISTED | SORTED | FILTERED, .group = N_("Price") },
	{ "cost", N_("Cost"), MONEY, 0 },
	{ "is_active", N_("On sale"), BOOLEAN, LISTED | FILTERED, .otherwise = "1" },
	{ "description", N_("Description"), LONG_TEXT, WIDE, .group = N_("Description") },
	{ .name = NULL }
};

const struct entity product_entity = {
	"product", "/products", N_("Product"), N_("Products"), N_("New product"), "product", "PR-", "name", "name_en", "-id",
	.flags = CATALOGUED, .fields = fields,
};
