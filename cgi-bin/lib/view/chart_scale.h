/* chart_scale.h: what the charts share: an axis with even steps, numbers as text, and how wide a text will be. */
#ifndef VIEW_CHART_SCALE_H
#define VIEW_CHART_SCALE_H

#include "base/str.h"

/* An axis: low, low + step, ... up to high, which are steps themselves. At most CHART_STEPS_MAX steps. */
enum { CHART_STEPS_MAX = 8 };

struct chart_scale {
	double low, high;
	double step;
	unsigned steps;
	unsigned decimals;         /* that its ticks need */
};

bool chart_is_number(double value);                    /* finite */
double chart_clamped(double value);                    /* within 1e15 either way; 0 where it is no number */

/* From about low to about high in four steps or so, each 1, 2, 2.5, 4 or 5 times a power of ten. */
struct chart_scale chart_scale_make(double low, double high);
/* How far up the axis, 0 to 1. */
double chart_scale_share(const struct chart_scale *scale, double value);

struct str chart_position(struct arena *arena, double value);                    /* "12.5"; no "-0" */
struct str chart_number(struct arena *arena, double value, unsigned decimals);  /* "1,234.5", "−3" */
struct str chart_percent(struct arena *arena, double share);                     /* "34%", "<1%" */

/* About how wide a text of 12 units is, and the text cut to that width, with "…" where something went. */
double chart_text_width(struct str text);
struct str chart_text_cut(struct arena *arena, struct str text, double width);

#endif
