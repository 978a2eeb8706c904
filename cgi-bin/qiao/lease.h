/*
 * lease.h: one process at a time changes the schema. The lease is a row, so
 * that it holds on every node of a cluster, and it names the connection that
 * does the work: as long as the server keeps that, something may still be
 * going on, even if the process is gone.
 */
#ifndef QIAO_LEASE_H
#define QIAO_LEASE_H

#include "qiao/command.h"

/*
 * False with the reason printed. Who finds somebody at work says who, or
 * waits with --wait; what a killed process left running is always waited for.
 * --take-over: the holder is on another machine and known to be gone.
 */
bool lease_take(struct command *command);
void lease_give_back(struct command *command);

#endif
