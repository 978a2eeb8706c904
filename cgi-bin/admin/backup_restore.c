/* backup_restore.c: which backups lead to a moment, what would be lost, how long it takes, and the command that does it. */
#include "admin/backup.h"

#include "entities/entities.h"

enum { PLAN_KIND, PLAN_BEGUN, PLAN_COVERS, PLAN_BYTES, PLAN_VERIFIED_S, PLAN_RESULT, PLAN_ID };

struct guide {
	struct ctx *ctx;
	struct str typed;              /* as on the actor's clock */
	struct str moment;             /* NO_STR: what was typed is none */
};

static void
read_moment(struct guide *guide)
{
	struct ctx *ctx = guide->ctx;
	int64_t us;

	guide->typed = str_trim(page_param(ctx, "to"));
	if (str_is_empty(guide->typed)) {
		guide->moment = instant_text(ctx->arena, ctx->work.now_us);
		guide->typed = work_local_time(&ctx->work, guide->moment);
	} else if (instant_parse_local(guide->typed, ctx->actor.zone, &us)) {
		guide->moment = instant_text(ctx->arena, us);
	}
}

/* The newest that had ended by then, and what it stands on. */
static struct rows *
read_chain(const struct guide *guide)
{
	return db_query(guide->ctx->db, SQL("WITH RECURSIVE chain AS ("
		" (SELECT r.* FROM backup_run r WHERE r.kind <> 'binlog' AND r.finished_at <= ? AND COALESCE(r.verified_result, 'well') = 'well' ORDER BY r.begun_at DESC LIMIT 1)"
		" UNION ALL SELECT r.* FROM backup_run r JOIN chain c ON r.name = c.base)"
		" SELECT kind, begun_at, covers_at, bytes, verified_s, verified_result, id FROM chain ORDER BY begun_at"), ARGS(guide->moment));
}

static struct rows *
read_logs(const struct guide *guide, struct str from)
{
	return db_query(guide->ctx->db, SQL("SELECT COUNT(*), MAX(covers_at), SUM(bytes) FROM backup_run WHERE kind = 'binlog' AND covers_at >= ?"
		" AND begun_at <= COALESCE((SELECT MIN(l.begun_at) FROM backup_run l WHERE l.kind = 'binlog' AND l.covers_at >= ?), '9999-12-31')"), ARGS(from, guide->moment));
}

static void
add_step(const struct guide *guide, struct view_list *steps, struct str text, struct str note, struct str href)
{
	struct view_map *step = view_map_new(guide->ctx->arena);

	view_map_put_text(step, S("text"), text);
	view_map_put_text(step, S("note"), note);
	view_map_put_text(step, S("href"), href);
	view_list_add(steps, view_map(step));
}

static void
put_plan(const struct guide *guide)
{
	struct ctx *ctx = guide->ctx;
	struct rows *chain = read_chain(guide), *logs;
	struct view_map *plan = view_map_new(ctx->arena);
	struct view_list *steps = view_list_new(ctx->arena);
	size_t count = rows_count(chain);
	struct str reach, from;
	uint64_t took_s = 0, log_count = 0;
	bool is_whole;

	if (count == 0) {
		page_put(ctx, "has_no_plan", view_bool(true));
		return;
	}
	from = rows_cell(chain, count - 1, PLAN_COVERS);
	logs = read_logs(guide, from);
	reach = str_compare(rows_cell(logs, 0, 1), from) > 0 ? rows_cell(logs, 0, 1) : from;
	for (size_t i = 0; i < count; i++)
		add_step(guide, steps, str_format(ctx->arena, "%.*s · %.*s", STR_ARG(backup_kind_words(ctx, rows_cell(chain, i, PLAN_KIND))), STR_ARG(backup_time_words(ctx, rows_cell(chain, i, PLAN_BEGUN)))),
		         backup_size_words(ctx, rows_cell(chain, i, PLAN_BYTES)), str_format(ctx->arena, "/system/backups/%.*s", STR_ARG(rows_cell(chain, i, PLAN_ID))));
	if (str_to_u64(rows_cell(logs, 0, 0), &log_count) && log_count)
		add_step(guide, steps, work_say(&ctx->work, N_("{0} binary logs"), rows_cell(logs, 0, 0), NO_STR), backup_size_words(ctx, rows_cell(logs, 0, 2)), S(""));
	is_whole = str_compare(reach, guide->moment) >= 0;
	view_map_put(plan, S("steps"), view_list(steps));
	view_map_put_text(plan, S("loss"), is_whole ? page_text(ctx, N_("Nothing up to that moment.")) : work_say(&ctx->work, N_("Changes between {0} and {1}: archive the binary log first, with qiao backup binlog, if the server still runs."),
		backup_time_words(ctx, reach), backup_time_words(ctx, guide->moment)));
	view_map_put_text(plan, S("loss_tint"), is_whole ? S("ok") : S("bad"));
	view_map_put_text(plan, S("time"), str_to_u64(rows_cell(chain, count - 1, PLAN_VERIFIED_S), &took_s) ? work_say(&ctx->work, N_("About {0} and the replay of the logs, as measured when it was verified."), backup_span_words(ctx, (int64_t)took_s), NO_STR)
	                                                                                             : page_text(ctx, N_("Unknown: this backup was not verified yet.")));
	view_map_put_text(plan, S("command"), str_format(ctx->arena, "qiao restore --to='%.*s' --into=/var/lib/qiao-restore --key=FILE.secret", STR_ARG(guide->moment)));
	page_put(ctx, "plan", view_map(plan));
}

enum status
backup_restore(struct ctx *ctx)
{
	struct guide guide = { .ctx = ctx };

	read_moment(&guide);
	page_put_text(ctx, "title", page_text(ctx, N_("How to restore")));
	page_put_text(ctx, "typed", guide.typed);
	if (guide.moment.data)
		put_plan(&guide);
	else
		page_put_text(ctx, "problem", page_text(ctx, N_("This is no moment: write it as 2026-11-20 10:44:03")));
	return page_show(ctx, "admin/backup_restore");
}
