/*
 * buf.h: a text that grows in an arena, up to a ceiling. Beyond the ceiling
 * nothing more is added and `is_full` stays set: the caller looks once, at
 * the end. buf_str() is a view of what is there now; a later add may move it.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/str.h"

struct buf {
	struct arena *arena;
	char *data;
	size_t len;
	size_t size;
	size_t ceiling_bytes;
	bool is_full;
};

void buf_init(struct buf *buf, struct arena *arena, size_t ceiling_bytes);
void buf_add(struct buf *buf, struct str s);
void buf_add_char(struct buf *buf, char c);
void buf_add_text(struct buf *buf, const char *terminated);
void buf_add_u64(struct buf *buf, uint64_t number);
void buf_add_format(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
struct str buf_str(const struct buf *buf);      /* never NO_STR */
void buf_reset(struct buf *buf);                /* empty again, storage kept */

#endif
