/*
 * upgrade.h: running the pending migrations of an installation in use, with
 * what is looked at before and compared afterwards; the same on a copy.
 */
#ifndef QIAO_UPGRADE_H
#define QIAO_UPGRADE_H

#include "model/tally.h"
#include "qiao/migration.h"

struct upgrade {
	struct command *command;
	struct migrations *migrations;
	bool with_contract;            /* runs the files that take away, and waits with none */
	bool is_copy;                  /* nobody else writes: every difference counts */
};

bool upgrade_is_pending(const struct upgrade *upgrade, const struct migration *migration);
size_t upgrade_pending_count(const struct upgrade *upgrade);
/* Everything from the lease to the comparison. False with the reason printed. */
bool upgrade_run(struct upgrade *upgrade);

/* upgrade_tally.c: what was counted before is kept in the database, so that an upgrade that was interrupted is compared, too. */
const struct tally *upgrade_count_before(struct upgrade *upgrade, bool is_needed);
/* Counts again. True when all is as before but what the files declare; forgets what was kept. */
bool upgrade_compare(struct upgrade *upgrade, const struct tally *before);
struct tally_watch upgrade_watch(const char *what);

/* upgrade_preflight.c: one line each. */
bool upgrade_preflight(struct upgrade *upgrade);
/* Free bytes there; UINT64_MAX where that cannot be asked. */
uint64_t upgrade_room(const char *folder);
uint64_t upgrade_size(struct command *command, bool is_largest_table);

/* upgrade_back.c: undoes the newest file, by its counterpart in sql/down, when it only added something. */
bool upgrade_back(struct upgrade *upgrade);

/* rehearse.c: runs it on a copy in a server of its own; the live database is only read. */
bool upgrade_rehearse(struct upgrade *upgrade);

#endif
