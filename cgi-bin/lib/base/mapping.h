/* mapping.h: a file of fixed size that several programs hold in memory at once. */
#ifndef BASE_MAPPING_H
#define BASE_MAPPING_H

#include "base/str.h"

/*
 * The file's bytes, shared with everybody who has it open, or NULL with errno
 * set. A right file has that size and begins with the mark. With may_write a
 * missing file, or one of another layout, is made anew: zeros behind the mark,
 * its room on the disk taken at once. Those who still hold an older file keep
 * that. The mapping lasts as long as the process, and through fork.
 */
void *mapping_open(const char *path, size_t bytes, struct str mark, bool may_write);
void mapping_close(void *mapping, size_t bytes);

#endif
