/* fcgi_test.c: a real program behind a real socket, and the same program under plain CGI. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "http/fcgi.h"
#include "http/request.h"
#include "http/response.h"
#include "../fixture.h"

enum { BEGIN = 1, PARAMS = 4, INPUT = 5, RESPONDER = 1, WAIT_S = 20, STATUS_ENDED_WELL = 7 };

static void
rest_ms(long ms)
{
	nanosleep(&(struct timespec){ ms / 1000, ms % 1000 * 1000000 }, NULL);
}

/* The program under test: says back what it was asked, until it should end. */
static _Noreturn void
serve(const char *listen_address)
{
	struct arena program, arena;
	struct wire *wire;

	alarm(WAIT_S);
	arena_init(&program, 1 << 20);
	arena_init(&arena, 1 << 24);
	wire = wire_open(&program, listen_address);
	while (wire_accept(wire)) {
		const struct request *request = request_read(&arena, wire, 1 << 20);
		struct response response;
		struct str slow = form_get(&request->params, S("slow_ms"));
		uint64_t slow_ms;

		response_init(&response, &arena);
		if (str_to_u64(slow, &slow_ms))
			rest_ms((long)slow_ms);
		if (str_equal(request->path, S("/crash")))
			raise(SIGTERM);
		buf_add_format(&response.body, "%d %d %.*s [%.*s] %zu", (int)wire_is_cgi(wire), (int)request->fault,
		    STR_ARG(request->path), STR_ARG(form_get(&request->form, S("a"))), request->form.count);
		if (str_equal(request->path, S("/large")))
			for (int i = 0; i < 200000; i++)
				buf_add_text(&response.body, "0123456789");
		response_send(&response, wire, request->is_head);
		wire_finish(wire);
		arena_reset(&arena);
	}
	arena_end(&arena);
	arena_end(&program);
	_exit(STATUS_ENDED_WELL);
}

struct server {
	char folder[64], path[108];
	pid_t process;
};

static void
server_start(struct server *server)
{
	struct stat about;

	snprintf(server->folder, sizeof server->folder, "/tmp/qiao-fcgi-XXXXXX");
	assert_non_null(mkdtemp(server->folder));
	snprintf(server->path, sizeof server->path, "%s/socket", server->folder);
	server->process = fork();
	if (server->process == 0)
		serve(server->path);
	for (int i = 0; i < 500 && stat(server->path, &about) != 0; i++)
		rest_ms(10);
	rest_ms(50);
}

/* How the server ended, -1 if it has not after two seconds. */
static int
server_status(struct server *server)
{
	int status;

	for (int i = 0; i < 200; i++) {
		if (waitpid(server->process, &status, WNOHANG) == server->process)
			return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
		rest_ms(10);
	}
	return -1;
}

static void
server_end(struct server *server)
{
	unlink(server->path);
	rmdir(server->folder);
}

static int
connect_to(const struct server *server)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	struct timeval patience = { .tv_sec = 5 };
	int file = socket(AF_UNIX, SOCK_STREAM, 0);

	memcpy(address.sun_path, server->path, strlen(server->path));
	for (int i = 0; i < 100 && connect(file, (struct sockaddr *)&address, sizeof address) != 0; i++)
		rest_ms(10);
	setsockopt(file, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
	return file;
}

static void
add_record(struct buf *buf, int type, struct str content)
{
	char head[8] = { 1, (char)type, 0, 1, (char)(content.len >> 8), (char)(content.len & 255), 0, 0 };

	buf_add(buf, (struct str){ head, sizeof head });
	buf_add(buf, content);
}

static void
add_param(struct buf *buf, const char *name, const char *value)
{
	buf_add_char(buf, (char)strlen(name));
	buf_add_char(buf, (char)strlen(value));
	buf_add_text(buf, name);
	buf_add_text(buf, value);
}

/* Sends a request as a web server does. */
static void
send_request(struct arena *arena, int file, const char *method, const char *uri, const char *query, const char *body)
{
	struct buf wire, params;
	char length[24];

	buf_init(&wire, arena, 1 << 16);
	buf_init(&params, arena, 1 << 14);
	snprintf(length, sizeof length, "%zu", strlen(body));
	add_param(&params, "REQUEST_METHOD", method);
	add_param(&params, "REQUEST_URI", uri);
	add_param(&params, "QUERY_STRING", query);
	add_param(&params, "CONTENT_LENGTH", length);
	add_param(&params, "CONTENT_TYPE", "application/x-www-form-urlencoded");
	add_record(&wire, BEGIN, (struct str){ "\0\1\0\0\0\0\0\0", 8 });
	add_record(&wire, PARAMS, buf_str(&params));
	add_record(&wire, PARAMS, S(""));
	if (*body)
		add_record(&wire, INPUT, str_from(body));
	add_record(&wire, INPUT, S(""));
	assert_int_equal(send(file, wire.data, wire.len, MSG_NOSIGNAL), wire.len);
}

/* Everything the program wrote to its output, the records' heads taken off. */
static struct str
receive(struct arena *arena, int file)
{
	struct buf raw, output;
	char piece[65536];
	struct str rest;

	buf_init(&raw, arena, 1 << 23);
	buf_init(&output, arena, 1 << 23);
	for (ssize_t got; (got = read(file, piece, sizeof piece)) > 0;)
		buf_add(&raw, (struct str){ piece, (size_t)got });
	close(file);
	for (rest = buf_str(&raw); rest.len >= 8;) {
		const unsigned char *head = (const unsigned char *)rest.data;
		size_t len = (size_t)head[4] << 8 | head[5];

		if (head[1] == 6)
			buf_add(&output, str_slice(rest, 8, 8 + len));
		rest = str_slice(rest, 8 + len + head[6], rest.len);
	}
	return buf_str(&output);
}

static void
requests_one_after_another(void **state)
{
	struct server server;
	struct str answer;
	int file;

	server_start(&server);
	for (int i = 0; i < 3; i++) {
		file = connect_to(&server);
		send_request(*state, file, "POST", "/x?y=1", "y=1", "a=b+c");
		answer = receive(*state, file);
		assert_true(str_starts_with(answer, S("Status: 200 OK\r\n")));
		assert_true(str_ends_with(answer, S("\r\n\r\n0 0 /x [b c] 1")));
		file = connect_to(&server);
		send_request(*state, file, "GET", "/y", "", "");
		assert_true(str_ends_with(receive(*state, file), S("\r\n\r\n0 0 /y [] 0")));
		file = connect_to(&server);
		send_request(*state, file, "HEAD", "/y", "", "");
		answer = receive(*state, file);
		assert_true(str_ends_with(answer, S("\r\n\r\n")) && str_find(answer, S("Content-Length: 11\r\n")) > 0);
	}
	file = connect_to(&server);
	send_request(*state, file, "GET", "/large", "", "");
	assert_true(receive(*state, file).len > 2000000);
	kill(server.process, SIGTERM);
	assert_int_equal(server_status(&server), STATUS_ENDED_WELL);
	server_end(&server);
}

static void
an_idle_program_ends_when_told(void **state)
{
	static const int signals[] = { SIGTERM, SIGUSR1 };

	(void)state;
	for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++) {
		struct server server;

		server_start(&server);
		kill(server.process, signals[i]);
		assert_int_equal(server_status(&server), STATUS_ENDED_WELL);
		server_end(&server);
	}
}

static void
the_request_in_hand_is_finished(void **state)
{
	struct server server;
	struct str answer;
	int file;

	server_start(&server);
	file = connect_to(&server);
	send_request(*state, file, "GET", "/z", "slow_ms=300", "");
	rest_ms(100);
	kill(server.process, SIGTERM);
	rest_ms(50);
	kill(server.process, SIGUSR1);
	answer = receive(*state, file);
	assert_true(str_ends_with(answer, S("\r\n\r\n0 0 /z [] 0")));
	assert_int_equal(server_status(&server), STATUS_ENDED_WELL);
	server_end(&server);
	server_start(&server);
	file = connect_to(&server);
	send_request(*state, file, "GET", "/crash", "", "");
	assert_true(str_ends_with(receive(*state, file), S("\r\n\r\n0 0 /crash [] 0")));
	assert_int_equal(server_status(&server), STATUS_ENDED_WELL);
	server_end(&server);
}

/* Even a body that is still on its way when the signal comes. */
static void
a_body_under_way_is_not_lost(void **state)
{
	struct server server;
	struct buf start, rest, params;
	int file;

	server_start(&server);
	file = connect_to(&server);
	buf_init(&start, *state, 4096);
	buf_init(&rest, *state, 4096);
	buf_init(&params, *state, 4096);
	add_param(&params, "REQUEST_METHOD", "POST");
	add_param(&params, "REQUEST_URI", "/body");
	add_param(&params, "CONTENT_LENGTH", "4");
	add_param(&params, "CONTENT_TYPE", "application/x-www-form-urlencoded");
	add_record(&start, BEGIN, (struct str){ "\0\1\0\0\0\0\0\0", 8 });
	add_record(&start, PARAMS, buf_str(&params));
	add_record(&start, PARAMS, S(""));
	add_record(&start, INPUT, S("a="));
	add_record(&rest, INPUT, S("17"));
	add_record(&rest, INPUT, S(""));
	assert_int_equal(write(file, start.data, start.len), start.len);
	rest_ms(100);
	kill(server.process, SIGTERM);
	rest_ms(100);
	assert_int_equal(write(file, rest.data, rest.len), rest.len);
	assert_true(str_ends_with(receive(*state, file), S("\r\n\r\n0 0 /body [17] 1")));
	assert_int_equal(server_status(&server), STATUS_ENDED_WELL);
	server_end(&server);
}

/* systemd hands the socket over as file 3 and says for whom it is; a web server, as standard input. */
static void
server_start_with_socket(struct server *server, int place)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	char number[24];
	int file;

	snprintf(server->folder, sizeof server->folder, "/tmp/qiao-fcgi-XXXXXX");
	assert_non_null(mkdtemp(server->folder));
	snprintf(server->path, sizeof server->path, "%s/socket", server->folder);
	memcpy(address.sun_path, server->path, strlen(server->path));
	file = socket(AF_UNIX, SOCK_STREAM, 0);
	assert_int_equal(bind(file, (struct sockaddr *)&address, sizeof address), 0);
	assert_int_equal(listen(file, 8), 0);
	server->process = fork();
	if (server->process == 0) {
		snprintf(number, sizeof number, "%d", (int)getpid());
		if (place == 3) {
			setenv("LISTEN_PID", number, 1);
			setenv("LISTEN_FDS", "1", 1);
		} else {
			setenv("QIAO_OWN_SOCKET", "1", 1);
		}
		dup2(file, place);
		if (file != place)
			close(file);
		serve(NULL);
	}
	close(file);
}

static void
a_socket_of_systemd_is_taken(void **state)
{
	struct server server;
	int file;

	server_start_with_socket(&server, 3);
	for (int i = 0; i < 2; i++) {
		file = connect_to(&server);
		send_request(*state, file, "GET", "/given", "", "");
		assert_true(str_ends_with(receive(*state, file), S("0 0 /given [] 0")));
	}
	kill(server.process, SIGTERM);
	assert_int_equal(server_status(&server), STATUS_ENDED_WELL);
	server_end(&server);
}

/* Who waits in the socket of this process alone is answered; who comes later is refused at once and may ask another. */
static void
a_socket_of_its_own_is_emptied_first(void **state)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	struct server server;
	int first, second, late;

	server_start_with_socket(&server, STDIN_FILENO);
	first = connect_to(&server);
	send_request(*state, first, "GET", "/first", "slow_ms=300", "");
	rest_ms(100);
	second = connect_to(&server);
	send_request(*state, second, "GET", "/second", "", "");
	kill(server.process, SIGTERM);
	rest_ms(50);
	memcpy(address.sun_path, server.path, strlen(server.path));
	late = socket(AF_UNIX, SOCK_STREAM, 0);
	assert_int_equal(connect(late, (struct sockaddr *)&address, sizeof address), -1);
	close(late);
	assert_true(str_ends_with(receive(*state, first), S("0 0 /first [] 0")));
	assert_true(str_ends_with(receive(*state, second), S("0 0 /second [] 0")));
	assert_int_equal(server_status(&server), STATUS_ENDED_WELL);
	server_end(&server);
}

static void
a_client_that_goes_away_does_no_harm(void **state)
{
	struct server server;
	int file;

	server_start(&server);
	file = connect_to(&server);
	send_request(*state, file, "GET", "/large", "slow_ms=100", "");
	close(file);
	file = connect_to(&server);
	send_request(*state, file, "GET", "/after", "", "");
	assert_true(str_ends_with(receive(*state, file), S("0 0 /after [] 0")));
	kill(server.process, SIGTERM);
	assert_int_equal(server_status(&server), STATUS_ENDED_WELL);
	server_end(&server);
}

static void
plain_cgi_serves_one_request(void **state)
{
	int in[2], out[2], status;
	char text[4000];
	size_t len = 0;
	pid_t child;

	(void)state;
	assert_int_equal(pipe(in), 0);
	assert_int_equal(pipe(out), 0);
	child = fork();
	if (child == 0) {
		dup2(in[0], STDIN_FILENO);
		dup2(out[1], STDOUT_FILENO);
		close(in[1]);
		setenv("REQUEST_METHOD", "POST", 1);
		setenv("REQUEST_URI", "/cgi?x", 1);
		setenv("CONTENT_LENGTH", "5", 1);
		setenv("CONTENT_TYPE", "application/x-www-form-urlencoded", 1);
		serve(NULL);
	}
	close(out[1]);
	close(in[0]);
	/* In two pieces: a read may bring less than was asked for. */
	assert_int_equal(write(in[1], "a=", 2), 2);
	rest_ms(50);
	assert_int_equal(write(in[1], "b+cX", 4), 4);
	close(in[1]);
	for (ssize_t got; (got = read(out[0], text + len, sizeof text - len)) > 0;)
		len += (size_t)got;
	close(out[0]);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), STATUS_ENDED_WELL);
	assert_true(str_starts_with((struct str){ text, len }, S("Status: 200 OK\r\n")));
	assert_true(str_ends_with((struct str){ text, len }, S("\r\n\r\n1 0 /cgi [b c] 1")));
}

static void
strange_addresses_are_refused(void **state)
{
	static const char *const addresses[] = {
		"", ":", ":9000", "127.0.0.1", "127.0.0.1:0", "127.0.0.1:65536", "localhost:x", "127.0.0.1:9000x",
		"/nowhere/at/all/socket",
	};

	(void)state;
	for (size_t i = 0; i < sizeof addresses / sizeof addresses[0]; i++) {
		pid_t child = fork();
		int status;

		if (child == 0) {
			dup2(open("/dev/null", O_WRONLY), STDERR_FILENO);
			serve(addresses[i]);
		}
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), 70);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(requests_one_after_another, arena_set_up, arena_tear_down),
		cmocka_unit_test(an_idle_program_ends_when_told),
		cmocka_unit_test_setup_teardown(the_request_in_hand_is_finished, arena_set_up, arena_tear_down),
		cmocka_unit_test_setup_teardown(a_body_under_way_is_not_lost, arena_set_up, arena_tear_down),
		cmocka_unit_test_setup_teardown(a_socket_of_systemd_is_taken, arena_set_up, arena_tear_down),
		cmocka_unit_test_setup_teardown(a_socket_of_its_own_is_emptied_first, arena_set_up, arena_tear_down),
		cmocka_unit_test_setup_teardown(a_client_that_goes_away_does_no_harm, arena_set_up, arena_tear_down),
		cmocka_unit_test(plain_cgi_serves_one_request),
		cmocka_unit_test(strange_addresses_are_refused),
	};

	return cmocka_run_group_tests_name("http/fcgi", tests, NULL, NULL);
}
