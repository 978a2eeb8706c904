/* utf8.c: reads text as code points and tells what is not text. */
#include "base/utf8.h"

#include <string.h>

bool
utf8_next(struct str s, size_t *at, uint32_t *code_point)
{
	const unsigned char *bytes;
	size_t count;
	uint32_t value, least;

	*code_point = 0;
	if (*at >= s.len)
		return false;
	bytes = (const unsigned char *)s.data + *at;
	if (bytes[0] < 0x80)
		count = 1, value = bytes[0], least = 0;
	else if ((bytes[0] & 0xe0) == 0xc0)
		count = 2, value = bytes[0] & 0x1f, least = 0x80;
	else if ((bytes[0] & 0xf0) == 0xe0)
		count = 3, value = bytes[0] & 0x0f, least = 0x800;
	else if ((bytes[0] & 0xf8) == 0xf0)
		count = 4, value = bytes[0] & 0x07, least = 0x10000;
	else
		return false;
	if (count > s.len - *at)
		return false;
	for (size_t i = 1; i < count; i++) {
		if ((bytes[i] & 0xc0) != 0x80)
			return false;
		value = value << 6 | (bytes[i] & 0x3f);
	}
	if (value < least || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff))
		return false;
	*at += count;
	*code_point = value;
	return true;
}

static size_t
skip_ascii(struct str s, size_t at)
{
	uint64_t word;

	for (; s.len - at >= sizeof word; at += sizeof word) {
		memcpy(&word, s.data + at, sizeof word);
		if (word & 0x8080808080808080u)
			break;
	}
	while (at < s.len && (unsigned char)s.data[at] < 0x80)
		at++;
	return at;
}

bool
utf8_is_valid(struct str s)
{
	size_t at = 0;
	uint32_t code_point;

	while ((at = skip_ascii(s, at)) < s.len)
		if (!utf8_next(s, &at, &code_point))
			return false;
	return true;
}

size_t
utf8_length(struct str s)
{
	size_t count = 0;

	for (size_t i = 0; i < s.len; i++)
		count += ((unsigned char)s.data[i] & 0xc0) != 0x80;
	return count;
}

struct str
utf8_first(struct str s, size_t code_points)
{
	size_t at = 0;
	uint32_t code_point;

	while (code_points > 0 && utf8_next(s, &at, &code_point))
		code_points--;
	return str_slice(s, 0, at);
}

struct str
utf8_first_line(struct str s, size_t code_points)
{
	struct str rest = str_trim(s), line;

	if (!str_cut(&rest, '\n', &line))
		return NO_STR;
	return utf8_first(str_trim(line), code_points);
}

void
utf8_add(struct buf *buf, uint32_t code_point)
{
	char bytes[4];
	size_t count;

	if (code_point > 0x10ffff || (code_point >= 0xd800 && code_point <= 0xdfff))
		code_point = 0xfffd;
	if (code_point < 0x80) {
		bytes[0] = (char)code_point;
		count = 1;
	} else if (code_point < 0x800) {
		bytes[0] = (char)(0xc0 | code_point >> 6);
		bytes[1] = (char)(0x80 | (code_point & 0x3f));
		count = 2;
	} else if (code_point < 0x10000) {
		bytes[0] = (char)(0xe0 | code_point >> 12);
		bytes[1] = (char)(0x80 | (code_point >> 6 & 0x3f));
		bytes[2] = (char)(0x80 | (code_point & 0x3f));
		count = 3;
	} else {
		bytes[0] = (char)(0xf0 | code_point >> 18);
		bytes[1] = (char)(0x80 | (code_point >> 12 & 0x3f));
		bytes[2] = (char)(0x80 | (code_point >> 6 & 0x3f));
		bytes[3] = (char)(0x80 | (code_point & 0x3f));
		count = 4;
	}
	buf_add(buf, (struct str){ bytes, count });
}

bool
utf8_has_control(struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		unsigned char byte = (unsigned char)s.data[i];

		if ((byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') || byte == 0x7f)
			return true;
		/* U+0080 to U+009F: control characters of two bytes. */
		if (byte == 0xc2 && i + 1 < s.len && (unsigned char)s.data[i + 1] >= 0x80 &&
		    (unsigned char)s.data[i + 1] <= 0x9f)
			return true;
	}
	return false;
}

bool
utf8_is_han(uint32_t code_point)
{
	static const struct { uint32_t first, last; } ranges[] = {
		{ 0x3007, 0x3007 }, { 0x3400, 0x4dbf }, { 0x4e00, 0x9fff }, { 0xf900, 0xfaff },
		{ 0x20000, 0x2fa1f }, { 0x30000, 0x323af },
	};

	for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++)
		if (code_point >= ranges[i].first && code_point <= ranges[i].last)
			return true;
	return false;
}
