/* admin.h: the pages that are truly this area's own. */
#ifndef ADMIN_ADMIN_H
#define ADMIN_ADMIN_H

#include "app/app.h"
#include "entities/entities.h"

enum status sign_in_form(struct ctx *ctx);
enum status sign_in(struct ctx *ctx);
enum status sign_out(struct ctx *ctx);
enum status me_show(struct ctx *ctx);
enum status me_language(struct ctx *ctx);
enum status me_theme(struct ctx *ctx);
enum status me_password(struct ctx *ctx);
enum status user_password_form(struct ctx *ctx);
enum status user_password(struct ctx *ctx);
enum status role_show(struct ctx *ctx);
enum status role_save(struct ctx *ctx);
enum status metrics(struct ctx *ctx);
enum status performance_show(struct ctx *ctx);
enum status performance_route_show(struct ctx *ctx);
enum status slow_statements_show(struct ctx *ctx);
enum status logs_show(struct ctx *ctx);
enum status maintenance_plan(struct ctx *ctx);
enum status maintenance_rule_form(struct ctx *ctx);
enum status maintenance_rule_save(struct ctx *ctx);
enum status availability(struct ctx *ctx);
enum status security(struct ctx *ctx);
enum status security_findings(struct ctx *ctx);
enum status selftest(struct ctx *ctx);

#endif
