/* log_read.h: reads lines that log.h wrote, in either form. */
#ifndef BASE_LOG_READ_H
#define BASE_LOG_READ_H

#include "base/str.h"

enum { LOG_PAIRS_MAX = 24 };

struct log_pair {
	struct str name, value;
};

/* The pairs of a line, "at" first; 0 when it is none of ours. Values without escapes are slices of the line. */
size_t log_read_line(struct arena *arena, struct str line, struct log_pair pairs[LOG_PAIRS_MAX]);
/* NO_STR when there is none of that name. */
struct str log_pair_get(const struct log_pair *pairs, size_t count, const char *name);

#endif
