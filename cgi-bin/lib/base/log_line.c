/* log_line.c: makes one line of an event, as text or as a JSON object, that no value can break out of. */
#include "base/log_line.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/utf8.h"

/* Room that stays free for the mark of a cut, the closing quote and brace and the line feed. */
enum { END_BYTES = 8 };

static bool
fits(const struct log_line *line, size_t len)
{
	return len <= sizeof line->data - END_BYTES - line->len;
}

/* Only where it was made sure to fit, or into the room of the end. */
static void
put(struct log_line *line, struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		line->data[line->len++] = s.data[i];
}

/* Whole or not at all. */
static void
add(struct log_line *line, struct str s)
{
	if (line->is_full || !fits(line, s.len))
		line->is_full = true;
	else
		put(line, s);
}

/* The name of what follows; false: there is no room for it and an empty value. */
static bool
add_name(struct log_line *line, const char *name)
{
	struct str text = str_from(name);

	if (line->is_full || !fits(line, text.len + 8)) {
		line->is_full = true;
		return false;
	}
	put(line, line->is_json ? S(",\"") : S(" "));
	put(line, text);
	put(line, line->is_json ? S("\":") : S("="));
	return true;
}

void
log_line_start(struct log_line *line, bool is_json)
{
	int64_t now_us = clock_now_us();
	struct date date = date_from_days(now_us / 86400000000);
	int64_t ms = now_us % 86400000000 / 1000;
	char text[80];
	int len;

	line->len = 0;
	line->is_json = is_json;
	line->is_full = false;
	len = snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", date.year, date.month, date.day,
	    (int)(ms / 3600000), (int)(ms / 60000 % 60), (int)(ms / 1000 % 60), (int)(ms % 1000));
	put(line, is_json ? S("{\"at\":\"") : S(""));
	put(line, (struct str){ text, (size_t)len });
	put(line, is_json ? S("\"") : S(" qiao"));
}

void
log_line_word(struct log_line *line, const char *name, const char *word)
{
	char plain[LOG_NAME_BYTES];
	size_t len = 0;

	if (!word || !*word)
		return;
	for (; word[len] && len < sizeof plain; len++) {
		char c = word[len];
		bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		    c == '-' || c == '_' || c == '.';

		plain[len] = is_plain ? c : '_';
	}
	if (!add_name(line, name))
		return;
	add(line, line->is_json ? S("\"") : S(""));
	add(line, (struct str){ plain, len });
	if (line->is_json)
		put(line, S("\""));
}

void
log_line_number(struct log_line *line, const char *name, uint64_t number)
{
	char text[24];
	int len = snprintf(text, sizeof text, "%llu", (unsigned long long)number);

	if (!fits(line, str_from(name).len + 8 + (size_t)len))
		line->is_full = true;
	if (add_name(line, name))
		put(line, (struct str){ text, (size_t)len });
}

static void
add_byte(struct log_line *line, unsigned char byte)
{
	static const char digits[] = "0123456789abcdef";
	char escaped[4] = { '\\', 'x', digits[byte >> 4], digits[byte & 15] };

	if (byte == '\n')
		add(line, S("\\n"));
	else if (byte == '\r')
		add(line, S("\\r"));
	else if (byte == '\t')
		add(line, S("\\t"));
	else
		add(line, (struct str){ escaped, sizeof escaped });
}

/* What is no text becomes U+FFFD: JSON holds nothing else. */
static void
add_code_point(struct log_line *line, uint32_t code_point, bool is_text)
{
	char escaped[8];
	int len = snprintf(escaped, sizeof escaped, "\\u%04x", is_text ? (unsigned)code_point & 0xffff : 0xfffdU);

	add(line, (struct str){ escaped, (size_t)len });
}

void
log_line_text(struct log_line *line, const char *name, struct str text, bool is_cut)
{
	size_t at = 0;

	if (!add_name(line, name))
		return;
	put(line, S("\""));
	while (at < text.len && !line->is_full) {
		size_t from = at;
		uint32_t code_point;
		bool is_text = utf8_next(text, &at, &code_point);
		bool is_line_end = code_point == 0x2028 || code_point == 0x2029;

		if (is_text && (code_point == '"' || code_point == '\\')) {
			char escaped[2] = { '\\', (char)code_point };

			add(line, (struct str){ escaped, sizeof escaped });
		} else if (is_text && !is_line_end && code_point >= 0x20 && (code_point < 0x7f || code_point > 0x9f)) {
			add(line, str_slice(text, from, at));
		} else if (line->is_json) {
			if (!is_text)
				at = from + 1;
			add_code_point(line, code_point, is_text);
		} else {
			if (!is_text)
				at = from + 1;
			for (; from < at; from++)
				add_byte(line, (unsigned char)text.data[from]);
		}
	}
	if (line->is_full || is_cut)
		put(line, S("..."));
	line->is_full = line->is_full || is_cut;
	put(line, S("\""));
}

void
log_line_end(struct log_line *line)
{
	put(line, line->is_json ? S("}\n") : S("\n"));
}
