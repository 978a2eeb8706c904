/*
 * kind.h: what the text of a field means, asked at two doors only: coming in
 * (check) and going out (show). A new kind is one row in kind.c, one widget
 * and one cell template.
 */
#ifndef MODEL_KIND_H
#define MODEL_KIND_H

#include "model/shown.h"
#include "model/work.h"

enum operator { IS, IS_NOT, HAS, FROM, TO, BLANK, OPERATOR_COUNT };

struct kind {
	const char *name;
	const char *cell;              /* template that shows it */
	const char *widget;            /* template that asks for it */
	const char *input_type;        /* type= of its input, where it is one */
	const char *align;             /* in columns */
	const char *column_types;      /* types it may have in the schema, blank-separated */
	unsigned max;                  /* code points when the field names none */
	unsigned operators;            /* bits 1 << IS ... */

	/*
	 * typed: trimmed, valid UTF-8, not empty. Puts the normalised text in
	 * *value and gives NO_STR, or gives the problem in the actor's language.
	 */
	struct str (*check)(struct work *work, const struct field *field, struct str typed, struct str *value);
	/* Fills text and what else its cell prints; value is not empty. label: name of the record referred to. */
	void (*show)(const struct work *work, const struct field *field, struct str value, struct str label, struct shown *shown);
	/* The value as a form shows it for editing; NULL: as it is. */
	struct str (*edit)(const struct work *work, const struct field *field, struct str value);
};

const struct kind *kind_of(const struct field *field);
/* The currencies money may be in; a CHOICE table too. */
extern const struct choice kind_currencies[];

/* Everything about one value, empty ones included. */
void kind_show(const struct work *work, const struct field *field, struct str value, struct str label, struct shown *shown);
struct str kind_edit(const struct work *work, const struct field *field, struct str value);

#endif
