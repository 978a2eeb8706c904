/* main.c: the command line of Qiao: reads the configuration, finds the subcommand, runs it. */
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "base/settings.h"
#include "entities/entities.h"
#include "qiao/command.h"

/* A statement of an upgrade may take as long as its rehearsal may. */
enum { COMMAND_BYTES = 1 << 30, READ_TIMEOUT_S = 24 * 3600 };

static const struct subcommand subcommands[] = {
	{ "migrate", command_migrate, "qiao migrate", "creates the tables of a new installation, or brings them up to date while nobody uses it" },
	{ "upgrade", command_upgrade, "qiao upgrade [--rehearse [--folder=DIR]] [--contract [--forget=HOST]] [--back] [--accept] [--wait] [--take-over]", "brings an installation in use up to date; --rehearse does it on a copy first" },
	{ "user", command_user, "qiao user add --login=NAME --name=NAME --role=ROLE [--team=TEAM] | password --login=NAME", "adds a user or sets a password, read from standard input" },
	{ "import", command_import, "qiao import ENTITY FILE [--map=COLUMN:FIELD,...] [--map=COLUMN:NAME=MEANING] [--set=FIELD=VALUE] [--key=FIELD] [--charset=NAME] [--create-missing] [--all-or-nothing] [--check] [--errors=FILE] [--user=LOGIN]", "reads a CSV file; MEANING is another name, empty for none, - to leave the rows out, + to add it to its list; VALUE may hold {COLUMN}" },
	{ "demo-data", command_demo_data, "qiao demo-data [--customers=N] [--seed=N] [--until=DAY] [--staff-password=TEXT]", "fills an empty installation with believable data" },
	{ "maintenance", command_maintenance, "qiao maintenance [on | off]", "closes the site with a page that says so, or opens it again; alone: says which" },
	{ "doctor", command_doctor, "qiao doctor [--deployment | --security] [--json] [--record] [--url=ADDRESS] [--at=IP]", "checks the installation, line by line; --deployment also through the web server, --at that of this address whatever the name means; --security: three lists, kept for the page by --record" },
	{ "probe", command_probe, "qiao probe [--url=ADDRESS]", "asks every program and the database whether they answer; to be run each minute" },
	{ "backup", command_backup, "qiao backup full | incremental | differential | logical | binlog | verify [NAME] [--key=FILE] [--into=FOLDER] | list | prune [--plan] | due | key FILE", "makes sealed backups in backup_to, restores and compares them, removes old ones; due is for a timer" },
	{ "restore", command_restore, "qiao restore [--to=MOMENT] [--name=BACKUP] [--from=FOLDER] [--plan] --into=FOLDER --key=FILE [--in-place=FOLDER]", "brings back any moment, beside what is in use" },
	{ "fsck", command_fsck, "qiao fsck", "checks the history for overlaps and the records for loose ends" },
	{ "sample", command_sample, "qiao sample [--thin]", "notes how the machine and each page are doing; for a timer, once a minute" },
	{ NULL }
};

const char *
command_option(const struct command *command, const char *name, const char *otherwise)
{
	size_t len = strlen(name);

	for (int i = 1; i < command->argc; i++)
		if (strncmp(command->argv[i], name, len) == 0 && command->argv[i][len] == '=')
			return command->argv[i] + len + 1;
	return otherwise;
}

bool
command_flag(const struct command *command, const char *name)
{
	for (int i = 1; i < command->argc; i++)
		if (strcmp(command->argv[i], name) == 0)
			return true;
	return false;
}

const char *
command_argument(const struct command *command, int n)
{
	for (int i = 1; i < command->argc; i++)
		if (strncmp(command->argv[i], "--", 2) != 0 && n-- == 0)
			return command->argv[i];
	return NULL;
}

void
command_change_begin(struct command *command, const char *route)
{
	command->change = (struct change){ .route = str_from(route), .kind = S("command"), .request_id = S("") };
	command->work.change = &command->change;
	change_begin(&command->work);
}

bool
command_change_end(struct command *command)
{
	bool is_done;

	change_end(&command->work);
	is_done = !db_has_failed(command->db) && db_commit(command->db) == DB_DONE;
	if (!is_done)
		change_abandon(&command->work);
	db_now(command->db);
	return is_done;
}

int
command_status(struct command *command)
{
	if (!db_has_failed(command->db))
		return 0;
	fprintf(stderr, "qiao: %.*s\n", STR_ARG(db_error_text(command->db)));
	return 1;
}

static int
usage(FILE *to)
{
	fprintf(to, "usage: qiao SUBCOMMAND [--config=FILE]\n\n");
	for (const struct subcommand *each = subcommands; each->name; each++)
		fprintf(to, "  %s\n      %s\n", each->usage, each->summary);
	return to == stderr ? 2 : 0;
}

struct db_options
command_database(struct command *command)
{
	const struct config *config = command->config;
	struct str owner = config_get(config, "owner_user", "");

	return (struct db_options){
		.hosts = config_get(config, "database_hosts", ""), .socket = config_get(config, "database_socket", ""),
		.port = (unsigned)config_number(config, "database_port", 0), .database = config_get(config, "database_name", "qiao"),
		.user = owner.len ? owner : config_get(config, "database_user", "qiao"),
		.password = config_get(config, owner.len ? "owner_password" : "database_password", ""),
		.read_timeout_s = READ_TIMEOUT_S, .lock_wait_s = 60,
	};
}

static void
start(struct command *command)
{
	const struct config *config;

	arena_init(&command->arena, COMMAND_BYTES);
	config = config_load(&command->arena, command_option(command, "--config", NULL));
	settings_check(&command->arena, config);
	command->config = config;
	command->data_dir = str_terminated(&command->arena, config_get(config, "data_dir", QIAO_DATA_DIR));
	command->db = db_new(&command->arena, command_database(command));
	db_use(command->db, &command->arena);
	command->actor = (struct actor){ .language = S("en"), .zone_name = S("UTC") };
	command->work = (struct work){ .arena = &command->arena, .db = command->db, .actor = &command->actor, .dictionary = dictionary,
	                               .now_us = clock_now_us(), .tools = locale_tools_new(&command->arena) };
}

int
main(int argc, char **argv)
{
	struct command command = { .argc = argc - 1, .argv = argv + 1 };
	int status;

	log_program("qiao");
	if (argc < 2)
		return usage(stderr);
	if (strcmp(argv[1], "help") == 0 || strcmp(argv[1], "--help") == 0)
		return usage(stdout);
	for (const struct subcommand *each = subcommands; each->name; each++)
		if (strcmp(argv[1], each->name) == 0) {
			start(&command);
			status = each->run(&command);
			db_end(command.db);
			arena_end(&command.arena);
			return status;
		}
	fprintf(stderr, "qiao: there is no subcommand \"%s\"\n", argv[1]);
	return usage(stderr);
}
