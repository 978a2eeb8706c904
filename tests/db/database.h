/*
 * database.h: a private MariaDB with Qiao's schema for one test program, and
 * work to be done on it: by the system, or by a user of a role.
 *
 * The server lives in a folder of its own under $TMPDIR and ends with the
 * program, however that ends: a keeper waits for it, stops the server by its
 * pid file and removes the folder.
 */
#ifndef TESTS_DB_DATABASE_H
#define TESTS_DB_DATABASE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <sys/types.h>

#include "entities/entities.h"
#include "model/catalogue.h"
#include "model/store.h"

struct database {
	struct arena arena;            /* lasts as long as the program */
	const char *folder;            /* with qiao.conf and the socket */
	const char *source;            /* root of the sources */
	const char *qiao;              /* the command */
	struct db_options options;     /* of the account the web programs use */
	int lifeline;                  /* the keeper acts when its other end closes */
	pid_t keeper;
};

/* What each test finds in *state. */
struct fixture {
	struct database database;
	struct work *work;             /* the system's */
};

/* main() of a test program: starts the database, runs the tests on it, ends it. */
int database_main(const char *name, const struct CMUnitTest *tests, size_t count);
#define DATABASE_MAIN(name, tests) database_main(name, tests, sizeof(tests) / sizeof *(tests))

/* Starts the server and runs `qiao migrate`. False: there is no mariadbd, and the whole test was skipped aloud. */
bool database_start(struct database *database);
void database_end(struct database *database);
/* Runs a command, its output among the test's remarks; its exit status, or -1. */
int database_run(const struct database *database, const char *const *argv);

/* A connection and an arena of its own. login NULL: the system, which may do everything. */
struct work *database_work(struct database *database, const char *login);
/* Takes what the work read so far away, and the database's error with it. */
void work_clear(struct work *work);
/* Loads roles, teams and short lists anew. */
void work_reload(struct work *work);
void work_end(struct work *work);

/* Begins and commits a change with nothing else around it. */
void work_begin(struct work *work);
bool work_commit(struct work *work);

/* What a form would send. */
struct pair {
	const char *name, *value;      /* NULL name ends the list */
};

#define PAIRS(...) ((const struct pair[]){ __VA_ARGS__, { NULL, NULL } })

struct input_source pairs_source(const struct pair *pairs);
/* Reads and saves as one change; abandoned unless saved. id NULL: a new record. */
struct input *work_save(struct work *work, const struct entity *entity, const char *id, const struct pair *pairs);
/* The same, which must succeed: the id. */
struct str work_must_save(struct work *work, const struct entity *entity, const char *id, const struct pair *pairs);
enum outcome work_remove(struct work *work, const struct entity *entity, struct str id);

/* A team (parent NULL: at the top) and a user of a built-in role; each gives its id. */
struct str work_add_team(struct work *work, const char *name, const char *parent_id);
struct str work_add_user(struct work *work, const char *login, const char *role_code, const char *team_id);

/* A number from SQL written in the test. */
uint64_t work_number(struct work *work, struct sql sql, struct args args);
/* SQL put together by a test. */
struct sql test_sql(struct work *work, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* What fsck asks, over every entity: 0 when all is well. */
uint64_t work_findings(struct work *work);
/* The same letters each run: a small generator for property tests. */
uint32_t next_random(uint64_t *state);

#endif
