/* log_read.c: takes the lines of a log apart again. */
#include "base/log_read.h"

#include "base/buf.h"
#include "base/utf8.h"

static int
hex_digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* What a backslash and the letter behind it, at *at, stand for. */
static void
add_escaped(struct buf *buf, struct str text, size_t *at)
{
	char letter = text.data[(*at)++];
	size_t digits = letter == 'x' ? 2 : letter == 'u' ? 4 : 0;
	uint32_t number = 0;

	for (size_t i = 0; i < digits && *at < text.len && hex_digit(text.data[*at]) >= 0; i++)
		number = number * 16 + (uint32_t)hex_digit(text.data[(*at)++]);
	if (letter == 'u') {
		/* Three bytes at most: what is written so lies below U+10000. */
		if (number < 0x80) {
			buf_add_char(buf, (char)number);
		} else if (number < 0x800) {
			buf_add_char(buf, (char)(0xc0 | number >> 6));
			buf_add_char(buf, (char)(0x80 | (number & 0x3f)));
		} else {
			buf_add_char(buf, (char)(0xe0 | number >> 12));
			buf_add_char(buf, (char)(0x80 | (number >> 6 & 0x3f)));
			buf_add_char(buf, (char)(0x80 | (number & 0x3f)));
		}
		return;
	}
	buf_add_char(buf, letter == 'n' ? '\n' : letter == 'r' ? '\r' : letter == 't' ? '\t' : letter == 'x' ? (char)number : letter);
}

/* A quoted text at *at, whose closing quote may be missing in a line that was cut. */
static struct str
read_quoted(struct arena *arena, struct str line, size_t *at)
{
	size_t from = ++*at, end = from;
	bool is_escaped = false;
	struct str text;
	struct buf buf;

	while (end < line.len && line.data[end] != '"') {
		is_escaped = is_escaped || line.data[end] == '\\';
		end += line.data[end] == '\\' ? 2 : 1;
	}
	end = end < line.len ? end : line.len;
	*at = end + 1;
	text = str_slice(line, from, end);
	if (!is_escaped)
		return text;
	buf_init(&buf, arena, text.len + 16);
	for (size_t i = 0; i < text.len;) {
		char c = text.data[i++];

		if (c == '\\' && i < text.len)
			add_escaped(&buf, text, &i);
		else
			buf_add_char(&buf, c);
	}
	return buf_str(&buf);
}

static struct str
read_until(struct str line, size_t *at, const char *ends)
{
	size_t from = *at;

	while (*at < line.len && str_find_char(str_from(ends), line.data[*at]) < 0)
		++*at;
	return str_slice(line, from, *at);
}

size_t
log_read_line(struct arena *arena, struct str line, struct log_pair pairs[LOG_PAIRS_MAX])
{
	bool is_json = str_starts_with(line, S("{\"at\":\""));
	size_t count = 0, at;

	if (is_json) {
		at = 1;
	} else {
		ptrdiff_t mark = str_find(str_slice(line, 0, 40), S("Z qiao "));

		if (mark != 23)
			return 0;
		pairs[count++] = (struct log_pair){ S("at"), str_slice(line, 0, 24) };
		at = 30;
	}
	while (at < line.len && count < LOG_PAIRS_MAX) {
		struct log_pair *pair = &pairs[count];

		if (str_find_char(S(" ,}"), line.data[at]) >= 0) {
			at++;
			continue;
		}
		pair->name = is_json ? read_quoted(arena, line, &at) : read_until(line, &at, "=");
		at++;
		if (at >= line.len)
			break;
		pair->value = line.data[at] == '"' ? read_quoted(arena, line, &at) : read_until(line, &at, is_json ? ",}" : " ");
		count++;
	}
	return count;
}

struct str
log_pair_get(const struct log_pair *pairs, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (str_equal_text(pairs[i].name, name))
			return pairs[i].value;
	return NO_STR;
}
