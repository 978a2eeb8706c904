/* customers.h: the pages that are truly this area's own. */
#ifndef CUSTOMERS_CUSTOMERS_H
#define CUSTOMERS_CUSTOMERS_H

#include "app/app.h"
#include "entities/entities.h"

enum status customer_show(struct ctx *ctx);
enum status home_show(struct ctx *ctx);
enum status search_show(struct ctx *ctx);
enum status more_show(struct ctx *ctx);

/* --- the front page: home.c reads, home_*.c show ------------------------------ */

enum { HOME_MONTHS = 12, HOME_CURRENCIES = 8, HOME_STAGES = 64, HOME_STATES = 24, HOME_CAP = 10000 };

/* Sums of one currency; index 0 is the company's main one. Amounts are decimal text, empty for nothing. */
struct home_money {
	struct str currency, open, months[HOME_MONTHS];
};

/* How many of one stage or state are open, and their worth in the main currency. */
struct home_part {
	struct str id, amount;
	uint64_t count;
};

/* What the actor's work is about most, as their rights have it. */
enum home_lead { HOME_SALES, HOME_SERVICE, HOME_MARKETING };

/* What the front page tells, as far as the actor may know it. More than HOME_CAP are not counted. */
struct home {
	struct date today, month;      /* where the actor is, at the moment shown; its month's first day */
	enum home_lead lead;
	bool has_deals, has_requests, has_tasks, has_customers, has_leads, has_campaigns, has_targets;
	struct home_money money[HOME_CURRENCIES];
	size_t money_count;
	struct home_part stages[HOME_STAGES], states[HOME_STATES], leads[HOME_STATES];
	size_t stage_count, state_count, lead_count;
	uint64_t deals, won_count, requests, late, tasks, customers, customers_before, lead_sum, campaigns;
	size_t months_told;            /* the newest so many are whole */
};

/* All figures, in one statement. */
void home_read(struct ctx *ctx, struct home *home);
/* "1,280", or "10,000+" beyond what is counted. */
struct str home_number(struct ctx *ctx, uint64_t number);
/* An address with ?as_of= where that is carried along. */
struct str home_href(struct ctx *ctx, const char *path);
void home_put_tiles(struct ctx *ctx, const struct home *home);
void home_put_charts(struct ctx *ctx, const struct home *home);
/* What waits for the actor, and how far this period's targets are: two statements. */
void home_put_cards(struct ctx *ctx, const struct home *home);

#endif
