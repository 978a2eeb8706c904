/* vehicle.c: cars and lorries of customers. */
#include "entities/entities.h"

static const struct field fields[] = {
	{ "plate", N_("Plate"), CODE, REQUIRED | LISTED | SEARCHED | MATCHED | UNIQUE, .max = 20 },
	{ "customer_id", N_("Customer"), REF, REQUIRED | LISTED | SUBTITLE, .refers = &customer_entity },
	{ "inspected_on", N_("Inspected"), DATE, LISTED | SORTED | FILTERED },
	{ "owner_id", N_("Owner"), REF, LISTED | FILTERED, .refers = &user_entity },
	{ "team_id", N_("Team"), REF, READ_ONLY | FILTERED, .refers = &team_entity },
	{ "created_at", N_("Entered"), INSTANT, READ_ONLY },
	{ .name = NULL }
};

const struct entity vehicle_entity = {
	"vehicle", "/vehicles", N_("Vehicle"), N_("Vehicles"), N_("New vehicle"), "product", "V-", "plate", NULL, "-id",
	.flags = OWNED, .fields = fields, .happened = "inspected_on",
};
