/* buf.c: collects text in an arena, never beyond a ceiling. */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void
buf_init(struct buf *buf, struct arena *arena, size_t ceiling_bytes)
{
	*buf = (struct buf){ .arena = arena, .ceiling_bytes = ceiling_bytes };
}

static bool
make_room(struct buf *buf, size_t more)
{
	size_t size = buf->size ? buf->size : 256;

	if (buf->is_full || more > buf->ceiling_bytes || buf->len > buf->ceiling_bytes - more) {
		buf->is_full = true;
		return false;
	}
	/* One byte beyond the text, for the NUL of a formatted one. */
	while (size <= buf->len + more)
		size *= 2;
	if (size > buf->size) {
		buf->data = arena_grow(buf->arena, buf->data, buf->size, size);
		buf->size = size;
	}
	return true;
}

void
buf_add(struct buf *buf, struct str s)
{
	/* A page is put together from thousands of pieces: what fits is not asked about twice. */
	if (s.len == 0 || ((s.len >= buf->size - buf->len || buf->len + s.len > buf->ceiling_bytes || buf->is_full) && !make_room(buf, s.len)))
		return;
	memcpy(buf->data + buf->len, s.data, s.len);
	buf->len += s.len;
}

void
buf_add_char(struct buf *buf, char c)
{
	buf_add(buf, (struct str){ &c, 1 });
}

void
buf_add_text(struct buf *buf, const char *terminated)
{
	buf_add(buf, str_from(terminated));
}

void
buf_add_u64(struct buf *buf, uint64_t number)
{
	char digits[20];
	size_t at = sizeof digits;

	do
		digits[--at] = (char)('0' + number % 10);
	while ((number /= 10));
	buf_add(buf, (struct str){ digits + at, sizeof digits - at });
}

void
buf_add_format(struct buf *buf, const char *format, ...)
{
	size_t room = buf->size - buf->len;
	va_list list;
	int len;

	va_start(list, format);
	len = vsnprintf(room ? buf->data + buf->len : NULL, room, format, list);
	va_end(list);
	if (len < 0 || !make_room(buf, (size_t)len))
		return;
	if ((size_t)len >= room) {
		va_start(list, format);
		vsnprintf(buf->data + buf->len, (size_t)len + 1, format, list);
		va_end(list);
	}
	buf->len += (size_t)len;
}

struct str
buf_str(const struct buf *buf)
{
	return (struct str){ buf->data ? buf->data : "", buf->len };
}

void
buf_reset(struct buf *buf)
{
	buf->len = 0;
	buf->is_full = false;
}
