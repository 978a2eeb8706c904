/* resume.c: carries what somebody typed over a failure, or past signing in, until they send it once more. */
#include "app/resume.h"

#include "app/program.h"
#include "http/url.h"

/* In a sign-in form: the address it goes on to, and the prefix of each field that goes along. */
#define GOES_TO S("resume")
#define TYPED S("typed.")

static bool
is_sign_in(const struct ctx *ctx)
{
	return str_equal(ctx->request->path, S("/signin"));
}

static struct str
without_usual_port(struct str host)
{
	static const char *const ports[] = { ":80", ":443" };

	for (size_t i = 0; i < sizeof ports / sizeof *ports; i++)
		if (str_ends_with(host, str_from(ports[i])))
			return str_slice(host, 0, host.len - str_from(ports[i]).len);
	return host;
}

/* What another site sent would leave here with a token of ours. Programs that name no origin are no browser led astray. */
static bool
is_foreign(const struct request *request)
{
	ptrdiff_t at = str_find(request->origin, S("://"));

	if (str_is_empty(request->origin))
		return false;
	return at < 0 || !str_equal_ignoring_case(without_usual_port(str_slice(request->origin, (size_t)at + 3, request->origin.len)), without_usual_port(request->host));
}

bool
resume_read(struct ctx *ctx, struct kept *kept)
{
	bool is_carried = is_sign_in(ctx);
	size_t bytes = 0;

	*kept = (struct kept){ .action = NO_STR };
	if (is_foreign(ctx->request))
		return false;
	*kept = (struct kept){ .action = is_carried ? page_local_path(form_get(&ctx->request->form, GOES_TO), NO_STR) : ctx->request->path };
	if (!kept->action.data)
		return false;
	for (size_t i = 0; i < ctx->request->form.count; i++) {
		struct form_field field = ctx->request->form.fields[i];

		if (is_carried && !str_starts_with(field.name, TYPED))
			continue;
		if (is_carried)
			field.name = str_slice(field.name, TYPED.len, field.name.len);
		bytes += field.name.len + field.value.len;
		if (field.file_name.data)
			kept->has_file = true;
		else if (str_find(field.name, S("password")) >= 0)
			kept->has_password = true;
		else if (str_equal(field.name, S("token")))
			kept->token = field.value;
		else
			form_add(ctx->arena, &kept->form, field);
	}
	/* Each byte may take three on its way. */
	kept->is_too_much = kept->form.count > KEPT_FIELDS_MAX || bytes > KEPT_BYTES_MAX || bytes > ctx->program->body_max_bytes / 3;
	return !kept->has_file && !kept->has_password && !kept->is_too_much && (kept->form.count > 0 || kept->token.data);
}

const char *
resume_text(const struct kept *kept)
{
	if (!kept->action.data)
		return NULL;
	if (kept->has_file)
		return N_("Nothing has been saved. A file cannot be kept here: choose it again when you are back at its page.");
	if (kept->has_password)
		return N_("Nothing has been saved. Passwords are never kept: type them again when you are back at their page.");
	if (kept->form.count == 0)
		return N_("Nothing has been saved.");
	if (kept->is_too_much)
		return N_("Nothing has been saved. What you typed is still in the form: go back in your browser.");
	return N_("Nothing has been saved. What you typed is kept on this page.");
}

struct str
resume_page(struct ctx *ctx, const struct kept *kept)
{
	struct request request = *ctx->request;
	const struct entity *entity;
	struct str id;
	bool allows_other;
	ptrdiff_t slash = -1;

	if (!kept->action.data)
		return NO_STR;
	request.method = METHOD_GET;
	request.path = kept->action;
	for (int turn = 0; turn < 2 && request.path.len > 1; turn++) {
		if (route_find(ctx->program->routes, ctx->program->area->entities, &request, &id, &entity, &allows_other))
			return request.path;
		for (size_t i = 0; i < request.path.len; i++)
			slash = request.path.data[i] == '/' ? (ptrdiff_t)i : slash;
		request.path = str_slice(request.path, 0, slash < 0 ? 0 : (size_t)slash);
	}
	return NO_STR;
}

static const struct entity *
entity_of(const struct ctx *ctx, struct str path)
{
	for (size_t i = 0; ctx->program->dictionary[i]; i++) {
		struct str base = str_from(ctx->program->dictionary[i]->path);

		if (base.len && str_starts_with(path, base) && path.len > base.len && path.data[base.len] == '/')
			return ctx->program->dictionary[i];
	}
	return NULL;
}

/* Words and numbers can be read again before they are sent; a chosen record would only show its number. */
static struct view_list *
shown_fields(struct ctx *ctx, const struct kept *kept)
{
	const struct entity *entity = entity_of(ctx, kept->action);
	struct view_list *shown = view_list_new(ctx->arena);

	for (const struct field *field = entity ? entity->fields : NULL; field && field->name; field++) {
		struct view_map *typed = view_map_new(ctx->arena);
		struct str value = form_get(&kept->form, str_from(field->name));

		if (!value.len || field->kind == REF || field->kind == CHOICE || field->kind == BOOLEAN)
			continue;
		view_map_put_text(typed, S("label"), page_text(ctx, field->label));
		view_map_put_text(typed, S("value"), value);
		view_list_add(shown, view_map(typed));
	}
	return shown;
}

static void
add_hidden(struct ctx *ctx, struct view_list *list, struct str name, struct str value)
{
	struct view_map *map = view_map_new(ctx->arena);

	view_map_put_text(map, S("name"), name);
	view_map_put_text(map, S("value"), value);
	view_list_add(list, view_map(map));
}

void
resume_put_retry(struct ctx *ctx, const struct kept *kept, struct str token, const char *label)
{
	struct view_map *retry = view_map_new(ctx->arena);
	struct view_list *fields = view_list_new(ctx->arena), *shown = shown_fields(ctx, kept);

	add_hidden(ctx, fields, S("token"), token);
	for (size_t i = 0; i < kept->form.count; i++)
		add_hidden(ctx, fields, kept->form.fields[i].name, kept->form.fields[i].value);
	view_map_put_text(retry, S("action"), kept->action);
	view_map_put_text(retry, S("label"), page_text(ctx, label));
	view_map_put(retry, S("fields"), view_list(fields));
	view_map_put(retry, S("shown"), view_list(shown));
	view_map_put(retry, S("has_shown"), view_bool(view_list_count(shown) > 0));
	page_put(ctx, "retry", view_map(retry));
}

void
resume_put_sign_in(struct ctx *ctx, const struct kept *kept)
{
	struct view_map *form = view_map_new(ctx->arena);
	struct view_list *fields = view_list_new(ctx->arena);
	struct str next = is_sign_in(ctx) ? ctx->request->method == METHOD_POST ? page_field(ctx, "next") : page_param(ctx, "next") :
	                  resume_page(ctx, kept);

	page_visit(ctx);
	if (kept->action.data && kept->form.count && !kept->has_file && !kept->has_password && !kept->is_too_much) {
		add_hidden(ctx, fields, GOES_TO, kept->action);
		for (size_t i = 0; i < kept->form.count; i++)
			add_hidden(ctx, fields, str_join(ctx->arena, TYPED, kept->form.fields[i].name), kept->form.fields[i].value);
		view_map_put(form, S("has_kept"), view_bool(true));
	}
	view_map_put_text(form, S("token"), page_token(ctx));
	view_map_put_text(form, S("next"), page_local_path(next, NO_STR));
	view_map_put_text(form, S("login"), is_sign_in(ctx) ? page_field(ctx, "login") : NO_STR);
	view_map_put_text(form, S("session_days"), page_setting(ctx, "session_days", "7"));
	view_map_put(form, S("fields"), view_list(fields));
	page_put(ctx, "sign_in", view_map(form));
}
