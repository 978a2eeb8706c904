/*
 * backup.h: backups, and the folder they are kept in. NAME.sealed holds the
 * data, NAME.files.sealed configuration and attachments, NAME.manifest says
 * what they are. The manifest comes last: without it there is no backup.
 * NAME.verified and NAME.sent are added when that has happened. The folder
 * is the truth; the rows of backup_run are a copy for the pages.
 */
#ifndef QIAO_BACKUP_H
#define QIAO_BACKUP_H

#include "model/census.h"
#include "qiao/command.h"

enum { CHAIN_MAX = 200, TABLES_MAX = 500 };

struct backup {
	struct str name, kind;         /* full, incremental, differential, logical, binlog */
	struct str base;               /* backup this one adds to; empty: none */
	struct str line;               /* life of the data: a restore begins another */
	struct str begun, finished;    /* instants */
	struct str bytes, sha256;
	struct str files_bytes, files_sha256; /* empty: no such file */
	struct str lsn_from, lsn_to;
	struct str binlog, position, gtid;    /* where the changes go on; of a binlog: itself */
	struct str covers;             /* every change up to this moment is in it; the tables were counted as of it */
	struct str until;              /* no later change is in it */
	struct str changes;            /* of a binlog: how many */
	struct str server;             /* version of MariaDB */
	struct census *tables;
	size_t table_count;
	struct str verified_at, verified_result, verified_seconds; /* result "well" or what is wrong */
	struct str sent_at;
};

struct backups {
	const char *folder;
	struct backup *items;          /* in the order of time */
	size_t count;
	struct str unread;             /* a manifest that is there and cannot be read, or the folder itself; NO_STR: none */
};

/* --- the folder (backup_folder.c) ----------------------------------------- */

/* NULL, and said on standard error, when it is not set or cannot be used. */
const char *backup_folder(struct command *command);
struct backups backups_read(struct arena *arena, const char *folder);
const struct backup *backup_find(const struct backups *all, struct str name);
/* The backup and what it stands on, the full one first; 0 when something is missing. */
size_t backup_chain(const struct backups *all, const struct backup *backup, const struct backup **chain);
bool backup_is(const struct backup *backup, const char *kind);
bool backup_is_physical(const struct backup *backup);
bool backup_is_verified(const struct backup *backup);
/* Its verification failed. */
bool backup_is_broken(const struct backup *backup);
/* What of its chain, itself included, is known to be broken or is missing; NO_STR: a restore can begin with it. */
struct str backup_flaw(const struct backups *all, const struct backup *backup);
/* binlog.000012 -> 12; 0: none. */
uint64_t backup_log_number(struct str binlog);
const char *backup_path(struct arena *arena, const char *folder, struct str name, const char *ending);
/* Whole or not at all, on the disk when it returns. */
bool backup_write_file(struct arena *arena, const char *path, struct str text);
bool backup_sync_folder(const char *folder);
bool backup_write_manifest(struct arena *arena, const char *folder, const struct backup *backup);
/* One at a time: an open file that holds the lock, -1 and said when another has it. Clears what was left half done. */
int backup_lock(struct command *command, const char *folder);
/* NAME.verified: how its restore ended. */
bool backup_note_verified(struct arena *arena, const char *folder, struct str name, struct str result, uint64_t seconds);
/* The scratch folder inside it, empty. */
const char *backup_work(struct command *command, const char *folder);
bool remove_tree(const char *path);

/* --- sealed files (backup_stream.c) ---------------------------------------- */

struct sealed {
	uint64_t bytes;
	struct str sha256;
};

/* Everything from fd, sealed into a new file, on the disk when it returns. */
bool seal_into(struct arena *arena, struct str public_key, int fd, const char *path, struct sealed *sealed);
/*
 * Opens it into fd; false, and said, at the first byte that is not as it was. is_damaged: the file is not the one its manifest
 * tells of; not set for another key or a disk that does not answer. Tells how far it is.
 */
bool seal_out_of(struct arena *arena, struct str secret_key, const char *path, struct str sha256, int fd, bool *is_damaged);
/* A file as it is, into a pipeline. */
bool copy_file_into(struct arena *arena, const char *path, int fd);
/* The key named by backup_key_file; NO_STR and said. */
struct str backup_public_key(struct command *command);
/* The secret one, from --key=FILE or backup_secret_key_file. */
struct str backup_secret_key(struct command *command);

/* --- making them ------------------------------------------------------------ */

/* The account for backups: backup_user, or the owner. */
struct db *backup_database(struct command *command);
/* A file with that account's name and password for the tools of MariaDB, which then ask the same server; NULL and said. */
const char *backup_client_file(struct command *command, const struct db *db, const char *work);
/* Files can be copied only where the server lies: false, and said, when it is another machine. */
bool backup_is_here(struct db *db);
/* Holds the clock for a moment: every change up to it has been committed, all others will be later. */
struct str backup_moment(struct db *db);
/* Which life of the data this is; begins one when it has none. */
struct str backup_line(struct command *command, struct db *db);
struct str backup_name(struct arena *arena, const char *kind);
int backup_make(struct command *command, const char *kind);
int backup_binlog(struct command *command);
int backup_verify(struct command *command);
int backup_prune(struct command *command);
int backup_due(struct command *command);
/* Hands what was not yet sent to backup_send_command. */
bool backup_send(struct command *command, const char *folder);
/* The rows for the pages, made equal to the folder. */
bool backup_mirror(struct command *command, const char *folder);

#endif
