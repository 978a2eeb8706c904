/*
 * multipart.h: the parts of a multipart/form-data body (RFC 7578). The values
 * are slices of the body; nothing is copied but names with escapes.
 */
#ifndef HTTP_MULTIPART_H
#define HTTP_MULTIPART_H

#include "http/form.h"

/* boundary from a Content-Type value; NO_STR when there is none or it is not allowed (1..70 bytes). */
struct str multipart_boundary(struct str content_type);

/* Adds every part to the form. False when the body is not whole and well-formed. */
bool multipart_parse(struct arena *arena, struct str body, struct str boundary, struct form *form);

#endif
