/* price.c: prices that differ from the list price: for a class of customer, from a quantity on, for a time. */
#include "entities/entities.h"

#include "entities/period.h"

static const struct field fields[] = {
	{ "product_id", N_("Product"), REF, REQUIRED | LISTED | FILTERED, .refers = &product_entity, .group = N_("Price") },
	{ "amount", N_("Price"), MONEY, REQUIRED | LISTED | SORTED | FILTERED },
	{ "level", N_("Class"), CHOICE, LISTED | FILTERED, .choices = customer_levels, .group = N_("Applies to"), .hint = N_("Empty: for every customer") },
	{ "min_quantity", N_("From quantity"), DECIMAL, LISTED, .decimals = 3, .hint = N_("Empty: from the first one") },
	{ "from_on", N_("Valid from"), DATE, LISTED | SORTED },
	{ "until_on", N_("Valid until"), DATE, LISTED },
	{ .name = NULL }
};

const struct entity price_entity = {
	"price", "/prices", N_("Price"), N_("Prices"), N_("New price"), "tag", "", "product_id", NULL, "-id",
	.fields = fields, .check = period_check,
};
