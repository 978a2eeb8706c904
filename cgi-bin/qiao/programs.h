/* programs.h: the workers of FastCGI programs that are running, as they wrote themselves down (app/schema.h). */
#ifndef QIAO_PROGRAMS_H
#define QIAO_PROGRAMS_H

#include "qiao/command.h"

/* True when all know the schema of that number; otherwise prints those that do not. */
bool programs_know(struct command *command, uint64_t number);
/* True when none was built with it or a later one; otherwise prints those. */
bool programs_do_without(struct command *command, uint64_t number);

#endif
