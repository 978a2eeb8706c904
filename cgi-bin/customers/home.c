/* home.c: the front door leads to the customers. */
#include "customers/customers.h"

enum status
home_show(struct ctx *ctx)
{
	return page_redirect(ctx, S("/customers"));
}
