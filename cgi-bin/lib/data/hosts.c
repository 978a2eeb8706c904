/* hosts.c: which database server is asked first, and which one is not waited for again. */
#include "data/hosts.h"

enum { REST_US = 20000000, STANDBY_US = 2000000, SECOND_CHOICE_US = 60000000 };

static struct host
host_read(struct str text, unsigned port)
{
	struct host host = { .name = text, .port = port };
	ptrdiff_t colon = str_find_char(text, ':'), bracket = str_find_char(text, ']');
	uint64_t number;

	if (bracket >= 0)
		colon = (size_t)bracket + 1 < text.len && text.data[bracket + 1] == ':' ? bracket + 1 : -1;
	else if (colon >= 0 && str_find_char(str_slice(text, (size_t)colon + 1, text.len), ':') >= 0)
		colon = -1;
	if (colon >= 0 && str_to_u64(str_trim(str_slice(text, (size_t)colon + 1, text.len)), &number) && number > 0 && number < 65536) {
		host.port = (unsigned)number;
		host.name = str_trim(str_slice(text, 0, (size_t)colon));
	}
	if (host.name.len > 2 && host.name.data[0] == '[' && host.name.data[host.name.len - 1] == ']')
		host.name = str_slice(host.name, 1, host.name.len - 1);
	return host;
}

struct hosts
hosts_read(struct arena *arena, struct str list, unsigned port)
{
	struct hosts hosts = { .all = NULL };
	struct str rest, text;

	for (rest = list; str_cut(&rest, ',', &text);)
		hosts.count++;
	hosts.all = ARENA_ARRAY(arena, struct host, hosts.count + 1);
	hosts.count = 0;
	for (rest = list; str_cut(&rest, ',', &text);)
		if (!str_is_empty(str_trim(text)))
			hosts.all[hosts.count++] = host_read(str_trim(text), port);
	return hosts;
}

void
host_rest(struct host *host, uint64_t now_us)
{
	host->rests_until_us = now_us + REST_US;
}

bool
host_is_resting(const struct host *host, uint64_t now_us)
{
	return now_us < host->rests_until_us;
}

bool
hosts_should_look_again(enum standing standing, size_t place, uint64_t age_us)
{
	if (standing == STANDING_READS)
		return age_us > STANDBY_US;
	return (place > 0 || standing == STANDING_BUSY) && age_us > SECOND_CHOICE_US;
}
