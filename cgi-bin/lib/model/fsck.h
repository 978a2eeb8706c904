/* fsck.h: questions to the data whose answer must be 0. */
#ifndef MODEL_FSCK_H
#define MODEL_FSCK_H

#include "model/work.h"

/* Versions of one record that are true at the same time. */
uint64_t fsck_overlaps(struct work *work, const struct entity *entity);
/* Versions whose moment no change knows (rows the migrations inserted excepted); 0 for child entities' own. */
uint64_t fsck_unnamed(struct work *work, const struct entity *entity);
/* Records of a searched entity that search does not know. */
uint64_t fsck_unsearched(struct work *work, const struct entity *entity);

#endif
