/* trade.h: what papers with lines and a total have in common: their number, prices and sums. */
#ifndef ENTITIES_TRADE_H
#define ENTITIES_TRADE_H

#include "model/input.h"

/* What a line comes to, over its alias: rounded line by line, so that a total is the sum of what stands on the paper. */
#define TRADE_LINE_AMOUNT(alias) "ROUND(" alias ".quantity * " alias ".unit_price * (100 - COALESCE(" alias ".discount, 0)) / 100, 2)"

/* So many of the highest price a line takes, on every line a paper may have, still are a total that money has room for. */
#define TRADE_QUANTITY_MOST 9999999

/* The highest number like a pattern, of those that end in at most nine digits: one that somebody wrote more behind counts for nothing. */
#define TRADE_NEWEST "number LIKE ? AND number RLIKE '^[A-Z]+-[0-9]+-[0-9]+$' AND LENGTH(number) < 20 ORDER BY LENGTH(number) DESC, number DESC LIMIT 1"

/* Is an amount or a quantity 0? */
bool trade_is_nothing(struct str number);

/* Sets the field "number" of a new record that has none: PREFIX-YYMMDD-0001. newest selects a number by TRADE_NEWEST, whose pattern is its only value. */
void trade_number(struct work *work, struct input *input, const struct record *before, const char *prefix, struct sql newest);

/*
 * Fills in what the lines leave open: the product's name as description; as unit price the price that applies to the
 * customer's class, the quantity and the day, else the list price, in the currency of the whole. A line without a price
 * anywhere is a problem of that line, and so is one of nothing.
 */
void trade_settle_lines(struct work *work, struct input *input, const struct record *before, struct str day);

/* Without a line a paper stays a draft, or is called off. One that got further before stays as it is. */
void trade_settle_status(struct work *work, struct input *input, const struct record *before);

#endif
