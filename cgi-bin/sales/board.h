/* board.h: the board of deals: what it is asked for, its columns and their cards. */
#ifndef SALES_BOARD_H
#define SALES_BOARD_H

#include "sales/sales.h"

/* Columns of the stages' statement: one row for each stage and currency. */
enum { STAGE_ID, STAGE_LABEL, STAGE_OUTCOME, CURRENCY, NUMBER, TOTAL, WEIGHTED, ALL_NUMBER, ALL_TOTAL };

struct board {
	struct ctx *ctx;
	struct str pipeline, owner, team;      /* owner, team: NO_STR for any */
	struct str owner_typed, team_typed;    /* as in the address */
	struct rows *stages, *cards;
	struct date today;
	struct str today_text, month_start, token;
	int64_t now_us;
};

/* The first cards of each column. */
void board_read_cards(struct board *board);
/* The cards of a stage; is_open: deals there are still to be decided. */
struct view_list *board_cards(const struct board *board, struct str stage, bool is_open);
/* The board as it is now, of that pipeline; done: what to tell there, NULL for nothing. */
struct str board_href(const struct board *board, struct str pipeline, const char *done);

#endif
