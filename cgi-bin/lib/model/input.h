/*
 * input.h: what somebody sent for one record, checked field by field: the
 * only way values get into store. Form, import and API fill the same struct.
 *
 * Names of parameters: FIELD, for a reference also FIELD.text (its name or
 * code instead of its id), for an instant FIELD.date and FIELD.time or FIELD alone; for lines CHILD.N.FIELD, CHILD.N.id (an existing
 * line) and CHILD.N.remove; for a checklist CHILD, once for each record
 * chosen. FIELD.given and CHILD.given say that a checkbox or a list was on
 * the form, because an empty one sends nothing.
 */
#ifndef MODEL_INPUT_H
#define MODEL_INPUT_H

#include "model/record.h"

enum {
	LINES_MAX = 100,
	LINES_GAP_MAX = 8              /* so many numbers N without anything end the lines */
};

struct value {
	const struct field *field;
	struct str typed;              /* as sent, to be shown again */
	struct str value;              /* checked; NO_STR is NULL */
	struct str problem;            /* NO_STR: none */
	struct str label;              /* of the reference chosen */
	struct rows *matches;          /* id, label, second: what a typed name may have meant */
	bool is_given;
	bool is_broken;                /* its bytes were no text and are not shown again */
};

struct input_lines {
	const struct entity *entity;
	struct input *inputs;
	size_t count;
	bool is_given;
};

enum outcome {
	OUTCOME_NONE,
	OUTCOME_SAVED,
	OUTCOME_UNCHANGED,
	OUTCOME_PROBLEMS,              /* see the values' problems */
	OUTCOME_CONFLICT,              /* somebody saved in between: opened, theirs */
	OUTCOME_MISSING,               /* no such record, or not for this actor */
	OUTCOME_FAILED                 /* the database failed; the frame answers */
};

struct input {
	const struct entity *entity;
	struct str id;                 /* NO_STR: a new record */
	struct str version;            /* the version the person saw; NO_STR: whatever is there (import) */
	struct str prefix;             /* of its parameters: "" or "customer_phone.0." */
	size_t place;                  /* of a line: the number it was sent with */
	struct value *values;          /* one for each field */
	struct input_lines *lines;     /* one for each child entity */
	bool is_removed;               /* a line to be dropped */
	size_t problem_count;          /* lines included */
	struct str problem;            /* of the record as a whole */
	struct str problem_href;       /* "#field-reason": where the form says so; NO_STR: nowhere else */
	struct record *before;         /* read under this clock already, with its lines; NULL: store reads it */
	enum outcome outcome;
	struct record *opened, *theirs;    /* OUTCOME_CONFLICT: at the version seen, and now; both with their lines */
	struct str their_name, their_at;   /* who saved in between, and when */
};

/*
 * Where parameters come from: the value of a name (NO_STR when not sent) and
 * the nth value of a name that may come many times. knows (NULL: nothing)
 * says that an id was found among the records the actor may see already.
 */
struct input_source {
	struct str (*get)(const void *data, struct str name);
	struct str (*nth)(const void *data, struct str name, size_t n);
	const void *data;
	bool (*knows)(const void *data, const struct field *field, struct str id);
};

/* Empty input for a record: id NO_STR for a new one, which gets its defaults. */
struct input *input_new(struct work *work, const struct entity *entity, struct str id);
/* Fills it with a record's values, for an edit form. */
struct input *input_of_record(struct work *work, const struct record *record);
/* Reads and checks everything the source gives. */
struct input *input_read(struct work *work, const struct entity *entity, struct str id, struct input_source source);

struct value *input_value(struct input *input, struct str field);
/* The checked value; NO_STR when empty or not given. */
struct str input_get(const struct input *input, struct str field);
/* What the field will hold when this is saved over before (NULL: a new record). */
struct str input_outcome_of(const struct input *input, const struct record *before, struct str field);
/* Sets a value the program itself decided. */
void input_set(struct input *input, struct str field, struct str value);
void input_problem(struct input *input, struct str field, struct str problem);
/* Reads and checks one field alone, for acts that change no more: input_new with an id, then what the act is about. */
void input_take(struct work *work, struct input *input, struct str field, struct input_source source);
/* One more empty line of that child, to be filled by input_set; lines not named here stay as they are. NULL: too many. */
struct input *input_add_line(struct work *work, struct input *input, struct str child);
/* Reads typed text of one field again, as a search for what it refers to. */
void input_find(struct work *work, struct input *input, struct str field);

#endif
