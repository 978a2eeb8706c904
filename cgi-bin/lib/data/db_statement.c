/* db_statement.c: prepares, binds, runs and reads; what was prepared is kept for the next time. */
#include "data/db_link.h"

#include <mysqld_error.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "data/rows_set.h"

enum { ROWS_MAX = 200000 };

void
statement_close(struct statement *statement)
{
	if (statement->handle)
		mysql_stmt_close(statement->handle);
	statement->handle = NULL;
	statement->used = 0;
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
	if (!db_ready(db))
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
		db_fail(db, mysql_stmt_errno(statement->handle), mysql_stmt_error(statement->handle), text);
		/* One that the server has forgotten, after a transaction of the cluster outran ours, is prepared anew. */
		if ((is_first || db->error == ER_UNKNOWN_STMT_HANDLER) && db->link)
			statement_close(statement);
		statement = NULL;
	}
	db_hold_transaction(db, text);
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
		db_fail(db, mysql_stmt_errno(statement->handle), mysql_stmt_error(statement->handle), text);
	else
		db_fail(db, mysql_errno(db->link), mysql_error(db->link), text);
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

void
db_stream_end(struct db *db)
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
	db_stream_end(db);
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
	if (row_count == 0 || !db_ready(db))
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
		db_fail(db, mysql_stmt_errno(statement->handle), mysql_stmt_error(statement->handle), sql.text);
	else
		affected = mysql_stmt_affected_rows(statement->handle);
	db_hold_transaction(db, sql.text);
	if (db->link)
		statement_close(statement);
	took(db, sql.text, NO_ARGS);
	return affected;
}

bool
db_run_script(struct db *db, struct str script)
{
	int more;

	if (!db_ready(db))
		return false;
	mysql_set_server_option(db->link, MYSQL_OPTION_MULTI_STATEMENTS_ON);
	if (mysql_real_query(db->link, script.data, script.len)) {
		db_fail(db, mysql_errno(db->link), mysql_error(db->link), script);
	} else {
		do {
			MYSQL_RES *result = mysql_store_result(db->link);

			db->script_rows = mysql_affected_rows(db->link);
			if (result)
				mysql_free_result(result);
			more = mysql_next_result(db->link);
		} while (more == 0);
		if (more > 0)
			db_fail(db, mysql_errno(db->link), mysql_error(db->link), script);
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

/* The tabular form: it tells no value that was bound. It takes no place among the cached statements. */
struct rows *
db_explain(struct db *db, const struct slow_statement *statement)
{
	struct str text = str_join(db->request, S("EXPLAIN "), statement->text);

	if (db->is_open || db->is_as_of || !statement->can_explain)
		log_fatal("code", "a plan was asked for at the wrong moment");
	return fetch_all(db, run(db, text, statement->args, true), text);
}
