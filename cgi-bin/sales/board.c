/* board.c: open deals as cards, a column for each stage of a pipeline, and what was won this month. */
#include "sales/board.h"

#include "base/url_query.h"

/* --- what is read ------------------------------------------------------------ */

static void
read_stages(struct board *board)
{
	board->stages = store_query(&board->ctx->work, SQL(
		"SELECT s.id, {title stage s} label, s.outcome, t.currency, t.number, t.total, ROUND(t.total * s.probability / 100, 2) weighted,"
		" SUM(t.number) OVER (PARTITION BY s.outcome) all_number, SUM(t.total) OVER (PARTITION BY s.outcome, t.currency) all_total"
		" FROM stage s LEFT JOIN ("
		"SELECT o.stage_id, o.amount_currency currency, COUNT(*) number, SUM(o.amount) total FROM opportunity o"
		" WHERE o.outcome = 'open' AND (? IS NULL OR o.owner_id = ?) AND (? IS NULL OR o.team_id = ?) AND {visible opportunity o}"
		" GROUP BY o.stage_id, o.amount_currency"
		" UNION ALL "
		"SELECT o.stage_id, o.amount_currency, COUNT(*), SUM(o.amount) FROM opportunity o"
		" WHERE o.outcome = 'won' AND o.closed_on >= ? AND (? IS NULL OR o.owner_id = ?) AND (? IS NULL OR o.team_id = ?)"
		" AND {visible opportunity o} GROUP BY o.stage_id, o.amount_currency"
		") t ON t.stage_id = s.id WHERE s.pipeline_id = ?"
		" ORDER BY s.position, s.id, t.currency IS NULL, t.currency <> ?, t.currency"),
		ARGS(board->owner, board->owner, board->team, board->team, board->month_start, board->owner, board->owner, board->team, board->team,
		     board->pipeline, main_currency(board->ctx)));
}

struct str
board_href(const struct board *board, struct str pipeline, const char *done)
{
	struct url_query url;

	url_query_start(&url, board->ctx->arena, S("/opportunities/board"));
	url_query_add(&url, S("pipeline"), pipeline);
	if (board->owner_typed.len)
		url_query_add(&url, S("f.owner_id.is"), board->owner_typed);
	if (board->team_typed.len)
		url_query_add(&url, S("f.team_id.is"), board->team_typed);
	if (done)
		url_query_add(&url, S("done"), str_from(done));
	return url_query_end(&url, board->ctx->carried);
}

/* --- a column ------------------------------------------------------------------ */

/* The same deals as a list. */
static struct str
list_href(const struct board *board, struct str stage, bool is_open)
{
	struct url_query url;

	url_query_start(&url, board->ctx->arena, S("/opportunities"));
	if (stage.len)
		url_query_add(&url, S("f.stage_id.is"), stage);
	if (is_open)
		url_query_add(&url, S("f.outcome.is"), S("open"));
	else
		url_query_add(&url, S("f.closed_on.from"), board->month_start);
	if (board->owner_typed.len)
		url_query_add(&url, S("f.owner_id.is"), board->owner_typed);
	if (board->team_typed.len)
		url_query_add(&url, S("f.team_id.is"), board->team_typed);
	return url_query_end(&url, board->ctx->carried);
}

/* "¥ 12,000 + $ 300": each currency for itself. */
static struct str
money_list(const struct board *board, size_t first, size_t end, size_t column, bool is_plain)
{
	struct ctx *ctx = board->ctx;
	struct str text = S("");

	for (size_t row = first; row < end; row++) {
		struct str currency = rows_cell(board->stages, row, CURRENCY), amount = rows_cell(board->stages, row, column);
		struct str each;

		if (!currency.data)
			continue;
		each = money_brief(ctx, amount, currency);
		/* Beside the total of the same column the sign of the first one says nothing new. */
		if (is_plain && row == first)
			each = str_slice(each, (size_t)str_find_char(each, ' ') + 1, each.len);
		text = text.len ? str_format(ctx->arena, "%.*s + %.*s", STR_ARG(text), STR_ARG(each)) : each;
	}
	return text.len || is_plain ? text : money_brief(ctx, NO_STR, main_currency(ctx));
}

static struct str
column_tint(struct str outcome, size_t place)
{
	static const char *const tints[] = { "neu", "info", "vio", "warn" };

	return str_equal(outcome, S("won")) ? S("ok") : str_from(tints[place % (sizeof tints / sizeof *tints)]);
}

static struct view
column_view(const struct board *board, size_t first, size_t end, size_t place)
{
	struct ctx *ctx = board->ctx;
	struct view_map *column = view_map_new(ctx->arena);
	struct str id = rows_cell(board->stages, first, STAGE_ID), label = rows_cell(board->stages, first, STAGE_LABEL);
	struct str outcome = rows_cell(board->stages, first, STAGE_OUTCOME);
	bool is_open = str_equal(outcome, S("open"));
	struct view_list *cards = board_cards(board, id, is_open);
	uint64_t number = 0, each;

	for (size_t row = first; row < end; row++)
		if (str_to_u64(rows_cell(board->stages, row, NUMBER), &each))
			number += each;
	view_map_put_text(column, S("id"), str_join(ctx->arena, S("stage-"), id));
	view_map_put_text(column, S("label"), is_open ? label : work_say(&ctx->work, N_("{0} this month"), label, NO_STR));
	view_map_put_text(column, S("tint"), column_tint(outcome, place));
	view_map_put_text(column, S("count_text"), number_grouped(ctx->arena, str_from_u64(ctx->arena, number)));
	view_map_put_text(column, S("total_text"), money_list(board, first, end, TOTAL, false));
	view_map_put_text(column, S("weighted_text"), is_open ? money_list(board, first, end, WEIGHTED, true) : NO_STR);
	view_map_put_text(column, S("no_cards"), view_list_count(cards) ? NO_STR : page_text(ctx, N_("No deal in this stage.")));
	view_map_put(column, S("cards"), view_list(cards));
	view_map_put_text(column, S("more_href"), NO_STR);
	if (number > view_list_count(cards)) {
		view_map_put_text(column, S("more_href"), list_href(board, id, is_open));
		view_map_put_text(column, S("more_text"), work_say(&ctx->work, N_("{0} more"),
		                  number_grouped(ctx->arena, str_from_u64(ctx->arena, number - view_list_count(cards))), NO_STR));
	}
	return view_map(column);
}

/* Each open stage, and what the first one that means won took in this month. Deals are lost by choosing that stage. */
static void
put_columns(const struct board *board)
{
	struct view_list *columns = view_list_new(board->ctx->arena);
	size_t first = 0, end;
	bool has_won = false;

	for (; first < rows_count(board->stages); first = end) {
		struct str outcome = rows_cell(board->stages, first, STAGE_OUTCOME);
		bool is_won = str_equal(outcome, S("won")) && !has_won;

		for (end = first + 1; end < rows_count(board->stages) &&
		     str_equal(rows_cell(board->stages, end, STAGE_ID), rows_cell(board->stages, first, STAGE_ID)); end++)
			;
		if (str_equal(outcome, S("open")) || is_won)
			view_list_add(columns, column_view(board, first, end, view_list_count(columns)));
		has_won = has_won || is_won;
	}
	page_put(board->ctx, "columns", view_list(columns));
}

/* --- around them ------------------------------------------------------------------ */

/* "48 open · ¥ 16,893,700" */
static void
put_count(const struct board *board)
{
	struct ctx *ctx = board->ctx;
	struct str number = S("0"), text = S(""), seen[8];
	size_t count = 0;

	for (size_t row = 0; row < rows_count(board->stages); row++) {
		struct str currency = rows_cell(board->stages, row, CURRENCY), each;
		bool is_seen = !currency.data || !str_equal(rows_cell(board->stages, row, STAGE_OUTCOME), S("open"));

		if (str_equal(rows_cell(board->stages, row, STAGE_OUTCOME), S("open")) && rows_cell(board->stages, row, ALL_NUMBER).data)
			number = rows_cell(board->stages, row, ALL_NUMBER);
		for (size_t i = 0; i < count; i++)
			is_seen = is_seen || str_equal(seen[i], currency);
		if (is_seen || count == sizeof seen / sizeof *seen)
			continue;
		seen[count++] = currency;
		each = money_brief(ctx, rows_cell(board->stages, row, ALL_TOTAL), currency);
		text = text.len ? str_format(ctx->arena, "%.*s + %.*s", STR_ARG(text), STR_ARG(each)) : each;
	}
	number = number_grouped(ctx->arena, number);
	page_put_text(ctx, "count_text", work_say(&ctx->work, text.len ? N_("{0} open · {1}") : N_("{0} open"), number, text));
}

static void
put_pipelines(const struct board *board)
{
	struct ctx *ctx = board->ctx;
	const struct option_list *list = catalogue_options(ctx->work.catalogue, &pipeline_entity);
	struct view_list *pipelines = view_list_new(ctx->arena);

	for (size_t i = 0; list && list->count > 1 && i < list->count; i++)
		link_add(ctx, pipelines, option_label(&list->options[i], work_is_english(&ctx->work)),
		         board_href(board, list->options[i].value, NULL), str_equal(list->options[i].value, board->pipeline));
	page_put(ctx, "has_pipelines", view_bool(view_list_count(pipelines) > 0));
	page_put(ctx, "pipelines", view_list(pipelines));
}

static void
put_filters(const struct board *board)
{
	struct ctx *ctx = board->ctx;
	struct view_list *filters = view_list_new(ctx->arena), *hidden = view_list_new(ctx->arena);
	struct view_map *pipeline = view_map_new(ctx->arena), *moment = view_map_new(ctx->arena);

	filter_add_list(ctx, filters, "f.owner_id.is", entity_field(&opportunity_entity, S("owner_id")), board->owner_typed);
	filter_add_list(ctx, filters, "f.team_id.is", entity_field(&opportunity_entity, S("team_id")), board->team_typed);
	view_map_put_text(pipeline, S("name"), S("pipeline"));
	view_map_put_text(pipeline, S("value"), board->pipeline);
	view_list_add(hidden, view_map(pipeline));
	if (ctx->carried.len) {
		view_map_put_text(moment, S("name"), S("as_of"));
		view_map_put_text(moment, S("value"), page_param(ctx, "as_of"));
		view_list_add(hidden, view_map(moment));
	}
	page_put_text(ctx, "filter_action", S("/opportunities/board"));
	page_put(ctx, "hidden", view_list(hidden));
	page_put(ctx, "filters", view_list(filters));
	page_put(ctx, "has_filters", view_bool(view_list_count(filters) > 0));
	page_put(ctx, "has_figures_line", view_bool(false));
	if (board->owner_typed.len || board->team_typed.len) {
		struct board all = *board;

		all.owner_typed = all.team_typed = NO_STR;
		page_put(ctx, "chips", view_list(view_list_new(ctx->arena)));
		page_put_text(ctx, "clear_href", board_href(&all, board->pipeline, NULL));
	}
}

static void
put_head(const struct board *board)
{
	struct ctx *ctx = board->ctx;
	struct view_list *ways = view_list_new(ctx->arena);

	page_put_text(ctx, "title", page_text(ctx, N_("Board")));
	link_add(ctx, ways, page_text(ctx, N_("Board")), board_href(board, board->pipeline, NULL), true);
	link_add(ctx, ways, page_text(ctx, N_("Table")), list_href(board, NO_STR, true), false);
	page_put(ctx, "ways", view_list(ways));
	page_put(ctx, "has_ways", view_bool(true));
	page_put(ctx, "can_create", view_bool(!ctx->work.as_of.data && access_may(&ctx->work, &opportunity_entity, CREATE)));
	page_put_text(ctx, "new_href", S("/opportunities/new"));
	page_put_text(ctx, "new_label", page_text(ctx, opportunity_entity.label_new));
}

static void
read_wishes(struct board *board)
{
	struct ctx *ctx = board->ctx;
	const struct option_list *list = catalogue_options(ctx->work.catalogue, &pipeline_entity);
	struct str wanted = page_param(ctx, "pipeline");
	struct filter_list filters;

	for (size_t i = 0; list && i < list->count; i++)
		if (!board->pipeline.data || str_equal(list->options[i].value, wanted))
			board->pipeline = list->options[i].value;
	filter_read(&ctx->work, &opportunity_entity, page_params(ctx), &filters);
	for (size_t i = 0; i < filters.count; i++) {
		const struct filter *filter = &filters.filters[i];
		struct str value = filter->problem.data ? S("0") : filter->value;

		if (str_equal(filter->param, S("f.owner_id.is"))) {
			board->owner = value;
			board->owner_typed = filter->typed;
		}
		if (str_equal(filter->param, S("f.team_id.is"))) {
			board->team = value;
			board->team_typed = filter->typed;
		}
	}
}

enum status
board_show(struct ctx *ctx)
{
	struct board board = { .ctx = ctx, .today = work_today(&ctx->work), .token = page_token(ctx), .now_us = ctx->work.now_us };

	if (ctx->work.as_of.data && instant_parse(ctx->work.as_of, 0, &board.now_us))
		date_parse(str_slice(work_local_time(&ctx->work, ctx->work.as_of), 0, 10), &board.today);
	board.today_text = date_text(ctx->arena, board.today);
	board.month_start = date_text(ctx->arena, (struct date){ board.today.year, board.today.month, 1 });
	read_wishes(&board);
	read_stages(&board);
	board_read_cards(&board);
	put_head(&board);
	put_count(&board);
	put_pipelines(&board);
	put_filters(&board);
	put_columns(&board);
	return page_show(ctx, "sales/board");
}
