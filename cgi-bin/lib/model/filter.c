/* filter.c: compiles the filters of a list to SQL through the descriptors. */
#include "model/filter.h"

#include "base/utf8.h"
#include "model/pick.h"
#include "model/select.h"

static const char *const names[OPERATOR_COUNT] = { "is", "not", "has", "from", "to", "blank" };

const char *
operator_name(enum operator operator)
{
	return names[operator];
}

/* The moment that is shown, and its day where the actor is. */
static int64_t
shown_us(const struct work *work)
{
	int64_t us;

	return work->as_of.data && instant_parse(work->as_of, 0, &us) ? us : work->now_us;
}

static struct str
shown_day(const struct work *work)
{
	return str_slice(work_local_time(work, instant_text(work->arena, shown_us(work))), 0, 10);
}

/* Words for what moves on, and a day that ends a span: as the kind reads them. *label: the word, NO_STR where there is none. */
static struct str
moment_typed(struct work *work, const struct filter *filter, struct str *label)
{
	bool is_instant = filter->field->kind == INSTANT;
	struct str typed = filter->typed;
	struct date day;

	if (!is_instant && filter->field->kind != DATE)
		return typed;
	if (is_instant && str_equal(typed, S("now"))) {
		*label = work_text(work, N_("now"));
		return instant_text_iso(work->arena, shown_us(work));
	}
	if (str_equal(typed, S("today"))) {
		*label = work_text(work, N_("today"));
		typed = shown_day(work);
	}
	if (!is_instant || filter->operator != TO || !date_parse(typed, &day))
		return typed;
	return instant_text_iso(work->arena, zone_to_utc(work->actor->zone, (date_to_days(day) + 1) * 86400 * INT64_C(1000000)) - 1);
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* An amount typed without a currency is one of any: the kind has put the usual one behind it. */
static void
read_currency(struct work *work, struct filter *filter)
{
	struct str typed = filter->typed, currency = filter->value, amount = NO_STR;
	char last = typed.data[typed.len - 1];

	if (filter->field->kind != MONEY || !is_digit(typed.data[0]) || (!is_digit(last) && last != '.' && last != ','))
		return;
	str_cut(&currency, ' ', &amount);
	filter->value = amount;
	filter->label = number_grouped(work->arena, amount);
}

static void
read_value(struct work *work, struct filter *filter)
{
	struct str label = NO_STR, word = NO_STR;
	struct shown shown;

	if (!utf8_is_valid(filter->typed) || utf8_has_control(filter->typed)) {
		filter->typed = S("");
		filter->problem = work_text(work, N_("This text has broken characters (not UTF-8). Type it again."));
		return;
	}
	if (filter->operator == BLANK) {
		filter->value = str_equal(filter->typed, S("0")) ? S("0") : S("1");
		filter->label = work_text(work, str_equal(filter->value, S("1")) ? N_("empty") : N_("not empty"));
		return;
	}
	if (filter->operator == HAS) {
		filter->value = filter->label = utf8_first(filter->typed, 80);
		return;
	}
	if (filter->field->kind == REF && str_equal(filter->typed, S("me"))) {
		filter->value = work->actor->id;
		filter->label = work_text(work, N_("me"));
		return;
	}
	filter->problem = kind_of(filter->field)->check(work, filter->field, moment_typed(work, filter, &word), &filter->value);
	if (filter->problem.data) {
		filter->label = filter->typed;
		return;
	}
	if (filter->field->kind == REF && !pick_by_id(work, filter->field->refers, filter->value, &label)) {
		filter->problem = work_text(work, N_("There is nothing of that name"));
		filter->label = filter->typed;
		return;
	}
	kind_show(work, filter->field, filter->value, label, &shown);
	filter->label = word.data ? word : shown.text;
	read_currency(work, filter);
}

void
filter_read(struct work *work, const struct entity *entity, struct input_source source, struct filter_list *list)
{
	*list = (struct filter_list){ .count = 0 };
	for (const struct field *field = entity->fields; field->name; field++) {
		if (field->computed)
			continue;
		for (int operator = 0; operator < OPERATOR_COUNT; operator++) {
			struct str param = str_format(work->arena, "f.%s.%s", field->name, names[operator]);
			struct str typed = str_trim(source.get(source.data, param));
			struct filter *filter;

			if (str_is_empty(typed) || !(kind_of(field)->operators & 1u << operator) || list->count == FILTERS_MAX)
				continue;
			filter = &list->filters[list->count++];
			*filter = (struct filter){ .field = field, .operator = (enum operator)operator, .param = param, .typed = typed };
			read_value(work, filter);
			list->has_problem = list->has_problem || filter->problem.data != NULL;
		}
	}
}

/* Amounts are compared as exact numbers, never as the floating point numbers a text may become. */
static void
add_amount(const struct filter *filter, const char *alias, const char *sign, struct buf *sql, struct arg_list *args)
{
	struct str currency = filter->value, amount = filter->value;

	str_cut(&currency, ' ', &amount);
	buf_add_format(sql, " AND %s.`%s` %s CAST(? AS DECIMAL(20,2))", alias, filter->field->name, sign);
	arg_add(args, amount);
	if (currency.len) {
		buf_add_format(sql, " AND %s.`%s_currency` = ?", alias, filter->field->name);
		arg_add(args, currency);
	}
}

static void
add_bound(const struct filter *filter, const char *alias, const char *sign, struct buf *sql, struct arg_list *args)
{
	if (filter->field->kind == MONEY) {
		add_amount(filter, alias, sign, sql, args);
		return;
	}
	buf_add_format(sql, " AND %s.`%s` %s ?", alias, filter->field->name, sign);
	arg_add(args, filter->value);
}

static void
add_one(struct work *work, const struct filter *filter, const char *alias, struct buf *sql, struct arg_list *args)
{
	const char *name = filter->field->name;

	switch (filter->operator) {
	case IS:
		buf_add_format(sql, " AND %s.`%s` = ?", alias, name);
		arg_add(args, filter->value);
		break;
	case IS_NOT:
		buf_add_format(sql, " AND NOT (%s.`%s` <=> ?)", alias, name);
		arg_add(args, filter->value);
		break;
	case HAS:
		buf_add_format(sql, " AND %s.`%s` LIKE ?", alias, name);
		arg_add(args, select_like(work->arena, filter->value));
		break;
	case FROM:
		add_bound(filter, alias, ">=", sql, args);
		break;
	case TO:
		add_bound(filter, alias, "<=", sql, args);
		break;
	case BLANK:
		buf_add_format(sql, " AND %s.`%s` IS %s", alias, name, str_equal(filter->value, S("1")) ? "NULL" : "NOT NULL");
		break;
	case OPERATOR_COUNT:
		break;
	}
}

void
filter_conditions(struct work *work, const struct filter_list *list, const char *alias, struct buf *sql, struct arg_list *args)
{
	for (size_t i = 0; i < list->count; i++) {
		if (list->filters[i].problem.data)
			buf_add_text(sql, " AND 0");
		else
			add_one(work, &list->filters[i], alias, sql, args);
	}
}
