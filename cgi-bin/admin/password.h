/* password.h: what the pages that set a password have in common. */
#ifndef ADMIN_PASSWORD_H
#define ADMIN_PASSWORD_H

#include "app/app.h"

/* Puts the problem into the page's summary. */
void password_put_problem(struct ctx *ctx, const char *problem);

#endif
