/* health.c: tells a balancer whether this machine can serve, and nothing else. */
#include "admin/admin.h"

enum status
health(struct ctx *ctx)
{
	struct str one = db_value(ctx->db, SQL("SELECT 1"), NO_ARGS);

	if (!str_equal(one, S("1")))
		return STATUS_FAILED;
	response_header(&ctx->response, S("Content-Type"), S("text/plain; charset=utf-8"));
	buf_add_text(&ctx->response.body, "ok\n");
	ctx->keeps_body = true;
	return STATUS_OK;
}
