/* cookie_fuzz.c: the first line is a name, the rest a Cookie header; a value found stays inside it. */
#include <stdint.h>
#include <stdlib.h>

#include "http/cookie.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str header = { size ? (const char *)data : "", size }, name, value;

	str_cut(&header, '\n', &name);
	value = cookie_get(header, name);
	if (value.data && (value.data < header.data || value.data + value.len > header.data + header.len ||
	    str_find(header, name) < 0 || str_find_char(value, ';') >= 0))
		abort();
	if (!header.data && value.data)
		abort();
	return 0;
}
