/* backup_prune.c: removes backups that are old, and never one that something kept stands on. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "qiao/backup.h"

struct pruning {
	struct command *command;
	struct backups all;
	bool *is_kept;
};

static void
keep(struct pruning *pruning, const struct backup *backup)
{
	const struct backup *chain[CHAIN_MAX];
	size_t count = backup_chain(&pruning->all, backup, chain);

	for (size_t i = 0; i < count; i++)
		pruning->is_kept[chain[i] - pruning->all.items] = true;
}

/* Which day, week or month it is of, as a number. */
static int64_t
period(const struct backup *backup, char unit)
{
	int64_t us, days;
	struct date date;

	if (!instant_parse(backup->begun, 0, &us))
		return 0;
	days = us / ((int64_t)24 * 3600 * 1000000);
	if (unit == 'd')
		return days;
	/* Weeks begin on Monday; 1970-01-01 was a Thursday. */
	if (unit == 'w')
		return (days + 3) / 7;
	date = date_from_days(days);
	return (int64_t)date.year * 12 + date.month;
}

/* The newest of each of the last so many periods in which there is one. */
static void
keep_newest_of(struct pruning *pruning, char unit, uint64_t count)
{
	int64_t last = -1;

	for (size_t i = pruning->all.count; i-- > 0 && count;) {
		const struct backup *each = &pruning->all.items[i];

		if (backup_is(each, "binlog") || backup_flaw(&pruning->all, each).data || period(each, unit) == last)
			continue;
		last = period(each, unit);
		count--;
		keep(pruning, each);
	}
}

static void
keep_last(struct pruning *pruning, bool is_verified_only)
{
	for (size_t i = pruning->all.count; i-- > 0;) {
		const struct backup *each = &pruning->all.items[i];

		if (!backup_is(each, "binlog") && !backup_flaw(&pruning->all, each).data && (!is_verified_only || backup_is_verified(each))) {
			keep(pruning, each);
			return;
		}
	}
}

/* The logs from the oldest kept backup on: they lead from it to any later moment. */
static void
keep_logs(struct pruning *pruning)
{
	struct str oldest = NO_STR;

	for (size_t i = 0; i < pruning->all.count && !oldest.data; i++)
		if (pruning->is_kept[i] && backup_is_physical(&pruning->all.items[i]))
			oldest = pruning->all.items[i].begun;
	for (size_t i = 0; i < pruning->all.count; i++)
		if (backup_is(&pruning->all.items[i], "binlog"))
			pruning->is_kept[i] = !oldest.data || str_compare(pruning->all.items[i].begun, oldest) >= 0;
}

/* The manifest first: from then on there is no such backup, whatever happens. */
static bool
remove_backup(struct pruning *pruning, const struct backup *backup)
{
	static const char *const endings[] = { "manifest", "verified", "sent", "files.sealed", "sealed" };
	bool is_well = true;

	printf("  removes %.*s\n", STR_ARG(backup->name));
	if (command_flag(pruning->command, "--plan"))
		return true;
	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
		const char *path = backup_path(&pruning->command->arena, pruning->all.folder, backup->name, endings[i]);

		is_well = (access(path, F_OK) < 0 || unlink(path) == 0) && is_well;
		if (i == 0)
			backup_sync_folder(pruning->all.folder);
	}
	return is_well;
}

int
backup_prune(struct command *command)
{
	struct pruning pruning = { .command = command };
	const char *folder = backup_folder(command);
	size_t removed = 0;
	bool is_well = true;
	int lock = folder ? backup_lock(command, folder) : -1;

	if (lock < 0)
		return 1;
	pruning.all = backups_read(&command->arena, folder);
	if (pruning.all.unread.data) {
		fprintf(stderr, "qiao: nothing is removed, as %.*s cannot be read, and others may stand on it: %s\n", STR_ARG(pruning.all.unread),
		        "look at the disk, or remove that file if its backup is lost");
		close(lock);
		return 1;
	}
	pruning.is_kept = ARENA_ARRAY(&command->arena, bool, pruning.all.count + 1);
	keep_newest_of(&pruning, 'd', config_number(command->config, "backup_keep_days", 14));
	keep_newest_of(&pruning, 'w', config_number(command->config, "backup_keep_weeks", 8));
	keep_newest_of(&pruning, 'm', config_number(command->config, "backup_keep_months", 12));
	keep_last(&pruning, false);
	keep_last(&pruning, true);
	keep_logs(&pruning);
	/* The newest first: what stands on another goes before it. */
	for (size_t i = pruning.all.count; i-- > 0;)
		if (!pruning.is_kept[i]) {
			is_well = remove_backup(&pruning, &pruning.all.items[i]) && is_well;
			removed++;
		}
	printf("%zu of %zu %s removed.\n", removed, pruning.all.count, command_flag(command, "--plan") ? "would be" : "were");
	backup_mirror(command, folder);
	close(lock);
	return is_well ? 0 : 1;
}
