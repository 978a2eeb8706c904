/*
 * import.h: a CSV file into records of one entity: every row checked like a
 * form, matched by a key, saved in small batches, each a change of its own
 * (one change for all, where nothing is to be kept unless all is well).
 * Every row is accounted for: created, updated, unchanged or refused, and a
 * refused row goes into an error file with its reasons.
 */
#ifndef MODEL_IMPORT_H
#define MODEL_IMPORT_H

#include "format/csv.h"
#include "model/columns.h"
#include "model/store.h"

enum { IMPORT_FILE_COLUMNS = 100, IMPORT_ERRORS_SHOWN = 50, IMPORT_WHOLE_MAX = 20000, IMPORT_ERROR_BYTES = 32 << 20 };

struct import_error {
	size_t line;
	struct str label, value, text;
};

struct import {
	const struct entity *entity;
	struct str text;               /* the file, UTF-8 */
	struct column columns[COLUMNS_MAX_COUNT];
	size_t column_count;
	size_t map[IMPORT_FILE_COLUMNS];   /* per column of the file: place in columns, SIZE_MAX: left out */
	size_t file_column_count;
	const struct field *key;       /* MATCHED field to find records by; NULL: every row is new */
	bool creates_missing;          /* adds what is missing to short lists (LIST entities) */
	bool is_whole;                 /* all rows or none */
	bool is_trial;                 /* checks only; writes nothing */
	struct str route, request_id, kind;    /* of its changes */

	/* Told after each batch; may be NULL. */
	void (*progress)(void *data, size_t rows);
	void *progress_data;

	/* Results. */
	size_t row_count, created, updated, unchanged, refused;
	struct import_error errors[IMPORT_ERRORS_SHOWN];
	size_t error_count;            /* in errors */
	struct buf error_file;         /* head, then each refused row with line and reasons in front */
	struct str failure;            /* why it stopped early; NO_STR: it came to the end */
	struct str first_at;           /* moment of its first change */
};

/* Names of the encodings a file may be in, NULL at the end. */
const char *const *import_charsets(void);
/* The encoding the bytes most likely have. */
const char *import_charset(struct str bytes);
/* The bytes as UTF-8; false when they do not have that encoding. */
bool import_decode(struct work *work, struct str bytes, const char *charset, struct str *text);

/* Sets up columns and guesses the map from the file's head. False when the file has no head. */
bool import_open(struct work *work, struct import *import, const struct entity *entity, struct str text);

/*
 * Reads the whole file. Makes its own changes through work->change; the
 * caller has begun none. is_whole with more than IMPORT_WHOLE_MAX rows is
 * refused before anything is written.
 */
void import_run(struct work *work, struct import *import);

/* Number of records in the file behind the head. */
size_t import_count(struct work *work, const struct import *import);

#endif
