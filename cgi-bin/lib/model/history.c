/* history.c: tells a record's past from its versions and the changes that made them. */
#include "model/history.h"

#include "model/access.h"
#include "model/kind.h"
#include "model/select.h"
#include "base/url_query.h"

struct history {
	struct work *work;
	const struct record *record;
	const struct past *changes;    /* newest first */
	size_t count;
	const struct version *versions;    /* of its lines; none: not asked for */
	size_t version_count;
};

struct record *
history_removed(struct work *work, const struct entity *entity, struct str id, struct str *removed_at, struct str *removed_by)
{
	struct record *record = record_new(work->arena, entity);
	struct buf sql;
	struct rows *rows;

	buf_init(&sql, work->arena, 32 * 1024);
	buf_add_format(&sql, "SELECT c.id, c.version, c.row_end AS removed_at, u.name AS removed_by%s",
	               entity->flags & OWNED ? ", c.owner_id, c.team_id" : "");
	select_columns(work, entity, "c", 0, &sql);
	buf_add_format(&sql, " FROM `%s` FOR SYSTEM_TIME ALL c", entity->name);
	select_joins(entity, "c", 0, &sql);
	buf_add_text(&sql, " LEFT JOIN `change` h ON h.at = CAST(c.row_end AS DATETIME(6)) LEFT JOIN user u ON u.id = h.actor_id"
	                   " WHERE c.id = ? ORDER BY c.row_end DESC LIMIT 1");
	rows = db_query(work->db, sql_built(&sql), ARGS(id));
	if (!rows_next(rows) || str_starts_with(rows_get(rows, S("removed_at")), S("2038-01-19")))
		return NULL;
	record_fill(work->arena, record, rows);
	if (entity->flags & OWNED ? !access_may_on(work, entity, VIEW, record->owner_id, record->team_id) : !access_may(work, entity, VIEW))
		return NULL;
	*removed_at = rows_get(rows, S("removed_at"));
	*removed_by = rows_get(rows, S("removed_by"));
	return record;
}

struct str
history_first(struct work *work, const struct entity *entity, struct str id)
{
	struct buf sql;

	buf_init(&sql, work->arena, 200);
	buf_add_format(&sql, "SELECT MIN(row_start) FROM `%s` FOR SYSTEM_TIME ALL WHERE id = ?", entity->name);
	return db_value(work->db, sql_built(&sql), ARGS(id));
}

static struct str
shown_text(struct work *work, const struct field *field, struct str value, struct str label)
{
	struct shown shown;

	kind_show(work, field, value, label, &shown);
	return shown.text.len ? shown.text : S("—");
}

static void
add_difference(struct work *work, struct view_list *list, struct str label, struct str before, struct str after)
{
	struct view_map *map = view_map_new(work->arena);

	view_map_put_text(map, S("label"), label);
	view_map_put_text(map, S("before"), before);
	view_map_put_text(map, S("after"), after);
	view_list_add(list, view_map(map));
}

static void
add_fields(const struct history *history, size_t place, struct view_list *list)
{
	struct work *work = history->work;
	const struct record *after = history->changes[place].record, *before = history->changes[place + 1].record;

	for (size_t i = 0; after->entity->fields[i].name; i++) {
		const struct field *field = &after->entity->fields[i];
		struct str was, is;

		if (field->computed || str_same(after->values[i], before->values[i]))
			continue;
		was = shown_text(work, field, before->values[i], before->labels[i]);
		is = shown_text(work, field, after->values[i], after->labels[i]);
		/* Two moments of one minute look the same; what cannot be seen is not told. */
		if (!str_equal(was, is))
			add_difference(work, list, work_text(work, field->label), was, is);
	}
}

/* A line in one text: "Mobile · +86 138 …". */
static struct str
line_text(struct work *work, const struct record *line)
{
	struct buf buf;

	buf_init(&buf, work->arena, 4096);
	for (size_t i = 0; line->entity->fields[i].name; i++) {
		if (str_is_empty(line->values[i]))
			continue;
		if (buf.len)
			buf_add_text(&buf, " · ");
		buf_add(&buf, shown_text(work, &line->entity->fields[i], line->values[i], line->labels[i]));
	}
	return buf_str(&buf);
}

/* The version of the same line that ended or began at that moment. */
static const struct version *
other_version(const struct history *history, const struct version *version, struct str at, bool began)
{
	for (size_t i = 0; i < history->version_count; i++) {
		const struct version *other = &history->versions[i];

		if (other != version && other->record->entity == version->record->entity && str_equal(other->record->id, version->record->id) &&
		    str_equal(began ? other->ended : other->began, at))
			return other;
	}
	return NULL;
}

/* Lines that began or ended with the change: new, gone, or changed when the same line did both. */
static void
add_lines(const struct history *history, struct str at, struct view_list *list)
{
	struct work *work = history->work;

	for (size_t i = 0; i < history->version_count; i++) {
		const struct version *version = &history->versions[i], *other;
		bool began = str_equal(version->began, at), ended = str_equal(version->ended, at);
		struct str label = work_text(work, version->record->entity->label);

		if (!began && !ended)
			continue;
		other = other_version(history, version, at, began);
		if (began)
			add_difference(work, list, label, other ? line_text(work, other->record) : S("—"), line_text(work, version->record));
		else if (!other)
			add_difference(work, list, label, line_text(work, version->record), S("—"));
	}
}

static struct str
action_text(struct work *work, struct str action)
{
	return work_text(work, str_equal(action, S("create")) ? N_("Created") : str_equal(action, S("remove")) ? N_("Removed") :
	                       str_equal(action, S("restore")) ? N_("Restored") : N_("Changed"));
}

static struct str
source_text(struct work *work, struct str kind)
{
	return work_text(work, str_equal(kind, S("import")) ? N_("Import") : str_equal(kind, S("command")) ? N_("Command") :
	                       str_equal(kind, S("system")) ? N_("System") : N_("Form"));
}

static struct view_map *
change_view(const struct history *history, size_t place)
{
	struct work *work = history->work;
	const struct past *past = &history->changes[place];
	struct view_map *map = view_map_new(work->arena);
	struct view_list *fields = view_list_new(work->arena);
	struct str at = past->at, action = past->action;
	bool is_update = str_equal(action, S("update"));
	bool was_there = place + 1 < history->count && past[1].record->id.data;

	if (is_update && was_there)
		add_fields(history, place, fields);
	if (!str_equal(action, S("remove")))
		add_lines(history, at, fields);
	view_map_put_text(map, S("when"), work_local_time(work, at));
	view_map_put_text(map, S("time"), str_slice(work_local_time(work, at), 11, 16));
	view_map_put_text(map, S("iso"), str_format(work->arena, "%.*sT%.*sZ", 10, at.data, 8, at.data + 11));
	view_map_put_text(map, S("who"), past->actor.data ? past->actor : work_text(work, N_("System")));
	view_map_put_text(map, S("source"), source_text(work, past->kind));
	view_map_put_text(map, S("reason"), past->reason);
	view_map_put_text(map, S("what"), action_text(work, action));
	view_map_put(map, S("fields"), view_list(fields));
	view_map_put(map, S("changes"), view_list(fields));
	view_map_put_text(map, S("icon"), str_equal(action, S("create")) ? S("plus") : str_equal(action, S("remove")) ? S("remove") :
	                                  str_equal(action, S("restore")) ? S("restore") : S("edit"));
	view_map_put_text(map, S("tint"), str_equal(action, S("remove")) ? S("bad") : is_update ? S("info") : S("ok"));
	/* A moment after the change, so that what it made is seen. */
	if (!str_equal(action, S("remove")))
		view_map_put_text(map, S("as_of_href"), str_format(work->arena, "%s/%.*s?as_of=%.*sT%.*sZ", history->record->entity->path,
		                  STR_ARG(history->record->id), 10, at.data, 15, at.data + 11));
	return map;
}

struct view_map *
history_change(struct work *work, const struct record *record, const struct past *changes, size_t count, size_t place)
{
	struct history history = { work, record, changes, count, NULL, 0 };

	return change_view(&history, place);
}

void
history_view(struct work *work, const struct record *record, struct str before, struct str carried, struct view_map *page)
{
	struct whole past;
	struct history history;
	struct view_list *changes = view_list_new(work->arena);
	struct view_map *pager = view_map_new(work->arena);
	size_t shown;

	store_read_past(work, record->entity, record->id, before, HISTORY_ROWS, &past);
	history = (struct history){ work, record, past.changes, past.change_count, past.versions, past.version_count };
	shown = history.count > HISTORY_ROWS ? HISTORY_ROWS : history.count;
	for (size_t i = 0; i < shown; i++)
		view_list_add(changes, view_map(change_view(&history, i)));
	view_map_put(page, S("changes"), view_list(changes));
	view_map_put_text(pager, S("text"), work_say(work, N_("{0} on this page"), str_from_u64(work->arena, shown), NO_STR));
	if (history.count > HISTORY_ROWS) {
		struct url_query url;

		url_query_start(&url, work->arena, record_href(work, record->entity, record->id, "/history"));
		url_query_add(&url, S("before"), history.changes[shown - 1].at);
		view_map_put_text(pager, S("next_href"), url_query_end(&url, carried));
	}
	view_map_put(page, S("pager"), view_map(pager));
}

void
history_removed_list(struct work *work, const struct entity *entity, struct str before, struct view_map *page)
{
	struct view_list *list = view_list_new(work->arena);
	struct view_map *pager = view_map_new(work->arena);
	struct buf sql;
	struct arg_list args = { .count = 0 };
	struct rows *rows;
	size_t count = 0;

	/* Only what is still gone: a restored record is there again, or was removed later once more. */
	buf_init(&sql, work->arena, 16384);
	buf_add_text(&sql, "SELECT r.record_id, r.at, u.name, ");
	select_title(work, entity, "c", &sql);
	buf_add_format(&sql, " FROM change_record r STRAIGHT_JOIN `change` h ON h.at = r.at"
	               " STRAIGHT_JOIN `%s` FOR SYSTEM_TIME ALL c ON c.id = r.record_id AND c.row_end = r.at LEFT JOIN user u ON u.id = h.actor_id"
	               " WHERE r.entity = ? AND r.action = 'remove' AND NOT EXISTS (SELECT 1 FROM `%s` n WHERE n.id = r.record_id) AND ",
	               entity->name, entity->name);
	arg_add(&args, str_from(entity->name));
	access_predicate(work, entity, REMOVE, "c", &sql, &args);
	if (before.data) {
		buf_add_text(&sql, " AND r.at < ?");
		arg_add(&args, before);
	}
	buf_add_format(&sql, " ORDER BY r.at DESC LIMIT %d", HISTORY_ROWS + 1);
	rows = db_query(work->db, sql_built(&sql), arg_list_args(&args));
	for (; count < rows_count(rows) && count < HISTORY_ROWS; count++) {
		struct view_map *row = view_map_new(work->arena);
		struct str at = rows_cell(rows, count, 1), id = rows_cell(rows, count, 0);

		view_map_put_text(row, S("name"), rows_cell(rows, count, 3));
		view_map_put_text(row, S("who"), rows_cell(rows, count, 2));
		view_map_put_text(row, S("when"), work_local_time(work, at));
		view_map_put_text(row, S("iso"), str_format(work->arena, "%.*sT%.*sZ", 10, at.data, 8, at.data + 11));
		view_map_put_text(row, S("href"), record_href(work, entity, id, ""));
		view_map_put_text(row, S("restore_action"), record_href(work, entity, id, "/restore"));
		view_list_add(list, view_map(row));
	}
	view_map_put(page, S("rows"), view_list(list));
	if (count == 0) {
		struct view_map *none = view_map_new(work->arena);

		view_map_put_text(none, S("text"), work_text(work, N_("Nothing has been removed.")));
		view_map_put(page, S("no_rows"), view_map(none));
	}
	if (rows_count(rows) > HISTORY_ROWS) {
		struct url_query url;

		url_query_start(&url, work->arena, str_format(work->arena, "%s/removed", entity->path));
		url_query_add(&url, S("before"), rows_cell(rows, count - 1, 1));
		view_map_put_text(pager, S("next_href"), url_query_end(&url, NO_STR));
		view_map_put(page, S("pager"), view_map(pager));
	}
}
