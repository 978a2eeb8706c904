/* store.c: saves a record and its lines as one change, or says why it did not. */
#include "model/store.h"

#include "base/log.h"
#include "model/kind.h"
#include "model/search.h"
#include "model/select.h"
#include "model/store_write.h"

/* The record as it will be: what is there, with what was given laid over. */
static struct record *
record_after(struct work *work, const struct input *input, const struct record *before)
{
	struct record *after = record_new(work->arena, input->entity);

	for (size_t i = 0; input->values[i].field; i++) {
		bool is_taken = input->values[i].is_given || !before;

		after->values[i] = is_taken ? input->values[i].value : before->values[i];
		after->labels[i] = is_taken ? input->values[i].label : before->labels[i];
	}
	after->id = input->id;
	after->owner_id = record_value(after, S("owner_id"));
	after->team_id = record_value(after, S("team_id"));
	return after;
}

void
store_column_values(const struct field *field, struct str value, struct str *first, struct str *second)
{
	struct str rest = value;

	*second = NO_STR;
	if (field->kind != MONEY) {
		*first = value.len || (value.data && field->flags & REQUIRED) ? value : NO_STR;
		return;
	}
	*first = NO_STR;
	if (value.len && str_cut(&rest, ' ', first))
		*second = rest;
}

/* Columns of a field in an INSERT or UPDATE: one, or amount and currency. */
static void
add_column(const struct field *field, struct str value, const char *between, const char *after, struct buf *sql, struct arg_list *args)
{
	struct str first, second;

	store_column_values(field, value, &first, &second);
	buf_add_format(sql, "%s`%s`%s", between, field->name, after);
	arg_add(args, first);
	if (field->kind == MONEY) {
		buf_add_format(sql, ", `%s_currency`%s", field->name, after);
		arg_add(args, second);
	}
}

static void
add_marks(size_t count, struct buf *sql)
{
	for (size_t i = 0; i < count; i++)
		buf_add_text(sql, i ? ", ?" : "?");
}

/* Who looks after it: the one named, else who enters it; the team is the owner's. */
static void
settle_owner(struct work *work, struct input *input, const struct record *before)
{
	struct value *owner = input_value(input, S("owner_id")), *team = input_value(input, S("team_id"));

	if (!(input->entity->flags & OWNED) || !owner || !team || team->is_given)
		return;
	if (!input->id.data && !owner->is_given)
		input_set(input, S("owner_id"), work->actor->id);
	if (owner->is_given && (!before || !str_same(owner->value, record_value(before, S("owner_id")))))
		input_set(input, S("team_id"), owner->value.data ? db_value(work->db, SQL("SELECT team_id FROM user WHERE id = ?"), ARGS(owner->value)) :
		                               before ? record_value(before, S("team_id")) : work->actor->team_id);
}

/* A unique key refused the row: the person hears which field. The key has the field's name. */
static bool
explain_duplicate(struct work *work, struct input *input)
{
	struct str key = db_duplicate_key(work->db);

	if (!db_is_duplicate_key(work->db))
		return false;
	db_forgive(work->db);
	input->outcome = OUTCOME_PROBLEMS;
	input_problem(input, key, work_text(work, N_("Another record already has this. It must be unique.")));
	return true;
}

static bool
insert_row(struct work *work, struct input *input, struct str parent_id, size_t position)
{
	const struct entity *entity = input->entity;
	struct buf sql;
	struct arg_list args = { .count = 0 };
	const char *between = "";

	buf_init(&sql, work->arena, 8192);
	buf_add_format(&sql, "INSERT INTO `%s` (", entity->name);
	if (parent_id.data) {
		buf_add_format(&sql, "`%s`, position", entity->parent_field);
		arg_add(&args, parent_id);
		arg_add(&args, str_from_u64(work->arena, position));
		between = ", ";
	}
	for (size_t i = 0; input->values[i].field; i++) {
		const struct field *field = input->values[i].field;

		if (field->computed)
			continue;
		if (str_equal_text(S("created_at"), field->name))
			input->values[i].value = work->change->at;
		add_column(field, input->values[i].value, between, "", &sql, &args);
		between = ", ";
	}
	buf_add_text(&sql, ") VALUES (");
	add_marks(args.count, &sql);
	buf_add_text(&sql, ")");
	db_execute(work->db, sql_built(&sql), arg_list_args(&args));
	if (db_has_failed(work->db))
		return false;
	input->id = str_from_u64(work->arena, db_insert_id(work->db));
	return true;
}

/* A row newer than the clock, after the clock was put back by hand, is not written over: that would destroy history. */
static void
refuse_row(struct work *work, struct input *input, const struct entity *entity)
{
	if (!db_has_failed(work->db))
		log_event("clock", "a row of %s is newer than the clock's moment %.*s; nothing was saved", entity->name, STR_ARG(work->change->at));
	input->outcome = OUTCOME_FAILED;
}

/* Only the columns that differ; the second lock on the door is row_start. True: there was something to write; whole, the record it is part of, tells whether it could be. */
static bool
update_row(struct work *work, struct input *input, const struct record *before, struct input *whole, bool lines_changed)
{
	struct buf sql;
	struct arg_list args = { .count = 0 };
	const char *between = "";
	bool has_version = input == whole;

	buf_init(&sql, work->arena, 8192);
	buf_add_format(&sql, "UPDATE `%s` SET ", input->entity->name);
	for (size_t i = 0; input->values[i].field; i++)
		if (input->values[i].is_given && !input->values[i].field->computed &&
		    !str_same(input->values[i].value, before->values[i])) {
			add_column(input->values[i].field, input->values[i].value, between, " = ?", &sql, &args);
			between = ", ";
		}
	if (args.count == 0 && !lines_changed)
		return false;
	if (has_version)
		buf_add_format(&sql, "%sversion = version + 1", between);
	buf_add_text(&sql, " WHERE id = ? AND row_start <= NOW(6)");
	arg_add(&args, input->id);
	if (has_version) {
		buf_add_text(&sql, " AND version = ?");
		arg_add(&args, before->version);
	}
	if (db_execute(work->db, sql_built(&sql), arg_list_args(&args)) != 1)
		refuse_row(work, whole, input->entity);
	return true;
}

static void
delete_line(struct work *work, struct input *whole, const struct entity *entity, struct str id)
{
	struct buf sql;

	buf_init(&sql, work->arena, 1024);
	buf_add_format(&sql, "DELETE FROM `%s` WHERE id = ? AND `%s` = ? AND row_start <= NOW(6)", entity->name, entity->parent_field);
	if (db_execute(work->db, sql_built(&sql), ARGS(id, whole->id)) != 1)
		refuse_row(work, whole, entity);
}

static const struct record *
line_before(const struct record_lines *lines, const struct input *line)
{
	for (size_t i = 0; lines && line->id.data && i < lines->count; i++)
		if (str_equal(lines->records[i].id, line->id))
			return &lines->records[i];
	return NULL;
}

/* A form and a file show less than the table holds: no seconds of an instant. Is it that, read again? */
static bool
is_as_shown(struct work *work, const struct field *field, struct str before, struct str value)
{
	const struct kind *kind = kind_of(field);
	struct str read = NO_STR;

	return kind->edit && before.len && value.len && !kind->check(work, field, kind_edit(work, field, before), &read).data && str_equal(read, value);
}

/* What was sent as it was shown stays as it was. */
static void
keep_exact(struct work *work, struct input *input, const struct record *before)
{
	for (size_t i = 0; input->values[i].field; i++) {
		struct value *value = &input->values[i];

		if (value->is_given && !str_same(value->value, before->values[i]) && is_as_shown(work, value->field, before->values[i], value->value))
			value->value = before->values[i];
	}
	for (size_t c = 0; c < entity_child_count(input->entity); c++)
		for (size_t i = 0; i < input->lines[c].count; i++) {
			const struct record *there = line_before(&before->lines[c], &input->lines[c].inputs[i]);

			if (there)
				keep_exact(work, &input->lines[c].inputs[i], there);
		}
}

/* A checklist names the records it wants; the others go. */
static bool
save_checklist(struct work *work, struct input *input, struct input_lines *lines, const struct record_lines *before)
{
	bool changed = false;
	size_t at = 0;

	while (lines->entity->fields[at].kind != REF)
		at++;
	for (size_t i = 0; before && i < before->count; i++) {
		bool is_kept = false;

		for (size_t k = 0; k < lines->count; k++)
			is_kept = is_kept || str_equal(lines->inputs[k].values[at].value, before->records[i].values[at]);
		if (!is_kept) {
			delete_line(work, input, lines->entity, before->records[i].id);
			changed = true;
		}
	}
	for (size_t k = 0; k < lines->count; k++) {
		bool is_there = false;

		for (size_t i = 0; before && i < before->count; i++)
			is_there = is_there || str_equal(lines->inputs[k].values[at].value, before->records[i].values[at]);
		for (size_t i = 0; i < k; i++)
			is_there = is_there || str_equal(lines->inputs[k].values[at].value, lines->inputs[i].values[at].value);
		if (!is_there) {
			insert_row(work, &lines->inputs[k], input->id, k);
			changed = true;
		}
	}
	return changed;
}

/* Behind all lines that are there, also when some before them have gone. */
static size_t
next_position(struct work *work, const struct entity *entity, struct str parent_id)
{
	struct buf sql;
	uint64_t position = 0;

	buf_init(&sql, work->arena, 1024);
	buf_add_format(&sql, "SELECT MAX(position) + 1 FROM `%s` WHERE `%s` = ?", entity->name, entity->parent_field);
	str_to_u64(db_value(work->db, sql_built(&sql), ARGS(parent_id)), &position);
	return position;
}

static bool
save_lines(struct work *work, struct input *input, const struct record *before)
{
	bool changed = false;

	for (size_t c = 0; c < entity_child_count(input->entity); c++) {
		struct input_lines *lines = &input->lines[c];
		const struct record_lines *old = before ? &before->lines[c] : NULL;
		size_t position = SIZE_MAX;

		if (!lines->is_given)
			continue;
		if (lines->entity->flags & CHECKLIST) {
			changed = save_checklist(work, input, lines, old) || changed;
			continue;
		}
		for (size_t i = 0; i < lines->count; i++) {
			struct input *line = &lines->inputs[i];
			const struct record *there = line_before(old, line);

			if (line->is_removed) {
				if (there) {
					delete_line(work, input, lines->entity, there->id);
					changed = true;
				}
			} else if (there) {
				changed = update_row(work, line, there, input, false) || changed;
			} else {
				if (position == SIZE_MAX)
					position = old && old->count ? next_position(work, lines->entity, input->id) : 0;
				insert_row(work, line, input->id, position++);
				changed = true;
			}
		}
	}
	return changed;
}

/* The lines as they will be, for search: the old ones that stay and the new ones. */
static void
lines_after(struct work *work, const struct input *input, const struct record *before, struct record *after)
{
	for (size_t c = 0; c < entity_child_count(input->entity); c++) {
		const struct input_lines *lines = &input->lines[c];
		struct record_lines *to = &after->lines[c];
		size_t old = before ? before->lines[c].count : 0;

		to->records = ARENA_ARRAY(work->arena, struct record, old + lines->count + 1);
		for (size_t i = 0; i < old; i++) {
			const struct record *record = &before->lines[c].records[i];
			const struct input *given = NULL;

			for (size_t k = 0; k < lines->count; k++)
				if (lines->inputs[k].id.data && str_equal(lines->inputs[k].id, record->id))
					given = &lines->inputs[k];
			if (given && given->is_removed)
				continue;
			to->records[to->count++] = given ? *record_after(work, given, record) : *record;
		}
		for (size_t k = 0; k < lines->count; k++)
			if (!lines->inputs[k].is_removed && !line_before(before ? &before->lines[c] : NULL, &lines->inputs[k]))
				to->records[to->count++] = *record_after(work, &lines->inputs[k], NULL);
	}
}

/* The record at the version the person saw, with the lines it had, and who has saved since. */
static bool
tell_conflict(struct work *work, struct input *input, struct record *theirs)
{
	struct record *opened = record_new(work->arena, input->entity);
	struct buf sql;
	struct rows *rows;

	buf_init(&sql, work->arena, 32 * 1024);
	buf_add_text(&sql, "SELECT c.id, c.version, c.row_start AS began");
	select_columns(work, input->entity, "c", 0, &sql);
	buf_add_format(&sql, " FROM `%s` FOR SYSTEM_TIME ALL c", input->entity->name);
	select_joins(input->entity, "c", 0, &sql);
	buf_add_text(&sql, " WHERE c.id = ? AND c.version = ? LIMIT 1");
	rows = db_query(work->db, sql_built(&sql), ARGS(input->id, input->version));
	store_read_lines(work, theirs);
	if (rows_next(rows)) {
		record_fill(work->arena, opened, rows);
		store_read_lines_at(work, opened, rows_get(rows, S("began")));
	} else {
		opened = theirs;
	}
	rows = db_query(work->db, SQL("SELECT COALESCE(u.name, ''), c.at FROM change_record r JOIN `change` c ON c.at = r.at"
	                              " LEFT JOIN user u ON u.id = c.actor_id WHERE r.entity = ? AND r.record_id = ? ORDER BY r.at DESC LIMIT 1"),
	                ARGS(str_from(input->entity->name), input->id));
	input->their_name = rows_cell(rows, 0, 0);
	input->their_at = rows_cell(rows, 0, 1);
	keep_exact(work, input, opened);
	input->opened = opened;
	input->theirs = theirs;
	input->outcome = OUTCOME_CONFLICT;
	return false;
}

static bool
finish(struct work *work, struct input *input, const struct record *before, struct record *after)
{
	after->id = input->id;
	after->version = before ? S("2") : S("1");
	lines_after(work, input, before, after);
	search_update(work, after);
	change_add(work, input->entity, input->id, before ? UPDATED : CREATED);
	if (input->entity->saved)
		input->entity->saved(work, input);
	if (db_has_failed(work->db))
		return explain_duplicate(work, input) ? false : (input->outcome = OUTCOME_FAILED, false);
	input->outcome = input->problem_count ? OUTCOME_PROBLEMS : OUTCOME_SAVED;
	return input->problem_count == 0;
}

bool
store_settle(struct work *work, struct input *input, const struct record *before)
{
	settle_owner(work, input, before);
	if (input->entity->settle)
		input->entity->settle(work, input, before);
	if (input->problem_count)
		input->outcome = OUTCOME_PROBLEMS;
	return input->problem_count == 0;
}

static bool
save_new(struct work *work, struct input *input)
{
	struct record *after;

	if (!access_may(work, input->entity, CREATE)) {
		input->outcome = OUTCOME_MISSING;
		return false;
	}
	if (!store_settle(work, input, NULL))
		return false;
	if (insert_row(work, input, NO_STR, 0))
		save_lines(work, input, NULL);
	if (db_has_failed(work->db)) {
		input->outcome = OUTCOME_FAILED;
		if (explain_duplicate(work, input))
			input->id = NO_STR;
		return false;
	}
	after = record_after(work, input, NULL);
	return finish(work, input, NULL, after);
}

static bool
save_old(struct work *work, struct input *input)
{
	struct record *before = input->before ? input->before : store_read(work, input->entity, input->id, EDIT);
	bool has_changed;

	if (!before) {
		input->outcome = db_has_failed(work->db) ? OUTCOME_FAILED : OUTCOME_MISSING;
		return false;
	}
	if (input->version.data && !str_equal(input->version, before->version))
		return tell_conflict(work, input, before);
	if (!input->before)
		store_read_lines(work, before);
	keep_exact(work, input, before);
	if (!store_settle(work, input, before))
		return false;
	input->outcome = OUTCOME_UNCHANGED;
	has_changed = save_lines(work, input, before);
	has_changed = update_row(work, input, before, input, has_changed);
	if (db_has_failed(work->db) || input->outcome == OUTCOME_FAILED) {
		input->outcome = OUTCOME_FAILED;
		explain_duplicate(work, input);
		return false;
	}
	if (!has_changed)
		return true;
	return finish(work, input, before, record_after(work, input, before));
}

bool
store_save(struct work *work, struct input *input)
{
	if (input->problem_count || input->problem.data) {
		input->outcome = OUTCOME_PROBLEMS;
		return false;
	}
	return input->id.data ? save_old(work, input) : save_new(work, input);
}
