/*
 * chart_layout.h: what the files of the charts share; nobody else includes it.
 * chart_layout.c bounds the numbers and finds axes, chart_bars.c, chart_line.c
 * and chart_donut.c each lay out the kinds they are named after.
 */
#ifndef VIEW_CHART_LAYOUT_H
#define VIEW_CHART_LAYOUT_H

#include "view/chart.h"
#include "view/chart_scale.h"

/* A chart being laid out: its numbers, bounded, and the map its view is made of. */
struct layout {
	struct arena *arena;
	const struct chart *chart;
	struct view_map *map;
	size_t count;
	double width, height;
	double left, right, top, bottom;      /* edges of what is drawn */
	struct chart_scale scale;
};

/* The view's beginning: what every chart's view holds. template is "charts/bars". */
struct layout layout_start(struct arena *arena, const struct chart *chart, struct str template);
struct view layout_end(struct layout *layout, bool too_little);

bool layout_has_value(const struct chart_point *point);
bool layout_has_target(const struct chart_point *point);
/* The lowest and highest of values and targets; returns how many values there are. */
size_t layout_range(const struct layout *layout, double *low, double *high);

/* The upright axis: its scale, its ticks, and the edges that follow from how wide their texts are. */
void layout_axis(struct layout *layout, double low, double high);
double layout_y(const struct layout *layout, double value);
/* Labels stand under every such point, so that they do not run into each other. */
size_t layout_label_every(const struct layout *layout, double slot);
struct view layout_label(const struct layout *layout, size_t i, double x, double width);

void layout_put(struct arena *arena, struct view_map *map, struct str name, double position);

#endif
