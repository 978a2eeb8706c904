/* log.c: tells what happened, one line per event that no value can forge. */
#include "base/log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/utf8.h"

/* A line up to PIPE_BUF is written whole, however many programs share the pipe. */
enum { LINE_BYTES = 4096, MESSAGE_BYTES = 3072, NAME_BYTES = 40, EXIT_FATAL = 70 };

static char program[NAME_BYTES];
static char request[NAME_BYTES];

struct line {
	char data[LINE_BYTES];
	size_t len;
	bool is_cut;
};

/* Room for the closing quote, the mark of a cut and the line feed stays free. */
static void
line_add(struct line *line, struct str s)
{
	if (line->is_cut || s.len > sizeof line->data - 8 - line->len) {
		line->is_cut = true;
		return;
	}
	for (size_t i = 0; i < s.len; i++)
		line->data[line->len++] = s.data[i];
}

/* Names stand without quotes, so only harmless characters may pass. */
static void
line_add_name(struct line *line, const char *label, const char *name)
{
	if (!name || !*name)
		return;
	line_add(line, S(" "));
	line_add(line, str_from(label));
	for (size_t i = 0; name[i] && i < NAME_BYTES; i++) {
		char c = name[i];
		bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		    c == '-' || c == '_' || c == '.';

		line_add(line, is_plain ? (struct str){ &c, 1 } : S("_"));
	}
}

static void
line_add_escaped_byte(struct line *line, unsigned char byte)
{
	static const char digits[] = "0123456789abcdef";
	char escaped[4] = { '\\', 'x', digits[byte >> 4], digits[byte & 15] };

	if (byte == '\n')
		line_add(line, S("\\n"));
	else if (byte == '\r')
		line_add(line, S("\\r"));
	else if (byte == '\t')
		line_add(line, S("\\t"));
	else
		line_add(line, (struct str){ escaped, sizeof escaped });
}

static void
line_add_value(struct line *line, struct str value)
{
	size_t at = 0;

	while (at < value.len) {
		size_t from = at;
		uint32_t code_point;
		bool is_text = utf8_next(value, &at, &code_point);
		bool is_line_end = code_point == 0x2028 || code_point == 0x2029;

		if (is_text && (code_point == '"' || code_point == '\\')) {
			line_add(line, S("\\"));
			line_add(line, str_slice(value, from, at));
		} else if (is_text && !is_line_end && code_point >= 0x20 && (code_point < 0x7f || code_point > 0x9f)) {
			line_add(line, str_slice(value, from, at));
		} else {
			if (!is_text)
				at = from + 1;
			for (; from < at; from++)
				line_add_escaped_byte(line, (unsigned char)value.data[from]);
		}
	}
}

static void
line_add_time(struct line *line)
{
	int64_t now_us = clock_now_us();
	struct date date = date_from_days(now_us / 86400000000);
	int64_t ms = now_us % 86400000000 / 1000;
	char text[80];
	int len;

	len = snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", date.year, date.month, date.day,
	    (int)(ms / 3600000), (int)(ms / 60000 % 60), (int)(ms / 1000 % 60), (int)(ms % 1000));
	line_add(line, (struct str){ text, (size_t)len });
}

static void
line_write(struct line *line)
{
	size_t at = 0;

	while (at < line->len) {
		ssize_t written = write(STDERR_FILENO, line->data + at, line->len - at);

		if (written < 0 && errno == EINTR)
			continue;
		/* There is nobody left to tell that the log is gone. */
		if (written <= 0)
			return;
		at += (size_t)written;
	}
}

static void write_event(const char *event, const char *format, va_list list) __attribute__((format(printf, 2, 0)));

static void
write_event(const char *event, const char *format, va_list list)
{
	int before = errno;
	char message[MESSAGE_BYTES];
	struct line line = { .len = 0 };
	int len;

	len = vsnprintf(message, sizeof message, format, list);
	if (len < 0)
		len = 0;
	line_add_time(&line);
	line_add(&line, S(" qiao"));
	line_add_name(&line, "program=", program);
	line_add_name(&line, "event=", event);
	line_add_name(&line, "request=", request);
	line_add(&line, S(" message=\""));
	if ((size_t)len >= sizeof message) {
		line_add_value(&line, (struct str){ message, sizeof message - 1 });
		line.is_cut = true;
	} else {
		line_add_value(&line, (struct str){ message, (size_t)len });
	}
	for (const char *end = line.is_cut ? "...\"\n" : "\"\n"; *end; end++)
		line.data[line.len++] = *end;
	line_write(&line);
	errno = before;
}

void
log_program(const char *name)
{
	snprintf(program, sizeof program, "%s", name ? name : "");
}

void
log_request(const char *request_id)
{
	snprintf(request, sizeof request, "%s", request_id ? request_id : "");
}

void
log_event(const char *event, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	write_event(event, format, list);
	va_end(list);
}

void
log_fatal(const char *event, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	write_event(event, format, list);
	va_end(list);
	/* Without exit handlers: they may need what has just failed. */
	_exit(EXIT_FATAL);
}
