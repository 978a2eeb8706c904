/* backup_account.c: the account backups are made with, the clock held for a moment, and which life of the data this is. */
#include <stdio.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/random.h"
#include "qiao/backup.h"

enum { LINE_BYTES = 8, CLIENT_BYTES = 65536, HOST_BYTES = 256, READ_TIMEOUT_S = 24 * 3600 };

static struct str
account(struct command *command, struct str *password)
{
	const struct config *config = command->config;
	static const char *const names[][2] = {
		{ "backup_user", "backup_password" }, { "owner_user", "owner_password" }, { "database_user", "database_password" }
	};

	for (size_t i = 0; i < 2; i++)
		if (config_get(config, names[i][0], "").len) {
			*password = config_get(config, names[i][1], "");
			return config_get(config, names[i][0], "");
		}
	*password = config_get(config, names[2][1], "");
	return config_get(config, names[2][0], "qiao");
}

struct db *
backup_database(struct command *command)
{
	const struct config *config = command->config;
	struct str password, user = account(command, &password);
	struct db *db = db_new(&command->arena, (struct db_options){
		.hosts = config_get(config, "database_hosts", ""), .socket = config_get(config, "database_socket", ""),
		.port = (unsigned)config_number(config, "database_port", 0), .database = config_get(config, "database_name", "qiao"),
		.user = user, .password = password, .read_timeout_s = READ_TIMEOUT_S, .lock_wait_s = 60,
	});

	db_use(db, &command->arena);
	return db;
}

const char *
backup_client_file(struct command *command, const struct db *db, const char *work)
{
	const char *path = str_format(&command->arena, "%s/client.cnf", work).data;
	struct str password, user = account(command, &password), socket = config_get(command->config, "database_socket", "");
	const struct host *host = db_host(db);
	struct buf text;

	if (str_find_char(password, '"') >= 0 || str_find_char(password, '\\') >= 0) {
		fprintf(stderr, "qiao: the password of the account for backups may hold neither \" nor \\: MariaDB's tools read it from a file\n");
		return NULL;
	}
	buf_init(&text, &command->arena, CLIENT_BYTES);
	buf_add_format(&text, "[client]\nuser = \"%.*s\"\n", STR_ARG(user));
	if (password.len)
		buf_add_format(&text, "password = \"%.*s\"\n", STR_ARG(password));
	if (host)
		buf_add_format(&text, "host = \"%.*s\"\nprotocol = tcp\n", STR_ARG(host->name));
	else if (socket.len)
		buf_add_format(&text, "socket = \"%.*s\"\n", STR_ARG(socket));
	if (host && host->port)
		buf_add_format(&text, "port = %u\n", host->port);
	return backup_write_file(&command->arena, path, buf_str(&text)) ? path : NULL;
}

bool
backup_is_here(struct db *db)
{
	struct str theirs = db_value(db, SQL("SELECT @@hostname"), NO_ARGS);
	char ours[HOST_BYTES] = "";

	if (gethostname(ours, sizeof ours - 1) < 0 || db_has_failed(db) || str_equal_text(theirs, ours))
		return true;
	fprintf(stderr, "qiao: the server that answers runs on %.*s, and this is %s: its files and logs are copied on its own machine. Run it there; from here"
	        " only logical backups can be made\n", STR_ARG(theirs), ours);
	return false;
}

/*
 * Whoever writes holds the clock until the commit. So while it is held here nobody is between moment and commit: what
 * is earlier has been committed, and what comes will be later.
 */
struct str
backup_moment(struct db *db)
{
	struct str moment;

	db_begin(db);
	moment = db_value(db, SQL("SELECT GREATEST(at, SYSDATE(6)) FROM clock WHERE id = 1 FOR UPDATE"), NO_ARGS);
	if (!db_has_failed(db))
		db_rollback(db);
	return moment;
}

struct str
backup_line(struct command *command, struct db *db)
{
	unsigned char bytes[LINE_BYTES];
	struct str line;

	random_bytes(bytes, sizeof bytes);
	db_execute(command->db, SQL("UPDATE backup_state SET line = ? WHERE id = 1 AND line IS NULL"), ARGS(hex_encode(&command->arena, bytes, sizeof bytes)));
	/* Servers that hold the same rows still count their own log: each has a life of its own. */
	line = db_value(db, SQL("SELECT CONCAT(line, '@', @@hostname, ':', @@datadir) FROM backup_state WHERE id = 1"), NO_ARGS);
	if (db_has_failed(command->db))
		fprintf(stderr, "qiao: %.*s\n", STR_ARG(db_error_text(command->db)));
	return line;
}
