/* quick_add.c: the short form above a timeline that notes in one go what was said and what is to be done next. */
#include "app/app.h"

#include "base/utf8.h"

/* What was typed, to be shown again; empty when its bytes are broken. */
static struct str
typed(const struct ctx *ctx, const char *name)
{
	struct str text = page_field(ctx, name);

	return utf8_is_valid(text) ? text : S("");
}

static struct view_map *
option(struct ctx *ctx, struct str value, struct str label, struct str chosen)
{
	struct view_map *map = view_map_new(ctx->arena);

	view_map_put_text(map, S("value"), value);
	view_map_put_text(map, S("label"), label);
	view_map_put(map, S("is_selected"), view_bool(str_equal(value, chosen)));
	return map;
}

/* The ways that are noted most, and something to do. */
static struct view_list *
kinds(struct ctx *ctx, const struct entity *communication, const struct entity *task, struct str chosen)
{
	static const char *const channels[] = { "call", "mail", "meeting", "note" };
	struct view_list *list = view_list_new(ctx->arena);
	struct view_map *kind;

	for (size_t i = 0; access_may(&ctx->work, communication, CREATE) && i < sizeof channels / sizeof *channels; i++) {
		const struct choice *channel = field_choice(entity_field(communication, S("channel")), str_from(channels[i]));

		kind = option(ctx, str_from(channel->value), page_text(ctx, channel->label), chosen);
		view_map_put_text(kind, S("icon"), str_from(channel->value));
		view_list_add(list, view_map(kind));
	}
	if (access_may(&ctx->work, task, CREATE)) {
		kind = option(ctx, str_from(task->name), page_text(ctx, task->label), chosen);
		view_map_put_text(kind, S("icon"), str_from(task->icon));
		view_list_add(list, view_map(kind));
	}
	return list;
}

static void
put_contacts(struct ctx *ctx, struct str customer_id, struct view_map *form)
{
	struct view_list *list = view_list_new(ctx->arena);
	struct rows *rows = store_query(&ctx->work, SQL("SELECT c.id, {title contact c} FROM contact c WHERE c.customer_id = ? AND {visible contact c}"
	                                                " ORDER BY c.name, c.id LIMIT 50"), ARGS(customer_id));

	while (rows_next(rows))
		view_list_add(list, view_map(option(ctx, rows_at(rows, 0), rows_at(rows, 1), typed(ctx, "contact_id"))));
	view_map_put(form, S("contacts"), view_list(list));
	view_map_put(form, S("has_contacts"), view_bool(view_list_count(list) > 0));
}

static void
put_results(struct ctx *ctx, const struct entity *communication, struct view_map *form)
{
	struct view_list *list = view_list_new(ctx->arena);

	for (const struct choice *choice = entity_field(communication, S("outcome"))->choices; choice->value; choice++)
		view_list_add(list, view_map(option(ctx, str_from(choice->value), page_text(ctx, choice->label), typed(ctx, "result"))));
	view_map_put(form, S("results"), view_list(list));
	view_map_put(form, S("has_results"), view_bool(true));
}

struct view_map *
page_quick_form(struct ctx *ctx, struct str kind, struct str customer_id)
{
	const struct entity *communication = entity_find(ctx->work.dictionary, S("communication"));
	const struct entity *task = entity_find(ctx->work.dictionary, S("task"));
	struct view_map *form = view_map_new(ctx->arena);
	struct view_list *list;

	if (ctx->work.as_of.data || !communication || !task || !work_has_pages(&ctx->work, communication))
		return NULL;
	if (!access_may(&ctx->work, communication, CREATE))
		kind = str_from(task->name);
	list = kinds(ctx, communication, task, page_field(ctx, "kind").len ? page_field(ctx, "kind") : kind);
	if (view_list_count(list) == 0)
		return NULL;
	view_map_put(form, S("kinds"), view_list(list));
	view_map_put_text(form, S("action"), str_format(ctx->arena, "%s/quick", communication->path));
	view_map_put_text(form, S("token"), page_token(ctx));
	view_map_put_text(form, S("content"), typed(ctx, "content"));
	view_map_put_text(form, S("next_step"), typed(ctx, "next_step"));
	view_map_put_text(form, S("next_on"), typed(ctx, "next_on"));
	view_map_put_text(form, S("customer"), typed(ctx, "customer"));
	if (access_may(&ctx->work, communication, CREATE))
		put_results(ctx, communication, form);
	if (customer_id.len)
		put_contacts(ctx, customer_id, form);
	return form;
}

struct view_map *
page_quick_add(struct ctx *ctx, const struct record *record)
{
	bool is_customer = str_equal_text(S("customer"), record->entity->name);
	struct view_map *form = page_quick_form(ctx, S("call"), is_customer ? record->id : record_value(record, S("customer_id")));
	struct view_list *hidden = view_list_new(ctx->arena);
	struct view_map *about = view_map_new(ctx->arena);

	if (!form)
		return NULL;
	view_map_put_text(about, S("name"), str_format(ctx->arena, "%s_id", record->entity->name));
	view_map_put_text(about, S("value"), record->id);
	view_list_add(hidden, view_map(about));
	view_map_put(form, S("hidden"), view_list(hidden));
	page_put(ctx, "quick_add", view_map(form));
	return form;
}
