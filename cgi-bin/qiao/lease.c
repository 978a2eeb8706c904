/* lease.c: makes sure that nobody else changes the schema, and that nothing of somebody killed goes on. */
#include "qiao/lease.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "qiao/process.h"

enum { TURN_MS = 200, WAIT_TURNS = 3600 * 1000 / TURN_MS };

struct holder {
	struct str host, process_id, server, connection_id, taken_at;
	bool is_here;                  /* took it on this machine */
	bool is_alive;                 /* its process runs; asked of this machine alone */
	bool is_connected;             /* its connection is there; asked of this server alone */
	bool is_elsewhere;             /* through another server, which cannot be asked */
};

/* A connection made after a restart of the server may have the number of one from before. */
static bool
is_connected(struct command *command, struct str connection_id, struct str taken_at)
{
	struct str up_s = db_value(command->db, SQL("SELECT VARIABLE_VALUE FROM information_schema.GLOBAL_STATUS WHERE VARIABLE_NAME = 'UPTIME'"), NO_ARGS);
	bool is_since = str_equal(db_value(command->db, SQL("SELECT ? > SYSDATE(6) - INTERVAL CAST(? AS UNSIGNED) SECOND - INTERVAL 1 SECOND"), ARGS(taken_at, up_s)), S("1"));

	return is_since && db_value(command->db, SQL("SELECT ID FROM information_schema.PROCESSLIST WHERE ID = ? AND USER = SUBSTRING_INDEX(USER(), '@', 1)"),
	                            ARGS(connection_id)).data;
}

static struct holder
look(struct command *command)
{
	struct rows *rows = db_query(command->db, SQL("SELECT host, process_id, server, connection_id, taken_at, server <> CONCAT(@@hostname, ':', @@port) AS is_elsewhere"
		" FROM migration_lease WHERE id = 1"), NO_ARGS);
	struct holder holder = { NO_STR, NO_STR, NO_STR, NO_STR, NO_STR, false, false, false, false };

	if (!rows_next(rows))
		return holder;
	holder.host = rows_get(rows, S("host"));
	holder.process_id = rows_get(rows, S("process_id"));
	holder.server = rows_get(rows, S("server"));
	holder.connection_id = rows_get(rows, S("connection_id"));
	holder.taken_at = rows_get(rows, S("taken_at"));
	holder.is_elsewhere = str_equal(rows_get(rows, S("is_elsewhere")), S("1"));
	holder.is_connected = is_connected(command, holder.connection_id, holder.taken_at);
	holder.is_here = str_equal(holder.host, process_host(&command->arena));
	holder.is_alive = holder.is_here && process_is(&command->arena, holder.process_id, S("qiao"));
	return holder;
}

/* Only what was seen is replaced, so of two at once one succeeds. */
static bool
replace(struct command *command, const struct holder *seen)
{
	bool is_ours = db_execute(command->db, SQL("UPDATE migration_lease SET host = ?, process_id = ?, connection_id = CONNECTION_ID(),"
		" server = CONCAT(@@hostname, ':', @@port), taken_at = SYSDATE(6)"
		" WHERE id = 1 AND host = ? AND process_id = ? AND connection_id = ?"),
		ARGS(process_host(&command->arena), str_from_u64(&command->arena, (uint64_t)getpid()), seen->host, seen->process_id, seen->connection_id)) == 1;

	/* Somebody else was faster: looked at again. */
	if (db_should_retry(command->db) && !db_is_lost(command->db))
		db_forgive(command->db);
	return is_ours;
}

static bool
refuse(const struct holder *holder)
{
	fprintf(stderr, "qiao: process %.*s on %.*s has been changing the schema since %.19s UTC. Nothing was done.\n", STR_ARG(holder->process_id),
	        STR_ARG(holder->host), holder->taken_at.data ? holder->taken_at.data : "");
	fprintf(stderr, "      Wait for it (--wait)%s.\n", holder->is_here ? "" : ", or, if it is gone, take its place (--take-over)");
	return false;
}

bool
lease_take(struct command *command)
{
	bool waits = command_flag(command, "--wait"), takes_over = command_flag(command, "--take-over");

	for (int turn = 0; turn < WAIT_TURNS; turn++) {
		struct holder holder = look(command);
		bool is_free = holder.host.len == 0, is_at_work = holder.is_alive || (!holder.is_here && !takes_over);

		if (db_has_failed(command->db))
			return false;
		/* A connection that ended with its process has finished or undone what it was at; before that nobody can tell. */
		if (is_free || (!holder.is_connected && (!holder.is_elsewhere || !is_at_work))) {
			if (replace(command, &holder))
				return true;
			if (db_has_failed(command->db))
				return false;
			continue;
		}
		if (is_at_work && !waits)
			return refuse(&holder);
		if (turn == 0)
			printf("  waiting for %s on %.*s\n", is_at_work ? "the one who changes the schema" : "the last statement of an interrupted run", STR_ARG(holder.host));
		fflush(stdout);
		nanosleep(&(struct timespec){ 0, TURN_MS * 1000000L }, NULL);
	}
	fprintf(stderr, "qiao: waited an hour in vain. Nothing was done.\n");
	return false;
}

void
lease_give_back(struct command *command)
{
	if (db_has_failed(command->db))
		db_rollback(command->db);
	db_execute(command->db, SQL("UPDATE migration_lease SET host = '' WHERE id = 1 AND connection_id = CONNECTION_ID()"), NO_ARGS);
}
