/* shared.c: what the pages of sales have in common: amounts, choices, and acts told on a record's own page. */
#include "sales/sales.h"

#include <stdlib.h>

#include "base/utf8.h"

struct str
main_currency(const struct ctx *ctx)
{
	return page_setting(ctx, "currency", "CNY");
}

struct str
money_brief(struct ctx *ctx, struct str amount, struct str currency)
{
	struct str text = money_text(&ctx->work, amount, currency);

	return str_ends_with(text, S(".00")) ? str_slice(text, 0, text.len - 3) : text;
}

double
bar_length(struct ctx *ctx, struct str amount)
{
	return strtod(str_terminated(ctx->arena, amount.len ? amount : S("0")), NULL);
}

struct str
typed_or(const struct ctx *ctx, const char *name, struct str otherwise)
{
	struct str typed = page_field(ctx, name);

	return typed.data && utf8_is_valid(typed) ? typed : otherwise;
}

void
option_add(struct ctx *ctx, struct view_list *options, struct str value, struct str label, struct str selected)
{
	struct view_map *option = view_map_new(ctx->arena);

	view_map_put_text(option, S("value"), value);
	view_map_put_text(option, S("label"), label);
	view_map_put(option, S("is_selected"), view_bool(str_same(value, selected)));
	view_list_add(options, view_map(option));
}

void
option_add_choices(struct ctx *ctx, struct view_list *options, const struct choice *choices, struct str selected)
{
	for (const struct choice *choice = choices; choice->value; choice++)
		option_add(ctx, options, str_from(choice->value), page_text(ctx, choice->label), selected);
}

bool
option_add_list(struct ctx *ctx, struct view_list *options, const struct entity *entity, struct str selected)
{
	const struct option_list *list = catalogue_options(ctx->work.catalogue, entity);

	if (!list || list->is_long)
		return false;
	for (size_t i = 0; i < list->count; i++)
		option_add(ctx, options, list->options[i].value, option_label(&list->options[i], work_is_english(&ctx->work)), selected);
	return true;
}

void
link_add(struct ctx *ctx, struct view_list *links, struct str label, struct str href, bool is_current)
{
	struct view_map *link = view_map_new(ctx->arena);

	view_map_put_text(link, S("label"), label);
	view_map_put_text(link, S("href"), href);
	view_map_put(link, S("is_current"), view_bool(is_current));
	view_list_add(links, view_map(link));
}

void
filter_add(struct ctx *ctx, struct view_list *filters, const char *name, struct str label, struct view_list *options)
{
	struct view_map *filter = view_map_new(ctx->arena);

	view_map_put_text(filter, S("name"), str_from(name));
	view_map_put_text(filter, S("id"), str_format(ctx->arena, "filter-%zu", view_list_count(filters)));
	view_map_put_text(filter, S("label"), label);
	view_map_put(filter, S("is_select"), view_bool(true));
	view_map_put(filter, S("is_text"), view_bool(false));
	view_map_put(filter, S("options"), view_list(options));
	view_list_add(filters, view_map(filter));
}

void
filter_add_list(struct ctx *ctx, struct view_list *filters, const char *name, const struct field *field, struct str typed)
{
	struct view_list *options = view_list_new(ctx->arena);

	option_add(ctx, options, S(""), page_text(ctx, N_("Any")), typed);
	if (field->refers == &user_entity)
		option_add(ctx, options, S("me"), page_text(ctx, N_("me")), typed);
	if (option_add_list(ctx, options, field->refers, typed))
		filter_add(ctx, filters, name, page_text(ctx, field->label), options);
}

bool
record_is_open(const struct ctx *ctx, const struct record *record)
{
	struct view page = view_map(ctx->page), removed;

	if (page.type->find(&page, S("is_removed"), ctx->arena, &removed))
		return false;
	return !ctx->work.as_of.data && access_may_on(&ctx->work, record->entity, EDIT, record->owner_id, record->team_id);
}

struct input *
edit_begin(struct ctx *ctx)
{
	struct input *input = input_new(&ctx->work, ctx->entity, ctx->id);
	struct str version = page_field(ctx, "version");

	input->version = version.data ? version : S("");
	return input;
}

enum status
edit_done(struct ctx *ctx, const struct input *input)
{
	return page_redirect(ctx, record_href(&ctx->work, ctx->entity, ctx->id, input->outcome == OUTCOME_UNCHANGED ? "?done=unchanged" : "?done=saved"));
}

enum status
act_refused(struct ctx *ctx, enum status (*show)(struct ctx *ctx), enum status status, struct str reason, const char *control)
{
	struct view_list *problems = view_list_new(ctx->arena);
	struct view_map *problem = view_map_new(ctx->arena);
	enum status shown;

	/* The clock is given back first: what follows may be slow. */
	change_abandon(&ctx->work);
	shown = show(ctx);
	if (shown != STATUS_OK)
		return shown;
	view_map_put_text(problem, S("label"), S(""));
	view_map_put_text(problem, S("text"), reason);
	view_map_put_text(problem, S("href"), str_format(ctx->arena, "#%s", control));
	view_list_add(problems, view_map(problem));
	page_put(ctx, "has_problems", view_bool(true));
	page_put_text(ctx, "problem_text", page_text(ctx, N_("Nothing has been saved yet.")));
	page_put(ctx, "problems", view_list(problems));
	page_put_text(ctx, "title", str_join(ctx->arena, page_text(ctx, N_("Error: ")), page_text(ctx, ctx->entity->label)));
	return status;
}

struct str
first_problem(const struct input *input)
{
	for (const struct value *value = input->values; value->field; value++)
		if (value->problem.data)
			return value->problem;
	return input->problem;
}

enum status
edit_refused(struct ctx *ctx, enum status (*show)(struct ctx *ctx), const struct input *input, const char *control)
{
	switch (input->outcome) {
	case OUTCOME_MISSING:
		change_abandon(&ctx->work);
		return page_missing(ctx);
	case OUTCOME_CONFLICT:
		return act_refused(ctx, show, STATUS_CONFLICT,
		                    page_text(ctx, N_("Somebody changed it while you were looking. Look again, then decide.")), control);
	case OUTCOME_PROBLEMS:
		return act_refused(ctx, show, STATUS_PROBLEMS, first_problem(input), control);
	case OUTCOME_NONE:
	case OUTCOME_SAVED:
	case OUTCOME_UNCHANGED:
	case OUTCOME_FAILED:
		break;
	}
	return STATUS_FAILED;
}

static bool
step_is_allowed(const struct step *steps, struct str state, struct str next)
{
	for (; steps->state; steps++)
		if (str_equal_text(state, steps->state) && str_equal_text(next, steps->next))
			return true;
	return false;
}

void
steps_put(struct ctx *ctx, const struct record *record, const struct step *steps, const char *rest)
{
	struct view_list *buttons = view_list_new(ctx->arena);

	for (; steps->state; steps++) {
		struct view_map *button;

		if (!str_equal_text(record_value(record, S("status")), steps->state))
			continue;
		button = view_map_new(ctx->arena);
		view_map_put_text(button, S("name"), S("status"));
		view_map_put_text(button, S("value"), str_from(steps->next));
		view_map_put_text(button, S("label"), page_text(ctx, steps->label));
		view_map_put(button, S("is_primary"), view_bool(steps->is_primary));
		view_map_put(button, S("is_danger"), view_bool(steps->is_danger));
		view_list_add(buttons, view_map(button));
	}
	if (view_list_count(buttons) == 0)
		return;
	page_put_text(ctx, "state_action", record_href(&ctx->work, ctx->entity, ctx->id, rest));
	page_put_text(ctx, "version", record->version);
	page_put_text(ctx, "was", S(""));
	page_put(ctx, "has_states", view_bool(false));
	page_put(ctx, "state_buttons", view_list(buttons));
	page_put(ctx, "has_acts", view_bool(true));
}

enum status
step_take(struct ctx *ctx, const struct step *steps, enum status (*show)(struct ctx *ctx))
{
	struct record *record = store_read(&ctx->work, ctx->entity, ctx->id, EDIT);
	struct input *input = edit_begin(ctx);
	struct str next = page_field(ctx, "status");

	if (!record)
		return page_missing(ctx);
	if (str_equal(input->version, record->version) && !step_is_allowed(steps, record_value(record, S("status")), next))
		return act_refused(ctx, show, STATUS_PROBLEMS, page_text(ctx, N_("That step does not follow from the present state.")), "acts");
	input_set(input, S("status"), next);
	if (!store_save(&ctx->work, input))
		return edit_refused(ctx, show, input, "acts");
	return edit_done(ctx, input);
}

void
related_without(struct ctx *ctx, const struct entity *entity)
{
	struct view page = view_map(ctx->page), all, each, label;
	struct view_list *kept = view_list_new(ctx->arena);
	struct str name = page_text(ctx, entity->label_plural);

	if (!page.type->find(&page, S("related"), ctx->arena, &all) || !all.type->first(&all, ctx->arena, &each))
		return;
	do {
		if (!each.type->find(&each, S("label"), ctx->arena, &label) || !str_equal(label.type->text(&label, ctx->arena), name))
			view_list_add(kept, each);
	} while (each.type->next(&each, ctx->arena));
	page_put(ctx, "related", view_list(kept));
}
