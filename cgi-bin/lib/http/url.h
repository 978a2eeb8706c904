/* url.h: percent escapes, paths and query strings. */
#ifndef HTTP_URL_H
#define HTTP_URL_H

#include "base/buf.h"

/* Undoes %XX (and '+' when plus_is_blank); false on a broken escape. */
bool url_decode(struct arena *arena, struct str s, bool plus_is_blank, struct str *decoded);

/* Adds s with everything but A-Z a-z 0-9 - . _ ~ escaped. */
void url_encode(struct buf *buf, struct str s);

/* Adds "?name=value" or "&name=value", escaped; *is_first is turned off. */
void url_add_param(struct buf *buf, bool *is_first, struct str name, struct str value);

/* A path on this site only: starts with one '/', no "//", no backslash, no control byte. */
bool url_is_local_path(struct str s);

#endif
