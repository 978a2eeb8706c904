/*
 * schema.h: whether this program and the tables it finds fit together. Looked
 * at with each load of the catalogue: once per program, and again after an
 * upgrade. A program serves a schema that is newer than it needs, as long as
 * nothing it knows was taken away ("-- phase: contract").
 */
#ifndef APP_SCHEMA_H
#define APP_SCHEMA_H

#include "app/program.h"

enum schema_fit {
	SCHEMA_FITS,
	SCHEMA_TOO_OLD,                /* qiao upgrade has not been run */
	SCHEMA_TOO_NEW                 /* what an older program needs is gone */
};

/* The log says so when it does not fit. */
enum schema_fit schema_fit(const struct catalogue *catalogue);
/* Asked when a statement failed: whether it could not but fail. Clears the error. */
bool schema_is_older(struct db *db);
/* Writes down that this worker runs and what it knows, once; plain CGI is gone before anybody could ask. */
void schema_join(struct program *program);
void schema_leave(struct program *program);

#endif
