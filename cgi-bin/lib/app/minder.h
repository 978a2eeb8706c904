/*
 * minder.h: keeps the workers of one program on one socket, where no web
 * server minds them. A worker that dies is replaced. SIGTERM: workers finish
 * the request in hand, and all ends. SIGHUP: the program on disk, which may be
 * a newer one, is tried (--check); when it can start, this process becomes it,
 * with the socket open all along, starts new workers and only then lets the
 * old ones end. No connection is refused, no request is cut short.
 */
#ifndef APP_MINDER_H
#define APP_MINDER_H

#include "app/program.h"

/* Before anything that takes time, so that no signal is lost or deadly meanwhile. */
void minder_begin(void);
/* This process took over from an older program: the socket is its standard input. */
bool minder_has_taken_over(void);
/* argv: as main got it. Returns the exit status. */
int minder_run(struct program *program, char **argv, unsigned count, void (*work)(struct program *program));

#endif
