/* home_figures.c: the figures of the front page, each counted to a cap, and their tiles. */
#include "customers/customers.h"

#include <stdlib.h>

#include "base/url_query.h"

enum { WON_CAP = 20000 };

static struct str
local_midnight(struct ctx *ctx, struct date day)
{
	return instant_text(ctx->arena, zone_to_utc(ctx->actor.zone, date_to_days(day) * 86400 * INT64_C(1000000)));
}

/* what, a part of it, a currency, how many, their worth. No part walks further than its cap. */
static struct rows *
read_rows(struct ctx *ctx, const struct home *home)
{
	struct date year = date_add_months(home->month, 1 - HOME_MONTHS), tomorrow = date_from_days(date_to_days(home->today) + 1);
	struct str moment = ctx->work.as_of.data ? ctx->work.as_of : instant_text(ctx->arena, ctx->work.now_us);
	struct str month = local_midnight(ctx, home->month);

	return store_query(&ctx->work, SQL(
		"SELECT 'deals' AS what, d.stage_id AS part, d.amount_currency AS currency, COUNT(*) AS count, SUM(d.amount) AS amount"
		" FROM (SELECT o.stage_id, o.amount_currency, o.amount FROM opportunity o WHERE o.outcome = 'open' AND {visible opportunity o} LIMIT 10001) d"
		" GROUP BY d.amount_currency, d.stage_id WITH ROLLUP"
		" UNION ALL SELECT 'won', LEFT(d.closed_on, 7), d.amount_currency, COUNT(*), SUM(d.amount)"
		" FROM (SELECT o.closed_on, o.amount_currency, o.amount FROM opportunity o WHERE o.outcome = 'won' AND o.closed_on >= ? AND o.closed_on <= ?"
		" AND {visible opportunity o} ORDER BY o.closed_on DESC LIMIT 20001) d GROUP BY LEFT(d.closed_on, 7), d.amount_currency"
		" UNION ALL SELECT 'requests', d.status_id, NULL, COUNT(*), NULL"
		" FROM (SELECT r.status_id FROM request r WHERE r.state IN ('unhandled', 'handling') AND {visible request r} LIMIT 10001) d GROUP BY d.status_id"
		" UNION ALL SELECT 'late', NULL, NULL, COUNT(*), NULL"
		" FROM (SELECT 1 FROM request r WHERE r.answered_at IS NULL AND r.due_at <= ? AND {visible request r} LIMIT 10001) d"
		" UNION ALL SELECT 'tasks', NULL, NULL, COUNT(*), NULL"
		" FROM (SELECT 1 FROM task t WHERE t.owner_id = ? AND t.status = 'open' AND t.due_at < ? AND {visible task t} LIMIT 10001) d"
		" UNION ALL SELECT 'customers', d.created_at >= ?, NULL, COUNT(*), NULL"
		" FROM (SELECT c.created_at FROM customer c WHERE c.created_at >= ? AND {visible customer c} ORDER BY c.created_at DESC LIMIT 10001) d GROUP BY 2"
		" UNION ALL SELECT 'leads', d.status, NULL, COUNT(*), NULL"
		" FROM (SELECT l.status FROM lead l WHERE l.status IN ('new', 'contacted', 'qualified') AND {visible lead l} LIMIT 10001) d GROUP BY d.status"
		" UNION ALL SELECT 'campaigns', NULL, NULL, COUNT(*), NULL"
		" FROM (SELECT 1 FROM campaign c WHERE c.status = 'running' AND {visible campaign c} LIMIT 10001) d"),
		ARGS(date_text(ctx->arena, year), date_text(ctx->arena, home->today), moment, ctx->actor.id, local_midnight(ctx, tomorrow),
		     month, local_midnight(ctx, date_add_months(home->month, -1))));
}

static struct home_money *
money_of(struct home *home, struct str currency)
{
	for (size_t i = 0; i < home->money_count; i++)
		if (str_equal(home->money[i].currency, currency))
			return &home->money[i];
	if (!currency.len || home->money_count == HOME_CURRENCIES)
		return NULL;
	home->money[home->money_count].currency = currency;
	return &home->money[home->money_count++];
}

static struct home_part *
part_of(struct home_part *parts, size_t *count, size_t max, struct str id)
{
	for (size_t i = 0; i < *count; i++)
		if (str_equal(parts[i].id, id))
			return &parts[i];
	if (*count == max)
		return NULL;
	parts[*count].id = id;
	return &parts[(*count)++];
}

/* The line without a stage is the sum of its currency. */
static void
take_deals(struct home *home, struct str stage, struct str currency, uint64_t count, struct str amount)
{
	struct home_money *money = money_of(home, currency);
	struct home_part *part = stage.len ? part_of(home->stages, &home->stage_count, HOME_STAGES, stage) : NULL;

	if (money && !stage.len)
		money->open = amount;
	if (!part)
		return;
	home->deals += count;
	part->count += count;
	if (money == &home->money[0])
		part->amount = amount;
}

static void
take_won(struct ctx *ctx, struct home *home, struct str month, struct str currency, uint64_t count, struct str amount)
{
	struct home_money *money = money_of(home, currency);
	struct date day;
	int back;

	if (!date_parse(str_format(ctx->arena, "%.*s-01", STR_ARG(month)), &day))
		return;
	back = (home->month.year - day.year) * 12 + home->month.month - day.month;
	if (back < 0 || back >= HOME_MONTHS)
		return;
	if (money)
		money->months[back] = amount;
	home->won_count += count;
}

static void
take_part(struct home_part *parts, size_t *place, size_t max, struct str id, uint64_t count, uint64_t *sum)
{
	struct home_part *part = part_of(parts, place, max, id);

	if (part)
		part->count = count;
	*sum += count;
}

static void
take_row(struct ctx *ctx, struct home *home, const struct rows *rows)
{
	struct str what = rows_at(rows, 0), part = rows_at(rows, 1), currency = rows_at(rows, 2);
	uint64_t count = 0;

	str_to_u64(rows_at(rows, 3), &count);
	if (str_equal(what, S("deals")))
		take_deals(home, part, currency, count, rows_at(rows, 4));
	else if (str_equal(what, S("won")))
		take_won(ctx, home, part, currency, count, rows_at(rows, 4));
	else if (str_equal(what, S("late")))
		home->late = count;
	else if (str_equal(what, S("tasks")))
		home->tasks = count;
	else if (str_equal(what, S("campaigns")))
		home->campaigns = count;
	else if (str_equal(what, S("customers")))
		*(str_equal(part, S("1")) ? &home->customers : &home->customers_before) = count;
	else if (str_equal(what, S("leads")))
		take_part(home->leads, &home->lead_count, HOME_STATES, part, count, &home->lead_sum);
	else
		take_part(home->states, &home->state_count, HOME_STATES, part, count, &home->requests);
}

void
home_read(struct ctx *ctx, struct home *home)
{
	struct rows *rows = read_rows(ctx, home);

	money_of(home, page_setting(ctx, "currency", "CNY"));
	while (rows_next(rows))
		take_row(ctx, home, rows);
	home->months_told = HOME_MONTHS;
	/* Of the oldest month that was reached a part is missing. */
	for (size_t i = HOME_MONTHS; home->won_count > WON_CAP && home->months_told == HOME_MONTHS && i-- > 0;)
		for (size_t k = 0; k < home->money_count; k++)
			if (home->money[k].months[i].len)
				home->months_told = i;
}

struct str
home_number(struct ctx *ctx, uint64_t number)
{
	struct str text = number_grouped(ctx->arena, str_from_u64(ctx->arena, number > HOME_CAP ? HOME_CAP : number));

	return number > HOME_CAP ? str_join(ctx->arena, text, S("+")) : text;
}

struct str
home_href(struct ctx *ctx, const char *path)
{
	return url_query_join(ctx->arena, str_from(path), ctx->carried);
}

static struct view_map *
tile_add(struct ctx *ctx, struct view_list *tiles, const char *label, struct str value, struct str note, struct str path)
{
	struct view_map *tile = view_map_new(ctx->arena);

	view_map_put_text(tile, S("label"), page_text(ctx, label));
	view_map_put_text(tile, S("value"), value);
	view_map_put_text(tile, S("value_full"), value);
	view_map_put_text(tile, S("delta_note"), note);
	view_map_put_text(tile, S("href"), url_query_join(ctx->arena, path, ctx->carried));
	view_list_add(tiles, view_map(tile));
	return tile;
}

/* Sums of the other currencies; they are never added to the main one. month: HOME_MONTHS for what is open. */
static struct str
other_money(struct ctx *ctx, const struct home *home, size_t month)
{
	struct buf text;

	buf_init(&text, ctx->arena, 400);
	for (size_t i = 1; i < home->money_count; i++) {
		struct str amount = month == HOME_MONTHS ? home->money[i].open : home->money[i].months[month];

		if (!amount.len)
			continue;
		buf_add_text(&text, " + ");
		buf_add(&text, money_short(&ctx->work, amount, home->money[i].currency));
	}
	return buf_str(&text);
}

static void
add_deals(struct ctx *ctx, const struct home *home, struct view_list *tiles)
{
	const struct home_money *main_one = &home->money[0];
	struct str day = date_text(ctx->arena, home->today), month = date_text(ctx->arena, home->month), number = home_number(ctx, home->deals);
	struct str others = str_trim(other_money(ctx, home, 0));
	bool is_capped = home->deals > HOME_CAP;
	struct chart_point points[HOME_MONTHS];
	struct chart spark = { .points = points, .count = home->months_told };
	struct view_map *tile;

	if (!home->has_deals)
		return;
	tile = tile_add(ctx, tiles, N_("Open pipeline"), is_capped ? number : money_short(&ctx->work, main_one->open, main_one->currency),
	                work_say(&ctx->work, N_("{0} opportunities{1}"), number, is_capped ? S("") : other_money(ctx, home, HOME_MONTHS)),
	                S("/opportunities?f.outcome.is=open"));
	view_map_put_text(tile, S("value_full"), is_capped ? number : main_one->open);
	tile = tile_add(ctx, tiles, N_("Won this month"), money_short(&ctx->work, main_one->months[0], main_one->currency),
	                str_format(ctx->arena, "%.*s%s%.*s", STR_ARG(others), others.len ? " · " : "", STR_ARG(
	                work_say(&ctx->work, N_("last month {0}"), money_short(&ctx->work, main_one->months[1], main_one->currency), NO_STR))),
	                str_format(ctx->arena, "/opportunities?f.closed_on.from=%.*s&f.closed_on.to=%.*s&f.outcome.is=won", STR_ARG(month), STR_ARG(day)));
	view_map_put_text(tile, S("value_full"), main_one->months[0]);
	for (size_t i = 0; i < home->months_told; i++)
		points[home->months_told - 1 - i] = (struct chart_point){ .value = strtod(str_terminated(ctx->arena, main_one->months[i]), NULL) };
	view_map_put(tile, S("spark"), chart_spark(ctx->arena, &spark));
}

static void
add_requests(struct ctx *ctx, const struct home *home, struct view_list *tiles)
{
	struct view_map *tile;

	if (!home->has_requests)
		return;
	tile = tile_add(ctx, tiles, N_("Open requests"), home_number(ctx, home->requests), home->late ? page_text(ctx, N_("without a first answer")) : page_text(ctx, N_("none is late")),
	                S("/requests?f.state.not=handled"));
	view_map_put_text(tile, S("delta_text"), home->late ? work_say(&ctx->work, N_("{0} late"), home_number(ctx, home->late), NO_STR) : S(""));
	view_map_put_text(tile, S("delta_tint"), S("bad"));
	view_map_put_text(tile, S("delta_href"), home_href(ctx, "/requests?f.due_at.to=now&f.answered_at.blank=1&sort=due_at"));
}

static void
add_marketing(struct ctx *ctx, const struct home *home, struct view_list *tiles)
{
	uint64_t fresh = 0;

	for (size_t i = 0; i < home->lead_count; i++)
		if (str_equal(home->leads[i].id, S("new")))
			fresh = home->leads[i].count;
	if (home->has_leads)
		tile_add(ctx, tiles, N_("New leads"), home_number(ctx, fresh), page_text(ctx, N_("nobody has contacted them yet")), S("/leads?f.status.is=new"));
	if (home->has_campaigns)
		tile_add(ctx, tiles, N_("Running campaigns"), home_number(ctx, home->campaigns), page_text(ctx, N_("right now")), S("/campaigns?f.status.is=running"));
}

static void
add_common(struct ctx *ctx, const struct home *home, struct view_list *tiles)
{
	if (home->has_tasks)
		tile_add(ctx, tiles, N_("Tasks due"), home_number(ctx, home->tasks), page_text(ctx, N_("mine, today or earlier")),
		         S("/tasks?f.due_at.to=today&f.status.is=open&f.owner_id.is=me"));
	if (home->has_customers)
		tile_add(ctx, tiles, N_("New customers"), home_number(ctx, home->customers),
		         work_say(&ctx->work, N_("this month, last month {0}"), home_number(ctx, home->customers_before), NO_STR),
		         str_format(ctx->arena, "/customers?f.created_at.from=%.*s", STR_ARG(date_text(ctx->arena, home->month))));
}

void
home_put_tiles(struct ctx *ctx, const struct home *home)
{
	struct view_list *tiles = view_list_new(ctx->arena);

	if (home->lead == HOME_SERVICE)
		add_requests(ctx, home, tiles);
	if (home->lead == HOME_MARKETING)
		add_marketing(ctx, home, tiles);
	add_deals(ctx, home, tiles);
	if (home->lead != HOME_SERVICE)
		add_requests(ctx, home, tiles);
	add_common(ctx, home, tiles);
	if (home->lead != HOME_MARKETING)
		add_marketing(ctx, home, tiles);
	page_put(ctx, "tiles", view_list(tiles));
	page_put(ctx, "has_tiles", view_bool(view_list_count(tiles) > 0));
}
