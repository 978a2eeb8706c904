/*
 * csv.h: RFC 4180, read and written. Reading takes a whole text (UTF-8) and
 * gives record after record; CR LF, LF and CR end records; quotes may hold
 * separators, line ends and doubled quotes; bytes after a closing quote up to
 * the separator are kept as they are. An empty line is skipped; a record of
 * one empty quoted field is not.
 */
#ifndef FORMAT_CSV_H
#define FORMAT_CSV_H

#include "base/buf.h"

enum { CSV_FIELDS_MAX = 512, CSV_FIELD_BYTES_MAX = 1024 * 1024 };

struct csv {
	struct str text;
	size_t at;                 /* next byte to read */
	char separator;
	size_t line;               /* line on which the last record began, from 1 */
	const char *fault;         /* NULL, or why reading stopped (an N_() text) */
	size_t next_line;          /* line at which `at` stands */
};

/* The separator is the one of , ; tab | that the first record has most of. */
void csv_init(struct csv *csv, struct str text);

/*
 * Next record: *fields (in the arena; values are slices of the text where
 * nothing had to be unquoted) and *count. False at the end or on a fault
 * (too many fields, an over-long field, a quote never closed).
 */
bool csv_next(struct csv *csv, struct arena *arena, struct str **fields, size_t *count);

enum csv_flavour {
	CSV_DATA,                  /* round-trips exactly */
	CSV_SPREADSHEET            /* cells beginning with = + - @ tab CR get a leading ' */
};

/*
 * Adds one field, after a comma unless it is the first of its record. Quoted
 * where needed: also when it holds another separator, so that reading never
 * guesses wrong, and when it is empty and first, so that its record is not an
 * empty line.
 */
void csv_add(struct buf *buf, struct str value, bool is_first, enum csv_flavour flavour);
void csv_end_record(struct buf *buf);          /* CR LF */

#endif
