/* customer_tag.c: which tags a customer carries. */
#include "entities/entities.h"

static const struct field fields[] = {
	{ "tag_id", N_("Tag"), REF, REQUIRED, .refers = &tag_entity },
	{ .name = NULL }
};

const struct entity customer_tag_entity = {
	.name = "customer_tag", .label = N_("Tag"), .label_plural = N_("Tags"), .label_new = N_("Add tag"),
	.icon = "tag", .flags = CHECKLIST, .fields = fields, .parent_field = "customer_id",
};
