/* schema_test.c: the data dictionary and the tables say the same, both ways. */
#include <stdio.h>
#include <string.h>

#include "database.h"
#include "model/kind.h"

/* What differs is counted, and said when it is not the control that looks. */
struct findings {
	struct work *work;
	const struct entity *entity;
	bool is_quiet;
	unsigned count;
};

static void __attribute__((format(printf, 2, 3)))
find(struct findings *findings, const char *format, ...)
{
	va_list args;

	findings->count++;
	if (findings->is_quiet)
		return;
	va_start(args, format);
	printf("# %s: ", findings->entity ? findings->entity->name : "schema");
	vprintf(format, args);
	printf("\n");
	va_end(args);
}

static bool
has_word(const char *words, struct str word)
{
	struct str rest = str_from(words), each;

	while (str_cut(&rest, ' ', &each))
		if (str_equal(each, word))
			return true;
	return false;
}

/* DATA_TYPE, CHARACTER_MAXIMUM_LENGTH, IS_NULLABLE, COLUMN_DEFAULT, COLLATION_NAME, NUMERIC_PRECISION, NUMERIC_SCALE of a column; no row: there is none. */
static struct rows *
column(const struct findings *findings, const char *name)
{
	return db_query(findings->work->db, SQL("SELECT DATA_TYPE, CHARACTER_MAXIMUM_LENGTH, IS_NULLABLE, COLUMN_DEFAULT, COLLATION_NAME, NUMERIC_PRECISION, NUMERIC_SCALE FROM information_schema.COLUMNS"
	                                        " WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? AND COLUMN_NAME = ?"),
	                ARGS(str_from(findings->entity->name), str_from(name)));
}

static bool
has_key(const struct findings *findings, const char *first, const char *second)
{
	return work_number(findings->work, SQL("SELECT COUNT(*) FROM information_schema.STATISTICS a WHERE a.TABLE_SCHEMA = DATABASE() AND a.TABLE_NAME = ?"
	                                       " AND a.COLUMN_NAME = ? AND a.SEQ_IN_INDEX = 1 AND (? = '' OR EXISTS (SELECT 1 FROM information_schema.STATISTICS b"
	                                       " WHERE b.TABLE_SCHEMA = a.TABLE_SCHEMA AND b.TABLE_NAME = a.TABLE_NAME AND b.INDEX_NAME = a.INDEX_NAME"
	                                       " AND b.SEQ_IN_INDEX = 2 AND b.COLUMN_NAME = ?))"),
	                   ARGS(str_from(findings->entity->name), str_from(first), str_from(second), str_from(second))) > 0;
}

static bool
has_unique_key(const struct findings *findings, const char *name)
{
	return work_number(findings->work, SQL("SELECT COUNT(*) FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ?"
	                                       " AND INDEX_NAME = ? AND COLUMN_NAME = ? AND SEQ_IN_INDEX = 1 AND NON_UNIQUE = 0"),
	                   ARGS(str_from(findings->entity->name), str_from(name), str_from(name))) == 1;
}

static void
check_reference(struct findings *findings, const char *name, const char *refers)
{
	struct rows *rows = db_query(findings->work->db, SQL("SELECT k.REFERENCED_TABLE_NAME, k.REFERENCED_COLUMN_NAME, c.DELETE_RULE, c.UPDATE_RULE"
		" FROM information_schema.KEY_COLUMN_USAGE k JOIN information_schema.REFERENTIAL_CONSTRAINTS c ON c.CONSTRAINT_SCHEMA = k.CONSTRAINT_SCHEMA"
		" AND c.TABLE_NAME = k.TABLE_NAME AND c.CONSTRAINT_NAME = k.CONSTRAINT_NAME WHERE k.TABLE_SCHEMA = DATABASE() AND k.TABLE_NAME = ? AND k.COLUMN_NAME = ?"),
		ARGS(str_from(findings->entity->name), str_from(name)));

	if (rows_count(rows) != 1) {
		find(findings, "%s has no foreign key", name);
		return;
	}
	if (!str_equal_text(rows_cell(rows, 0, 0), refers) || !str_equal(rows_cell(rows, 0, 1), S("id")))
		find(findings, "%s refers to %.*s, not to %s", name, STR_ARG(rows_cell(rows, 0, 0)), refers);
	if (!str_equal(rows_cell(rows, 0, 2), S("RESTRICT")) || !str_equal(rows_cell(rows, 0, 3), S("RESTRICT")))
		find(findings, "%s does not restrict", name);
}

static uint64_t
longest_choice(const struct field *field)
{
	uint64_t longest = 0;

	for (const struct choice *choice = field->choices; choice->value; choice++)
		longest = strlen(choice->value) > longest ? strlen(choice->value) : longest;
	return longest;
}

static void
check_text(struct findings *findings, const struct field *field, struct rows *rows)
{
	uint64_t length = 0, max = field->max ? field->max : kind_of(field)->max;

	str_to_u64(rows_cell(rows, 0, 1), &length);
	if ((field->kind == CODE || field->kind == CHOICE) && !str_ends_with(rows_cell(rows, 0, 4), S("_bin")))
		find(findings, "%s is not compared byte by byte: %.*s", field->name, STR_ARG(rows_cell(rows, 0, 4)));
	if (field->kind == CHOICE ? length < longest_choice(field) : str_equal(rows_cell(rows, 0, 0), S("text")) ? length < max : length != max)
		find(findings, "%s has room for %ju characters; the dictionary says %ju", field->name, (uintmax_t)length, (uintmax_t)max);
}

/* Whatever the field takes must have room in its column: a number typed is never an error of the database. */
static void
check_number(struct findings *findings, const struct field *field, struct rows *rows)
{
	static const struct { const char *type; uint64_t most; } types[] = { { "tinyint", 127 }, { "smallint", 32767 } };
	uint64_t precision = 0, scale = 0, room = 1, most = field->most ? field->most : field->kind == DECIMAL ? 999999999 : 2000000000;

	str_to_u64(rows_cell(rows, 0, 5), &precision);
	str_to_u64(rows_cell(rows, 0, 6), &scale);
	for (uint64_t digit = scale; digit < precision; digit++)
		room *= 10;
	room--;
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (str_equal_text(rows_cell(rows, 0, 0), types[i].type))
			room = types[i].most;
	if (field->kind == DECIMAL && scale != field->decimals)
		find(findings, "%s has %ju digits behind the point; the dictionary says %u", field->name, (uintmax_t)scale, field->decimals);
	if (most > room)
		find(findings, "%s has room up to %ju; the dictionary takes %ju", field->name, (uintmax_t)room, (uintmax_t)most);
	if (field->least > most)
		find(findings, "%s takes nothing", field->name);
}

static void
check_field(struct findings *findings, const struct field *field)
{
	struct rows *rows = column(findings, field->name);
	bool may_be_null;

	if (field->computed) {
		if (rows_count(rows))
			find(findings, "%s is computed, and a column too", field->name);
		return;
	}
	if (rows_count(rows) != 1) {
		find(findings, "there is no column %s", field->name);
		return;
	}
	may_be_null = str_equal(rows_cell(rows, 0, 2), S("YES"));
	if (!has_word(kind_of(field)->column_types, rows_cell(rows, 0, 0)))
		find(findings, "%s is a %.*s, not one of %s", field->name, STR_ARG(rows_cell(rows, 0, 0)), kind_of(field)->column_types);
	if (rows_cell(rows, 0, 1).data)
		check_text(findings, field, rows);
	if (field->kind == DECIMAL || field->kind == INTEGER)
		check_number(findings, field, rows);
	if (field->flags & REQUIRED && may_be_null)
		find(findings, "%s is required, but may be NULL", field->name);
	/* An empty value is stored as NULL, so what is not required must take it. */
	if (!(field->flags & (REQUIRED | READ_ONLY)) && field->kind != BOOLEAN && !(findings->entity->flags & FIXED) && !may_be_null)
		find(findings, "%s is not required, but may not be NULL", field->name);
	if (field->flags & (SORTED | MATCHED) && !has_key(findings, field->name, ""))
		find(findings, "%s has no key", field->name);
	if (field->flags & UNIQUE && !has_unique_key(findings, field->name))
		find(findings, "%s has no unique key of its name", field->name);
	if (field->kind == REF)
		check_reference(findings, field->name, field->refers->name);
	if (field->kind == MONEY && rows_count(column(findings, str_format(findings->work->arena, "%s_currency", field->name).data)) != 1)
		find(findings, "%s has no currency", field->name);
}

static bool
is_known_column(const struct findings *findings, struct str name)
{
	const struct entity *entity = findings->entity;

	if (str_equal(name, S("id")) || str_equal(name, S("row_start")) || str_equal(name, S("row_end")))
		return true;
	if (entity_is_child(entity) ? str_equal(name, S("position")) || str_equal_text(name, entity->parent_field) : str_equal(name, S("version")))
		return true;
	for (const struct field *field = entity->fields; field->name; field++)
		if (!field->computed && (str_equal_text(name, field->name) ||
		    (field->kind == MONEY && str_ends_with(name, S("_currency")) && str_equal_text(str_slice(name, 0, name.len - 9), field->name))))
			return true;
	return false;
}

static const struct entity *
parent_of(const struct entity *child)
{
	for (size_t i = 0; dictionary[i]; i++)
		for (size_t c = 0; c < entity_child_count(dictionary[i]); c++)
			if (dictionary[i]->children[c] == child)
				return dictionary[i];
	fail_msg("%s is nobody's child", child->name);
	return NULL;
}

static void
check_table(struct findings *findings)
{
	const struct entity *entity = findings->entity;
	struct str name = str_from(entity->name);
	struct rows *rows = db_query(findings->work->db, SQL("SELECT COLUMN_NAME FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ?"), ARGS(name));

	while (rows_next(rows))
		if (!is_known_column(findings, rows_at(rows, 0)))
			find(findings, "column %.*s is in no descriptor", STR_ARG(rows_at(rows, 0)));
	if (work_number(findings->work, SQL("SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? AND TABLE_TYPE = 'SYSTEM VERSIONED'"),
	                ARGS(name)) != 1)
		find(findings, "no system versioning");
	if (work_number(findings->work, SQL("SELECT COUNT(*) FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ?"
	                                    " AND COLUMN_NAME IN ('row_start', 'row_end') AND EXTRA LIKE '%INVISIBLE%'"), ARGS(name)) != 2)
		find(findings, "row_start and row_end are not declared and invisible");
	if (!has_key(findings, "id", ""))
		find(findings, "id has no key");
	if (entity->flags & OWNED) {
		if (!has_key(findings, "owner_id", "") || !has_key(findings, "team_id", ""))
			find(findings, "branches of owner and team have no keys");
		if (!entity_field(entity, S("owner_id")) || !entity_field(entity, S("team_id")))
			find(findings, "owned, but without the fields owner_id and team_id");
	}
	if (entity_is_child(entity)) {
		check_reference(findings, entity->parent_field, parent_of(entity)->name);
		if (!has_key(findings, entity->parent_field, "position"))
			find(findings, "lines have no key for their order");
	}
	if (!entity_is_child(entity) && !entity_title_field(entity))
		find(findings, "the title is no field");
	if (entity->happened && !entity_field(entity, str_from(entity->happened)))
		find(findings, "what happened when is no field");
	if (entity->span && !entity_field(entity, str_from(entity->span)))
		find(findings, "the span is no field");
}

static unsigned
look(struct work *work, const struct entity *entity, bool is_quiet)
{
	struct findings findings = { work, entity, is_quiet, 0 };

	for (const struct field *field = entity->fields; field->name; field++)
		check_field(&findings, field);
	check_table(&findings);
	assert_false(db_has_failed(work->db));
	return findings.count;
}

static struct work *
fresh(void **state)
{
	struct work *work = ((struct fixture *)*state)->work;

	work_clear(work);
	return work;
}

static void
dictionary_and_tables(void **state)
{
	struct work *work = fresh(state);
	unsigned count = 0, fields = 0;

	for (size_t i = 0; dictionary[i]; i++) {
		count += look(work, dictionary[i], false);
		fields += (unsigned)entity_field_count(dictionary[i]);
	}
	printf("# %u fields compared\n", fields);
	assert_int_equal(count, 0);
	assert_true(fields > 60);
}

/* Every business table is in the dictionary: what is versioned is an entity, a right or the search. */
static void
no_table_forgotten(void **state)
{
	struct work *work = fresh(state);
	struct rows *rows = db_query(work->db, SQL("SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'SYSTEM VERSIONED'"), NO_ARGS);
	unsigned unknown = 0;

	assert_true(rows_count(rows) > 10);
	while (rows_next(rows))
		if (!entity_find(dictionary, rows_at(rows, 0)) && !str_equal(rows_at(rows, 0), S("role_right")) &&
		    !str_starts_with(rows_at(rows, 0), S("search_"))) {
			printf("# no descriptor: %.*s\n", STR_ARG(rows_at(rows, 0)));
			unknown++;
		}
	assert_int_equal(unknown, 0);
}

static void
comments(void **state)
{
	struct work *work = fresh(state);
	struct rows *rows = db_query(work->db, SQL("SELECT TABLE_NAME, '' FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE <> 'VIEW' AND TABLE_COMMENT = ''"
		" UNION ALL SELECT c.TABLE_NAME, c.COLUMN_NAME FROM information_schema.COLUMNS c JOIN information_schema.TABLES t ON t.TABLE_SCHEMA = c.TABLE_SCHEMA"
		" AND t.TABLE_NAME = c.TABLE_NAME WHERE c.TABLE_SCHEMA = DATABASE() AND t.TABLE_TYPE <> 'VIEW' AND c.COLUMN_COMMENT = ''"), NO_ARGS);

	while (rows_next(rows))
		printf("# no comment: %.*s %.*s\n", STR_ARG(rows_at(rows, 0)), STR_ARG(rows_at(rows, 1)));
	assert_int_equal(rows_count(rows), 0);
	assert_false(db_has_failed(work->db));
}

static void
parents_first(void **state)
{
	(void)state;
	for (size_t i = 0; dictionary[i]; i++)
		for (const struct field *field = dictionary[i]->fields; field->name; field++)
			for (size_t k = i + 1; field->kind == REF && dictionary[k]; k++)
				assert_true(dictionary[k] != field->refers);
}

/* Each broken copy of a descriptor must be found out. */
static void
control(void **state)
{
	struct work *work = fresh(state);
	static const struct field broken[] = {
		{ "name", "", TEXT, REQUIRED, .max = 119 }, { "no_such_column", "", TEXT, 0 }, { "note", "", CODE, 0 }, { "stage", "", TEXT, 0, .max = 12 },
		{ "level", "", TEXT, REQUIRED, .max = 1 }, { "website", "", URL, SORTED }, { "email", "", EMAIL, UNIQUE },
		{ "industry_id", "", REF, 0, .refers = &region_entity }, { "created_at", "", DATE, 0 },
	};

	for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
		struct field *fields = ARENA_ARRAY(work->arena, struct field, 32);
		struct entity copy = customer_entity;
		bool is_there = false;
		size_t count = 0;

		for (const struct field *field = customer_entity.fields; field->name; field++) {
			bool is_it = strcmp(field->name, broken[i].name) == 0;

			fields[count++] = is_it ? broken[i] : *field;
			is_there = is_there || is_it;
		}
		if (!is_there)
			fields[count++] = broken[i];
		copy.fields = fields;
		if (look(work, &copy, true) == 0)
			printf("# not found out: %s\n", broken[i].name);
		assert_true(look(work, &copy, true) > 0);
	}
	/* Numbers that the column has no room for, or cuts. */
	{
		static const struct field numbers[] = {
			{ "discount", "", DECIMAL, 0, .decimals = 2, .most = 999 }, { "discount", "", DECIMAL, 0, .decimals = 2, .most = 1000 },
			{ "discount", "", DECIMAL, 0, .decimals = 2 }, { "discount", "", DECIMAL, 0, .decimals = 3, .most = 100 },
		};
		unsigned counts[sizeof numbers / sizeof *numbers];

		for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
			struct findings findings = { work, &quote_line_entity, true, 0 };

			check_field(&findings, &numbers[i]);
			counts[i] = findings.count;
		}
		assert_int_equal(counts[0], 0);
		for (size_t i = 1; i < sizeof numbers / sizeof *numbers; i++)
			assert_int_equal(counts[i], 1);
	}
	/* A column without a field. */
	{
		struct entity copy = tag_entity;
		static const struct field none[] = { { "version", "", INTEGER, 0 }, { .name = NULL } };

		copy.fields = none;
		assert_true(look(work, &copy, true) > 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dictionary_and_tables), cmocka_unit_test(no_table_forgotten), cmocka_unit_test(comments), cmocka_unit_test(parents_first),
		cmocka_unit_test(control),
	};

	return DATABASE_MAIN("db/schema", tests);
}
