/* url_query.h: addresses with parameters, built for links; what http/url.h takes apart again. */
#ifndef BASE_URL_QUERY_H
#define BASE_URL_QUERY_H

#include "base/buf.h"

/* Adds s with everything but A-Z a-z 0-9 - . _ ~ escaped. */
void url_escape(struct buf *buf, struct str s);

struct url_query {
	struct buf buf;
	bool is_first;
};

void url_query_start(struct url_query *url, struct arena *arena, struct str path);
void url_query_add(struct url_query *url, struct str name, struct str value);
/* The address, with an already escaped "a=b" (or nothing) put behind. */
struct str url_query_end(struct url_query *url, struct str carried);
/* path?carried, path&carried or path. */
struct str url_query_join(struct arena *arena, struct str path, struct str carried);

#endif
