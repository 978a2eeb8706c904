/* locale_test.c: holds folding and the sound of Chinese to what a searcher expects. */
#include "format/locale.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

enum { CEILING = 64 * 1024 * 1024 };

static const struct {
	const char *text;
	const char *folded;
} fold_cases[] = {
	{ "", "" },
	{ "Qiao CRM 2", "qiao crm 2" },
	{ "Ｑｉａｏ Å", "qiao å" },
	{ "STRASSE straße", "strasse strasse" },
	{ "ﬁle ②㎏", "file 2kg" },
	{ "e\xcc\x81", "é" },
	{ "ΣΊΣΥΦΟΣ", "σίσυφοσ" },
	{ "深圳Ａ公司", "深圳a公司" },
	{ "ｶﾞ", "ガ" },
	{ "a\xe2\x80\x8b\xc2\xad""b", "ab" },
	{ "葛\xf3\xa0\x84\x80", "葛" },
	{ "\xf0\x9f\x9a\x80", "\xf0\x9f\x9a\x80" },
	{ "É\xff\xc3", "é\xef\xbf\xbd\xef\xbf\xbd" },
};

static const struct {
	const char *text;
	const char *sounds;
} pinyin_cases[] = {
	{ "", "" },
	{ "Qiao", "" },
	{ "Ångström é", "" },
	{ "かな カナ 한국", "" },
	{ "深圳机械", "shenzhenjixie szjx" },
	{ "深圳機械", "shenzhenjixie szjx" },
	{ "深圳 ABC 机械", "shenzhen jixie sz jx" },
	{ " 王  小明 ", "wang xiaoming w xm" },
	{ "张（北京）", "zhang beijing z bj" },
	{ "吕女绿略", "lunululue lnll" },
	{ "嗯", "n n" },
	{ "㐀𠀀", "qiuhe qh" },
	{ "李\xff""四\xe5", "li si l s" },
};

static struct str
fold(struct arena *program, struct arena *arena, struct str s)
{
	return locale_fold(locale_tools_new(program), arena, s);
}

static void
names_are_folded(void **state)
{
	struct arena arena;

	(void)state;
	arena_init(&arena, CEILING);
	for (size_t i = 0; i < sizeof fold_cases / sizeof *fold_cases; i++) {
		struct str once = fold(&arena, &arena, str_from(fold_cases[i].text));
		struct str twice = fold(&arena, &arena, once);

		if (!str_equal_text(once, fold_cases[i].folded))
			fail_msg("%s is folded to %.*s", fold_cases[i].text, STR_ARG(once));
		assert_true(str_equal(once, twice));
	}
	assert_null(fold(&arena, &arena, NO_STR).data);
	arena_end(&arena);
}

static void
ascii_is_folded_without_icu(void **state)
{
	struct arena arena;
	struct str text = S("ABC"), folded;

	(void)state;
	arena_init(&arena, CEILING);
	/* Without tools, anything but the short way would crash. */
	folded = locale_fold(NULL, &arena, text);
	assert_true(str_equal_text(folded, "abc"));
	arena_end(&arena);
}

static void
long_text_is_folded(void **state)
{
	struct arena arena;
	struct buf text, expected;

	(void)state;
	arena_init(&arena, CEILING);
	buf_init(&text, &arena, CEILING);
	buf_init(&expected, &arena, CEILING);
	/* U+FDFA becomes eighteen characters. */
	for (int i = 0; i < 5000; i++) {
		buf_add_text(&text, "Ｘ\xef\xb7\xba");
		buf_add_text(&expected, "xصلى الله عليه وسلم");
	}
	assert_true(str_equal(fold(&arena, &arena, buf_str(&text)), buf_str(&expected)));
	arena_end(&arena);
}

static void
han_is_sounded(void **state)
{
	struct arena arena;
	struct locale_tools *tools;
	struct buf buf;

	(void)state;
	arena_init(&arena, CEILING);
	tools = locale_tools_new(&arena);
	/* The second round is answered from what was learnt in the first. */
	for (int round = 0; round < 2; round++)
		for (size_t i = 0; i < sizeof pinyin_cases / sizeof *pinyin_cases; i++) {
			buf_init(&buf, &arena, CEILING);
			locale_add_pinyin(tools, &buf, str_from(pinyin_cases[i].text));
			if (!str_equal_text(buf_str(&buf), pinyin_cases[i].sounds))
				fail_msg("%s sounds %.*s", pinyin_cases[i].text, STR_ARG(buf_str(&buf)));
		}
	arena_end(&arena);
}

/* Every ideograph of the main block has a sound, so none is lost for want of room in the table. */
static void
whole_block_is_sounded(void **state)
{
	struct arena arena;
	struct locale_tools *tools;
	struct buf text, sounds;
	size_t initials = 0;

	(void)state;
	arena_init(&arena, CEILING);
	tools = locale_tools_new(&arena);
	buf_init(&text, &arena, CEILING);
	buf_init(&sounds, &arena, CEILING);
	for (unsigned code_point = 0x4e00; code_point <= 0x9fa5; code_point++) {
		buf_add_char(&text, (char)(0xe0 | code_point >> 12));
		buf_add_char(&text, (char)(0x80 | (code_point >> 6 & 0x3f)));
		buf_add_char(&text, (char)(0x80 | (code_point & 0x3f)));
	}
	locale_add_pinyin(tools, &sounds, buf_str(&text));
	while (initials < sounds.len && sounds.data[sounds.len - 1 - initials] != ' ')
		initials++;
	assert_true(initials > 20800);
	arena_end(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_folded),
		cmocka_unit_test(ascii_is_folded_without_icu),
		cmocka_unit_test(long_text_is_folded),
		cmocka_unit_test(han_is_sounded),
		cmocka_unit_test(whole_block_is_sounded),
	};

	return cmocka_run_group_tests_name("format/locale", tests, NULL, NULL);
}
