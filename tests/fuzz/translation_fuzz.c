/* translation_fuzz.c: reads any bytes as a po file; what is read comes back when it is written and read again. */
#include <stdlib.h>

#include "base/buf.h"
#include "view/translation.h"

enum { CEILING = 256 * 1024 * 1024 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
demand(bool holds)
{
	if (!holds)
		abort();
}

/* Whatever is asked for, an answer is given: a translation, or the id itself. */
static void
ask(const struct translation *translation, struct str po)
{
	struct str part;

	while (str_cut(&po, '"', &part)) {
		struct str answer = translation_get(translation, part);

		demand(answer.data != NULL);
		demand(answer.data == part.data || answer.len > 0);
	}
}

static void
add_string(struct buf *po, const char *keyword, struct str s)
{
	buf_add_text(po, keyword);
	buf_add(po, S(" \""));
	for (size_t i = 0; i < s.len; i++) {
		switch (s.data[i]) {
		case '\n':
			buf_add(po, S("\\n\"\n\""));
			break;
		case '"':
		case '\\':
			buf_add_char(po, '\\');
			buf_add_char(po, s.data[i]);
			break;
		default:
			buf_add_char(po, s.data[i]);
		}
	}
	buf_add(po, S("\"\n"));
}

/* Any text, written as a message, is found again. */
static void
write_and_read(struct arena *arena, struct str text)
{
	const struct translation *translation;
	struct buf po;

	buf_init(&po, arena, CEILING / 8);
	add_string(&po, "msgid", S("id"));
	add_string(&po, "msgstr", text);
	translation = translation_parse(arena, buf_str(&po));
	if (!translation)
		return;
	demand(translation_count(translation) == (text.len > 0));
	demand(str_equal(translation_get(translation, S("id")), text.len ? text : S("id")));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str po = { size ? (const char *)data : "", size };
	const struct translation *translation;
	struct arena arena;

	arena_init(&arena, CEILING);
	translation = translation_parse(&arena, po);
	if (translation) {
		ask(translation, po);
		demand(translation_count(translation) <= size / 10);
	}
	write_and_read(&arena, po);
	arena_end(&arena);
	return 0;
}
