/*
 * response.h: what goes back. Nothing is sent until response_send, so an
 * outcome known late can still become a clean error page.
 */
#ifndef HTTP_RESPONSE_H
#define HTTP_RESPONSE_H

#include "base/buf.h"

enum { RESPONSE_HEADERS_MAX = 24 };

struct response {
	int status;                        /* 200, 303, 404, ... */
	struct arena *arena;
	struct { struct str name, value; } headers[RESPONSE_HEADERS_MAX];
	size_t header_count;
	struct buf body;
	int file;                          /* an open, unlinked file sent after the body, then closed; -1 if none */
	uint64_t file_bytes;
};

/* Empty, status 200, with the security headers every answer carries (see response.c). */
void response_init(struct response *response, struct arena *arena);

/* Adds or replaces a header. CR, LF and NUL in a value are dropped. */
void response_header(struct response *response, struct str name, struct str value);
/* Adds a header that may come more than once (Set-Cookie). */
void response_add_header(struct response *response, struct str name, struct str value);

struct wire;
/* Sends status, headers, Content-Length and body (unless is_head). False when the client is gone. */
bool response_send(struct response *response, struct wire *wire, bool is_head);

#endif
