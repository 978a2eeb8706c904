/* period.c: refuses what ends before it begins. */
#include "entities/period.h"

void
period_check(struct work *work, struct input *input)
{
	struct str from = input_get(input, S("from_on")), until = input_get(input, S("until_on"));

	if (from.len && until.len && str_compare(from, until) > 0)
		input_problem(input, S("until_on"), work_text(work, N_("The end lies before the beginning")));
}
