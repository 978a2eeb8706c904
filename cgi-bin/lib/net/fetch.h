/*
 * fetch.h: one question to a web server, over http or https alone, without
 * following where it is sent to, with limits on time and size. For the
 * command; the programs behind a web server call nobody.
 */
#ifndef NET_FETCH_H
#define NET_FETCH_H

#include "base/str.h"

struct fetch {
	struct str url;
	struct str body;               /* data: a POST of a form; NO_STR: a GET */
	struct str at;                 /* connects to this address, whatever the name means; who stands in the certificate is then not asked. NO_STR: no */
	unsigned timeout_s;            /* 0: 10 */
};

struct fetched {
	bool is_answered;
	struct str problem;            /* why not, in English */
	int status;
	struct str head, body;         /* head: lines with CRLF; both cut at their limits */
	uint64_t time_us;
	struct str local_address;      /* we asked from */
	struct str certificate_until;  /* "Feb 28 12:00:00 2027 GMT"; NO_STR: no TLS */
};

void fetch(struct arena *arena, const struct fetch *wanted, struct fetched *found);
/* Value of a header; NO_STR when it was not sent. */
struct str fetched_header(const struct fetched *found, const char *name);

#endif
