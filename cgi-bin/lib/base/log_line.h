/* log_line.h: one line of the log as it is made, in one of two forms; for log.c and its test. */
#ifndef BASE_LOG_LINE_H
#define BASE_LOG_LINE_H

#include "base/log.h"
#include "base/str.h"

/* A line up to PIPE_BUF is written whole, however many programs share the pipe or the file. */
enum { LOG_LINE_BYTES = 4096, LOG_NAME_BYTES = 40 };

struct log_line {
	char data[LOG_LINE_BYTES];
	size_t len;
	bool is_json;
	bool is_full;              /* a value was cut; nothing more is added */
};

/* Begins with the moment. */
void log_line_start(struct log_line *line, bool is_json);
/* name=word: only harmless characters pass, others become _. Nothing when it is empty. */
void log_line_word(struct log_line *line, const char *name, const char *word);
void log_line_number(struct log_line *line, const char *name, uint64_t number);
/* A value of any bytes, escaped; is_cut: it had been longer. */
void log_line_text(struct log_line *line, const char *name, struct str text, bool is_cut);
void log_line_end(struct log_line *line);

#endif
