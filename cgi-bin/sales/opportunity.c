/* opportunity.c: the page of a deal, and moving it from stage to stage. */
#include "sales/sales.h"

#include "base/url_query.h"

/* The stages of the pipeline it is in. */
static void
put_move(struct ctx *ctx, const struct record *record)
{
	const struct option_list *list = catalogue_options(ctx->work.catalogue, &stage_entity);
	struct view_list *stages = view_list_new(ctx->arena);
	struct view_map *move = view_map_new(ctx->arena);
	struct str here = record_value(record, S("stage_id")), group = NO_STR;

	for (size_t i = 0; list && i < list->count; i++)
		if (str_equal(list->options[i].value, here))
			group = list->options[i].group;
	for (size_t i = 0; list && i < list->count; i++)
		if (str_equal(list->options[i].group, group))
			option_add(ctx, stages, list->options[i].value, option_label(&list->options[i], work_is_english(&ctx->work)), here);
	view_map_put_text(move, S("action"), record_href(&ctx->work, &opportunity_entity, record->id, "/move"));
	view_map_put_text(move, S("name"), record_title(&ctx->work, record));
	view_map_put_text(move, S("version"), record->version);
	view_map_put_text(move, S("was"), S(""));
	view_map_put_text(move, S("token"), page_token(ctx));
	view_map_put(move, S("stages"), view_list(stages));
	page_put(ctx, "move", view_map(move));
}

/* A quote begins with what is known of the deal. */
static void
put_new_quote(struct ctx *ctx, const struct record *record)
{
	static const char *const names[] = { "customer_id", "contact_id" };
	struct view_list *links = view_list_new(ctx->arena);
	struct url_query url;

	if (ctx->work.as_of.data || !access_may(&ctx->work, &quote_entity, CREATE))
		return;
	url_query_start(&url, ctx->arena, S("/quotes/new"));
	url_query_add(&url, S("opportunity_id"), record->id);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (record_value(record, str_from(names[i])).len)
			url_query_add(&url, str_from(names[i]), record_value(record, str_from(names[i])));
	link_add(ctx, links, page_text(ctx, quote_entity.label_new), url_query_end(&url, NO_STR), false);
	page_put(ctx, "act_links", view_list(links));
}

enum status
opportunity_show(struct ctx *ctx)
{
	struct record *record = page_record(ctx);

	if (!record)
		return page_missing(ctx);
	if (record_is_open(ctx, record)) {
		put_move(ctx, record);
		put_new_quote(ctx, record);
	}
	page_quick_add(ctx, record);
	return page_show(ctx, "sales/opportunity-show");
}

/* Why it was lost is asked when it is lost; later nobody knows. */
static enum status
ask_reason(struct ctx *ctx, struct str problem)
{
	struct record *record;
	struct str typed = typed_or(ctx, "lost_reason", S(""));

	change_abandon(&ctx->work);
	record = store_read(&ctx->work, &opportunity_entity, ctx->id, EDIT);
	if (!record)
		return page_missing(ctx);
	if (!str_equal(page_field(ctx, "version"), record->version))
		return act_refused(ctx, opportunity_show, STATUS_CONFLICT,
		                   page_text(ctx, N_("Somebody changed it while you were looking. Look again, then decide.")), "move");
	show_head(&ctx->work, record, "edit", S(""), ctx->page);
	page_put_text(ctx, "title", work_say(&ctx->work, N_("Why was {0} lost?"), record_title(&ctx->work, record), NO_STR));
	page_put_text(ctx, "action", record_href(&ctx->work, &opportunity_entity, ctx->id, "/move"));
	page_put_text(ctx, "cancel_href", record_href(&ctx->work, &opportunity_entity, ctx->id, ""));
	page_put_text(ctx, "token", page_token(ctx));
	page_put_text(ctx, "version", record->version);
	page_put_text(ctx, "was", S(""));
	page_put_text(ctx, "return", page_local_path(typed_or(ctx, "return", S("")), S("")));
	page_put_text(ctx, "stage_id", typed_or(ctx, "stage_id", S("")));
	page_put_text(ctx, "value", typed.len ? typed : record_value(record, S("lost_reason")));
	page_put_text(ctx, "error", problem);
	page_show(ctx, "sales/lost");
	return problem.data ? STATUS_PROBLEMS : STATUS_OK;
}

enum status
opportunity_move(struct ctx *ctx)
{
	struct input *input = edit_begin(ctx);
	struct str outcome;

	input_take(&ctx->work, input, S("stage_id"), page_form(ctx));
	outcome = db_value(ctx->db, SQL("SELECT outcome FROM stage WHERE id = ?"), ARGS(input_get(input, S("stage_id"))));
	if (str_equal(outcome, S("lost"))) {
		if (!page_field(ctx, "lost_reason").data)
			return ask_reason(ctx, NO_STR);
		input_take(&ctx->work, input, S("lost_reason"), page_form(ctx));
		if (!input_get(input, S("lost_reason")).len)
			return ask_reason(ctx, input->problem_count ? first_problem(input) : page_text(ctx, N_("Say why; it helps with the next deal.")));
	} else if (outcome.data) {
		input_set(input, S("lost_reason"), NO_STR);
	}
	if (!store_save(&ctx->work, input))
		return edit_refused(ctx, opportunity_show, input, "move");
	return page_redirect(ctx, page_local_path(page_field(ctx, "return"), record_href(&ctx->work, &opportunity_entity, ctx->id,
	                     input->outcome == OUTCOME_UNCHANGED ? "?done=unchanged" : "?done=saved")));
}
