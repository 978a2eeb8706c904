/* between.c: passes bytes on between a program and its database, but for the COMMIT that takes the blow. */
#include "between.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PIECE = 65536, PACKET_HEAD = 4, NEVER = -1, STRUCK = -2 };

struct aim {
	enum blow blow;
	int left;                      /* COMMITs before it; NEVER, STRUCK */
};

static const char commit[] = "\7\0\0\0\3COMMIT", rollback[] = "\11\0\0\0\3ROLLBACK";
/* Error 1213, the second packet of the exchange; its length comes first. */
static const char refusal[] = "\0\0\0\1\377\275\4#40001Deadlock found when trying to get lock; try restarting transaction";

static struct sockaddr_un
address_of(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };

	snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
	return address;
}

static bool
is_struck(struct aim *aim, const char *bytes, size_t len)
{
	if (len != sizeof commit - 1 || memcmp(bytes, commit, len) != 0 || aim->left < 0)
		return false;
	aim->left = aim->left ? aim->left - 1 : STRUCK;
	return aim->left == STRUCK;
}

static bool
pass(int to, const char *bytes, size_t len)
{
	return write(to, bytes, len) == (ssize_t)len;
}

/* False: the connection ends with it. */
static bool
strike(const struct aim *aim, int program, int server)
{
	char answer[PIECE], refused[sizeof refusal];

	if (aim->blow == LOSE_COMMIT)
		return false;
	if (aim->blow == LOSE_ANSWER) {
		pass(server, commit, sizeof commit - 1);
		(void)!read(server, answer, sizeof answer);
		return false;
	}
	pass(server, rollback, sizeof rollback - 1);
	memcpy(refused, refusal, sizeof refusal);
	refused[0] = sizeof refusal - 1 - PACKET_HEAD;
	return read(server, answer, sizeof answer) > 0 && pass(program, refused, sizeof refusal - 1);
}

static void
stand(struct aim *aim, int program, int server)
{
	static char bytes[PIECE];
	struct pollfd ends[] = { { program, POLLIN, 0 }, { server, POLLIN, 0 } };

	while (poll(ends, 2, -1) > 0)
		for (size_t i = 0; i < 2; i++) {
			ssize_t len = ends[i].revents ? read(ends[i].fd, bytes, sizeof bytes) : 1;

			if (len <= 0)
				return;
			if (ends[i].revents && !(i == 0 && is_struck(aim, bytes, (size_t)len) ? strike(aim, program, server) : pass(ends[1 - i].fd, bytes, (size_t)len)))
				return;
		}
}

static void
listen_for(struct aim *aim, int listening, const char *server_path)
{
	for (;;) {
		int program = accept(listening, NULL, NULL), server;
		struct sockaddr_un address = address_of(server_path);

		if (program < 0)
			_exit(1);
		if (fork() == 0) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			server = socket(AF_UNIX, SOCK_STREAM, 0);
			if (connect(server, (struct sockaddr *)&address, sizeof address) == 0)
				stand(aim, program, server);
			_exit(0);
		}
		close(program);
	}
}

struct between
between_start(struct database *database)
{
	struct between between = { .socket = str_format(&database->arena, "%s/between", database->folder).data };
	struct sockaddr_un address = address_of(between.socket);
	int listening = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	between.aim = mmap(NULL, sizeof *between.aim, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	assert_true(between.aim != MAP_FAILED);
	between.aim->left = NEVER;
	unlink(between.socket);
	assert_int_equal(bind(listening, (struct sockaddr *)&address, sizeof address), 0);
	assert_int_equal(listen(listening, 8), 0);
	fflush(stdout);
	between.child = fork();
	assert_true(between.child >= 0);
	if (between.child == 0) {
		close(database->lifeline);
		setpgid(0, 0);
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		signal(SIGCHLD, SIG_IGN);
		listen_for(between.aim, listening, str_terminated(&database->arena, database->options.socket));
	}
	setpgid(between.child, between.child);
	close(listening);
	return between;
}

void
between_strike(struct between *between, enum blow blow, int after)
{
	between->aim->blow = blow;
	between->aim->left = after;
}

bool
between_has_struck(struct between *between)
{
	bool has_struck = between->aim->left == STRUCK;

	between->aim->left = NEVER;
	return has_struck;
}

void
between_end(struct between *between)
{
	kill(-between->child, SIGKILL);
	while (waitpid(between->child, NULL, 0) < 0 && kill(between->child, 0) == 0)
		continue;
	unlink(between->socket);
	munmap(between->aim, sizeof *between->aim);
}
