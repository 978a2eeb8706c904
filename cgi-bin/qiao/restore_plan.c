/* restore_plan.c: which backups and logs lead to a moment, what would be lost, and how long it should take. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "qiao/restore.h"

static const struct backup *
find_log(const struct backups *all, struct str line, uint64_t number)
{
	for (size_t i = 0; i < all->count; i++)
		if (backup_is(&all->items[i], "binlog") && str_equal(all->items[i].line, line) && backup_log_number(all->items[i].binlog) == number)
			return &all->items[i];
	return NULL;
}

static bool
is_up_to(struct str moment, struct str wanted)
{
	return !wanted.data || str_compare(moment, wanted) <= 0;
}

/* The logs behind the backup, without a gap, until one goes beyond the moment. */
static void
collect_logs(struct restore *restore)
{
	const struct backup *log;

	restore->log_count = 0;
	restore->reach = restore->backup->covers;
	if (str_is_empty(restore->backup->binlog))
		return;
	for (uint64_t number = backup_log_number(restore->backup->binlog); restore->log_count < LOGS_MAX; number++) {
		log = find_log(&restore->all, restore->backup->line, number);
		if (!log)
			return;
		restore->logs[restore->log_count++] = log;
		if (!str_is_empty(log->covers) && str_compare(log->covers, restore->reach) > 0)
			restore->reach = log->covers;
		if (restore->moment.data && str_compare(restore->reach, restore->moment) >= 0)
			return;
	}
}

static bool
take(struct restore *restore, const struct backup *backup)
{
	restore->backup = backup;
	restore->chain_count = backup_chain(&restore->all, backup, restore->chain);
	if (restore->chain_count)
		collect_logs(restore);
	return restore->chain_count > 0;
}

static bool
is_usable(const struct restore *restore, const struct backup *backup)
{
	return !backup_is(backup, "binlog") && !backup_flaw(&restore->all, backup).data && is_up_to(backup->until, restore->moment);
}

bool
restore_plan(struct restore *restore, struct str name)
{
	const struct backup *best = NULL;
	struct str reach = NO_STR;

	if (name.data) {
		const struct backup *backup = backup_find(&restore->all, name);

		if (backup && !backup_is(backup, "binlog") && take(restore, backup))
			return true;
		fprintf(stderr, "qiao: there is no backup %.*s in %s, or what it stands on is missing: qiao backup list\n", STR_ARG(name), restore->all.folder);
		return false;
	}
	/* The newest that leads there; else the one that leads farthest. */
	for (size_t i = restore->all.count; i-- > 0;) {
		if (!is_usable(restore, &restore->all.items[i]) || !take(restore, &restore->all.items[i]))
			continue;
		if (!best || str_compare(restore->reach, reach) > 0) {
			best = restore->backup;
			reach = restore->reach;
		}
		if (restore->moment.data && str_compare(reach, restore->moment) >= 0)
			break;
	}
	if (best && take(restore, best))
		return true;
	fprintf(stderr, "qiao: no backup in %s is old enough for that moment\n", restore->all.folder);
	return false;
}

static uint64_t
number(struct str text)
{
	uint64_t value = 0;

	str_to_u64(text, &value);
	return value;
}

static uint64_t
plan_bytes(const struct restore *restore)
{
	uint64_t bytes = 0;

	for (size_t i = 0; i < restore->chain_count; i++)
		bytes += number(restore->chain[i]->bytes);
	for (size_t i = 0; i < restore->log_count; i++)
		bytes += number(restore->logs[i]->bytes);
	return bytes;
}

uint64_t
restore_expected_s(const struct restore *restore)
{
	const struct backup *chain[CHAIN_MAX];
	uint64_t bytes = 0, seconds = 0;

	for (size_t i = 0; i < restore->all.count; i++) {
		size_t count = backup_is_verified(&restore->all.items[i]) && !backup_is(&restore->all.items[i], "binlog") ? backup_chain(&restore->all, &restore->all.items[i], chain) : 0;

		for (size_t j = 0; j < count; j++)
			bytes += number(chain[j]->bytes);
		seconds += count ? number(restore->all.items[i].verified_seconds) : 0;
	}
	return bytes ? plan_bytes(restore) * (seconds + 1) / bytes + 1 : 0;
}

void
restore_tell_plan(const struct restore *restore)
{
	uint64_t seconds = restore_expected_s(restore);
	bool is_whole = restore->moment.data && str_compare(restore->reach, restore->moment) >= 0;

	printf("Plan: restore to %.*s%s\n", STR_ARG(restore->moment.data ? restore->moment : restore->reach), restore->moment.data ? " (UTC)" : " (UTC), as late as the backups reach");
	for (size_t i = 0; i < restore->chain_count; i++)
		printf("  %2zu. %-36.*s %14.*s bytes, covers %.*s%s\n", i + 1, STR_ARG(restore->chain[i]->name), STR_ARG(restore->chain[i]->bytes),
		       STR_ARG(restore->chain[i]->covers), backup_is_verified(restore->chain[i]) ? ", verified" : ", not verified yet");
	if (restore->log_count)
		printf("  %2zu. %zu binary log%s, %.*s to %.*s\n", restore->chain_count + 1, restore->log_count, restore->log_count == 1 ? "" : "s",
		       STR_ARG(restore->logs[0]->binlog), STR_ARG(restore->logs[restore->log_count - 1]->binlog));
	if (is_whole || !restore->moment.data)
		printf("  Expected loss: none up to %.*s; what came later is left out.\n", STR_ARG(restore->moment.data ? restore->moment : restore->reach));
	else
		printf("  Expected loss: changes between %.*s and %.*s are in no backup. If the server still runs, run first: qiao backup binlog\n", STR_ARG(restore->reach), STR_ARG(restore->moment));
	if (seconds)
		printf("  Expected duration: about %llu s, by what verifications took here.\n", (unsigned long long)seconds);
	else
		printf("  Expected duration: unknown, as no backup was verified yet.\n");
	fflush(stdout);
}
