/* process.c: tells whether a process somebody wrote down is still there. */
#include "qiao/process.h"

#include <stdio.h>
#include <unistd.h>

enum { HOST_BYTES = 64, NAME_BYTES = 15, LINE_BYTES = 256 };

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
	struct str path = str_format(arena, "/proc/%.*s/stat", STR_ARG(process_id));
	char line[LINE_BYTES] = "";
	FILE *file = fopen(path.data, "re");
	struct str found, rest;

	if (!file)
		return false;
	if (!fgets(line, sizeof line, file))
		line[0] = '\0';
	fclose(file);
	/* "13039 (customers) S ...": one that has ended stays there as Z until its parent has asked. */
	rest = str_from(line);
	if (!str_cut(&rest, '(', &found) || !str_cut(&rest, ')', &found) || rest.len < 2 || rest.data[1] == 'Z' || rest.data[1] == 'X')
		return false;
	/* The kernel keeps the first fifteen letters. */
	return str_equal(found, str_slice(name, 0, NAME_BYTES));
}
