/*
 * access.h: the one rule of who may do what with which record, in two forms.
 *
 * A predicate, for single records, writes and hand-written SQL:
 *	1  |  0  |  c.owner_id = ?  |  (c.owner_id = ? OR c.team_id IN (?, ...))
 * Branches, for lists and pickers: one condition for each owner or team,
 * each served by a key that begins with owner_id or team_id; the caller joins
 * one SELECT for each by UNION ALL and drops what is in two of them.
 *
 * The role's row for the entity decides, else its row "*", else nothing. A
 * child entity follows its parent, which is what is asked about. An entity
 * without owners knows only none and all. Viewing own or the team's records of
 * an entity that is seen_with another reaches those of one's own or the team's
 * others: a salesperson sees what their customers asked. In as-of mode both forms apply to
 * the version shown, and a record that still exists must be visible now too.
 */
#ifndef MODEL_ACCESS_H
#define MODEL_ACCESS_H

#include "model/catalogue.h"

enum scope access_scope(const struct work *work, const struct entity *entity, enum act act);
bool access_may(const struct work *work, const struct entity *entity, enum act act);   /* on any record at all */
/* May the actor do that to a record of this owner and team? The predicate, asked of values in hand; what it is seen with is not among them. */
bool access_may_on(const struct work *work, const struct entity *entity, enum act act, struct str owner_id, struct str team_id);

/* Adds the predicate over the alias; its values go to args. */
void access_predicate(const struct work *work, const struct entity *entity, enum act act, const char *alias,
                      struct buf *sql, struct arg_list *args);

enum { BRANCHES_MAX = TEAMS_MAX + 1 };

struct branch {
	struct str condition;      /* over the alias; empty: every record */
	struct str values[1];
	size_t value_count;
	/*
	 * "owner" or "team", NULL for every record and for those seen with another: the column is WHO_id, the key WHO_id has its records in the order of id,
	 * and where the title of the entity is SORTED the key WHO_TITLE has them in its order.
	 */
	const char *who;
};

/* A record may be in two of them. 0: nothing may be seen. SIZE_MAX: too many teams, or what is seen with those of a team; the caller walks its key and filters by the predicate. */
size_t access_branches(const struct work *work, const struct entity *entity, enum act act, const char *alias,
                       struct branch branches[BRANCHES_MAX]);
/* The extra condition of as-of mode; adds nothing now. */
void access_now_too(const struct work *work, const struct entity *entity, enum act act, const char *alias,
                    struct buf *sql, struct arg_list *args);

#endif
