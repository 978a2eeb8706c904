/* overview.c: what is open in service, what is late, and how fast and how well this month was answered. */
#include "service/service.h"

#include "base/url_query.h"

enum { PRIORITIES = 4, SCORES = 5 };

/* Columns of the two statements. */
enum { OPEN_PRIORITY, OPEN_CATEGORY, OPEN_CATEGORY_LABEL, OPEN_COUNT, OPEN_LATE, OPEN_NOBODYS };
enum { MONTH_SCORE, MONTH_COUNT, MONTH_ANSWERED, MONTH_MINUTES, MONTH_IN_TIME };

struct overview {
	struct ctx *ctx;
	struct rows *open, *month;
	struct view_list *tiles, *charts;
};

static uint64_t
cell(struct rows *rows, size_t row, size_t column)
{
	uint64_t number = 0;

	str_to_u64(rows_cell(rows, row, column), &number);
	return number;
}

/* Over all rows, or those that have a value in a column. */
static uint64_t
sum(struct rows *rows, size_t column, size_t where, struct str value)
{
	uint64_t whole = 0;

	for (size_t i = 0; i < rows_count(rows); i++)
		if (!value.data || str_equal(rows_cell(rows, i, where), value))
			whole += cell(rows, i, column);
	return whole;
}

static struct str
count_text(const struct overview *overview, uint64_t count)
{
	return number_grouped(overview->ctx->arena, str_from_u64(overview->ctx->arena, count));
}

static struct str
list_href(const struct overview *overview, const char *query)
{
	return url_query_join(overview->ctx->arena, str_format(overview->ctx->arena, "%s?%s", request_entity.path, query), overview->ctx->carried);
}

static void
read_overview(struct overview *overview)
{
	struct ctx *ctx = overview->ctx;
	int64_t now_us = ctx->work.now_us;
	struct str now, month;
	struct date first;

	if (ctx->work.as_of.data)
		instant_parse(ctx->work.as_of, 0, &now_us);
	now = instant_text(ctx->arena, now_us);
	date_parse(str_slice(work_local_time(&ctx->work, now), 0, 10), &first);
	first.day = 1;
	month = instant_text(ctx->arena, zone_to_utc(ctx->actor.zone, date_to_days(first) * 86400 * INT64_C(1000000)));
	overview->open = store_query(&ctx->work, SQL(
		"SELECT c.priority, c.category_id, {title request_category k} label, COUNT(*) number,"
		" CAST(SUM(c.answered_at IS NULL AND c.due_at <= ?) AS UNSIGNED) late, CAST(SUM(c.owner_id IS NULL) AS UNSIGNED) nobodys"
		" FROM request c LEFT JOIN request_category k ON k.id = c.category_id"
		" WHERE c.state IN ('unhandled', 'handling') AND {visible request c} GROUP BY 1, 2, 3 ORDER BY number DESC"), ARGS(now));
	overview->month = store_query(&ctx->work, SQL(
		"SELECT c.satisfaction, COUNT(*), COUNT(c.answered_at), CAST(SUM(GREATEST(TIMESTAMPDIFF(MINUTE, c.opened_at, c.answered_at), 0)) AS UNSIGNED),"
		" CAST(SUM(c.answered_at <= c.due_at) AS UNSIGNED)"
		" FROM request c WHERE c.opened_at >= ? AND c.opened_at <= ? AND {visible request c} GROUP BY 1"), ARGS(month, now));
}

/* --- figures ------------------------------------------------------------------ */

static void
add_tile(const struct overview *overview, const char *label, struct str value, struct str note, struct str href)
{
	struct view_map *tile = view_map_new(overview->ctx->arena);

	view_map_put_text(tile, S("label"), page_text(overview->ctx, label));
	view_map_put_text(tile, S("value"), value);
	view_map_put_text(tile, S("value_full"), value);
	view_map_put_text(tile, S("delta_note"), note);
	view_map_put_text(tile, S("href"), href);
	view_list_add(overview->tiles, view_map(tile));
}

static void
add_open_tiles(const struct overview *overview)
{
	uint64_t late = sum(overview->open, OPEN_LATE, 0, NO_STR), nobodys = sum(overview->open, OPEN_NOBODYS, 0, NO_STR);

	add_tile(overview, N_("Open requests"), count_text(overview, sum(overview->open, OPEN_COUNT, 0, NO_STR)), S(""), list_href(overview, "f.state.not=handled"));
	add_tile(overview, N_("Late"), count_text(overview, late), S(""), list_href(overview, "f.due_at.to=now&f.answered_at.blank=1&sort=due_at"));
	add_tile(overview, N_("Unassigned"), count_text(overview, nobodys), S(""), list_href(overview, "f.state.not=handled&f.owner_id.blank=1"));
}

static void
add_month_tiles(const struct overview *overview)
{
	struct ctx *ctx = overview->ctx;
	uint64_t answered = sum(overview->month, MONTH_ANSWERED, 0, NO_STR), in_time = sum(overview->month, MONTH_IN_TIME, 0, NO_STR);
	uint64_t minutes = sum(overview->month, MONTH_MINUTES, 0, NO_STR), ratings = 0, points = 0, tenths;

	for (size_t i = 0; i < rows_count(overview->month); i++) {
		uint64_t count = cell(overview->month, i, MONTH_COUNT), score = cell(overview->month, i, MONTH_SCORE);

		ratings += score ? count : 0;
		points += score * count;
	}
	add_tile(overview, N_("Average first answer this month"),
	         answered ? span_words(ctx, (int64_t)(minutes / answered) * 60 * 1000000) : S("—"),
	         answered ? work_say(&ctx->work, N_("{0}% in time"), str_from_u64(ctx->arena, in_time * 100 / answered), NO_STR) : S(""), S(""));
	tenths = ratings ? (points * 20 + ratings) / (2 * ratings) : 0;
	add_tile(overview, N_("Satisfaction"), ratings ? str_format(ctx->arena, "%llu.%llu", (unsigned long long)tenths / 10, (unsigned long long)tenths % 10) : S("—"),
	         work_say(&ctx->work, N_("of 5, ratings this month: {0}"), count_text(overview, ratings), NO_STR), S(""));
}

/* --- pictures ----------------------------------------------------------------- */

static void
set_point(const struct overview *overview, struct chart_point *point, struct str label, uint64_t count, struct str href)
{
	*point = (struct chart_point){ .label = label, .value = (double)count, .shown = count_text(overview, count), .href = href };
}

static struct chart
chart_of(const struct overview *overview, const char *title, const char *head, const struct chart_point *points, size_t count)
{
	struct ctx *ctx = overview->ctx;

	return (struct chart){ .title = page_text(ctx, title), .text = page_text(ctx, title), .label_head = page_text(ctx, head),
	                       .value_head = page_text(ctx, N_("Requests")), .points = points, .count = count };
}

/* One point for each category: its rows are those of several priorities. */
static void
add_categories(const struct overview *overview)
{
	struct ctx *ctx = overview->ctx;
	struct rows *rows = overview->open;
	struct chart_point *points = ARENA_ARRAY(ctx->arena, struct chart_point, rows_count(rows) + 1);
	struct chart chart;
	size_t count = 0;

	for (size_t i = 0; i < rows_count(rows); i++) {
		struct str id = rows_cell(rows, i, OPEN_CATEGORY), label = rows_cell(rows, i, OPEN_CATEGORY_LABEL);
		struct str query = id.data ? str_format(ctx->arena, "f.category_id.is=%.*s&f.state.not=handled", STR_ARG(id)) :
		                             S("f.category_id.blank=1&f.state.not=handled");
		size_t at = 0;

		label = label.len ? label : page_text(ctx, N_("Without a category"));
		while (at < count && !str_equal(points[at].label, label))
			at++;
		set_point(overview, &points[at], label, cell(rows, i, OPEN_COUNT) + (at < count ? (uint64_t)points[at].value : 0), list_href(overview, query.data));
		count = at < count ? count : count + 1;
	}
	/* The largest first; there are few. */
	for (size_t i = 1; i < count; i++)
		for (size_t k = i; k && points[k].value > points[k - 1].value; k--) {
			struct chart_point point = points[k];

			points[k] = points[k - 1];
			points[k - 1] = point;
		}
	chart = chart_of(overview, N_("Open, by category"), N_("Request category"), points, count);
	view_list_add(overview->charts, chart_rows(ctx->arena, &chart));
}

static void
add_priorities(const struct overview *overview)
{
	struct ctx *ctx = overview->ctx;
	const struct choice *choices = entity_field(&request_entity, S("priority"))->choices;
	struct chart_point points[PRIORITIES] = { { .value = 0 } };
	struct chart chart;
	size_t count = 0;

	for (; choices[count].value && count < PRIORITIES; count++)
		set_point(overview, &points[count], page_text(ctx, choices[count].label),
		          sum(overview->open, OPEN_COUNT, OPEN_PRIORITY, str_from(choices[count].value)),
		          list_href(overview, str_format(ctx->arena, "f.priority.is=%s&f.state.not=handled", choices[count].value).data));
	chart = chart_of(overview, N_("Open, by priority"), N_("Priority"), points, count);
	chart.total_shown = count_text(overview, sum(overview->open, OPEN_COUNT, 0, NO_STR));
	chart.total_label = page_text(ctx, N_("Open requests"));
	view_list_add(overview->charts, chart_donut(ctx->arena, &chart));
}

static void
add_scores(const struct overview *overview)
{
	static const char *const scores[SCORES] = { "1", "2", "3", "4", "5" };
	struct chart_point points[SCORES];
	struct chart chart;

	for (size_t i = 0; i < SCORES; i++)
		set_point(overview, &points[i], str_from(scores[i]), sum(overview->month, MONTH_COUNT, MONTH_SCORE, str_from(scores[i])), S(""));
	chart = chart_of(overview, N_("Satisfaction this month"), N_("Satisfaction"), points, SCORES);
	view_list_add(overview->charts, chart_bars(overview->ctx->arena, &chart));
}

enum status
request_overview(struct ctx *ctx)
{
	struct overview overview = { .ctx = ctx, .tiles = view_list_new(ctx->arena), .charts = view_list_new(ctx->arena) };

	read_overview(&overview);
	add_open_tiles(&overview);
	add_month_tiles(&overview);
	add_categories(&overview);
	add_priorities(&overview);
	add_scores(&overview);
	page_put_text(ctx, "title", page_text(ctx, N_("Service overview")));
	page_put_text(ctx, "count_text", work_say(&ctx->work, N_("{0} came in this month"), count_text(&overview, sum(overview.month, MONTH_COUNT, 0, NO_STR)), NO_STR));
	page_put(ctx, "tiles", view_list(overview.tiles));
	page_put(ctx, "has_tiles", view_bool(true));
	page_put(ctx, "charts", view_list(overview.charts));
	return page_show(ctx, "service/overview");
}
