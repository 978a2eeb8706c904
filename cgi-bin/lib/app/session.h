/*
 * session.h: who is asking. A session is a row; the cookie holds a random
 * token, the row only its hash. One statement finds the session, its user,
 * the role and the version of the catalogue.
 */
#ifndef APP_SESSION_H
#define APP_SESSION_H

#include "app/program.h"

/* Fills ctx->actor, is_signed_in and csrf_key; *catalogue_version for the caller. */
void session_open(struct ctx *ctx, struct str *catalogue_version);
/* A new session for the user, its cookie set on the response. keep: days instead of until the browser closes. */
void session_start(struct ctx *ctx, struct str user_id, bool keep);
/* Ends this session on the server and in the browser. */
void session_close(struct ctx *ctx);
/* Ends all sessions of a user but this one. */
void session_close_others(struct ctx *ctx, struct str user_id);
/* Notes that it is in use, at most once a minute; after the response. */
void session_touch(struct ctx *ctx);
/* A cookie for forms before signing in. */
void session_visit(struct ctx *ctx);

#endif
