/* main.c: the program of signing in, users, teams and roles. */
#include "admin/admin.h"
#include "admin/backup.h"

#include "entities/entities.h"

static const struct route routes[] = {
	{ METHOD_GET, "/signin", sign_in_form, NULL, VIEW, PUBLIC | NO_MOMENT },
	{ METHOD_POST, "/signin", sign_in, NULL, VIEW, PUBLIC | UNCHANGING },
	{ METHOD_POST, "/signout", sign_out, NULL, VIEW, UNCHANGING },
	{ METHOD_GET, "/me", me_show, NULL, VIEW, NO_MOMENT },
	{ METHOD_POST, "/me/language", me_language, NULL, VIEW, PUBLIC },
	{ METHOD_POST, "/me/theme", me_theme, NULL, VIEW },
	{ METHOD_POST, "/me/password", me_password, NULL, VIEW, UNCHANGING },
	{ METHOD_GET, "/users/{id}/password", user_password_form, &user_entity, EDIT, NO_MOMENT },
	{ METHOD_POST, "/users/{id}/password", user_password, &user_entity, EDIT, UNCHANGING },
	{ METHOD_GET, "/roles/{id}", role_show, &role_entity, VIEW },
	{ METHOD_POST, "/roles/{id}", role_save, &role_entity, EDIT },
	{ METHOD_GET, "/system/backups", backups_show, &maintenance_item_entity, VIEW, NO_MOMENT },
	{ METHOD_POST, "/system/backups", backups_ask, &maintenance_item_entity, EDIT, UNCHANGING },
	{ METHOD_GET, "/system/backups/restore", backup_restore, &maintenance_item_entity, VIEW, NO_MOMENT },
	{ METHOD_GET, "/system/backups/{id}", backup_show, &maintenance_item_entity, VIEW, NO_MOMENT },
	{ METHOD_GET, "/system/maintenance-plan", maintenance_plan, &maintenance_item_entity, VIEW },
	{ METHOD_GET, "/maintenance-rules/{id}/edit", maintenance_rule_form, &maintenance_rule_entity, EDIT, NO_MOMENT },
	{ METHOD_POST, "/maintenance-rules/{id}/edit", maintenance_rule_save, &maintenance_rule_entity, EDIT },
	{ METHOD_GET, "/system/availability", availability, &incident_entity, VIEW, NO_MOMENT },
	{ METHOD_GET, "/system/security", security, &maintenance_item_entity, VIEW, NO_MOMENT },
	{ METHOD_POST, "/system/security", security_findings, &maintenance_item_entity, CREATE },
	{ METHOD_POST, "/system/selftest", selftest, NULL, VIEW, PUBLIC | UNCHANGING | NO_TOKEN },
	{ METHOD_GET, "/system/performance", performance_show, &maintenance_item_entity, VIEW, NO_MOMENT },
	{ METHOD_GET, "/system/performance/route", performance_route_show, &maintenance_item_entity, VIEW, NO_MOMENT },
	{ METHOD_GET, "/system/performance/statements", slow_statements_show, &maintenance_item_entity, VIEW, NO_MOMENT },
	{ METHOD_GET, "/system/logs", logs_show, &maintenance_item_entity, VIEW, NO_MOMENT },
	{ METHOD_GET, "/health", page_health, NULL, VIEW, PUBLIC | NO_MOMENT },
	{ METHOD_GET, "/metrics", metrics, NULL, VIEW, PUBLIC | NO_MOMENT },
	{ .path = NULL }
};

int
main(int argc, char **argv)
{
	return app_run(argc, argv, "admin", areas, dictionary, routes);
}
