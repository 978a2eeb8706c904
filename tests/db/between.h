/*
 * between.h: stands between a program and its database, and does to one
 * COMMIT what a network or a cluster may do to it. Everything else passes.
 */
#ifndef TESTS_DB_BETWEEN_H
#define TESTS_DB_BETWEEN_H

#include "database.h"

enum blow {
	LOSE_ANSWER,                   /* COMMIT is done, and the connection ends before that is said */
	LOSE_COMMIT,                   /* the connection ends before COMMIT arrives */
	REFUSE_COMMIT,                 /* rolled back, with the error by which a cluster lets another one pass */
	BLOWS
};

struct between {
	const char *socket;            /* to connect to */
	pid_t child;
	struct aim *aim;               /* shared with it */
};

struct between between_start(struct database *database);
/* The COMMIT that comes after so many others, on whichever connection, takes the blow. */
void between_strike(struct between *between, enum blow blow, int after);
/* Has it? From now on all of them pass. */
bool between_has_struck(struct between *between);
void between_end(struct between *between);

#endif
