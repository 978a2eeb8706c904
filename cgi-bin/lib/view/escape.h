/* escape.h: text made harmless inside HTML, in element content and in quoted attributes. */
#ifndef VIEW_ESCAPE_H
#define VIEW_ESCAPE_H

#include "base/buf.h"

void escape_html(struct buf *buf, struct str s);      /* & < > " ' */

#endif
