/* import_run.h: what the parts of an import share while it runs; for model/import*.c alone. */
#ifndef MODEL_IMPORT_RUN_H
#define MODEL_IMPORT_RUN_H

#include "model/import.h"

/* Where a row stands in the file; rows that refer to a later row of the same file wait for it. */
struct waiting {
	size_t at, line;
};

struct run {
	struct work *work;             /* its arena is emptied after each batch */
	struct import *import;
	struct arena *lasting;
	struct csv csv;
	struct str *cells;             /* the row in hand */
	size_t cell_count, line;
	struct waiting place;          /* of the row in hand */
	struct record *there;          /* the record it updates, with its lines; NULL: new */
	struct import_names own;       /* titles and keys of the file's own rows, where it refers to itself */
	struct waiting *waiting;
	size_t waiting_count, waiting_capacity;
	size_t round_begin, round_at, round_end;   /* the waiting rows of the round in hand */
	bool is_last_round;            /* nothing more can turn up: what still waits is refused */
	bool is_waiting;               /* the row in hand must wait */
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
/* What the row in hand says for a column; NO_STR when the file and the fixed values are silent. */
struct str row_cell(const struct run *run, size_t column);
/* Cuts the next of several names in one cell off the front. */
bool row_cut_name(struct str *rest, struct str *name);

/* --- import_row.c --------------------------------------------------------- */

/* Checks the row in hand and, unless it is a trial, saves it. */
void row_import(struct run *run);

#endif
