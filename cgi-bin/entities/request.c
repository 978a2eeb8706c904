/* request.c: what customers ask, complain about or suggest. */
#include "entities/entities.h"

#include "base/utf8.h"
#include "model/change.h"
#include "model/input.h"

static const struct choice kinds[] = {
	{ "enquiry", N_("Enquiry") }, { "complaint", N_("Complaint"), "bad" }, { "feedback", N_("Feedback"), "vio" }, { NULL }
};
static const struct choice channels[] = {
	{ "phone", N_("Phone") }, { "mail", N_("Mail") }, { "web", N_("Website") }, { "chat", N_("Chat") }, { "visit", N_("Visit") }, { NULL }
};
static const struct choice priorities[] = {
	{ "urgent", N_("Urgent"), "bad" }, { "high", N_("High"), "warn" }, { "normal", N_("Normal"), "neu" }, { "low", N_("Low"), "neu" }, { NULL }
};
static const struct choice satisfactions[] = {
	{ "5", N_("5 · very satisfied") }, { "4", N_("4 · satisfied") }, { "3", N_("3 · fair") }, { "2", N_("2 · dissatisfied") },
	{ "1", N_("1 · very dissatisfied") }, { NULL }
};

static const struct field fields[] = {
	{ "title", N_("Request"), TEXT, LISTED | SEARCHED | WIDE, .max = 160, .group = N_("Request"), .hint = N_("Empty: the first words of what they said") },
	{ "customer_id", N_("Customer"), REF, REQUIRED | LISTED | SUBTITLE, .refers = &customer_entity },
	{ "contact_id", N_("Contact"), REF, 0, .refers = &contact_entity },
	{ "kind", N_("Kind"), CHOICE, REQUIRED | LISTED | FILTERED | BADGE, .choices = kinds, .otherwise = "enquiry" },
	{ "category_id", N_("Request category"), REF, LISTED | FILTERED, .refers = &request_category_entity },
	{ "channel", N_("Came by"), CHOICE, FILTERED, .choices = channels },
	{ "content", N_("In their words"), LONG_TEXT, WIDE },
	{ "priority", N_("Priority"), CHOICE, REQUIRED | LISTED | FILTERED | BADGE, .choices = priorities, .otherwise = "normal", .group = N_("Handling") },
	{ "status_id", N_("Request state"), REF, REQUIRED | LISTED | FILTERED, .refers = &request_status_entity, .otherwise = "1" },
	{ "state", N_("Base state"), CHOICE, READ_ONLY | FILTERED | BADGE, .choices = request_states },
	{ "due_at", N_("Answer due"), INSTANT, LISTED | SORTED },
	{ "solution", N_("Solution"), LONG_TEXT, WIDE },
	{ "product_id", N_("Product"), REF, FILTERED, .refers = &product_entity },
	{ "order_id", N_("Order"), REF, 0, .refers = &sales_order_entity },
	{ "owner_id", N_("Owner"), REF, LISTED | FILTERED, .refers = &user_entity },
	{ "team_id", N_("Team"), REF, READ_ONLY | FILTERED, .refers = &team_entity },
	{ "opened_at", N_("Came in"), INSTANT, LISTED | SORTED, .group = N_("Course"), .hint = N_("Empty: now") },
	{ "answered_at", N_("First answer"), INSTANT, READ_ONLY },
	{ "handled_at", N_("Handled on"), INSTANT, 0, .hint = N_("Filled in when it is handled") },
	{ "satisfaction", N_("Satisfaction"), CHOICE, FILTERED, .choices = satisfactions },
	{ "satisfaction_note", N_("What they said of it"), TEXT, WIDE, .max = 300 },
	{ "external_code", N_("Number elsewhere"), CODE, SEARCHED | MATCHED | UNIQUE, .max = 60, .hint = N_("Its number in another system") },
	{ "created_at", N_("Entered"), INSTANT, READ_ONLY },
	{ .name = NULL }
};

static const struct entity *const children[] = { &request_comment_entity, NULL };

/* Hours until the answer is due, by priority. */
static const struct { const char *priority; int hours; } answer_hours[] = { { "urgent", 4 }, { "high", 8 }, { "normal", 24 }, { "low", 72 } };

static void
settle_due(struct work *work, struct input *input, const struct record *before)
{
	struct str priority = input_outcome_of(input, before, S("priority"));
	int64_t us;

	if (before || input_get(input, S("due_at")).len || !instant_parse(input_outcome_of(input, before, S("opened_at")), 0, &us))
		return;
	for (size_t i = 0; i < sizeof answer_hours / sizeof *answer_hours; i++)
		if (str_equal_text(priority, answer_hours[i].priority))
			input_set(input, S("due_at"), instant_text(work->arena, us + answer_hours[i].hours * 3600 * INT64_C(1000000)));
}

/* Was an answer added? */
static bool
is_answer(const struct input *input)
{
	for (size_t c = 0; c < entity_child_count(input->entity); c++)
		for (size_t i = 0; input->lines[c].entity == &request_comment_entity && i < input->lines[c].count; i++)
			if (!input->lines[c].inputs[i].id.data && str_equal(input_get(&input->lines[c].inputs[i], S("kind")), S("reply")))
				return true;
	return false;
}

/* The state stands for a base state. When it was handled is what was given, else when it came there; what is not handled has no such moment. */
static bool
settle_state(struct work *work, struct input *input, const struct record *before)
{
	struct str status = input_outcome_of(input, before, S("status_id")), handled_at = input_outcome_of(input, before, S("handled_at"));
	bool is_handled;

	if (!before || !str_equal(status, record_value(before, S("status_id"))))
		input_set(input, S("state"), db_value(work->db, SQL("SELECT state FROM request_status WHERE id = ?"), ARGS(status)));
	is_handled = str_equal(input_outcome_of(input, before, S("state")), S("handled"));
	if (is_handled && !handled_at.len)
		input_set(input, S("handled_at"), work->change->at);
	else if (!is_handled && handled_at.len)
		input_set(input, S("handled_at"), NO_STR);
	return is_handled;
}

/* The first answer stays the first. What is handled was answered by then, however that was. */
static void
settle_answer(struct work *work, struct input *input, const struct record *before, bool is_handled)
{
	if (input_outcome_of(input, before, S("answered_at")).len)
		return;
	if (is_answer(input))
		input_set(input, S("answered_at"), work->change->at);
	else if (is_handled)
		input_set(input, S("answered_at"), input_outcome_of(input, before, S("handled_at")));
}

static void
settle(struct work *work, struct input *input, const struct record *before)
{
	struct str satisfaction = input_outcome_of(input, before, S("satisfaction")), words;
	bool is_handled;

	if (!input_outcome_of(input, before, S("title")).len) {
		words = utf8_first_line(input_outcome_of(input, before, S("content")), 60);
		input_set(input, S("title"), words);
		if (!words.len)
			input_problem(input, S("content"), work_text(work, N_("Write what they said, or give the request a title.")));
	}
	if (!input_outcome_of(input, before, S("opened_at")).len)
		input_set(input, S("opened_at"), work->change->at);
	settle_due(work, input, before);
	is_handled = settle_state(work, input, before);
	settle_answer(work, input, before, is_handled);
	/* What was said of an earlier handling stays when a request is opened again. */
	if (!is_handled && satisfaction.len && !(before && str_equal(satisfaction, record_value(before, S("satisfaction")))))
		input_problem(input, S("satisfaction"), work_text(work, N_("Customers are asked how satisfied they are when their request is handled. This one is not yet.")));
}

static const struct named_view views[] = {
	{ N_("Unassigned"), "f.state.not=handled&f.owner_id.blank=1", NULL },
	{ N_("Due today"), "f.due_at.from=today&f.due_at.to=today&f.answered_at.blank=1", "due_at" },
	{ N_("Late"), "f.due_at.to=now&f.answered_at.blank=1", "due_at" },
	{ .label = NULL }
};

const struct entity request_entity = {
	"request", "/requests", N_("Request"), N_("Requests"), N_("New request"), "request", "R-", "title", NULL, "-id",
	.flags = OWNED, .fields = fields, .children = children, .span = "state", .seen_with = "customer_id", .happened = "opened_at", .settle = settle, .views = views,
};
