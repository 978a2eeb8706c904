/* search.c: one search over all that people look for by a word: customers, deals, papers, requests, talks, products. */
#include "customers/customers.h"

#include "base/url_query.h"

enum { FOUND_ROWS = 10 };

static const struct entity *const searched[] = {
	&customer_entity, &contact_entity, &lead_entity, &opportunity_entity, &quote_entity, &sales_order_entity, &request_entity, &communication_entity,
	&product_entity, &campaign_entity, &need_entity
};
enum { SEARCHED_COUNT = sizeof searched / sizeof *searched };

static struct str
all_href(struct ctx *ctx, const struct entity *entity, struct str q)
{
	struct url_query url;

	url_query_start(&url, ctx->arena, str_from(entity->path));
	url_query_add(&url, S("q"), q);
	return url_query_end(&url, ctx->carried);
}

static void
add_hit(struct ctx *ctx, const struct entity *entity, struct rows *rows, struct view_list *list)
{
	struct view_map *row = view_map_new(ctx->arena);
	struct str href = record_href(&ctx->work, entity, rows_at(rows, 1), "");

	view_map_put_text(row, S("name"), rows_at(rows, 2));
	view_map_put_text(row, S("second"), rows_at(rows, 3));
	view_map_put_text(row, S("icon"), str_from(entity->icon));
	view_map_put_text(row, S("href"), url_query_join(ctx->arena, href, ctx->carried));
	view_list_add(list, view_map(row));
}

/* One group for each kind of thing, cut short, with a link to all of it. */
static size_t
put_groups(struct ctx *ctx, struct str q)
{
	struct rows *rows = search_hits(&ctx->work, searched, SEARCHED_COUNT, q, FOUND_ROWS);
	struct view_list *groups = view_list_new(ctx->arena), *lists[SEARCHED_COUNT];
	size_t counts[SEARCHED_COUNT] = { 0 };
	uint64_t place;

	for (size_t i = 0; i < SEARCHED_COUNT; i++)
		lists[i] = view_list_new(ctx->arena);
	while (rows && rows_next(rows))
		if (str_to_u64(rows_at(rows, 0), &place) && counts[place]++ < FOUND_ROWS)
			add_hit(ctx, searched[place], rows, lists[place]);
	for (size_t i = 0; i < SEARCHED_COUNT; i++) {
		struct view_map *group = view_map_new(ctx->arena);

		if (counts[i] == 0)
			continue;
		view_map_put_text(group, S("label"), page_text(ctx, searched[i]->label_plural));
		view_map_put(group, S("rows"), view_list(lists[i]));
		if (counts[i] > FOUND_ROWS)
			view_map_put_text(group, S("all_href"), all_href(ctx, searched[i], q));
		view_list_add(groups, view_map(group));
	}
	page_put(ctx, "groups", view_list(groups));
	return view_list_count(groups);
}

enum status
search_show(struct ctx *ctx)
{
	struct str q = list_query_text(page_param(ctx, "q"));
	struct view_map *none = view_map_new(ctx->arena);

	page_put_text(ctx, "title", q.len ? work_say(&ctx->work, N_("Search: {0}"), q, NO_STR) : page_text(ctx, N_("Search")));
	page_put_text(ctx, "q", q);
	if (q.len && put_groups(ctx, q) == 0) {
		view_map_put_text(none, S("text"), page_text(ctx, N_("Nothing found. Try part of a name, a phone number, or the sound of a Chinese name.")));
		page_put(ctx, "no_rows", view_map(none));
	}
	return page_show(ctx, "search");
}
