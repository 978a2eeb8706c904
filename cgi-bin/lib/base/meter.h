/*
 * meter.h: what all programs on a machine have done, counted in one file that
 * they hold in memory together (state_dir/metrics). One row for each program,
 * method and route; adding is a handful of atomic additions, without a lock, so
 * a worker that is killed leaves at most one request counted by half.
 */
#ifndef BASE_METER_H
#define BASE_METER_H

#include "base/str.h"

enum {
	METER_BOUNDS = 24,             /* upper ends of the buckets of time ... */
	METER_BUCKETS = METER_BOUNDS + 1,  /* ... and one for what took longer */
	METER_STATUSES = 16            /* the last one: any other */
};

/* Upper ends in microseconds, each 1.6 times the one before: 0.2 ms to 9.9 s. */
extern const uint64_t meter_bounds_us[METER_BOUNDS];
/* Statuses that are counted by themselves; 0: any other. */
extern const int meter_statuses[METER_STATUSES];

struct meter;

/* What one request cost. */
struct meter_request {
	struct str method, route;      /* the pattern, "/customers/{id}" */
	int status;
	uint64_t wall_us, user_us;
	uint64_t statements, database_us;
	uint64_t bytes;
	uint64_t connection_errors;
};

/* To count what this program does. NULL with errno set: the file cannot be had, and nothing is counted. */
struct meter *meter_open(struct arena *arena, const char *path, const char *program);
/* This process serves request after request: it is one of the program's workers until it ends. */
void meter_worker(struct meter *meter);
/* Nothing when meter is NULL. */
void meter_add(struct meter *meter, const struct meter_request *request);

/* --- reading ------------------------------------------------------------ */

struct meter_route {
	struct str program, method, route;
	uint64_t by_status[METER_STATUSES];
	uint64_t requests;
	uint64_t wall_us, user_us;
	uint64_t statements, database_us;
	uint64_t bytes;
	uint64_t buckets[METER_BUCKETS];
};

struct meter_program {
	struct str name;
	uint64_t starts;               /* of workers */
	uint64_t connection_errors;    /* times the database could not be reached */
	uint64_t workers;              /* alive now */
	uint64_t memory_bytes;         /* resident, of all of them */
};

struct meter_totals {
	const struct meter_route *routes;
	size_t route_count;
	const struct meter_program *programs;
	size_t program_count;
	int64_t made_at_us;            /* since when is counted */
};

/* Everything counted so far. False with errno set: there is no such file, or it is of another layout. */
bool meter_read(struct arena *arena, const char *path, struct meter_totals *totals);

#endif
