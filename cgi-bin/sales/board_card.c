/* board_card.c: a deal as a card of the board. */
#include "sales/board.h"

#include "base/url_query.h"

enum { CARD_STAGES = 10, IDLE_DAYS = 14, LONG_IDLE_DAYS = 30 };

static const int64_t day_us = 86400000000;

/* Columns of the cards' statement. */
enum { ID, VERSION, NAME, CUSTOMER_ID, CUSTOMER, AMOUNT, AMOUNT_CURRENCY, DUE_ON, STAGE, OWNER_ID, TEAM_ID, OWNER, STAGE_AT };

/*
 * The first ones of one stage, in the order of a key that also tells whose they are; left alone, the server walks all deals
 * by their day. A column that has no stage asks for none.
 */
#define IN_STAGE \
	"SELECT o.id FROM opportunity o FORCE INDEX (outcome_stage) WHERE o.outcome='open' AND o.stage_id=? AND (? IS NULL OR o.owner_id=?)" \
	" AND (? IS NULL OR o.team_id=?) AND {visible opportunity o} ORDER BY o.expected_on,o.id LIMIT 25"
#define THEN ") UNION ALL ("

void
board_read_cards(struct board *board)
{
	struct str args[5 * CARD_STAGES + 6];
	size_t count = 0, stage = 0;
	struct str won = NO_STR;

	for (size_t row = 0; row < rows_count(board->stages); row++) {
		struct str id = rows_cell(board->stages, row, STAGE_ID), outcome = rows_cell(board->stages, row, STAGE_OUTCOME);
		bool is_again = row && str_equal(id, rows_cell(board->stages, row - 1, STAGE_ID));

		if (!is_again && str_equal(outcome, S("won")) && !won.data)
			won = id;
		if (is_again || !str_equal(outcome, S("open")) || stage++ >= CARD_STAGES)
			continue;
		args[count++] = id;
		args[count++] = board->owner;
		args[count++] = board->owner;
		args[count++] = board->team;
		args[count++] = board->team;
	}
	while (count < 5 * CARD_STAGES)
		args[count++] = NO_STR;
	args[count++] = won;
	args[count++] = board->month_start;
	args[count++] = board->owner;
	args[count++] = board->owner;
	args[count++] = board->team;
	args[count++] = board->team;
	board->cards = store_query(&board->ctx->work, SQL(
		"SELECT o.id, o.version, o.name, o.customer_id, c.name, o.amount, o.amount_currency,"
		" CASE WHEN o.outcome = 'open' THEN o.expected_on ELSE o.closed_on END due_on, o.stage_id, o.owner_id, o.team_id, u.name,"
		" COALESCE(o.stage_at, o.created_at) FROM ((" IN_STAGE THEN IN_STAGE THEN IN_STAGE THEN IN_STAGE THEN IN_STAGE THEN
		IN_STAGE THEN IN_STAGE THEN IN_STAGE THEN IN_STAGE THEN IN_STAGE THEN
		"SELECT o.id FROM opportunity o FORCE INDEX (outcome_closed) WHERE o.outcome='won' AND o.stage_id=? AND o.closed_on>=? AND (? IS NULL OR o.owner_id=?)"
		" AND (? IS NULL OR o.team_id=?) AND {visible opportunity o} ORDER BY o.closed_on DESC,o.id DESC LIMIT 25"
		")) t JOIN opportunity o ON o.id = t.id LEFT JOIN customer c ON c.id = o.customer_id LEFT JOIN user u ON u.id = o.owner_id"
		" ORDER BY o.stage_id, due_on IS NULL, due_on, o.id"), ((struct args){ args, count }));
}

/* "12-18", with the year where it is another. */
static struct str
day_text(const struct board *board, struct str day)
{
	return str_starts_with(day, str_slice(board->today_text, 0, 5)) ? str_slice(day, 5, day.len) : day;
}

static void
put_idle(const struct board *board, struct view_map *card, struct str stage_at)
{
	struct ctx *ctx = board->ctx;
	int64_t since_us, days;

	if (!instant_parse(stage_at, 0, &since_us) || since_us > board->now_us)
		return;
	days = (board->now_us - since_us) / day_us;
	view_map_put_text(card, S("idle_text"), work_say(&ctx->work, days > IDLE_DAYS ? N_("{0} d idle") : N_("{0} d"),
	                  str_from_u64(ctx->arena, (uint64_t)days), NO_STR));
	view_map_put_text(card, S("idle_tint"), days > LONG_IDLE_DAYS ? S("bad") : days > IDLE_DAYS ? S("warn") : S("neu"));
}

static void
put_move(const struct board *board, struct view_map *card, size_t row, struct str stage)
{
	struct ctx *ctx = board->ctx;
	struct view_list *stages = view_list_new(ctx->arena);
	struct str id = rows_cell(board->cards, row, ID);

	if (ctx->work.as_of.data || !access_may_on(&ctx->work, &opportunity_entity, EDIT, rows_cell(board->cards, row, OWNER_ID), rows_cell(board->cards, row, TEAM_ID)))
		return;
	for (size_t i = 0; i < rows_count(board->stages); i++)
		if (i == 0 || !str_equal(rows_cell(board->stages, i, STAGE_ID), rows_cell(board->stages, i - 1, STAGE_ID)))
			option_add(ctx, stages, rows_cell(board->stages, i, STAGE_ID), rows_cell(board->stages, i, STAGE_LABEL), stage);
	view_map_put_text(card, S("move_action"), record_href(&ctx->work, &opportunity_entity, id, "/move"));
	view_map_put_text(card, S("return"), str_format(ctx->arena, "%.*s#deal-%.*s", STR_ARG(board_href(board, board->pipeline, "saved")), STR_ARG(id)));
	view_map_put_text(card, S("token"), board->token);
	view_map_put_text(card, S("was"), S(""));
	view_map_put_text(card, S("version"), rows_cell(board->cards, row, VERSION));
	view_map_put(card, S("stages"), view_list(stages));
}

static struct view
card_view(const struct board *board, size_t row, bool is_open)
{
	struct ctx *ctx = board->ctx;
	struct view_map *card = view_map_new(ctx->arena);
	struct str id = rows_cell(board->cards, row, ID), customer = rows_cell(board->cards, row, CUSTOMER_ID);
	struct str day = rows_cell(board->cards, row, DUE_ON), owner = rows_cell(board->cards, row, OWNER);
	struct str amount = rows_cell(board->cards, row, AMOUNT);

	view_map_put_text(card, S("id"), str_join(ctx->arena, S("deal-"), id));
	view_map_put_text(card, S("href"), url_query_join(ctx->arena, record_href(&ctx->work, &opportunity_entity, id, ""), ctx->carried));
	view_map_put_text(card, S("name"), rows_cell(board->cards, row, NAME));
	view_map_put_text(card, S("customer"), rows_cell(board->cards, row, CUSTOMER));
	view_map_put_text(card, S("customer_href"), customer.data ?
	                  url_query_join(ctx->arena, record_href(&ctx->work, &customer_entity, customer, ""), ctx->carried) : NO_STR);
	view_map_put_text(card, S("amount"), amount.data ? money_brief(ctx, amount, rows_cell(board->cards, row, AMOUNT_CURRENCY)) : S("—"));
	view_map_put_text(card, S("due_text"), day_text(board, day));
	view_map_put(card, S("is_late"), view_bool(is_open && day.data && str_compare(day, board->today_text) < 0));
	view_map_put_text(card, S("owner"), owner);
	view_map_put_text(card, S("owner_initials"), name_initials(ctx->arena, owner));
	view_map_put_text(card, S("owner_tint"), name_tint(owner));
	view_map_put_text(card, S("idle_text"), is_open ? NO_STR : page_text(ctx, N_("Won")));
	view_map_put_text(card, S("idle_tint"), S("neu"));
	view_map_put_text(card, S("move_action"), NO_STR);
	if (is_open)
		put_idle(board, card, rows_cell(board->cards, row, STAGE_AT));
	put_move(board, card, row, rows_cell(board->cards, row, STAGE));
	return view_map(card);
}

struct view_list *
board_cards(const struct board *board, struct str stage, bool is_open)
{
	struct view_list *cards = view_list_new(board->ctx->arena);

	for (size_t row = 0; row < rows_count(board->cards); row++)
		if (str_equal(rows_cell(board->cards, row, STAGE), stage))
			view_list_add(cards, card_view(board, row, is_open));
	return cards;
}
