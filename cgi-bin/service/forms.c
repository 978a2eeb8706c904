/* forms.c: the forms of a request's page: answer it, move it on, give it to somebody, note how satisfied the customer is. */
#include "service/service.h"

/* Columns of a state. */
enum { STATUS_ID, STATUS_LABEL, STATUS_STATE };

struct forms {
	struct ctx *ctx;
	const struct record *record;
	const struct refusal *refusal;
	struct rows *statuses;         /* in their order */
	struct str token, status, state;
};

static struct str
action(const struct forms *forms, const char *rest)
{
	return record_href(&forms->ctx->work, &request_entity, forms->record->id, rest);
}

static struct view_map *
form_new(const struct forms *forms, const char *rest)
{
	struct view_map *map = view_map_new(forms->ctx->arena);

	view_map_put_text(map, S("action"), action(forms, rest));
	view_map_put_text(map, S("token"), forms->token);
	view_map_put_text(map, S("version"), S(""));
	view_map_put_text(map, S("was"), S(""));
	return map;
}

static void
add_option(const struct forms *forms, struct view_list *options, struct str value, struct str label, struct str selected)
{
	struct view_map *option = view_map_new(forms->ctx->arena);

	view_map_put_text(option, S("value"), value);
	view_map_put_text(option, S("label"), label);
	view_map_put(option, S("is_selected"), view_bool(str_equal(value, selected)));
	view_list_add(options, view_map(option));
}

static struct view_list *
status_options(const struct forms *forms, struct str selected)
{
	struct view_list *options = view_list_new(forms->ctx->arena);

	for (size_t i = 0; i < rows_count(forms->statuses); i++)
		add_option(forms, options, rows_cell(forms->statuses, i, STATUS_ID), rows_cell(forms->statuses, i, STATUS_LABEL), selected);
	return options;
}

/* The first of them that stands for a base state; SIZE_MAX: none does. */
static size_t
first_status(const struct forms *forms, struct str state)
{
	for (size_t i = 0; i < rows_count(forms->statuses); i++)
		if (str_equal(rows_cell(forms->statuses, i, STATUS_STATE), state))
			return i;
	return SIZE_MAX;
}

/* Whoever answers what nobody has begun, begins it, unless they say otherwise. */
static struct str
status_after_reply(const struct forms *forms)
{
	struct str typed = typed_text(forms->ctx, "status_id");
	size_t handling = first_status(forms, S("handling"));

	if (typed.len)
		return typed;
	return str_equal(forms->state, S("unhandled")) && handling != SIZE_MAX ? rows_cell(forms->statuses, handling, STATUS_ID) : forms->status;
}

static void
put_reply(const struct forms *forms)
{
	static const struct { const char *value, *label, *icon; } kinds[] = {
		{ "reply", N_("Answer the customer"), "mail" }, { "internal", N_("Internal note"), "lock" }, { "customer", N_("Customer said"), "person" },
	};
	struct ctx *ctx = forms->ctx;
	struct view_map *map = form_new(forms, "/comments");
	struct view_list *options = view_list_new(ctx->arena);
	struct str kind = typed_text(ctx, "kind");

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		struct view_map *option = view_map_new(ctx->arena);

		view_map_put_text(option, S("value"), str_from(kinds[i].value));
		view_map_put_text(option, S("label"), page_text(ctx, kinds[i].label));
		view_map_put_text(option, S("icon"), str_from(kinds[i].icon));
		view_map_put(option, S("is_selected"), view_bool(kind.len ? str_equal_text(kind, kinds[i].value) : i == 0));
		view_list_add(options, view_map(option));
	}
	view_map_put(map, S("kinds"), view_list(options));
	view_map_put(map, S("states"), view_list(status_options(forms, status_after_reply(forms))));
	view_map_put_text(map, S("was"), forms->status);
	view_map_put_text(map, S("body"), typed_text(ctx, "body"));
	view_map_put_text(map, S("error"), forms->refusal && str_equal_text(S("reply-body"), forms->refusal->control) ? forms->refusal->reason : S(""));
	page_put(ctx, "reply", view_map(map));
}

/* One button for the usual next step. */
static void
add_step(const struct forms *forms, struct view_list *buttons)
{
	static const struct { const char *state, *next, *label; } steps[] = {
		{ "unhandled", "handling", N_("Set to “{0}”") }, { "handling", "handled", N_("Set to “{0}”") }, { "handled", "handling", N_("Open again") },
	};
	struct ctx *ctx = forms->ctx;

	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		size_t next = first_status(forms, str_from(steps[i].next));
		struct view_map *button;

		if (!str_equal_text(forms->state, steps[i].state) || next == SIZE_MAX)
			continue;
		button = view_map_new(ctx->arena);
		view_map_put_text(button, S("name"), S("step"));
		view_map_put_text(button, S("value"), rows_cell(forms->statuses, next, STATUS_ID));
		view_map_put_text(button, S("label"), work_say(&ctx->work, steps[i].label, rows_cell(forms->statuses, next, STATUS_LABEL), NO_STR));
		view_list_add(buttons, view_map(button));
	}
}

static void
put_state(const struct forms *forms)
{
	struct ctx *ctx = forms->ctx;
	struct view_map *map = form_new(forms, "/state");
	struct view_list *buttons = view_list_new(ctx->arena);

	add_step(forms, buttons);
	view_map_put_text(map, S("was"), forms->status);
	view_map_put_text(map, S("state_action"), action(forms, "/state"));
	view_map_put(map, S("has_states"), view_bool(true));
	view_map_put(map, S("states"), view_list(status_options(forms, forms->status)));
	view_map_put(map, S("state_buttons"), view_list(buttons));
	page_put(ctx, "state_change", view_map(map));
}

static void
put_assign(const struct forms *forms)
{
	struct ctx *ctx = forms->ctx;
	struct view_map *map = form_new(forms, "/assign");
	struct view_list *users = view_list_new(ctx->arena);
	const struct option_list *list = catalogue_options(ctx->work.catalogue, &user_entity);
	struct str owner = forms->record->owner_id;

	for (size_t i = 0; list && !list->is_long && i < list->count; i++)
		if (!list->options[i].is_off || str_equal(list->options[i].value, owner))
			add_option(forms, users, list->options[i].value, option_label(&list->options[i], work_is_english(&ctx->work)), owner);
	view_map_put_text(map, S("was"), owner.len ? owner : S("0"));
	view_map_put(map, S("can_take"), view_bool(!str_equal(owner, ctx->actor.id)));
	view_map_put(map, S("has_users"), view_bool(view_list_count(users) > 0));
	view_map_put(map, S("users"), view_list(users));
	view_map_put(map, S("is_nobody"), view_bool(!owner.len));
	view_map_put_text(map, S("typed"), typed_text(ctx, "owner_id.text"));
	page_put(ctx, "assign", view_map(map));
}

static void
put_satisfaction(const struct forms *forms)
{
	struct ctx *ctx = forms->ctx;
	struct view_map *map = form_new(forms, "/satisfaction");
	struct view_list *scores = view_list_new(ctx->arena);
	const struct field *field = entity_field(&request_entity, S("satisfaction"));

	if (!str_equal(forms->state, S("handled")) || record_value(forms->record, S("satisfaction")).len)
		return;
	for (const struct choice *choice = field->choices; choice->value; choice++)
		add_option(forms, scores, str_from(choice->value), page_text(ctx, choice->label), typed_text(ctx, "satisfaction"));
	view_map_put(map, S("scores"), view_list(scores));
	view_map_put_text(map, S("note"), typed_text(ctx, "satisfaction_note"));
	page_put(ctx, "satisfaction_form", view_map(map));
}

void
forms_put(struct ctx *ctx, const struct record *record, const struct refusal *refusal)
{
	struct forms forms = { .ctx = ctx, .record = record, .refusal = refusal, .token = page_token(ctx),
	                       .status = record_value(record, S("status_id")), .state = record_value(record, S("state")) };

	if (ctx->work.as_of.data || !access_may_on(&ctx->work, record->entity, EDIT, record->owner_id, record->team_id))
		return;
	forms.statuses = store_query(&ctx->work, SQL(
		"SELECT s.id, {title request_status s}, s.state FROM request c CROSS JOIN request_status s"
		" WHERE c.id = ? AND {visible request c} ORDER BY s.position, s.id"), ARGS(record->id));
	/* Of a removed request there are none. */
	if (rows_count(forms.statuses) == 0)
		return;
	put_reply(&forms);
	put_state(&forms);
	put_assign(&forms);
	put_satisfaction(&forms);
}
