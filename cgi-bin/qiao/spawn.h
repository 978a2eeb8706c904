/*
 * spawn.h: other people's programs, run without a shell: one, or several
 * joined by pipes, with this program at one end. Every exit status is looked
 * at; what they said goes to a file, whose end is shown when one failed.
 * They die with this program, so that nothing half done works on alone.
 */
#ifndef QIAO_SPAWN_H
#define QIAO_SPAWN_H

#include <sys/types.h>

#include "base/str.h"

enum { SPAWN_COMMANDS_MAX = 4 };

struct spawn {
	const char *log_path;          /* what they say; NULL: to this program's own standard error */
	const char *const *commands[SPAWN_COMMANDS_MAX];
	pid_t processes[SPAWN_COMMANDS_MAX];
	size_t count;
	int fd;                        /* this program's end; -1 when it has none */
	bool has_failed;
};

/*
 * commands: argument lists, each ended by NULL, the list ended by NULL.
 * spawn_from: their output is read from spawn->fd. spawn_into: their input
 * is written to spawn->fd, their output goes to the file to_path (NULL: the
 * log, too).
 */
bool spawn_from(struct spawn *spawn, const char *log_path, const char *const *const *commands);
bool spawn_into(struct spawn *spawn, const char *log_path, const char *const *const *commands, const char *to_path);
/* Waits for all of them; true when each ended with 0. Otherwise says who did not, and what it said. */
bool spawn_end(struct spawn *spawn) __attribute__((warn_unused_result));

/* Without an end here: runs them and waits. */
bool spawn_run(const char *log_path, const char *const *const *commands, const char *to_path) __attribute__((warn_unused_result));
/* One program that stays, as a server does, until spawn_stop asks it to end and waits. */
bool spawn_server(struct spawn *spawn, const char *log_path, const char *const *command);
bool spawn_is_alive(struct spawn *spawn);
bool spawn_stop(struct spawn *spawn) __attribute__((warn_unused_result));

/* The last lines of a log, on standard error, set in. */
void spawn_tell_log(const char *log_path);

#endif
