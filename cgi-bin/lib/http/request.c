/* request.c: reads one request, whole and within bounds, before any page sees it. */
#include "http/request.h"

#include "base/digest.h"
#include "base/log.h"
#include "base/random.h"
#include "base/utf8.h"
#include "http/fcgi.h"
#include "http/multipart.h"
#include "http/url.h"

enum { ID_BYTES = 8, DRAIN_BYTES_MAX = 64 * 1024 * 1024 };

static struct str
param(struct arena *arena, struct wire *wire, const char *name)
{
	return str_copy(arena, wire_param(wire, name));
}

static void
read_method(struct request *request, struct str method)
{
	request->is_head = str_equal(method, S("HEAD"));
	if (str_equal(method, S("GET")) || request->is_head)
		request->method = METHOD_GET;
	else if (str_equal(method, S("POST")))
		request->method = METHOD_POST;
	else
		request->method = METHOD_OTHER;
}

/* The target of a request may be a whole address: "http://host/path". */
static struct str
without_host(struct str target)
{
	ptrdiff_t at = str_find(target, S("://"));

	if (str_starts_with(target, S("/")) || at < 0)
		return target;
	target = str_slice(target, (size_t)at + 3, target.len);
	at = str_find_char(target, '/');
	return at < 0 ? S("/") : str_slice(target, (size_t)at, target.len);
}

static bool
read_path(struct arena *arena, struct wire *wire, struct request *request)
{
	struct str target = param(arena, wire, "REQUEST_URI"), path;

	if (!str_is_empty(target)) {
		target = without_host(target);
		str_cut(&target, '?', &path);
		if (!url_decode(arena, path, false, &path))
			return false;
	} else {
		path = str_join(arena, wire_param(wire, "SCRIPT_NAME"), wire_param(wire, "PATH_INFO"));
	}
	if (!str_starts_with(path, S("/")) || str_find_char(path, '\0') >= 0 || !utf8_is_valid(path))
		return false;
	request->path = path;
	return true;
}

static bool
names_are_clean(const struct form *form)
{
	for (size_t i = 0; i < form->count; i++)
		if (str_find_char(form->fields[i].name, '\0') >= 0 || str_find_char(form->fields[i].file_name, '\0') >= 0)
			return false;
	return true;
}

/*
 * A refused body is read and dropped, a piece at a time: some web servers
 * show an error of their own when a program answers before it took the body.
 */
static void
drain(struct wire *wire, uint64_t length)
{
	char piece[16 * 1024];
	uint64_t left = length < DRAIN_BYTES_MAX ? length : DRAIN_BYTES_MAX;

	while (left > 0) {
		size_t size = left < sizeof piece ? (size_t)left : sizeof piece;
		size_t got = wire_read(wire, piece, size);

		if (got < size)
			return;
		left -= got;
	}
}

static struct str
media_type(struct str content_type)
{
	struct str type;

	return str_cut(&content_type, ';', &type) ? str_trim(type) : NO_STR;
}

static enum request_fault
read_body(struct arena *arena, struct wire *wire, struct request *request, size_t body_max_bytes)
{
	struct str length_text = wire_param(wire, "CONTENT_LENGTH");
	struct str content_type = param(arena, wire, "CONTENT_TYPE"), type = media_type(content_type), body, boundary;
	bool is_multipart = str_equal_ignoring_case(type, S("multipart/form-data")), is_whole;
	uint64_t length = 0;
	char *data;

	if (!str_is_empty(length_text) && !str_to_u64(length_text, &length))
		return REQUEST_BAD;
	if (str_is_empty(length_text) && !str_is_empty(wire_param(wire, "HTTP_TRANSFER_ENCODING")))
		return REQUEST_BAD;
	if (length > body_max_bytes) {
		drain(wire, length);
		return REQUEST_TOO_LARGE;
	}
	if (length == 0)
		return REQUEST_OK;
	if (!is_multipart && !str_equal_ignoring_case(type, S("application/x-www-form-urlencoded"))) {
		drain(wire, length);
		return REQUEST_BAD_TYPE;
	}
	data = arena_take(arena, 1, (size_t)length);
	if (wire_read(wire, data, (size_t)length) != length)
		return REQUEST_CUT;
	body = (struct str){ data, (size_t)length };
	if (is_multipart) {
		boundary = multipart_boundary(content_type);
		is_whole = boundary.data && multipart_parse(arena, body, boundary, &request->form);
	} else {
		is_whole = form_parse(arena, body, &request->form);
	}
	return is_whole && names_are_clean(&request->form) ? REQUEST_OK : REQUEST_BAD;
}

const struct request *
request_read(struct arena *arena, struct wire *wire, size_t body_max_bytes)
{
	struct request *request = ARENA_NEW(arena, struct request);
	unsigned char id[ID_BYTES];
	struct str https = wire_param(wire, "HTTPS");

	random_bytes(id, sizeof id);
	request->id = hex_encode(arena, id, sizeof id);
	log_request(request->id.data);
	read_method(request, wire_param(wire, "REQUEST_METHOD"));
	request->is_https = str_equal_ignoring_case(https, S("on")) || str_equal(https, S("1"));
	request->path = S("/");
	request->query = param(arena, wire, "QUERY_STRING");
	if (!request->query.data)
		request->query = S("");
	request->cookies = param(arena, wire, "HTTP_COOKIE");
	request->accept_language = param(arena, wire, "HTTP_ACCEPT_LANGUAGE");
	request->remote = param(arena, wire, "REMOTE_ADDR");
	request->user_agent = param(arena, wire, "HTTP_USER_AGENT");
	request->origin = param(arena, wire, "HTTP_ORIGIN");
	request->host = param(arena, wire, "HTTP_HOST");
	request->authorization = param(arena, wire, "HTTP_AUTHORIZATION");
	request->is_forwarded = wire_param(wire, "HTTP_X_FORWARDED_FOR").data || wire_param(wire, "HTTP_FORWARDED").data;
	if (request->method == METHOD_POST)
		request->fault = read_body(arena, wire, request, body_max_bytes);
	if (!read_path(arena, wire, request) || !form_parse(arena, request->query, &request->params) ||
	    !names_are_clean(&request->params)) {
		if (request->fault == REQUEST_OK)
			request->fault = REQUEST_BAD;
	}
	/* A form that is not sound is not shown in part. */
	if (request->fault != REQUEST_OK)
		request->form = request->params = (struct form){ .count = 0 };
	return request;
}
