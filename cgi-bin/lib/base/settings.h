/*
 * settings.h: the settings there are, and what their values look like. A new
 * setting is one row of the table and its lines in qiao.conf.dist; a test
 * compares them. Who reads a setting says what holds when it is not there.
 */
#ifndef BASE_SETTINGS_H
#define BASE_SETTINGS_H

#include "base/config.h"

struct setting {
	const char *name;              /* NULL ends the table */
	bool (*fits)(const struct setting *setting, struct str value);
	const char *wanted;            /* in words, behind "must be" */
	uint64_t low, high;            /* of a number */
};

extern const struct setting settings[];

/*
 * NO_STR when each line of the file is a setting there is and its value
 * fits; an empty value always does. Otherwise the first that does not, with
 * file and line, and what to write instead.
 */
struct str settings_problem(struct arena *arena, const struct config *config);
/* Ends the program with that. */
void settings_check(struct arena *arena, const struct config *config);

#endif
