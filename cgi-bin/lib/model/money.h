/* money.h: amounts in words and figures, outside of fields: sums of reports and of the front page. */
#ifndef MODEL_MONEY_H
#define MODEL_MONEY_H

#include "model/work.h"

/* amount: decimal text, empty for nothing. "¥ 1,280.50", as a field of money shows it. */
struct str money_text(const struct work *work, struct str amount, struct str currency);
/* In three or four digits: "¥ 2.78 m", "¥ 277.6万", "EUR 940". */
struct str money_short(const struct work *work, struct str amount, struct str currency);

#endif
