/* done.c: a task is ticked off, or opened again. */
#include "communications/communications.h"

#include "base/url_query.h"

/* The standard form decides between both sides; it saves where every edit of a task is saved. */
static enum status
show_conflict(struct ctx *ctx, struct input *input)
{
	enum status status = page_problems(ctx, input);

	if (status != STATUS_CONFLICT)
		return status;
	page_put_text(ctx, "title", work_say(&ctx->work, N_("Edit {0}"), record_title(&ctx->work, input->theirs), NO_STR));
	page_put_text(ctx, "action", record_href(&ctx->work, &task_entity, ctx->id, "/edit"));
	page_put_text(ctx, "cancel_href", record_href(&ctx->work, &task_entity, ctx->id, ""));
	page_put_text(ctx, "save_label", page_text(ctx, N_("Save changes")));
	return status;
}

static enum status
set_state(struct ctx *ctx, struct str state)
{
	struct input *input = input_new(&ctx->work, &task_entity, ctx->id);
	struct str back = page_local_path(page_field(ctx, "return"), record_href(&ctx->work, &task_entity, ctx->id, ""));

	input->version = page_field(ctx, "version");
	input_set(input, S("status"), state);
	if (!store_save(&ctx->work, input)) {
		/* Somebody else was faster with the same: there is nothing to decide. */
		bool is_so_already = input->outcome == OUTCOME_CONFLICT && str_equal(record_value(input->theirs, S("status")), state);

		if (!is_so_already)
			return show_conflict(ctx, input);
	}
	return page_redirect(ctx, str_format(ctx->arena, "%.*s#task-%.*s", STR_ARG(url_query_join(ctx->arena, back, S("done=saved"))), STR_ARG(ctx->id)));
}

enum status
task_done(struct ctx *ctx)
{
	return set_state(ctx, S("done"));
}

enum status
task_reopen(struct ctx *ctx)
{
	return set_state(ctx, S("open"));
}
