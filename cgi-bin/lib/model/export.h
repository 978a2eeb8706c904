/* export.h: records as CSV, row by row, so that the size does not matter. */
#ifndef MODEL_EXPORT_H
#define MODEL_EXPORT_H

#include "format/csv.h"
#include "model/list_view.h"

/* Called with each piece of the file; false stops. */
struct export_sink {
	bool (*write)(void *data, struct str piece);
	void *data;
};

/*
 * The records of a list (its filters and search, all pages) that the actor
 * may export, with all their lines. UTF-8 with a byte order mark in the spreadsheet flavour.
 * Gives the number of records; the sink's false ends it early.
 */
uint64_t export_csv(struct work *work, const struct list_query *query, enum csv_flavour flavour, struct export_sink sink);

#endif
