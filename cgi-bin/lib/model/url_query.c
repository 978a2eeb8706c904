/* url_query.c: puts parameters behind an address. */
#include "model/url_query.h"

void
url_query_start(struct url_query *url, struct arena *arena, struct str path)
{
	buf_init(&url->buf, arena, 16 * 1024);
	buf_add(&url->buf, path);
	url->is_first = true;
}

static void
add_escaped(struct buf *buf, struct str s)
{
	static const char hex[] = "0123456789ABCDEF";

	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.data[i];

		if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '.' || c == '_' || c == '~') {
			buf_add_char(buf, (char)c);
		} else {
			buf_add_char(buf, '%');
			buf_add_char(buf, hex[c >> 4]);
			buf_add_char(buf, hex[c & 15]);
		}
	}
}

void
url_query_add(struct url_query *url, struct str name, struct str value)
{
	buf_add_char(&url->buf, url->is_first ? '?' : '&');
	url->is_first = false;
	add_escaped(&url->buf, name);
	buf_add_char(&url->buf, '=');
	add_escaped(&url->buf, value);
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
