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
extern const struct entity product_category_entity;
extern const struct entity product_entity;
extern const struct entity price_entity;
extern const struct entity channel_entity;
extern const struct entity pipeline_entity;
extern const struct entity stage_entity;
extern const struct entity strategy_entity;
extern const struct entity campaign_entity;
extern const struct entity opportunity_entity;
extern const struct entity lead_entity;
extern const struct entity quote_entity;
extern const struct entity quote_line_entity;
extern const struct entity sales_order_entity;
extern const struct entity sales_order_line_entity;
extern const struct entity payment_entity;
extern const struct entity target_entity;
extern const struct entity request_category_entity;
extern const struct entity request_status_entity;
extern const struct entity request_entity;
extern const struct entity request_comment_entity;
extern const struct entity communication_entity;
extern const struct entity task_entity;
extern const struct entity campaign_member_entity;
extern const struct entity maintenance_rule_entity;
extern const struct entity maintenance_item_entity;
extern const struct entity change_request_entity;
extern const struct entity incident_entity;

struct rows;
/* Ids of all customers in a campaign in their order, whoever may see them: nobody is added twice. */
struct rows *campaign_customers(struct work *work, struct str campaign_id);

/* Choices that more than one entity has. */
extern const struct choice customer_levels[];
extern const struct choice stage_outcomes[];
extern const struct choice request_states[];
extern const struct choice maintenance_kinds[];
extern const struct choice maintenance_states[];

/* Every entity, NULL-terminated. */
extern const struct entity *const dictionary[];

/* The areas in the order of the navigation; a NULL name ends the table. */
extern const struct area areas[];

#endif
