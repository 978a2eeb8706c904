/* csv.c: reads the tables people bring in a file and writes those they take away. */
#include "format/csv.h"

#include <string.h>


static const char separators[] = ",;\t|";

static bool
is_separator(char c)
{
	return c && strchr(separators, c);
}

static bool
is_line_end(char c)
{
	return c == '\n' || c == '\r';
}

/* Moves *at past one line end: CR LF, LF or CR. */
static void
pass_line_end(struct str text, size_t *at)
{
	if (text.data[*at] == '\r' && *at + 1 < text.len && text.data[*at + 1] == '\n')
		++*at;
	++*at;
}

/* Where the quote opened just before `at` is closed; text.len when it never is. */
static size_t
closing_quote(struct str text, size_t at)
{
	while (at < text.len) {
		const char *quote = memchr(text.data + at, '"', text.len - at);

		if (!quote)
			return text.len;
		at = (size_t)(quote - text.data);
		if (at + 1 >= text.len || text.data[at + 1] != '"')
			return at;
		at += 2;
	}
	return text.len;
}

/* A quote is taken to open a field after any of the separators, as it is not yet known which one counts. */
static char
guess_separator(struct str text)
{
	size_t counts[sizeof separators - 1] = { 0 };
	size_t best = 0, at = 0;
	bool at_start = true;

	while (at < text.len && is_line_end(text.data[at]))
		at++;
	for (; at < text.len && !is_line_end(text.data[at]); at++) {
		char c = text.data[at];

		if (c == '"' && at_start)
			at = closing_quote(text, at + 1);
		at_start = is_separator(c);
		if (at_start)
			counts[strchr(separators, c) - separators]++;
	}
	for (size_t i = 1; i < sizeof separators - 1; i++)
		if (counts[i] > counts[best])
			best = i;
	return separators[best];
}

void
csv_init(struct csv *csv, struct str text)
{
	*csv = (struct csv){ .text = text, .separator = guess_separator(text), .next_line = 1 };
}

static size_t
count_line_ends(struct str text)
{
	size_t count = 0, at = 0;

	while (at < text.len) {
		if (is_line_end(text.data[at])) {
			pass_line_end(text, &at);
			count++;
		} else {
			at++;
		}
	}
	return count;
}

/* The inside of the quotes with doubled quotes made single, then what follows the closing quote as it is. */
static struct str
unquote(struct arena *arena, struct str inside, size_t doubled, struct str tail)
{
	size_t len = 0;
	char *value;

	if (!doubled && !tail.len)
		return inside;
	value = arena_take(arena, 1, inside.len - doubled + tail.len);
	for (size_t i = 0; i < inside.len; i++) {
		value[len++] = inside.data[i];
		if (inside.data[i] == '"')
			i++;
	}
	if (tail.len)
		memcpy(value + len, tail.data, tail.len);
	return (struct str){ value, len + tail.len };
}

static size_t
end_of_plain(const struct csv *csv, size_t at)
{
	const char *data = csv->text.data;

	while (at < csv->text.len && data[at] != csv->separator && !is_line_end(data[at]))
		at++;
	return at;
}

static size_t
count_quotes(struct str s)
{
	size_t count = 0;

	for (size_t i = 0; i < s.len; i++)
		count += s.data[i] == '"';
	return count;
}

/* Reads the field at csv->at and stops before what ended it. */
static bool
read_field(struct csv *csv, struct arena *arena, struct str *value)
{
	struct str text = csv->text, inside, tail;
	size_t from = csv->at, close, doubled;

	if (from >= text.len || text.data[from] != '"') {
		csv->at = end_of_plain(csv, from);
		*value = str_slice(text, from, csv->at);
		if (value->len > CSV_FIELD_BYTES_MAX)
			csv->fault = N_("A field is too long.");
		return !csv->fault;
	}
	close = closing_quote(text, from + 1);
	if (close >= text.len) {
		csv->fault = N_("A quotation mark is never closed.");
		return false;
	}
	csv->at = end_of_plain(csv, close + 1);
	inside = str_slice(text, from + 1, close);
	tail = str_slice(text, close + 1, csv->at);
	doubled = count_quotes(inside) / 2;
	if (inside.len - doubled + tail.len > CSV_FIELD_BYTES_MAX) {
		csv->fault = N_("A field is too long.");
		return false;
	}
	csv->next_line += count_line_ends(inside);
	*value = unquote(arena, inside, doubled, tail);
	return true;
}

bool
csv_next(struct csv *csv, struct arena *arena, struct str **fields, size_t *count)
{
	struct str record[CSV_FIELDS_MAX];
	size_t found = 0;

	if (csv->fault)
		return false;
	for (; csv->at < csv->text.len && is_line_end(csv->text.data[csv->at]); csv->next_line++)
		pass_line_end(csv->text, &csv->at);
	if (csv->at >= csv->text.len)
		return false;
	csv->line = csv->next_line;
	for (;;) {
		if (found == CSV_FIELDS_MAX) {
			csv->fault = N_("A record has too many fields.");
			return false;
		}
		if (!read_field(csv, arena, &record[found++]))
			return false;
		if (csv->at >= csv->text.len || csv->text.data[csv->at] != csv->separator)
			break;
		csv->at++;
	}
	if (csv->at < csv->text.len) {
		pass_line_end(csv->text, &csv->at);
		csv->next_line++;
	}
	*fields = ARENA_ARRAY(arena, struct str, found);
	memcpy(*fields, record, found * sizeof *record);
	*count = found;
	return true;
}

static bool
needs_quotes(struct str value)
{
	for (size_t i = 0; i < value.len; i++)
		if (value.data[i] == '"' || is_line_end(value.data[i]) || is_separator(value.data[i]))
			return true;
	return false;
}

void
csv_add(struct buf *buf, struct str value, bool is_first, enum csv_flavour flavour)
{
	bool is_formula = flavour == CSV_SPREADSHEET && value.len && value.data[0] && strchr("=+-@\t\r", value.data[0]);
	bool is_quoted = needs_quotes(value) || (is_first && value.len == 0);
	struct str rest = value, part;

	if (!is_first)
		buf_add_char(buf, ',');
	if (is_quoted)
		buf_add_char(buf, '"');
	if (is_formula)
		buf_add_char(buf, '\'');
	while (str_cut(&rest, '"', &part)) {
		buf_add(buf, part);
		if (rest.data)
			buf_add(buf, S("\"\""));
	}
	if (is_quoted)
		buf_add_char(buf, '"');
}

void
csv_end_record(struct buf *buf)
{
	buf_add(buf, S("\r\n"));
}
