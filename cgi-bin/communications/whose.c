/* whose.c: whose day or week is shown, for those who may see those of others. */
#include "communications/communications.h"

#include "base/url_query.h"

static void
add_option(struct ctx *ctx, struct view_list *options, struct str value, struct str label, struct whose *whose, struct str asked)
{
	struct view_map *option = view_map_new(ctx->arena);
	bool is_asked = str_same(value, asked);

	if (is_asked) {
		whose->who = value;
		whose->owner_id = str_is_empty(value) ? ctx->actor.id : str_equal(value, S("team")) ? NO_STR : value;
		whose->name = label;
	}
	view_map_put_text(option, S("value"), value);
	view_map_put_text(option, S("label"), label);
	view_map_put(option, S("is_selected"), view_bool(is_asked));
	view_list_add(options, view_map(option));
}

static struct str
teams_joined(struct ctx *ctx)
{
	size_t count;
	const struct str *teams = catalogue_teams_below(ctx->work.catalogue, ctx->arena, ctx->actor.team_id, &count);
	struct buf buf;

	buf_init(&buf, ctx->arena, 2048);
	for (size_t i = 0; i < count; i++) {
		buf_add_text(&buf, i ? "," : "");
		buf_add(&buf, teams[i]);
	}
	return buf_str(&buf);
}

static struct view_list *
options(struct ctx *ctx, enum scope scope, struct whose *whose, struct str asked)
{
	struct view_list *list = view_list_new(ctx->arena);
	struct str teams = scope == SCOPE_ALL ? NO_STR : teams_joined(ctx);
	struct rows *rows = db_query(ctx->db, SQL("SELECT id, name FROM user WHERE is_active = 1 AND id <> ? AND (? IS NULL OR FIND_IN_SET(team_id, ?))"
	                                          " ORDER BY name LIMIT 200"), ARGS(ctx->actor.id, teams, teams));

	add_option(ctx, list, S(""), page_text(ctx, N_("Mine")), whose, asked);
	add_option(ctx, list, S("team"), page_text(ctx, scope == SCOPE_ALL ? N_("Everybody") : N_("My team")), whose, asked);
	while (rows_next(rows))
		add_option(ctx, list, rows_at(rows, 0), rows_at(rows, 1), whose, asked);
	return list;
}

void
whose_read(struct ctx *ctx, const struct entity *entity, struct whose *whose)
{
	enum scope scope = access_scope(&ctx->work, entity, VIEW);
	struct view_list *filters = view_list_new(ctx->arena);
	struct view_map *filter = view_map_new(ctx->arena);

	*whose = (struct whose){ .who = S(""), .owner_id = ctx->actor.id };
	if (scope != SCOPE_ALL && scope != SCOPE_TEAM)
		return;
	view_map_put(filter, S("options"), view_list(options(ctx, scope, whose, page_param(ctx, "who"))));
	if (str_is_empty(whose->who))
		whose->name = NO_STR;
	view_map_put_text(filter, S("name"), S("who"));
	view_map_put_text(filter, S("id"), S("filter-who"));
	view_map_put_text(filter, S("label"), page_text(ctx, N_("Whose")));
	view_map_put(filter, S("is_select"), view_bool(true));
	view_list_add(filters, view_map(filter));
	page_put(ctx, "filters", view_list(filters));
	page_put(ctx, "has_filters", view_bool(true));
	page_put_text(ctx, "filter_action", ctx->request->path);
}

struct str
whose_href(struct ctx *ctx, const struct whose *whose, const char *path, const char *name, struct str value)
{
	struct url_query url;

	url_query_start(&url, ctx->arena, str_from(path));
	if (name)
		url_query_add(&url, str_from(name), value);
	if (whose->who.len)
		url_query_add(&url, S("who"), whose->who);
	return url_query_end(&url, ctx->carried);
}

struct str
whose_name(const struct ctx *ctx, const struct whose *whose, struct str owner_id)
{
	const struct option_list *users = catalogue_options(ctx->work.catalogue, &user_entity);

	for (size_t i = 0; !whose->owner_id.data && users && owner_id.data && i < users->count; i++)
		if (str_equal(users->options[i].value, owner_id))
			return option_label(&users->options[i], work_is_english(&ctx->work));
	return S("");
}

static void
add_way(struct ctx *ctx, struct view_list *ways, const char *label, struct str href, bool is_current)
{
	struct view_map *way = view_map_new(ctx->arena);

	view_map_put_text(way, S("label"), page_text(ctx, label));
	view_map_put_text(way, S("href"), href);
	view_map_put(way, S("is_current"), view_bool(is_current));
	view_list_add(ways, view_map(way));
}

void
whose_ways(struct ctx *ctx, const struct whose *whose, bool is_week)
{
	struct view_list *ways = view_list_new(ctx->arena);

	if (!access_may(&ctx->work, &task_entity, VIEW) || !access_may(&ctx->work, &communication_entity, VIEW))
		return;
	add_way(ctx, ways, N_("Day"), whose_href(ctx, whose, "/day", NULL, NO_STR), !is_week);
	add_way(ctx, ways, N_("Week"), whose_href(ctx, whose, "/calendar", NULL, NO_STR), is_week);
	page_put(ctx, "ways", view_list(ways));
	page_put(ctx, "has_ways", view_bool(true));
}
