/* need.c: what customers say they need. */
#include "entities/entities.h"

static const struct choice categories[] = {
	{ "product", N_("Product") }, { "price", N_("Price") }, { "delivery", N_("Delivery") }, { "service", N_("Service") }, { "other", N_("Other") }, { NULL }
};
static const struct choice priorities[] = { { "high", N_("High"), "bad" }, { "normal", N_("Normal"), "neu" }, { "low", N_("Low"), "neu" }, { NULL } };
static const struct choice statuses[] = {
	{ "open", N_("Open"), "warn", true }, { "planned", N_("Planned"), "info" }, { "met", N_("Met"), "ok" }, { "declined", N_("Declined"), "neu" }, { NULL }
};

static const struct field fields[] = {
	{ "title", N_("Need"), TEXT, REQUIRED | LISTED | SEARCHED | WIDE, .max = 160, .group = N_("What is needed") },
	{ "customer_id", N_("Customer"), REF, REQUIRED | LISTED | SUBTITLE, .refers = &customer_entity },
	{ "contact_id", N_("Contact"), REF, 0, .refers = &contact_entity },
	{ "detail", N_("In their words"), LONG_TEXT, WIDE },
	{ "category", N_("Category"), CHOICE, REQUIRED | LISTED | FILTERED, .choices = categories, .otherwise = "product", .group = N_("Handling") },
	{ "priority", N_("Priority"), CHOICE, REQUIRED | LISTED | FILTERED | BADGE, .choices = priorities, .otherwise = "normal" },
	{ "status", N_("Status"), CHOICE, REQUIRED | LISTED | FILTERED | BADGE, .choices = statuses, .otherwise = "open" },
	{ "budget", N_("Budget"), MONEY, LISTED },
	{ "wanted_on", N_("Wanted by"), DATE, LISTED | SORTED | FILTERED },
	{ "owner_id", N_("Owner"), REF, LISTED | FILTERED, .refers = &user_entity },
	{ "team_id", N_("Team"), REF, READ_ONLY | FILTERED, .refers = &team_entity },
	{ "created_at", N_("Entered"), INSTANT, READ_ONLY },
	{ .name = NULL }
};

const struct entity need_entity = {
	"need", "/needs", N_("Need"), N_("Needs"), N_("New need"), "note", "N-", "title", NULL, "-id",
	.flags = OWNED, .fields = fields,
};
