/* multipart.c: takes apart a form that carries files. */
#include "http/multipart.h"

#include "http/url.h"

enum { HEAD_BYTES_MAX = 16 * 1024, BOUNDARY_MAX = 70 };

/* One "name=value" after a ';' in a header: a token, or text in quotes with its escapes still in. */
struct parameter {
	struct str name, value;
};

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static struct str
skip_blanks(struct str s)
{
	while (s.len > 0 && is_blank(s.data[0]))
		s = str_slice(s, 1, s.len);
	return s;
}

/* Cuts the next parameter off *rest. False at the end; *is_broken tells an end from a fault. */
static bool
cut_parameter(struct str *rest, struct parameter *parameter, bool *is_broken)
{
	struct str s = skip_blanks(*rest);
	size_t len = 0;

	*is_broken = s.len > 0;
	if (s.len == 0 || s.data[0] != ';')
		return false;
	s = skip_blanks(str_slice(s, 1, s.len));
	if (s.len == 0) {
		*is_broken = false;
		return false;
	}
	if (!str_cut(&s, '=', &parameter->name) || !s.data)
		return false;
	parameter->name = str_trim(parameter->name);
	s = skip_blanks(s);
	if (str_starts_with(s, S("\""))) {
		for (len = 1; len < s.len && s.data[len] != '"'; len++)
			if (s.data[len] == '\\' && len + 1 < s.len)
				len++;
		if (len >= s.len)
			return false;
		parameter->value = str_slice(s, 1, len);
		len++;
	} else {
		while (len < s.len && s.data[len] != ';' && !is_blank(s.data[len]))
			len++;
		parameter->value = str_slice(s, 0, len);
	}
	*rest = str_slice(s, len, s.len);
	return true;
}

static bool
is_boundary(struct str s)
{
	if (s.len < 1 || s.len > BOUNDARY_MAX || s.data[s.len - 1] == ' ')
		return false;
	for (size_t i = 0; i < s.len; i++) {
		char c = s.data[i];

		if (!(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') &&
		    str_find_char(S("'()+_,-./:=? "), c) < 0)
			return false;
	}
	return true;
}

struct str
multipart_boundary(struct str content_type)
{
	ptrdiff_t end = str_find_char(content_type, ';');
	struct parameter parameter;
	struct str rest;
	bool is_broken;

	if (end < 0 || !str_equal_ignoring_case(str_trim(str_slice(content_type, 0, (size_t)end)), S("multipart/form-data")))
		return NO_STR;
	rest = str_slice(content_type, (size_t)end, content_type.len);
	while (cut_parameter(&rest, &parameter, &is_broken))
		if (str_equal_ignoring_case(parameter.name, S("boundary")))
			return is_boundary(parameter.value) ? parameter.value : NO_STR;
	return NO_STR;
}

/*
 * Browsers write a quote, CR and LF in a name as %22, %0D and %0A and leave
 * every other '%' alone; other clients write \" and \\.
 */
static struct str
unescape(struct arena *arena, struct str s)
{
	static const struct { struct str escaped; char plain; } escapes[] = {
		{ { "%22", 3 }, '"' }, { { "%0D", 3 }, '\r' }, { { "%0d", 3 }, '\r' }, { { "%0A", 3 }, '\n' },
		{ { "%0a", 3 }, '\n' }, { { "\\\"", 2 }, '"' }, { { "\\\\", 2 }, '\\' },
	};
	char *data;
	size_t len = 0;

	if (str_find_char(s, '%') < 0 && str_find_char(s, '\\') < 0)
		return s;
	data = arena_take(arena, 1, s.len + 1);
	while (s.len > 0) {
		size_t used = 1;

		data[len] = s.data[0];
		for (size_t i = 0; i < sizeof escapes / sizeof escapes[0]; i++) {
			if (str_starts_with(s, escapes[i].escaped)) {
				data[len] = escapes[i].plain;
				used = escapes[i].escaped.len;
				break;
			}
		}
		len++;
		s = str_slice(s, used, s.len);
	}
	return (struct str){ data, len };
}

static bool
read_disposition(struct arena *arena, struct str value, struct form_field *field)
{
	struct parameter parameter;
	ptrdiff_t end = str_find_char(value, ';');
	bool is_broken;

	if (field->name.data || end < 0 || !str_equal_ignoring_case(str_trim(str_slice(value, 0, (size_t)end)), S("form-data")))
		return false;
	value = str_slice(value, (size_t)end, value.len);
	while (cut_parameter(&value, &parameter, &is_broken)) {
		if (str_equal_ignoring_case(parameter.name, S("name")) && !field->name.data)
			field->name = unescape(arena, parameter.value);
		else if (str_equal_ignoring_case(parameter.name, S("filename")) && !field->file_name.data)
			field->file_name = unescape(arena, parameter.value);
	}
	return !is_broken && field->name.data;
}

static bool
is_plain_encoding(struct str value)
{
	return str_equal_ignoring_case(value, S("7bit")) || str_equal_ignoring_case(value, S("8bit")) ||
	    str_equal_ignoring_case(value, S("binary"));
}

/* The header lines of a part, each ended by CRLF. */
static bool
read_head(struct arena *arena, struct str head, struct form_field *field)
{
	while (head.len > 0) {
		ptrdiff_t end = str_find(head, S("\r\n"));
		struct str value, name;

		if (end < 0)
			return false;
		value = str_slice(head, 0, (size_t)end);
		head = str_slice(head, (size_t)end + 2, head.len);
		if (!str_cut(&value, ':', &name) || !value.data || name.len == 0)
			return false;
		value = str_trim(value);
		if (str_equal_ignoring_case(name, S("content-disposition"))) {
			if (!read_disposition(arena, value, field))
				return false;
		} else if (str_equal_ignoring_case(name, S("content-type"))) {
			field->content_type = value;
		} else if (str_equal_ignoring_case(name, S("content-transfer-encoding"))) {
			if (!is_plain_encoding(value))
				return false;
		}
	}
	if (!field->file_name.data)
		field->content_type = NO_STR;
	else if (str_is_empty(field->content_type))
		field->content_type = S("application/octet-stream");
	return field->name.data;
}

/* What follows a delimiter: nothing but blanks and CRLF before a part, "--" at the end of all. */
static bool
cut_line_end(struct str *rest, bool *is_last)
{
	struct str s = *rest;

	*is_last = str_starts_with(s, S("--"));
	if (*is_last)
		s = str_slice(s, 2, s.len);
	s = skip_blanks(s);
	if (str_starts_with(s, S("\r\n")))
		s = str_slice(s, 2, s.len);
	else if (!*is_last || s.len > 0)
		return false;
	*rest = s;
	return true;
}

/* Cuts a part's value off *rest, up to and with the next delimiter line. */
static bool
cut_value(struct str *rest, struct str delimiter, struct str *value, bool *is_last)
{
	size_t from = 0;

	for (;;) {
		ptrdiff_t at = str_find(str_slice(*rest, from, rest->len), delimiter);
		struct str after;

		if (at < 0)
			return false;
		after = str_slice(*rest, from + (size_t)at + delimiter.len, rest->len);
		if (cut_line_end(&after, is_last)) {
			*value = str_slice(*rest, 0, from + (size_t)at);
			*rest = after;
			return true;
		}
		from += (size_t)at + delimiter.len;
	}
}

/* Cuts a part's header lines and the empty line behind them off *rest. */
static bool
cut_head(struct str *rest, struct str *head)
{
	ptrdiff_t end;

	if (str_starts_with(*rest, S("\r\n")))
		return false;
	end = str_find(str_slice(*rest, 0, HEAD_BYTES_MAX), S("\r\n\r\n"));
	if (end < 0)
		return false;
	*head = str_slice(*rest, 0, (size_t)end + 2);
	*rest = str_slice(*rest, (size_t)end + 4, rest->len);
	return true;
}

bool
multipart_parse(struct arena *arena, struct str body, struct str boundary, struct form *form)
{
	struct str delimiter, rest;
	bool is_last;

	if (str_is_empty(boundary))
		return false;
	delimiter = str_join(arena, S("\r\n--"), boundary);
	if (!str_starts_with(body, str_slice(delimiter, 2, delimiter.len)))
		return false;
	rest = str_slice(body, delimiter.len - 2, body.len);
	if (!cut_line_end(&rest, &is_last))
		return false;
	while (!is_last) {
		struct form_field field = { .name = NO_STR, .file_name = NO_STR, .content_type = NO_STR };
		struct str head;

		if (!cut_head(&rest, &head) || !read_head(arena, head, &field) ||
		    !cut_value(&rest, delimiter, &field.value, &is_last) || !form_add(arena, form, field))
			return false;
	}
	return rest.len == 0;
}
