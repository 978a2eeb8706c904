/*
 * db_link.h: what the files behind db.h share: the connection, its prepared
 * statements, its sticky error. For them alone; they are the only ones that
 * know <mysql.h>.
 */
#ifndef DATA_DB_LINK_H
#define DATA_DB_LINK_H

#include <mysql.h>

#include "data/db.h"
#include "data/hosts.h"

enum { STATEMENTS_MAX = 64, COLUMNS_MAX = 96, CELL_BYTES = 256 };

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

/* db_connect.c: true with a connection that is good for the request in hand. */
bool db_ready(struct db *db);
void db_disconnect(struct db *db);

/* db.c: makes the error stick, logs it with its statement, and leaves a server that is lost. */
void db_fail(struct db *db, unsigned error, const char *message, struct str sql);
/*
 * A cluster may roll a transaction back to let another one pass, and not say so with the statement in hand: what follows
 * would be committed alone, and COMMIT would succeed with nothing. Fails when that has happened.
 */
void db_hold_transaction(struct db *db, struct str sql);

/* db_statement.c */
void statement_close(struct statement *statement);
void db_stream_end(struct db *db);

#endif
