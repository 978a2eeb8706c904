/* report.c: the sales report: deals won, lost or open, summed by what one asks for, and how far they come. */
#include "sales/report.h"

#include "base/url_query.h"

enum { CHART_ROWS = 12, CHART_WIDTH = 720, CURRENCIES_MAX = 12, MONTHS_BACK = 12 };

/* A way to look at deals; field: of the list of them, "" where it has none. */
static const struct { const char *name, *label, *field; } ways[BY_COUNT] = {
	[BY_OWNER] = { "owner", N_("Owner"), "owner_id" }, [BY_TEAM] = { "team", N_("Team"), "team_id" },
	[BY_REGION] = { "region", N_("Region"), "" }, [BY_CHANNEL] = { "channel", N_("Channel"), "channel_id" },
	[BY_PRODUCT] = { "product", N_("Product"), "product_id" }, [BY_MONTH] = { "month", N_("Month"), "" },
	[BY_STAGE] = { "stage", N_("Stage"), "stage_id" },
};

/* --- what is asked for ------------------------------------------------------------ */

static struct str
day_wanted(struct ctx *ctx, const char *name, struct date otherwise)
{
	struct str typed = str_trim(page_param(ctx, name));
	struct date day;

	if (typed.len && !date_parse(typed, &day))
		ctx->flash_text = work_say(&ctx->work, N_("{0} is no date. {1} is used instead."), typed, date_text(ctx->arena, otherwise));
	return date_text(ctx->arena, date_parse(typed, &day) ? day : otherwise);
}

/* This year for what is closed; for what is open, from a year ago to a year ahead. */
static void
read_wishes(struct report *report, struct ctx *ctx)
{
	const struct option_list *pipelines = catalogue_options(ctx->work.catalogue, &pipeline_entity);
	struct str by = page_param(ctx, "by"), currency = page_param(ctx, "currency");
	struct date today = work_today(&ctx->work), first, last;
	bool is_open;

	*report = (struct report){ .ctx = ctx, .by = BY_OWNER, .outcome = S("won") };
	for (int i = 0; i < BY_COUNT; i++)
		if (str_equal_text(by, ways[i].name))
			report->by = (enum report_by)i;
	if (field_choice(entity_field(&opportunity_entity, S("outcome")), page_param(ctx, "outcome")))
		report->outcome = page_param(ctx, "outcome");
	if (ctx->work.as_of.data)
		date_parse(str_slice(work_local_time(&ctx->work, ctx->work.as_of), 0, 10), &today);
	is_open = str_equal(report->outcome, S("open"));
	first = is_open ? date_add_months(today, -MONTHS_BACK) : (struct date){ today.year, 1, 1 };
	last = is_open ? date_add_months(today, MONTHS_BACK) : (struct date){ today.year, 12, 31 };
	report->from = day_wanted(ctx, "from", first);
	report->until = day_wanted(ctx, "until", last);
	report->currency = main_currency(ctx);
	for (const struct choice *each = kind_currencies; each->value; each++)
		if (str_equal_text(currency, each->value))
			report->currency = currency;
	report->pipeline = pipelines && pipelines->count ? pipelines->options[0].value : S("0");
	for (size_t i = 0; pipelines && i < pipelines->count; i++)
		if (str_equal(pipelines->options[i].value, page_param(ctx, "pipeline")))
			report->pipeline = pipelines->options[i].value;
}

/* The report as it is, but for one parameter. */
static struct str
href_with(const struct report *report, const char *name, struct str value)
{
	const struct { const char *name; struct str value; } params[] = {
		{ "by", str_from(ways[report->by].name) }, { "outcome", report->outcome }, { "from", report->from }, { "until", report->until },
		{ "currency", report->currency }, { "pipeline", report->pipeline },
	};
	struct url_query url;

	url_query_start(&url, report->ctx->arena, S("/sales/report"));
	for (size_t i = 0; i < sizeof params / sizeof *params; i++)
		url_query_add(&url, str_from(params[i].name), str_equal_text(str_from(params[i].name), name) ? value : params[i].value);
	return url_query_end(&url, report->ctx->carried);
}

/* --- the bar above --------------------------------------------------------------------- */

static void
add_day(struct ctx *ctx, struct view_list *filters, const char *name, const char *label, struct str value)
{
	struct view_map *filter = view_map_new(ctx->arena);

	view_map_put_text(filter, S("name"), str_from(name));
	view_map_put_text(filter, S("id"), str_format(ctx->arena, "filter-%s", name));
	view_map_put_text(filter, S("label"), page_text(ctx, label));
	view_map_put(filter, S("is_select"), view_bool(false));
	view_map_put(filter, S("is_text"), view_bool(true));
	view_map_put_text(filter, S("value"), value);
	view_list_add(filters, view_map(filter));
}

static void
add_hidden(struct ctx *ctx, struct view_list *hidden, const char *name, struct str value)
{
	struct view_map *map = view_map_new(ctx->arena);

	view_map_put_text(map, S("name"), str_from(name));
	view_map_put_text(map, S("value"), value);
	view_list_add(hidden, view_map(map));
}

static void
put_bar(const struct report *report)
{
	struct ctx *ctx = report->ctx;
	const struct option_list *pipelines = catalogue_options(ctx->work.catalogue, &pipeline_entity);
	struct view_list *groups = view_list_new(ctx->arena), *filters = view_list_new(ctx->arena), *hidden = view_list_new(ctx->arena);
	struct view_list *outcomes = view_list_new(ctx->arena), *choices = view_list_new(ctx->arena);

	for (int i = 0; i < BY_COUNT; i++)
		link_add(ctx, groups, page_text(ctx, ways[i].label), href_with(report, "by", str_from(ways[i].name)), (enum report_by)i == report->by);
	option_add_choices(ctx, outcomes, stage_outcomes, report->outcome);
	filter_add(ctx, filters, "outcome", page_text(ctx, N_("Outcome")), outcomes);
	add_day(ctx, filters, "from", N_("From"), report->from);
	add_day(ctx, filters, "until", N_("Until"), report->until);
	if (pipelines && pipelines->count > 1 && option_add_list(ctx, choices, &pipeline_entity, report->pipeline))
		filter_add(ctx, filters, "pipeline", page_text(ctx, N_("Pipeline")), choices);
	add_hidden(ctx, hidden, "by", str_from(ways[report->by].name));
	add_hidden(ctx, hidden, "currency", report->currency);
	if (ctx->carried.len)
		add_hidden(ctx, hidden, "as_of", page_param(ctx, "as_of"));
	page_put(ctx, "groups_by", view_list(groups));
	page_put_text(ctx, "filter_action", S("/sales/report"));
	page_put(ctx, "hidden", view_list(hidden));
	page_put(ctx, "filters", view_list(filters));
	page_put(ctx, "has_filters", view_bool(true));
	page_put(ctx, "has_figures_line", view_bool(false));
}

/* "CNY" in English, 人民币 in Chinese. */
static struct str
currency_label(struct ctx *ctx, struct str currency)
{
	for (const struct choice *each = kind_currencies; each->value; each++)
		if (str_equal_text(currency, each->value))
			return page_text(ctx, each->label);
	return currency;
}

/* --- figures: one for each currency ------------------------------------------------------- */

static void
put_tiles(const struct report *report, struct rows *groups)
{
	struct ctx *ctx = report->ctx;
	struct view_list *tiles = view_list_new(ctx->arena);

	for (size_t row = 0; row < rows_count(groups); row++) {
		struct view_map *tile = view_map_new(ctx->arena);
		struct str currency = rows_cell(groups, row, GROUP_CURRENCY), number = number_grouped(ctx->arena, rows_cell(groups, row, ALL_COUNT));
		struct str sum = rows_cell(groups, row, ALL_SUM);

		if (row && str_same(currency, rows_cell(groups, row - 1, GROUP_CURRENCY)))
			continue;
		view_map_put_text(tile, S("label"), currency.data ? currency_label(ctx, currency) : page_text(ctx, N_("Without an amount")));
		view_map_put_text(tile, S("href"), currency.data ? href_with(report, "currency", currency) : S(""));
		view_map_put_text(tile, S("value"), currency.data ? money_short(&ctx->work, sum, currency) : number);
		view_map_put_text(tile, S("value_full"), currency.data ? sum : rows_cell(groups, row, ALL_COUNT));
		view_map_put_text(tile, S("delta_text"), S(""));
		view_map_put_text(tile, S("delta_tint"), S(""));
		view_map_put_text(tile, S("delta_note"), currency.data ? work_say(&ctx->work, N_("{0} deals, {1} each"), number,
		                  money_brief(ctx, rows_cell(groups, row, ALL_AVERAGE), currency)) : work_say(&ctx->work, N_("{0} deals"), number, NO_STR));
		view_list_add(tiles, view_map(tile));
	}
	page_put(ctx, "tiles", view_list(tiles));
	page_put(ctx, "has_tiles", view_bool(view_list_count(tiles) > 0));
}

/* --- groups -------------------------------------------------------------------------------- */

static struct str
group_label(const struct report *report, struct rows *groups, size_t row)
{
	struct str label = rows_cell(groups, row, GROUP_LABEL);

	return label.len ? label : page_text(report->ctx, N_("(none)"));
}

/* The deals of a group as a list. */
static struct str
group_href(const struct report *report, struct str key)
{
	struct ctx *ctx = report->ctx;
	const char *field = ways[report->by].field, *day = str_equal(report->outcome, S("open")) ? "expected_on" : "closed_on";
	struct str from = report->from, until = report->until;
	struct date month;
	struct url_query url;

	if (report->by == BY_REGION)
		return S("");
	if (report->by == BY_MONTH && date_parse(str_join(ctx->arena, key, S("-01")), &month)) {
		struct str start = date_text(ctx->arena, month), end = date_text(ctx->arena, date_from_days(date_to_days(date_add_months(month, 1)) - 1));

		from = str_compare(start, from) > 0 ? start : from;
		until = str_compare(end, until) < 0 ? end : until;
	}
	url_query_start(&url, ctx->arena, S("/opportunities"));
	url_query_add(&url, S("f.outcome.is"), report->outcome);
	url_query_add(&url, str_format(ctx->arena, "f.%s.from", day), from);
	url_query_add(&url, str_format(ctx->arena, "f.%s.to", day), until);
	if (field[0])
		url_query_add(&url, str_format(ctx->arena, "f.%s.%s", field, key.len ? "is" : "blank"), key.len ? key : S("1"));
	return url_query_end(&url, ctx->carried);
}

static struct chart_point
group_point(const struct report *report, struct rows *groups, size_t row)
{
	struct str sum = rows_cell(groups, row, GROUP_SUM);

	return (struct chart_point){ .label = group_label(report, groups, row), .value = bar_length(report->ctx, sum),
	                             .shown = money_brief(report->ctx, sum, report->currency), .href = group_href(report, rows_cell(groups, row, GROUP_KEY)) };
}

/* A month without a deal is a month of nothing, not one that never was. */
static size_t
add_months_between(const struct report *report, struct str month, struct chart_point *points, size_t count)
{
	struct ctx *ctx = report->ctx;
	struct date day;

	while (count > 0 && count < CHART_POINTS_MAX && date_parse(str_join(ctx->arena, points[count - 1].label, S("-01")), &day)) {
		struct str next = str_slice(date_text(ctx->arena, date_add_months(day, 1)), 0, 7);

		if (str_compare(next, month) >= 0)
			break;
		points[count++] = (struct chart_point){ .label = next, .shown = money_brief(ctx, NO_STR, report->currency) };
	}
	return count;
}

static void
put_picture(const struct report *report, struct rows *groups)
{
	struct ctx *ctx = report->ctx;
	bool is_month = report->by == BY_MONTH;
	size_t most = is_month ? CHART_POINTS_MAX : CHART_ROWS, count = 0;
	struct chart_point *points = ARENA_ARRAY(ctx->arena, struct chart_point, CHART_POINTS_MAX);
	struct chart chart = { .title = work_say(&ctx->work, N_("Sum by {0}"), page_text(ctx, ways[report->by].label), NO_STR),
	                       .label_head = page_text(ctx, ways[report->by].label), .value_head = currency_label(ctx, report->currency), .points = points, .width = is_month ? CHART_WIDTH : 0 };

	for (size_t row = 0; row < rows_count(groups) && count < most; row++) {
		if (!str_equal(rows_cell(groups, row, GROUP_CURRENCY), report->currency))
			continue;
		if (is_month)
			count = add_months_between(report, rows_cell(groups, row, GROUP_KEY), points, count);
		if (count < most)
			points[count++] = group_point(report, groups, row);
	}
	if (count == 0)
		return;
	chart.count = count;
	chart.text = work_say(&ctx->work, N_("{0}: {1}"), points[0].label, points[0].shown);
	page_put(ctx, "picture", is_month ? chart_line(ctx->arena, &chart) : chart_rows(ctx->arena, &chart));
}

static struct view
text_cell(struct ctx *ctx, struct str text)
{
	struct view_map *map = view_map_new(ctx->arena);

	view_map_put_text(map, S("cell"), S("cells/text"));
	view_map_put_text(map, S("align"), S("num"));
	view_map_put_text(map, S("text"), text.len ? text : S("—"));
	return view_map(map);
}

static struct str
percent(struct ctx *ctx, struct str number)
{
	return number.len ? str_format(ctx->arena, "%.*s %%", STR_ARG(number)) : S("");
}

static void
add_column(struct ctx *ctx, struct view_list *columns, const char *label, bool is_number)
{
	struct view_map *column = view_map_new(ctx->arena);

	view_map_put_text(column, S("label"), page_text(ctx, label));
	view_map_put_text(column, S("align"), is_number ? S("num") : S(""));
	view_list_add(columns, view_map(column));
}

static struct view
group_view(const struct report *report, struct rows *groups, size_t row)
{
	struct ctx *ctx = report->ctx;
	struct view_map *map = view_map_new(ctx->arena);
	struct view_list *cells = view_list_new(ctx->arena);

	view_list_add(cells, text_cell(ctx, number_grouped(ctx->arena, rows_cell(groups, row, GROUP_COUNT))));
	view_list_add(cells, text_cell(ctx, number_grouped(ctx->arena, rows_cell(groups, row, GROUP_SUM))));
	view_list_add(cells, text_cell(ctx, number_grouped(ctx->arena, rows_cell(groups, row, GROUP_AVERAGE))));
	view_list_add(cells, text_cell(ctx, percent(ctx, rows_cell(groups, row, GROUP_SHARE))));
	view_map_put_text(map, S("href"), group_href(report, rows_cell(groups, row, GROUP_KEY)));
	view_map_put_text(map, S("name"), group_label(report, groups, row));
	view_map_put(map, S("cells"), view_list(cells));
	return view_map(map);
}

static void
put_table(const struct report *report, struct rows *groups)
{
	struct ctx *ctx = report->ctx;
	struct view_map *table = view_map_new(ctx->arena);
	struct view_list *columns = view_list_new(ctx->arena), *rows = view_list_new(ctx->arena), *totals = view_list_new(ctx->arena);

	add_column(ctx, columns, ways[report->by].label, false);
	add_column(ctx, columns, N_("Deals"), true);
	add_column(ctx, columns, N_("Sum"), true);
	add_column(ctx, columns, N_("Average"), true);
	add_column(ctx, columns, N_("Share"), true);
	for (size_t row = 0; row < rows_count(groups); row++) {
		if (!str_equal(rows_cell(groups, row, GROUP_CURRENCY), report->currency))
			continue;
		if (view_list_count(rows) == 0) {
			view_list_add(totals, text_cell(ctx, number_grouped(ctx->arena, rows_cell(groups, row, ALL_COUNT))));
			view_list_add(totals, text_cell(ctx, number_grouped(ctx->arena, rows_cell(groups, row, ALL_SUM))));
			view_list_add(totals, text_cell(ctx, number_grouped(ctx->arena, rows_cell(groups, row, ALL_AVERAGE))));
			view_list_add(totals, text_cell(ctx, S("100 %")));
		}
		view_list_add(rows, group_view(report, groups, row));
	}
	if (view_list_count(rows) == 0) {
		struct view_map *none = view_map_new(ctx->arena);

		view_map_put_text(none, S("text"), page_text(ctx, N_("No deal of these days matches.")));
		view_map_put_text(none, S("clear_href"), url_query_join(ctx->arena, S("/sales/report"), ctx->carried));
		page_put(ctx, "no_rows", view_map(none));
		return;
	}
	view_map_put_text(table, S("label"), work_say(&ctx->work, N_("Deals by {0}, in {1}"), page_text(ctx, ways[report->by].label), currency_label(ctx, report->currency)));
	view_map_put(table, S("columns"), view_list(columns));
	view_map_put(table, S("rows"), view_list(rows));
	view_map_put(table, S("totals"), view_list(totals));
	view_map_put(table, S("has_totals"), view_bool(true));
	page_put(ctx, "table", view_map(table));
}

/* --- the funnel ------------------------------------------------------------------------------ */

static void
put_funnel(const struct report *report)
{
	struct ctx *ctx = report->ctx;
	struct rows *rows = report_funnel(report);
	size_t count = rows_count(rows);
	struct chart_point *points = ARENA_ARRAY(ctx->arena, struct chart_point, count + 1);
	struct chart chart = { .title = page_text(ctx, N_("Funnel")), .label_head = page_text(ctx, N_("Stage")), .value_head = page_text(ctx, N_("Deals")),
	                       .target_head = S(""), .is_funnel = true, .points = points, .count = count,
	                       .text = page_text(ctx, N_("Open deals at this stage or further, with those won in these days")) };

	for (size_t row = 0; row < count; row++) {
		struct str number = rows_cell(rows, row, FUNNEL_COUNT);

		points[row] = (struct chart_point){ .label = rows_cell(rows, row, FUNNEL_LABEL), .value = bar_length(ctx, number),
		                                    .shown = str_format(ctx->arena, "%.*s · %.*s", STR_ARG(number_grouped(ctx->arena, number)),
		                                                        STR_ARG(money_short(&ctx->work, rows_cell(rows, row, FUNNEL_SUM), report->currency))) };
	}
	page_put(ctx, "funnel", chart_rows(ctx->arena, &chart));
	page_put_text(ctx, "funnel_text", chart.text);
}

enum status
report_show(struct ctx *ctx)
{
	struct report report;
	struct rows *groups;

	read_wishes(&report, ctx);
	groups = report_groups(&report);
	page_put_text(ctx, "title", page_text(ctx, N_("Sales report")));
	page_put_text(ctx, "count_text", str_format(ctx->arena, "%.*s – %.*s", STR_ARG(report.from), STR_ARG(report.until)));
	put_bar(&report);
	put_tiles(&report, groups);
	put_picture(&report, groups);
	put_table(&report, groups);
	put_funnel(&report);
	return page_show(ctx, "sales/report");
}
