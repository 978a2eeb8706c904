/* password.h: what a password must be, and where it is kept. */
#ifndef ADMIN_PASSWORD_H
#define ADMIN_PASSWORD_H

#include "app/app.h"

enum { PASSWORD_MIN = 12, PASSWORD_MAX_BYTES = 200 };

/* An N_() id saying what is wrong with a new password; NULL when nothing is. */
const char *password_problem(struct str password, struct str again, struct str login);
bool password_is(struct str stored, struct str typed);
/* Hashes and stores it; slow on purpose, so never under the clock. */
void password_store(struct ctx *ctx, struct str user_id, struct str password);

/* Puts the problem into the page's summary. */
void password_put_problem(struct ctx *ctx, const char *problem);

#endif
