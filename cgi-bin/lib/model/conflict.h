/*
 * conflict.h: two edits of one record that began from the same version. What one side alone changed merges by itself:
 * a field, a line, a tick. What both changed otherwise is laid side by side, a line as a whole, and a person chooses.
 *
 * Names of parameters: keep.FIELD and keep.CHILD.ID (a line), each "yours" or "theirs".
 */
#ifndef MODEL_CONFLICT_H
#define MODEL_CONFLICT_H

#include "model/input.h"
#include "view/view.h"

/* who, when, version (theirs), opened (the one both began from), text, fields (to be chosen), merged (what they changed alone), has_merged. Of an OUTCOME_CONFLICT. */
struct view conflict_view(struct work *work, const struct input *input);
/* What the form holds then: theirs where only they changed it, so that saving again keeps it. */
struct input *conflict_merged(struct work *work, const struct input *input);
/* What was chosen: where it is theirs, the input gives nothing and shows what they have. Reads the record when it must. */
void conflict_settle(struct work *work, struct input *input, struct input_source source);

#endif
