/* migrate.c: brings the schema of an installation that nobody is using yet up to date. */
#include <stdio.h>

#include "qiao/lease.h"
#include "qiao/migration.h"

static bool
run_all(struct command *command, struct migrations *migrations)
{
	bool is_new = false;

	for (size_t i = 0; i < migrations->count; i++)
		if (!migrations->list[i].is_done) {
			if (!migration_run(command, &migrations->list[i]))
				return false;
			is_new = true;
		}
	return migrations_finish(command, migrations, is_new);
}

int
command_migrate(struct command *command)
{
	struct migrations migrations;
	bool is_well;

	if (!migrations_load(command, &migrations, str_format(&command->arena, "%s/sql", command->data_dir).data) ||
	    !migrations_prepare(command, &migrations) || !lease_take(command))
		return 1;
	/* Somebody else may have run some of them while we waited. */
	is_well = migrations_load(command, &migrations, migrations.folder) && run_all(command, &migrations);
	lease_give_back(command);
	if (is_well)
		printf("The schema is up to date.\n");
	return is_well ? 0 : 1;
}
