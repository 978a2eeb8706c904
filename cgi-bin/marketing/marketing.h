/* marketing.h: the pages of marketing that are truly its own. */
#ifndef MARKETING_MARKETING_H
#define MARKETING_MARKETING_H

#include "app/app.h"
#include "entities/entities.h"

enum status campaign_show(struct ctx *ctx);
enum status member_choose(struct ctx *ctx);
enum status member_add(struct ctx *ctx);
enum status member_results(struct ctx *ctx);
enum status strategy_show(struct ctx *ctx);

/* The campaign's page once more, with why nothing was saved. */
enum status campaign_refused(struct ctx *ctx, enum status status, struct str reason);
/* Puts `members`: those who are in the campaign, newest first, with forms for their results where the actor may change one. */
void members_put(struct ctx *ctx, const struct record *campaign);
/* A card without numbers of its own among `figures`. number and text are what people read. */
void figure_add(struct ctx *ctx, struct view_list *figures, struct str label, struct str number, struct str text, const char *tint);
/* The currency that comes first wherever there are several. */
struct str main_currency(const struct ctx *ctx);

#endif
