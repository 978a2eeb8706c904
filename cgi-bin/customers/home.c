/* home.c: what matters now to whoever signs in: figures, charts and what waits for them, as far as their rights go. */
#include "customers/customers.h"

static bool
sees(struct ctx *ctx, const struct entity *entity, enum act act)
{
	return work_has_pages(&ctx->work, entity) && access_may(&ctx->work, entity, act);
}

static int64_t
shown_us(const struct ctx *ctx)
{
	int64_t us;

	return ctx->work.as_of.data && instant_parse(ctx->work.as_of, 0, &us) ? us : ctx->work.now_us;
}

static void
start(struct ctx *ctx, struct home *home)
{
	struct str local = work_local_time(&ctx->work, instant_text(ctx->arena, shown_us(ctx)));

	*home = (struct home){
		.has_deals = sees(ctx, &opportunity_entity, VIEW), .has_requests = sees(ctx, &request_entity, VIEW), .has_tasks = sees(ctx, &task_entity, EDIT),
		.has_customers = sees(ctx, &customer_entity, VIEW), .has_leads = sees(ctx, &lead_entity, VIEW),
		.has_targets = sees(ctx, &target_entity, VIEW),
	};
	home->lead = access_may(&ctx->work, &opportunity_entity, EDIT) ? HOME_SALES : access_may(&ctx->work, &campaign_entity, EDIT) ? HOME_MARKETING :
	             access_may(&ctx->work, &request_entity, EDIT) ? HOME_SERVICE : HOME_SALES;
	home->has_campaigns = home->lead == HOME_MARKETING && sees(ctx, &campaign_entity, EDIT);
	if (!date_parse(str_slice(local, 0, 10), &home->today))
		home->today = work_today(&ctx->work);
	home->month = (struct date){ home->today.year, home->today.month, 1 };
	page_put_text(ctx, "title", page_text(ctx, N_("Overview")));
	page_put_text(ctx, "count_text", work_say(&ctx->work, N_("Figures of {0}"), local, NO_STR));
}

/* Where whoever sets the house up goes next. */
static void
put_setup(struct ctx *ctx)
{
	const struct { const char *path, *label; bool may; } links[] = {
		{ "/users", N_("Users"), sees(ctx, &user_entity, EDIT) },
		{ "/roles", N_("Roles"), sees(ctx, &role_entity, EDIT) },
		{ "/customers/import", N_("Import customers"), sees(ctx, &customer_entity, IMPORT) },
		{ "/health", N_("Health"), sees(ctx, &user_entity, EDIT) },
	};
	struct view_list *list = view_list_new(ctx->arena);
	struct view_map *setup = view_map_new(ctx->arena);

	if (!links[0].may || ctx->work.as_of.data)
		return;
	for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
		struct view_map *link = view_map_new(ctx->arena);

		if (!links[i].may)
			continue;
		view_map_put_text(link, S("href"), str_from(links[i].path));
		view_map_put_text(link, S("label"), page_text(ctx, links[i].label));
		view_list_add(list, view_map(link));
	}
	view_map_put(setup, S("links"), view_list(list));
	page_put(ctx, "setup", view_map(setup));
}

enum status
home_show(struct ctx *ctx)
{
	struct home *home = ARENA_NEW(ctx->arena, struct home);

	start(ctx, home);
	home_read(ctx, home);
	home_put_tiles(ctx, home);
	home_put_charts(ctx, home);
	home_put_cards(ctx, home);
	put_setup(ctx);
	return page_show(ctx, "home");
}
