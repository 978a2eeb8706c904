/*
 * resume.h: what somebody typed, carried over a failure or past signing in,
 * until they send it once more themselves; for app/ alone. Passwords and
 * files are never carried, nor more than KEPT_BYTES_MAX, nor what a page of
 * another site sent.
 */
#ifndef APP_RESUME_H
#define APP_RESUME_H

#include "app/app.h"

enum { KEPT_FIELDS_MAX = 2000, KEPT_BYTES_MAX = 1 << 20 };

struct kept {
	struct str action;             /* where it was going; NO_STR: nothing was on its way */
	struct form form;              /* without token, passwords and files */
	struct str token;              /* that it came with */
	bool has_password, has_file, is_too_much;
};

/* The request's own form, or the one that its sign-in form carried. True when it can be sent again as it was. */
bool resume_read(struct ctx *ctx, struct kept *kept);
/* An N_() id that says what became of it; NULL: nothing was on its way. */
const char *resume_text(const struct kept *kept);
/* The page with its form, to go back to where it cannot be kept; NO_STR: there is none. */
struct str resume_page(struct ctx *ctx, const struct kept *kept);
/* `retry`: a button of that label (N_) sends it with this token. */
void resume_put_retry(struct ctx *ctx, const struct kept *kept, struct str token, const char *label);
/* `sign_in`: the form to sign in with, which carries it along. */
void resume_put_sign_in(struct ctx *ctx, const struct kept *kept);

#endif
