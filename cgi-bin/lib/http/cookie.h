/* cookie.h: the Cookie header, read; one Set-Cookie value, written. */
#ifndef HTTP_COOKIE_H
#define HTTP_COOKIE_H

#include "base/str.h"

/* Value of the first cookie of that name, quotes removed; NO_STR when absent. */
struct str cookie_get(struct str header, struct str name);

/*
 * A Set-Cookie value: Path=/, HttpOnly, SameSite=Lax, Secure when asked.
 * max_age_s < 0: a session cookie; 0 removes it. name and value must be
 * cookie-safe already (tokens are).
 */
struct str cookie_set(struct arena *arena, struct str name, struct str value, bool is_secure, long max_age_s);

#endif
