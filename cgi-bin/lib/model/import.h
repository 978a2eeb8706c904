/*
 * import.h: a CSV file into records of one entity: every row checked like a
 * form, matched by a key, saved in small batches, each a change of its own
 * (one change for all, where nothing is to be kept unless all is well).
 * Every row is accounted for: its record was created, updated, unchanged,
 * refused or left out by choice, or it is a further row of the record above;
 * the rows of a refused record go into an error file with their reasons.
 *
 * Where columns are matched to fields of lines, the rows that follow with the
 * same number or key, or with nothing but a line, are further lines of one
 * record. The rows of a record in the file are then all its lines: what has
 * no row is taken away. Columns of lines by number leave all others alone.
 *
 * The names by which rows refer to other records, and the texts of choices,
 * are collected first and looked up together. What means nothing, or several
 * records, can be decided once for all rows that have it.
 */
#ifndef MODEL_IMPORT_H
#define MODEL_IMPORT_H

#include "format/csv.h"
#include "model/columns.h"
#include "model/near.h"
#include "model/store.h"

enum {
	IMPORT_FILE_COLUMNS = 100,
	IMPORT_ERRORS_SHOWN = 50,
	IMPORT_NAMES_SHOWN = 200,
	IMPORT_WHOLE_MAX = 20000,
	IMPORT_ERROR_BYTES = 32 << 20
};

struct import_error {
	size_t line;
	struct str label, value, text;
};

/* What is done with a name. */
enum import_act {
	IMPORT_AS_IS,                  /* it is what it says; its rows are refused when that is nothing */
	IMPORT_TO,                     /* it means another record or choice */
	IMPORT_EMPTY,                  /* the field stays empty */
	IMPORT_OUT,                    /* its rows are left out */
	IMPORT_ADD                     /* it becomes a record of a short list */
};

/* A decision about one name of one column, made before a run. */
struct import_choice {
	struct str param, text;        /* of struct column; as the file has it */
	enum import_act act;
	struct str to;                 /* IMPORT_TO: the name or number of a record, or a choice; */
	struct str to_id;              /* or its id */
	/* Results. */
	struct str label;              /* of what it means now */
	struct str problem;            /* why it cannot be done; NO_STR: it can */
	bool is_found;                 /* the file has that name */
};

/* One distinct text of one column that refers to records or has choices. */
struct import_name {
	size_t column;                 /* place in columns */
	struct str text;
	size_t row_count;
	size_t match_count;            /* records it may mean as it is: 0, 1, or more */
	enum import_act act;
	struct str id, label;          /* of what it means now: of a record, or a choice's value; NO_STR: nothing */
	const struct import_choice *choice;    /* NULL: nobody decided */
	struct str problem;            /* why it cannot be added to its list; NO_STR: it can, or nobody may */
	bool is_own;                   /* a record of this very file has that name */
	bool is_told;                  /* is among the errors */
	bool is_fresh;                 /* found or added in a batch that may still be rolled back */
};

struct import_names {
	struct import_name *names;
	size_t count, capacity;
	uint32_t *slots;               /* place + 1 in names; 0: free */
	size_t slot_count;
};

struct import {
	const struct entity *entity;
	struct str text;               /* the file, UTF-8 */
	struct column columns[COLUMNS_MAX_COUNT];
	size_t column_count;
	size_t map[IMPORT_FILE_COLUMNS];   /* per column of the file: place in columns, SIZE_MAX: left out */
	size_t file_column_count;
	struct str heads[IMPORT_FILE_COLUMNS];
	struct str fixed[COLUMNS_MAX_COUNT];   /* value of every row for a column that is not in the file, {head} standing for the row's own; NO_STR: none */
	struct import_choice *choices;
	size_t choice_count;
	const struct field *key;       /* MATCHED field to find records by; NULL: every row is new */
	bool creates_missing;          /* adds what is missing to short lists (LIST entities), unless decided otherwise */
	bool is_whole;                 /* all rows or none */
	bool is_trial;                 /* checks only; writes nothing */
	struct str route, request_id, kind;    /* of its changes */

	/* Told after each batch; may be NULL. */
	void (*progress)(void *data, size_t rows);
	void *progress_data;

	/* Results. */
	size_t row_count;              /* of the file; the others but further count records */
	size_t created, updated, unchanged, refused, left_out, further;
	struct import_names names;
	struct import_error errors[IMPORT_ERRORS_SHOWN];   /* a name that means nothing once, however many rows have it */
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

/* The field to match records by is among the columns, or every row is new: otherwise each would be taken for a record that is not there. */
bool import_has_key(const struct import *import);
/* Sets up columns and guesses the map from the file's head. False when the file has no head. */
bool import_open(struct work *work, struct import *import, const struct entity *entity, struct str text);

/* Does the file, or a fixed value, fill that column? */
bool import_fills(const struct import *import, size_t column);

/*
 * Reads the whole file. Makes its own changes through work->change; the
 * caller has begun none. is_whole with more than IMPORT_WHOLE_MAX rows is
 * refused before anything is written.
 */
void import_run(struct work *work, struct import *import);

/* Number of records in the file behind the head. */
size_t import_count(struct work *work, const struct import *import);

/* After a run: names that mean nothing or several records, or that somebody decided about; those of most rows first. */
size_t import_open_names(struct work *work, const struct import *import, const struct import_name *open[IMPORT_NAMES_SHOWN], size_t *total);
/* May what is missing there be added? */
bool import_may_add(const struct work *work, const struct column *column);

#endif
