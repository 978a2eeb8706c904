/* backup_make.c: makes one backup: copied, compressed and sealed, counted, and last of all its manifest. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "qiao/backup.h"
#include "qiao/spawn.h"

enum { TOOL_FILE_BYTES = 1 << 20 };

/* What one run of it needs at hand. */
struct making {
	struct command *command;
	struct arena *arena;
	struct db *db;
	const char *folder, *work, *client, *log;
	struct str public_key;
	struct backup backup;
};

struct str
backup_name(struct arena *arena, const char *kind)
{
	struct str at = instant_text(arena, clock_now_us());
	struct buf name;

	buf_init(&name, arena, 100);
	for (size_t i = 0; i < 23; i++)
		if (at.data[i] >= '0' && at.data[i] <= '9')
			buf_add_char(&name, at.data[i]);
		else if (at.data[i] == ' ')
			buf_add_char(&name, '-');
	buf_add_format(&name, "-%s", kind);
	return buf_str(&name);
}

/* "name = value" or "name: value" of a file a tool wrote. */
static struct str
tool_value(struct str text, const char *name)
{
	struct str line, key;

	while (str_cut(&text, '\n', &line))
		if (str_cut(&line, '=', &key) && line.data && str_equal_text(str_trim(key), name))
			return str_trim(line);
	return NO_STR;
}

static struct str
tool_file(struct making *making, const char *name)
{
	/* Newer releases of MariaDB name them after it. */
	static const char *const prefixes[] = { "xtrabackup", "mariadb_backup" };
	struct str text = NO_STR;

	for (size_t i = 0; !text.data && i < sizeof prefixes / sizeof *prefixes; i++)
		text = file_read(making->arena, str_format(making->arena, "%s/lsn/%s_%s", making->work, prefixes[i], name).data, TOOL_FILE_BYTES);
	return text;
}

/* binlog_pos = filename 'binlog.000001', position '3784', GTID of the last change '0-1-7' */
static struct str
quoted(struct str text, struct str before)
{
	ptrdiff_t at = str_find(text, before);
	struct str rest, word;

	if (at < 0)
		return S("");
	rest = str_slice(text, (size_t)at + before.len, text.len);
	return str_cut(&rest, '\'', &word) ? word : S("");
}

static bool
read_tool_files(struct making *making)
{
	struct str points = tool_file(making, "checkpoints"), info = tool_file(making, "info"), binlog = tool_value(info, "binlog_pos");
	struct backup *backup = &making->backup;

	backup->lsn_from = tool_value(points, "from_lsn");
	backup->lsn_to = tool_value(points, "to_lsn");
	backup->server = tool_value(info, "server_version");
	backup->binlog = quoted(binlog, S("filename '"));
	backup->position = quoted(binlog, S("position '"));
	backup->gtid = quoted(binlog, S("GTID of the last change '"));
	if (!str_is_empty(backup->lsn_to))
		return true;
	fprintf(stderr, "qiao: mariadb-backup said nothing about its position: see %s\n", making->log);
	return false;
}

/* A pipeline's output, sealed into NAME.ENDING. */
static bool
seal_output(struct making *making, const char *const *const *commands, const char *ending, struct sealed *sealed)
{
	const char *path = backup_path(making->arena, making->folder, making->backup.name, ending);
	const char *part = str_format(making->arena, "%s.part", path).data;
	struct spawn spawn;
	bool is_well = spawn_from(&spawn, making->log, commands) && seal_into(making->arena, making->public_key, spawn.fd, part, sealed);

	is_well = spawn_end(&spawn) && is_well && rename(part, path) == 0;
	if (!is_well)
		unlink(part);
	return is_well;
}

static const char *const compress[] = { "zstd", "-q", "-3", "-T0", "-c", NULL };

static bool
copy_physical(struct making *making, const struct backup *base)
{
	struct arena *arena = making->arena;
	const char *const copy[] = {
		"mariadb-backup", str_format(arena, "--defaults-file=%s", making->client).data, "--backup", "--stream=xbstream",
		str_format(arena, "--extra-lsndir=%s/lsn", making->work).data, str_format(arena, "--target-dir=%s/tmp", making->work).data,
		base ? str_format(arena, "--incremental-lsn=%.*s", STR_ARG(base->lsn_to)).data : NULL, NULL
	};
	const char *const *const commands[] = { copy, compress, NULL };
	struct sealed sealed;

	if (mkdir(str_format(arena, "%s/lsn", making->work).data, 0700) < 0 || mkdir(str_format(arena, "%s/tmp", making->work).data, 0700) < 0 ||
	    !seal_output(making, commands, "sealed", &sealed))
		return false;
	making->backup.bytes = str_from_u64(arena, sealed.bytes);
	making->backup.sha256 = sealed.sha256;
	return read_tool_files(making);
}

static bool
copy_logical(struct making *making)
{
	const char *const dump[] = {
		"mariadb-dump", str_format(making->arena, "--defaults-extra-file=%s", making->client).data, "--single-transaction", "--quick", "--dump-history",
		"--routines", "--triggers", "--hex-blob", "--default-character-set=utf8mb4",
		str_terminated(making->arena, config_get(making->command->config, "database_name", "qiao")), NULL
	};
	const char *const *const commands[] = { dump, compress, NULL };
	struct sealed sealed;

	if (!seal_output(making, commands, "sealed", &sealed))
		return false;
	making->backup.bytes = str_from_u64(making->arena, sealed.bytes);
	making->backup.sha256 = sealed.sha256;
	making->backup.server = db_value(making->db, SQL("SELECT VERSION()"), NO_ARGS);
	return !db_has_failed(making->db);
}

/* The settings, and what people attached where there is any. */
static bool
copy_files(struct making *making)
{
	struct str conf = config_path(making->command->config), state = config_get(making->command->config, "state_dir", "");
	const char *attachments = str_format(making->arena, "%.*s/attachments", STR_ARG(state)).data;
	bool has_attachments = state.len && access(attachments, R_OK | X_OK) == 0;
	const char *const pack[] = {
		"tar", "-c", "-P", "--transform=s,.*/qiao.conf$,qiao.conf,;s,.*/attachments,attachments,", str_terminated(making->arena, conf),
		has_attachments ? attachments : NULL, NULL
	};
	const char *const *const commands[] = { pack, compress, NULL };
	struct sealed sealed;

	if (!seal_output(making, commands, "files.sealed", &sealed))
		return false;
	making->backup.files_bytes = str_from_u64(making->arena, sealed.bytes);
	making->backup.files_sha256 = sealed.sha256;
	return true;
}

/* Incremental: on the newest of this life; differential: on the newest full one. */
static const struct backup *
find_base(const struct backups *all, const char *kind, struct str line)
{
	const struct backup *base = NULL;

	if (strcmp(kind, "incremental") != 0 && strcmp(kind, "differential") != 0)
		return NULL;
	for (size_t i = 0; i < all->count; i++) {
		const struct backup *each = &all->items[i];
		bool is_kind = strcmp(kind, "differential") == 0 ? backup_is(each, "full") : backup_is_physical(each);

		if (is_kind && str_equal(each->line, line) && !backup_flaw(all, each).data)
			base = each;
	}
	return base;
}

static bool
make(struct making *making, const struct backup *base)
{
	struct backup *backup = &making->backup;
	struct work work = making->command->work;

	work.db = making->db;
	backup->begun = instant_text(making->arena, clock_now_us());
	backup->covers = backup_moment(making->db);
	if (db_has_failed(making->db) || !(backup_is(backup, "logical") ? copy_logical(making) : copy_physical(making, base)))
		return false;
	backup->until = backup_moment(making->db);
	if (!copy_files(making))
		return false;
	printf("  %.*s: %.*s bytes; counting\n", STR_ARG(backup->name), STR_ARG(backup->bytes));
	fflush(stdout);
	backup->tables = census_take(&work, backup->covers, &backup->table_count);
	backup->finished = instant_text(making->arena, clock_now_us());
	return backup->table_count > 0 && !db_has_failed(making->db) && backup_sync_folder(making->folder) &&
	       backup_write_manifest(making->arena, making->folder, backup);
}

static int
make_locked(struct making *making, const char *kind)
{
	struct backups all = backups_read(making->arena, making->folder);
	struct str line = backup_line(making->command, making->db);
	const struct backup *base = find_base(&all, kind, line);

	if (!base && strcmp(kind, "full") != 0 && strcmp(kind, "logical") != 0) {
		printf("  there is no full backup of this data yet to add to: making a full one\n");
		kind = "full";
	}
	making->backup = (struct backup){ .name = backup_name(making->arena, kind), .kind = str_from(kind), .base = base ? base->name : NO_STR, .line = line };
	printf("  %.*s%s%.*s\n", STR_ARG(making->backup.name), base ? " on " : "", STR_ARG(making->backup.base));
	fflush(stdout);
	if (db_has_failed(making->db) || !make(making, base)) {
		if (db_has_failed(making->db))
			fprintf(stderr, "qiao: %.*s\n", STR_ARG(db_error_text(making->db)));
		fprintf(stderr, "qiao: no backup was made; those that were there are as they were\n");
		return 1;
	}
	printf("  %.*s is complete. It counts once it was restored: qiao backup verify\n", STR_ARG(making->backup.name));
	return 0;
}

int
backup_make(struct command *command, const char *kind)
{
	struct making making = { .command = command, .arena = &command->arena, .folder = backup_folder(command) };
	int lock, status = 1;

	making.public_key = making.folder ? backup_public_key(command) : NO_STR;
	if (!making.public_key.data)
		return 1;
	lock = backup_lock(command, making.folder);
	if (lock < 0)
		return 1;
	making.work = backup_work(command, making.folder);
	making.db = backup_database(command);
	making.client = making.work ? backup_client_file(command, making.db, making.work) : NULL;
	if (making.client && (strcmp(kind, "logical") == 0 || backup_is_here(making.db))) {
		making.log = str_format(&command->arena, "%s/.log", making.folder).data;
		unlink(making.log);
		status = make_locked(&making, kind);
	}
	if (making.work)
		remove_tree(making.work);
	db_end(making.db);
	backup_mirror(command, making.folder);
	close(lock);
	return status;
}
