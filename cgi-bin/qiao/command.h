/*
 * command.h: what every subcommand of `qiao` gets: configuration, the
 * database as its owner, and work done by nobody but the system.
 */
#ifndef QIAO_COMMAND_H
#define QIAO_COMMAND_H

#include "base/config.h"
#include "model/catalogue.h"
#include "model/change.h"
#include "model/work.h"

struct command {
	struct arena arena;
	const struct config *config;
	const char *data_dir;
	struct db *db;                 /* the owner's account */
	struct actor actor;            /* the system: may do everything; id is NO_STR */
	struct change change;
	struct work work;
	int argc;
	char **argv;                   /* argv[0] is the subcommand */
};

struct subcommand {
	const char *name;              /* NULL ends the table */
	int (*run)(struct command *command);   /* exit status */
	const char *usage;
	const char *summary;
};

/* Value of --NAME=VALUE; otherwise when it was not given. */
const char *command_option(const struct command *command, const char *name, const char *otherwise);
bool command_flag(const struct command *command, const char *name);
/* The nth argument that is no option, from 0 behind the subcommand; NULL when there is none. */
const char *command_argument(const struct command *command, int n);
/* How the database is reached, as its owner. */
struct db_options command_database(struct command *command);
/* Begins a change of the kind "command"; true when the commit succeeded. */
void command_change_begin(struct command *command, const char *route);
bool command_change_end(struct command *command) __attribute__((warn_unused_result));
/* Prints the database's error, if there is one, and gives the exit status 1; 0 otherwise. */
int command_status(struct command *command);

/*
 * Shows the maintenance page for an upgrade, and takes it away when an upgrade showed it, be it one that was killed; the
 * page that somebody turned on stays theirs (maintenance.c). False with the reason printed.
 */
bool maintenance_begin(struct command *command);
bool maintenance_end(struct command *command);

int command_migrate(struct command *command);
int command_user(struct command *command);
int command_doctor(struct command *command);
int command_import(struct command *command);
int command_demo_data(struct command *command);
int command_upgrade(struct command *command);
int command_maintenance(struct command *command);
int command_fsck(struct command *command);
int command_sample(struct command *command);
int command_probe(struct command *command);
int command_backup(struct command *command);
int command_restore(struct command *command);

#endif
