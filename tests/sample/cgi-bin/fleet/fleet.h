/* fleet.h: the pages of the fleet that are truly its own. */
#ifndef FLEET_FLEET_H
#define FLEET_FLEET_H

#include "app/app.h"
#include "entities/entities.h"

enum status due_show(struct ctx *ctx);

#endif
