/* customer_phone.c: phones of a customer; the first is the main one. */
#include "entities/entities.h"

static const struct choice kinds[] = {
	{ "work", N_("Work") }, { "mobile", N_("Mobile") }, { "home", N_("Home") }, { "fax", N_("Fax") }, { "other", N_("Other") }, { NULL }
};

static const struct field fields[] = {
	{ "kind", N_("Kind"), CHOICE, REQUIRED, .choices = kinds, .otherwise = "work" },
	{ "number", N_("Number"), PHONE, REQUIRED | SEARCHED },
	{ .name = NULL }
};

const struct entity customer_phone_entity = {
	.name = "customer_phone", .label = N_("Phone"), .label_plural = N_("Phones"), .label_new = N_("Add phone"),
	.icon = "call", .fields = fields, .parent_field = "customer_id",
};
