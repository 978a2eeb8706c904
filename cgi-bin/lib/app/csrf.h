/*
 * csrf.h: form tokens: 16 random bytes and their authentication under the
 * cookie that the browser sends along, so that no other site can make one.
 * Together with the address the random part names the change a form makes:
 * a second arrival of the same form is the same change.
 */
#ifndef APP_CSRF_H
#define APP_CSRF_H

#include "base/str.h"

struct str csrf_token(struct arena *arena, struct str key);
/* Is it one of ours, for this key? change_token: 16 bytes for change.token. */
bool csrf_check(struct arena *arena, struct str key, struct str token, struct str path, struct str *change_token);

#endif
