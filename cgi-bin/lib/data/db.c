/* db.c: one connection to MariaDB: prepares, binds, reads, commits. */
#include "data/db.h"

#include <errmsg.h>
#include <mysql.h>
#include <mysqld_error.h>
#include <poll.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "data/hosts.h"
#include "data/rows_set.h"

enum { STATEMENTS_MAX = 64, COLUMNS_MAX = 96, CELL_BYTES = 256, ROWS_MAX = 200000, PROBE_MS = 3000, WAITED_IN_VAIN_US = 1000000 };

struct statement {
	MYSQL_STMT *handle;
	char *text;                    /* kept in the program's arena and used again for the next text */
	size_t len, size;
	uint64_t hash;
	uint64_t used;                 /* tick of the last use; 0: free */
};

struct db {
	struct arena *program;
	struct arena *request;
	struct db_options options;
	MYSQL *link;
	struct hosts hosts;            /* empty: the socket */
	size_t place;                  /* in hosts, of the one we are connected to */
	enum standing standing;        /* of the server, as it was last known */
	uint64_t connected_us;
	bool is_cluster;               /* a node of Galera */
	bool is_asked;                 /* in this request: it answers, and is what it was */
	struct statement statements[STATEMENTS_MAX];
	struct statement passing;      /* the one statement in hand that is not cached */
	struct statement *streaming;
	struct arena row_arena;        /* the row of a stream in hand */
	uint64_t tick;
	bool is_open;
	bool is_stamped;
	bool is_as_of;
	bool keeps_cache_as_of;
	unsigned error;
	struct str error_text;
	uint64_t insert_id;
	uint64_t script_rows;
	unsigned statement_count, unreachable_count;
	uint64_t time_us;
	uint64_t began_us;             /* the statement in hand */
	struct slow_list slow;
	char cells[COLUMNS_MAX][CELL_BYTES];
	unsigned long lengths[COLUMNS_MAX];
	my_bool nulls[COLUMNS_MAX];
	my_bool cuts[COLUMNS_MAX];
	MYSQL_BIND binds[COLUMNS_MAX];
};

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

static void
statement_close(struct statement *statement)
{
	if (statement->handle)
		mysql_stmt_close(statement->handle);
	statement->handle = NULL;
	statement->used = 0;
}

static void
disconnect(struct db *db)
{
	if (!db->link)
		return;
	for (size_t i = 0; i < STATEMENTS_MAX; i++)
		statement_close(&db->statements[i]);
	statement_close(&db->passing);
	db->streaming = NULL;
	mysql_close(db->link);
	db->link = NULL;
	db->is_open = db->is_stamped = db->is_as_of = false;
}

void
db_end(struct db *db)
{
	disconnect(db);
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

static void
fail(struct db *db, unsigned error, const char *message, struct str sql)
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
		disconnect(db);
}

/*
 * A cluster may roll a transaction back to let another one pass, and not say so with the statement in hand: what follows
 * would be committed alone, and COMMIT would succeed with nothing. Each answer says whether a transaction is open.
 */
static void
hold_transaction(struct db *db, struct str sql)
{
	unsigned status = 0;

	if (!db->is_open || !db->link || db->error || mariadb_get_info(db->link, MARIADB_CONNECTION_SERVER_STATUS, &status) != 0 ||
	    status & SERVER_STATUS_IN_TRANS)
		return;
	fail(db, ER_LOCK_DEADLOCK, "the transaction was rolled back without a word", sql);
}

/* Text of our own making, sent as it is; results are not expected. */
static bool
run_plain(struct db *db, struct str text)
{
	if (db->error || !db->link)
		return false;
	db->statement_count++;
	if (mysql_real_query(db->link, text.data, text.len)) {
		fail(db, mysql_errno(db->link), mysql_error(db->link), text);
		return false;
	}
	return true;
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

/* A node that is no part of its cluster refuses the question. In a cluster, what was committed at one node is seen at the others. */
static enum standing
ask_standing(struct db *db)
{
	enum { NODE_SYNCED = 4 };
	uint64_t values[2];

	if (!ask_plain(db, S("SELECT @@global.read_only, COALESCE((SELECT VARIABLE_VALUE FROM information_schema.GLOBAL_STATUS"
	                     " WHERE VARIABLE_NAME = 'wsrep_local_state'), 0)"), 2, values))
		return STANDING_DOWN;
	db->is_cluster = values[1] != 0;
	if (db->is_cluster && mysql_real_query(db->link, S("SET wsrep_sync_wait = 1").data, S("SET wsrep_sync_wait = 1").len))
		return STANDING_DOWN;
	return values[0] ? STANDING_READS : db->is_cluster && values[1] != NODE_SYNCED ? STANDING_BUSY : STANDING_WRITES;
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
	db->error = mysql_errno(db->link);
	db->error_text = str_copy(db->request, str_from(mysql_error(db->link)));
	if (host && db->connected_us - start > WAITED_IN_VAIN_US)
		host_rest(host, db->connected_us);
	disconnect(db);
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
		disconnect(db);
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
static bool
ready(struct db *db)
{
	if (db->error)
		return false;
	if (db->link && !db->is_asked && !db->is_open) {
		bool is_better_sought = hosts_should_look_again(db->standing, db->place, clock_monotonic_us() - db->connected_us);

		if (is_better_sought || (db->hosts.count && !is_as_before(db)))
			disconnect(db);
		db->is_asked = true;
	}
	return db->link || connect_any(db);
}

bool
db_reach(struct db *db)
{
	return ready(db);
}

static void
statement_name(struct db *db, struct statement *statement, struct str text, uint64_t hash)
{
	if (text.len > statement->size) {
		statement->text = arena_take(db->program, 1, text.len * 2);
		statement->size = text.len * 2;
	}
	memcpy(statement->text, text.data, text.len);
	statement->len = text.len;
	statement->hash = hash;
}

/* The cached statement of that text, or the slot it may use. */
static struct statement *
statement_slot(struct db *db, struct str text, uint64_t hash)
{
	struct statement *oldest = &db->statements[0];

	for (size_t i = 0; i < STATEMENTS_MAX; i++) {
		struct statement *each = &db->statements[i];

		if (each->handle && each->hash == hash && each->len == text.len && memcmp(each->text, text.data, text.len) == 0)
			return each;
		if (each->used < oldest->used)
			oldest = each;
	}
	statement_close(oldest);
	statement_name(db, oldest, text, hash);
	return oldest;
}

/* The statement of that text; one without a handle was not prepared yet. */
static struct statement *
statement_of(struct db *db, struct str text, bool is_passing)
{
	uint64_t hash = str_hash(text);
	struct statement *statement;

	if (is_passing) {
		statement = &db->passing;
		statement_close(statement);
		statement_name(db, statement, text, hash);
	} else {
		statement = statement_slot(db, text, hash);
	}
	statement->used = ++db->tick;
	return statement;
}

static void
bind_value(MYSQL_BIND *bind, const struct str *value)
{
	static const my_bool yes = 1;

	bind->buffer_type = MYSQL_TYPE_STRING;
	/* The client library does not write through these; its types just lack const. */
	bind->buffer = (void *)(uintptr_t)(value->data ? value->data : "");
	bind->buffer_length = value->len;
	bind->length_value = value->len;
	if (!value->data)
		bind->is_null = (my_bool *)(uintptr_t)&yes;
}

static MYSQL_BIND *
bind_values(struct db *db, struct args args)
{
	MYSQL_BIND *binds = ARENA_ARRAY(db->request, MYSQL_BIND, args.count);

	for (size_t i = 0; i < args.count; i++)
		bind_value(&binds[i], &args.values[i]);
	return binds;
}

/* The first time, preparing and executing share one round trip: under plain CGI every time is the first. */
static bool
run_first(struct db *db, struct statement *statement, struct str text, struct args args)
{
	unsigned count = (unsigned)args.count;

	statement->handle = mysql_stmt_init(db->link);
	if (!statement->handle)
		log_fatal("memory", "no memory left for a statement");
	mysql_stmt_attr_set(statement->handle, STMT_ATTR_PREBIND_PARAMS, &count);
	return !(count && mysql_stmt_bind_param(statement->handle, bind_values(db, args))) &&
	       mariadb_stmt_execute_direct(statement->handle, text.data, text.len) == 0;
}

static bool
run_again(struct db *db, struct statement *statement, struct args args)
{
	return !(args.count && mysql_stmt_bind_param(statement->handle, bind_values(db, args))) && mysql_stmt_execute(statement->handle) == 0;
}

/* Prepares, binds and executes. NULL on any error, which then sticks. */
static struct statement *
run(struct db *db, struct str text, struct args args, bool is_passing)
{
	struct statement *statement;
	bool is_first, is_done;

	db->began_us = clock_monotonic_us();
	if (!ready(db))
		return NULL;
	if (db->streaming)
		log_fatal("code", "a statement was run while another one was being streamed");
	statement = statement_of(db, text, is_passing);
	is_first = !statement->handle;
	db->statement_count++;
	is_done = is_first ? run_first(db, statement, text, args) : run_again(db, statement, args);
	if ((is_done || !is_first) && mysql_stmt_param_count(statement->handle) != args.count)
		log_fatal("code", "%zu values for %lu places in: %.*s", args.count,
		          mysql_stmt_param_count(statement->handle), STR_ARG(text));
	if (!is_done) {
		fail(db, mysql_stmt_errno(statement->handle), mysql_stmt_error(statement->handle), text);
		/* One that the server has forgotten, after a transaction of the cluster outran ours, is prepared anew. */
		if ((is_first || db->error == ER_UNKNOWN_STMT_HANDLER) && db->link)
			statement_close(statement);
		statement = NULL;
	}
	hold_transaction(db, text);
	return db->error ? NULL : statement;
}

static struct statement *
execute(struct db *db, struct str text, struct args args)
{
	return run(db, text, args, db->is_as_of && !db->keeps_cache_as_of);
}

/* The statement in hand has done its work. */
static void
took(struct db *db, struct str text, struct args args)
{
	uint64_t us = clock_monotonic_us() - db->began_us;

	db->time_us += us;
	slow_list_note(&db->slow, text, args, us, !db->is_as_of);
}

static struct rows *
rows_of(struct db *db, struct statement *statement)
{
	struct rows *rows = ARENA_NEW(db->request, struct rows);
	MYSQL_RES *meta;
	struct str *names;

	if (!statement)
		return rows;
	meta = mysql_stmt_result_metadata(statement->handle);
	if (!meta)
		return rows;
	rows->column_count = mysql_num_fields(meta);
	if (rows->column_count > COLUMNS_MAX)
		log_fatal("code", "a result has more than %d columns", COLUMNS_MAX);
	names = ARENA_ARRAY(db->request, struct str, rows->column_count);
	for (size_t i = 0; i < rows->column_count; i++) {
		const MYSQL_FIELD *field = mysql_fetch_field_direct(meta, (unsigned)i);

		names[i] = str_copy(db->request, (struct str){ field->name, field->name_length });
		db->binds[i] = (MYSQL_BIND){
			.buffer_type = MYSQL_TYPE_STRING, .buffer = db->cells[i], .buffer_length = CELL_BYTES,
			.length = &db->lengths[i], .is_null = &db->nulls[i], .error = &db->cuts[i],
		};
	}
	rows->names = names;
	mysql_free_result(meta);
	mysql_stmt_bind_result(statement->handle, db->binds);
	return rows;
}

/* The row just fetched, copied; a value longer than its cell is asked for once more, whole. */
static struct str *
copy_row(struct db *db, struct arena *arena, struct statement *statement, size_t column_count)
{
	struct str *row = ARENA_ARRAY(arena, struct str, column_count);
	size_t total = 0;
	char *to;

	for (size_t i = 0; i < column_count; i++)
		total += db->nulls[i] ? 0 : db->lengths[i] + 1;
	to = arena_take(arena, 1, total + 1);
	for (size_t i = 0; i < column_count; i++) {
		size_t len = db->lengths[i];

		if (db->nulls[i])
			continue;
		if (len <= CELL_BYTES) {
			memcpy(to, db->cells[i], len);
		} else {
			unsigned long whole;
			MYSQL_BIND bind = { .buffer_type = MYSQL_TYPE_STRING, .buffer = to, .buffer_length = len, .length = &whole };

			mysql_stmt_fetch_column(statement->handle, &bind, (unsigned)i, 0);
		}
		row[i] = (struct str){ to, len };
		to += len + 1;
	}
	return row;
}

static void
rows_add(struct db *db, struct rows *rows, struct str *row)
{
	if (rows->count == rows->capacity) {
		size_t capacity = rows->capacity ? rows->capacity * 2 : 64;

		rows->lines = arena_grow(db->request, rows->lines, rows->capacity * sizeof *rows->lines, capacity * sizeof *rows->lines);
		rows->capacity = capacity;
	}
	rows->lines[rows->count++] = row;
}

/* Rows that stop coming are told by the connection, not by the statement. */
static void
fail_fetch(struct db *db, const struct statement *statement, struct str text)
{
	if (mysql_stmt_errno(statement->handle))
		fail(db, mysql_stmt_errno(statement->handle), mysql_stmt_error(statement->handle), text);
	else
		fail(db, mysql_errno(db->link), mysql_error(db->link), text);
}

static struct rows *
fetch_all(struct db *db, struct statement *statement, struct str text)
{
	struct rows *rows = rows_of(db, statement);
	int state = 1;

	if (!statement || rows->column_count == 0)
		return rows;
	while (rows->count < ROWS_MAX && ((state = mysql_stmt_fetch(statement->handle)) == 0 || state == MYSQL_DATA_TRUNCATED))
		rows_add(db, rows, copy_row(db, db->request, statement, rows->column_count));
	if (state == 1) {
		fail_fetch(db, statement, text);
		rows->count = 0;
	}
	if (db->link)
		mysql_stmt_free_result(statement->handle);
	return rows;
}

struct rows *
db_query(struct db *db, struct sql sql, struct args args)
{
	struct rows *rows = fetch_all(db, execute(db, sql.text, args), sql.text);

	took(db, sql.text, args);
	return rows;
}

static void
stream_end(struct db *db)
{
	if (db->streaming && db->link)
		mysql_stmt_free_result(db->streaming->handle);
	db->streaming = NULL;
}

static bool
stream_fetch(struct rows *rows)
{
	struct db *db = rows->source;
	int state;

	rows->current = NULL;
	if (!db->streaming || db->error)
		return false;
	state = mysql_stmt_fetch(db->streaming->handle);
	if (state == 0 || state == MYSQL_DATA_TRUNCATED) {
		arena_reset(&db->row_arena);
		rows->current = copy_row(db, &db->row_arena, db->streaming, rows->column_count);
		return true;
	}
	if (state == 1)
		fail_fetch(db, db->streaming, NO_STR);
	stream_end(db);
	return false;
}

struct rows *
db_stream(struct db *db, struct sql sql, struct args args)
{
	struct statement *statement = execute(db, sql.text, args);
	struct rows *rows = rows_of(db, statement);

	took(db, sql.text, args);
	db->streaming = statement;
	rows->fetch = stream_fetch;
	rows->source = db;
	return rows;
}

uint64_t
db_execute(struct db *db, struct sql sql, struct args args)
{
	struct statement *statement = execute(db, sql.text, args);

	took(db, sql.text, args);
	if (!statement)
		return 0;
	db->insert_id = mysql_stmt_insert_id(statement->handle);
	return mysql_stmt_affected_rows(statement->handle);
}

uint64_t
db_insert_id(const struct db *db)
{
	return db->insert_id;
}

uint64_t
db_execute_many(struct db *db, struct sql sql, size_t column_count, const struct str *values, size_t row_count)
{
	struct statement *statement;
	MYSQL_BIND binds[COLUMNS_MAX];
	unsigned size = (unsigned)row_count;
	uint64_t affected = 0;

	db->began_us = clock_monotonic_us();
	if (row_count == 0 || !ready(db))
		return 0;
	/* Bulk binding stays on a statement, so it gets one that is not shared. */
	statement = &db->passing;
	statement_close(statement);
	statement->handle = mysql_stmt_init(db->link);
	if (!statement->handle)
		log_fatal("memory", "no memory left for a statement");
	memset(binds, 0, sizeof binds);
	for (size_t c = 0; c < column_count; c++) {
		const char **data = ARENA_ARRAY(db->request, const char *, row_count);
		unsigned long *lengths = ARENA_ARRAY(db->request, unsigned long, row_count);
		char *indicators = ARENA_ARRAY(db->request, char, row_count);

		for (size_t r = 0; r < row_count; r++) {
			const struct str *value = &values[r * column_count + c];

			data[r] = value->data ? value->data : "";
			lengths[r] = value->len;
			indicators[r] = value->data ? STMT_INDICATOR_NONE : STMT_INDICATOR_NULL;
		}
		binds[c].buffer_type = MYSQL_TYPE_STRING;
		binds[c].buffer = data;
		binds[c].length = lengths;
		binds[c].u.indicator = indicators;
	}
	db->statement_count++;
	if (mysql_stmt_prepare(statement->handle, sql.text.data, sql.text.len) ||
	    mysql_stmt_attr_set(statement->handle, STMT_ATTR_ARRAY_SIZE, &size) ||
	    mysql_stmt_bind_param(statement->handle, binds) || mysql_stmt_execute(statement->handle))
		fail(db, mysql_stmt_errno(statement->handle), mysql_stmt_error(statement->handle), sql.text);
	else
		affected = mysql_stmt_affected_rows(statement->handle);
	hold_transaction(db, sql.text);
	if (db->link)
		statement_close(statement);
	took(db, sql.text, NO_ARGS);
	return affected;
}

bool
db_run_script(struct db *db, struct str script)
{
	int more;

	if (!ready(db))
		return false;
	mysql_set_server_option(db->link, MYSQL_OPTION_MULTI_STATEMENTS_ON);
	if (mysql_real_query(db->link, script.data, script.len)) {
		fail(db, mysql_errno(db->link), mysql_error(db->link), script);
	} else {
		do {
			MYSQL_RES *result = mysql_store_result(db->link);

			db->script_rows = mysql_affected_rows(db->link);
			if (result)
				mysql_free_result(result);
			more = mysql_next_result(db->link);
		} while (more == 0);
		if (more > 0)
			fail(db, mysql_errno(db->link), mysql_error(db->link), script);
	}
	if (db->link)
		mysql_set_server_option(db->link, MYSQL_OPTION_MULTI_STATEMENTS_OFF);
	return db->error == 0;
}

uint64_t
db_script_rows(const struct db *db)
{
	return db->script_rows;
}

struct str
db_value(struct db *db, struct sql sql, struct args args)
{
	return rows_cell(db_query(db, sql, args), 0, 0);
}

void
db_begin(struct db *db)
{
	if (!ready(db))
		return;
	if (db->standing == STANDING_READS)
		fail(db, ER_OPTION_PREVENTS_STATEMENT, "no server takes writes now", NO_STR);
	if (run_plain(db, S("START TRANSACTION")))
		db->is_open = true;
}

void
db_begin_read_only(struct db *db)
{
	if (ready(db) && run_plain(db, S("START TRANSACTION READ ONLY")))
		db->is_open = true;
}

enum db_outcome
db_commit(struct db *db)
{
	hold_transaction(db, S("COMMIT"));
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
		disconnect(db);
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
	stream_end(db);
	db->error = 0;
	if (db->is_open && db->link && mysql_real_query(db->link, "ROLLBACK", 8))
		disconnect(db);
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
		disconnect(db);
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

/* The tabular form: it tells no value that was bound. It takes no place among the cached statements. */
struct rows *
db_explain(struct db *db, const struct slow_statement *statement)
{
	struct str text = str_join(db->request, S("EXPLAIN "), statement->text);

	if (db->is_open || db->is_as_of || !statement->can_explain)
		log_fatal("code", "a plan was asked for at the wrong moment");
	return fetch_all(db, run(db, text, statement->args, true), text);
}

void
db_keep_cache_as_of(struct db *db, bool keep)
{
	db->keeps_cache_as_of = keep;
}
