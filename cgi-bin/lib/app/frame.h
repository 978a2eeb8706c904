/* frame.h: what stands around every page: navigation, search, moment, account. */
#ifndef APP_FRAME_H
#define APP_FRAME_H

#include "app/app.h"

void frame_put(struct ctx *ctx);

#endif
