/* slow.h: the statements of one request that took long, kept with what was bound until the answer is gone. */
#ifndef DATA_SLOW_H
#define DATA_SLOW_H

#include "data/sql.h"

enum { SLOW_MAX = 8 };

struct slow_statement {
	struct str text;               /* without values */
	struct args args;
	uint64_t us;
	bool can_explain;              /* a SELECT of now, whose values were kept */
};

struct slow_list {
	struct arena arena;            /* its own: rows may come from one that is emptied meanwhile */
	uint64_t least_us;             /* 0: none are kept */
	struct slow_statement statements[SLOW_MAX];
	size_t count;
};

void slow_list_init(struct slow_list *list);
/* Keeps it if it took long enough and there is room. is_now: not as of a moment. */
void slow_list_note(struct slow_list *list, struct str text, struct args args, uint64_t us, bool is_now);
void slow_list_clear(struct slow_list *list);

#endif
