/* seal.c: seals and opens files piece by piece, with libsodium. */
#include "format/seal.h"

#include <sodium.h>
#include <string.h>

#define MAGIC "QIAO-SEAL-1\n"
enum {
	MAGIC_BYTES = sizeof MAGIC - 1,
	STREAM_KEY_BYTES = crypto_secretstream_xchacha20poly1305_KEYBYTES,
	CLOSED_KEY_BYTES = STREAM_KEY_BYTES + crypto_box_SEALBYTES,
	STREAM_HEAD_BYTES = crypto_secretstream_xchacha20poly1305_HEADERBYTES
};
_Static_assert(SEAL_HEAD_BYTES == MAGIC_BYTES + CLOSED_KEY_BYTES + STREAM_HEAD_BYTES, "the head of a sealed file");
_Static_assert(SEAL_EXTRA_BYTES == crypto_secretstream_xchacha20poly1305_ABYTES, "what sealing adds to a piece");

struct seal {
	crypto_secretstream_xchacha20poly1305_state stream;
	crypto_hash_sha256_state sum;
	unsigned char public_key[crypto_box_PUBLICKEYBYTES], secret_key[crypto_box_SECRETKEYBYTES];
	unsigned char head[SEAL_HEAD_BYTES];
	unsigned char piece[SEAL_PIECE_BYTES + SEAL_EXTRA_BYTES];
	bool is_over;
};

static struct seal *
start(struct arena *arena)
{
	struct seal *seal = ARENA_NEW(arena, struct seal);

	crypto_hash_sha256_init(&seal->sum);
	return sodium_init() < 0 ? NULL : seal;
}

void
seal_make_keys(struct arena *arena, struct str *public_key, struct str *secret_key)
{
	unsigned char public_bytes[crypto_box_PUBLICKEYBYTES], secret_bytes[crypto_box_SECRETKEYBYTES];

	crypto_box_keypair(public_bytes, secret_bytes);
	*public_key = base64url_encode(arena, public_bytes, sizeof public_bytes);
	*secret_key = base64url_encode(arena, secret_bytes, sizeof secret_bytes);
	sodium_memzero(secret_bytes, sizeof secret_bytes);
}

struct str
seal_public_key(struct arena *arena, struct str secret_key)
{
	struct seal *seal = seal_open_new(arena, secret_key);

	return seal ? base64url_encode(arena, seal->public_key, sizeof seal->public_key) : NO_STR;
}

struct seal *
seal_new(struct arena *arena, struct str public_key)
{
	struct seal *seal = start(arena);

	return seal && base64url_decode(public_key, seal->public_key, sizeof seal->public_key) ? seal : NULL;
}

struct seal *
seal_open_new(struct arena *arena, struct str secret_key)
{
	struct seal *seal = start(arena);

	if (!seal || !base64url_decode(secret_key, seal->secret_key, sizeof seal->secret_key))
		return NULL;
	return crypto_scalarmult_base(seal->public_key, seal->secret_key) == 0 ? seal : NULL;
}

struct str
seal_head(struct seal *seal)
{
	unsigned char key[STREAM_KEY_BYTES];

	memcpy(seal->head, MAGIC, MAGIC_BYTES);
	crypto_secretstream_xchacha20poly1305_keygen(key);
	crypto_box_seal(seal->head + MAGIC_BYTES, key, sizeof key, seal->public_key);
	crypto_secretstream_xchacha20poly1305_init_push(&seal->stream, seal->head + MAGIC_BYTES + CLOSED_KEY_BYTES, key);
	sodium_memzero(key, sizeof key);
	crypto_hash_sha256_update(&seal->sum, seal->head, sizeof seal->head);
	return (struct str){ (const char *)seal->head, sizeof seal->head };
}

bool
seal_open_head(struct seal *seal, struct str head)
{
	unsigned char key[STREAM_KEY_BYTES];
	const unsigned char *bytes = (const unsigned char *)head.data;
	bool is_ours;

	if (head.len != SEAL_HEAD_BYTES || memcmp(bytes, MAGIC, MAGIC_BYTES) != 0)
		return false;
	crypto_hash_sha256_update(&seal->sum, bytes, head.len);
	is_ours = crypto_box_seal_open(key, bytes + MAGIC_BYTES, CLOSED_KEY_BYTES, seal->public_key, seal->secret_key) == 0 &&
	          crypto_secretstream_xchacha20poly1305_init_pull(&seal->stream, bytes + MAGIC_BYTES + CLOSED_KEY_BYTES, key) == 0;
	sodium_memzero(key, sizeof key);
	return is_ours;
}

struct str
seal_piece(struct seal *seal, struct str plain, bool is_last)
{
	unsigned char tag = is_last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : crypto_secretstream_xchacha20poly1305_TAG_MESSAGE;
	unsigned long long len;

	if (seal->is_over || plain.len > SEAL_PIECE_BYTES || (!is_last && plain.len != SEAL_PIECE_BYTES))
		return NO_STR;
	crypto_secretstream_xchacha20poly1305_push(&seal->stream, seal->piece, &len, (const unsigned char *)plain.data, plain.len, NULL, 0, tag);
	crypto_hash_sha256_update(&seal->sum, seal->piece, len);
	seal->is_over = is_last;
	return (struct str){ (const char *)seal->piece, len };
}

struct str
seal_open_piece(struct seal *seal, struct str sealed, bool *is_last)
{
	unsigned long long len;
	unsigned char tag;

	crypto_hash_sha256_update(&seal->sum, (const unsigned char *)sealed.data, sealed.len);
	if (seal->is_over || sealed.len < SEAL_EXTRA_BYTES || sealed.len > sizeof seal->piece ||
	    crypto_secretstream_xchacha20poly1305_pull(&seal->stream, seal->piece, &len, &tag, (const unsigned char *)sealed.data, sealed.len, NULL, 0) != 0)
		return NO_STR;
	*is_last = seal->is_over = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
	return (struct str){ (const char *)seal->piece, len };
}

void
seal_count(struct seal *seal, struct str sealed)
{
	crypto_hash_sha256_update(&seal->sum, (const unsigned char *)sealed.data, sealed.len);
}

struct digest
seal_sum(struct seal *seal)
{
	crypto_hash_sha256_state sum = seal->sum;
	struct digest digest;

	crypto_hash_sha256_final(&sum, digest.bytes);
	return digest;
}
