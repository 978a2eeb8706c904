/* restore.c: the subcommand: plans, restores beside what is in use, compares, and only then switches if told to. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "qiao/restore.h"

enum { MARK_BYTES = 4096, US = 1000000 };

/* The life of the data ends here: backups of what is restored do not add to those from before. */
static bool
finish(struct restore *restore)
{
	db_execute(restore->db, SQL("UPDATE backup_state SET line = NULL, requested_kind = NULL, running_kind = NULL WHERE id = 1"), NO_ARGS);
	restore->newest = db_value(restore->db, SQL("SELECT MAX(at) FROM `change`"), NO_ARGS);
	if (!db_has_failed(restore->db))
		return true;
	fprintf(stderr, "qiao: %.*s\n", STR_ARG(db_error_text(restore->db)));
	return false;
}

static bool
fill(struct restore *restore)
{
	if (backup_is(restore->backup, "logical"))
		return restore_start(restore) && restore_load(restore);
	return restore_data(restore) && restore_start(restore);
}

bool
restore_run(struct restore *restore)
{
	bool is_well = restore_folder(restore) && fill(restore) && restore_compare(restore) && !restore->fault.data && restore_replay(restore) &&
	               finish(restore) && restore_files(restore);

	if (is_well && restore->moment.data && str_compare(restore->newest, restore->moment) > 0) {
		restore->fault = str_format(restore->arena, "the newest change, %.*s, is later than the moment", STR_ARG(restore->newest));
		is_well = false;
	}
	return restore_stop(restore) && is_well;
}

/* What the folder holds when all is done: a second run of the same command goes on from there. */
static struct str
mark(struct restore *restore)
{
	return str_format(restore->arena, "Restored and compared.\nbackup: %.*s\nmoment: %.*s\nreach: %.*s\n", STR_ARG(restore->backup->name), STR_ARG(restore->moment),
	                  STR_ARG(restore->reach));
}

static bool
is_done_already(struct restore *restore)
{
	struct str found = file_read(restore->arena, str_format(restore->arena, "%s/qiao-restore", restore->into).data, MARK_BYTES);

	return found.data && str_equal(found, mark(restore)) && access(str_format(restore->arena, "%s/data", restore->into).data, F_OK) == 0;
}

static void
tell_done(const struct restore *restore, uint64_t seconds)
{
	bool is_short = restore->moment.data && str_compare(restore->reach, restore->moment) < 0;

	printf("Restored to %.*s: the newest change is of %.*s; it took %llu s.\n", STR_ARG(restore->moment.data && !is_short ? restore->moment : restore->reach),
	       STR_ARG(restore->newest), (unsigned long long)seconds);
	if (is_short)
		printf("That is earlier than %.*s: what was changed in between is in no backup.\n", STR_ARG(restore->moment));
}

static void
tell_switch(const struct restore *restore)
{
	printf("Nothing that is in use was touched. To use it, stop the programs and the server, and run the same command with\n"
	       "  --in-place=FOLDER    the data folder of the server, often /var/lib/mysql; what is there is kept aside\n"
	       "Settings and attachments are in %s/files.\n", restore->into);
}

static int
run(struct restore *restore)
{
	uint64_t began_us = clock_monotonic_us();
	const char *place = command_option(restore->command, "--in-place", NULL);

	restore->log = str_format(restore->arena, "%s/log", restore->into).data;
	if (is_done_already(restore)) {
		printf("It was restored and compared in %s already.\n", restore->into);
	} else if (!restore_run(restore) || !backup_write_file(restore->arena, str_format(restore->arena, "%s/qiao-restore", restore->into).data, mark(restore))) {
		fprintf(stderr, "qiao: nothing was restored%s%.*s; nothing in use was touched, and %s can be removed or used again\n", restore->fault.data ? ": " : "",
		        STR_ARG(restore->fault), restore->into);
		return 1;
	} else {
		tell_done(restore, (clock_monotonic_us() - began_us) / US);
	}
	if (place)
		return restore_switch(restore, place) ? 0 : 1;
	tell_switch(restore);
	return 0;
}

static bool
read_moment(struct restore *restore)
{
	const char *to = command_option(restore->command, "--to", NULL);
	int64_t us;

	if (!to)
		return true;
	if (!instant_parse(str_from(to), 0, &us)) {
		fprintf(stderr, "qiao: --to=%s is no moment: write 2026-11-20 10:44:03, in UTC, or with its zone, 2026-11-20 18:44:03+08:00\n", to);
		return false;
	}
	restore->moment = instant_text(restore->arena, us);
	return true;
}

int
command_restore(struct command *command)
{
	struct restore *restore = ARENA_NEW(&command->arena, struct restore);
	const char *folder = backup_folder(command), *name = command_option(command, "--name", NULL);

	restore->command = command;
	restore->arena = &command->arena;
	if (!folder || !read_moment(restore))
		return 1;
	restore->all = backups_read(&command->arena, folder);
	if (!restore_plan(restore, str_from(name)))
		return 1;
	/* One that is named without a moment is wanted as it was made. */
	if (name && !restore->moment.data) {
		restore->log_count = 0;
		restore->reach = restore->backup->covers;
	}
	restore_tell_plan(restore);
	if (command_flag(command, "--plan"))
		return 0;
	restore->into = command_option(command, "--into", NULL);
	if (!restore->into || restore->into[0] != '/') {
		fprintf(stderr, "qiao: --into=FOLDER is needed: an empty one, with its whole name, where the data is restored beside what is in use\n");
		return 2;
	}
	restore->secret_key = backup_secret_key(command);
	return restore->secret_key.data ? run(restore) : 1;
}
