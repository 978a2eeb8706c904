/* kind.c: what the text of each kind of field means, coming in and going out. */
#include "model/kind.h"

#include "base/utf8.h"
#include "model/pattern.h"

enum { EVERY_TEXT = 1 << IS | 1 << IS_NOT | 1 << HAS | 1 << BLANK,
       EVERY_ORDERED = 1 << IS | 1 << FROM | 1 << TO | 1 << BLANK,
       EVERY_PICKED = 1 << IS | 1 << IS_NOT | 1 << BLANK };

const struct choice kind_currencies[] = {
	{ "CNY", N_("CNY") }, { "USD", N_("USD") }, { "EUR", N_("EUR") }, { "GBP", N_("GBP") }, { "HKD", N_("HKD") }, { "JPY", N_("JPY") }, { NULL }
};

static struct str
check_text(struct work *work, const struct field *field, struct str typed, struct str *value)
{
	(void)work;
	(void)field;
	*value = typed;
	return NO_STR;
}

static struct str
check_email(struct work *work, const struct field *field, struct str typed, struct str *value)
{
	(void)field;
	if (!pattern_matches(PATTERN_EMAIL, typed))
		return work_text(work, N_("Enter a full address, for example name@company.com"));
	*value = typed;
	return NO_STR;
}

static struct str
check_phone(struct work *work, const struct field *field, struct str typed, struct str *value)
{
	(void)field;
	if (!pattern_matches(PATTERN_PHONE, typed))
		return work_text(work, N_("Enter a phone number: digits, blanks and + ( ) . - / x only"));
	*value = typed;
	return NO_STR;
}

static struct str
check_url(struct work *work, const struct field *field, struct str typed, struct str *value)
{
	(void)field;
	if (str_find(typed, S("://")) < 0)
		typed = str_join(work->arena, S("https://"), typed);
	if (!pattern_matches(PATTERN_URL, typed))
		return work_text(work, N_("Enter a web address that begins with http:// or https://"));
	*value = typed;
	return NO_STR;
}

/*
 * Commas part thousands, three digits behind each. Elsewhere they may mean the point ("12,5"), and a number ten times too
 * large is worse than a question.
 */
static bool
has_stray_comma(struct str typed)
{
	int64_t point = str_find_char(typed, '.');
	size_t end = point < 0 ? typed.len : (size_t)point;

	for (size_t i = 0; i < typed.len; i++)
		if (typed.data[i] == ',' && (i == 0 || i > end || (end - i) % 4))
			return true;
	return false;
}

static struct str
say_bounds(struct work *work, const struct field *field)
{
	return work_say(work, N_("Enter a number from {0} to {1}"), str_from_u64(work->arena, field->least), str_from_u64(work->arena, field->most));
}

static struct str
say_below_zero(struct work *work, const struct field *field)
{
	return field->most ? say_bounds(work, field) : work_text(work, N_("A number cannot be below zero"));
}

/* number: digits, with or without a point. */
static struct str
check_bounds(struct work *work, const struct field *field, struct str number)
{
	struct str whole = NO_STR, fraction = number;
	bool is_more = false;
	uint64_t value = 0;

	str_cut(&fraction, '.', &whole);
	str_to_u64(whole, &value);
	for (size_t i = 0; i < fraction.len; i++)
		is_more = is_more || fraction.data[i] != '0';
	if (!field->most || (value >= field->least && value + is_more <= field->most))
		return NO_STR;
	return say_bounds(work, field);
}

static bool
read_integer(struct arena *arena, struct str typed, uint64_t *number)
{
	struct buf digits;

	buf_init(&digits, arena, 32);
	for (size_t i = 0; i < typed.len; i++)
		if (typed.data[i] != ',' && typed.data[i] != ' ')
			buf_add_char(&digits, typed.data[i]);
	return !digits.is_full && !has_stray_comma(typed) && str_to_u64(buf_str(&digits), number) && *number <= 2000000000;
}

static struct str
check_integer(struct work *work, const struct field *field, struct str typed, struct str *value)
{
	uint64_t number;

	if (str_starts_with(typed, S("-")) && read_integer(work->arena, str_slice(typed, 1, typed.len), &number))
		return say_below_zero(work, field);
	if (!read_integer(work->arena, typed, &number))
		return work_text(work, N_("Enter digits only, for example 500"));
	*value = str_from_u64(work->arena, number);
	return check_bounds(work, field, *value);
}

static struct str
check_year(struct work *work, const struct field *field, struct str typed, struct str *value)
{
	uint64_t number;

	(void)field;
	if (typed.len != 4 || !str_to_u64(typed, &number) || number < 1000)
		return work_text(work, N_("Enter a year in four digits, for example 1998"));
	*value = typed;
	return NO_STR;
}

/* Digits with at most so many behind the point, filled up with zeros; false when it is nothing of the kind. */
static bool
read_decimal(struct arena *arena, struct str typed, unsigned decimals, size_t whole_max, struct str *value)
{
	struct buf digits;
	size_t behind = 0;
	bool after_point = false;

	if (has_stray_comma(typed))
		return false;
	buf_init(&digits, arena, 40);
	for (size_t i = 0; i < typed.len; i++) {
		char c = typed.data[i];

		if (c == ',' && !after_point)
			continue;
		if (c == '.' && !after_point && digits.len)
			after_point = true;
		else if (c < '0' || c > '9')
			return false;
		else if (after_point)
			behind++;
		buf_add_char(&digits, c);
	}
	if (digits.len == 0 || digits.is_full || behind > decimals || digits.len - (after_point ? behind + 1 : 0) > whole_max)
		return false;
	if (!after_point)
		buf_add_char(&digits, '.');
	for (; behind < decimals; behind++)
		buf_add_char(&digits, '0');
	*value = buf_str(&digits);
	return true;
}

static struct str
check_decimal(struct work *work, const struct field *field, struct str typed, struct str *value)
{
	struct str digits;

	if (str_starts_with(typed, S("-")) && read_decimal(work->arena, str_slice(typed, 1, typed.len), field->decimals, 9, &digits))
		return say_below_zero(work, field);
	if (!read_decimal(work->arena, typed, field->decimals, 9, value))
		return work_say(work, N_("Enter a number with at most {0} digits behind the point, for example 12.5"),
		                str_from_u64(work->arena, field->decimals), NO_STR);
	return check_bounds(work, field, *value);
}

/* "1,280,000.5 CNY", "¥1280" or "1280" (then CNY) -> "1280000.50 CNY". */
static struct str
check_money(struct work *work, const struct field *field, struct str typed, struct str *value)
{
	static const struct { const char *sign, *code; } signs[] = {
		{ "¥", "CNY" }, { "￥", "CNY" }, { "$", "USD" }, { "€", "EUR" }, { "£", "GBP" },
	};
	struct str code = S("CNY"), amount = typed, digits;

	(void)field;
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (str_starts_with(amount, str_from(signs[i].sign))) {
			code = str_from(signs[i].code);
			amount = str_trim(str_slice(amount, str_from(signs[i].sign).len, amount.len));
		}
	if (amount.len > 3 && pattern_matches(PATTERN_CURRENCY, str_slice(amount, amount.len - 3, amount.len))) {
		code = str_slice(amount, amount.len - 3, amount.len);
		amount = str_trim(str_slice(amount, 0, amount.len - 3));
	}
	if (str_starts_with(amount, S("-")) && read_decimal(work->arena, str_slice(amount, 1, amount.len), 2, 18, &digits))
		return work_text(work, N_("An amount cannot be below zero"));
	if (!read_decimal(work->arena, amount, 2, 18, &digits))
		return work_text(work, N_("Enter an amount in digits, for example 500000 or 1280.50"));
	*value = str_format(work->arena, "%.*s %.*s", STR_ARG(digits), STR_ARG(code));
	return NO_STR;
}

/* Words for days near today; +7d counts from today. */
static bool
parse_near_day(struct work *work, struct str typed, struct date *date)
{
	static const struct { const char *word; int days; } words[] = {
		{ "today", 0 }, { "tomorrow", 1 }, { "yesterday", -1 }, { "今天", 0 }, { "明天", 1 }, { "后天", 2 }, { "昨天", -1 },
	};
	int64_t today = date_to_days(work_today(work));
	uint64_t count;

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_equal_ignoring_case(typed, str_from(words[i].word))) {
			*date = date_from_days(today + words[i].days);
			return true;
		}
	if (typed.len > 2 && typed.len < 7 && typed.data[0] == '+' && typed.data[typed.len - 1] == 'd' &&
	    str_to_u64(str_slice(typed, 1, typed.len - 1), &count)) {
		*date = date_from_days(today + (int64_t)count);
		return true;
	}
	return false;
}

/* "2026-02-30": written as dates are, only there is none. */
static bool
is_day_shaped(struct str typed)
{
	static const char shape[] = "0000-00-00";

	for (size_t i = 0; i < typed.len && typed.len == sizeof shape - 1; i++)
		if (shape[i] == '0' ? typed.data[i] < '0' || typed.data[i] > '9' : typed.data[i] != shape[i])
			return false;
	return typed.len == sizeof shape - 1;
}

static struct str
check_date(struct work *work, const struct field *field, struct str typed, struct str *value)
{
	struct date date;

	(void)field;
	if (typed.len == 5 && (typed.data[2] == '-' || typed.data[2] == '/'))
		typed = str_format(work->arena, "%04d-%.*s-%.*s", work_today(work).year, 2, typed.data, 2, typed.data + 3);
	if (!date_parse(typed, &date) && !parse_near_day(work, typed, &date))
		return is_day_shaped(typed) ? work_say(work, N_("There is no such day: {0}"), typed, NO_STR) :
		       work_text(work, N_("Enter a date as year-month-day, for example 2026-11-25"));
	*value = date_text(work->arena, date);
	return NO_STR;
}

static struct str
check_instant(struct work *work, const struct field *field, struct str typed, struct str *value)
{
	int64_t us;

	(void)field;
	if (!instant_parse_local(typed, work->actor->zone, &us))
		return work_text(work, N_("Enter a date and time, for example 2026-11-25 14:30"));
	*value = instant_text(work->arena, us);
	return NO_STR;
}

static struct str
check_boolean(struct work *work, const struct field *field, struct str typed, struct str *value)
{
	static const char *const yes[] = { "1", "on", "yes", "true", "y", "是" };
	static const char *const no[] = { "0", "off", "no", "false", "n", "否" };

	(void)field;
	for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) {
		if (str_equal_ignoring_case(typed, str_from(yes[i]))) {
			*value = S("1");
			return NO_STR;
		}
		if (str_equal_ignoring_case(typed, str_from(no[i]))) {
			*value = S("0");
			return NO_STR;
		}
	}
	return work_text(work, N_("Choose yes or no"));
}

/* A choice may be given by its value or by its label in the actor's language, so that exported files come back. */
static struct str
check_choice(struct work *work, const struct field *field, struct str typed, struct str *value)
{
	for (const struct choice *choice = field->choices; choice->value; choice++)
		if (str_equal_text(typed, choice->value) || str_equal_text(typed, choice->label) ||
		    str_equal(typed, work_text(work, choice->label))) {
			*value = str_from(choice->value);
			return NO_STR;
		}
	return work_say(work, N_("“{0}” is not one of the choices"), typed, NO_STR);
}

/* Whether such a record exists is asked by input, which knows the actor's scope. */
static struct str
check_ref(struct work *work, const struct field *field, struct str typed, struct str *value)
{
	uint64_t id;

	(void)field;
	if (!str_to_u64(typed, &id) || id == 0)
		return work_text(work, N_("Choose one from the list"));
	*value = str_from_u64(work->arena, id);
	return NO_STR;
}

static void
show_text(const struct work *work, const struct field *field, struct str value, struct str label, struct shown *shown)
{
	(void)work;
	(void)field;
	(void)label;
	shown->text = value;
}

static void
show_email(const struct work *work, const struct field *field, struct str value, struct str label, struct shown *shown)
{
	show_text(work, field, value, label, shown);
	shown->href = str_join(work->arena, S("mailto:"), value);
}

static void
show_phone(const struct work *work, const struct field *field, struct str value, struct str label, struct shown *shown)
{
	struct buf digits;

	show_text(work, field, value, label, shown);
	buf_init(&digits, work->arena, 80);
	buf_add_text(&digits, "tel:");
	for (size_t i = 0; i < value.len && value.data[i] != 'x'; i++)
		if ((value.data[i] >= '0' && value.data[i] <= '9') || value.data[i] == '+')
			buf_add_char(&digits, value.data[i]);
	shown->href = buf_str(&digits);
}

static void
show_url(const struct work *work, const struct field *field, struct str value, struct str label, struct shown *shown)
{
	show_text(work, field, value, label, shown);
	if (str_starts_with(value, S("http://")) || str_starts_with(value, S("https://")))
		shown->href = value;
}

static void
show_number(const struct work *work, const struct field *field, struct str value, struct str label, struct shown *shown)
{
	(void)field;
	(void)label;
	shown->text = number_grouped(work->arena, value);
	shown->is_zero = str_equal(value, S("0"));
}

/* "2.500" -> "2.5", "1200.00" -> "1,200". */
static void
show_decimal(const struct work *work, const struct field *field, struct str value, struct str label, struct shown *shown)
{
	size_t len = value.len;

	(void)field;
	(void)label;
	while (str_find_char(value, '.') >= 0 && len && value.data[len - 1] == '0')
		len--;
	if (len && value.data[len - 1] == '.')
		len--;
	shown->text = number_grouped(work->arena, str_slice(value, 0, len));
	shown->is_zero = str_equal(shown->text, S("0"));
}

static void
show_money(const struct work *work, const struct field *field, struct str value, struct str label, struct shown *shown)
{
	struct str code = value, amount = NO_STR;

	(void)field;
	(void)label;
	str_cut(&code, ' ', &amount);
	shown->text = str_format(work->arena, "%s %.*s", str_equal(code, S("CNY")) ? "¥" : str_terminated(work->arena, code),
	                         STR_ARG(number_grouped(work->arena, amount)));
	shown->is_zero = str_equal(amount, S("0.00"));
}

static void
show_date(const struct work *work, const struct field *field, struct str value, struct str label, struct shown *shown)
{
	show_text(work, field, value, label, shown);
	shown->iso = value;
}

static void
show_instant(const struct work *work, const struct field *field, struct str value, struct str label, struct shown *shown)
{
	int64_t us;

	(void)field;
	(void)label;
	shown->text = work_local_time(work, value);
	shown->title = work->actor->zone_name;
	if (instant_parse(value, 0, &us))
		shown->iso = instant_text_iso(work->arena, us);
}

static void
show_boolean(const struct work *work, const struct field *field, struct str value, struct str label, struct shown *shown)
{
	(void)field;
	(void)label;
	shown->text = work_text(work, str_equal(value, S("1")) ? N_("Yes") : N_("No"));
}

static void
show_choice(const struct work *work, const struct field *field, struct str value, struct str label, struct shown *shown)
{
	const struct choice *choice = field_choice(field, value);

	(void)label;
	shown->text = choice ? work_text(work, choice->label) : value;
	shown->tint = choice && choice->tint ? str_from(choice->tint) : S("neu");
	shown->is_hollow = choice && choice->is_hollow;
	if (choice && choice->tint)
		shown->cell = "cells/badge";
}

static void
show_ref(const struct work *work, const struct field *field, struct str value, struct str label, struct shown *shown)
{
	shown->text = label.data ? label : value;
	if (str_equal_text(S("user"), field->refers->name)) {
		shown->cell = "cells/person";
		shown->initials = name_initials(work->arena, shown->text);
		shown->tint = name_tint(shown->text);
	} else if (!(field->refers->flags & LIST) && work_has_pages(work, field->refers)) {
		shown->href = str_format(work->arena, "%s/%.*s", field->refers->path, STR_ARG(value));
	}
}

static struct str
edit_instant(const struct work *work, const struct field *field, struct str value)
{
	(void)field;
	return work_local_time(work, value);
}

static struct str
edit_decimal(const struct work *work, const struct field *field, struct str value)
{
	struct shown shown;

	show_decimal(work, field, value, NO_STR, &shown);
	return shown.text;
}

static const struct kind kinds[KIND_COUNT] = {
	[TEXT] = { "text", "cells/text", "widgets/text", "text", "", "varchar char", 200, EVERY_TEXT, check_text, show_text, NULL },
	[LONG_TEXT] = { "long_text", "cells/long_text", "widgets/long_text", "", "", "text", 20000, 1 << HAS | 1 << BLANK, check_text, show_text, NULL },
	[CODE] = { "code", "cells/text", "widgets/text", "text", "", "varchar char", 60, EVERY_TEXT, check_text, show_text, NULL },
	[EMAIL] = { "email", "cells/email", "widgets/text", "email", "", "varchar", 190, EVERY_TEXT, check_email, show_email, NULL },
	[PHONE] = { "phone", "cells/phone", "widgets/text", "tel", "", "varchar", 40, EVERY_TEXT, check_phone, show_phone, NULL },
	[URL] = { "url", "cells/url", "widgets/text", "url", "", "varchar", 300, EVERY_TEXT, check_url, show_url, NULL },
	[INTEGER] = { "integer", "cells/number", "widgets/text", "text", "num", "int tinyint smallint bigint", 12, EVERY_ORDERED, check_integer, show_number, NULL },
	[YEAR] = { "year", "cells/text", "widgets/text", "text", "num", "smallint", 4, EVERY_ORDERED, check_year, show_text, NULL },
	[DECIMAL] = { "decimal", "cells/number", "widgets/text", "text", "num", "decimal", 24, EVERY_ORDERED, check_decimal, show_decimal, edit_decimal },
	[MONEY] = { "money", "cells/money", "widgets/money", "text", "num", "decimal", 30, 1 << FROM | 1 << TO | 1 << BLANK, check_money, show_money, NULL },
	[DATE] = { "date", "cells/date", "widgets/date", "date", "num", "date", 20, EVERY_ORDERED, check_date, show_date, NULL },
	[INSTANT] = { "instant", "cells/instant", "widgets/datetime", "text", "num", "datetime", 40, EVERY_ORDERED, check_instant, show_instant, edit_instant },
	[BOOLEAN] = { "boolean", "cells/boolean", "widgets/checkbox", "", "", "tinyint", 5, 1 << IS, check_boolean, show_boolean, NULL },
	[CHOICE] = { "choice", "cells/choice", "widgets/select", "", "", "varchar char", 40, EVERY_PICKED, check_choice, show_choice, NULL },
	[REF] = { "ref", "cells/ref", "widgets/select", "", "", "bigint", 20, EVERY_PICKED, check_ref, show_ref, NULL },
};

const struct kind *
kind_of(const struct field *field)
{
	return &kinds[field->kind];
}

void
kind_show(const struct work *work, const struct field *field, struct str value, struct str label, struct shown *shown)
{
	const struct kind *kind = kind_of(field);

	*shown = (struct shown){ .cell = kind->cell, .align = str_from(kind->align), .label = work_text(work, field->label) };
	if (str_is_empty(value)) {
		shown->cell = "cells/none";
		shown->is_empty = true;
		return;
	}
	kind->show(work, field, value, label, shown);
}

struct str
kind_edit(const struct work *work, const struct field *field, struct str value)
{
	const struct kind *kind = kind_of(field);

	return kind->edit && value.len ? kind->edit(work, field, value) : value;
}
