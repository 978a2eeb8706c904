/* form_view.c: an input as its form template shows it. */
#include "model/form_view.h"

#include "base/utf8.h"
#include "model/catalogue.h"
#include "model/conflict.h"
#include "model/kind.h"
#include "model/options.h"
#include "model/pattern.h"

enum { RADIO_MAX = 4 };

static void
put_choices(struct work *work, const struct value *value, struct view_map *map)
{
	struct options *options = options_new(work->arena);

	if (!(value->field->flags & REQUIRED) || str_is_empty(value->typed))
		options_add(options, S(""), S("—"), NO_STR, str_is_empty(value->typed));
	for (const struct choice *choice = value->field->choices; choice->value; choice++)
		options_add(options, str_from(choice->value), work_text(work, choice->label), NO_STR,
		              str_equal_text(value->typed, choice->value));
	view_map_put(map, S("options"), options_view(options));
}

/* Where there is more than one group, "Standard · Proposal". */
static struct str
grouped_label(struct work *work, const struct entity *entity, const struct option *option)
{
	const struct field *field = entity->group ? entity_field(entity, str_from(entity->group)) : NULL;
	const struct option_list *groups = field ? catalogue_options(work->catalogue, field->refers) : NULL;
	struct str label = option_label(option, work_is_english(work));

	for (size_t i = 0; groups && groups->count > 1 && i < groups->count; i++)
		if (str_equal(groups->options[i].value, option->group))
			return str_format(work->arena, "%.*s · %.*s", STR_ARG(option_label(&groups->options[i], work_is_english(work))), STR_ARG(label));
	return label;
}

/* A short list is a select; anything else is typed, searched and picked. */
static void
put_reference(struct work *work, const struct input *input, const struct value *value, struct view_map *map)
{
	const struct option_list *list = catalogue_options(work->catalogue, value->field->refers);
	struct options *options = options_new(work->arena), *matches = options_new(work->arena);
	struct view_map *chosen = view_map_new(work->arena);
	bool is_typed_name = value->problem.data && !value->value.data && !str_is_empty(value->typed);

	if (list && !list->is_long && !value->matches && !is_typed_name) {
		options_add(options, S(""), S("—"), NO_STR, str_is_empty(value->value));
		for (size_t i = 0; i < list->count; i++)
			if (!list->options[i].is_off || str_equal(list->options[i].value, value->value))
				options_add(options, list->options[i].value, grouped_label(work, value->field->refers, &list->options[i]),
				              NO_STR, str_equal(list->options[i].value, value->value));
		view_map_put(map, S("options"), options_view(options));
		view_map_put_text(map, S("widget"), S("widgets/select"));
		return;
	}
	view_map_put_text(map, S("widget"), S("widgets/ref_find"));
	view_map_put_text(map, S("find_name"), str_format(work->arena, "%.*s%s", STR_ARG(input->prefix), value->field->name));
	if (value->value.data) {
		view_map_put_text(chosen, S("value"), value->value);
		view_map_put_text(chosen, S("label"), value->label);
		view_map_put(map, S("chosen"), view_map(chosen));
	}
	view_map_put_text(map, S("value"), value->value.data ? value->label : value->typed);
	for (size_t i = 0; value->matches && i < rows_count(value->matches); i++)
		options_add(matches, rows_cell(value->matches, i, 0), rows_cell(value->matches, i, 1), rows_cell(value->matches, i, 2),
		              str_equal(rows_cell(value->matches, i, 0), value->value));
	view_map_put(map, S("matches"), options_view(matches));
	view_map_put(map, S("is_searched"), view_bool(value->matches != NULL));
	view_map_put(map, S("has_no_matches"), view_bool(value->matches && rows_count(value->matches) == 0));
}

/* The currency stands last and has a control of its own: an amount that is wrong, or has blanks, does not keep it. */
static void
put_money(struct work *work, const struct value *value, struct view_map *map)
{
	struct options *options = options_new(work->arena);
	struct str amount = value->typed, code = NO_STR;

	if (amount.len > 4 && amount.data[amount.len - 4] == ' ' && pattern_matches(PATTERN_CURRENCY, str_slice(amount, amount.len - 3, amount.len))) {
		code = str_slice(amount, amount.len - 3, amount.len);
		amount = str_slice(amount, 0, amount.len - 4);
	}
	view_map_put_text(map, S("value"), amount);
	for (const struct choice *currency = kind_currencies; currency->value; currency++)
		options_add(options, str_from(currency->value), str_from(currency->value), NO_STR, str_equal_text(code, currency->value));
	view_map_put(map, S("options"), options_view(options));
}

static void
put_instant(const struct value *value, struct view_map *map)
{
	struct str rest = value->typed, day = S("");
	ptrdiff_t colon = str_find_char(rest, ':');

	/* A time that was typed without a day stays in its control. */
	if (rest.len && (colon < 0 || colon > 2))
		str_cut(&rest, ' ', &day);
	view_map_put_text(map, S("date_value"), day);
	view_map_put_text(map, S("time_value"), rest.data && rest.len ? str_slice(rest, 0, 5) : S(""));
}

static const char *
autocomplete_of(const struct field *field)
{
	return field->kind == EMAIL ? "email" : field->kind == PHONE ? "tel" : field->kind == URL ? "url" : "off";
}

/* Ids hold no dots: a selector or a fragment could not name them. */
static struct str
control_id(struct work *work, struct str name)
{
	struct buf buf;
	struct str part;

	buf_init(&buf, work->arena, name.len + 20);
	buf_add(&buf, S("field"));
	while (str_cut(&name, '.', &part)) {
		buf_add_char(&buf, '-');
		buf_add(&buf, part);
	}
	return buf_str(&buf);
}

static struct view
field_view(struct work *work, const struct input *input, const struct value *value)
{
	const struct field *field = value->field;
	const struct kind *kind = kind_of(field);
	struct view_map *map = view_map_new(work->arena);
	struct str name = str_format(work->arena, "%.*s%s", STR_ARG(input->prefix), field->name);
	struct str id = control_id(work, name);
	struct str hint_id = field->hint ? str_format(work->arena, "%.*s-hint", STR_ARG(id)) : NO_STR;
	struct str error_id = value->problem.data ? str_format(work->arena, "%.*s-error", STR_ARG(id)) : NO_STR;
	bool is_required = (field->flags & REQUIRED) && field->kind != BOOLEAN;

	view_map_put_text(map, S("name"), name);
	view_map_put_text(map, S("id"), id);
	view_map_put_text(map, S("label"), work_text(work, field->label));
	view_map_put_text(map, S("value"), value->typed);
	view_map_put(map, S("is_required"), view_bool(is_required));
	/* A line that is not there yet may stay blank: a browser must not ask for it. */
	view_map_put(map, S("is_insisted"), view_bool(is_required && (!input->prefix.len || input->id.data)));
	view_map_put(map, S("is_wide"), view_bool(field->flags & WIDE));
	view_map_put_text(map, S("hint"), work_text(work, field->hint));
	view_map_put_text(map, S("hint_id"), hint_id);
	view_map_put_text(map, S("error"), value->problem);
	view_map_put_text(map, S("error_id"), error_id);
	view_map_put_text(map, S("described_by"), str_trim(str_format(work->arena, "%.*s %.*s", STR_ARG(error_id), STR_ARG(hint_id))));
	view_map_put_text(map, S("type"), str_from(kind->input_type));
	view_map_put(map, S("max"), view_number(work->arena, field->max ? field->max : kind->max));
	view_map_put_text(map, S("autocomplete"), str_from(autocomplete_of(field)));
	view_map_put_text(map, S("inputmode"), field->kind == INTEGER || field->kind == YEAR ? S("numeric") : field->kind == MONEY || field->kind == DECIMAL ? S("decimal") : NO_STR);
	view_map_put_text(map, S("widget"), str_from(kind->widget));
	view_map_put(map, S("checked"), view_bool(str_equal(value->typed, S("1"))));
	if (field->kind == CHOICE)
		put_choices(work, value, map);
	else if (field->kind == REF)
		put_reference(work, input, value, map);
	else if (field->kind == MONEY)
		put_money(work, value, map);
	else if (field->kind == INSTANT)
		put_instant(value, map);
	return view_map(map);
}

static bool
is_picked(const struct input_lines *lines, struct str value)
{
	for (size_t i = 0; i < lines->count; i++)
		for (const struct value *each = lines->inputs[i].values; each->field; each++)
			if (each->field->kind == REF && str_equal(each->value, value))
				return true;
	return false;
}

/* What is wrong with the first wrong tick; NO_STR: nothing. */
static struct str
checklist_problem(const struct input_lines *lines)
{
	for (size_t i = 0; i < lines->count; i++)
		for (const struct value *value = lines->inputs[i].values; value->field; value++)
			if (value->problem.data)
				return value->problem;
	return NO_STR;
}

/* A checklist is one field: a checkbox for each record it may name. */
static struct view
checklist_view(struct work *work, const struct input_lines *lines)
{
	struct view_map *map = view_map_new(work->arena);
	struct options *options = options_new(work->arena);
	const struct field *ref = lines->entity->fields;
	const struct option_list *list;
	struct str name = str_from(lines->entity->name), problem = checklist_problem(lines);
	struct str error_id = problem.data ? str_format(work->arena, "field-%.*s-error", STR_ARG(name)) : NO_STR;

	while (ref->kind != REF)
		ref++;
	list = catalogue_options(work->catalogue, ref->refers);
	for (size_t i = 0; list && i < list->count; i++)
		options_add(options, list->options[i].value, option_label(&list->options[i], work_is_english(work)), NO_STR,
		              is_picked(lines, list->options[i].value));
	view_map_put_text(map, S("widget"), S("widgets/tags"));
	view_map_put_text(map, S("name"), name);
	view_map_put_text(map, S("id"), str_join(work->arena, S("field-"), name));
	view_map_put_text(map, S("label"), work_text(work, lines->entity->label_plural));
	view_map_put_text(map, S("error"), problem);
	view_map_put_text(map, S("error_id"), error_id);
	view_map_put_text(map, S("described_by"), error_id);
	view_map_put(map, S("is_wide"), view_bool(true));
	view_map_put(map, S("options"), options_view(options));
	return view_map(map);
}

static struct view
fields_of(struct work *work, const struct input *input)
{
	struct view_list *fields = view_list_new(work->arena);

	for (const struct value *value = input->values; value->field; value++)
		if (field_is_writable(value->field))
			view_list_add(fields, field_view(work, input, value));
	return view_list(fields);
}

static struct view
line_view(struct work *work, const struct entity *entity, const struct input *line, size_t number)
{
	struct view_map *map = view_map_new(work->arena), *hidden = view_map_new(work->arena);
	struct view_list *all = view_list_new(work->arena);

	view_map_put(map, S("index"), view_number(work->arena, number));
	view_map_put_text(map, S("legend"), str_format(work->arena, "%.*s %zu", STR_ARG(work_text(work, entity->label)), number + 1));
	view_map_put(map, S("fields"), fields_of(work, line));
	if (line->id.data) {
		view_map_put_text(hidden, S("name"), str_format(work->arena, "%.*sid", STR_ARG(line->prefix)));
		view_map_put_text(hidden, S("value"), line->id);
		view_list_add(all, view_map(hidden));
	}
	view_map_put(map, S("hidden"), view_list(all));
	view_map_put_text(map, S("is_removed_name"), str_format(work->arena, "%.*sremove", STR_ARG(line->prefix)));
	view_map_put(map, S("is_removed"), view_bool(line->is_removed));
	return view_map(map);
}

static struct view
lines_view(struct work *work, const struct input_lines *lines)
{
	struct view_map *map = view_map_new(work->arena);
	struct view_list *rows = view_list_new(work->arena);

	for (size_t i = 0; i < lines->count; i++)
		view_list_add(rows, line_view(work, lines->entity, &lines->inputs[i], i));
	view_map_put_text(map, S("label"), work_text(work, lines->entity->label_plural));
	view_map_put_text(map, S("name"), str_from(lines->entity->name));
	view_map_put(map, S("rows"), view_list(rows));
	view_map_put_text(map, S("add_name"), str_from(lines->entity->name));
	view_map_put_text(map, S("add_label"), work_text(work, lines->entity->label_new));
	return view_map(map);
}

static void
put_groups(struct work *work, const struct input *input, struct view_map *page)
{
	struct view_list *groups = view_list_new(work->arena), *fields = NULL;
	struct view_map *group = NULL;

	for (const struct value *value = input->values; value->field; value++) {
		if (!group || value->field->group) {
			group = view_map_new(work->arena);
			fields = view_list_new(work->arena);
			view_map_put_text(group, S("label"), work_text(work, value->field->group ? value->field->group : input->entity->label));
			view_map_put_text(group, S("hint"), work_text(work, value->field->group_hint));
			view_map_put(group, S("fields"), view_list(fields));
			view_list_add(groups, view_map(group));
		}
		if (field_is_writable(value->field))
			view_list_add(fields, field_view(work, input, value));
	}
	for (size_t c = 0; c < entity_child_count(input->entity); c++) {
		const struct input_lines *lines = &input->lines[c];
		struct view_list *all = view_list_new(work->arena);

		if (lines->entity->flags & APPENDED)
			continue;
		group = view_map_new(work->arena);
		view_map_put_text(group, S("label"), work_text(work, lines->entity->label_plural));
		if (lines->entity->flags & CHECKLIST) {
			view_list_add(all, checklist_view(work, lines));
			view_map_put(group, S("fields"), view_list(all));
		} else {
			view_list_add(all, lines_view(work, lines));
			view_map_put(group, S("lists"), view_list(all));
		}
		view_list_add(groups, view_map(group));
	}
	view_map_put(page, S("groups"), view_list(groups));
}

/* href: what the form shows it at. */
static void
add_problem(struct work *work, const char *label, struct str text, struct str href, struct view_list *problems)
{
	struct view_map *map = view_map_new(work->arena);

	view_map_put_text(map, S("label"), work_text(work, label));
	view_map_put_text(map, S("text"), text);
	view_map_put_text(map, S("href"), href);
	view_list_add(problems, view_map(map));
}

static void
add_problems(struct work *work, const struct input *input, struct view_list *problems)
{
	for (const struct value *value = input->values; value->field; value++)
		if (value->problem.data)
			add_problem(work, value->field->label, value->problem, str_join(work->arena, S("#"),
			            control_id(work, str_format(work->arena, "%.*s%s", STR_ARG(input->prefix), value->field->name))), problems);
	for (size_t c = 0; c < entity_child_count(input->entity); c++) {
		const struct input_lines *lines = &input->lines[c];

		if (lines->entity->flags & CHECKLIST) {
			if (checklist_problem(lines).data)
				add_problem(work, lines->entity->label_plural, checklist_problem(lines), str_format(work->arena, "#field-%s", lines->entity->name), problems);
			continue;
		}
		for (size_t i = 0; i < lines->count; i++)
			if (!lines->inputs[i].is_removed)
				add_problems(work, &lines->inputs[i], problems);
	}
}

struct view
form_field(struct work *work, const struct input *input, struct str field)
{
	for (const struct value *value = input->values; value->field; value++)
		if (str_equal_text(field, value->field->name))
			return field_view(work, input, value);
	return view_none();
}

void
form_problems(struct work *work, const struct input *input, struct view_list *problems)
{
	add_problems(work, input, problems);
}

void
form_view(struct work *work, const struct input *input, struct view_map *page)
{
	struct view_list *problems = view_list_new(work->arena);

	view_map_put_text(page, S("version"), input->version);
	if (input->outcome == OUTCOME_CONFLICT) {
		view_map_put(page, S("conflict"), conflict_view(work, input));
		view_map_put_text(page, S("version"), input->theirs->version);
		input = conflict_merged(work, input);
	}
	put_groups(work, input, page);
	add_problems(work, input, problems);
	if (input->problem.data) {
		struct view_map *map = view_map_new(work->arena);

		view_map_put_text(map, S("text"), input->problem);
		if (input->problem_href.data)
			view_map_put_text(map, S("href"), input->problem_href);
		view_list_add(problems, view_map(map));
	}
	view_map_put(page, S("problems"), view_list(problems));
	if (view_list_count(problems)) {
		view_map_put(page, S("has_problems"), view_bool(true));
		view_map_put_text(page, S("problem_text"), view_list_count(problems) == 1 ?
		                  work_text(work, N_("1 field needs attention. Nothing has been saved yet.")) :
		                  work_say(work, N_("{0} fields need attention. Nothing has been saved yet."),
		                           str_from_u64(work->arena, view_list_count(problems)), NO_STR));
	}
}

