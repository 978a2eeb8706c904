/* follow.c: carries progress on to the record it belongs to: a lead that was called, a customer who bought. */
#include "entities/follow.h"

#include "model/store.h"

void
follow(struct work *work, const struct entity *entity, struct str id, const char *field, const char *const *earlier, struct str later)
{
	struct record *record = id.len ? store_read(work, entity, id, EDIT) : NULL;
	struct input *input;

	for (; record && *earlier; earlier++)
		if (str_equal_text(record_value(record, str_from(field)), *earlier)) {
			input = input_new(work, entity, id);
			input_set(input, str_from(field), later);
			store_save(work, input);
			return;
		}
}
