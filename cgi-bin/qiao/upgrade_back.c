/* upgrade_back.c: the way back by one version: older programs run with a schema that only grew, and what grew can be put aside. */
#include <stdio.h>
#include <unistd.h>

#include "base/file.h"
#include "qiao/lease.h"
#include "qiao/programs.h"
#include "qiao/upgrade.h"

enum { SCRIPT_BYTES = 4 << 20 };

static struct migration *
newest(struct migrations *migrations)
{
	struct migration *found = NULL;

	for (size_t i = 0; i < migrations->count; i++)
		if (migrations->list[i].is_done)
			found = &migrations->list[i];
	return found;
}

/* False: there is nothing to be run. */
static bool
read_down(struct upgrade *upgrade, const struct migration *migration, struct script *script)
{
	struct arena *arena = &upgrade->command->arena;
	const char *path = str_format(arena, "%s/down/%s", upgrade->migrations->folder, migration->name).data;

	if (access(path, F_OK) != 0)
		return false;
	script_read(script, arena, file_read(arena, path, SCRIPT_BYTES));
	if (!script->fault && script->phase != BACK)
		script->fault = "it does not say \"-- phase: back\"";
	if (script->fault)
		fprintf(stderr, "qiao: %s, statement %zu: %s\n", path, script->count + 1, script->fault);
	return true;
}

static bool
undo(struct upgrade *upgrade, struct migration *migration, const struct script *script)
{
	struct command *command = upgrade->command;
	bool is_well;

	if (!lease_take(command))
		return false;
	migrations_be_patient(command);
	is_well = migration_undo(command, migration, *script) && migrations_finish(command, upgrade->migrations, true);
	lease_give_back(command);
	return is_well;
}

bool
upgrade_back(struct upgrade *upgrade)
{
	struct migration *migration = newest(upgrade->migrations);
	struct script script;

	if (!migration)
		return true;
	if (migration->script.phase == CONTRACT) {
		fprintf(stderr, "qiao: %s took away what older programs need. The way back leads over a backup.\n", migration->name);
		return false;
	}
	if (!read_down(upgrade, migration, &script)) {
		printf("%s only added something: install and start the older programs, they run with the schema as it is. Nothing was changed.\n", migration->name);
		return true;
	}
	if (script.fault)
		return false;
	if (!programs_do_without(upgrade->command, migration->number)) {
		fprintf(stderr, "qiao: the programs above need %s. Start the older ones in their place, then run this again. Nothing was changed.\n", migration->name);
		return false;
	}
	if (!migrations_prepare(upgrade->command, upgrade->migrations) || !undo(upgrade, migration, &script))
		return false;
	printf("%s was undone; what it had gathered is kept in tables that begin with aside_. Take the file away before the next upgrade, or it is run again.\n", migration->name);
	return true;
}
