/* security.c: what qiao doctor --security found last, as lists and as one figure, and the register of findings. */
#include "admin/admin.h"

#include "mining/isa.h"

enum { RUNS_SHOWN = 30, RETEST_DAYS = 14 };

static const char *const list_names[ISA_PARTS] = { "system", "application", "access" };
static const char *const list_labels[ISA_PARTS] = { N_("System"), N_("Application"), N_("Access control") };
static const char *const list_letters[ISA_PARTS] = { "S", "A", "V" };

/* Columns of the two statements. */
enum { RUN_ID, RUN_AT, RUN_HOST, RUN_RELEASE, RUN_LIST, RUN_PASSED, RUN_FAILED };
enum { LINE_LIST, LINE_NAME, LINE_RESULT, LINE_FOUND, LINE_CURE, LINE_ITEM };

struct run {
	struct str id, at, host, release;
	uint64_t passed[ISA_PARTS], failed[ISA_PARTS];
};

/* Newest first. */
static size_t
read_runs(struct ctx *ctx, struct run *runs)
{
	struct rows *rows = db_query(ctx->db, SQL("SELECT r.id, r.at, r.host, r.release_name, s.list, CAST(SUM(s.result = 'pass') AS UNSIGNED), CAST(SUM(s.result = 'fail') AS UNSIGNED)"
	                                          " FROM (SELECT id, at, host, release_name FROM security_run ORDER BY id DESC LIMIT 30) r"
	                                          " JOIN security_result s ON s.run_id = r.id GROUP BY r.id, r.at, r.host, r.release_name, s.list ORDER BY r.id DESC"), NO_ARGS);
	size_t count = 0;

	for (size_t i = 0; i < rows_count(rows); i++) {
		struct run *run;

		if (!count || !str_equal(runs[count - 1].id, rows_cell(rows, i, RUN_ID)))
			runs[count++] = (struct run){ .id = rows_cell(rows, i, RUN_ID), .at = rows_cell(rows, i, RUN_AT), .host = rows_cell(rows, i, RUN_HOST),
			                              .release = rows_cell(rows, i, RUN_RELEASE) };
		run = &runs[count - 1];
		for (int list = 0; list < ISA_PARTS; list++)
			if (str_equal_text(rows_cell(rows, i, RUN_LIST), list_names[list])) {
				str_to_u64(rows_cell(rows, i, RUN_PASSED), &run->passed[list]);
				str_to_u64(rows_cell(rows, i, RUN_FAILED), &run->failed[list]);
			}
	}
	return count;
}

/* Each with the open item of the register that was made from it, if the actor may see it. */
static struct rows *
read_lines(struct ctx *ctx, struct str run_id)
{
	return store_query(&ctx->work, SQL("SELECT s.list, s.name, s.result, s.found, s.cure,"
	                                   " (SELECT m.id FROM maintenance_item m WHERE m.check_name = s.name AND m.status NOT IN ('done', 'cancelled')"
	                                   " AND {visible maintenance_item m} ORDER BY m.id DESC LIMIT 1)"
	                                   " FROM security_result s WHERE s.run_id = ? ORDER BY s.position"), ARGS(run_id));
}

static struct str
thousandth(struct ctx *ctx, double value)
{
	uint64_t number = (uint64_t)(value * 1000 + 0.5);

	return str_format(ctx->arena, "%llu.%03llu", (unsigned long long)number / 1000, (unsigned long long)number % 1000);
}

static struct str
said(struct ctx *ctx, struct str message_id)
{
	return message_id.len ? page_text(ctx, str_terminated(ctx->arena, message_id)) : message_id;
}

/* --- the lists --------------------------------------------------------------- */

static struct view
line_view(struct ctx *ctx, const struct rows *rows, size_t row)
{
	struct view_map *map = view_map_new(ctx->arena);
	struct str result = rows_cell(rows, row, LINE_RESULT), item = rows_cell(rows, row, LINE_ITEM);
	bool is_pass = str_equal(result, S("pass")), is_fail = str_equal(result, S("fail"));

	view_map_put_text(map, S("name"), said(ctx, rows_cell(rows, row, LINE_NAME)));
	view_map_put_text(map, S("result"), page_text(ctx, is_pass ? N_("Passed") : is_fail ? N_("Failed") : N_("Not answered")));
	view_map_put_text(map, S("tint"), is_pass ? S("ok") : is_fail ? S("bad") : S("neu"));
	view_map_put_text(map, S("found"), said(ctx, rows_cell(rows, row, LINE_FOUND)));
	view_map_put_text(map, S("cure"), is_pass ? S("") : said(ctx, rows_cell(rows, row, LINE_CURE)));
	if (item.len) {
		view_map_put_text(map, S("item_href"), record_href(&ctx->work, &maintenance_item_entity, item, ""));
		view_map_put_text(map, S("item"), record_code(&ctx->work, &maintenance_item_entity, item));
	}
	return view_map(map);
}

static void
put_lists(struct ctx *ctx, const struct run *run, const struct rows *rows)
{
	struct view_list *lists = view_list_new(ctx->arena);
	uint64_t without_item = 0;

	for (int list = 0; list < ISA_PARTS; list++) {
		struct view_map *map = view_map_new(ctx->arena);
		struct view_list *lines = view_list_new(ctx->arena);

		for (size_t i = 0; i < rows_count(rows); i++) {
			if (!str_equal_text(rows_cell(rows, i, LINE_LIST), list_names[list]))
				continue;
			view_list_add(lines, line_view(ctx, rows, i));
			without_item += str_equal(rows_cell(rows, i, LINE_RESULT), S("fail")) && !rows_cell(rows, i, LINE_ITEM).len;
		}
		view_map_put_text(map, S("label"), page_text(ctx, list_labels[list]));
		view_map_put_text(map, S("letter"), str_from(list_letters[list]));
		view_map_put_text(map, S("count_text"), work_say(&ctx->work, N_("{0} of {1} passed"), str_from_u64(ctx->arena, run->passed[list]),
		                  str_from_u64(ctx->arena, run->passed[list] + run->failed[list])));
		view_map_put(map, S("lines"), view_list(lines));
		view_list_add(lists, view_map(map));
	}
	page_put(ctx, "lists", view_list(lists));
	if (without_item && access_may(&ctx->work, &maintenance_item_entity, CREATE)) {
		struct view_map *form = view_map_new(ctx->arena);

		view_map_put_text(form, S("token"), page_token(ctx));
		view_map_put_text(form, S("run"), run->id);
		view_map_put_text(form, S("label"), work_say(&ctx->work, N_("Enter {0} findings in the register"), str_from_u64(ctx->arena, without_item), NO_STR));
		page_put(ctx, "form", view_map(form));
	}
}

/* --- the figures ------------------------------------------------------------- */

static void
add_tile(struct ctx *ctx, struct view_list *tiles, struct str label, struct str value, struct str note)
{
	struct view_map *tile = view_map_new(ctx->arena);

	view_map_put_text(tile, S("label"), label);
	view_map_put_text(tile, S("value"), value);
	view_map_put_text(tile, S("value_full"), value);
	view_map_put_text(tile, S("delta_note"), note);
	view_list_add(tiles, view_map(tile));
}

static void
put_figures(struct ctx *ctx, const struct run *run)
{
	struct isa isa = isa_of(run->passed, run->failed);
	struct view_list *tiles = view_list_new(ctx->arena);

	add_tile(ctx, tiles, page_text(ctx, N_("ISA index")), isa.is_known ? thousandth(ctx, isa.index) : S("—"), S("1 − (1−S)(1−A)(1−V)"));
	add_tile(ctx, tiles, page_text(ctx, N_("Weakest list")), isa.is_known ? thousandth(ctx, isa.weakest) : S("—"), S("min(S, A, V)"));
	add_tile(ctx, tiles, page_text(ctx, N_("Every layer holds")), isa.is_known ? thousandth(ctx, isa.product) : S("—"), S("S · A · V"));
	add_tile(ctx, tiles, page_text(ctx, N_("As in source")), isa.has_source ? thousandth(ctx, isa.as_in_source) : page_text(ctx, N_("undefined")),
	         S("1 / (1 − (1−S)(1−A)(1−V))"));
	for (int list = 0; list < ISA_PARTS; list++)
		add_tile(ctx, tiles, str_format(ctx->arena, "%s · %.*s", list_letters[list], STR_ARG(page_text(ctx, list_labels[list]))),
		         run->passed[list] + run->failed[list] ? thousandth(ctx, isa.shares[list]) : S("—"),
		         work_say(&ctx->work, N_("{0} of {1} passed"), str_from_u64(ctx->arena, run->passed[list]), str_from_u64(ctx->arena, run->passed[list] + run->failed[list])));
	page_put(ctx, "tiles", view_list(tiles));
	page_put(ctx, "has_tiles", view_bool(true));
}

/* The index, and the weakest list as its second line; oldest first. */
static void
put_trend(struct ctx *ctx, const struct run *runs, size_t count)
{
	struct chart_point points[RUNS_SHOWN];
	struct chart chart = { .title = page_text(ctx, N_("ISA index over time")), .text = page_text(ctx, N_("The index and the weakest list of each recorded run")),
	                       .label_head = page_text(ctx, N_("Run")), .value_head = page_text(ctx, N_("ISA index")), .target_head = page_text(ctx, N_("Weakest list")),
	                       .points = points, .count = count };

	for (size_t i = 0; i < count; i++) {
		const struct run *run = &runs[count - 1 - i];
		struct isa isa = isa_of(run->passed, run->failed);

		points[i] = (struct chart_point){ .label = str_slice(work_local_time(&ctx->work, run->at), 5, 10), .value = isa.index, .shown = thousandth(ctx, isa.index),
		                                  .target = isa.weakest, .target_shown = thousandth(ctx, isa.weakest) };
	}
	page_put(ctx, "trend", chart_line(ctx->arena, &chart));
}

enum status
security(struct ctx *ctx)
{
	struct run runs[RUNS_SHOWN];
	size_t count = read_runs(ctx, runs);

	page_put_text(ctx, "title", page_text(ctx, N_("Security")));
	page_put(ctx, "has_run", view_bool(count > 0));
	if (count) {
		page_put_text(ctx, "count_text", work_say(&ctx->work, N_("looked at {0} on {1}"), work_local_time(&ctx->work, runs->at), runs->host));
		put_figures(ctx, runs);
		put_lists(ctx, runs, read_lines(ctx, runs->id));
		put_trend(ctx, runs, count);
	}
	page_put_text(ctx, "findings_href", str_format(ctx->arena, "%s?f.kind.is=finding", maintenance_item_entity.path));
	return page_show(ctx, "admin/security");
}

/* --- findings ---------------------------------------------------------------- */

/* One item for each failed check that has none yet; false: it could not be saved. */
static bool
add_finding(struct ctx *ctx, const struct rows *rows, size_t row)
{
	struct input *input = input_new(&ctx->work, &maintenance_item_entity, NO_STR);
	struct date today = work_today(&ctx->work);
	struct str list = rows_cell(rows, row, LINE_LIST);

	input_set(input, S("title"), said(ctx, rows_cell(rows, row, LINE_NAME)));
	input_set(input, S("kind"), S("finding"));
	input_set(input, S("description"), str_format(ctx->arena, "%.*s\n%.*s", STR_ARG(said(ctx, rows_cell(rows, row, LINE_CURE))), STR_ARG(rows_cell(rows, row, LINE_FOUND))));
	input_set(input, S("urgency"), S("4"));
	input_set(input, S("impact"), str_equal(list, S("access")) ? S("5") : S("4"));
	input_set(input, S("complexity"), S("2"));
	input_set(input, S("check_name"), rows_cell(rows, row, LINE_NAME));
	input_set(input, S("retest_on"), date_text(ctx->arena, date_from_days(date_to_days(today) + RETEST_DAYS)));
	input_set(input, S("owner_id"), ctx->actor.id);
	return store_save(&ctx->work, input);
}

enum status
security_findings(struct ctx *ctx)
{
	struct rows *rows = read_lines(ctx, db_value(ctx->db, SQL("SELECT MAX(id) FROM security_run"), NO_ARGS));

	for (size_t i = 0; i < rows_count(rows); i++)
		if (str_equal(rows_cell(rows, i, LINE_RESULT), S("fail")) && !rows_cell(rows, i, LINE_ITEM).len && !add_finding(ctx, rows, i))
			return db_has_failed(ctx->db) ? STATUS_FAILED :
			       page_error(ctx, STATUS_PROBLEMS, N_("The findings were not entered"), N_("Nothing was changed. Enter them one by one in the maintenance register."));
	return page_redirect(ctx, str_format(ctx->arena, "%s?f.kind.is=finding", maintenance_item_entity.path));
}
