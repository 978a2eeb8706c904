/* chart_line.c: lays out lines and the small ones without an axis. */
#include "view/chart_layout.h"

#include "base/buf.h"

enum {
	SPARK_WIDTH = 120,
	SPARK_HEIGHT = 24,
	RIGHT = 10,
	ABOVE = 10,                /* from the last point to the baseline of its text */
	BELOW = 20,
	PATH_MAX_BYTES = CHART_POINTS_MAX * 24,
};

static double
layout_x(const struct layout *layout, size_t i)
{
	return layout->left + (layout->right - layout->left) * (double)i / (double)(layout->count > 1 ? layout->count - 1 : 1);
}

/* The path through values or targets; a missing one is a gap. */
static struct str
path(const struct layout *layout, bool is_target)
{
	struct buf buf;
	bool is_drawing = false;

	buf_init(&buf, layout->arena, PATH_MAX_BYTES);
	for (size_t i = 0; i < layout->count; i++) {
		const struct chart_point *point = &layout->chart->points[i];

		if (is_target ? !layout_has_target(point) : !layout_has_value(point)) {
			is_drawing = false;
			continue;
		}
		buf_add_char(&buf, is_drawing ? 'L' : 'M');
		buf_add(&buf, chart_position(layout->arena, layout_x(layout, i)));
		buf_add_char(&buf, ' ');
		buf_add(&buf, chart_position(layout->arena, layout_y(layout, is_target ? point->target : point->value)));
		is_drawing = true;
	}
	return buf_str(&buf);
}

/* Above the point, unless the line comes down from there and below it there is room. */
static double
last_text_y(const struct layout *layout, size_t i)
{
	const struct chart_point *points = layout->chart->points;
	double y = layout_y(layout, points[i].value);
	bool falls = i > 0 && layout_has_value(&points[i - 1]) && points[i - 1].value > points[i].value;

	return falls && y + BELOW < layout->bottom ? y + BELOW : y - ABOVE;
}

static void
put_last(struct layout *layout)
{
	for (size_t i = layout->count; i-- > 0;) {
		const struct chart_point *point = &layout->chart->points[i];
		struct view_map *last = view_map_new(layout->arena);
		double x = layout_x(layout, i), half = chart_text_width(point->shown) / 2;

		if (!layout_has_value(point))
			continue;
		layout_put(layout->arena, last, S("x"), x);
		layout_put(layout->arena, last, S("y"), layout_y(layout, point->value));
		layout_put(layout->arena, last, S("text_x"), x + half > layout->width ? layout->width - half : x);
		layout_put(layout->arena, last, S("text_y"), last_text_y(layout, i));
		view_map_put_text(last, S("shown"), point->shown);
		view_map_put(layout->map, S("last"), view_map(last));
		return;
	}
}

struct view
chart_line(struct arena *arena, const struct chart *chart)
{
	struct layout layout = layout_start(arena, chart, S("charts/line"));
	struct view_list *labels = view_list_new(arena);
	double low, high, slot;
	size_t every;

	if (layout_range(&layout, &low, &high) < 2)
		return layout_end(&layout, true);
	/* An axis that begins at zero lies least; it is left only where the line would be flat. */
	layout_axis(&layout, low > 0 && low < high / 2 ? 0 : low, high);
	layout.left += 6;
	layout.right -= RIGHT;
	slot = (layout.right - layout.left) / (double)(layout.count - 1);
	every = layout_label_every(&layout, slot);
	for (size_t i = 0; i < layout.count; i += every)
		view_list_add(labels, layout_label(&layout, i, layout_x(&layout, i), slot * (double)every - 2));
	view_map_put(layout.map, S("labels"), view_list(labels));
	view_map_put_text(layout.map, S("line"), path(&layout, false));
	view_map_put_text(layout.map, S("target_line"), path(&layout, true));
	put_last(&layout);
	return layout_end(&layout, false);
}

struct view
chart_spark(struct arena *arena, const struct chart *chart)
{
	struct chart small = *chart;
	struct layout layout;
	struct str line;
	double low, high;

	small.width = chart->width ? chart->width : SPARK_WIDTH;
	small.height = chart->height ? chart->height : SPARK_HEIGHT;
	layout = layout_start(arena, &small, S("charts/spark"));
	if (layout_range(&layout, &low, &high) < 2)
		return layout_end(&layout, true);
	layout.scale = (struct chart_scale){ .low = low, .high = high > low ? high : low + 1 };
	layout.top = 2;
	layout.bottom = layout.height > 6 ? layout.height - 4 : layout.top + 1;
	layout.right = layout.width;
	line = path(&layout, false);
	view_map_put_text(layout.map, S("line"), line);
	/* Closed below only where it has no gap. */
	if (str_find_char(str_slice(line, 1, line.len), 'M') < 0)
		view_map_put_text(layout.map, S("area"), str_format(arena, "%.*sV%.*sH%.*sZ", STR_ARG(line),
		                                                      STR_ARG(chart_position(arena, layout.height)),
		                                                      STR_ARG(chart_position(arena, layout_x(&layout, 0)))));
	return layout_end(&layout, false);
}
