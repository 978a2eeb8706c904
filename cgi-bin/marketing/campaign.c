/* campaign.c: the page of a campaign: whom it reached, what came of it, what that cost. */
#include "marketing/marketing.h"

#include <stdlib.h>


enum { WEEKS_MAX = 12, CURRENCIES_MAX = 8 };

/* What came of it in one currency. */
struct worth {
	struct str currency, open, won;
};

struct results {
	uint64_t members, reached, success, failure;
	uint64_t opportunities, leads;
	struct str cost_each, cost_currency;
	struct worth worths[CURRENCIES_MAX];
	size_t worth_count;
	struct week { int64_t days; uint64_t count; } weeks[WEEKS_MAX];   /* newest first */
	size_t week_count;
};

struct str
main_currency(const struct ctx *ctx)
{
	return page_setting(ctx, "currency", "CNY");
}

void
figure_add(struct ctx *ctx, struct view_list *figures, struct str label, struct str number, struct str text, const char *tint)
{
	struct view_map *figure = view_map_new(ctx->arena);

	view_map_put_text(figure, S("label"), label);
	view_map_put_text(figure, S("number"), number);
	view_map_put_text(figure, S("text"), text);
	view_map_put_text(figure, S("tint"), str_from(tint));
	view_list_add(figures, view_map(figure));
}

static uint64_t
number_at(const struct rows *rows, size_t column)
{
	uint64_t number = 0;

	str_to_u64(rows_at(rows, column), &number);
	return number;
}

/* what, a name, a day, a currency or whether they were reached, how many, an amount: one statement for all figures. */
static struct rows *
read_results(struct ctx *ctx)
{
	struct str zone = str_format(ctx->arena, "%d", zone_offset_minutes(ctx->actor.zone, ctx->work.now_us)), id = ctx->id;

	return store_query(&ctx->work, SQL(
		"SELECT 'members' AS what, m.result AS name, m.happened_at IS NOT NULL OR m.result IS NOT NULL AS kind, COUNT(*) AS count, NULL AS amount"
		" FROM campaign_member m WHERE m.campaign_id = ? AND {visible campaign_member m} GROUP BY m.result, 3"
		" UNION ALL (SELECT 'week', NULL, DATE(w.at - INTERVAL WEEKDAY(w.at) DAY), COUNT(*), NULL"
		" FROM (SELECT m.happened_at + INTERVAL CAST(? AS SIGNED) MINUTE AS at FROM campaign_member m"
		" WHERE m.campaign_id = ? AND m.result IS NOT NULL AND m.happened_at IS NOT NULL AND {visible campaign_member m}) w GROUP BY 3 ORDER BY 3 DESC LIMIT 12)"
		" UNION ALL SELECT 'cost', NULL, c.cost_currency, COUNT(*), ROUND(MAX(c.cost) / COUNT(*), 2)"
		" FROM campaign c JOIN campaign_member m ON m.campaign_id = c.id WHERE c.id = ? AND c.cost IS NOT NULL AND m.result = 'success'"
		" AND {visible campaign_member m} GROUP BY c.cost_currency"
		" UNION ALL SELECT 'opportunity', o.outcome, o.amount_currency, COUNT(*), SUM(o.amount)"
		" FROM opportunity o WHERE o.campaign_id = ? AND {visible opportunity o} GROUP BY o.outcome, o.amount_currency"
		" UNION ALL SELECT 'lead', NULL, NULL, COUNT(*), NULL FROM lead l WHERE l.campaign_id = ? AND {visible lead l}"),
		ARGS(id, zone, id, id, id, id));
}

static struct worth *
worth_of(struct results *results, struct str currency)
{
	for (size_t i = 0; i < results->worth_count; i++)
		if (str_equal(results->worths[i].currency, currency))
			return &results->worths[i];
	if (results->worth_count == CURRENCIES_MAX)
		return NULL;
	results->worths[results->worth_count].currency = currency;
	return &results->worths[results->worth_count++];
}

static void
take_opportunity(struct results *results, const struct rows *rows)
{
	struct str outcome = rows_at(rows, 1), currency = rows_at(rows, 2);
	struct worth *worth = currency.len ? worth_of(results, currency) : NULL;

	results->opportunities += number_at(rows, 3);
	if (worth && str_equal(outcome, S("won")))
		worth->won = rows_at(rows, 4);
	else if (worth && str_equal(outcome, S("open")))
		worth->open = rows_at(rows, 4);
}

static void
take_row(struct results *results, const struct rows *rows)
{
	struct str what = rows_at(rows, 0), name = rows_at(rows, 1);
	struct date day;

	if (str_equal(what, S("members"))) {
		results->members += number_at(rows, 3);
		results->reached += str_equal(rows_at(rows, 2), S("1")) ? number_at(rows, 3) : 0;
		results->success += str_equal(name, S("success")) ? number_at(rows, 3) : 0;
		results->failure += str_equal(name, S("failure")) ? number_at(rows, 3) : 0;
	} else if (str_equal(what, S("week")) && results->week_count < WEEKS_MAX && date_parse(rows_at(rows, 2), &day)) {
		results->weeks[results->week_count++] = (struct week){ date_to_days(day), number_at(rows, 3) };
	} else if (str_equal(what, S("cost"))) {
		results->cost_currency = rows_at(rows, 2);
		results->cost_each = rows_at(rows, 4);
	} else if (str_equal(what, S("opportunity"))) {
		take_opportunity(results, rows);
	} else if (str_equal(what, S("lead"))) {
		results->leads = number_at(rows, 3);
	}
}

static struct str
grouped(struct ctx *ctx, uint64_t number)
{
	return number_grouped(ctx->arena, str_from_u64(ctx->arena, number));
}

/* Of one currency: the company's own, or else the others one after the other. */
static struct str
worths_text(struct ctx *ctx, const struct results *results, bool is_won, bool is_main)
{
	struct buf text;

	buf_init(&text, ctx->arena, 1000);
	for (size_t i = 0; i < results->worth_count; i++) {
		const struct worth *worth = &results->worths[i];
		struct str amount = is_won ? worth->won : worth->open;

		if (!amount.len || str_equal(worth->currency, main_currency(ctx)) != is_main)
			continue;
		buf_add_text(&text, is_main ? "" : " + ");
		buf_add(&text, is_main ? money_text(&ctx->work, amount, worth->currency) : money_short(&ctx->work, amount, worth->currency));
	}
	return text.len || !is_main ? buf_str(&text) : money_text(&ctx->work, S("0.00"), main_currency(ctx));
}

/* The cost is that of the whole campaign: it is shared out only among all its successes. */
static void
add_cost_each(struct ctx *ctx, struct view_list *figures, const struct results *results)
{
	bool sees_all = access_scope(&ctx->work, &campaign_member_entity, VIEW) == SCOPE_ALL, has_cost = sees_all && results->cost_each.len;
	struct str text = !sees_all ? page_text(ctx, N_("needs a view of all members")) : !has_cost ? page_text(ctx, N_("needs a cost and a success")) : S("");

	figure_add(ctx, figures, page_text(ctx, N_("Cost per success")), has_cost ? money_text(&ctx->work, results->cost_each, results->cost_currency) : S("—"), text, "neu");
}

static void
put_figures(struct ctx *ctx, const struct results *results)
{
	struct view_list *figures = view_list_new(ctx->arena);
	uint64_t told = results->success + results->failure;
	bool has_deals = access_may(&ctx->work, &opportunity_entity, VIEW), has_leads = access_may(&ctx->work, &lead_entity, VIEW);

	figure_add(ctx, figures, page_text(ctx, N_("Members")), grouped(ctx, results->members),
	           work_say(&ctx->work, N_("{0} reached"), grouped(ctx, results->reached), NO_STR), "info");
	figure_add(ctx, figures, page_text(ctx, N_("Success")), grouped(ctx, results->success),
	           told ? work_say(&ctx->work, N_("{0} of results"), str_format(ctx->arena, "%.1f%%", 100.0 * (double)results->success / (double)told), NO_STR) :
	                  page_text(ctx, N_("no result yet")), "ok");
	figure_add(ctx, figures, page_text(ctx, N_("Failure")), grouped(ctx, results->failure),
	           work_say(&ctx->work, N_("{0} still open"), grouped(ctx, results->members - told), NO_STR), "bad");
	add_cost_each(ctx, figures, results);
	if (has_deals && work_has_pages(&ctx->work, &opportunity_entity))
		figure_add(ctx, figures, page_text(ctx, N_("Won through it")), worths_text(ctx, results, true, true), worths_text(ctx, results, true, false), "ok");
	if (has_deals && work_has_pages(&ctx->work, &opportunity_entity))
		figure_add(ctx, figures, page_text(ctx, N_("Opportunities")), grouped(ctx, results->opportunities),
		           work_say(&ctx->work, N_("open: {0}{1}"), worths_text(ctx, results, false, true), worths_text(ctx, results, false, false)), "info");
	if (has_leads && work_has_pages(&ctx->work, &lead_entity))
		figure_add(ctx, figures, page_text(ctx, N_("Leads")), grouped(ctx, results->leads), page_text(ctx, N_("came from it")), "vio");
	page_put(ctx, "figures", view_list(figures));
	page_put(ctx, "has_figures", view_bool(true));
}

static struct view
result_chart(struct ctx *ctx, const struct results *results)
{
	uint64_t told = results->success + results->failure, open = results->members - told;
	struct chart_point points[] = {
		{ .label = page_text(ctx, N_("Success")), .value = (double)results->success, .shown = grouped(ctx, results->success) },
		{ .label = page_text(ctx, N_("Failure")), .value = (double)results->failure, .shown = grouped(ctx, results->failure) },
		{ .label = page_text(ctx, N_("Not known yet")), .value = (double)open, .shown = grouped(ctx, open) },
	};
	struct chart chart = {
		.title = page_text(ctx, N_("Results")), .label_head = page_text(ctx, N_("Result")), .value_head = page_text(ctx, N_("Members")),
		.text = work_say(&ctx->work, N_("{0} successes, {1} failures"), points[0].shown, points[1].shown),
		.total_shown = grouped(ctx, results->members), .total_label = page_text(ctx, N_("Members")), .points = points, .count = 3,
	};

	return chart_donut(ctx->arena, &chart);
}

/* Every week from the first result to the last, those without one too. */
static struct view
week_chart(struct ctx *ctx, const struct results *results)
{
	struct chart_point points[WEEKS_MAX] = { { .label = NO_STR } };
	int64_t last = results->week_count ? results->weeks[0].days : 0;
	int64_t first = results->week_count ? results->weeks[results->week_count - 1].days : 0;
	struct chart chart = {
		.title = page_text(ctx, N_("Results by week")), .label_head = page_text(ctx, N_("Week of")), .value_head = page_text(ctx, N_("Results")),
		.points = points,
	};

	if (first < last - 7 * (WEEKS_MAX - 1))
		first = last - 7 * (WEEKS_MAX - 1);
	for (int64_t days = first; results->week_count && days <= last; days += 7) {
		struct chart_point *point = &points[chart.count++];
		uint64_t count = 0;

		for (size_t i = 0; i < results->week_count; i++)
			if (results->weeks[i].days == days)
				count = results->weeks[i].count;
		point->label = str_slice(date_text(ctx->arena, date_from_days(days)), 5, 10);
		point->value = (double)count;
		point->shown = grouped(ctx, count);
	}
	chart.text = work_say(&ctx->work, N_("{0} weeks, results of each"), str_from_u64(ctx->arena, chart.count), NO_STR);
	return chart_bars(ctx->arena, &chart);
}

/* The members have a table of their own here, so the standard one is left out. */
static void
drop_section(struct ctx *ctx, const char *name, struct str label)
{
	struct view page = view_map(ctx->page), related, item, told;
	struct view_list *kept = view_list_new(ctx->arena);

	if (!page.type->find(&page, str_from(name), ctx->arena, &related))
		return;
	for (bool more = related.type->first(&related, ctx->arena, &item); more; more = item.type->next(&item, ctx->arena))
		if (!item.type->find(&item, S("label"), ctx->arena, &told) || !str_equal(told.type->text(&told, ctx->arena), label))
			view_list_add(kept, item);
	page_put(ctx, name, view_list(kept));
}

/* False: there is nothing to be seen. */
static bool
put_campaign(struct ctx *ctx)
{
	struct record *record = page_record(ctx);
	struct results *results = ARENA_NEW(ctx->arena, struct results);
	struct view_list *charts = view_list_new(ctx->arena);
	struct rows *rows;

	if (!record)
		return false;
	drop_section(ctx, "related", page_text(ctx, campaign_member_entity.label_plural));
	drop_section(ctx, "missing", page_text(ctx, campaign_member_entity.label_plural));
	page_show(ctx, "marketing/campaign-show");
	if (!access_may(&ctx->work, &campaign_member_entity, VIEW))
		return true;
	rows = read_results(ctx);
	while (rows_next(rows))
		take_row(results, rows);
	put_figures(ctx, results);
	if (results->members) {
		view_list_add(charts, result_chart(ctx, results));
		view_list_add(charts, week_chart(ctx, results));
	}
	page_put(ctx, "charts", view_list(charts));
	page_put(ctx, "has_charts", view_bool(results->members > 0));
	members_put(ctx, record);
	return true;
}

enum status
campaign_show(struct ctx *ctx)
{
	return put_campaign(ctx) ? STATUS_OK : page_missing(ctx);
}

enum status
campaign_refused(struct ctx *ctx, enum status status, struct str reason)
{
	struct view_list *problems = view_list_new(ctx->arena);
	struct view_map *problem = view_map_new(ctx->arena);

	/* The clock is given back first: what follows may be slow. */
	change_abandon(&ctx->work);
	if (!put_campaign(ctx))
		return page_missing(ctx);
	view_map_put_text(problem, S("text"), reason);
	view_map_put_text(problem, S("label"), S(""));
	view_map_put_text(problem, S("href"), S("#members"));
	view_list_add(problems, view_map(problem));
	page_put(ctx, "has_problems", view_bool(true));
	page_put_text(ctx, "problem_text", page_text(ctx, N_("Nothing has been saved yet.")));
	page_put(ctx, "problems", view_list(problems));
	return status;
}
