/* picture.c: reads all that MariaDB tells about the form of a table; figures that rise by themselves are left out. */
#include "qiao/picture.h"

#include "base/digest.h"

enum { PICTURE_BYTES = 4 << 20 };

static void
add(struct buf *buf, struct rows *rows)
{
	while (rows_next(rows)) {
		for (size_t i = 0; i < rows_column_count(rows); i++) {
			struct str cell = rows_at(rows, i);

			buf_add_format(buf, cell.data ? "%zu:" : "-:", cell.len);
			buf_add(buf, cell);
		}
		buf_add_char(buf, '\n');
	}
	buf_add_char(buf, '\n');
}

struct str
picture_take(struct command *command, struct str table)
{
	const struct sql parts[] = {
		SQL("SELECT TABLE_TYPE, ENGINE, ROW_FORMAT, TABLE_COLLATION, CREATE_OPTIONS, TABLE_COMMENT FROM information_schema.TABLES"
		    " WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ?"),
		SQL("SELECT COLUMN_NAME, ORDINAL_POSITION, COLUMN_DEFAULT, IS_NULLABLE, COLUMN_TYPE, COLLATION_NAME, EXTRA, COLUMN_COMMENT, GENERATION_EXPRESSION"
		    " FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? ORDER BY ORDINAL_POSITION"),
		SQL("SELECT INDEX_NAME, SEQ_IN_INDEX, NON_UNIQUE, COLUMN_NAME, COLLATION, SUB_PART, INDEX_TYPE, INDEX_COMMENT, IGNORED"
		    " FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? ORDER BY INDEX_NAME, SEQ_IN_INDEX"),
		SQL("SELECT CONSTRAINT_NAME, COLUMN_NAME, REFERENCED_TABLE_NAME, REFERENCED_COLUMN_NAME FROM information_schema.KEY_COLUMN_USAGE"
		    " WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? ORDER BY CONSTRAINT_NAME, ORDINAL_POSITION"),
		SQL("SELECT CONSTRAINT_NAME, UPDATE_RULE, DELETE_RULE FROM information_schema.REFERENTIAL_CONSTRAINTS"
		    " WHERE CONSTRAINT_SCHEMA = DATABASE() AND TABLE_NAME = ? ORDER BY CONSTRAINT_NAME"),
		SQL("SELECT CONSTRAINT_NAME, CHECK_CLAUSE FROM information_schema.CHECK_CONSTRAINTS"
		    " WHERE CONSTRAINT_SCHEMA = DATABASE() AND TABLE_NAME = ? ORDER BY CONSTRAINT_NAME"),
		SQL("SELECT PARTITION_NAME, PARTITION_METHOD, PARTITION_EXPRESSION, PARTITION_DESCRIPTION FROM information_schema.PARTITIONS"
		    " WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? AND PARTITION_NAME IS NOT NULL ORDER BY PARTITION_ORDINAL_POSITION"),
	};
	struct buf buf;
	struct digest digest;

	buf_init(&buf, &command->arena, PICTURE_BYTES);
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		add(&buf, db_query(command->db, parts[i], ARGS(table)));
	digest = digest_sha256(buf_str(&buf));
	return hex_encode(&command->arena, digest.bytes, sizeof digest.bytes);
}

bool
picture_has_table(struct command *command, struct str table)
{
	return db_value(command->db, SQL("SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ?"), ARGS(table)).data != NULL;
}
