/* db_connect.c: finds the server that serves, and leaves one that does not. */
#include "data/db_link.h"

#include <mysqld_error.h>
#include <nss.h>
#include <openssl/crypto.h>
#include <poll.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"

enum { PROBE_MS = 3000, WAITED_IN_VAIN_US = 1000000 };

void
db_start_light(const struct db *db)
{
	if (db->hosts.count || !db->options.socket.len)
		return;
	OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG | OPENSSL_INIT_NO_LOAD_CRYPTO_STRINGS |
	                    OPENSSL_INIT_NO_ADD_ALL_CIPHERS | OPENSSL_INIT_NO_ADD_ALL_DIGESTS, NULL);
	__nss_configure_lookup("services", "files");
}

void
db_disconnect(struct db *db)
{
	if (!db->link)
		return;
	/* First, for the server forgets the statements with their connection, and need not be told of each. */
	mysql_close(db->link);
	for (size_t i = 0; i < STATEMENTS_MAX; i++)
		statement_close(&db->statements[i]);
	statement_close(&db->passing);
	db->streaming = NULL;
	db->link = NULL;
	db->is_open = db->is_stamped = db->is_as_of = false;
}

/* A few values of one row of our own asking; false: it was refused. */
static bool
ask_plain(struct db *db, struct str text, size_t count, uint64_t *values)
{
	MYSQL_RES *result;
	MYSQL_ROW row;

	if (mysql_real_query(db->link, text.data, text.len))
		return false;
	result = mysql_store_result(db->link);
	row = result ? mysql_fetch_row(result) : NULL;
	for (size_t i = 0; i < count; i++)
		if (!row || !str_to_u64(str_from(row[i]), &values[i]))
			values[i] = 0;
	if (result)
		mysql_free_result(result);
	return row != NULL;
}

/*
 * A node that was cut off from its cluster answers this as any other does, and refuses what comes next: it says that it is
 * not ready. In a cluster, what was committed at one node is seen at the others.
 */
static enum standing
ask_standing(struct db *db)
{
	enum { READ_ONLY, IS_NODE, IS_READY, STATE, ASKED, NODE_SYNCED = 4 };
	uint64_t values[ASKED];

	if (!ask_plain(db, S("SELECT @@global.read_only,"
	                     " COALESCE((SELECT VARIABLE_VALUE = 'ON' FROM information_schema.GLOBAL_VARIABLES WHERE VARIABLE_NAME = 'wsrep_on'), 0),"
	                     " COALESCE((SELECT VARIABLE_VALUE = 'ON' FROM information_schema.GLOBAL_STATUS WHERE VARIABLE_NAME = 'wsrep_ready'), 0),"
	                     " COALESCE((SELECT VARIABLE_VALUE FROM information_schema.GLOBAL_STATUS WHERE VARIABLE_NAME = 'wsrep_local_state'), 0)"), ASKED, values))
		return STANDING_DOWN;
	db->is_cluster = values[IS_NODE];
	if (db->is_cluster && !values[IS_READY])
		return STANDING_DOWN;
	if (db->is_cluster && mysql_real_query(db->link, S("SET wsrep_sync_wait = 1").data, S("SET wsrep_sync_wait = 1").len))
		return STANDING_DOWN;
	return values[READ_ONLY] ? STANDING_READS : db->is_cluster && values[STATE] != NODE_SYNCED ? STANDING_BUSY : STANDING_WRITES;
}

static enum standing
connect_to(struct db *db, struct str host, unsigned port)
{
	struct arena scratch;
	unsigned connect_s = db->options.connect_timeout_s ? db->options.connect_timeout_s : 3;
	unsigned read_s = db->options.read_timeout_s ? db->options.read_timeout_s : 30;
	unsigned lock_s = db->options.lock_wait_s ? db->options.lock_wait_s : 3;
	bool is_up;

	arena_init(&scratch, 64 * 1024);
	db->link = mysql_init(NULL);
	if (!db->link)
		log_fatal("memory", "no memory left for a database connection");
	mysql_options(db->link, MYSQL_OPT_CONNECT_TIMEOUT, &connect_s);
	mysql_options(db->link, MYSQL_OPT_READ_TIMEOUT, &read_s);
	mysql_options(db->link, MYSQL_OPT_WRITE_TIMEOUT, &read_s);
	mysql_options(db->link, MYSQL_SET_CHARSET_NAME, "utf8mb4");
	is_up = mysql_real_connect(db->link, host.len ? str_terminated(&scratch, host) : NULL,
	                           str_terminated(&scratch, db->options.user),
	                           str_terminated(&scratch, db->options.password),
	                           db->options.database.len ? str_terminated(&scratch, db->options.database) : NULL,
	                           port,
	                           !host.len && db->options.socket.len ? str_terminated(&scratch, db->options.socket) : NULL,
	                           CLIENT_FOUND_ROWS) != NULL;
	if (is_up) {
		struct str setup = str_format(&scratch,
			"SET time_zone='+00:00', sql_mode='STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION',"
			" innodb_snapshot_isolation=ON, innodb_lock_wait_timeout=%u, lock_wait_timeout=%u, max_statement_time=%u,"
			" system_versioning_alter_history=KEEP", lock_s, lock_s,
			db->options.statement_time_s);

		is_up = mysql_real_query(db->link, setup.data, setup.len) == 0;
	}
	arena_end(&scratch);
	if (!is_up)
		return STANDING_DOWN;
	/* The one server behind a socket is what it is; asking would cost every click of plain CGI. */
	return db->hosts.count ? ask_standing(db) : STANDING_WRITES;
}

/* To the host at that place in the list, or to the socket where there is no list. */
static enum standing
connect_at(struct db *db, size_t place)
{
	struct host *host = db->hosts.count ? &db->hosts.all[place] : NULL;
	uint64_t start = clock_monotonic_us();

	db->standing = connect_to(db, host ? host->name : NO_STR, host ? host->port : db->options.port);
	db->connected_us = clock_monotonic_us();
	db->place = place;
	if (db->standing != STANDING_DOWN)
		return db->standing;
	/* One that answers, and is no part of its cluster, has no error of its own; what cannot be asked must not look empty. */
	db->error = mysql_errno(db->link) ? mysql_errno(db->link) : ER_UNKNOWN_COM_ERROR;
	db->error_text = mysql_errno(db->link) ? str_copy(db->request, str_from(mysql_error(db->link))) : S("the node is no part of its cluster");
	if (host && db->connected_us - start > WAITED_IN_VAIN_US)
		host_rest(host, db->connected_us);
	db_disconnect(db);
	return STANDING_DOWN;
}

/* In the order of the list, those that rest or those that do not: true with the first that takes writes, else the best is named. */
static bool
connect_writer(struct db *db, bool rests, enum standing *best, size_t *best_place)
{
	uint64_t now_us = clock_monotonic_us();
	size_t place = 0;

	do {
		if (db->hosts.count && host_is_resting(&db->hosts.all[place], now_us) != rests)
			continue;
		if (connect_at(db, place) == STANDING_WRITES)
			return true;
		db_disconnect(db);
		if (db->standing < *best) {
			*best = db->standing;
			*best_place = place;
		}
	} while (++place < db->hosts.count);
	return false;
}

/* The client's own list stops at a frozen host. Where nobody takes writes, the best of the others serves. */
static bool
connect_any(struct db *db)
{
	enum standing best = STANDING_DOWN;
	size_t place = 0;

	if (connect_writer(db, false, &best, &place) || (best == STANDING_DOWN && connect_writer(db, true, &best, &place)) ||
	    (best != STANDING_DOWN && connect_at(db, place) != STANDING_DOWN)) {
		db->error = 0;
		db->is_asked = true;
		return true;
	}
	db->unreachable_count++;
	log_event("database", "no connection: %.*s", STR_ARG(db->error_text));
	return false;
}

/*
 * Asked before the first statement of a request over the network, so that a frozen server costs seconds and not the whole
 * patience for a statement, and one that left its cluster or became a standby is noticed before anything was begun.
 */
static bool
is_as_before(struct db *db)
{
	static const struct str questions[] = {
		{ "SELECT @@global.read_only", 25 }, { "SET STATEMENT wsrep_sync_wait = 0 FOR SELECT @@global.read_only", 64 },
	};
	struct str question = questions[db->is_cluster];
	struct pollfd answer = { mysql_get_socket(db->link), POLLIN, 0 };
	MYSQL_RES *result;
	MYSQL_ROW row;
	bool reads_only;

	if (mysql_send_query(db->link, question.data, question.len))
		return false;
	if (poll(&answer, 1, PROBE_MS) != 1) {
		host_rest(&db->hosts.all[db->place], clock_monotonic_us());
		return false;
	}
	if (mysql_read_query_result(db->link))
		return false;
	result = mysql_store_result(db->link);
	row = result ? mysql_fetch_row(result) : NULL;
	reads_only = row && row[0] && strcmp(row[0], "0") != 0;
	if (result)
		mysql_free_result(result);
	return row && reads_only == (db->standing == STANDING_READS);
}

/* True with a connection that is good for the request in hand. */
bool
db_ready(struct db *db)
{
	if (db->error)
		return false;
	if (db->link && !db->is_asked && !db->is_open) {
		bool is_better_sought = hosts_should_look_again(db->standing, db->place, clock_monotonic_us() - db->connected_us);

		if (is_better_sought || (db->hosts.count && !is_as_before(db)))
			db_disconnect(db);
		db->is_asked = true;
	}
	return db->link || connect_any(db);
}

bool
db_reach(struct db *db)
{
	return db_ready(db);
}
