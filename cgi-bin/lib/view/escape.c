/* escape.c: writes text into a page so that none of it is read as HTML. */
#include "view/escape.h"

/* Place in entities of each byte that must not stand as it is; 0 for all others. */
static const unsigned char special[256] = {
	['&'] = 1, ['<'] = 2, ['>'] = 3, ['"'] = 4, ['\''] = 5,
};

static const struct str entities[] = {
	{ "", 0 }, { "&amp;", 5 }, { "&lt;", 4 }, { "&gt;", 4 }, { "&quot;", 6 }, { "&#39;", 5 },
};

void
escape_html(struct buf *buf, struct str s)
{
	size_t run = 0;

	for (size_t i = 0; i < s.len; i++) {
		unsigned char which = special[(unsigned char)s.data[i]];

		if (!which)
			continue;
		if (i > run)
			buf_add(buf, (struct str){ s.data + run, i - run });
		buf_add(buf, entities[which]);
		run = i + 1;
	}
	if (s.len > run)
		buf_add(buf, (struct str){ s.data + run, s.len - run });
}
