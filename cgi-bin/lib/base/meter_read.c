/* meter_read.c: reads the counters of all programs. */
#include <string.h>
#include <unistd.h>

#include "base/mapping.h"
#include "base/meter_file.h"

/* Names end in a NUL or with their room. */
static struct str
word(struct arena *arena, const char *from, size_t size)
{
	return str_copy(arena, (struct str){ from, strnlen(from, size) });
}

static uint64_t
look(const _Atomic uint64_t *counter)
{
	return atomic_load_explicit(counter, memory_order_relaxed);
}

static struct meter_route
read_route(struct arena *arena, const struct meter_route_row *row)
{
	struct meter_route route = {
		.program = word(arena, row->program, sizeof row->program), .method = word(arena, row->method, sizeof row->method),
		.route = word(arena, row->route, sizeof row->route), .wall_us = look(&row->wall_us), .user_us = look(&row->user_us),
		.statements = look(&row->statements), .database_us = look(&row->database_us), .bytes = look(&row->bytes),
	};

	for (size_t i = 0; i < METER_STATUSES; i++)
		route.requests += route.by_status[i] = look(&row->by_status[i]);
	for (size_t i = 0; i < METER_BUCKETS; i++)
		route.buckets[i] = look(&row->buckets[i]);
	return route;
}

static struct meter_program
read_program(struct arena *arena, const struct meter_file *file, const struct meter_program_row *row)
{
	struct meter_program program = { .name = word(arena, row->name, sizeof row->name), .starts = look(&row->starts),
	                                 .connection_errors = look(&row->connection_errors) };

	for (size_t i = 0; i < METER_WORKERS; i++) {
		const struct meter_worker_row *worker = &file->workers[i];
		uint64_t process = look(&worker->process), born = 0, pages = 0;

		if (!process || look(&worker->program) != look(&row->key) || !meter_process(process, &born, &pages) || born != look(&worker->born))
			continue;
		program.workers++;
		program.memory_bytes += pages * (uint64_t)sysconf(_SC_PAGESIZE);
	}
	return program;
}

bool
meter_read(struct arena *arena, const char *path, struct meter_totals *totals)
{
	struct meter_mark mark = meter_mark();
	struct meter_file *file = mapping_open(path, sizeof *file, (struct str){ (const char *)&mark, sizeof mark }, false);
	struct meter_route *routes;
	struct meter_program *programs;

	*totals = (struct meter_totals){ .made_at_us = 0 };
	if (!file)
		return false;
	totals->made_at_us = atomic_load(&file->made_at_us);
	routes = ARENA_ARRAY(arena, struct meter_route, METER_ROUTES);
	for (size_t i = 0; i < METER_ROUTES; i++)
		if (atomic_load_explicit(&file->routes[i].is_named, memory_order_acquire))
			routes[totals->route_count++] = read_route(arena, &file->routes[i]);
	programs = ARENA_ARRAY(arena, struct meter_program, METER_PROGRAMS);
	for (size_t i = 0; i < METER_PROGRAMS; i++)
		if (atomic_load_explicit(&file->programs[i].is_named, memory_order_acquire))
			programs[totals->program_count++] = read_program(arena, file, &file->programs[i]);
	totals->routes = routes;
	totals->programs = programs;
	mapping_close(file, sizeof *file);
	return true;
}
