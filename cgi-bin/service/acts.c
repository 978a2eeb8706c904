/* acts.c: what is done with a request: a word more, another state, another owner, how satisfied the customer is. */
#include "service/service.h"

/* An edit of the record as it is under this clock. NULL: not for this actor, or not there. */
static struct input *
edit_begin(struct ctx *ctx)
{
	struct record *record = store_read(&ctx->work, ctx->entity, ctx->id, EDIT);
	struct input *input;

	if (!record)
		return NULL;
	store_read_lines(&ctx->work, record);
	input = input_new(&ctx->work, ctx->entity, ctx->id);
	input->before = record;
	return input;
}

static enum status
saved(struct ctx *ctx, const char *rest)
{
	return page_redirect(ctx, record_href(&ctx->work, ctx->entity, ctx->id, rest));
}

/* The first thing wrong with what was sent. */
static struct str
first_problem(const struct input *input)
{
	for (const struct value *value = input->values; value->field; value++)
		if (value->problem.data)
			return value->problem;
	return input->problem;
}

/* What store_save refused, told on the request's page. */
static enum status
refused(struct ctx *ctx, struct input *input, struct str reason, const char *control)
{
	if (input->outcome != OUTCOME_PROBLEMS)
		return page_problems(ctx, input);
	return request_refused(ctx, STATUS_PROBLEMS, &(struct refusal){ reason, control });
}

static struct str
one_value(const void *data, struct str name)
{
	(void)name;
	return *(const struct str *)data;
}

/* A field whose value the form sends under another name. */
static void
take_as(struct ctx *ctx, struct input *input, struct str field, const struct str *value)
{
	input_take(&ctx->work, input, field, (struct input_source){ .get = one_value, .data = value });
}

/*
 * Did somebody set the field to something else since the person saw it, and other than the person wants it now? A comment
 * of somebody else in between is no reason to refuse; so it is the value that is compared, not the version.
 */
static bool
is_overtaken(const struct input *input, struct str field, struct str was, struct str wanted)
{
	struct str is = record_value(input->before, field);

	return !str_same(was, is) && !str_same(wanted, is) && !str_equal(wanted, was);
}

static enum status
overtaken(struct ctx *ctx, const char *control)
{
	return request_refused(ctx, STATUS_CONFLICT, &(struct refusal){
	                       page_text(ctx, N_("Somebody changed it while you were looking. Look again, then decide.")), control });
}

enum status
request_comment(struct ctx *ctx)
{
	struct input *input = edit_begin(ctx), *line;
	struct str was = page_field(ctx, "was"), wanted = page_field(ctx, "status_id");

	if (!input)
		return page_missing(ctx);
	if (is_overtaken(input, S("status_id"), was, wanted))
		return overtaken(ctx, "reply-state");
	if (wanted.len && !str_equal(wanted, was))
		input_take(&ctx->work, input, S("status_id"), page_form(ctx));
	line = input_add_line(&ctx->work, input, S("request_comment"));
	line->prefix = S("");
	input_take(&ctx->work, line, S("kind"), page_form(ctx));
	input_take(&ctx->work, line, S("body"), page_form(ctx));
	if (!str_equal(input_get(line, S("kind")), S("customer")))
		input_set(line, S("author_id"), ctx->actor.id);
	input->problem_count += line->problem_count;
	if (!store_save(&ctx->work, input))
		return line->problem_count ? refused(ctx, input, first_problem(line), "reply-body") :
		                             refused(ctx, input, first_problem(input), "reply-state");
	return saved(ctx, str_format(ctx->arena, "?done=saved#comment-%.*s", STR_ARG(line->id)).data);
}

enum status
request_state(struct ctx *ctx)
{
	struct input *input = edit_begin(ctx);
	struct str step = page_field(ctx, "step"), wanted = step.len ? step : page_field(ctx, "state");

	if (!input)
		return page_missing(ctx);
	if (is_overtaken(input, S("status_id"), page_field(ctx, "was"), wanted))
		return overtaken(ctx, "state");
	take_as(ctx, input, S("status_id"), &wanted);
	if (!store_save(&ctx->work, input))
		return refused(ctx, input, first_problem(input), "state");
	return saved(ctx, input->outcome == OUTCOME_UNCHANGED ? "?done=unchanged" : "?done=saved");
}

enum status
request_assign(struct ctx *ctx)
{
	struct input *input = edit_begin(ctx);
	bool is_taken = page_field(ctx, "take").len > 0;
	struct str was = page_field(ctx, "was"), owner;

	if (!input)
		return page_missing(ctx);
	if (is_taken)
		take_as(ctx, input, S("owner_id"), &ctx->actor.id);
	else
		input_take(&ctx->work, input, S("owner_id"), page_form(ctx));
	owner = input_get(input, S("owner_id"));
	if (is_overtaken(input, S("owner_id"), str_equal(was, S("0")) ? NO_STR : was, owner))
		return overtaken(ctx, "owner");
	if (!store_save(&ctx->work, input))
		return refused(ctx, input, first_problem(input), "owner");
	if (input->outcome == OUTCOME_UNCHANGED)
		return saved(ctx, "?done=unchanged");
	/* Who gave it away may not see it any more. */
	if (!access_may_on(&ctx->work, ctx->entity, VIEW, owner, input_get(input, S("team_id"))))
		return page_redirect(ctx, str_format(ctx->arena, "%s?done=saved", ctx->entity->path));
	return saved(ctx, "?done=saved");
}

enum status
request_satisfaction(struct ctx *ctx)
{
	struct input *input = edit_begin(ctx);
	struct value *score;

	if (!input)
		return page_missing(ctx);
	input_take(&ctx->work, input, S("satisfaction"), page_form(ctx));
	input_take(&ctx->work, input, S("satisfaction_note"), page_form(ctx));
	score = input_value(input, S("satisfaction"));
	if (!score->value.len && !score->problem.data)
		input_problem(input, S("satisfaction"), page_text(ctx, N_("Choose how satisfied they are")));
	if (!store_save(&ctx->work, input))
		return refused(ctx, input, first_problem(input), "satisfaction");
	return saved(ctx, input->outcome == OUTCOME_UNCHANGED ? "?done=unchanged" : "?done=saved");
}
