/* more.c: every area and list on one page, for small screens. */
#include "customers/customers.h"

enum status
more_show(struct ctx *ctx)
{
	page_put_text(ctx, "title", page_text(ctx, N_("More")));
	return page_show(ctx, "more");
}
