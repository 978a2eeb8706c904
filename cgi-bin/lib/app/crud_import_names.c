/* crud_import_names.c: controls by which somebody says what the names of a file mean, and what fields get that are not in it. */
#include "app/crud_import.h"
#include "model/kind.h"

enum { SELECT_MAX = 30 };

struct view
import_option(struct ctx *ctx, struct str value, struct str label, bool is_selected)
{
	struct view_map *map = view_map_new(ctx->arena);

	view_map_put_text(map, S("value"), value);
	view_map_put_text(map, S("label"), label);
	view_map_put(map, S("is_selected"), view_bool(is_selected));
	return view_map(map);
}

/* Entries to choose a reference from; NULL: they are too many for a page with many of them. */
static const struct option_list *
short_list(struct ctx *ctx, const struct field *field, size_t max)
{
	const struct option_list *list = field->kind == REF ? catalogue_options(ctx->work.catalogue, field->refers) : NULL;

	return list && !list->is_long && list->count <= max ? list : NULL;
}

/* The text by which a fixed value names an entry: its number where it has one, because two may have one name. */
static struct str
entry_text(struct ctx *ctx, const struct field *field, const struct option *option)
{
	return field->refers->code_prefix[0] ? record_code(&ctx->work, field->refers, option->value) : option_label(option, work_is_english(&ctx->work));
}

static struct view_list *
fixed_options(struct ctx *ctx, const struct field *field, struct str value)
{
	const struct option_list *list = short_list(ctx, field, OPTIONS_MAX);
	struct view_list *options = view_list_new(ctx->arena);

	view_list_add(options, import_option(ctx, S(""), S("\xe2\x80\x94"), !value.len));
	for (size_t i = 0; list && i < list->count; i++) {
		struct str text = entry_text(ctx, field, &list->options[i]);

		if (!list->options[i].is_off)
			view_list_add(options, import_option(ctx, text, option_label(&list->options[i], work_is_english(&ctx->work)), str_equal(text, value)));
	}
	for (const struct choice *choice = field->kind == CHOICE ? field->choices : NULL; choice && choice->value; choice++)
		view_list_add(options, import_option(ctx, str_from(choice->value), page_text(ctx, choice->label), str_equal_text(value, choice->value)));
	if (field->kind == BOOLEAN) {
		view_list_add(options, import_option(ctx, S("1"), page_text(ctx, N_("Yes")), str_equal(value, S("1"))));
		view_list_add(options, import_option(ctx, S("0"), page_text(ctx, N_("No")), str_equal(value, S("0"))));
	}
	return options;
}

void
import_put_fixed(struct ctx *ctx, const struct import *import)
{
	struct view_list *fields = view_list_new(ctx->arena);
	bool is_needed = false;

	for (size_t k = 0; k < import->column_count; k++) {
		const struct column *column = &import->columns[k];
		bool is_in_file = false, is_list = column->child && column->child->flags & CHECKLIST, is_required;
		struct view_map *map = view_map_new(ctx->arena);
		struct view_list *options;

		for (size_t i = 0; i < import->file_column_count; i++)
			is_in_file = is_in_file || import->map[i] == k;
		if (is_in_file || column_is_id(column->field) || (column->child && !is_list))
			continue;
		options = fixed_options(ctx, column->field, import->fixed[k]);
		is_required = !column->child && column->field->flags & REQUIRED && !column->field->otherwise;
		is_needed = is_needed || is_required || import->fixed[k].len;
		view_map_put(map, S("index"), view_number(ctx->arena, k));
		view_map_put_text(map, S("name"), str_join(ctx->arena, S("fixed."), column->param));
		view_map_put_text(map, S("label"), column->label);
		view_map_put(map, S("is_required"), view_bool(is_required));
		if (!is_list && view_list_count(options) > 1)
			view_map_put(map, S("options"), view_list(options));
		view_map_put(map, S("is_select"), view_bool(!is_list && view_list_count(options) > 1));
		view_map_put_text(map, S("value"), import->fixed[k]);
		view_list_add(fields, view_map(map));
	}
	page_put(ctx, "fixed", view_list(fields));
	page_put(ctx, "fixed_is_open", view_bool(is_needed));
}

static void
add_record(struct ctx *ctx, struct view_list *options, const struct import_name *name, struct str id, struct str label)
{
	view_list_add(options, import_option(ctx, str_join(ctx->arena, S("id:"), id), str_join(ctx->arena, S("= "), label),
	                                     name->act == IMPORT_TO && str_equal(name->id, id)));
}

static bool
is_near(const struct near *near, size_t count, struct str id)
{
	for (size_t i = 0; i < count; i++)
		if (str_equal(near[i].id, id))
			return true;
	return false;
}

/* What can be done with a name: the nearest records first, then the other ways, then the rest of a short list. */
static struct view_list *
name_options(struct ctx *ctx, const struct column *column, const struct import_name *name, const struct near *near, size_t count)
{
	const struct field *field = column->field;
	const struct option_list *list = short_list(ctx, field, SELECT_MAX);
	struct view_list *options = view_list_new(ctx->arena);

	view_list_add(options, import_option(ctx, S("refuse"), page_text(ctx, N_("Not decided: these rows are refused")), name->act == IMPORT_AS_IS));
	for (size_t i = 0; i < count; i++)
		add_record(ctx, options, name, near[i].id, near[i].label);
	if (name->act == IMPORT_TO && !is_near(near, count, name->id) && !list && field->kind == REF)
		add_record(ctx, options, name, name->id, name->label);
	if (import_may_add(&ctx->work, column) && name->match_count == 0 && !name->problem.data)
		view_list_add(options, import_option(ctx, S("add"), page_text(ctx, N_("Add it to the list")), name->act == IMPORT_ADD));
	if (column->child || !(field->flags & REQUIRED) || field->otherwise)
		view_list_add(options, import_option(ctx, S("empty"), page_text(ctx, N_("Leave the field empty")), name->act == IMPORT_EMPTY));
	view_list_add(options, import_option(ctx, S("out"), page_text(ctx, N_("Leave these rows out")), name->act == IMPORT_OUT));
	for (size_t i = 0; list && i < list->count; i++)
		if (!list->options[i].is_off && !is_near(near, count, list->options[i].value))
			add_record(ctx, options, name, list->options[i].value, option_label(&list->options[i], work_is_english(&ctx->work)));
	for (const struct choice *choice = field->kind == CHOICE ? field->choices : NULL; choice && choice->value; choice++)
		if (!is_near(near, count, str_from(choice->value)))
			add_record(ctx, options, name, str_from(choice->value), page_text(ctx, choice->label));
	return options;
}

static struct str
state_of(struct ctx *ctx, const struct column *column, const struct import_name *name)
{
	if (name->choice && name->choice->problem.data)
		return name->choice->problem;
	if (name->act != IMPORT_AS_IS)
		return NO_STR;
	if (name->match_count > 1)
		return page_text(ctx, N_("Several have this name"));
	return column->field->kind == CHOICE ? page_text(ctx, N_("Not one of the choices")) :
	       work_say(&ctx->work, N_("There is no such {0}"), page_text(ctx, column->field->refers->label), NO_STR);
}

void
import_put_names(struct ctx *ctx, const struct import *import, const struct import_name *const *open, size_t count, size_t total, const struct guesses *guesses)
{
	struct view_list *names = view_list_new(ctx->arena);
	size_t same = 0;
	bool is_open = false;

	for (size_t i = 0; i < count; i++) {
		const struct column *column = &import->columns[open[i]->column];
		const struct near *near = guesses->near[i];
		struct view_map *map = view_map_new(ctx->arena);
		bool is_same = open[i]->act == IMPORT_AS_IS && guesses->counts[i] && near[0].distance == 0;

		is_open = is_open || open[i]->act == IMPORT_AS_IS;
		same += is_same && open[i]->match_count == 0 && (guesses->counts[i] == 1 || near[1].distance > 0);
		view_map_put(map, S("index"), view_number(ctx->arena, i));
		view_map_put_text(map, S("label"), column->label);
		view_map_put_text(map, S("param"), column->param);
		view_map_put_text(map, S("text"), open[i]->text);
		view_map_put_text(map, S("rows"), number_grouped(ctx->arena, str_from_u64(ctx->arena, open[i]->row_count)));
		view_map_put_text(map, S("problem"), state_of(ctx, column, open[i]));
		if (is_same)
			view_map_put_text(map, S("proposal"), work_say(&ctx->work, N_("Probably “{0}”"), near[0].label, NO_STR));
		view_map_put(map, S("options"), view_list(name_options(ctx, column, open[i], near, guesses->counts[i])));
		view_map_put(map, S("has_text"), view_bool(column->field->kind == REF && !short_list(ctx, column->field, SELECT_MAX)));
		view_map_put_text(map, S("to"), open[i]->choice && open[i]->choice->problem.data ? open[i]->choice->to : NO_STR);
		view_list_add(names, view_map(map));
	}
	page_put(ctx, "names", view_list(names));
	page_put(ctx, "has_names", view_bool(count > 0));
	page_put(ctx, "names_are_open", view_bool(is_open));
	if (total > count)
		page_put_text(ctx, "more_text", work_say(&ctx->work, N_("The {0} with most rows of {1}; the others show when these are decided."),
		                                         str_from_u64(ctx->arena, count), str_from_u64(ctx->arena, total)));
	if (same)
		page_put_text(ctx, "accept_text", work_say(&ctx->work, N_("Take the probable ones ({0})"), str_from_u64(ctx->arena, same), NO_STR));
}
