/* member_result.c: takes the results of members: of each row its own, of the ticked ones the same, or takes those out. */
#include "marketing/marketing.h"

enum { SENT_MAX = 100 };

struct sent {
	struct str ids[SENT_MAX];
	size_t count;
};

static void
add_id(struct sent *sent, struct str id)
{
	uint64_t number;

	if (str_to_u64(id, &number) && sent->count < SENT_MAX)
		sent->ids[sent->count++] = id;
}

/* The ticked rows, or every row that has a result of its own in the form. */
static void
read_ids(const struct ctx *ctx, bool of_each, struct sent *sent)
{
	const struct form *form = &ctx->request->form;

	sent->count = 0;
	for (size_t i = 0; i < form->count; i++)
		if (of_each ? str_starts_with(form->fields[i].name, S("result.")) : str_equal(form->fields[i].name, S("id")))
			add_id(sent, of_each ? str_slice(form->fields[i].name, 7, form->fields[i].name.len) : form->fields[i].value);
}

static struct str
field_of(struct ctx *ctx, const char *name, struct str id)
{
	return page_field(ctx, str_format(ctx->arena, "%s.%.*s", name, STR_ARG(id)).data);
}

static struct str
one_value(const void *data, struct str name)
{
	(void)name;
	return *(const struct str *)data;
}

/* 0: the result was taken, or there was nothing to be done. */
static enum status
take_result(struct ctx *ctx, struct str id, struct str wanted)
{
	struct record *record;
	struct str was = field_of(ctx, "was", id), is;
	struct input *input;

	if (str_same(wanted, was) && was.data)
		return 0;
	record = store_read(&ctx->work, &campaign_member_entity, id, EDIT);
	if (!record || !str_equal(record_value(record, S("campaign_id")), ctx->id))
		return page_missing(ctx);
	is = record_value(record, S("result"));
	if (!str_same(is, was) && !str_same(is, wanted))
		return campaign_refused(ctx, STATUS_CONFLICT, page_text(ctx, N_("Somebody gave one of them another result while you were looking. Look again, then decide.")));
	input = input_new(&ctx->work, &campaign_member_entity, id);
	input->before = record;
	input_take(&ctx->work, input, S("result"), (struct input_source){ .get = one_value, .data = &wanted });
	if (store_save(&ctx->work, input))
		return 0;
	if (input->outcome == OUTCOME_PROBLEMS)
		return campaign_refused(ctx, STATUS_PROBLEMS, page_text(ctx, N_("That is no result. Choose one from the list.")));
	return page_problems(ctx, input);
}

static enum status
take_out(struct ctx *ctx, struct str id)
{
	struct record *record = store_read(&ctx->work, &campaign_member_entity, id, REMOVE);

	if (!record || !str_equal(record_value(record, S("campaign_id")), ctx->id))
		return page_missing(ctx);
	switch (store_remove(&ctx->work, &campaign_member_entity, id, NO_STR)) {
	case OUTCOME_SAVED:
		return 0;
	case OUTCOME_FAILED:
		return STATUS_FAILED;
	default:
		return page_missing(ctx);
	}
}

enum status
member_results(struct ctx *ctx)
{
	struct str act = page_field(ctx, "act"), result = page_field(ctx, "result");
	bool is_each = str_equal(act, S("each")), is_removal = str_equal(act, S("remove"));
	struct sent sent;
	enum status status = 0;

	if (!access_may(&ctx->work, &campaign_member_entity, EDIT) || !store_read(&ctx->work, ctx->entity, ctx->id, VIEW))
		return page_missing(ctx);
	read_ids(ctx, is_each, &sent);
	if (sent.count == 0)
		return campaign_refused(ctx, STATUS_PROBLEMS, page_text(ctx, N_("Nobody is selected. Tick the rows first.")));
	for (size_t i = 0; i < sent.count && !status; i++)
		status = is_removal ? take_out(ctx, sent.ids[i]) : take_result(ctx, sent.ids[i], is_each ? field_of(ctx, "result", sent.ids[i]) : result.data ? result : S(""));
	if (status)
		return status;
	return page_redirect(ctx, record_href(&ctx->work, ctx->entity, ctx->id, ctx->change.count == 0 ? "?done=unchanged#members" :
	                     is_removal ? "?done=taken_out#members" : "?done=saved#members"));
}
