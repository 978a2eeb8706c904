/* convert.c: makes a customer of a lead, with a contact and a deal, in one change. */
#include "sales/sales.h"


/* Columns of the customers that look the same. */
enum { CUSTOMER_ID, CUSTOMER_NAME, CUSTOMER_SECOND };

struct convert {
	struct ctx *ctx;
	struct record *lead;
	struct str customer_id;        /* the one chosen; NO_STR: a new one, or none yet */
	struct str contact_id;         /* the customer's own or a new one; NO_STR: none */
	struct input *customer, *contact, *opportunity;
	bool is_new;                   /* a new one was asked for */
	bool has_contact, has_opportunity;
	struct str problem;            /* of the choice */
};

static bool
may_make(const struct convert *convert, const struct entity *entity)
{
	return access_may(&convert->ctx->work, entity, CREATE);
}

/* --- the form ------------------------------------------------------------------ */

/* By e-mail or phone, their own or a contact's, or by name. */
static struct rows *
read_twins(const struct convert *convert)
{
	struct str name = record_value(convert->lead, S("name")), company = record_value(convert->lead, S("company"));
	struct str phone = record_value(convert->lead, S("phone")), email = record_value(convert->lead, S("email"));

	return store_query(&convert->ctx->work, SQL(
		"SELECT c.id, c.name, CONCAT_WS(' · ', {title region r}, c.email) FROM ("
		"SELECT id, 1 place FROM customer WHERE email = ?"
		" UNION ALL SELECT customer_id, 2 FROM contact WHERE email = ?"
		" UNION ALL SELECT customer_id, 3 FROM customer_phone WHERE number = ?"
		" UNION ALL SELECT customer_id, 4 FROM contact WHERE phone = ?"
		" UNION ALL SELECT id, 5 FROM customer WHERE name = ?"
		" UNION ALL SELECT id, 6 FROM customer WHERE name = ?"
		") t JOIN customer c ON c.id = t.id LEFT JOIN region r ON r.id = c.region_id WHERE {visible customer c}"
		" GROUP BY c.id ORDER BY MIN(t.place), c.id LIMIT 5"), ARGS(email, email, phone, phone, company, name));
}

static void
put_twins(const struct convert *convert)
{
	struct ctx *ctx = convert->ctx;
	struct rows *rows = read_twins(convert);
	struct view_list *twins = view_list_new(ctx->arena);
	struct str label;
	bool is_there = !convert->customer_id.len;

	for (size_t row = 0; row < rows_count(rows); row++) {
		struct view_map *map = view_map_new(ctx->arena);
		struct str id = rows_cell(rows, row, CUSTOMER_ID);

		is_there = is_there || str_equal(id, convert->customer_id);
		view_map_put_text(map, S("value"), id);
		view_map_put_text(map, S("label"), rows_cell(rows, row, CUSTOMER_NAME));
		view_map_put_text(map, S("second"), rows_cell(rows, row, CUSTOMER_SECOND));
		view_map_put(map, S("is_selected"), view_bool(str_equal(id, convert->customer_id)));
		view_list_add(twins, view_map(map));
	}
	/* One that was chosen elsewhere stays chosen. */
	if (!is_there && pick_by_id(&ctx->work, &customer_entity, convert->customer_id, &label))
		option_add(ctx, twins, convert->customer_id, label, convert->customer_id);
	page_put(ctx, "twins", view_list(twins));
	page_put(ctx, "has_twins", view_bool(view_list_count(twins) > 0));
	/* Where some look the same, that is for a person to decide: nothing is chosen for them. */
	page_put(ctx, "is_new", view_bool(convert->is_new || view_list_count(twins) == 0));
}

static void
put_fields(const struct convert *convert, const char *name, const struct input *input, const char *const *fields, bool is_wanted)
{
	struct ctx *ctx = convert->ctx;
	struct view_map *part = view_map_new(ctx->arena);
	struct view_list *list = view_list_new(ctx->arena);

	for (; *fields; fields++)
		view_list_add(list, form_field(&ctx->work, input, str_from(*fields)));
	view_map_put(part, S("fields"), view_list(list));
	view_map_put(part, S("is_wanted"), view_bool(is_wanted));
	page_put(ctx, name, view_map(part));
}

static const char *const customer_fields[] = { "name", "kind", "email", NULL };
static const char *const contact_fields[] = { "name", "phone", "email", NULL };
static const char *const opportunity_fields[] = { "name", "amount", "stage_id", "expected_on", NULL };

static void
put_problems(const struct convert *convert)
{
	struct ctx *ctx = convert->ctx;
	struct view_list *problems = view_list_new(ctx->arena);
	struct view_map *map = view_map_new(ctx->arena);

	if (!convert->customer_id.len)
		form_problems(&ctx->work, convert->customer, problems);
	if (convert->has_contact)
		form_problems(&ctx->work, convert->contact, problems);
	if (convert->has_opportunity)
		form_problems(&ctx->work, convert->opportunity, problems);
	if (convert->problem.len) {
		view_map_put_text(map, S("label"), S(""));
		view_map_put_text(map, S("text"), convert->problem);
		view_map_put_text(map, S("href"), S("#customer"));
		view_list_add(problems, view_map(map));
	}
	page_put(ctx, "problems", view_list(problems));
	page_put(ctx, "has_problems", view_bool(view_list_count(problems) > 0));
	page_put_text(ctx, "problem_text", page_text(ctx, N_("Nothing has been saved yet.")));
}

static enum status
show_form(const struct convert *convert, enum status status)
{
	struct ctx *ctx = convert->ctx;
	struct record *lead = convert->lead;
	struct str title;

	change_abandon(&ctx->work);
	show_head(&ctx->work, lead, "convert", S(""), ctx->page);
	title = work_say(&ctx->work, N_("Convert {0}"), record_title(&ctx->work, lead), NO_STR);
	page_put_text(ctx, "heading", title);
	page_put_text(ctx, "title", status == STATUS_OK ? title : str_join(ctx->arena, page_text(ctx, N_("Error: ")), title));
	page_put_text(ctx, "action", record_href(&ctx->work, &lead_entity, lead->id, "/convert"));
	page_put_text(ctx, "cancel_href", record_href(&ctx->work, &lead_entity, lead->id, ""));
	page_put_text(ctx, "token", page_token(ctx));
	page_put_text(ctx, "version", lead->version);
	page_put_text(ctx, "was", S(""));
	put_twins(convert);
	page_put(ctx, "may_new", view_bool(may_make(convert, &customer_entity)));
	put_fields(convert, "customer", convert->customer, customer_fields, true);
	if (may_make(convert, &contact_entity))
		put_fields(convert, "contact", convert->contact, contact_fields, convert->has_contact);
	if (may_make(convert, &opportunity_entity))
		put_fields(convert, "opportunity", convert->opportunity, opportunity_fields, convert->has_opportunity);
	put_problems(convert);
	page_show(ctx, "sales/convert");
	return status;
}

/* --- what it begins with, and what was sent --------------------------------------- */

static struct input *
part_new(const struct convert *convert, const struct entity *entity, struct str prefix)
{
	struct input *input = input_new(&convert->ctx->work, entity, NO_STR);

	input->prefix = prefix;
	return input;
}

static void
begin(struct convert *convert, struct ctx *ctx)
{
	*convert = (struct convert){ .ctx = ctx, .lead = store_read(&ctx->work, &lead_entity, ctx->id, EDIT) };
	convert->customer = part_new(convert, &customer_entity, S("customer."));
	convert->contact = part_new(convert, &contact_entity, S("contact."));
	convert->opportunity = part_new(convert, &opportunity_entity, S("opportunity."));
}

static enum status
to_customer(struct ctx *ctx, struct str id, const char *rest)
{
	return page_redirect(ctx, record_href(&ctx->work, &customer_entity, id, rest));
}

/* Its customer has gone, or was made elsewhere: a second one would be its twin. */
static bool
is_converted(const struct record *lead)
{
	return str_equal(record_value(lead, S("status")), S("converted"));
}

static enum status
refuse_again(struct ctx *ctx)
{
	return act_refused(ctx, lead_show, STATUS_PROBLEMS,
	                   page_text(ctx, N_("It is converted already, though its customer is not here. Restore that customer, or give the lead another state first.")), "main");
}

/* A company is the customer and the person its contact; without one, the person is the customer. */
enum status
convert_form(struct ctx *ctx)
{
	struct convert convert;
	struct str company, name, phone, email, budget;

	begin(&convert, ctx);
	if (!convert.lead)
		return page_missing(ctx);
	if (record_value(convert.lead, S("customer_id")).len)
		return to_customer(ctx, record_value(convert.lead, S("customer_id")), "");
	if (is_converted(convert.lead))
		return refuse_again(ctx);
	company = record_value(convert.lead, S("company"));
	name = record_value(convert.lead, S("name"));
	phone = record_value(convert.lead, S("phone"));
	email = record_value(convert.lead, S("email"));
	budget = record_value(convert.lead, S("budget"));
	convert.has_contact = company.len > 0;
	convert.has_opportunity = true;
	input_set(convert.customer, S("name"), company.len ? company : name);
	input_set(convert.customer, S("kind"), company.len ? S("company") : S("person"));
	input_set(convert.customer, S("email"), company.len ? S("") : email);
	input_set(convert.contact, S("name"), name);
	input_set(convert.contact, S("phone"), phone);
	input_set(convert.contact, S("email"), email);
	input_set(convert.opportunity, S("name"), company.len ? company : name);
	input_set(convert.opportunity, S("amount"), budget);
	return show_form(&convert, STATUS_OK);
}

static void
take(const struct convert *convert, struct input *input, const char *const *fields)
{
	for (; *fields; fields++)
		input_take(&convert->ctx->work, input, str_from(*fields), page_form(convert->ctx));
}

/* False: something was wrong with it. */
static bool
read_form(struct convert *convert)
{
	struct ctx *ctx = convert->ctx;
	struct str chosen = page_field(ctx, "customer"), label;
	uint64_t number;

	convert->has_contact = page_field(ctx, "contact").len > 0 && may_make(convert, &contact_entity);
	convert->has_opportunity = page_field(ctx, "opportunity").len > 0 && may_make(convert, &opportunity_entity);
	take(convert, convert->customer, customer_fields);
	take(convert, convert->contact, contact_fields);
	take(convert, convert->opportunity, opportunity_fields);
	convert->is_new = str_equal(chosen, S("new"));
	if (convert->is_new) {
		if (!may_make(convert, &customer_entity))
			convert->problem = page_text(ctx, N_("Choose which customer it is."));
	} else if (str_to_u64(chosen, &number) && pick_by_id(&ctx->work, &customer_entity, chosen, &label)) {
		convert->customer_id = chosen;
	} else {
		convert->problem = page_text(ctx, N_("Choose which customer it is."));
	}
	/* The customer of the contact is known in a moment: it may be new itself. */
	return !convert->problem.len && (convert->customer_id.len || !convert->customer->problem_count) &&
	       (!convert->has_contact || !convert->contact->problem_count) && (!convert->has_opportunity || !convert->opportunity->problem_count);
}

/* --- what is made of it ------------------------------------------------------------- */

/* The lead's values go along to fields of the same name. */
static void
carry(const struct convert *convert, struct input *input, const char *const *names)
{
	for (; *names; names++)
		if (record_value(convert->lead, str_from(*names)).len)
			input_set(input, str_from(*names), record_value(convert->lead, str_from(*names)));
}

static bool
make_customer(struct convert *convert)
{
	static const char *const carried[] = { "region_id", "industry_id", "source_id", "owner_id", NULL };
	struct work *work = &convert->ctx->work;
	struct str phone = record_value(convert->lead, S("phone"));
	struct input *line;

	if (convert->customer_id.len)
		return true;
	carry(convert, convert->customer, carried);
	if (phone.len && (line = input_add_line(work, convert->customer, S("customer_phone"))))
		input_set(line, S("number"), phone);
	if (!store_save(work, convert->customer))
		return false;
	convert->customer_id = convert->customer->id;
	return true;
}

/* The customer's contact with that e-mail, or that name and phone: the same person is not entered twice. NO_STR: none. */
static struct str
find_contact(const struct convert *convert)
{
	struct str email = input_get(convert->contact, S("email")), name = input_get(convert->contact, S("name"));
	struct rows *rows = store_query(&convert->ctx->work, SQL("SELECT n.id FROM contact n WHERE n.customer_id = ? AND {visible contact n}"
		" AND (n.email = ? OR n.name = ? AND n.phone = ?) ORDER BY n.email = ? DESC, n.id LIMIT 1"),
		ARGS(convert->customer_id, email, name, input_get(convert->contact, S("phone")), email));

	return rows_next(rows) ? rows_at(rows, 0) : NO_STR;
}

static bool
make_contact(struct convert *convert)
{
	static const char *const carried[] = { "owner_id", NULL };

	if (!convert->has_contact)
		return true;
	if (!convert->customer->id.len)
		convert->contact_id = find_contact(convert);
	if (convert->contact_id.len)
		return true;
	carry(convert, convert->contact, carried);
	input_set(convert->contact, S("customer_id"), convert->customer_id);
	if (!store_save(&convert->ctx->work, convert->contact))
		return false;
	convert->contact_id = convert->contact->id;
	return true;
}

static bool
make_opportunity(const struct convert *convert)
{
	static const char *const carried[] = { "campaign_id", "owner_id", NULL };

	if (!convert->has_opportunity)
		return true;
	carry(convert, convert->opportunity, carried);
	input_set(convert->opportunity, S("customer_id"), convert->customer_id);
	input_set(convert->opportunity, S("contact_id"), convert->contact_id);
	input_set(convert->opportunity, S("note"), record_value(convert->lead, S("interest")));
	return store_save(&convert->ctx->work, convert->opportunity);
}

/* What was said and what is to be done goes with the lead, as far as the actor may change it. */
static bool
move_along(const struct convert *convert, const struct entity *entity, struct rows *rows)
{
	struct work *work = &convert->ctx->work;

	for (size_t row = 0; row < rows_count(rows); row++) {
		struct input *input = input_new(work, entity, rows_cell(rows, row, 0));

		input_set(input, S("customer_id"), convert->customer_id);
		if (convert->contact_id.len && !rows_cell(rows, row, 1).len)
			input_set(input, S("contact_id"), convert->contact_id);
		if (!store_save(work, input) && input->outcome != OUTCOME_MISSING)
			return false;
	}
	return true;
}

static bool
move_all(const struct convert *convert)
{
	struct work *work = &convert->ctx->work;
	struct args id = ARGS(convert->lead->id);

	return move_along(convert, &communication_entity, store_query(work, SQL("SELECT c.id, c.contact_id FROM communication c"
	                  " WHERE c.lead_id = ? AND c.customer_id IS NULL AND {visible communication c} ORDER BY c.id LIMIT 1000"), id)) &&
	       move_along(convert, &task_entity, store_query(work, SQL("SELECT c.id, c.contact_id FROM task c"
	                  " WHERE c.lead_id = ? AND c.customer_id IS NULL AND {visible task c} ORDER BY c.id LIMIT 1000"), id));
}

static bool
close_lead(const struct convert *convert, struct input *lead)
{
	input_set(lead, S("status"), S("converted"));
	input_set(lead, S("customer_id"), convert->customer_id);
	input_set(lead, S("contact_id"), convert->contact_id);
	input_set(lead, S("opportunity_id"), convert->opportunity->id);
	input_set(lead, S("converted_at"), convert->ctx->work.change->at);
	return store_save(&convert->ctx->work, lead);
}

enum status
convert_lead(struct ctx *ctx)
{
	struct convert convert;
	struct input *lead = edit_begin(ctx);

	begin(&convert, ctx);
	if (!convert.lead)
		return page_missing(ctx);
	if (record_value(convert.lead, S("customer_id")).len)
		return to_customer(ctx, record_value(convert.lead, S("customer_id")), "");
	if (is_converted(convert.lead))
		return refuse_again(ctx);
	if (!str_equal(lead->version, convert.lead->version))
		return act_refused(ctx, lead_show, STATUS_CONFLICT, page_text(ctx, N_("Somebody changed it while you were looking. Look again, then decide.")), "main");
	if (!read_form(&convert))
		return show_form(&convert, STATUS_PROBLEMS);
	if (make_customer(&convert) && make_contact(&convert) && make_opportunity(&convert) && move_all(&convert) && close_lead(&convert, lead))
		return to_customer(ctx, convert.customer_id, "?done=converted");
	if (db_has_failed(ctx->db))
		return STATUS_FAILED;
	/* What was made is taken back with the change. */
	if (convert.customer->id.data)
		convert.customer_id = NO_STR;
	return show_form(&convert, STATUS_PROBLEMS);
}
