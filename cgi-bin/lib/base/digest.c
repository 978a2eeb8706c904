/* digest.c: hashes, checks and passwords, with libsodium. */
#include "base/digest.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>

#include "base/log.h"

_Static_assert(DIGEST_BYTES == crypto_hash_sha256_BYTES, "a digest is a SHA-256");
_Static_assert(DIGEST_BYTES == crypto_auth_hmacsha256_BYTES, "a digest is an HMAC-SHA-256");

/* Nothing is a text of no bytes; the library wants an address even so. */
static const unsigned char *
bytes_of(struct str s)
{
	return (const unsigned char *)(s.data ? s.data : "");
}

struct digest
digest_sha256(struct str s)
{
	struct digest digest;

	crypto_hash_sha256(digest.bytes, bytes_of(s), s.len);
	return digest;
}

struct digest
digest_hmac(struct str key, struct str message)
{
	crypto_auth_hmacsha256_state state;
	struct digest digest;

	crypto_auth_hmacsha256_init(&state, bytes_of(key), key.len);
	crypto_auth_hmacsha256_update(&state, bytes_of(message), message.len);
	crypto_auth_hmacsha256_final(&state, digest.bytes);
	sodium_memzero(&state, sizeof state);
	return digest;
}

bool
digest_equal(const struct digest *a, const struct digest *b)
{
	return sodium_memcmp(a->bytes, b->bytes, DIGEST_BYTES) == 0;
}

struct str
hex_encode(struct arena *arena, const void *bytes, size_t count)
{
	char *text = arena_take(arena, 2, count + 1);

	sodium_bin2hex(text, count * 2 + 1, bytes, count);
	return (struct str){ text, count * 2 };
}

bool
hex_decode(struct str text, void *bytes, size_t count)
{
	size_t len;

	if (text.len / 2 != count || text.len % 2)
		return false;
	return count == 0 || (sodium_hex2bin(bytes, count, text.data, text.len, NULL, &len, NULL) == 0 && len == count);
}

struct str
base64url_encode(struct arena *arena, const void *bytes, size_t count)
{
	size_t size = sodium_base64_encoded_len(count, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	char *text = arena_take(arena, 1, size);

	sodium_bin2base64(text, size, bytes, count, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	return (struct str){ text, size - 1 };
}

bool
base64url_decode(struct str text, void *bytes, size_t count)
{
	size_t len;

	if (count == 0)
		return text.len == 0;
	return text.len > 0 && sodium_base642bin(bytes, count, text.data, text.len, NULL, &len, NULL,
	    sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0 && len == count;
}

struct str
password_hash(struct arena *arena, struct str password)
{
	char *stored = arena_take(arena, 1, crypto_pwhash_STRBYTES);

	if (sodium_init() < 0)
		log_fatal("random", "libsodium did not start");
	if (crypto_pwhash_str(stored, password.data ? password.data : "", password.len,
	    crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0)
		log_fatal("memory", "no memory left to hash a password");
	return str_from(stored);
}

bool
password_verify(struct str stored, struct str password)
{
	char text[crypto_pwhash_STRBYTES] = "";

	if (sodium_init() < 0)
		log_fatal("random", "libsodium did not start");
	if (stored.len == 0 || stored.len >= sizeof text)
		return false;
	memcpy(text, stored.data, stored.len);
	errno = 0;
	if (crypto_pwhash_str_verify(text, password.data ? password.data : "", password.len) == 0)
		return true;
	/* A right password must not look wrong because memory ran out. */
	if (errno == ENOMEM)
		log_fatal("memory", "no memory left to check a password");
	return false;
}

/* The hash of 32 random bytes that nobody kept. */
struct str
password_nobody(void)
{
	return S("$argon2id$v=19$m=65536,t=2,p=1$dG8Xr5vp/Eyyp1FUiJ+n0A$KeT03Zpx5X/xyzEKd2cjKrxqFPX4dOCxqs9lva692lk");
}
