/*
 * script.h: a migration read from its file: what its first lines declare,
 * and its statements one by one. HACKING.md has the rules for writing one.
 */
#ifndef QIAO_SCRIPT_H
#define QIAO_SCRIPT_H

#include "base/str.h"

enum phase { EXPAND, BACKFILL, CONTRACT, BACK };
enum { CHANGES_MAX = 20 };

struct statement {
	struct str text;               /* without what stands around it, and without its semicolon */
	struct str table;              /* the one whose form it changes; NO_STR: it changes rows */
};

/* "-- changes: TABLE reason" or "-- changes: TABLE.COLUMN reason" */
struct declared_change {
	struct str what, reason;
};

struct script {
	enum phase phase;              /* "-- phase: backfill"; EXPAND when it says nothing */
	bool needs_maintenance;        /* "-- needs: maintenance" */
	struct declared_change changes[CHANGES_MAX];
	size_t change_count;
	struct statement *statements;
	size_t count;
	const char *fault;             /* why it cannot be run; NULL */
};

/* Slices point into text. */
void script_read(struct script *script, struct arena *arena, struct str text);
const char *phase_name(enum phase phase);
/* Cuts the next column that a statement drops off *rest, which begins as its text. */
bool script_dropped(struct str *rest, struct str *column);

#endif
