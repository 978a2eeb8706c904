/* order.c: the page of an order: what was ordered, how far it is, what was paid and what is left to pay. */
#include "sales/sales.h"

#include "base/url_query.h"

static const struct step steps[] = {
	{ "draft", "confirmed", N_("Confirm"), true, false }, { "confirmed", "shipped", N_("Mark as shipped"), true, false },
	{ "shipped", "completed", N_("Complete"), true, false }, { "draft", "cancelled", N_("Cancel order"), false, true },
	{ "confirmed", "cancelled", N_("Cancel order"), false, true }, { NULL }
};

/* What was paid cannot be called off: the money would belong to nothing. */
static const struct step steps_paid[] = {
	{ "draft", "confirmed", N_("Confirm"), true, false }, { "confirmed", "shipped", N_("Mark as shipped"), true, false },
	{ "shipped", "completed", N_("Complete"), true, false }, { NULL }
};

enum { PAYMENTS_MAX = 100 };

/* Columns of the payments' statement. */
enum { PAYMENT_ID, NUMBER, PAID_ON, METHOD, REFERENCE, AMOUNT };

static struct rows *
read_payments(struct ctx *ctx, struct str id)
{
	return store_query(&ctx->work, SQL("SELECT p.id, p.number, p.paid_on, p.method, p.reference, CONCAT(p.amount, ' ', p.amount_currency)"
		" FROM payment p WHERE p.order_id = ? AND {visible payment p} ORDER BY p.paid_on, p.id LIMIT 101"), ARGS(id));
}

/* "1280.00 CNY" -> "1280.00" */
static struct str
amount_of(struct str money)
{
	struct str amount = NO_STR;

	str_cut(&money, ' ', &amount);
	return amount;
}

static bool
is_nothing(struct str amount)
{
	return str_same(amount, S("")) || str_equal(amount, S("0.00"));
}

static struct view
payment_view(struct ctx *ctx, struct rows *rows, size_t row)
{
	struct view_map *map = view_map_new(ctx->arena);
	struct str number = rows_cell(rows, row, NUMBER), id = rows_cell(rows, row, PAYMENT_ID), day = rows_cell(rows, row, PAID_ON);
	const struct choice *method = field_choice(entity_field(&payment_entity, S("method")), rows_cell(rows, row, METHOD));
	struct shown shown;

	kind_show(&ctx->work, entity_field(&payment_entity, S("amount")), rows_cell(rows, row, AMOUNT), NO_STR, &shown);
	view_map_put_text(map, S("when"), day);
	view_map_put_text(map, S("iso"), day);
	view_map_put_text(map, S("href"), url_query_join(ctx->arena, record_href(&ctx->work, &payment_entity, id, ""), ctx->carried));
	view_map_put_text(map, S("code"), number.len ? number : record_code(&ctx->work, &payment_entity, id));
	view_map_put_text(map, S("method"), method ? page_text(ctx, method->label) : S(""));
	view_map_put_text(map, S("note"), rows_cell(rows, row, REFERENCE));
	view_map_put_text(map, S("amount"), shown.text);
	return view_map(map);
}

/* The balance, today, by bank: most payments need no more than the button. */
static void
put_pay_form(struct ctx *ctx, const struct record *record, struct str balance, struct view_map *payments)
{
	struct view_map *add = view_map_new(ctx->arena);
	struct view_list *methods = view_list_new(ctx->arena);

	if (!access_may(&ctx->work, &payment_entity, CREATE) || str_equal(record_value(record, S("status")), S("cancelled")) ||
	    is_nothing(balance) || str_starts_with(balance, S("-")))
		return;
	option_add_choices(ctx, methods, entity_field(&payment_entity, S("method"))->choices, typed_or(ctx, "method", S("bank")));
	view_map_put_text(add, S("action"), record_href(&ctx->work, &sales_order_entity, record->id, "/pay"));
	view_map_put_text(add, S("amount"), typed_or(ctx, "amount", balance));
	view_map_put_text(add, S("on"), typed_or(ctx, "paid_on", date_text(ctx->arena, work_today(&ctx->work))));
	view_map_put_text(add, S("reference"), typed_or(ctx, "reference", S("")));
	view_map_put_text(add, S("currency"), record_value(record, S("currency")));
	view_map_put(add, S("methods"), view_list(methods));
	view_map_put(payments, S("add"), view_map(add));
}

static void
put_payments(struct ctx *ctx, const struct record *record, bool is_open, struct str balance)
{
	struct rows *rows = read_payments(ctx, record->id);
	struct view_map *payments = view_map_new(ctx->arena);
	struct view_list *list = view_list_new(ctx->arena);
	size_t count = rows_count(rows);

	for (size_t row = 0; row < count && row < PAYMENTS_MAX; row++)
		view_list_add(list, payment_view(ctx, rows, row));
	view_map_put_text(payments, S("count_text"), count > PAYMENTS_MAX ? str_format(ctx->arena, "%d+", PAYMENTS_MAX) : str_from_u64(ctx->arena, count));
	view_map_put_text(payments, S("all_href"), count > PAYMENTS_MAX ?
	                  url_query_join(ctx->arena, str_join(ctx->arena, S("/payments?f.order_id.is="), record->id), ctx->carried) : S(""));
	view_map_put_text(payments, S("no_rows_text"), count ? S("") : page_text(ctx, N_("Nothing has been paid yet.")));
	view_map_put(payments, S("rows"), view_list(list));
	view_map_put(payments, S("add"), view_bool(false));
	if (is_open)
		put_pay_form(ctx, record, balance, payments);
	page_put(ctx, "payments", view_map(payments));
}

enum status
order_show(struct ctx *ctx)
{
	struct record *record = page_record(ctx);
	struct str paid, balance;
	bool is_open;

	if (!record)
		return page_missing(ctx);
	is_open = record_is_open(ctx, record);
	paid = amount_of(record_value(record, S("paid")));
	balance = amount_of(record_value(record, S("balance")));
	page_put_text(ctx, "token", page_token(ctx));
	page_put_text(ctx, "was", S(""));
	page_put(ctx, "children_cards", view_bool(false));
	lines_put(ctx, record, order_lines(ctx, record->id), (const struct sum[]){ { N_("Paid"), paid, false, false },
	          { N_("Balance"), balance, false, !is_nothing(balance) } }, 2);
	related_without(ctx, &payment_entity);
	if (access_may(&ctx->work, &payment_entity, VIEW))
		put_payments(ctx, record, is_open, balance);
	if (is_open)
		steps_put(ctx, record, is_nothing(paid) ? steps : steps_paid, "/state");
	return page_show(ctx, "sales/order-show");
}

enum status
order_state(struct ctx *ctx)
{
	return step_take(ctx, steps, order_show);
}

enum status
order_pay(struct ctx *ctx)
{
	static const char *const names[] = { "amount", "paid_on", "method", "reference" };
	struct record *order = store_read(&ctx->work, &sales_order_entity, ctx->id, EDIT);
	struct input *payment = input_new(&ctx->work, &payment_entity, NO_STR);

	if (!order)
		return page_missing(ctx);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		input_take(&ctx->work, payment, str_from(names[i]), page_form(ctx));
	input_set(payment, S("order_id"), ctx->id);
	input_set(payment, S("owner_id"), order->owner_id);
	if (!store_save(&ctx->work, payment))
		return edit_refused(ctx, order_show, payment, "payment-amount");
	return page_redirect(ctx, record_href(&ctx->work, &sales_order_entity, ctx->id, "?done=saved#payments"));
}
