/* process.h: who runs on this machine. */
#ifndef QIAO_PROCESS_H
#define QIAO_PROCESS_H

#include "base/str.h"

struct str process_host(struct arena *arena);
/* A process that has not ended has that number and that name: numbers are used again. */
bool process_is(struct arena *arena, struct str process_id, struct str name);

#endif
