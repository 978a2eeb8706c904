/* show.c: the page of a request: its conversation, how far it is, and what may be done with it. */
#include "service/service.h"

#include "base/utf8.h"

struct str
typed_text(const struct ctx *ctx, const char *name)
{
	struct str typed = page_field(ctx, name);

	return utf8_is_valid(typed) ? typed : S("");
}

static struct view
field_view(struct ctx *ctx, const struct record *record, const char *name)
{
	const struct field *field = entity_field(record->entity, str_from(name));
	struct shown *shown = ARENA_NEW(ctx->arena, struct shown);
	size_t place = (size_t)(field - record->entity->fields);

	kind_show(&ctx->work, field, record->values[place], record->labels[place], shown);
	return view_shown(shown);
}

static void
put_facts(struct ctx *ctx, const struct record *record, const struct shown *due)
{
	static const char *const before[] = { "customer_id", "category_id", "channel", "opened_at" };
	static const char *const after[] = { "answered_at", "handled_at" };
	struct view_list *facts = view_list_new(ctx->arena);

	for (size_t i = 0; i < sizeof before / sizeof *before; i++)
		view_list_add(facts, field_view(ctx, record, before[i]));
	view_list_add(facts, view_shown(due));
	for (size_t i = 0; i < sizeof after / sizeof *after; i++)
		view_list_add(facts, field_view(ctx, record, after[i]));
	page_put(ctx, "facts", view_list(facts));
}

/* What neither the head nor the conversation tells. */
static void
put_card(struct ctx *ctx, const struct record *record)
{
	static const char *const names[] = {
		"status_id", "contact_id", "team_id", "product_id", "order_id", "solution", "external_code", "created_at"
	};
	struct view_list *cards = view_list_new(ctx->arena), *fields = view_list_new(ctx->arena);
	struct view_map *card = view_map_new(ctx->arena);

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		view_list_add(fields, field_view(ctx, record, names[i]));
	view_map_put_text(card, S("label"), page_text(ctx, record->entity->label));
	view_map_put_text(card, S("edit_href"), record_href(&ctx->work, record->entity, record->id, "/edit"));
	view_map_put(card, S("fields"), view_list(fields));
	view_list_add(cards, view_map(card));
	page_put(ctx, "cards", view_list(cards));
}

static void
put_satisfaction(struct ctx *ctx, const struct record *record)
{
	struct str score = record_value(record, S("satisfaction"));
	struct view_map *map = view_map_new(ctx->arena);
	struct view_list *stars = view_list_new(ctx->arena);

	if (!score.len)
		return;
	for (char star = '1'; star <= '5'; star++) {
		struct view_map *each = view_map_new(ctx->arena);

		view_map_put(each, S("is_full"), view_bool(star <= score.data[0]));
		view_list_add(stars, view_map(each));
	}
	view_map_put_text(map, S("score"), score);
	view_map_put_text(map, S("of"), S("5"));
	view_map_put(map, S("stars"), view_list(stars));
	view_map_put_text(map, S("comment"), record_value(record, S("satisfaction_note")));
	page_put(ctx, "satisfaction", view_map(map));
}

/* False: there is nothing to be seen. */
static bool
put_request(struct ctx *ctx, const struct refusal *refusal)
{
	struct record *record = page_record(ctx);

	if (!record)
		return false;
	put_facts(ctx, record, due_put(ctx, record));
	put_card(ctx, record);
	put_satisfaction(ctx, record);
	talk_put(ctx, record);
	page_put(ctx, "owner", field_view(ctx, record, "owner_id"));
	forms_put(ctx, record, refusal);
	page_show(ctx, "service/request-show");
	return true;
}

enum status
request_show(struct ctx *ctx)
{
	return put_request(ctx, NULL) ? STATUS_OK : page_missing(ctx);
}

enum status
request_refused(struct ctx *ctx, enum status status, const struct refusal *refusal)
{
	struct view_list *problems = view_list_new(ctx->arena);
	struct view_map *problem = view_map_new(ctx->arena);

	/* The clock is given back first: what follows may be slow. */
	change_abandon(&ctx->work);
	if (!put_request(ctx, refusal))
		return page_missing(ctx);
	view_map_put_text(problem, S("label"), S(""));
	view_map_put_text(problem, S("text"), refusal->reason);
	view_map_put_text(problem, S("href"), str_format(ctx->arena, "#%s", refusal->control));
	view_list_add(problems, view_map(problem));
	page_put(ctx, "has_problems", view_bool(true));
	page_put_text(ctx, "problem_text", page_text(ctx, N_("Nothing has been saved yet.")));
	page_put(ctx, "problems", view_list(problems));
	page_put_text(ctx, "title", str_join(ctx->arena, page_text(ctx, N_("Error: ")), page_text(ctx, ctx->entity->label)));
	return status;
}
