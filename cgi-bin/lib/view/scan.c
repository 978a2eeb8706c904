/* scan.c: finds the tags of a template, each with its line, its partner and the blanks around it. */
#include "view/template_ops.h"

#include <string.h>

struct scan {
	struct templates *templates;
	const struct piece *piece;
	struct tag_list *list;
	struct str open, close;
	size_t counted_to;             /* lines are counted up to here */
	unsigned line;
	size_t open_tags[NESTING_MAX];
	size_t open_count;
};

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool
is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool
has_space(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (is_space(s.data[i]) || s.data[i] == '\0')
			return true;
	return false;
}

/* Offset of needle at or after from; SIZE_MAX if absent. */
static size_t
find_from(struct str s, size_t from, struct str needle)
{
	ptrdiff_t found = str_find(str_slice(s, from, s.len), needle);

	return found < 0 ? SIZE_MAX : from + (size_t)found;
}

static unsigned
line_at(struct scan *scan, size_t at)
{
	const char *text = scan->piece->text.data;

	if (!scan->piece->is_translation)
		for (; scan->counted_to < at; scan->counted_to++)
			scan->line += text[scan->counted_to] == '\n';
	return scan->line;
}

static void
look_around(const struct piece *piece, struct tag *tag)
{
	struct str text = piece->text;
	size_t left = tag->start, right = tag->end;

	while (left > 0 && is_blank(text.data[left - 1]))
		left--;
	tag->left = left;
	tag->is_left_blank = left == 0 ? !piece->is_translation : text.data[left - 1] == '\n';
	while (right < text.len && is_blank(text.data[right]))
		right++;
	if (right == text.len) {
		tag->is_right_blank = !piece->is_translation;
	} else {
		if (text.data[right] == '\r' && right + 1 < text.len && text.data[right + 1] == '\n')
			right++;
		tag->is_right_blank = text.data[right] == '\n';
		right += tag->is_right_blank;
	}
	tag->right = right;
}

static bool
set_delimiters(struct scan *scan, const struct tag *tag, struct str both)
{
	size_t first = 0, second;

	while (first < both.len && !is_space(both.data[first]))
		first++;
	second = first;
	while (second < both.len && is_space(both.data[second]))
		second++;
	scan->open = str_slice(both, 0, first);
	scan->close = str_slice(both, second, both.len);
	if (first == 0 || scan->close.len == 0 || has_space(scan->close) || str_find_char(both, '=') >= 0)
		return templates_fail(scan->templates, scan->piece->template_name, tag->line,
		                      "bad delimiters \"%.*s\"", STR_ARG(str_slice(both, 0, 40)));
	return true;
}

static bool
read_name(struct scan *scan, struct tag *tag, struct str name)
{
	if ((tag->kind == '>' || tag->kind == '<' || tag->kind == '/') && str_starts_with(name, S("*"))) {
		tag->is_dynamic = true;
		name = str_trim(str_slice(name, 1, name.len));
	}
	tag->name = name;
	if (name.len == 0 || has_space(name))
		return templates_fail(scan->templates, scan->piece->template_name, tag->line, "bad tag %.*s",
		                      STR_ARG(str_slice(scan->piece->text, tag->start, tag->end < tag->start + 60 ? tag->end : tag->start + 60)));
	return true;
}

/* Reads the tag at start; in the end the delimiters may be new ones. */
static bool
read_tag(struct scan *scan, size_t start, struct tag *tag)
{
	struct str text = scan->piece->text, close = scan->close;
	size_t at = start + scan->open.len, found;
	char sigil;

	*tag = (struct tag){ .kind = '.', .line = line_at(scan, start), .start = start, .open = scan->open, .close = scan->close };
	while (at < text.len && is_space(text.data[at]))
		at++;
	sigil = at < text.len ? text.data[at] : '\0';
	if (sigil && strchr("#^$<>/!=&{", sigil)) {
		tag->kind = sigil == '{' ? '&' : sigil;
		at++;
	}
	if (sigil == '{' || sigil == '=')
		close = str_join(&scan->templates->scratch, sigil == '{' ? S("}") : S("="), close);
	found = find_from(text, at, close);
	if (found == SIZE_MAX)
		return templates_fail(scan->templates, scan->piece->template_name, tag->line, "tag %.*s is not closed",
		                      STR_ARG(str_slice(text, start, start + 20)));
	tag->end = found + close.len;
	look_around(scan->piece, tag);
	if (tag->kind == '!')
		return true;
	if (tag->kind == '=')
		return set_delimiters(scan, tag, str_trim(str_slice(text, at, found)));
	return read_name(scan, tag, str_trim(str_slice(text, at, found)));
}

static bool
fail_tag(struct scan *scan, unsigned line, const struct tag *tag, const char *what)
{
	return templates_fail(scan->templates, scan->piece->template_name, line, "section {{%c%s%.*s}} %s",
	                      tag->kind, tag->is_dynamic ? "*" : "", STR_ARG(str_slice(tag->name, 0, 80)), what);
}

/* Gives an opening and a closing tag each other's place, and every tag its container. */
static bool
place_tag(struct scan *scan, size_t place)
{
	struct tag *tags = scan->list->tags, *tag = &tags[place], *opening;

	tag->container = scan->open_count ? scan->open_tags[scan->open_count - 1] : NO_TAG;
	if (strchr("#^$<", tag->kind)) {
		if (scan->open_count == NESTING_MAX)
			return fail_tag(scan, tag->line, tag, "is nested deeper than 64");
		scan->open_tags[scan->open_count++] = place;
	} else if (tag->kind == '/') {
		if (!scan->open_count)
			return fail_tag(scan, tag->line, tag, "was not open");
		opening = &tags[tag->container];
		if (!str_equal(opening->name, tag->name) || opening->is_dynamic != tag->is_dynamic)
			return fail_tag(scan, opening->line, opening, "is not closed");
		opening->partner = place;
		tag->partner = tag->container;
		tag->container = opening->container;
		scan->open_count--;
	}
	return true;
}

static void
append(struct scan *scan, struct tag tag)
{
	struct tag_list *list = scan->list;

	if (list->count == list->size) {
		size_t size = list->size ? list->size * 2 : 64;

		list->tags = arena_grow(&scan->templates->scratch, list->tags, list->size * sizeof tag, size * sizeof tag);
		list->size = size;
	}
	list->tags[list->count++] = tag;
}

bool
template_scan(struct templates *templates, const struct piece *piece, struct tag_list *list)
{
	struct scan scan = {
		.templates = templates, .piece = piece, .list = list,
		.open = piece->open, .close = piece->close, .line = piece->line,
	};
	struct tag tag;
	size_t at = 0;

	while ((at = find_from(piece->text, at, scan.open)) != SIZE_MAX) {
		if (!read_tag(&scan, at, &tag))
			return false;
		append(&scan, tag);
		if (!place_tag(&scan, list->count - 1))
			return false;
		at = tag.end;
	}
	if (scan.open_count) {
		const struct tag *open = &list->tags[scan.open_tags[scan.open_count - 1]];

		return fail_tag(&scan, open->line, open, "is not closed");
	}
	return true;
}
