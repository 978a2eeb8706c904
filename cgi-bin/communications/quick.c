/* quick.c: notes in one go what was said and what is to be done next. */
#include "communications/communications.h"

#include "base/url_query.h"
#include "base/utf8.h"

enum { TITLE_MAX = 160 };

/* What was sent, as the fields of a communication or of a task ask for it. */
struct quick {
	const struct ctx *ctx;
	const struct record *about;        /* the customer, lead or opportunity; NULL: its customer is typed, or there is none */
	struct str customer_id;            /* of the communication the task follows from */
	struct str title, detail;          /* of a task */
};

/* A field, and the control of the form that asks for it. */
struct control {
	const char *field, *name;
};

static const struct control of_communication[] = {
	{ "channel", "kind" }, { "content", "content" }, { "contact_id", "contact_id" }, { "outcome", "result" }, { "next_step", "next_step" },
	{ "next_on", "next_on" }, { "customer_id", "customer_pick" }, { "customer_id.was", "customer_was" }, { "customer_id.text", "customer" }, { NULL, NULL }
};
static const struct control of_task[] = {
	{ "contact_id", "contact_id" }, { "due_at.date", "next_on" }, { "customer_id", "customer_pick" }, { "customer_id.was", "customer_was" },
	{ "customer_id.text", "customer" }, { NULL, NULL }
};

static struct str
sent_as(const struct quick *quick, const struct control *controls, struct str name)
{
	if (quick->about && str_equal(name, str_format(quick->ctx->arena, "%s_id", quick->about->entity->name)))
		return quick->about->id;
	if (quick->customer_id.data && str_starts_with(name, S("customer_id")))
		return str_equal(name, S("customer_id")) ? quick->customer_id : NO_STR;
	for (; controls->field; controls++)
		if (str_equal_text(name, controls->field))
			return page_field(quick->ctx, controls->name);
	return NO_STR;
}

static struct str
for_communication(const void *data, struct str name)
{
	return sent_as(data, of_communication, name);
}

static struct str
for_task(const void *data, struct str name)
{
	const struct quick *quick = data;

	return str_equal(name, S("title")) ? quick->title : str_equal(name, S("detail")) ? quick->detail : sent_as(data, of_task, name);
}

static struct str
no_list(const void *data, struct str name, size_t n)
{
	(void)data;
	(void)name;
	(void)n;
	return NO_STR;
}

/* The record it is about was read for this actor already, and the communication has settled whose customer it is. */
static bool
knows(const void *data, const struct field *field, struct str id)
{
	const struct quick *quick = data;

	return (quick->about && quick->about->entity == field->refers && str_equal(quick->about->id, id)) ||
	       (quick->customer_id.data && field->refers == &customer_entity && str_equal(quick->customer_id, id));
}

static void
add_problem(struct ctx *ctx, const struct value *value, struct view_list *problems, struct view_map *errors)
{
	struct view_map *map = view_map_new(ctx->arena);
	struct str field = str_from(value->field->name), name = str_equal(field, S("title")) ? S("content") : S("kind");
	const struct control *lists[] = { of_communication, of_task };

	for (size_t i = 0; i < 2; i++)
		for (const struct control *control = lists[i]; control->field; control++) {
			struct str asked = str_from(control->field), base;

			if (str_cut(&asked, '.', &base) && str_equal(base, field) && !str_equal(asked, S("was")))
				name = str_from(control->name);
		}
	view_map_put_text(map, S("label"), page_text(ctx, value->field->label));
	view_map_put_text(map, S("text"), value->problem);
	view_map_put_text(map, S("href"), str_format(ctx->arena, "#quick-%.*s", STR_ARG(name)));
	view_list_add(problems, view_map(map));
	view_map_put_text(errors, str_join(ctx->arena, name, S("_error")), value->problem);
}

static void
add_match(struct ctx *ctx, struct view_list *matches, struct str id, struct str label, struct str second, bool is_selected)
{
	struct view_map *map = view_map_new(ctx->arena);

	view_map_put_text(map, S("value"), id);
	view_map_put_text(map, S("label"), label);
	view_map_put_text(map, S("second"), second);
	view_map_put(map, S("is_selected"), view_bool(is_selected));
	view_list_add(matches, view_map(map));
}

/* The customers a typed name may mean: those of that name, else those that a search for it finds; one that was chosen stays so. */
static void
put_matches(struct ctx *ctx, struct input *input, struct view_map *form)
{
	struct value *value = input_value(input, S("customer_id"));
	struct view_list *matches = view_list_new(ctx->arena);
	struct str name = page_field(ctx, "customer");

	if (value->problem.data && !value->matches && value->typed.len && !page_field(ctx, "customer_pick").len)
		input_find(&ctx->work, input, S("customer_id"));
	for (size_t i = 0; value->matches && i < rows_count(value->matches); i++)
		add_match(ctx, matches, rows_cell(value->matches, i, 0), rows_cell(value->matches, i, 1), rows_cell(value->matches, i, 2), false);
	if (!value->problem.data && page_field(ctx, "customer_pick").len)
		add_match(ctx, matches, value->value, value->label.len ? value->label : name, NO_STR, true);
	view_map_put(form, S("matches"), view_list(matches));
	view_map_put(form, S("has_matches"), view_bool(view_list_count(matches) > 0));
}

/* The same form on a page of its own, with what was typed and what is wrong with it. */
static enum status
refuse(struct ctx *ctx, const struct quick *quick, struct input *input)
{
	struct view_list *problems = view_list_new(ctx->arena);
	struct view_map *form;
	struct str back = page_local_path(page_field(ctx, "return"), S(""));

	change_abandon(&ctx->work);
	if (input->outcome == OUTCOME_MISSING)
		return page_error(ctx, STATUS_FORBIDDEN, N_("Your role does not allow this"), N_("Ask your administrator if you need it for your work."));
	if (input->outcome == OUTCOME_FAILED)
		return STATUS_FAILED;
	form = quick->about ? page_quick_add(ctx, quick->about) : page_quick_form(ctx, S("task"), NO_STR);
	if (!form)
		return page_missing(ctx);
	for (const struct value *value = input->values; value->field; value++)
		if (value->problem.data)
			add_problem(ctx, value, problems, form);
	if (!quick->about) {
		view_map_put(form, S("asks_customer"), view_bool(true));
		put_matches(ctx, input, form);
		page_put(ctx, "quick_add", view_map(form));
	}
	view_map_put_text(form, S("return"), back);
	page_put(ctx, "problems", view_list(problems));
	page_put(ctx, "has_problems", view_bool(true));
	page_put_text(ctx, "problem_text", page_text(ctx, N_("Nothing has been saved yet.")));
	page_put_text(ctx, "heading", quick->about ? record_title(&ctx->work, quick->about) : page_text(ctx, N_("Add")));
	page_put_text(ctx, "title", str_join(ctx->arena, page_text(ctx, N_("Error: ")), page_text(ctx, N_("Add"))));
	page_show(ctx, "communications/quick");
	return STATUS_PROBLEMS;
}

/* Words that are too many for a title are kept whole in the detail. */
static void
name_task(struct quick *quick, struct str words, struct str more)
{
	quick->title = utf8_is_valid(words) ? utf8_first_line(words, TITLE_MAX) : words;
	quick->detail = str_equal(quick->title, str_trim(words)) ? more : more.len ? str_format(quick->ctx->arena, "%.*s\n%.*s", STR_ARG(words), STR_ARG(more)) : words;
}

static struct input *
read_task(struct ctx *ctx, struct quick *quick)
{
	return input_read(&ctx->work, &task_entity, NO_STR, (struct input_source){ for_task, no_list, quick, knows });
}

/* The next step, if it has a day, is a task of that day. NULL: it was saved, or there is none; else what is wrong with it. */
static struct input *
save_next(struct ctx *ctx, struct quick *quick, const struct input *communication)
{
	struct str step = input_get(communication, S("next_step")), subject = input_get(communication, S("subject"));
	struct input *task;

	if (!input_get(communication, S("next_on")).len || !access_may(&ctx->work, &task_entity, CREATE))
		return NULL;
	name_task(quick, step.len ? step : work_say(&ctx->work, N_("Follow up: {0}"), subject, NO_STR), NO_STR);
	quick->customer_id = input_get(communication, S("customer_id"));
	task = read_task(ctx, quick);
	return store_save(&ctx->work, task) ? NULL : task;
}

/* What it is about must be there for the actor to see. False: it is not. */
static bool
read_about(struct ctx *ctx, struct quick *quick)
{
	static const struct entity *const entities[] = { &opportunity_entity, &lead_entity, &customer_entity };

	for (size_t i = 0; i < sizeof entities / sizeof *entities && !quick->about; i++) {
		struct str id = page_field(ctx, str_format(ctx->arena, "%s_id", entities[i]->name).data);
		uint64_t number;

		if (str_is_empty(id))
			continue;
		quick->about = str_to_u64(id, &number) ? store_read(&ctx->work, entities[i], id, VIEW) : NULL;
		if (!quick->about)
			return false;
	}
	return true;
}

static struct input *
read_communication(struct ctx *ctx, struct quick *quick)
{
	struct input *input = input_read(&ctx->work, &communication_entity, NO_STR, (struct input_source){ for_communication, no_list, quick, knows });

	if (str_is_empty(str_trim(page_field(ctx, "content"))))
		input_problem(input, S("content"), page_text(ctx, N_("Write what was said")));
	return input;
}

enum status
quick_save(struct ctx *ctx)
{
	struct quick quick = { .ctx = ctx };
	bool is_task = str_equal(page_field(ctx, "kind"), str_from(task_entity.name));
	struct input *input, *next = NULL;
	struct str back;

	if (!read_about(ctx, &quick)) {
		change_abandon(&ctx->work);
		return page_missing(ctx);
	}
	if (is_task)
		name_task(&quick, str_trim(page_field(ctx, "content")), str_trim(page_field(ctx, "next_step")));
	input = is_task ? read_task(ctx, &quick) : read_communication(ctx, &quick);
	if (!store_save(&ctx->work, input))
		return refuse(ctx, &quick, input);
	if (!is_task)
		next = save_next(ctx, &quick, input);
	if (next)
		return refuse(ctx, &quick, next);
	back = quick.about ? record_href(&ctx->work, quick.about->entity, quick.about->id, "") : S("/day");
	back = url_query_join(ctx->arena, page_local_path(page_field(ctx, "return"), back), S("done=saved"));
	return page_redirect(ctx, quick.about ? str_join(ctx->arena, back, S("#timeline")) : back);
}
