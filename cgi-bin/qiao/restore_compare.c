/* restore_compare.c: holds restored tables against the numbers their backup was given when it was made. */
#include <stdio.h>

#include "qiao/restore.h"

static const struct census *
find_table(const struct census *counts, size_t count, struct str table)
{
	for (size_t i = 0; i < count; i++)
		if (str_equal(counts[i].table, table))
			return &counts[i];
	return NULL;
}

static struct str
difference(struct restore *restore, const struct census *wanted, const struct census *found)
{
	if (!found)
		return str_format(restore->arena, "table %.*s is missing", STR_ARG(wanted->table));
	if (!str_equal(wanted->rows, found->rows) || !str_equal(wanted->versions, found->versions))
		return str_format(restore->arena, "table %.*s has %.*s rows and %.*s versions, but had %.*s and %.*s", STR_ARG(wanted->table), STR_ARG(found->rows),
		                  STR_ARG(found->versions), STR_ARG(wanted->rows), STR_ARG(wanted->versions));
	if (!str_equal(wanted->sum, found->sum))
		return str_format(restore->arena, "table %.*s has as many rows as it had, but not the same", STR_ARG(wanted->table));
	return NO_STR;
}

bool
restore_compare(struct restore *restore)
{
	const struct backup *backup = restore->backup;
	struct work work = restore->command->work;
	struct census *found;
	uint64_t rows = 0, versions = 0, number;
	size_t count;

	printf("  comparing %zu tables as of %.*s\n", backup->table_count, STR_ARG(backup->covers));
	fflush(stdout);
	work.db = restore->db;
	work.arena = restore->arena;
	found = census_take(&work, backup->covers, &count);
	for (size_t i = 0; i < backup->table_count && count; i++) {
		struct str fault = difference(restore, &backup->tables[i], find_table(found, count, backup->tables[i].table));

		if (fault.data) {
			fprintf(stderr, "qiao: %.*s\n", STR_ARG(fault));
			restore->fault = fault;
		}
		rows += str_to_u64(backup->tables[i].rows, &number) ? number : 0;
		versions += str_to_u64(backup->tables[i].versions, &number) ? number : 0;
	}
	if (count == 0) {
		fprintf(stderr, "qiao: %.*s\n", STR_ARG(db_error_text(restore->db)));
		return false;
	}
	if (!restore->fault.data)
		printf("  equal: %zu tables, %llu rows, %llu versions, and the sums over all of them\n", backup->table_count, (unsigned long long)rows, (unsigned long long)versions);
	return true;
}
