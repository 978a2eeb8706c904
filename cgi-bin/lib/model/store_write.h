/* store_write.h: what saving one record and adding many have in common; for model/store*.c alone. */
#ifndef MODEL_STORE_WRITE_H
#define MODEL_STORE_WRITE_H

#include "model/store.h"

/* What goes into the column of a field; money has a second one for its currency. */
void store_column_values(const struct field *field, struct str value, struct str *first, struct str *second);
/* The record without its lines, whoever may see it: for what the program itself does with it. */
struct record *store_read_any(struct work *work, const struct entity *entity, struct str id);
/* What the program itself decides. False: it found problems. */
bool store_settle(struct work *work, struct input *input, const struct record *before);

#endif
