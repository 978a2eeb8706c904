/* meter_file.h: the layout of the file of counters, for meter.c and meter_read.c alone. A change of it is a new version. */
#ifndef BASE_METER_FILE_H
#define BASE_METER_FILE_H

#include <stdatomic.h>

#include "base/meter.h"

enum { METER_VERSION = 1, METER_ROUTES = 2048, METER_PROGRAMS = 32, METER_WORKERS = 512, METER_PATTERN = 96, METER_WORD = 24 };

/* What a right file begins with. */
struct meter_mark {
	char magic[8];
	uint32_t version, routes, programs, workers;
	uint32_t route_bytes, program_bytes, worker_bytes, rest;
};

/*
 * A row belongs to the name whose hash is its key, for ever. Whoever finds the key without is_named writes the name, too:
 * the bytes are the same, so it matters neither who is first nor who was killed meanwhile.
 */
struct meter_route_row {
	_Atomic uint64_t key;
	_Atomic uint64_t is_named;
	char program[METER_WORD], method[METER_WORD / 3], route[METER_PATTERN];
	_Atomic uint64_t by_status[METER_STATUSES];
	_Atomic uint64_t wall_us, user_us, statements, database_us, bytes;
	_Atomic uint64_t buckets[METER_BUCKETS];
};

struct meter_program_row {
	_Atomic uint64_t key;
	_Atomic uint64_t is_named;
	char name[METER_WORD];
	_Atomic uint64_t starts, connection_errors;
};

struct meter_worker_row {
	_Atomic uint64_t process;      /* 0: free */
	_Atomic uint64_t born;         /* when, in ticks since the machine's start: a number may be given again */
	_Atomic uint64_t program;      /* key */
};

struct meter_file {
	struct meter_mark mark;
	_Atomic int64_t made_at_us;
	struct meter_program_row programs[METER_PROGRAMS];
	struct meter_worker_row workers[METER_WORKERS];
	struct meter_route_row routes[METER_ROUTES];
};

struct meter_mark meter_mark(void);
/* When the process began, and its resident pages; false when it is not there. */
bool meter_process(uint64_t process, uint64_t *born, uint64_t *pages);

#endif
