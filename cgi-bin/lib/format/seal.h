/*
 * seal.h: backups, sealed so that the machine that writes them cannot read
 * them: a fresh key for each file, itself closed with a public key
 * (crypto_box_seal), and the bytes in pieces that nobody can change, drop,
 * swap or cut off unnoticed (crypto_secretstream_xchacha20poly1305).
 *
 *   "QIAO-SEAL-1\n"  80 bytes: closed key  24 bytes: header of the stream
 *   pieces of 65,536 bytes, 17 more when sealed; the last is marked, and
 *   shorter or empty.
 */
#ifndef FORMAT_SEAL_H
#define FORMAT_SEAL_H

#include "base/digest.h"

enum { SEAL_PIECE_BYTES = 65536, SEAL_EXTRA_BYTES = 17, SEAL_HEAD_BYTES = 12 + 80 + 24 };

struct seal;

/* A new pair, as text: the public one closes, only the secret one opens. */
void seal_make_keys(struct arena *arena, struct str *public_key, struct str *secret_key);
/* The public key that belongs to a secret one; NO_STR when the text is no key. */
struct str seal_public_key(struct arena *arena, struct str secret_key);

/* NULL when the text is no key. */
struct seal *seal_new(struct arena *arena, struct str public_key);
struct seal *seal_open_new(struct arena *arena, struct str secret_key);

/* What a sealed file begins with: written after seal_new; read, and false when it is not ours or not for this key. */
struct str seal_head(struct seal *seal);
bool seal_open_head(struct seal *seal, struct str head);

/* The next piece, valid until the one after it; every one but the last is full. */
struct str seal_piece(struct seal *seal, struct str plain, bool is_last);
/* NO_STR when it was changed, is out of place, or comes after the last. */
struct str seal_open_piece(struct seal *seal, struct str sealed, bool *is_last);

/* Bytes that are only counted, to learn whether a file that cannot be opened is the one that was written. */
void seal_count(struct seal *seal, struct str sealed);

/* SHA-256 of all sealed bytes that went through, head included. */
struct digest seal_sum(struct seal *seal);

#endif
