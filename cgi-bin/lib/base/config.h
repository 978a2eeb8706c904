/*
 * config.h: settings from one file of `name = value` lines ('#' starts a
 * comment line, blanks around are dropped, a value may stand in "double
 * quotes"). A setting given twice, a line without '=' or an unreadable file
 * ends the program with the file's name and the line's number.
 */
#ifndef BASE_CONFIG_H
#define BASE_CONFIG_H

#include "base/str.h"

struct config;

/* path NULL: $QIAO_CONF, then the path set at build time (QIAO_CONF_PATH). */
const struct config *config_load(struct arena *arena, const char *path);

struct config_line {
	struct str name, value;
	int number;
};

/* The nth setting of the file, from 0; false behind the last. */
bool config_nth(const struct config *config, size_t n, struct config_line *line);
struct str config_path(const struct config *config);
struct str config_get(const struct config *config, const char *name, const char *otherwise);
uint64_t config_number(const struct config *config, const char *name, uint64_t otherwise);
bool config_is_on(const struct config *config, const char *name, bool otherwise); /* on yes true 1 / off no false 0 */

#endif
