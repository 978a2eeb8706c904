/* follow.h: what the progress of one record means for another it belongs to. */
#ifndef ENTITIES_FOLLOW_H
#define ENTITIES_FOLLOW_H

#include "model/work.h"

/*
 * In the same change, sets a field of a record to a later value when it still has one of the earlier ones (NULL ends
 * them). Where the actor may not edit that record it stays as it is. id may be empty: nothing.
 */
void follow(struct work *work, const struct entity *entity, struct str id, const char *field, const char *const *earlier, struct str later);

#endif
