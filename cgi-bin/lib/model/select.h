/*
 * select.h: SELECT statements put together from descriptors: columns, the
 * labels of references (joined, never fetched row by row), and the few
 * shapes that more than one part of model/ needs.
 */
#ifndef MODEL_SELECT_H
#define MODEL_SELECT_H

#include "model/access.h"

/*
 * Adds ", alias.`f` AS `f`" for every field with any of the flags (0: all),
 * and ", label AS `f__label`" for references among them.
 */
void select_columns(const struct work *work, const struct entity *entity, const char *alias, unsigned flags, struct buf *sql);
/* Adds the LEFT JOINs those labels need. */
void select_joins(const struct entity *entity, const char *alias, unsigned flags, struct buf *sql);
/*
 * The parts those are made of, for one field: the expression of its value, that of its label, and the LEFT JOIN the
 * label needs. place: the field's own among its entity's; it names the join.
 */
void select_value(const struct field *field, const char *alias, struct buf *sql);
void select_label(const struct work *work, const struct field *field, size_t place, struct buf *sql);
void select_join(const struct field *field, const char *alias, size_t place, struct buf *sql);
/* Adds the expression that names a record in the actor's language, over the alias. */
void select_title(const struct work *work, const struct entity *entity, const char *alias, struct buf *sql);

/* Adds ", expression" for each SUBTITLE field, references by their labels (joined as select_joins does). */
void select_subtitle(const struct work *work, const struct entity *entity, const char *alias, struct buf *sql);

/*
 * place among the entities, id, label, label in English, is_active (NULL where there is no such field), group (NULL where
 * they have none) of the first so many of each: one statement, because a program that lives for one request loads them each time.
 */
struct sql select_options(struct arena *arena, const struct entity *const *entities, size_t count, size_t limit);

/* Names of the field's columns in a row: the value's, and its label's (NO_STR when it has none). */
struct str select_label_name(struct arena *arena, const struct field *field);

/* A LIKE pattern for the text anywhere, its own % _ and \ taken literally. */
struct str select_like(struct arena *arena, struct str text);

#endif
