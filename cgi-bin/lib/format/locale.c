/* locale.c: makes names findable however they are typed: folded for comparison, and by the sound of their Chinese. */
#include "format/locale.h"

#include <dlfcn.h>
#include <string.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

#include "base/log.h"
#include "base/utf8.h"

enum {
	STACK_UNITS = 512,
	FOLD_BYTES_MAX = 64 * 1024 * 1024, /* ICU counts in 32 bits, and a character may become eighteen */
	PAGE_CODE_POINTS = 256,
	PAGES = 0x32400 / PAGE_CODE_POINTS, /* beyond the last plane with ideographs in use */
	SOUND_BYTES = 12,
	SOUNDS_MAX = 640,                /* toneless Mandarin has about 410 */
	NOT_LOOKED_UP = 0,
	NO_SOUND = 1
};

/*
 * The sounds met so far. Opening ICU's transliterator the first time takes
 * some 80 ms and 2.5 MB, later 0.2 ms; asking it 4 microseconds a character;
 * looking here, a few nanoseconds.
 */
struct sounds {
	uint16_t *pages[PAGES];          /* by code point: a place in names, or one of the two marks above */
	char names[SOUNDS_MAX][SOUND_BYTES];
	uint16_t count;
};

/*
 * ICU is brought in when first needed: with its C++ library it is a fifth of the start of a program, which a plain
 * CGI program pays at every click, and most clicks never fold a text that is not ASCII.
 */
struct icu {
	__typeof__(u_errorName) *error_name;
	__typeof__(u_strToUTF8) *to_utf8;
	__typeof__(u_strFromUTF8WithSub) *from_utf8;
	__typeof__(unorm2_getNFKCCasefoldInstance) *casefold_instance;
	__typeof__(unorm2_normalize) *normalize;
	__typeof__(utrans_openU) *transliterator_open;
	__typeof__(utrans_transUChars) *transliterate;
	__typeof__(utrans_close) *transliterator_close;
};

struct locale_tools {
	struct arena *program;
	struct icu *icu;                 /* NULL: not needed yet */
	const UNormalizer2 *folding;     /* ICU's own, never closed */
	struct sounds *sounds;
	bool has_no_sounds;              /* ICU came without its transliterators: said once */
};

struct locale_tools *
locale_tools_new(struct arena *program)
{
	struct locale_tools *tools = ARENA_NEW(program, struct locale_tools);

	tools->program = program;
	return tools;
}

static void *
open_library(const char *name)
{
	void *library = dlopen(name, RTLD_NOW);

	if (!library)
		log_fatal("locale", "%s", dlerror());
	return library;
}

/* to: a pointer to a function, which ISO C does not let us convert from a pointer to data. */
static void
find_function(void *library, const char *name, void *to)
{
	void *found = dlsym(library, name);

	if (!found)
		log_fatal("locale", "%s", dlerror());
	memcpy(to, &found, sizeof found);
}

/* ICU's headers give each name a version; this is the name with it. */
#define NAME_OF(function) TEXT_OF(function)
#define TEXT_OF(text) #text

static const struct icu *
icu(struct locale_tools *tools)
{
	void *common, *transforms;
	struct icu *icu = tools->icu;

	if (icu)
		return icu;
	icu = tools->icu = ARENA_NEW(tools->program, struct icu);
	common = open_library("libicuuc.so." NAME_OF(U_ICU_VERSION_MAJOR_NUM));
	transforms = open_library("libicui18n.so." NAME_OF(U_ICU_VERSION_MAJOR_NUM));
	find_function(common, NAME_OF(u_errorName), &icu->error_name);
	find_function(common, NAME_OF(u_strToUTF8), &icu->to_utf8);
	find_function(common, NAME_OF(u_strFromUTF8WithSub), &icu->from_utf8);
	find_function(common, NAME_OF(unorm2_getNFKCCasefoldInstance), &icu->casefold_instance);
	find_function(common, NAME_OF(unorm2_normalize), &icu->normalize);
	find_function(transforms, NAME_OF(utrans_openU), &icu->transliterator_open);
	find_function(transforms, NAME_OF(utrans_transUChars), &icu->transliterate);
	find_function(transforms, NAME_OF(utrans_close), &icu->transliterator_close);
	return icu;
}

void
locale_tools_prepare(struct locale_tools *tools)
{
	icu(tools);
}

static bool
is_ascii(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.data[i] >= 0x80)
			return false;
	return true;
}

static const UNormalizer2 *
folding(struct locale_tools *tools)
{
	UErrorCode error = U_ZERO_ERROR;

	if (!tools->folding) {
		tools->folding = icu(tools)->casefold_instance(&error);
		if (U_FAILURE(error))
			log_fatal("locale", "ICU cannot fold text: %s", icu(tools)->error_name(error));
	}
	return tools->folding;
}

static struct str
to_utf8(struct locale_tools *tools, struct arena *arena, const UChar *units, int32_t count)
{
	UErrorCode error = U_ZERO_ERROR;
	int32_t len = 0;
	char *text;

	icu(tools)->to_utf8(NULL, 0, &len, units, count, &error);
	text = arena_take(arena, 1, (size_t)len + 1);
	error = U_ZERO_ERROR;
	icu(tools)->to_utf8(text, len + 1, &len, units, count, &error);
	if (U_FAILURE(error))
		log_fatal("locale", "folded text is not text: %s", icu(tools)->error_name(error));
	return (struct str){ text, (size_t)len };
}

struct str
locale_fold(struct locale_tools *tools, struct arena *arena, struct str s)
{
	UChar units_here[STACK_UNITS], folded_here[STACK_UNITS];
	UChar *units = units_here, *folded = folded_here;
	int32_t count = 0, folded_count;
	UErrorCode error = U_ZERO_ERROR;

	if (is_ascii(s))
		return str_lower(arena, s);
	if (s.len > FOLD_BYTES_MAX)
		log_fatal("locale", "a text of %zu bytes is too long to fold", s.len);
	/* UTF-16 never has more units than UTF-8 has bytes. */
	if (s.len > STACK_UNITS)
		units = ARENA_ARRAY(arena, UChar, s.len);
	icu(tools)->from_utf8(units, s.len > STACK_UNITS ? (int32_t)s.len : STACK_UNITS, &count, s.data, (int32_t)s.len,
	                      0xFFFD, NULL, &error);
	folded_count = icu(tools)->normalize(folding(tools), units, count, folded, STACK_UNITS, &error);
	if (error == U_BUFFER_OVERFLOW_ERROR) {
		error = U_ZERO_ERROR;
		folded = ARENA_ARRAY(arena, UChar, (size_t)folded_count);
		folded_count = icu(tools)->normalize(folding(tools), units, count, folded, folded_count, &error);
	}
	if (U_FAILURE(error))
		log_fatal("locale", "ICU could not fold a text: %s", icu(tools)->error_name(error));
	return to_utf8(tools, arena, folded, folded_count);
}

static UTransliterator *
transliterator_open(struct locale_tools *tools, const UChar *rules)
{
	UErrorCode error = U_ZERO_ERROR;
	UTransliterator *transliterator;

	if (tools->has_no_sounds)
		return NULL;
	transliterator = icu(tools)->transliterator_open(rules, -1, UTRANS_FORWARD, NULL, 0, NULL, &error);
	if (U_FAILURE(error)) {
		tools->has_no_sounds = true;
		log_event("locale", "ICU does not know the sound of Chinese: %s", icu(tools)->error_name(error));
		return NULL;
	}
	return transliterator;
}

/* The sound as lower-case letters; false when ICU gives back something else. */
static bool
ask_sound(struct locale_tools *tools, UTransliterator *transliterator, uint32_t code_point, char name[SOUND_BYTES])
{
	UErrorCode error = U_ZERO_ERROR;
	UChar units[64];
	int32_t count = 0, limit;

	U16_APPEND_UNSAFE(units, count, code_point);
	limit = count;
	icu(tools)->transliterate(transliterator, units, &count, (int32_t)(sizeof units / sizeof *units), 0, &limit, &error);
	if (U_FAILURE(error) || count <= 0 || count >= SOUND_BYTES)
		return false;
	for (int32_t i = 0; i < count; i++) {
		if (units[i] < 'a' || units[i] > 'z')
			return false;
		name[i] = (char)units[i];
	}
	name[count] = '\0';
	return true;
}

/* The place of a name in the table, added if it is new; NO_SOUND when the table is full. */
static uint16_t
keep_sound(struct sounds *sounds, const char name[SOUND_BYTES])
{
	for (uint16_t i = NO_SOUND + 1; i < sounds->count; i++)
		if (strcmp(sounds->names[i], name) == 0)
			return i;
	if (sounds->count == SOUNDS_MAX)
		return NO_SOUND;
	memcpy(sounds->names[sounds->count], name, SOUND_BYTES);
	return sounds->count++;
}

static uint16_t *
sound_place(struct locale_tools *tools, uint32_t code_point)
{
	uint32_t page = code_point / PAGE_CODE_POINTS;

	if (page >= PAGES)
		return NULL;
	if (!tools->sounds) {
		tools->sounds = ARENA_NEW(tools->program, struct sounds);
		tools->sounds->count = NO_SOUND + 1;
	}
	if (!tools->sounds->pages[page])
		tools->sounds->pages[page] = ARENA_ARRAY(tools->program, uint16_t, PAGE_CODE_POINTS);
	return &tools->sounds->pages[page][code_point % PAGE_CODE_POINTS];
}

/* Learns the characters of s not met before; true if s has any Han. */
static bool
learn_sounds(struct locale_tools *tools, struct str s)
{
	static const UChar sounds[] = u"Han-Latin; NFD; [:Nonspacing Mark:] Remove; NFC";
	UTransliterator *transliterator = NULL;
	uint32_t code_point;
	bool has_han = false;

	for (size_t at = 0; at < s.len;) {
		char name[SOUND_BYTES] = "";
		uint16_t *place;

		if (!utf8_next(s, &at, &code_point)) {
			at++;
			continue;
		}
		if (!utf8_is_han(code_point) || !(place = sound_place(tools, code_point)))
			continue;
		has_han = true;
		if (*place != NOT_LOOKED_UP)
			continue;
		if (!transliterator && !(transliterator = transliterator_open(tools, sounds)))
			return false;
		*place = ask_sound(tools, transliterator, code_point, name) ? keep_sound(tools->sounds, name) : NO_SOUND;
	}
	/* Reopening is cheap, and so no handle outlives the arena that would point at it. */
	if (transliterator)
		icu(tools)->transliterator_close(transliterator);
	return has_han;
}

/* Adds the whole sound of every Han character, or its first letter; a blank wherever one run ends and another begins. */
static bool
add_sounds(const struct sounds *sounds, struct buf *buf, struct str s, size_t letters_max, bool has_added)
{
	bool is_run_open = false;
	uint32_t code_point;

	for (size_t at = 0; at < s.len;) {
		uint16_t sound = NO_SOUND;

		if (!utf8_next(s, &at, &code_point)) {
			at++;
			is_run_open = false;
			continue;
		}
		if (!utf8_is_han(code_point)) {
			is_run_open = false;
			continue;
		}
		if (code_point / PAGE_CODE_POINTS < PAGES)
			sound = sounds->pages[code_point / PAGE_CODE_POINTS][code_point % PAGE_CODE_POINTS];
		if (sound == NO_SOUND)
			continue;
		if (!is_run_open && has_added)
			buf_add_char(buf, ' ');
		buf_add(buf, str_slice(str_from(sounds->names[sound]), 0, letters_max));
		is_run_open = has_added = true;
	}
	return has_added;
}

void
locale_add_pinyin(struct locale_tools *tools, struct buf *buf, struct str s)
{
	bool has_added;

	if (is_ascii(s) || !learn_sounds(tools, s))
		return;
	has_added = add_sounds(tools->sounds, buf, s, SOUND_BYTES, false);
	add_sounds(tools->sounds, buf, s, 1, has_added);
}

struct str
locale_latin(struct locale_tools *tools, struct arena *arena, struct str s)
{
	static const UChar letters[] = u"Any-Latin; Latin-ASCII; Lower";
	UChar units[STACK_UNITS];
	int32_t count = 0, limit;
	UErrorCode error = U_ZERO_ERROR;
	UTransliterator *transliterator;

	/* A character may become many. */
	if (is_ascii(s) || s.len > STACK_UNITS / 4 || !(transliterator = transliterator_open(tools, letters)))
		return str_lower(arena, s);
	icu(tools)->from_utf8(units, STACK_UNITS, &count, s.data, (int32_t)s.len, 0xFFFD, NULL, &error);
	limit = count;
	icu(tools)->transliterate(transliterator, units, &count, STACK_UNITS, 0, &limit, &error);
	icu(tools)->transliterator_close(transliterator);
	return U_FAILURE(error) ? str_lower(arena, s) : to_utf8(tools, arena, units, count);
}
