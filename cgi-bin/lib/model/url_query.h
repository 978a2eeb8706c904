/* url_query.h: addresses with parameters, built for links in views. model/ may not know http/, so the few lines of escaping live here. */
#ifndef MODEL_URL_QUERY_H
#define MODEL_URL_QUERY_H

#include "base/buf.h"

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
