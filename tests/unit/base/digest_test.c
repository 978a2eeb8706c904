/* digest_test.c: published vectors, text forms of bytes, passwords. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/digest.h"
#include "base/random.h"
#include "../fixture.h"

/* FIPS 180-4. */
static void
sha256(void **state)
{
	static const struct { const char *text, *hex; } rows[] = {
		{ NULL, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
		{ "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
		{ "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
		{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
		  "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct digest digest = digest_sha256(str_from(rows[i].text));

		assert_string_equal(hex_encode(*state, digest.bytes, DIGEST_BYTES).data, rows[i].hex);
	}
}

/* RFC 4231, cases 1, 2 and 6 (a key longer than a block). */
static void
hmac(void **state)
{
	char long_key[131];
	struct digest digest;

	digest = digest_hmac(S("\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b"), S("Hi There"));
	assert_string_equal(hex_encode(*state, digest.bytes, DIGEST_BYTES).data,
	    "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
	digest = digest_hmac(NO_STR, NO_STR);
	assert_memory_equal(digest.bytes, digest_hmac(S(""), S("")).bytes, DIGEST_BYTES);
	assert_memory_equal(digest_sha256(NO_STR).bytes, digest_sha256(S("")).bytes, DIGEST_BYTES);
	digest = digest_hmac(S("Jefe"), S("what do ya want for nothing?"));
	assert_string_equal(hex_encode(*state, digest.bytes, DIGEST_BYTES).data,
	    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
	memset(long_key, 0xaa, sizeof long_key);
	digest = digest_hmac((struct str){ long_key, sizeof long_key },
	    S("Test Using Larger Than Block-Size Key - Hash Key First"));
	assert_string_equal(hex_encode(*state, digest.bytes, DIGEST_BYTES).data,
	    "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

static void
digests_compare(void **state)
{
	struct digest a = digest_sha256(S("a")), b = a;

	(void)state;
	assert_true(digest_equal(&a, &b));
	b.bytes[DIGEST_BYTES - 1] ^= 1;
	assert_false(digest_equal(&a, &b));
}

static void
hex(void **state)
{
	static const struct { const char *text; size_t count; bool is_hex; } rows[] = {
		{ "00ff10", 3, true }, { "00FF10", 3, true }, { "", 0, true }, { "00ff1", 3, false }, { "00ff1", 2, false },
		{ "00ff10", 2, false }, { "00ff10", 4, false }, { "00ff1g", 3, false }, { "00 ff1", 3, false }, { "", 1, false },
		{ "0", 0, false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		unsigned char bytes[8] = { 0 };

		assert_int_equal(hex_decode(str_from(rows[i].text), bytes, rows[i].count), rows[i].is_hex);
		if (rows[i].is_hex && rows[i].count)
			assert_memory_equal(bytes, "\x00\xff\x10", 3);
	}
	assert_string_equal(hex_encode(*state, "\x00\xff\x10", 3).data, "00ff10");
	assert_string_equal(hex_encode(*state, "", 0).data, "");
}

static void
base64url(void **state)
{
	static const struct { const char *text; size_t count; bool is_base64; } rows[] = {
		{ "-_8", 2, true }, { "Zm9vYmFy", 6, true }, { "Zm8", 2, true }, { "", 0, true },
		{ "-_8=", 2, false }, { "+/8", 2, false }, { "-_9", 2, false }, { "Zm9vYmF", 6, false }, { "Zm9vYmFy", 5, false },
		{ "Zm9vYmFy", 7, false }, { "Zm9v YmFy", 6, false }, { "Z", 1, false }, { "", 1, false }, { "Zg", 0, false },
	};
	unsigned char bytes[40], again[40];

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		memset(bytes, 0, sizeof bytes);
		if (base64url_decode(str_from(rows[i].text), bytes, rows[i].count) != rows[i].is_base64)
			fail_msg("'%s'", rows[i].text);
		if (rows[i].is_base64)
			assert_string_equal(base64url_encode(*state, bytes, rows[i].count).data, rows[i].text);
	}
	assert_string_equal(base64url_encode(*state, "\xfb\xff", 2).data, "-_8");
	for (size_t count = 0; count <= sizeof bytes; count++) {
		struct str text;

		random_bytes(bytes, count);
		text = base64url_encode(*state, bytes, count);
		assert_int_equal(text.len, (count * 4 + 2) / 3);
		assert_true(base64url_decode(text, again, count));
		assert_memory_equal(bytes, again, count);
	}
}

static void
passwords(void **state)
{
	struct str stored = password_hash(*state, S("correct horse battery"));

	assert_true(str_starts_with(stored, S("$argon2id$v=19$m=65536,t=2,p=1$")));
	assert_true(password_verify(stored, S("correct horse battery")));
	assert_false(password_verify(stored, S("correct horse batterx")));
	assert_false(password_verify(stored, NO_STR));
	assert_false(password_verify(NO_STR, S("correct horse battery")));
	assert_false(password_verify(S("!"), S("!")));
	assert_false(str_equal(stored, password_hash(*state, S("correct horse battery"))));
	assert_false(password_verify(password_nobody(), S("correct horse battery")));
	assert_false(password_verify(password_nobody(), NO_STR));
	/* The same limits, so that an unknown user takes as long as a known one. */
	assert_int_equal(password_nobody().len, stored.len);
	assert_true(str_starts_with(password_nobody(), str_slice(stored, 0, 31)));
}

static void
random_bytes_differ(void **state)
{
	unsigned char a[600] = { 0 }, b[600] = { 0 }, nothing[600] = { 0 };

	(void)state;
	random_bytes(a, sizeof a);
	random_bytes(b, sizeof b);
	assert_memory_not_equal(a, b, sizeof a);
	assert_memory_not_equal(a + 568, nothing, 32);
	random_bytes(nothing, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(sha256, arena_set_up, arena_tear_down),
		cmocka_unit_test_setup_teardown(hmac, arena_set_up, arena_tear_down),
		cmocka_unit_test(digests_compare),
		cmocka_unit_test_setup_teardown(hex, arena_set_up, arena_tear_down),
		cmocka_unit_test_setup_teardown(base64url, arena_set_up, arena_tear_down),
		cmocka_unit_test_setup_teardown(passwords, arena_set_up, arena_tear_down),
		cmocka_unit_test(random_bytes_differ),
	};

	return cmocka_run_group_tests_name("base/digest", tests, NULL, NULL);
}
