/* multipart_fuzz.c: the first line is a Content-Type, the rest a body; values stay inside the body. */
#include <stdint.h>
#include <stdlib.h>

#include "http/multipart.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str body = { size ? (const char *)data : "", size }, content_type, boundary;
	struct form form = { .count = 0 };
	struct arena arena;
	size_t left;

	if (size > 1 << 20)
		return 0;
	arena_init(&arena, 1 << 25);
	str_cut(&body, '\n', &content_type);
	boundary = multipart_boundary(content_type);
	if (boundary.len > 70 || (boundary.data && boundary.len == 0))
		abort();
	if (body.data && multipart_parse(&arena, body, boundary.data ? boundary : S("B"), &form)) {
		left = body.len;
		for (size_t i = 0; i < form.count; i++) {
			const struct form_field *field = &form.fields[i];

			if (field->value.data < body.data || field->value.data + field->value.len > body.data + body.len ||
			    field->value.len > left || !field->name.data)
				abort();
			if (!field->file_name.data != !field->content_type.data)
				abort();
			left -= field->value.len;
		}
	}
	if (form.count > FORM_FIELDS_MAX)
		abort();
	arena_end(&arena);
	return 0;
}
