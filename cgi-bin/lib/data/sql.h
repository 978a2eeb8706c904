/*
 * sql.h: SQL text has its own type, so that text from outside cannot become
 * SQL by mistake. It is made by SQL("literal") or, in model/ only, from
 * descriptors with sql_built(); every value is bound.
 */
#ifndef DATA_SQL_H
#define DATA_SQL_H

#include "base/buf.h"

struct sql {
	struct str text;
};

#define SQL(literal) ((struct sql){ S(literal) })

/* Text put together from descriptors. tests/lint allows this call in model/ alone. */
struct sql sql_built(const struct buf *buf);

struct args {
	const struct str *values;
	size_t count;
};

#define ARGS(...) ((struct args){ (const struct str[]){ __VA_ARGS__ }, \
	sizeof((const struct str[]){ __VA_ARGS__ }) / sizeof(struct str) })
#define NO_ARGS ((struct args){ NULL, 0 })

/* Arguments collected while SQL is being built. */
enum { ARGS_MAX = 2000 };

struct arg_list {
	struct str values[ARGS_MAX];
	size_t count;
};

/* Empties it without clearing the room for its values, which on a page in great demand takes longer than the rest. */
void arg_list_start(struct arg_list *list);
void arg_add(struct arg_list *list, struct str value);
struct args arg_list_args(const struct arg_list *list);

#endif
