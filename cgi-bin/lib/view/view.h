/*
 * view.h: anything a template can show. The engine asks four questions; a
 * text, a map, a list, a database cursor and a record answer them each in
 * its own way, without being copied first.
 *
 *   text    what {{.}} prints; NO_STR for nothing
 *   find    the member of that name, for {{name}}; false if there is none
 *   first   the first item of a section {{#x}}; false when x counts as false
 *           (missing, empty text, empty list, view_false). A thing that is
 *           not a list answers with itself.
 *   next    the item after this one; false at the end
 *
 * A view is a small value, copied freely; what it points at must live as long
 * as the page is rendered (the request's arena).
 */
#ifndef VIEW_VIEW_H
#define VIEW_VIEW_H

#include "base/str.h"

struct view_type;

struct view {
	const struct view_type *type;
	const void *data;
	struct str name;           /* for the type's own use: text of a text view, name of a member */
	size_t index;              /* for the type's own use: position in a list */
};

struct view_type {
	struct str (*text)(const struct view *view, struct arena *arena);
	bool (*find)(const struct view *view, struct str name, struct arena *arena, struct view *found);
	bool (*first)(const struct view *view, struct arena *arena, struct view *item);
	bool (*next)(struct view *item, struct arena *arena);
};

/* Answers for types that have nothing special to say to a question. */
struct str view_no_text(const struct view *view, struct arena *arena);
bool view_no_member(const struct view *view, struct str name, struct arena *arena, struct view *found);
bool view_first_itself(const struct view *view, struct arena *arena, struct view *item);
bool view_no_next(struct view *item, struct arena *arena);

struct view view_none(void);                          /* finds nothing, counts as false */
struct view view_bool(bool is_true);                  /* prints nothing */
struct view view_text(struct str s);                  /* counts as false when empty */
struct view view_number(struct arena *arena, uint64_t number);

/* A map filled in any order; putting a name again replaces its view. */
struct view_map;
struct view_map *view_map_new(struct arena *arena);
void view_map_put(struct view_map *map, struct str name, struct view view);
void view_map_put_text(struct view_map *map, struct str name, struct str text);
struct view view_map(const struct view_map *map);     /* always counts as true */

/* A list of views; counts as false when empty. */
struct view_list;
struct view_list *view_list_new(struct arena *arena);
void view_list_add(struct view_list *list, struct view item);
size_t view_list_count(const struct view_list *list);
struct view view_list(const struct view_list *list);

#endif
