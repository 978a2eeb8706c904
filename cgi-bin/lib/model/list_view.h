/*
 * list_view.h: a list of records as a page shows it: which columns, sorted
 * how, filtered by what, from where on. The rows are the database's cursor;
 * each cell is formatted when the template asks for it.
 */
#ifndef MODEL_LIST_VIEW_H
#define MODEL_LIST_VIEW_H

#include "model/filter.h"
#include "model/search.h"
#include "view/view.h"

enum { LIST_ROWS = 50, COUNT_CAP_SHOWN = 1000, SORT_ROWS_MAX = 10000 };

struct list_query {
	const struct entity *entity;
	struct str path;               /* of the page that shows the list; NO_STR: the entity's own */
	struct str q;                  /* search text */
	struct filter_list filters;
	const struct field *sort;      /* NULL: by id */
	bool is_descending;
	struct str cursor;             /* "v<value>~<id>", "n~<id>" or "<id>"; empty: the start */
	bool is_backward;              /* the page before the cursor */
	struct str carried;            /* "as_of=..." to keep on every link, already escaped */
};

/* What was typed to search for, trimmed and cut; empty when its bytes are broken. */
struct str list_query_text(struct str typed);

/* Reads q, f.*, sort, after, before. */
void list_query_read(struct work *work, const struct entity *entity, struct input_source source, struct list_query *query);

/* Rows with id, the entity's columns that have any of the flags, and their labels; at most limit + 1. */
struct rows *list_rows(struct work *work, const struct list_query *query, unsigned flags, size_t limit);

/* Everything templates/entity/list.mustache shows. */
void list_view(struct work *work, const struct list_query *query, struct view_map *page);

/* Only its filters, chips and hidden parameters (filters, more_filters, chips, clear_href, hidden), for a page that shows its rows in its own way. */
void list_filters_view(struct work *work, const struct list_query *query, struct view_map *page);

/* Head cells of a list without links to sort it (related lists). */
struct view list_columns(struct work *work, const struct entity *entity, const struct entity *without);

#endif
