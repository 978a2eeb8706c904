/* lead.c: the page of a lead, with the way to a customer. */
#include "sales/sales.h"

enum status
lead_show(struct ctx *ctx)
{
	struct record *record = page_record(ctx);
	struct view_list *links = view_list_new(ctx->arena);

	if (!record)
		return page_missing(ctx);
	if (record_is_open(ctx, record) && !record_value(record, S("customer_id")).len && !str_equal(record_value(record, S("status")), S("converted")))
		link_add(ctx, links, page_text(ctx, N_("Convert…")), record_href(&ctx->work, &lead_entity, record->id, "/convert"), false);
	page_put(ctx, "act_links", view_list(links));
	page_quick_add(ctx, record);
	return page_show(ctx, "entity/show");
}
