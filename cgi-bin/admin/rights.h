/*
 * rights.h: the rights of one role as a table in hand: what is there, and
 * what somebody wants. A row for each entity that has pages, ended by one
 * without an entity.
 */
#ifndef ADMIN_RIGHTS_H
#define ADMIN_RIGHTS_H

#include "app/app.h"

struct right {
	const struct entity *entity;
	enum scope now[ACT_COUNT];
	enum scope wanted[ACT_COUNT];
	bool is_wrong[ACT_COUNT];
};

const char *act_label(enum act act);           /* N_() */
const char *scope_label(enum scope scope);     /* N_() */
const char *scope_name(enum scope scope);      /* in tables and forms */
/* "customer.edit": the cell's parameter and id. */
struct str right_name(struct arena *arena, const struct entity *entity, enum act act);
/* Does that scope mean something there? Only what has owners knows own and team, and what does not exist yet belongs to nobody. */
bool right_is_offered(const struct entity *entity, enum act act, enum scope scope);

/* The administrator's rights stay, or nobody could give any back. */
bool rights_are_fixed(const struct record *role);
/* The rights at the moment the page shows. */
struct right *rights_read(struct ctx *ctx, struct str role_id);
/* Those that the version of the role had when somebody opened it. */
struct right *rights_opened(struct ctx *ctx, struct str role_id, struct str version);
/* Takes over what the form changed against what it had opened; unknown words are wrong. */
void rights_take(struct ctx *ctx, struct right *rights, const struct right *opened);
/* False: somebody could work with more than they see; is_wrong says where. */
bool rights_check(struct right *rights);
/* Writes the rows that differ, as one change of the role. False: none did. */
bool rights_save(struct ctx *ctx, const struct record *role, const struct right *rights);

#endif
