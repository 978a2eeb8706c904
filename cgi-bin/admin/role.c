/* role.c: what a role may do, as a matrix of acts and entities. */
#include "admin/admin.h"

#include "entities/entities.h"

static const char *const act_labels[ACT_COUNT] = { N_("See"), N_("Create"), N_("Edit"), N_("Remove"), N_("Export"), N_("Import") };
static const char *const scope_labels[] = { N_("None"), N_("Own"), N_("Team"), N_("All") };

static const struct role_right *
right_of(const struct catalogue *catalogue, struct str role_id, const struct entity *entity)
{
	const struct role_right *otherwise = NULL;

	for (size_t i = 0; i < catalogue->right_count; i++) {
		const struct role_right *right = &catalogue->rights[i];

		if (str_equal(right->role_id, role_id) && str_equal_text(right->entity, entity->name))
			return right;
		if (str_equal(right->role_id, role_id) && str_equal(right->entity, S("*")))
			otherwise = right;
	}
	return otherwise;
}

static struct view
row_view(struct ctx *ctx, const struct entity *entity)
{
	const struct role_right *right = right_of(ctx->work.catalogue, ctx->id, entity);
	struct view_map *row = view_map_new(ctx->arena);
	struct view_list *cells = view_list_new(ctx->arena);

	for (size_t act = 0; act < ACT_COUNT; act++) {
		enum scope scope = right ? right->scopes[act] : SCOPE_NONE;
		struct view_map *cell = view_map_new(ctx->arena);

		if (!(entity->flags & OWNED) && scope != SCOPE_ALL)
			scope = SCOPE_NONE;
		view_map_put_text(cell, S("text"), page_text(ctx, scope_labels[scope]));
		view_map_put(cell, S("is_all"), view_bool(scope == SCOPE_ALL));
		view_map_put(cell, S("is_none"), view_bool(scope == SCOPE_NONE));
		view_list_add(cells, view_map(cell));
	}
	view_map_put_text(row, S("label"), page_text(ctx, entity->label_plural));
	view_map_put(row, S("cells"), view_list(cells));
	return view_map(row);
}

enum status
role_show(struct ctx *ctx)
{
	struct record *record = store_read(&ctx->work, &role_entity, ctx->id, VIEW);
	struct view_list *columns = view_list_new(ctx->arena), *rows = view_list_new(ctx->arena);

	if (!record)
		return page_missing(ctx);
	show_head(&ctx->work, record, "", ctx->carried, ctx->page);
	page_put_text(ctx, "title", record_title(&ctx->work, record));
	page_put_text(ctx, "description", record_value(record, str_equal(ctx->actor.language, S("en")) ? S("description_en") : S("description")));
	for (size_t act = 0; act < ACT_COUNT; act++) {
		struct view_map *column = view_map_new(ctx->arena);

		view_map_put_text(column, S("label"), page_text(ctx, act_labels[act]));
		view_list_add(columns, view_map(column));
	}
	for (size_t i = 0; dictionary[i]; i++)
		if (!entity_is_child(dictionary[i]))
			view_list_add(rows, row_view(ctx, dictionary[i]));
	page_put(ctx, "actions", view_list(columns));
	page_put(ctx, "rows", view_list(rows));
	return page_show(ctx, "admin/role");
}
