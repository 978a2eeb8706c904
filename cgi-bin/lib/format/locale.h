/*
 * locale.h: what people's languages do to text: folding for search, and the
 * sound of Chinese. The only file that knows ICU is locale.c. ICU data is
 * loaded when first used, so a worker that never writes a name never pays.
 */
#ifndef FORMAT_LOCALE_H
#define FORMAT_LOCALE_H

#include "base/buf.h"

struct locale_tools;               /* ICU handles; one per program, made on first use */
struct locale_tools *locale_tools_new(struct arena *program);
/* Brings ICU in now: for a program that stays, so that an ICU that is missing or another one is told at its start. */
void locale_tools_prepare(struct locale_tools *tools);

/*
 * NFKC, then case folded: "Ｑｉａｏ Å" -> "qiao å". Exactly Unicode's NFKC_Casefold, which
 * also leaves invisible characters out (zero-width blanks, variation selectors), so folding
 * twice changes nothing. Bytes that are not UTF-8 become U+FFFD. NO_STR stays NO_STR.
 * Pure ASCII takes a short way without ICU.
 */
struct str locale_fold(struct locale_tools *tools, struct arena *arena, struct str s);

/*
 * The sound of the Han characters in s, without tones, for search: for 深圳机械
 * adds "shenzhenjixie" and then, after a blank, the initials "szjx". Runs of Han are
 * separated by blanks; other characters are left out. Nothing for text without Han.
 * All sounds come before all initials: 深圳 A 机械 gives "shenzhen jixie sz jx".
 * Each character is sounded alone, so a character with several sounds may have the wrong
 * one (重庆 is "zhongqing"). The sound ü is written u: 吕 is "lu", 女 is "nu".
 */
void locale_add_pinyin(struct locale_tools *tools, struct buf *buf, struct str s);

/*
 * In plain small Latin letters, whatever script it is written in: "José Ñandú" -> "jose nandu",
 * 张三 -> "zhang san". For names to sign in with and the like, not for search. Text that ICU
 * cannot write so stays as it is.
 */
struct str locale_latin(struct locale_tools *tools, struct arena *arena, struct str s);

#endif
