/* demo_past_write.c: gives records their ids in the order of time, and writes all their versions and changes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "entities/entities.h"
#include "model/search.h"
#include "qiao/demo_past.h"

static const int64_t day_us = INT64_C(86400) * 1000000;
static const struct { const struct entity *entity; const char *prefix; } papers[PAPER_PREFIXES] = {
	{ &quote_entity, "QT" }, { &sales_order_entity, "SO" }, { &payment_entity, "PY" }
};

/* What was promised as a text of that length is filled in. */
static void
fill(struct str promised, struct str text)
{
	if (text.len != promised.len)
		log_fatal("code", "a text of demonstration data has %zu bytes instead of %zu", text.len, promised.len);
	memcpy((char *)(uintptr_t)promised.data, text.data, text.len);
}

static int
compare_acts(const void *left, const void *right)
{
	const struct deed *a = *(struct deed *const *)left, *b = *(struct deed *const *)right;

	if (a->at_us != b->at_us)
		return a->at_us < b->at_us ? -1 : 1;
	return a->order < b->order ? -1 : 1;
}

/* Each change has a moment of its own. */
static void
settle_acts(struct past *past)
{
	int64_t newest_us = 0;

	if (past->act_count)
		qsort(past->acts, past->act_count, sizeof *past->acts, compare_acts);
	for (size_t i = 0; i < past->act_count; i++) {
		struct deed *act = past->acts[i];

		if (!act->is_known && act->at_us <= newest_us)
			act->at_us = newest_us + 2;
		newest_us = act->is_known ? newest_us : act->at_us;
		fill(act->at, instant_text(past->arena, act->at_us));
	}
	past->newest_us = newest_us > past->newest_us ? newest_us : past->newest_us;
}

static int
compare_lives(const void *left, const void *right)
{
	const struct life *a = *(struct life *const *)left, *b = *(struct life *const *)right;

	if (a->table != b->table)
		return a->table < b->table ? -1 : 1;
	if (a->created->at_us != b->created->at_us)
		return a->created->at_us < b->created->at_us ? -1 : 1;
	return a->order < b->order ? -1 : 1;
}

static void
settle_number(struct past *past, struct life *life)
{
	struct date date;
	int64_t day = life->created->at_us / day_us;

	for (size_t i = 0; i < PAPER_PREFIXES; i++)
		if (papers[i].entity == life->record->entity) {
			date = date_from_days(day);
			fill(record_value(life->record, S("number")),
			     str_format(past->arena, "%s-%02d%02d%02d-%04u", papers[i].prefix, date.year % 100, date.month, date.day,
			                ++past->papers[i][day - past->first_day]));
		}
}

static void
settle_lives(struct past *past)
{
	if (past->life_count)
		qsort(past->lives, past->life_count, sizeof *past->lives, compare_lives);
	for (size_t i = 0; i < past->life_count; i++) {
		struct life *life = past->lives[i];

		fill(life->record->id, str_format(past->arena, "%010llu", (unsigned long long)past->next_id[life->table]++));
		settle_number(past, life);
	}
}

static void
add_version(struct past *past, const struct life *life, struct str *values, size_t number, struct str start, struct str end)
{
	struct record version = *life->record;

	version.values = values;
	version.version = str_from_u64(past->arena, number);
	sheet_add_record(&past->sheets[life->table], past->arena, &version, &(struct placed){
		.parent = life->parent ? life->parent->record->id : NO_STR, .position = life->position, .start = start, .end = end });
}

static void
add_change_record(struct past *past, const struct life *life, const struct deed *act, bool is_new)
{
	sheet_add(&past->change_records, past->arena, ARGS(act->at, str_from(life->record->entity->name), life->record->id,
	                                                   is_new ? S("create") : S("update")));
}

static void
add_search(struct past *past, const struct life *life)
{
	struct record record = *life->record;
	struct work work = past->demo->work;
	struct str content, entity = str_from(record.entity->name), *grams;
	uint64_t number;
	size_t count;

	if (!search_knows(record.entity))
		return;
	str_to_u64(record.id, &number);
	record.id = str_from_u64(past->arena, number);
	work.arena = &past->scratch;
	content = str_copy(past->arena, search_content(&work, &record));
	grams = search_grams(&past->scratch, content, &count);
	sheet_add(&past->texts, past->arena, ARGS(entity, record.id, content, life->created->at, past->forever));
	for (size_t i = 0; i < count; i++)
		sheet_add(&past->grams, past->arena, ARGS(entity, grams[i], record.id, life->created->at, past->forever));
	arena_reset(&past->scratch);
}

/* The versions of a life, the oldest first, as the key of the table has them. */
static void
add_life(struct past *past, const struct life *life)
{
	const struct earlier **versions = ARENA_ARRAY(past->arena, const struct earlier *, life->version_count);
	size_t left = life->version_count - 1;

	for (const struct earlier *each = life->earlier; each; each = each->before)
		versions[--left] = each;
	for (size_t i = 0; i + 1 < life->version_count; i++) {
		struct str end = i + 2 < life->version_count ? versions[i + 1]->act->at : life->changed->at;

		add_version(past, life, versions[i]->values, i + 1, versions[i]->act->at, end);
		if (!life->parent)
			add_change_record(past, life, versions[i]->act, i == 0);
	}
	add_version(past, life, life->record->values, life->version_count, life->changed->at, past->forever);
	past->version_count += life->version_count;
	past->record_count++;
	if (life->parent)
		return;
	add_change_record(past, life, life->changed, life->version_count == 1);
	add_search(past, life);
}

static void
add_act(struct past *past, struct deed *act)
{
	struct str route = NO_STR;
	uint64_t number;

	if (act->is_known || !act->subject)
		return;
	str_to_u64(act->subject->record->id, &number);
	route = act->is_new ? str_format(past->arena, "%s/new", act->subject->record->entity->path) :
	                      str_format(past->arena, "%s/%llu/edit", act->subject->record->entity->path, (unsigned long long)number);
	sheet_add(&past->changes, past->arena, ARGS(act->at, act->actor_id, route, S("form"), act->reason,
	                                            make_request_id(past->arena, &past->demo->dice)));
}

static void
write_sheets(struct past *past)
{
	struct sheet *others[] = { &past->texts, &past->grams, &past->changes, &past->change_records };
	struct db *db = past->demo->command->db;

	sheet_sort_grams(&past->grams);
	for (size_t i = 0; i < PAST_TABLES; i++) {
		sheet_write(&past->sheets[i], db);
		sheet_clear(&past->sheets[i]);
	}
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		sheet_write(others[i], db);
		sheet_clear(others[i]);
	}
}

static bool
commit(struct past *past)
{
	struct db *db = past->demo->command->db;
	struct str newest = instant_text(past->arena, past->newest_us);
	bool is_done;

	db_execute(db, SQL("UPDATE clock SET at = ? WHERE id = 1 AND at < ?"), ARGS(newest, newest));
	is_done = !db_has_failed(db) && db_commit(db) == DB_DONE;
	if (!is_done) {
		fprintf(stderr, "qiao: %.*s\n", STR_ARG(db_error_text(db)));
		db_rollback(db);
	}
	return is_done;
}

bool
past_write(struct past *past)
{
	bool is_done;

	settle_acts(past);
	settle_lives(past);
	for (size_t i = 0; i < past->life_count; i++)
		add_life(past, past->lives[i]);
	for (size_t i = 0; i < past->act_count; i++)
		add_act(past, past->acts[i]);
	past->demo->change_count += past->act_count;
	db_begin(past->demo->command->db);
	write_sheets(past);
	is_done = commit(past);
	past->lives = NULL;
	past->acts = past->grid = NULL;
	past->life_count = past->life_capacity = past->act_count = past->act_capacity = 0;
	past->slice++;
	arena_reset(past->arena);
	return is_done;
}
