/* seal_test.c: what was sealed opens with the secret key alone, and no byte, piece or order of it can change unnoticed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/random.h"
#include "format/seal.h"
#include "../fixture.h"

enum { FILE_BYTES_MAX = 1 << 20, CHANGES = 2000 };

struct pair {
	struct str public_key, secret_key;
};

static struct str
close_up(struct arena *arena, struct str public_key, struct str plain)
{
	struct seal *seal = seal_new(arena, public_key);
	struct buf file;
	bool is_last = false;

	assert_non_null(seal);
	buf_init(&file, arena, FILE_BYTES_MAX);
	buf_add(&file, seal_head(seal));
	for (size_t at = 0; !is_last; at += SEAL_PIECE_BYTES) {
		is_last = plain.len - at < SEAL_PIECE_BYTES;
		buf_add(&file, seal_piece(seal, str_slice(plain, at, at + SEAL_PIECE_BYTES), is_last));
	}
	assert_false(file.is_full);
	return buf_str(&file);
}

/* NO_STR when it is not, to the last byte, what was sealed. */
static struct str
open_up(struct arena *arena, struct str secret_key, struct str file)
{
	struct seal *seal = seal_open_new(arena, secret_key);
	bool is_last = false;
	struct buf plain;

	assert_non_null(seal);
	buf_init(&plain, arena, FILE_BYTES_MAX);
	if (!seal_open_head(seal, str_slice(file, 0, SEAL_HEAD_BYTES)))
		return NO_STR;
	for (size_t at = SEAL_HEAD_BYTES; !is_last; at += SEAL_PIECE_BYTES + SEAL_EXTRA_BYTES) {
		struct str piece = str_slice(file, at, at + SEAL_PIECE_BYTES + SEAL_EXTRA_BYTES), opened = seal_open_piece(seal, piece, &is_last);

		if (!opened.data)
			return NO_STR;
		buf_add(&plain, opened);
		if (is_last && at + piece.len != file.len)
			return NO_STR;
	}
	return buf_str(&plain);
}

static struct str
random_text(struct arena *arena, size_t len)
{
	char *bytes = arena_take(arena, 1, len + 1);

	random_bytes(bytes, len);
	return (struct str){ bytes, len };
}

static void
round_trip(void **state)
{
	static const size_t sizes[] = { 0, 1, 17, SEAL_PIECE_BYTES - 1, SEAL_PIECE_BYTES, SEAL_PIECE_BYTES + 1, 3 * SEAL_PIECE_BYTES, 200000 };
	struct pair pair;

	seal_make_keys(*state, &pair.public_key, &pair.secret_key);
	assert_true(str_equal(seal_public_key(*state, pair.secret_key), pair.public_key));
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		struct str plain = random_text(*state, sizes[i]), file = close_up(*state, pair.public_key, plain);

		assert_int_equal(file.len, SEAL_HEAD_BYTES + plain.len + (plain.len / SEAL_PIECE_BYTES + 1) * SEAL_EXTRA_BYTES);
		assert_true(str_equal(open_up(*state, pair.secret_key, file), plain));
		assert_true(str_find(file, str_slice(plain, 0, 32)) < 0 || plain.len < 17);
	}
}

static void
other_key(void **state)
{
	struct pair pair, other;
	struct str file;

	seal_make_keys(*state, &pair.public_key, &pair.secret_key);
	seal_make_keys(*state, &other.public_key, &other.secret_key);
	file = close_up(*state, pair.public_key, S("secret"));
	assert_null(open_up(*state, other.secret_key, file).data);
	assert_true(str_equal(open_up(*state, pair.secret_key, file), S("secret")));
	assert_null(seal_new(*state, S("no key")));
	assert_null(seal_open_new(*state, S("")));
	assert_null(seal_open_new(*state, NO_STR));
}

/* Every byte of a short file; many random ones of a longer one. */
static void
changed_byte(void **state)
{
	struct pair pair;
	struct str file;
	char *copy;

	seal_make_keys(*state, &pair.public_key, &pair.secret_key);
	file = close_up(*state, pair.public_key, S("a short text"));
	copy = arena_take(*state, 1, file.len);
	for (size_t i = 0; i < file.len; i++) {
		memcpy(copy, file.data, file.len);
		copy[i] ^= (char)(1 << (i % 8));
		assert_null(open_up(*state, pair.secret_key, (struct str){ copy, file.len }).data);
	}
}

static void
random_changes(void **state)
{
	struct arena arena;
	struct pair pair;
	struct str file;
	char *copy;

	seal_make_keys(*state, &pair.public_key, &pair.secret_key);
	file = close_up(*state, pair.public_key, random_text(*state, SEAL_PIECE_BYTES + 100));
	copy = arena_take(*state, 1, file.len + 1);
	for (size_t i = 0; i < CHANGES; i++) {
		uint32_t choice[3];
		size_t len = file.len;

		random_bytes(choice, sizeof choice);
		memcpy(copy, file.data, file.len);
		copy[file.len] = 'x';
		if (choice[0] % 4 == 0)
			len = choice[1] % file.len;
		else if (choice[0] % 4 == 1)
			len++;
		else
			copy[choice[1] % file.len] ^= (char)(1 + choice[2] % 255);
		arena_init(&arena, 16 << 20);
		assert_null(open_up(&arena, pair.secret_key, (struct str){ copy, len }).data);
		arena_end(&arena);
	}
}

static void
swapped_pieces(void **state)
{
	enum { SEALED = SEAL_PIECE_BYTES + SEAL_EXTRA_BYTES };
	struct pair pair;
	struct str file;
	char *copy;

	seal_make_keys(*state, &pair.public_key, &pair.secret_key);
	file = close_up(*state, pair.public_key, random_text(*state, 3 * SEAL_PIECE_BYTES));
	copy = arena_take(*state, 1, file.len);
	memcpy(copy, file.data, file.len);
	memcpy(copy + SEAL_HEAD_BYTES, file.data + SEAL_HEAD_BYTES + SEALED, SEALED);
	memcpy(copy + SEAL_HEAD_BYTES + SEALED, file.data + SEAL_HEAD_BYTES, SEALED);
	assert_null(open_up(*state, pair.secret_key, (struct str){ copy, file.len }).data);
	/* One left out. */
	memcpy(copy, file.data, file.len);
	memmove(copy + SEAL_HEAD_BYTES, copy + SEAL_HEAD_BYTES + SEALED, file.len - SEAL_HEAD_BYTES - SEALED);
	assert_null(open_up(*state, pair.secret_key, (struct str){ copy, file.len - SEALED }).data);
	/* Cut behind a whole piece. */
	assert_null(open_up(*state, pair.secret_key, str_slice(file, 0, SEAL_HEAD_BYTES + 2 * SEALED)).data);
}

static void
sums(void **state)
{
	struct seal *seal, *reader;
	struct pair pair;
	struct digest written, read, whole;
	struct str file, piece;
	struct buf all;
	bool is_last;

	seal_make_keys(*state, &pair.public_key, &pair.secret_key);
	seal = seal_new(*state, pair.public_key);
	buf_init(&all, *state, FILE_BYTES_MAX);
	buf_add(&all, seal_head(seal));
	buf_add(&all, seal_piece(seal, S("text"), true));
	file = buf_str(&all);
	written = seal_sum(seal);
	whole = digest_sha256(file);
	assert_true(digest_equal(&written, &whole));
	reader = seal_open_new(*state, pair.secret_key);
	assert_true(seal_open_head(reader, str_slice(file, 0, SEAL_HEAD_BYTES)));
	piece = seal_open_piece(reader, str_slice(file, SEAL_HEAD_BYTES, file.len), &is_last);
	assert_true(str_equal(piece, S("text")) && is_last);
	read = seal_sum(reader);
	assert_true(digest_equal(&read, &whole));
	/* Nothing comes behind the last piece. */
	assert_null(seal_piece(seal, S("more"), true).data);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(round_trip, arena_set_up, arena_tear_down),
		cmocka_unit_test_setup_teardown(other_key, arena_set_up, arena_tear_down),
		cmocka_unit_test_setup_teardown(changed_byte, arena_set_up, arena_tear_down),
		cmocka_unit_test_setup_teardown(random_changes, arena_set_up, arena_tear_down),
		cmocka_unit_test_setup_teardown(swapped_pieces, arena_set_up, arena_tear_down),
		cmocka_unit_test_setup_teardown(sums, arena_set_up, arena_tear_down),
	};

	return cmocka_run_group_tests_name("format/seal", tests, NULL, NULL);
}
