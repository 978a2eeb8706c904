/* health.c: tells a balancer or a probe whether a program can serve, and nothing else. */
#include "app/app.h"

enum status
page_health(struct ctx *ctx)
{
	bool is_well = str_equal(db_value(ctx->db, SQL("SELECT 1"), NO_ARGS), S("1"));

	response_header(&ctx->response, S("Content-Type"), S("text/plain; charset=utf-8"));
	buf_add_text(&ctx->response.body, is_well ? "ok\n" : "the database does not answer\n");
	ctx->keeps_body = true;
	/* That is the answer, no reason to ask again. */
	db_forgive(ctx->db);
	return is_well ? STATUS_OK : STATUS_UNAVAILABLE;
}
