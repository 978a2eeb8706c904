/* areas.c: the parts of the work, in the order of the navigation. */
#include "entities/entities.h"

static const struct entity *const customers[] = {
	&customer_entity, &contact_entity, &need_entity, &tag_entity, &region_entity, &industry_entity, &source_entity, NULL
};
static const struct entity *const communications[] = { &communication_entity, &task_entity, NULL };
static const struct entity *const sales[] = {
	&lead_entity, &opportunity_entity, &quote_entity, &sales_order_entity, &payment_entity, &target_entity, &product_entity,
	&price_entity, &product_category_entity, &channel_entity, &pipeline_entity, &stage_entity, NULL
};
static const struct entity *const service[] = { &request_entity, &request_category_entity, &request_status_entity, NULL };
static const struct entity *const marketing[] = { &campaign_entity, &campaign_member_entity, &strategy_entity, NULL };
static const struct entity *const admin[] = {
	&user_entity, &team_entity, &role_entity, &maintenance_item_entity, &change_request_entity, &incident_entity, &maintenance_rule_entity, NULL
};

static const struct area_page communications_pages[] = {
	{ "/day", N_("My day"), "check", &task_entity },
	{ "/calendar", N_("Calendar"), "as-of", &communication_entity },
	{ .path = NULL }
};
static const struct area_page sales_pages[] = {
	{ "/opportunities/board", N_("Board"), "sales", &opportunity_entity },
	{ "/sales/report", N_("Sales report"), "analytics", &opportunity_entity },
	{ .path = NULL }
};
static const struct area_page service_pages[] = {
	{ "/requests/overview", N_("Service overview"), "analytics", &request_entity },
	{ .path = NULL }
};
static const struct area_page admin_pages[] = {
	{ "/system/backups", N_("Backup and restore"), "shield", &maintenance_item_entity },
	{ "/system/availability", N_("Availability"), "analytics", &incident_entity },
	{ "/system/security", N_("Security"), "shield", &maintenance_item_entity },
	{ "/system/maintenance-plan", N_("Maintenance plan"), "list", &maintenance_item_entity },
	{ "/system/performance", N_("Performance"), "analytics", &maintenance_item_entity },
	{ "/system/logs", N_("Logs"), "list", &maintenance_item_entity },
	{ .path = NULL }
};

const struct area areas[] = {
	{ "customers", N_("Customers"), "customers", customers, 4 },
	{ "communications", N_("Activities"), "communications", communications, 2, communications_pages },
	{ "sales", N_("Sales"), "sales", sales, 7, sales_pages },
	{ "service", N_("Service"), "service", service, 1, service_pages },
	{ "marketing", N_("Marketing"), "marketing", marketing, 3 },
	{ "admin", N_("Admin"), "admin", admin, 6, admin_pages },
	{ .name = NULL }
};
