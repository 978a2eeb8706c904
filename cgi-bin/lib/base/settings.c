/* settings.c: refuses a settings file with a name or a value that means nothing, before it does harm. */
#include "base/settings.h"

#include <string.h>

#include "base/log.h"

enum { NAME_MAX = 40, NEAR_MAX = 3 };

static bool
fits_any(const struct setting *setting, struct str value)
{
	(void)setting;
	(void)value;
	return true;
}

static bool
fits_number(const struct setting *setting, struct str value)
{
	uint64_t number;

	return str_to_u64(value, &number) && number >= setting->low && number <= setting->high;
}

static bool
fits_path(const struct setting *setting, struct str value)
{
	(void)setting;
	return value.data[0] == '/';
}

/* What MariaDB takes unquoted. */
static bool
fits_word(const struct setting *setting, struct str value)
{
	(void)setting;
	for (size_t i = 0; i < value.len; i++)
		if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-", value.data[i]))
			return false;
	return value.len <= 64;
}

static bool
fits_address(const struct setting *setting, struct str value)
{
	(void)setting;
	return (str_starts_with(value, S("http://")) || str_starts_with(value, S("https://"))) && !str_ends_with(value, S("/")) &&
	       str_find_char(value, ' ') < 0;
}

static bool
fits_areas(const struct setting *setting, struct str value)
{
	(void)setting;
	for (size_t i = 0; i < value.len; i++)
		if (!strchr("abcdefghijklmnopqrstuvwxyz, ", value.data[i]))
			return false;
	return true;
}

static bool
fits_token(const struct setting *setting, struct str value)
{
	(void)setting;
	return value.len >= 16;
}

static bool
fits_log_format(const struct setting *setting, struct str value)
{
	(void)setting;
	return str_equal(value, S("text")) || str_equal(value, S("json"));
}

static bool
fits_switch(const struct setting *setting, struct str value)
{
	static const char *const words[] = { "on", "off", "yes", "no", "true", "false", "1", "0" };

	(void)setting;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_equal_ignoring_case(value, str_from(words[i])))
			return true;
	return false;
}

static bool
fits_currency(const struct setting *setting, struct str value)
{
	(void)setting;
	for (size_t i = 0; i < value.len; i++)
		if (value.data[i] < 'A' || value.data[i] > 'Z')
			return false;
	return value.len == 3;
}

static bool
fits_secure(const struct setting *setting, struct str value)
{
	(void)setting;
	return str_equal(value, S("auto")) || str_equal(value, S("on"));
}

const struct setting settings[] = {
	{ "database_socket", fits_path, "a path that begins with /" },
	{ "database_hosts", fits_any, "names or addresses" },
	{ "database_port", fits_number, "a number from 1 to 65535", 1, 65535 },
	{ "database_name", fits_word, "letters, digits, _ and -" },
	{ "database_user", fits_word, "letters, digits, _ and -" },
	{ "database_password", fits_any, "a password" },
	{ "owner_user", fits_word, "letters, digits, _ and -" },
	{ "owner_password", fits_any, "a password" },
	{ "base_url", fits_address, "an address with http:// or https://, and without a slash at the end" },
	{ "areas", fits_areas, "names of areas with commas between" },
	{ "company", fits_any, "a name" },
	{ "company_address", fits_any, "an address" },
	{ "currency", fits_currency, "three capital letters, like CNY" },
	{ "data_dir", fits_path, "a path that begins with /" },
	{ "program_dir", fits_path, "a path that begins with /" },
	{ "state_dir", fits_path, "a path that begins with /" },
	{ "metrics_token", fits_token, "at least 16 characters" },
	{ "slow_statement_ms", fits_number, "a number from 0 to 3600000", 0, 3600000 },
	{ "log_file", fits_path, "a path that begins with /" },
	{ "log_format", fits_log_format, "text or json" },
	{ "log_requests", fits_switch, "on or off" },
	{ "workers", fits_number, "a number from 1 to 64", 1, 64 },
	{ "session_idle_minutes", fits_number, "a number from 1 to 525600", 1, 525600 },
	{ "session_days", fits_number, "a number from 1 to 3650", 1, 3650 },
	{ "secure_cookies", fits_secure, "auto or on" },
	{ "upload_max_bytes", fits_number, "a number from 1 to 2147483648", 1, (uint64_t)1 << 31 },
	{ "backup_to", fits_path, "a path that begins with /" },
	{ "backup_key_file", fits_path, "a path that begins with /" },
	{ "backup_secret_key_file", fits_path, "a path that begins with /" },
	{ "backup_verify", fits_switch, "on or off" },
	{ "backup_user", fits_any, "a name" },
	{ "backup_password", fits_any, "a password" },
	{ "backup_send_command", fits_any, "a command" },
	{ "backup_full_hours", fits_number, "a number from 0 to 87600", 0, 87600 },
	{ "backup_differential_hours", fits_number, "a number from 0 to 87600", 0, 87600 },
	{ "backup_incremental_hours", fits_number, "a number from 0 to 87600", 0, 87600 },
	{ "backup_binlog_minutes", fits_number, "a number from 0 to 525600", 0, 525600 },
	{ "backup_logical_hours", fits_number, "a number from 0 to 87600", 0, 87600 },
	{ "backup_keep_days", fits_number, "a number from 0 to 3650", 0, 3650 },
	{ "backup_keep_weeks", fits_number, "a number from 0 to 520", 0, 520 },
	{ "backup_keep_months", fits_number, "a number from 0 to 120", 0, 120 },
	{ .name = NULL }
};

/* How many letters differ, counted as Levenshtein does. */
static size_t
distance(struct str a, const char *b)
{
	size_t row[NAME_MAX + 1], width = strlen(b);

	if (a.len > NAME_MAX || width > NAME_MAX)
		return NAME_MAX;
	for (size_t j = 0; j <= width; j++)
		row[j] = j;
	for (size_t i = 0; i < a.len; i++) {
		size_t corner = row[0];

		row[0] = i + 1;
		for (size_t j = 0; j < width; j++) {
			size_t least = corner + (a.data[i] != b[j]);

			corner = row[j + 1];
			if (row[j] + 1 < least)
				least = row[j] + 1;
			row[j + 1] = row[j + 1] + 1 < least ? row[j + 1] + 1 : least;
		}
	}
	return row[width];
}

static const struct setting *
nearest(struct str name)
{
	const struct setting *best = NULL;
	size_t least = NEAR_MAX + 1;

	for (const struct setting *each = settings; each->name; each++)
		if (distance(name, each->name) < least) {
			least = distance(name, each->name);
			best = each;
		}
	return best;
}

static const struct setting *
find(struct str name)
{
	for (const struct setting *each = settings; each->name; each++)
		if (str_equal_text(name, each->name))
			return each;
	return NULL;
}

/* A value is not repeated: it may be a password somebody put behind the wrong name. */
struct str
settings_problem(struct arena *arena, const struct config *config)
{
	struct str path = config_path(config);
	struct config_line line;

	for (size_t n = 0; config_nth(config, n, &line); n++) {
		const struct setting *setting = find(line.name), *near = setting ? NULL : nearest(line.name);

		if (setting && (str_is_empty(line.value) || setting->fits(setting, line.value)))
			continue;
		if (setting)
			return str_format(arena, "%.*s:%d: %s must be %s", STR_ARG(path), line.number, setting->name, setting->wanted);
		if (near)
			return str_format(arena, "%.*s:%d: there is no setting '%.*s': did you mean '%s'?", STR_ARG(path), line.number, STR_ARG(line.name), near->name);
		return str_format(arena, "%.*s:%d: there is no setting '%.*s': remove the line, or look in qiao.conf.dist, which has all of them",
		                  STR_ARG(path), line.number, STR_ARG(line.name));
	}
	return NO_STR;
}

void
settings_check(struct arena *arena, const struct config *config)
{
	struct str problem = settings_problem(arena, config);

	if (problem.data)
		log_fatal("config", "%.*s", STR_ARG(problem));
}
