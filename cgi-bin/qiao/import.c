/* import.c: a CSV file from the command line, by the same rules as in the browser. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "entities/entities.h"
#include "format/charset.h"
#include "model/import.h"
#include "qiao/command.h"

enum { FILE_BYTES = 512 << 20 };

/* --map=Head:field,Head:field in place of what was guessed; Head: alone leaves a column out. */
static bool
read_map(struct command *command, struct import *import, struct str *heads)
{
	struct str rest = str_from(command_option(command, "--map", NULL)), pair, head;

	while (str_cut(&rest, ',', &pair)) {
		bool is_known = false;

		if (!str_cut(&pair, ':', &head))
			continue;
		for (size_t i = 0; i < import->file_column_count; i++) {
			if (!str_equal(str_trim(heads[i]), str_trim(head)))
				continue;
			import->map[i] = SIZE_MAX;
			is_known = !pair.len;
			for (size_t k = 0; k < import->column_count; k++)
				if (str_equal(pair, import->columns[k].param)) {
					import->map[i] = k;
					is_known = true;
				}
		}
		if (!is_known) {
			fprintf(stderr, "qiao: --map: no column \"%.*s\" or no field \"%.*s\"; fields are:\n", STR_ARG(head), STR_ARG(pair));
			for (size_t k = 0; k < import->column_count; k++)
				fprintf(stderr, "  %.*s\n", STR_ARG(import->columns[k].param));
			return false;
		}
	}
	return true;
}

static void
show_progress(void *data, size_t rows)
{
	(void)data;
	if (isatty(STDERR_FILENO))
		fprintf(stderr, "\r%zu rows", rows);
}

/* Records belong to the user named, as if they had sent the form. */
static bool
act_for(struct command *command)
{
	const char *login = command_option(command, "--user", NULL);
	struct rows *rows;

	if (!login)
		return true;
	rows = db_query(command->db, SQL("SELECT id, role_id, team_id, name FROM user WHERE login = ? AND is_active = 1"), ARGS(str_from(login)));
	if (!rows_next(rows)) {
		fprintf(stderr, "qiao: there is no active user \"%s\"\n", login);
		return false;
	}
	command->actor.id = rows_at(rows, 0);
	command->actor.role_id = rows_at(rows, 1);
	command->actor.team_id = rows_at(rows, 2);
	command->actor.name = rows_at(rows, 3);
	return true;
}

static bool
write_errors(const struct import *import, const char *path)
{
	FILE *file = path ? fopen(path, "w") : NULL;
	bool is_written;

	if (!path)
		return true;
	if (!file)
		return false;
	is_written = fwrite(import->error_file.data, 1, import->error_file.len, file) == import->error_file.len;
	return fclose(file) == 0 && is_written;
}

static void
report(const struct import *import)
{
	printf("%zu rows: %zu new, %zu updated, %zu the same, %zu refused\n", import->row_count, import->created, import->updated,
	       import->unchanged, import->refused);
	for (size_t i = 0; i < import->error_count; i++)
		printf("  line %zu: %.*s%s%.*s\n", import->errors[i].line, STR_ARG(import->errors[i].label), import->errors[i].label.len ? ": " : "",
		       STR_ARG(import->errors[i].text));
	if (import->failure.data)
		printf("%.*s\n", STR_ARG(import->failure));
}

static bool
choose_key(struct command *command, struct import *import)
{
	const char *key = command_option(command, "--key", NULL);
	const struct field *field = key && *key ? columns_key(import->entity, str_from(key)) : NULL;

	if (key && !*key)
		import->key = NULL;
	else if (key && !field) {
		fprintf(stderr, "qiao: records cannot be matched by \"%s\"\n", key);
		return false;
	} else if (key)
		import->key = field;
	return true;
}

int
command_import(struct command *command)
{
	const char *name = command_argument(command, 0), *path = command_argument(command, 1), *charset = command_option(command, "--charset", NULL);
	const struct entity *entity = name ? entity_find(dictionary, str_from(name)) : NULL;
	struct import *import = ARENA_NEW(&command->arena, struct import);
	struct str bytes, text, *heads;
	struct csv csv;
	size_t at, count;

	if (!entity || entity_is_child(entity) || entity->flags & FIXED || !path) {
		fprintf(stderr, "usage: qiao import ENTITY FILE, for example: qiao import customer customers.csv --key=external_code\n");
		return 2;
	}
	bytes = file_read(&command->arena, path, FILE_BYTES);
	if (!bytes.data) {
		fprintf(stderr, "qiao: %s cannot be read\n", path);
		return 1;
	}
	charset = charset ? charset : charset_guess(bytes);
	if (!charset_to_utf8(&command->arena, bytes, charset, &text, &at)) {
		fprintf(stderr, "qiao: byte %zu does not fit the encoding %s; give --charset=NAME\n", at, charset);
		return 1;
	}
	command->work.catalogue = catalogue_load(&command->arena, command->db, dictionary);
	if (!command->work.catalogue || !act_for(command))
		return command_status(command) ? 1 : 1;
	if (!import_open(&command->work, import, entity, text)) {
		fprintf(stderr, "qiao: %s has no first line with the names of its columns\n", path);
		return 1;
	}
	csv_init(&csv, text);
	csv_next(&csv, &command->arena, &heads, &count);
	if (!read_map(command, import, heads) || !choose_key(command, import))
		return 2;
	import->creates_missing = command_flag(command, "--create-missing");
	import->is_whole = command_flag(command, "--all-or-nothing");
	import->is_trial = command_flag(command, "--check");
	import->route = S("qiao import");
	import->progress = show_progress;
	printf("%s, %zu rows\n", charset, import_count(&command->work, import));
	import_run(&command->work, import);
	report(import);
	if (!write_errors(import, command_option(command, "--errors", NULL))) {
		fprintf(stderr, "qiao: the error file cannot be written\n");
		return 1;
	}
	return import->failure.data ? 1 : import->refused ? 3 : 0;
}
