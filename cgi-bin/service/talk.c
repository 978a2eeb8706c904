/* talk.c: the conversation of a request: the customer's words, answers, notes, and each step of its state in between. */
#include "service/service.h"

#include "base/url_query.h"

/* Columns of the conversation's statement. */
enum column { PLACE, ID, AT, KIND, BODY, WHO, ROLE, STATUS, STATUS_WAS, OWNER, OWNER_WAS };

struct talk {
	struct ctx *ctx;
	const struct record *record;
	struct view_list *items;
	size_t messages, notes;
	bool is_newest_first;
};

/* Comments, and the versions of the request in which its state or owner is another than before: newest first. */
static struct rows *
read_talk(struct ctx *ctx, struct str id)
{
	struct str as_of = ctx->work.as_of, before = page_param(ctx, "before");
	int64_t us;

	return store_query(&ctx->work, SQL(
		"SELECT * FROM ("
		"SELECT 0 place, m.id, m.created_at at, m.kind, m.body, u.name who, {title role r} role,"
		" NULL status, NULL status_was, NULL owner, NULL owner_was"
		" FROM request c JOIN request_comment m ON m.request_id = c.id LEFT JOIN user u ON u.id = m.author_id"
		" LEFT JOIN role r ON r.id = u.role_id WHERE c.id = ? AND {visible request c}"
		" UNION ALL "
		"SELECT 1, s.version, s.at, NULL, NULL, u.name, NULL, {title request_status n}, {title request_status w}, o.name, p.name"
		" FROM request c JOIN (SELECT v.id, v.version, CAST(v.row_start AS DATETIME(6)) at, v.status_id, v.owner_id,"
		" LAG(v.status_id) OVER (ORDER BY v.row_start) status_was, LAG(v.owner_id) OVER (ORDER BY v.row_start) owner_was,"
		" ROW_NUMBER() OVER (ORDER BY v.row_start) number"
		" FROM request FOR SYSTEM_TIME ALL v WHERE v.id = ? AND v.row_start <= ?) s ON s.id = c.id"
		" LEFT JOIN `change` h ON h.at = s.at LEFT JOIN user u ON u.id = h.actor_id"
		" LEFT JOIN request_status n ON n.id = s.status_id AND s.status_id <> s.status_was"
		" LEFT JOIN request_status w ON w.id = s.status_was AND s.status_id <> s.status_was"
		" LEFT JOIN user o ON o.id = s.owner_id AND NOT s.owner_id <=> s.owner_was"
		" LEFT JOIN user p ON p.id = s.owner_was AND NOT s.owner_id <=> s.owner_was"
		" WHERE c.id = ? AND {visible request c} AND s.number > 1 AND (s.status_id <> s.status_was OR NOT s.owner_id <=> s.owner_was)"
		") t WHERE t.at < ? ORDER BY t.at DESC, t.place DESC, t.id DESC LIMIT 401"),
		ARGS(id, id, as_of.data ? as_of : S("2038-01-01 00:00:00"), id,
		     before.data && instant_parse(before, 0, &us) ? instant_text(ctx->arena, us) : S("9999-12-31 00:00:00")));
}

static struct view_map *
add_item(struct talk *talk, struct str id, struct str at)
{
	struct ctx *ctx = talk->ctx;
	struct view_map *map = view_map_new(ctx->arena);
	int64_t us = 0;

	instant_parse(at, 0, &us);
	view_map_put_text(map, S("id"), id);
	view_map_put_text(map, S("when"), work_local_time(&ctx->work, at));
	view_map_put_text(map, S("iso"), instant_text_iso(ctx->arena, us));
	view_map_put(map, S("is_system"), view_bool(false));
	view_map_put(map, S("is_internal"), view_bool(false));
	view_list_add(talk->items, view_map(map));
	return map;
}

static void
put_speaker(struct talk *talk, struct view_map *map, struct str who, struct str role, struct str body)
{
	view_map_put_text(map, S("who"), who);
	view_map_put_text(map, S("role"), role);
	view_map_put_text(map, S("initials"), name_initials(talk->ctx->arena, who));
	view_map_put_text(map, S("tint"), name_tint(who));
	view_map_put_text(map, S("body"), body);
	talk->messages++;
}

static struct str
label_of(const struct record *record, const char *name)
{
	return record->labels[entity_field(record->entity, str_from(name)) - record->entity->fields];
}

/* Who speaks for the customer: the contact, or the customer itself. */
static void
put_customer(struct talk *talk, struct view_map *map, struct str body)
{
	struct str contact = label_of(talk->record, "contact_id");

	put_speaker(talk, map, contact.len ? contact : label_of(talk->record, "customer_id"), page_text(talk->ctx, N_("Customer")), body);
}

static void
add_comment(struct talk *talk, struct rows *rows, size_t row)
{
	struct ctx *ctx = talk->ctx;
	struct str kind = rows_cell(rows, row, KIND), body = rows_cell(rows, row, BODY), who = rows_cell(rows, row, WHO);
	struct view_map *map = add_item(talk, str_format(ctx->arena, "comment-%.*s", STR_ARG(rows_cell(rows, row, ID))), rows_cell(rows, row, AT));

	if (str_equal(kind, S("customer"))) {
		put_customer(talk, map, body);
		return;
	}
	put_speaker(talk, map, who.len ? who : page_text(ctx, N_("System")), rows_cell(rows, row, ROLE), body);
	if (str_equal(kind, S("internal"))) {
		view_map_put(map, S("is_internal"), view_bool(true));
		talk->notes++;
	}
}

static void
add_step(struct talk *talk, struct rows *rows, size_t row, const char *text, struct str was, struct str is)
{
	struct ctx *ctx = talk->ctx;
	struct view_map *map = add_item(talk, NO_STR, rows_cell(rows, row, AT));
	struct str who = rows_cell(rows, row, WHO), nothing = S("—");

	view_map_put(map, S("is_system"), view_bool(true));
	view_map_put_text(map, S("who"), who.len ? who : page_text(ctx, N_("System")));
	view_map_put_text(map, S("body"), work_say(&ctx->work, text, was.len ? was : nothing, is.len ? is : nothing));
}

static void
add_row(struct talk *talk, struct rows *rows, size_t row)
{
	struct str status = rows_cell(rows, row, STATUS), owner = rows_cell(rows, row, OWNER), owner_was = rows_cell(rows, row, OWNER_WAS);

	if (str_equal(rows_cell(rows, row, PLACE), S("0"))) {
		add_comment(talk, rows, row);
		return;
	}
	if (status.data)
		add_step(talk, rows, row, N_("State: {0} → {1}"), rows_cell(rows, row, STATUS_WAS), status);
	if (owner.data || owner_was.data)
		add_step(talk, rows, row, N_("Owner: {0} → {1}"), owner_was, owner);
}

/* What the customer came with. */
static void
add_opening(struct talk *talk)
{
	struct str content = record_value(talk->record, S("content"));

	put_customer(talk, add_item(talk, S("opening"), record_value(talk->record, S("opened_at"))),
	             content.len ? content : record_title(&talk->ctx->work, talk->record));
}

static void
put_order(struct talk *talk, struct view_map *map)
{
	struct ctx *ctx = talk->ctx;
	struct str path = record_href(&ctx->work, &request_entity, talk->record->id, "");
	const struct { const char *label, *query; bool is_current; } orders[] = {
		{ N_("Oldest first"), "", !talk->is_newest_first }, { N_("Newest first"), "?order=newest", talk->is_newest_first },
	};
	struct view_list *list = view_list_new(ctx->arena);

	for (size_t i = 0; i < 2; i++) {
		struct view_map *order = view_map_new(ctx->arena);

		view_map_put_text(order, S("label"), page_text(ctx, orders[i].label));
		view_map_put_text(order, S("href"), url_query_join(ctx->arena, str_join(ctx->arena, path, str_from(orders[i].query)), ctx->carried));
		view_map_put(order, S("is_current"), view_bool(orders[i].is_current));
		view_list_add(list, view_map(order));
	}
	view_map_put(map, S("has_order"), view_bool(true));
	view_map_put(map, S("order"), view_list(list));
}

static void
put_older(struct talk *talk, struct view_map *map, struct str at)
{
	struct ctx *ctx = talk->ctx;
	struct url_query url;

	url_query_start(&url, ctx->arena, record_href(&ctx->work, &request_entity, talk->record->id, ""));
	if (talk->is_newest_first)
		url_query_add(&url, S("order"), S("newest"));
	url_query_add(&url, S("before"), at);
	view_map_put_text(map, talk->is_newest_first ? S("older_below") : S("older_above"), url_query_end(&url, ctx->carried));
}

/* So many rows of one page: what happened at one moment is not torn apart, because the next page begins before it. */
static size_t
whole_moments(struct rows *rows)
{
	size_t shown = rows_count(rows);

	if (shown <= TALK_ROWS)
		return shown;
	for (shown = TALK_ROWS; shown > 1 && str_equal(rows_cell(rows, shown - 1, AT), rows_cell(rows, shown, AT)); shown--)
		;
	return shown;
}

void
talk_put(struct ctx *ctx, const struct record *record)
{
	struct talk talk = { .ctx = ctx, .record = record, .items = view_list_new(ctx->arena),
	                     .is_newest_first = str_equal(page_param(ctx, "order"), S("newest")) };
	struct rows *rows = read_talk(ctx, record->id);
	size_t count = rows_count(rows), shown = whole_moments(rows);
	struct view_map *map = view_map_new(ctx->arena);

	if (!talk.is_newest_first && shown == count)
		add_opening(&talk);
	for (size_t i = 0; i < shown; i++)
		add_row(&talk, rows, talk.is_newest_first ? i : shown - 1 - i);
	if (talk.is_newest_first && shown == count)
		add_opening(&talk);
	view_map_put(map, S("items"), view_list(talk.items));
	view_map_put_text(map, S("count_text"), work_say(&ctx->work, talk.notes ? N_("Messages: {0}, {1} of them internal") : N_("Messages: {0}"),
	                  str_from_u64(ctx->arena, talk.messages), str_from_u64(ctx->arena, talk.notes)));
	if (talk.messages > 1)
		put_order(&talk, map);
	if (shown < count)
		put_older(&talk, map, rows_cell(rows, shown - 1, AT));
	page_put(ctx, "talk", view_map(map));
}
