/* form_fuzz.c: a form holds what was sent, in order, whatever was sent. */
#include <stdint.h>
#include <stdlib.h>

#include "base/url_query.h"
#include "http/form.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = { size ? (const char *)data : "", size };
	struct form form = { .count = 0 }, again = { .count = 0 };
	struct arena arena;
	struct buf buf;

	if (size > 1 << 18)
		return 0;
	arena_init(&arena, 1 << 24);
	if (form_parse(&arena, text, &form)) {
		buf_init(&buf, &arena, size * 3 + 2 * FORM_FIELDS_MAX);
		for (size_t i = 0; i < form.count; i++) {
			buf_add_char(&buf, '&');
			url_escape(&buf, form.fields[i].name);
			buf_add_char(&buf, '=');
			url_escape(&buf, form.fields[i].value);
		}
		if (buf.is_full || !form_parse(&arena, str_slice(buf_str(&buf), 1, buf.len), &again) || again.count != form.count)
			abort();
		for (size_t i = 0; i < form.count; i++)
			if (!str_equal(form.fields[i].name, again.fields[i].name) ||
			    !str_equal(form.fields[i].value, again.fields[i].value) || !form_find(&form, form.fields[i].name))
				abort();
	}
	if (form.count > FORM_FIELDS_MAX)
		abort();
	arena_end(&arena);
	return 0;
}
