/* capitals_test.c: holds amounts in Chinese characters to what banks accept. */
#include "format/capitals.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "../fixture.h"

static const struct {
	const char *amount, *words;
} cases[] = {
	{ "0", "零元整" }, { "0.00", "零元整" }, { "0.01", "壹分" }, { "0.05", "伍分" }, { "0.10", "壹角整" }, { "0.56", "伍角陆分" },
	{ "1", "壹元整" }, { "1.00", "壹元整" }, { "1.05", "壹元零伍分" }, { "1.50", "壹元伍角整" }, { "1.5", "壹元伍角整" },
	{ "10.00", "壹拾元整" }, { "10.05", "壹拾元零伍分" }, { "11.00", "壹拾壹元整" }, { "100.00", "壹佰元整" }, { "101.00", "壹佰零壹元整" },
	{ "110.00", "壹佰壹拾元整" }, { "1001.10", "壹仟零壹元壹角整" }, { "1010.00", "壹仟零壹拾元整" }, { "2345.67", "贰仟叁佰肆拾伍元陆角柒分" },
	{ "10000.00", "壹万元整" }, { "10001.00", "壹万零壹元整" }, { "10010.00", "壹万零壹拾元整" }, { "100500.00", "壹拾万零伍佰元整" },
	{ "107000.53", "壹拾万柒仟元伍角叁分" }, { "1403008.00", "壹佰肆拾万叁仟零捌元整" }, { "6007014.06", "陆佰万柒仟零壹拾肆元零陆分" },
	{ "10000000.00", "壹仟万元整" }, { "100000000.00", "壹亿元整" }, { "100000001.00", "壹亿零壹元整" }, { "100005000.00", "壹亿零伍仟元整" },
	{ "100050000.00", "壹亿零伍万元整" }, { "123456789.01", "壹亿贰仟叁佰肆拾伍万陆仟柒佰捌拾玖元零壹分" },
	{ "1000000000000.00", "壹万亿元整" }, { "1000000000005.00", "壹万亿零伍元整" }, { "1000500000000.00", "壹万零伍亿元整" },
	{ "9999999999999999.99", "玖仟玖佰玖拾玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分" },
	{ "0007.00", "柒元整" }, { "-12.30", "负壹拾贰元叁角整" },
	/* What is no amount, or would have to be rounded, has no words. */
	{ "", "" }, { "1.005", "" }, { "12a", "" }, { "1.2x", "" }, { "1e5", "" }, { "-", "" }, { "1,000.00", "" }, { ".50", "" },
	{ "10000000000000000.00", "" },
};

static void
test_words(void **state)
{
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct str words = capitals(*state, str_from(cases[i].amount));

		if (!str_equal_text(words, cases[i].words))
			fail_msg("%s gives %.*s instead of %s", cases[i].amount, STR_ARG(words), cases[i].words);
	}
	assert_true(capitals(*state, NO_STR).len == 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test_setup_teardown(test_words, arena_set_up, arena_tear_down) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
