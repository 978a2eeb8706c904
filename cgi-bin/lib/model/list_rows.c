/* list_rows.c: the statement of a list: scope, filters, search and keyset paging. */
#include "base/utf8.h"
#include "model/list_view.h"
#include "model/select.h"

enum { MANY_BRANCHES = 6 };

static bool
is_sortable(const struct field *field)
{
	return (field->flags & SORTED) && !field->computed;
}

struct str
list_query_text(struct str typed)
{
	typed = str_trim(typed);
	return utf8_is_valid(typed) && !utf8_has_control(typed) ? utf8_first(typed, 80) : S("");
}

void
list_query_read(struct work *work, const struct entity *entity, struct input_source source, struct list_query *query)
{
	struct str sort = source.get(source.data, S("sort"));
	struct str after = source.get(source.data, S("after")), before = source.get(source.data, S("before"));

	*query = (struct list_query){ .entity = entity };
	query->q = list_query_text(source.get(source.data, S("q")));
	filter_read(work, entity, source, &query->filters);
	if (str_is_empty(sort) || query->q.len)
		sort = query->q.len ? S("-id") : str_from(entity->default_sort);
	if (sort.data[0] == '-') {
		query->is_descending = true;
		sort = str_slice(sort, 1, sort.len);
	}
	query->sort = entity_field(entity, sort);
	if (query->sort && !is_sortable(query->sort))
		query->sort = NULL;
	query->cursor = before.len ? before : after;
	query->is_backward = before.len > 0;
	if (!utf8_is_valid(query->cursor))
		query->cursor = NO_STR;
}

/* The value a cursor stands on as it is compared: of money the amount alone, as a number. */
static const char *
cursor_mark(const struct field *sort, struct str *value)
{
	struct str amount = *value;

	if (sort->kind != MONEY)
		return "?";
	str_cut(&amount, ' ', value);
	return "CAST(? AS DECIMAL(20,2))";
}

/* NULL is smallest. The tuple form (a, b) > (?, ?) would not use the key. */
static void
add_keyset(const struct list_query *query, const char *alias, struct buf *sql, struct arg_list *args)
{
	bool is_down = query->is_descending != query->is_backward;
	const char *sign = is_down ? "<" : ">";
	struct str rest = query->cursor, value, id;
	ptrdiff_t tilde = -1;
	uint64_t number;

	for (size_t i = 0; i < rest.len; i++)
		if (rest.data[i] == '~')
			tilde = (ptrdiff_t)i;
	id = tilde < 0 ? rest : str_slice(rest, (size_t)tilde + 1, rest.len);
	if (!str_to_u64(id, &number))
		return;
	if (!query->sort) {
		buf_add_format(sql, " AND %s.id %s ?", alias, sign);
		arg_add(args, id);
		return;
	}
	if (tilde < 1)
		return;
	value = str_slice(rest, 1, (size_t)tilde);
	if (rest.data[0] == 'v') {
		const char *mark = cursor_mark(query->sort, &value);

		buf_add_format(sql, " AND (%s.`%s` %s %s OR (%s.`%s` = %s AND %s.id %s ?)", alias, query->sort->name, sign, mark,
		               alias, query->sort->name, mark, alias, sign);
		arg_add(args, value);
		arg_add(args, value);
		arg_add(args, id);
		if (is_down && !(query->sort->flags & REQUIRED))
			buf_add_format(sql, " OR %s.`%s` IS NULL", alias, query->sort->name);
		buf_add_text(sql, ")");
	} else if (is_down) {
		buf_add_format(sql, " AND (%s.`%s` IS NULL AND %s.id < ?)", alias, query->sort->name, alias);
		arg_add(args, id);
	} else {
		buf_add_format(sql, " AND (%s.`%s` IS NOT NULL OR (%s.`%s` IS NULL AND %s.id > ?))", alias, query->sort->name,
		               alias, query->sort->name, alias);
		arg_add(args, id);
	}
}

static void
add_order(const struct list_query *query, const char *alias, const char *sort_name, struct buf *sql)
{
	const char *way = query->is_descending != query->is_backward ? "DESC" : "ASC";

	buf_add_text(sql, " ORDER BY ");
	if (query->sort)
		buf_add_format(sql, "%s.`%s` %s, ", alias, sort_name, way);
	buf_add_format(sql, "%s.id %s", alias, way);
}

static void
add_columns(struct work *work, const struct list_query *query, unsigned flags, struct buf *sql)
{
	buf_add_text(sql, "SELECT c.id");
	select_columns(work, query->entity, "c", flags, sql);
}

/* By id, title or money and without filters: then each branch has a key that gives its records in order. */
static bool
has_keys(const struct list_query *query)
{
	bool is_keyed = query->sort && (query->sort->kind == MONEY || query->sort == entity_title_field(query->entity));

	return query->filters.count == 0 && (!query->sort || (query->entity->flags & OWNED && is_keyed));
}

/* Records of any other key would have to be sorted, and the optimizer takes one at random. */
static void
add_key(const struct list_query *query, const struct branch *branch, struct buf *sql)
{
	if (branch && branch->who && has_keys(query))
		buf_add_format(sql, " USE INDEX (%s_%s)", branch->who, query->sort ? query->sort->name : "id");
}

/* One owner or team, or everything: the key gives the order, the joins only the labels. */
static void
add_single(struct work *work, const struct list_query *query, const struct branch *branch, unsigned flags, size_t limit,
           struct buf *sql, struct arg_list *args)
{
	add_columns(work, query, flags, sql);
	buf_add_format(sql, " FROM `%s` c", query->entity->name);
	add_key(query, branch, sql);
	select_joins(query->entity, "c", flags, sql);
	buf_add_text(sql, " WHERE 1");
	if (branch && branch->condition.len) {
		buf_add_text(sql, " AND ");
		buf_add(sql, branch->condition);
		for (size_t i = 0; i < branch->value_count; i++)
			arg_add(args, branch->values[i]);
	} else if (!branch) {
		buf_add_text(sql, " AND ");
		access_predicate(work, query->entity, VIEW, "c", sql, args);
	}
	if (branch)
		access_now_too(work, query->entity, VIEW, "c", sql, args);
	filter_conditions(work, &query->filters, "c", sql, args);
	add_keyset(query, "c", sql, args);
	add_order(query, "c", query->sort ? query->sort->name : NULL, sql);
	buf_add_format(sql, " LIMIT %zu", limit + 1);
}

/* limits: how many rows each branch gives. */
static void
add_branches(struct work *work, const struct list_query *query, const struct branch *branches, const size_t *limits, size_t count,
             unsigned flags, size_t limit, struct buf *sql, struct arg_list *args)
{
	/* Where the key is named there is nothing to choose by looking how many rows each has. */
	if (has_keys(query))
		buf_add_text(sql, "SET STATEMENT eq_range_index_dive_limit = 1 FOR ");
	add_columns(work, query, flags, sql);
	buf_add_format(sql, ", c.owner_id AS branch_owner, c.team_id AS branch_team FROM (SELECT DISTINCT * FROM (");
	/*
	 * What is both one's own and a team's comes twice at most, and is dropped at the end: a condition against it
	 * would read the whole row where the key is enough.
	 */
	for (size_t i = 0; i < count; i++) {
		buf_add_text(sql, i ? " UNION ALL (SELECT c.id" : "(SELECT c.id");
		if (query->sort)
			buf_add_format(sql, ", c.`%s` AS sort", query->sort->name);
		buf_add_format(sql, " FROM `%s` c", query->entity->name);
		add_key(query, &branches[i], sql);
		buf_add_text(sql, " WHERE ");
		buf_add(sql, branches[i].condition);
		for (size_t k = 0; k < branches[i].value_count; k++)
			arg_add(args, branches[i].values[k]);
		access_now_too(work, query->entity, VIEW, "c", sql, args);
		filter_conditions(work, &query->filters, "c", sql, args);
		add_keyset(query, "c", sql, args);
		add_order(query, "c", query->sort ? query->sort->name : NULL, sql);
		buf_add_text(sql, " LIMIT ?)");
		arg_add(args, str_from_u64(work->arena, limits[i]));
	}
	buf_add_text(sql, ") b");
	add_order(query, "b", "sort", sql);
	buf_add_format(sql, " LIMIT %zu) k STRAIGHT_JOIN `%s` c ON c.id = k.id", limit + 1, query->entity->name);
	select_joins(query->entity, "c", flags, sql);
	add_order(query, "k", "sort", sql);
}

/*
 * Gives branches all the rows of a page of which all the rows they gave came into the page, so that there may be more of
 * theirs; says whether there was one. Once is enough: more rows of one can only push out those of another.
 */
static bool
widen(const struct branch *branches, size_t *limits, size_t count, struct rows *rows, size_t limit)
{
	size_t owner = rows_column(rows, S("branch_owner")), team = rows_column(rows, S("branch_team"));
	bool is_wider = false;

	for (size_t i = 0; i < count; i++) {
		size_t column = str_equal_text(S("owner"), branches[i].who) ? owner : team, given = 0;

		if (!branches[i].who)
			continue;
		for (size_t row = 0; row < rows_count(rows); row++)
			given += str_equal(rows_cell(rows, row, column), branches[i].values[0]);
		if (given >= limits[i] && limits[i] <= limit) {
			limits[i] = limit + 1;
			is_wider = true;
		}
	}
	return is_wider;
}

/*
 * A page is rarely all of one branch, so at first each gives but four times its even share: reading and sorting a whole
 * page of each cost as much as all the rest.
 */
static struct rows *
rows_of_branches(struct work *work, const struct list_query *query, const struct branch *branches, size_t count, unsigned flags, size_t limit)
{
	size_t few = has_keys(query) && 4 * (limit + 1) / count < limit ? 4 * (limit + 1) / count + 1 : limit + 1;
	size_t *limits = ARENA_ARRAY(work->arena, size_t, count);
	struct rows *rows;

	for (size_t i = 0; i < count; i++)
		limits[i] = branches[i].who ? few : limit + 1;
	do {
		struct buf sql;
		struct arg_list args;

		arg_list_start(&args);
		buf_init(&sql, work->arena, 256 * 1024);
		add_branches(work, query, branches, limits, count, flags, limit, &sql, &args);
		rows = db_query(work->db, sql_built(&sql), arg_list_args(&args));
	} while (rows_count(rows) && widen(branches, limits, count, rows, limit));
	return rows;
}

/*
 * By id, the first few records of all are looked through for those of the actor, before many branches are tried: what a
 * good part of the company does, or has just brought in, fills a page there. NULL when it does not.
 */
static struct rows *
rows_at_hand(struct work *work, const struct list_query *query, size_t count, unsigned flags, size_t limit)
{
	struct buf sql;
	struct arg_list args;
	struct rows *rows;

	if (query->sort || !has_keys(query) || count < MANY_BRANCHES)
		return NULL;
	arg_list_start(&args);
	buf_init(&sql, work->arena, 32 * 1024);
	add_columns(work, query, flags, &sql);
	buf_add_format(&sql, " FROM (SELECT w.id FROM (SELECT c.id, c.owner_id, c.team_id FROM `%s` c WHERE 1", query->entity->name);
	add_keyset(query, "c", &sql, &args);
	add_order(query, "c", NULL, &sql);
	buf_add_format(&sql, " LIMIT %zu) w WHERE ", 4 * (limit + 1));
	access_predicate(work, query->entity, VIEW, "w", &sql, &args);
	add_order(query, "w", NULL, &sql);
	buf_add_format(&sql, " LIMIT %zu) k STRAIGHT_JOIN `%s` c ON c.id = k.id", limit + 1, query->entity->name);
	select_joins(query->entity, "c", flags, &sql);
	add_order(query, "k", NULL, &sql);
	rows = db_query(work->db, sql_built(&sql), arg_list_args(&args));
	return rows_count(rows) > limit ? rows : NULL;
}

static bool
add_search(struct work *work, const struct list_query *query, unsigned flags, size_t limit, struct buf *sql, struct arg_list *args)
{
	struct search_query search;

	if (!search_query_read(work, query->entity, query->q, &search))
		return false;
	/* The matches are cut to one page before their labels are joined. */
	add_columns(work, query, flags, sql);
	buf_add_text(sql, " FROM (SELECT c.id");
	search_from(work, query->entity, &search, sql, args);
	buf_add_text(sql, " AND ");
	access_predicate(work, query->entity, VIEW, "c", sql, args);
	filter_conditions(work, &query->filters, "c", sql, args);
	add_keyset(query, "c", sql, args);
	add_order(query, "c", NULL, sql);
	buf_add_format(sql, " LIMIT %zu) k STRAIGHT_JOIN `%s` c ON c.id = k.id", limit + 1, query->entity->name);
	select_joins(query->entity, "c", flags, sql);
	add_order(query, "k", NULL, sql);
	return true;
}

struct rows *
list_rows(struct work *work, const struct list_query *query, unsigned flags, size_t limit)
{
	struct branch branches[BRANCHES_MAX];
	struct buf sql;
	struct arg_list args;
	struct rows *rows;
	size_t count;

	arg_list_start(&args);
	buf_init(&sql, work->arena, 32 * 1024);
	if (query->q.len) {
		if (!add_search(work, query, flags, limit, &sql, &args)) {
			/* Nothing in the text can be searched for: nothing matches. */
			add_columns(work, query, flags, &sql);
			buf_add_format(&sql, " FROM `%s` c", query->entity->name);
			select_joins(query->entity, "c", flags, &sql);
			buf_add_text(&sql, " WHERE 0");
		}
		return db_query(work->db, sql_built(&sql), arg_list_args(&args));
	}
	count = access_branches(work, query->entity, VIEW, "c", branches);
	if (count == 1)
		add_single(work, query, &branches[0], flags, limit, &sql, &args);
	else if (count == 0 || count == SIZE_MAX)
		add_single(work, query, NULL, flags, limit, &sql, &args);
	else if ((rows = rows_at_hand(work, query, count, flags, limit)))
		return rows;
	else
		return rows_of_branches(work, query, branches, count, flags, limit);
	return db_query(work->db, sql_built(&sql), arg_list_args(&args));
}
