/* page.c: how a page answers. */
#include "app/app.h"

#include "app/csrf.h"
#include "app/program.h"
#include "app/resume.h"
#include "app/session.h"
#include "http/cookie.h"
#include "http/url.h"
#include "model/form_view.h"
#include "model/history.h"

void
page_put(struct ctx *ctx, const char *name, struct view view)
{
	view_map_put(ctx->page, str_from(name), view);
}

void
page_put_text(struct ctx *ctx, const char *name, struct str text)
{
	view_map_put_text(ctx->page, str_from(name), text);
}

enum status
page_show(struct ctx *ctx, const char *template_name)
{
	ctx->template_name = str_from(template_name);
	return STATUS_OK;
}

enum status
page_redirect(struct ctx *ctx, struct str path)
{
	response_header(&ctx->response, S("Location"), path);
	ctx->change.result_url = str_slice(path, 0, 500);
	ctx->template_name = NO_STR;
	return STATUS_SEE_OTHER;
}

struct str
page_text(struct ctx *ctx, const char *message_id)
{
	return work_text(&ctx->work, message_id);
}

/*
 * What was typed goes back on the page. After a failure the token stays the same: should the first sending have been
 * saved after all, the second finds that. Whoever has to sign in first, does so here, and what was typed goes along.
 */
static void
put_kept(struct ctx *ctx, enum status status)
{
	struct kept kept;
	bool is_whole = resume_read(ctx, &kept);
	const char *text = resume_text(&kept);
	struct str back = is_whole ? NO_STR : resume_page(ctx, &kept);

	if (text)
		page_put_text(ctx, "kept", page_text(ctx, text));
	if (status == STATUS_UNAUTHORIZED || (!ctx->is_signed_in && !kept.action.data)) {
		resume_put_sign_in(ctx, &kept);
	} else if (is_whole && status != STATUS_METHOD_NOT_ALLOWED) {
		resume_put_retry(ctx, &kept, status >= STATUS_FAILED ? kept.token : page_token(ctx), N_("Send again"));
	} else if (back.data) {
		page_put_text(ctx, "next_href", back);
		page_put_text(ctx, "next_label", page_text(ctx, N_("Back to the form")));
	}
}

enum status
page_error(struct ctx *ctx, enum status status, const char *heading, const char *text)
{
	page_put_text(ctx, "title", page_text(ctx, heading));
	page_put_text(ctx, "status", str_from_u64(ctx->arena, (uint64_t)status));
	page_put_text(ctx, "heading", page_text(ctx, heading));
	page_put_text(ctx, "text", page_text(ctx, text));
	if (status != STATUS_UNAUTHORIZED)
		page_put_text(ctx, "next_text", page_text(ctx, status >= STATUS_FAILED ? N_("Try again in a moment. If it stays like this, tell your administrator the number below.") :
		                                                N_("Go back and try another way, or start from the list of customers.")));
	page_put_text(ctx, "next_href", ctx->is_signed_in ? S("/customers") : S("/signin"));
	page_put_text(ctx, "next_label", page_text(ctx, ctx->is_signed_in ? N_("Customers") : N_("Sign in")));
	if (ctx->request->method == METHOD_POST)
		put_kept(ctx, status);
	page_show(ctx, ctx->is_signed_in && (status != STATUS_UNAVAILABLE || (ctx->work.catalogue && db_is_read_only(ctx->db))) ?
	          "errors/error" : "errors/plain");
	return status;
}

/* The first moment of the record, where the actor sees it now or saw it before it was removed, and that came later; NO_STR: no such record. */
static struct str
first_moment(struct ctx *ctx)
{
	const struct catalogue *then = ctx->work.catalogue;
	struct str as_of = ctx->work.as_of, first = NO_STR, at, who;

	db_now(ctx->db);
	ctx->work.as_of = NO_STR;
	ctx->work.catalogue = ctx->program->catalogue;
	if (store_read(&ctx->work, ctx->entity, ctx->id, VIEW) || history_removed(&ctx->work, ctx->entity, ctx->id, &at, &who))
		first = history_first(&ctx->work, ctx->entity, ctx->id);
	ctx->work.as_of = as_of;
	ctx->work.catalogue = then;
	return first.len && str_compare(first, as_of) > 0 ? first : NO_STR;
}

/* An earlier moment of a record that came later: the way there is the same address now. */
static bool
put_not_yet(struct ctx *ctx)
{
	struct str first;

	if (!ctx->work.as_of.data || !ctx->entity || !ctx->id.len || db_has_failed(ctx->db))
		return false;
	first = first_moment(ctx);
	if (!first.len)
		return false;
	page_error(ctx, STATUS_NOT_FOUND, N_("It did not exist yet on that day"), NULL);
	page_put_text(ctx, "text", work_say(&ctx->work, N_("It was entered on {0}."), str_slice(work_local_time(&ctx->work, first), 0, 10), NO_STR));
	page_put_text(ctx, "next_text", NO_STR);
	page_put_text(ctx, "next_href", ctx->request->path);
	page_put_text(ctx, "next_label", page_text(ctx, N_("Return to now")));
	return true;
}

enum status
page_missing(struct ctx *ctx)
{
	if (put_not_yet(ctx))
		return STATUS_NOT_FOUND;
	return page_error(ctx, STATUS_NOT_FOUND, N_("There is nothing at this address"),
	                  N_("It was mistyped, has been removed, or is not for you to see."));
}

enum status
page_problems(struct ctx *ctx, struct input *input)
{
	/* The clock is given back first: what follows may be slow. */
	change_abandon(&ctx->work);
	if (input->outcome == OUTCOME_MISSING)
		return page_missing(ctx);
	if (input->outcome == OUTCOME_FAILED)
		return STATUS_FAILED;
	form_view(&ctx->work, input, ctx->page);
	page_put_text(ctx, "token", page_token(ctx));
	page_show(ctx, "entity/form");
	return input->outcome == OUTCOME_CONFLICT ? STATUS_CONFLICT : STATUS_PROBLEMS;
}

enum status
page_download(struct ctx *ctx, struct str content_type, struct str file_name, struct str body)
{
	response_header(&ctx->response, S("Content-Type"), content_type);
	response_header(&ctx->response, S("Content-Disposition"), str_format(ctx->arena, "attachment; filename=\"%.*s\"", STR_ARG(file_name)));
	buf_reset(&ctx->response.body);
	buf_add(&ctx->response.body, body);
	ctx->keeps_body = true;
	return STATUS_OK;
}

struct str
page_param(const struct ctx *ctx, const char *name)
{
	return form_get(&ctx->request->params, str_from(name));
}

struct str
page_field(const struct ctx *ctx, const char *name)
{
	return form_get(&ctx->request->form, str_from(name));
}

static struct str
form_value(const void *data, struct str name)
{
	return form_get(data, name);
}

static struct str
form_nth(const void *data, struct str name, size_t n)
{
	const struct form *form = data;

	for (size_t i = 0; i < form->count; i++)
		if (str_equal(form->fields[i].name, name) && n-- == 0)
			return form->fields[i].value;
	return NO_STR;
}

struct input_source
page_params(const struct ctx *ctx)
{
	return (struct input_source){ form_value, form_nth, &ctx->request->params };
}

struct input_source
page_form(const struct ctx *ctx)
{
	return (struct input_source){ form_value, form_nth, &ctx->request->form };
}

struct str
page_token(struct ctx *ctx)
{
	return csrf_token(ctx->arena, ctx->csrf_key);
}

void
page_visit(struct ctx *ctx)
{
	session_visit(ctx);
}

void
page_sign_in(struct ctx *ctx, struct str user_id, bool keep)
{
	session_start(ctx, user_id, keep);
}

void
page_sign_out(struct ctx *ctx)
{
	session_close(ctx);
}

void
page_end_sessions(struct ctx *ctx, struct str user_id)
{
	session_close_others(ctx, user_id);
}

void
page_put_sign_in(struct ctx *ctx)
{
	struct kept kept;

	resume_read(ctx, &kept);
	resume_put_sign_in(ctx, &kept);
}

bool
page_resume(struct ctx *ctx)
{
	struct kept kept;

	if (!resume_read(ctx, &kept))
		return false;
	page_put_text(ctx, "title", page_text(ctx, N_("You are signed in again")));
	page_put_text(ctx, "heading", page_text(ctx, N_("You are signed in again")));
	resume_put_retry(ctx, &kept, page_token(ctx), N_("Send what you typed"));
	return true;
}

void
page_cookie(struct ctx *ctx, struct str name, struct str value, long max_age_s)
{
	response_add_header(&ctx->response, S("Set-Cookie"), cookie_set(ctx->arena, name, value, ctx->request->is_https, max_age_s));
}

struct str
page_local_path(struct str path, struct str otherwise)
{
	return path.len && url_is_local_path(path) ? path : otherwise;
}

struct str
page_setting(const struct ctx *ctx, const char *name, const char *otherwise)
{
	return config_get(ctx->program->config, name, otherwise);
}

struct str
page_config_path(const struct ctx *ctx)
{
	return config_path(ctx->program->config);
}
