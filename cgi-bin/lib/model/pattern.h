/* pattern.h: the shapes of text that fields accept, as PCRE2 patterns with limits. */
#ifndef MODEL_PATTERN_H
#define MODEL_PATTERN_H

#include "base/str.h"

enum pattern { PATTERN_EMAIL, PATTERN_PHONE, PATTERN_URL, PATTERN_CURRENCY, PATTERN_LOGIN, PATTERN_ONE_NAME, PATTERN_COUNT };

/* Does the whole text have that shape? A text on which the match limit is reached does not. */
bool pattern_matches(enum pattern pattern, struct str text);

#endif
