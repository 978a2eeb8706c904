/* process.c: tells whether a process somebody wrote down is still there. */
#include "qiao/process.h"

#include <stdio.h>
#include <unistd.h>

enum { HOST_BYTES = 64, NAME_BYTES = 16 };

struct str
process_host(struct arena *arena)
{
	char name[HOST_BYTES + 1] = "";

	gethostname(name, HOST_BYTES);
	return str_copy(arena, str_from(name));
}

bool
process_is(struct arena *arena, struct str process_id, struct str name)
{
	struct str path = str_format(arena, "/proc/%.*s/comm", STR_ARG(process_id));
	char found[NAME_BYTES + 1] = "";
	FILE *file = fopen(path.data, "re");

	if (!file)
		return false;
	if (!fgets(found, sizeof found, file))
		found[0] = '\0';
	fclose(file);
	/* The kernel keeps the first fifteen letters. */
	return str_equal(str_trim(str_from(found)), str_slice(name, 0, NAME_BYTES - 1));
}
