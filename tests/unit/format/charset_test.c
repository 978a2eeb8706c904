/* charset_test.c: holds the reading of other people's encodings to files as they are made in offices. */
#include "format/charset.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/utf8.h"

enum { CEILING = 64 * 1024 * 1024, MIB = 1024 * 1024 };

#define BYTES(literal) { literal, sizeof(literal) - 1 }

struct known {
	struct str bytes;
	const char *charset;
	const char *text;
};

static const struct known knowns[] = {
	{ BYTES(""), "UTF-8", "" },
	{ BYTES("name,phone\r\n"), "UTF-8", "name,phone\r\n" },
	{ BYTES("姓名"), "UTF-8", "姓名" },
	{ BYTES("\xef\xbb\xbf姓名"), "UTF-8", "姓名" },
	{ BYTES("\xef\xbb\xbf"), "UTF-8", "" },
	/* 姓名,电话 */
	{ BYTES("\xd0\xd5\xc3\xfb,\xb5\xe7\xbb\xb0\r\n"), "GB18030", "姓名,电话\r\n" },
	/* 李镕: the second is from GBK, its second byte a letter */
	{ BYTES("\xc0\xee\xe9\x46"), "GB18030", "李镕" },
	/* 王㛃, 王𬱖: four bytes each */
	{ BYTES("\xcd\xf5\x82\x30\xb7\x31,\xcd\xf5\x99\x30\x87\x36"), "GB18030", NULL },
	{ BYTES("\x82\x30\xb7\x31"), "GB18030", "㛃" },
	{ BYTES("\x84\x31\x95\x33""a,b"), "GB18030", "a,b" },
	/* 客戶名稱,電話 */
	{ BYTES("\xab\xc8\xa4\xe1\xa6\x57\xba\xd9,\xb9\x71\xb8\xdc\r\n"), "BIG5", "客戶名稱,電話\r\n" },
	/* 陳大文,台北市 */
	{ BYTES("\xb3\xaf\xa4\x6a\xa4\xe5,\xa5\x78\xa5\x5f\xa5\xab"), "BIG5", "陳大文,台北市" },
	{ BYTES("\xff\xfe\x0f\x5c,\0\r\0\n\0"), "UTF-16LE", "小,\r\n" },
	{ BYTES("\xfe\xff\x5c\x0f\0,\0\r\0\n"), "UTF-16BE", "小,\r\n" },
	{ BYTES("a\0,\0b\0\n\0"), "UTF-16LE", "a,b\n" },
	{ BYTES("\0a\0,\0b\0\n"), "UTF-16BE", "a,b\n" },
	/* 一二三,一一 with one line end: its zero bytes stand at both places */
	{ BYTES("\x00\x4e\x8c\x4e\x09\x4e,\0\x00\x4e\x00\x4e\n\0"), "UTF-16LE", "一二三,一一\n" },
	{ BYTES("\x4e\x00\x4e\x8c\x4e\x09\0,\x4e\x00\x4e\x00\0\n"), "UTF-16BE", "一二三,一一\n" },
	/* Клиент */
	{ BYTES("\x1a\x04\x3b\x04\x38\x04\x35\x04\x3d\x04\x42\x04\n\0"), "UTF-16LE", "Клиент\n" },
	/* 🚀, a pair of units */
	{ BYTES("\xff\xfe\x3d\xd8\x80\xde"), "UTF-16LE", "🚀" },
	{ BYTES("客户\0,a\n"), "UTF-8", NULL },
	{ BYTES("code,name,phone,city\n0001,a\0,0002,b\n0003,cc,0004,d\n"), "UTF-8", NULL },
	/* Müller;Größe: valid as GB18030, but no Chinese anywhere */
	{ BYTES("M\xfcller;Gr\xf6\xdf""e;K\xf6ln\r\n"), "WINDOWS-1252", "Müller;Größe;Köln\r\n" },
	{ BYTES("Jos\xe9 Mu\xf1oz, caf\xe9\n"), "WINDOWS-1252", "José Muñoz, café\n" },
	{ BYTES("\x80 100 \x93quoted\x94\n"), "WINDOWS-1252", "€ 100 “quoted”\n" },
	{ BYTES("\xff"), "WINDOWS-1252", "ÿ" },
	/* Half a character at the end of a whole file */
	{ BYTES("\xb9\xab\xcb\xbe,\xb9"), "WINDOWS-1252", "¹«Ë¾,¹" },
};

static void
charsets_are_guessed(void **state)
{
	struct arena arena;

	(void)state;
	arena_init(&arena, CEILING);
	for (size_t i = 0; i < sizeof knowns / sizeof *knowns; i++) {
		const char *guess = charset_guess(knowns[i].bytes);
		struct str text;
		size_t at;

		if (strcmp(guess, knowns[i].charset) != 0)
			fail_msg("row %zu (%s) is taken for %s", i, knowns[i].charset, guess);
		assert_true(charset_to_utf8(&arena, knowns[i].bytes, guess, &text, &at));
		assert_non_null(text.data);
		assert_true(utf8_is_valid(text));
		if (knowns[i].text && !str_equal_text(text, knowns[i].text))
			fail_msg("row %zu becomes %.*s", i, STR_ARG(text));
	}
	arena_end(&arena);
}

static const struct {
	struct str bytes;
	const char *charset;
	const char *text;
} conversions[] = {
	{ BYTES("\xc0\xee"), "GBK", "李" },
	{ BYTES("\xc0\xee"), "gb2312", "李" },
	{ BYTES("\x90\x30\x81\x30"), "GB18030", "𐀀" },
	{ BYTES("\x95\x32\x82\x36"), "GB18030", "𠀀" },
	{ BYTES("\xf9\xd6\xf9\xd8"), "BIG5", "碁裏" },
	{ BYTES("\xff\xfe""a\0"), "utf-16le", "a" },
	{ BYTES("\xc3\xbc"), "windows-1252", "Ã¼" },
};

static void
charsets_are_converted(void **state)
{
	struct arena arena;
	struct str text;
	size_t at;

	(void)state;
	arena_init(&arena, CEILING);
	for (size_t i = 0; i < sizeof conversions / sizeof *conversions; i++) {
		assert_true(charset_to_utf8(&arena, conversions[i].bytes, conversions[i].charset, &text, &at));
		if (!str_equal_text(text, conversions[i].text))
			fail_msg("row %zu becomes %.*s", i, STR_ARG(text));
	}
	arena_end(&arena);
}

static const struct {
	struct str bytes;
	const char *charset;
	size_t at;
} faults[] = {
	{ BYTES("abc\xff""d"), "UTF-8", 3 },
	{ BYTES("ab\xc3"), "UTF-8", 2 },
	{ BYTES("\xef\xbb\xbf""a\x80"), "UTF-8", 4 },
	{ BYTES("\xed\xa0\x80"), "UTF-8", 0 },
	{ BYTES("\xc0\xee,\xff\xff"), "GB18030", 3 },
	{ BYTES("\xc0\xee,\xc0"), "GB18030", 3 },
	{ BYTES("a\x82\x30\xb7"), "GB18030", 1 },
	{ BYTES("ab\xa4\x20"), "BIG5", 2 },
	{ BYTES("a\0b"), "UTF-16LE", 2 },
	{ BYTES("a\0\x00\xdc"), "UTF-16LE", 2 },
	{ BYTES("\xff\xfe""a\0\x3d\xd8"), "UTF-16LE", 4 },
	{ BYTES("ab\x81"), "WINDOWS-1252", 2 },
	{ BYTES("abc"), "KOI8-R", 0 },
	{ BYTES("abc"), "", 0 },
};

static void
misfits_are_found(void **state)
{
	struct arena arena;
	struct str text;

	(void)state;
	arena_init(&arena, CEILING);
	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
		size_t at = 999;

		if (charset_to_utf8(&arena, faults[i].bytes, faults[i].charset, &text, &at) || at != faults[i].at)
			fail_msg("row %zu (%s): byte %zu", i, faults[i].charset, at);
	}
	arena_end(&arena);
}

static void
names_are_all_readable(void **state)
{
	struct arena arena;
	struct str text;
	size_t at, count = 0;

	(void)state;
	arena_init(&arena, CEILING);
	for (const char *const *name = charset_names(); *name; name++, count++)
		assert_true(charset_to_utf8(&arena, S("abcd"), *name, &text, &at));
	assert_int_equal(count, 6);
	arena_end(&arena);
}

/* A character that straddles the end of the sample is no fault of the file. */
static void
long_files_are_guessed(void **state)
{
	static const struct {
		struct str character;
		const char *charset;
	} fillers[] = {
		{ { "\xe5\x85\xac", 3 }, "UTF-8" },
		{ { "\xb9\xab", 2 }, "GB18030" },
		{ { "\xa4\xbd", 2 }, "BIG5" },
	};
	struct arena arena;

	(void)state;
	arena_init(&arena, CEILING);
	for (size_t i = 0; i < sizeof fillers / sizeof *fillers; i++)
		for (size_t shift = 0; shift < 4; shift++) {
			struct buf buf;
			struct str text;
			size_t at;

			buf_init(&buf, &arena, CEILING);
			buf_add(&buf, str_slice(S("abc"), 0, shift));
			while (buf.len < MIB + 64)
				buf_add(&buf, fillers[i].character);
			assert_string_equal(charset_guess(buf_str(&buf)), fillers[i].charset);
			assert_true(charset_to_utf8(&arena, buf_str(&buf), fillers[i].charset, &text, &at));
			assert_int_equal(text.len, shift + (buf.len - shift) / fillers[i].character.len * 3);
			arena_reset(&arena);
		}
	arena_end(&arena);
}

/* Grows past the first estimate: every byte becomes three. */
static void
text_may_grow(void **state)
{
	struct arena arena;
	struct str text;
	char *bytes;
	size_t at;

	(void)state;
	arena_init(&arena, CEILING);
	bytes = arena_take(&arena, 1, 100000);
	memset(bytes, 0x80, 100000);
	assert_true(charset_to_utf8(&arena, (struct str){ bytes, 100000 }, "WINDOWS-1252", &text, &at));
	assert_int_equal(text.len, 300000);
	assert_memory_equal(text.data + 299997, "€", 3);
	arena_end(&arena);
}

static const struct {
	const char *path;
	const char *charset;
	const char *holds;
} files[] = {
	{ "areas.utf-16.csv", "UTF-16LE", "110101,\"东城区\",1101,11" },
	{ "areas.csv", "UTF-8", "东城区" },
	{ "cities.csv", "UTF-8", "石家庄市" },
	{ "provinces.csv", "UTF-8", "北京市" },
	{ "客户信息_bom.csv", "UTF-8", "姓名" },
	{ "销售数据.csv", "UTF-8", "深圳" },
	{ "service_tickets.gb18030.csv", "GB18030", "产品咨询" },
	{ "rare_names.gb18030.csv", "GB18030", "陈记贸易（𬱖）有限公司" },
};

static struct str
shared_file(struct arena *arena, const char *path)
{
	const char *shared = getenv("QIAO_SHARED");
	struct str name = str_format(arena, "%s/data/zh/%s", shared ? shared : "../shared", path);
	FILE *file = fopen(name.data, "rb");
	struct str bytes;
	char *data;

	if (!file)
		return NO_STR;
	data = arena_take(arena, 1, MIB);
	bytes = (struct str){ data, fread(data, 1, MIB, file) };
	fclose(file);
	return bytes;
}

static void
real_files_are_guessed(void **state)
{
	struct arena arena;

	(void)state;
	arena_init(&arena, CEILING);
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		struct str bytes = shared_file(&arena, files[i].path), text;
		size_t at;

		if (!bytes.data) {
			print_message("SKIPPED: no %s in ../shared/data/zh\n", files[i].path);
			arena_end(&arena);
			skip();
		}
		if (strcmp(charset_guess(bytes), files[i].charset) != 0)
			fail_msg("%s is taken for %s", files[i].path, charset_guess(bytes));
		assert_true(charset_to_utf8(&arena, bytes, files[i].charset, &text, &at));
		if (str_find(text, str_from(files[i].holds)) < 0)
			fail_msg("%s does not hold %s", files[i].path, files[i].holds);
		/* The same without its mark, where it has one. */
		if (str_starts_with(bytes, S("\xff\xfe")))
			assert_string_equal(charset_guess(str_slice(bytes, 2, bytes.len)), files[i].charset);
		if (str_starts_with(bytes, S("\xef\xbb\xbf")))
			assert_string_equal(charset_guess(str_slice(bytes, 3, bytes.len)), files[i].charset);
	}
	arena_end(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(charsets_are_guessed),
		cmocka_unit_test(charsets_are_converted),
		cmocka_unit_test(misfits_are_found),
		cmocka_unit_test(names_are_all_readable),
		cmocka_unit_test(long_files_are_guessed),
		cmocka_unit_test(text_may_grow),
		cmocka_unit_test(real_files_are_guessed),
	};

	return cmocka_run_group_tests_name("format/charset", tests, NULL, NULL);
}
