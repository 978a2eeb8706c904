/* host.c: reads processors, memory and disks from /proc. */
#include "base/host.h"

#include <fcntl.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum { PROC_BYTES = 8192, NAME_BYTES = 64 };

/* The beginning of a file of /proc, which says of itself that it is empty. */
static struct str
proc_text(struct arena *arena, const char *path)
{
	char *text = arena_take(arena, 1, PROC_BYTES);
	int file = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t got;

	if (file < 0)
		return NO_STR;
	got = read(file, text, PROC_BYTES);
	close(file);
	return got > 0 ? (struct str){ text, (size_t)got } : NO_STR;
}

static bool
next_number(struct str *rest, uint64_t *number)
{
	struct str word;

	while (str_cut(rest, ' ', &word))
		if (word.len)
			return str_to_u64(word, number);
	return false;
}

/* "cpu  user nice system idle iowait irq softirq steal ..." */
bool
host_ticks(struct arena *arena, struct host_ticks *ticks)
{
	enum { USER, NICE, SYSTEM, IDLE, WAIT, IRQ, SOFTIRQ, STEAL, COUNT };
	struct str rest = proc_text(arena, "/proc/stat"), line;
	uint64_t numbers[COUNT] = { 0 };

	*ticks = (struct host_ticks){ .all = 0 };
	if (!str_cut(&rest, '\n', &line) || !str_starts_with(line, S("cpu ")))
		return false;
	line = str_slice(line, 4, line.len);
	for (size_t i = 0; i < COUNT && next_number(&line, &numbers[i]); i++)
		ticks->all += numbers[i];
	ticks->user = numbers[USER] + numbers[NICE];
	ticks->system = numbers[SYSTEM] + numbers[IRQ] + numbers[SOFTIRQ];
	ticks->wait = numbers[WAIT];
	return ticks->all > 0;
}

bool
host_memory(struct arena *arena, struct host_memory *memory)
{
	struct str rest = proc_text(arena, "/proc/meminfo"), line, name;

	*memory = (struct host_memory){ .all_bytes = 0 };
	while (str_cut(&rest, '\n', &line)) {
		uint64_t kib = 0;

		if (!str_cut(&line, ':', &name) || !next_number(&line, &kib))
			continue;
		if (str_equal(name, S("MemTotal")))
			memory->all_bytes = kib * 1024;
		if (str_equal(name, S("MemAvailable")))
			memory->free_bytes = kib * 1024;
	}
	return memory->all_bytes > 0;
}

bool
host_disk(const char *path, struct host_memory *disk)
{
	struct statvfs about;

	*disk = (struct host_memory){ .all_bytes = 0 };
	if (statvfs(path, &about) != 0)
		return false;
	disk->all_bytes = (uint64_t)about.f_blocks * about.f_frsize;
	disk->free_bytes = (uint64_t)about.f_bavail * about.f_frsize;
	return disk->all_bytes > 0;
}

struct str
host_load(struct arena *arena)
{
	struct str rest = proc_text(arena, "/proc/loadavg"), load;

	return str_cut(&rest, ' ', &load) ? load : NO_STR;
}

struct str
host_name(struct arena *arena)
{
	char name[NAME_BYTES + 1] = "";

	if (gethostname(name, NAME_BYTES) != 0)
		return S("localhost");
	return str_copy(arena, str_from(name));
}
