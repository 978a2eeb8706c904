/* file.c: reads a file, or its end, into an arena. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* Not blocking, so that a named pipe in place of a file cannot hold a program up. */
struct str
file_read(struct arena *arena, const char *path, size_t max_bytes)
{
	int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct str content = NO_STR;
	struct stat about;
	int fault = 0;

	if (file < 0)
		return NO_STR;
	if (fstat(file, &about) < 0)
		fault = errno;
	else if (!S_ISREG(about.st_mode))
		fault = EINVAL;
	else if ((uint64_t)about.st_size > max_bytes)
		fault = EFBIG;
	if (!fault) {
		size_t size = (size_t)about.st_size, len = 0;
		char *data = arena_take(arena, 1, size + 1);
		ssize_t got = 1;

		while (len < size && (got > 0 || errno == EINTR)) {
			got = read(file, data + len, size - len);
			if (got == 0)
				break;
			if (got > 0)
				len += (size_t)got;
		}
		fault = got < 0 ? errno : 0;
		content = fault ? NO_STR : (struct str){ data, len };
	}
	close(file);
	errno = fault;
	return content;
}

struct str
file_tail(struct arena *arena, const char *path, size_t max_bytes, uint64_t *left_out)
{
	int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct str content = NO_STR;
	struct stat about;

	*left_out = 0;
	if (file < 0)
		return NO_STR;
	if (fstat(file, &about) == 0 && S_ISREG(about.st_mode)) {
		uint64_t size = (uint64_t)about.st_size, from = size > max_bytes ? size - max_bytes : 0;
		char *data = arena_take(arena, 1, (size_t)(size - from) + 1);
		/* A file that grows meanwhile has its end elsewhere: what is asked for is what there was. */
		ssize_t got = pread(file, data, (size_t)(size - from), (off_t)from);
		ptrdiff_t begin;

		content = got < 0 ? NO_STR : (struct str){ data, (size_t)got };
		begin = from ? str_find_char(content, '\n') + 1 : 0;
		content = str_slice(content, (size_t)begin, content.len);
		*left_out = from + (uint64_t)begin;
	} else {
		errno = EINVAL;
	}
	close(file);
	return content;
}
