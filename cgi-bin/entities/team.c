/* team.c: teams, a tree: who is above sees what is below. */
#include "entities/entities.h"

#include "model/catalogue.h"
#include "model/input.h"

static const struct field fields[] = {
	{ "name", N_("Name"), TEXT, REQUIRED | LISTED | SEARCHED | MATCHED | UNIQUE | SORTED, .max = 80 },
	{ "parent_id", N_("Team above"), REF, LISTED | FILTERED, .refers = &team_entity,
	  .hint = N_("People with the scope “team” there see everything here") },
	{ .name = NULL }
};

/* A team may not lie below itself: rights would run in a circle. */
static void
check(struct work *work, struct input *input)
{
	const struct str *below;
	size_t count;
	struct str parent = input_get(input, S("parent_id"));

	if (!input->id.data || !parent.data)
		return;
	below = catalogue_teams_below(work->catalogue, work->arena, input->id, &count);
	for (size_t i = 0; i < count; i++)
		if (str_equal(below[i], parent))
			input_problem(input, S("parent_id"), work_text(work, N_("A team cannot lie below itself")));
}

const struct entity team_entity = {
	"team", "/teams", N_("Team"), N_("Teams"), N_("New team"), "team", "", "name", NULL, "name",
	.flags = CATALOGUED | TREE, .fields = fields, .check = check,
};
