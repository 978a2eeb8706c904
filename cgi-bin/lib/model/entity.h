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
	YEAR,
	DECIMAL,                   /* an exact number, "2.5"; column DECIMAL(n, field.decimals) */
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
	bool is_aside;             /* no step on the way: drawn in a span only where a record is there */
};

/* A list with filters of its own and a name, offered above the whole one. */
struct named_view {
	const char *label;         /* N_(); NULL ends the table */
	const char *filters;       /* "f.state.is=handling&f.due_at.to=today": in the order of the fields, values as in an address */
	const char *sort;          /* as in an address, "due_at"; NULL: the entity's own */
};

struct entity;

struct field {
	const char *name;          /* column; NULL ends the table */
	const char *label;         /* N_() */
	enum kind_id kind;
	unsigned flags;
	unsigned max;              /* code points; 0: the kind's own */
	unsigned decimals;         /* DECIMAL: digits behind the point */
	unsigned least, most;      /* INTEGER, DECIMAL: bounds, both taken; most 0: none but the kind's own */
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
	FIXED = 1 << 5,            /* built in: no new, edit, remove or import pages */
	REASONED = 1 << 6,         /* an edit asks why; the reason is kept with the change */
	APPENDED = 1 << 7          /* child: entries are only added, by the parent's own pages; forms leave them alone */
};

struct work;
struct input;
struct record;

struct entity {
	const char *name;          /* table, and name in change_record */
	const char *path;          /* "/customers"; NULL for a child */
	const char *label;         /* N_("Customer") */
	const char *label_plural;  /* N_("Customers") */
	const char *label_new;     /* N_("New customer") */
	const char *icon;          /* in htdocs/icons.svg */
	const char *code_prefix;   /* "C-" */
	const char *title;         /* field that names a record; a REF: by the name of what it refers to */
	const char *title_english; /* column that names it in English; NULL: the same */
	const char *default_sort;  /* "-id": newest first */
	unsigned flags;
	const struct field *fields;
	const struct entity *const *children;  /* NULL-terminated; NULL: none */
	const char *parent_field;  /* of a child: column with the parent's id */
	const char *span;          /* CHOICE field, or REF to a catalogued list, drawn as the span of a record; NULL: none */
	/*
	 * REF field to what may be seen with it, NULL: nothing. A request belongs to whom it is given to; whose customer it came
	 * from sees it too, but does no more with it. Owned, and refers to something owned.
	 */
	const char *seen_with;
	const char *happened;      /* INSTANT or DATE field that places a record in the timeline of what it refers to; NULL: not there */

	const struct named_view *views;    /* besides all of them and one's own; NULL: none */
	const char *group;         /* REF field by which its records are grouped where they are chosen from; NULL: not */

	/* A rule over the whole record, after the fields were checked; adds problems. NULL: none. */
	void (*check)(struct work *work, struct input *input);
	/*
	 * Before the row is written, under the clock: sets what the program itself decides (a number, the day a state was
	 * reached), and adds problems. before: the record as it was with its lines, NULL for a new one. NULL: nothing.
	 */
	void (*settle)(struct work *work, struct input *input, const struct record *before);
	/* After an insert or update, in the same transaction. NULL: nothing. */
	void (*saved)(struct work *work, struct input *input);
};

/* A page of an area's own that the navigation leads to. */
struct area_page {
	const char *path;          /* NULL ends the table */
	const char *label;         /* N_() */
	const char *icon;
	const struct entity *entity;   /* for whoever may see these */
};

/* A part of the company's work: one program, one entry of the navigation. */
struct area {
	const char *name;          /* of its program; NULL ends the table */
	const char *label;         /* N_() */
	const char *icon;
	const struct entity *const *entities;  /* whose pages it serves, the first one being its home */
	size_t main_count;         /* so many of them are in the navigation for everybody; the rest are lists */
	const struct area_page *pages;  /* before the entities; NULL: none */
};

size_t entity_field_count(const struct entity *entity);
/* NULL when there is no such field. */
const struct field *entity_field(const struct entity *entity, struct str name);
const struct field *entity_title_field(const struct entity *entity);
/*
 * The field that names a record among those of one record of beside (NULL: anywhere): its title, unless that is the
 * reference to beside itself, which all of them share; then the first other SUBTITLE reference.
 */
const struct field *entity_title_beside(const struct entity *entity, const struct entity *beside);
size_t entity_child_count(const struct entity *entity);
bool entity_is_child(const struct entity *entity);
/* NULL when the dictionary (NULL-terminated) has none of that name. */
const struct entity *entity_find(const struct entity *const *dictionary, struct str name);
const struct choice *field_choice(const struct field *field, struct str value);
/* Does the field live in a column that forms and imports may write? */
bool field_is_writable(const struct field *field);

#endif
