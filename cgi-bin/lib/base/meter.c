/* meter.c: counts what requests cost, in a file all programs share. */
#include "base/meter.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mapping.h"
#include "base/meter_file.h"

const uint64_t meter_bounds_us[METER_BOUNDS] = {
	200, 320, 500, 800, 1300, 2100, 3400, 5400, 8600, 13700, 22000, 35200,
	56300, 90000, 144000, 231000, 369000, 590000, 944000, 1510000, 2420000, 3870000, 6190000, 9900000,
};

const int meter_statuses[METER_STATUSES] = { 200, 303, 400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503, 304, 0 };

struct meter {
	struct meter_file *file;
	struct str program;
	struct meter_program_row *row;
};

struct meter_mark
meter_mark(void)
{
	return (struct meter_mark){ .magic = "QiaoMetr", .version = METER_VERSION, .routes = METER_ROUTES, .programs = METER_PROGRAMS,
	                            .workers = METER_WORKERS, .route_bytes = sizeof(struct meter_route_row),
	                            .program_bytes = sizeof(struct meter_program_row), .worker_bytes = sizeof(struct meter_worker_row) };
}

static uint64_t
hash_on(uint64_t hash, struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		hash = (hash ^ (unsigned char)text.data[i]) * 1099511628211u;
	return (hash ^ 0xff) * 1099511628211u;
}

static uint64_t
key_of(struct str program, struct str method, struct str route)
{
	uint64_t key = hash_on(hash_on(hash_on(1469598103934665603u, program), method), route);

	return key ? key : 1;
}

/* Takes a row that is nobody's; true when it has that key now. */
static bool
claim(_Atomic uint64_t *key, uint64_t wanted)
{
	uint64_t found = atomic_load_explicit(key, memory_order_relaxed);

	if (found == 0 && atomic_compare_exchange_strong(key, &found, wanted))
		return true;
	return found == wanted;
}

static void
name(char *to, size_t size, struct str text)
{
	memcpy(to, text.data, text.len < size ? text.len : size - 1);
}

static struct meter_route_row *
route_row(struct meter *meter, struct str method, struct str route)
{
	uint64_t key = key_of(meter->program, method, route);

	for (size_t i = 0; i < METER_ROUTES; i++) {
		struct meter_route_row *row = &meter->file->routes[(key + i) % METER_ROUTES];

		if (!claim(&row->key, key))
			continue;
		if (!atomic_load_explicit(&row->is_named, memory_order_acquire)) {
			name(row->program, sizeof row->program, meter->program);
			name(row->method, sizeof row->method, method);
			name(row->route, sizeof row->route, route);
			atomic_store_explicit(&row->is_named, 1, memory_order_release);
		}
		return row;
	}
	return NULL;
}

static struct meter_program_row *
program_row(struct meter *meter)
{
	uint64_t key = key_of(meter->program, S(""), S(""));

	for (size_t i = 0; i < METER_PROGRAMS; i++) {
		struct meter_program_row *row = &meter->file->programs[(key + i) % METER_PROGRAMS];

		if (!claim(&row->key, key))
			continue;
		if (!atomic_load_explicit(&row->is_named, memory_order_acquire)) {
			name(row->name, sizeof row->name, meter->program);
			atomic_store_explicit(&row->is_named, 1, memory_order_release);
		}
		return row;
	}
	return NULL;
}

struct meter *
meter_open(struct arena *arena, const char *path, const char *program)
{
	struct meter_mark mark = meter_mark();
	struct meter *meter = ARENA_NEW(arena, struct meter);
	int64_t never = 0;

	meter->file = mapping_open(path, sizeof *meter->file, (struct str){ (const char *)&mark, sizeof mark }, true);
	if (!meter->file)
		return NULL;
	atomic_compare_exchange_strong(&meter->file->made_at_us, &never, clock_now_us());
	meter->program = str_copy(arena, str_from(program));
	meter->row = program_row(meter);
	return meter;
}

/* The file is /proc/PID/stat: "17 (a name) S 1 ...", whose name may hold anything but comes before the last bracket. */
bool
meter_process(uint64_t process, uint64_t *born, uint64_t *pages)
{
	enum { FROM_STATE_TO_BORN = 19, FROM_STATE_TO_PAGES = 21 };
	char path[40], text[1024], *at;
	ssize_t got;
	int file;

	snprintf(path, sizeof path, "/proc/%llu/stat", (unsigned long long)process);
	file = open(path, O_RDONLY | O_CLOEXEC);
	if (file < 0)
		return false;
	got = read(file, text, sizeof text - 1);
	close(file);
	if (got <= 0)
		return false;
	text[got] = 0;
	at = strrchr(text, ')');
	/* Dead, and its parent has not looked yet. */
	if (at && at[1] == ' ' && at[2] == 'Z')
		return false;
	for (int place = 0; at && (at = strchr(at + 1, ' ')); place++) {
		struct str rest = str_from(at + 1), word;

		if (place != FROM_STATE_TO_BORN && place != FROM_STATE_TO_PAGES)
			continue;
		if (!str_cut(&rest, ' ', &word) || !str_to_u64(word, place == FROM_STATE_TO_BORN ? born : pages))
			return false;
		if (place == FROM_STATE_TO_PAGES)
			return true;
	}
	return false;
}

void
meter_worker(struct meter *meter)
{
	uint64_t self = (uint64_t)getpid(), born = 0, pages;

	if (!meter || !meter->row)
		return;
	atomic_fetch_add_explicit(&meter->row->starts, 1, memory_order_relaxed);
	meter_process(self, &born, &pages);
	for (size_t i = 0; i < METER_WORKERS; i++) {
		struct meter_worker_row *row = &meter->file->workers[i];
		uint64_t other = atomic_load(&row->process), other_born = 0;

		/* A place whose worker has died, however it died, is free again. */
		if (other && meter_process(other, &other_born, &pages) && other_born == atomic_load(&row->born))
			continue;
		if (!atomic_compare_exchange_strong(&row->process, &other, self))
			continue;
		atomic_store(&row->born, born);
		atomic_store(&row->program, atomic_load(&meter->row->key));
		return;
	}
}

static size_t
status_place(int status)
{
	size_t place = 0;

	while (place < METER_STATUSES - 1 && meter_statuses[place] != status)
		place++;
	return place;
}

static size_t
bucket_place(uint64_t us)
{
	size_t place = 0;

	while (place < METER_BOUNDS && us > meter_bounds_us[place])
		place++;
	return place;
}

static void
add(_Atomic uint64_t *counter, uint64_t number)
{
	if (number)
		atomic_fetch_add_explicit(counter, number, memory_order_relaxed);
}

void
meter_add(struct meter *meter, const struct meter_request *request)
{
	struct meter_route_row *row = meter ? route_row(meter, request->method, request->route) : NULL;

	if (!row)
		return;
	add(&row->wall_us, request->wall_us);
	add(&row->user_us, request->user_us);
	add(&row->statements, request->statements);
	add(&row->database_us, request->database_us);
	add(&row->bytes, request->bytes);
	add(&row->buckets[bucket_place(request->wall_us)], 1);
	add(&row->by_status[status_place(request->status)], 1);
	if (meter->row)
		add(&meter->row->connection_errors, request->connection_errors);
}
