/* maintenance.c: closes the site for maintenance and opens it again, by a file the web server looks for. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "qiao/command.h"

static int
told(const char *path)
{
	fprintf(stderr, "qiao: %s: %s\n", path, strerror(errno));
	return 1;
}

static int
turn_on(const char *path)
{
	int file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);

	if (file < 0)
		return told(path);
	close(file);
	printf("Maintenance is on: the web server answers everything with 503. \"qiao maintenance off\" ends it.\n");
	return 0;
}

static int
turn_off(const char *path)
{
	if (unlink(path) < 0 && errno != ENOENT)
		return told(path);
	printf("Maintenance is off.\n");
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
	struct str folder = config_get(command->config, "state_dir", QIAO_STATE_DIR);
	const char *path = str_format(&command->arena, "%.*s/maintenance", STR_ARG(folder)).data;

	if (!act)
		return say(path);
	if (strcmp(act, "on") == 0)
		return turn_on(path);
	if (strcmp(act, "off") == 0)
		return turn_off(path);
	fprintf(stderr, "usage: qiao maintenance [on | off]\n");
	return 2;
}
