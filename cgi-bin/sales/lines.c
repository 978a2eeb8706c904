/* lines.c: what a quote or an order is made of, and what it comes to. */
#include "sales/sales.h"

#include "base/url_query.h"
#include "entities/trade.h"

/* Columns of the lines' statements. */
enum { PRODUCT_ID, PRODUCT, DESCRIPTION, QUANTITY, UNIT, PRICE, DISCOUNT, AMOUNT, SUBTOTAL, REDUCTION, LINES_TOTAL };

#define LINE_COLUMNS \
	"SELECT l.product_id, {title product p}, l.description, l.quantity, p.unit, l.unit_price, l.discount, " TRADE_LINE_AMOUNT("l") "," \
	" SUM(ROUND(l.quantity * l.unit_price, 2)) OVER ()," \
	" SUM(" TRADE_LINE_AMOUNT("l") " - ROUND(l.quantity * l.unit_price, 2)) OVER (), SUM(" TRADE_LINE_AMOUNT("l") ") OVER ()"

struct rows *
quote_lines(struct ctx *ctx, struct str id)
{
	return store_query(&ctx->work, SQL(LINE_COLUMNS " FROM quote c JOIN quote_line l ON l.quote_id = c.id"
		" LEFT JOIN product p ON p.id = l.product_id WHERE c.id = ? AND {visible quote c} ORDER BY l.position, l.id"), ARGS(id));
}

struct rows *
order_lines(struct ctx *ctx, struct str id)
{
	return store_query(&ctx->work, SQL(LINE_COLUMNS " FROM sales_order c JOIN sales_order_line l ON l.order_id = c.id"
		" LEFT JOIN product p ON p.id = l.product_id WHERE c.id = ? AND {visible sales_order c} ORDER BY l.position, l.id"), ARGS(id));
}

/* "2.500" -> "2.5" */
static struct str
short_number(struct ctx *ctx, struct str number)
{
	static const struct field decimal = { "quantity", N_("Quantity"), DECIMAL };
	struct shown shown;

	kind_show(&ctx->work, &decimal, number, NO_STR, &shown);
	return shown.text;
}

static struct view
line_view(struct ctx *ctx, struct rows *rows, size_t row, bool is_linked)
{
	struct view_map *map = view_map_new(ctx->arena);
	struct str product_id = rows_cell(rows, row, PRODUCT_ID), product = rows_cell(rows, row, PRODUCT);
	struct str text = rows_cell(rows, row, DESCRIPTION), discount = rows_cell(rows, row, DISCOUNT);
	bool has_both = product.len && text.len && !str_equal(product, text);

	view_map_put_text(map, S("number"), str_from_u64(ctx->arena, row + 1));
	view_map_put_text(map, S("name"), product.len ? product : text);
	view_map_put_text(map, S("href"), is_linked && product_id.len ? url_query_join(ctx->arena, record_href(&ctx->work, &product_entity, product_id, ""), ctx->carried) : S(""));
	view_map_put_text(map, S("text"), has_both ? text : S(""));
	view_map_put_text(map, S("quantity"), short_number(ctx, rows_cell(rows, row, QUANTITY)));
	view_map_put_text(map, S("unit"), rows_cell(rows, row, UNIT));
	view_map_put_text(map, S("price"), number_grouped(ctx->arena, rows_cell(rows, row, PRICE)));
	view_map_put_text(map, S("discount"), discount.len && !str_equal(discount, S("0.00")) ?
	                  str_format(ctx->arena, "%.*s %%", STR_ARG(short_number(ctx, discount))) : S(""));
	view_map_put_text(map, S("amount"), number_grouped(ctx->arena, rows_cell(rows, row, AMOUNT)));
	return view_map(map);
}

static void
add_sum(struct ctx *ctx, struct view_list *totals, const struct sum *sum, struct str currency)
{
	struct view_map *map = view_map_new(ctx->arena);

	view_map_put_text(map, S("label"), page_text(ctx, sum->label));
	view_map_put_text(map, S("text"), money_text(&ctx->work, sum->amount, currency));
	view_map_put(map, S("is_total"), view_bool(sum->is_total));
	view_map_put(map, S("is_due"), view_bool(sum->is_due));
	view_list_add(totals, view_map(map));
}

static void
put(struct ctx *ctx, const struct record *record, struct rows *rows, const struct sum *sums, size_t count, bool is_linked)
{
	struct view_map *map = view_map_new(ctx->arena);
	struct view_list *lines = view_list_new(ctx->arena), *totals = view_list_new(ctx->arena);
	struct str currency = record_value(record, S("currency"));

	for (size_t row = 0; row < rows_count(rows); row++)
		view_list_add(lines, line_view(ctx, rows, row, is_linked));
	if (rows_count(rows) > 0) {
		struct str reduction = rows_cell(rows, 0, REDUCTION);

		if (!str_equal(reduction, S("0.00"))) {
			add_sum(ctx, totals, &(struct sum){ N_("Subtotal"), rows_cell(rows, 0, SUBTOTAL), false, false }, currency);
			add_sum(ctx, totals, &(struct sum){ N_("Discount"), reduction, false, false }, currency);
		}
		add_sum(ctx, totals, &(struct sum){ N_("Total"), rows_cell(rows, 0, LINES_TOTAL), true, false }, currency);
	}
	for (size_t i = 0; i < count; i++)
		add_sum(ctx, totals, &sums[i], currency);
	view_map_put_text(map, S("label"), page_text(ctx, record->lines[0].entity->label_plural));
	view_map_put_text(map, S("value_head"), work_say(&ctx->work, N_("Amount ({0})"), currency, NO_STR));
	view_map_put_text(map, S("edit_href"), record_is_open(ctx, record) ? record_href(&ctx->work, record->entity, record->id, "/edit") : S(""));
	view_map_put_text(map, S("no_rows_text"), rows_count(rows) ? S("") : page_text(ctx, N_("There is nothing here yet.")));
	view_map_put(map, S("rows"), view_list(lines));
	view_map_put(map, S("totals"), view_list(totals));
	page_put(ctx, "order_lines", view_map(map));
}

void
lines_put(struct ctx *ctx, const struct record *record, struct rows *rows, const struct sum *sums, size_t count)
{
	put(ctx, record, rows, sums, count, true);
}

void
lines_put_paper(struct ctx *ctx, const struct record *record, struct rows *rows)
{
	put(ctx, record, rows, NULL, 0, false);
}
