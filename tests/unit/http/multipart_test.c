/* multipart_test.c: parts come out byte for byte, and a body that is not whole is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "http/multipart.h"
#include "../fixture.h"

#define PART(name) "--B\r\nContent-Disposition: form-data; name=\"" name "\"\r\n\r\n"

static void
boundaries(void **state)
{
	static const struct { const char *type, *boundary; } rows[] = {
		{ "multipart/form-data; boundary=----WebKitFormBoundaryx1", "----WebKitFormBoundaryx1" },
		{ "Multipart/Form-Data;charset=utf-8;Boundary=\"a b:c\"", "a b:c" },
		{ "multipart/form-data ; boundary=x ; more=y", "x" },
		{ "multipart/form-data; boundary=0123456789012345678901234567890123456789012345678901234567890123456789",
		  "0123456789012345678901234567890123456789012345678901234567890123456789" },
		{ "multipart/form-data; boundary=01234567890123456789012345678901234567890123456789012345678901234567890", NULL },
		{ "multipart/form-data; boundary=", NULL }, { "multipart/form-data; boundary=\"\"", NULL },
		{ "multipart/form-data; boundary=\"x", NULL }, { "multipart/form-data; boundary=\"x \"", NULL },
		{ "multipart/form-data; boundary=a{b", NULL }, { "multipart/form-data", NULL },
		{ "multipart/mixed; boundary=x", NULL }, { "text/plain; boundary=x", NULL }, { "", NULL }, { NULL, NULL },
		{ "multipart/form-data; xboundary=x", NULL }, { "multipart/form-data boundary=x", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		if (!str_equal(multipart_boundary(str_from(rows[i].type)), str_from(rows[i].boundary)))
			fail_msg("'%s'", rows[i].type);
}

static void
parts_come_out_whole(void **state)
{
	struct str body = S(PART("a") "1\r\n"
	    "--B\r\ncontent-disposition:form-data; name=\"f\"; filename=\"\u6865.csv\"\r\nContent-Type: text/csv\r\n\r\n"
	    "x\0y\r\n--Bx\r\n--C\r\n\r\n"
	    "--B  \r\nContent-Disposition: form-data; name=e; filename=\"\"\r\nX-Other: y\r\n\r\n\r\n"
	    PART("a") "\r\n--B--\r\n");
	struct form form = { .count = 0 };

	assert_true(multipart_parse(*state, body, S("B"), &form));
	assert_int_equal(form.count, 4);
	assert_true(str_equal(form.fields[0].name, S("a")) && str_equal(form.fields[0].value, S("1")));
	assert_null(form.fields[0].file_name.data);
	assert_null(form.fields[0].content_type.data);
	assert_true(str_equal(form.fields[1].name, S("f")));
	assert_true(str_equal(form.fields[1].value, S("x\0y\r\n--Bx\r\n--C\r\n")));
	assert_true(str_equal(form.fields[1].file_name, S("\u6865.csv")));
	assert_true(str_equal(form.fields[1].content_type, S("text/csv")));
	assert_true(str_equal(form.fields[2].name, S("e")));
	assert_true(str_equal(form.fields[2].value, S("")) && str_equal(form.fields[2].file_name, S("")));
	assert_true(str_equal(form.fields[2].content_type, S("application/octet-stream")));
	assert_true(str_equal(form.fields[3].value, S("")));
	/* A value is a slice of the body, not a copy. */
	assert_true(form.fields[1].value.data > body.data && form.fields[1].value.data < body.data + body.len);
}

static void
names_have_escapes(void **state)
{
	static const struct { const char *written, *name; } rows[] = {
		{ "a%22b", "a\"b" }, { "a\\\"b", "a\"b" }, { "a\\\\b", "a\\b" }, { "a%0D%0Ab", "a\r\nb" }, { "50%", "50%" },
		{ "a%20b", "a%20b" }, { "C:\\x\\y", "C:\\x\\y" }, { "a;b=c", "a;b=c" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct form form = { .count = 0 };
		struct str body = str_format(*state,
		    "--B\r\nContent-Disposition: form-data; name=\"n\"; filename=\"%s\"\r\n\r\nx\r\n--B--", rows[i].written);

		assert_true(multipart_parse(*state, body, S("B"), &form));
		assert_true(str_equal_text(form.fields[0].file_name, rows[i].name));
	}
}

static void
broken_bodies_are_refused(void **state)
{
	static const char *const bodies[] = {
		"", "--", "--B", "--B\r\n", "--B\r\n\r\n--B--", "x", PART("a"), PART("a") "1", PART("a") "1\r\n--B",
		PART("a") "1\r\n--B\r\n", PART("a") "1\r\n--B-", PART("a") "1\r\n--Bx--", "x" PART("a") "1\r\n--B--",
		PART("a") "1\r\n--B--\r\nmore", PART("a") "1\n--B--",
		"--B\r\nContent-Type: text/plain\r\n\r\n1\r\n--B--",
		"--B\r\nContent-Disposition: form-data\r\n\r\n1\r\n--B--",
		"--B\r\nContent-Disposition: form-data; filename=\"x\"\r\n\r\n1\r\n--B--",
		"--B\r\nContent-Disposition: attachment; name=\"x\"\r\n\r\n1\r\n--B--",
		"--B\r\nContent-Disposition: form-data; name=\"x\r\n\r\n1\r\n--B--",
		"--B\r\nContent-Disposition: form-data; name=\"x\" junk\r\n\r\n1\r\n--B--",
		"--B\r\nContent-Disposition form-data; name=\"x\"\r\n\r\n1\r\n--B--",
		"--B\r\nContent-Disposition: form-data; name=\"x\"\r\nContent-Disposition: form-data; name=\"y\"\r\n\r\n1\r\n--B--",
		"--B\r\nContent-Disposition: form-data; name=\"x\"\r\nContent-Transfer-Encoding: base64\r\n\r\n1\r\n--B--",
	};

	for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++) {
		struct form form = { .count = 0 };

		if (multipart_parse(*state, str_from(bodies[i]), S("B"), &form))
			fail_msg("body %zu was taken", i);
	}
}

static void
every_cut_is_noticed(void **state)
{
	struct str body = S(PART("a") "1\r\n" PART("b") "\r\n--B--");
	struct form form = { .count = 0 };

	assert_true(multipart_parse(*state, body, S("B"), &form));
	assert_int_equal(form.count, 2);
	for (size_t len = 0; len < body.len; len++) {
		struct form cut = { .count = 0 };

		assert_false(multipart_parse(*state, str_slice(body, 0, len), S("B"), &cut));
	}
	assert_false(multipart_parse(*state, body, NO_STR, &form));
	form.count = 0;
	assert_true(multipart_parse(*state, S("--B--\r\n"), S("B"), &form));
	assert_int_equal(form.count, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(boundaries),
		cmocka_unit_test_setup_teardown(parts_come_out_whole, arena_set_up, arena_tear_down),
		cmocka_unit_test_setup_teardown(names_have_escapes, arena_set_up, arena_tear_down),
		cmocka_unit_test_setup_teardown(broken_bodies_are_refused, arena_set_up, arena_tear_down),
		cmocka_unit_test_setup_teardown(every_cut_is_noticed, arena_set_up, arena_tear_down),
	};

	return cmocka_run_group_tests_name("http/multipart", tests, NULL, NULL);
}
