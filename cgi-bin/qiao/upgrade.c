/* upgrade.c: brings an installation in use to the newest schema: looked at before, compared afterwards, rehearsed if wanted. */
#include "qiao/upgrade.h"

#include <stdio.h>

#include "base/clock.h"
#include "qiao/lease.h"

bool
upgrade_is_pending(const struct upgrade *upgrade, const struct migration *migration)
{
	return !migration->is_done && (upgrade->with_contract || migration->script.phase != CONTRACT);
}

size_t
upgrade_pending_count(const struct upgrade *upgrade)
{
	size_t count = 0;

	for (size_t i = 0; i < upgrade->migrations->count; i++)
		count += upgrade_is_pending(upgrade, &upgrade->migrations->list[i]);
	return count;
}

static bool
run_one(struct upgrade *upgrade, struct migration *migration)
{
	struct command *command = upgrade->command;
	bool needs_maintenance = migration->script.needs_maintenance && !upgrade->is_copy, is_well;
	uint64_t start_us = clock_monotonic_us();

	if (needs_maintenance && !maintenance_begin(command))
		return false;
	if (needs_maintenance)
		printf("  the maintenance page is shown\n");
	is_well = migration_run(command, migration);
	if (is_well)
		printf("      %zu statement%s in %.1f s\n", migration->script.count, migration->script.count == 1 ? "" : "s", (double)(clock_monotonic_us() - start_us) / 1e6);
	/* Half of it done, the page stays: the next run goes on and takes it away. */
	return is_well && (!needs_maintenance || maintenance_end(command));
}

static bool
run_pending(struct upgrade *upgrade)
{
	struct command *command = upgrade->command;
	struct migrations *migrations = upgrade->migrations;
	const struct tally *before = upgrade_count_before(upgrade, upgrade_pending_count(upgrade) > 0);
	bool is_new = false;

	if (command_status(command))
		return false;
	for (size_t i = 0; i < migrations->count; i++)
		if (upgrade_is_pending(upgrade, &migrations->list[i])) {
			if (!run_one(upgrade, &migrations->list[i]))
				return false;
			is_new = true;
		}
	/* The one before may have been killed when all was done but this. */
	if (!upgrade->is_copy && !maintenance_end(command))
		return false;
	if (!migrations_finish(command, migrations, is_new))
		return false;
	return !before || upgrade_compare(upgrade, before);
}

bool
upgrade_run(struct upgrade *upgrade)
{
	struct command *command = upgrade->command;
	struct migrations *migrations = upgrade->migrations;
	bool is_well;

	if (!migrations_prepare(command, migrations) || !lease_take(command))
		return false;
	migrations_be_patient(command);
	/* Somebody else may have run some of them while we waited. */
	is_well = migrations_load(command, migrations, migrations->folder) && run_pending(upgrade);
	lease_give_back(command);
	return is_well;
}

static void
print_plan(const struct upgrade *upgrade)
{
	const struct migrations *migrations = upgrade->migrations;
	size_t later = 0;

	for (size_t i = 0; i < migrations->count; i++) {
		const struct migration *migration = &migrations->list[i];

		if (upgrade_is_pending(upgrade, migration))
			printf("  to be run: %s (%s%s)\n", migration->name, phase_name(migration->script.phase), migration->script.needs_maintenance ? ", with the maintenance page" : "");
		later += !migration->is_done && !upgrade_is_pending(upgrade, migration);
	}
	if (later)
		printf("  %zu for later: when every program was started anew, run qiao upgrade --contract\n", later);
	fflush(stdout);
}

int
command_upgrade(struct command *command)
{
	struct migrations migrations;
	struct upgrade upgrade = { command, &migrations, command_flag(command, "--contract"), false };
	uint64_t start_us = clock_monotonic_us();

	if (!migrations_load(command, &migrations, str_format(&command->arena, "%s/sql", command->data_dir).data))
		return 1;
	if (command_flag(command, "--back"))
		return upgrade_back(&upgrade) ? 0 : 1;
	print_plan(&upgrade);
	if (!upgrade_preflight(&upgrade))
		return 1;
	if (command_flag(command, "--rehearse"))
		return upgrade_rehearse(&upgrade) ? 0 : 1;
	if (!upgrade_run(&upgrade)) {
		fprintf(stderr, "qiao: the upgrade did not end well. What was done is written down; when the cause is gone, run it again: it goes on from there.\n");
		return 1;
	}
	printf("The schema is up to date (%.1f s).\n", (double)(clock_monotonic_us() - start_us) / 1e6);
	return 0;
}
