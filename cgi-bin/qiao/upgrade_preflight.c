/* upgrade_preflight.c: looks whether an upgrade can go well before anything is touched. */
#include <stdio.h>
#include <sys/statvfs.h>

#include "qiao/upgrade.h"

static bool
line(bool is_well, struct str what, const char *cure)
{
	printf("%s  %.*s\n", is_well ? "pass" : "FAIL", STR_ARG(what));
	if (!is_well)
		printf("      %s\n", cure);
	return is_well;
}

uint64_t
upgrade_room(const char *folder)
{
	struct statvfs about;

	return statvfs(folder, &about) == 0 ? (uint64_t)about.f_bavail * about.f_frsize : UINT64_MAX;
}

uint64_t
upgrade_size(struct command *command, bool is_largest_table)
{
	uint64_t bytes = 0;
	struct rows *rows = db_query(command->db, SQL("SELECT MAX(DATA_LENGTH + INDEX_LENGTH), SUM(DATA_LENGTH + INDEX_LENGTH) FROM information_schema.TABLES"
	                                              " WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED')"), NO_ARGS);

	if (rows_count(rows))
		str_to_u64(rows_cell(rows, 0, is_largest_table ? 0 : 1), &bytes);
	return bytes;
}

/* A table may be written anew beside the old one. */
static bool
check_room(struct command *command)
{
	struct str folder = db_value(command->db, SQL("SELECT @@datadir"), NO_ARGS);
	uint64_t wanted = upgrade_size(command, true) * 5 / 4, there = UINT64_MAX;
	bool is_here = config_get(command->config, "database_hosts", "").len == 0;

	if (is_here && folder.data)
		there = upgrade_room(str_terminated(&command->arena, folder));
	if (there == UINT64_MAX)
		return line(true, str_format(&command->arena, "the database's disk cannot be seen from here: it should have %llu MB free", (unsigned long long)wanted >> 20), "");
	return line(there > wanted, str_format(&command->arena, "room on the database's disk: %llu MB free, the largest table would need %llu MB",
	            (unsigned long long)there >> 20, (unsigned long long)wanted >> 20), "Free some room first: a table may be written anew beside the old one. Nothing was changed.");
}

static bool
check_version(struct command *command)
{
	struct str version = db_value(command->db, SQL("SELECT VERSION()"), NO_ARGS), rest = version, major, minor;
	uint64_t first = 0, second = 0;

	if (str_cut(&rest, '.', &major) && str_cut(&rest, '.', &minor)) {
		str_to_u64(major, &first);
		str_to_u64(minor, &second);
	}
	return line(first > 10 || (first == 10 && second >= 11), str_format(&command->arena, "MariaDB %.*s makes each statement whole or not at all", STR_ARG(version)),
	            "Use MariaDB 10.11 or newer.");
}

static bool
check_engines(struct command *command)
{
	struct str name = db_value(command->db, SQL("SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()"
	                                            " AND TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED') AND ENGINE <> 'InnoDB' LIMIT 1"), NO_ARGS);

	return line(!name.data, name.data ? str_format(&command->arena, "table %.*s is not InnoDB's", STR_ARG(name)) : S("every table is InnoDB's"),
	            "Move it to InnoDB: others lose rows when they are interrupted.");
}

bool
upgrade_preflight(struct upgrade *upgrade)
{
	struct command *command = upgrade->command;
	bool is_well = check_version(command);

	is_well = check_engines(command) && is_well;
	is_well = check_room(command) && is_well;
	return is_well && command_status(command) == 0;
}
