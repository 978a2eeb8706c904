/* chart_layout.c: begins and ends the view of each chart, and finds its axis. */
#include "view/chart_layout.h"

enum {
	WIDTH = 350,
	HEIGHT = 220,
	WIDTH_MIN = 60,
	SIZE_MAX_UNITS = 4000,
	WIDE = 480,                /* from here on a chart scrolls on a phone */
	TOP = 24,                  /* room for a value over the highest bar */
	BOTTOM = 26,               /* room for the labels under the axis */
	RIGHT = 10,
	LABEL_MAX = 64,            /* of a label that shares its line with others */
};

bool
layout_has_target(const struct chart_point *point)
{
	return chart_is_number(point->target) && (point->target != 0 || !str_is_empty(point->target_shown));
}

bool
layout_has_value(const struct chart_point *point)
{
	return chart_is_number(point->value);
}

void
layout_put(struct arena *arena, struct view_map *map, struct str name, double position)
{
	view_map_put_text(map, name, chart_position(arena, position));
}

double
layout_y(const struct layout *layout, double value)
{
	return layout->bottom - chart_scale_share(&layout->scale, value) * (layout->bottom - layout->top);
}

static struct view
table_rows(const struct layout *layout)
{
	struct view_list *rows = view_list_new(layout->arena);

	for (size_t i = 0; i < layout->count; i++) {
		const struct chart_point *point = &layout->chart->points[i];
		struct view_map *row = view_map_new(layout->arena);

		view_map_put_text(row, S("label"), point->label);
		view_map_put_text(row, S("shown"), point->shown);
		view_map_put_text(row, S("target_shown"), point->target_shown);
		view_map_put_text(row, S("href"), point->href);
		view_list_add(rows, view_map(row));
	}
	return view_list(rows);
}

static double
size_or(unsigned size, unsigned usual, unsigned least)
{
	if (!size)
		return usual;
	if (size < least)
		return least;
	return size > SIZE_MAX_UNITS ? SIZE_MAX_UNITS : size;
}

struct layout
layout_start(struct arena *arena, const struct chart *chart, struct str template)
{
	struct layout layout = {
		.arena = arena, .chart = chart, .map = view_map_new(arena),
		.count = chart->count > CHART_POINTS_MAX ? CHART_POINTS_MAX : chart->count,
		.width = size_or(chart->width, WIDTH, WIDTH_MIN), .height = size_or(chart->height, HEIGHT, 1),
	};

	view_map_put_text(layout.map, S("chart"), template);
	view_map_put(layout.map, S("is_cut"), view_bool(chart->count > CHART_POINTS_MAX));
	view_map_put_text(layout.map, S("title"), chart->title);
	view_map_put_text(layout.map, S("text"), chart->text);
	view_map_put_text(layout.map, S("label_head"), chart->label_head);
	view_map_put_text(layout.map, S("value_head"), chart->value_head);
	view_map_put_text(layout.map, S("target_head"), chart->target_head);
	view_map_put(layout.map, S("rows"), table_rows(&layout));
	return layout;
}

struct view
layout_end(struct layout *layout, bool too_little)
{
	layout_put(layout->arena, layout->map, S("width"), layout->width);
	layout_put(layout->arena, layout->map, S("height"), layout->height);
	view_map_put(layout->map, S("is_wide"), view_bool(layout->width >= WIDE));
	view_map_put(layout->map, S("too_little"), view_bool(too_little));
	return view_map(layout->map);
}

size_t
layout_range(const struct layout *layout, double *low, double *high)
{
	size_t values = 0;

	*low = *high = 0;
	for (size_t i = 0, seen = 0; i < layout->count; i++) {
		const struct chart_point *point = &layout->chart->points[i];
		const double both[] = { point->value, point->target };
		const bool is_there[] = { layout_has_value(point), layout_has_target(point) };

		values += is_there[0];
		for (size_t j = 0; j < 2; j++) {
			double number = chart_clamped(both[j]);

			if (!is_there[j])
				continue;
			*low = !seen || number < *low ? number : *low;
			*high = !seen || number > *high ? number : *high;
			seen++;
		}
	}
	return values;
}

void
layout_axis(struct layout *layout, double low, double high)
{
	struct view_list *ticks = view_list_new(layout->arena);
	struct chart_scale *scale = &layout->scale;
	double widest = 0;

	*scale = chart_scale_make(low, high);
	layout->top = TOP;
	layout->bottom = layout->height - BOTTOM > TOP ? layout->height - BOTTOM : TOP + 1;
	for (unsigned i = 0; i <= scale->steps; i++) {
		struct view_map *tick = view_map_new(layout->arena);
		double value = scale->low + i * scale->step;
		struct str text = chart_number(layout->arena, value, scale->decimals);

		widest = chart_text_width(text) > widest ? chart_text_width(text) : widest;
		layout_put(layout->arena, tick, S("y"), layout_y(layout, value));
		layout_put(layout->arena, tick, S("text_y"), layout_y(layout, value) + 4);
		view_map_put_text(tick, S("text"), text);
		view_list_add(ticks, view_map(tick));
	}
	layout->left = widest + 8 < layout->width / 2 ? widest + 8 : layout->width / 2;
	layout->right = layout->width - RIGHT;
	view_map_put(layout->map, S("ticks"), view_list(ticks));
	layout_put(layout->arena, layout->map, S("left"), layout->left);
	layout_put(layout->arena, layout->map, S("tick_x"), layout->left - 8);
	layout_put(layout->arena, layout->map, S("right"), layout->right);
	layout_put(layout->arena, layout->map, S("zero_y"), layout_y(layout, 0));
	layout_put(layout->arena, layout->map, S("label_y"), layout->height - 8);
}

size_t
layout_label_every(const struct layout *layout, double slot)
{
	double widest = 0;
	size_t every = 1;

	for (size_t i = 0; i < layout->count; i++) {
		double width = chart_text_width(layout->chart->points[i].label) + 6;

		widest = width > widest ? width : widest;
	}
	widest = widest < LABEL_MAX ? widest : LABEL_MAX;
	if (slot >= LABEL_MAX / 2 && layout->count <= 12)
		return 1;
	while (slot * (double)every < widest && every < layout->count)
		every++;
	return every;
}

struct view
layout_label(const struct layout *layout, size_t i, double x, double width)
{
	struct view_map *map = view_map_new(layout->arena);

	layout_put(layout->arena, map, S("x"), x);
	view_map_put_text(map, S("text"), chart_text_cut(layout->arena, layout->chart->points[i].label, width));
	return view_map(map);
}
