/* doctor_files.c: folders, modes, programs, room. */
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/file.h"
#include "qiao/deployed.h"
#include "qiao/doctor.h"

enum { PROGRAM_BYTES = 256 << 20, PROC_BYTES = 16 << 10 };

static const uint64_t mebibyte = 1 << 20;
static const uint64_t room_bytes = 1 << 30;

static void
look_at_folders(struct doctor *doctor, struct finding *finding)
{
	static const char *const names[] = { "templates", "htdocs", "po", "sql", "httpd-conf" };

	for (size_t i = 0; i < sizeof names / sizeof *names && finding->result == PASSED; i++) {
		struct str path = str_format(doctor->arena, "%s/%s", doctor->command->data_dir, names[i]);

		if (access(path.data, R_OK | X_OK) != 0)
			fail_with(finding, path);
	}
}

static const char *
state_dir(struct doctor *doctor)
{
	return str_terminated(doctor->arena, config_get(doctor->command->config, "state_dir", QIAO_STATE_DIR));
}

static void
look_at_state(struct doctor *doctor, struct finding *finding)
{
	struct stat about;

	finding->found = str_from(state_dir(doctor));
	if (stat(finding->found.data, &about) != 0 || !S_ISDIR(about.st_mode) || about.st_mode & S_IWOTH)
		finding->result = FAILED;
}

static void
look_at_configuration(struct doctor *doctor, struct finding *finding)
{
	struct stat about;

	finding->found = config_path(doctor->command->config);
	if (stat(str_terminated(doctor->arena, finding->found), &about) != 0 || about.st_mode & (S_IROTH | S_IWOTH))
		finding->result = FAILED;
}

/* --- programs ---------------------------------------------------------------- */

static struct str
program_path(struct doctor *doctor, struct str program)
{
	return str_format(doctor->arena, "%s/%.*s", deployed_folder(doctor->command, program), STR_ARG(program));
}

static void
look_at_programs(struct doctor *doctor, struct finding *finding)
{
	struct deployed deployed[DEPLOYED_MAX];
	size_t count = deployed_read(doctor->command, deployed);

	if (!count)
		fail_with(finding, S("the table of programs cannot be read, or names none of the areas"));
	for (size_t i = 0; i < count && finding->result == PASSED; i++) {
		struct str path = program_path(doctor, deployed[i].program);

		if (access(path.data, X_OK) != 0)
			fail_with(finding, path);
	}
}

/* Each says it with --version (app/run.c); here it is looked for in the file, so that nothing has to be run. */
static void
look_at_versions(struct doctor *doctor, struct finding *finding)
{
	static const char mark[] = "qiao program " QIAO_VERSION;
	struct deployed deployed[DEPLOYED_MAX];
	size_t count = deployed_read(doctor->command, deployed);

	for (size_t i = 0; i < count && finding->result == PASSED; i++) {
		struct arena arena;
		struct str path = program_path(doctor, deployed[i].program), bytes;

		arena_init(&arena, PROGRAM_BYTES * (size_t)2);
		bytes = file_read(&arena, path.data, PROGRAM_BYTES);
		/* The NUL belongs to it: 0.1.0 is not 0.1.01. */
		if (!bytes.data || !memmem(bytes.data, bytes.len, mark, sizeof mark))
			fail_with(finding, path);
		arena_end(&arena);
	}
}

static void
look_at_modes(struct doctor *doctor, struct finding *finding)
{
	struct deployed deployed[DEPLOYED_MAX];
	size_t count = deployed_read(doctor->command, deployed);
	struct stat about;

	for (size_t i = 0; i < count && finding->result == PASSED; i++) {
		struct str path = program_path(doctor, deployed[i].program);

		if (stat(path.data, &about) == 0 && about.st_mode & (S_IWOTH | S_ISUID | S_ISGID))
			fail_with(finding, path);
	}
}

/* --- room -------------------------------------------------------------------- */

/* A twentieth of the disk, or 1 GiB where that is less. */
static void
look_at_disk(struct doctor *doctor, struct finding *finding)
{
	const char *const paths[] = { doctor->command->data_dir, state_dir(doctor), str_terminated(doctor->arena, db_value(doctor->db, SQL("SELECT @@datadir"), NO_ARGS)) };

	for (size_t i = 0; i < sizeof paths / sizeof *paths && finding->result == PASSED; i++) {
		struct statvfs disk;
		uint64_t free_bytes, wanted;

		if (statvfs(paths[i], &disk) != 0)
			continue;
		free_bytes = (uint64_t)disk.f_bavail * disk.f_frsize;
		wanted = (uint64_t)disk.f_blocks * disk.f_frsize / 20;
		if (free_bytes < (wanted < room_bytes ? wanted : room_bytes) || disk.f_favail == 0)
			fail_with(finding, str_format(doctor->arena, "%s: %llu MiB", paths[i], (unsigned long long)(free_bytes / mebibyte)));
	}
}

/* Files of /proc have no size. */
static struct str
proc_text(struct doctor *doctor, const char *path)
{
	char *text = arena_take(doctor->arena, 1, PROC_BYTES);
	int file = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t len = file >= 0 ? read(file, text, PROC_BYTES) : -1;

	if (file >= 0)
		close(file);
	return len > 0 ? (struct str){ text, (size_t)len } : NO_STR;
}

/* In KiB. */
static uint64_t
memory_figure(struct str rest, struct str name)
{
	struct str line;
	uint64_t figure = 0;

	while (str_cut(&rest, '\n', &line))
		if (str_starts_with(line, name)) {
			line = str_trim(str_slice(line, name.len, line.len));
			str_to_u64(str_slice(line, 0, (size_t)(str_find_char(line, ' ') < 0 ? (ptrdiff_t)line.len : str_find_char(line, ' '))), &figure);
		}
	return figure;
}

static void
look_at_swap(struct doctor *doctor, struct finding *finding)
{
	struct str figures = proc_text(doctor, "/proc/meminfo");
	uint64_t all = memory_figure(figures, S("SwapTotal:")), left = memory_figure(figures, S("SwapFree:"));

	if (left * 2 < all)
		fail_with(finding, str_format(doctor->arena, "%llu of %llu MiB in use", (unsigned long long)(all - left) / 1024, (unsigned long long)all / 1024));
}

static void
look_at_addresses(struct doctor *doctor, struct finding *finding)
{
	finding->found = str_trim(proc_text(doctor, "/proc/sys/kernel/randomize_va_space"));
	if (!finding->found.data)
		unknown(finding, S(""));
	else if (!str_equal(finding->found, S("2")))
		finding->result = FAILED;
}

void
doctor_files(struct doctor *doctor)
{
	const struct check checks[] = {
		{ "templates, htdocs, po, sql and httpd-conf can be read", DEPLOYMENT, "Run make install again, or correct data_dir in the configuration.", .look = look_at_folders },
		{ "state_dir is there, and not open to everybody", DEPLOYMENT, "Make the folder of state_dir, for the web server's account alone (mode 750).", .look = look_at_state, .is_advice = true },
		{ N_("the configuration is not readable by everybody"), DEPLOYMENT | SYSTEM, N_("chmod o-rw the configuration: it holds a password."), .look = look_at_configuration },
		{ "the programs of all areas are there", DEPLOYMENT, "Run make install again, or correct areas and program_dir in the configuration.", .look = look_at_programs },
		{ "the programs have the version of this command", DEPLOYMENT, "Run make install again, and restart the programs: some are of another version.", .look = look_at_versions },
		{ N_("nobody but their owner can write to the programs"), SYSTEM, N_("chmod o-w,u-s,g-s the programs."), .look = look_at_modes },
		{ "there is room on the disks", DEPLOYMENT, "Remove old backups and logs, or enlarge the disk: a full disk stops every write.", .look = look_at_disk },
		{ "the machine is not short of memory", DEPLOYMENT, "Lower innodb_buffer_pool_size or the number of workers, or add memory: half of the swap is in use.", .look = look_at_swap, .is_advice = true },
		{ N_("the kernel places memory at random"), SYSTEM, N_("sysctl kernel.randomize_va_space=2"), .look = look_at_addresses },
	};

	DOCTOR_RUN(doctor, checks);
}
