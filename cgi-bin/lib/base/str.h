/*
 * str.h: the one slice type that flows from socket to page. A str points at
 * bytes it does not own and is not terminated; whoever made the bytes (an
 * arena, a literal, a request body) decides how long they live.
 *
 * data == NULL means "no value" (SQL NULL, a parameter that was not sent);
 * len == 0 with data set means an empty text. Both are "empty".
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct str {
	const char *data;
	size_t len;
};

#define S(literal) ((struct str){ "" literal "", sizeof(literal) - 1 })
/* Marks a text in C for translation; its translation is looked up when shown. */
#define N_(text) text
#define NO_STR ((struct str){ NULL, 0 })
/* For printf's "%.*s". */
#define STR_ARG(s) (int)(s).len, (s).data ? (s).data : ""

struct str str_from(const char *terminated);           /* NULL gives NO_STR */
bool str_is_empty(struct str s);
bool str_equal(struct str a, struct str b);            /* NO_STR equals only NO_STR */
bool str_equal_text(struct str s, const char *terminated);
bool str_equal_ignoring_case(struct str a, struct str b); /* ASCII case */
int str_compare(struct str a, struct str b);           /* bytes, shorter first */
bool str_starts_with(struct str s, struct str prefix);
bool str_same(struct str a, struct str b);            /* equal, or both empty: what was never there and what was emptied */
bool str_ends_with(struct str s, struct str suffix);
ptrdiff_t str_find(struct str s, struct str needle);   /* offset, -1 if absent */
ptrdiff_t str_find_char(struct str s, char c);
struct str str_slice(struct str s, size_t from, size_t to); /* clamped */
struct str str_trim(struct str s);                     /* ASCII white space and U+3000, U+00A0, U+FEFF */

/*
 * Cuts the part before the first separator off *rest and returns it; *rest
 * becomes what follows, or NO_STR when there was no separator. False when
 * *rest was already NO_STR, so a loop ends.
 */
bool str_cut(struct str *rest, char separator, struct str *part);

struct str str_copy(struct arena *arena, struct str s);       /* also terminated by NUL beyond len */
const char *str_terminated(struct arena *arena, struct str s); /* "" for NO_STR */
struct str str_lower(struct arena *arena, struct str s);       /* ASCII */
struct str str_join(struct arena *arena, struct str a, struct str b);
struct str str_format(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Digits only, no sign, no blanks; false on anything else or overflow. */
bool str_to_u64(struct str s, uint64_t *number);
struct str str_from_u64(struct arena *arena, uint64_t number);

/*
 * FNV-1a by words of eight bytes, for tables and versions of the program's own texts: it is another one where bytes have
 * another order, and withstands nobody who wants two texts to meet.
 */
uint64_t str_hash(struct str s);

#endif
