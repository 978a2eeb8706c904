/*
 * log.h: one escaped line per event, on standard error, where the web server
 * or the journal collects it, or in a file of its own; as text or as JSON:
 *
 *   2026-11-20T10:44:03.120Z qiao event=database request=3f0c… message="…"
 *   {"at":"2026-11-20T10:44:03.120Z","event":"database","request":"3f0c…","message":"…"}
 *
 * Control bytes, quotes and backslashes in values are escaped, so no value
 * can forge a second line. Passwords, tokens and cookies are never logged:
 * the callers' duty, kept by a test over the whole suite's logs.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/str.h"

/*
 * Lines go to that file from now on, each in one write at its end; a file that
 * was moved away is noticed within a second. path NULL: standard error, where
 * lines also go that the file does not take.
 */
void log_open(const char *path, bool is_json);

/*
 * Name of this program ("customers") and of the request in hand (an id of
 * letters and digits); both appear in every later line. They are kept by
 * the log alone and are the one piece of state a process has outside main.
 */
void log_program(const char *name);
void log_request(const char *request_id);      /* "" between requests */

/* event: one short word, the kind of thing that happened. */
void log_event(const char *event, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* An event of several values; a field without text is a number. */
struct log_field {
	const char *name;              /* one short word */
	struct str text;
	uint64_t number;
};
void log_fields(const char *event, const struct log_field *fields, size_t count);

/* As log_event, then the process ends with status 70. */
_Noreturn void log_fatal(const char *event, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
