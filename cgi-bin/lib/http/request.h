/*
 * request.h: one request as it arrived, read once and const afterwards. All
 * slices live in the request's arena.
 */
#ifndef HTTP_REQUEST_H
#define HTTP_REQUEST_H

#include "http/form.h"

enum method { METHOD_GET, METHOD_POST, METHOD_OTHER };   /* HEAD counts as GET, body not sent */

enum request_fault {
	REQUEST_OK,
	REQUEST_BAD,               /* 400: broken escape, body or length */
	REQUEST_TOO_LARGE,         /* 413 */
	REQUEST_BAD_TYPE,          /* 415: a body of a type no page takes */
	REQUEST_CUT                /* the client went away while sending */
};

struct request {
	enum method method;
	bool is_head;
	bool is_https;             /* HTTPS=on, as the web server says */
	struct str path;           /* decoded, always starts with '/' */
	struct str query;          /* as sent, without '?' */
	struct form params;        /* the query */
	struct form form;          /* the body of a POST */
	struct str cookies;        /* the header */
	struct str accept_language;
	struct str remote;         /* address of the client */
	struct str user_agent;
	struct str origin;         /* Origin header, NO_STR if not sent */
	struct str host;
	struct str authorization;  /* the header, where the web server passes it on */
	bool is_forwarded;         /* a proxy says that it asks for somebody else: remote is the proxy */
	struct str id;             /* 16 hex digits, in every log line and error page */
	enum request_fault fault;
};

struct wire;                       /* http/fcgi.h */

/* Reads parameters and body (at most body_max_bytes) from the wire. Never fails: see fault. */
const struct request *request_read(struct arena *arena, struct wire *wire, size_t body_max_bytes);

#endif
