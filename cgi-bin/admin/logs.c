/* logs.c: the end of the log: what happened how often, and the lines with a request, an event or a word. */
#include <stdlib.h>

#include "admin/performance.h"
#include "base/file.h"
#include "base/log_read.h"
#include "base/url_query.h"
#include "base/utf8.h"

/* One line more than is shown has a place: the next one is read into it. */
enum { TAIL_BYTES = 4 << 20, LINES_SHOWN = 100, PLACES = LINES_SHOWN + 1, GROUPS_MAX = 64, GROUPS_SHOWN = 8, DETAIL_BYTES = 400 };

struct group {
	struct str name;
	uint64_t count;
};

struct groups {
	struct group list[GROUPS_MAX];
	size_t count;
};

struct line {
	struct log_pair pairs[LOG_PAIRS_MAX];
	size_t count;
};

struct logs {
	struct ctx *ctx;
	struct str event, text;        /* what is looked for */
	struct groups events, programs, statuses;
	struct line *shown;            /* the newest last, going round */
	size_t matches, lines, others;
	uint64_t failed;
};

static void
groups_note(struct groups *groups, struct str name)
{
	if (!name.len)
		return;
	for (size_t i = 0; i < groups->count; i++)
		if (str_equal(groups->list[i].name, name)) {
			groups->list[i].count++;
			return;
		}
	if (groups->count < GROUPS_MAX)
		groups->list[groups->count++] = (struct group){ name, 1 };
}

/* A word that is looked for may stand in any value. */
static bool
is_wanted(const struct logs *logs, const struct line *line, struct str whole)
{
	if (logs->event.len && !str_equal(log_pair_get(line->pairs, line->count, "event"), logs->event))
		return false;
	if (!logs->text.len || str_find(whole, logs->text) >= 0)
		return true;
	for (size_t i = 0; i < line->count; i++)
		if (str_find(line->pairs[i].value, logs->text) >= 0)
			return true;
	return false;
}

static void
read_line(struct logs *logs, struct str whole)
{
	struct line *line = &logs->shown[logs->matches % PLACES];
	struct str status;

	line->count = log_read_line(logs->ctx->arena, whole, line->pairs);
	if (!line->count) {
		logs->others += whole.len > 0;
		return;
	}
	logs->lines++;
	status = log_pair_get(line->pairs, line->count, "status");
	groups_note(&logs->events, log_pair_get(line->pairs, line->count, "event"));
	groups_note(&logs->programs, log_pair_get(line->pairs, line->count, "program"));
	groups_note(&logs->statuses, status);
	logs->failed += status.len == 3 && status.data[0] == '5';
	/* The next one takes its place, unless it is wanted. */
	if (is_wanted(logs, line, whole))
		logs->matches++;
}

/* --- what is shown ------------------------------------------------------------- */

static int
more_first(const void *a, const void *b)
{
	const struct group *x = a, *y = b;

	return x->count != y->count ? (x->count < y->count) - (x->count > y->count) : str_compare(x->name, y->name);
}

static struct str
event_href(struct ctx *ctx, struct str event)
{
	struct url_query url;

	url_query_start(&url, ctx->arena, S("/system/logs"));
	url_query_add(&url, S("event"), event);
	return url_query_end(&url, NO_STR);
}

static void
add_chart(struct ctx *ctx, struct view_list *charts, const char *title, const char *head, struct groups *groups, bool has_links)
{
	struct chart_point *points = ARENA_ARRAY(ctx->arena, struct chart_point, GROUPS_SHOWN);
	struct chart chart = { .title = page_text(ctx, title), .text = page_text(ctx, title), .label_head = page_text(ctx, head), .value_head = page_text(ctx, N_("Lines")), .points = points };

	qsort(groups->list, groups->count, sizeof *groups->list, more_first);
	for (; chart.count < groups->count && chart.count < GROUPS_SHOWN; chart.count++) {
		const struct group *group = &groups->list[chart.count];

		points[chart.count] = (struct chart_point){ .label = group->name, .value = (double)group->count, .shown = shown_count(ctx->arena, group->count),
		                                            .href = has_links ? event_href(ctx, group->name) : S("") };
	}
	view_list_add(charts, chart_rows(ctx->arena, &chart));
}

static void
put_bar(struct logs *logs)
{
	struct ctx *ctx = logs->ctx;
	struct view_list *filters = view_list_new(ctx->arena), *options = view_list_new(ctx->arena);
	struct view_map *text = view_map_new(ctx->arena), *event = view_map_new(ctx->arena);

	view_map_put_text(text, S("name"), S("q"));
	view_map_put_text(text, S("id"), S("filter-q"));
	view_map_put_text(text, S("label"), page_text(ctx, N_("Request number or words")));
	view_map_put(text, S("is_select"), view_bool(false));
	view_map_put(text, S("is_text"), view_bool(true));
	view_map_put_text(text, S("value"), logs->text);
	view_list_add(filters, view_map(text));
	for (size_t i = 0; i <= logs->events.count; i++) {
		struct view_map *option = view_map_new(ctx->arena);
		struct str value = i ? logs->events.list[i - 1].name : S("");

		view_map_put_text(option, S("value"), value);
		view_map_put_text(option, S("label"), i ? value : page_text(ctx, N_("Any")));
		view_map_put(option, S("is_selected"), view_bool(str_same(value, logs->event)));
		view_list_add(options, view_map(option));
	}
	view_map_put_text(event, S("name"), S("event"));
	view_map_put_text(event, S("id"), S("filter-event"));
	view_map_put_text(event, S("label"), page_text(ctx, N_("Log event")));
	view_map_put(event, S("is_select"), view_bool(true));
	view_map_put(event, S("is_text"), view_bool(false));
	view_map_put(event, S("options"), view_list(options));
	view_list_add(filters, view_map(event));
	page_put_text(ctx, "filter_action", S("/system/logs"));
	page_put(ctx, "filters", view_list(filters));
	page_put(ctx, "has_filters", view_bool(true));
	page_put(ctx, "has_figures_line", view_bool(false));
	page_put_text(ctx, "clear_href", logs->text.len || logs->event.len ? S("/system/logs") : S(""));
}

/* All that has no column of its own: "GET /customers 200 ..." or the message. */
static struct str
detail(struct ctx *ctx, const struct line *line)
{
	struct buf text;

	buf_init(&text, ctx->arena, DETAIL_BYTES + 8192);
	for (size_t i = 0; i < line->count && text.len < DETAIL_BYTES; i++) {
		const struct log_pair *pair = &line->pairs[i];

		if (str_equal(pair->name, S("at")) || str_equal(pair->name, S("program")) || str_equal(pair->name, S("event")) || str_equal(pair->name, S("request")))
			continue;
		if (!str_equal(pair->name, S("message")))
			buf_add_format(&text, "%.*s=", STR_ARG(pair->name));
		buf_add(&text, pair->value);
		buf_add_char(&text, ' ');
	}
	return utf8_first(buf_str(&text), DETAIL_BYTES);
}

static void
put_lines(struct logs *logs)
{
	struct ctx *ctx = logs->ctx;
	struct view_list *columns = view_list_new(ctx->arena), *rows = view_list_new(ctx->arena);
	size_t count = logs->matches < LINES_SHOWN ? logs->matches : LINES_SHOWN;

	column_add(ctx, columns, N_("Time"), NO_STR, false);
	column_add(ctx, columns, N_("Program"), NO_STR, false);
	column_add(ctx, columns, N_("Log event"), NO_STR, false);
	column_add(ctx, columns, N_("Request number"), NO_STR, false);
	column_add(ctx, columns, N_("Details"), NO_STR, false);
	for (size_t i = 0; i < count; i++) {
		const struct line *line = &logs->shown[(logs->matches - 1 - i) % PLACES];
		struct view_list *cells = view_list_new(ctx->arena);
		struct str at = log_pair_get(line->pairs, line->count, "at"), local = work_local_time(&ctx->work, at);

		cell_add(ctx, cells, log_pair_get(line->pairs, line->count, "program"), false);
		cell_add(ctx, cells, log_pair_get(line->pairs, line->count, "event"), false);
		cell_add(ctx, cells, log_pair_get(line->pairs, line->count, "request"), false);
		cell_add(ctx, cells, detail(ctx, line), false);
		row_add(ctx, rows, str_join(ctx->arena, local, str_slice(at, 16, 23)), S(""), cells);
	}
	if (count)
		table_put(ctx, page_text(ctx, N_("The newest lines first")), columns, rows);
	else
		no_rows_put(ctx, N_("No line matches."));
}

static void
put_figures(struct logs *logs)
{
	struct ctx *ctx = logs->ctx;
	struct view_list *tiles = view_list_new(ctx->arena), *charts = view_list_new(ctx->arena);

	tile_add(ctx, tiles, N_("Lines"), shown_count(ctx->arena, logs->lines), logs->others ? work_say(&ctx->work, N_("and {0} that are not Qiao's"), shown_count(ctx->arena, logs->others), NO_STR) : S(""));
	tile_add(ctx, tiles, N_("Lines found"), shown_count(ctx->arena, logs->matches), logs->matches > LINES_SHOWN ? work_say(&ctx->work, N_("the newest {0} are below"), shown_count(ctx->arena, LINES_SHOWN), NO_STR) : S(""));
	tile_add(ctx, tiles, N_("Answers that failed (5xx)"), shown_count(ctx->arena, logs->failed), S(""));
	page_put(ctx, "tiles", view_list(tiles));
	page_put(ctx, "has_tiles", view_bool(true));
	add_chart(ctx, charts, N_("By event"), N_("Log event"), &logs->events, true);
	add_chart(ctx, charts, N_("By program"), N_("Program"), &logs->programs, false);
	add_chart(ctx, charts, N_("By status"), N_("Status"), &logs->statuses, false);
	page_put(ctx, "charts", view_list(charts));
}

enum status
logs_show(struct ctx *ctx)
{
	struct logs *logs = ARENA_NEW(ctx->arena, struct logs);
	const char *path = str_terminated(ctx->arena, page_setting(ctx, "log_file", ""));
	struct str rest = NO_STR, line;
	uint64_t left_out = 0;

	page_put_text(ctx, "title", page_text(ctx, N_("Logs")));
	page_put(ctx, "has_figures_line", view_bool(false));
	if (path[0])
		rest = file_tail(ctx->arena, path, TAIL_BYTES, &left_out);
	if (!rest.data) {
		no_rows_put(ctx, path[0] ? N_("The file of the setting log_file cannot be read. It must lie in a folder that the web server's account may write to.") :
		                           N_("The log goes to the web server's error log or to the journal. To read it here, set log_file in qiao.conf to a file in a folder that the web server's account may write to."));
		return page_show(ctx, "admin/logs");
	}
	*logs = (struct logs){ .ctx = ctx, .event = page_param(ctx, "event"), .text = str_trim(page_param(ctx, "q")), .shown = ARENA_ARRAY(ctx->arena, struct line, PLACES) };
	while (str_cut(&rest, '\n', &line))
		read_line(logs, line);
	page_put_text(ctx, "count_text", left_out ? work_say(&ctx->work, N_("{0}, its last 4 MB"), str_from(path), NO_STR) : str_from(path));
	put_figures(logs);
	put_bar(logs);
	put_lines(logs);
	return page_show(ctx, "admin/logs");
}
