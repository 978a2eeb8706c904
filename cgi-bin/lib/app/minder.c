/* minder.c: minds the workers of a program, and hands their socket on to a newer one without losing a request. */
#include "app/minder.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"

enum { ARGUMENTS_MAX = 16 };

/* Process ids of the older program's workers, for the newer one. */
static const char *const heritage = "QIAO_OLD_WORKERS";

struct minder {
	struct program *program;
	char **argv;
	void (*work)(struct program *program);
	pid_t workers[WORKERS_MAX];
	unsigned count;
	pid_t trial;                   /* of the program on disk; 0: none is going on */
};

static void
signals_minded(sigset_t *signals)
{
	sigemptyset(signals);
	sigaddset(signals, SIGTERM);
	sigaddset(signals, SIGINT);
	sigaddset(signals, SIGHUP);
	sigaddset(signals, SIGCHLD);
}

static void
signals_free(void)
{
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Blocked, and asked for one by one, so that none arrives between two looks; a process keeps this when it becomes another program. */
void
minder_begin(void)
{
	sigset_t signals;

	signals_minded(&signals);
	sigprocmask(SIG_BLOCK, &signals, NULL);
}

bool
minder_has_taken_over(void)
{
	return getenv(heritage) != NULL;
}

static pid_t
start_worker(const struct minder *minder)
{
	pid_t pid = fork();

	if (pid == 0) {
		signals_free();
		minder->work(minder->program);
		_exit(0);
	}
	if (pid < 0)
		log_event("worker", "no worker could be started");
	return pid;
}

/* They are our children still, so no number can be somebody else's by now. */
static void
end_old_workers(void)
{
	struct str rest = str_from(getenv(heritage)), word;
	uint64_t pid;

	while (str_cut(&rest, ' ', &word))
		if (str_to_u64(word, &pid) && pid > 1)
			kill((pid_t)pid, SIGTERM);
	unsetenv(heritage);
}

static void
start_trial(struct minder *minder)
{
	char *arguments[ARGUMENTS_MAX + 2], check[] = "--check";
	size_t n = 0;

	if (minder->trial)
		return;
	while (minder->argv[n] && n < ARGUMENTS_MAX) {
		arguments[n] = minder->argv[n];
		n++;
	}
	arguments[n++] = check;
	arguments[n] = NULL;
	minder->trial = fork();
	if (minder->trial == 0) {
		signals_free();
		execv(arguments[0], arguments);
		log_fatal("restart", "%s: %s", arguments[0], strerror(errno));
	}
	if (minder->trial < 0) {
		log_event("restart", "the program could not be tried; going on as before");
		minder->trial = 0;
	}
}

static void
become_newer(struct minder *minder)
{
	struct arena *arena = &minder->program->arena;
	struct buf pids;

	buf_init(&pids, arena, WORKERS_MAX * 12);
	for (unsigned i = 0; i < minder->count; i++)
		if (minder->workers[i] > 0)
			buf_add_format(&pids, "%d ", (int)minder->workers[i]);
	if (setenv(heritage, str_terminated(arena, buf_str(&pids)), 1) == 0)
		execv(minder->argv[0], minder->argv);
	log_event("restart", "%s: %s; going on as before", minder->argv[0], strerror(errno));
	unsetenv(heritage);
}

static void
bury(struct minder *minder, pid_t dead, int status)
{
	if (dead == minder->trial) {
		minder->trial = 0;
		if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
			become_newer(minder);
		else
			log_event("restart", "the program cannot start: see above; going on with the one that runs");
		return;
	}
	for (unsigned i = 0; i < minder->count; i++)
		if (minder->workers[i] == dead) {
			/* A worker that dies at its start must not keep the machine busy. */
			nanosleep(&(struct timespec){ 0, 50000000 }, NULL);
			minder->workers[i] = start_worker(minder);
		}
}

int
minder_run(struct program *program, char **argv, unsigned count, void (*work)(struct program *program))
{
	struct minder minder = { .program = program, .argv = argv, .work = work, .count = count };
	sigset_t signals;
	pid_t dead;
	int got = 0, status;

	signals_minded(&signals);
	for (unsigned i = 0; i < count; i++)
		minder.workers[i] = start_worker(&minder);
	if (minder_has_taken_over())
		end_old_workers();
	while (got != SIGTERM && got != SIGINT) {
		const struct timespec second = { 1, 0 };

		got = sigtimedwait(&signals, NULL, &second);
		if (got == SIGHUP)
			start_trial(&minder);
		while ((dead = waitpid(-1, &status, WNOHANG)) > 0)
			bury(&minder, dead, status);
		/* One that could not be started for want of memory or processes. */
		for (unsigned i = 0; i < count; i++)
			if (minder.workers[i] < 0)
				minder.workers[i] = start_worker(&minder);
	}
	for (unsigned i = 0; i < count; i++)
		if (minder.workers[i] > 0)
			kill(minder.workers[i], SIGTERM);
	while (waitpid(-1, NULL, 0) > 0 || errno == EINTR)
		continue;
	return 0;
}
