/* product.c: the page of a product, with the prices that apply, what was sold of it, and deals that are about it. */
#include "sales/sales.h"

#include "base/url_query.h"
#include "entities/trade.h"

/* Columns of prices and sales, in one statement: which of them, then what they say. */
enum { IS_SALE, LABEL, QUANTITY, AMOUNT, CURRENCY, FROM_ON, UNTIL_ON, ID };

struct sections {
	struct view_list *related, *missing;
};

static struct view
cell_view(struct ctx *ctx, enum kind_id kind, struct str value)
{
	struct field *field = ARENA_NEW(ctx->arena, struct field);
	struct shown *shown = ARENA_NEW(ctx->arena, struct shown);

	*field = (struct field){ .name = "cell", .label = "", .kind = kind };
	kind_show(&ctx->work, field, value, NO_STR, shown);
	return view_shown(shown);
}

static void
add_column(struct ctx *ctx, struct view_list *columns, const char *label, bool is_number)
{
	struct view_map *column = view_map_new(ctx->arena);

	view_map_put_text(column, S("label"), page_text(ctx, label));
	view_map_put_text(column, S("align"), is_number ? S("num") : S(""));
	view_list_add(columns, view_map(column));
}

static struct view
row_view(struct ctx *ctx, struct str href, struct str name, struct view_list *cells)
{
	struct view_map *row = view_map_new(ctx->arena);

	view_map_put_text(row, S("href"), href);
	view_map_put_text(row, S("name"), name);
	view_map_put(row, S("cells"), view_list(cells));
	return view_map(row);
}

/* As partials/related_all shows it. */
static void
add_section(struct ctx *ctx, struct sections *sections, const char *label, struct view_list *columns, struct view_list *rows, struct str all, struct str new_href,
            const char *new_label)
{
	struct view_map *section = view_map_new(ctx->arena);

	view_map_put_text(section, S("label"), page_text(ctx, label));
	view_map_put_text(section, S("count_text"), str_from_u64(ctx->arena, view_list_count(rows)));
	view_map_put_text(section, S("all_href"), all);
	view_map_put_text(section, S("new_href"), new_href);
	view_map_put_text(section, S("new_label"), new_href.len ? page_text(ctx, new_label) : S(""));
	view_map_put(section, S("columns"), view_list(columns));
	view_map_put(section, S("rows"), view_list(rows));
	view_list_add(view_list_count(rows) ? sections->related : sections->missing, view_map(section));
}

static struct str
list_href(struct ctx *ctx, const struct entity *entity, const char *filters)
{
	return url_query_join(ctx->arena, str_format(ctx->arena, "%s?f.product_id.is=%.*s%s", entity->path, STR_ARG(ctx->id), filters), ctx->carried);
}

/* Prices that apply on the day shown, and quantities sold by year and currency. */
static struct rows *
read_numbers(struct ctx *ctx, struct str today)
{
	return store_query(&ctx->work, SQL("SELECT * FROM (SELECT 0 is_sale, COALESCE(r.level, '') label, r.min_quantity quantity, r.amount, r.amount_currency currency,"
		" r.from_on, r.until_on, r.id FROM price r WHERE r.product_id = ? AND (r.from_on IS NULL OR r.from_on <= ?)"
		" AND (r.until_on IS NULL OR r.until_on >= ?) AND {visible price r} ORDER BY r.amount_currency, r.level IS NULL, r.level, r.min_quantity LIMIT 50) p"
		" UNION ALL SELECT * FROM (SELECT 1, YEAR(c.ordered_on), SUM(l.quantity), SUM(" TRADE_LINE_AMOUNT("l") "), c.currency, NULL f, NULL u, NULL i"
		" FROM sales_order_line l JOIN sales_order c ON c.id = l.order_id WHERE l.product_id = ? AND c.status IN ('confirmed', 'shipped', 'completed')"
		" AND {visible sales_order c} GROUP BY YEAR(c.ordered_on), c.currency ORDER BY YEAR(c.ordered_on) DESC, c.currency LIMIT 30) s"),
		ARGS(ctx->id, today, today, ctx->id));
}

static struct str
money_of(struct ctx *ctx, struct rows *rows, size_t row)
{
	return str_format(ctx->arena, "%.*s %.*s", STR_ARG(rows_cell(rows, row, AMOUNT)), STR_ARG(rows_cell(rows, row, CURRENCY)));
}

static void
add_prices(struct ctx *ctx, struct sections *sections, struct rows *numbers)
{
	struct view_list *columns = view_list_new(ctx->arena), *rows = view_list_new(ctx->arena);
	bool may_make = !ctx->work.as_of.data && access_may(&ctx->work, &price_entity, CREATE);

	add_column(ctx, columns, N_("Applies to"), false);
	add_column(ctx, columns, N_("From quantity"), true);
	add_column(ctx, columns, N_("Price"), true);
	add_column(ctx, columns, N_("Valid from"), true);
	add_column(ctx, columns, N_("Valid until"), true);
	for (size_t row = 0; row < rows_count(numbers); row++) {
		struct view_list *cells = view_list_new(ctx->arena);
		struct str level = rows_cell(numbers, row, LABEL);

		if (str_equal(rows_cell(numbers, row, IS_SALE), S("1")))
			continue;
		view_list_add(cells, cell_view(ctx, DECIMAL, rows_cell(numbers, row, QUANTITY)));
		view_list_add(cells, cell_view(ctx, MONEY, money_of(ctx, numbers, row)));
		view_list_add(cells, cell_view(ctx, DATE, rows_cell(numbers, row, FROM_ON)));
		view_list_add(cells, cell_view(ctx, DATE, rows_cell(numbers, row, UNTIL_ON)));
		view_list_add(rows, row_view(ctx, url_query_join(ctx->arena, record_href(&ctx->work, &price_entity, rows_cell(numbers, row, ID), ""), ctx->carried),
		              level.len ? work_say(&ctx->work, N_("Class {0}"), level, NO_STR) : page_text(ctx, N_("Every customer")), cells));
	}
	add_section(ctx, sections, N_("Prices that apply"), columns, rows, list_href(ctx, &price_entity, ""),
	            may_make ? str_join(ctx->arena, S("/prices/new?product_id="), ctx->id) : S(""), price_entity.label_new);
}

static void
add_sold(struct ctx *ctx, struct sections *sections, struct rows *numbers)
{
	struct view_list *columns = view_list_new(ctx->arena), *rows = view_list_new(ctx->arena);

	add_column(ctx, columns, N_("Year"), false);
	add_column(ctx, columns, N_("Quantity"), true);
	add_column(ctx, columns, N_("Sum"), true);
	for (size_t row = 0; row < rows_count(numbers); row++) {
		struct view_list *cells = view_list_new(ctx->arena);
		struct str year = rows_cell(numbers, row, LABEL);

		if (!str_equal(rows_cell(numbers, row, IS_SALE), S("1")))
			continue;
		view_list_add(cells, cell_view(ctx, DECIMAL, rows_cell(numbers, row, QUANTITY)));
		view_list_add(cells, cell_view(ctx, MONEY, money_of(ctx, numbers, row)));
		view_list_add(rows, row_view(ctx, url_query_join(ctx->arena, str_format(ctx->arena, "/orders?f.ordered_on.from=%.*s-01-01&f.ordered_on.to=%.*s-12-31",
		              STR_ARG(year), STR_ARG(year)), ctx->carried), year, cells));
	}
	add_section(ctx, sections, N_("Sold"), columns, rows, S(""), S(""), "");
}

static void
add_deals(struct ctx *ctx, struct sections *sections)
{
	struct rows *deals = store_select(&ctx->work, &opportunity_entity,
		SQL("c.product_id = ? AND c.outcome = 'open' ORDER BY c.expected_on IS NULL, c.expected_on, c.id LIMIT 10"), ARGS(ctx->id));
	struct view_list *columns = view_list_new(ctx->arena), *rows = view_list_new(ctx->arena);
	bool may_make = !ctx->work.as_of.data && access_may(&ctx->work, &opportunity_entity, CREATE);

	add_column(ctx, columns, opportunity_entity.label, false);
	add_column(ctx, columns, N_("Customer"), false);
	add_column(ctx, columns, N_("Amount"), true);
	add_column(ctx, columns, N_("Expected"), true);
	for (size_t row = 0; row < rows_count(deals); row++) {
		struct view_list *cells = view_list_new(ctx->arena);

		view_list_add(cells, cell_view(ctx, TEXT, rows_cell(deals, row, rows_column(deals, S("customer_id__label")))));
		view_list_add(cells, cell_view(ctx, MONEY, rows_cell(deals, row, rows_column(deals, S("amount")))));
		view_list_add(cells, cell_view(ctx, DATE, rows_cell(deals, row, rows_column(deals, S("expected_on")))));
		view_list_add(rows, row_view(ctx, url_query_join(ctx->arena, record_href(&ctx->work, &opportunity_entity, rows_cell(deals, row, 0), ""), ctx->carried),
		              rows_cell(deals, row, rows_column(deals, S("name"))), cells));
	}
	add_section(ctx, sections, N_("Open deals"), columns, rows, list_href(ctx, &opportunity_entity, "&f.outcome.is=open"),
	            may_make ? str_join(ctx->arena, S("/opportunities/new?product_id="), ctx->id) : S(""), opportunity_entity.label_new);
}

enum status
product_show(struct ctx *ctx)
{
	struct record *record = page_record(ctx);
	struct sections sections = { view_list_new(ctx->arena), view_list_new(ctx->arena) };
	struct str today = date_text(ctx->arena, work_today(&ctx->work));
	struct rows *numbers;

	if (!record)
		return page_missing(ctx);
	if (ctx->work.as_of.data)
		today = str_slice(work_local_time(&ctx->work, ctx->work.as_of), 0, 10);
	numbers = read_numbers(ctx, today);
	add_prices(ctx, &sections, numbers);
	if (access_may(&ctx->work, &sales_order_entity, VIEW))
		add_sold(ctx, &sections, numbers);
	if (access_may(&ctx->work, &opportunity_entity, VIEW))
		add_deals(ctx, &sections);
	page_put(ctx, "related", view_list(sections.related));
	page_put(ctx, "missing", view_list(sections.missing));
	page_put(ctx, "has_missing", view_bool(view_list_count(sections.missing) > 0));
	return page_show(ctx, "entity/show");
}
