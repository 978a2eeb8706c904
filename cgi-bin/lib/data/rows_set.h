/* rows_set.h: how rows are kept; for the room data alone. */
#ifndef DATA_ROWS_SET_H
#define DATA_ROWS_SET_H

#include "data/rows.h"

struct rows {
	const struct str *names;
	size_t column_count;
	struct str **lines;            /* one array of cells for each row */
	size_t count;
	size_t capacity;
	size_t next;                   /* row that rows_next goes to */
	const struct str *current;     /* NULL before the first row and after the last */
	bool (*fetch)(struct rows *rows);  /* streamed rows only */
	void *source;
};

#endif
