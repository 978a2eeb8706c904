/* report.h: what the sales report is asked for, and its two statements. */
#ifndef SALES_REPORT_H
#define SALES_REPORT_H

#include "sales/sales.h"

enum report_by { BY_OWNER, BY_TEAM, BY_REGION, BY_CHANNEL, BY_PRODUCT, BY_MONTH, BY_STAGE, BY_COUNT };

struct report {
	struct ctx *ctx;
	enum report_by by;
	struct str outcome;            /* "won", "lost", "open" */
	struct str from, until;        /* days */
	struct str currency;           /* the one that is shown */
	struct str pipeline;           /* of the funnel */
};

/* Columns of the groups: one row for each group and currency; sums of all groups of a currency beside them. */
enum { GROUP_KEY, GROUP_LABEL, GROUP_CURRENCY, GROUP_COUNT, GROUP_SUM, GROUP_AVERAGE, GROUP_SHARE, ALL_COUNT, ALL_SUM, ALL_AVERAGE };
enum { GROUPS_MAX = 500 };

struct rows *report_groups(const struct report *report);

/* Columns of the funnel: stages in their order. */
enum { FUNNEL_LABEL, FUNNEL_COUNT, FUNNEL_SUM, FUNNEL_RATE };

/* Deals that are at a stage or further, or were won in the days asked for; the rate is of the stage before. */
struct rows *report_funnel(const struct report *report);

#endif
