/* quote.c: the page of a quote: what it offers, how the customer answered, and the order it becomes. */
#include "sales/sales.h"

#include "base/url_query.h"

static const struct step steps[] = {
	{ "draft", "sent", N_("Mark as sent"), true, false }, { "sent", "accepted", N_("Accepted"), true, false },
	{ "draft", "accepted", N_("Accepted"), false, false }, { "draft", "declined", N_("Declined"), false, true },
	{ "sent", "declined", N_("Declined"), false, true }, { "declined", "sent", N_("Open again"), false, false }, { NULL }
};

/* Columns of what was made of a quote. */
enum { ORDER_ID, IS_VISIBLE };

static struct rows *
read_order(struct ctx *ctx)
{
	return store_query(&ctx->work, SQL("SELECT s.id, CASE WHEN {visible sales_order s} THEN 1 ELSE 0 END FROM quote c JOIN sales_order s ON s.quote_id = c.id"
		" WHERE c.id = ? AND {visible quote c} ORDER BY s.id LIMIT 1"), ARGS(ctx->id));
}

static struct str
order_href(struct ctx *ctx, struct str id, const char *rest)
{
	return record_href(&ctx->work, &sales_order_entity, id, rest);
}

/* The way to the order, or the button that makes it. */
static void
put_order(struct ctx *ctx, const struct record *record, struct view_list *links)
{
	struct rows *rows = read_order(ctx);
	struct view_map *make = view_map_new(ctx->arena);

	if (rows_count(rows) > 0) {
		if (str_equal(rows_cell(rows, 0, IS_VISIBLE), S("1")))
			link_add(ctx, links, page_text(ctx, N_("To the order")),
			         url_query_join(ctx->arena, order_href(ctx, rows_cell(rows, 0, ORDER_ID), ""), ctx->carried), false);
		return;
	}
	if (!record_is_open(ctx, record) || !access_may(&ctx->work, &sales_order_entity, CREATE) ||
	    str_equal(record_value(record, S("status")), S("declined")) || record->lines[0].count == 0)
		return;
	view_map_put_text(make, S("action"), record_href(&ctx->work, &quote_entity, record->id, "/order"));
	view_map_put_text(make, S("version"), record->version);
	view_map_put_text(make, S("label"), page_text(ctx, N_("Make order")));
	page_put(ctx, "make", view_map(make));
	page_put(ctx, "has_acts", view_bool(true));
}

enum status
quote_show(struct ctx *ctx)
{
	struct record *record = page_record(ctx);
	struct view_list *links = view_list_new(ctx->arena);

	if (!record)
		return page_missing(ctx);
	page_put_text(ctx, "token", page_token(ctx));
	page_put_text(ctx, "was", S(""));
	page_put(ctx, "children_cards", view_bool(false));
	lines_put(ctx, record, quote_lines(ctx, record->id), NULL, 0);
	link_add(ctx, links, page_text(ctx, N_("Print view")),
	         url_query_join(ctx->arena, record_href(&ctx->work, &quote_entity, record->id, "/print"), ctx->carried), false);
	put_order(ctx, record, links);
	page_put(ctx, "act_links", view_list(links));
	if (record_is_open(ctx, record))
		steps_put(ctx, record, steps, "/state");
	return page_show(ctx, "sales/order-show");
}

enum status
quote_state(struct ctx *ctx)
{
	return step_take(ctx, steps, quote_show);
}

/* What goes from the quote to its order as it is. */
static const char *const same[] = { "customer_id", "contact_id", "opportunity_id", "currency", "owner_id" };
static const char *const same_of_line[] = { "product_id", "description", "quantity", "unit_price", "discount" };

static struct input *
order_of_quote(struct ctx *ctx, const struct record *quote)
{
	struct input *order = input_new(&ctx->work, &sales_order_entity, NO_STR);
	struct str today = date_text(ctx->arena, work_today(&ctx->work));

	for (size_t i = 0; i < sizeof same / sizeof *same; i++)
		input_set(order, str_from(same[i]), record_value(quote, str_from(same[i])));
	input_set(order, S("quote_id"), quote->id);
	input_set(order, S("status"), S("draft"));
	input_set(order, S("ordered_on"), today);
	for (size_t i = 0; i < quote->lines[0].count; i++) {
		struct input *line = input_add_line(&ctx->work, order, S("sales_order_line"));

		for (size_t k = 0; line && k < sizeof same_of_line / sizeof *same_of_line; k++)
			input_set(line, str_from(same_of_line[k]), record_value(&quote->lines[0].records[i], str_from(same_of_line[k])));
	}
	return order;
}

enum status
quote_order(struct ctx *ctx)
{
	struct record *quote = store_read(&ctx->work, &quote_entity, ctx->id, EDIT);
	struct rows *there = read_order(ctx);
	struct input *order, *accepted;

	if (!quote)
		return page_missing(ctx);
	if (rows_count(there) > 0) {
		if (str_equal(rows_cell(there, 0, IS_VISIBLE), S("1")))
			return page_redirect(ctx, order_href(ctx, rows_cell(there, 0, ORDER_ID), "?done=unchanged"));
		return act_refused(ctx, quote_show, STATUS_CONFLICT, page_text(ctx, N_("An order has been made of it already.")), "acts");
	}
	store_read_lines(&ctx->work, quote);
	if (str_equal(record_value(quote, S("status")), S("declined")) || quote->lines[0].count == 0)
		return act_refused(ctx, quote_show, STATUS_PROBLEMS, page_text(ctx, N_("There is nothing in it that could be ordered.")), "acts");
	accepted = edit_begin(ctx);
	accepted->before = quote;
	input_set(accepted, S("status"), S("accepted"));
	if (!store_save(&ctx->work, accepted))
		return edit_refused(ctx, quote_show, accepted, "acts");
	order = order_of_quote(ctx, quote);
	if (!store_save(&ctx->work, order))
		return edit_refused(ctx, quote_show, order, "acts");
	return page_redirect(ctx, order_href(ctx, order->id, "?done=created"));
}
