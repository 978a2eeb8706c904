/*
 * demo_sheet.h: rows for one statement, collected and written many at once.
 * The columns of an INSERT are read from its text, so they are named once.
 */
#ifndef QIAO_DEMO_SHEET_H
#define QIAO_DEMO_SHEET_H

#include "model/record.h"

struct sheet {
	struct sql sql;
	struct str *columns;           /* of an INSERT; NULL for other statements */
	size_t column_count;
	struct str *values;            /* row by row */
	size_t count, capacity;
};

/* What a row needs beside the record's own values. */
struct placed {
	struct str parent;             /* id of the record a line belongs to */
	size_t position;
	struct str start, end;         /* for the columns row_start and row_end */
};

/* names: lives as long as the sheet. */
void sheet_open(struct sheet *sheet, struct arena *names, struct sql sql);
/* Forgets the rows, which were in an arena emptied meanwhile. */
void sheet_clear(struct sheet *sheet);
void sheet_add(struct sheet *sheet, struct arena *arena, struct args values);
void sheet_add_record(struct sheet *sheet, struct arena *arena, const struct record *record, const struct placed *placed);
/* In the order of their key, so that neighbours are written together; columns entity, gram, record_id come first. */
void sheet_sort_grams(struct sheet *sheet);
void sheet_write(struct sheet *sheet, struct db *db);

#endif
