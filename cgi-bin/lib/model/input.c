/* input.c: turns what somebody sent into checked values, or into problems that name their field. */
#include "model/input.h"

#include "base/utf8.h"
#include "model/access.h"
#include "model/kind.h"
#include "model/pick.h"

/* Of a reference that is typed as a name: longer than any name. */
enum { NAME_TYPED_MAX = 200 };

struct input *
input_new(struct work *work, const struct entity *entity, struct str id)
{
	struct input *input = ARENA_NEW(work->arena, struct input);
	size_t fields = entity_field_count(entity), children = entity_child_count(entity);

	input->entity = entity;
	input->id = id;
	input->prefix = S("");
	input->values = ARENA_ARRAY(work->arena, struct value, fields + 1);
	input->lines = ARENA_ARRAY(work->arena, struct input_lines, children + 1);
	for (size_t i = 0; i < fields; i++) {
		struct value *value = &input->values[i];

		value->field = &entity->fields[i];
		if (!id.data && value->field->otherwise) {
			value->typed = str_from(value->field->otherwise);
			kind_of(value->field)->check(work, value->field, value->typed, &value->value);
			value->typed = kind_edit(work, value->field, value->value);
		}
	}
	for (size_t i = 0; i < children; i++)
		input->lines[i].entity = entity->children[i];
	return input;
}

struct value *
input_value(struct input *input, struct str field)
{
	for (struct value *value = input->values; value->field; value++)
		if (str_equal_text(field, value->field->name))
			return value;
	return NULL;
}

struct str
input_get(const struct input *input, struct str field)
{
	for (const struct value *value = input->values; value->field; value++)
		if (str_equal_text(field, value->field->name))
			return value->value;
	return NO_STR;
}

struct str
input_outcome_of(const struct input *input, const struct record *before, struct str field)
{
	for (const struct value *value = input->values; value->field; value++)
		if (str_equal_text(field, value->field->name))
			return value->is_given || !before ? value->value : record_value(before, field);
	return NO_STR;
}

void
input_set(struct input *input, struct str field, struct str text)
{
	struct value *value = input_value(input, field);

	if (value) {
		value->value = value->typed = text;
		value->is_given = true;
	}
}

void
input_problem(struct input *input, struct str field, struct str problem)
{
	struct value *value = input_value(input, field);

	input->problem_count++;
	if (value && !value->problem.data)
		value->problem = problem;
	else if (!value)
		input->problem = problem;
}

struct input *
input_of_record(struct work *work, const struct record *record)
{
	struct input *input = input_new(work, record->entity, record->id);

	input->version = record->version;
	for (size_t i = 0; input->values[i].field; i++) {
		input->values[i].value = record->values[i];
		input->values[i].typed = kind_edit(work, input->values[i].field, record->values[i]);
		input->values[i].label = record->labels[i];
	}
	for (size_t c = 0; c < entity_child_count(record->entity); c++) {
		const struct record_lines *lines = &record->lines[c];

		input->lines[c].count = lines->count;
		input->lines[c].inputs = ARENA_ARRAY(work->arena, struct input, lines->count + 1);
		for (size_t i = 0; i < lines->count; i++) {
			input->lines[c].inputs[i] = *input_of_record(work, &lines->records[i]);
			input->lines[c].inputs[i].prefix = str_format(work->arena, "%s.%zu.", lines->entity->name, i);
		}
	}
	return input;
}

static struct str
get(struct work *work, struct input_source source, const struct input *input, const char *name, const char *rest)
{
	return source.get(source.data, str_format(work->arena, "%.*s%s%s", STR_ARG(input->prefix), name, rest));
}

/* Text of any kind: valid, without control characters, not too long. */
static struct str
check_bytes(struct work *work, const struct value *value, unsigned max)
{
	size_t length;

	if (!utf8_is_valid(value->typed))
		return work_text(work, N_("This text has broken characters (not UTF-8). Type it again."));
	if (utf8_has_control(value->typed) || (value->field->kind != LONG_TEXT && str_find_char(value->typed, '\n') >= 0))
		return work_text(work, N_("This text has control characters or line breaks that do not belong here."));
	length = utf8_length(value->typed);
	if (length > max)
		return work_say(work, N_("At most {0} characters; this has {1}"), str_from_u64(work->arena, max),
		                str_from_u64(work->arena, length));
	return NO_STR;
}

/* Browsers send CR LF from a textarea; one line feed is kept. */
static struct str
without_returns(struct work *work, struct str text)
{
	struct buf buf;

	if (str_find_char(text, '\r') < 0)
		return text;
	buf_init(&buf, work->arena, text.len + 1);
	for (size_t i = 0; i < text.len; i++)
		if (text.data[i] != '\r')
			buf_add_char(&buf, text.data[i]);
		else if (i + 1 == text.len || text.data[i + 1] != '\n')
			buf_add_char(&buf, '\n');
	return buf_str(&buf);
}

/* Broken bytes are not sent back: they would break the page they are shown on. */
static void
drop_broken(struct value *value)
{
	value->is_broken = !utf8_is_valid(value->typed);
	if (value->is_broken)
		value->typed = S("");
}

static void
check_value(struct work *work, struct input *input, struct value *value, struct input_source source)
{
	value->typed = without_returns(work, str_trim(value->typed));
	value->value = NO_STR;
	if (str_is_empty(value->typed)) {
		if (value->field->flags & REQUIRED)
			input_problem(input, str_from(value->field->name), work_text(work, N_("Fill this in")));
		return;
	}
	value->problem = check_bytes(work, value, value->field->max ? value->field->max : kind_of(value->field)->max);
	if (value->problem.data) {
		drop_broken(value);
		input->problem_count++;
		return;
	}
	value->problem = kind_of(value->field)->check(work, value->field, value->typed, &value->value);
	if (value->problem.data) {
		value->value = NO_STR;
		input->problem_count++;
		return;
	}
	if (value->field->kind == REF && source.knows && source.knows(source.data, value->field, value->value))
		return;
	if (value->field->kind == REF && !pick_by_id(work, value->field->refers, value->value, &value->label))
		input_problem(input, str_from(value->field->name), work_text(work, N_("Choose one from the list")));
}

/* A reference given by name or code: one match is taken, several are offered. */
static void
check_ref_text(struct work *work, struct input *input, struct value *value, struct str text, struct input_source source)
{
	value->typed = str_trim(text);
	value->value = NO_STR;
	value->is_given = true;
	if (str_is_empty(value->typed)) {
		check_value(work, input, value, source);
		return;
	}
	value->problem = check_bytes(work, value, NAME_TYPED_MAX);
	if (value->problem.data) {
		drop_broken(value);
		input->problem_count++;
		return;
	}
	value->matches = pick_by_name(work, value->field->refers, value->typed);
	if (rows_count(value->matches) == 1) {
		value->value = rows_cell(value->matches, 0, 0);
		value->label = rows_cell(value->matches, 0, 1);
		value->matches = NULL;
	} else if (rows_count(value->matches) == 0) {
		value->matches = NULL;
		input_problem(input, str_from(value->field->name),
		              work_say(work, N_("There is no {0} named “{1}”"), work_text(work, value->field->refers->label), value->typed));
	} else {
		input_problem(input, str_from(value->field->name),
		              work_say(work, N_("Several are named “{0}”. Choose one."), value->typed, NO_STR));
	}
}

/* A day and a time of day are two controls of one field; a day alone means its end of work, a time alone is a mistake. */
static struct str
sent_instant(struct work *work, const struct input *input, const char *name, struct input_source source)
{
	struct str day = get(work, source, input, name, ".date"), time = str_trim(get(work, source, input, name, ".time"));

	if (!day.data || str_is_empty(str_trim(day)))
		return time.len ? time : day;
	return str_join(work->arena, str_join(work->arena, str_trim(day), S(" ")), time.len ? time : S("18:00"));
}

/* An amount and its currency are two controls of one field. The one that is chosen may also be typed behind the amount. */
static struct str
joined_amount(struct work *work, struct str sent, struct str currency)
{
	struct str amount = str_trim(sent);

	if (amount.len == 0 || currency.len == 0)
		return sent;
	if (amount.len > currency.len && str_equal_ignoring_case(str_slice(amount, amount.len - currency.len, amount.len), currency))
		amount = str_trim(str_slice(amount, 0, amount.len - currency.len));
	return str_join(work->arena, str_join(work->arena, amount, S(" ")), currency);
}

static void
read_value(struct work *work, struct input *input, struct value *value, struct input_source source)
{
	const char *name = value->field->name;
	struct str sent, text = NO_STR;

	if (!field_is_writable(value->field))
		return;
	sent = get(work, source, input, name, "");
	if (value->field->kind == BOOLEAN && (sent.data ? str_is_empty(str_trim(sent)) : get(work, source, input, name, ".given").data != NULL))
		sent = S("0");
	if (value->field->kind == INSTANT && !sent.data)
		sent = sent_instant(work, input, name, source);
	if (value->field->kind == REF)
		text = get(work, source, input, name, ".text");
	if (!sent.data && !text.data) {
		if (!input->id.data && (value->field->flags & REQUIRED) && !value->value.data)
			input_problem(input, str_from(name), work_text(work, N_("Fill this in")));
		return;
	}
	value->is_given = true;
	/* A typed name that differs from the one chosen before wins over the hidden id. */
	if (text.data && (str_is_empty(sent) || !str_equal(str_trim(text), str_trim(get(work, source, input, name, ".was"))))) {
		check_ref_text(work, input, value, text, source);
		return;
	}
	value->typed = value->field->kind == MONEY ? joined_amount(work, sent, get(work, source, input, name, "_currency")) : sent;
	check_value(work, input, value, source);
}

static void
read_values(struct work *work, struct input *input, struct input_source source)
{
	for (struct value *value = input->values; value->field; value++)
		read_value(work, input, value, source);
}

void
input_take(struct work *work, struct input *input, struct str field, struct input_source source)
{
	struct value *value = input_value(input, field);

	if (value)
		read_value(work, input, value, source);
}

static void
read_checklist(struct work *work, struct input *input, struct input_lines *lines, struct input_source source)
{
	const struct field *ref = lines->entity->fields;
	struct str name = str_from(lines->entity->name), sent;

	while (ref->kind != REF)
		ref++;
	lines->inputs = ARENA_ARRAY(work->arena, struct input, LINES_MAX);
	for (size_t n = 0; lines->count < LINES_MAX && (sent = source.nth(source.data, name, n)).data; n++) {
		struct input *line = input_new(work, lines->entity, NO_STR);
		struct value *value = input_value(line, str_from(ref->name));

		if (str_is_empty(sent))
			continue;
		value->typed = sent;
		value->is_given = true;
		check_value(work, line, value, source);
		input->problem_count += line->problem_count;
		lines->inputs[lines->count++] = *line;
	}
}

static bool
is_blank(const struct input *line)
{
	for (const struct value *value = line->values; value->field; value++)
		if (value->is_broken || (value->is_given && value->typed.len && value->field->kind != CHOICE && value->field->kind != BOOLEAN &&
		    !str_equal_text(value->typed, value->field->otherwise)))
			return false;
	return true;
}

static bool
is_sent(const struct input *line)
{
	for (const struct value *value = line->values; value->field; value++)
		if (value->is_given)
			return true;
	return line->id.data || line->is_removed;
}

static void
read_lines(struct work *work, struct input *input, struct input_lines *lines, struct input_source source)
{
	size_t missing = 0;

	lines->inputs = ARENA_ARRAY(work->arena, struct input, LINES_MAX);
	/* Asking for a hundred lines of each row would be most of the time an import takes. */
	for (size_t n = 0; n < LINES_MAX && missing < LINES_GAP_MAX; n++) {
		struct str prefix = str_format(work->arena, "%s.%zu.", lines->entity->name, n);
		struct str id = source.get(source.data, str_format(work->arena, "%.*sid", STR_ARG(prefix)));
		struct input *line;
		uint64_t number;

		line = input_new(work, lines->entity, str_to_u64(id, &number) && number ? id : NO_STR);
		line->prefix = prefix;
		line->place = n;
		line->is_removed = source.get(source.data, str_format(work->arena, "%.*sremove", STR_ARG(prefix))).data != NULL;
		read_values(work, line, source);
		missing = is_sent(line) ? 0 : missing + 1;
		/* A line nobody filled in is no line; an old one emptied is one to be removed. */
		if (is_blank(line)) {
			if (line->id.data)
				line->is_removed = true;
			else
				continue;
		}
		if (!line->is_removed)
			input->problem_count += line->problem_count;
		lines->inputs[lines->count] = *line;
		lines->inputs[lines->count].prefix = str_format(work->arena, "%s.%zu.", lines->entity->name, lines->count);
		lines->count++;
	}
}

struct input *
input_read(struct work *work, const struct entity *entity, struct str id, struct input_source source)
{
	struct input *input = input_new(work, entity, id);

	input->version = source.get(source.data, S("version"));
	read_values(work, input, source);
	for (size_t c = 0; c < entity_child_count(entity); c++) {
		struct input_lines *lines = &input->lines[c];

		lines->is_given = source.get(source.data, str_format(work->arena, "%s.given", lines->entity->name)).data != NULL;
		if (!lines->is_given)
			continue;
		if (lines->entity->flags & CHECKLIST)
			read_checklist(work, input, lines, source);
		else
			read_lines(work, input, lines, source);
	}
	if (entity->check)
		entity->check(work, input);
	return input;
}

struct input *
input_add_line(struct work *work, struct input *input, struct str child)
{
	for (size_t c = 0; c < entity_child_count(input->entity); c++) {
		struct input_lines *lines = &input->lines[c];
		struct input *inputs;

		if (!str_equal_text(child, lines->entity->name) || lines->count >= LINES_MAX)
			continue;
		inputs = ARENA_ARRAY(work->arena, struct input, lines->count + 1);
		for (size_t i = 0; i < lines->count; i++)
			inputs[i] = lines->inputs[i];
		inputs[lines->count] = *input_new(work, lines->entity, NO_STR);
		inputs[lines->count].prefix = str_format(work->arena, "%s.%zu.", lines->entity->name, lines->count);
		lines->inputs = inputs;
		lines->is_given = true;
		return &lines->inputs[lines->count++];
	}
	return NULL;
}

void
input_find(struct work *work, struct input *input, struct str field)
{
	struct value *value = input_value(input, field);

	if (!value || value->field->kind != REF)
		return;
	value->matches = pick_by_search(work, value->field->refers, value->typed);
}
