/*
 * password.h: what a password must be, and where its hash is kept: apart from
 * users, so that history never holds it.
 */
#ifndef MODEL_PASSWORD_H
#define MODEL_PASSWORD_H

#include "data/db.h"
#include "view/translation.h"

enum { PASSWORD_MIN = 12, PASSWORD_MAX_BYTES = 200 };

/* An N_() id saying what is wrong with a new password; NULL when nothing is. */
const char *password_problem(struct str password, struct str again, struct str login);
bool password_is(struct str stored, struct str typed);
/* Hashes and stores it; slow on purpose, so never under the clock. */
void password_store(struct db *db, struct arena *arena, struct str user_id, struct str password);

#endif
