/* channel.c: ways of selling. */
#include "entities/entities.h"

static const struct field fields[] = {
	{ "name", N_("Name"), TEXT, REQUIRED | LISTED | SEARCHED | MATCHED | UNIQUE | SORTED, .max = 80 },
	{ "name_en", N_("Name in English"), TEXT, LISTED | SEARCHED | SUBTITLE, .max = 80 },
	{ .name = NULL }
};

const struct entity channel_entity = {
	"channel", "/channels", N_("Channel"), N_("Channels"), N_("New channel"), "globe", "", "name", "name_en", "id",
	.flags = LIST | CATALOGUED, .fields = fields,
};
