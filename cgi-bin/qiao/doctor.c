/* doctor.c: looks at what an installation needs, one line each, with the cure. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "qiao/command.h"

struct setting_check {
	const char *name;
	struct sql sql;
	const char *wanted;
	const char *cure;
};

static int
line(bool is_well, const char *what, const char *cure)
{
	printf("%s  %s%s%s\n", is_well ? "pass" : "FAIL", what, is_well ? "" : "\n      ", is_well ? "" : cure);
	return is_well ? 0 : 1;
}

static int
check_settings(struct command *command)
{
	const struct setting_check checks[] = {
		{ "innodb_flush_log_at_trx_commit is 1", SQL("SELECT @@innodb_flush_log_at_trx_commit"), "1", "Set innodb_flush_log_at_trx_commit = 1 in the server's configuration: acknowledged writes could be lost." },
		{ "innodb_snapshot_isolation is on", SQL("SELECT @@innodb_snapshot_isolation"), "1", "Use MariaDB 10.11 or newer, which has innodb_snapshot_isolation." },
		{ "secure_timestamp is off", SQL("SELECT @@secure_timestamp"), "NO", "Set secure_timestamp = NO in the server's configuration: the clock of changes needs it." },
		{ "the schema's character set is utf8mb4", SQL("SELECT DEFAULT_CHARACTER_SET_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = DATABASE()"), "utf8mb4", "ALTER DATABASE ... CHARACTER SET utf8mb4, before the first migration." },
		{ "the clock has its row", SQL("SELECT COUNT(*) FROM clock"), "1", "Run: qiao migrate" },
		{ "an administrator can sign in", SQL("SELECT COUNT(*) > 0 FROM user u JOIN role r ON r.id = u.role_id JOIN user_secret s ON s.user_id = u.id WHERE r.code = 'administrator' AND u.is_active = 1"), "1", "Run: qiao user add --login=NAME --name=NAME --role=administrator" },
	};
	int failures = 0;

	for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
		struct str found = db_value(command->db, checks[i].sql, NO_ARGS);

		failures += line(str_equal_text(found, checks[i].wanted), checks[i].name, checks[i].cure);
		if (db_has_failed(command->db))
			db_forgive(command->db);
	}
	return failures;
}

static int
check_folder(struct command *command, const char *name)
{
	const char *path = str_format(&command->arena, "%s/%s", command->data_dir, name).data;

	return line(access(path, R_OK | X_OK) == 0, str_format(&command->arena, "%s can be read", path).data,
	            "Run make install again, or correct data_dir in the configuration.");
}

static int
check_connections(struct command *command)
{
	uint64_t most = 0, workers = config_number(command->config, "workers", 8);

	str_to_u64(db_value(command->db, SQL("SELECT @@max_connections"), NO_ARGS), &most);
	return line(most >= workers * 2 + 20, "max_connections is enough for every worker", "Raise max_connections in the server's configuration, or lower the number of workers.");
}

int
command_doctor(struct command *command)
{
	int failures = 0;
	struct stat about;
	struct str path = config_path(command->config);

	failures += line(db_value(command->db, SQL("SELECT 1"), NO_ARGS).data != NULL, "the database answers", "Check database_socket or database_hosts, database_user and database_password in the configuration.");
	if (db_has_failed(command->db))
		return 1;
	failures += check_settings(command);
	failures += check_connections(command);
	failures += check_folder(command, "templates");
	failures += check_folder(command, "htdocs");
	failures += check_folder(command, "po");
	failures += check_folder(command, "sql");
	failures += line(stat(str_terminated(&command->arena, path), &about) == 0 && !(about.st_mode & S_IROTH), "the configuration is not readable by everybody",
	                 "chmod o-r the configuration: it holds a password.");
	printf("%s\n", failures ? "Something needs attention: see above." : "All well.");
	return failures ? 1 : 0;
}
