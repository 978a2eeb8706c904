/* frame.c: what stands around every page. */
#include "app/frame.h"

#include "app/program.h"
#include "model/kind.h"
#include "base/url_query.h"

static struct view
link_view(struct ctx *ctx, struct str label, struct str href, const char *icon, bool is_current)
{
	struct view_map *map = view_map_new(ctx->arena);

	view_map_put_text(map, S("label"), label);
	view_map_put_text(map, S("href"), href);
	view_map_put_text(map, S("icon"), str_from(icon));
	view_map_put(map, S("is_current"), view_bool(is_current));
	return view_map(map);
}

static bool
is_listed(const struct ctx *ctx, const struct area *area, size_t place)
{
	const struct entity *entity = area->entities[place];

	return access_may(&ctx->work, entity, VIEW) && (place < area->main_count || access_may(&ctx->work, entity, EDIT));
}

/* The page itself, or one below it; below "/" is everything. */
static bool
is_at(const struct ctx *ctx, struct str path)
{
	struct str here = ctx->request->path;

	return str_equal(here, path) || (path.len > 1 && str_starts_with(here, path) && here.data[path.len] == '/');
}

static bool
is_open(const struct ctx *ctx, const struct area *area)
{
	for (const struct area_page *page = area->pages; page && page->path; page++)
		if (is_at(ctx, str_from(page->path)))
			return true;
	for (size_t i = 0; area->entities[i]; i++)
		if (ctx->entity == area->entities[i])
			return true;
	return false;
}

/* What an area leads to: its own pages, then its entities. links NULL: only the first address is asked for. */
static struct str
area_links(struct ctx *ctx, const struct area *area, struct view_list *links)
{
	struct str first = NO_STR;
	bool has_page = false;

	for (const struct area_page *page = area->pages; page && page->path && (links || !first.data); page++) {
		struct str path = str_from(page->path);
		bool is_current = is_at(ctx, path);

		if (page->entity && !access_may(&ctx->work, page->entity, VIEW))
			continue;
		has_page = has_page || is_current;
		first = first.data ? first : path;
		if (links)
			view_list_add(links, link_view(ctx, page_text(ctx, page->label), url_query_join(ctx->arena, path, ctx->carried), page->icon, is_current));
	}
	for (size_t i = 0; area->entities[i] && (links || !first.data); i++) {
		const struct entity *entity = area->entities[i];
		struct str path = str_from(entity->path);

		if (!is_listed(ctx, area, i))
			continue;
		first = first.data ? first : path;
		if (links)
			view_list_add(links, link_view(ctx, page_text(ctx, entity->label_plural), url_query_join(ctx->arena, path, ctx->carried),
			              entity->icon, ctx->entity == entity && !has_page));
	}
	return first;
}

static void
add_new_links(struct ctx *ctx, const struct area *area, struct view_list *links)
{
	for (size_t i = 0; i < area->main_count && area->entities[i] && !ctx->work.as_of.data; i++) {
		const struct entity *entity = area->entities[i];

		if (entity->flags & OWNED && access_may(&ctx->work, entity, CREATE))
			view_list_add(links, link_view(ctx, page_text(ctx, entity->label), str_format(ctx->arena, "%s/new", entity->path), entity->icon, false));
	}
}

/* On most pages only the area one is in shows its links; the page of all areas shows every one. */
static void
put_areas(struct ctx *ctx)
{
	struct view_list *areas = view_list_new(ctx->arena), *new_links = view_list_new(ctx->arena);
	bool shows_all = str_equal(ctx->template_name, S("more"));

	for (const struct area *area = ctx->program->areas; area->name; area++) {
		struct view_map *map = view_map_new(ctx->arena);
		bool is_here = is_open(ctx, area);
		struct view_list *links = is_here || shows_all ? view_list_new(ctx->arena) : NULL;
		struct str first = area_links(ctx, area, links);

		add_new_links(ctx, area, new_links);
		if (!first.data)
			continue;
		view_map_put_text(map, S("label"), page_text(ctx, area->label));
		view_map_put_text(map, S("icon"), str_from(area->icon));
		view_map_put_text(map, S("href"), url_query_join(ctx->arena, first, ctx->carried));
		view_map_put(map, S("is_open"), view_bool(is_here));
		view_map_put(map, S("is_current"), view_bool(false));
		if (links)
			view_map_put(map, S("links"), view_list(links));
		view_list_add(areas, view_map(map));
	}
	page_put(ctx, "areas", view_list(areas));
	page_put(ctx, "new_links", view_list(new_links));
	page_put(ctx, "has_new_links", view_bool(view_list_count(new_links) > 0));
}

static void
put_user(struct ctx *ctx)
{
	static const struct { const char *value, *label; } themes[] = { { "", N_("Auto") }, { "light", N_("Light") }, { "dark", N_("Dark") } };
	struct view_map *user = view_map_new(ctx->arena);
	struct view_list *choices = view_list_new(ctx->arena);

	view_map_put_text(user, S("name"), ctx->actor.name);
	view_map_put_text(user, S("role"), ctx->actor.role_name);
	view_map_put_text(user, S("initials"), name_initials(ctx->arena, ctx->actor.name));
	view_map_put_text(user, S("tint"), name_tint(ctx->actor.name));
	view_map_put_text(user, S("href"), S("/me"));
	page_put(ctx, "user", view_map(user));
	for (size_t i = 0; i < sizeof themes / sizeof *themes; i++) {
		struct view_map *choice = view_map_new(ctx->arena);

		view_map_put_text(choice, S("value"), str_from(themes[i].value));
		view_map_put_text(choice, S("label"), page_text(ctx, themes[i].label));
		view_map_put(choice, S("is_current"), view_bool(str_equal(str_from(themes[i].value), ctx->actor.theme.data ? ctx->actor.theme : S(""))));
		view_list_add(choices, view_map(choice));
	}
	page_put(ctx, "theme_choices", view_list(choices));
}

/* The same page at another moment: every parameter but as_of and the place in the list. */
static struct str
moment_href(struct ctx *ctx, struct str moment)
{
	struct url_query url;

	url_query_start(&url, ctx->arena, ctx->request->path);
	for (size_t i = 0; i < ctx->request->params.count; i++) {
		struct form_field field = ctx->request->params.fields[i];

		if (!str_equal(field.name, S("as_of")) && !str_equal(field.name, S("as_of_time")) && !str_equal(field.name, S("after")) &&
		    !str_equal(field.name, S("before")) && !str_equal(field.name, S("done")))
			url_query_add(&url, field.name, field.value);
	}
	if (moment.len)
		url_query_add(&url, S("as_of"), moment);
	return url_query_end(&url, NO_STR);
}

static struct str
day_text(struct ctx *ctx, int64_t days)
{
	return date_text(ctx->arena, date_from_days(days));
}

static void
put_moment(struct ctx *ctx)
{
	struct view_map *form = view_map_new(ctx->arena), *past = view_map_new(ctx->arena);
	struct view_list *hidden = view_list_new(ctx->arena);
	struct date today = work_today(&ctx->work), month = { today.year, today.month, 1 };
	struct date quarter = { today.year, (today.month - 1) / 3 * 3 + 1, 1 };
	int64_t now = date_to_days(today);
	struct str local = ctx->work.as_of.data ? work_local_time(&ctx->work, ctx->work.as_of) : NO_STR;
	struct date day;

	for (size_t i = 0; i < ctx->request->params.count; i++) {
		struct form_field field = ctx->request->params.fields[i];
		struct view_map *map = view_map_new(ctx->arena);

		if (str_starts_with(field.name, S("as_of")) || str_equal(field.name, S("after")) || str_equal(field.name, S("before")) ||
		    str_equal(field.name, S("done")))
			continue;
		view_map_put_text(map, S("name"), field.name);
		view_map_put_text(map, S("value"), field.value);
		view_list_add(hidden, view_map(map));
	}
	view_map_put_text(form, S("action"), ctx->request->path);
	view_map_put_text(form, S("date"), local.data ? str_slice(local, 0, 10) : day_text(ctx, now));
	view_map_put_text(form, S("time"), local.data ? str_slice(local, 11, 16) : S("23:59"));
	view_map_put(form, S("hidden"), view_list(hidden));
	view_map_put_text(form, S("yesterday_href"), moment_href(ctx, day_text(ctx, now - 1)));
	view_map_put_text(form, S("month_end_href"), moment_href(ctx, day_text(ctx, date_to_days(month) - 1)));
	view_map_put_text(form, S("quarter_end_href"), moment_href(ctx, day_text(ctx, date_to_days(quarter) - 1)));
	page_put(ctx, "as_of_form", view_map(form));
	if (!local.data || !date_parse(str_slice(local, 0, 10), &day))
		return;
	view_map_put_text(past, S("text"), local);
	view_map_put_text(past, S("value"), str_slice(ctx->carried, 6, ctx->carried.len));
	view_map_put_text(past, S("query"), str_join(ctx->arena, S("?"), ctx->carried));
	view_map_put_text(past, S("date"), str_slice(local, 0, 10));
	view_map_put_text(past, S("time"), str_slice(local, 11, 16));
	view_map_put_text(past, S("previous_href"), moment_href(ctx, day_text(ctx, date_to_days(day) - 1)));
	if (date_to_days(day) < now)
		view_map_put_text(past, S("next_href"), moment_href(ctx, day_text(ctx, date_to_days(day) + 1)));
	view_map_put_text(past, S("now_href"), moment_href(ctx, NO_STR));
	page_put(ctx, "as_of", view_map(past));
}

/* A number that the page before this one sent along. */
static struct str
counted(struct ctx *ctx, const char *name)
{
	uint64_t number = 0;

	str_to_u64(page_param(ctx, name), &number);
	return number_grouped(ctx->arena, str_from_u64(ctx->arena, number));
}

/* What the page before this one did, told once. */
static void
put_flash(struct ctx *ctx)
{
	static const struct { const char *done, *strong; } all[] = {
		{ "created", N_("Saved. It is new here.") }, { "saved", N_("Saved.") }, { "unchanged", N_("Nothing was different, so nothing was saved.") },
		{ "removed", N_("Removed.") }, { "restored", N_("Restored, with everything that belongs to it.") },
		{ "signed_out", N_("You are signed out.") }, { "password", N_("The new password is set. Other sign-ins of yours have ended.") },
		{ "imported", N_("Imported.") }, { "converted", N_("The lead is a customer now.") }, { "added", N_("Added: {0}. In the campaign already: {1}.") },
		{ "all_in", N_("All of them were in the campaign already.") }, { "taken_out", N_("Taken out of the campaign.") }, { "preferences", N_("Saved.") },
	};
	struct str done = page_param(ctx, "done");
	struct view_map *flash = view_map_new(ctx->arena);

	if (ctx->flash_text.data) {
		view_map_put_text(flash, S("strong"), ctx->flash_text);
		view_map_put(flash, S("is_error"), view_bool(true));
		page_put(ctx, "flash", view_map(flash));
		return;
	}
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (str_equal_text(done, all[i].done)) {
			view_map_put_text(flash, S("strong"), work_say(&ctx->work, all[i].strong, counted(ctx, "added"), counted(ctx, "already")));
			view_map_put(flash, S("is_ok"), view_bool(true));
			if (str_equal(done, S("removed")) && ctx->entity && ctx->entity->path) {
				view_map_put_text(flash, S("undo_href"), str_format(ctx->arena, "%s/removed", ctx->entity->path));
				view_map_put_text(flash, S("undo_label"), page_text(ctx, N_("Undo…")));
			}
			page_put(ctx, "flash", view_map(flash));
		}
}

void
frame_put(struct ctx *ctx)
{
	bool is_english = str_equal(ctx->actor.language, S("en"));
	struct view_map *other = view_map_new(ctx->arena);

	page_put_text(ctx, "lang", is_english ? S("en") : S("zh-CN"));
	page_put_text(ctx, "theme", ctx->actor.theme);
	page_put_text(ctx, "asset_version", ctx->program->asset_version);
	page_put_text(ctx, "request_id", ctx->request->id);
	page_put_text(ctx, "company", page_setting(ctx, "company", "Qiao"));
	page_put_text(ctx, "here", ctx->request->method == METHOD_POST ? ctx->request->path :
	              ctx->request->query.len ? str_format(ctx->arena, "%.*s?%.*s", STR_ARG(ctx->request->path), STR_ARG(ctx->request->query)) :
	              ctx->request->path);
	view_map_put_text(other, S("code"), is_english ? S("zh") : S("en"));
	view_map_put_text(other, S("lang"), is_english ? S("zh-CN") : S("en"));
	view_map_put_text(other, S("label"), is_english ? S("中文") : S("English"));
	page_put(ctx, "other_language", view_map(other));
	page_put(ctx, "signed_in", view_bool(ctx->is_signed_in));
	page_put_text(ctx, "frame_token", page_token(ctx));
	put_flash(ctx);
	page_put(ctx, "is_paused", view_bool(db_is_read_only(ctx->db) && !str_starts_with(ctx->template_name, S("errors/"))));
	if (!ctx->is_signed_in || !ctx->work.catalogue)
		return;
	put_areas(ctx);
	put_user(ctx);
	/* Where nothing is to be seen now, other moments are not offered; from an earlier one there must be a way back. */
	if (ctx->request->method == METHOD_GET && ctx->route && !(ctx->route->flags & NO_MOMENT) &&
	    (ctx->work.as_of.data || !str_starts_with(ctx->template_name, S("errors/"))))
		put_moment(ctx);
}
