/* backup_due.c: run by a timer: makes what somebody asked for on a page, and what the schedule asks for. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/clock.h"
#include "qiao/backup.h"

#define HOUR_US ((int64_t)3600 * 1000000)
#define MINUTE_US ((int64_t)60 * 1000000)

struct schedule {
	struct command *command;
	const char *folder;
	struct backups all;
	struct str line;
};

/* Since the newest of this life of the data that is one of these kinds; as old as can be when there is none. */
static int64_t
age_us(const struct schedule *schedule, const char *const *kinds)
{
	int64_t us;

	for (size_t i = schedule->all.count; i-- > 0;)
		for (size_t kind = 0; kinds[kind]; kind++)
			if (backup_is(&schedule->all.items[i], kinds[kind]) && str_equal(schedule->all.items[i].line, schedule->line) &&
			    !backup_flaw(&schedule->all, &schedule->all.items[i]).data && instant_parse(schedule->all.items[i].begun, 0, &us))
				return clock_now_us() - us;
	return INT64_MAX;
}

/* What has just failed is not tried every minute: it would fail again, and load the server. */
static bool
failed_lately(const struct schedule *schedule, const char *kind)
{
	return db_value(schedule->command->db, SQL("SELECT 1 FROM backup_state WHERE id = 1 AND last_failure = ? AND last_failure_at > SYSDATE(6) - INTERVAL 15 MINUTE"),
	                ARGS(str_from(kind))).data != NULL;
}

/* In the order of weight: a full one makes the others unnecessary for now. */
static const char *
kind_due(const struct schedule *schedule)
{
	static const struct {
		const char *kind, *setting;
		uint64_t hours;
		const char *const stands_for[5];
	} rules[] = {
		{ "full", "backup_full_hours", 168, { "full" } },
		{ "differential", "backup_differential_hours", 24, { "full", "differential" } },
		{ "incremental", "backup_incremental_hours", 6, { "full", "differential", "incremental" } },
		{ "logical", "backup_logical_hours", 0, { "logical" } },
	};

	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
		uint64_t hours = config_number(schedule->command->config, rules[i].setting, rules[i].hours);

		if (hours && age_us(schedule, rules[i].stands_for) >= (int64_t)hours * HOUR_US && !failed_lately(schedule, rules[i].kind))
			return rules[i].kind;
	}
	return NULL;
}

static bool
is_binlog_due(const struct schedule *schedule)
{
	static const char *const kinds[] = { "binlog", NULL };
	uint64_t minutes = config_number(schedule->command->config, "backup_binlog_minutes", 5);

	return minutes && str_equal(db_value(schedule->command->db, SQL("SELECT @@log_bin"), NO_ARGS), S("1")) && age_us(schedule, kinds) >= (int64_t)minutes * MINUTE_US;
}

/* The request is taken before it is carried out: one that fails is told, not tried for ever. */
static struct str
take_request(struct command *command)
{
	struct str kind = db_value(command->db, SQL("SELECT requested_kind FROM backup_state WHERE id = 1"), NO_ARGS);

	if (kind.data)
		db_execute(command->db, SQL("UPDATE backup_state SET requested_kind = NULL WHERE id = 1"), NO_ARGS);
	return kind;
}

static int
make(struct command *command, const char *kind)
{
	int status;

	db_execute(command->db, SQL("UPDATE backup_state SET running_kind = ?, running_since = SYSDATE(6) WHERE id = 1"), ARGS(str_from(kind)));
	status = strcmp(kind, "verify") == 0 ? backup_verify(command) : strcmp(kind, "binlog") == 0 ? backup_binlog(command) : backup_make(command, kind);
	if (status)
		db_execute(command->db, SQL("UPDATE backup_state SET running_kind = NULL, last_failure = ?, last_failure_at = SYSDATE(6) WHERE id = 1"), ARGS(str_from(kind)));
	else
		db_execute(command->db, SQL("UPDATE backup_state SET running_kind = NULL, last_failure = IF(last_failure = ?, NULL, last_failure) WHERE id = 1"), ARGS(str_from(kind)));
	return status;
}

static bool
is_verifying_due(const struct schedule *schedule)
{
	struct backups all = backups_read(&schedule->command->arena, schedule->folder);

	if (!config_is_on(schedule->command->config, "backup_verify", true) || str_is_empty(config_get(schedule->command->config, "backup_secret_key_file", "")) ||
	    failed_lately(schedule, "verify"))
		return false;
	for (size_t i = 0; i < all.count; i++)
		if (!backup_is(&all.items[i], "binlog") && !all.items[i].verified_at.data)
			return true;
	return false;
}

static int
make_what_is_due(struct schedule *schedule)
{
	struct command *command = schedule->command;
	struct str asked;
	const char *kind;
	int status = 0;

	db_execute(command->db, SQL("UPDATE backup_state SET scheduler_seen_at = SYSDATE(6), running_kind = NULL WHERE id = 1"), NO_ARGS);
	schedule->all = backups_read(&command->arena, schedule->folder);
	schedule->line = backup_line(command, command->db);
	asked = take_request(command);
	kind = asked.data ? str_terminated(&command->arena, asked) : kind_due(schedule);
	if (command_status(command))
		return 1;
	if (kind)
		status |= make(command, kind);
	if (is_binlog_due(schedule))
		status |= make(command, "binlog");
	if (is_verifying_due(schedule))
		status |= make(command, "verify");
	if (kind)
		status |= backup_prune(command);
	status |= !backup_send(command, schedule->folder);
	backup_mirror(command, schedule->folder);
	return status;
}

int
backup_due(struct command *command)
{
	struct schedule schedule = { .command = command };
	int lock, status = 0;

	/* Where nobody set backups up, none is due; the page and the doctor say that there are none. */
	if (str_is_empty(config_get(command->config, "backup_to", "")))
		return 0;
	schedule.folder = backup_folder(command);
	if (!schedule.folder)
		return 1;
	lock = open(str_format(&command->arena, "%s/.due.lock", schedule.folder).data, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	/* The one before still runs: it will be asked again in a minute. */
	if (lock >= 0 && flock(lock, LOCK_EX | LOCK_NB) == 0)
		status = make_what_is_due(&schedule);
	if (lock >= 0)
		close(lock);
	return status;
}
