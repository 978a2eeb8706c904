/*
 * form.h: names and values a browser sent: a query string, a urlencoded body
 * or the parts of a multipart body, in the order they came. Names may come
 * more than once.
 */
#ifndef HTTP_FORM_H
#define HTTP_FORM_H

#include "base/str.h"

enum { FORM_FIELDS_MAX = 4000 };

struct form_field {
	struct str name;
	struct str value;          /* text, or a file's bytes */
	struct str file_name;      /* NO_STR unless it is a file */
	struct str content_type;   /* of a file */
};

struct form {
	struct form_field *fields;
	size_t count;
};

/*
 * Adds the pairs of "a=1&b=%E6%A1%A5". False when an escape is broken
 * or there are more than FORM_FIELDS_MAX pairs. '+' is a blank. Bytes are
 * not checked to be UTF-8 here: input does that, to be able to name the field.
 */
bool form_parse(struct arena *arena, struct str encoded, struct form *form);

/* Adds one field at the end; false when there are FORM_FIELDS_MAX. A form starts as all zero. */
bool form_add(struct arena *arena, struct form *form, struct form_field field);

/* First value of that name; NO_STR when it was not sent. */
struct str form_get(const struct form *form, struct str name);
const struct form_field *form_find(const struct form *form, struct str name);

#endif
