/* form_view.h: an input as a form shows it: groups of fields with their widgets, problems, lines, and the two sides of a conflict. */
#ifndef MODEL_FORM_VIEW_H
#define MODEL_FORM_VIEW_H

#include "model/input.h"
#include "view/view.h"

/* groups, problems, problem_text, has_problems, version; conflict where there is one. */
void form_view(struct work *work, const struct input *input, struct view_map *page);

/* One field alone, for a form of an area's own: what its widget shows. */
struct view form_field(struct work *work, const struct input *input, struct str field);
/* Its problems, each led to its field, added to a list. */
void form_problems(struct work *work, const struct input *input, struct view_list *problems);

#endif
