/*
 * app.h: what a page needs: the request in hand, and how to answer it. A
 * page never signs anybody in, checks a token, asks for rights to its route
 * or opens a transaction: the frame (serve.c) has done so before it runs,
 * and commits or rolls back after it.
 *
 * A page that writes is run again when the database asks for it, so it must
 * have no effect outside the database.
 */
#ifndef APP_APP_H
#define APP_APP_H

#include "app/route.h"
#include "http/request.h"
#include "http/response.h"
#include "model/access.h"
#include "model/change.h"
#include "model/form_view.h"
#include "model/input.h"
#include "model/kind.h"
#include "model/list_table.h"
#include "model/list_view.h"
#include "model/money.h"
#include "model/options.h"
#include "model/password.h"
#include "model/pick.h"
#include "model/show_view.h"
#include "model/store.h"
#include "view/chart.h"
#include "view/view.h"

struct program;

struct ctx {
	struct work work;              /* for model/ */
	struct arena *arena;
	struct db *db;
	struct program *program;
	const struct request *request;
	const struct route *route;     /* NULL: no such page */
	const struct entity *entity;   /* the route's */
	struct str id;                 /* digits in the path; NO_STR: none */
	struct actor actor;
	struct change change;
	struct response response;
	struct view_map *page;
	struct str template_name;      /* what to render; NO_STR: nothing */
	struct str csrf_key;           /* the session's or the visit's cookie */
	struct str carried;            /* "as_of=..." for links, or empty */
	struct str flash_text;         /* shown on this page */
	bool is_signed_in;
	bool session_is_stale;         /* last noted as in use more than a minute ago */
	bool keeps_body;               /* the response's body is finished: nothing to render */
	uint64_t start_us, start_user_us;
};

/* --- what the page shows ------------------------------------------------ */

void page_put(struct ctx *ctx, const char *name, struct view view);
void page_put_text(struct ctx *ctx, const char *name, struct str text);
/* Shows templates/NAME.mustache with what was put. */
enum status page_show(struct ctx *ctx, const char *template_name);
/* 303 to an address of this site; the change, if there is one, remembers it. */
enum status page_redirect(struct ctx *ctx, struct str path);
/*
 * Puts all that the standard record page shows of the route's record, so that an area's own page adds its part and a
 * template of its own. The record's lines are read too. NULL: there is nothing to be seen; answer page_missing.
 */
struct record *page_record(struct ctx *ctx);
/*
 * Puts `quick_add`: the short form that notes what was said with the customer, lead or opportunity of this record, or
 * what is to be done, with what was typed into it. It reads the customer's contacts. NULL: nothing, because the actor may
 * enter neither, or it is a page of the past.
 */
struct view_map *page_quick_add(struct ctx *ctx, const struct record *record);
/* The same form by itself, not put anywhere yet; kind is chosen at first. customer_id: whose contacts; NO_STR: none. */
struct view_map *page_quick_form(struct ctx *ctx, struct str kind, struct str customer_id);
/* A page that says what happened, what was kept and what to do next. Texts are N_() ids. */
enum status page_error(struct ctx *ctx, enum status status, const char *heading, const char *text);
/* Of an earlier moment it says so where the record came later; to whom it is hidden, it was never there. */
enum status page_missing(struct ctx *ctx);
/* The form again, with problems or both sides of a conflict; 404 or 5xx where that is what happened. */
enum status page_problems(struct ctx *ctx, struct input *input);
/* GET .../health of every program, for probes: no sign-in, one statement, no detail. */
enum status page_health(struct ctx *ctx);
/* A body that is not a page: bytes of a type, offered under a file name. */
enum status page_download(struct ctx *ctx, struct str content_type, struct str file_name, struct str body);

struct str page_text(struct ctx *ctx, const char *message_id);
/* A parameter of the address, or of the form; NO_STR when it was not sent. */
struct str page_param(const struct ctx *ctx, const char *name);
struct str page_field(const struct ctx *ctx, const char *name);
struct input_source page_params(const struct ctx *ctx);
struct input_source page_form(const struct ctx *ctx);
/* A one-time token for a form of this page. */
struct str page_token(struct ctx *ctx);
/* --- signing in, for the pages whose business it is -------------------------- */

/* A cookie for the forms of somebody who is not signed in yet. */
void page_visit(struct ctx *ctx);
void page_sign_in(struct ctx *ctx, struct str user_id, bool keep);
void page_sign_out(struct ctx *ctx);
/* `sign_in`: the form, with what was typed before it and goes along. */
void page_put_sign_in(struct ctx *ctx);
/* After page_sign_in: what went along, with one button that sends it. False: nothing did. */
bool page_resume(struct ctx *ctx);
/* Ends every session of a user but this one. */
void page_end_sessions(struct ctx *ctx, struct str user_id);
void page_cookie(struct ctx *ctx, struct str name, struct str value, long max_age_s);
/* The path, if it leads to this site; otherwise the other one. */
struct str page_local_path(struct str path, struct str otherwise);

struct str page_setting(const struct ctx *ctx, const char *name, const char *otherwise);
struct str page_config_path(const struct ctx *ctx);

/* --- a program ----------------------------------------------------------- */

/* main() of the area of that name: serves until told to end. areas and dictionary as in entities/. */
int app_run(int argc, char **argv, const char *name, const struct area *areas,
            const struct entity *const *dictionary, const struct route *routes);

#endif
