/*
 * entity.h: the shape of the data dictionary. An entity is one kind of thing
 * the business talks about: one table, one set of pages. It is plain data;
 * store, forms, lists, filters, import, export, history and access read it.
 *
 * Every table of an entity has `id`; one that people edit on its own has
 * `version`; one with OWNED has owner_id and team_id. A child entity
 * (phones of a customer) has its parent's id and `position` instead, is
 * saved with its parent and has no pages.
 */
#ifndef MODEL_ENTITY_H
#define MODEL_ENTITY_H

#include "base/str.h"
#include "view/translation.h"

/* What the text of a field means; each is a row in kind.c. */
enum kind_id {
	TEXT,                      /* one line */
	LONG_TEXT,
	CODE,                      /* a number in another system: compared byte by byte */
	EMAIL,
	PHONE,
	URL,
	INTEGER,
	MONEY,                     /* "1280.00 CNY"; columns NAME DECIMAL(20,2) and NAME_currency */
	DATE,
	INSTANT,                   /* UTC in tables, the actor's zone at the door */
	BOOLEAN,                   /* 1 or 0 */
	CHOICE,                    /* one value of field.choices */
	REF,                       /* id of a record of field.refers */
	KIND_COUNT
};

enum field_flag {
	REQUIRED = 1 << 0,
	LISTED = 1 << 1,           /* a column of the list */
	SEARCHED = 1 << 2,         /* its text is found by search */
	SORTED = 1 << 3,           /* has a key (NAME), so lists may sort by it */
	FILTERED = 1 << 4,         /* offered in the filter bar */
	MATCHED = 1 << 5,          /* an import may match records on it; has a key */
	UNIQUE = 1 << 6,           /* a unique key of the same name stands behind it */
	READ_ONLY = 1 << 7,        /* set by the program, never by a form */
	WIDE = 1 << 8,             /* takes the whole width of a form */
	SUBTITLE = 1 << 9,         /* shown under the name of a record */
	BADGE = 1 << 10            /* shown beside the name of a record */
};

struct choice {
	const char *value;         /* NULL ends the table */
	const char *label;         /* N_() */
	const char *tint;          /* of its badge: ok warn bad info vio neu; NULL: neu */
	bool is_hollow;            /* not started yet */
};

struct entity;

struct field {
	const char *name;          /* column; NULL ends the table */
	const char *label;         /* N_() */
	enum kind_id kind;
	unsigned flags;
	unsigned max;              /* code points; 0: the kind's own */
	const struct entity *refers;
	const struct choice *choices;
	const char *otherwise;     /* value of a new record; NULL: none */
	const char *group;         /* N_() heading of a form section that begins here */
	const char *group_hint;    /* N_() */
	const char *hint;          /* N_() */
	const char *computed;      /* read-only SQL over alias {self}; no column of its own */
};

enum entity_flag {
	OWNED = 1 << 0,            /* owner_id, team_id; scopes own and team mean something */
	LIST = 1 << 1,             /* a short list kept by administrators: an import may add to it */
	CATALOGUED = 1 << 2,       /* a change makes every program load its catalogue anew */
	CHECKLIST = 1 << 3,        /* child: shown as one checkbox per record referred to */
	TREE = 1 << 4,             /* parent_id refers to the entity itself */
	FIXED = 1 << 5             /* built in: no new, edit, remove or import pages */
};

struct work;
struct input;

struct entity {
	const char *name;          /* table, and name in change_record */
	const char *path;          /* "/customers"; NULL for a child */
	const char *label;         /* N_("Customer") */
	const char *label_plural;  /* N_("Customers") */
	const char *label_new;     /* N_("New customer") */
	const char *icon;          /* in htdocs/icons.svg */
	const char *code_prefix;   /* "C-" */
	const char *title;         /* column that names a record */
	const char *title_english; /* column that names it in English; NULL: the same */
	const char *default_sort;  /* "-id": newest first */
	unsigned flags;
	const struct field *fields;
	const struct entity *const *children;  /* NULL-terminated; NULL: none */
	const char *parent_field;  /* of a child: column with the parent's id */
	const char *span;          /* CHOICE field drawn as the span of a record; NULL: none */

	/* A rule over the whole record, after the fields were checked; adds problems. NULL: none. */
	void (*check)(struct work *work, struct input *input);
	/* After an insert or update, in the same transaction. NULL: nothing. */
	void (*saved)(struct work *work, struct input *input);
};

/* A part of the company's work: one program, one entry of the navigation. */
struct area {
	const char *name;          /* of its program; NULL ends the table */
	const char *label;         /* N_() */
	const char *icon;
	const struct entity *const *entities;  /* whose pages it serves, the first one being its home */
	size_t main_count;         /* so many of them are in the navigation for everybody; the rest are lists */
};

size_t entity_field_count(const struct entity *entity);
/* NULL when there is no such field. */
const struct field *entity_field(const struct entity *entity, struct str name);
const struct field *entity_title_field(const struct entity *entity);
size_t entity_child_count(const struct entity *entity);
bool entity_is_child(const struct entity *entity);
/* NULL when the dictionary (NULL-terminated) has none of that name. */
const struct entity *entity_find(const struct entity *const *dictionary, struct str name);
const struct choice *field_choice(const struct field *field, struct str value);
/* Does the field live in a column that forms and imports may write? */
bool field_is_writable(const struct field *field);

#endif
