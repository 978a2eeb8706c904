/* response_test.c: answers carry their security headers, their length, and nothing a value smuggled in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "http/fcgi.h"
#include "http/response.h"

/* A wire that keeps what is written, until the client goes away. */
struct wire {
	char text[400000];
	size_t len, room;
};

static struct wire wire;

bool
wire_write(struct wire *to, struct str s)
{
	if (s.len > to->room - to->len)
		return false;
	if (s.len)
		memcpy(to->text + to->len, s.data, s.len);
	to->len += s.len;
	return true;
}

static int
set_up(void **state)
{
	static struct arena arena;

	arena_init(&arena, 1 << 27);
	*state = &arena;
	wire.len = 0;
	wire.room = sizeof wire.text;
	return 0;
}

static int
tear_down(void **state)
{
	arena_end(*state);
	return 0;
}

static struct str
sent(void)
{
	return (struct str){ wire.text, wire.len };
}

static size_t
count_of(const char *needle)
{
	struct str rest = sent();
	size_t count = 0;

	for (ptrdiff_t at; (at = str_find(rest, str_from(needle))) >= 0; count++)
		rest = str_slice(rest, (size_t)at + 1, rest.len);
	return count;
}

static void
every_answer_is_guarded(void **state)
{
	static const char *const headers[] = {
		"Status: 200 OK\r\n", "\r\nContent-Type: text/html; charset=utf-8\r\n",
		("\r\nContent-Security-Policy: default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
		"font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'\r\n"),
		"\r\nX-Content-Type-Options: nosniff\r\n", "\r\nReferrer-Policy: same-origin\r\n",
		"\r\nCross-Origin-Opener-Policy: same-origin\r\n", "\r\nCross-Origin-Resource-Policy: same-origin\r\n",
		"\r\nPermissions-Policy: camera=(), microphone=(), geolocation=()\r\n", "\r\nCache-Control: no-store\r\n",
		"\r\nContent-Length: 5\r\n",
	};
	struct response response;

	response_init(&response, *state);
	buf_add_text(&response.body, "hello");
	assert_true(response_send(&response, &wire, false));
	for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++)
		assert_int_equal(count_of(headers[i]), 1);
	assert_true(str_starts_with(sent(), S("Status: ")));
	assert_true(str_ends_with(sent(), S("\r\n\r\nhello")));
}

static void
headers_are_replaced_or_added(void **state)
{
	struct response response;

	response_init(&response, *state);
	response.status = 303;
	response_header(&response, S("content-TYPE"), S("text/plain"));
	response_header(&response, S("Location"), S("/a\r\nSet-Cookie: evil=1\r\n\r\nx\0y"));
	response_add_header(&response, S("Set-Cookie"), S("a=1"));
	response_add_header(&response, S("Set-Cookie"), S("b=2"));
	assert_true(response_send(&response, &wire, false));
	assert_true(str_starts_with(sent(), S("Status: 303 See Other\r\nContent-Type: text/plain\r\n")));
	assert_int_equal(count_of("text/html"), 0);
	assert_int_equal(count_of("\r\nLocation: /aSet-Cookie: evil=1xy\r\n"), 1);
	assert_int_equal(count_of("\r\nSet-Cookie: "), 2);
	assert_int_equal(count_of("\r\n\r\n"), 1);
}

static void
some_answers_have_no_body(void **state)
{
	static const struct { int status; bool is_head; const char *length; bool has_body; } rows[] = {
		{ 200, false, "\r\nContent-Length: 4\r\n", true }, { 200, true, "\r\nContent-Length: 4\r\n", false },
		{ 404, false, "\r\nContent-Length: 4\r\n", true }, { 204, false, NULL, false }, { 304, false, NULL, false },
		{ 299, false, "\r\nContent-Length: 4\r\n", true },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct response response;

		wire.len = 0;
		response_init(&response, *state);
		response.status = rows[i].status;
		buf_add_text(&response.body, "body");
		assert_true(response_send(&response, &wire, rows[i].is_head));
		assert_int_equal(count_of("Content-Length"), rows[i].length != NULL);
		assert_true(!rows[i].length || count_of(rows[i].length) == 1);
		assert_int_equal(str_ends_with(sent(), S("\r\n\r\nbody")), rows[i].has_body);
		assert_int_equal(str_ends_with(sent(), S("\r\n\r\n")), !rows[i].has_body);
	}
}

static int
file_of(size_t bytes)
{
	FILE *file = tmpfile();
	int copy;

	assert_non_null(file);
	for (size_t i = 0; i < bytes; i++)
		putc('a' + (int)(i % 26), file);
	copy = dup(fileno(file));
	fclose(file);
	assert_true(copy >= 0);
	return copy;
}

static void
a_file_follows_the_body(void **state)
{
	struct response response;
	int file = file_of(100000);

	response_init(&response, *state);
	buf_add_text(&response.body, "\xef\xbb\xbf");
	response.file = file;
	response.file_bytes = 100000;
	assert_true(response_send(&response, &wire, false));
	assert_int_equal(count_of("\r\nContent-Length: 100003\r\n"), 1);
	for (size_t i = 0; i < 100000; i++)
		assert_int_equal(wire.text[wire.len - 100000 + i], 'a' + i % 26);
	assert_int_equal(response.file, -1);
	assert_int_equal(close(file), -1);

	/* A file that is shorter than was said is no success. */
	response_init(&response, *state);
	response.file = file_of(10);
	response.file_bytes = 11;
	assert_false(response_send(&response, &wire, false));
	response_init(&response, *state);
	response.file = file_of(10);
	response.file_bytes = 10;
	wire.len = 0;
	assert_true(response_send(&response, &wire, true));
	assert_true(str_ends_with(sent(), S("\r\n\r\n")));
}

static void
a_lost_client_is_noticed(void **state)
{
	struct response response;

	response_init(&response, *state);
	wire.room = 10;
	assert_false(response_send(&response, &wire, false));
}

static void
a_page_too_long_is_an_error(void **state)
{
	struct response response;

	response_init(&response, *state);
	while (!response.body.is_full)
		buf_add(&response.body, (struct str){ wire.text, 100000 });
	assert_true(response_send(&response, &wire, false));
	assert_true(str_starts_with(sent(), S("Status: 500 ")));
	assert_true(wire.len < 2000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(every_answer_is_guarded, set_up, tear_down),
		cmocka_unit_test_setup_teardown(headers_are_replaced_or_added, set_up, tear_down),
		cmocka_unit_test_setup_teardown(some_answers_have_no_body, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_file_follows_the_body, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_lost_client_is_noticed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_page_too_long_is_an_error, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("http/response", tests, NULL, NULL);
}
