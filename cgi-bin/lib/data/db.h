/*
 * db.h: one connection to MariaDB and the statements it has prepared.
 * Only the files behind it know <mysql.h>.
 *
 * Errors stick: the first failure of a request is logged with its statement;
 * every later call does nothing and yields no rows; the frame looks once, at
 * the end, rolls back and answers 5xx (or runs the request again when
 * db_should_retry). Nothing else needs error plumbing.
 */
#ifndef DATA_DB_H
#define DATA_DB_H

#include "data/hosts.h"
#include "data/rows.h"
#include "data/slow.h"
#include "data/sql.h"

struct db;

struct db_options {
	struct str hosts;              /* as hosts.h reads them, in the order of preference; empty: the socket */
	struct str socket;
	struct str user, password, database;
	unsigned port;
	unsigned connect_timeout_s;    /* 0: 3 */
	unsigned read_timeout_s;       /* 0: 30 */
	unsigned lock_wait_s;          /* 0: 3; for row and table locks */
	unsigned statement_time_s;     /* 0: no limit; max_statement_time */
};

/*
 * Connects with the first statement that needs it, to the first host that takes writes; one that is frozen, or no part of
 * its cluster, is passed over. Where none takes writes, one that only reads serves: db_is_read_only.
 */
struct db *db_new(struct arena *program, struct db_options options);
void db_end(struct db *db);
/* Of the list of hosts, the one it is connected to; NULL: it knows only a socket or a port, or is not connected. */
const struct host *db_host(const struct db *db);
/*
 * For a program that lives for one click, before its first statement: the client library makes all of TLS ready before it
 * connects, and asks every directory of the system for the usual port, also where it connects to a socket, which needs
 * neither. Does nothing where the database is reached over the network.
 */
void db_start_light(const struct db *db);

/* Connects now, where a statement would. False: nobody answers, and the error sticks. */
bool db_reach(struct db *db);

/* What the request's rows and texts are taken from, from now on; clears the sticky error and the counters. */
void db_use(struct db *db, struct arena *request);

/* Changes only where rows are taken from: long work empties its own arena between batches. */
void db_arena(struct db *db, struct arena *arena);

/* Rows of a SELECT, all of them, in the request's arena. Never NULL. */
struct rows *db_query(struct db *db, struct sql sql, struct args args);

/*
 * Rows one by one, for exports: values live until the next row; no other
 * statement may run before rows_next has said false.
 */
struct rows *db_stream(struct db *db, struct sql sql, struct args args);

/* Runs INSERT, UPDATE, DELETE, SET, DDL; rows matched. db_insert_id: the id it made. */
uint64_t db_execute(struct db *db, struct sql sql, struct args args);
uint64_t db_insert_id(const struct db *db);

/* One INSERT ... VALUES (?,...) for many rows at once: values row by row, row_count * column_count of them. */
uint64_t db_execute_many(struct db *db, struct sql sql, size_t column_count, const struct str *values, size_t row_count);

/* Runs text that is not prepared and may hold several statements (migrations). False with the error stuck. */
bool db_run_script(struct db *db, struct str script);
/* Rows matched by the last statement of the last script. */
uint64_t db_script_rows(const struct db *db);

/* First column of the first row; NO_STR when there is none. */
struct str db_value(struct db *db, struct sql sql, struct args args);

/* --- transactions ------------------------------------------------------- */

void db_begin(struct db *db);
void db_begin_read_only(struct db *db);
enum db_outcome {
	DB_DONE,                   /* committed */
	DB_AGAIN,                  /* rolled back by the server; run the work again */
	DB_FAILED,                 /* rolled back; see db_error_text */
	DB_UNKNOWN                 /* COMMIT broke off: look for the change's token */
};
enum db_outcome db_commit(struct db *db) __attribute__((warn_unused_result));
void db_rollback(struct db *db);               /* also clears the sticky error; quiet when nothing is open */
bool db_is_open(const struct db *db);          /* inside a transaction */

/* --- the moment --------------------------------------------------------- */

/* Row versions written from now on are stamped with this instant ("2026-... .120000"). */
void db_stamp(struct db *db, struct str at);
/* Every SELECT from now on sees that instant; statements are neither taken from the cache nor put there. */
void db_as_of(struct db *db, struct str at);
/* Back to now, both ways; called on every way out of a request. */
void db_now(struct db *db);

/* --- errors and figures -------------------------------------------------- */

bool db_has_failed(const struct db *db);
struct str db_error_text(const struct db *db);
/* Deadlock, lock wait, snapshot conflict, certification, connection lost before COMMIT. */
bool db_should_retry(const struct db *db);
bool db_is_duplicate_key(const struct db *db); /* 1062; db_duplicate_key names the key */
struct str db_duplicate_key(const struct db *db);
bool db_is_missing_parent(const struct db *db); /* 1452: a row was to refer to one that is not there */
bool db_is_bad_value(const struct db *db);     /* too long, too large, missing, or referring to nothing */
bool db_is_lost(const struct db *db);          /* no server, or it went away, or it is none for this now */
/* In this request: the server that answers takes no writes, and none was found that does. */
bool db_is_read_only(const struct db *db);
/* Clears the sticky error without ending the transaction; for callers that turn it into a message: 1062, a bad value. */
void db_forgive(struct db *db);

unsigned db_statement_count(const struct db *db);      /* since db_use */
uint64_t db_time_us(const struct db *db);
unsigned db_unreachable_count(const struct db *db);    /* since db_use: times that no server answered */

/* --- slow statements ------------------------------------------------------ */

/* From now on statements that take so long are kept; 0: none. */
void db_keep_slow(struct db *db, uint64_t least_us);
/* Those kept since db_slow_clear; db_use leaves them alone. */
const struct slow_list *db_slow(const struct db *db);
void db_slow_clear(struct db *db);
/* How the server would run it now. Outside of transactions and moments only; an error sticks as always. */
struct rows *db_explain(struct db *db, const struct slow_statement *statement);

/* For tests of tests: leaves the statement cache on under as-of (the negative control). */
void db_keep_cache_as_of(struct db *db, bool keep);

#endif
