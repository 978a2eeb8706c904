/* sign_in.c: signing in and out. */
#include "admin/admin.h"

#include "base/digest.h"

enum { ACCOUNT_FAILURES = 10, ADDRESS_FAILURES = 50 };

/* Where to go afterwards: a page of this site, the front page otherwise. */
static struct str
next_path(struct str wanted)
{
	return str_starts_with(wanted, S("/signin")) ? S("/") : page_local_path(wanted, S("/"));
}

static enum status
show(struct ctx *ctx, const char *problem, enum status status)
{
	page_put_text(ctx, "title", page_text(ctx, N_("Sign in")));
	page_put_sign_in(ctx);
	if (problem)
		page_put_text(ctx, "problem", page_text(ctx, problem));
	page_show(ctx, "admin/signin");
	return status;
}

enum status
sign_in_form(struct ctx *ctx)
{
	if (ctx->is_signed_in)
		return page_redirect(ctx, next_path(page_param(ctx, "next")));
	return show(ctx, NULL, STATUS_OK);
}

/* Wrong passwords within a quarter of an hour; the owner is slowed down, never locked out for good. */
static bool
is_throttled(struct ctx *ctx, struct str subject, uint64_t most)
{
	uint64_t failures = 0;

	str_to_u64(db_value(ctx->db, SQL("SELECT failures FROM throttle WHERE subject = ? AND first_at > SYSDATE(6) - INTERVAL 15 MINUTE"),
	                    ARGS(subject)), &failures);
	return failures >= most;
}

static void
note_failure(struct ctx *ctx, struct str subject)
{
	db_execute(ctx->db, SQL("DELETE FROM throttle WHERE first_at < SYSDATE(6) - INTERVAL 15 MINUTE LIMIT 100"), NO_ARGS);
	db_execute(ctx->db, SQL("INSERT INTO throttle (subject, failures, first_at) VALUES (?, 1, SYSDATE(6)) ON DUPLICATE KEY UPDATE failures = failures + 1"),
	           ARGS(subject));
}

enum status
sign_in(struct ctx *ctx)
{
	struct str login = str_lower(ctx->arena, str_trim(page_field(ctx, "login"))), password = page_field(ctx, "password");
	struct str account = str_format(ctx->arena, "account:%.*s", (int)(login.len < 80 ? login.len : 80), login.len ? login.data : "");
	struct str address = str_format(ctx->arena, "address:%.*s", STR_ARG(ctx->request->remote));
	struct rows *rows;
	bool is_right;

	if (str_is_empty(login) || str_is_empty(password) || password.len > 1000 || login.len > 80)
		return show(ctx, N_("Enter your name and your password."), STATUS_PROBLEMS);
	if (is_throttled(ctx, account, ACCOUNT_FAILURES) || is_throttled(ctx, address, ADDRESS_FAILURES))
		return show(ctx, N_("Too many wrong passwords. Wait a quarter of an hour, then try again."), STATUS_TOO_MANY);
	rows = db_query(ctx->db, SQL("SELECT u.id, s.password_hash FROM user u JOIN user_secret s ON s.user_id = u.id WHERE u.is_active = 1 AND u.login = ?"),
	                ARGS(login));
	/* An unknown name takes as long as a wrong password. */
	is_right = password_verify(rows_count(rows) ? rows_cell(rows, 0, 1) : password_nobody(), password) && rows_count(rows);
	if (db_has_failed(ctx->db))
		return STATUS_FAILED;
	if (!is_right) {
		note_failure(ctx, account);
		note_failure(ctx, address);
		return show(ctx, N_("The name or the password is wrong."), STATUS_PROBLEMS);
	}
	db_execute(ctx->db, SQL("DELETE FROM throttle WHERE subject = ?"), ARGS(account));
	page_sign_in(ctx, rows_cell(rows, 0, 0), page_field(ctx, "keep").data != NULL);
	if (page_resume(ctx))
		return page_show(ctx, "admin/resume");
	return page_redirect(ctx, next_path(page_field(ctx, "next")));
}

enum status
sign_out(struct ctx *ctx)
{
	page_sign_out(ctx);
	return page_redirect(ctx, S("/signin?done=signed_out"));
}
