/* target.c: what is to be sold: by whom, through which channel, of what, in a period. */
#include "entities/entities.h"

#include "entities/period.h"
#include "entities/trade.h"
#include "model/access.h"

/*
 * The sum of the orders that count, found by one of what they are counted by: an OR over all of them would use no key. A
 * person's orders count in whatever team they were: with a person, the team only says who sees the target.
 */
#define SOLD(found) \
	"(SELECT SUM(CASE WHEN {self}.product_id IS NULL THEN o.amount ELSE (SELECT SUM(" TRADE_LINE_AMOUNT("l") ")" \
	" FROM sales_order_line l WHERE l.order_id = o.id AND l.product_id = {self}.product_id) END)" \
	" FROM sales_order o WHERE " found " AND o.ordered_on BETWEEN {self}.from_on AND {self}.until_on" \
	" AND o.status IN ('confirmed', 'shipped', 'completed') AND o.amount_currency = {self}.amount_currency" \
	" AND ({self}.channel_id IS NULL OR o.channel_id = {self}.channel_id))"

static const struct field fields[] = {
	{ "name", N_("Name"), TEXT, REQUIRED | LISTED | SEARCHED, .max = 120, .group = N_("Target") },
	{ "amount", N_("Target"), MONEY, REQUIRED | LISTED },
	{ "attained", N_("Attained"), MONEY, LISTED,
	  .computed = "CONCAT(COALESCE(CASE WHEN {self}.owner_id IS NOT NULL THEN " SOLD("o.owner_id = {self}.owner_id")
	              " WHEN {self}.team_id IS NOT NULL THEN " SOLD("o.team_id = {self}.team_id")
	              " WHEN {self}.channel_id IS NOT NULL THEN " SOLD("o.channel_id = {self}.channel_id")
	              " ELSE " SOLD("1") " END, 0.00), ' ', {self}.amount_currency)" },
	{ "from_on", N_("From"), DATE, REQUIRED | LISTED | SORTED },
	{ "until_on", N_("Until"), DATE, REQUIRED | LISTED },
	{ "owner_id", N_("Person"), REF, LISTED | FILTERED, .refers = &user_entity, .group = N_("Counts"), .group_hint = N_("Empty fields count everything.") },
	{ "team_id", N_("Team"), REF, LISTED | FILTERED, .refers = &team_entity, .hint = N_("With a person: the team that sees it; all orders of the person count") },
	{ "channel_id", N_("Channel"), REF, LISTED | FILTERED, .refers = &channel_entity },
	{ "product_id", N_("Product"), REF, LISTED | FILTERED, .refers = &product_entity },
	{ "created_at", N_("Entered"), INSTANT, READ_ONLY },
	{ .name = NULL }
};

/* A person's target is seen by their team. One that names nobody is seen by those alone who see all of them. */
static void
settle(struct work *work, struct input *input, const struct record *before)
{
	struct str owner_id = input_outcome_of(input, before, S("owner_id")), team_id = input_outcome_of(input, before, S("team_id"));
	bool is_others = before && !str_same(owner_id, record_value(before, S("owner_id"))) && str_same(team_id, record_value(before, S("team_id")));

	if (owner_id.len && (!team_id.len || is_others)) {
		team_id = db_value(work->db, SQL("SELECT team_id FROM user WHERE id = ?"), ARGS(owner_id));
		input_set(input, S("team_id"), team_id);
	}
	if (!team_id.len && !access_may_on(work, &target_entity, VIEW, owner_id, team_id))
		input_problem(input, S("team_id"), work_text(work, N_("Name a team: you would not see this target yourself.")));
}

const struct entity target_entity = {
	"target", "/targets", N_("Target"), N_("Targets"), N_("New target"), "sales", "T-", "name", NULL, "-id",
	.flags = OWNED, .fields = fields, .check = period_check, .settle = settle,
};
