/* cookie.c: finds a cookie among those sent and writes one to be kept. */
#include "http/cookie.h"

struct str
cookie_get(struct str header, struct str name)
{
	struct str pair, found;

	while (str_cut(&header, ';', &pair)) {
		if (!str_cut(&pair, '=', &found) || !pair.data || !str_equal(str_trim(found), name))
			continue;
		pair = str_trim(pair);
		if (pair.len >= 2 && str_starts_with(pair, S("\"")) && str_ends_with(pair, S("\"")))
			pair = str_slice(pair, 1, pair.len - 1);
		return pair;
	}
	return NO_STR;
}

struct str
cookie_set(struct arena *arena, struct str name, struct str value, bool is_secure, long max_age_s)
{
	struct str cookie = str_format(arena, "%.*s=%.*s; Path=/; HttpOnly; SameSite=Lax%s", STR_ARG(name), STR_ARG(value),
	    is_secure ? "; Secure" : "");

	if (max_age_s < 0)
		return cookie;
	return str_format(arena, "%.*s; Max-Age=%ld", STR_ARG(cookie), max_age_s);
}
