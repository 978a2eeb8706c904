/* shown.c: a value as people see it, for the templates. */
#include "model/shown.h"

#include <stddef.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"

struct str
number_grouped(struct arena *arena, struct str number)
{
	struct buf buf;
	ptrdiff_t point = str_find_char(number, '.');
	size_t whole = point < 0 ? number.len : (size_t)point;

	if (whole <= 3)
		return number;
	buf_init(&buf, arena, 128);
	for (size_t i = 0; i < number.len; i++) {
		if (i && i < whole && (whole - i) % 3 == 0 && number.data[i - 1] != '-')
			buf_add_char(&buf, ',');
		buf_add_char(&buf, number.data[i]);
	}
	return buf_str(&buf);
}

struct str
name_initials(struct arena *arena, struct str name)
{
	struct buf buf;
	size_t at = 0;
	uint32_t c;
	bool at_start = true;

	buf_init(&buf, arena, 16);
	while (utf8_next(name, &at, &c)) {
		if (utf8_is_han(c)) {
			if (buf.len == 0)
				utf8_add(&buf, c);
			break;
		}
		if (at_start && c > ' ' && buf.len < 8) {
			utf8_add(&buf, c >= 'a' && c <= 'z' ? c - 32 : c);
			if (utf8_length(buf_str(&buf)) == 2)
				break;
		}
		at_start = c == ' ';
	}
	return buf_str(&buf);
}

struct str
name_tint(struct str name)
{
	static const char *const tints[] = { "ok", "info", "vio", "warn", "bad", "neu" };
	unsigned sum = 0;

	for (size_t i = 0; i < name.len; i++)
		sum = sum * 31 + (unsigned char)name.data[i];
	return str_from(tints[sum % 6]);
}

static struct str
shown_text(const struct view *view, struct arena *arena)
{
	(void)arena;
	return ((const struct shown *)view->data)->text;
}

static bool
shown_find(const struct view *view, struct str name, struct arena *arena, struct view *found)
{
	static const struct { const char *name; size_t len, at; bool is_text; } members[] = {
		{ "is_empty", 8, offsetof(struct shown, is_empty), false }, { "text", 4, offsetof(struct shown, text), true },
		{ "align", 5, offsetof(struct shown, align), true }, { "href", 4, offsetof(struct shown, href), true },
		{ "label", 5, offsetof(struct shown, label), true }, { "tint", 4, offsetof(struct shown, tint), true },
		{ "initials", 8, offsetof(struct shown, initials), true }, { "iso", 3, offsetof(struct shown, iso), true },
		{ "title", 5, offsetof(struct shown, title), true }, { "is_hollow", 9, offsetof(struct shown, is_hollow), false },
		{ "is_zero", 7, offsetof(struct shown, is_zero), false },
	};
	const struct shown *shown = view->data;

	(void)arena;
	if (str_equal(name, S("cell"))) {
		*found = view_text(str_from(shown->cell));
		return true;
	}
	for (size_t i = 0; i < sizeof members / sizeof *members; i++)
		if (members[i].len == name.len && members[i].name[0] == name.data[0] && memcmp(members[i].name, name.data, name.len) == 0) {
			const void *member = (const char *)view->data + members[i].at;

			*found = members[i].is_text ? view_text(*(const struct str *)member) : view_bool(*(const bool *)member);
			return true;
		}
	return false;
}

struct view
view_shown(const struct shown *shown)
{
	static const struct view_type type = { shown_text, shown_find, view_first_itself, view_no_next };

	return (struct view){ .type = &type, .data = shown };
}
