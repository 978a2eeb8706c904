/* members.c: who is in a campaign and what came of it, as a table that takes results. */
#include "marketing/marketing.h"

#include "base/url_query.h"

enum { MEMBER_ROWS = 50 };

static struct view
field_view(struct ctx *ctx, const struct record *record, const char *name, struct shown **shown)
{
	const struct field *field = entity_field(record->entity, str_from(name));
	size_t place = (size_t)(field - record->entity->fields);

	*shown = ARENA_NEW(ctx->arena, struct shown);
	kind_show(&ctx->work, field, record->values[place], record->labels[place], *shown);
	return view_shown(*shown);
}

static void
add_result(struct ctx *ctx, struct view_list *list, const char *value, const char *label, struct str chosen)
{
	struct view_map *map = view_map_new(ctx->arena);

	view_map_put_text(map, S("value"), str_from(value));
	view_map_put_text(map, S("label"), page_text(ctx, label));
	view_map_put(map, S("is_selected"), view_bool(str_same(chosen, str_from(value))));
	view_list_add(list, view_map(map));
}

static struct view
results_view(struct ctx *ctx, struct str chosen)
{
	struct view_list *list = view_list_new(ctx->arena);

	add_result(ctx, list, "", N_("Not known yet"), chosen);
	for (const struct choice *choice = entity_field(&campaign_member_entity, S("result"))->choices; choice->value; choice++)
		add_result(ctx, list, choice->value, choice->label, chosen);
	return view_list(list);
}

static struct str
here(struct ctx *ctx, struct str result, struct str after)
{
	struct url_query url;

	url_query_start(&url, ctx->arena, record_href(&ctx->work, ctx->entity, ctx->id, ""));
	if (result.len)
		url_query_add(&url, S("result"), result);
	if (after.len)
		url_query_add(&url, S("after"), after);
	return str_join(ctx->arena, url_query_end(&url, ctx->carried), S("#members"));
}

static void
put_filter(struct ctx *ctx, struct str result, struct view_map *members)
{
	static const struct { const char *value, *label; } all[] = {
		{ "", N_("All") }, { "open", N_("Not known yet") }, { "success", N_("Success") }, { "failure", N_("Failure") },
	};
	struct view_list *list = view_list_new(ctx->arena);

	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		struct view_map *map = view_map_new(ctx->arena);

		view_map_put_text(map, S("label"), page_text(ctx, all[i].label));
		view_map_put_text(map, S("href"), here(ctx, str_from(all[i].value), NO_STR));
		view_map_put(map, S("is_current"), view_bool(str_same(result, str_from(all[i].value))));
		view_list_add(list, view_map(map));
	}
	view_map_put(members, S("filter"), view_list(list));
	view_map_put(members, S("has_filter"), view_bool(true));
}

/* True: the actor may change it. */
static bool
add_row(struct ctx *ctx, const struct record *record, bool is_now, struct view_list *list)
{
	struct view_map *row = view_map_new(ctx->arena);
	struct shown *customer, *contact, *owner, *when, *result;
	struct view badge;
	bool may_edit = is_now && access_may_on(&ctx->work, record->entity, EDIT, record->owner_id, record->team_id);

	field_view(ctx, record, "customer_id", &customer);
	field_view(ctx, record, "contact_id", &contact);
	field_view(ctx, record, "owner_id", &owner);
	field_view(ctx, record, "happened_at", &when);
	badge = field_view(ctx, record, "result", &result);
	view_map_put_text(row, S("id"), record->id);
	view_map_put_text(row, S("href"), url_query_join(ctx->arena, record_href(&ctx->work, record->entity, record->id, ""), ctx->carried));
	view_map_put_text(row, S("name"), contact->is_empty ? customer->text : contact->text);
	view_map_put_text(row, S("customer"), customer->text);
	view_map_put_text(row, S("customer_href"), customer->href.len && !contact->is_empty ? url_query_join(ctx->arena, customer->href, ctx->carried) : NO_STR);
	view_map_put_text(row, S("owner"), owner->text);
	view_map_put_text(row, S("when"), when->text);
	view_map_put_text(row, S("iso"), when->iso);
	view_map_put_text(row, S("note"), record_value(record, S("note")));
	view_map_put_text(row, S("was"), record_value(record, S("result")));
	if (!result->is_empty)
		view_map_put(row, S("badge"), badge);
	view_map_put(row, S("may_edit"), view_bool(may_edit));
	if (may_edit)
		view_map_put(row, S("results"), results_view(ctx, record_value(record, S("result"))));
	view_list_add(list, view_map(row));
	return may_edit;
}

static void
put_pager(struct ctx *ctx, struct str result, struct str after, struct str last, size_t count, struct view_map *members)
{
	struct view_map *pager = view_map_new(ctx->arena);

	if (!after.len && !last.len)
		return;
	view_map_put_text(pager, S("text"), work_say(&ctx->work, N_("{0} on this page"), str_from_u64(ctx->arena, count), NO_STR));
	if (after.len)
		view_map_put_text(pager, S("previous_href"), here(ctx, result, NO_STR));
	if (last.len)
		view_map_put_text(pager, S("next_href"), here(ctx, result, last));
	view_map_put(members, S("pager"), view_map(pager));
}

static void
put_none(struct ctx *ctx, bool may_add, bool is_part, struct view_map *members)
{
	view_map_put_text(members, S("no_rows_text"), page_text(ctx, is_part ? N_("Nobody here has this result.") :
	                  may_add ? N_("Nobody is in this campaign yet. Add customers by a filter, all at once.") : N_("Nobody is in this campaign yet.")));
}

void
members_put(struct ctx *ctx, const struct record *campaign)
{
	struct str result = page_param(ctx, "result"), after = page_param(ctx, "after"), last = NO_STR;
	struct view_map *members = view_map_new(ctx->arena);
	struct view_list *list = view_list_new(ctx->arena);
	bool is_now = !ctx->work.as_of.data, may_edit = false, is_known = field_choice(entity_field(&campaign_member_entity, S("result")), result) || str_equal(result, S("open"));
	bool may_add = is_now && access_may(&ctx->work, &campaign_member_entity, CREATE) &&
	               access_may_on(&ctx->work, ctx->entity, EDIT, campaign->owner_id, campaign->team_id);
	uint64_t place;
	size_t count = 0;
	struct rows *rows;

	if (!is_known)
		result = NO_STR;
	if (!str_to_u64(after, &place))
		after = NO_STR;
	rows = store_select(&ctx->work, &campaign_member_entity, SQL("c.campaign_id = ? AND c.id < ? AND FIND_IN_SET(COALESCE(c.result, 'open'), ?) ORDER BY c.id DESC LIMIT 51"),
	                    ARGS(ctx->id, after.len ? after : S("18446744073709551615"), result.len ? result : S("open,success,failure")));
	while (count < MEMBER_ROWS && rows_next(rows)) {
		struct record *record = record_new(ctx->arena, &campaign_member_entity);

		record_fill(ctx->arena, record, rows);
		may_edit = add_row(ctx, record, is_now, list) || may_edit;
		last = record->id;
		count++;
	}
	view_map_put(members, S("rows"), view_list(list));
	put_filter(ctx, result, members);
	put_pager(ctx, result, after, rows_count(rows) > MEMBER_ROWS ? last : NO_STR, count, members);
	if (count == 0)
		put_none(ctx, may_add, result.len || after.len, members);
	if (may_add)
		view_map_put_text(members, S("add_href"), record_href(&ctx->work, ctx->entity, ctx->id, "/members/add"));
	if (may_edit) {
		view_map_put_text(members, S("action"), record_href(&ctx->work, ctx->entity, ctx->id, "/members/results"));
		view_map_put_text(members, S("token"), page_token(ctx));
		view_map_put(members, S("results"), results_view(ctx, S("success")));
		view_map_put(members, S("may_remove"), view_bool(access_may(&ctx->work, &campaign_member_entity, REMOVE)));
	}
	page_put(ctx, "members", view_map(members));
}
