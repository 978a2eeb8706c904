/* upgrade_tally.c: keeps what was counted before an upgrade, counts again afterwards, and says what differs. */
#include <stdio.h>

#include "qiao/upgrade.h"

enum { LINES_MAX = 40 };

static void
tell(void *who, struct str table, size_t place, size_t count)
{
	const char *what = who;

	if (place == 1 || place == count || place % 10 == 0)
		printf("  %s: table %zu of %zu, %.*s\n", what, place, count, STR_ARG(table));
	fflush(stdout);
}

struct tally_watch
upgrade_watch(const char *what)
{
	return (struct tally_watch){ tell, (void *)(uintptr_t)what };
}

static void
keep_line(struct command *command, struct str up_to, const struct tally_table *table, struct str column, struct str kind, struct str tally)
{
	db_execute(command->db, SQL("INSERT INTO migration_tally (up_to, table_name, column_name, key_columns, kind, tally) VALUES (?, ?, ?, ?, ?, ?)"),
	           ARGS(up_to, table->name, column, kind.data ? table->key : NO_STR, kind, tally));
}

static void
keep(struct command *command, const struct tally *tally)
{
	db_begin(command->db);
	for (size_t i = 0; i < tally->count; i++) {
		const struct tally_table *table = &tally->tables[i];

		keep_line(command, tally->up_to, table, NO_STR, table->is_versioned ? S("versioned") : table->is_dated ? S("dated") : S("plain"), table->rows);
		for (size_t k = 0; k < table->column_count; k++)
			keep_line(command, tally->up_to, table, table->columns[k].name, NO_STR, table->columns[k].sum);
	}
	if (!db_has_failed(command->db) && db_commit(command->db) != DB_DONE)
		fprintf(stderr, "qiao: what was counted could not be kept\n");
}

static const struct tally *
kept(struct command *command)
{
	struct rows *rows = db_query(command->db, SQL("SELECT up_to, table_name, column_name, key_columns, kind, tally FROM migration_tally ORDER BY id"), NO_ARGS);
	struct tally *tally = ARENA_NEW(&command->arena, struct tally);
	size_t count = rows_count(rows);

	if (count == 0)
		return NULL;
	tally->up_to = rows_cell(rows, 0, 0);
	tally->tables = ARENA_ARRAY(&command->arena, struct tally_table, count);
	while (rows_next(rows)) {
		struct str kind = rows_at(rows, 4);
		struct tally_table *table;

		if (kind.data) {
			table = &tally->tables[tally->count++];
			*table = (struct tally_table){ .name = rows_at(rows, 1), .key = rows_at(rows, 3), .rows = rows_at(rows, 5),
			                               .is_versioned = str_equal(kind, S("versioned")), .is_dated = str_equal(kind, S("dated")) };
			table->columns = ARENA_ARRAY(&command->arena, struct tally_column, count);
		} else {
			table = &tally->tables[tally->count - 1];
			table->columns[table->column_count++] = (struct tally_column){ rows_at(rows, 2), rows_at(rows, 5) };
		}
	}
	return tally;
}

/* Of the files run since: what they declare counts. */
static void
mark_new(struct upgrade *upgrade, struct str since)
{
	struct rows *rows = db_query(upgrade->command->db, SQL("SELECT name FROM migration WHERE run_at > ?"), ARGS(since));

	while (rows_next(rows))
		for (size_t i = 0; i < upgrade->migrations->count; i++)
			if (str_equal_text(rows_at(rows, 0), upgrade->migrations->list[i].name))
				upgrade->migrations->list[i].is_new = true;
}

const struct tally *
upgrade_count_before(struct upgrade *upgrade, bool is_needed)
{
	struct command *command = upgrade->command;
	const struct tally *before = kept(command);
	struct str moment;

	if (before && command_flag(command, "--accept")) {
		printf("  what differed is accepted\n");
		db_execute(command->db, SQL("DELETE FROM migration_tally"), NO_ARGS);
		before = NULL;
	}
	if (before) {
		mark_new(upgrade, before->up_to);
		printf("  an upgrade was interrupted after %.19s UTC; it is compared with what was counted then\n", before->up_to.data);
		return before;
	}
	if (!is_needed)
		return NULL;
	moment = tally_moment(&command->work);
	if (!moment.data)
		return NULL;
	before = tally_take(&command->work, moment, NULL, upgrade_watch("counting before"));
	keep(command, before);
	return before;
}

/* The reason a file gives, when it was run since; NO_STR: it was not said. */
static struct str
declared(const struct upgrade *upgrade, const struct tally_difference *difference)
{
	for (size_t i = 0; i < upgrade->migrations->count; i++) {
		const struct migration *migration = &upgrade->migrations->list[i];

		for (size_t k = 0; migration->is_new && k < migration->script.change_count; k++) {
			struct str what = migration->script.changes[k].what, table;

			str_cut(&what, '.', &table);
			if (str_equal(table, difference->table) && (!what.data || str_equal(what, difference->column)))
				return migration->script.changes[k].reason;
		}
	}
	return NO_STR;
}

static void
print_difference(const char *verdict, const struct tally_difference *difference, struct str reason)
{
	static const char *const faults[] = { "is the same", "is gone", "is gone", "has another number of rows, those of its history included", "holds other values" };
	bool has_figures = difference->fault == TALLY_ROWS;

	printf("  %s %.*s%s%.*s %s", verdict, STR_ARG(difference->table), difference->column.data ? "." : "", STR_ARG(difference->column), faults[difference->fault]);
	if (has_figures)
		printf(": %.*s, now %.*s", STR_ARG(difference->before), STR_ARG(difference->after));
	printf("%s%.*s\n", reason.data ? ": " : "", STR_ARG(reason));
}

static void
print_sum(const struct tally *tally)
{
	unsigned long long rows = 0, columns = 0;
	uint64_t count;

	for (size_t i = 0; i < tally->count; i++) {
		rows += str_to_u64(tally->tables[i].rows, &count) ? count : 0;
		columns += tally->tables[i].column_count;
	}
	printf("  compared: %zu tables, %llu columns, %llu rows with their history\n", tally->count, columns, rows);
}

bool
upgrade_compare(struct upgrade *upgrade, const struct tally *before)
{
	struct command *command = upgrade->command;
	const struct tally *after = tally_take(&command->work, before->up_to, before, upgrade_watch("counting after"));
	struct tally_difference *list;
	size_t count, wrong = 0;

	if (command_status(command))
		return false;
	list = tally_compare(&command->arena, before, after, &count);
	for (size_t i = 0; i < count; i++) {
		struct str reason = declared(upgrade, &list[i]);
		bool is_excused = reason.data || (list[i].may_move && !upgrade->is_copy);

		wrong += is_excused ? 0 : 1;
		if (wrong <= LINES_MAX)
			print_difference(reason.data ? "declared:" : is_excused ? "written meanwhile:" : "DIFFERS:", &list[i], reason);
	}
	print_sum(before);
	if (wrong)
		fprintf(stderr, "qiao: %zu differences that no file declares. Nothing of the history is lost: look at them, restore what is missing,\n"
		        "      or, if all is as it should be, run qiao upgrade --accept.\n", wrong);
	else
		db_execute(command->db, SQL("DELETE FROM migration_tally"), NO_ARGS);
	return wrong == 0 && command_status(command) == 0;
}
