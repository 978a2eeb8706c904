/* url.c: reads percent escapes, and tells which paths stay on this site. */
#include "http/url.h"

#include "base/utf8.h"

static int
hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

bool
url_decode(struct arena *arena, struct str s, bool plus_is_blank, struct str *decoded)
{
	char *data;
	size_t len = 0;

	if (str_find_char(s, '%') < 0 && (!plus_is_blank || str_find_char(s, '+') < 0)) {
		*decoded = s;
		return true;
	}
	data = arena_take(arena, 1, s.len + 1);
	for (size_t i = 0; i < s.len; i++) {
		char c = s.data[i];

		if (c == '%') {
			int high = s.len - i > 2 ? hex_value(s.data[i + 1]) : -1;
			int low = s.len - i > 2 ? hex_value(s.data[i + 2]) : -1;

			if (high < 0 || low < 0)
				return false;
			c = (char)(high << 4 | low);
			i += 2;
		} else if (c == '+' && plus_is_blank) {
			c = ' ';
		}
		data[len++] = c;
	}
	*decoded = (struct str){ data, len };
	return true;
}

bool
url_is_local_path(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.data[i] < 0x20 || s.data[i] == '\\')
			return false;
	return str_starts_with(s, S("/")) && str_find(s, S("//")) < 0 && !utf8_has_control(s);
}
