/* restore_data.c: opens a chain of backups into a folder, each step put on the one before. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "qiao/restore.h"

static const char *
inside(struct restore *restore, const char *name)
{
	return str_format(restore->arena, "%s/%s", restore->into, name).data;
}

/* The mark of a folder that may be emptied: a restore began here. */
static bool
is_ours_or_empty(struct restore *restore)
{
	DIR *handle = opendir(restore->into);
	struct dirent *entry;
	bool is_empty = handle || errno == ENOENT;

	if (handle && access(inside(restore, "qiao-restore"), F_OK) < 0)
		while ((entry = readdir(handle)))
			if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
				is_empty = false;
	if (handle)
		closedir(handle);
	return is_empty;
}

bool
restore_folder(struct restore *restore)
{
	if (!is_ours_or_empty(restore)) {
		fprintf(stderr, "qiao: %s holds something else: name an empty folder, or one that is not there yet\n", restore->into);
		return false;
	}
	/* A server that starts removes all temporary tables it finds, whoever's they are: the private one looks in a folder of its own. */
	if (!remove_tree(restore->into) || mkdir(restore->into, 0700) < 0 || mkdir(inside(restore, "tmp"), 0700) < 0) {
		fprintf(stderr, "qiao: %s cannot be made: %s\n", restore->into, strerror(errno));
		return false;
	}
	restore->log = inside(restore, "log");
	return backup_write_file(restore->arena, inside(restore, "qiao-restore"), S("A restore began here and has not ended. Run it again.\n"));
}

bool
restore_open(struct restore *restore, const struct backup *backup, const char *ending, struct str sha256, const char *const *const *commands, const char *to_path)
{
	const char *path = backup_path(restore->arena, restore->all.folder, backup->name, ending);
	bool is_damaged = false, is_well;
	struct spawn spawn;

	is_well = spawn_into(&spawn, restore->log, commands, to_path) && seal_out_of(restore->arena, restore->secret_key, path, sha256, spawn.fd, &is_damaged);
	/* What the programs say about half a stream is not the cause. */
	if (is_damaged) {
		restore->damaged = backup;
		spawn.log_path = NULL;
	}
	return spawn_end(&spawn) && is_well;
}

static bool
unpack(struct restore *restore, const struct backup *backup, const char *folder)
{
	const char *const expand[] = { "zstd", "-q", "-d", "-c", NULL };
	const char *const extract[] = { "mbstream", "-x", "-C", folder, NULL };
	const char *const *const commands[] = { expand, extract, NULL };

	return mkdir(folder, 0700) == 0 && restore_open(restore, backup, "sealed", backup->sha256, commands, NULL);
}

static bool
prepare(struct restore *restore, const char *increment)
{
	const char *const apply[] = {
		"mariadb-backup", "--no-defaults", "--prepare", "--use-memory=256M", str_format(restore->arena, "--target-dir=%s", inside(restore, "data")).data,
		increment ? str_format(restore->arena, "--incremental-dir=%s", increment).data : NULL, NULL
	};
	const char *const *const commands[] = { apply, NULL };

	return spawn_run(restore->log, commands, NULL);
}

static bool
add_step(struct restore *restore, size_t i)
{
	const char *folder = inside(restore, i ? "increment" : "data");

	printf("  step %zu of %zu: %.*s\n", i + 1, restore->chain_count, STR_ARG(restore->chain[i]->name));
	fflush(stdout);
	return unpack(restore, restore->chain[i], folder) && prepare(restore, i ? folder : NULL) && (!i || remove_tree(folder));
}

bool
restore_data(struct restore *restore)
{
	for (size_t i = 0; i < restore->chain_count; i++)
		if (!add_step(restore, i))
			return false;
	return true;
}

bool
restore_files(struct restore *restore)
{
	const char *folder = inside(restore, "files");
	const char *const expand[] = { "zstd", "-q", "-d", "-c", NULL };
	const char *const extract[] = { "tar", "-x", "-C", folder, NULL };
	const char *const *const commands[] = { expand, extract, NULL };

	if (str_is_empty(restore->backup->files_sha256))
		return true;
	return mkdir(folder, 0700) == 0 && restore_open(restore, restore->backup, "files.sealed", restore->backup->files_sha256, commands, NULL);
}

bool
restore_load(struct restore *restore)
{
	const char *const expand[] = { "zstd", "-q", "-d", "-c", NULL };
	const char *const load[] = { "mariadb", str_format(restore->arena, "--defaults-file=%s", inside(restore, "client.cnf")).data, "--max-allowed-packet=1G",
	                             str_terminated(restore->arena, config_get(restore->command->config, "database_name", "qiao")), NULL };
	const char *const *const commands[] = { expand, load, NULL };

	return restore_open(restore, restore->backup, "sealed", restore->backup->sha256, commands, NULL);
}
