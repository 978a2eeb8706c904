/*
 * demo_deal_words.h: how deals are named and noted, and what is said on the
 * way. {c} is who speaks for the customer, {p} the product, {n} a number,
 * {d} a day.
 */
#ifndef QIAO_DEMO_DEAL_WORDS_H
#define QIAO_DEMO_DEAL_WORDS_H

#include "qiao/demo_words.h"

struct demo_deal_words {
	struct words machines, supplies, renewals; /* names of opportunities; {d} is the year */
	struct words notes[2], lost[2]; /* for anything, for machines */
	struct words interests;        /* of leads */
	struct words tasks, task_details;
};

extern const struct demo_deal_words demo_deal_words;

/* What is said on one occasion: the subject, what happened, what was added, what is to follow. */
struct talk_words {
	struct words subjects, first, second, next;
};

extern const struct talk_words demo_talks[];   /* by enum talk */
extern const struct words demo_missed;         /* nobody answered */
extern const struct words demo_meetings;       /* subjects of what is planned */
extern const struct words demo_agendas;

#endif
