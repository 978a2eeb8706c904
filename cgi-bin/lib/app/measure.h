/* measure.h: what each request cost: counted for all programs together, told in the log, its slow statements kept. */
#ifndef APP_MEASURE_H
#define APP_MEASURE_H

#include "app/app.h"

struct meter;

/* The settings of it: what is counted where, what is logged. Errors leave it off, said once unless this is plain CGI. */
void measure_open(struct program *program, bool is_cgi);
/* User time of this process so far, in microseconds; it has one thread, and asking for that alone takes a third of the time. */
uint64_t measure_user_us(void);
/* When the answer is known and sent. */
void measure_request(struct ctx *ctx, enum status status);
/* When nobody waits any more: notes the request's slow statements, with a plan where the last one is an hour old. */
void measure_slow(struct program *program);

#endif
