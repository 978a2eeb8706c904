/* url_query.c: puts parameters behind an address. */
#include "base/url_query.h"

void
url_query_start(struct url_query *url, struct arena *arena, struct str path)
{
	buf_init(&url->buf, arena, 16 * 1024);
	buf_add(&url->buf, path);
	url->is_first = true;
}

void
url_escape(struct buf *buf, struct str s)
{
	static const char hex[] = "0123456789ABCDEF";

	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.data[i];
		char escaped[3] = { '%', hex[c >> 4], hex[c & 15] };

		if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~')
			buf_add_char(buf, (char)c);
		else
			buf_add(buf, (struct str){ escaped, sizeof escaped });
	}
}

void
url_query_add(struct url_query *url, struct str name, struct str value)
{
	buf_add_char(&url->buf, url->is_first ? '?' : '&');
	url->is_first = false;
	url_escape(&url->buf, name);
	buf_add_char(&url->buf, '=');
	url_escape(&url->buf, value);
}

struct str
url_query_end(struct url_query *url, struct str carried)
{
	if (carried.len) {
		buf_add_char(&url->buf, url->is_first ? '?' : '&');
		buf_add(&url->buf, carried);
	}
	return buf_str(&url->buf);
}

struct str
url_query_join(struct arena *arena, struct str path, struct str carried)
{
	if (!carried.len)
		return path;
	return str_format(arena, "%.*s%c%.*s", STR_ARG(path), str_find_char(path, '?') < 0 ? '?' : '&', STR_ARG(carried));
}
