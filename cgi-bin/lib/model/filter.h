/*
 * filter.h: one filter language for lists and whatever selects records:
 * parameters f.FIELD.OPERATOR=VALUE, compiled to SQL through the
 * descriptors. Operators: is, not, has, from, to, blank (1 or 0). For a
 * reference to users the value "me" is the actor; for days and instants
 * "today" is the day where the actor is, for instants "now" is the moment
 * shown. An instant up to a day means up to its end. An amount with a currency means amounts in that one, without any.
 */
#ifndef MODEL_FILTER_H
#define MODEL_FILTER_H

#include "model/input.h"
#include "model/kind.h"

enum { FILTERS_MAX = 12 };

struct filter {
	const struct field *field;
	enum operator operator;
	struct str param;              /* "f.level.is" */
	struct str typed;
	struct str value;              /* checked */
	struct str label;              /* as shown in its chip */
	struct str problem;
};

struct filter_list {
	struct filter filters[FILTERS_MAX];
	size_t count;
	bool has_problem;
};

/* Reads every filter the source has for fields of the entity; those whose value makes no sense carry a problem and select nothing. */
void filter_read(struct work *work, const struct entity *entity, struct input_source source, struct filter_list *list);
/* Adds " AND ..." for each over the alias. */
void filter_conditions(struct work *work, const struct filter_list *list, const char *alias, struct buf *sql, struct arg_list *args);
const char *operator_name(enum operator operator);

#endif
