/* crud.c: the standard pages of every entity: list, record, history, new, edit, remove, restore. */
#include "app/crud.h"

#include "model/conflict.h"
#include "model/form_view.h"
#include "model/history.h"
#include "model/list_view.h"
#include "model/kind.h"
#include "model/show_view.h"
#include "base/url_query.h"
#include "base/utf8.h"

static enum status
list(struct ctx *ctx)
{
	struct list_query query;

	list_query_read(&ctx->work, ctx->entity, page_params(ctx), &query);
	query.carried = ctx->carried;
	page_put(ctx, "entity", entity_view(&ctx->work, ctx->entity));
	page_put_text(ctx, "title", page_text(ctx, ctx->entity->label_plural));
	list_view(&ctx->work, &query, ctx->page);
	return page_show(ctx, "entity/list");
}

/* The record that was read or, when there is none, what is left of a removed one; NULL: nothing to be seen. */
static struct record *
or_removed(struct ctx *ctx, struct record *record, bool *is_removed)
{
	struct view_map *removed;
	struct str at, who;

	*is_removed = false;
	if (record || ctx->work.as_of.data || db_has_failed(ctx->db))
		return record;
	record = history_removed(&ctx->work, ctx->entity, ctx->id, &at, &who);
	if (!record)
		return NULL;
	*is_removed = true;
	removed = view_map_new(ctx->arena);
	view_map_put_text(removed, S("when"), work_local_time(&ctx->work, at));
	view_map_put_text(removed, S("who"), who.data ? who : page_text(ctx, N_("System")));
	if (access_may(&ctx->work, ctx->entity, REMOVE))
		view_map_put_text(removed, S("restore_action"), record_href(&ctx->work, ctx->entity, ctx->id, "/restore"));
	view_map_put_text(removed, S("token"), page_token(ctx));
	page_put(ctx, "is_removed", view_map(removed));
	return record;
}

struct record *
page_record(struct ctx *ctx)
{
	struct whole whole;
	bool is_removed;
	struct record *record;

	show_read(&ctx->work, ctx->entity, ctx->id, &whole);
	record = or_removed(ctx, whole.record, &is_removed);
	if (!record)
		return NULL;
	page_put_text(ctx, "title", record_title(&ctx->work, record));
	show_view(&ctx->work, record, &whole, ctx->carried, ctx->page);
	if (is_removed) {
		page_put(ctx, "can_edit", view_bool(false));
		page_put(ctx, "can_remove", view_bool(false));
	}
	return record;
}

static enum status
show(struct ctx *ctx)
{
	return page_record(ctx) ? page_show(ctx, "entity/show") : page_missing(ctx);
}

static enum status
history(struct ctx *ctx)
{
	bool is_removed;
	struct record *record = or_removed(ctx, store_read(&ctx->work, ctx->entity, ctx->id, VIEW), &is_removed);
	struct str before = page_param(ctx, "before");
	int64_t us;

	if (!record)
		return page_missing(ctx);
	page_put_text(ctx, "title", work_say(&ctx->work, N_("History of {0}"), record_title(&ctx->work, record), NO_STR));
	show_head(&ctx->work, record, "history", ctx->carried, ctx->page);
	if (is_removed) {
		page_put(ctx, "can_edit", view_bool(false));
		page_put(ctx, "can_remove", view_bool(false));
	}
	history_view(&ctx->work, record, before.data && instant_parse(before, 0, &us) ? instant_text(ctx->arena, us) : NO_STR, ctx->carried, ctx->page);
	return page_show(ctx, "entity/history");
}

/* --- new and edit ---------------------------------------------------------- */

static void
put_form(struct ctx *ctx, const struct record *record)
{
	const struct entity *entity = ctx->entity;

	page_put(ctx, "entity", entity_view(&ctx->work, entity));
	page_put_text(ctx, "token", page_token(ctx));
	if (record) {
		show_head(&ctx->work, record, "edit", S(""), ctx->page);
		page_put_text(ctx, "title", work_say(&ctx->work, N_("Edit {0}"), record_title(&ctx->work, record), NO_STR));
		page_put_text(ctx, "action", record_href(&ctx->work, entity, record->id, "/edit"));
		page_put_text(ctx, "cancel_href", record_href(&ctx->work, entity, record->id, ""));
		page_put_text(ctx, "save_label", page_text(ctx, N_("Save changes")));
		page_put(ctx, "asks_reason", view_bool(entity->flags & REASONED));
		if (utf8_is_valid(page_field(ctx, "reason")))
			page_put_text(ctx, "reason", page_field(ctx, "reason"));
	} else {
		struct view_list *crumbs = view_list_new(ctx->arena);
		struct view_map *crumb = view_map_new(ctx->arena);

		view_map_put_text(crumb, S("label"), page_text(ctx, entity->label_plural));
		view_map_put_text(crumb, S("href"), str_from(entity->path));
		view_list_add(crumbs, view_map(crumb));
		page_put(ctx, "crumbs", view_list(crumbs));
		page_put_text(ctx, "title", page_text(ctx, entity->label_new));
		page_put_text(ctx, "action", str_format(ctx->arena, "%s/new", entity->path));
		page_put_text(ctx, "cancel_href", str_from(entity->path));
		page_put_text(ctx, "save_label", page_text(ctx, N_("Save")));
	}
	page_put_text(ctx, "note", page_text(ctx, N_("Your text is kept until you save or cancel.")));
}

static void
add_start_lines(struct ctx *ctx, struct input *input)
{
	for (size_t c = 0; c < entity_child_count(input->entity); c++)
		if (!(input->lines[c].entity->flags & (CHECKLIST | APPENDED)) && input->lines[c].count == 0)
			input_add_line(&ctx->work, input, str_from(input->lines[c].entity->name));
}

/* A link may fill a new form: whose contact it is to be, or at which time. What makes no sense there is left out. */
static void
take_from_address(struct ctx *ctx, struct input *input, struct value *value)
{
	struct value untouched = *value;

	if (!field_is_writable(value->field) || str_is_empty(page_param(ctx, value->field->name)))
		return;
	input_take(&ctx->work, input, str_from(value->field->name), page_params(ctx));
	if (value->problem.data) {
		*value = untouched;
		input->problem_count = 0;
	} else if (value->field->kind != REF) {
		value->typed = kind_edit(&ctx->work, value->field, value->value);
	}
}

static enum status
new_form(struct ctx *ctx)
{
	struct input *input = input_new(&ctx->work, ctx->entity, NO_STR);

	for (struct value *value = input->values; value->field; value++) {
		take_from_address(ctx, input, value);
		if (value->field->kind == REF && !value->value.data && str_equal_text(S("owner_id"), value->field->name)) {
			value->value = value->typed = ctx->actor.id;
			value->label = ctx->actor.name;
		}
	}
	add_start_lines(ctx, input);
	put_form(ctx, NULL);
	form_view(&ctx->work, input, ctx->page);
	return page_show(ctx, "entity/form");
}

/* The form's other buttons: find what a field refers to, add a line. True when one of them was pressed. */
static bool
press_button(struct ctx *ctx, struct input *input)
{
	struct str find = page_field(ctx, "find"), add = page_field(ctx, "add");
	struct value *value = find.data ? input_value(input, find) : NULL;

	if (!find.data && !add.data)
		return false;
	change_abandon(&ctx->work);
	/* Nobody asked to save: unfinished fields are no mistakes yet. */
	input->problem_count = 0;
	for (struct value *each = input->values; each->field; each++)
		each->problem = NO_STR;
	for (size_t c = 0; c < entity_child_count(input->entity); c++)
		for (size_t i = 0; i < input->lines[c].count; i++)
			for (struct value *each = input->lines[c].inputs[i].values; each->field; each++)
				each->problem = NO_STR;
	if (value) {
		value->typed = str_trim(page_field(ctx, str_format(ctx->arena, "%.*s.text", STR_ARG(find)).data));
		input_find(&ctx->work, input, find);
	}
	if (add.data)
		input_add_line(&ctx->work, input, add);
	return true;
}

static enum status
form_again(struct ctx *ctx, struct input *input, const struct record *record)
{
	put_form(ctx, record);
	form_view(&ctx->work, input, ctx->page);
	page_show(ctx, "entity/form");
	return STATUS_OK;
}

/* The window's title says first that something went wrong; the heading need not. */
static void
mark_title(struct ctx *ctx, struct str heading)
{
	page_put_text(ctx, "heading", heading);
	page_put_text(ctx, "title", str_join(ctx->arena, page_text(ctx, N_("Error: ")), heading));
}

static enum status
create(struct ctx *ctx)
{
	struct input *input = input_read(&ctx->work, ctx->entity, NO_STR, page_form(ctx));

	if (press_button(ctx, input))
		return form_again(ctx, input, NULL);
	if (!store_save(&ctx->work, input)) {
		enum status status = page_problems(ctx, input);

		if (status == STATUS_PROBLEMS) {
			put_form(ctx, NULL);
			mark_title(ctx, page_text(ctx, ctx->entity->label_new));
		}
		return status;
	}
	return page_redirect(ctx, record_href(&ctx->work, ctx->entity, input->id, "?done=created"));
}

static enum status
edit_form(struct ctx *ctx)
{
	struct record *record = store_read(&ctx->work, ctx->entity, ctx->id, EDIT);
	struct input *input;

	if (!record)
		return page_missing(ctx);
	store_read_lines(&ctx->work, record);
	input = input_of_record(&ctx->work, record);
	put_form(ctx, record);
	form_view(&ctx->work, input, ctx->page);
	return page_show(ctx, "entity/form");
}

enum { REASON_MAX = 500 };

/* An edit of some records says why, in as many words as the history keeps. */
static void
check_reason(struct ctx *ctx, struct input *input)
{
	struct str reason = str_trim(page_field(ctx, "reason")), problem;

	if (!(ctx->entity->flags & REASONED))
		return;
	if (utf8_length(reason) > REASON_MAX)
		problem = work_say(&ctx->work, N_("At most {0} characters; this has {1}"), str_from_u64(ctx->arena, REASON_MAX), str_from_u64(ctx->arena, utf8_length(reason)));
	else if (!ctx->change.reason.len)
		problem = page_text(ctx, N_("Say why it changes; it is kept in the history."));
	else
		return;
	input_problem(input, S("reason"), problem);
	input->problem_href = S("#field-reason");
	page_put_text(ctx, "reason_error", problem);
}

static enum status
update(struct ctx *ctx)
{
	struct input *input = input_read(&ctx->work, ctx->entity, ctx->id, page_form(ctx));
	struct record *record;
	enum status status;

	conflict_settle(&ctx->work, input, page_form(ctx));
	if (!input->version.data)
		input->version = S("");
	if (press_button(ctx, input)) {
		/* What the two sides of a conflict were is not on the form that follows: saving it finds them again. */
		if (page_field(ctx, "opened").len)
			input->version = page_field(ctx, "opened");
		record = store_read(&ctx->work, ctx->entity, ctx->id, EDIT);
		return record ? form_again(ctx, input, record) : page_missing(ctx);
	}
	check_reason(ctx, input);
	if (store_save(&ctx->work, input))
		return page_redirect(ctx, record_href(&ctx->work, ctx->entity, input->id,
		                     input->outcome == OUTCOME_UNCHANGED ? "?done=unchanged" : "?done=saved"));
	status = page_problems(ctx, input);
	if (status != STATUS_PROBLEMS && status != STATUS_CONFLICT)
		return status;
	record = store_read(&ctx->work, ctx->entity, ctx->id, EDIT);
	if (!record)
		return page_missing(ctx);
	put_form(ctx, record);
	mark_title(ctx, work_say(&ctx->work, N_("Edit {0}"), record_title(&ctx->work, record), NO_STR));
	return status;
}

/* --- remove and restore ---------------------------------------------------- */

static enum status
show_removal(struct ctx *ctx, const struct record *record, struct str refusal)
{
	struct removal removal;
	struct view_list *effects = view_list_new(ctx->arena);

	store_removal(&ctx->work, ctx->entity, ctx->id, &removal);
	show_head(&ctx->work, record, "remove", S(""), ctx->page);
	for (size_t i = 0; i < removal.count; i++) {
		struct view_map *effect = view_map_new(ctx->arena);

		view_map_put_text(effect, S("label"), page_text(ctx, removal.effects[i].entity->label_plural));
		view_map_put_text(effect, S("count_text"), number_grouped(ctx->arena, str_from_u64(ctx->arena, removal.effects[i].count)));
		view_map_put_text(effect, S("text"), removal.effects[i].is_cleared ? page_text(ctx, N_("kept, without the reference to it")) :
		                                                                     page_text(ctx, N_("removed with it")));
		view_list_add(effects, view_map(effect));
	}
	page_put_text(ctx, "title", work_say(&ctx->work, N_("Remove {0}?"), record_title(&ctx->work, record), NO_STR));
	page_put(ctx, "effects", view_list(effects));
	page_put_text(ctx, "refusal", refusal.data ? refusal : removal.refusal);
	page_put_text(ctx, "text", page_text(ctx, N_("It can be brought back at any time, with everything that belongs to it.")));
	page_put_text(ctx, "action", record_href(&ctx->work, ctx->entity, ctx->id, "/remove"));
	page_put_text(ctx, "version", record->version);
	page_put_text(ctx, "token", page_token(ctx));
	page_put_text(ctx, "cancel_href", record_href(&ctx->work, ctx->entity, ctx->id, ""));
	page_show(ctx, "entity/remove");
	return STATUS_OK;
}

static enum status
remove_form(struct ctx *ctx)
{
	struct record *record = store_read(&ctx->work, ctx->entity, ctx->id, REMOVE);

	return record ? show_removal(ctx, record, NO_STR) : page_missing(ctx);
}

static enum status
remove_record(struct ctx *ctx)
{
	struct str version = page_field(ctx, "version"), refusal = NO_STR;
	enum outcome outcome = store_remove(&ctx->work, ctx->entity, ctx->id, version.data ? version : S(""));
	struct record *record;

	if (outcome == OUTCOME_SAVED)
		return page_redirect(ctx, str_format(ctx->arena, "%s?done=removed", ctx->entity->path));
	if (outcome == OUTCOME_FAILED)
		return STATUS_FAILED;
	change_abandon(&ctx->work);
	record = store_read(&ctx->work, ctx->entity, ctx->id, REMOVE);
	if (!record)
		return page_missing(ctx);
	if (outcome == OUTCOME_CONFLICT)
		refusal = page_text(ctx, N_("Somebody changed it while you were looking. Look again, then decide."));
	show_removal(ctx, record, refusal);
	return outcome == OUTCOME_CONFLICT ? STATUS_CONFLICT : STATUS_PROBLEMS;
}

static enum status
removed(struct ctx *ctx)
{
	struct str before = page_param(ctx, "before");
	struct view_list *crumbs = view_list_new(ctx->arena);
	struct view_map *crumb = view_map_new(ctx->arena);
	int64_t us;

	view_map_put_text(crumb, S("label"), page_text(ctx, ctx->entity->label_plural));
	view_map_put_text(crumb, S("href"), str_from(ctx->entity->path));
	view_list_add(crumbs, view_map(crumb));
	page_put(ctx, "crumbs", view_list(crumbs));
	page_put(ctx, "entity", entity_view(&ctx->work, ctx->entity));
	page_put_text(ctx, "title", work_say(&ctx->work, N_("Removed: {0}"), page_text(ctx, ctx->entity->label_plural), NO_STR));
	page_put_text(ctx, "token", page_token(ctx));
	history_removed_list(&ctx->work, ctx->entity, before.data && instant_parse(before, 0, &us) ? instant_text(ctx->arena, us) : NO_STR, ctx->page);
	return page_show(ctx, "entity/removed");
}

static enum status
restore(struct ctx *ctx)
{
	struct str at, who, problem;
	struct record *record = store_read(&ctx->work, ctx->entity, ctx->id, VIEW);
	enum outcome outcome;

	/* It is back already: somebody was faster. */
	if (record)
		return page_redirect(ctx, record_href(&ctx->work, ctx->entity, ctx->id, ""));
	record = history_removed(&ctx->work, ctx->entity, ctx->id, &at, &who);
	if (!record || (ctx->entity->flags & OWNED && !access_may_on(&ctx->work, ctx->entity, REMOVE, record->owner_id, record->team_id)))
		return db_has_failed(ctx->db) ? STATUS_FAILED : page_missing(ctx);
	outcome = store_restore(&ctx->work, ctx->entity, ctx->id, at, &problem);
	if (outcome == OUTCOME_SAVED)
		return page_redirect(ctx, record_href(&ctx->work, ctx->entity, ctx->id, "?done=restored"));
	if (outcome == OUTCOME_FAILED)
		return STATUS_FAILED;
	change_abandon(&ctx->work);
	if (outcome == OUTCOME_MISSING)
		return page_missing(ctx);
	page_error(ctx, STATUS_CONFLICT, N_("It cannot be brought back"), NULL);
	page_put_text(ctx, "text", problem);
	return STATUS_CONFLICT;
}

const struct route crud_routes[] = {
	{ METHOD_GET, "", list, NULL, VIEW },
	{ METHOD_GET, "/new", new_form, NULL, CREATE, NO_MOMENT },
	{ METHOD_POST, "/new", create, NULL, CREATE },
	{ METHOD_GET, "/removed", removed, NULL, REMOVE, NO_MOMENT },
	{ METHOD_GET, "/export", crud_export, NULL, EXPORT },
	{ METHOD_GET, "/import", crud_import_form, NULL, IMPORT, NO_MOMENT },
	{ METHOD_POST, "/import", crud_import_upload, NULL, IMPORT, UNCHANGING },
	{ METHOD_GET, "/import/{id}", crud_import_map, NULL, IMPORT, NO_MOMENT },
	{ METHOD_POST, "/import/{id}", crud_import_run, NULL, IMPORT, BATCHES },
	{ METHOD_GET, "/import/{id}/errors", crud_import_errors, NULL, IMPORT, NO_MOMENT },
	{ METHOD_GET, "/{id}", show, NULL, VIEW },
	{ METHOD_GET, "/{id}/history", history, NULL, VIEW },
	{ METHOD_GET, "/{id}/edit", edit_form, NULL, EDIT, NO_MOMENT },
	{ METHOD_POST, "/{id}/edit", update, NULL, EDIT },
	{ METHOD_GET, "/{id}/remove", remove_form, NULL, REMOVE, NO_MOMENT },
	{ METHOD_POST, "/{id}/remove", remove_record, NULL, REMOVE },
	{ METHOD_POST, "/{id}/restore", restore, NULL, REMOVE },
	{ .path = NULL }
};
