/* capitals.h: an amount of money in the Chinese characters of contracts, which cannot be altered with a stroke. */
#ifndef FORMAT_CAPITALS_H
#define FORMAT_CAPITALS_H

#include "base/str.h"

/*
 * "1403008.00" -> 壹佰肆拾万叁仟零捌元整, "0.05" -> 伍分, "-12.30" -> 负壹拾贰元叁角整, from the text alone: nothing is rounded.
 * At most 16 digits before the point and two behind it; empty for anything else.
 */
struct str capitals(struct arena *arena, struct str amount);

#endif
