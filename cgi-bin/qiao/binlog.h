/*
 * binlog.h: which changes a binary log holds. Each change sets the row of
 * `clock` first, so its moment stands in the log in full, and the log is in
 * the order of moments.
 */
#ifndef QIAO_BINLOG_H
#define QIAO_BINLOG_H

#include "qiao/command.h"

struct binlog_span {
	struct str first, last;        /* moments of its changes; empty: none */
	uint64_t changes;
	uint64_t end;                  /* position behind its last transaction */
	uint64_t stop;                 /* position behind the last transaction up to the wanted moment; 0: none is */
	bool goes_beyond;              /* it holds a later one */
};

/* Reads it with mariadb-binlog; moment: the wanted one, NO_STR for all. False, and said, when it cannot be read. */
bool binlog_read(struct arena *arena, struct command *command, const char *path, const char *log_path, struct str moment, struct binlog_span *span);

#endif
