/* service.h: the pages of service that are truly its own: a request as a conversation, and what is done with one. */
#ifndef SERVICE_SERVICE_H
#define SERVICE_SERVICE_H

#include "app/app.h"
#include "entities/entities.h"

enum { TALK_ROWS = 400 };

enum status request_overview(struct ctx *ctx);
enum status request_show(struct ctx *ctx);
enum status request_comment(struct ctx *ctx);
enum status request_state(struct ctx *ctx);
enum status request_assign(struct ctx *ctx);
enum status request_satisfaction(struct ctx *ctx);

/* Why something was not done, and at which control of the page that belongs. */
struct refusal {
	struct str reason;
	const char *control;           /* id */
};

/* The request's page once more after something was refused, with the reason and what was typed. */
enum status request_refused(struct ctx *ctx, enum status status, const struct refusal *refusal);

/* Puts `talk`: what was said and what became of it, at most TALK_ROWS of them. */
void talk_put(struct ctx *ctx, const struct record *record);
/* "3 h 10 min"; days alone once there are two of them. */
struct str span_words(struct ctx *ctx, int64_t us);
/* Puts `limit`, and gives what the facts say of when the answer is due. */
struct shown *due_put(struct ctx *ctx, const struct record *record);
/*
 * Puts the forms: reply, state, owner, satisfaction. None where the actor may not edit it, and none in the past.
 * refusal: of what was sent by one of them; NULL.
 */
void forms_put(struct ctx *ctx, const struct record *record, const struct refusal *refusal);

/* What was sent for a parameter of a form, to be shown again; empty when its bytes are broken. */
struct str typed_text(const struct ctx *ctx, const char *name);

#endif
