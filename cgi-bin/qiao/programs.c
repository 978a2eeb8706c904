/* programs.c: looks for programs that are older than a schema. */
#include "qiao/programs.h"

#include <stdio.h>

#include "qiao/picture.h"
#include "qiao/process.h"

/* Rows of workers that are gone, as far as this machine can tell: killed ones take no leave. */
static void
forget_dead(struct command *command)
{
	struct arena *arena = &command->arena;
	struct str host = process_host(arena);
	struct rows *rows = db_query(command->db, SQL("SELECT process_id, program FROM program_process WHERE host = ?"), ARGS(host));

	while (rows_next(rows)) {
		struct str id = rows_get(rows, S("process_id")), program = rows_get(rows, S("program"));

		if (!process_is(arena, id, program))
			db_execute(command->db, SQL("DELETE FROM program_process WHERE host = ? AND process_id = ? AND program = ?"), ARGS(host, id, program));
	}
}

/* Other machines cannot be asked; whoever takes one away for good says so. */
static void
forget_host(struct command *command)
{
	const char *host = command_option(command, "--forget", NULL);

	if (host)
		db_execute(command->db, SQL("DELETE FROM program_process WHERE host = ?"), ARGS(str_from(host)));
}

/* Prints what runs; how many. */
static size_t
print_running(struct rows *rows)
{
	size_t count = 0;

	for (; rows_next(rows); count++)
		fprintf(stderr, "      %.*s on %.*s, process %.*s, knows the schema up to %.*s\n", STR_ARG(rows_get(rows, S("program"))), STR_ARG(rows_get(rows, S("host"))),
		        STR_ARG(rows_get(rows, S("process_id"))), STR_ARG(rows_get(rows, S("schema_known"))));
	return count;
}

bool
programs_know(struct command *command, uint64_t number)
{
	size_t count;

	if (!picture_has_table(command, S("program_process")))
		return command_status(command) == 0;
	forget_dead(command);
	forget_host(command);
	count = print_running(db_query(command->db, SQL("SELECT host, process_id, program, schema_known FROM program_process WHERE schema_known < CAST(? AS UNSIGNED)"
	                                                " ORDER BY host, program, process_id LIMIT 100"), ARGS(str_from_u64(&command->arena, number))));
	return command_status(command) == 0 && count == 0;
}

bool
programs_do_without(struct command *command, uint64_t number)
{
	size_t count;

	if (!picture_has_table(command, S("program_process")))
		return command_status(command) == 0;
	forget_dead(command);
	forget_host(command);
	count = print_running(db_query(command->db, SQL("SELECT host, process_id, program, schema_known FROM program_process WHERE schema_known >= CAST(? AS UNSIGNED)"
	                                                " ORDER BY host, program, process_id LIMIT 100"), ARGS(str_from_u64(&command->arena, number))));
	return command_status(command) == 0 && count == 0;
}
