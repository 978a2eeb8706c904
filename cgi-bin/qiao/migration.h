/*
 * migration.h: the numbered files in sql/ and how far they were run. Running
 * one may be interrupted at any moment, by kill -9, too; running it again
 * goes on where it was:
 *
 *   rows    a statement, its row in migration_step and, where there is one
 *           yet, the clock and a row in `change` are one transaction
 *   batches a backfill's statement is such a transaction again and again,
 *           until it finds no more rows
 *   form    the picture of the table is written down first. MariaDB makes each
 *           such statement whole or not at all, so when nobody wrote down that
 *           it ended, the picture tells: another one than before, and it was done.
 *
 * Whoever runs one holds the lease (lease.h).
 */
#ifndef QIAO_MIGRATION_H
#define QIAO_MIGRATION_H

#include "qiao/command.h"
#include "qiao/script.h"

struct migration {
	const char *name;              /* file */
	uint64_t number;
	struct str sha256;
	struct script script;
	bool is_done;
	bool is_new;                   /* done by the upgrade in hand */
};

struct migrations {
	const char *folder;
	struct migration *list;        /* by number; the first file, which makes the list of those that were run, is not among them */
	size_t count;
	struct str ground;             /* that first file */
	struct str fault;              /* why they cannot be run: one is unreadable, was changed after it was run, or says what cannot be */
};

/* False with the fault, or with a database that failed. */
bool migrations_read(struct command *command, struct migrations *migrations, const char *folder);
/* The same; false with the reason printed. */
bool migrations_load(struct command *command, struct migrations *migrations, const char *folder);
/* Makes the tables of the runner itself, each time. */
bool migrations_prepare(struct command *command, const struct migrations *migrations);
bool migration_run(struct command *command, struct migration *migration);
/* Undoes it by that script: what it drops must have been put aside. Its row is taken away, too. */
bool migration_undo(struct command *command, struct migration *migration, struct script script);
/* Views hold no data: they are made anew each time. is_new: something was run, so programs read rights and schema again. */
bool migrations_finish(struct command *command, const struct migrations *migrations, bool is_new);
/* Short waits for locks, so that nobody waits behind us for long; what could not get one is tried again. */
void migrations_be_patient(struct command *command);

#endif
