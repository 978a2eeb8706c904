/* crud_export.c: a list as a CSV file, spooled so that nothing is sent before the outcome is known. */
#include <stdio.h>
#include <unistd.h>

#include "app/crud.h"
#include "app/program.h"
#include "model/export.h"

struct spool {
	FILE *file;
	uint64_t bytes;
	bool has_failed;
};

static bool
spool_write(void *data, struct str piece)
{
	struct spool *spool = data;

	if (fwrite(piece.data, 1, piece.len, spool->file) != piece.len)
		spool->has_failed = true;
	spool->bytes += piece.len;
	return !spool->has_failed;
}

enum status
crud_export(struct ctx *ctx)
{
	struct list_query query;
	struct spool spool = { .file = tmpfile() };
	bool is_data = str_equal(page_param(ctx, "flavour"), S("data"));
	struct str name;

	if (!spool.file)
		return page_error(ctx, STATUS_UNAVAILABLE, N_("There is no room for the file"), N_("The server's temporary folder is full. Tell your administrator."));
	list_query_read(&ctx->work, ctx->entity, page_params(ctx), &query);
	query.carried = ctx->carried;
	export_csv(&ctx->work, &query, is_data ? CSV_DATA : CSV_SPREADSHEET, (struct export_sink){ spool_write, &spool });
	if (fflush(spool.file) != 0 || spool.has_failed || db_has_failed(ctx->db)) {
		fclose(spool.file);
		return db_has_failed(ctx->db) ? STATUS_FAILED :
		       page_error(ctx, STATUS_UNAVAILABLE, N_("There is no room for the file"), N_("The server's temporary folder is full. Tell your administrator."));
	}
	name = str_format(ctx->arena, "%s-%.*s.csv", ctx->entity->path + 1, 10, instant_text(ctx->arena, ctx->work.now_us).data);
	page_download(ctx, S("text/csv; charset=utf-8"), name, S(""));
	ctx->response.file = dup(fileno(spool.file));
	ctx->response.file_bytes = spool.bytes;
	fclose(spool.file);
	return STATUS_OK;
}
