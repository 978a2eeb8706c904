/* role.c: what a role may do, as a matrix of acts and entities that administrators change. */
#include "admin/admin.h"

#include "admin/rights.h"
#include "entities/entities.h"

static bool
is_editable(struct ctx *ctx, const struct record *role)
{
	return !ctx->work.as_of.data && access_may(&ctx->work, &role_entity, EDIT) && !rights_are_fixed(role);
}

static struct view
cell_view(struct ctx *ctx, const struct right *right, enum act act)
{
	const struct entity *entity = right->entity;
	struct view_map *cell = view_map_new(ctx->arena);
	struct view_list *options = view_list_new(ctx->arena);
	enum scope scope = right->wanted[act];

	for (enum scope each = SCOPE_NONE; each <= SCOPE_ALL; each++) {
		struct view_map *option = view_map_new(ctx->arena);

		if (!right_is_offered(entity, act, each))
			continue;
		view_map_put_text(option, S("value"), str_from(scope_name(each)));
		view_map_put_text(option, S("label"), page_text(ctx, scope_label(each)));
		view_map_put(option, S("is_chosen"), view_bool(each == scope));
		view_list_add(options, view_map(option));
	}
	view_map_put_text(cell, S("text"), page_text(ctx, scope_label(scope)));
	view_map_put(cell, S("is_all"), view_bool(scope == SCOPE_ALL));
	view_map_put(cell, S("is_none"), view_bool(scope == SCOPE_NONE));
	view_map_put_text(cell, S("name"), right_name(ctx->arena, entity, act));
	view_map_put_text(cell, S("label"), work_say(&ctx->work, N_("{0}: {1}"), page_text(ctx, entity->label_plural), page_text(ctx, act_label(act))));
	view_map_put(cell, S("is_choice"), view_bool(view_list_count(options) > 1));
	view_map_put(cell, S("options"), view_list(options));
	view_map_put(cell, S("is_wrong"), view_bool(right->is_wrong[act]));
	if (scope != right->now[act])
		view_map_put_text(cell, S("now"), work_say(&ctx->work, N_("now: {0}"), page_text(ctx, scope_label(right->now[act])), NO_STR));
	return view_map(cell);
}

static void
put_matrix(struct ctx *ctx, const struct right *rights)
{
	struct view_list *columns = view_list_new(ctx->arena), *rows = view_list_new(ctx->arena);

	for (enum act act = VIEW; act < ACT_COUNT; act++) {
		struct view_map *column = view_map_new(ctx->arena);

		view_map_put_text(column, S("label"), page_text(ctx, act_label(act)));
		view_list_add(columns, view_map(column));
	}
	for (; rights->entity; rights++) {
		struct view_map *row = view_map_new(ctx->arena);
		struct view_list *cells = view_list_new(ctx->arena);

		for (enum act act = VIEW; act < ACT_COUNT; act++)
			view_list_add(cells, cell_view(ctx, rights, act));
		view_map_put_text(row, S("label"), page_text(ctx, rights->entity->label_plural));
		view_map_put(row, S("cells"), view_list(cells));
		view_list_add(rows, view_map(row));
	}
	page_put(ctx, "actions", view_list(columns));
	page_put(ctx, "rows", view_list(rows));
}

static enum status
show(struct ctx *ctx, const struct record *role, const struct right *rights)
{
	struct view_map *form = view_map_new(ctx->arena);

	show_head(&ctx->work, role, "", ctx->carried, ctx->page);
	page_put_text(ctx, "title", record_title(&ctx->work, role));
	page_put_text(ctx, "description", record_value(role, str_equal(ctx->actor.language, S("en")) ? S("description_en") : S("description")));
	put_matrix(ctx, rights);
	if (is_editable(ctx, role)) {
		view_map_put_text(form, S("token"), page_token(ctx));
		view_map_put_text(form, S("version"), role->version);
		view_map_put_text(form, S("action"), record_href(&ctx->work, &role_entity, role->id, ""));
		page_put(ctx, "form", view_map(form));
	}
	page_put(ctx, "is_fixed", view_bool(rights_are_fixed(role)));
	return page_show(ctx, "admin/role");
}

enum status
role_show(struct ctx *ctx)
{
	struct record *role = store_read(&ctx->work, &role_entity, ctx->id, VIEW);

	return role ? show(ctx, role, rights_read(ctx, ctx->id)) : page_missing(ctx);
}

/* The matrix again, with what the person chose; the clock is given back first. */
static enum status
show_again(struct ctx *ctx, const struct record *role, const struct right *rights, enum status status, const char *text)
{
	struct view_list *problems = view_list_new(ctx->arena);

	change_abandon(&ctx->work);
	show(ctx, role, rights);
	for (; status == STATUS_PROBLEMS && rights->entity; rights++)
		for (enum act act = VIEW; act < ACT_COUNT; act++) {
			struct view_map *problem = view_map_new(ctx->arena);

			if (!rights->is_wrong[act])
				continue;
			view_map_put_text(problem, S("text"), work_say(&ctx->work, N_("{0}: {1}"), page_text(ctx, rights->entity->label_plural), page_text(ctx, act_label(act))));
			view_map_put_text(problem, S("href"), str_join(ctx->arena, S("#"), right_name(ctx->arena, rights->entity, act)));
			view_list_add(problems, view_map(problem));
		}
	page_put(ctx, "problems", view_list(problems));
	page_put(ctx, "has_problems", view_bool(true));
	page_put_text(ctx, "problem_text", page_text(ctx, text));
	return status;
}

enum status
role_save(struct ctx *ctx)
{
	struct record *role = store_read(&ctx->work, &role_entity, ctx->id, EDIT);
	struct right *rights;
	bool is_stale;

	if (!role)
		return page_missing(ctx);
	if (rights_are_fixed(role))
		return page_error(ctx, STATUS_FORBIDDEN, N_("The administrator keeps every right"), N_("Otherwise nobody could give a right back. Change another role."));
	rights = rights_read(ctx, ctx->id);
	is_stale = !str_equal(page_field(ctx, "version"), role->version);
	rights_take(ctx, rights, is_stale ? rights_opened(ctx, ctx->id, page_field(ctx, "version")) : rights_read(ctx, ctx->id));
	if (is_stale)
		return show_again(ctx, role, rights, STATUS_CONFLICT, N_("Somebody else changed this role while you had it open. Their choices are below; yours stay, and say what is there now. Look at them, then save again."));
	if (!rights_check(rights))
		return show_again(ctx, role, rights, STATUS_PROBLEMS, N_("Nobody can work with more than they see. Let them see at least as much."));
	return page_redirect(ctx, record_href(&ctx->work, &role_entity, ctx->id, rights_save(ctx, role, rights) ? "?done=saved" : "?done=unchanged"));
}
