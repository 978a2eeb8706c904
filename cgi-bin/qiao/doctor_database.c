/* doctor_database.c: the settings, rights and tables that keep acknowledged writes and their history. */
#include <stdlib.h>

#include "entities/entities.h"
#include "qiao/deployed.h"
#include "qiao/doctor.h"
#include "qiao/migration.h"

enum { SKEW_S = 5, JOBS = 2, SPARE = 20, VERIFIED_DAYS = 8 };

/* workers x programs + jobs + 20 */
static void
look_at_connections(struct doctor *doctor, struct finding *finding)
{
	struct deployed deployed[DEPLOYED_MAX];
	uint64_t most = 0, needed = config_number(doctor->command->config, "workers", 8) * deployed_read(doctor->command, deployed) + JOBS + SPARE;

	str_to_u64(db_value(doctor->db, SQL("SELECT @@max_connections"), NO_ARGS), &most);
	if (most < needed)
		fail_with(finding, str_format(doctor->arena, "%llu, needed %llu", (unsigned long long)most, (unsigned long long)needed));
}

static void
look_at_time(struct doctor *doctor, struct finding *finding)
{
	int64_t theirs = 0, ours = clock_now_us();

	if (!instant_parse(db_value(doctor->db, SQL("SELECT SYSDATE(6)"), NO_ARGS), 0, &theirs)) {
		unknown(finding, S(""));
		return;
	}
	finding->found = str_format(doctor->arena, "%.3f s apart", (double)llabs(theirs - ours) / 1e6);
	if (llabs(theirs - ours) > SKEW_S * INT64_C(1000000))
		finding->result = FAILED;
}

static void
look_at_clock(struct doctor *doctor, struct finding *finding)
{
	struct str ahead = db_value(doctor->db, SQL("SELECT COALESCE((SELECT at > SYSDATE(6) + INTERVAL 1 MINUTE FROM clock WHERE id = 1), 2)"), NO_ARGS);

	if (!str_equal(ahead, S("0")))
		fail_with(finding, str_equal(ahead, S("1")) ? S("it runs ahead of the time of day") : S("it has no row"));
}

/* --- rights ------------------------------------------------------------------ */

static void
look_at_rights(struct doctor *doctor, struct finding *finding)
{
	const struct config *config = doctor->command->config;
	struct db *web = db_new(doctor->arena, (struct db_options){
		.hosts = config_get(config, "database_hosts", ""), .socket = config_get(config, "database_socket", ""),
		.port = (unsigned)config_number(config, "database_port", 0), .database = config_get(config, "database_name", "qiao"),
		.user = config_get(config, "database_user", "qiao"), .password = config_get(config, "database_password", ""),
	});

	db_use(web, doctor->arena);
	/* Each account sees its own rights here, and names of schemas may be patterns with \_ . */
	finding->found = db_value(web, SQL(
		"SELECT COALESCE(GROUP_CONCAT(DISTINCT p ORDER BY p SEPARATOR ', '), '') FROM ("
		" SELECT CONCAT(PRIVILEGE_TYPE, ' on *.*') p FROM information_schema.USER_PRIVILEGES WHERE PRIVILEGE_TYPE <> 'USAGE' OR IS_GRANTABLE = 'YES'"
		" UNION ALL SELECT CONCAT(PRIVILEGE_TYPE, IF(IS_GRANTABLE = 'YES', ' with grant option', ''),"
		" IF(REPLACE(TABLE_SCHEMA, '\\\\', '') = DATABASE(), '', CONCAT(' on ', TABLE_SCHEMA))) FROM information_schema.SCHEMA_PRIVILEGES"
		" UNION ALL SELECT CONCAT(PRIVILEGE_TYPE, ' on ', TABLE_SCHEMA, '.', TABLE_NAME) FROM information_schema.TABLE_PRIVILEGES) g"), NO_ARGS);
	if (db_has_failed(web))
		fail_with(finding, str_copy(doctor->arena, db_error_text(web)));
	else if (!str_equal(finding->found, S("DELETE, INSERT, SELECT, UPDATE")))
		finding->result = FAILED;
	db_end(web);
}

/* --- schema ------------------------------------------------------------------ */

/* What takes something away waits until every program was started anew: nothing is missing then. */
static void
look_at_schema(struct doctor *doctor, struct finding *finding)
{
	struct migrations migrations;
	size_t later = 0;

	if (!migrations_read(doctor->command, &migrations, str_format(doctor->arena, "%s/sql", doctor->command->data_dir).data)) {
		if (migrations.fault.data)
			fail_with(finding, migrations.fault);
		return;
	}
	for (size_t i = 0; i < migrations.count && finding->result == PASSED; i++) {
		const struct migration *migration = &migrations.list[i];

		if (!migration->is_done && migration->script.phase != CONTRACT)
			fail_with(finding, str_format(doctor->arena, "%s was not run", migration->name));
		later += !migration->is_done;
	}
	if (later && finding->result == PASSED)
		*finding = (struct finding){ ADVISED, str_format(doctor->arena, "%zu for later: qiao upgrade --contract", later) };
}

static void
look_at_history(struct doctor *doctor, struct finding *finding)
{
	for (size_t i = 0; dictionary[i] && finding->result == PASSED; i++) {
		struct str type = db_value(doctor->db, SQL("SELECT TABLE_TYPE FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ?"),
		                           ARGS(str_from(dictionary[i]->name)));

		if (!str_equal(type, S("SYSTEM VERSIONED")))
			fail_with(finding, str_from(dictionary[i]->name));
	}
}

/* --- backups ----------------------------------------------------------------- */

static void
look_at_backups(struct doctor *doctor, struct finding *finding)
{
	struct rows *last;

	if (!db_value(doctor->db, SQL("SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'backup_run'"), NO_ARGS).data) {
		unknown(finding, S(N_("there is no register of backups here")));
		return;
	}
	last = db_query(doctor->db, SQL("SELECT DATE(MAX(verified_at)), MAX(verified_at) > SYSDATE(6) - INTERVAL ? DAY FROM backup_run"
	                                " WHERE verified_result = 'well' AND kind <> 'binlog'"),
	                ARGS(str_from_u64(doctor->arena, VERIFIED_DAYS)));
	finding->found = rows_cell(last, 0, 0).data ? rows_cell(last, 0, 0) : S(N_("never"));
	if (!str_equal(rows_cell(last, 0, 1), S("1")))
		finding->result = FAILED;
}

void
doctor_database(struct doctor *doctor)
{
	const struct check checks[] = {
		{ N_("MariaDB is 10.11.8 or newer"), DEPLOYMENT | SYSTEM, N_("Install MariaDB 10.11.8 or newer; older ones lack what the history stands on."),
		  SQL("SELECT IF(CAST(SUBSTRING_INDEX(VERSION(), '.', 1) AS UNSIGNED) * 1000000 + CAST(SUBSTRING_INDEX(SUBSTRING_INDEX(VERSION(), '.', 2), '.', -1) AS UNSIGNED) * 1000"
		      " + CAST(REGEXP_SUBSTR(SUBSTRING_INDEX(SUBSTRING_INDEX(VERSION(), '.', 3), '.', -1), '^[0-9]+') AS UNSIGNED) >= 10011008, 'new enough', VERSION())"), "new enough" },
		{ "innodb_flush_log_at_trx_commit is 1", DEPLOYMENT, "Set innodb_flush_log_at_trx_commit = 1 in the server's configuration: acknowledged writes could be lost.",
		  SQL("SELECT @@innodb_flush_log_at_trx_commit"), "1" },
		{ "sync_binlog is 1 where there is a binary log", DEPLOYMENT, "Set sync_binlog = 1 in the server's configuration: the binary log could end before the data does.",
		  SQL("SELECT IF(@@log_bin = 0 OR @@sync_binlog = 1, '1', CONCAT('sync_binlog is ', @@sync_binlog))"), "1" },
		{ "there is a binary log of rows, for recovery to a point in time", DEPLOYMENT, "Set log_bin and binlog_format = ROW in the server's configuration, unless this host allows nothing but logical backups.",
		  SQL("SELECT IF(@@log_bin = 1, @@binlog_format, 'no binary log')"), "ROW", .is_advice = true },
		{ "innodb_snapshot_isolation is there", DEPLOYMENT, "Use MariaDB 10.11.8 or newer, which has innodb_snapshot_isolation.", SQL("SELECT @@innodb_snapshot_isolation"), "1" },
		{ "secure_timestamp is off", DEPLOYMENT, "Set secure_timestamp = NO in the server's configuration: the clock of changes needs it.", SQL("SELECT @@secure_timestamp"), "NO" },
		{ "the schema's character set is utf8mb4", DEPLOYMENT, "Set the schema's character set to utf8mb4, before the first migration.",
		  SQL("SELECT DEFAULT_CHARACTER_SET_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = DATABASE()"), "utf8mb4" },
		{ "the server is strict", DEPLOYMENT, "Put STRICT_TRANS_TABLES into sql_mode in the server's configuration: values could be cut silently.",
		  SQL("SELECT IF(FIND_IN_SET('STRICT_TRANS_TABLES', @@GLOBAL.sql_mode) OR FIND_IN_SET('STRICT_ALL_TABLES', @@GLOBAL.sql_mode), 'strict', @@GLOBAL.sql_mode)"), "strict" },
		{ "lock_wait_timeout is some seconds", DEPLOYMENT, "Set lock_wait_timeout = 30 in the server's configuration, so that a forgotten lock of somebody else does not stop everybody.",
		  SQL("SELECT IF(@@GLOBAL.lock_wait_timeout <= 300, 'short', @@GLOBAL.lock_wait_timeout)"), "short", .is_advice = true },
		{ "max_connections is enough for every worker", DEPLOYMENT, "Raise max_connections in the server's configuration, or lower the number of workers.", .look = look_at_connections },
		{ "the clocks of host and database agree", DEPLOYMENT, "Let chrony or systemd-timesyncd set the clocks of both machines.", .look = look_at_time },
		{ "the clock has its row", DEPLOYMENT, "Run: qiao migrate. If the clock runs ahead, correct the time of the database's host; changes wait behind it until then.", .look = look_at_clock },
		{ N_("the web account may select, insert, update and delete, and nothing more"), DEPLOYMENT | SYSTEM, N_("Take from the account of database_user whatever else it has; qiao.conf.dist says what it needs."), .look = look_at_rights },
		{ "every migration was run as it is", DEPLOYMENT, "Run: qiao upgrade. A file that was changed since must be replaced by the original.", .look = look_at_schema },
		{ "every business table keeps its history", DEPLOYMENT, "Restore the table from a backup that has its history; somebody removed the versioning.", .look = look_at_history },
		{ "an administrator can sign in", DEPLOYMENT, "Run: qiao user add --login=NAME --name=NAME --role=administrator",
		  SQL("SELECT IF(COUNT(*) > 0, 'yes', 'nobody') FROM user u JOIN role r ON r.id = u.role_id JOIN user_secret s ON s.user_id = u.id WHERE r.code = 'administrator' AND u.is_active = 1"), "yes" },
		{ N_("MariaDB is not open to the network where it need not be"), SYSTEM, N_("Set skip_networking, or bind_address = 127.0.0.1, in the server's configuration."),
		  SQL("SELECT IF(@@skip_networking = 1 OR @@GLOBAL.bind_address IN ('127.0.0.1', '::1', 'localhost'), 'closed', CONCAT('bind_address is ', COALESCE(NULLIF(@@GLOBAL.bind_address, ''), '*')))"), "closed" },
		{ N_("no MariaDB account is without a name or a password"), SYSTEM, N_("Drop these accounts, or give them a password: mariadb-secure-installation does."),
		  SQL("SELECT COALESCE(GROUP_CONCAT(CONCAT(User, '@', Host) SEPARATOR ', '), 'none') FROM mysql.global_priv WHERE (User = '' OR (COALESCE(JSON_VALUE(Priv, '$.authentication_string'), '') = ''"
		      " AND COALESCE(JSON_VALUE(Priv, '$.plugin'), 'mysql_native_password') IN ('mysql_native_password', '')))"
		      " AND User <> 'PUBLIC' AND COALESCE(JSON_VALUE(Priv, '$.account_locked'), '0') = '0' AND COALESCE(JSON_VALUE(Priv, '$.is_role'), '0') = '0'"), "none" },
		{ N_("MariaDB reads no files for clients"), SYSTEM, N_("Set local_infile = 0 in the server's configuration."), SQL("SELECT @@GLOBAL.local_infile"), "0" },
		{ N_("a backup was restored elsewhere and compared in the last 7 days"), DEPLOYMENT | SYSTEM, N_("Run: qiao backup full, and let the scheduler verify it. A backup nobody restored is a hope."), .look = look_at_backups, .is_advice = true },
	};

	DOCTOR_RUN(doctor, checks);
}
