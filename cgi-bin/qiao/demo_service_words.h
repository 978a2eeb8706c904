/*
 * demo_service_words.h: what customers ask, complain about and praise, with
 * the conversation that follows. {c} is who speaks for the customer, {p} the
 * product, {n} a number, {d} a day.
 */
#ifndef QIAO_DEMO_SERVICE_WORDS_H
#define QIAO_DEMO_SERVICE_WORDS_H

#include "qiao/demo_words.h"

struct story {
	const char *kind;              /* enquiry, complaint or feedback */
	size_t category;               /* place among the categories a new installation has */
	struct word title, content;
	struct word inside;            /* note among colleagues; chinese NULL: none */
	struct word reply, answer;     /* the first answer, and what the customer says to it */
	struct word solution;
};

extern const struct story demo_stories[];
extern const size_t demo_story_count;
extern const struct words demo_praise[5];      /* by satisfaction, 1 first */

#endif
