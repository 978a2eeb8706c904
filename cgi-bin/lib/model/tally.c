/* tally.c: counts and sums tables, column by column, and says what differs. */
#include "model/tally.h"

#include "model/change.h"

enum { SQL_BYTES = 256 << 10, TABLES_MAX = 1000, DIFFERENCES_MAX = 10000 };

static struct rows *
read_columns(struct work *work)
{
	return db_query(work->db, SQL("SELECT TABLE_NAME, COLUMN_NAME, COLUMN_KEY = 'PRI' AS is_key FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE()"
		" AND TABLE_NAME NOT IN ('migration', 'migration_step', 'migration_lease', 'migration_tally', 'program_process', 'clock', 'catalogue')"
		" ORDER BY TABLE_NAME, ORDINAL_POSITION"), NO_ARGS);
}

static struct str
kind_of(struct rows *kinds, struct str table)
{
	for (size_t i = 0; i < rows_count(kinds); i++)
		if (str_equal(rows_cell(kinds, i, 0), table))
			return rows_cell(kinds, i, 1);
	return NO_STR;
}

/* The tables and columns that are there, without sums. */
static struct tally *
read_shape(struct work *work)
{
	struct tally *tally = ARENA_NEW(work->arena, struct tally);
	struct tally_table *table = NULL;
	struct rows *rows = read_columns(work);
	struct rows *kinds = db_query(work->db, SQL("SELECT TABLE_NAME, TABLE_TYPE FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()"), NO_ARGS);

	tally->tables = ARENA_ARRAY(work->arena, struct tally_table, TABLES_MAX);
	while (rows_next(rows)) {
		struct str name = rows_at(rows, 0), column = rows_at(rows, 1);
		bool is_key = str_equal(rows_at(rows, 2), S("1"));

		if (str_equal(kind_of(kinds, name), S("VIEW")))
			continue;
		if (!table || !str_equal(table->name, name)) {
			if (tally->count == TABLES_MAX)
				break;
			table = &tally->tables[tally->count++];
			*table = (struct tally_table){ .name = name, .is_versioned = str_equal(kind_of(kinds, name), S("SYSTEM VERSIONED")), .key = S("") };
			table->columns = ARENA_ARRAY(work->arena, struct tally_column, 1000);
		}
		table->columns[table->column_count++].name = column;
		/* row_start is true of versions alone; row_end may still change. */
		if (is_key && !str_equal(column, S("row_end"))) {
			table->is_dated = table->is_dated || (table->key.len == 0 && !table->is_versioned && str_equal(column, S("at")));
			table->key = table->key.len ? str_format(work->arena, "%.*s,%.*s", STR_ARG(table->key), STR_ARG(column)) : column;
		}
	}
	return tally;
}

static const struct tally_table *
find_table(const struct tally *tally, struct str name)
{
	for (size_t i = 0; i < tally->count; i++)
		if (str_equal(tally->tables[i].name, name))
			return &tally->tables[i];
	return NULL;
}

static const struct tally_column *
find_column(const struct tally_table *table, struct str name)
{
	for (size_t i = 0; i < table->column_count; i++)
		if (str_equal(table->columns[i].name, name))
			return &table->columns[i];
	return NULL;
}

/* Both have it: the columns, key and kind of the earlier one that are still there. */
static struct tally *
shape_like(struct work *work, const struct tally *like)
{
	struct tally *now = read_shape(work), *shape = ARENA_NEW(work->arena, struct tally);

	shape->tables = ARENA_ARRAY(work->arena, struct tally_table, like->count + 1);
	for (size_t i = 0; i < like->count; i++) {
		const struct tally_table *wanted = &like->tables[i], *there = find_table(now, wanted->name);
		struct tally_table *table;
		struct str rest = wanted->key, key;
		bool has_key = true;

		if (!there)
			continue;
		table = &shape->tables[shape->count++];
		*table = *wanted;
		table->is_versioned = there->is_versioned && wanted->is_versioned;
		table->columns = ARENA_ARRAY(work->arena, struct tally_column, wanted->column_count + 1);
		table->column_count = 0;
		for (size_t k = 0; k < wanted->column_count; k++)
			if (find_column(there, wanted->columns[k].name))
				table->columns[table->column_count++].name = wanted->columns[k].name;
		while (wanted->key.len && str_cut(&rest, ',', &key))
			has_key = has_key && find_column(there, key);
		if (!has_key)
			table->key = there->key;
	}
	return shape;
}

static void
add_key(struct buf *sql, const struct tally_table *table)
{
	struct str rest = table->key, key;

	while (table->key.len && str_cut(&rest, ',', &key))
		buf_add_format(sql, "CAST(`%.*s` AS BINARY),", STR_ARG(key));
	if (table->is_versioned)
		buf_add_text(sql, "row_start,");
}

/*
 * Each value is hashed together with the key of its row, so that values which
 * change places are seen; MD5 first, because sums of CRC32 alone stay equal
 * when the same bits change in two rows.
 */
static void
count_table(struct work *work, struct tally_table *table, struct str up_to)
{
	struct buf sql;
	bool is_cut = up_to.data && (table->is_versioned || table->is_dated);
	struct str args[] = { up_to, up_to, up_to }, found, part;
	size_t count = 0;

	buf_init(&sql, work->arena, SQL_BYTES);
	buf_add_text(&sql, "SELECT CONCAT_WS(' ',COUNT(*)");
	for (size_t i = 0; i < table->column_count; i++) {
		struct str name = table->columns[i].name;

		buf_add_text(&sql, ",BIT_XOR(CRC32(MD5(CONCAT_WS('|',");
		add_key(&sql, table);
		if (is_cut && table->is_versioned && str_equal(name, S("row_end"))) {
			/* Ended since by somebody's work: as if it had not. By a migration: a difference. */
			buf_add_text(&sql, "IF(row_end > ? AND row_end NOT IN (SELECT at FROM `change` WHERE at > ? AND route LIKE '%.sql'),'',row_end)))))");
			count += 2;
		} else {
			buf_add_format(&sql, "ISNULL(`%.*s`),CAST(`%.*s` AS BINARY)))))", STR_ARG(name), STR_ARG(name));
		}
	}
	buf_add_format(&sql, ") FROM `%.*s`%s", STR_ARG(table->name), table->is_versioned ? " FOR SYSTEM_TIME ALL" : "");
	if (is_cut) {
		buf_add_text(&sql, table->is_versioned ? " WHERE row_start <= ?" : " WHERE at <= ?");
		count++;
	}
	found = db_value(work->db, sql_built(&sql), (struct args){ args, count });
	str_cut(&found, ' ', &table->rows);
	for (size_t i = 0; i < table->column_count && str_cut(&found, ' ', &part); i++)
		table->columns[i].sum = part;
}

struct tally *
tally_take(struct work *work, struct str up_to, const struct tally *like, struct tally_watch watch)
{
	struct tally *tally = like ? shape_like(work, like) : read_shape(work);

	tally->up_to = up_to;
	for (size_t i = 0; i < tally->count && !db_has_failed(work->db); i++) {
		if (watch.tell)
			watch.tell(watch.who, tally->tables[i].name, i + 1, tally->count);
		count_table(work, &tally->tables[i], up_to);
	}
	return tally;
}

static struct str
sum_of(struct work *work, const struct tally_table *table, struct str column, struct str from, bool with_history)
{
	struct buf sql;

	buf_init(&sql, work->arena, SQL_BYTES);
	buf_add_text(&sql, "SELECT CONCAT_WS(' ',COUNT(*),BIT_XOR(CRC32(MD5(CONCAT_WS('|',");
	add_key(&sql, table);
	buf_add_format(&sql, "ISNULL(`%.*s`),CAST(`%.*s` AS BINARY)))))) FROM `%.*s`%s", STR_ARG(column), STR_ARG(column), STR_ARG(from), with_history ? " FOR SYSTEM_TIME ALL" : "");
	return db_value(work->db, sql_built(&sql), NO_ARGS);
}

bool
tally_is_kept(struct work *work, struct str table, struct str column, struct str other)
{
	const struct tally *shape = read_shape(work);
	const struct tally_table *is = find_table(shape, table), *kept = find_table(shape, other);

	if (!is || !find_column(is, column))
		return true;
	return kept && find_column(kept, column) &&
	       str_equal(sum_of(work, is, column, table, is->is_versioned), sum_of(work, is, column, other, false)) && !db_has_failed(work->db);
}

static bool
has_clock(struct work *work)
{
	return db_value(work->db, SQL("SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'change'"), NO_ARGS).data != NULL;
}

struct str
tally_last_moment(struct work *work)
{
	return has_clock(work) ? db_value(work->db, SQL("SELECT at FROM clock"), NO_ARGS) : NO_STR;
}

struct str
tally_moment(struct work *work)
{
	struct change change = { .at = NO_STR };
	struct change *before = work->change;

	if (!has_clock(work))
		return NO_STR;
	work->change = &change;
	change_begin(work);
	work->change = before;
	if (db_has_failed(work->db) || db_commit(work->db) != DB_DONE)
		return NO_STR;
	db_now(work->db);
	return change.at;
}

struct tally_difference *
tally_compare(struct arena *arena, const struct tally *before, const struct tally *after, size_t *count)
{
	struct tally_difference *list = ARENA_ARRAY(arena, struct tally_difference, DIFFERENCES_MAX);

	*count = 0;
	for (size_t i = 0; i < before->count; i++) {
		const struct tally_table *was = &before->tables[i], *is = find_table(after, was->name);
		bool may_move = before->up_to.data && !was->is_versioned && !was->is_dated, has_rows = is && str_equal(was->rows, is->rows);

		if (*count + was->column_count + 1 >= DIFFERENCES_MAX)
			break;
		if (!is)
			list[(*count)++] = (struct tally_difference){ was->name, NO_STR, TALLY_NO_TABLE, was->rows, NO_STR, false };
		else if (!has_rows)
			list[(*count)++] = (struct tally_difference){ was->name, NO_STR, TALLY_ROWS, was->rows, is->rows, may_move };
		for (size_t k = 0; is && k < was->column_count; k++) {
			const struct tally_column *column = find_column(is, was->columns[k].name);

			if (!column)
				list[(*count)++] = (struct tally_difference){ was->name, was->columns[k].name, TALLY_NO_COLUMN, was->columns[k].sum, NO_STR, false };
			else if (has_rows && !str_equal(column->sum, was->columns[k].sum))
				list[(*count)++] = (struct tally_difference){ was->name, column->name, TALLY_SUM, was->columns[k].sum, column->sum, may_move };
		}
	}
	return list;
}
