/*
 * entities.h: the data dictionary: what the business talks about. One file
 * per entity; dictionary.c lists them, parents before what refers to them.
 */
#ifndef ENTITIES_ENTITIES_H
#define ENTITIES_ENTITIES_H

#include "model/entity.h"

extern const struct entity region_entity;
extern const struct entity industry_entity;
extern const struct entity source_entity;
extern const struct entity tag_entity;
extern const struct entity role_entity;
extern const struct entity team_entity;
extern const struct entity user_entity;
extern const struct entity customer_entity;
extern const struct entity customer_phone_entity;
extern const struct entity customer_address_entity;
extern const struct entity customer_tag_entity;
extern const struct entity contact_entity;
extern const struct entity need_entity;

/* Every entity, NULL-terminated. */
extern const struct entity *const dictionary[];

/* The areas in the order of the navigation; a NULL name ends the table. */
extern const struct area areas[];

#endif
