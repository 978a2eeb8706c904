/* store_whole.c: reads a record with its lines, what refers to it and its newest changes in one statement, or its past. */
#include "model/catalogue.h"
#include "model/select.h"
#include "model/store.h"

/* Of the lines of one child. */
enum { VERSIONS_MAX = 1000 };

/*
 * One SELECT of a UNION ALL. Its columns are its place, then texts: the head, then for each shown field the value and,
 * where it is joined, the label.
 */
struct part {
	const struct part_kind *kind;
	const struct entity *entity;       /* whose fields are shown */
	struct str id;                     /* of the record asked for */
	struct section *section;           /* of lines and of what refers to it */
	struct str before;                 /* of changes */
	struct str at;                     /* of lines that are not those of now */
	size_t limit;
	const struct entity *parent;       /* what a section refers to: the same in every row, so it is not shown */
	struct whole *whole;
	unsigned char *columns;            /* of each field: 0 when it is not shown, 2 with a joined label */
};

struct part_kind {
	const char *const *head;           /* expressions, NULL at the end */
	bool (*shows)(const struct part *part, const struct field *field);
	void (*add_source)(struct work *work, const struct part *part, struct buf *sql);
	/* From WHERE to LIMIT. */
	void (*add_rest)(struct work *work, const struct part *part, struct buf *sql, struct arg_list *args);
	/* Where the fields of a row go; takes the head from the row. */
	struct record *(*take)(struct work *work, const struct part *part, const struct rows *rows);
};

/* --- which fields ----------------------------------------------------------- */

static bool
shows_all(const struct part *part, const struct field *field)
{
	(void)part;
	(void)field;
	return true;
}

static bool
shows_stored(const struct part *part, const struct field *field)
{
	(void)part;
	return !field->computed;
}

static bool
is_named(const struct field *field, const char *name)
{
	return name && str_equal_text(str_from(field->name), name);
}

/* What a list of them shows, and what a timeline tells of one. */
static bool
shows_listed(const struct part *part, const struct field *field)
{
	const struct entity *entity = part->entity;

	if (is_named(field, entity->title) || is_named(field, entity->title_english))
		return true;
	if (field->kind == REF && field->refers == part->parent)
		return false;
	return field->flags & LISTED || (entity->happened && (field->flags & BADGE || field->kind == LONG_TEXT ||
	       is_named(field, "owner_id") || is_named(field, entity->happened)));
}

/* Short lists are in hand; only the moment of an as-of page may name their entries otherwise. */
static const struct option_list *
list_in_hand(const struct work *work, const struct field *field)
{
	const struct option_list *list = work->as_of.data || !work->catalogue ? NULL : catalogue_options(work->catalogue, field->refers);

	return list && !list->is_long ? list : NULL;
}

static struct str
label_in_hand(const struct work *work, const struct option_list *list, struct str value)
{
	for (size_t i = 0; i < list->count; i++)
		if (str_equal(list->options[i].value, value))
			return option_label(&list->options[i], work_is_english(work));
	return NO_STR;
}

/* --- the kinds of parts ------------------------------------------------------- */

static void
add_table(struct work *work, const struct part *part, struct buf *sql)
{
	(void)work;
	buf_add_format(sql, " FROM `%s` c", part->entity->name);
}

static void
add_record_rest(struct work *work, const struct part *part, struct buf *sql, struct arg_list *args)
{
	buf_add_text(sql, " WHERE c.id = ? AND ");
	arg_add(args, part->id);
	access_predicate(work, part->entity, VIEW, "c", sql, args);
}

static struct record *
take_record(struct work *work, const struct part *part, const struct rows *rows)
{
	struct record *record = part->whole->record = record_new(work->arena, part->entity);

	record->id = rows_at(rows, 1);
	record->version = rows_at(rows, 2);
	if (part->entity->flags & OWNED) {
		record->owner_id = rows_at(rows, 3);
		record->team_id = rows_at(rows, 4);
	}
	return record;
}

static void
add_line_rest(struct work *work, const struct part *part, struct buf *sql, struct arg_list *args)
{
	(void)work;
	buf_add_format(sql, " WHERE c.`%s` = ? ORDER BY c.position, c.id LIMIT %d", part->section->field, LINES_MAX);
	arg_add(args, part->id);
}

static void
add_versions(struct work *work, const struct part *part, struct buf *sql)
{
	(void)work;
	buf_add_format(sql, " FROM `%s` FOR SYSTEM_TIME ALL c", part->entity->name);
}

static void
add_past_line_rest(struct work *work, const struct part *part, struct buf *sql, struct arg_list *args)
{
	(void)work;
	buf_add_format(sql, " WHERE c.`%s` = ? AND c.row_start <= ? AND c.row_end > ? ORDER BY c.position, c.id LIMIT %d", part->section->field, LINES_MAX);
	arg_add(args, part->id);
	arg_add(args, part->at);
	arg_add(args, part->at);
}

static void
add_related_rest(struct work *work, const struct part *part, struct buf *sql, struct arg_list *args)
{
	buf_add_format(sql, " WHERE c.`%s` = ? AND ", part->section->field);
	arg_add(args, part->id);
	access_predicate(work, part->entity, VIEW, "c", sql, args);
	buf_add_text(sql, " ORDER BY ");
	if (part->entity->happened)
		buf_add_format(sql, "c.`%s` DESC, ", part->entity->happened);
	buf_add_format(sql, "c.id DESC LIMIT %zu", part->section->limit + 1);
}

static struct record *
take_section(struct work *work, const struct part *part, const struct rows *rows)
{
	struct section *section = part->section;
	struct record *record;

	section->records = arena_grow(work->arena, section->records, section->count * sizeof *record,
	                              (section->count + 1) * sizeof *record);
	record = &section->records[section->count++];
	*record = *record_new(work->arena, part->entity);
	record->id = rows_at(rows, 1);
	return record;
}

static void
add_changes(struct work *work, const struct part *part, struct buf *sql)
{
	(void)work;
	buf_add_format(sql, " FROM change_record r STRAIGHT_JOIN `change` h ON h.at = r.at LEFT JOIN user u ON u.id = h.actor_id"
	               " LEFT JOIN `%s` FOR SYSTEM_TIME ALL c ON c.id = r.record_id AND c.row_start = r.at", part->entity->name);
}

static void
add_change_rest(struct work *work, const struct part *part, struct buf *sql, struct arg_list *args)
{
	buf_add_text(sql, " WHERE r.entity = ? AND r.record_id = ?");
	arg_add(args, str_from(part->entity->name));
	arg_add(args, part->id);
	if (part->before.data) {
		buf_add_text(sql, " AND r.at < ?");
		arg_add(args, part->before);
	}
	if (work->as_of.data) {
		buf_add_text(sql, " AND r.at <= ?");
		arg_add(args, work->as_of);
	}
	buf_add_format(sql, " ORDER BY r.at DESC LIMIT %zu", part->limit + 1);
}

static struct record *
take_change(struct work *work, const struct part *part, const struct rows *rows)
{
	struct whole *whole = part->whole;
	struct past *past;

	whole->changes = arena_grow(work->arena, whole->changes, whole->change_count * sizeof *past, (whole->change_count + 1) * sizeof *past);
	past = &whole->changes[whole->change_count++];
	*past = (struct past){ rows_at(rows, 2), rows_at(rows, 3), rows_at(rows, 4), rows_at(rows, 5), rows_at(rows, 6),
	                       record_new(work->arena, part->entity) };
	past->record->id = rows_at(rows, 1);
	return past->record;
}

static void
add_version_rest(struct work *work, const struct part *part, struct buf *sql, struct arg_list *args)
{
	(void)work;
	buf_add_format(sql, " WHERE c.`%s` = ? ORDER BY c.row_start DESC LIMIT %d", part->entity->parent_field, VERSIONS_MAX);
	arg_add(args, part->id);
}

static struct record *
take_version(struct work *work, const struct part *part, const struct rows *rows)
{
	struct whole *whole = part->whole;
	struct version *version;

	whole->versions = arena_grow(work->arena, whole->versions, whole->version_count * sizeof *version, (whole->version_count + 1) * sizeof *version);
	version = &whole->versions[whole->version_count++];
	*version = (struct version){ record_new(work->arena, part->entity), rows_at(rows, 2), rows_at(rows, 3) };
	version->record->id = rows_at(rows, 1);
	return version->record;
}

static const char *const owned_head[] = { "c.id", "c.version", "c.owner_id", "c.team_id", NULL };
static const char *const record_head[] = { "c.id", "c.version", NULL };
static const char *const row_head[] = { "c.id", NULL };
static const char *const change_head[] = { "c.id", "h.at", "r.action", "h.kind", "h.reason", "u.name", NULL };

static const char *const version_head[] = { "c.id", "c.row_start", "c.row_end", NULL };

static const struct part_kind owned_part = { owned_head, shows_all, add_table, add_record_rest, take_record };
static const struct part_kind record_part = { record_head, shows_all, add_table, add_record_rest, take_record };
static const struct part_kind line_part = { row_head, shows_all, add_table, add_line_rest, take_section };
static const struct part_kind past_line_part = { row_head, shows_all, add_versions, add_past_line_rest, take_section };
static const struct part_kind related_part = { row_head, shows_listed, add_table, add_related_rest, take_section };
static const struct part_kind change_part = { change_head, shows_stored, add_changes, add_change_rest, take_change };
static const struct part_kind version_part = { version_head, shows_all, add_versions, add_version_rest, take_version };

/* --- the statement ------------------------------------------------------------ */

static size_t
part_width(struct work *work, struct part *part)
{
	size_t width = 0, place = 0;

	for (size_t i = 0; part->kind->head[i]; i++)
		width++;
	part->columns = ARENA_ARRAY(work->arena, unsigned char, entity_field_count(part->entity) + 1);
	for (const struct field *field = part->entity->fields; field->name; field++, place++) {
		if (part->kind->shows(part, field))
			part->columns[place] = field->kind == REF && !list_in_hand(work, field) ? 2 : 1;
		width += part->columns[place];
	}
	return width;
}

/* One column may be text here and a number there: all become text of one collation. */
static void
begin_text(struct buf *sql)
{
	buf_add_text(sql, ", CONVERT(");
}

static void
end_text(size_t *column, struct buf *sql)
{
	buf_add_format(sql, " USING utf8mb4) COLLATE utf8mb4_bin v%zu", (*column)++);
}

static void
add_part(struct work *work, const struct part *part, size_t number, size_t width, struct buf *sql, struct arg_list *args)
{
	const struct field *fields = part->entity->fields;
	size_t column = 0;

	buf_add_format(sql, "%s(SELECT %zu place", number ? " UNION ALL " : "", number);
	for (size_t i = 0; part->kind->head[i]; i++) {
		begin_text(sql);
		buf_add_text(sql, part->kind->head[i]);
		end_text(&column, sql);
	}
	for (size_t i = 0; fields[i].name; i++) {
		if (part->columns[i] == 0)
			continue;
		begin_text(sql);
		select_value(&fields[i], "c", sql);
		end_text(&column, sql);
		if (part->columns[i] == 2) {
			begin_text(sql);
			select_label(work, &fields[i], i, sql);
			end_text(&column, sql);
		}
	}
	while (column < width)
		buf_add_format(sql, ", NULL v%zu", column++);
	part->kind->add_source(work, part, sql);
	for (size_t i = 0; fields[i].name; i++)
		if (part->columns[i] == 2)
			select_join(&fields[i], "c", i, sql);
	part->kind->add_rest(work, part, sql, args);
	buf_add_char(sql, ')');
}

static void
take_row(struct work *work, const struct part *part, const struct rows *rows)
{
	const struct field *fields = part->entity->fields;
	struct record *record = part->kind->take(work, part, rows);
	size_t column = 1;

	for (size_t i = 0; part->kind->head[i]; i++)
		column++;
	for (size_t i = 0; fields[i].name; i++) {
		if (part->columns[i] == 0)
			continue;
		record->values[i] = rows_at(rows, column++);
		if (part->columns[i] == 2)
			record->labels[i] = rows_at(rows, column++);
		else if (fields[i].kind == REF && record->values[i].data)
			record->labels[i] = label_in_hand(work, list_in_hand(work, &fields[i]), record->values[i]);
	}
}

static void
read_parts(struct work *work, struct part *parts, size_t count)
{
	struct buf sql;
	struct arg_list args = { .count = 0 };
	struct rows *rows;
	size_t width = 0;
	uint64_t place;

	if (count == 0)
		return;
	buf_init(&sql, work->arena, 128 * 1024);
	for (size_t i = 0; i < count; i++) {
		size_t wide = part_width(work, &parts[i]);

		width = wide > width ? wide : width;
	}
	for (size_t i = 0; i < count; i++)
		add_part(work, &parts[i], i, width, &sql, &args);
	rows = db_query(work->db, sql_built(&sql), arg_list_args(&args));
	while (rows_next(rows))
		if (str_to_u64(rows_at(rows, 0), &place) && place < count)
			take_row(work, &parts[place], rows);
}

/* --- what is asked for -------------------------------------------------------- */

static void
add_section(struct whole *whole, const struct entity *entity, const char *field, size_t limit)
{
	if (whole->count < SECTIONS_MAX)
		whole->sections[whole->count++] = (struct section){ .entity = entity, .field = field, .limit = limit };
}

static void
list_lines(const struct entity *entity, struct whole *whole)
{
	for (size_t c = 0; c < entity_child_count(entity); c++)
		add_section(whole, entity->children[c], entity->children[c]->parent_field, LINES_MAX);
	whole->own = whole->count;
}

static void
list_related(const struct work *work, const struct entity *entity, size_t limit, size_t happened_limit, struct whole *whole)
{
	for (size_t i = 0; work->dictionary[i]; i++) {
		const struct entity *other = work->dictionary[i];

		if (entity_is_child(other) || !work_has_pages(work, other) || !access_may(work, other, VIEW))
			continue;
		for (const struct field *field = other->fields; field->name; field++)
			if (field->kind == REF && field->refers == entity && !field->computed) {
				add_section(whole, other, field->name, other->happened ? happened_limit : limit);
				break;
			}
	}
}

static size_t
section_parts(const struct entity *entity, struct str id, struct whole *whole, struct part *parts)
{
	for (size_t i = 0; i < whole->count; i++)
		parts[i] = (struct part){ .kind = i < whole->own ? &line_part : &related_part, .entity = whole->sections[i].entity, .id = id,
		                          .section = &whole->sections[i], .parent = entity, .whole = whole };
	return whole->count;
}

static void
keep_lines(const struct whole *whole, struct record *record)
{
	for (size_t c = 0; record && c < whole->own; c++) {
		record->lines[c].records = whole->sections[c].records;
		record->lines[c].count = whole->sections[c].count;
	}
}

void
store_read_whole(struct work *work, const struct entity *entity, struct str id, size_t related, size_t changes, struct whole *whole)
{
	struct part parts[SECTIONS_MAX + 2];
	size_t count = 0;

	*whole = (struct whole){ .count = 0 };
	list_lines(entity, whole);
	if (related)
		list_related(work, entity, related, related > changes ? related : changes, whole);
	parts[count++] = (struct part){ .kind = entity->flags & OWNED ? &owned_part : &record_part, .entity = entity, .id = id, .whole = whole };
	count += section_parts(entity, id, whole, parts + count);
	parts[count++] = (struct part){ .kind = &change_part, .entity = entity, .id = id, .limit = changes, .whole = whole };
	read_parts(work, parts, count);
	keep_lines(whole, whole->record);
}

void
store_read_lines(struct work *work, struct record *record)
{
	struct part parts[SECTIONS_MAX];
	struct whole whole = { .count = 0 };

	list_lines(record->entity, &whole);
	read_parts(work, parts, section_parts(record->entity, record->id, &whole, parts));
	keep_lines(&whole, record);
}

void
store_read_lines_at(struct work *work, struct record *record, struct str at)
{
	struct part parts[SECTIONS_MAX];
	struct whole whole = { .count = 0 };
	size_t count;

	list_lines(record->entity, &whole);
	count = section_parts(record->entity, record->id, &whole, parts);
	for (size_t i = 0; i < count; i++) {
		parts[i].kind = &past_line_part;
		parts[i].at = at;
	}
	read_parts(work, parts, count);
	keep_lines(&whole, record);
}

void
store_read_past(struct work *work, const struct entity *entity, struct str id, struct str before, size_t limit, struct whole *past)
{
	struct part parts[SECTIONS_MAX + 1];
	size_t count = 0;

	*past = (struct whole){ .count = 0 };
	parts[count++] = (struct part){ .kind = &change_part, .entity = entity, .id = id, .before = before, .limit = limit, .whole = past };
	for (size_t c = 0; c < entity_child_count(entity); c++)
		parts[count++] = (struct part){ .kind = &version_part, .entity = entity->children[c], .id = id, .whole = past };
	read_parts(work, parts, count);
}
