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

/* The column of a field: "region_id.text", or "region_id" for short; SIZE_MAX: there is none. */
static size_t
field_named(const struct import *import, struct str name)
{
	for (size_t k = 0; k < import->column_count; k++)
		if (str_equal(import->columns[k].param, name) || (!import->columns[k].child && str_equal_text(name, import->columns[k].field->name)))
			return k;
	return SIZE_MAX;
}

/* The column that a head of the file leads to, or a field. */
static size_t
column_named(const struct import *import, const struct str *heads, struct str name)
{
	for (size_t i = 0; i < import->file_column_count; i++)
		if (str_equal(str_trim(heads[i]), name) && import->map[i] != SIZE_MAX)
			return import->map[i];
	return field_named(import, name);
}

static bool
show_fields(const struct import *import, const char *option, struct str head, struct str field)
{
	fprintf(stderr, "qiao: %s: no column \"%.*s\" or no field \"%.*s\"; fields are:\n", option, STR_ARG(head), STR_ARG(field));
	for (size_t k = 0; k < import->column_count; k++)
		fprintf(stderr, "  %.*s\n", STR_ARG(import->columns[k].param));
	return false;
}

/* --map=Head:field,Head:field in place of what was guessed; Head: alone leaves a column out. */
static bool
map_columns(struct import *import, const struct str *heads, struct str rest)
{
	struct str pair, head;

	while (str_cut(&rest, ',', &pair)) {
		bool is_known = false;
		size_t column;

		if (!str_cut(&pair, ':', &head))
			continue;
		head = str_trim(head);
		column = field_named(import, pair);
		for (size_t i = 0; i < import->file_column_count; i++)
			if (str_equal(str_trim(heads[i]), head)) {
				import->map[i] = column;
				is_known = !pair.len || column != SIZE_MAX;
			}
		if (!is_known)
			return show_fields(import, "--map", head, pair);
	}
	return true;
}

/* --map=COLUMN:FROM=TO: TO is a name or number, empty to leave the field empty, - to leave the rows out, + to add FROM to the list. */
static bool
map_name(struct command *command, struct import *import, const struct str *heads, struct str text)
{
	static const struct { const char *sign; enum import_act act; } acts[] = { { "", IMPORT_EMPTY }, { "-", IMPORT_OUT }, { "+", IMPORT_ADD } };
	struct str to = text, column_name = NO_STR, from = NO_STR;
	struct import_choice *choice = &import->choices[import->choice_count++];
	size_t column;

	str_cut(&to, ':', &column_name);
	str_cut(&to, '=', &from);
	column = column_named(import, heads, str_trim(column_name));
	if (column == SIZE_MAX)
		return show_fields(import, "--map", column_name, NO_STR);
	*choice = (struct import_choice){ .param = import->columns[column].param, .text = str_trim(from), .act = IMPORT_TO, .to = str_copy(&command->arena, to) };
	for (size_t i = 0; i < sizeof acts / sizeof *acts; i++)
		if (str_equal_text(to, acts[i].sign))
			choice->act = acts[i].act;
	return true;
}

/* --set=FIELD=VALUE for a field that is not in the file. */
static bool
set_field(struct import *import, struct str value)
{
	struct str name = NO_STR;
	size_t column;

	str_cut(&value, '=', &name);
	column = field_named(import, name);
	if (column == SIZE_MAX)
		return show_fields(import, "--set", NO_STR, name);
	import->fixed[column] = value.data ? value : S("");
	return true;
}

/* The options that come more than once, in their order. */
static bool
read_options(struct command *command, struct import *import, const struct str *heads)
{
	import->choices = ARENA_ARRAY(&command->arena, struct import_choice, (size_t)command->argc + 1);
	for (int i = 1; i < command->argc; i++) {
		struct str option = str_from(command->argv[i]), value = option, name;

		if (!str_cut(&value, '=', &name) || !value.data)
			continue;
		if (str_equal_text(name, "--set") && !set_field(import, value))
			return false;
		if (str_equal_text(name, "--map") && str_find_char(value, '=') < 0 && !map_columns(import, heads, value))
			return false;
	}
	for (int i = 1; i < command->argc; i++) {
		struct str value = str_from(command->argv[i]), name;

		if (str_cut(&value, '=', &name) && str_equal_text(name, "--map") && str_find_char(value, '=') >= 0 && !map_name(command, import, heads, value))
			return false;
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
	rows = db_query(command->db, SQL("SELECT id, role_id, team_id, name, zone FROM user WHERE login = ? AND is_active = 1"), ARGS(str_from(login)));
	if (!rows_next(rows)) {
		fprintf(stderr, "qiao: there is no active user \"%s\"\n", login);
		return false;
	}
	command->actor.id = rows_at(rows, 0);
	command->actor.role_id = rows_at(rows, 1);
	command->actor.team_id = rows_at(rows, 2);
	command->actor.name = rows_at(rows, 3);
	/* Moments in the file are on the clock of whoever sends it. */
	command->actor.zone_name = rows_at(rows, 4);
	command->actor.zone = zone_load(&command->arena, rows_at(rows, 4));
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
	printf("%zu rows: %zu new, %zu updated, %zu the same, %zu refused", import->row_count, import->created, import->updated,
	       import->unchanged, import->refused);
	if (import->left_out)
		printf(", %zu left out", import->left_out);
	if (import->further)
		printf(", %zu further lines of records", import->further);
	printf("\n");
	for (size_t i = 0; i < import->error_count; i++)
		printf("  line %zu: %.*s%s%.*s\n", import->errors[i].line, STR_ARG(import->errors[i].label), import->errors[i].label.len ? ": " : "",
		       STR_ARG(import->errors[i].text));
	if (import->failure.data)
		printf("%.*s\n", STR_ARG(import->failure));
}

/* What the nearest record is called; NO_STR: nothing is near. */
static struct str
nearest(struct command *command, const struct import *import, const struct import_name *name, struct near_pool **pools)
{
	struct near near[NEAR_MAX];

	if (!pools[name->column])
		pools[name->column] = near_pool_new(&command->work, import->columns[name->column].field);
	return near_find(&command->work, pools[name->column], name->text, near) ? near[0].label : NO_STR;
}

/* Names that mean nothing, with what was decided or may have been meant. */
static void
report_names(struct command *command, const struct import *import)
{
	static const char *const acts[] = {
		[IMPORT_TO] = "taken for", [IMPORT_EMPTY] = "left empty", [IMPORT_OUT] = "rows left out", [IMPORT_ADD] = "added to the list",
	};
	const struct import_name *open[IMPORT_NAMES_SHOWN];
	struct near_pool **pools = ARENA_ARRAY(&command->arena, struct near_pool *, COLUMNS_MAX_COUNT);
	size_t total, count = import_open_names(&command->work, import, open, &total);

	if (count)
		printf("%zu names of the file are not there as they are written; those of most rows:\n", total);
	for (size_t i = 0; i < count; i++) {
		const struct import_name *name = open[i];
		struct str param = import->columns[name->column].param, near;

		printf("  %.*s: \"%.*s\" in %zu rows: ", STR_ARG(param), STR_ARG(name->text), name->row_count);
		if (name->act != IMPORT_AS_IS) {
			printf("%s %.*s\n", acts[name->act], STR_ARG(name->label));
			continue;
		}
		if (name->match_count > 1) {
			printf("several have this name; give the number of one: --map='%.*s:%.*s=NUMBER'\n", STR_ARG(param), STR_ARG(name->text));
			continue;
		}
		near = nearest(command, import, name, pools);
		printf("nothing%s%.*s%s; --map='%.*s:%.*s=%.*s'\n", near.data ? ", but there is \"" : "", STR_ARG(near), near.data ? "\"" : "",
		       STR_ARG(param), STR_ARG(name->text), STR_ARG(near.data ? near : S("NAME")));
	}
	for (size_t i = 0; i < import->choice_count; i++) {
		const struct import_choice *choice = &import->choices[i];

		if (!choice->is_found)
			printf("  --map: no row has \"%.*s\" in %.*s\n", STR_ARG(choice->text), STR_ARG(choice->param));
		else if (choice->problem.data)
			printf("  --map: \"%.*s\": %.*s\n", STR_ARG(choice->text), STR_ARG(choice->problem));
	}
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
	if (import_has_key(import))
		return true;
	fprintf(stderr, "qiao: records are to be matched by %s, and no column of the file is that: name it with --map=\"HEADING:%s\", or --key= to enter every row as new\n",
	        import->key->name, import->key->name);
	return false;
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
	if (!read_options(command, import, heads) || !choose_key(command, import))
		return 2;
	import->creates_missing = command_flag(command, "--create-missing");
	import->is_whole = command_flag(command, "--all-or-nothing");
	import->is_trial = command_flag(command, "--check");
	import->route = S("qiao import");
	import->progress = show_progress;
	printf("%s, %zu rows\n", charset, import_count(&command->work, import));
	import_run(&command->work, import);
	report(import);
	report_names(command, import);
	if (!write_errors(import, command_option(command, "--errors", NULL))) {
		fprintf(stderr, "qiao: the error file cannot be written\n");
		return 1;
	}
	return import->failure.data ? 1 : import->refused ? 3 : 0;
}
