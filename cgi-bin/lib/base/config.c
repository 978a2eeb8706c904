/* config.c: reads the settings file and refuses one that is not clear. */
#include "base/config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/log.h"

#ifndef QIAO_CONF_PATH
#define QIAO_CONF_PATH "/etc/qiao/qiao.conf"
#endif

enum { FILE_BYTES_MAX = 1024 * 1024, SETTINGS_FIRST = 32, SETTINGS_MAX = 1000 };

struct config {
	const char *path;
	struct config_line *lines;
	size_t count, size;
};

static const struct config_line *
line_find(const struct config *config, struct str name)
{
	for (size_t i = 0; i < config->count; i++)
		if (str_equal(config->lines[i].name, name))
			return &config->lines[i];
	return NULL;
}

static void
read_line(struct config *config, struct arena *arena, struct str line, int number)
{
	struct str name, value = line;
	const struct config_line *before;

	if (!str_cut(&value, '=', &name) || !value.data)
		log_fatal("config", "%s:%d: not 'name = value'", config->path, number);
	name = str_trim(name);
	value = str_trim(value);
	if (str_is_empty(name))
		log_fatal("config", "%s:%d: the name is missing", config->path, number);
	if (str_starts_with(value, S("\""))) {
		if (value.len < 2 || !str_ends_with(value, S("\"")))
			log_fatal("config", "%s:%d: the closing quote is missing", config->path, number);
		value = str_slice(value, 1, value.len - 1);
	}
	if (str_find_char(value, '\0') >= 0)
		log_fatal("config", "%s:%d: the value has a NUL byte", config->path, number);
	before = line_find(config, name);
	if (before)
		log_fatal("config", "%s:%d: '%.*s' was already set in line %d", config->path, number, STR_ARG(name),
		    before->number);
	if (config->count == SETTINGS_MAX)
		log_fatal("config", "%s:%d: too many settings", config->path, number);
	if (config->count == config->size) {
		size_t size = config->size ? config->size * 2 : SETTINGS_FIRST;

		config->lines = arena_grow(arena, config->lines, config->size * sizeof *config->lines, size * sizeof *config->lines);
		config->size = size;
	}
	config->lines[config->count++] = (struct config_line){ name, value, number };
}

const struct config *
config_load(struct arena *arena, const char *path)
{
	struct config *config = ARENA_NEW(arena, struct config);
	struct str rest, line;
	int number = 0;

	if (!path)
		path = getenv("QIAO_CONF");
	if (!path || !*path)
		path = QIAO_CONF_PATH;
	config->path = str_copy(arena, str_from(path)).data;
	rest = file_read(arena, path, FILE_BYTES_MAX);
	if (!rest.data)
		log_fatal("config", "%s: cannot be read: %s", path, errno == EFBIG || errno == EINVAL ? "not a file of settings" : strerror(errno));
	while (str_cut(&rest, '\n', &line)) {
		number++;
		line = str_trim(line);
		if (line.len > 0 && line.data[0] != '#')
			read_line(config, arena, line, number);
	}
	return config;
}

bool
config_nth(const struct config *config, size_t n, struct config_line *line)
{
	if (n >= config->count)
		return false;
	*line = config->lines[n];
	return true;
}

struct str
config_path(const struct config *config)
{
	return str_from(config->path);
}

struct str
config_get(const struct config *config, const char *name, const char *otherwise)
{
	const struct config_line *setting = line_find(config, str_from(name));

	return setting ? setting->value : str_from(otherwise);
}

uint64_t
config_number(const struct config *config, const char *name, uint64_t otherwise)
{
	const struct config_line *setting = line_find(config, str_from(name));
	uint64_t number;

	if (!setting || str_is_empty(setting->value))
		return otherwise;
	if (!str_to_u64(setting->value, &number))
		log_fatal("config", "%s:%d: '%s' is not a number", config->path, setting->number, name);
	return number;
}

bool
config_is_on(const struct config *config, const char *name, bool otherwise)
{
	static const char *const on[] = { "on", "yes", "true", "1" };
	static const char *const off[] = { "off", "no", "false", "0" };
	const struct config_line *setting = line_find(config, str_from(name));

	if (!setting || str_is_empty(setting->value))
		return otherwise;
	for (size_t i = 0; i < sizeof on / sizeof on[0]; i++) {
		if (str_equal_ignoring_case(setting->value, str_from(on[i])))
			return true;
		if (str_equal_ignoring_case(setting->value, str_from(off[i])))
			return false;
	}
	log_fatal("config", "%s:%d: '%s' is neither on nor off", config->path, setting->number, name);
}
