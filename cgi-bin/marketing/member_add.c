/* member_add.c: puts customers into a campaign: some that are ticked, or all that a filter finds. */
#include "marketing/marketing.h"

#include <stdlib.h>


/* So many at once: they fit into one change, and hold the clock only briefly. */
enum { ADD_MAX = 2000, CHOOSE_ROWS = 20 };

static struct str
cell(const struct rows *rows, size_t row, const char *name)
{
	return rows_cell(rows, row, rows_column(rows, str_from(name)));
}

/* The campaign, when the actor may change it, and which of the customers shown are in it. */
static struct rows *
read_campaign(struct ctx *ctx, const struct rows *customers, size_t count)
{
	struct str ids[CHOOSE_ROWS];

	for (size_t i = 0; i < CHOOSE_ROWS; i++)
		ids[i] = i < count ? rows_cell(customers, i, 0) : S("0");
	return store_query(&ctx->work, SQL(
		"SELECT c.name, c.owner_id, c.team_id, m.customer_id FROM campaign c LEFT JOIN campaign_member m ON m.campaign_id = c.id"
		" AND m.customer_id IN (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) WHERE c.id = ? AND {visible campaign c}"),
		ARGS(ids[0], ids[1], ids[2], ids[3], ids[4], ids[5], ids[6], ids[7], ids[8], ids[9], ids[10], ids[11], ids[12], ids[13], ids[14],
		     ids[15], ids[16], ids[17], ids[18], ids[19], ctx->id));
}

static struct str
shown_of(struct ctx *ctx, const struct rows *rows, size_t row, const char *name)
{
	const struct field *field = entity_field(&customer_entity, str_from(name));
	struct str label = field->kind == REF ? cell(rows, row, str_format(ctx->arena, "%s__label", name).data) : NO_STR;
	struct shown shown;

	kind_show(&ctx->work, field, cell(rows, row, name), label, &shown);
	return shown.text;
}

static void
put_rows(struct ctx *ctx, const struct rows *customers, size_t count, const struct rows *taken)
{
	struct view_list *list = view_list_new(ctx->arena);

	for (size_t i = 0; i < count; i++) {
		struct view_map *row = view_map_new(ctx->arena);
		struct str id = rows_cell(customers, i, 0);
		bool is_member = false;

		for (size_t k = 0; k < rows_count(taken); k++)
			is_member = is_member || str_equal(rows_cell(taken, k, 3), id);
		view_map_put_text(row, S("id"), id);
		view_map_put_text(row, S("href"), record_href(&ctx->work, &customer_entity, id, ""));
		view_map_put_text(row, S("name"), cell(customers, i, "name"));
		view_map_put_text(row, S("level"), shown_of(ctx, customers, i, "level"));
		view_map_put_text(row, S("stage"), shown_of(ctx, customers, i, "stage"));
		view_map_put_text(row, S("owner"), shown_of(ctx, customers, i, "owner_id"));
		view_map_put(row, S("is_member"), view_bool(is_member));
		view_list_add(list, view_map(row));
	}
	page_put(ctx, "rows", view_list(list));
}

static void
read_query(struct ctx *ctx, struct input_source source, struct list_query *query)
{
	list_query_read(&ctx->work, &customer_entity, source, query);
	query->path = record_href(&ctx->work, ctx->entity, ctx->id, "/members/add");
	query->sort = NULL;
	query->is_descending = true;
	query->cursor = NO_STR;
	query->is_backward = false;
	query->carried = ctx->carried;
}

/* What the filter says, to be sent along with what is chosen. */
static void
put_sent(struct ctx *ctx, const struct list_query *query)
{
	struct view_list *list = view_list_new(ctx->arena);

	for (size_t i = 0; i <= query->filters.count; i++) {
		bool is_text = i == query->filters.count;
		struct view_map *map = view_map_new(ctx->arena);

		if (is_text && !query->q.len)
			break;
		view_map_put_text(map, S("name"), is_text ? S("q") : query->filters.filters[i].param);
		view_map_put_text(map, S("value"), is_text ? query->q : query->filters.filters[i].typed);
		view_list_add(list, view_map(map));
	}
	page_put(ctx, "sent", view_list(list));
}

static void
put_found(struct ctx *ctx, size_t found)
{
	struct view_map *all = view_map_new(ctx->arena);
	struct str number = number_grouped(ctx->arena, str_from_u64(ctx->arena, found > ADD_MAX ? ADD_MAX : found));

	if (found == 0) {
		view_map_put_text(all, S("text"), page_text(ctx, N_("No customer matches. Fewer filters find more.")));
		page_put(ctx, "no_rows", view_map(all));
	} else if (found > ADD_MAX) {
		page_put_text(ctx, "count_text", work_say(&ctx->work, N_("More than {0} match"), number, NO_STR));
		page_put_text(ctx, "too_many", work_say(&ctx->work, N_("Up to {0} can be added at once. Narrow the filters to add all that match."), number, NO_STR));
	} else {
		page_put_text(ctx, "count_text", work_say(&ctx->work, N_("{0} match"), number, NO_STR));
		view_map_put_text(all, S("label"), work_say(&ctx->work, N_("Add all {0}"), number, NO_STR));
		page_put(ctx, "all", view_map(all));
	}
	if (found > CHOOSE_ROWS)
		page_put_text(ctx, "more_text", work_say(&ctx->work, N_("These are the newest {0} of them."), str_from_u64(ctx->arena, CHOOSE_ROWS), NO_STR));
}

static enum status
choose_page(struct ctx *ctx, struct input_source source, struct str problem)
{
	struct list_query query;
	struct rows *customers, *campaign;
	struct view_list *crumbs = view_list_new(ctx->arena);
	size_t found, shown;

	read_query(ctx, source, &query);
	customers = list_rows(&ctx->work, &query, LISTED | FILTERED, ADD_MAX);
	found = rows_count(customers);
	shown = found < CHOOSE_ROWS ? found : CHOOSE_ROWS;
	campaign = read_campaign(ctx, customers, shown);
	if (rows_count(campaign) == 0 || !access_may_on(&ctx->work, ctx->entity, EDIT, rows_cell(campaign, 0, 1), rows_cell(campaign, 0, 2)))
		return page_missing(ctx);
	for (int i = 0; i < 2; i++) {
		struct view_map *crumb = view_map_new(ctx->arena);

		view_map_put_text(crumb, S("label"), i ? rows_cell(campaign, 0, 0) : page_text(ctx, ctx->entity->label_plural));
		view_map_put_text(crumb, S("href"), i ? record_href(&ctx->work, ctx->entity, ctx->id, "") : str_from(ctx->entity->path));
		view_list_add(crumbs, view_map(crumb));
	}
	page_put(ctx, "crumbs", view_list(crumbs));
	page_put_text(ctx, "title", page_text(ctx, N_("Add members")));
	list_filters_view(&ctx->work, &query, ctx->page);
	page_put(ctx, "has_filters", view_bool(true));
	page_put_text(ctx, "filter_action", query.path);
	page_put_text(ctx, "q", query.q);
	put_sent(ctx, &query);
	put_rows(ctx, customers, shown, campaign);
	put_found(ctx, found);
	page_put_text(ctx, "action", query.path);
	page_put_text(ctx, "token", page_token(ctx));
	page_put_text(ctx, "cancel_href", record_href(&ctx->work, ctx->entity, ctx->id, ""));
	page_put_text(ctx, "problem", problem);
	page_show(ctx, "marketing/members_add");
	return problem.data ? STATUS_PROBLEMS : STATUS_OK;
}

enum status
member_choose(struct ctx *ctx)
{
	return choose_page(ctx, page_params(ctx), NO_STR);
}

static enum status
refused(struct ctx *ctx, struct str problem)
{
	/* The clock is given back first: what follows may be slow. */
	change_abandon(&ctx->work);
	return choose_page(ctx, page_form(ctx), problem);
}

static int
compare_ids(const void *a, const void *b)
{
	uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;

	return left < right ? -1 : left > right;
}

struct batch {
	struct input *inputs[ADD_MAX];
	size_t count, already;         /* already: who were asked for and are in it */
	uint64_t *taken;               /* customers who are in it, in order */
	size_t taken_count;
};

static void
read_taken(struct ctx *ctx, struct batch *batch)
{
	struct rows *rows = campaign_customers(&ctx->work, ctx->id);

	batch->taken = ARENA_ARRAY(ctx->arena, uint64_t, rows_count(rows) + 1);
	while (rows_next(rows))
		if (str_to_u64(rows_at(rows, 0), &batch->taken[batch->taken_count]))
			batch->taken_count++;
}

/* Whoever looks after the customer looks after their part in the campaign. */
static void
batch_add(struct ctx *ctx, struct batch *batch, struct str customer, struct str owner, struct str team)
{
	struct input *input;
	uint64_t id = 0;

	if (!str_to_u64(customer, &id) || batch->count == ADD_MAX)
		return;
	if (bsearch(&id, batch->taken, batch->taken_count, sizeof id, compare_ids)) {
		batch->already++;
		return;
	}
	for (size_t i = 0; batch->count <= CHOOSE_ROWS && i < batch->count; i++)
		if (str_equal(input_get(batch->inputs[i], S("customer_id")), customer))
			return;
	input = input_new(&ctx->work, &campaign_member_entity, NO_STR);
	input_set(input, S("campaign_id"), ctx->id);
	input_set(input, S("customer_id"), customer);
	input_set(input, S("owner_id"), owner);
	input_set(input, S("team_id"), team);
	batch->inputs[batch->count++] = input;
}

/* The ticked customers; false: one of them is none that the actor may see. */
static bool
take_ticked(struct ctx *ctx, struct batch *batch)
{
	struct input_source form = page_form(ctx);
	struct str id;

	for (size_t n = 0; n < CHOOSE_ROWS && (id = form.nth(form.data, S("id"), n)).data; n++) {
		struct record *customer = store_read(&ctx->work, &customer_entity, id, VIEW);

		if (!customer)
			return false;
		batch_add(ctx, batch, customer->id, customer->owner_id, customer->team_id);
	}
	return true;
}

enum status
member_add(struct ctx *ctx)
{
	struct batch *batch = ARENA_NEW(ctx->arena, struct batch);
	struct list_query query;
	struct rows *rows;

	if (!access_may(&ctx->work, &campaign_member_entity, CREATE) || !store_read(&ctx->work, ctx->entity, ctx->id, EDIT))
		return page_missing(ctx);
	read_taken(ctx, batch);
	if (!page_field(ctx, "all").data) {
		if (!page_field(ctx, "id").data)
			return refused(ctx, page_text(ctx, N_("Nobody is selected. Tick the rows first.")));
		if (!take_ticked(ctx, batch))
			return page_missing(ctx);
	} else {
		read_query(ctx, page_form(ctx), &query);
		rows = list_rows(&ctx->work, &query, LISTED | FILTERED, ADD_MAX);
		if (rows_count(rows) > ADD_MAX)
			return refused(ctx, page_text(ctx, N_("Too many match by now. Narrow the filters.")));
		for (size_t i = 0; i < rows_count(rows); i++)
			batch_add(ctx, batch, rows_cell(rows, i, 0), cell(rows, i, "owner_id"), cell(rows, i, "team_id"));
	}
	if (!store_add_many(&ctx->work, batch->inputs, batch->count))
		return page_problems(ctx, batch->inputs[0]);
	return page_redirect(ctx, record_href(&ctx->work, ctx->entity, ctx->id, batch->count ?
	                     str_format(ctx->arena, "?done=added&added=%zu&already=%zu#members", batch->count, batch->already).data : "?done=all_in#members"));
}
