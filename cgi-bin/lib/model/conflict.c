/* conflict.c: merges what two people changed in one record, and shows what they have to choose between. */
#include "model/conflict.h"

#include "model/kind.h"
#include "model/store.h"

enum side { MINE, THEIRS, AGREED, BOTH };

/* One line of a child as each side has it; NULL: it has none. */
struct line {
	const struct input *mine;
	const struct record *opened, *theirs;
	enum side side;
};

struct line_list {
	struct line *lines;
	size_t count;
};

static struct str
shown_text(struct work *work, const struct field *field, struct str value, struct str label)
{
	struct shown shown;

	kind_show(work, field, value, label, &shown);
	return shown.text.len ? shown.text : S("—");
}

/* --- lines ------------------------------------------------------------------ */

/* A tick is known by what it names, a line by its number. */
static struct str
key_of(const struct entity *entity, struct str id, struct str first)
{
	return entity->flags & CHECKLIST ? first : id;
}

static size_t
key_place(const struct entity *entity)
{
	size_t place = 0;

	while (entity->flags & CHECKLIST && entity->fields[place].kind != REF)
		place++;
	return place;
}

static struct str
input_key(const struct input *line)
{
	return key_of(line->entity, line->id, line->values[key_place(line->entity)].value);
}

static struct str
record_key(const struct record *line)
{
	return key_of(line->entity, line->id, line->values[key_place(line->entity)]);
}

static const struct input *
find_input(const struct input_lines *lines, struct str key)
{
	for (size_t i = 0; key.data && i < lines->count; i++)
		if (str_equal(input_key(&lines->inputs[i]), key))
			return &lines->inputs[i];
	return NULL;
}

static const struct record *
find_record(const struct record_lines *lines, struct str key)
{
	for (size_t i = 0; key.data && i < lines->count; i++)
		if (str_equal(record_key(&lines->records[i]), key))
			return &lines->records[i];
	return NULL;
}

static bool
input_differs(const struct input *mine, const struct record *record)
{
	for (size_t i = 0; mine->values[i].field; i++)
		if (field_is_writable(mine->values[i].field) && mine->values[i].is_given && !str_same(mine->values[i].value, record->values[i]))
			return true;
	return false;
}

static bool
records_differ(const struct record *one, const struct record *other)
{
	for (size_t i = 0; one->entity->fields[i].name; i++)
		if (field_is_writable(&one->entity->fields[i]) && !str_same(one->values[i], other->values[i]))
			return true;
	return false;
}

/* A line that was not sent stays as it is; a tick that was not sent is taken away. */
static enum side
side_of(const struct line *line, bool is_ticked)
{
	bool is_gone = line->mine ? line->mine->is_removed : is_ticked;
	bool by_them = line->opened && line->theirs ? records_differ(line->opened, line->theirs) : line->opened != line->theirs;
	bool by_me = line->opened ? is_gone || (line->mine && input_differs(line->mine, line->opened)) : line->mine && !is_gone;
	bool is_agreed = line->theirs ? line->mine && !is_gone && !input_differs(line->mine, line->theirs) : is_gone;

	return !by_them ? MINE : is_agreed ? AGREED : by_me ? BOTH : THEIRS;
}

/* Theirs in their order, then what only the person has. */
static struct line_list
lines_of(struct work *work, const struct input *input, size_t child)
{
	const struct input_lines *mine = &input->lines[child];
	const struct record_lines *opened = &input->opened->lines[child], *theirs = &input->theirs->lines[child];
	bool is_ticked = mine->is_given && mine->entity->flags & CHECKLIST;
	struct line_list list = { ARENA_ARRAY(work->arena, struct line, theirs->count + mine->count + 1), 0 };

	for (size_t i = 0; i < theirs->count; i++) {
		struct str key = record_key(&theirs->records[i]);

		list.lines[list.count++] = (struct line){ find_input(mine, key), find_record(opened, key), &theirs->records[i], MINE };
	}
	for (size_t i = 0; i < mine->count; i++) {
		struct str key = input_key(&mine->inputs[i]);

		if (!find_record(theirs, key))
			list.lines[list.count++] = (struct line){ &mine->inputs[i], find_record(opened, key), NULL, MINE };
	}
	for (size_t i = 0; i < list.count; i++)
		list.lines[i].side = side_of(&list.lines[i], is_ticked);
	return list;
}

static void
merge_lines(struct work *work, const struct input *input, size_t child, struct input_lines *merged)
{
	struct line_list list = lines_of(work, input, child);
	bool is_checklist = merged->entity->flags & CHECKLIST;

	merged->inputs = ARENA_ARRAY(work->arena, struct input, list.count + 1);
	merged->count = 0;
	for (size_t i = 0; i < list.count; i++) {
		const struct line *line = &list.lines[i];
		bool is_mine = line->mine && (line->side == MINE || line->side == BOTH);
		struct input *to = &merged->inputs[merged->count];

		if (is_mine)
			*to = *line->mine;
		else if (line->theirs && !(is_checklist && line->side == MINE && input->lines[child].is_given))
			*to = *input_of_record(work, line->theirs);
		else
			continue;
		to->prefix = str_format(work->arena, "%s.%zu.", merged->entity->name, merged->count);
		merged->count++;
	}
}

/* --- what is shown ------------------------------------------------------------ */

static void
add_text(struct work *work, const struct field *field, struct str value, struct str label, struct buf *buf)
{
	if (!field_is_writable(field) || str_is_empty(value))
		return;
	if (buf->len)
		buf_add_text(buf, " · ");
	buf_add(buf, shown_text(work, field, value, label));
}

static struct str
record_text(struct work *work, const struct record *line)
{
	struct buf buf;

	buf_init(&buf, work->arena, 64 << 10);
	for (size_t i = 0; line->entity->fields[i].name; i++)
		add_text(work, &line->entity->fields[i], line->values[i], line->labels[i], &buf);
	return buf_str(&buf);
}

static struct str
input_text(struct work *work, const struct input *line)
{
	struct buf buf;

	buf_init(&buf, work->arena, 64 << 10);
	for (const struct value *value = line->values; value->field; value++)
		add_text(work, value->field, value->value, value->label, &buf);
	return buf_str(&buf);
}

static void
add_merged(struct work *work, const char *label, struct str text, struct view_list *merged)
{
	struct view_map *map = view_map_new(work->arena);

	view_map_put_text(map, S("label"), work_text(work, label));
	view_map_put_text(map, S("text"), text);
	view_list_add(merged, view_map(map));
}

static void
add_choice(struct work *work, const char *label, struct str name, struct str before, struct str theirs, struct str yours, struct view_list *fields)
{
	struct view_map *map = view_map_new(work->arena);

	view_map_put_text(map, S("label"), work_text(work, label));
	view_map_put_text(map, S("name"), name);
	view_map_put_text(map, S("before"), before);
	view_map_put_text(map, S("theirs"), theirs);
	view_map_put_text(map, S("yours"), yours);
	view_list_add(fields, view_map(map));
}

static void
add_fields(struct work *work, const struct input *input, struct view_list *fields, struct view_list *merged)
{
	for (size_t i = 0; input->values[i].field; i++) {
		const struct value *value = &input->values[i];
		const struct field *field = value->field;
		struct str before = input->opened->values[i], theirs = input->theirs->values[i];
		struct str their_text = shown_text(work, field, theirs, input->theirs->labels[i]);

		if (field->computed || str_same(before, theirs) || (value->is_given && str_same(value->value, theirs)))
			continue;
		if (!value->is_given || str_same(value->value, before))
			add_merged(work, field->label, their_text, merged);
		else
			add_choice(work, field->label, str_format(work->arena, "keep.%s", field->name), shown_text(work, field, before, input->opened->labels[i]),
			           their_text, shown_text(work, field, value->value, value->label), fields);
	}
}

static void
add_lines(struct work *work, const struct input *input, size_t child, struct view_list *fields, struct view_list *merged)
{
	const struct entity *entity = input->lines[child].entity;
	struct line_list list = lines_of(work, input, child);
	struct str removed = work_text(work, N_("Removed"));

	for (size_t i = 0; i < list.count; i++) {
		const struct line *line = &list.lines[i];
		struct str before = line->opened ? record_text(work, line->opened) : S("—");

		if (line->side == THEIRS)
			add_merged(work, entity->label, line->theirs ? record_text(work, line->theirs) : work_say(work, N_("removed: {0}"), before, NO_STR), merged);
		else if (line->side == BOTH)
			add_choice(work, entity->label, str_format(work->arena, "keep.%s.%.*s", entity->name, STR_ARG(line->mine->id)), before,
			           line->theirs ? record_text(work, line->theirs) : removed, line->mine->is_removed ? removed : input_text(work, line->mine), fields);
	}
}

struct view
conflict_view(struct work *work, const struct input *input)
{
	struct view_map *conflict = view_map_new(work->arena);
	struct view_list *fields = view_list_new(work->arena), *merged = view_list_new(work->arena);

	add_fields(work, input, fields, merged);
	for (size_t c = 0; c < entity_child_count(input->entity); c++)
		if (!(input->lines[c].entity->flags & APPENDED))
			add_lines(work, input, c, fields, merged);
	view_map_put_text(conflict, S("who"), input->their_name.len ? input->their_name : work_text(work, N_("Somebody")));
	view_map_put_text(conflict, S("when"), work_local_time(work, input->their_at));
	view_map_put_text(conflict, S("version"), input->theirs->version);
	view_map_put_text(conflict, S("opened"), input->version);
	view_map_put_text(conflict, S("text"), view_list_count(fields) ?
	                  work_text(work, N_("These fields differ. Choose which value to keep for each; everything else merges on its own.")) :
	                  work_text(work, N_("Nothing you changed differs. Save again and both changes are kept.")));
	view_map_put(conflict, S("fields"), view_list(fields));
	view_map_put(conflict, S("merged"), view_list(merged));
	view_map_put(conflict, S("has_merged"), view_bool(view_list_count(merged) > 0));
	return view_map(conflict);
}

/* --- what is kept --------------------------------------------------------------- */

static void
take_theirs(struct work *work, struct value *value, struct str theirs, struct str label)
{
	value->value = theirs;
	value->label = label;
	value->typed = kind_edit(work, value->field, theirs);
}

struct input *
conflict_merged(struct work *work, const struct input *input)
{
	struct input *merged = ARENA_NEW(work->arena, struct input);
	size_t count = entity_field_count(input->entity), children = entity_child_count(input->entity);

	*merged = *input;
	merged->values = ARENA_ARRAY(work->arena, struct value, count + 1);
	for (size_t i = 0; i < count; i++) {
		merged->values[i] = input->values[i];
		if (!input->values[i].is_given || str_same(input->values[i].value, input->opened->values[i]))
			take_theirs(work, &merged->values[i], input->theirs->values[i], input->theirs->labels[i]);
	}
	merged->lines = ARENA_ARRAY(work->arena, struct input_lines, children + 1);
	for (size_t c = 0; c < children; c++) {
		merged->lines[c] = input->lines[c];
		if (!(input->lines[c].entity->flags & APPENDED))
			merge_lines(work, input, c, &merged->lines[c]);
	}
	return merged;
}

static bool
keeps_theirs(struct work *work, struct input_source source, const char *name, struct str rest)
{
	return str_equal(source.get(source.data, str_format(work->arena, "keep.%s%.*s", name, STR_ARG(rest))), S("theirs"));
}

/* NULL: it is not there any more; saving will say so. */
static const struct record *
read_theirs(struct work *work, const struct input *input, struct record **theirs)
{
	if (!*theirs) {
		*theirs = store_read(work, input->entity, input->id, EDIT);
		if (*theirs)
			store_read_lines(work, *theirs);
	}
	return *theirs;
}

static void
settle_lines(struct work *work, struct input *input, size_t child, struct input_source source, struct record **theirs)
{
	struct input_lines *lines = &input->lines[child];
	size_t count = 0;

	for (size_t i = 0; i < lines->count; i++) {
		struct input line = lines->inputs[i];

		if (line.id.data && keeps_theirs(work, source, lines->entity->name, str_join(work->arena, S("."), line.id)) &&
		    read_theirs(work, input, theirs)) {
			const struct record *there = find_record(&(*theirs)->lines[child], line.id);

			if (!line.is_removed)
				input->problem_count -= line.problem_count;
			if (!there)
				continue;
			line = *input_of_record(work, there);
		}
		line.prefix = str_format(work->arena, "%s.%zu.", lines->entity->name, count);
		lines->inputs[count++] = line;
	}
	lines->count = count;
}

void
conflict_settle(struct work *work, struct input *input, struct input_source source)
{
	struct record *theirs = NULL;

	for (size_t i = 0; input->values[i].field; i++) {
		struct value *value = &input->values[i];

		if (!keeps_theirs(work, source, value->field->name, NO_STR) || !read_theirs(work, input, &theirs))
			continue;
		if (value->problem.data)
			input->problem_count--;
		*value = (struct value){ .field = value->field };
		take_theirs(work, value, theirs->values[i], theirs->labels[i]);
	}
	for (size_t c = 0; c < entity_child_count(input->entity); c++)
		if (!(input->lines[c].entity->flags & (CHECKLIST | APPENDED)))
			settle_lines(work, input, c, source, &theirs);
}
