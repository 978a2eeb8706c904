/* shown.h: one value as people see it: its text and what else the template of its cell prints. */
#ifndef MODEL_SHOWN_H
#define MODEL_SHOWN_H

#include "view/view.h"

/* How a value looks to the actor; a cell template prints it. */
struct shown {
	const char *cell;              /* "cells/money" */
	struct str text;
	struct str label;              /* of the field, for narrow screens */
	struct str align;              /* "", "num", "mid" */
	struct str href, tint, initials, iso, title;
	bool is_empty, is_hollow, is_zero;
};

/* A shown value as a view: text, href, tint, initials, iso, title, label, align, cell and the three truths by name. */
struct view view_shown(const struct shown *shown);

/* "1234567.80" -> "1,234,567.80". */
struct str number_grouped(struct arena *arena, struct str number);
/* "Wang Rui" -> "WR", "王睿" -> "王"; and one of the tints for a name, always the same one. */
struct str name_initials(struct arena *arena, struct str name);
struct str name_tint(struct str name);

#endif
