/* chart_bars.c: lays out upright bars and rows, with a tick where a target is. */
#include "view/chart_layout.h"

#define SLOT_SHARE 0.6         /* of a bar's slot, that the bar fills */

enum {
	BAR_MAX = 48,
	ROW = 30,
	ROW_FUNNEL = 48,
	ROW_BAR = 18,
};

static bool
values_fit(const struct layout *layout, double slot)
{
	for (size_t i = 0; i < layout->count; i++)
		if (chart_text_width(layout->chart->points[i].shown) > slot)
			return false;
	return true;
}

static struct view
bar(const struct layout *layout, const struct chart_point *point, double middle, double slot)
{
	struct arena *arena = layout->arena;
	struct view_map *map = view_map_new(arena);
	double width = slot * SLOT_SHARE < BAR_MAX ? slot * SLOT_SHARE : BAR_MAX;
	double value = chart_clamped(point->value);
	double zero = layout_y(layout, 0), end = layout_y(layout, value);
	double tick = layout_y(layout, point->target);

	layout_put(arena, map, S("x"), middle - width / 2);
	layout_put(arena, map, S("y"), end < zero ? end : zero);
	layout_put(arena, map, S("width"), width);
	layout_put(arena, map, S("height"), end < zero ? zero - end : end - zero);
	layout_put(arena, map, S("middle"), middle);
	layout_put(arena, map, S("value_y"), (layout_has_target(point) && tick < end && end - tick < 20 ? tick : end < zero ? end : zero) - 6);
	view_map_put(map, S("has_value"), view_bool(layout_has_value(point)));
	view_map_put(map, S("has_target"), view_bool(layout_has_target(point)));
	layout_put(arena, map, S("target_y"), tick);
	layout_put(arena, map, S("target_x"), middle - width / 2 - 4);
	layout_put(arena, map, S("target_end"), middle + width / 2 + 4);
	view_map_put_text(map, S("label"), point->label);
	view_map_put_text(map, S("shown"), point->shown);
	view_map_put_text(map, S("href"), point->href);
	return view_map(map);
}

struct view
chart_bars(struct arena *arena, const struct chart *chart)
{
	struct layout layout = layout_start(arena, chart, S("charts/bars"));
	struct view_list *bars = view_list_new(arena);
	struct view_list *labels = view_list_new(arena);
	double low, high, slot;
	size_t values = layout_range(&layout, &low, &high), every;

	if (!values || (low == 0 && high == 0))
		return layout_end(&layout, true);
	layout_axis(&layout, low < 0 ? low : 0, high > 0 ? high : 0);
	slot = (layout.right - layout.left) / (double)layout.count;
	every = layout_label_every(&layout, slot);
	for (size_t i = 0; i < layout.count; i++) {
		double middle = layout.left + slot * ((double)i + 0.5);

		view_list_add(bars, bar(&layout, &chart->points[i], middle, slot));
		if (i % every == 0)
			view_list_add(labels, layout_label(&layout, i, middle, slot * (double)every - 2));
	}
	view_map_put(layout.map, S("bars"), view_list(bars));
	view_map_put(layout.map, S("labels"), view_list(labels));
	view_map_put(layout.map, S("values_fit"), view_bool(values_fit(&layout, slot)));
	return layout_end(&layout, false);
}

/* What part of the width the names and the values of rows take. */
static void
row_edges(struct layout *layout)
{
	double names = 0, values = 0;

	for (size_t i = 0; i < layout->count; i++) {
		double name = chart_text_width(layout->chart->points[i].label) + 12;
		double value = chart_text_width(layout->chart->points[i].shown) + 12;

		names = name > names ? name : names;
		values = value > values ? value : values;
	}
	layout->left = names < layout->width * 0.4 ? names : layout->width * 0.4;
	layout->right = layout->width - (values < layout->width * 0.3 ? values : layout->width * 0.3);
}

static struct view
row(const struct layout *layout, size_t i, double pitch)
{
	struct arena *arena = layout->arena;
	const struct chart_point *point = &layout->chart->points[i];
	struct view_map *map = view_map_new(arena);
	double full = layout->right - layout->left;
	double zero = layout->left + full * chart_scale_share(&layout->scale, 0);
	double end = layout->left + full * chart_scale_share(&layout->scale, point->value);
	double tick = layout->left + full * chart_scale_share(&layout->scale, point->target);
	double before = i ? chart_clamped(layout->chart->points[i - 1].value) : 0;
	double y = 4 + pitch * (double)i;

	layout_put(arena, map, S("y"), y);
	layout_put(arena, map, S("text_y"), y + ROW_BAR - 5);
	layout_put(arena, map, S("x"), layout_has_value(point) && end < zero ? end : zero);
	layout_put(arena, map, S("width"), !layout_has_value(point) ? 0 : end < zero ? zero - end : end - zero);
	layout_put(arena, map, S("height"), ROW_BAR);
	view_map_put(map, S("has_target"), view_bool(layout_has_target(point)));
	layout_put(arena, map, S("target_x"), tick);
	layout_put(arena, map, S("target_y"), y - 3);
	layout_put(arena, map, S("target_end"), y + ROW_BAR + 3);
	view_map_put_text(map, S("label"), chart_text_cut(arena, point->label, layout->left - 8));
	view_map_put_text(map, S("shown"), point->shown);
	view_map_put_text(map, S("href"), point->href);
	layout_put(arena, map, S("rate_y"), y - 10);
	if (layout->chart->is_funnel && before > 0 && layout_has_value(point))
		view_map_put_text(map, S("rate"), chart_percent(arena, chart_clamped(point->value) / before));
	return view_map(map);
}

struct view
chart_rows(struct arena *arena, const struct chart *chart)
{
	struct layout layout = layout_start(arena, chart, S("charts/rows"));
	struct view_list *rows = view_list_new(arena);
	double pitch = chart->is_funnel ? ROW_FUNNEL : ROW;
	double low, high;
	size_t values = layout_range(&layout, &low, &high);

	if (!values || (low == 0 && high == 0))
		return layout_end(&layout, true);
	row_edges(&layout);
	layout.scale = (struct chart_scale){ .low = low < 0 ? low : 0, .high = high > 0 ? high : 0 };
	layout.height = pitch * (double)layout.count - (pitch - ROW_BAR) + 8;
	for (size_t i = 0; i < layout.count; i++)
		view_list_add(rows, row(&layout, i, pitch));
	view_map_put(layout.map, S("bars"), view_list(rows));
	layout_put(arena, layout.map, S("left"), layout.left);
	layout_put(arena, layout.map, S("track"), layout.right - layout.left);
	layout_put(arena, layout.map, S("right"), layout.width);
	return layout_end(&layout, false);
}
