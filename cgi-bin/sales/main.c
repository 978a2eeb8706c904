/* main.c: the program of sales: leads, deals, quotes, orders and payments. */
#include "sales/sales.h"

static const struct route routes[] = {
	{ METHOD_GET, "/opportunities/board", board_show, &opportunity_entity, VIEW },
	{ METHOD_GET, "/opportunities/{id}", opportunity_show, &opportunity_entity, VIEW },
	{ METHOD_POST, "/opportunities/{id}/move", opportunity_move, &opportunity_entity, EDIT },
	{ METHOD_GET, "/leads/{id}", lead_show, &lead_entity, VIEW },
	{ METHOD_GET, "/leads/{id}/convert", convert_form, &lead_entity, EDIT, NO_MOMENT },
	{ METHOD_POST, "/leads/{id}/convert", convert_lead, &lead_entity, EDIT },
	{ METHOD_GET, "/quotes/{id}", quote_show, &quote_entity, VIEW },
	{ METHOD_GET, "/quotes/{id}/print", quote_print, &quote_entity, VIEW },
	{ METHOD_POST, "/quotes/{id}/state", quote_state, &quote_entity, EDIT },
	{ METHOD_POST, "/quotes/{id}/order", quote_order, &quote_entity, EDIT },
	{ METHOD_GET, "/orders/{id}", order_show, &sales_order_entity, VIEW },
	{ METHOD_POST, "/orders/{id}/state", order_state, &sales_order_entity, EDIT },
	{ METHOD_POST, "/orders/{id}/pay", order_pay, &sales_order_entity, EDIT },
	{ METHOD_GET, "/targets", target_list, &target_entity, VIEW },
	{ METHOD_GET, "/products/{id}", product_show, &product_entity, VIEW },
	{ METHOD_GET, "/sales/report", report_show, &opportunity_entity, VIEW },
	{ .path = NULL }
};

int
main(int argc, char **argv)
{
	return app_run(argc, argv, "sales", areas, dictionary, routes);
}
