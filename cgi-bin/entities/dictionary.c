/* dictionary.c: lists every entity, parents before what refers to them. */
#include "entities/entities.h"

const struct entity *const dictionary[] = {
	&region_entity, &industry_entity, &source_entity, &tag_entity,
	&role_entity, &team_entity, &user_entity,
	&customer_entity, &customer_phone_entity, &customer_address_entity, &customer_tag_entity,
	&contact_entity, &need_entity,
	NULL
};
