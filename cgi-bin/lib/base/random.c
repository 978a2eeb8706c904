/* random.c: takes bytes nobody can guess from the system. */
#include "base/random.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

#include "base/log.h"

void
random_bytes(void *to, size_t count)
{
	unsigned char *at = to;

	while (count > 0) {
		ssize_t got = getrandom(at, count, 0);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			log_fatal("random", "the system has no random bytes: %s", strerror(errno));
		at += got;
		count -= (size_t)got;
	}
}
