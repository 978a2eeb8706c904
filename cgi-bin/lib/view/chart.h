/*
 * chart.h: the geometry of charts, from numbers to a view that templates/charts
 * draw as SVG. Positions are text with two decimals at most; colours are the
 * classes c1 to c6 of the style sheet; every number a person reads arrives as
 * text from the caller, but for the ticks of an axis and shares in per cent.
 *
 * Values that are not finite are missing: a gap in a line, no bar. Values are
 * clamped to 1e15 either way; points beyond CHART_POINTS_MAX are not drawn
 * (is_cut is set). Where there is nothing to compare, too_little is set and the
 * template says so: no value at all or nothing but zeros (bars, rows, donut),
 * fewer than two values (line, spark), no target (attain).
 *
 * Each view holds: chart ("charts/bars", for {{>*chart}}), too_little, is_cut,
 * width, height, is_wide, title, text, label_head, value_head, target_head,
 * rows [{label, shown, target_shown, href}] for "Show as table", and what its
 * template says at its top.
 */
#ifndef VIEW_CHART_H
#define VIEW_CHART_H

#include "view/view.h"

enum {
	CHART_POINTS_MAX = 400,
	CHART_PARTS_MAX = 5,       /* of a donut; the smaller ones become one more, the rest */
};

struct chart_point {
	struct str label;
	double value;
	struct str shown;          /* the value as people read it */
	double target;             /* bars: a tick; line: the second series */
	struct str target_shown;   /* there is a target when this is set or target is not 0 */
	struct str href;           /* where the point leads; may be empty */
};

struct chart {
	struct str title;
	struct str text;           /* what the picture says, in a sentence, for those who do not see it */
	struct str label_head, value_head, target_head;   /* heads of the table, names of the series */
	struct str total_shown, total_label;              /* in the middle of a donut */
	struct str rest_label;                            /* "Other", of a donut */
	bool is_funnel;            /* rows: the share of the row before stands between */
	unsigned width, height;    /* 0: 350 by 220 (spark: 120 by 24); rows find their height themselves */
	const struct chart_point *points;
	size_t count;
};

struct view chart_bars(struct arena *arena, const struct chart *chart);
struct view chart_rows(struct arena *arena, const struct chart *chart);
struct view chart_line(struct arena *arena, const struct chart *chart);
struct view chart_donut(struct arena *arena, const struct chart *chart);
struct view chart_spark(struct arena *arena, const struct chart *chart);
/* One value of its target: how far it got. Its view has label, shown, target_shown, share, fill, is_reached, href. */
struct view chart_attain(struct arena *arena, const struct chart_point *point, unsigned width);

#endif
