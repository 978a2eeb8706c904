/* customer_address.c: addresses of a customer; the first is the main one. */
#include "entities/entities.h"

static const struct choice kinds[] = {
	{ "office", N_("Office") }, { "delivery", N_("Delivery") }, { "invoice", N_("Invoice") }, { "home", N_("Home") },
	{ "other", N_("Other") }, { NULL }
};

static const struct field fields[] = {
	{ "kind", N_("Kind"), CHOICE, REQUIRED, .choices = kinds, .otherwise = "office" },
	{ "street", N_("Street and number"), TEXT, WIDE, .max = 200 },
	{ "city", N_("City"), TEXT, 0, .max = 80 },
	{ "postcode", N_("Postcode"), TEXT, 0, .max = 20 },
	{ .name = NULL }
};

const struct entity customer_address_entity = {
	.name = "customer_address", .label = N_("Address"), .label_plural = N_("Addresses"), .label_new = N_("Add address"),
	.icon = "globe", .fields = fields, .parent_field = "customer_id",
};
