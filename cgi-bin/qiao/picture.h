/* picture.h: the form of one table as a hash: equal before and after means that nothing happened to it. */
#ifndef QIAO_PICTURE_H
#define QIAO_PICTURE_H

#include "qiao/command.h"

/* Hex; that of a table which is not there is one of nothing. */
struct str picture_take(struct command *command, struct str table);
bool picture_has_table(struct command *command, struct str table);

#endif
