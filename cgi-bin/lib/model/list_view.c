/* list_view.c: a list of records as its template shows it. */
#include "model/list_view.h"

#include "base/url_query.h"
#include "model/list_table.h"
#include "model/options.h"

static struct str
value_in(struct rows *rows, size_t row, struct str name)
{
	size_t column;

	return name.data && rows_has_column(rows, name, &column) ? rows_cell(rows, row, column) : NO_STR;
}

static struct str
sort_name(struct work *work, const struct list_query *query)
{
	return str_format(work->arena, "%s%s", query->is_descending ? "-" : "", query->sort ? query->sort->name : "id");
}

/* The list's address with everything kept but one parameter, which is left out or set. */
static struct str
href(struct work *work, const struct list_query *query, struct str changed, struct str value)
{
	struct url_query url;
	bool has_sort = query->sort || query->is_descending != (query->entity->default_sort[0] == '-');

	url_query_start(&url, work->arena, query->path.data ? query->path : str_from(query->entity->path));
	if (query->q.len && !str_equal(changed, S("q")))
		url_query_add(&url, S("q"), query->q);
	for (size_t i = 0; i < query->filters.count; i++)
		if (!str_equal(changed, query->filters.filters[i].param) && !str_equal(changed, S("*")))
			url_query_add(&url, query->filters.filters[i].param, query->filters.filters[i].typed);
	if (has_sort && !query->q.len && !str_equal(changed, S("sort")))
		url_query_add(&url, S("sort"), sort_name(work, query));
	if (value.len)
		url_query_add(&url, changed, value);
	return url_query_end(&url, query->carried);
}

static struct view
columns_of(struct work *work, const struct entity *entity, const struct entity *without, const struct list_query *query)
{
	struct view_list *list = view_list_new(work->arena);
	const struct field *fields[LIST_FIELDS_MAX + 1];
	size_t count = 1 + list_fields(entity, without, fields + 1);

	fields[0] = entity_title_beside(entity, without);
	for (size_t i = 0; i < count; i++) {
		struct view_map *column = view_map_new(work->arena);
		bool is_sorted = query && query->sort == fields[i];

		view_map_put_text(column, S("label"), work_text(work, fields[i]->label));
		view_map_put_text(column, S("align"), i ? str_from(kind_of(fields[i])->align) : S(""));
		if (query && !query->q.len && fields[i]->flags & SORTED) {
			view_map_put(column, S("is_sortable"), view_bool(true));
			view_map_put(column, S("is_ascending"), view_bool(is_sorted && !query->is_descending));
			view_map_put(column, S("is_descending"), view_bool(is_sorted && query->is_descending));
			view_map_put_text(column, S("aria_sort"), !is_sorted ? S("none") : query->is_descending ? S("descending") : S("ascending"));
			view_map_put_text(column, S("sort_href"), href(work, query, S("sort"),
			                  str_format(work->arena, "%s%s", is_sorted && !query->is_descending ? "-" : "", fields[i]->name)));
		}
		view_list_add(list, view_map(column));
	}
	return view_list(list);
}

struct view
list_columns(struct work *work, const struct entity *entity, const struct entity *without)
{
	return columns_of(work, entity, without, NULL);
}

static const struct filter *
filter_of(const struct list_query *query, const struct field *field, enum operator operator)
{
	for (size_t i = 0; i < query->filters.count; i++)
		if (query->filters.filters[i].field == field && query->filters.filters[i].operator == operator)
			return &query->filters.filters[i];
	return NULL;
}

/* The choices of one filter; false when there are none, or too many to choose from. */
static bool
filter_options(struct work *work, const struct field *field, const struct filter *filter, struct options *options)
{
	const struct option_list *list;
	struct str chosen = filter ? filter->typed : NO_STR;

	options_add(options, S(""), work_text(work, N_("Any")), NO_STR, false);
	for (const struct choice *choice = field->choices; choice && choice->value; choice++)
		options_add(options, str_from(choice->value), work_text(work, choice->label), NO_STR, str_equal_text(chosen, choice->value));
	if (field->kind == BOOLEAN) {
		options_add(options, S("1"), work_text(work, N_("Yes")), NO_STR, str_equal(chosen, S("1")));
		options_add(options, S("0"), work_text(work, N_("No")), NO_STR, str_equal(chosen, S("0")));
	}
	if (field->kind != REF)
		return true;
	list = catalogue_options(work->catalogue, field->refers);
	if (!list || list->is_long)
		return false;
	if (str_equal_text(S("user"), field->refers->name))
		options_add(options, S("me"), work_text(work, N_("me")), NO_STR, str_equal(chosen, S("me")));
	for (size_t i = 0; i < list->count; i++)
		options_add(options, list->options[i].value, option_label(&list->options[i], work_is_english(work)), NO_STR,
		            str_equal(chosen, list->options[i].value));
	return list->count > 0;
}

static bool
is_number(const struct field *field)
{
	return field->kind == MONEY || field->kind == DECIMAL || field->kind == INTEGER || field->kind == YEAR;
}

static bool
has_both_bounds(const struct field *field)
{
	return is_number(field) || field->kind == INSTANT;
}

static bool
is_chosen(const struct field *field)
{
	return field->kind == BOOLEAN || field->kind == CHOICE || field->kind == REF;
}

/* The bar asks by one operator for each field, of numbers and moments by both bounds, of texts by what they contain. */
static bool
is_in_bar(const struct field *field, enum operator operator)
{
	if (!(field->flags & FILTERED) || !(kind_of(field)->operators & 1u << operator))
		return false;
	if (has_both_bounds(field))
		return operator == FROM || operator == TO;
	return operator == (field->kind == DATE ? TO : is_chosen(field) ? IS : HAS);
}

static struct str
bound_label(struct work *work, const struct field *field, enum operator operator)
{
	struct str label = work_text(work, field->label);

	if (is_number(field) && operator == FROM)
		return work_say(work, N_("{0} at least"), label, NO_STR);
	if (is_number(field) && operator == TO)
		return work_say(work, N_("{0} at most"), label, NO_STR);
	if (operator == HAS)
		return work_say(work, N_("{0} contains"), label, NO_STR);
	return operator == TO ? work_say(work, N_("{0} until"), label, NO_STR) : operator == FROM ? work_say(work, N_("{0} from"), label, NO_STR) : label;
}

/* One control; NULL: there is nothing to choose from, or too much. */
static struct view_map *
bar_filter(struct work *work, const struct list_query *query, const struct field *field, enum operator operator)
{
	struct view_map *map = view_map_new(work->arena);
	struct options *options = options_new(work->arena);
	bool is_text = !is_chosen(field), is_one_of_two = has_both_bounds(field);
	const struct filter *filter = filter_of(query, field, operator);

	if (!is_text && !filter_options(work, field, filter, options))
		return NULL;
	view_map_put_text(map, S("name"), str_format(work->arena, "f.%s.%s", field->name, operator_name(operator)));
	view_map_put_text(map, S("id"), str_format(work->arena, "filter-%s%s%s", field->name, is_one_of_two ? "-" : "", is_one_of_two ? operator_name(operator) : ""));
	view_map_put_text(map, S("label"), bound_label(work, field, operator));
	view_map_put(map, S("is_select"), view_bool(!is_text));
	view_map_put(map, S("is_text"), view_bool(is_text));
	view_map_put_text(map, S("example"), field->kind == MONEY ? S("1000 CNY") : S(""));
	view_map_put_text(map, S("value"), filter ? filter->typed : S(""));
	view_map_put(map, S("options"), options_view(options));
	return map;
}

static void
put_filters(struct work *work, const struct list_query *query, struct view_map *page)
{
	struct view_list *filters = view_list_new(work->arena), *more = view_list_new(work->arena);

	for (const struct field *field = query->entity->fields; field->name; field++)
		for (int operator = 0; operator < OPERATOR_COUNT; operator++) {
			struct view_map *map = is_in_bar(field, (enum operator)operator) ? bar_filter(work, query, field, (enum operator)operator) : NULL;

			if (map)
				view_list_add(view_list_count(filters) < 5 ? filters : more, view_map(map));
		}
	view_map_put(page, S("filters"), view_list(filters));
	view_map_put(page, S("more_filters"), view_list(more));
	view_map_put(page, S("has_more_filters"), view_bool(view_list_count(more) > 0));
}

static void
put_chips(struct work *work, const struct list_query *query, struct view_map *page)
{
	struct view_list *chips = view_list_new(work->arena);

	for (size_t i = 0; i < query->filters.count; i++) {
		const struct filter *filter = &query->filters.filters[i];
		struct view_map *chip = view_map_new(work->arena);

		view_map_put_text(chip, S("label"), bound_label(work, filter->field, filter->operator));
		view_map_put_text(chip, S("value"), filter->label);
		view_map_put_text(chip, S("href"), href(work, query, filter->param, NO_STR));
		view_map_put_text(chip, S("problem"), filter->problem);
		view_list_add(chips, view_map(chip));
	}
	view_map_put(page, S("chips"), view_list(chips));
	if (query->filters.count)
		view_map_put_text(page, S("clear_href"), href(work, query, S("*"), NO_STR));
}

static void
add_hidden(struct work *work, struct view_list *hidden, struct str name, struct str value)
{
	struct view_map *each = view_map_new(work->arena);

	view_map_put_text(each, S("name"), name);
	view_map_put_text(each, S("value"), value);
	view_list_add(hidden, view_map(each));
}

/* What the bar has no control for stays as it is when the bar is used. */
static void
put_hidden(struct work *work, const struct list_query *query, struct view_map *page)
{
	struct view_list *hidden = view_list_new(work->arena);

	for (size_t i = 0; i < query->filters.count; i++) {
		const struct filter *filter = &query->filters.filters[i];

		if (!is_in_bar(filter->field, filter->operator) || !bar_filter(work, query, filter->field, filter->operator))
			add_hidden(work, hidden, filter->param, filter->typed);
	}
	if (query->sort && !query->q.len)
		add_hidden(work, hidden, S("sort"), sort_name(work, query));
	if (work->as_of.data)
		add_hidden(work, hidden, S("as_of"), str_slice(query->carried, 6, query->carried.len));
	view_map_put(page, S("hidden"), view_list(hidden));
}

static struct str
cursor_of(struct work *work, const struct list_query *query, struct rows *rows, size_t row)
{
	struct str value;

	if (!query->sort)
		return rows_cell(rows, row, 0);
	value = value_in(rows, row, str_from(query->sort->name));
	return value.data ? str_format(work->arena, "v%.*s~%.*s", STR_ARG(value), STR_ARG(rows_cell(rows, row, 0))) :
	                    str_format(work->arena, "n~%.*s", STR_ARG(rows_cell(rows, row, 0)));
}

static void
put_pager(struct work *work, const struct list_query *query, struct rows *rows, size_t count, bool has_more, struct view_map *page)
{
	struct view_map *pager = view_map_new(work->arena);
	bool has_previous = query->is_backward ? has_more : query->cursor.len > 0;
	bool has_next = query->is_backward ? true : has_more;
	size_t first = query->is_backward ? count - 1 : 0, last = query->is_backward ? 0 : count - 1;

	if (count == 0)
		return;
	view_map_put_text(pager, S("text"), work_say(work, has_more || has_previous ? N_("{0} on this page") : N_("{0} in all"),
	                                             str_from_u64(work->arena, count), NO_STR));
	if (has_previous)
		view_map_put_text(pager, S("previous_href"), href(work, query, S("before"), cursor_of(work, query, rows, first)));
	if (has_next)
		view_map_put_text(pager, S("next_href"), href(work, query, S("after"), cursor_of(work, query, rows, last)));
	view_map_put(page, S("pager"), view_map(pager));
}

/* A filtered list counts to a cap; an unfiltered one does not count at all. */
static void
put_count(struct work *work, const struct list_query *query, size_t shown, bool has_more, struct view_map *page)
{
	struct buf sql;
	struct arg_list args;
	uint64_t count = 0;

	if (!has_more && !query->cursor.len) {
		view_map_put_text(page, S("count_text"), str_from_u64(work->arena, shown));
		return;
	}
	if (query->filters.count == 0 || query->q.len)
		return;
	arg_list_start(&args);
	buf_init(&sql, work->arena, 16384);
	buf_add_format(&sql, "SELECT COUNT(*) FROM (SELECT 1 FROM `%s` c WHERE ", query->entity->name);
	access_predicate(work, query->entity, VIEW, "c", &sql, &args);
	filter_conditions(work, &query->filters, "c", &sql, &args);
	buf_add_format(&sql, " LIMIT %d) n", COUNT_CAP_SHOWN + 1);
	str_to_u64(db_value(work->db, sql_built(&sql), arg_list_args(&args)), &count);
	view_map_put_text(page, S("count_text"), count > COUNT_CAP_SHOWN ? S("1,000+") : number_grouped(work->arena, str_from_u64(work->arena, count)));
}

static void
put_no_rows(struct work *work, const struct list_query *query, struct view_map *page)
{
	struct view_map *none = view_map_new(work->arena);
	bool is_filtered = query->filters.count || query->q.len || query->cursor.len;

	view_map_put(none, S("is_filtered"), view_bool(is_filtered));
	if (is_filtered) {
		view_map_put_text(none, S("text"), work_text(work, N_("Nothing matches. Other words or fewer filters find more.")));
		view_map_put_text(none, S("clear_href"), url_query_join(work->arena, str_from(query->entity->path), query->carried));
	} else {
		view_map_put_text(none, S("text"), work_text(work, N_("There is nothing here yet.")));
		if (!work->as_of.data && access_may(work, query->entity, CREATE) && !(query->entity->flags & FIXED)) {
			view_map_put_text(none, S("new_href"), str_format(work->arena, "%s/new", query->entity->path));
			view_map_put_text(none, S("new_label"), work_text(work, query->entity->label_new));
		}
	}
	view_map_put(page, S("no_rows"), view_map(none));
}

static void
put_acts(struct work *work, const struct list_query *query, struct view_map *page)
{
	const struct entity *entity = query->entity;
	bool is_now = !work->as_of.data, is_open = !(entity->flags & FIXED);
	struct str list = href(work, query, S(""), NO_STR), rest = str_slice(list, str_from(entity->path).len, list.len);
	const struct { const char *can, *name, *path; bool may; struct str rest; } acts[] = {
		{ "can_create", "new_href", "/new", is_now && is_open && access_may(work, entity, CREATE), NO_STR },
		{ "can_import", "import_href", "/import", is_now && is_open && access_may(work, entity, IMPORT), NO_STR },
		{ "can_export", "export_href", "/export", access_may(work, entity, EXPORT), rest },
		{ "can_remove", "removed_href", "/removed", is_now && is_open && access_may(work, entity, REMOVE), NO_STR },
	};

	for (size_t i = 0; i < sizeof acts / sizeof *acts; i++) {
		view_map_put(page, str_from(acts[i].can), view_bool(acts[i].may));
		view_map_put_text(page, str_from(acts[i].name), str_format(work->arena, "%s%s%.*s", entity->path, acts[i].path, STR_ARG(acts[i].rest)));
	}
	view_map_put_text(page, S("new_label"), work_text(work, entity->label_new));
}

static void
add_view(struct work *work, const struct list_query *query, struct view_list *views, struct str label, const char *filters, const char *sort)
{
	struct view_map *map = view_map_new(work->arena);
	struct str path = str_from(query->entity->path), list = filters[0] ? str_format(work->arena, "%.*s?%s", STR_ARG(path), filters) : path;
	struct str sorted = sort ? str_format(work->arena, "%.*s%csort=%s", STR_ARG(list), filters[0] ? '&' : '?', sort) : list;

	view_map_put_text(map, S("label"), label);
	view_map_put_text(map, S("href"), url_query_join(work->arena, sorted, query->carried));
	view_map_put(map, S("is_current"), view_bool(!query->q.len &&
	             str_equal(href(work, query, S("sort"), NO_STR), url_query_join(work->arena, list, query->carried))));
	view_list_add(views, view_map(map));
}

static void
put_views(struct work *work, const struct list_query *query, struct view_map *page)
{
	struct view_list *views = view_list_new(work->arena);
	const struct entity *entity = query->entity;
	bool has_owner = entity_field(entity, S("owner_id")) != NULL;

	if (has_owner || entity->views)
		add_view(work, query, views, work_say(work, N_("All {0}"), work_text(work, entity->label_plural), NO_STR), "", NULL);
	if (has_owner)
		add_view(work, query, views, work_text(work, N_("Mine")), "f.owner_id.is=me", NULL);
	for (const struct named_view *view = entity->views; view && view->label; view++)
		add_view(work, query, views, work_text(work, view->label), view->filters, view->sort);
	view_map_put(page, S("views"), view_list(views));
}

void
list_filters_view(struct work *work, const struct list_query *query, struct view_map *page)
{
	put_filters(work, query, page);
	put_chips(work, query, page);
	put_hidden(work, query, page);
}

void
list_view(struct work *work, const struct list_query *query, struct view_map *page)
{
	struct rows *rows = list_rows(work, query, LISTED, LIST_ROWS);
	size_t count = rows_count(rows);
	bool has_more = count > LIST_ROWS;

	if (has_more)
		count = LIST_ROWS;
	view_map_put(page, S("columns"), columns_of(work, query->entity, NULL, query));
	view_map_put(page, S("rows"), list_of_rows(work, query, rows, count));
	view_map_put_text(page, S("caption"), work_text(work, query->entity->label_plural));
	view_map_put_text(page, S("q"), query->q);
	put_views(work, query, page);
	list_filters_view(work, query, page);
	put_acts(work, query, page);
	put_pager(work, query, rows, count, has_more, page);
	put_count(work, query, count, has_more, page);
	if (count == 0)
		put_no_rows(work, query, page);
}
