/* health.c: tells a balancer or a probe whether a program can serve, and nothing else. */
#include "app/app.h"

enum { LOST_AT_ONCE_US = 500000 };

static bool
answers(struct ctx *ctx)
{
	return str_equal(db_value(ctx->db, SQL("SELECT 1"), NO_ARGS), S("1"));
}

enum status
page_health(struct ctx *ctx)
{
	bool is_well = answers(ctx);

	/* A connection kept from before may be one of a server that was started anew since. */
	if (!is_well && db_is_lost(ctx->db) && clock_monotonic_us() - ctx->start_us < LOST_AT_ONCE_US) {
		db_use(ctx->db, ctx->arena);
		is_well = answers(ctx);
	}

	response_header(&ctx->response, S("Content-Type"), S("text/plain; charset=utf-8"));
	buf_add_text(&ctx->response.body, is_well ? "ok\n" : "the database does not answer\n");
	ctx->keeps_body = true;
	/* That is the answer, no reason to ask again. */
	db_forgive(ctx->db);
	return is_well ? STATUS_OK : STATUS_UNAVAILABLE;
}
