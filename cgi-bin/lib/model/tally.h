/*
 * tally.h: how many rows each table has, those of its history included, and
 * a sum over each column, so that two databases, or one before and after a
 * change of its form, can be compared.
 *
 * While others go on writing, two tallies up to the same moment are
 * comparable because history only grows: the versions that had begun by then
 * stay what they are. When one of them ended is left out as long as it was
 * later than the moment and no migration ended it.
 */
#ifndef MODEL_TALLY_H
#define MODEL_TALLY_H

#include "model/work.h"

struct tally_column {
	struct str name, sum;
};

struct tally_table {
	struct str name;
	struct str rows;               /* those of the history included */
	struct tally_column *columns;
	size_t column_count;
	struct str key;                /* columns that tell its rows apart, with commas between */
	bool is_versioned;
	bool is_dated;                 /* each row has its moment, for ever: `change` */
};

struct tally {
	struct str up_to;              /* NO_STR: everything */
	struct tally_table *tables;    /* by name; views and the runner's own tables are not among them */
	size_t count;
};

/* Told before each table; NULL: nobody. */
struct tally_watch {
	void (*tell)(void *who, struct str table, size_t place, size_t count);
	void *who;
};

/* like: its tables and columns alone, as far as they are there; NULL: all there are. */
struct tally *tally_take(struct work *work, struct str up_to, const struct tally *like, struct tally_watch watch);

/* A moment that every later change comes after; NO_STR before there is a clock. Takes the clock for it. */
struct str tally_moment(struct work *work);
/* That of the newest change; takes and writes nothing. */
struct str tally_last_moment(struct work *work);

/*
 * Whether that other table holds the column for each row, those of the
 * history included, under the same key (and row_start).
 */
bool tally_is_kept(struct work *work, struct str table, struct str column, struct str other);

enum tally_fault { TALLY_SAME, TALLY_NO_TABLE, TALLY_NO_COLUMN, TALLY_ROWS, TALLY_SUM };

struct tally_difference {
	struct str table, column;      /* column NO_STR: the table as a whole */
	enum tally_fault fault;
	struct str before, after;
	bool may_move;                 /* up_to a moment, but its rows have none: others may have written it */
};

/* Those of before that are not the same in after; *count of them. */
struct tally_difference *tally_compare(struct arena *arena, const struct tally *before, const struct tally *after, size_t *count);

#endif
