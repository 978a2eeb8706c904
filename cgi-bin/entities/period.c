/* period.c: refuses what ends before it begins. */
#include "entities/period.h"

void
period_check(struct work *work, struct input *input)
{
	struct str from = input_get(input, S("from_on")), until = input_get(input, S("until_on"));

	if (from.len && until.len && str_compare(from, until) > 0)
		input_problem(input, S("until_on"), work_text(work, N_("The end lies before the beginning")));
}

void
period_settle(struct work *work, struct input *input, const struct record *before, struct str first, struct str last, const char *problem)
{
	struct str from = input_outcome_of(input, before, first), until = input_outcome_of(input, before, last);
	bool is_same = before && str_same(from, record_value(before, first)) && str_same(until, record_value(before, last));

	if (!is_same && from.len && until.len && str_compare(from, until) > 0)
		input_problem(input, last, work_text(work, problem));
}
