/* csv_test.c: holds tables in files to RFC 4180, to their limits and to the published pairs. */
#include "format/csv.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

enum { CEILING = 64 * 1024 * 1024, RECORDS_MAX = 8, FIELDS_SHOWN = 8 };

struct reading_case {
	const char *text;
	const char *records[RECORDS_MAX]; /* fields joined by <>, NULL at the end */
	size_t lines[RECORDS_MAX];
	const char *fault;
};

static const struct reading_case reading_cases[] = {
	{ "", { NULL }, { 0 }, NULL },
	{ "a", { "a" }, { 1 }, NULL },
	{ "a,b\r\n1,2\r\n", { "a<>b", "1<>2" }, { 1, 2 }, NULL },
	{ "a,b\n1,2", { "a<>b", "1<>2" }, { 1, 2 }, NULL },
	{ "a,b\r1,2\r", { "a<>b", "1<>2" }, { 1, 2 }, NULL },
	{ "a,\n", { "a<>" }, { 1 }, NULL },
	{ ",", { "<>" }, { 1 }, NULL },
	{ "\n\r\n\ra,b\n\n\nc,d\n", { "a<>b", "c<>d" }, { 4, 7 }, NULL },
	{ "\"\"\nx\n", { "", "x" }, { 1, 2 }, NULL },
	{ " \nx\n", { " ", "x" }, { 1, 2 }, NULL },
	{ "\"a,b\",c", { "a,b<>c" }, { 1 }, NULL },
	{ "\"a\"\"b\"\"\",c", { "a\"b\"<>c" }, { 1 }, NULL },
	{ "\"\"\"\"", { "\"" }, { 1 }, NULL },
	{ "\"1\r\n2\r3\n4\",b\nc,d", { "1\r\n2\r3\n4<>b", "c<>d" }, { 1, 5 }, NULL },
	{ "\"a\"bc,d", { "abc<>d" }, { 1 }, NULL },
	{ "\"a\"\"\"b\"c\",d", { "a\"b\"c\"<>d" }, { 1 }, NULL },
	{ "\"a\" ,b", { "a <>b" }, { 1 }, NULL },
	{ "a\"b\"\"c\",d", { "a\"b\"\"c\"<>d" }, { 1 }, NULL },
	{ "a;b;c\n1,5;2;3", { "a<>b<>c", "1,5<>2<>3" }, { 1, 2 }, NULL },
	{ "a\tb\n1,2\t3", { "a<>b", "1,2<>3" }, { 1, 2 }, NULL },
	{ "a|b,c|d\n", { "a<>b,c<>d" }, { 1 }, NULL },
	{ "\"a;b;c\",d\n", { "a;b;c<>d" }, { 1 }, NULL },
	{ "x;\"a,b,c\";d\n", { "x<>a,b,c<>d" }, { 1 }, NULL },
	{ "\n\na;b\n", { "a<>b" }, { 3 }, NULL },
	{ "客户,\"深圳\"\n", { "客户<>深圳" }, { 1 }, NULL },
	{ "a,b\n1,\"2\n3,4\n", { "a<>b" }, { 1, 2 }, "A quotation mark is never closed." },
	{ "\"", { NULL }, { 1 }, "A quotation mark is never closed." },
	{ "\"\"\"", { NULL }, { 1 }, "A quotation mark is never closed." },
};

static struct str
joined(struct arena *arena, const struct str *fields, size_t count)
{
	struct buf buf;

	buf_init(&buf, arena, CEILING);
	for (size_t i = 0; i < count; i++) {
		if (i)
			buf_add(&buf, S("<>"));
		buf_add(&buf, fields[i]);
	}
	return buf_str(&buf);
}

static void
check_reading(struct arena *arena, const struct reading_case *expected)
{
	/* Exactly as long as the text, so that the sanitizer sees a byte read too far. */
	struct str text = { NULL, strlen(expected->text) };
	char *exact = test_malloc(text.len + !text.len);
	struct str *fields;
	size_t count, at = 0;
	struct csv csv;

	memcpy(exact, expected->text, text.len);
	text.data = exact;
	csv_init(&csv, text);
	while (csv_next(&csv, arena, &fields, &count)) {
		if (!expected->records[at])
			fail_msg("a record too many in: %s", expected->text);
		if (!str_equal_text(joined(arena, fields, count), expected->records[at]) || csv.line != expected->lines[at])
			fail_msg("%s\nrecord %zu is %.*s, line %zu", expected->text, at, STR_ARG(joined(arena, fields, count)), csv.line);
		at++;
	}
	if (expected->records[at])
		fail_msg("a record is missing in: %s", expected->text);
	if (expected->fault) {
		assert_non_null(csv.fault);
		assert_string_equal(csv.fault, expected->fault);
		assert_int_equal(csv.line, expected->lines[at]);
		assert_false(csv_next(&csv, arena, &fields, &count));
	} else {
		assert_null(csv.fault);
	}
	test_free(exact);
}

static void
records_are_read(void **state)
{
	struct arena arena;

	(void)state;
	arena_init(&arena, CEILING);
	for (size_t i = 0; i < sizeof reading_cases / sizeof *reading_cases; i++)
		check_reading(&arena, &reading_cases[i]);
	arena_end(&arena);
}

static void
plain_values_are_slices(void **state)
{
	struct str text = S("ab,\"cd\"\n"), *fields;
	struct arena arena;
	struct csv csv;
	size_t count;

	(void)state;
	arena_init(&arena, CEILING);
	csv_init(&csv, text);
	assert_true(csv_next(&csv, &arena, &fields, &count));
	assert_ptr_equal(fields[0].data, text.data);
	assert_ptr_equal(fields[1].data, text.data + 4);
	arena_end(&arena);
}

static bool
reads_one(struct arena *arena, struct str text, size_t *count, const char **fault)
{
	struct str *fields;
	struct csv csv;
	bool is_read;

	csv_init(&csv, text);
	is_read = csv_next(&csv, arena, &fields, count);
	*fault = csv.fault;
	return is_read;
}

static void
limits_hold(void **state)
{
	struct arena arena;
	struct buf buf;
	const char *fault;
	size_t count;
	char *bytes;

	(void)state;
	arena_init(&arena, CEILING);
	buf_init(&buf, &arena, CEILING);
	for (int i = 1; i < CSV_FIELDS_MAX; i++)
		buf_add_char(&buf, ',');
	assert_true(reads_one(&arena, buf_str(&buf), &count, &fault));
	assert_int_equal(count, CSV_FIELDS_MAX);
	buf_add_char(&buf, ',');
	assert_false(reads_one(&arena, buf_str(&buf), &count, &fault));
	assert_string_equal(fault, "A record has too many fields.");

	bytes = arena_take(&arena, 1, CSV_FIELD_BYTES_MAX + 8);
	memset(bytes, 'x', CSV_FIELD_BYTES_MAX + 8);
	assert_true(reads_one(&arena, (struct str){ bytes, CSV_FIELD_BYTES_MAX }, &count, &fault));
	assert_false(reads_one(&arena, (struct str){ bytes, CSV_FIELD_BYTES_MAX + 1 }, &count, &fault));
	assert_string_equal(fault, "A field is too long.");
	/* Quoted: the quotes themselves do not count, a doubled one counts once. */
	bytes[0] = bytes[1] = bytes[2] = bytes[CSV_FIELD_BYTES_MAX + 2] = '"';
	assert_true(reads_one(&arena, (struct str){ bytes, CSV_FIELD_BYTES_MAX + 3 }, &count, &fault));
	assert_false(reads_one(&arena, (struct str){ bytes, CSV_FIELD_BYTES_MAX + 4 }, &count, &fault));
	assert_string_equal(fault, "A field is too long.");
	arena_end(&arena);
}

static const struct {
	const char *fields[FIELDS_SHOWN];
	const char *data;
	const char *spreadsheet;
} writing_cases[] = {
	{ { "a", "b" }, "a,b\r\n", "a,b\r\n" },
	{ { "" }, "\"\"\r\n", "\"\"\r\n" },
	{ { "", "" }, "\"\",\r\n", "\"\",\r\n" },
	{ { "a", "", "c" }, "a,,c\r\n", "a,,c\r\n" },
	{ { "a,b", "say \"x\"", "\"" }, "\"a,b\",\"say \"\"x\"\"\",\"\"\"\"\r\n", "\"a,b\",\"say \"\"x\"\"\",\"\"\"\"\r\n" },
	{ { "a;b", "c|d", "e\tf" }, "\"a;b\",\"c|d\",\"e\tf\"\r\n", "\"a;b\",\"c|d\",\"e\tf\"\r\n" },
	{ { "1\n2", "1\r2" }, "\"1\n2\",\"1\r2\"\r\n", "\"1\n2\",\"1\r2\"\r\n" },
	{ { "=1+1", "+1", "-1", "@x" }, "=1+1,+1,-1,@x\r\n", "'=1+1,'+1,'-1,'@x\r\n" },
	{ { "\tx", "\rx" }, "\"\tx\",\"\rx\"\r\n", "\"'\tx\",\"'\rx\"\r\n" },
	{ { "=\"a\",b" }, "\"=\"\"a\"\",b\"\r\n", "\"'=\"\"a\"\",b\"\r\n" },
	{ { "a=1", "1-2", "'x" }, "a=1,1-2,'x\r\n", "a=1,1-2,'x\r\n" },
};

static void
records_are_written(void **state)
{
	struct arena arena;
	struct buf buf;

	(void)state;
	arena_init(&arena, CEILING);
	for (size_t i = 0; i < sizeof writing_cases / sizeof *writing_cases; i++) {
		for (enum csv_flavour flavour = CSV_DATA; flavour <= CSV_SPREADSHEET; flavour++) {
			const char *expected = flavour == CSV_DATA ? writing_cases[i].data : writing_cases[i].spreadsheet;

			buf_init(&buf, &arena, CEILING);
			for (size_t f = 0; writing_cases[i].fields[f]; f++)
				csv_add(&buf, str_from(writing_cases[i].fields[f]), f == 0, flavour);
			csv_end_record(&buf);
			if (!str_equal_text(buf_str(&buf), expected))
				fail_msg("expected %s, written %.*s", expected, STR_ARG(buf_str(&buf)));
		}
	}
	buf_init(&buf, &arena, CEILING);
	csv_add(&buf, NO_STR, true, CSV_DATA);
	csv_add(&buf, NO_STR, false, CSV_DATA);
	assert_true(str_equal_text(buf_str(&buf), "\"\","));
	arena_end(&arena);
}

static struct str
shared_file(struct arena *arena, const char *path)
{
	const char *shared = getenv("QIAO_SHARED");
	struct str name = str_format(arena, "%s/%s", shared ? shared : "../shared", path);
	FILE *file = fopen(name.data, "rb");
	struct str bytes;
	char *data;

	if (!file)
		return NO_STR;
	data = arena_take(arena, 1, 1024 * 1024);
	bytes = (struct str){ data, fread(data, 1, 1024 * 1024, file) };
	fclose(file);
	return bytes;
}

static const char *const pairs[] = { "comma_in_quotes", "empty", "empty_crlf", "escaped_quotes", "json", "newlines",
				     "newlines_crlf", "quotes_and_newlines", "simple", "simple_crlf", "utf8" };

/* A copy of the pairs may have lost its CRs to a version control system; the JSON says that these pairs had them. */
static struct str
with_crlf(struct arena *arena, const char *name, struct str text)
{
	struct str part;
	struct buf buf;

	if (!str_ends_with(str_from(name), S("_crlf")) || str_find_char(text, '\r') >= 0)
		return text;
	print_message("%s.csv has lost its CRs: they are put back\n", name);
	buf_init(&buf, arena, CEILING);
	while (str_cut(&text, '\n', &part)) {
		buf_add(&buf, part);
		if (text.data)
			buf_add(&buf, S("\r\n"));
	}
	return buf_str(&buf);
}

/* The JSON of a pair is an array of objects whose keys are the first record. */
static void
check_pair(struct arena *arena, const char *name, struct str text, struct str json)
{
	json_t *rows = json_loadb(json.data, json.len, 0, NULL);
	struct str *header, *fields;
	size_t columns, count, at = 0;
	struct csv csv;

	assert_non_null(rows);
	csv_init(&csv, text);
	assert_true(csv_next(&csv, arena, &header, &columns));
	for (; csv_next(&csv, arena, &fields, &count); at++) {
		json_t *row = json_array_get(rows, at);

		assert_non_null(row);
		assert_int_equal(count, columns);
		assert_int_equal(json_object_size(row), columns);
		for (size_t i = 0; i < count; i++) {
			const char *value = json_string_value(json_object_get(row, str_terminated(arena, header[i])));

			if (!value || !str_equal_text(fields[i], value))
				fail_msg("%s, row %zu, %.*s: %.*s", name, at, STR_ARG(header[i]), STR_ARG(fields[i]));
		}
	}
	assert_null(csv.fault);
	assert_int_equal(at, json_array_size(rows));
	json_decref(rows);
}

static void
published_pairs_agree(void **state)
{
	struct arena arena;

	(void)state;
	arena_init(&arena, CEILING);
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		struct str text = shared_file(&arena, str_format(&arena, "data/csv/csvs/%s.csv", pairs[i]).data);
		struct str json = shared_file(&arena, str_format(&arena, "data/csv/json/%s.json", pairs[i]).data);

		if (!text.data || !json.data) {
			print_message("SKIPPED: no csv-spectrum pair %s in ../shared/data/csv\n", pairs[i]);
			arena_end(&arena);
			skip();
		}
		check_pair(&arena, pairs[i], with_crlf(&arena, pairs[i], text), json);
	}
	arena_end(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(records_are_read),
		cmocka_unit_test(plain_values_are_slices),
		cmocka_unit_test(limits_hold),
		cmocka_unit_test(records_are_written),
		cmocka_unit_test(published_pairs_agree),
	};

	return cmocka_run_group_tests_name("format/csv", tests, NULL, NULL);
}
