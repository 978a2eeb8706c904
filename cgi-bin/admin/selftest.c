/* selftest.c: shows qiao doctor, which cannot run as the web server's account, what a program behind the web server can do. */
#include <errno.h>
#include <unistd.h>

#include "admin/admin.h"

#include "base/digest.h"

enum { PATH_BYTES = 4096 };

/* Only who can write to the database knows the secret of the minute; nobody else is served. */
static bool
is_expected(struct ctx *ctx)
{
	struct digest digest = digest_sha256(page_field(ctx, "secret"));

	return page_field(ctx, "secret").len >= 32 &&
	       str_equal(db_value(ctx->db, SQL("SELECT 1 FROM selftest_secret WHERE secret_hash = ? AND made_at > SYSDATE(6) - INTERVAL 1 MINUTE"),
	                          ARGS(hex_encode(ctx->arena, digest.bytes, sizeof digest.bytes))), S("1"));
}

static void
say(struct ctx *ctx, const char *what, bool is_so)
{
	buf_add_format(&ctx->response.body, "%s %s\n", what, is_so ? "yes" : "no");
}

/* The whole way of a change but its commit. */
static void
write_and_take_back(struct ctx *ctx)
{
	struct work *work = &ctx->work;
	struct input *input;
	struct record *record;
	bool is_saved, is_read;

	work->change = &ctx->change;
	change_begin(work);
	input = input_new(work, &maintenance_item_entity, NO_STR);
	input_set(input, S("title"), S("selftest 自检"));
	is_saved = store_save(work, input);
	record = is_saved ? store_read(work, &maintenance_item_entity, input->id, VIEW) : NULL;
	is_read = record && str_equal(record_value(record, S("title")), S("selftest 自检"));
	change_end(work);
	is_read = is_read && !db_has_failed(ctx->db) &&
	          str_equal(db_value(ctx->db, SQL("SELECT COUNT(*) FROM change_record WHERE at = ?"), ARGS(ctx->change.at)), S("1"));
	change_abandon(work);
	db_forgive(ctx->db);
	say(ctx, "writes", is_saved);
	say(ctx, "reads", is_read);
	say(ctx, "takes-back", is_saved && !store_read(work, &maintenance_item_entity, input->id, VIEW) && !db_has_failed(ctx->db));
}

/* A program that runs cannot be written to at this moment; that is no protection. */
static bool
is_writable(const char *path)
{
	return access(path, W_OK) == 0 || errno == ETXTBSY;
}

static void
look_at_files(struct ctx *ctx)
{
	char program[PATH_BYTES];
	ssize_t len = readlink("/proc/self/exe", program, sizeof program - 1);
	struct str state_dir = page_setting(ctx, "state_dir", QIAO_STATE_DIR);

	program[len > 0 ? len : 0] = '\0';
	say(ctx, "is-root", geteuid() == 0);
	say(ctx, "changes-configuration", is_writable(str_terminated(ctx->arena, page_config_path(ctx))));
	say(ctx, "changes-programs", len <= 0 || is_writable(program));
	say(ctx, "changes-templates", is_writable(str_format(ctx->arena, "%.*s/templates/layout.mustache", STR_ARG(page_setting(ctx, "data_dir", QIAO_DATA_DIR))).data));
	say(ctx, "writes-state", access(str_terminated(ctx->arena, state_dir), W_OK | X_OK) == 0);
}

enum status
selftest(struct ctx *ctx)
{
	if (!is_expected(ctx))
		return db_has_failed(ctx->db) ? STATUS_FAILED :
		       page_error(ctx, STATUS_FORBIDDEN, N_("This form is out of date"),
		                  N_("It was opened before you signed in, or did not come from this site. Check what you typed and send it again."));
	response_header(&ctx->response, S("Content-Type"), S("text/plain; charset=utf-8"));
	write_and_take_back(ctx);
	look_at_files(ctx);
	say(ctx, "secure", ctx->request->is_https);
	ctx->keeps_body = true;
	return STATUS_OK;
}
