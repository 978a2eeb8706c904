/* maintenance.c: closes the site for maintenance and opens it again, by a file the web server looks for. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "qiao/command.h"

enum { WORDS_BYTES = 100 };
#define UPGRADE S("shown by an upgrade\n")

static const char *
path_of(struct command *command)
{
	return str_format(&command->arena, "%.*s/maintenance", STR_ARG(config_get(command->config, "state_dir", QIAO_STATE_DIR))).data;
}

static bool
fail(const char *path)
{
	fprintf(stderr, "qiao: %s: %s; correct state_dir, or make its folder\n", path, strerror(errno));
	return false;
}

static bool
take_away(const char *path)
{
	return unlink(path) == 0 || errno == ENOENT || fail(path);
}

/* What is in it says whose it is. */
static bool
is_of_upgrade(struct command *command, const char *path)
{
	return str_equal(file_read(&command->arena, path, WORDS_BYTES), UPGRADE);
}

bool
maintenance_begin(struct command *command)
{
	const char *path = path_of(command);
	/* The folder is the web server's account's: nothing there may lead elsewhere. */
	int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
	bool is_well;

	if (file < 0)
		return errno == EEXIST || fail(path);
	is_well = write(file, UPGRADE.data, UPGRADE.len) == (ssize_t)UPGRADE.len;
	return (close(file) == 0 && is_well) || fail(path);
}

bool
maintenance_end(struct command *command)
{
	const char *path = path_of(command);

	if (!is_of_upgrade(command, path))
		return true;
	if (!take_away(path))
		return false;
	printf("  the maintenance page is gone\n");
	return true;
}

/* From now on it is theirs, whoever showed it before. */
static bool
show(const char *path)
{
	int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0644);

	return file >= 0 ? close(file) == 0 : fail(path);
}

static int
turn(struct command *command, bool is_on)
{
	if (is_on ? !show(path_of(command)) : !take_away(path_of(command)))
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
