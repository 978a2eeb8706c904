/* restore_server.c: a private server over restored data: a socket in a closed folder, and nothing of it stays. */
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/file.h"
#include "base/random.h"
#include "qiao/restore.h"

enum { SETTINGS_BYTES = 65536, START_TURNS = 6000, TURN_NS = 100000000, READ_TIMEOUT_S = 24 * 3600, MEMORY_SHARE = 4, PASSWORD_BYTES = 24 };
#define ACCOUNT "qiao_restore"

static const char *
inside(struct restore *restore, const char *name)
{
	return str_format(restore->arena, "%s/%s", restore->into, name).data;
}

static const char *
own_name(struct restore *restore)
{
	const struct passwd *own = getpwuid(geteuid());

	return own ? str_copy(restore->arena, str_from(own->pw_name)).data : "root";
}

/* The data says itself how its files are cut. */
static void
add_layout(struct restore *restore, struct buf *text)
{
	struct str lines = file_read(restore->arena, inside(restore, "data/backup-my.cnf"), SETTINGS_BYTES), line;

	while (str_cut(&lines, '\n', &line))
		if (str_starts_with(line, S("innodb_page_size")) || str_starts_with(line, S("innodb_data_file_path")) || str_starts_with(line, S("innodb_undo_tablespaces")))
			buf_add_format(text, "%.*s\n", STR_ARG(line));
}

/*
 * Nothing is promised to anybody while it is restored, so nothing waits for the disk; the last stop writes all. No
 * binary log: what happens here happened before.
 */
static bool
write_settings(struct restore *restore)
{
	long pages = sysconf(_SC_PHYS_PAGES), page_bytes = sysconf(_SC_PAGESIZE);
	unsigned long long memory_mb = (unsigned long long)pages * (unsigned long long)page_bytes / MEMORY_SHARE >> 20;
	struct buf text, client, init;
	unsigned char bytes[PASSWORD_BYTES];

	random_bytes(bytes, sizeof bytes);
	restore->password = base64url_encode(restore->arena, bytes, sizeof bytes);
	buf_init(&text, restore->arena, SETTINGS_BYTES);
	buf_add_format(&text, "[mariadbd]\ndatadir = %s/data\ntmpdir = %s/tmp\nsocket = %s/s\npid_file = %s/pid\nuser = %s\n", restore->into, restore->into,
	               restore->into, restore->into, own_name(restore));
	buf_add_format(&text, "skip_networking\nskip_name_resolve\nskip_log_bin\nskip_slave_start\nevent_scheduler = OFF\nsecure_timestamp = NO\n"
	               "character_set_server = utf8mb4\nmax_allowed_packet = 1G\ninnodb_flush_log_at_trx_commit = 0\ninnodb_doublewrite = OFF\n"
	               "system_versioning_alter_history = KEEP\nperformance_schema = OFF\ninit_file = %s/init.sql\n", restore->into);
	buf_add_format(&text, "innodb_buffer_pool_size = %lluM\n", memory_mb < 128 ? 128 : memory_mb > 4096 ? 4096 : memory_mb);
	add_layout(restore, &text);
	buf_init(&client, restore->arena, SETTINGS_BYTES);
	buf_add_format(&client, "[client]\nuser = " ACCOUNT "\npassword = %.*s\nsocket = %s/s\n", STR_ARG(restore->password), restore->into);
	/* The accounts of the data stay as they are: one is added for this restore, and dropped at its end. */
	buf_init(&init, restore->arena, SETTINGS_BYTES);
	buf_add_format(&init, "CREATE OR REPLACE USER " ACCOUNT "@localhost IDENTIFIED BY '%.*s';\nGRANT ALL ON *.* TO " ACCOUNT "@localhost WITH GRANT OPTION;\n",
	               STR_ARG(restore->password));
	return backup_write_file(restore->arena, inside(restore, "my.cnf"), buf_str(&text)) &&
	       backup_write_file(restore->arena, inside(restore, "client.cnf"), buf_str(&client)) &&
	       backup_write_file(restore->arena, inside(restore, "init.sql"), buf_str(&init));
}

/* A logical backup needs a server without anything first. */
static bool
make_empty(struct restore *restore)
{
	const char *const make[] = { "mariadb-install-db", "--no-defaults", str_format(restore->arena, "--datadir=%s/data", restore->into).data,
	                             str_format(restore->arena, "--tmpdir=%s/tmp", restore->into).data,
	                             str_format(restore->arena, "--user=%s", own_name(restore)).data, "--force", "--skip-test-db", "--skip-name-resolve",
	                             "--auth-root-authentication-method=socket", str_format(restore->arena, "--auth-root-socket-user=%s", own_name(restore)).data, NULL };
	const char *const *const commands[] = { make, NULL };

	return spawn_run(restore->log, commands, NULL);
}

static struct db *
connect(struct restore *restore, struct str database)
{
	struct db *db = db_new(restore->arena, (struct db_options){ .socket = str_from(inside(restore, "s")), .database = database, .user = S(ACCOUNT), .password = restore->password,
	                                                            .read_timeout_s = READ_TIMEOUT_S, .lock_wait_s = 60 });

	db_use(db, restore->arena);
	return db;
}

static bool
is_answering(struct restore *restore)
{
	struct timespec turn = { .tv_nsec = TURN_NS };

	for (int i = 0; i < START_TURNS && spawn_is_alive(&restore->server); i++) {
		nanosleep(&turn, NULL);
		if (access(inside(restore, "s"), F_OK) == 0 && access(inside(restore, "pid"), F_OK) == 0)
			return true;
	}
	fprintf(stderr, "qiao: the private server does not start\n");
	spawn_tell_log(restore->log);
	return false;
}

bool
restore_start(struct restore *restore)
{
	const char *const command[] = { "mariadbd", str_format(restore->arena, "--defaults-file=%s", inside(restore, "my.cnf")).data, NULL };
	struct str database = config_get(restore->command->config, "database_name", "qiao");
	bool is_logical = backup_is(restore->backup, "logical");

	if (strlen(inside(restore, "s")) >= sizeof ((struct sockaddr_un *)NULL)->sun_path) {
		fprintf(stderr, "qiao: the name of %s is too long for a socket in it: use a shorter one\n", restore->into);
		return false;
	}
	if (is_logical && !make_empty(restore))
		return false;
	printf("  starting a private server over it\n");
	fflush(stdout);
	if (!write_settings(restore) || !spawn_server(&restore->server, restore->log, command) || !is_answering(restore))
		return false;
	if (is_logical) {
		restore->db = connect(restore, NO_STR);
		if (!db_run_script(restore->db, str_format(restore->arena, "CREATE DATABASE `%.*s` CHARACTER SET utf8mb4 COLLATE utf8mb4_uca1400_ai_ci", STR_ARG(database))))
			return false;
		db_end(restore->db);
	}
	restore->db = connect(restore, database);
	return true;
}

bool
restore_stop(struct restore *restore)
{
	bool is_well = true;

	if (restore->db) {
		db_execute(restore->db, SQL("DROP USER " ACCOUNT "@localhost"), NO_ARGS);
		is_well = !db_has_failed(restore->db);
		if (!is_well)
			fprintf(stderr, "qiao: %.*s\n", STR_ARG(db_error_text(restore->db)));
		db_end(restore->db);
		restore->db = NULL;
	}
	return restore->server.count ? spawn_stop(&restore->server) && is_well : is_well;
}
