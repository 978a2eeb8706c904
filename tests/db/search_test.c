/* search_test.c: a record is found by any part of its text, in Chinese too, and by nothing else. */
#include <stdio.h>

#include "database.h"
#include "model/list_view.h"

static struct work *
fresh(void **state)
{
	struct work *work = ((struct fixture *)*state)->work;

	work_clear(work);
	return work;
}

static const struct { const char *name, *other, *phone, *note; } customers[] = {
	{ "深圳市华强机械有限公司", "Huaqiang Machinery", "0755-8888 6666", "" },
	{ "北京桥梁工程集团", "Beijing Bridges", "+86 138 1234 5678", "" },
	{ "Müller & Söhne GmbH", "", "+49 30 901820", "" },
	{ "100% Cotton_Wear", "", "", "" },
	{ "100 Cotton Wear", "", "", "" },
	{ "ACME (Shanghai) Co., Ltd", "艾克米", "021 5555 1234", "" },
	{ "𠮷野家", "Yoshinoya", "", "" },
	{ "back\\slash O'Neil", "", "", "" },
	{ "ＦＵＬＬ　Ｗｉｄｔｈ", "", "", "" },
};

enum { CUSTOMERS = sizeof customers / sizeof *customers };

static void
fill(void **state)
{
	struct work *work = fresh(state);

	for (size_t i = 0; i < CUSTOMERS; i++)
		work_must_save(work, &customer_entity, NULL, PAIRS({ "name", customers[i].name }, { "name_other", customers[i].other },
			{ "customer_phone.given", "1" }, { "customer_phone.0.number", customers[i].phone }));
}

/* Which customers a search lists, as bits by their place above. */
static unsigned
found(struct work *work, const char *text)
{
	struct list_query query = { .entity = &customer_entity, .q = list_query_text(str_from(text)), .is_descending = true };
	struct rows *rows = list_rows(work, &query, LISTED, 50);
	unsigned bits = 0;

	assert_false(db_has_failed(work->db));
	while (rows_next(rows))
		for (unsigned i = 0; i < CUSTOMERS; i++)
			if (str_equal_text(rows_get(rows, S("name")), customers[i].name))
				bits |= 1u << i;
	return bits;
}

static void
queries(void **state)
{
	struct work *work = fresh(state);
	static const struct { const char *text; unsigned bits; } rows[] = {
		{ "华强", 1 << 0 }, { "强机", 1 << 0 }, { "华强机械", 1 << 0 }, { "机", 1 << 0 }, { "桥", 1 << 1 }, { "工程集", 1 << 1 }, { "市", 1 << 0 },
		{ "huaqiang", 1 << 0 }, { "shenzhen", 1 << 0 }, { "hqjx", 1 << 0 }, { "bjql", 1 << 1 }, { "qiaoliang", 1 << 1 }, { "HUAQIANG", 1 << 0 },
		{ "138 1234", 1 << 1 }, { "13812345678", 1 << 1 }, { "12345678", 1 << 1 }, { "8888", 1 << 0 }, { "1234", 1 << 1 | 1 << 5 }, { "075588886666", 1 << 0 },
		{ "acme shanghai", 1 << 5 }, { "shanghai acme", 1 << 5 }, { "acme 艾克米", 1 << 5 }, { "acme beijing", 0 }, { "a", 1 << 0 | 1 << 1 | 1 << 5 },
		{ "m\xc3\xbcller", 1 << 2 }, { "s\xc3\xb6hne gmbh", 1 << 2 }, { "gm", 1 << 2 }, { "O'Neil", 1 << 7 }, { "back\\slash", 1 << 7 }, { "\\", 0 },
		{ "100%", 1 << 3 }, { "cotton_wear", 1 << 3 }, { "cotton wear", 1 << 3 | 1 << 4 }, { "100 cotton", 1 << 3 | 1 << 4 }, { "n_w", 1 << 3 }, { "t%n", 0 },
		{ "𠮷", 1 << 6 }, { "𠮷野", 1 << 6 }, { "full width", 1 << 8 }, { "ｆｕｌｌ", 1 << 8 }, { "华 强", 1 << 0 },
		{ "qqzzxx", 0 }, { "龘", 0 }, { "华桥", 0 }, { "99999", 0 }, { "' OR 1=1 --", 0 }, { "%", 0 }, { "_", 0 }, { "%%%", 0 },
	};
	unsigned wrong = 0;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		unsigned bits = found(work, rows[i].text);

		/* One letter finds more by sound than is worth listing here: those named must be among them. */
		if (rows[i].text[1] == '\0' && rows[i].text[0] == 'a' ? (bits & rows[i].bits) != rows[i].bits : bits != rows[i].bits) {
			printf("# \"%s\" found %x, not %x\n", rows[i].text, bits, rows[i].bits);
			wrong++;
		}
	}
	assert_int_equal(wrong, 0);
}

static void
by_code(void **state)
{
	struct work *work = fresh(state);
	struct str id = db_value(work->db, SQL("SELECT id FROM customer WHERE name LIKE '北京桥梁%'"), NO_ARGS);

	assert_int_equal(found(work, str_format(work->arena, "C-%.*s", STR_ARG(id)).data), 1 << 1);
}

static void
across_entities(void **state)
{
	struct work *work = fresh(state);
	const struct entity *const entities[] = { &customer_entity, &contact_entity, &tag_entity };
	struct rows *rows;

	work_must_save(work, &contact_entity, NULL, PAIRS({ "name", "华强东" }, { "customer_id", "1" }));
	work_must_save(work, &tag_entity, NULL, PAIRS({ "name", "华强北" }));
	rows = search_hits(work, entities, 3, S("华强"), 5);
	assert_non_null(rows);
	assert_int_equal(rows_count(rows), 3);
	assert_true(str_equal(rows_cell(rows, 0, 0), S("0")) && str_equal(rows_cell(rows, 1, 0), S("1")) && str_equal(rows_cell(rows, 2, 0), S("2")));
	assert_null(search_hits(work, entities, 3, S("  "), 5));
}

/* A renamed record is found by its new name, and as of before by its old one. */
static void
renamed_and_as_of(void **state)
{
	struct work *work = fresh(state);
	struct str id = work_must_save(work, &customer_entity, NULL, PAIRS({ "name", "旧名字公司" })), at = str_copy(work->arena, work->change->at);
	struct list_query old = { .entity = &customer_entity, .q = S("旧名字") }, new = { .entity = &customer_entity, .q = S("新招牌") };

	work_must_save(work, &customer_entity, id.data, PAIRS({ "name", "新招牌公司" }));
	for (unsigned turn = 0; turn < 3; turn++) {
		assert_int_equal(rows_count(list_rows(work, &old, LISTED, 5)), 0);
		assert_int_equal(rows_count(list_rows(work, &new, LISTED, 5)), 1);
		db_begin_read_only(work->db);
		db_as_of(work->db, at);
		work->as_of = at;
		assert_int_equal(rows_count(list_rows(work, &old, LISTED, 5)), 1);
		assert_int_equal(rows_count(list_rows(work, &new, LISTED, 5)), 0);
		work->as_of = NO_STR;
		db_rollback(work->db);
		db_now(work->db);
	}
	assert_false(db_has_failed(work->db));
	assert_int_equal(work_findings(work), 0);
}

/* What is kept for search is exactly what would be made from the records now. */
static void
pieces_agree(void **state)
{
	struct work *work = fresh(state);
	struct rows *rows = db_query(work->db, SQL("SELECT id FROM customer"), NO_ARGS);
	size_t pieces = 0;

	while (rows_next(rows)) {
		struct str id = rows_at(rows, 0), content;
		struct record *record = store_read(work, &customer_entity, id, VIEW);
		struct str *grams;
		size_t count;

		store_read_lines(work, record);
		content = search_content(work, record);
		grams = search_grams(work->arena, content, &count);
		assert_true(str_equal(content, db_value(work->db, SQL("SELECT content FROM search_text WHERE entity = 'customer' AND record_id = ?"), ARGS(id))));
		assert_int_equal(work_number(work, SQL("SELECT COUNT(*) FROM search_gram WHERE entity = 'customer' AND record_id = ?"), ARGS(id)), count);
		for (size_t i = 0; i < count; i++)
			assert_int_equal(work_number(work, SQL("SELECT COUNT(*) FROM search_gram WHERE entity = 'customer' AND record_id = ? AND gram = ?"), ARGS(id, grams[i])), 1);
		pieces += count;
	}
	printf("# %zu pieces compared\n", pieces);
	assert_true(pieces > 200);
}

/* The number of records a plan finds, and one number that stands for which. */
static void
run_plan(struct work *work, struct search_query query, bool from_scope, uint64_t *count, struct str *ids)
{
	struct buf sql;
	struct arg_list args = { .count = 0 };
	struct rows *rows;

	query.starts_from_scope = from_scope;
	buf_init(&sql, work->arena, 65536);
	buf_add_text(&sql, "SELECT COUNT(*), COALESCE(GROUP_CONCAT(c.id ORDER BY c.id), '')");
	search_from(work, &customer_entity, &query, &sql, &args);
	buf_add_text(&sql, " AND ");
	access_predicate(work, &customer_entity, VIEW, "c", &sql, &args);
	rows = db_query(work->db, (struct sql){ buf_str(&sql) }, arg_list_args(&args));
	assert_false(db_has_failed(work->db));
	str_to_u64(rows_cell(rows, 0, 0), count);
	*ids = rows_cell(rows, 0, 1);
}

/* Whether a search starts from the rarest piece or from the actor's scope, it finds the same. */
static void
plans_agree(void **state)
{
	struct fixture *fixture = *state;
	struct work *system = fresh(state), *seller;
	static const char *const texts[] = { "公司", "有限", "gongsi", "gs", "华", "a", "ltd 公司", "138", "1", "有限公司 12", "100%", "zz", "深圳 公司 0755", "o'n" };
	struct str user = work_add_user(system, "narrow", "salesperson", NULL);
	unsigned scope_first = 0;

	for (unsigned i = 0; i < 120; i++)
		work_must_save(system, &customer_entity, NULL, PAIRS({ "name", str_format(system->arena, "第%u有限公司 Ltd", i).data },
			{ "owner_id", i % 10 ? "" : user.data }, { "customer_phone.given", "1" }, { "customer_phone.0.number", str_format(system->arena, "138 %04u", i * 37).data }));
	seller = database_work(&fixture->database, "narrow");
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct search_query query;
		uint64_t by_scope = 0, by_piece = 0;
		struct str scope_ids, piece_ids;

		work_clear(seller);
		assert_true(search_query_read(seller, &customer_entity, str_from(texts[i]), &query));
		scope_first += query.starts_from_scope;
		run_plan(seller, query, true, &by_scope, &scope_ids);
		run_plan(seller, query, false, &by_piece, &piece_ids);
		if (by_scope != by_piece || !str_equal(scope_ids, piece_ids))
			printf("# \"%s\": %ju from the scope, %ju from the rarest piece\n", texts[i], (uintmax_t)by_scope, (uintmax_t)by_piece);
		assert_int_equal(by_scope, by_piece);
		assert_true(str_equal(scope_ids, piece_ids));
	}
	printf("# the plan chose the scope first for %u of %zu texts\n", scope_first, sizeof texts / sizeof *texts);
	assert_true(scope_first > 0 && scope_first < sizeof texts / sizeof *texts);
	work_end(seller);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fill), cmocka_unit_test(queries), cmocka_unit_test(by_code), cmocka_unit_test(across_entities), cmocka_unit_test(renamed_and_as_of),
		cmocka_unit_test(pieces_agree), cmocka_unit_test(plans_agree),
	};

	return DATABASE_MAIN("db/search", tests);
}
