/* backup_folder.c: reads and writes the folder of backups, which is the truth about them. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "qiao/backup.h"

enum { MANIFEST_BYTES = 1 << 20, TREE_FILES_MAX = 32, FIRST_BACKUPS = 256 };

/* The lines of a manifest, and of the two notes beside it. */
static const struct {
	const char *name;
	size_t at;
} lines[] = {
	{ "kind", offsetof(struct backup, kind) },
	{ "base", offsetof(struct backup, base) },
	{ "line", offsetof(struct backup, line) },
	{ "begun", offsetof(struct backup, begun) },
	{ "finished", offsetof(struct backup, finished) },
	{ "bytes", offsetof(struct backup, bytes) },
	{ "sha256", offsetof(struct backup, sha256) },
	{ "files_bytes", offsetof(struct backup, files_bytes) },
	{ "files_sha256", offsetof(struct backup, files_sha256) },
	{ "lsn_from", offsetof(struct backup, lsn_from) },
	{ "lsn_to", offsetof(struct backup, lsn_to) },
	{ "binlog", offsetof(struct backup, binlog) },
	{ "position", offsetof(struct backup, position) },
	{ "gtid", offsetof(struct backup, gtid) },
	{ "covers", offsetof(struct backup, covers) },
	{ "until", offsetof(struct backup, until) },
	{ "changes", offsetof(struct backup, changes) },
	{ "server", offsetof(struct backup, server) },
	{ "verified_at", offsetof(struct backup, verified_at) },
	{ "verified_result", offsetof(struct backup, verified_result) },
	{ "verified_seconds", offsetof(struct backup, verified_seconds) },
	{ "sent_at", offsetof(struct backup, sent_at) },
	{ NULL, 0 }
};

static struct str *
member(struct backup *backup, size_t at)
{
	return (struct str *)(void *)((char *)backup + at);
}

bool
backup_is(const struct backup *backup, const char *kind)
{
	return str_equal_text(backup->kind, kind);
}

bool
backup_is_physical(const struct backup *backup)
{
	return backup_is(backup, "full") || backup_is(backup, "incremental") || backup_is(backup, "differential");
}

bool
backup_is_verified(const struct backup *backup)
{
	return str_equal_text(backup->verified_result, "well");
}

bool
backup_is_broken(const struct backup *backup)
{
	return backup->verified_result.data && !backup_is_verified(backup);
}

uint64_t
backup_log_number(struct str binlog)
{
	uint64_t number = 0;
	size_t at = binlog.len;

	while (at > 0 && binlog.data[at - 1] >= '0' && binlog.data[at - 1] <= '9')
		at--;
	return str_to_u64(str_slice(binlog, at, binlog.len), &number) ? number : 0;
}

const char *
backup_path(struct arena *arena, const char *folder, struct str name, const char *ending)
{
	return str_format(arena, "%s/%.*s.%s", folder, STR_ARG(name), ending).data;
}

const char *
backup_folder(struct command *command)
{
	const char *folder = command_option(command, "--from", NULL);
	struct stat about;

	if (!folder)
		folder = str_terminated(&command->arena, config_get(command->config, "backup_to", ""));
	if (!*folder) {
		fprintf(stderr, "qiao: backup_to is not set: name a folder for backups in %.*s, best on another disk\n", STR_ARG(config_path(command->config)));
		return NULL;
	}
	if (stat(folder, &about) < 0 || !S_ISDIR(about.st_mode)) {
		fprintf(stderr, "qiao: the folder for backups, %s, is not there: make it, readable for nobody else, or correct backup_to\n", folder);
		return NULL;
	}
	return folder;
}

/* table: NAME ROWS VERSIONS SUM */
static void
read_table(struct arena *arena, struct backup *backup, struct str value)
{
	struct census *census;

	if (!backup->tables)
		backup->tables = ARENA_ARRAY(arena, struct census, TABLES_MAX);
	if (backup->table_count == TABLES_MAX)
		return;
	census = &backup->tables[backup->table_count++];
	if (str_cut(&value, ' ', &census->table) && str_cut(&value, ' ', &census->rows) && str_cut(&value, ' ', &census->versions))
		census->sum = value;
}

static void
read_lines(struct arena *arena, struct backup *backup, struct str text)
{
	struct str line, name;

	while (str_cut(&text, '\n', &line)) {
		if (!str_cut(&line, ':', &name) || !line.data)
			continue;
		line = str_trim(line);
		if (str_equal(name, S("table")))
			read_table(arena, backup, line);
		for (size_t i = 0; lines[i].name; i++)
			if (str_equal_text(name, lines[i].name))
				*member(backup, lines[i].at) = line;
	}
}

/* One without its last line was cut short, and counts as little as one that is not there. */
static bool
read_backup(struct arena *arena, const char *folder, struct str name, struct backup *backup)
{
	struct str manifest = file_read(arena, backup_path(arena, folder, name, "manifest"), MANIFEST_BYTES);

	*backup = (struct backup){ .name = name };
	if (!manifest.data)
		return false;
	if (!str_ends_with(manifest, S("\nend: manifest\n"))) {
		errno = EBADMSG;
		return false;
	}
	read_lines(arena, backup, manifest);
	read_lines(arena, backup, file_read(arena, backup_path(arena, folder, name, "verified"), MANIFEST_BYTES));
	read_lines(arena, backup, file_read(arena, backup_path(arena, folder, name, "sent"), MANIFEST_BYTES));
	return true;
}

static int
by_name(const void *a, const void *b)
{
	return str_compare(((const struct backup *)a)->name, ((const struct backup *)b)->name);
}

static void
add_backup(struct arena *arena, struct backups *all, size_t *size, const char *file_name)
{
	struct str file = str_copy(arena, str_from(file_name));

	if (!str_ends_with(file, S(".manifest")))
		return;
	if (all->count == *size) {
		all->items = arena_grow(arena, all->items, *size * sizeof *all->items, *size * 2 * sizeof *all->items);
		*size *= 2;
	}
	if (read_backup(arena, all->folder, str_slice(file, 0, file.len - 9), &all->items[all->count]))
		all->count++;
	/* One that was removed in between is none. */
	else if (errno != ENOENT)
		all->unread = file;
}

struct backups
backups_read(struct arena *arena, const char *folder)
{
	struct backups all = { .folder = folder, .items = ARENA_ARRAY(arena, struct backup, FIRST_BACKUPS) };
	DIR *handle = opendir(folder);
	struct dirent *entry;
	size_t size = FIRST_BACKUPS;

	if (!handle)
		all.unread = str_from(folder);
	while (handle) {
		errno = 0;
		entry = readdir(handle);
		if (!entry)
			break;
		add_backup(arena, &all, &size, entry->d_name);
	}
	if (handle && errno)
		all.unread = str_from(folder);
	if (handle)
		closedir(handle);
	qsort(all.items, all.count, sizeof *all.items, by_name);
	return all;
}

const struct backup *
backup_find(const struct backups *all, struct str name)
{
	for (size_t i = 0; i < all->count; i++)
		if (str_equal(all->items[i].name, name))
			return &all->items[i];
	return NULL;
}

size_t
backup_chain(const struct backups *all, const struct backup *backup, const struct backup **chain)
{
	const struct backup *each = backup;
	size_t count = 0;

	while (each && count < CHAIN_MAX) {
		chain[count++] = each;
		if (str_is_empty(each->base))
			break;
		each = backup_find(all, each->base);
	}
	if (!each || !str_is_empty(each->base))
		return 0;
	for (size_t i = 0; i < count / 2; i++) {
		each = chain[i];
		chain[i] = chain[count - 1 - i];
		chain[count - 1 - i] = each;
	}
	return count;
}

struct str
backup_flaw(const struct backups *all, const struct backup *backup)
{
	const struct backup *chain[CHAIN_MAX];
	size_t count = backup_chain(all, backup, chain);

	for (size_t i = 0; i < count; i++)
		if (backup_is_broken(chain[i]))
			return chain[i]->name;
	return count ? NO_STR : backup->base;
}

bool
backup_sync_folder(const char *folder)
{
	int handle = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool is_well = handle >= 0 && fsync(handle) == 0;

	if (handle >= 0)
		close(handle);
	return is_well;
}

bool
backup_write_file(struct arena *arena, const char *path, struct str text)
{
	const char *part = str_format(arena, "%s.part", path).data;
	int file = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	bool is_well = file >= 0 && write(file, text.data, text.len) == (ssize_t)text.len && fsync(file) == 0;

	if (file >= 0)
		is_well = close(file) == 0 && is_well;
	is_well = is_well && rename(part, path) == 0;
	if (!is_well)
		fprintf(stderr, "qiao: %s cannot be written: %s\n", path, strerror(errno));
	return is_well;
}

bool
backup_write_manifest(struct arena *arena, const char *folder, const struct backup *backup)
{
	struct backup copy = *backup;
	struct buf text;

	buf_init(&text, arena, MANIFEST_BYTES);
	for (size_t i = 0; lines[i].name; i++)
		if (!str_is_empty(*member(&copy, lines[i].at)))
			buf_add_format(&text, "%s: %.*s\n", lines[i].name, STR_ARG(*member(&copy, lines[i].at)));
	for (size_t i = 0; i < backup->table_count; i++)
		buf_add_format(&text, "table: %.*s %.*s %.*s %.*s\n", STR_ARG(backup->tables[i].table), STR_ARG(backup->tables[i].rows),
		               STR_ARG(backup->tables[i].versions), STR_ARG(backup->tables[i].sum));
	buf_add(&text, S("end: manifest\n"));
	return backup_write_file(arena, backup_path(arena, folder, backup->name, "manifest"), buf_str(&text)) && backup_sync_folder(folder);
}

bool
backup_note_verified(struct arena *arena, const char *folder, struct str name, struct str result, uint64_t seconds)
{
	struct str text = str_format(arena, "verified_at: %.*s\nverified_result: %.*s\nverified_seconds: %llu\n", STR_ARG(instant_text(arena, clock_now_us())),
	                             STR_ARG(result), (unsigned long long)seconds);

	return backup_write_file(arena, backup_path(arena, folder, name, "verified"), text) && backup_sync_folder(folder);
}

static int
remove_one(const char *path, const struct stat *about, int kind, struct FTW *walk)
{
	(void)about;
	(void)kind;
	(void)walk;
	return remove(path) < 0 && errno != ENOENT ? -1 : 0;
}

bool
remove_tree(const char *path)
{
	return nftw(path, remove_one, TREE_FILES_MAX, FTW_DEPTH | FTW_PHYS) == 0 || errno == ENOENT;
}

/* Under the lock nobody else is writing: parts, and data without a manifest, are left from a run that was cut short. */
static void
clear_leftovers(struct command *command, const char *folder)
{
	DIR *handle = opendir(folder);
	struct dirent *entry;

	while (handle && (entry = readdir(handle))) {
		struct str file = str_from(entry->d_name), name = file, rest = file;
		const char *path = str_format(&command->arena, "%s/%s", folder, entry->d_name).data;

		if (str_ends_with(file, S(".sealed.part")) || str_ends_with(file, S(".manifest.part")))
			unlink(path);
		/* A disk that does not answer is no reason to remove anything. */
		if (str_ends_with(file, S(".sealed")) && str_cut(&rest, '.', &name) && access(backup_path(&command->arena, folder, name, "manifest"), F_OK) < 0 && errno == ENOENT)
			unlink(path);
	}
	if (handle)
		closedir(handle);
	remove_tree(str_format(&command->arena, "%s/.work", folder).data);
}

int
backup_lock(struct command *command, const char *folder)
{
	int lock = open(str_format(&command->arena, "%s/.lock", folder).data, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	if (lock < 0 || flock(lock, LOCK_EX | LOCK_NB) < 0) {
		fprintf(stderr, "qiao: %s %s\n", folder, lock < 0 ? "cannot be written to" : "is in use by another backup: try again when it has ended");
		if (lock >= 0)
			close(lock);
		return -1;
	}
	clear_leftovers(command, folder);
	return lock;
}

const char *
backup_work(struct command *command, const char *folder)
{
	const char *work = str_format(&command->arena, "%s/.work", folder).data;

	if (remove_tree(work) && mkdir(work, 0700) == 0)
		return work;
	fprintf(stderr, "qiao: %s cannot be made: %s\n", work, strerror(errno));
	return NULL;
}
