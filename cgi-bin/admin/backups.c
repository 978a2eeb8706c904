/* backups.c: how well the data is kept: the last verified restore, what would be lost now, and every backup. */
#include "admin/backup.h"

#include "entities/entities.h"

enum { SCHEDULER_LATE_S = 900 };

/* Columns of the statement about all of them. */
enum { STATE_ASKED_KIND, STATE_ASKED_AT, STATE_SEEN_AT, STATE_RUNNING_KIND, STATE_RUNNING_SINCE, STATE_FAILURE, STATE_FAILURE_AT, STATE_COVERS, STATE_COUNT,
       STATE_VERIFIED, STATE_SLOWEST_S, STATE_SENT, STATE_SENT_AT, STATE_LAST_FAILED };

static const struct choice verifications[] = {
	{ "yes", N_("Restore verified") }, { "no", N_("Not verified yet") }, { "failed", N_("Verification failed") }, { NULL }
};
/* What may be asked for. */
static const struct choice asked_kinds[] = {
	{ "incremental", N_("Incremental backup") }, { "differential", N_("Differential backup") }, { "full", N_("Full backup") }, { "logical", N_("Logical backup") },
	{ "binlog", N_("Binary log") }, { "verify", N_("Trial restore of what is not verified") }, { NULL }
};

struct overview {
	struct ctx *ctx;
	struct rows *state, *runs;
	struct str now;
	size_t last_verified;          /* row of the newest that was; count when none was */
};

static struct str
state(const struct overview *overview, size_t column)
{
	return rows_cell(overview->state, 0, column);
}

static struct str
choice_of(struct str typed, const struct choice *choices)
{
	for (; choices->value; choices++)
		if (str_equal_text(typed, choices->value))
			return typed;
	return S("");
}

static void
read_overview(struct overview *overview)
{
	struct ctx *ctx = overview->ctx;
	struct str kind = choice_of(page_param(ctx, "kind"), backup_kinds), verified = choice_of(page_param(ctx, "verified"), verifications);

	overview->state = db_query(ctx->db, SQL("SELECT s.requested_kind, s.requested_at, s.scheduler_seen_at, s.running_kind, s.running_since, s.last_failure, s.last_failure_at,"
		" MAX(r.covers_at), COUNT(r.id), COUNT(IF(r.verified_result = 'well', 1, NULL)), MAX(IF(r.verified_result = 'well', r.verified_s, NULL)), COUNT(r.sent_at), MAX(r.sent_at),"
		" MAX(IF(r.verified_result <> 'well', r.verified_at, NULL))"
		" FROM backup_state s LEFT JOIN backup_run r ON 1 WHERE s.id = 1"), NO_ARGS);
	/* Binary logs come every few minutes: they are shown when asked for. */
	overview->runs = db_query(ctx->db, SQL("SELECT id, name, kind, base, begun_at, finished_at, covers_at, bytes, table_count, row_count, version_count, sha256, verified_at, verified_s,"
		" verified_result, sent_at FROM backup_run WHERE (kind = ? OR (? = '' AND kind <> 'binlog'))"
		" AND CASE ? WHEN 'yes' THEN verified_result = 'well' WHEN 'no' THEN verified_at IS NULL WHEN 'failed' THEN verified_result <> 'well' ELSE 1 END"
		" ORDER BY begun_at DESC LIMIT 100"), ARGS(kind, kind, verified));
	overview->now = instant_text(ctx->arena, ctx->work.now_us);
	for (overview->last_verified = 0; overview->last_verified < rows_count(overview->runs); overview->last_verified++)
		if (str_equal(rows_cell(overview->runs, overview->last_verified, RUN_RESULT), S("well")))
			break;
}

/* --- what is said first ------------------------------------------------------ */

static void
put_notice(const struct overview *overview)
{
	struct ctx *ctx = overview->ctx;
	struct view_map *notice = view_map_new(ctx->arena);
	size_t row = overview->last_verified;

	if (row < rows_count(overview->runs)) {
		struct str counts = work_say(&ctx->work, N_("{0} tables and {1} row versions are the same as at that moment."),
		                             number_grouped(ctx->arena, rows_cell(overview->runs, row, RUN_TABLES)), number_grouped(ctx->arena, rows_cell(overview->runs, row, RUN_VERSIONS)));

		view_map_put(notice, S("is_ok"), view_bool(true));
		view_map_put_text(notice, S("strong"), page_text(ctx, N_("The last backup was restored into a database of its own and compared.")));
		view_map_put_text(notice, S("text"), str_format(ctx->arena, "%.*s · %.*s", STR_ARG(backup_time_words(ctx, rows_cell(overview->runs, row, RUN_VERIFIED_AT))), STR_ARG(counts)));
	} else {
		view_map_put(notice, S("is_ok"), view_bool(false));
		view_map_put_text(notice, S("strong"), page_text(ctx, N_("No backup shown here was restored yet.")));
		view_map_put_text(notice, S("text"), page_text(ctx, N_("A backup counts once it was restored and compared: qiao backup verify")));
	}
	page_put(ctx, "notice", view_map(notice));
}

static void
add_tile(const struct overview *overview, struct view_list *tiles, const char *label, struct str value, struct str note)
{
	struct view_map *tile = view_map_new(overview->ctx->arena);

	view_map_put_text(tile, S("label"), page_text(overview->ctx, label));
	view_map_put_text(tile, S("value"), value);
	view_map_put_text(tile, S("value_full"), value);
	view_map_put_text(tile, S("delta_note"), note);
	view_list_add(tiles, view_map(tile));
}

/* Verified ones since the last failure, among those that are shown. */
static uint64_t
verified_in_a_row(const struct overview *overview)
{
	uint64_t count = 0;

	for (size_t i = 0; i < rows_count(overview->runs); i++) {
		struct str result = rows_cell(overview->runs, i, RUN_RESULT);

		if (result.data && !str_equal(result, S("well")))
			break;
		count += result.data != NULL;
	}
	return count;
}

static void
put_tiles(const struct overview *overview)
{
	struct ctx *ctx = overview->ctx;
	struct view_list *tiles = view_list_new(ctx->arena);
	struct str took = rows_cell(overview->runs, overview->last_verified, RUN_VERIFIED_S), slowest = state(overview, STATE_SLOWEST_S);
	int64_t loss_s;
	uint64_t took_s = 0, slowest_s = 0;
	bool has_backup = backup_seconds(state(overview, STATE_COVERS), overview->now, &loss_s);

	add_tile(overview, tiles, N_("Worst loss of data now"), has_backup ? str_format(ctx->arena, "≤ %.*s", STR_ARG(backup_span_words(ctx, loss_s))) : page_text(ctx, N_("Everything")),
	         has_backup ? work_say(&ctx->work, N_("backups reach up to {0}"), backup_time_words(ctx, state(overview, STATE_COVERS)), NO_STR) : page_text(ctx, N_("there is no backup")));
	add_tile(overview, tiles, N_("Time of a restore, measured"), str_to_u64(took, &took_s) ? backup_span_words(ctx, (int64_t)took_s) : S("—"),
	         str_to_u64(slowest, &slowest_s) ? work_say(&ctx->work, N_("slowest {0}"), backup_span_words(ctx, (int64_t)slowest_s), NO_STR) : S(""));
	add_tile(overview, tiles, N_("Verified in a row"), str_from_u64(ctx->arena, verified_in_a_row(overview)),
	         work_say(&ctx->work, N_("{0} of {1} kept are verified"), state(overview, STATE_VERIFIED), state(overview, STATE_COUNT)));
	add_tile(overview, tiles, N_("Copies elsewhere"), state(overview, STATE_SENT),
	         state(overview, STATE_SENT_AT).data ? work_say(&ctx->work, N_("sealed, the last sent {0}"), backup_time_words(ctx, state(overview, STATE_SENT_AT)), NO_STR)
	                                             : page_text(ctx, N_("none was sent: see backup_send_command")));
	page_put(ctx, "tiles", view_list(tiles));
	page_put(ctx, "has_tiles", view_bool(true));
}

/* --- what the scheduler does ------------------------------------------------- */

static void
add_line(struct ctx *ctx, struct view_list *lines, const char *tint, struct str text)
{
	struct view_map *line = view_map_new(ctx->arena);

	view_map_put_text(line, S("tint"), str_from(tint));
	view_map_put_text(line, S("text"), text);
	view_list_add(lines, view_map(line));
}

static struct str
asked_words(struct ctx *ctx, struct str kind)
{
	for (const struct choice *each = asked_kinds; each->value; each++)
		if (str_equal_text(kind, each->value))
			return page_text(ctx, each->label);
	return kind;
}

static void
put_scheduler(const struct overview *overview)
{
	struct ctx *ctx = overview->ctx;
	struct view_list *lines = view_list_new(ctx->arena);
	struct str seen = state(overview, STATE_SEEN_AT);
	int64_t age_s;

	if (!backup_seconds(seen, overview->now, &age_s))
		add_line(ctx, lines, "bad", page_text(ctx, N_("The scheduler has never run: switch on the timer qiao-backup, or run qiao backup due by cron.")));
	else
		add_line(ctx, lines, age_s > SCHEDULER_LATE_S ? "bad" : "ok", work_say(&ctx->work, N_("The scheduler was last seen at {0}, {1} ago."), backup_time_words(ctx, seen), backup_span_words(ctx, age_s)));
	if (state(overview, STATE_RUNNING_KIND).data)
		add_line(ctx, lines, "info", work_say(&ctx->work, N_("At work since {1}: {0}"), asked_words(ctx, state(overview, STATE_RUNNING_KIND)), backup_time_words(ctx, state(overview, STATE_RUNNING_SINCE))));
	if (state(overview, STATE_ASKED_KIND).data)
		add_line(ctx, lines, "warn", work_say(&ctx->work, N_("Asked for at {1}, waiting for the scheduler: {0}"), asked_words(ctx, state(overview, STATE_ASKED_KIND)), backup_time_words(ctx, state(overview, STATE_ASKED_AT))));
	if (state(overview, STATE_FAILURE).data)
		add_line(ctx, lines, "bad", work_say(&ctx->work, N_("Did not succeed at {1}: {0}. Its log is in the folder of backups, .log"), asked_words(ctx, state(overview, STATE_FAILURE)), backup_time_words(ctx, state(overview, STATE_FAILURE_AT))));
	page_put(ctx, "scheduler", view_list(lines));
}

static void
put_ask(struct ctx *ctx)
{
	struct view_map *ask = view_map_new(ctx->arena);
	struct options *kinds = options_new(ctx->arena);

	if (!access_may(&ctx->work, &maintenance_item_entity, EDIT))
		return;
	for (const struct choice *each = asked_kinds; each->value; each++)
		options_add(kinds, str_from(each->value), page_text(ctx, each->label), NO_STR, each == asked_kinds);
	view_map_put_text(ask, S("action"), S("/system/backups"));
	view_map_put_text(ask, S("token"), page_token(ctx));
	view_map_put(ask, S("kinds"), options_view(kinds));
	page_put(ctx, "ask", view_map(ask));
}

/* --- the table --------------------------------------------------------------- */

static void
add_row(const struct overview *overview, struct view_list *list, size_t row)
{
	struct ctx *ctx = overview->ctx;
	struct rows *runs = overview->runs;
	struct view_map *map = view_map_new(ctx->arena);
	struct str result = rows_cell(runs, row, RUN_RESULT), detail = S("");
	uint64_t took_s = 0;
	int64_t seconds = 0;

	backup_seconds(rows_cell(runs, row, RUN_BEGUN), rows_cell(runs, row, RUN_FINISHED), &seconds);
	if (str_equal(result, S("well")) && str_to_u64(rows_cell(runs, row, RUN_VERIFIED_S), &took_s))
		detail = work_say(&ctx->work, N_("{0}, took {1}"), backup_time_words(ctx, rows_cell(runs, row, RUN_VERIFIED_AT)), backup_span_words(ctx, (int64_t)took_s));
	else if (result.data)
		detail = result;
	view_map_put_text(map, S("href"), str_format(ctx->arena, "/system/backups/%.*s", STR_ARG(rows_cell(runs, row, RUN_ID))));
	view_map_put_text(map, S("when"), backup_time_words(ctx, rows_cell(runs, row, RUN_BEGUN)));
	view_map_put_text(map, S("iso"), rows_cell(runs, row, RUN_BEGUN));
	view_map_put_text(map, S("kind"), backup_kind_words(ctx, rows_cell(runs, row, RUN_KIND)));
	view_map_put_text(map, S("size"), backup_size_words(ctx, rows_cell(runs, row, RUN_BYTES)));
	view_map_put_text(map, S("took"), backup_span_words(ctx, seconds));
	view_map_put_text(map, S("detail"), detail);
	view_map_put_text(map, S("place"), page_text(ctx, rows_cell(runs, row, RUN_SENT_AT).data ? N_("here and elsewhere") : N_("here")));
	backup_put_badge(ctx, map, rows_cell(runs, row, RUN_VERIFIED_AT), result);
	view_list_add(list, view_map(map));
}

static void
add_filter(struct ctx *ctx, struct view_list *filters, const char *name, const char *label, const struct choice *choices)
{
	struct view_map *filter = view_map_new(ctx->arena);
	struct options *options = options_new(ctx->arena);
	struct str chosen = page_param(ctx, name);

	options_add(options, S(""), page_text(ctx, N_("All")), NO_STR, false);
	for (; choices->value; choices++)
		options_add(options, str_from(choices->value), page_text(ctx, choices->label), NO_STR, str_equal_text(chosen, choices->value));
	view_map_put_text(filter, S("name"), str_from(name));
	view_map_put_text(filter, S("id"), str_format(ctx->arena, "filter-%s", name));
	view_map_put_text(filter, S("label"), page_text(ctx, label));
	view_map_put(filter, S("is_select"), view_bool(true));
	view_map_put(filter, S("is_text"), view_bool(false));
	view_map_put(filter, S("options"), options_view(options));
	view_list_add(filters, view_map(filter));
}

static void
put_table(const struct overview *overview)
{
	struct ctx *ctx = overview->ctx;
	struct view_list *rows = view_list_new(ctx->arena), *filters = view_list_new(ctx->arena);

	for (size_t i = 0; i < rows_count(overview->runs); i++)
		add_row(overview, rows, i);
	add_filter(ctx, filters, "kind", N_("Kind"), backup_kinds);
	add_filter(ctx, filters, "verified", N_("Verification"), verifications);
	page_put(ctx, "filters", view_list(filters));
	page_put(ctx, "has_filters", view_bool(true));
	page_put(ctx, "has_figures_line", view_bool(false));
	page_put_text(ctx, "filter_action", S("/system/backups"));
	page_put(ctx, "has_rows", view_bool(view_list_count(rows) > 0));
	page_put(ctx, "rows", view_list(rows));
}

enum status
backups_show(struct ctx *ctx)
{
	struct overview overview = { .ctx = ctx };

	read_overview(&overview);
	page_put_text(ctx, "title", page_text(ctx, N_("Backup and restore")));
	put_notice(&overview);
	put_tiles(&overview);
	put_scheduler(&overview);
	put_ask(ctx);
	put_table(&overview);
	return page_show(ctx, "admin/backups");
}

/* A program of the web starts no other program: the wish is written down, and the timer's command reads it. */
enum status
backups_ask(struct ctx *ctx)
{
	struct str kind = choice_of(page_field(ctx, "kind"), asked_kinds);

	if (str_is_empty(kind)) {
		ctx->flash_text = page_text(ctx, N_("There is no such kind of backup: nothing was asked for. Choose one of the kinds below."));
		backups_show(ctx);
		return STATUS_PROBLEMS;
	}
	db_execute(ctx->db, SQL("UPDATE backup_state SET requested_kind = ?, requested_at = SYSDATE(6), requested_by = ? WHERE id = 1"), ARGS(kind, ctx->actor.id));
	if (db_has_failed(ctx->db))
		return STATUS_FAILED;
	return page_redirect(ctx, S("/system/backups"));
}
