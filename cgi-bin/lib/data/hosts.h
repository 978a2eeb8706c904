/*
 * hosts.h: the servers of the setting database_hosts, in the order in which
 * they are preferred, and which of them are left in peace for a while because
 * they let somebody wait in vain.
 */
#ifndef DATA_HOSTS_H
#define DATA_HOSTS_H

#include "base/arena.h"
#include "base/str.h"

/* What a server is good for, the best first. */
enum standing {
	STANDING_WRITES,
	STANDING_BUSY,                 /* writes, but copies itself to a new node of its cluster meanwhile, or catches up */
	STANDING_READS,                /* takes no writes: a standby */
	STANDING_DOWN                  /* does not answer, or is no part of its cluster now */
};

struct host {
	struct str name;
	unsigned port;                 /* 0: the default */
	uint64_t rests_until_us;       /* on the monotonic clock */
};

struct hosts {
	struct host *all;
	size_t count;
};

/* "a, b:3307, [2001:db8::1]:3306" with commas between; a port that is not named is the other one. */
struct hosts hosts_read(struct arena *arena, struct str list, unsigned port);
/* The host was waited for in vain: it rests until then, but is tried once more when no other one answers. */
void host_rest(struct host *host, uint64_t now_us);
bool host_is_resting(const struct host *host, uint64_t now_us);
/* Is this connection worth giving up to look for a better server? A standby's soon, that of a second choice after a while. */
bool hosts_should_look_again(enum standing standing, size_t place, uint64_t age_us);

#endif
