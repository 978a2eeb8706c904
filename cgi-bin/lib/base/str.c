/* str.c: looks at, cuts and copies slices of text. */
#include "base/str.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"

struct str
str_from(const char *terminated)
{
	return terminated ? (struct str){ terminated, strlen(terminated) } : NO_STR;
}

bool
str_is_empty(struct str s)
{
	return s.len == 0;
}

bool
str_equal(struct str a, struct str b)
{
	if (!a.data || !b.data)
		return !a.data && !b.data;
	return a.len == b.len && (a.len == 0 || (a.data[0] == b.data[0] && memcmp(a.data, b.data, a.len) == 0));
}

bool
str_equal_text(struct str s, const char *terminated)
{
	return str_equal(s, str_from(terminated));
}

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

bool
str_equal_ignoring_case(struct str a, struct str b)
{
	if (a.len != b.len)
		return false;
	for (size_t i = 0; i < a.len; i++)
		if (lower(a.data[i]) != lower(b.data[i]))
			return false;
	return true;
}

int
str_compare(struct str a, struct str b)
{
	size_t len = a.len < b.len ? a.len : b.len;
	int order = len ? memcmp(a.data, b.data, len) : 0;

	if (order)
		return order;
	return (a.len > b.len) - (a.len < b.len);
}

bool
str_starts_with(struct str s, struct str prefix)
{
	return s.len >= prefix.len && (prefix.len == 0 || memcmp(s.data, prefix.data, prefix.len) == 0);
}

bool
str_same(struct str a, struct str b)
{
	return str_equal(a, b) || (str_is_empty(a) && str_is_empty(b));
}

bool
str_ends_with(struct str s, struct str suffix)
{
	return s.len >= suffix.len && (suffix.len == 0 || memcmp(s.data + s.len - suffix.len, suffix.data, suffix.len) == 0);
}

ptrdiff_t
str_find(struct str s, struct str needle)
{
	const char *found;

	if (needle.len == 0)
		return 0;
	if (s.len < needle.len)
		return -1;
	found = memmem(s.data, s.len, needle.data, needle.len);
	return found ? found - s.data : -1;
}

ptrdiff_t
str_find_char(struct str s, char c)
{
	const char *found = s.len ? memchr(s.data, c, s.len) : NULL;

	return found ? found - s.data : -1;
}

struct str
str_slice(struct str s, size_t from, size_t to)
{
	if (!s.data)
		return s;
	if (to > s.len)
		to = s.len;
	if (from > to)
		from = to;
	return (struct str){ s.data + from, to - from };
}

/* Bytes of white space at the start of s, 0 if there is none. */
static size_t
space_at_start(struct str s)
{
	if (s.len && (s.data[0] == ' ' || (s.data[0] >= '\t' && s.data[0] <= '\r')))
		return 1;
	if (s.len == 0 || (unsigned char)s.data[0] < 0x80)
		return 0;
	if (str_starts_with(s, S("\xc2\xa0")))
		return 2;
	if (str_starts_with(s, S("\xe3\x80\x80")) || str_starts_with(s, S("\xef\xbb\xbf")))
		return 3;
	return 0;
}

static size_t
space_at_end(struct str s)
{
	if (s.len && (s.data[s.len - 1] == ' ' || (s.data[s.len - 1] >= '\t' && s.data[s.len - 1] <= '\r')))
		return 1;
	if (s.len == 0 || (unsigned char)s.data[s.len - 1] < 0x80)
		return 0;
	if (str_ends_with(s, S("\xc2\xa0")))
		return 2;
	if (str_ends_with(s, S("\xe3\x80\x80")) || str_ends_with(s, S("\xef\xbb\xbf")))
		return 3;
	return 0;
}

struct str
str_trim(struct str s)
{
	size_t space;

	while ((space = space_at_start(s)))
		s = str_slice(s, space, s.len);
	while ((space = space_at_end(s)))
		s.len -= space;
	return s;
}

bool
str_cut(struct str *rest, char separator, struct str *part)
{
	ptrdiff_t at;

	if (!rest->data)
		return false;
	at = str_find_char(*rest, separator);
	if (at < 0) {
		*part = *rest;
		*rest = NO_STR;
	} else {
		*part = str_slice(*rest, 0, (size_t)at);
		*rest = str_slice(*rest, (size_t)at + 1, rest->len);
	}
	return true;
}

struct str
str_copy(struct arena *arena, struct str s)
{
	char *data;

	if (!s.data)
		return s;
	data = arena_take(arena, 1, s.len + 1);
	if (s.len)
		memcpy(data, s.data, s.len);
	return (struct str){ data, s.len };
}

const char *
str_terminated(struct arena *arena, struct str s)
{
	return s.data ? str_copy(arena, s).data : "";
}

struct str
str_lower(struct arena *arena, struct str s)
{
	char *data;

	if (!s.data)
		return s;
	data = arena_take(arena, 1, s.len + 1);
	for (size_t i = 0; i < s.len; i++)
		data[i] = lower(s.data[i]);
	return (struct str){ data, s.len };
}

struct str
str_join(struct arena *arena, struct str a, struct str b)
{
	char *data = arena_take(arena, 1, a.len + b.len + 1);

	if (a.len)
		memcpy(data, a.data, a.len);
	if (b.len)
		memcpy(data + a.len, b.data, b.len);
	return (struct str){ data, a.len + b.len };
}

struct str
str_format(struct arena *arena, const char *format, ...)
{
	va_list list;
	int len;
	char *data, most[256];

	va_start(list, format);
	len = vsnprintf(most, sizeof most, format, list);
	va_end(list);
	if (len < 0)
		log_fatal("format", "a text could not be formatted");
	data = arena_take(arena, 1, (size_t)len + 1);
	if ((size_t)len < sizeof most)
		return (struct str){ memcpy(data, most, (size_t)len), (size_t)len };
	va_start(list, format);
	vsnprintf(data, (size_t)len + 1, format, list);
	va_end(list);
	return (struct str){ data, (size_t)len };
}

bool
str_to_u64(struct str s, uint64_t *number)
{
	uint64_t value = 0;

	if (s.len == 0 || s.len > 20)
		return false;
	for (size_t i = 0; i < s.len; i++) {
		if (s.data[i] < '0' || s.data[i] > '9')
			return false;
		if (__builtin_mul_overflow(value, (uint64_t)10, &value) ||
		    __builtin_add_overflow(value, (uint64_t)(s.data[i] - '0'), &value))
			return false;
	}
	*number = value;
	return true;
}

struct str
str_from_u64(struct arena *arena, uint64_t number)
{
	char digits[20];
	size_t at = sizeof digits;

	do
		digits[--at] = (char)('0' + number % 10);
	while ((number /= 10));
	return str_copy(arena, (struct str){ digits + at, sizeof digits - at });
}

uint64_t
str_hash(struct str s)
{
	const uint64_t prime = 1099511628211u;
	uint64_t hash = 14695981039346656037u, word;
	size_t at = 0;

	for (; s.len - at >= sizeof word; at += sizeof word) {
		memcpy(&word, s.data + at, sizeof word);
		hash = (hash ^ word) * prime;
		/* Products carry upwards only; tables look at the lowest bits. */
		hash ^= hash >> 32;
	}
	for (; at < s.len; at++)
		hash = (hash ^ (unsigned char)s.data[at]) * prime;
	return hash ^ hash >> 32;
}
