/* contact.c: people at a customer. */
#include "entities/entities.h"

static const struct choice influences[] = {
	{ "decides", N_("Decides"), "ok" }, { "advises", N_("Advises"), "info" }, { "uses", N_("Uses it"), "neu" }, { "other", N_("Other"), "neu" }, { NULL }
};

static const struct field fields[] = {
	{ "name", N_("Name"), TEXT, REQUIRED | LISTED | SEARCHED | SORTED | MATCHED, .max = 120, .group = N_("Person") },
	{ "customer_id", N_("Customer"), REF, REQUIRED | LISTED | SUBTITLE, .refers = &customer_entity },
	{ "job_title", N_("Position"), TEXT, LISTED | SUBTITLE, .max = 120 },
	{ "influence", N_("Say in decisions"), CHOICE, LISTED | FILTERED | BADGE, .choices = influences },
	{ "phone", N_("Phone"), PHONE, LISTED | SEARCHED, .group = N_("Reach") },
	{ "email", N_("E-mail"), EMAIL, LISTED | SEARCHED | MATCHED },
	{ "external_code", N_("Number elsewhere"), CODE, SEARCHED | MATCHED | UNIQUE, .max = 60, .group = N_("Care"), .hint = N_("Their number in another system") },
	{ "owner_id", N_("Owner"), REF, LISTED | FILTERED, .refers = &user_entity },
	{ "team_id", N_("Team"), REF, READ_ONLY | FILTERED, .refers = &team_entity },
	{ "note", N_("Note"), LONG_TEXT, WIDE },
	{ "created_at", N_("Entered"), INSTANT, READ_ONLY },
	{ .name = NULL }
};

const struct entity contact_entity = {
	"contact", "/contacts", N_("Contact"), N_("Contacts"), N_("New contact"), "person", "P-", "name", NULL, "-id",
	.flags = OWNED, .fields = fields,
};
