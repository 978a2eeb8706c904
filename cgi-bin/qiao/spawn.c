/* spawn.c: runs other programs, joined by pipes, and looks at how each of them ended. */
#include "qiao/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LOG_TAIL_BYTES = 2000, NOT_FOUND = 127 };

struct ends {
	int in, out, log;
};

/* Between fork and exec only what is safe after fork. */
static _Noreturn void
become(const char *const *argv, struct ends ends, pid_t parent)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(NOT_FOUND);
	signal(SIGPIPE, SIG_DFL);
	dup2(ends.in, STDIN_FILENO);
	dup2(ends.out, STDOUT_FILENO);
	dup2(ends.log, STDERR_FILENO);
	execvp(argv[0], (char *const *)(uintptr_t)argv);
	dprintf(STDERR_FILENO, "%s: %s\n", argv[0], strerror(errno));
	_exit(NOT_FOUND);
}

static bool
start_one(struct spawn *spawn, const char *const *argv, struct ends ends)
{
	pid_t parent = getpid(), process = fork();

	if (process == 0)
		become(argv, ends, parent);
	if (process < 0)
		return false;
	spawn->commands[spawn->count] = argv;
	spawn->processes[spawn->count++] = process;
	return true;
}

static void
close_end(int *fd)
{
	if (*fd > STDERR_FILENO)
		close(*fd);
	*fd = -1;
}

/* Starts them from `in` to `out`, which are closed here; the pipes between are this program's only for a moment. */
static bool
start_all(struct spawn *spawn, const char *const *const *commands, int in, int out, int log)
{
	bool is_well = in >= 0 && out >= 0 && log >= 0;

	for (size_t i = 0; is_well && commands[i]; i++) {
		int next[2] = { -1, -1 };

		if (commands[i + 1] && pipe2(next, O_CLOEXEC) < 0)
			is_well = false;
		else
			is_well = start_one(spawn, commands[i], (struct ends){ in, commands[i + 1] ? next[1] : out, log });
		close_end(&in);
		close_end(&next[1]);
		in = next[0];
	}
	close_end(&in);
	close_end(&out);
	close_end(&log);
	spawn->has_failed = !is_well;
	return is_well;
}

static int
open_log(const char *path)
{
	return path ? open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : STDERR_FILENO;
}

static int
open_output(const char *path, const char *log_path)
{
	return path ? open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600) : open_log(log_path);
}

static int
open_nothing(void)
{
	return open("/dev/null", O_RDONLY | O_CLOEXEC);
}

bool
spawn_from(struct spawn *spawn, const char *log_path, const char *const *const *commands)
{
	int ends[2] = { -1, -1 };

	*spawn = (struct spawn){ .log_path = log_path, .fd = -1 };
	if (pipe2(ends, O_CLOEXEC) < 0)
		return false;
	spawn->fd = ends[0];
	return start_all(spawn, commands, open_nothing(), ends[1], open_log(log_path));
}

bool
spawn_into(struct spawn *spawn, const char *log_path, const char *const *const *commands, const char *to_path)
{
	int ends[2] = { -1, -1 };

	*spawn = (struct spawn){ .log_path = log_path, .fd = -1 };
	if (pipe2(ends, O_CLOEXEC) < 0)
		return false;
	/* One that ended early is told by its status, not by a signal to us. */
	signal(SIGPIPE, SIG_IGN);
	spawn->fd = ends[1];
	return start_all(spawn, commands, ends[0], open_output(to_path, log_path), open_log(log_path));
}

bool
spawn_run(const char *log_path, const char *const *const *commands, const char *to_path)
{
	struct spawn spawn = { .log_path = log_path, .fd = -1 };

	start_all(&spawn, commands, open_nothing(), open_output(to_path, log_path), open_log(log_path));
	return spawn_end(&spawn);
}

bool
spawn_server(struct spawn *spawn, const char *log_path, const char *const *command)
{
	const char *const *const commands[] = { command, NULL };

	*spawn = (struct spawn){ .log_path = log_path, .fd = -1 };
	return start_all(spawn, commands, open_nothing(), open_log(log_path), open_log(log_path));
}

bool
spawn_is_alive(struct spawn *spawn)
{
	siginfo_t about = { .si_pid = 0 };

	return spawn->count == 1 && waitid(P_PID, (id_t)spawn->processes[0], &about, WEXITED | WNOHANG | WNOWAIT) == 0 && about.si_pid == 0;
}

bool
spawn_stop(struct spawn *spawn)
{
	if (spawn->count == 1)
		kill(spawn->processes[0], SIGTERM);
	return spawn_end(spawn);
}

void
spawn_tell_log(const char *log_path)
{
	char text[LOG_TAIL_BYTES + 1];
	int file = log_path ? open(log_path, O_RDONLY | O_CLOEXEC) : -1;
	ssize_t got = 0;
	off_t size;

	if (file < 0)
		return;
	size = lseek(file, 0, SEEK_END);
	if (size > 0)
		got = pread(file, text, LOG_TAIL_BYTES, size > LOG_TAIL_BYTES ? size - LOG_TAIL_BYTES : 0);
	close(file);
	if (got > 0)
		fprintf(stderr, "qiao: the end of %s:\n%.*s\n", log_path, (int)got, text);
}

static bool
is_well_ended(const struct spawn *spawn, size_t i)
{
	int status = 0;
	pid_t got;

	do
		got = waitpid(spawn->processes[i], &status, 0);
	while (got < 0 && errno == EINTR);
	if (got > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return true;
	if (got > 0 && WIFSIGNALED(status))
		fprintf(stderr, "qiao: %s was ended by signal %d\n", spawn->commands[i][0], WTERMSIG(status));
	else
		fprintf(stderr, "qiao: %s failed with status %d%s\n", spawn->commands[i][0], WEXITSTATUS(status),
		        WEXITSTATUS(status) == NOT_FOUND ? " (is it installed?)" : "");
	return false;
}

bool
spawn_end(struct spawn *spawn)
{
	bool is_well = !spawn->has_failed;

	close_end(&spawn->fd);
	for (size_t i = 0; i < spawn->count; i++)
		is_well = is_well_ended(spawn, i) && is_well;
	spawn->count = 0;
	if (!is_well)
		spawn_tell_log(spawn->log_path);
	return is_well;
}
