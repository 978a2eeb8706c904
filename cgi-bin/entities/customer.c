/* customer.c: companies and persons we do business with. */
#include "entities/entities.h"

static const struct choice kinds[] = { { "company", N_("Company") }, { "person", N_("Person") }, { NULL } };

static const struct choice stages[] = {
	{ "lead", N_("Lead"), "vio", true }, { "interested", N_("Interested"), "vio" }, { "negotiating", N_("Negotiating"), "info" },
	{ "won", N_("Won"), "ok" }, { "repeat", N_("Repeat business"), "ok" }, { "loyal", N_("Loyal"), "ok" }, { NULL }
};

const struct choice customer_levels[] = { { "A", N_("A") }, { "B", N_("B") }, { "C", N_("C") }, { "D", N_("D") }, { NULL } };

static const struct field fields[] = {
	{ "name", N_("Name"), TEXT, REQUIRED | LISTED | SEARCHED | SORTED | MATCHED | WIDE, .max = 120,
	  .group = N_("Identity"), .group_hint = N_("Name and how we know this customer.") },
	{ "name_other", N_("Name in the other language"), TEXT, SEARCHED, .max = 120 },
	{ "kind", N_("Kind"), CHOICE, REQUIRED, .choices = kinds, .otherwise = "company" },
	{ "stage", N_("Stage"), CHOICE, REQUIRED | LISTED | FILTERED | BADGE, .choices = stages, .otherwise = "lead" },
	{ "level", N_("Class"), CHOICE, LISTED | FILTERED, .choices = customer_levels, .hint = N_("A is the most valuable") },
	{ "industry_id", N_("Industry"), REF, LISTED | FILTERED | SUBTITLE, .refers = &industry_entity },
	{ "region_id", N_("Region"), REF, LISTED | FILTERED | SUBTITLE, .refers = &region_entity },
	{ "source_id", N_("Source"), REF, FILTERED, .refers = &source_entity },
	{ "phone", N_("Phone"), PHONE, LISTED,
	  .computed = "(SELECT p.number FROM customer_phone p WHERE p.customer_id = {self}.id ORDER BY p.position, p.id LIMIT 1)" },
	{ "email", N_("E-mail"), EMAIL, SEARCHED | MATCHED, .group = N_("Reach"),
	  .group_hint = N_("The first phone and the first address are the main ones.") },
	{ "website", N_("Website"), URL, 0 },
	{ "parent_id", N_("Part of"), REF, 0, .refers = &customer_entity, .hint = N_("The company above this one"), .group = N_("Company") },
	{ "employees", N_("Employees"), INTEGER, FILTERED },
	{ "revenue", N_("Revenue of a year"), MONEY, 0 },
	{ "founded_in", N_("Founded in"), YEAR, 0 },
	{ "external_code", N_("Number elsewhere"), CODE, SEARCHED | MATCHED | UNIQUE, .max = 60, .group = N_("Care"),
	  .group_hint = N_("Who looks after this customer."), .hint = N_("Their number in another system") },
	{ "owner_id", N_("Owner"), REF, LISTED | FILTERED | SUBTITLE, .refers = &user_entity },
	{ "team_id", N_("Team"), REF, READ_ONLY | FILTERED, .refers = &team_entity },
	{ "note", N_("Note"), LONG_TEXT, WIDE },
	{ "created_at", N_("Entered"), INSTANT, READ_ONLY | LISTED },
	{ .name = NULL }
};

static const struct entity *const children[] = { &customer_phone_entity, &customer_address_entity, &customer_tag_entity, NULL };

const struct entity customer_entity = {
	"customer", "/customers", N_("Customer"), N_("Customers"), N_("New customer"), "customers", "C-", "name", NULL, "-id",
	.flags = OWNED, .fields = fields, .children = children, .span = "stage",
};
