/* url_fuzz.c: whatever is decoded can be encoded and comes back the same. */
#include <stdint.h>
#include <stdlib.h>

#include "base/url_query.h"
#include "http/url.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = { size ? (const char *)data : "", size }, decoded, again;
	struct arena arena;
	struct buf buf;

	if (size > 1 << 20)
		return 0;
	arena_init(&arena, 1 << 24);
	for (int plus_is_blank = 0; plus_is_blank < 2; plus_is_blank++) {
		if (!url_decode(&arena, text, plus_is_blank, &decoded))
			continue;
		if (decoded.len > size)
			abort();
		buf_init(&buf, &arena, size * 3 + 1);
		url_escape(&buf, decoded);
		if (buf.is_full || !url_decode(&arena, buf_str(&buf), plus_is_blank, &again) || !str_equal(decoded, again))
			abort();
	}
	if (url_is_local_path(text) && (size == 0 || data[0] != '/' || (size > 1 && (data[1] == '/' || data[1] == '\\'))))
		abort();
	arena_end(&arena);
	return 0;
}
