/* areas.c: the parts of the work, in the order of the navigation. */
#include "entities/entities.h"

static const struct entity *const customers[] = {
	&customer_entity, &contact_entity, &need_entity, &tag_entity, &region_entity, &industry_entity, &source_entity, NULL
};
static const struct entity *const admin[] = { &user_entity, &team_entity, &role_entity, NULL };

const struct area areas[] = {
	{ "customers", N_("Customers"), "customers", customers, 4 },
	{ "admin", N_("Admin"), "admin", admin, 3 },
	{ .name = NULL }
};
