/* dictionary.c: lists every entity, parents before what refers to them. */
#include "entities/entities.h"

const struct entity *const dictionary[] = {
	&region_entity, &industry_entity, &source_entity, &tag_entity,
	&role_entity, &team_entity, &user_entity,
	&customer_entity, &customer_phone_entity, &customer_address_entity, &customer_tag_entity,
	&contact_entity, &need_entity,
	&strategy_entity, &campaign_entity, &campaign_member_entity,
	&product_category_entity, &product_entity, &price_entity, &channel_entity, &pipeline_entity, &stage_entity,
	&opportunity_entity, &lead_entity, &quote_entity, &quote_line_entity, &sales_order_entity, &sales_order_line_entity,
	&payment_entity, &target_entity,
	&request_category_entity, &request_status_entity, &request_entity, &request_comment_entity,
	&communication_entity, &task_entity,
	&maintenance_rule_entity, &maintenance_item_entity, &change_request_entity, &incident_entity,
	NULL
};
