/* me.c: what people set for themselves: language, colours, password. */
#include "admin/admin.h"

#include "admin/password.h"
#include "entities/entities.h"

static struct str
return_path(struct ctx *ctx)
{
	return page_local_path(page_field(ctx, "return"), S("/"));
}

enum status
me_show(struct ctx *ctx)
{
	struct view_map *password = view_map_new(ctx->arena);

	page_put_text(ctx, "title", page_text(ctx, N_("My account")));
	page_put_text(ctx, "token", page_token(ctx));
	page_put_text(ctx, "login", ctx->actor.login);
	view_map_put_text(password, S("action"), S("/me/password"));
	page_put(ctx, "password", view_map(password));
	return page_show(ctx, "admin/me");
}

enum status
me_language(struct ctx *ctx)
{
	struct str language = page_field(ctx, "language");

	if (!str_equal(language, S("zh")) && !str_equal(language, S("en")))
		return page_redirect(ctx, return_path(ctx));
	page_cookie(ctx, S("qiao_language"), language, 365 * 86400);
	if (ctx->is_signed_in) {
		if (db_execute(ctx->db, SQL("UPDATE user SET language = ?, version = version + 1 WHERE id = ? AND NOT (language <=> ?)"),
		               ARGS(language, ctx->actor.id, language)) == 1)
			change_add(&ctx->work, &user_entity, ctx->actor.id, UPDATED);
	}
	return page_redirect(ctx, return_path(ctx));
}

enum status
me_theme(struct ctx *ctx)
{
	struct str theme = page_field(ctx, "theme");

	if (!str_equal(theme, S("light")) && !str_equal(theme, S("dark")))
		theme = NO_STR;
	if (db_execute(ctx->db, SQL("UPDATE user SET theme = ?, version = version + 1 WHERE id = ? AND NOT (theme <=> ?)"),
	               ARGS(theme, ctx->actor.id, theme)) == 1)
		change_add(&ctx->work, &user_entity, ctx->actor.id, UPDATED);
	return page_redirect(ctx, return_path(ctx));
}

enum status
me_password(struct ctx *ctx)
{
	struct str stored = db_value(ctx->db, SQL("SELECT password_hash FROM user_secret WHERE user_id = ?"), ARGS(ctx->actor.id));
	const char *problem = password_problem(page_field(ctx, "new_password"), page_field(ctx, "new_password_again"), ctx->actor.login);

	if (!password_is(stored, page_field(ctx, "password")))
		problem = N_("Your present password is wrong.");
	if (problem) {
		password_put_problem(ctx, problem);
		me_show(ctx);
		return STATUS_PROBLEMS;
	}
	password_store(ctx->db, ctx->arena, ctx->actor.id, page_field(ctx, "new_password"));
	page_end_sessions(ctx, ctx->actor.id);
	if (db_has_failed(ctx->db))
		return STATUS_FAILED;
	return page_redirect(ctx, S("/me?done=password"));
}
