/* db.c: one connection to MariaDB: its errors, its transactions, its moment. */
#include "data/db_link.h"

#include <errmsg.h>
#include <mysqld_error.h>

#include "base/log.h"

static const unsigned again_errors[] = {
	ER_LOCK_DEADLOCK, ER_LOCK_WAIT_TIMEOUT, ER_CHECKREAD, ER_UNKNOWN_STMT_HANDLER,
};

/* Said before anything was done: a node that is no part of its cluster, a server that became a standby. Another one may do it. */
static const unsigned refused_errors[] = {
	ER_UNKNOWN_COM_ERROR, ER_OPTION_PREVENTS_STATEMENT, ER_READ_ONLY_MODE,
};

/* A COMMIT that ends so may have reached the other nodes of a cluster. */
static const unsigned unknown_errors[] = {
	ER_ERROR_DURING_COMMIT, ER_QUERY_INTERRUPTED,
};

static const unsigned lost_errors[] = {
	CR_SERVER_GONE_ERROR, CR_SERVER_LOST, CR_CONNECTION_ERROR, CR_CONN_HOST_ERROR,
	CR_UNKNOWN_HOST, ER_SERVER_SHUTDOWN, ER_CON_COUNT_ERROR, ER_CONNECTION_KILLED,
	CR_COMMANDS_OUT_OF_SYNC,
};

/* Of the values of one row; the statement alone is undone. */
static const unsigned value_errors[] = {
	ER_BAD_NULL_ERROR, ER_WARN_DATA_OUT_OF_RANGE, WARN_DATA_TRUNCATED, ER_TRUNCATED_WRONG_VALUE, ER_NO_DEFAULT_FOR_FIELD,
	ER_TRUNCATED_WRONG_VALUE_FOR_FIELD, ER_DATA_TOO_LONG, ER_NO_REFERENCED_ROW_2, ER_CONSTRAINT_FAILED,
};

static bool
is_listed(const unsigned *list, size_t count, unsigned error)
{
	for (size_t i = 0; i < count; i++)
		if (list[i] == error)
			return true;
	return false;
}

static bool
is_refused(const struct db *db)
{
	return is_listed(refused_errors, sizeof refused_errors / sizeof *refused_errors, db->error);
}

struct db *
db_new(struct arena *program, struct db_options options)
{
	struct db *db = ARENA_NEW(program, struct db);

	db->program = program;
	db->request = program;
	db->options = options;
	db->hosts = hosts_read(program, options.hosts, options.port);
	arena_init(&db->row_arena, 64 << 20);
	slow_list_init(&db->slow);
	return db;
}

const struct host *
db_host(const struct db *db)
{
	return db->link && db->hosts.count ? &db->hosts.all[db->place] : NULL;
}

void
db_end(struct db *db)
{
	db_disconnect(db);
	arena_end(&db->row_arena);
	arena_end(&db->slow.arena);
	mysql_thread_end();
}

void
db_use(struct db *db, struct arena *request)
{
	db->request = request;
	db->error = 0;
	db->error_text = NO_STR;
	db->statement_count = db->unreachable_count = 0;
	db->time_us = 0;
	db->is_asked = false;
}

void
db_arena(struct db *db, struct arena *arena)
{
	db->request = arena;
}

void
db_fail(struct db *db, unsigned error, const char *message, struct str sql)
{
	if (db->error)
		return;
	db->error = error ? error : CR_UNKNOWN_ERROR;
	db->error_text = str_copy(db->request, str_from(message));
	/* The server's text about a duplicate key holds the value, which is somebody's data. */
	log_event("database", "error %u: %s; statement: %.*s", db->error,
	          error == ER_DUP_ENTRY ? str_terminated(db->request, str_join(db->request, S("duplicate key "), db_duplicate_key(db))) : message,
	          (int)(sql.len < 600 ? sql.len : 600), sql.len ? sql.data : "");
	if (db_is_lost(db))
		db_disconnect(db);
}

/*
 * A cluster may roll a transaction back to let another one pass, and not say so with the statement in hand: what follows
 * would be committed alone, and COMMIT would succeed with nothing. Each answer says whether a transaction is open.
 */
void
db_hold_transaction(struct db *db, struct str sql)
{
	unsigned status = 0;

	if (!db->is_open || !db->link || db->error || mariadb_get_info(db->link, MARIADB_CONNECTION_SERVER_STATUS, &status) != 0 ||
	    status & SERVER_STATUS_IN_TRANS)
		return;
	db_fail(db, ER_LOCK_DEADLOCK, "the transaction was rolled back without a word", sql);
}

/* Text of our own making, sent as it is; results are not expected. */
static bool
run_plain(struct db *db, struct str text)
{
	if (db->error || !db->link)
		return false;
	db->statement_count++;
	if (mysql_real_query(db->link, text.data, text.len)) {
		db_fail(db, mysql_errno(db->link), mysql_error(db->link), text);
		return false;
	}
	return true;
}

void
db_begin(struct db *db)
{
	if (!db_ready(db))
		return;
	if (db->standing == STANDING_READS)
		db_fail(db, ER_OPTION_PREVENTS_STATEMENT, "no server takes writes now", NO_STR);
	if (run_plain(db, S("START TRANSACTION")))
		db->is_open = true;
}

void
db_begin_read_only(struct db *db)
{
	if (db_ready(db) && run_plain(db, S("START TRANSACTION READ ONLY")))
		db->is_open = true;
}

enum db_outcome
db_commit(struct db *db)
{
	db_hold_transaction(db, S("COMMIT"));
	if (db->error || !db->is_open) {
		bool again = db_should_retry(db), failed = db->error != 0;

		db_rollback(db);
		return again ? DB_AGAIN : failed ? DB_FAILED : DB_DONE;
	}
	if (run_plain(db, S("COMMIT"))) {
		db->is_open = false;
		return DB_DONE;
	}
	if (is_listed(unknown_errors, sizeof unknown_errors / sizeof *unknown_errors, db->error))
		db_disconnect(db);
	if (!db->link && !is_refused(db))
		return DB_UNKNOWN;
	if (db_should_retry(db)) {
		db_rollback(db);
		return DB_AGAIN;
	}
	db_rollback(db);
	return DB_FAILED;
}

void
db_rollback(struct db *db)
{
	db_stream_end(db);
	db->error = 0;
	if (db->is_open && db->link && mysql_real_query(db->link, "ROLLBACK", 8))
		db_disconnect(db);
	db->is_open = false;
}

bool
db_is_open(const struct db *db)
{
	return db->is_open;
}

void
db_stamp(struct db *db, struct str at)
{
	db_execute(db, SQL("SET timestamp = UNIX_TIMESTAMP(?)"), ARGS(at));
	db->is_stamped = true;
}

void
db_as_of(struct db *db, struct str at)
{
	db_execute(db, SQL("SET system_versioning_asof = ?"), ARGS(at));
	db->is_as_of = db->error == 0;
}

void
db_now(struct db *db)
{
	static const struct str both = { "SET timestamp = DEFAULT, system_versioning_asof = DEFAULT", 57 };

	/* Whatever went wrong, the next request must not inherit a moment. */
	if (db->link && (db->is_stamped || db->is_as_of) && mysql_real_query(db->link, both.data, both.len))
		db_disconnect(db);
	if (db->link && db->is_as_of)
		statement_close(&db->passing);
	db->is_stamped = db->is_as_of = false;
}

bool
db_has_failed(const struct db *db)
{
	return db->error != 0;
}

struct str
db_error_text(const struct db *db)
{
	return db->error_text;
}

bool
db_is_lost(const struct db *db)
{
	return is_listed(lost_errors, sizeof lost_errors / sizeof *lost_errors, db->error) || is_refused(db);
}

bool
db_is_read_only(const struct db *db)
{
	return db->is_asked && db->standing == STANDING_READS;
}

bool
db_should_retry(const struct db *db)
{
	return is_listed(again_errors, sizeof again_errors / sizeof *again_errors, db->error) || db_is_lost(db);
}

bool
db_is_duplicate_key(const struct db *db)
{
	return db->error == ER_DUP_ENTRY;
}

bool
db_is_bad_value(const struct db *db)
{
	return is_listed(value_errors, sizeof value_errors / sizeof *value_errors, db->error);
}

struct str
db_duplicate_key(const struct db *db)
{
	struct str text = db->error_text;
	ptrdiff_t at = str_find(text, S("for key '"));

	if (!db_is_duplicate_key(db) || at < 0)
		return NO_STR;
	text = str_slice(text, (size_t)at + 9, text.len);
	return text.len && text.data[text.len - 1] == '\'' ? str_slice(text, 0, text.len - 1) : text;
}

bool
db_is_missing_parent(const struct db *db)
{
	return db->error == ER_NO_REFERENCED_ROW_2;
}

void
db_forgive(struct db *db)
{
	db->error = 0;
}

unsigned
db_statement_count(const struct db *db)
{
	return db->statement_count;
}

uint64_t
db_time_us(const struct db *db)
{
	return db->time_us;
}

unsigned
db_unreachable_count(const struct db *db)
{
	return db->unreachable_count;
}

void
db_keep_slow(struct db *db, uint64_t least_us)
{
	db->slow.least_us = least_us;
}

const struct slow_list *
db_slow(const struct db *db)
{
	return &db->slow;
}

void
db_slow_clear(struct db *db)
{
	slow_list_clear(&db->slow);
}

void
db_keep_cache_as_of(struct db *db, bool keep)
{
	db->keeps_cache_as_of = keep;
}
