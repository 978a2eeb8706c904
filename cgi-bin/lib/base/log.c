/* log.c: tells what happened, one line per event that no value can forge. */
#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log_line.h"

enum { MESSAGE_BYTES = 3072, EXIT_FATAL = 70, LOOK_AGAIN_US = 1000000, FILE_MODE = 0640 };

static char program[LOG_NAME_BYTES];
static char request[LOG_NAME_BYTES];

/* Where lines go, if not to standard error. */
static struct {
	char path[PATH_MAX];
	bool is_json;
	int file;                      /* 0: none is open */
	uint64_t looked_us;
} out;

/* The file at the path now; a name that leads elsewhere since the last look means that it was rotated. */
static void
look_at_file(void)
{
	uint64_t now_us = clock_monotonic_us();
	struct stat held, there;

	if (out.looked_us && now_us - out.looked_us < LOOK_AGAIN_US)
		return;
	out.looked_us = now_us;
	if (out.file && fstat(out.file, &held) == 0 && stat(out.path, &there) == 0 && held.st_ino == there.st_ino && held.st_dev == there.st_dev)
		return;
	if (out.file)
		close(out.file);
	out.file = open(out.path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, FILE_MODE);
	if (out.file <= STDERR_FILENO)
		out.file = 0;
}

static bool
line_write(int file, const struct log_line *line)
{
	size_t at = 0;

	while (at < line->len) {
		ssize_t written = write(file, line->data + at, line->len - at);

		if (written < 0 && errno == EINTR)
			continue;
		/* There is nobody left to tell that the log is gone. */
		if (written <= 0)
			return false;
		at += (size_t)written;
	}
	return true;
}

static void
line_begin(struct log_line *line, const char *event, bool is_json)
{
	log_line_start(line, is_json);
	log_line_word(line, "program", program);
	log_line_word(line, "event", event);
	log_line_word(line, "request", request);
}

/* A line that the file does not take, a full disk's, goes where it would have gone without one. */
static void
line_send(struct log_line *line)
{
	log_line_end(line);
	if (!out.file || !line_write(out.file, line))
		line_write(STDERR_FILENO, line);
}

static void write_event(const char *event, const char *format, va_list list) __attribute__((format(printf, 2, 0)));

static void
write_event(const char *event, const char *format, va_list list)
{
	int before = errno;
	char message[MESSAGE_BYTES];
	struct log_line line;
	int len;

	len = vsnprintf(message, sizeof message, format, list);
	if (len < 0)
		len = 0;
	if (out.path[0])
		look_at_file();
	line_begin(&line, event, out.is_json);
	if ((size_t)len >= sizeof message)
		log_line_text(&line, "message", (struct str){ message, sizeof message - 1 }, true);
	else
		log_line_text(&line, "message", (struct str){ message, (size_t)len }, false);
	line_send(&line);
	errno = before;
}

void
log_open(const char *path, bool is_json)
{
	int len = snprintf(out.path, sizeof out.path, "%s", path ? path : "");

	if (len < 0 || (size_t)len >= sizeof out.path)
		out.path[0] = 0;
	out.is_json = is_json;
	if (out.file)
		close(out.file);
	out.file = 0;
	out.looked_us = 0;
	if (out.path[0])
		look_at_file();
	if (out.path[0] && !out.file)
		log_event("log", "%s cannot be opened; lines go to standard error", out.path);
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
log_fields(const char *event, const struct log_field *fields, size_t count)
{
	int before = errno;
	struct log_line line;

	if (out.path[0])
		look_at_file();
	line_begin(&line, event, out.is_json);
	for (size_t i = 0; i < count; i++) {
		if (fields[i].text.data)
			log_line_text(&line, fields[i].name, fields[i].text, false);
		else
			log_line_number(&line, fields[i].name, fields[i].number);
	}
	line_send(&line);
	errno = before;
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
