/* due.c: when a request is to be answered, and how much time that leaves, in words and as a line. */
#include "service/service.h"

enum { MINUTE_US = 60 * 1000000, SOON_PERCENT = 75 };

struct due {
	int64_t opened_us, due_us, until_us;   /* until: the answer, or the moment shown */
	bool is_answered;
};

static struct str
number(struct ctx *ctx, int64_t value)
{
	return str_from_u64(ctx->arena, (uint64_t)value);
}

struct str
span_words(struct ctx *ctx, int64_t us)
{
	int64_t minutes = us / MINUTE_US;

	if (minutes >= 2 * 24 * 60)
		return work_say(&ctx->work, N_("{0} days"), number(ctx, minutes / (24 * 60)), NO_STR);
	if (minutes >= 60)
		return work_say(&ctx->work, N_("{0} h {1} min"), number(ctx, minutes / 60), number(ctx, minutes % 60));
	return work_say(&ctx->work, N_("{0} min"), number(ctx, minutes), NO_STR);
}

static bool
due_read(const struct ctx *ctx, const struct record *record, struct due *due)
{
	struct str answered = record_value(record, S("answered_at"));

	due->until_us = ctx->work.now_us;
	if (ctx->work.as_of.data)
		instant_parse(ctx->work.as_of, 0, &due->until_us);
	due->is_answered = instant_parse(answered, 0, &due->until_us);
	return instant_parse(record_value(record, S("opened_at")), 0, &due->opened_us) &&
	       instant_parse(record_value(record, S("due_at")), 0, &due->due_us);
}

/* Of the time there was, in hundredths. */
static int64_t
percent_used(const struct due *due)
{
	int64_t whole = due->due_us - due->opened_us, used = due->until_us - due->opened_us;

	if (whole <= 0 || used >= whole)
		return 100;
	return used < 0 ? 0 : used / (whole / 100 + 1);
}

static struct str
due_words(struct ctx *ctx, const struct due *due)
{
	bool is_late = due->until_us > due->due_us;
	struct str span = span_words(ctx, is_late ? due->until_us - due->due_us : due->due_us - due->until_us);

	if (due->is_answered)
		return is_late ? work_say(&ctx->work, N_("answered {0} late"), span, NO_STR) : page_text(ctx, N_("answered in time"));
	return work_say(&ctx->work, is_late ? N_("{0} late") : N_("{0} left"), span, NO_STR);
}

static const char *
due_tint(const struct due *due)
{
	if (due->until_us > due->due_us)
		return "bad";
	if (due->is_answered)
		return "ok";
	return percent_used(due) >= SOON_PERCENT ? "warn" : "info";
}

struct shown *
due_put(struct ctx *ctx, const struct record *record)
{
	const struct field *field = entity_field(&request_entity, S("due_at"));
	struct shown *shown = ARENA_NEW(ctx->arena, struct shown);
	struct view_map *limit = view_map_new(ctx->arena);
	struct str at = record_value(record, S("due_at")), words, percent;
	struct due due;

	kind_show(&ctx->work, field, at, NO_STR, shown);
	if (!due_read(ctx, record, &due))
		return shown;
	words = due_words(ctx, &due);
	percent = number(ctx, percent_used(&due));
	view_map_put_text(limit, S("label"), page_text(ctx, field->label));
	view_map_put_text(limit, S("tint"), str_from(due_tint(&due)));
	view_map_put_text(limit, S("text"), words);
	view_map_put_text(limit, S("note"), work_say(&ctx->work, N_("Came in {0}, answer due {1}"),
	                  work_local_time(&ctx->work, record_value(record, S("opened_at"))), work_local_time(&ctx->work, at)));
	view_map_put_text(limit, S("fill"), percent);
	if (due.until_us > due.opened_us && due.until_us < due.due_us)
		view_map_put_text(limit, S("mark"), percent);
	page_put(ctx, "limit", view_map(limit));
	shown->cell = "cells/badge";
	shown->tint = str_from(due_tint(&due));
	shown->text = str_format(ctx->arena, "%.*s · %.*s", STR_ARG(work_local_time(&ctx->work, at)), STR_ARG(words));
	return shown;
}
