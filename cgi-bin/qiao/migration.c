/* migration.c: finds the numbered files, and what of them was run here. */
#include "qiao/migration.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "base/file.h"
#include "qiao/picture.h"

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

static struct str
read_script(struct command *command, const char *folder, const char *name)
{
	return file_read(&command->arena, str_format(&command->arena, "%s/%s", folder, name).data, SCRIPT_BYTES);
}

/* What is wrong with it. A file already run must be the one that was run: migrations are frozen. */
static struct str
read_one(struct command *command, struct migration *migration, const char *folder, const char *name, bool has_list)
{
	struct str text = read_script(command, folder, name), known = NO_STR;
	struct digest digest;

	if (!text.data)
		return str_format(&command->arena, "%s/%s cannot be read", folder, name);
	digest = digest_sha256(text);
	*migration = (struct migration){ .name = name, .sha256 = hex_encode(&command->arena, digest.bytes, sizeof digest.bytes) };
	str_to_u64(str_slice(str_from(name), 0, 4), &migration->number);
	if (has_list)
		known = db_value(command->db, SQL("SELECT sha256 FROM migration WHERE name = ?"), ARGS(str_from(name)));
	migration->is_done = known.data != NULL;
	if (known.data && !str_equal(known, migration->sha256))
		return str_format(&command->arena, "%s is not the file that was run here before; restore the original", name);
	script_read(&migration->script, &command->arena, text);
	if (migration->is_done || !migration->script.fault)
		return NO_STR;
	return str_format(&command->arena, "%s, statement %zu: %s", name, migration->script.count + 1, migration->script.fault);
}

bool
migrations_read(struct command *command, struct migrations *migrations, const char *folder)
{
	const char **names = ARENA_ARRAY(&command->arena, const char *, FILES_MAX);
	size_t count = list_files(&command->arena, folder, names);
	bool has_list;

	*migrations = (struct migrations){ .folder = folder, .list = ARENA_ARRAY(&command->arena, struct migration, FILES_MAX) };
	if (count == 0)
		migrations->fault = str_format(&command->arena, "there are no migrations in %s", folder);
	else if (!(migrations->ground = read_script(command, folder, names[0])).data)
		migrations->fault = str_format(&command->arena, "%s/%s cannot be read", folder, names[0]);
	has_list = picture_has_table(command, S("migration"));
	for (size_t i = 1; i < count && !migrations->fault.data; i++)
		migrations->fault = read_one(command, &migrations->list[migrations->count++], folder, names[i], has_list);
	return !migrations->fault.data && !db_has_failed(command->db);
}

bool
migrations_load(struct command *command, struct migrations *migrations, const char *folder)
{
	if (migrations_read(command, migrations, folder))
		return true;
	if (migrations->fault.data)
		fprintf(stderr, "qiao: %.*s\n", STR_ARG(migrations->fault));
	command_status(command);
	return false;
}

bool
migrations_prepare(struct command *command, const struct migrations *migrations)
{
	return db_run_script(command->db, migrations->ground) || command_status(command) == 0;
}

bool
migrations_finish(struct command *command, const struct migrations *migrations, bool is_new)
{
	const char **names = ARENA_ARRAY(&command->arena, const char *, FILES_MAX);
	const char *views = str_format(&command->arena, "%s/views", migrations->folder).data;
	size_t count = list_files(&command->arena, views, names);

	for (size_t i = 0; i < count; i++) {
		struct str view = read_script(command, views, names[i]);

		if (!view.data)
			fprintf(stderr, "qiao: %s/%s cannot be read\n", views, names[i]);
		if (!view.data || !db_run_script(command->db, view))
			return view.data && command_status(command) == 0;
	}
	if (is_new)
		db_execute(command->db, SQL("UPDATE catalogue SET version = version + 1 WHERE id = 1"), NO_ARGS);
	return command_status(command) == 0;
}

void
migrations_be_patient(struct command *command)
{
	db_execute(command->db, SQL("SET lock_wait_timeout = 2, innodb_lock_wait_timeout = 2"), NO_ARGS);
}
