/* strategy.c: the page of a strategy: what its campaigns have cost of what it may cost. */
#include "marketing/marketing.h"

#include <stdlib.h>


static double
number_of(struct ctx *ctx, struct str text)
{
	return strtod(str_terminated(ctx->arena, text), NULL);
}

/* One bar for each currency: cost of the campaigns, of the budget where that is in the same. */
static void
put_budget(struct ctx *ctx, const struct record *record)
{
	struct rows *rows = store_query(&ctx->work, SQL(
		"SELECT c.cost_currency, COUNT(*), SUM(c.cost) FROM campaign c WHERE c.strategy_id = ? AND {visible campaign c} GROUP BY c.cost_currency"), ARGS(ctx->id));
	struct str currency = record_value(record, S("budget")), budget = NO_STR;
	struct view_list *bars = view_list_new(ctx->arena);
	struct view_map *card = view_map_new(ctx->arena);
	uint64_t campaigns = 0, count;
	bool is_budget_told = !currency.len;

	if (currency.len)
		str_cut(&currency, ' ', &budget);
	while (rows_next(rows)) {
		struct str cost = rows_at(rows, 2), in = rows_at(rows, 0);
		bool is_same = budget.len && str_equal(in, currency);
		struct chart_point point = { .label = page_text(ctx, N_("Cost of its campaigns")), .value = number_of(ctx, cost) };

		if (str_to_u64(rows_at(rows, 1), &count))
			campaigns += count;
		if (!in.len)
			continue;
		is_budget_told = is_budget_told || is_same;
		point.shown = money_text(&ctx->work, cost, in);
		if (is_same) {
			point.target = number_of(ctx, budget);
			point.target_shown = money_text(&ctx->work, budget, currency);
		}
		view_list_add(bars, chart_attain(ctx->arena, &point, 0));
	}
	if (!is_budget_told) {
		struct chart_point none = { .label = page_text(ctx, N_("Cost of its campaigns")), .shown = money_text(&ctx->work, S("0.00"), currency),
		                            .target = number_of(ctx, budget), .target_shown = money_text(&ctx->work, budget, currency) };

		view_list_add(bars, chart_attain(ctx->arena, &none, 0));
	}
	view_map_put_text(card, S("count_text"), work_say(&ctx->work, N_("{0} campaigns"), str_from_u64(ctx->arena, campaigns), NO_STR));
	view_map_put(card, S("bars"), view_list(bars));
	if (view_list_count(bars) == 0)
		view_map_put_text(card, S("no_rows_text"), page_text(ctx, N_("No budget yet, and no campaign has a cost. Enter them by Edit.")));
	page_put(ctx, "budget", view_map(card));
}

enum status
strategy_show(struct ctx *ctx)
{
	struct record *record = page_record(ctx);

	if (!record)
		return page_missing(ctx);
	put_budget(ctx, record);
	return page_show(ctx, "marketing/strategy-show");
}
