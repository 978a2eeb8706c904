/* pick.c: finds the record a reference may point at. */
#include "model/pick.h"

#include "model/search.h"
#include "model/select.h"

enum { COLUMNS_MAX = 8, BRANCHES = 50 };
enum place { TITLES, NUMBERS, OTHERS };

/* Where there is nothing to tell of it, its code tells it from another of its name. */
static void
add_second(const struct entity *entity, struct buf *sql)
{
	const struct field *field = entity->fields;

	while (field->name && !(field->flags & SUBTITLE && field->kind != REF && !field->computed && field->kind != MONEY))
		field++;
	if (entity->code_prefix[0] && field->name)
		buf_add_format(sql, ", COALESCE(NULLIF(c.`%s`, ''), CONCAT('%s', c.id)) AS second", field->name, entity->code_prefix);
	else if (entity->code_prefix[0])
		buf_add_format(sql, ", CONCAT('%s', c.id) AS second", entity->code_prefix);
	else if (field->name)
		buf_add_format(sql, ", c.`%s` AS second", field->name);
	else
		buf_add_text(sql, ", NULL AS second");
}

static void
add_head(const struct work *work, const struct entity *entity, struct buf *sql)
{
	buf_add_text(sql, "SELECT c.id, ");
	select_title(work, entity, "c", sql);
	buf_add_text(sql, " AS label");
	add_second(entity, sql);
}

bool
pick_by_id(struct work *work, const struct entity *entity, struct str id, struct str *label)
{
	const struct option_list *list = catalogue_options(work->catalogue, entity);
	struct buf sql;
	struct arg_list args = { .count = 0 };
	struct rows *rows;

	if (list && !list->is_long)
		for (size_t i = 0; i < list->count; i++)
			if (str_equal(list->options[i].value, id)) {
				*label = option_label(&list->options[i], work_is_english(work));
				return true;
			}
	buf_init(&sql, work->arena, 8192);
	add_head(work, entity, &sql);
	buf_add_format(&sql, " FROM `%s` c WHERE c.id = ? AND ", entity->name);
	arg_add(&args, id);
	access_predicate(work, entity, VIEW, "c", &sql, &args);
	rows = db_query(work->db, sql_built(&sql), arg_list_args(&args));
	*label = rows_cell(rows, 0, 1);
	return rows_count(rows) == 1;
}

/* Columns a name is compared with at one of the places it is looked for. */
static size_t
columns_at(const struct entity *entity, enum place place, const struct field *columns[COLUMNS_MAX])
{
	size_t count = 0;

	for (const struct field *field = entity->fields; field->name && count < COLUMNS_MAX; field++) {
		struct str name = str_from(field->name);
		bool is_title = str_equal_text(name, entity->title) || (entity->title_english && str_equal_text(name, entity->title_english));
		bool is_number = str_equal(name, S("external_code"));
		enum place its = is_title ? TITLES : is_number ? NUMBERS : OTHERS;

		if (its == place && (its != OTHERS || field->flags & MATCHED))
			columns[count++] = field;
	}
	return count;
}

/* The id in "C-17"; NO_STR when the name is no number of a record. */
static struct str
id_in(struct work *work, const struct entity *entity, struct str name)
{
	struct str prefix = str_from(entity->code_prefix);
	uint64_t id;

	if (str_is_empty(prefix) || name.len <= prefix.len || !str_equal_ignoring_case(str_slice(name, 0, prefix.len), prefix) ||
	    !str_to_u64(str_slice(name, prefix.len, name.len), &id))
		return NO_STR;
	return str_from_u64(work->arena, id);
}

/* One SELECT for each name, so that its records are counted apart and compared as its column compares. */
static void
add_branch(struct work *work, const struct entity *entity, enum place place, struct str name, size_t number, struct buf *sql, struct arg_list *args)
{
	const struct field *columns[COLUMNS_MAX];
	size_t count = columns_at(entity, place, columns);
	const char *between = "";

	buf_add_text(sql, number ? " UNION ALL (" : "(");
	add_head(work, entity, sql);
	buf_add_format(sql, ", %zu AS name FROM `%s` c WHERE (", number, entity->name);
	for (size_t i = 0; i < count; i++) {
		buf_add_format(sql, "%sc.`%s` = ?", between, columns[i]->name);
		arg_add(args, name);
		between = " OR ";
	}
	if (place == NUMBERS) {
		buf_add_format(sql, "%sc.id = ?", between);
		arg_add(args, id_in(work, entity, name));
	}
	buf_add_text(sql, ") AND ");
	access_predicate(work, entity, VIEW, "c", sql, args);
	buf_add_format(sql, " LIMIT %d)", PICK_TWINS_MAX);
}

static bool
has_place(const struct entity *entity, enum place place)
{
	const struct field *columns[COLUMNS_MAX];

	return columns_at(entity, place, columns) > 0 || (place == NUMBERS && entity->code_prefix[0]);
}

/* Takes as many names as fit into one statement; *taken says how many. */
static struct rows *
query_names(struct work *work, const struct entity *entity, enum place place, const struct str *const *names, size_t count, size_t *taken)
{
	struct buf sql;
	struct arg_list args = { .count = 0 };
	size_t each = 0;

	buf_init(&sql, work->arena, 512 * 1024);
	for (*taken = 0; *taken < count && *taken < BRANCHES && args.count + each <= ARGS_MAX; (*taken)++) {
		add_branch(work, entity, place, *names[*taken], *taken, &sql, &args);
		each = args.count / (*taken + 1);
	}
	return db_query(work->db, sql_built(&sql), arg_list_args(&args));
}

struct rows *
pick_by_name(struct work *work, const struct entity *entity, struct str name)
{
	const struct str *names[] = { &name };
	struct rows *rows = NULL;
	size_t taken;

	for (enum place place = TITLES; place <= OTHERS; place++)
		if (has_place(entity, place)) {
			rows = query_names(work, entity, place, names, 1, &taken);
			if (rows_count(rows))
				break;
		}
	return rows;
}

void
pick_by_names(struct work *work, const struct entity *entity, const struct str *names, size_t count, struct pick *picks)
{
	const struct str **open = ARENA_ARRAY(work->arena, const struct str *, count + 1);

	for (size_t i = 0; i < count; i++)
		picks[i] = (struct pick){ .count = 0 };
	for (enum place place = TITLES; place <= OTHERS; place++) {
		size_t open_count = 0, taken;

		if (!has_place(entity, place))
			continue;
		for (size_t i = 0; i < count; i++)
			if (!picks[i].count && names[i].len)
				open[open_count++] = &names[i];
		for (size_t from = 0; from < open_count; from += taken) {
			struct rows *rows = query_names(work, entity, place, open + from, open_count - from, &taken);
			uint64_t number;

			while (rows_next(rows)) {
				struct pick *pick;

				if (!str_to_u64(rows_at(rows, 3), &number))
					continue;
				pick = &picks[open[from + number] - names];
				if (pick->count++ == 0) {
					pick->id = rows_at(rows, 0);
					pick->label = rows_at(rows, 1);
				}
			}
			if (db_has_failed(work->db))
				return;
		}
	}
}

struct rows *
pick_by_search(struct work *work, const struct entity *entity, struct str text)
{
	struct buf sql;
	struct arg_list args = { .count = 0 };
	struct search_query query;

	buf_init(&sql, work->arena, 16384);
	add_head(work, entity, &sql);
	if (search_query_read(work, entity, text, &query))
		search_from(work, entity, &query, &sql, &args);
	else
		buf_add_format(&sql, " FROM `%s` c WHERE 1", entity->name);
	buf_add_text(&sql, " AND ");
	access_predicate(work, entity, VIEW, "c", &sql, &args);
	buf_add_format(&sql, " ORDER BY c.id DESC LIMIT %d", PICKS_MAX);
	return db_query(work->db, sql_built(&sql), arg_list_args(&args));
}
