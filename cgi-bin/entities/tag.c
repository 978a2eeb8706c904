/* tag.c: words to mark customers with. */
#include "entities/entities.h"

#include "model/input.h"
#include "model/pattern.h"

static const struct field fields[] = {
	{ "name", N_("Name"), TEXT, REQUIRED | LISTED | SEARCHED | MATCHED | UNIQUE | SORTED, .max = 40 },
	{ .name = NULL }
};

static void
check(struct work *work, struct input *input)
{
	struct str name = input_get(input, S("name"));

	if (name.len && !pattern_matches(PATTERN_ONE_NAME, name))
		input_problem(input, S("name"), work_text(work, N_("In a file, a comma or semicolon would make two tags of it. Leave it out.")));
}

const struct entity tag_entity = {
	"tag", "/tags", N_("Tag"), N_("Tags"), N_("New tag"), "tag", "", "name", NULL, "name",
	.flags = LIST | CATALOGUED, .fields = fields, .check = check,
};
