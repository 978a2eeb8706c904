/* page.c: how a page answers. */
#include "app/app.h"

#include "app/csrf.h"
#include "app/program.h"
#include "app/session.h"
#include "http/cookie.h"
#include "http/url.h"
#include "model/form_view.h"

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
 * What was typed goes back as hidden fields, with a button that sends it again. After a failure the token stays the
 * same: should the first sending have been saved after all, the second finds that.
 */
static void
put_retry(struct ctx *ctx, bool keeps_token)
{
	struct view_map *retry = view_map_new(ctx->arena);
	struct view_list *fields = view_list_new(ctx->arena), *shown = view_list_new(ctx->arena);

	for (size_t i = 0; i < ctx->request->form.count; i++) {
		const struct form_field *sent = &ctx->request->form.fields[i];
		struct view_map *field = view_map_new(ctx->arena);

		if (sent->file_name.data || str_find(sent->name, S("password")) >= 0)
			continue;
		view_map_put_text(field, S("name"), sent->name);
		view_map_put_text(field, S("value"), str_equal(sent->name, S("token")) && !keeps_token ? page_token(ctx) : sent->value);
		view_list_add(fields, view_map(field));
	}
	for (const struct field *field = ctx->entity ? ctx->entity->fields : NULL; field && field->name; field++) {
		struct view_map *typed = view_map_new(ctx->arena);
		struct str value = page_field(ctx, field->name);

		if (!value.len || field->kind == REF || field->kind == CHOICE || field->kind == BOOLEAN)
			continue;
		view_map_put_text(typed, S("label"), page_text(ctx, field->label));
		view_map_put_text(typed, S("value"), value);
		view_list_add(shown, view_map(typed));
	}
	view_map_put_text(retry, S("action"), ctx->request->path);
	view_map_put(retry, S("shown"), view_list(shown));
	view_map_put(retry, S("has_shown"), view_bool(view_list_count(shown) > 0));
	view_map_put(retry, S("fields"), view_list(fields));
	page_put(ctx, "retry", view_map(retry));
}

enum status
page_error(struct ctx *ctx, enum status status, const char *heading, const char *text)
{
	bool is_post = ctx->request->method == METHOD_POST, is_kept = is_post && ctx->request->form.count > 0 && status != STATUS_METHOD_NOT_ALLOWED;

	page_put_text(ctx, "title", page_text(ctx, heading));
	page_put_text(ctx, "status", str_from_u64(ctx->arena, (uint64_t)status));
	page_put_text(ctx, "heading", page_text(ctx, heading));
	page_put_text(ctx, "text", page_text(ctx, text));
	if (is_post)
		page_put_text(ctx, "kept", page_text(ctx, is_kept ? N_("Nothing has been saved. What you typed is kept on this page.") :
		                                                    N_("Nothing has been saved. What you typed is still in the form: go back in your browser.")));
	if (is_kept)
		put_retry(ctx, status >= STATUS_FAILED);
	page_put_text(ctx, "next_text", page_text(ctx, status >= STATUS_FAILED ? N_("Try again in a moment. If it stays like this, tell your administrator the number below.") :
	                                                N_("Go back and try another way, or start from the list of customers.")));
	page_put_text(ctx, "next_href", ctx->is_signed_in ? S("/customers") : S("/signin"));
	page_put_text(ctx, "next_label", page_text(ctx, ctx->is_signed_in ? N_("Customers") : N_("Sign in")));
	page_show(ctx, ctx->is_signed_in && status != STATUS_UNAVAILABLE ? "errors/error" : "errors/plain");
	return status;
}

enum status
page_missing(struct ctx *ctx)
{
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
