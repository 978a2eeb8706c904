/* maintenance.c: closes the site for maintenance and opens it again, by a file the web server looks for. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "qiao/command.h"

static const char *
path_of(struct command *command)
{
	return str_format(&command->arena, "%.*s/maintenance", STR_ARG(config_get(command->config, "state_dir", QIAO_STATE_DIR))).data;
}

bool
maintenance_set(struct command *command, bool is_on)
{
	const char *path = path_of(command);
	/* The folder is the web server's account's: nothing there may lead elsewhere. */
	int file = is_on ? open(path, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0644) : -1;

	if (is_on ? file < 0 : unlink(path) < 0 && errno != ENOENT) {
		fprintf(stderr, "qiao: %s: %s; correct state_dir, or make its folder\n", path, strerror(errno));
		return false;
	}
	if (is_on)
		close(file);
	return true;
}

static int
turn(struct command *command, bool is_on)
{
	if (!maintenance_set(command, is_on))
		return 1;
	printf(is_on ? "Maintenance is on: the web server answers everything with 503. \"qiao maintenance off\" ends it.\n" : "Maintenance is off.\n");
	return 0;
}

static int
say(const char *path)
{
	struct stat about;
	struct tm tm;
	char since[32];

	if (stat(path, &about) < 0) {
		printf("off\n");
		return 0;
	}
	gmtime_r(&about.st_mtime, &tm);
	strftime(since, sizeof since, "%Y-%m-%dT%H:%M:%SZ", &tm);
	printf("on, since %s\n", since);
	return 0;
}

int
command_maintenance(struct command *command)
{
	const char *act = command_argument(command, 0);

	if (!act)
		return say(path_of(command));
	if (strcmp(act, "on") == 0)
		return turn(command, true);
	if (strcmp(act, "off") == 0)
		return turn(command, false);
	fprintf(stderr, "usage: qiao maintenance [on | off]\n");
	return 2;
}
