/* customers.h: the pages that are truly this area's own. */
#ifndef CUSTOMERS_CUSTOMERS_H
#define CUSTOMERS_CUSTOMERS_H

#include "app/app.h"

enum status home_show(struct ctx *ctx);
enum status search_show(struct ctx *ctx);
enum status more_show(struct ctx *ctx);

#endif
