/*
 * digest.h: hashes, message authentication, passwords and the text forms of
 * bytes. Beside digest.c only format/seal.c knows libsodium.
 */
#ifndef BASE_DIGEST_H
#define BASE_DIGEST_H

#include "base/str.h"

enum { DIGEST_BYTES = 32 };

struct digest {
	unsigned char bytes[DIGEST_BYTES];
};

struct digest digest_sha256(struct str s);
struct digest digest_hmac(struct str key, struct str message);    /* HMAC-SHA-256, any key length */
bool digest_equal(const struct digest *a, const struct digest *b); /* constant time */

struct str hex_encode(struct arena *arena, const void *bytes, size_t count);
bool hex_decode(struct str text, void *bytes, size_t count);       /* exactly count bytes */
struct str base64url_encode(struct arena *arena, const void *bytes, size_t count); /* no padding */
bool base64url_decode(struct str text, void *bytes, size_t count); /* exactly count bytes */

/*
 * Argon2id with libsodium's interactive limits (64 MiB); the stored form is
 * text, salt and limits included. password_verify of an unknown user is
 * given password_nobody(), so that it takes as long as a real one.
 */
struct str password_hash(struct arena *arena, struct str password);
bool password_verify(struct str stored, struct str password);
struct str password_nobody(void);

#endif
