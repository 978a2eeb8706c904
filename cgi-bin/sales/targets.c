/* targets.c: the list of targets, above it how far those of a period have got. */
#include "sales/sales.h"

#include "base/url_query.h"

enum { TARGETS_MAX = 60, BAR_WIDTH = 300 };

/* A period that may be looked at, beside others. */
struct span {
	const char *name, *label;      /* label: N_() */
	int start_month, months;       /* from the beginning of this quarter, or of this year */
	bool is_year;
};

static const struct span spans[] = {
	{ "last_quarter", N_("Last quarter"), -3, 3, false }, { "quarter", N_("This quarter"), 0, 3, false },
	{ "next_quarter", N_("Next quarter"), 3, 3, false }, { "year", N_("This year"), 0, 12, true },
};

enum { SPAN_COUNT = sizeof spans / sizeof *spans, SPAN_DEFAULT = 1 };

static const struct span *
span_wanted(const struct ctx *ctx)
{
	for (size_t i = 0; i < SPAN_COUNT; i++)
		if (str_equal_text(page_param(ctx, "period"), spans[i].name))
			return &spans[i];
	return &spans[SPAN_DEFAULT];
}

static void
span_days(struct ctx *ctx, const struct span *span, struct str *first, struct str *last)
{
	struct date today = work_today(&ctx->work), start;

	if (ctx->work.as_of.data)
		date_parse(str_slice(work_local_time(&ctx->work, ctx->work.as_of), 0, 10), &today);
	start = (struct date){ today.year, span->is_year ? 1 : (today.month - 1) / 3 * 3 + 1, 1 };
	start = date_add_months(start, span->start_month);
	*first = date_text(ctx->arena, start);
	*last = date_text(ctx->arena, date_from_days(date_to_days(date_add_months(start, span->months)) - 1));
}

/* "1280.00 CNY" -> "1280.00" */
static struct str
amount_of(struct str money)
{
	struct str amount = NO_STR;

	str_cut(&money, ' ', &amount);
	return amount;
}

static struct str
brief(struct ctx *ctx, struct str money)
{
	struct str currency = money;

	str_cut(&currency, ' ', &(struct str){ 0 });
	return money_brief(ctx, amount_of(money), currency);
}

static struct view
attain_view(struct ctx *ctx, struct rows *rows, size_t row)
{
	struct str id = rows_cell(rows, row, 0), amount = rows_cell(rows, row, rows_column(rows, S("amount")));
	struct str attained = rows_cell(rows, row, rows_column(rows, S("attained")));
	struct chart_point point = {
		.label = rows_cell(rows, row, rows_column(rows, S("name"))),
		.value = bar_length(ctx, amount_of(attained)), .shown = brief(ctx, attained),
		.target = bar_length(ctx, amount_of(amount)), .target_shown = brief(ctx, amount),
		.href = url_query_join(ctx->arena, record_href(&ctx->work, &target_entity, id, ""), ctx->carried),
	};

	return chart_attain(ctx->arena, &point, BAR_WIDTH);
}

static void
put_periods(struct ctx *ctx, const struct span *current)
{
	struct view_list *periods = view_list_new(ctx->arena);

	for (size_t i = 0; i < SPAN_COUNT; i++)
		link_add(ctx, periods, page_text(ctx, spans[i].label),
		         url_query_join(ctx->arena, str_format(ctx->arena, "/targets?period=%s", spans[i].name), ctx->carried), &spans[i] == current);
	page_put(ctx, "periods", view_list(periods));
}

/* Those whose days meet the period's. */
static void
put_attained(struct ctx *ctx)
{
	const struct span *span = span_wanted(ctx);
	struct view_list *list = view_list_new(ctx->arena);
	struct str first, last;
	struct rows *rows;

	span_days(ctx, span, &first, &last);
	rows = store_select(&ctx->work, &target_entity, SQL("c.from_on <= ? AND c.until_on >= ? ORDER BY c.from_on, c.until_on, c.id LIMIT 60"), ARGS(last, first));
	for (size_t row = 0; row < rows_count(rows); row++)
		view_list_add(list, attain_view(ctx, rows, row));
	put_periods(ctx, span);
	page_put_text(ctx, "period_text", str_format(ctx->arena, "%.*s – %.*s", STR_ARG(first), STR_ARG(last)));
	page_put(ctx, "targets", view_list(list));
	page_put(ctx, "has_targets", view_bool(view_list_count(list) > 0));
}

enum status
target_list(struct ctx *ctx)
{
	struct list_query query;

	list_query_read(&ctx->work, &target_entity, page_params(ctx), &query);
	query.carried = ctx->carried;
	page_put(ctx, "entity", entity_view(&ctx->work, &target_entity));
	page_put_text(ctx, "title", page_text(ctx, target_entity.label_plural));
	list_view(&ctx->work, &query, ctx->page);
	put_attained(ctx);
	return page_show(ctx, "sales/targets");
}
