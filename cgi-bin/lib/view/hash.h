/* hash.h: the hash of a name, for the tables of this room. */
#ifndef VIEW_HASH_H
#define VIEW_HASH_H

#include "base/str.h"

/* FNV-1a; the names hashed come from the program's own files. */
static inline uint32_t
hash_name(struct str name)
{
	uint32_t hash = 2166136261u;

	for (size_t i = 0; i < name.len; i++)
		hash = (hash ^ (unsigned char)name.data[i]) * 16777619u;
	return hash;
}

#endif
