/* url.h: percent escapes undone, and paths held to this site; base/url_query.h makes addresses. */
#ifndef HTTP_URL_H
#define HTTP_URL_H

#include "base/str.h"

/* Undoes %XX (and '+' when plus_is_blank); false on a broken escape. */
bool url_decode(struct arena *arena, struct str s, bool plus_is_blank, struct str *decoded);

/* A path on this site only: starts with one '/', no "//", no backslash, no control byte. */
bool url_is_local_path(struct str s);

#endif
