/* task.c: something to do. */
#include "entities/entities.h"

#include "model/change.h"
#include "model/input.h"

static const struct choice priorities[] = { { "high", N_("High"), "bad" }, { "normal", N_("Normal"), "neu" }, { "low", N_("Low"), "neu" }, { NULL } };
static const struct choice statuses[] = {
	{ "open", N_("Open"), "warn", true }, { "done", N_("Done"), "ok" }, { "cancelled", N_("Cancelled"), "neu" }, { NULL }
};

static const struct field fields[] = {
	{ "title", N_("Task"), TEXT, REQUIRED | LISTED | SEARCHED | WIDE, .max = 160, .group = N_("Task") },
	{ "due_at", N_("Due"), INSTANT, LISTED | SORTED },
	{ "status", N_("State"), CHOICE, REQUIRED | LISTED | FILTERED | BADGE, .choices = statuses, .otherwise = "open" },
	{ "priority", N_("Priority"), CHOICE, REQUIRED | LISTED | FILTERED | BADGE, .choices = priorities, .otherwise = "normal" },
	{ "detail", N_("Detail"), LONG_TEXT, WIDE },
	{ "customer_id", N_("Customer"), REF, LISTED | SUBTITLE, .refers = &customer_entity, .group = N_("Belongs to") },
	{ "contact_id", N_("Contact"), REF, 0, .refers = &contact_entity },
	{ "lead_id", N_("Lead"), REF, 0, .refers = &lead_entity },
	{ "opportunity_id", N_("Opportunity"), REF, 0, .refers = &opportunity_entity },
	{ "request_id", N_("Request"), REF, 0, .refers = &request_entity },
	{ "owner_id", N_("Owner"), REF, LISTED | FILTERED, .refers = &user_entity },
	{ "team_id", N_("Team"), REF, READ_ONLY | FILTERED, .refers = &team_entity },
	{ "done_at", N_("Done on"), INSTANT, READ_ONLY },
	{ "created_at", N_("Entered"), INSTANT, READ_ONLY },
	{ .name = NULL }
};

/* The customer of the deal or request it is for. */
static void
settle_customer(struct work *work, struct input *input, const struct record *before)
{
	struct str opportunity_id = input_outcome_of(input, before, S("opportunity_id")), request_id = input_outcome_of(input, before, S("request_id"));
	struct str customer_id = NO_STR;

	if (input_outcome_of(input, before, S("customer_id")).len)
		return;
	if (opportunity_id.len)
		customer_id = db_value(work->db, SQL("SELECT customer_id FROM opportunity WHERE id = ?"), ARGS(opportunity_id));
	else if (request_id.len)
		customer_id = db_value(work->db, SQL("SELECT customer_id FROM request WHERE id = ?"), ARGS(request_id));
	if (customer_id.len)
		input_set(input, S("customer_id"), customer_id);
}

static void
settle(struct work *work, struct input *input, const struct record *before)
{
	bool is_done = str_equal(input_outcome_of(input, before, S("status")), S("done"));
	bool was_done = before && str_equal(record_value(before, S("status")), S("done"));

	if (is_done != was_done)
		input_set(input, S("done_at"), is_done ? work->change->at : NO_STR);
	settle_customer(work, input, before);
}

static const struct named_view views[] = { { N_("Open"), "f.status.is=open", "due_at" }, { NULL } };

const struct entity task_entity = {
	"task", "/tasks", N_("Task"), N_("Tasks"), N_("New task"), "task", "TA-", "title", NULL, "due_at",
	.flags = OWNED, .fields = fields, .happened = "created_at", .settle = settle, .views = views,
};
