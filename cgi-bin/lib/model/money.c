/* money.c: amounts as people read them, in full or in a few digits. */
#include "model/money.h"

#include <stdlib.h>

#include "model/kind.h"

struct str
money_text(const struct work *work, struct str amount, struct str currency)
{
	static const struct field money = { "amount", N_("Amount"), MONEY };
	struct shown shown;

	kind_show(work, &money, str_format(work->arena, "%.*s %.*s", STR_ARG(amount.len ? amount : S("0.00")), STR_ARG(currency)), NO_STR, &shown);
	return shown.text;
}

/* Units a language counts money in, the largest first: from where on one is used, and how much it is. */
struct unit {
	double from, size;
	const char *text;              /* N_() */
};

static const struct unit thousands[] = { { 1e9, 1e9, N_("{0} bn") }, { 1e6, 1e6, N_("{0} m") }, { 1e4, 1e3, N_("{0} k") }, { 0, 1, NULL } };
static const struct unit myriads[] = { { 1e8, 1e8, N_("{0} hundred million") }, { 1e4, 1e4, N_("{0} ten thousand") }, { 0, 1, NULL } };

struct str
money_short(const struct work *work, struct str amount, struct str currency)
{
	const struct unit *unit = work_is_english(work) ? thousands : myriads;
	double value = strtod(str_terminated(work->arena, amount), NULL), size = value < 0 ? -value : value;
	struct str sign = str_equal(currency, S("CNY")) ? S("¥") : currency, number;

	/* What would be rounded up to the next unit is shown in it. */
	while (size < unit->from * 0.99995)
		unit++;
	size /= unit->size;
	number = number_grouped(work->arena, str_format(work->arena, "%.*f", unit->size <= 1 || size >= 1000 ? 0 : size >= 100 ? 1 : 2, value / unit->size));
	return str_format(work->arena, "%.*s %.*s", STR_ARG(sign), STR_ARG(unit->text ? work_say(work, unit->text, number, NO_STR) : number));
}
