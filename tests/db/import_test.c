/* import_test.c: real files come in row by row, each accounted for, and what went out comes back unchanged. */
#include <fcntl.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "database.h"
#include "format/charset.h"
#include "model/export.h"
#include "model/import.h"

static struct work *
fresh(void **state)
{
	struct work *work = ((struct fixture *)*state)->work;

	work_clear(work);
	return work;
}

/* A file of ../shared/data, as UTF-8; NO_STR when the folder is not there. */
static struct str
shared_file(struct work *work, const char *name, const char **charset)
{
	const char *shared = getenv("QIAO_SHARED");
	const char *path = str_format(work->arena, "%s/data/%s", shared && *shared ? shared : "../shared", name).data;
	int file = open(path, O_RDONLY | O_CLOEXEC);
	struct buf bytes;
	struct str text;
	char piece[65536];
	ssize_t got;
	size_t at;

	if (file < 0) {
		printf("# there is no %s\n", path);
		return NO_STR;
	}
	buf_init(&bytes, work->arena, 64 << 20);
	while ((got = read(file, piece, sizeof piece)) > 0)
		buf_add(&bytes, (struct str){ piece, (size_t)got });
	close(file);
	*charset = charset_guess(buf_str(&bytes));
	assert_true(charset_to_utf8(work->arena, buf_str(&bytes), *charset, &text, &at));
	return text;
}

static void
assert_accounted(const struct import *import)
{
	assert_int_equal(import->created + import->updated + import->unchanged + import->refused + import->left_out + import->further, import->row_count);
}

static struct import *
open_import(struct work *work, const struct entity *entity, struct str text)
{
	struct import *import = ARENA_NEW(work->arena, struct import);

	assert_true(import_open(work, import, entity, text));
	return import;
}

static struct import *
run(struct work *work, struct import *import, const char *what)
{
	uint64_t start = clock_monotonic_us(), time = db_time_us(work->db);
	unsigned statements = db_statement_count(work->db);

	import_run(work, import);
	printf("# %s: %zu rows, %zu new, %zu updated, %zu the same, %zu refused, %.2f s (%.2f s in %u statements)\n", what, import->row_count, import->created, import->updated,
	       import->unchanged, import->refused, (double)(clock_monotonic_us() - start) / 1e6, (double)(db_time_us(work->db) - time) / 1e6,
	       db_statement_count(work->db) - statements);
	if (import->failure.data)
		printf("# %.*s\n", STR_ARG(import->failure));
	for (size_t i = 0; i < import->error_count && i < 3; i++)
		printf("#   line %zu: %.*s: %.*s\n", import->errors[i].line, STR_ARG(import->errors[i].label), STR_ARG(import->errors[i].text));
	assert_false(db_has_failed(work->db));
	assert_accounted(import);
	return import;
}

static struct import *
import_text(struct work *work, const struct entity *entity, struct str text, const char *what)
{
	struct import *import = open_import(work, entity, text);

	import->creates_missing = true;
	return run(work, import, what);
}

static uint64_t
records(struct work *work, const struct entity *entity)
{
	return work_number(work, test_sql(work, "SELECT COUNT(*) FROM `%s`", entity->name), NO_ARGS);
}

/* A file twice: all new, then nothing new and nothing changed, not even a change. */
static void
twice(struct work *work, const struct entity *entity, const char *name, size_t rows)
{
	const char *charset;
	struct str text = shared_file(work, name, &charset);
	uint64_t before = records(work, entity), changes;
	struct import *import;

	if (!text.data)
		skip();
	import = import_text(work, entity, text, name);
	assert_null(import->failure.data);
	assert_int_equal(import->row_count, rows);
	assert_int_equal(import->refused, 0);
	assert_int_equal(records(work, entity) - before, import->created);
	changes = work_number(work, SQL("SELECT COUNT(*) FROM `change`"), NO_ARGS);
	import = import_text(work, entity, text, "again");
	assert_int_equal(import->row_count, rows);
	assert_int_equal(import->unchanged, rows);
	assert_int_equal(work_number(work, SQL("SELECT COUNT(*) FROM `change`"), NO_ARGS), changes);
	assert_int_equal(work_findings(work), 0);
}

static void
ten_thousand_customers(void **state)
{
	struct work *work = fresh(state);

	twice(work, &customer_entity, "crm/customers-10000.csv", 10000);
	/* Company and person names, both phones, and the country as a region. */
	assert_int_equal(work_number(work, SQL("SELECT COUNT(*) FROM customer c JOIN region r ON r.id = c.region_id JOIN customer_phone p ON p.customer_id = c.id"
	                                       " WHERE c.external_code = 'EB54EF1154C3A78' AND p.number IN ('043-797-5229', '915.112.1727') AND c.email = 'urangel@espinoza-francis.net'"), NO_ARGS), 2);
}

static void
thousand_organizations(void **state)
{
	struct work *work = fresh(state);

	twice(work, &customer_entity, "crm/organizations-1000.csv", 1000);
	assert_int_equal(work_number(work, SQL("SELECT COUNT(*) FROM customer c JOIN industry i ON i.id = c.industry_id WHERE c.external_code = 'DdAAE76bE20dCE4'"
	                                       " AND c.name = 'Long-Patterson' AND i.name = 'Plastics'"), NO_ARGS), 1);
}

/* Provinces are there already; cities and areas hang below what their codes name. */
static void
regions(void **state)
{
	struct work *work = fresh(state);
	const char *charset, *wide;
	struct str small = shared_file(work, "zh/areas.csv", &charset), small_wide = shared_file(work, "zh/areas.utf-16.csv", &wide);
	struct str provinces = shared_file(work, "zh/provinces.csv", &charset), cities = shared_file(work, "zh/cities.csv", &charset);
	struct import *import;

	if (!small.data || !small_wide.data || !provinces.data || !cities.data)
		skip();
	assert_true(str_equal_text(str_from(wide), "UTF-16LE"));
	import = import_text(work, &region_entity, provinces, "provinces");
	assert_int_equal(import->refused, 0);
	assert_int_equal(import->created, 0);
	import = import_text(work, &region_entity, cities, "cities");
	assert_int_equal(import->refused, 0);
	assert_int_equal(import->created, import->row_count);
	import = import_text(work, &region_entity, small, "areas");
	assert_int_equal(import->refused, 0);
	assert_int_equal(import->created, import->row_count);
	import = import_text(work, &region_entity, small_wide, "areas again, in UTF-16");
	assert_int_equal(import->refused, 0);
	printf("# the two files of areas differ in %zu rows\n", import->created + import->updated);
	assert_true(import->unchanged > 2800);
	assert_int_equal(work_number(work, SQL("SELECT COUNT(*) FROM region a JOIN region c ON c.id = a.parent_id JOIN region p ON p.id = c.parent_id"
	                                       " WHERE a.code = '110101' AND a.name = '东城区' AND c.code = '1101' AND p.code = '11'"), NO_ARGS), 1);
	assert_int_equal(work_findings(work), 0);
	work_reload(work);
}

/* Rare characters of GB18030, beyond the BMP too, arrive as they are and are found. */
static void
rare_names(void **state)
{
	struct work *work = fresh(state);
	const char *charset;
	struct str text = shared_file(work, "zh/rare_names.gb18030.csv", &charset);
	struct import *import;

	if (!text.data)
		skip();
	assert_true(str_equal_text(str_from(charset), "GB18030"));
	import = import_text(work, &customer_entity, text, "rare names");
	assert_int_equal(import->refused, 0);
	assert_int_equal(import->created, import->row_count);
	assert_int_equal(work_number(work, SQL("SELECT COUNT(*) FROM customer WHERE note LIKE 'U+4DAE%' AND HEX(CONVERT(name USING utf32)) LIKE '%00004DAE%'"), NO_ARGS), 1);
	assert_int_equal(work_number(work, SQL("SELECT COUNT(*) FROM customer WHERE note LIKE 'U+%' AND (name LIKE '%?%' OR name LIKE '%\xef\xbf\xbd%')"), NO_ARGS), 0);
}

static void
byte_order_mark(void **state)
{
	struct work *work = fresh(state);
	const char *charset;
	struct str text = shared_file(work, "zh/\xe5\xae\xa2\xe6\x88\xb7\xe4\xbf\xa1\xe6\x81\xaf_bom.csv", &charset);
	struct import *import;

	if (!text.data)
		skip();
	import = import_text(work, &customer_entity, text, "with a byte order mark");
	assert_non_null(import->key);
	assert_int_equal(import->refused, 0);
	assert_int_equal(work_number(work, SQL("SELECT COUNT(*) FROM customer WHERE external_code = '001' AND name = 'Tom'"), NO_ARGS), 1);
}

/* Rows that are wrong are named by their line, and none of them is kept. */
static void
errors(void **state)
{
	struct work *work = fresh(state);
	struct str text = S("name,email,stage,customer_phone.0.number,external_code\r\n"
	                    "Good One,good@example.com,lead,12345678,E-1\r\n"          /* 2 */
	                    ",none@example.com,lead,,E-2\r\n"                          /* 3: no name */
	                    "\"Two\r\nlines\",x@example.com,,,E-3\r\n"                /* 4: a line break in a name */
	                    "Bad mail,no address,lead,,E-4\r\n"                        /* 6 */
	                    "Bad stage,a@example.com,dreaming,,E-5\r\n"                /* 7 */
	                    "Bad phone,a@example.com,lead,call me,E-6\r\n"             /* 8 */
	                    "Good Two,,won,,E-7\r\n"                                   /* 9 */
	                    "Good One again,,,,E-1\r\n");                              /* 10: updates */
	static const size_t lines[] = { 3, 4, 6, 7, 8 };
	struct import *import = import_text(work, &customer_entity, text, "errors");
	struct csv csv;
	struct str *fields;
	size_t count, row = 0;

	assert_int_equal(import->created, 2);
	assert_int_equal(import->updated, 1);
	assert_int_equal(import->refused, 5);
	assert_int_equal(import->error_count, 5);
	for (size_t i = 0; i < 5; i++)
		assert_int_equal(import->errors[i].line, lines[i]);
	csv_init(&csv, buf_str(&import->error_file));
	assert_true(csv_next(&csv, work->arena, &fields, &count));
	assert_int_equal(count, 7);
	while (csv_next(&csv, work->arena, &fields, &count)) {
		assert_true(row < 5 && count == 7);
		assert_true(str_equal(fields[0], str_from_u64(work->arena, lines[row++])));
		assert_true(fields[1].len > 0);
	}
	assert_int_equal(row, 5);
	assert_int_equal(work_number(work, SQL("SELECT COUNT(*) FROM customer WHERE external_code LIKE 'E-%'"), NO_ARGS), 2);
	assert_int_equal(work_number(work, SQL("SELECT COUNT(*) FROM customer WHERE name = 'Good One again' AND stage = 'lead'"), NO_ARGS), 1);
	assert_int_equal(work_findings(work), 0);
}

/* The same number twice in a file without a key: the second is refused alone, and leaves nothing half written. */
static void
duplicate_within(void **state)
{
	struct work *work = fresh(state);
	struct import *import = open_import(work, &customer_entity, S("name,external_code,customer_phone.0.number\nFirst,D-1,111111\nSecond,D-1,222222\nThird,D-2,333333\n"));

	import->key = NULL;
	run(work, import, "a number twice");
	assert_int_equal(import->created, 2);
	assert_int_equal(import->refused, 1);
	assert_int_equal(import->errors[0].line, 3);
	assert_int_equal(work_number(work, SQL("SELECT COUNT(*) FROM customer_phone WHERE number = '222222'"), NO_ARGS), 0);
	assert_int_equal(work_number(work, SQL("SELECT COUNT(*) FROM customer_phone WHERE number IN ('111111', '333333')"), NO_ARGS), 2);
	assert_int_equal(work_findings(work), 0);
}

static void
all_or_nothing(void **state)
{
	struct work *work = fresh(state);
	uint64_t before = records(work, &customer_entity), tags = records(work, &tag_entity), changes = work_number(work, SQL("SELECT COUNT(*) FROM `change`"), NO_ARGS);
	struct import *import = open_import(work, &customer_entity, S("name,external_code,customer_tag\nA,N-1,brand new tag\nB,N-2,\n,N-3,\n"));

	import->is_whole = import->creates_missing = true;
	import_run(work, import);
	assert_int_equal(import->refused, 1);
	assert_int_equal(import->errors[0].line, 4);
	assert_int_equal(records(work, &customer_entity), before);
	assert_int_equal(records(work, &tag_entity), tags);
	assert_int_equal(work_number(work, SQL("SELECT COUNT(*) FROM `change`"), NO_ARGS), changes);
	/* What a check by row cannot see, a number twice in the file, must not leave half of it either. */
	import = open_import(work, &customer_entity, S("name,external_code\nA,N-1\nB,N-2\nC,N-1\n"));
	import->key = NULL;
	import->is_whole = true;
	import_run(work, import);
	assert_int_equal(import->refused, 1);
	assert_int_equal(records(work, &customer_entity), before);
	/* And all when all is well, as one change. */
	import = open_import(work, &customer_entity, S("name,external_code,customer_tag\nA,N-1,brand new tag\nB,N-2,\n"));
	import->is_whole = import->creates_missing = true;
	run(work, import, "all of them");
	assert_int_equal(import->created, 2);
	assert_int_equal(work_number(work, SQL("SELECT COUNT(*) FROM `change`"), NO_ARGS), changes + 1);
	assert_int_equal(work_findings(work), 0);
}

static void
trial(void **state)
{
	struct work *work = fresh(state);
	uint64_t before = records(work, &customer_entity);
	struct import *import = open_import(work, &customer_entity, S("name,email\nA,a@example.com\nB,wrong\n"));

	import->is_trial = true;
	run(work, import, "only a check");
	assert_int_equal(import->created, 1);
	assert_int_equal(import->refused, 1);
	assert_int_equal(records(work, &customer_entity), before);
}

/* An empty cell of a column that cannot be empty takes its default, and stops no file. */
static void
empty_cells(void **state)
{
	struct work *work = fresh(state);
	struct import *import = import_text(work, &user_entity, S("name,login,role_id.text,is_active,zone\nOne,cell.one,viewer,,Asia/Shanghai\nTwo,cell.two,viewer,no,Asia/Shanghai\n"), "users with empty cells");

	assert_null(import->failure.data);
	assert_int_equal(import->created, 2);
	import = import_text(work, &need_entity, S("title,customer_id.text,budget,wanted_on,detail\nEmpty,A,,,\n"), "a need with empty cells");
	assert_int_equal(import->row_count, 1);
	assert_null(import->failure.data);
}

static size_t
column_of(const struct import *import, const char *param)
{
	for (size_t k = 0; k < import->column_count; k++)
		if (str_equal_text(import->columns[k].param, param))
			return k;
	fail_msg("there is no column %s", param);
	return SIZE_MAX;
}

/* A name in the order in which it is looked for: titles, numbers, other fields; several of one name are told apart by their number. */
static void
names(void **state)
{
	struct work *work = fresh(state);
	struct str one = work_must_save(work, &customer_entity, NULL, PAIRS({ "name", "Twin" }, { "external_code", "T-1" }));
	struct str two = work_must_save(work, &customer_entity, NULL, PAIRS({ "name", "Twin" }, { "email", "twin@example.com" }));
	struct str text = str_format(work->arena, "title,customer_id.text\nby code,T-1\nby number,c-%.*s\nby address,twin@example.com\nby name,Twin\nby nothing,Twins\n", STR_ARG(two));
	struct import *import = import_text(work, &need_entity, text, "needs of twins");
	struct import_choice choices[] = {
		{ .param = S("customer_id.text"), .text = S("Twin"), .act = IMPORT_TO, .to = str_join(work->arena, S("C-"), one) },
		{ .param = S("customer_id.text"), .text = S("Twins"), .act = IMPORT_OUT },
		{ .param = S("customer_id.text"), .text = S("Nobody"), .act = IMPORT_OUT },
	};

	assert_int_equal(import->created, 3);
	assert_int_equal(import->refused, 2);
	assert_true(str_find(import->errors[0].text, S("Several")) >= 0);
	assert_true(str_find(import->errors[1].text, S("There is no")) >= 0);
	assert_int_equal(work_number(work, SQL("SELECT COUNT(*) FROM need WHERE title IN ('by number', 'by address') AND customer_id = ?"), ARGS(two)), 2);
	import = open_import(work, &need_entity, text);
	import->choices = choices;
	import->choice_count = 3;
	run(work, import, "needs of twins, decided");
	assert_int_equal(import->created, 4);
	assert_int_equal(import->left_out, 1);
	assert_true(choices[0].is_found && !choices[2].is_found);
	assert_int_equal(work_number(work, SQL("SELECT COUNT(*) FROM need WHERE title = 'by name' AND customer_id = ?"), ARGS(one)), 1);
}

/* Digits among tags are a name like any other: never the number of a tag, and nothing the database has to refuse. */
static void
digits_as_names(void **state)
{
	struct work *work = fresh(state);
	struct str tag = work_must_save(work, &tag_entity, NULL, PAIRS({ "name", "7" })), none = S("99999999");
	struct str other = work_must_save(work, &tag_entity, NULL, PAIRS({ "name", "of that number" })), text;
	struct import *import;

	assert_false(str_equal(tag, S("7")));
	text = str_format(work->arena, "name,external_code,customer_tag\nIs a number,N-10,%.*s\nNo tag,N-11,7;%.*s\nA tag,N-12,7\n", STR_ARG(other), STR_ARG(none));
	for (unsigned turn = 0; turn < 2; turn++) {
		import = open_import(work, &customer_entity, text);
		import->is_trial = turn == 0;
		run(work, import, turn ? "digits among tags" : "digits among tags, checked");
		assert_null(import->failure.data);
		assert_int_equal(import->refused, 2);
		assert_int_equal(import->created, 1);
		assert_true(str_find(import->errors[0].text, S("There is no Tag named")) >= 0);
	}
	assert_int_equal(work_number(work, SQL("SELECT COUNT(*) FROM customer WHERE external_code IN ('N-10', 'N-11')"), NO_ARGS), 0);
	assert_int_equal(work_number(work, SQL("SELECT COUNT(*) FROM customer_tag t JOIN customer c ON c.id = t.customer_id WHERE c.external_code = 'N-12' AND t.tag_id = ?"), ARGS(tag)), 1);
	/* Control: where it may be added, it is. */
	import = import_text(work, &customer_entity, text, "digits become tags");
	assert_int_equal(import->refused, 0);
	assert_int_equal(work_number(work, SQL("SELECT COUNT(*) FROM tag WHERE name = ?"), ARGS(none)), 1);
	work_reload(work);
}

/* What is added to a list is checked as its form would be, in the check of a file already; to what is built in nothing is added. */
static void
entries_are_checked(void **state)
{
	struct work *work = fresh(state);
	struct str text = S("name,external_code,customer_tag\nToo long,Q-1,a tag of more than forty characters is none at all\nRight,Q-2,a tag of forty characters at the most ok\n");
	uint64_t roles = records(work, &role_entity), tags = records(work, &tag_entity);
	struct import *import;

	for (unsigned turn = 0; turn < 2; turn++) {
		import = open_import(work, &customer_entity, text);
		import->is_trial = turn == 0;
		import->creates_missing = true;
		run(work, import, turn ? "tags too long" : "tags too long, checked");
		assert_null(import->failure.data);
		assert_int_equal(import->created, 1);
		assert_int_equal(import->refused, 1);
		assert_true(str_find(import->errors[0].text, S("At most 40 characters")) >= 0);
	}
	assert_int_equal(records(work, &tag_entity), tags + 1);
	for (unsigned turn = 0; turn < 2; turn++) {
		import = open_import(work, &user_entity, S("name,login,role_id.text\nSomebody,of.no.role,of no role\n"));
		import->is_trial = turn == 0;
		import->creates_missing = true;
		assert_false(import_may_add(work, &import->columns[column_of(import, "role_id.text")]));
		run(work, import, "an unknown role");
		assert_int_equal(import->refused, 1);
		assert_true(str_find(import->errors[0].text, S("There is no Role named")) >= 0);
	}
	assert_int_equal(records(work, &role_entity), roles);
	work_reload(work);
}

/* As the owner of the tables. */
static void
as_owner(struct fixture *fixture, const char *sql)
{
	const char *script = str_format(fixture->work->arena, "%s/tests/harness/mariadb.sh", fixture->database.source).data;

	assert_int_equal(database_run(&fixture->database, (const char *const[]){ script, "sql", fixture->database.folder, "-e", sql, NULL }), 0);
}

/* What the checks let pass and the database refuses is refused alone, and leaves nothing half written. */
static void
bad_values(void **state)
{
	struct work *work = fresh(state);
	struct import *import;

	as_owner(*state, "SET system_versioning_alter_history = KEEP; ALTER TABLE customer_phone ADD CONSTRAINT never CHECK (number <> '987654')");
	as_owner(*state, "SET system_versioning_alter_history = KEEP; ALTER TABLE tag ADD CONSTRAINT never CHECK (name <> 'never')");
	import = import_text(work, &customer_entity, S("name,external_code,customer_phone.0.number,customer_tag\nA,B-1,123456,\nB,B-2,987654,\nC,B-3,,never\nD,B-4,345678,some time\n"), "bad values");
	as_owner(*state, "SET system_versioning_alter_history = KEEP; ALTER TABLE customer_phone DROP CONSTRAINT never");
	as_owner(*state, "SET system_versioning_alter_history = KEEP; ALTER TABLE tag DROP CONSTRAINT never");
	assert_null(import->failure.data);
	assert_int_equal(import->created, 2);
	assert_int_equal(import->refused, 2);
	assert_int_equal(import->errors[0].line, 3);
	assert_int_equal(import->errors[1].line, 4);
	for (size_t i = 0; i < 2; i++)
		assert_true(str_find(import->errors[i].text, S("The database does not take")) >= 0);
	assert_int_equal(work_number(work, SQL("SELECT COUNT(*) FROM customer WHERE external_code IN ('B-2', 'B-3')"), NO_ARGS), 0);
	assert_int_equal(work_findings(work), 0);
	/* Control: without the constraints it comes in. */
	import = import_text(work, &customer_entity, S("name,external_code,customer_phone.0.number,customer_tag\nB,B-2,987654,\nC,B-3,,never\n"), "no bad values");
	assert_int_equal(import->created, 2);
	work_reload(work);
}

/* Near names are proposed, the same but for blanks first, and never taken by themselves. */
static void
near_names(void **state)
{
	struct work *work = fresh(state);
	struct near near[NEAR_MAX];
	struct near_pool *pool;

	work_must_save(work, &industry_entity, NULL, PAIRS({ "name", "GTX Pro" }));
	work_must_save(work, &industry_entity, NULL, PAIRS({ "name", "GTXX Pro" }));
	work_must_save(work, &industry_entity, NULL, PAIRS({ "name", "Unrelated" }));
	pool = near_pool_new(work, entity_field(&customer_entity, S("industry_id")));
	assert_int_equal(near_find(work, pool, S("gtx-PRO"), near), 2);
	assert_true(str_equal(near[0].label, S("GTX Pro")) && near[0].distance == 0 && near[1].distance == 1);
	assert_int_equal(near_find(work, pool, S("Unrelatde"), near), 1);
	assert_int_equal(near_find(work, pool, S("Something else"), near), 0);
	assert_int_equal(import_text(work, &need_entity, S("title,customer_id.text\nx,t w i n\n"), "a near customer")->refused, 1);
}

/* What the file lacks is the same in every row, put together from its columns where it says so. */
static void
fixed_values(void **state)
{
	struct work *work = fresh(state);
	struct import *import = open_import(work, &customer_entity, S("external_code,town,email\nF-1,Bridge,\nF-2,,f2@example.com\n"));

	import->map[1] = SIZE_MAX;
	import->fixed[column_of(import, "name")] = S("{external_code} of {town}{unknown}");
	import->fixed[column_of(import, "level")] = S("B");
	import->fixed[column_of(import, "industry_id.text")] = S("GTX Pro");
	import->fixed[column_of(import, "email")] = S("not@used.example");
	run(work, import, "fixed values");
	assert_int_equal(import->created, 2);
	assert_int_equal(work_number(work, SQL("SELECT COUNT(*) FROM customer c JOIN industry i ON i.id = c.industry_id WHERE c.external_code LIKE 'F-_' AND c.level = 'B' AND i.name = 'GTX Pro'"), NO_ARGS), 2);
	assert_int_equal(work_number(work, SQL("SELECT COUNT(*) FROM customer WHERE name = 'F-1 of Bridge{unknown}' AND email IS NULL"), NO_ARGS), 1);
	/* Control: a fixed value is checked like any other. */
	import = open_import(work, &customer_entity, S("name\nG\n"));
	import->fixed[column_of(import, "level")] = S("Z");
	run(work, import, "a fixed value that is none");
	assert_int_equal(import->refused, 1);
}

/* Rows may refer to rows of the same file, before or behind them; a circle and what is not there at all are refused. */
static void
rows_of_rows(void **state)
{
	struct work *work = fresh(state);
	struct str text = S("name,code,parent_id.text\nLeaf,L-1,Branch\nBranch,L-2,Root\nRoot,L-3,\nChicken,L-4,Egg\nEgg,L-5,Chicken\nLost,L-6,Nowhere at all\n");
	struct import *import = open_import(work, &region_entity, text);

	import->is_trial = true;
	run(work, import, "a tree, checked");
	assert_int_equal(import->refused, 1);
	import = open_import(work, &region_entity, text);
	run(work, import, "a tree from its leaf");
	assert_int_equal(import->created, 3);
	assert_int_equal(import->refused, 3);
	assert_int_equal(work_number(work, SQL("SELECT COUNT(*) FROM region l JOIN region b ON b.id = l.parent_id JOIN region r ON r.id = b.parent_id WHERE l.name = 'Leaf' AND r.name = 'Root'"), NO_ARGS), 1);
	import = open_import(work, &region_entity, text);
	run(work, import, "again");
	assert_int_equal(import->unchanged, 3);
	work_reload(work);
}

/* People with names alone get sign-in names of their own, and keep them. */
static void
sign_in_names(void **state)
{
	struct work *work = fresh(state);
	struct import *import = open_import(work, &user_entity, S("name\nMoses Frase\nMoses  Frase\n张三\nÖzgür Çelik\n!\n"));

	import->fixed[column_of(import, "role_id.text")] = S("viewer");
	import->key = NULL;
	run(work, import, "people");
	assert_int_equal(import->created, 5);
	assert_int_equal(work_number(work, SQL("SELECT COUNT(*) FROM user WHERE login IN ('moses.frase', 'moses.frase2', 'zhang.san', 'ozgur.celik', 'user')"), NO_ARGS), 5);
	assert_int_equal(work_number(work, SQL("SELECT COUNT(*) FROM user u JOIN user_secret s ON s.user_id = u.id WHERE u.login LIKE 'moses%'"), NO_ARGS), 0);
	import = open_import(work, &user_entity, S("name,login,email\n张三,,z@example.com\n"));
	import->key = entity_field(&user_entity, S("name"));
	run(work, import, "an empty sign-in name of somebody who has one");
	assert_int_equal(import->updated, 1);
	assert_int_equal(work_number(work, SQL("SELECT COUNT(*) FROM user WHERE login = 'zhang.san' AND email = 'z@example.com'"), NO_ARGS), 1);
}

static bool
keep_piece(void *data, struct str piece)
{
	buf_add(data, piece);
	return true;
}

/* What was exported comes back without a single change, awkward text and the seconds of moments included. */
static void
round_trip(void **state)
{
	struct work *work = fresh(state);
	static const struct entity *const entities[] = { &customer_entity, &region_entity, &industry_entity, &tag_entity, &request_entity };
	struct import *import;
	struct buf file;
	struct str customer;

	customer = work_must_save(work, &customer_entity, NULL, PAIRS({ "name", "=1+1; \"quoted\", 桥" }, { "external_code", "R-1" }, { "note", "two\nlines\n\n@end" },
		{ "website", "https://example.com/?a=1,2" }, { "customer_tag.given", "1" }, { "customer_tag", work_must_save(work, &tag_entity, NULL, PAIRS({ "name", "round" })).data }));
	work_must_save(work, &request_entity, NULL, PAIRS({ "title", "When" }, { "customer_id", customer.data }, { "external_code", "R-2" }));
	for (size_t i = 0; i < sizeof entities / sizeof *entities; i++) {
		struct list_query query = { .entity = entities[i] };
		uint64_t changes = work_number(work, SQL("SELECT COUNT(*) FROM `change`"), NO_ARGS), count;

		buf_init(&file, work->arena, 64 << 20);
		count = export_csv(work, &query, CSV_DATA, (struct export_sink){ keep_piece, &file });
		assert_int_equal(count, records(work, entities[i]));
		import = open_import(work, entities[i], buf_str(&file));
		for (size_t k = 0; k < import->file_column_count; k++)
			assert_true(import->map[k] < import->column_count);
		/* Records without a number of their own cannot be told from new ones: those are left out of the count. */
		if (entities[i] == &customer_entity) {
			query.filters.filters[0] = (struct filter){ .field = entity_field(&customer_entity, S("external_code")), .operator = BLANK, .value = S("0") };
			query.filters.count = 1;
		} else if (entities[i] == &region_entity) {
			query.filters.filters[0] = (struct filter){ .field = entity_field(&region_entity, S("code")), .operator = BLANK, .value = S("0") };
			query.filters.count = 1;
		}
		if (query.filters.count) {
			buf_init(&file, work->arena, 64 << 20);
			count = export_csv(work, &query, CSV_DATA, (struct export_sink){ keep_piece, &file });
			import = open_import(work, entities[i], buf_str(&file));
		}
		run(work, import, str_format(work->arena, "%s out and in", entities[i]->name).data);
		assert_int_equal(import->row_count, count);
		assert_int_equal(import->unchanged, count);
		assert_int_equal(work_number(work, SQL("SELECT COUNT(*) FROM `change`"), NO_ARGS), changes);
	}
}

static struct str
export(struct work *work, const struct entity *entity, enum csv_flavour flavour)
{
	struct list_query query = { .entity = entity };
	struct buf file;

	buf_init(&file, work->arena, 64 << 20);
	export_csv(work, &query, flavour, (struct export_sink){ keep_piece, &file });
	assert_false(db_has_failed(work->db));
	return buf_str(&file);
}

/* An export as a file that somebody's spreadsheet saved in an encoding, read as any other. */
static struct str
sent_as(struct work *work, struct str text, const char *charset)
{
	iconv_t way = iconv_open(charset, "UTF-8");
	size_t left = 4 * text.len + 4, rest = text.len;
	char *bytes = arena_take(work->arena, 1, left), *to = bytes, *from = (char *)(uintptr_t)text.data;
	struct str back;

	assert_true(iconv(way, &from, &rest, &to, &left) != (size_t)-1);
	iconv_close(way);
	assert_true(import_decode(work, (struct str){ bytes, (size_t)(to - bytes) }, charset, &back));
	return back;
}

static const size_t line_counts[] = { 0, 1, 2, 3, 40 };
enum { MANY = sizeof line_counts / sizeof *line_counts };

/* A quote, an order or a customer with so many lines, awkward text among them. */
static void
add_with_lines(struct work *work, const struct entity *entity, const char *customer_id, size_t lines)
{
	bool is_customer = entity == &customer_entity;
	struct pair *pairs = ARENA_ARRAY(work->arena, struct pair, 7 * lines + 8);
	const char *child = entity->children[0]->name, *number = str_format(work->arena, "lines-%zu", lines).data;
	size_t n = 0;

	pairs[n++] = (struct pair){ is_customer ? "external_code" : "number", number };
	pairs[n++] = is_customer ? (struct pair){ "name", str_format(work->arena, "Of %zu lines", lines).data } : (struct pair){ "customer_id", customer_id };
	pairs[n++] = (struct pair){ str_format(work->arena, "%s.given", child).data, "1" };
	for (size_t i = 0; i < lines; i++) {
		if (is_customer) {
			pairs[n++] = (struct pair){ str_format(work->arena, "%s.%zu.kind", child, i).data, i % 2 ? "fax" : "mobile" };
			pairs[n++] = (struct pair){ str_format(work->arena, "%s.%zu.number", child, i).data, str_format(work->arena, "+86 10 %08zu", 41 - i).data };
		} else {
			pairs[n++] = (struct pair){ str_format(work->arena, "%s.%zu.description", child, i).data, str_format(work->arena, "%s\"桥\", %zu; 1:2", i % 3 ? "" : "=", 41 - i).data };
			pairs[n++] = (struct pair){ str_format(work->arena, "%s.%zu.quantity", child, i).data, str_format(work->arena, "%zu.125", i).data };
			pairs[n++] = (struct pair){ str_format(work->arena, "%s.%zu.unit_price", child, i).data, "10.50" };
		}
	}
	if (is_customer && lines) {
		pairs[n++] = (struct pair){ "customer_address.given", "1" };
		pairs[n++] = (struct pair){ "customer_address.0.city", "Bridge" };
		pairs[n++] = (struct pair){ "customer_address.1.city", "Ferry" };
		pairs[n++] = (struct pair){ "customer_address.2.street", "Ford 3" };
	}
	work_must_save(work, entity, NULL, pairs);
}

/* Every line of every child, in its order. */
static struct str
all_lines(struct work *work, const struct entity *entity)
{
	struct buf text;

	buf_init(&text, work->arena, 1 << 20);
	for (size_t c = 0; c < entity_child_count(entity); c++) {
		const struct entity *child = entity->children[c];
		struct rows *rows = db_query(work->db, test_sql(work, "SELECT l.* FROM `%s` l ORDER BY l.`%s`, l.position, l.id", child->name, child->parent_field), NO_ARGS);

		while (rows_next(rows))
			for (const struct field *field = child->fields; field->name; field++)
				if (!field->computed) {
					buf_add(&text, rows_get(rows, str_from(field->name)));
					buf_add_char(&text, '|');
				}
	}
	return buf_str(&text);
}

/* Others have changed them in between: the first lines are gone, the fifth is one of the last. */
static void
shake(struct work *work, const struct entity *entity)
{
	const char *child = entity->children[0]->name, *parent = entity->children[0]->parent_field;
	struct rows *rows;

	work_begin(work);
	rows = db_query(work->db, test_sql(work, "SELECT DISTINCT `%s` FROM `%s`", parent, child), NO_ARGS);
	while (rows_next(rows))
		change_add(work, entity, rows_at(rows, 0), UPDATED);
	db_execute(work->db, test_sql(work, "DELETE FROM `%s` WHERE id IN (SELECT id FROM (SELECT id, ROW_NUMBER() OVER (PARTITION BY `%s` ORDER BY position, id) AS n FROM `%s`) t WHERE n IN (1, 2, 8))",
		child, parent, child), NO_ARGS);
	db_execute(work->db, test_sql(work, "UPDATE `%s` SET position = position + 30 WHERE id %% 5 = 0", child), NO_ARGS);
	assert_true(work_commit(work));
}

/* No line, one, two, three and forty: out, changed here, in again as it was; in each flavour and encoding. */
static void
lines_out_and_in(void **state)
{
	struct work *work = fresh(state);
	static const struct entity *const entities[] = { &customer_entity, &quote_entity, &sales_order_entity };
	static const char *const charsets[] = { "UTF-8", "GB18030" };
	struct str customer = work_must_save(work, &customer_entity, NULL, PAIRS({ "name", "Buyer of lines" }, { "external_code", "lines-buyer" }));

	for (size_t e = 0; e < sizeof entities / sizeof *entities; e++) {
		const struct entity *entity = entities[e];
		for (size_t i = 0; i < MANY; i++)
			add_with_lines(work, entity, customer.data, line_counts[i]);
		for (unsigned turn = 0; turn < 4; turn++) {
			enum csv_flavour flavour = turn % 2 ? CSV_SPREADSHEET : CSV_DATA;
			struct str before = all_lines(work, entity), file = export(work, entity, flavour), text = sent_as(work, file, charsets[turn / 2]);
			struct import *import = open_import(work, entity, text);

			if (e == 0)
				import->key = columns_key(entity, S("id"));
			run(work, import, str_format(work->arena, "%s, %s, %s", entity->name, turn % 2 ? "spreadsheet" : "data", charsets[turn / 2]).data);
			assert_int_equal(import->refused, 0);
			assert_int_equal(import->updated + import->created, 0);
			assert_true(import->further >= 1 + 2 + 39);
			shake(work, entity);
			import = open_import(work, entity, text);
			if (e == 0)
				import->key = columns_key(entity, S("id"));
			run(work, import, "after changes");
			assert_int_equal(import->refused, 0);
			assert_int_equal(import->created, 0);
			assert_true(import->updated >= 4);
			assert_true(str_equal(all_lines(work, entity), before));
			assert_true(str_equal(export(work, entity, flavour), file));
		}
	}
	assert_int_equal(work_findings(work), 0);
}

static void
assert_errors(const struct import *import, const size_t *lines, size_t count)
{
	assert_int_equal(import->error_count, count);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(import->errors[i].line, lines[i]);
}

/* Which rows are one record; each is named by its line, and refused with all its rows, which can be put right and come again. */
static void
rows_of_one_record(void **state)
{
	struct work *work = fresh(state);
	struct str text = S("external_code,name,customer_phone.number,customer_phone.kind\r\n"
	                    "G-1,One,111111,work\r\n"              /* 2 */
	                    "G-1,,222222,\r\n"                     /* 3: the same number */
	                    ",,333333,fax\r\n"                     /* 4: nothing but a line */
	                    "G-2,Two,,\r\n"                        /* 5 */
	                    "G-2,Two,444444,\r\n"                  /* 6: the same in every row */
	                    ",Two,555555,\r\n"                     /* 7: another record of that name, without a number */
	                    "G-3,Three,666666,\r\n"                /* 8 */
	                    "G-3,,call me,\r\n"                    /* 9: no phone number: the record is refused */
	                    "G-4,Four,777777,\r\n"                 /* 10 */
	                    "G-4,Fourth,888888,\r\n"               /* 11: another name */
	                    "G-1,One,999999,\r\n");                /* 12: the record of line 2 again */
	static const size_t lines[] = { 9, 11, 12 };
	struct import *import = import_text(work, &customer_entity, text, "rows of one record");
	struct csv csv;
	struct str *fields, part;
	size_t count, rows = 0;
	struct buf again;

	assert_int_equal(import->created, 3);
	assert_int_equal(import->further, 5);
	assert_int_equal(import->refused, 3);
	assert_errors(import, lines, 3);
	assert_int_equal(work_number(work, SQL("SELECT COUNT(*) FROM customer_phone p JOIN customer c ON c.id = p.customer_id WHERE c.external_code = 'G-1' AND p.number IN ('111111', '222222', '333333')"), NO_ARGS), 3);
	assert_int_equal(work_number(work, SQL("SELECT COUNT(*) FROM customer WHERE name = 'Two'"), NO_ARGS), 2);
	assert_int_equal(work_number(work, SQL("SELECT COUNT(*) FROM customer WHERE external_code IN ('G-3', 'G-4')"), NO_ARGS), 0);
	/* The error file: all rows of what was refused, and it comes in when put right. */
	csv_init(&csv, buf_str(&import->error_file));
	while (csv_next(&csv, work->arena, &fields, &count)) {
		assert_int_equal(count, 6);
		assert_true(fields[1].len > 0);
		rows++;
	}
	assert_int_equal(rows, 1 + 5);
	buf_init(&again, work->arena, 1 << 20);
	for (struct str rest = buf_str(&import->error_file); str_cut(&rest, '\n', &part) && part.len;) {
		if (str_find(part, S("G-1")) >= 0)
			continue;
		buf_add(&again, str_find(part, S("call me")) >= 0 ? S("9,,G-3,,100100,") : str_find(part, S("Fourth")) >= 0 ? S("11,,G-4,,888888,") : part);
		buf_add_char(&again, '\n');
	}
	import = import_text(work, &customer_entity, buf_str(&again), "its error file, put right");
	assert_int_equal(import->created, 2);
	assert_int_equal(import->further, 2);
	assert_int_equal(work_number(work, SQL("SELECT COUNT(*) FROM customer_phone p JOIN customer c ON c.id = p.customer_id WHERE c.external_code IN ('G-3', 'G-4')"), NO_ARGS), 4);
	/* Fewer rows than lines: the others go, and their history stays. */
	import = import_text(work, &customer_entity, S("external_code,customer_phone.number\nG-1,111111\n"), "a row less");
	assert_int_equal(import->updated, 1);
	assert_int_equal(work_number(work, SQL("SELECT COUNT(*) FROM customer_phone p JOIN customer c ON c.id = p.customer_id WHERE c.external_code = 'G-1'"), NO_ARGS), 1);
	assert_int_equal(work_number(work, SQL("SELECT COUNT(DISTINCT p.id) FROM customer_phone FOR SYSTEM_TIME ALL p JOIN customer c ON c.id = p.customer_id WHERE c.external_code = 'G-1'"), NO_ARGS), 3);
	/* More than a record may have. */
	buf_init(&again, work->arena, 1 << 20);
	buf_add_text(&again, "external_code,name,customer_phone.number\nG-9,Nine,100000\n");
	for (unsigned i = 1; i <= LINES_MAX; i++)
		buf_add_format(&again, "G-9,,%u\n", 100000 + i);
	import = import_text(work, &customer_entity, buf_str(&again), "too many");
	assert_int_equal(import->refused, 1);
	assert_int_equal(import->further, LINES_MAX);
	assert_int_equal(work_findings(work), 0);
}

/* Columns of lines by number, as other programs write them, leave the lines they have no columns for alone. */
static void
numbered_lines(void **state)
{
	struct work *work = fresh(state);
	struct import *import = import_text(work, &customer_entity, S("external_code,name,customer_phone.number\nL-1,Long,111\nL-1,,222\nL-1,,333\n"), "three phones");

	assert_int_equal(import->created, 1);
	import = import_text(work, &customer_entity, S("external_code,customer_phone.0.number\nL-1,444\n"), "the first by number");
	assert_int_equal(import->updated, 1);
	assert_int_equal(work_number(work, SQL("SELECT COUNT(*) FROM customer_phone p JOIN customer c ON c.id = p.customer_id WHERE c.external_code = 'L-1' AND p.number IN ('444', '222', '333')"), NO_ARGS), 3);
	import = import_text(work, &customer_entity, S("external_code,customer_phone.0.number,customer_phone.number\nL-1,555,666\n"), "both ways");
	assert_non_null(import->failure.data);
	assert_int_equal(work_number(work, SQL("SELECT COUNT(*) FROM customer_phone WHERE number IN ('555', '666')"), NO_ARGS), 0);
}

/* What a spreadsheet would take for a formula leaves with an apostrophe in front, in that flavour alone. */
static void
spreadsheet_flavour(void **state)
{
	struct work *work = fresh(state);
	struct list_query query = { .entity = &tag_entity };
	struct buf file;

	work_must_save(work, &tag_entity, NULL, PAIRS({ "name", "=cmd()" }));
	buf_init(&file, work->arena, 64 << 20);
	export_csv(work, &query, CSV_SPREADSHEET, (struct export_sink){ keep_piece, &file });
	assert_true(str_starts_with(buf_str(&file), S("\xef\xbb\xbf")));
	assert_true(str_find(buf_str(&file), S("'=cmd()")) > 0);
}

/* Who became a customer in another system has none here. */
static void
converted_elsewhere(void **state)
{
	struct work *work = fresh(state);
	struct import *import = import_text(work, &lead_entity, S("Name,State\nConverted elsewhere,Converted\n"), "a converted lead");

	assert_int_equal(import->created, 1);
	/* Control: by hand that is refused. */
	assert_int_equal(work_save(work, &lead_entity, NULL, PAIRS({ "name", "Converted by hand" }, { "status", "converted" }))->outcome, OUTCOME_PROBLEMS);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(errors), cmocka_unit_test(duplicate_within), cmocka_unit_test(all_or_nothing), cmocka_unit_test(trial), cmocka_unit_test(empty_cells),
		cmocka_unit_test(names), cmocka_unit_test(digits_as_names), cmocka_unit_test(entries_are_checked), cmocka_unit_test(bad_values), cmocka_unit_test(near_names), cmocka_unit_test(fixed_values), cmocka_unit_test(rows_of_rows), cmocka_unit_test(sign_in_names),
		cmocka_unit_test(round_trip), cmocka_unit_test(lines_out_and_in), cmocka_unit_test(rows_of_one_record), cmocka_unit_test(numbered_lines), cmocka_unit_test(spreadsheet_flavour), cmocka_unit_test(byte_order_mark), cmocka_unit_test(rare_names), cmocka_unit_test(converted_elsewhere),
		cmocka_unit_test(thousand_organizations), cmocka_unit_test(regions), cmocka_unit_test(ten_thousand_customers),
	};

	return DATABASE_MAIN("db/import", tests);
}
