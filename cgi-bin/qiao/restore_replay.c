/* restore_replay.c: makes the changes behind the backup again, from the binary logs, exactly up to the moment. */
#include <stdio.h>
#include <sys/stat.h>

#include "qiao/binlog.h"
#include "qiao/restore.h"

enum { FIXED_ARGUMENTS = 8 };

static const char *
log_path(struct restore *restore, const struct backup *log)
{
	return str_format(restore->arena, "%s/logs/%.*s", restore->into, STR_ARG(log->binlog)).data;
}

static bool
unpack_logs(struct restore *restore)
{
	const char *const expand[] = { "zstd", "-q", "-d", "-c", NULL };
	const char *const *const commands[] = { expand, NULL };

	if (mkdir(str_format(restore->arena, "%s/logs", restore->into).data, 0700) < 0)
		return false;
	for (size_t i = 0; i < restore->log_count; i++)
		if (!restore_open(restore, restore->logs[i], "sealed", restore->logs[i]->sha256, commands, log_path(restore, restore->logs[i])))
			return false;
	return true;
}

/* Where in the last of them to stop; those in which nothing is up to the moment are left out. 0: at the end. */
static bool
find_stop(struct restore *restore, uint64_t *stop)
{
	struct binlog_span span;

	*stop = 0;
	while (restore->moment.data && restore->log_count && !*stop) {
		if (!binlog_read(restore->arena, restore->command, log_path(restore, restore->logs[restore->log_count - 1]), restore->log, restore->moment, &span))
			return false;
		*stop = span.stop;
		if (!*stop)
			restore->log_count--;
	}
	return true;
}

static bool
apply_logs(struct restore *restore, uint64_t start, uint64_t stop)
{
	const char **print = ARENA_ARRAY(restore->arena, const char *, restore->log_count + FIXED_ARGUMENTS);
	const char *const load[] = { "mariadb", str_format(restore->arena, "--defaults-file=%s/client.cnf", restore->into).data, "--max-allowed-packet=1G", "--binary-mode", NULL };
	const char *const *const commands[] = { print, load, NULL };
	size_t count = 0;

	print[count++] = "mariadb-binlog";
	print[count++] = "--no-defaults";
	print[count++] = "--skip-annotate-row-events";
	print[count++] = str_format(restore->arena, "--start-position=%llu", (unsigned long long)start).data;
	if (stop)
		print[count++] = str_format(restore->arena, "--stop-position=%llu", (unsigned long long)stop).data;
	for (size_t i = 0; i < restore->log_count; i++)
		print[count++] = log_path(restore, restore->logs[i]);
	return spawn_run(restore->log, commands, NULL);
}

bool
restore_replay(struct restore *restore)
{
	uint64_t start = 0, stop;

	if (restore->log_count == 0)
		return true;
	printf("  replaying %zu binary log%s\n", restore->log_count, restore->log_count == 1 ? "" : "s");
	fflush(stdout);
	if (!str_to_u64(restore->backup->position, &start) || !unpack_logs(restore) || !find_stop(restore, &stop))
		return false;
	if (restore->log_count == 0 || (restore->log_count == 1 && stop && stop <= start))
		return true;
	return apply_logs(restore, start, stop);
}
