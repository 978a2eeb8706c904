/* schema.c: refuses to work on tables that are too old or too new, and tells the upgrade who is running. */
#include "app/schema.h"

#include <unistd.h>

#include "app/schema_number.h"
#include "base/log.h"

enum { HOST_BYTES = 64 };

static uint64_t
number_of(struct str name)
{
	uint64_t number = 0;

	str_to_u64(str_slice(name, 0, 4), &number);
	return number;
}

static void
log_old(struct str schema)
{
	log_event("schema", "the schema is that of %.*s, this program needs number %04d: run qiao upgrade", STR_ARG(schema), SCHEMA_NEEDED);
}

bool
schema_is_older(struct db *db)
{
	struct str schema;

	db_forgive(db);
	schema = db_value(db, SQL("SELECT MAX(name) FROM migration"), NO_ARGS);
	if (!schema.data || number_of(schema) >= SCHEMA_NEEDED)
		return false;
	log_old(schema);
	return true;
}

enum schema_fit
schema_fit(const struct catalogue *catalogue)
{
	if (number_of(catalogue->schema) < SCHEMA_NEEDED) {
		log_old(catalogue->schema);
		return SCHEMA_TOO_OLD;
	}
	if (number_of(catalogue->contracted) > SCHEMA_KNOWN) {
		log_event("schema", "%.*s took away what this program needs, which knows the schema up to number %04d: install the new programs",
		          STR_ARG(catalogue->contracted), SCHEMA_KNOWN);
		return SCHEMA_TOO_NEW;
	}
	return SCHEMA_FITS;
}

static struct str
host(struct arena *arena)
{
	char name[HOST_BYTES + 1] = "";

	gethostname(name, HOST_BYTES);
	return str_copy(arena, str_from(name));
}

void
schema_join(struct program *program)
{
	struct arena *arena = &program->request_arena;

	if (program->has_joined || wire_is_cgi(program->wire) || db_is_read_only(program->db))
		return;
	program->has_joined = true;
	db_execute(program->db, SQL("REPLACE INTO program_process (host, process_id, program, schema_known, started_at) VALUES (?, ?, ?, ?, SYSDATE(6))"),
	           ARGS(host(arena), str_from_u64(arena, (uint64_t)getpid()), str_from(program->area->name), str_from_u64(arena, SCHEMA_KNOWN)));
	/* Where nothing can be written right now, pages can still be read. */
	if (db_has_failed(program->db) && !db_is_lost(program->db)) {
		db_forgive(program->db);
		program->has_joined = false;
	}
}

void
schema_leave(struct program *program)
{
	struct arena *arena = &program->request_arena;

	if (!program->has_joined)
		return;
	db_use(program->db, arena);
	db_execute(program->db, SQL("DELETE FROM program_process WHERE host = ? AND process_id = ?"), ARGS(host(arena), str_from_u64(arena, (uint64_t)getpid())));
}
