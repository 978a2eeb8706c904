/* utf8.h: text as code points. Invalid bytes are found, never repaired. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/buf.h"

/*
 * Reads one code point at *at and moves *at past it. False at the end and
 * at a byte sequence that is not valid UTF-8 (overlong forms, surrogates and
 * code points beyond U+10FFFF included); *at does not move then.
 */
bool utf8_next(struct str s, size_t *at, uint32_t *code_point);

bool utf8_is_valid(struct str s);
size_t utf8_length(struct str s);              /* code points; s must be valid */
struct str utf8_first(struct str s, size_t code_points); /* the first so many code points, or what comes before an invalid one */
struct str utf8_first_line(struct str s, size_t code_points); /* of its first line that is not blank, trimmed */
void utf8_add(struct buf *buf, uint32_t code_point);

/* Control characters other than tab, line feed and carriage return? */
bool utf8_has_control(struct str s);
bool utf8_is_han(uint32_t code_point);         /* CJK ideographs, all planes */

#endif
