/*
 * restore.h: backups turned back into a database, beside the one in use: in
 * a folder of its own, under a private server without a network port, then
 * compared with what the manifest says.
 */
#ifndef QIAO_RESTORE_H
#define QIAO_RESTORE_H

#include "qiao/backup.h"
#include "qiao/spawn.h"

enum { LOGS_MAX = 5000 };

struct restore {
	struct command *command;
	struct arena *arena;
	struct backups all;
	struct str moment;             /* wanted; NO_STR: as late as can be */
	const struct backup *backup;   /* the last of the chain */
	const struct backup *chain[CHAIN_MAX];
	size_t chain_count;
	const struct backup *logs[LOGS_MAX];   /* binary logs behind it */
	size_t log_count;
	struct str reach;              /* every change up to here is in chain and logs */
	const char *into, *log;
	struct str secret_key;
	struct spawn server;
	struct str password;           /* of the account in it that is dropped again */
	struct db *db;                 /* of the private server */
	struct str newest;             /* moment of the newest change that was restored */
	const struct backup *damaged;  /* the one whose file is not as it was */
	struct str fault;              /* what did not compare equal; NO_STR: nothing */
};

/* --- the plan (restore_plan.c) ---------------------------------------------- */

/* Chooses chain and logs for the moment, or those of one backup when named. False, and said, when there is none. */
bool restore_plan(struct restore *restore, struct str name);
void restore_tell_plan(const struct restore *restore);
/* Seconds it should take by what verifications took; 0: nothing was measured. */
uint64_t restore_expected_s(const struct restore *restore);

/* --- the steps, in this order ------------------------------------------------ */

bool restore_folder(struct restore *restore);          /* restore_data.c: its own, empty */
bool restore_data(struct restore *restore);
bool restore_files(struct restore *restore);
bool restore_start(struct restore *restore);           /* restore_server.c */
bool restore_load(struct restore *restore);            /* restore_data.c: a logical backup, into a new server */
bool restore_compare(struct restore *restore);         /* restore_compare.c: true when it could be done; see fault */
bool restore_replay(struct restore *restore);          /* restore_replay.c */
bool restore_stop(struct restore *restore);            /* restore_server.c */
/* All of them; what is restored then lies in into/data, closed properly. */
bool restore_run(struct restore *restore);
/* Puts into/data in the place of a stopped server's data, which is kept aside (restore_switch.c). */
bool restore_switch(struct restore *restore, const char *data_folder);

/* Opens NAME.ENDING into a pipeline. */
bool restore_open(struct restore *restore, const struct backup *backup, const char *ending, struct str sha256, const char *const *const *commands, const char *to_path);

#endif
