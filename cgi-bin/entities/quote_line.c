/* quote_line.c: what a quote offers. */
#include "entities/entities.h"

#include "entities/trade.h"

static const struct field fields[] = {
	{ "product_id", N_("Product"), REF, 0, .refers = &product_entity },
	{ "description", N_("Description"), TEXT, WIDE, .max = 200, .hint = N_("Empty: the name of the product") },
	{ "quantity", N_("Quantity"), DECIMAL, REQUIRED, .decimals = 3, .most = TRADE_QUANTITY_MOST, .otherwise = "1" },
	{ "unit_price", N_("Unit price"), DECIMAL, 0, .decimals = 2, .hint = N_("Empty: the price that applies to this customer") },
	{ "discount", N_("Discount in percent"), DECIMAL, 0, .decimals = 2, .most = 100 },
	{ "amount", N_("Sum"), DECIMAL, 0, .computed = TRADE_LINE_AMOUNT("{self}") },
	{ .name = NULL }
};

const struct entity quote_line_entity = {
	.name = "quote_line", .label = N_("Item"), .label_plural = N_("Items"), .label_new = N_("Add item"),
	.icon = "order", .fields = fields, .parent_field = "quote_id",
};
