/*
 * options.h: the entries of a select or a choice as a view: value, label,
 * second, is_selected. A page may have hundreds of them, so they are an
 * array and not a map each.
 */
#ifndef MODEL_OPTIONS_H
#define MODEL_OPTIONS_H

#include "view/view.h"

struct options;

struct options *options_new(struct arena *arena);
void options_add(struct options *options, struct str value, struct str label, struct str second, bool is_selected);
/* Counts as false when empty. */
struct view options_view(const struct options *options);

#endif
