/* plan.c: maintenance in the order in which it is to be done, how that order comes about, and whether the hours suffice. */
#include "admin/admin.h"

#include "base/url_query.h"
#include "entities/maintenance.h"

enum { WEEKS = 8, DAYS_OF_WEEK = 7 };

/* Columns of the list. */
enum { ID, TITLE, KIND, STATUS, URGENCY, IMPACT, COMPLEXITY, WEIGHTED, BY_EFFORT, HOURS, PEOPLE, PLANNED_ON, OWNER, COLUMNS };

static struct rows *
read_items(struct ctx *ctx)
{
	return store_query(&ctx->work, SQL(
		"SELECT m.id, m.title, m.kind, m.status, m.urgency, m.impact, m.complexity, " MAINTENANCE_WEIGHTED("m") " weighted,"
		" " MAINTENANCE_BY_EFFORT("m") " by_effort, m.hours_planned, m.people_planned, m.planned_on, u.name"
		" FROM maintenance_item m LEFT JOIN user u ON u.id = m.owner_id WHERE m.status IN ('open', 'planned', 'doing') AND {visible maintenance_item m}"
		" ORDER BY CASE (SELECT r.formula FROM maintenance_rule r WHERE r.id = 1) WHEN 'effort' THEN by_effort ELSE weighted END DESC, weighted DESC, m.id"
		" LIMIT 300"), NO_ARGS);
}

static struct str
weight(const struct record *rule, const char *field)
{
	struct str text = record_value(rule, str_from(field));

	/* "1.00" -> "1": a person reads the formula. */
	if (str_find_char(text, '.') >= 0)
		while (text.len && (text.data[text.len - 1] == '0' || text.data[text.len - 1] == '.')) {
			bool is_point = text.data[text.len - 1] == '.';

			text.len--;
			if (is_point)
				break;
		}
	return text;
}

static void
put_rule(struct ctx *ctx, const struct record *rule)
{
	struct view_map *map = view_map_new(ctx->arena);
	bool is_weighted = !str_equal(record_value(rule, S("formula")), S("effort"));

	view_map_put_text(map, S("weighted"), str_format(ctx->arena, "%.*s × %.*s + %.*s × %.*s + %.*s × %.*s",
	                  STR_ARG(weight(rule, "urgency_weight")), STR_ARG(page_text(ctx, N_("Urgency"))),
	                  STR_ARG(weight(rule, "impact_weight")), STR_ARG(page_text(ctx, N_("Impact"))),
	                  STR_ARG(weight(rule, "complexity_weight")), STR_ARG(page_text(ctx, N_("Complexity")))));
	view_map_put(map, S("is_weighted"), view_bool(is_weighted));
	if (!ctx->work.as_of.data && access_may(&ctx->work, &maintenance_rule_entity, EDIT))
		view_map_put_text(map, S("href"), record_href(&ctx->work, &maintenance_rule_entity, rule->id, "/edit"));
	view_map_put_text(map, S("history_href"), url_query_join(ctx->arena, record_href(&ctx->work, &maintenance_rule_entity, rule->id, "/history"), ctx->carried));
	page_put(ctx, "rule", view_map(map));
}

static struct str
label_of(struct ctx *ctx, const struct choice *choices, struct str value, struct str *tint)
{
	for (; choices->value; choices++)
		if (str_equal_text(value, choices->value)) {
			*tint = str_from(choices->tint);
			return page_text(ctx, choices->label);
		}
	*tint = S("neu");
	return value;
}

static void
put_items(struct ctx *ctx, const struct rows *rows)
{
	static const char *const names[COLUMNS] = { [TITLE] = "title", [URGENCY] = "urgency", [IMPACT] = "impact", [COMPLEXITY] = "complexity",
	                                            [WEIGHTED] = "weighted", [BY_EFFORT] = "by_effort", [HOURS] = "hours", [PEOPLE] = "people",
	                                            [PLANNED_ON] = "planned_on", [OWNER] = "owner" };
	struct view_list *list = view_list_new(ctx->arena);

	for (size_t i = 0; i < rows_count(rows); i++) {
		struct view_map *map = view_map_new(ctx->arena);
		struct str tint;

		for (size_t column = 0; column < COLUMNS; column++)
			if (names[column])
				view_map_put_text(map, str_from(names[column]), rows_cell(rows, i, column));
		view_map_put(map, S("place"), view_number(ctx->arena, i + 1));
		view_map_put_text(map, S("href"), url_query_join(ctx->arena, record_href(&ctx->work, &maintenance_item_entity, rows_cell(rows, i, ID), ""), ctx->carried));
		view_map_put_text(map, S("kind"), label_of(ctx, maintenance_kinds, rows_cell(rows, i, KIND), &tint));
		view_map_put_text(map, S("kind_tint"), tint);
		view_map_put_text(map, S("status"), label_of(ctx, maintenance_states, rows_cell(rows, i, STATUS), &tint));
		view_map_put_text(map, S("status_tint"), tint);
		view_list_add(list, view_map(map));
	}
	page_put(ctx, "items", view_list(list));
	page_put(ctx, "has_items", view_bool(rows_count(rows) > 0));
}

/* --- hours ------------------------------------------------------------------- */

/* Tenths of an hour. */
static uint64_t
tenths(struct str hours)
{
	struct str whole = NO_STR;
	uint64_t number = 0;

	if (!hours.data)
		return 0;
	str_cut(&hours, '.', &whole);
	str_to_u64(whole, &number);
	return number * 10 + (hours.len ? (uint64_t)(hours.data[0] - '0') : 0);
}

static struct str
hours_text(struct ctx *ctx, uint64_t amount)
{
	return amount % 10 ? str_format(ctx->arena, "%llu.%llu", (unsigned long long)amount / 10, (unsigned long long)amount % 10) : str_from_u64(ctx->arena, amount / 10);
}

static int64_t
this_monday(struct ctx *ctx)
{
	struct date today = work_today(&ctx->work);
	int64_t days;

	if (ctx->work.as_of.data)
		date_parse(str_slice(work_local_time(&ctx->work, ctx->work.as_of), 0, 10), &today);
	days = date_to_days(today);
	return days - (date_weekday(days) + 6) % DAYS_OF_WEEK;
}

/* What is late is still to be done, and so belongs to this week. */
static void
put_capacity(struct ctx *ctx, const struct rows *rows, const struct record *rule)
{
	uint64_t hours[WEEKS] = { 0 }, available = tenths(record_value(rule, S("hours_per_week"))), unplaced = 0, over = 0;
	int64_t monday = this_monday(ctx);
	struct chart_point points[WEEKS];
	struct chart chart = { .title = page_text(ctx, N_("Hours planned in a week")), .label_head = page_text(ctx, N_("Week from")),
	                       .value_head = page_text(ctx, N_("Hours planned")), .target_head = page_text(ctx, N_("Hours available")),
	                       .points = points, .count = WEEKS, .width = 620 };

	for (size_t i = 0; i < rows_count(rows); i++) {
		struct date day;
		int64_t week;

		if (!rows_cell(rows, i, PLANNED_ON).len || !date_parse(rows_cell(rows, i, PLANNED_ON), &day)) {
			unplaced += tenths(rows_cell(rows, i, HOURS));
			continue;
		}
		week = date_to_days(day) < monday ? 0 : (date_to_days(day) - monday) / DAYS_OF_WEEK;
		if (week < WEEKS)
			hours[week] += tenths(rows_cell(rows, i, HOURS));
	}
	for (size_t week = 0; week < WEEKS; week++) {
		struct str day = date_text(ctx->arena, date_from_days(monday + (int64_t)week * DAYS_OF_WEEK));

		over += hours[week] > available;
		points[week] = (struct chart_point){ .label = str_slice(day, 5, 10), .value = (double)hours[week] / 10, .shown = hours_text(ctx, hours[week]),
		                                     .target = (double)available / 10, .target_shown = hours_text(ctx, available) };
	}
	chart.text = over ? work_say(&ctx->work, N_("In {0} of the next 8 weeks more is planned than there are hours for."), str_from_u64(ctx->arena, over), NO_STR) :
	                    page_text(ctx, N_("In the next 8 weeks no more is planned than there are hours for."));
	page_put(ctx, "capacity", chart_bars(ctx->arena, &chart));
	page_put_text(ctx, "capacity_text", chart.text);
	if (unplaced)
		page_put_text(ctx, "unplaced_text", work_say(&ctx->work, N_("{0} hours have no day yet."), hours_text(ctx, unplaced), NO_STR));
}

enum status
maintenance_plan(struct ctx *ctx)
{
	struct record *rule = store_read(&ctx->work, &maintenance_rule_entity, S("1"), VIEW);
	struct rows *rows = read_items(ctx);

	page_put_text(ctx, "title", page_text(ctx, N_("Maintenance plan")));
	page_put_text(ctx, "count_text", work_say(&ctx->work, N_("{0} to be done"), str_from_u64(ctx->arena, rows_count(rows)), NO_STR));
	page_put_text(ctx, "list_href", url_query_join(ctx->arena, str_from(maintenance_item_entity.path), ctx->carried));
	put_items(ctx, rows);
	/* Not to be seen by this role, or not there at that moment. */
	if (rule) {
		put_rule(ctx, rule);
		put_capacity(ctx, rows, rule);
	}
	return page_show(ctx, "admin/plan");
}

/* --- the rule ---------------------------------------------------------------- */

static void
put_form(struct ctx *ctx, const struct record *rule)
{
	show_head(&ctx->work, rule, "edit", S(""), ctx->page);
	page_put_text(ctx, "title", work_say(&ctx->work, N_("Edit {0}"), record_title(&ctx->work, rule), NO_STR));
	page_put_text(ctx, "token", page_token(ctx));
	page_put_text(ctx, "action", record_href(&ctx->work, &maintenance_rule_entity, rule->id, "/edit"));
	page_put_text(ctx, "cancel_href", S("/system/maintenance-plan"));
	page_put_text(ctx, "save_label", page_text(ctx, N_("Save changes")));
}

enum status
maintenance_rule_form(struct ctx *ctx)
{
	struct record *rule = store_read(&ctx->work, &maintenance_rule_entity, ctx->id, EDIT);

	if (!rule)
		return page_missing(ctx);
	put_form(ctx, rule);
	form_view(&ctx->work, input_of_record(&ctx->work, rule), ctx->page);
	return page_show(ctx, "entity/form");
}

enum status
maintenance_rule_save(struct ctx *ctx)
{
	struct input *input = input_read(&ctx->work, &maintenance_rule_entity, ctx->id, page_form(ctx));
	struct record *rule;
	enum status status;

	if (!input->version.data)
		input->version = S("");
	if (store_save(&ctx->work, input))
		return page_redirect(ctx, input->outcome == OUTCOME_UNCHANGED ? S("/system/maintenance-plan?done=unchanged") : S("/system/maintenance-plan?done=saved"));
	status = page_problems(ctx, input);
	rule = status == STATUS_NOT_FOUND || status == STATUS_FAILED ? NULL : store_read(&ctx->work, &maintenance_rule_entity, ctx->id, EDIT);
	if (rule)
		put_form(ctx, rule);
	return status;
}
