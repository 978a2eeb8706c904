/* request_comment.c: what was said about a request. */
#include "entities/entities.h"

static const struct choice kinds[] = {
	{ "reply", N_("Answer"), "info" }, { "internal", N_("Internal note"), "warn" }, { "customer", N_("Customer"), "neu" }, { NULL }
};

static const struct field fields[] = {
	{ "kind", N_("Kind"), CHOICE, REQUIRED, .choices = kinds, .otherwise = "reply" },
	{ "body", N_("Text"), LONG_TEXT, REQUIRED },
	{ "author_id", N_("By"), REF, 0, .refers = &user_entity },
	{ "created_at", N_("Entered"), INSTANT, READ_ONLY },
	{ .name = NULL }
};

const struct entity request_comment_entity = {
	.name = "request_comment", .label = N_("Comment"), .label_plural = N_("Comments"), .label_new = N_("Add comment"),
	.icon = "note", .flags = APPENDED, .fields = fields, .parent_field = "request_id",
};
