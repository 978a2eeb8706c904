/* request_test.c: what a wire brings becomes a request, or a fault that says why not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "http/fcgi.h"
#include "http/request.h"
#include "../fixture.h"

enum { BODY_MAX = 100 };

/* A wire that brings what the test put on it. */
struct wire {
	const char *params[20];    /* "NAME=value" */
	struct str body;
	size_t largest_read;
};

struct str
wire_param(struct wire *wire, const char *name)
{
	for (size_t i = 0; i < 20 && wire->params[i]; i++)
		if (strncmp(wire->params[i], name, strlen(name)) == 0 && wire->params[i][strlen(name)] == '=')
			return str_from(wire->params[i] + strlen(name) + 1);
	return NO_STR;
}

size_t
wire_read(struct wire *wire, void *to, size_t size)
{
	size_t len = wire->body.len < size ? wire->body.len : size;

	if (size > wire->largest_read)
		wire->largest_read = size;
	if (len)
		memcpy(to, wire->body.data, len);
	wire->body = str_slice(wire->body, len, wire->body.len);
	return len;
}

static void
a_page_is_asked_for(void **state)
{
	struct wire wire = { .params = {
		"REQUEST_METHOD=GET", "REQUEST_URI=/customers/%E6%A1%A5?q=a+b&q=c", "QUERY_STRING=q=a+b&q=c",
		"SCRIPT_NAME=/elsewhere", "HTTPS=on", "HTTP_COOKIE=s=1", "HTTP_ACCEPT_LANGUAGE=zh-CN", "REMOTE_ADDR=192.0.2.7",
		"HTTP_USER_AGENT=test", "HTTP_HOST=crm.example", "CONTENT_LENGTH=", } };
	const struct request *request = request_read(*state, &wire, BODY_MAX), *other;

	assert_int_equal(request->fault, REQUEST_OK);
	assert_int_equal(request->method, METHOD_GET);
	assert_false(request->is_head);
	assert_true(request->is_https);
	assert_true(str_equal(request->path, S("/customers/\u6865")));
	assert_true(str_equal(request->query, S("q=a+b&q=c")));
	assert_int_equal(request->params.count, 2);
	assert_true(str_equal(form_get(&request->params, S("q")), S("a b")));
	assert_int_equal(request->form.count, 0);
	assert_true(str_equal(request->cookies, S("s=1")));
	assert_true(str_equal(request->accept_language, S("zh-CN")));
	assert_true(str_equal(request->remote, S("192.0.2.7")));
	assert_true(str_equal(request->user_agent, S("test")));
	assert_true(str_equal(request->host, S("crm.example")));
	assert_null(request->origin.data);
	assert_int_equal(request->id.len, 16);
	assert_int_equal(strspn(request->id.data, "0123456789abcdef"), 16);
	other = request_read(*state, &wire, BODY_MAX);
	assert_false(str_equal(request->id, other->id));
}

static void
methods(void **state)
{
	static const struct { const char *param; enum method method; bool is_head; } rows[] = {
		{ "REQUEST_METHOD=GET", METHOD_GET, false }, { "REQUEST_METHOD=HEAD", METHOD_GET, true },
		{ "REQUEST_METHOD=POST", METHOD_POST, false }, { "REQUEST_METHOD=PUT", METHOD_OTHER, false },
		{ "REQUEST_METHOD=get", METHOD_OTHER, false }, { "REQUEST_METHOD=", METHOD_OTHER, false },
		{ "X=", METHOD_OTHER, false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct wire wire = { .params = { rows[i].param, "REQUEST_URI=/" } };
		const struct request *request = request_read(*state, &wire, BODY_MAX);

		assert_int_equal(request->method, rows[i].method);
		assert_int_equal(request->is_head, rows[i].is_head);
		assert_false(request->is_https);
	}
}

static void
paths(void **state)
{
	static const struct { const char *params[3]; const char *path; } rows[] = {
		{ { "REQUEST_URI=/a/b?x=1" }, "/a/b" }, { { "REQUEST_URI=/a%2fb" }, "/a/b" }, { { "REQUEST_URI=/?" }, "/" },
		{ { "REQUEST_URI=/a?b%zz" }, "/a" }, { { "REQUEST_URI=http://h:8/a?x" }, "/a" }, { { "REQUEST_URI=http://h" }, "/" },
		{ { "REQUEST_URI=/a+b" }, "/a+b" }, { { "SCRIPT_NAME=/a", "PATH_INFO=/b%20" }, "/a/b%20" },
		{ { "SCRIPT_NAME=/a" }, "/a" }, { { "PATH_INFO=/b" }, "/b" }, { { "REQUEST_URI=", "PATH_INFO=/b" }, "/b" },
		{ { "REQUEST_URI=/a%00b" }, NULL }, { { "REQUEST_URI=/%zz" }, NULL }, { { "REQUEST_URI=/%E6%A1" }, NULL },
		{ { "REQUEST_URI=a" }, NULL }, { { "REQUEST_URI=*" }, NULL }, { { "REQUEST_URI=?a" }, NULL }, { { "X=" }, NULL },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct wire wire = { .params = { "REQUEST_METHOD=GET", rows[i].params[0], rows[i].params[1], rows[i].params[2] } };
		const struct request *request = request_read(*state, &wire, BODY_MAX);

		assert_int_equal(request->fault, rows[i].path ? REQUEST_OK : REQUEST_BAD);
		assert_true(str_equal_text(request->path, rows[i].path ? rows[i].path : "/"));
	}
}

static void
bodies(void **state)
{
	static const struct { const char *length, *type; const char *body; enum request_fault fault; size_t count; } rows[] = {
		{ "CONTENT_LENGTH=7", "CONTENT_TYPE=application/x-www-form-urlencoded", "a=1&b=2", REQUEST_OK, 2 },
		{ "CONTENT_LENGTH=3", "CONTENT_TYPE=Application/X-WWW-Form-Urlencoded ; charset=utf-8", "a=1&b=2",
		  REQUEST_OK, 1 },
		{ "CONTENT_LENGTH=74", "CONTENT_TYPE=multipart/form-data; boundary=B",
		  "--B\r\nContent-Disposition: form-data; name=\"n\"; filename=\"f.txt\"\r\n\r\n\r\n--B--", REQUEST_OK, 1 },
		{ "CONTENT_LENGTH=100", "CONTENT_TYPE=application/x-www-form-urlencoded",
		  "a=1&aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
		  REQUEST_OK, 2 },
		{ "CONTENT_LENGTH=0", "X=", "", REQUEST_OK, 0 }, { "X=", "X=", "", REQUEST_OK, 0 },
		{ "CONTENT_LENGTH=8", "CONTENT_TYPE=application/x-www-form-urlencoded", "a=1&b=2", REQUEST_CUT, 0 },
		{ "CONTENT_LENGTH=5", "CONTENT_TYPE=application/x-www-form-urlencoded", "a=%zz", REQUEST_BAD, 0 },
		{ "CONTENT_LENGTH=7", "CONTENT_TYPE=application/x-www-form-urlencoded", "b=1&%00=", REQUEST_BAD, 0 },
		{ "CONTENT_LENGTH=-1", "CONTENT_TYPE=application/x-www-form-urlencoded", "a=1", REQUEST_BAD, 0 },
		{ "CONTENT_LENGTH=3x", "CONTENT_TYPE=application/x-www-form-urlencoded", "a=1", REQUEST_BAD, 0 },
		{ "HTTP_TRANSFER_ENCODING=chunked", "CONTENT_TYPE=application/x-www-form-urlencoded", "a=1", REQUEST_BAD, 0 },
		{ "CONTENT_LENGTH=3", "CONTENT_TYPE=text/plain", "a=1", REQUEST_BAD_TYPE, 0 },
		{ "CONTENT_LENGTH=3", "X=", "a=1", REQUEST_BAD_TYPE, 0 },
		{ "CONTENT_LENGTH=3", "CONTENT_TYPE=multipart/form-data", "a=1", REQUEST_BAD, 0 },
		{ "CONTENT_LENGTH=101", "CONTENT_TYPE=application/x-www-form-urlencoded", "a=1", REQUEST_TOO_LARGE, 0 },
		{ "CONTENT_LENGTH=18446744073709551615", "X=", "a=1", REQUEST_TOO_LARGE, 0 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct wire wire = { .params = { "REQUEST_METHOD=POST", "REQUEST_URI=/a?b=c", rows[i].length, rows[i].type },
			.body = str_from(rows[i].body) };
		const struct request *request = request_read(*state, &wire, BODY_MAX);

		if (request->fault != rows[i].fault || request->form.count != rows[i].count)
			fail_msg("body %zu: fault %d, %zu fields", i, (int)request->fault, request->form.count);
		assert_true(str_equal(request->path, S("/a")));
	}
}

static void
a_large_body_is_never_held(void **state)
{
	static char body[3 * 1024 * 1024];
	struct wire wire = { .params = { "REQUEST_METHOD=POST", "REQUEST_URI=/", "CONTENT_LENGTH=3145728",
		"CONTENT_TYPE=application/x-www-form-urlencoded" }, .body = { body, sizeof body } };
	const struct arena *arena = *state;
	size_t before = arena->used_bytes;

	assert_int_equal(request_read(*state, &wire, BODY_MAX)->fault, REQUEST_TOO_LARGE);
	assert_true(arena->used_bytes - before < 4096);
	assert_true(wire.largest_read <= 64 * 1024);
	/* It was taken off the wire, so the web server can listen to the answer. */
	assert_int_equal(wire.body.len, 0);
}

static void
names_without_nul(void **state)
{
	struct wire wire = { .params = { "REQUEST_METHOD=GET", "REQUEST_URI=/", "QUERY_STRING=a%00b=1" } };
	struct wire value = { .params = { "REQUEST_METHOD=GET", "REQUEST_URI=/", "QUERY_STRING=a=%00" } };
	struct wire broken = { .params = { "REQUEST_METHOD=GET", "REQUEST_URI=/", "QUERY_STRING=a=1&b=%0" } };

	assert_int_equal(request_read(*state, &wire, BODY_MAX)->fault, REQUEST_BAD);
	/* Values are judged later, where the field can be named. */
	assert_int_equal(request_read(*state, &value, BODY_MAX)->fault, REQUEST_OK);
	assert_int_equal(request_read(*state, &broken, BODY_MAX)->fault, REQUEST_BAD);
	assert_int_equal(request_read(*state, &broken, BODY_MAX)->params.count, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_page_is_asked_for, arena_set_up, arena_tear_down),
		cmocka_unit_test_setup_teardown(methods, arena_set_up, arena_tear_down),
		cmocka_unit_test_setup_teardown(paths, arena_set_up, arena_tear_down),
		cmocka_unit_test_setup_teardown(bodies, arena_set_up, arena_tear_down),
		cmocka_unit_test_setup_teardown(a_large_body_is_never_held, arena_set_up, arena_tear_down),
		cmocka_unit_test_setup_teardown(names_without_nul, arena_set_up, arena_tear_down),
	};

	return cmocka_run_group_tests_name("http/request", tests, NULL, NULL);
}
