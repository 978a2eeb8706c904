/* file.h: a whole file of bounded size. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/str.h"

/*
 * The bytes of a regular file, terminated by a NUL beyond len. NO_STR when
 * it cannot be read, is no regular file, or is larger than max_bytes; errno
 * then says why (EFBIG for the size, EINVAL for the kind).
 */
struct str file_read(struct arena *arena, const char *path, size_t max_bytes);
/* The last bytes of a regular file, at most so many, beginning with a whole line. *left_out: how many are before them. */
struct str file_tail(struct arena *arena, const char *path, size_t max_bytes, uint64_t *left_out);

#endif
