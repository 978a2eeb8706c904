/* backup_binlog.c: puts closed binary logs into the folder of backups, so that every moment between two backups is kept. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "qiao/backup.h"
#include "qiao/binlog.h"
#include "qiao/spawn.h"

struct archiving {
	struct command *command;
	struct arena *arena;
	struct db *db;
	const char *folder, *log;
	struct str public_key, line;
};

/* The log's own name within this life of the data: it is archived once. */
static bool
is_archived(const struct backups *all, struct str line, struct str binlog)
{
	for (size_t i = 0; i < all->count; i++)
		if (backup_is(&all->items[i], "binlog") && str_equal(all->items[i].binlog, binlog) && str_equal(all->items[i].line, line))
			return true;
	return false;
}

static bool
seal_log(struct archiving *archiving, const char *from, struct backup *backup)
{
	const char *const read[] = { "zstd", "-q", "-3", "-c", from, NULL };
	const char *const *const commands[] = { read, NULL };
	const char *path = backup_path(archiving->arena, archiving->folder, backup->name, "sealed");
	const char *part = str_format(archiving->arena, "%s.part", path).data;
	struct sealed sealed;
	struct spawn spawn;
	bool is_well = spawn_from(&spawn, archiving->log, commands) && seal_into(archiving->arena, archiving->public_key, spawn.fd, part, &sealed);

	is_well = spawn_end(&spawn) && is_well && rename(part, path) == 0;
	backup->bytes = str_from_u64(archiving->arena, sealed.bytes);
	backup->sha256 = sealed.sha256;
	return is_well;
}

/* covers: NO_STR for one that is not the newest closed one; it then covers what it holds. */
static bool
archive(struct archiving *archiving, struct str folder, struct str binlog, struct str covers)
{
	const char *from = str_format(archiving->arena, "%.*s/%.*s", STR_ARG(folder), STR_ARG(binlog)).data;
	struct backup backup = { .name = backup_name(archiving->arena, "binlog"), .kind = S("binlog"), .line = archiving->line, .binlog = binlog,
	                         .begun = instant_text(archiving->arena, clock_now_us()) };
	struct binlog_span span;

	if (!binlog_read(archiving->arena, archiving->command, from, archiving->log, NO_STR, &span) || !seal_log(archiving, from, &backup))
		return false;
	backup.covers = covers.data ? covers : span.last;
	backup.until = span.last;
	backup.changes = str_from_u64(archiving->arena, span.changes);
	backup.position = str_from_u64(archiving->arena, span.end);
	backup.finished = instant_text(archiving->arena, clock_now_us());
	printf("  %.*s: %.*s, %llu changes, %.*s bytes\n", STR_ARG(backup.name), STR_ARG(binlog), (unsigned long long)span.changes, STR_ARG(backup.bytes));
	fflush(stdout);
	return backup_sync_folder(archiving->folder) && backup_write_manifest(archiving->arena, archiving->folder, &backup);
}

/*
 * A server whose newest log has a lower number than one that is archived began to count anew (RESET MASTER, or its data was
 * made again): its logs are others, with the same names. They, and the backups before them, lead nowhere together.
 */
static bool
has_begun_anew(const struct archiving *archiving, const struct backups *all, struct str newest)
{
	for (size_t i = 0; i < all->count; i++)
		if (backup_is(&all->items[i], "binlog") && str_equal(all->items[i].line, archiving->line) &&
		    backup_log_number(all->items[i].binlog) >= backup_log_number(newest))
			return true;
	return false;
}

static void
begin_line(struct archiving *archiving)
{
	struct command *command = archiving->command;

	printf("  the server counts its binary logs anew: what is saved from now on stands by itself, and the next backup is a full one\n");
	db_execute(command->db, SQL("UPDATE backup_state SET line = NULL WHERE id = 1"), NO_ARGS);
	archiving->line = backup_line(command, archiving->db);
}

static int
archive_all(struct archiving *archiving)
{
	struct backups all = backups_read(archiving->arena, archiving->folder);
	struct str base = db_value(archiving->db, SQL("SELECT @@log_bin_basename"), NO_ARGS), folder = base, covers;
	struct rows *logs;

	if (db_has_failed(archiving->db) || str_is_empty(base)) {
		fprintf(stderr, "qiao: the server writes no binary log: set log_bin, binlog_format = ROW and sync_binlog = 1 in its configuration\n");
		return 1;
	}
	for (size_t at = folder.len; at > 0 && folder.data[at - 1] != '/'; at--)
		folder.len = at - 1;
	covers = backup_moment(archiving->db);
	db_execute(archiving->db, SQL("FLUSH BINARY LOGS"), NO_ARGS);
	logs = db_query(archiving->db, SQL("SHOW BINARY LOGS"), NO_ARGS);
	if (rows_count(logs) && has_begun_anew(archiving, &all, rows_cell(logs, rows_count(logs) - 1, 0)))
		begin_line(archiving);
	/* The last one is being written to. */
	for (size_t i = 0; i + 1 < rows_count(logs); i++) {
		struct str binlog = rows_cell(logs, i, 0);
		bool is_newest = i + 2 == rows_count(logs);

		if (!is_archived(&all, archiving->line, binlog) && !archive(archiving, folder, binlog, is_newest ? covers : NO_STR)) {
			fprintf(stderr, "qiao: %.*s was not archived; it stays where it is until the next run\n", STR_ARG(binlog));
			return 1;
		}
	}
	if (!db_has_failed(archiving->db))
		return 0;
	fprintf(stderr, "qiao: %.*s\n", STR_ARG(db_error_text(archiving->db)));
	return 1;
}

int
backup_binlog(struct command *command)
{
	struct archiving archiving = { .command = command, .arena = &command->arena, .folder = backup_folder(command) };
	int lock, status;

	archiving.public_key = archiving.folder ? backup_public_key(command) : NO_STR;
	if (!archiving.public_key.data)
		return 1;
	lock = backup_lock(command, archiving.folder);
	if (lock < 0)
		return 1;
	archiving.log = str_format(&command->arena, "%s/.log", archiving.folder).data;
	archiving.db = backup_database(command);
	archiving.line = backup_line(command, archiving.db);
	status = backup_is_here(archiving.db) ? archive_all(&archiving) : 1;
	db_end(archiving.db);
	backup_mirror(command, archiving.folder);
	close(lock);
	return status;
}
