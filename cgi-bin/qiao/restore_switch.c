/* restore_switch.c: puts restored data in the place of a stopped server's, and keeps what was there. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "qiao/restore.h"

enum { PATH_BYTES = 4096 };

/* A server works in its data folder. */
static bool
is_in_use(struct restore *restore, const char *folder)
{
	DIR *handle = opendir("/proc");
	struct dirent *entry;
	char place[PATH_BYTES], wanted[PATH_BYTES];
	bool is_used = false;

	while (handle && realpath(folder, wanted) && (entry = readdir(handle))) {
		ssize_t len = readlink(str_format(restore->arena, "/proc/%s/cwd", entry->d_name).data, place, sizeof place - 1);

		if (len > 0) {
			place[len] = '\0';
			is_used = is_used || strcmp(place, wanted) == 0;
		}
	}
	if (handle)
		closedir(handle);
	return is_used;
}

static bool
give_to(struct restore *restore, const char *folder, const struct stat *owner)
{
	const char *const give[] = { "chown", "-R", str_format(restore->arena, "%u:%u", (unsigned)owner->st_uid, (unsigned)owner->st_gid).data, folder, NULL };
	const char *const *const commands[] = { give, NULL };

	return geteuid() != 0 || (spawn_run(restore->log, commands, NULL) && chmod(folder, owner->st_mode & 07777) == 0);
}

/* Root's PATH may lack sbin, under cron for one. */
static const char *
find_command(struct restore *restore, const char *name)
{
	const char *path = getenv("PATH"), *found;
	struct str rest = str_format(restore->arena, "%s:/usr/sbin:/sbin", path ? path : "/usr/bin"), folder;

	while (str_cut(&rest, ':', &folder)) {
		found = str_format(restore->arena, "%.*s/%s", STR_ARG(folder), name).data;
		if (folder.len && access(found, X_OK) == 0)
			return found;
	}
	return NULL;
}

/* A folder keeps the label of where it was made; SELinux lets the server read what has that of its place. */
static void
label(struct restore *restore, const char *folder)
{
	const char *command = find_command(restore, "restorecon");
	const char *const run[] = { command, "-R", folder, NULL };
	const char *const *const commands[] = { run, NULL };

	if (command && !spawn_run(restore->log, commands, NULL))
		fprintf(stderr, "qiao: the labels of SELinux could not be set: before you start the server, run: restorecon -R %s\n", folder);
}

bool
restore_switch(struct restore *restore, const char *data_folder)
{
	const char *data = str_format(restore->arena, "%s/data", restore->into).data;
	const char *aside = str_format(restore->arena, "%s.before-%.*s", data_folder, STR_ARG(str_slice(backup_name(restore->arena, ""), 0, 18))).data;
	struct stat about, new_about;

	if (is_in_use(restore, data_folder)) {
		fprintf(stderr, "qiao: a server works in %s: stop it first (systemctl stop mariadb), then run this again; what was restored is kept\n", data_folder);
		return false;
	}
	/* A run that was cut short between the two renames left it aside already. */
	if (stat(data_folder, &about) == 0) {
		if (stat(data, &new_about) < 0 || about.st_dev != new_about.st_dev) {
			fprintf(stderr, "qiao: %s and %s are on different file systems: choose --into beside the data folder\n", data, data_folder);
			return false;
		}
		if (!give_to(restore, data, &about) || rename(data_folder, aside) < 0) {
			fprintf(stderr, "qiao: %s cannot be put aside: %s\n", data_folder, strerror(errno));
			return false;
		}
		printf("  what was there is now %s\n", aside);
	}
	if (rename(data, data_folder) < 0) {
		fprintf(stderr, "qiao: %s cannot become %s: %s\n", data, data_folder, strerror(errno));
		return false;
	}
	label(restore, data_folder);
	printf("  the restored data is now %s: start the server, then make a full backup\n", data_folder);
	return true;
}
