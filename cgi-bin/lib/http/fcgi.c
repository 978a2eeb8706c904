/* fcgi.c: receives requests from the web server, one after another, and takes the answers back. */
#include "http/fcgi.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcgiapp.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/log.h"

/* Web servers hand the FastCGI socket over as standard input. */
enum { LISTEN_FILE = STDIN_FILENO, INHERITED_FILE = 3, LISTEN_BACKLOG = 511, DROP_BYTES_MAX = 64 * 1024 * 1024 };

struct wire {
	FCGX_Request fcgi;
	bool is_cgi, is_used;
	uint64_t read_bytes;               /* of the body, under plain CGI */
};

/*
 * The handler puts /dev/null in the socket's place, so that an accept that
 * waits, or is just about to, comes back at once, while the reads and writes
 * of a request in hand go on undisturbed (SA_RESTART).
 */
static void
end_soon(int signal_number)
{
	int before = errno, nothing;

	(void)signal_number;
	FCGX_ShutdownPending();
	nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
	if (nothing >= 0 && nothing != LISTEN_FILE) {
		dup2(nothing, LISTEN_FILE);
		close(nothing);
	}
	errno = before;
}

/* Nobody else accepts from this socket: what waits in it is answered, what comes later is refused and may be sent to another process. */
static void
end_when_empty(int signal_number)
{
	int before = errno;

	(void)signal_number;
	shutdown(LISTEN_FILE, SHUT_RD);
	errno = before;
}

static void
handle_signals(bool is_cgi)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN }, end = { .sa_handler = end_soon, .sa_flags = SA_RESTART };

	if (getenv("QIAO_OWN_SOCKET"))
		end.sa_handler = end_when_empty;

	sigemptyset(&ignore.sa_mask);
	sigemptyset(&end.sa_mask);
	sigaddset(&end.sa_mask, SIGTERM);
	sigaddset(&end.sa_mask, SIGUSR1);
	sigaction(SIGPIPE, &ignore, NULL);
	/* A plain CGI program has one request, and that is in hand. */
	sigaction(SIGTERM, is_cgi ? &ignore : &end, NULL);
	sigaction(SIGUSR1, is_cgi ? &ignore : &end, NULL);
}

static int
open_unix(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	struct stat about;
	int file;

	if (strlen(path) >= sizeof address.sun_path)
		log_fatal("wire", "%s: the path is too long for a socket", path);
	memcpy(address.sun_path, path, strlen(path));
	/* A socket an earlier run left behind. */
	if (lstat(path, &about) == 0 && S_ISSOCK(about.st_mode))
		unlink(path);
	file = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (file < 0 || bind(file, (struct sockaddr *)&address, sizeof address) < 0)
		log_fatal("wire", "%s: no socket: %s", path, strerror(errno));
	return file;
}

static int
open_inet(struct arena *arena, const char *listen_address)
{
	struct sockaddr_in address = { .sin_family = AF_INET };
	struct str rest = str_from(listen_address), host;
	uint64_t port;
	int file, on = 1;

	if (!str_cut(&rest, ':', &host) || !str_to_u64(rest, &port) || port == 0 || port > UINT16_MAX ||
	    inet_pton(AF_INET, str_terminated(arena, host), &address.sin_addr) != 1)
		log_fatal("wire", "%s: neither a path nor an address with a port", listen_address);
	address.sin_port = htons((uint16_t)port);
	file = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (file < 0 || setsockopt(file, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) < 0 ||
	    bind(file, (struct sockaddr *)&address, sizeof address) < 0)
		log_fatal("wire", "%s: no socket: %s", listen_address, strerror(errno));
	return file;
}

static void
put_socket(int file, const char *name)
{
	if (file == LISTEN_FILE)
		return;
	if (dup2(file, LISTEN_FILE) < 0)
		log_fatal("wire", "%s: no socket: %s", name, strerror(errno));
	close(file);
}

static void
open_socket(struct arena *arena, const char *listen_address)
{
	int file = strchr(listen_address, '/') ? open_unix(listen_address) : open_inet(arena, listen_address);

	if (listen(file, LISTEN_BACKLOG) < 0)
		log_fatal("wire", "%s: no socket: %s", listen_address, strerror(errno));
	put_socket(file, listen_address);
}

/* What systemd opened for us; the variables say whether it is meant for this very process. */
static bool
has_inherited_socket(void)
{
	uint64_t process = 0, files = 0;

	if (!str_to_u64(str_from(getenv("LISTEN_PID")), &process) || process != (uint64_t)getpid())
		return false;
	str_to_u64(str_from(getenv("LISTEN_FDS")), &files);
	if (files != 1)
		log_fatal("wire", "LISTEN_FDS: one socket is wanted, not %d", (int)files);
	unsetenv("LISTEN_PID");
	unsetenv("LISTEN_FDS");
	unsetenv("LISTEN_FDNAMES");
	return true;
}

struct wire *
wire_open(struct arena *program, const char *listen_address)
{
	struct wire *wire = ARENA_NEW(program, struct wire);

	if (listen_address)
		open_socket(program, listen_address);
	else if (has_inherited_socket())
		put_socket(INHERITED_FILE, "LISTEN_FDS");
	wire->is_cgi = FCGX_IsCGI();
	handle_signals(wire->is_cgi);
	if (!wire->is_cgi && (FCGX_Init() != 0 || FCGX_InitRequest(&wire->fcgi, LISTEN_FILE, FCGI_FAIL_ACCEPT_ON_INTR) != 0))
		log_fatal("wire", "FastCGI did not start");
	return wire;
}

bool
wire_is_cgi(const struct wire *wire)
{
	return wire->is_cgi;
}

bool
wire_accept(struct wire *wire)
{
	if (wire->is_cgi) {
		bool is_first = !wire->is_used;

		wire->is_used = true;
		return is_first;
	}
	return FCGX_Accept_r(&wire->fcgi) >= 0;
}

struct str
wire_param(struct wire *wire, const char *name)
{
	return str_from(wire->is_cgi ? getenv(name) : FCGX_GetParam(name, wire->fcgi.envp));
}

size_t
wire_read(struct wire *wire, void *to, size_t size)
{
	char *at = to;
	size_t len = 0;

	while (len < size) {
		size_t more = size - len < INT_MAX ? size - len : INT_MAX;
		ssize_t got;

		if (wire->is_cgi)
			got = read(STDIN_FILENO, at + len, more);
		else
			got = FCGX_GetStr(at + len, (int)more, wire->fcgi.in);
		if (got < 0 && wire->is_cgi && errno == EINTR)
			continue;
		if (got <= 0)
			break;
		len += (size_t)got;
	}
	wire->read_bytes += len;
	return len;
}

bool
wire_write(struct wire *wire, struct str s)
{
	while (s.len > 0) {
		size_t more = s.len < INT_MAX ? s.len : INT_MAX;
		ssize_t put;

		if (wire->is_cgi)
			put = write(STDOUT_FILENO, s.data, more);
		else
			put = FCGX_PutStr(s.data, (int)more, wire->fcgi.out);
		if (put < 0 && wire->is_cgi && errno == EINTR)
			continue;
		if (put <= 0)
			return false;
		s = str_slice(s, (size_t)put, s.len);
	}
	return true;
}

/*
 * Some web servers give a plain CGI program one socket for both ways: a body
 * that was not read would then take the answer with it.
 */
static void
drop_body(struct wire *wire)
{
	char piece[16 * 1024];
	uint64_t length = UINT64_MAX;

	if (!str_to_u64(wire_param(wire, "CONTENT_LENGTH"), &length) && str_is_empty(wire_param(wire, "HTTP_TRANSFER_ENCODING")))
		return;
	if (length > DROP_BYTES_MAX)
		length = DROP_BYTES_MAX;
	while (wire->read_bytes < length && wire_read(wire, piece, sizeof piece) == sizeof piece)
		continue;
}

void
wire_finish(struct wire *wire)
{
	if (wire->is_cgi) {
		drop_body(wire);
		/* The web server sends an answer on when its end is there; what this process still has to do is not for the person. */
		close(STDOUT_FILENO);
	} else {
		FCGX_Finish_r(&wire->fcgi);
	}
}
