/* deployed.c: reads the table of programs and prefixes that builds, web servers and install.sh read, too. */
#include "qiao/deployed.h"

#include <unistd.h>

#include "base/file.h"

enum { TABLE_BYTES = 64 << 10, PATH_BYTES = 4096 };

static bool
is_wanted(struct str areas, struct str program)
{
	struct str name;

	if (str_is_empty(str_trim(areas)))
		return true;
	while (str_cut(&areas, ',', &name))
		if (str_equal(str_trim(name), program))
			return true;
	return false;
}

/* The first word that is neither the front page nor the rest. */
static struct str
health_path(struct arena *arena, struct str prefixes)
{
	struct str word;

	while (str_cut(&prefixes, ' ', &word))
		if (word.len && !str_equal(word, S("/")) && !str_equal(word, S("*")))
			return str_format(arena, "/%.*s/health", STR_ARG(word));
	return NO_STR;
}

size_t
deployed_read(struct command *command, struct deployed deployed[DEPLOYED_MAX])
{
	struct arena *arena = &command->arena;
	struct str rest = file_read(arena, str_format(arena, "%s/httpd-conf/prefixes", command->data_dir).data, TABLE_BYTES), line;
	struct str areas = config_get(command->config, "areas", "");
	size_t count = 0;

	while (count < DEPLOYED_MAX && str_cut(&rest, '\n', &line)) {
		struct str program;

		line = str_trim(line);
		if (!line.len || line.data[0] == '#' || !str_cut(&line, ' ', &program) || !is_wanted(areas, program))
			continue;
		deployed[count] = (struct deployed){ program, health_path(arena, line) };
		count += deployed[count].health_path.data != NULL;
	}
	return count;
}

const char *
deployed_folder(struct command *command, struct str program)
{
	struct arena *arena = &command->arena;
	const char *set = str_terminated(arena, config_get(command->config, "program_dir", ""));
	char self[PATH_BYTES];
	ssize_t len = readlink("/proc/self/exe", self, sizeof self - 1);

	if (set[0])
		return set;
	if (access(str_format(arena, "%s/%.*s", QIAO_PROGRAM_DIR, STR_ARG(program)).data, F_OK) == 0 || len <= 0)
		return QIAO_PROGRAM_DIR;
	while (len > 1 && self[len - 1] != '/')
		len--;
	return str_terminated(arena, (struct str){ self, (size_t)len - 1 });
}
