/* password.c: sets the password of another user. */
#include "admin/admin.h"

#include "admin/password.h"
#include "entities/entities.h"

void
password_put_problem(struct ctx *ctx, const char *problem)
{
	struct view_list *problems = view_list_new(ctx->arena);
	struct view_map *map = view_map_new(ctx->arena);

	view_map_put_text(map, S("text"), page_text(ctx, problem));
	view_map_put_text(map, S("href"), S("#password-new"));
	view_list_add(problems, view_map(map));
	page_put(ctx, "problems", view_list(problems));
	page_put(ctx, "has_problems", view_bool(true));
	page_put_text(ctx, "problem_text", page_text(ctx, N_("The password was not changed.")));
}

static enum status
show(struct ctx *ctx, const char *problem)
{
	struct record *record = store_read(&ctx->work, &user_entity, ctx->id, EDIT);

	if (!record)
		return page_missing(ctx);
	show_head(&ctx->work, record, "password", S(""), ctx->page);
	page_put_text(ctx, "title", work_say(&ctx->work, N_("Password of {0}"), record_title(&ctx->work, record), NO_STR));
	page_put_text(ctx, "action", record_href(&ctx->work, &user_entity, ctx->id, "/password"));
	page_put_text(ctx, "login", record_value(record, S("login")));
	page_put_text(ctx, "cancel_href", record_href(&ctx->work, &user_entity, ctx->id, ""));
	page_put_text(ctx, "token", page_token(ctx));
	if (problem)
		password_put_problem(ctx, problem);
	page_show(ctx, "admin/password");
	return problem ? STATUS_PROBLEMS : STATUS_OK;
}

enum status
user_password_form(struct ctx *ctx)
{
	return show(ctx, NULL);
}

enum status
user_password(struct ctx *ctx)
{
	struct record *record = store_read(&ctx->work, &user_entity, ctx->id, EDIT);
	const char *problem;

	if (!record)
		return page_missing(ctx);
	problem = password_problem(page_field(ctx, "new_password"), page_field(ctx, "new_password_again"), record_value(record, S("login")));
	if (problem)
		return show(ctx, problem);
	password_store(ctx->db, ctx->arena, ctx->id, page_field(ctx, "new_password"));
	page_end_sessions(ctx, ctx->id);
	if (db_has_failed(ctx->db))
		return STATUS_FAILED;
	return page_redirect(ctx, record_href(&ctx->work, &user_entity, ctx->id, "?done=saved"));
}
