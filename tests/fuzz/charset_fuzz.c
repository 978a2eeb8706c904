/* charset_fuzz.c: guesses and converts any bytes; what comes out is UTF-8, or the byte that did not fit is in the input. */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "format/charset.h"

enum { CEILING = 64 * 1024 * 1024 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
demand(bool holds)
{
	if (!holds)
		abort();
}

static bool
is_listed(const char *charset)
{
	for (const char *const *name = charset_names(); *name; name++)
		if (strcmp(*name, charset) == 0)
			return true;
	return false;
}

/* A BIG5 byte pair may become two code points, never more than six bytes. */
static void
check(struct arena *arena, struct str bytes, const char *charset)
{
	struct str text = NO_STR, head;
	size_t at = bytes.len + 1, head_at;

	if (charset_to_utf8(arena, bytes, charset, &text, &at)) {
		demand(text.data && utf8_is_valid(text) && text.len <= bytes.len * 3);
		return;
	}
	demand(at < bytes.len);
	/* All before the byte that did not fit does fit. */
	demand(charset_to_utf8(arena, str_slice(bytes, 0, at), charset, &head, &head_at));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str bytes = { size ? (const char *)data : "", size }, text;
	struct arena arena;
	const char *guess;
	size_t at;

	arena_init(&arena, CEILING);
	guess = charset_guess(bytes);
	demand(is_listed(guess));
	/* Guessed UTF-8 is UTF-8, unless a mark claimed it. */
	if (strcmp(guess, "UTF-8") == 0 && !str_starts_with(bytes, S("\xef\xbb\xbf")))
		demand(charset_to_utf8(&arena, bytes, guess, &text, &at));
	for (const char *const *name = charset_names(); *name; name++)
		check(&arena, bytes, *name);
	arena_end(&arena);
	return 0;
}
