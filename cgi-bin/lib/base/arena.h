/*
 * arena.h: memory by lifetime. Everything a request (or the program, or the
 * catalogue) needs is taken from one arena and given back all at once.
 *
 * An arena never returns NULL: when its ceiling or the machine's memory is
 * reached the process logs one line and ends, and the web server starts
 * another. Nothing taken from an arena is freed on its own.
 * Under the address sanitizer a reset arena is poisoned, so a pointer that
 * outlives its request is caught.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

struct arena_block;

struct arena {
	struct arena_block *blocks;    /* newest first */
	size_t used_bytes;             /* given out since the last reset */
	size_t ceiling_bytes;          /* most that may be given out */
};

/* Makes the caller's storage an empty arena; takes no memory yet. */
void arena_init(struct arena *arena, size_t ceiling_bytes);

/* Zeroed, aligned for any type. count * size may not overflow. */
void *arena_take(struct arena *arena, size_t count, size_t size);
#define ARENA_NEW(arena, type) ((type *)arena_take((arena), 1, sizeof(type)))
#define ARENA_ARRAY(arena, type, count) ((type *)arena_take((arena), (count), sizeof(type)))

/*
 * Makes old (taken from this arena, or NULL) larger, in place where it was
 * the last thing taken. The bytes beyond old_bytes are zero.
 */
void *arena_grow(struct arena *arena, void *old, size_t old_bytes, size_t new_bytes);

/* Empties the arena; one block is kept for the next use. */
void arena_reset(struct arena *arena);

/* Gives every block back to the system. */
void arena_end(struct arena *arena);

#endif
