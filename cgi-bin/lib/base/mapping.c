/* mapping.c: makes and maps the file that programs count in together. */
#include "base/mapping.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TRIES = 3, MARK_BYTES_MAX = 64, FILE_MODE = 0640 };

static bool
is_right(int file, size_t bytes, struct str mark)
{
	char found[MARK_BYTES_MAX];
	struct stat about;

	return mark.len <= sizeof found && fstat(file, &about) == 0 && S_ISREG(about.st_mode) && (size_t)about.st_size == bytes &&
	       pread(file, found, mark.len, 0) == (ssize_t)mark.len && memcmp(found, mark.data, mark.len) == 0;
}

/* Its room is taken now: a write to a page that the disk has no place for would kill the writer. The mark comes last. */
static bool
fill(int file, size_t bytes, struct str mark)
{
	int error = posix_fallocate(file, 0, (off_t)bytes);

	if (error)
		errno = error;
	return !error && pwrite(file, mark.data, mark.len, 0) == (ssize_t)mark.len;
}

static bool
replace(const char *path, size_t bytes, struct str mark)
{
	char fresh[PATH_MAX];
	bool is_made;
	int file;

	if ((size_t)snprintf(fresh, sizeof fresh, "%s.new", path) >= sizeof fresh) {
		errno = ENAMETOOLONG;
		return false;
	}
	unlink(fresh);
	file = open(fresh, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, FILE_MODE);
	if (file < 0)
		return false;
	is_made = fill(file, bytes, mark) && rename(fresh, path) == 0;
	close(file);
	if (!is_made)
		unlink(fresh);
	return is_made;
}

/* Under the lock of the file that is at the path, so that only one makes the next. False: it could not be made. */
static bool
make(int file, const char *path, size_t bytes, struct str mark)
{
	struct stat held, there;

	while (flock(file, LOCK_EX) != 0)
		if (errno != EINTR)
			return false;
	/* Another one was faster. */
	if (fstat(file, &held) != 0 || stat(path, &there) != 0 || held.st_ino != there.st_ino || held.st_dev != there.st_dev || is_right(file, bytes, mark))
		return true;
	return replace(path, bytes, mark);
}

void *
mapping_open(const char *path, size_t bytes, struct str mark, bool may_write)
{
	for (int attempt = 0; attempt < TRIES; attempt++) {
		int file = open(path, (may_write ? O_RDWR | O_CREAT : O_RDONLY) | O_CLOEXEC | O_NOFOLLOW, FILE_MODE);
		void *mapping;
		bool is_made;
		int error;

		if (file < 0)
			return NULL;
		if (is_right(file, bytes, mark)) {
			mapping = mmap(NULL, bytes, may_write ? PROT_READ | PROT_WRITE : PROT_READ, MAP_SHARED, file, 0);
			close(file);
			return mapping == MAP_FAILED ? NULL : mapping;
		}
		errno = EINVAL;
		is_made = may_write && make(file, path, bytes, mark);
		error = errno;
		close(file);
		errno = error;
		if (!is_made)
			return NULL;
	}
	errno = EAGAIN;
	return NULL;
}

void
mapping_close(void *mapping, size_t bytes)
{
	if (mapping)
		munmap(mapping, bytes);
}
