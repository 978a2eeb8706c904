/* chart_donut.c: lays out the parts of a whole, and how much of a target is reached. */
#include "view/chart_layout.h"

#define GAP 0.6                /* between the parts of a donut, of 100 */
#define PART_MIN 0.3           /* of 100: a part is never so small that it cannot be seen */

enum {
	SIZE = 180,
	ATTAIN_WIDTH = 120,
};

/* What a point counts in a whole: nothing below zero. */
static double
weight(const struct chart_point *point)
{
	double value = chart_clamped(point->value);

	return value > 0 ? value : 0;
}

/* Whether fewer than CHART_PARTS_MAX points are larger, the earlier of two equal ones counting as larger. */
static bool
is_part(const struct layout *layout, size_t i)
{
	size_t larger = 0;
	double value = weight(&layout->chart->points[i]);

	for (size_t j = 0; j < layout->count; j++) {
		double other = weight(&layout->chart->points[j]);

		larger += other > value || (j < i && other == value);
	}
	return value > 0 && larger < CHART_PARTS_MAX;
}

/* Adds the part of that share (0 to 1), which begins where *done of the ring is used up. */
static void
add_part(struct layout *layout, struct view_list *parts, double share, double *done, const struct chart_point *point)
{
	struct arena *arena = layout->arena;
	struct view_map *map = view_map_new(arena);
	double length = share * 100 - GAP;
	size_t color = view_list_count(parts) + 1;

	if (share >= 1)
		length = 100;
	length = length > PART_MIN ? length : PART_MIN;
	layout_put(arena, map, S("length"), length);
	layout_put(arena, map, S("others"), 100 - length);
	/* A dash begins where its offset, counted backwards, says; a quarter more begins at the top. */
	layout_put(arena, map, S("offset"), 25 - *done * 100);
	view_map_put_text(map, S("color"), str_format(arena, "c%zu", color));
	view_map_put_text(map, S("label"), point->label);
	view_map_put_text(map, S("shown"), point->shown);
	view_map_put_text(map, S("href"), point->href);
	view_map_put_text(map, S("share"), chart_percent(arena, share));
	view_list_add(parts, view_map(map));
	*done += share;
}

struct view
chart_donut(struct arena *arena, const struct chart *chart)
{
	struct layout layout = layout_start(arena, chart, S("charts/donut"));
	struct view_list *parts = view_list_new(arena);
	const struct chart_point rest = { .label = chart->rest_label };
	double sum = 0, kept = 0, done = 0;

	layout.width = layout.height = SIZE;
	for (size_t i = 0; i < layout.count; i++)
		sum += weight(&chart->points[i]);
	if (sum <= 0)
		return layout_end(&layout, true);
	for (size_t i = 0; i < layout.count; i++)
		if (is_part(&layout, i)) {
			kept += weight(&chart->points[i]);
			add_part(&layout, parts, weight(&chart->points[i]) / sum, &done, &chart->points[i]);
		}
	if (sum - kept > sum * 1e-9)
		add_part(&layout, parts, (sum - kept) / sum, &done, &rest);
	view_map_put(layout.map, S("parts"), view_list(parts));
	view_map_put_text(layout.map, S("total_shown"), chart->total_shown);
	view_map_put_text(layout.map, S("total_label"), chart->total_label);
	return layout_end(&layout, false);
}

struct view
chart_attain(struct arena *arena, const struct chart_point *point, unsigned width)
{
	const struct chart chart = { .points = point, .count = 1, .width = width ? width : ATTAIN_WIDTH, .height = 8 };
	struct layout layout = layout_start(arena, &chart, S("charts/attain"));
	double target = chart_clamped(point->target);
	double share = target > 0 ? chart_clamped(point->value) / target : 0;

	view_map_put_text(layout.map, S("label"), point->label);
	view_map_put_text(layout.map, S("shown"), point->shown);
	view_map_put_text(layout.map, S("target_shown"), point->target_shown);
	view_map_put_text(layout.map, S("href"), point->href);
	if (target <= 0)
		return layout_end(&layout, true);
	view_map_put_text(layout.map, S("share"), chart_percent(arena, share));
	view_map_put(layout.map, S("is_reached"), view_bool(share >= 1));
	layout_put(arena, layout.map, S("fill"), layout.width * (share < 0 ? 0 : share > 1 ? 1 : share));
	return layout_end(&layout, false);
}
