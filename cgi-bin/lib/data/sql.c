/* sql.c: SQL put together from descriptors, and the values bound to it. */
#include "data/sql.h"

#include "base/log.h"

struct sql
sql_built(const struct buf *buf)
{
	if (buf->is_full)
		log_fatal("code", "a statement grew beyond its ceiling");
	return (struct sql){ buf_str(buf) };
}

void
arg_list_start(struct arg_list *list)
{
	list->count = 0;
}

void
arg_add(struct arg_list *list, struct str value)
{
	if (list->count == ARGS_MAX)
		log_fatal("code", "a statement has more than %d values", ARGS_MAX);
	list->values[list->count++] = value;
}

struct args
arg_list_args(const struct arg_list *list)
{
	return (struct args){ list->values, list->count };
}
