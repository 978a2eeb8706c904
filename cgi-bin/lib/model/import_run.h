/* import_run.h: what the parts of an import share while it runs; for model/import*.c alone. */
#ifndef MODEL_IMPORT_RUN_H
#define MODEL_IMPORT_RUN_H

#include "model/import.h"

/* Where a row stands in the file; rows that refer to a later row of the same file wait for it. */
struct waiting {
	size_t at, line;
};

struct row {
	struct str *cells;
	size_t count, line;
	unsigned items;                /* children it has a line of: 1 << place among the entity's */
};

/* On which line of the file a record came first. */
struct seen {
	uint64_t hash;                 /* of what it is known by; 0: free */
	size_t line;
};

struct seen_records {
	struct seen *places;
	size_t count, capacity;
};

struct run {
	struct work *work;             /* its arena is emptied after each batch */
	struct import *import;
	struct arena *lasting;
	struct csv csv;
	struct row row;                /* read last */
	struct row *rows;              /* of the record in hand */
	size_t row_count, row_capacity;
	unsigned line_kinds;           /* children whose lines stand in rows of their own */
	struct seen_records *seen;
	struct waiting place;          /* of the record in hand */
	struct record *there;          /* the record it updates, with its lines; NULL: new */
	struct str meant;              /* id of the name that input was given last; NO_STR: it means nothing */
	struct import_names own;       /* titles and keys of the file's own rows, where it refers to itself */
	struct waiting *waiting;
	size_t waiting_count, waiting_capacity;
	size_t round_begin, round_at, round_end;   /* the waiting rows of the round in hand */
	bool is_last_round;            /* nothing more can turn up: what still waits is refused */
	bool is_waiting;               /* the record in hand must wait */
	bool is_read;                  /* the file's end was reached: only waiting rows are left */
	const char *fault;             /* why the file could not be read to its end */
};

/* --- import_names.c ------------------------------------------------------- */

/* Reads the names of the whole file, looks them up, and applies the choices. */
void names_read(struct run *run);
/* The name in hand; NULL when the column has none like it. */
struct import_name *names_find(const struct import_names *names, size_t column, struct str text);
/* The id it stands for, added or found anew where need be; NO_STR: nothing yet. */
struct str name_id(struct run *run, struct import_name *name);
/* What was found or added in a batch holds, or was rolled back. */
void names_settle(struct import *import, bool is_kept);
/* Why a name is refused, in the actor's language. */
struct str name_problem(struct run *run, const struct import_name *name);

/* --- import_cell.c -------------------------------------------------------- */

bool column_is_named(const struct column *column);
bool column_is_checklist(const struct column *column);
/* What a row says for a column; NO_STR when the file and the fixed values are silent. */
struct str row_cell(const struct run *run, const struct row *row, size_t column);
/* Cuts the next of several names in one cell off the front. */
bool row_cut_name(struct str *rest, struct str *name);

/* --- import_lines.c ------------------------------------------------------- */

/* Children whose lines stand in rows of their own, a bit for each. */
unsigned lines_in_rows(const struct import *import);
/* Does the file fill columns of that line of a child by number? SIZE_MAX: of any. */
bool lines_are_numbered(const struct import *import, const struct entity *child, size_t line);
/* Why the lines cannot be read as the columns are matched; NO_STR: they can. */
struct str lines_problem(struct work *work, const struct import *import);
/* Reads one row, or all rows of the next record. False at the end of the file or at a fault. */
bool lines_next_row(struct run *run);
bool lines_next_record(struct run *run);
/* The row with the nth line of a child of the record in hand; NULL: it has fewer. */
const struct row *lines_row(const struct run *run, const struct entity *child, size_t line);
/* Why the rows in hand cannot be one record, and of which line of the file that is said; NO_STR: they can. */
struct str lines_refusal(struct run *run, size_t *line);
/* The line on which a record of that name came first: that of the record in hand, unless there was one before. */
size_t lines_first_seen(struct run *run, struct str name);

/* --- import_row.c --------------------------------------------------------- */

/* Said where the database does not take what the checks let pass. */
extern const char bad_value_text[];

/* Checks the record in hand and, unless it is a trial, saves it. */
void row_import(struct run *run);

#endif
