/* migrate.c: brings the schema up to date with numbered files, each run once. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "base/file.h"
#include "qiao/command.h"

enum { FILES_MAX = 1000, SCRIPT_BYTES = 4 << 20 };

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static size_t
list_files(struct arena *arena, const char *folder, const char **names)
{
	DIR *handle = opendir(folder);
	struct dirent *entry;
	size_t count = 0;

	if (!handle)
		return 0;
	while ((entry = readdir(handle)) && count < FILES_MAX)
		if (str_ends_with(str_from(entry->d_name), S(".sql")))
			names[count++] = str_terminated(arena, str_from(entry->d_name));
	closedir(handle);
	qsort(names, count, sizeof *names, by_name);
	return count;
}

/* A file already run must be the one that was run: migrations are frozen. */
static int
run_file(struct command *command, const char *folder, const char *name)
{
	struct str script = file_read(&command->arena, str_format(&command->arena, "%s/%s", folder, name).data, SCRIPT_BYTES), known, sum;
	struct digest digest;

	if (!script.data) {
		fprintf(stderr, "qiao: %s/%s cannot be read\n", folder, name);
		return 1;
	}
	digest = digest_sha256(script);
	sum = hex_encode(&command->arena, digest.bytes, sizeof digest.bytes);
	known = db_value(command->db, SQL("SELECT sha256 FROM migration WHERE name = ?"), ARGS(str_from(name)));
	if (known.data && !str_equal(known, sum)) {
		fprintf(stderr, "qiao: %s is not the file that was run here before; restore the original\n", name);
		return 1;
	}
	if (known.data)
		return 0;
	if (!db_run_script(command->db, script))
		return command_status(command);
	db_execute(command->db, SQL("INSERT INTO migration (name, sha256, run_at) VALUES (?, ?, SYSDATE(6))"), ARGS(str_from(name), sum));
	printf("  %s\n", name);
	return command_status(command);
}

int
command_migrate(struct command *command)
{
	const char **names = ARENA_ARRAY(&command->arena, const char *, FILES_MAX);
	const char *folder = str_format(&command->arena, "%s/sql", command->data_dir).data;
	const char *views = str_format(&command->arena, "%s/views", folder).data;
	size_t count = list_files(&command->arena, folder, names);

	if (count == 0) {
		fprintf(stderr, "qiao: there are no migrations in %s\n", folder);
		return 1;
	}
	/* The first file makes the list of those that were run, so it cannot be on it. */
	if (!db_run_script(command->db, file_read(&command->arena, str_format(&command->arena, "%s/%s", folder, names[0]).data, SCRIPT_BYTES)))
		return command_status(command);
	for (size_t i = 1; i < count; i++)
		if (run_file(command, folder, names[i]))
			return 1;
	/* Views hold no data: they are made anew each time. */
	count = list_files(&command->arena, views, names);
	for (size_t i = 0; i < count; i++)
		if (!db_run_script(command->db, file_read(&command->arena, str_format(&command->arena, "%s/%s", views, names[i]).data, SCRIPT_BYTES)))
			return command_status(command);
	printf("The schema is up to date.\n");
	return command_status(command);
}
