/* response.c: sends an answer back, with the headers that keep browsers careful. */
#include "http/response.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "http/fcgi.h"

enum { BODY_BYTES_MAX = 32 * 1024 * 1024, HEAD_BYTES_MAX = 256 * 1024, PIECE_BYTES = 32 * 1024 };

void
response_init(struct response *response, struct arena *arena)
{
	static const struct { const char *name, *value; } headers[] = {
		{ "Content-Type", "text/html; charset=utf-8" },
		{ "Content-Security-Policy",
		  "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; "
		  "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'" },
		{ "X-Content-Type-Options", "nosniff" },
		{ "Referrer-Policy", "same-origin" },
		{ "Cross-Origin-Opener-Policy", "same-origin" },
		{ "Cross-Origin-Resource-Policy", "same-origin" },
		{ "Permissions-Policy", "camera=(), microphone=(), geolocation=()" },
		{ "Cache-Control", "no-store" },
	};

	*response = (struct response){ .status = 200, .arena = arena, .file = -1 };
	buf_init(&response->body, arena, BODY_BYTES_MAX);
	for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++)
		response_add_header(response, str_from(headers[i].name), str_from(headers[i].value));
}

/* A copy without the bytes that would end the header early. */
static struct str
one_line(struct arena *arena, struct str value)
{
	char *data = arena_take(arena, 1, value.len + 1);
	size_t len = 0;

	for (size_t i = 0; i < value.len; i++)
		if (value.data[i] != '\r' && value.data[i] != '\n' && value.data[i] != '\0')
			data[len++] = value.data[i];
	return (struct str){ data, len };
}

void
response_header(struct response *response, struct str name, struct str value)
{
	for (size_t i = 0; i < response->header_count; i++) {
		if (str_equal_ignoring_case(response->headers[i].name, name)) {
			response->headers[i].value = one_line(response->arena, value);
			return;
		}
	}
	response_add_header(response, name, value);
}

void
response_add_header(struct response *response, struct str name, struct str value)
{
	if (response->header_count == RESPONSE_HEADERS_MAX)
		log_fatal("response", "no room for the header %.*s", STR_ARG(name));
	response->headers[response->header_count].name = one_line(response->arena, name);
	response->headers[response->header_count].value = one_line(response->arena, value);
	response->header_count++;
}

static const char *
reason(int status)
{
	static const struct { int status; const char *text; } reasons[] = {
		{ 200, "OK" }, { 201, "Created" }, { 202, "Accepted" }, { 204, "No Content" }, { 206, "Partial Content" },
		{ 301, "Moved Permanently" }, { 302, "Found" }, { 303, "See Other" }, { 304, "Not Modified" },
		{ 307, "Temporary Redirect" }, { 308, "Permanent Redirect" }, { 400, "Bad Request" },
		{ 401, "Unauthorized" }, { 403, "Forbidden" }, { 404, "Not Found" }, { 405, "Method Not Allowed" },
		{ 406, "Not Acceptable" }, { 408, "Request Timeout" }, { 409, "Conflict" }, { 410, "Gone" },
		{ 411, "Length Required" }, { 412, "Precondition Failed" }, { 413, "Content Too Large" },
		{ 415, "Unsupported Media Type" }, { 422, "Unprocessable Content" }, { 428, "Precondition Required" },
		{ 429, "Too Many Requests" }, { 500, "Internal Server Error" }, { 501, "Not Implemented" },
		{ 502, "Bad Gateway" }, { 503, "Service Unavailable" }, { 504, "Gateway Timeout" },
		{ 507, "Insufficient Storage" },
	};

	for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++)
		if (reasons[i].status == status)
			return reasons[i].text;
	return "Unknown";
}

static bool
has_body(int status)
{
	return status != 204 && status != 304;
}

static struct str
head_text(struct response *response)
{
	struct buf head;

	buf_init(&head, response->arena, HEAD_BYTES_MAX);
	buf_add_format(&head, "Status: %d %s\r\n", response->status, reason(response->status));
	for (size_t i = 0; i < response->header_count; i++) {
		buf_add(&head, response->headers[i].name);
		buf_add_text(&head, ": ");
		buf_add(&head, response->headers[i].value);
		buf_add_text(&head, "\r\n");
	}
	if (has_body(response->status)) {
		buf_add_text(&head, "Content-Length: ");
		buf_add_u64(&head, response->body.len + (response->file >= 0 ? response->file_bytes : 0));
		buf_add_text(&head, "\r\n");
	}
	buf_add_text(&head, "\r\n");
	if (head.is_full)
		log_fatal("response", "the headers are longer than %d bytes", HEAD_BYTES_MAX);
	return buf_str(&head);
}

static bool
send_file(struct response *response, struct wire *wire)
{
	uint64_t sent = 0;
	char piece[PIECE_BYTES];

	while (sent < response->file_bytes) {
		uint64_t left = response->file_bytes - sent;
		ssize_t got = pread(response->file, piece, left < sizeof piece ? (size_t)left : sizeof piece, (off_t)sent);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0) {
			log_event("response", "the file to send ended after %llu of %llu bytes: %s", (unsigned long long)sent,
			    (unsigned long long)response->file_bytes, got < 0 ? strerror(errno) : "too short");
			return false;
		}
		if (!wire_write(wire, (struct str){ piece, (size_t)got }))
			return false;
		sent += (uint64_t)got;
	}
	return true;
}

/* Half a page would pass for a whole one. */
static void
refuse_cut_body(struct response *response)
{
	log_event("response", "the page is longer than %zu bytes", response->body.ceiling_bytes);
	buf_reset(&response->body);
	response->status = 500;
	response->file_bytes = 0;
	response_header(response, S("Content-Type"), S("text/plain; charset=utf-8"));
	buf_add_text(&response->body, "This page is too long to be sent.\n");
}

bool
response_send(struct response *response, struct wire *wire, bool is_head)
{
	bool is_sent;

	if (response->body.is_full)
		refuse_cut_body(response);
	is_sent = wire_write(wire, head_text(response));
	if (!is_head && has_body(response->status))
		is_sent = is_sent && wire_write(wire, buf_str(&response->body)) &&
		    (response->file < 0 || send_file(response, wire));
	if (response->file >= 0)
		close(response->file);
	response->file = -1;
	return is_sent;
}
