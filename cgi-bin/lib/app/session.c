/* session.c: finds out who is asking, and signs in and out. */
#include "app/session.h"

#include "base/digest.h"
#include "base/random.h"
#include "base/utf8.h"
#include "http/cookie.h"

enum { TOKEN_BYTES = 32 };

static struct str
cookie_name(const struct ctx *ctx)
{
	return ctx->request->is_https || ctx->program->is_secure ? S("__Host-qiao") : S("qiao");
}

static struct str
hash_of(struct arena *arena, struct str token)
{
	struct digest digest = digest_sha256(token);

	return hex_encode(arena, digest.bytes, sizeof digest.bytes);
}

static struct str
new_token(struct arena *arena)
{
	unsigned char bytes[TOKEN_BYTES];

	random_bytes(bytes, sizeof bytes);
	return base64url_encode(arena, bytes, sizeof bytes);
}

/* zh or en, whichever the browser lists first; Chinese when it lists neither. */
static struct str
browser_language(const struct ctx *ctx)
{
	struct str chosen = cookie_get(ctx->request->cookies, S("qiao_language"));
	ptrdiff_t zh = str_find(ctx->request->accept_language, S("zh")), en = str_find(ctx->request->accept_language, S("en"));

	if (str_equal(chosen, S("en")) || str_equal(chosen, S("zh")))
		return chosen;
	return en >= 0 && ctx->request->accept_language.len && (zh < 0 || en < zh) ? S("en") : S("zh");
}

void
session_open(struct ctx *ctx, struct str *catalogue_version)
{
	struct actor *actor = &ctx->actor;
	struct str token = cookie_get(ctx->request->cookies, cookie_name(ctx));
	struct rows *rows;

	*catalogue_version = NO_STR;
	actor->language = browser_language(ctx);
	ctx->csrf_key = cookie_get(ctx->request->cookies, S("qiao_visit"));
	if (token.len != 43)
		return;
	rows = db_query(ctx->db, SQL("SELECT s.id AS session_id, u.id, u.name, u.login, u.role_id, r.code, r.name AS role_name, r.name_en, u.team_id,"
	                             " u.language, u.theme, u.zone, k.version,"
	                             " s.last_seen_at < SYSDATE(6) - INTERVAL 1 MINUTE AS is_stale"
	                             " FROM session s JOIN user u ON u.id = s.user_id JOIN role r ON r.id = u.role_id JOIN catalogue k ON k.id = 1"
	                             " WHERE s.token_hash = ? AND u.is_active = 1 AND s.expires_at > SYSDATE(6)"
	                             " AND s.last_seen_at > SYSDATE(6) - INTERVAL s.idle_s SECOND"),
	                ARGS(hash_of(ctx->arena, token)));
	if (!rows_next(rows))
		return;
	ctx->is_signed_in = true;
	ctx->csrf_key = token;
	actor->session_id = rows_get(rows, S("session_id"));
	actor->id = rows_get(rows, S("id"));
	ctx->session_is_stale = str_equal(rows_get(rows, S("is_stale")), S("1"));
	actor->name = rows_get(rows, S("name"));
	actor->login = rows_get(rows, S("login"));
	actor->role_id = rows_get(rows, S("role_id"));
	actor->role_code = rows_get(rows, S("code"));
	actor->team_id = rows_get(rows, S("team_id"));
	actor->theme = rows_get(rows, S("theme"));
	actor->zone_name = rows_get(rows, S("zone"));
	if (rows_get(rows, S("language")).len)
		actor->language = rows_get(rows, S("language"));
	actor->role_name = rows_get(rows, str_equal(actor->language, S("en")) ? S("name_en") : S("role_name"));
	actor->zone = program_zone(ctx->program, actor->zone_name);
	*catalogue_version = rows_get(rows, S("version"));
}

void
session_start(struct ctx *ctx, struct str user_id, bool keep)
{
	struct str token = new_token(ctx->arena);
	uint64_t days = config_number(ctx->program->config, "session_days", 7);
	uint64_t idle_s = keep ? days * 86400 : config_number(ctx->program->config, "session_idle_minutes", 480) * 60;

	db_execute(ctx->db, SQL("DELETE FROM session WHERE expires_at < SYSDATE(6) LIMIT 1000"), NO_ARGS);
	db_execute(ctx->db, SQL("INSERT INTO session (token_hash, user_id, created_at, last_seen_at, expires_at, idle_s, remote, user_agent)"
	                        " VALUES (?, ?, SYSDATE(6), SYSDATE(6), SYSDATE(6) + INTERVAL ? DAY, ?, ?, ?)"),
	           ARGS(hash_of(ctx->arena, token), user_id, str_from_u64(ctx->arena, days), str_from_u64(ctx->arena, idle_s),
	                str_slice(ctx->request->remote, 0, 45), utf8_first(ctx->request->user_agent.data ? ctx->request->user_agent : S(""), 200)));
	response_add_header(&ctx->response, S("Set-Cookie"), cookie_set(ctx->arena, cookie_name(ctx), token,
	                    ctx->request->is_https || ctx->program->is_secure, keep ? (long)(days * 86400) : -1));
	ctx->csrf_key = token;
}

void
session_close(struct ctx *ctx)
{
	db_execute(ctx->db, SQL("DELETE FROM session WHERE id = ?"), ARGS(ctx->actor.session_id));
	response_add_header(&ctx->response, S("Set-Cookie"), cookie_set(ctx->arena, cookie_name(ctx), S(""),
	                    ctx->request->is_https || ctx->program->is_secure, 0));
}

void
session_close_others(struct ctx *ctx, struct str user_id)
{
	db_execute(ctx->db, SQL("DELETE FROM session WHERE user_id = ? AND NOT (id <=> ?)"), ARGS(user_id, ctx->actor.session_id));
}

void
session_touch(struct ctx *ctx)
{
	if (ctx->session_is_stale && !db_has_failed(ctx->db) && !db_is_open(ctx->db) && !db_is_read_only(ctx->db))
		db_execute(ctx->db, SQL("UPDATE session SET last_seen_at = SYSDATE(6) WHERE id = ?"), ARGS(ctx->actor.session_id));
}

void
session_visit(struct ctx *ctx)
{
	if (ctx->csrf_key.len == 43)
		return;
	ctx->csrf_key = new_token(ctx->arena);
	response_add_header(&ctx->response, S("Set-Cookie"), cookie_set(ctx->arena, S("qiao_visit"), ctx->csrf_key,
	                    ctx->request->is_https || ctx->program->is_secure, -1));
}
