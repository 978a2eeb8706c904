/* show.c: a customer's page, where what was said can be noted above what happened. */
#include "customers/customers.h"

enum status
customer_show(struct ctx *ctx)
{
	struct record *record = page_record(ctx);

	if (!record)
		return page_missing(ctx);
	page_quick_add(ctx, record);
	return page_show(ctx, "entity/show");
}
