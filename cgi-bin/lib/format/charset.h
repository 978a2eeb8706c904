/*
 * charset.h: other people's encodings made UTF-8. Names come from a short
 * list (UTF-8, UTF-16LE, UTF-16BE, GB18030, BIG5, WINDOWS-1252); GBK and
 * GB2312 are read as GB18030, which contains them.
 */
#ifndef FORMAT_CHARSET_H
#define FORMAT_CHARSET_H

#include "base/str.h"

/* The list above, NULL at the end. */
const char *const *charset_names(void);

/*
 * What the bytes most likely are: a byte order mark decides; then zero bytes
 * at even or odd places (UTF-16); then valid UTF-8; then valid GB18030 or
 * BIG5, whichever gives more of the commonest Chinese characters;
 * else WINDOWS-1252. Looks at the first MiB.
 */
const char *charset_guess(struct str bytes);

/* UTF-8 without a byte order mark, in the arena. False when a byte does not fit; *at then says which. */
bool charset_to_utf8(struct arena *arena, struct str bytes, const char *charset, struct str *text, size_t *at);

#endif
