/* backup_one.c: all about one backup: what it holds, what it stands on, how it was verified, and how to use it. */
#include "admin/backup.h"

#include "entities/entities.h"

static void
add_fact(struct ctx *ctx, struct view_list *facts, const char *label, struct str text)
{
	struct view_map *fact = view_map_new(ctx->arena);

	if (str_is_empty(text))
		return;
	view_map_put_text(fact, S("label"), page_text(ctx, label));
	view_map_put_text(fact, S("text"), text);
	view_list_add(facts, view_map(fact));
}

static void
put_facts(struct ctx *ctx, struct rows *run)
{
	struct view_list *facts = view_list_new(ctx->arena);
	int64_t seconds = 0;

	backup_seconds(rows_cell(run, 0, RUN_BEGUN), rows_cell(run, 0, RUN_FINISHED), &seconds);
	add_fact(ctx, facts, N_("Kind"), backup_kind_words(ctx, rows_cell(run, 0, RUN_KIND)));
	add_fact(ctx, facts, N_("Started at"), backup_time_words(ctx, rows_cell(run, 0, RUN_BEGUN)));
	add_fact(ctx, facts, N_("Took"), backup_span_words(ctx, seconds));
	add_fact(ctx, facts, N_("Holds every change up to"), backup_time_words(ctx, rows_cell(run, 0, RUN_COVERS)));
	add_fact(ctx, facts, N_("Size, compressed and sealed"), backup_size_words(ctx, rows_cell(run, 0, RUN_BYTES)));
	add_fact(ctx, facts, N_("Tables counted"), number_grouped(ctx->arena, rows_cell(run, 0, RUN_TABLES)));
	add_fact(ctx, facts, N_("Rows at that moment"), number_grouped(ctx->arena, rows_cell(run, 0, RUN_ROWS)));
	add_fact(ctx, facts, N_("With all earlier versions"), number_grouped(ctx->arena, rows_cell(run, 0, RUN_VERSIONS)));
	add_fact(ctx, facts, N_("Copy elsewhere"), backup_time_words(ctx, rows_cell(run, 0, RUN_SENT_AT)));
	page_put(ctx, "facts", view_list(facts));
}

static void
put_verification(struct ctx *ctx, struct rows *run)
{
	struct view_map *map = view_map_new(ctx->arena);
	struct str result = rows_cell(run, 0, RUN_RESULT);
	uint64_t seconds;

	backup_put_badge(ctx, map, rows_cell(run, 0, RUN_VERIFIED_AT), result);
	if (result.data && !str_equal(result, S("well")))
		view_map_put_text(map, S("note"), result);
	else if (str_to_u64(rows_cell(run, 0, RUN_VERIFIED_S), &seconds))
		view_map_put_text(map, S("note"), work_say(&ctx->work, N_("{0}, took {1}"), backup_time_words(ctx, rows_cell(run, 0, RUN_VERIFIED_AT)), backup_span_words(ctx, (int64_t)seconds)));
	view_map_put_text(map, S("sha256"), rows_cell(run, 0, RUN_SHA256));
	view_map_put_text(map, S("command"), str_format(ctx->arena, "qiao backup verify %.*s --key=FILE.secret", STR_ARG(rows_cell(run, 0, RUN_NAME))));
	page_put(ctx, "verification", view_map(map));
}

/* What it stands on, up to the full one, and what stands on it. */
static void
put_chain(struct ctx *ctx, struct rows *run)
{
	struct view_list *chain = view_list_new(ctx->arena);
	struct rows *rows = db_query(ctx->db, SQL("WITH RECURSIVE below AS (SELECT r.* FROM backup_run r WHERE r.name = ? UNION ALL"
		" SELECT r.* FROM backup_run r JOIN below b ON r.name = b.base)"
		" SELECT id, name, kind, begun_at FROM below UNION SELECT id, name, kind, begun_at FROM backup_run WHERE base = ? ORDER BY begun_at LIMIT 100"),
		ARGS(rows_cell(run, 0, RUN_NAME), rows_cell(run, 0, RUN_NAME)));

	for (size_t i = 0; i < rows_count(rows); i++) {
		struct view_map *map = view_map_new(ctx->arena);

		view_map_put_text(map, S("href"), str_format(ctx->arena, "/system/backups/%.*s", STR_ARG(rows_cell(rows, i, 0))));
		view_map_put_text(map, S("kind"), backup_kind_words(ctx, rows_cell(rows, i, 2)));
		view_map_put_text(map, S("when"), backup_time_words(ctx, rows_cell(rows, i, 3)));
		view_map_put(map, S("is_current"), view_bool(str_equal(rows_cell(rows, i, 1), rows_cell(run, 0, RUN_NAME))));
		view_list_add(chain, view_map(map));
	}
	page_put(ctx, "chain", view_list(chain));
}

enum status
backup_show(struct ctx *ctx)
{
	struct rows *run = db_query(ctx->db, SQL("SELECT id, name, kind, base, begun_at, finished_at, covers_at, bytes, table_count, row_count, version_count, sha256, verified_at,"
		" verified_s, verified_result, sent_at FROM backup_run WHERE id = ?"), ARGS(ctx->id));
	struct str name = rows_cell(run, 0, RUN_NAME);

	if (rows_count(run) == 0)
		return page_missing(ctx);
	page_put_text(ctx, "title", name);
	put_facts(ctx, run);
	put_verification(ctx, run);
	put_chain(ctx, run);
	if (!str_equal(rows_cell(run, 0, RUN_KIND), S("binlog")))
		page_put_text(ctx, "command", str_format(ctx->arena, "qiao restore --name=%.*s --into=/var/lib/qiao-restore --key=FILE.secret", STR_ARG(name)));
	return page_show(ctx, "admin/backup");
}
