/* report_read.c: sums of deals, by what they are looked at, and how many come how far. */
#include "sales/report.h"

/*
 * Amounts of different currencies are never added: each currency is a group of its own. What has no amount is counted
 * with currency NULL.
 */
#define GROUPS(key, label, join, day, order) SQL( \
	"SELECT g.k, g.label, g.currency, g.number, g.total, g.average, ROUND(100 * g.total / SUM(g.total) OVER w, 1)," \
	" SUM(g.number) OVER w, SUM(g.total) OVER w, ROUND(SUM(g.total) OVER w / SUM(g.number) OVER w, 2) FROM (" \
	"SELECT " key " k, " label " label, o.amount_currency currency, COUNT(*) number, SUM(o.amount) total, ROUND(AVG(o.amount), 2) average" \
	" FROM opportunity o " join " WHERE o.outcome = ? AND " day " >= ? AND " day " <= ? AND {visible opportunity o}" \
	" GROUP BY k, currency) g WINDOW w AS (PARTITION BY g.currency) ORDER BY g.currency IS NULL, g.currency, " order " LIMIT 500")

#define LARGEST "g.total DESC, g.k"
#define BOTH_DAYS(key, label, join) { GROUPS(key, label, join, "o.closed_on", LARGEST), GROUPS(key, label, join, "o.expected_on", LARGEST) }
#define MONTH(day) GROUPS("DATE_FORMAT(" day ", '%Y-%m')", "DATE_FORMAT(" day ", '%Y-%m')", "", day, "g.k")

struct rows *
report_groups(const struct report *report)
{
	/* What is closed counts on the day it closed, what is open on the day it is expected. */
	const struct sql statements[BY_COUNT][2] = {
		[BY_OWNER] = BOTH_DAYS("o.owner_id", "MAX(u.name)", "LEFT JOIN user u ON u.id = o.owner_id"),
		[BY_TEAM] = BOTH_DAYS("o.team_id", "MAX({title team t})", "LEFT JOIN team t ON t.id = o.team_id"),
		[BY_REGION] = BOTH_DAYS("c.region_id", "MAX({title region r})", "LEFT JOIN customer c ON c.id = o.customer_id LEFT JOIN region r ON r.id = c.region_id"),
		[BY_CHANNEL] = BOTH_DAYS("o.channel_id", "MAX({title channel h})", "LEFT JOIN channel h ON h.id = o.channel_id"),
		[BY_PRODUCT] = BOTH_DAYS("o.product_id", "MAX({title product p})", "LEFT JOIN product p ON p.id = o.product_id"),
		[BY_MONTH] = { MONTH("o.closed_on"), MONTH("o.expected_on") },
		[BY_STAGE] = BOTH_DAYS("o.stage_id", "MAX({title stage s})", "LEFT JOIN stage s ON s.id = o.stage_id"),
	};

	return store_query(&report->ctx->work, statements[report->by][str_equal(report->outcome, S("open"))],
	                   ARGS(report->outcome, report->from, report->until));
}

struct rows *
report_funnel(const struct report *report)
{
	return store_query(&report->ctx->work, SQL(
		"SELECT f.label, f.reached, f.total, ROUND(100 * f.reached / LAG(f.reached) OVER (ORDER BY f.position, f.id), 1) FROM ("
		"SELECT s.id, {title stage s} label, s.position, SUM(COALESCE(SUM(d.number), 0)) OVER (ORDER BY s.position DESC, s.id DESC) reached,"
		" SUM(COALESCE(SUM(d.total), 0.00)) OVER (ORDER BY s.position DESC, s.id DESC) total FROM stage s LEFT JOIN ("
		"SELECT o.stage_id, COUNT(*) number, SUM(CASE WHEN o.amount_currency = ? THEN o.amount END) total FROM opportunity o"
		" WHERE o.outcome = 'open' AND {visible opportunity o} GROUP BY o.stage_id"
		" UNION ALL "
		"SELECT o.stage_id, COUNT(*), SUM(CASE WHEN o.amount_currency = ? THEN o.amount END) FROM opportunity o"
		" WHERE o.outcome = 'won' AND o.closed_on >= ? AND o.closed_on <= ? AND {visible opportunity o} GROUP BY o.stage_id"
		") d ON d.stage_id = s.id WHERE s.pipeline_id = ? AND s.outcome <> 'lost' GROUP BY s.id) f ORDER BY f.position, f.id"),
		ARGS(report->currency, report->currency, report->from, report->until, report->pipeline));
}
