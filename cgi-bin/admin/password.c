/* password.c: what a password must be; setting one for another user. */
#include "admin/admin.h"

#include "admin/password.h"
#include "base/digest.h"
#include "base/utf8.h"
#include "entities/entities.h"

/* The first things anybody tries; long ones only, as short ones are refused anyway. */
static const char *const common[] = {
	"password1234", "passwordpassword", "123456789012", "1234567890123", "12345678901234", "qwertyuiop12", "qwertyuiop123",
	"qwerty123456", "iloveyou1234", "administrator", "adminadminadmin", "letmein12345", "welcome12345", "changeme1234",
	"abcdefghijkl", "abcd12345678", "abc123456789", "aaaaaaaaaaaa", "000000000000", "111111111111", "888888888888",
	"woaini1314520", "woaini520520", "5201314520131", "qiaoqiaoqiao", "1qaz2wsx3edc", "zaq12wsxcde3", "q1w2e3r4t5y6",
};

const char *
password_problem(struct str password, struct str again, struct str login)
{
	if (!utf8_is_valid(password) || password.len > PASSWORD_MAX_BYTES)
		return N_("The new password is too long.");
	if (utf8_length(password) < PASSWORD_MIN)
		return N_("The new password needs at least 12 characters. A short sentence is easy to remember.");
	if (!str_equal(password, again))
		return N_("The two new passwords differ.");
	if (login.len && str_equal_ignoring_case(password, login))
		return N_("The new password may not be your name.");
	for (size_t i = 0; i < sizeof common / sizeof *common; i++)
		if (str_equal_ignoring_case(password, str_from(common[i])))
			return N_("This password is among the first that anybody tries. Choose another.");
	return NULL;
}

bool
password_is(struct str stored, struct str typed)
{
	return stored.len && typed.len && typed.len <= PASSWORD_MAX_BYTES && password_verify(stored, typed);
}

void
password_store(struct ctx *ctx, struct str user_id, struct str password)
{
	db_execute(ctx->db, SQL("INSERT INTO user_secret (user_id, password_hash, changed_at) VALUES (?, ?, SYSDATE(6))"
	                        " ON DUPLICATE KEY UPDATE password_hash = VALUES(password_hash), changed_at = VALUES(changed_at)"),
	           ARGS(user_id, password_hash(ctx->arena, password)));
}

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
	password_store(ctx, ctx->id, page_field(ctx, "new_password"));
	page_end_sessions(ctx, ctx->id);
	if (db_has_failed(ctx->db))
		return STATUS_FAILED;
	return page_redirect(ctx, record_href(&ctx->work, &user_entity, ctx->id, "?done=saved"));
}
