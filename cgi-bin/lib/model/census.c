/* census.c: counts and sums the versions of every table as of a moment. */
#include "model/census.h"

enum { SQL_BYTES = 16384 };

/* A version that ended later had not ended yet. */
static struct census
count_versioned(struct work *work, struct str table, struct str columns, struct str moment)
{
	struct rows *rows;
	struct buf sql;

	buf_init(&sql, work->arena, SQL_BYTES);
	buf_add_format(&sql, "SELECT COALESCE(SUM(row_end > ?), 0), COUNT(*), COALESCE(SUM(CRC32(CONCAT_WS('|', %.*s, row_start, IF(row_end > ?, 'now', row_end)))), 0)"
	               " FROM `%.*s` FOR SYSTEM_TIME ALL WHERE row_start <= ?", STR_ARG(columns), STR_ARG(table));
	rows = db_query(work->db, sql_built(&sql), ARGS(moment, moment, moment));
	return (struct census){ table, rows_cell(rows, 0, 0), rows_cell(rows, 0, 1), rows_cell(rows, 0, 2) };
}

static struct census
count_dated(struct work *work, struct str table, struct str columns, struct str moment)
{
	struct rows *rows;
	struct buf sql;

	buf_init(&sql, work->arena, SQL_BYTES);
	buf_add_format(&sql, "SELECT COUNT(*), COALESCE(SUM(CRC32(CONCAT_WS('|', %.*s))), 0) FROM `%.*s` WHERE at <= ?", STR_ARG(columns), STR_ARG(table));
	rows = db_query(work->db, sql_built(&sql), ARGS(moment));
	return (struct census){ table, rows_cell(rows, 0, 0), rows_cell(rows, 0, 0), rows_cell(rows, 0, 1) };
}

/* The table's columns but those of the history, each with something in the place of nothing. */
static struct str
columns_of(struct work *work, struct rows *columns, struct str table)
{
	struct buf list;

	buf_init(&list, work->arena, SQL_BYTES);
	for (size_t i = 0; i < rows_count(columns); i++) {
		struct str name = rows_cell(columns, i, 1);

		if (!str_equal(rows_cell(columns, i, 0), table) || str_equal(name, S("row_start")) || str_equal(name, S("row_end")))
			continue;
		/* What changes without a version is different later, and means nothing. */
		if (str_find(rows_cell(columns, i, 2), S("WITHOUT SYSTEM VERSIONING")) < 0)
			buf_add_format(&list, "%sCOALESCE(`%.*s`,'~')", list.len ? "," : "", STR_ARG(name));
	}
	return buf_str(&list);
}

/* No join over information_schema: prepared and run twice, it brings MariaDB 10.11.19 down. */
struct census *
census_take(struct work *work, struct str moment, size_t *count)
{
	struct rows *tables = db_query(work->db, SQL("SELECT TABLE_NAME, TABLE_TYPE = 'SYSTEM VERSIONED' FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()"
	                                             " AND (TABLE_TYPE = 'SYSTEM VERSIONED' OR TABLE_NAME IN ('change', 'change_record')) ORDER BY TABLE_NAME"), NO_ARGS);
	struct rows *columns = db_query(work->db, SQL("SELECT TABLE_NAME, COLUMN_NAME, EXTRA FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE()"
	                                              " ORDER BY TABLE_NAME, ORDINAL_POSITION"), NO_ARGS);
	size_t many = rows_count(tables);
	struct census *counts = ARENA_ARRAY(work->arena, struct census, many + 1);

	for (size_t i = 0; i < many && !db_has_failed(work->db); i++) {
		struct str table = rows_cell(tables, i, 0), list = columns_of(work, columns, table);

		/* Beside the versioned tables those whose rows are added once, with the moment of their change. */
		counts[i] = str_equal(rows_cell(tables, i, 1), S("1")) ? count_versioned(work, table, list, moment) : count_dated(work, table, list, moment);
	}
	*count = db_has_failed(work->db) ? 0 : many;
	return counts;
}
