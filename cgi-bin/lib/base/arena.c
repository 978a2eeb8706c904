/* arena.c: gives out memory by lifetime and takes it back in one step. */
#include "base/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_POISON 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_POISON 1
#endif
#endif

#ifdef ARENA_POISON
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(address, bytes) ((void)(address), (void)(bytes))
#define ASAN_UNPOISON_MEMORY_REGION(address, bytes) ((void)(address), (void)(bytes))
#endif

enum { ALIGN = 16, FIRST_BLOCK = 64 * 1024 };

struct arena_block {
	struct arena_block *next;
	size_t size;
	size_t used;
	size_t pad; /* keeps data aligned */
	unsigned char data[];
};

static size_t
round_up(size_t bytes)
{
	return (bytes + ALIGN - 1) & ~(size_t)(ALIGN - 1);
}

void
arena_init(struct arena *arena, size_t ceiling_bytes)
{
	*arena = (struct arena){ .ceiling_bytes = ceiling_bytes };
}

static struct arena_block *
block_new(struct arena *arena, size_t bytes)
{
	size_t size = arena->blocks ? arena->blocks->size * 2 : FIRST_BLOCK;
	struct arena_block *block;

	if (size > 4u * 1024 * 1024)
		size = 4u * 1024 * 1024;
	if (size < bytes)
		size = bytes;
	block = malloc(sizeof *block + size);
	if (!block)
		log_fatal("memory", "no memory left for a block of %zu bytes", size);
	block->next = arena->blocks;
	block->size = size;
	block->used = 0;
	ASAN_POISON_MEMORY_REGION(block->data, block->size);
	arena->blocks = block;
	return block;
}

void *
arena_take(struct arena *arena, size_t count, size_t size)
{
	struct arena_block *block = arena->blocks;
	size_t bytes;
	void *taken;

	if (size && count > (SIZE_MAX / 4) / size)
		log_fatal("memory", "a request for %zu times %zu bytes cannot be met", count, size);
	bytes = round_up(count * size);
	if (bytes > arena->ceiling_bytes || arena->used_bytes > arena->ceiling_bytes - bytes)
		log_fatal("memory", "the ceiling of %zu bytes was reached", arena->ceiling_bytes);
	if (!block || block->size - block->used < bytes)
		block = block_new(arena, bytes);
	taken = block->data + block->used;
	block->used += bytes;
	arena->used_bytes += bytes;
	ASAN_UNPOISON_MEMORY_REGION(taken, bytes);
	memset(taken, 0, bytes);
	return taken;
}

void *
arena_grow(struct arena *arena, void *old, size_t old_bytes, size_t new_bytes)
{
	struct arena_block *block = arena->blocks;
	size_t before = round_up(old_bytes), after = round_up(new_bytes);
	void *grown;

	if (old && new_bytes <= old_bytes)
		return old;
	if (old && block && block->used >= before && (unsigned char *)old == block->data + block->used - before &&
	    block->size - block->used >= after - before && arena->used_bytes + (after - before) <= arena->ceiling_bytes) {
		block->used += after - before;
		arena->used_bytes += after - before;
		ASAN_UNPOISON_MEMORY_REGION(old, after);
		memset((unsigned char *)old + old_bytes, 0, after - old_bytes);
		return old;
	}
	grown = arena_take(arena, 1, new_bytes);
	if (old_bytes)
		memcpy(grown, old, old_bytes);
	return grown;
}

void
arena_reset(struct arena *arena)
{
	struct arena_block *keep = arena->blocks;

	if (!keep)
		return;
	/* The newest block is as a rule the largest; the others go back. */
	for (struct arena_block *block = keep->next, *next; block; block = next) {
		next = block->next;
		ASAN_UNPOISON_MEMORY_REGION(block->data, block->size);
		free(block);
	}
	keep->next = NULL;
	if (keep->size > 1024 * 1024) {
		ASAN_UNPOISON_MEMORY_REGION(keep->data, keep->size);
		free(keep);
		arena->blocks = NULL;
	} else {
		keep->used = 0;
		ASAN_POISON_MEMORY_REGION(keep->data, keep->size);
	}
	arena->used_bytes = 0;
}

void
arena_end(struct arena *arena)
{
	for (struct arena_block *block = arena->blocks, *next; block; block = next) {
		next = block->next;
		ASAN_UNPOISON_MEMORY_REGION(block->data, block->size);
		free(block);
	}
	arena->blocks = NULL;
	arena->used_bytes = 0;
}
