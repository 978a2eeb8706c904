/* home_charts.c: the charts of the front page: what was won, what is open and where it stands. */
#include "customers/customers.h"

#include <stdlib.h>


static double
number_of(struct ctx *ctx, struct str amount)
{
	return strtod(str_terminated(ctx->arena, amount), NULL);
}

/* What the axis of amounts counts in: millions, ten thousands, or ones where all are small. */
static double
axis_unit(struct ctx *ctx, const struct home *home, struct str *head)
{
	const struct home_money *money = &home->money[0];
	double unit = work_is_english(&ctx->work) ? 1e6 : 1e4, most = 0;

	for (size_t i = 0; i < home->months_told; i++)
		most = number_of(ctx, money->months[i]) > most ? number_of(ctx, money->months[i]) : most;
	if (most < unit)
		return 1;
	*head = work_say(&ctx->work, unit > 1e5 ? N_("{0} million") : N_("{0} in ten thousands"), money->currency, NO_STR);
	return unit;
}

/* What is won in each month, in the main currency. */
static struct view
won_chart(struct ctx *ctx, const struct home *home)
{
	static const char *const months[] = {
		N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"), N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec")
	};
	struct chart_point *points = ARENA_ARRAY(ctx->arena, struct chart_point, HOME_MONTHS);
	const struct home_money *money = &home->money[0];
	struct chart chart = {
		.title = page_text(ctx, N_("Won by month")), .label_head = page_text(ctx, N_("Month")), .value_head = money->currency,
		.width = home->lead == HOME_SALES ? 740 : 0, .height = home->lead == HOME_SALES ? 280 : 0, .points = points, .count = home->months_told,
	};
	double unit = axis_unit(ctx, home, &chart.value_head);

	for (size_t i = 0; i < home->months_told; i++) {
		struct date month = date_add_months(home->month, -(int)i);
		struct chart_point *point = &points[home->months_told - 1 - i];
		struct date last = date_from_days(date_to_days(date_add_months(month, 1)) - 1);
		struct str from = date_text(ctx->arena, month);

		point->label = page_text(ctx, months[month.month - 1]);
		point->value = number_of(ctx, money->months[i]) / unit;
		point->shown = money_short(&ctx->work, money->months[i], money->currency);
		point->href = home_href(ctx, str_format(ctx->arena, "/opportunities?f.closed_on.from=%.*s&f.closed_on.to=%.*s&f.outcome.is=won", STR_ARG(from),
		                                        STR_ARG(date_text(ctx->arena, last))).data);
	}
	chart.text = work_say(&ctx->work, N_("{0} this month, {1} in the month before"), money_short(&ctx->work, money->months[0], money->currency),
	                      money_short(&ctx->work, money->months[1], money->currency));
	return chart_line(ctx->arena, &chart);
}

static const struct home_part *
part_with(const struct home_part *parts, size_t count, struct str id)
{
	for (size_t i = 0; i < count; i++)
		if (str_equal(parts[i].id, id))
			return &parts[i];
	return NULL;
}

/* Open deals by stage, in the order of the stages. */
static struct view
stage_chart(struct ctx *ctx, const struct home *home)
{
	struct chart_point *points = ARENA_ARRAY(ctx->arena, struct chart_point, HOME_STAGES);
	const struct option_list *stages = catalogue_options(ctx->work.catalogue, &stage_entity);
	struct chart chart = {
		.title = page_text(ctx, N_("Open pipeline")), .label_head = page_text(ctx, N_("Stage")), .value_head = page_text(ctx, N_("Opportunities")), .points = points,
	};

	for (size_t i = 0; stages && i < stages->count && chart.count < HOME_STAGES; i++) {
		const struct home_part *part = part_with(home->stages, home->stage_count, stages->options[i].value);
		struct chart_point *point = &points[chart.count];

		if (!part)
			continue;
		point->label = option_label(&stages->options[i], work_is_english(&ctx->work));
		point->value = (double)part->count;
		point->shown = home_number(ctx, part->count);
		point->href = home_href(ctx, str_format(ctx->arena, "/opportunities?f.stage_id.is=%.*s", STR_ARG(part->id)).data);
		chart.count++;
	}
	chart.text = work_say(&ctx->work, N_("{0} open opportunities by stage"), home_number(ctx, home->deals), NO_STR);
	return chart_rows(ctx->arena, &chart);
}

/* Open requests by state. */
static struct view
request_chart(struct ctx *ctx, const struct home *home)
{
	struct chart_point *points = ARENA_ARRAY(ctx->arena, struct chart_point, HOME_STATES);
	const struct option_list *states = catalogue_options(ctx->work.catalogue, &request_status_entity);
	struct chart chart = {
		.title = page_text(ctx, N_("Requests by state")), .label_head = page_text(ctx, N_("State")), .value_head = page_text(ctx, N_("Requests")),
		.total_shown = home_number(ctx, home->requests), .total_label = page_text(ctx, N_("Requests")), .rest_label = page_text(ctx, N_("Other")), .points = points,
	};

	for (size_t i = 0; states && i < states->count && chart.count < HOME_STATES; i++) {
		const struct home_part *part = part_with(home->states, home->state_count, states->options[i].value);
		struct chart_point *point = &points[chart.count];

		if (!part)
			continue;
		point->label = option_label(&states->options[i], work_is_english(&ctx->work));
		point->value = (double)part->count;
		point->shown = home_number(ctx, part->count);
		point->href = home_href(ctx, str_format(ctx->arena, "/requests?f.status_id.is=%.*s", STR_ARG(part->id)).data);
		chart.count++;
	}
	chart.text = work_say(&ctx->work, N_("{0} open requests by state"), home_number(ctx, home->requests), NO_STR);
	return chart_donut(ctx->arena, &chart);
}

/* Leads that are neither converted nor closed, by state. */
static struct view
lead_chart(struct ctx *ctx, const struct home *home)
{
	struct chart_point *points = ARENA_ARRAY(ctx->arena, struct chart_point, HOME_STATES);
	struct chart chart = {
		.title = page_text(ctx, N_("Leads by state")), .label_head = page_text(ctx, N_("State")), .value_head = page_text(ctx, N_("Leads")), .points = points,
		.text = work_say(&ctx->work, N_("{0} open leads by state"), home_number(ctx, home->lead_sum), NO_STR),
	};

	for (const struct choice *choice = entity_field(&lead_entity, S("status"))->choices; choice->value; choice++) {
		const struct home_part *part = part_with(home->leads, home->lead_count, str_from(choice->value));
		struct chart_point *point = &points[chart.count];

		if (!part)
			continue;
		point->label = page_text(ctx, choice->label);
		point->value = (double)part->count;
		point->shown = home_number(ctx, part->count);
		point->href = home_href(ctx, str_format(ctx->arena, "/leads?f.status.is=%s", choice->value).data);
		chart.count++;
	}
	return chart_rows(ctx->arena, &chart);
}

void
home_put_charts(struct ctx *ctx, const struct home *home)
{
	struct view_list *wide = view_list_new(ctx->arena), *charts = view_list_new(ctx->arena);
	bool is_sales = home->lead == HOME_SALES;

	if (home->has_leads && home->lead == HOME_MARKETING)
		view_list_add(charts, lead_chart(ctx, home));
	if (home->has_requests && !is_sales)
		view_list_add(charts, request_chart(ctx, home));
	if (home->has_deals) {
		view_list_add(is_sales ? wide : charts, won_chart(ctx, home));
		view_list_add(charts, stage_chart(ctx, home));
	}
	if (home->has_requests && is_sales)
		view_list_add(charts, request_chart(ctx, home));
	page_put(ctx, "wide_charts", view_list(wide));
	page_put(ctx, "charts", view_list(charts));
	page_put(ctx, "has_charts", view_bool(view_list_count(charts) > 0));
}
