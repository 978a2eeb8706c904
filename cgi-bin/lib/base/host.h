/* host.h: what the machine says about itself. */
#ifndef BASE_HOST_H
#define BASE_HOST_H

#include "base/str.h"

struct host_memory {
	uint64_t all_bytes, free_bytes;
};

/* Times of all processors since the machine started. */
struct host_ticks {
	uint64_t user, system, wait, all;
};

/* Each is false where the system does not say it. */
bool host_ticks(struct arena *arena, struct host_ticks *ticks);
bool host_memory(struct arena *arena, struct host_memory *memory);
bool host_disk(const char *path, struct host_memory *disk);
struct str host_load(struct arena *arena);     /* of a minute, "0.42"; NO_STR */
struct str host_name(struct arena *arena);

#endif
