/* serve.c: one request's walk, step by step; each step looks at one thing and may answer. */
#include <stdlib.h>
#include <time.h>

#include "app/frame.h"
#include "app/csrf.h"
#include "app/measure.h"
#include "app/schema.h"
#include "app/session.h"
#include "base/log.h"
#include "base/random.h"
#include "base/url_query.h"
#include "base/utf8.h"

enum { TRIES = 8, LOST_AT_ONCE_US = 500000 };

/* 0: go on with the next step. */
typedef enum status (*step)(struct ctx *ctx);

static enum status
step_fault(struct ctx *ctx)
{
	switch (ctx->request->fault) {
	case REQUEST_OK:
		return 0;
	case REQUEST_TOO_LARGE:
		return page_error(ctx, STATUS_TOO_LARGE, N_("That is too large"), N_("The file or form is larger than this site accepts. Split it into smaller parts."));
	case REQUEST_BAD_TYPE:
		return page_error(ctx, STATUS_BAD_TYPE, N_("This kind of content is not understood"), N_("Forms of this site send another kind. Reload the page and try again."));
	case REQUEST_BAD:
	case REQUEST_CUT:
		break;
	}
	return page_error(ctx, STATUS_BAD_REQUEST, N_("The request arrived broken"), N_("A part was missing or could not be read. Go back, reload the page and try again."));
}

static enum status
unavailable(struct ctx *ctx)
{
	return page_error(ctx, STATUS_UNAVAILABLE, N_("The database cannot be reached"), N_("Qiao is running, but its database does not answer right now."));
}

/* Older programs go on with a schema that only grew, so who sees this came between the two parts of an upgrade. */
static enum status
outdated(struct ctx *ctx, enum schema_fit fit)
{
	return page_error(ctx, STATUS_UNAVAILABLE, N_("Qiao is being brought up to date"), fit == SCHEMA_TOO_OLD ?
	                  N_("This part of it is newer than its database. Try again in a few minutes; if that does not help, tell your administrator.") :
	                  N_("This part of it is older than its database. Try again in a few minutes; if that does not help, tell your administrator."));
}

/* A statement about something that an upgrade has still to make fails, too. */
static enum status
failed_start(struct ctx *ctx)
{
	if (!db_is_lost(ctx->db) && schema_is_older(ctx->db))
		return outdated(ctx, SCHEMA_TOO_OLD);
	return unavailable(ctx);
}

static enum status
load_catalogue(struct ctx *ctx)
{
	struct program *program = ctx->program;
	enum schema_fit fit;

	arena_reset(&program->catalogue_arena);
	program->catalogue = catalogue_load(&program->catalogue_arena, ctx->db, program->dictionary);
	if (!program->catalogue)
		return failed_start(ctx);
	fit = schema_fit(program->catalogue);
	if (fit == SCHEMA_FITS) {
		schema_join(program);
		return 0;
	}
	/* Looked at again with the next request. */
	program->catalogue = NULL;
	return outdated(ctx, fit);
}

static enum status
busy(struct ctx *ctx)
{
	return page_error(ctx, STATUS_UNAVAILABLE, N_("The database is busy"), N_("Others saved at the same moment, again and again, and this could not be done in between."));
}

/* No server takes writes now, but one can be read. */
static enum status
paused(struct ctx *ctx)
{
	if (!ctx->is_signed_in)
		return page_error(ctx, STATUS_UNAVAILABLE, N_("Nobody can sign in right now"),
		                  N_("Writing is paused, and a sign-in has to be written down. Whoever is signed in already goes on reading."));
	return page_error(ctx, STATUS_UNAVAILABLE, N_("Writing is paused"),
	                  N_("No database server takes writes right now. Nothing was lost, and everything can still be read."));
}

static enum status
step_session(struct ctx *ctx)
{
	struct program *program = ctx->program;
	struct str version;

	session_open(ctx, &version);
	/* A connection kept from before may be one of a server that was started anew since; one that is away is not waited for twice. */
	if (db_is_lost(ctx->db) && clock_monotonic_us() - ctx->start_us < LOST_AT_ONCE_US) {
		db_use(ctx->db, ctx->arena);
		session_open(ctx, &version);
	}
	ctx->work.translation = program->translations[str_equal(ctx->actor.language, S("en")) ? LANGUAGE_EN : LANGUAGE_ZH];
	if (db_has_failed(ctx->db))
		return failed_start(ctx);
	if (ctx->is_signed_in && (!program->catalogue || !str_equal(program->catalogue->version, version))) {
		enum status status = load_catalogue(ctx);

		if (status)
			return status;
	}
	ctx->work.catalogue = program->catalogue;
	return db_has_failed(ctx->db) ? unavailable(ctx) : 0;
}

/* Below any of its prefixes, so that every program can be asked through the web server. */
static const struct route health_route = { METHOD_GET, "/health", page_health, NULL, VIEW, PUBLIC | NO_MOMENT };

static enum status
step_route(struct ctx *ctx)
{
	bool allows_other;

	ctx->route = route_find(ctx->program->routes, ctx->program->area->entities, ctx->request, &ctx->id, &ctx->entity, &allows_other);
	if (!ctx->route && ctx->request->method == METHOD_GET && str_ends_with(ctx->request->path, S("/health")))
		ctx->route = &health_route;
	if (!ctx->route && allows_other)
		return page_error(ctx, STATUS_METHOD_NOT_ALLOWED, N_("That cannot be done here"), N_("This address does not take that kind of request."));
	if (!ctx->route)
		return page_missing(ctx);
	return 0;
}

/* Where nobody is signed in, a page leads to the sign-in page and a form keeps what was typed until afterwards. */
static enum status
step_sign_in(struct ctx *ctx)
{
	struct url_query url;
	struct str here = ctx->request->path;

	if (ctx->is_signed_in || ctx->route->flags & PUBLIC)
		return 0;
	if (ctx->request->method == METHOD_GET) {
		if (ctx->request->query.len)
			here = str_format(ctx->arena, "%.*s?%.*s", STR_ARG(here), STR_ARG(ctx->request->query));
		url_query_start(&url, ctx->arena, S("/signin"));
		if (!str_equal(here, S("/")))
			url_query_add(&url, S("next"), here);
		return page_redirect(ctx, url_query_end(&url, NO_STR));
	}
	return page_error(ctx, STATUS_UNAUTHORIZED, N_("You have been signed out"),
	                  N_("Your sign-in has ended. Sign in again here."));
}

static enum status
bad_moment(struct ctx *ctx, const char *text)
{
	ctx->flash_text = page_text(ctx, text);
	return 0;
}

static enum status
step_moment(struct ctx *ctx)
{
	struct str typed = page_param(ctx, "as_of"), time = page_param(ctx, "as_of_time");
	struct work *work = &ctx->work;
	struct date day;
	int64_t us;
	struct buf escaped;

	if (str_is_empty(typed))
		return 0;
	if (ctx->request->method != METHOD_GET)
		return page_error(ctx, STATUS_FORBIDDEN, N_("The past cannot be changed"), N_("You are looking at an earlier moment. Return to now, then try again."));
	if (ctx->route->flags & NO_MOMENT || !ctx->is_signed_in)
		return 0;
	if (date_parse(typed, &day)) {
		us = (date_to_days(day) * 86400 + 86399) * 1000000;
		if (time.len == 5)
			instant_parse(str_format(ctx->arena, "%.*s %.*s", STR_ARG(date_text(ctx->arena, day)), STR_ARG(time)), 0, &us);
		us = zone_to_utc(ctx->actor.zone, us);
	} else if (!instant_parse_local(typed, ctx->actor.zone, &us)) {
		return bad_moment(ctx, N_("That is no date. Enter one like 2026-09-30. You see the present."));
	}
	if (us > work->now_us) {
		if (us / 86400000000 != work->now_us / 86400000000 && us > work->now_us + 86400000000)
			return bad_moment(ctx, N_("That moment lies in the future. You see the present."));
		us = work->now_us;
	}
	if (us < (int64_t)date_to_days((struct date){ 2000, 1, 1 }) * 86400000000)
		return bad_moment(ctx, N_("There are no records that early. You see the present."));
	work->as_of = instant_text(ctx->arena, us);
	buf_init(&escaped, ctx->arena, 100);
	buf_add_format(&escaped, "as_of=%.*sT%.*sZ", 10, work->as_of.data, 15, work->as_of.data + 11);
	ctx->carried = buf_str(&escaped);
	return 0;
}

static enum status
step_token(struct ctx *ctx)
{
	if (ctx->request->method != METHOD_POST || ctx->route->flags & NO_TOKEN)
		return 0;
	if (csrf_check(ctx->arena, ctx->csrf_key, page_field(ctx, "token"), ctx->request->path, &ctx->change.token))
		return 0;
	return page_error(ctx, STATUS_FORBIDDEN, N_("This form is out of date"),
	                  N_("It was opened before you signed in, or did not come from this site. Check what you typed and send it again."));
}

static enum status
step_access(struct ctx *ctx)
{
	if (ctx->route->flags & PUBLIC || !ctx->entity || access_may(&ctx->work, ctx->entity, ctx->route->act))
		return 0;
	return page_error(ctx, STATUS_FORBIDDEN, N_("Your role does not allow this"),
	                  N_("Ask your administrator if you need it for your work."));
}

/* Before anything is done, and before a password is typed. */
static enum status
step_writing(struct ctx *ctx)
{
	bool is_reached;

	if (ctx->request->method != METHOD_POST && ctx->is_signed_in)
		return 0;
	is_reached = db_reach(ctx->db);
	if (ctx->request->method == METHOD_POST)
		return !is_reached ? unavailable(ctx) : db_is_read_only(ctx->db) ? paused(ctx) : 0;
	if (!is_reached)
		db_forgive(ctx->db);
	return 0;
}

static const step steps[] = { step_session, step_fault, step_route, step_sign_in, step_moment, step_token, step_access, step_writing };

static enum status
read_page(struct ctx *ctx)
{
	enum status status;

	if (ctx->work.as_of.data) {
		db_begin_read_only(ctx->db);
		db_as_of(ctx->db, ctx->work.as_of);
		ctx->work.catalogue = catalogue_at_moment(ctx->arena, ctx->db, ctx->program->dictionary, ctx->program->catalogue);
	}
	status = ctx->route->handler(ctx);
	if (ctx->work.as_of.data && !db_has_failed(ctx->db))
		db_rollback(ctx->db);
	return status;
}

/* The commit's answer was lost with the connection: the token tells whether it had happened. */
static enum status
settle_unknown(struct ctx *ctx)
{
	struct str url;

	db_use(ctx->db, ctx->arena);
	url = change_result_of_token(&ctx->work, ctx->change.token);
	if (url.data)
		return page_redirect(ctx, url);
	return unavailable(ctx);
}

/* 0: somebody else's commit came first; it is to be run again. */
static enum status
write_page(struct ctx *ctx)
{
	enum status status;
	struct str done;

	ctx->work.change = &ctx->change;
	change_begin(&ctx->work);
	done = change_result_of_token(&ctx->work, ctx->change.token);
	if (done.data) {
		change_abandon(&ctx->work);
		return page_redirect(ctx, done);
	}
	status = ctx->route->handler(ctx);
	if (status != STATUS_SEE_OTHER || ctx->change.count == 0 || db_has_failed(ctx->db)) {
		if (!db_has_failed(ctx->db))
			change_abandon(&ctx->work);
		return status;
	}
	change_end(&ctx->work);
	if (db_has_failed(ctx->db))
		return status;
	switch (db_commit(ctx->db)) {
	case DB_DONE:
		return status;
	case DB_UNKNOWN:
		return settle_unknown(ctx);
	case DB_AGAIN:
		return 0;
	case DB_FAILED:
		break;
	}
	return STATUS_FAILED;
}

/* Any form may say why. */
static struct str
reason_given(const struct ctx *ctx)
{
	struct str reason = str_trim(page_field(ctx, "reason"));

	return reason.len && utf8_is_valid(reason) && !utf8_has_control(reason) ? utf8_first(reason, 500) : NO_STR;
}

static void
start_again(struct ctx *ctx)
{
	struct str token = ctx->change.token;

	response_init(&ctx->response, ctx->arena);
	ctx->page = view_map_new(ctx->arena);
	ctx->template_name = NO_STR;
	ctx->keeps_body = false;
	ctx->change = (struct change){ .token = token, .route = ctx->request->path, .kind = S("form"), .request_id = ctx->request->id,
	                               .reason = reason_given(ctx) };
}

static void
wait_a_little(int attempt)
{
	unsigned char byte;
	struct timespec pause = { 0, 0 };

	random_bytes(&byte, 1);
	pause.tv_nsec = (long)(byte + 20) * 50000L * (1 << attempt);
	nanosleep(&pause, NULL);
}

/* A page is pure until its commit, so it may be run again when the database asks for it. */
static enum status
run_page(struct ctx *ctx)
{
	bool is_write = ctx->request->method == METHOD_POST && !(ctx->route->flags & (UNCHANGING | BATCHES));
	enum status status = STATUS_FAILED;

	for (int attempt = 0; attempt < TRIES; attempt++) {
		bool again;

		status = is_write ? write_page(ctx) : read_page(ctx);
		if (!db_has_failed(ctx->db) && status && status != STATUS_FAILED)
			return status;
		again = db_should_retry(ctx->db) || (!db_has_failed(ctx->db) && is_write);
		if (!again || db_is_read_only(ctx->db) || ctx->route->flags & BATCHES || attempt + 1 == TRIES)
			break;
		db_rollback(ctx->db);
		db_now(ctx->db);
		db_use(ctx->db, ctx->arena);
		start_again(ctx);
		wait_a_little(attempt);
	}
	start_again(ctx);
	if (ctx->request->method == METHOD_POST && db_is_read_only(ctx->db))
		return paused(ctx);
	if (db_is_lost(ctx->db))
		return unavailable(ctx);
	return !status || db_should_retry(ctx->db) ? busy(ctx) :
	       page_error(ctx, STATUS_FAILED, N_("Something went wrong inside Qiao"), N_("The fault has been written to the log with the number below."));
}

static void
put_foot(struct ctx *ctx, uint64_t used_us)
{
	struct view_map *foot = view_map_new(ctx->arena);

	if (!str_equal(ctx->actor.role_code, S("administrator")))
		return;
	view_map_put_text(foot, S("time_ms"), str_format(ctx->arena, "%llu.%llu", (unsigned long long)used_us / 1000, (unsigned long long)used_us / 100 % 10));
	view_map_put_text(foot, S("statements"), str_from_u64(ctx->arena, db_statement_count(ctx->db)));
	page_put(ctx, "foot", view_map(foot));
}

static void
render(struct ctx *ctx, enum status status)
{
	struct templates *templates = ctx->program->templates[str_equal(ctx->actor.language, S("en")) ? LANGUAGE_EN : LANGUAGE_ZH];
	const struct template *template;

	if (!ctx->template_name.data || ctx->keeps_body)
		return;
	if (ctx->csrf_key.len != 43)
		session_visit(ctx);
	frame_put(ctx);
	put_foot(ctx, clock_monotonic_us() - ctx->start_us);
	template = template_get(templates, ctx->template_name);
	if (!template || !template_render(templates, template, view_map(ctx->page), ctx->arena, &ctx->response.body))
		log_fatal("template", "%.*s", STR_ARG(templates_fault(templates)));
	response_header(&ctx->response, S("Content-Language"), str_equal(ctx->actor.language, S("en")) ? S("en") : S("zh-CN"));
	(void)status;
}

static void
put_timing(struct ctx *ctx)
{
	uint64_t used_us = clock_monotonic_us() - ctx->start_us;

	if (ctx->is_signed_in)
		response_header(&ctx->response, S("Server-Timing"), str_format(ctx->arena, "app;dur=%.2f, db;dur=%.2f, statements;desc=\"%u\"",
		                (double)used_us / 1000, (double)db_time_us(ctx->db) / 1000, db_statement_count(ctx->db)));
	response_header(&ctx->response, S("X-Request-Id"), ctx->request->id);
}

void
serve_request(struct program *program)
{
	struct arena *arena = &program->request_arena;
	struct ctx *ctx;
	enum status status = 0;

	arena_reset(arena);
	ctx = ARENA_NEW(arena, struct ctx);
	ctx->arena = arena;
	ctx->program = program;
	ctx->db = program->db;
	ctx->start_us = clock_monotonic_us();
	ctx->start_user_us = measure_user_us();
	ctx->actor.language = S("zh");
	ctx->carried = S("");
	ctx->csrf_key = S("");
	ctx->work = (struct work){ .arena = arena, .db = program->db, .actor = &ctx->actor, .now_us = clock_now_us(),
	                           .dictionary = program->dictionary, .areas = program->areas, .tools = program->tools,
	                           .translation = program->translations[LANGUAGE_ZH] };
	ctx->request = request_read(arena, program->wire, program->body_max_bytes);
	log_request(str_terminated(arena, ctx->request->id));
	db_use(program->db, arena);
	start_again(ctx);
	for (size_t i = 0; i < sizeof steps / sizeof *steps && !status; i++)
		status = steps[i](ctx);
	if (!status)
		status = run_page(ctx);
	change_abandon(&ctx->work);
	db_rollback(ctx->db);
	db_now(ctx->db);
	render(ctx, status);
	put_timing(ctx);
	ctx->response.status = (int)status;
	response_send(&ctx->response, program->wire, ctx->request->is_head);
	measure_request(ctx, (enum status)ctx->response.status);
	if (status < STATUS_FAILED)
		session_touch(ctx);
	if (status >= STATUS_FAILED)
		log_event("answer", "status=%d path=%.*s", (int)status, STR_ARG(ctx->request->path));
	log_request("");
}
