/*
 * translation.h: message catalogues, read from po files by Qiao itself, one
 * per language and all at once, because libc keeps one language per process.
 */
#ifndef VIEW_TRANSLATION_H
#define VIEW_TRANSLATION_H

#include "base/str.h"

struct translation;

/* Reads one .po file (msgid, msgstr, multi-line strings, \n \t \" \\ escapes; fuzzy and obsolete entries skipped). NULL when unreadable or malformed. */
const struct translation *translation_load(struct arena *arena, const char *path);
/* From text in memory, for tests and fuzzing. */
const struct translation *translation_parse(struct arena *arena, struct str po);

/* The translation; message_id itself when there is none or translation is NULL. */
struct str translation_get(const struct translation *translation, struct str message_id);
size_t translation_count(const struct translation *translation);

#endif
