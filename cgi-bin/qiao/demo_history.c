/* demo_history.c: writes two years of changes: new customers, batch by batch, and what became of them. */
#include <stdio.h>
#include <string.h>

#include "entities/entities.h"
#include "model/search.h"
#include "qiao/demo.h"

enum { HOURS = 9, WORKING_DAYS = DEMO_WEEKS * 5 + 1, TAKEN_OVER_PERCENT = 35, TAKING_PERCENT = 6 };

static const int64_t hour_us = 3600000000;
static const char *const stages[] = { "lead", "interested", "negotiating", "won", "repeat", "loyal" };
static const char *const statuses[] = { "open", "planned", "met", "declined" };

void
demo_open_sheets(struct demo *demo)
{
	struct sheet *sheets = demo->sheets;
	struct arena *names = demo->program;

	sheet_open(&sheets[CUSTOMERS], names, SQL("INSERT INTO customer (id, kind, name, name_other, stage, level, email, website, region_id, industry_id,"
		" source_id, external_code, note, owner_id, team_id, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
	sheet_open(&sheets[PHONES], names, SQL("INSERT INTO customer_phone (id, customer_id, position, kind, number) VALUES (?, ?, ?, ?, ?)"));
	sheet_open(&sheets[ADDRESSES], names, SQL("INSERT INTO customer_address (id, customer_id, position, kind, street, city, postcode)"
		" VALUES (?, ?, ?, ?, ?, ?, ?)"));
	sheet_open(&sheets[TAG_MARKS], names, SQL("INSERT INTO customer_tag (id, customer_id, position, tag_id) VALUES (?, ?, ?, ?)"));
	sheet_open(&sheets[CONTACTS], names, SQL("INSERT INTO contact (id, customer_id, name, job_title, influence, phone, email, note, owner_id, team_id, created_at)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
	sheet_open(&sheets[NEEDS], names, SQL("INSERT INTO need (id, customer_id, contact_id, title, detail, category, priority, status, budget, budget_currency,"
		" wanted_on, owner_id, team_id, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
	sheet_open(&sheets[SEARCH_TEXTS], names, SQL("INSERT INTO search_text (entity, record_id, content) VALUES (?, ?, ?)"));
	sheet_open(&sheets[SEARCH_GRAMS], names, SQL("INSERT INTO search_gram (entity, gram, record_id) VALUES (?, ?, ?)"));
	sheet_open(&sheets[STAGES], names, SQL("UPDATE customer SET stage = ?, version = version + 1 WHERE id = ? AND row_start < ?"));
	sheet_open(&sheets[OWNERS], names, SQL("UPDATE customer SET owner_id = ?, team_id = ?, version = version + 1 WHERE id = ? AND row_start < ?"));
	sheet_open(&sheets[NEW_PHONES], names, SQL("UPDATE customer_phone SET number = ? WHERE id = ? AND row_start < ?"));
	sheet_open(&sheets[VERSIONS], names, SQL("UPDATE customer SET version = version + 1 WHERE id = ? AND row_start < ?"));
	sheet_open(&sheets[NEED_STATES], names, SQL("UPDATE need SET status = ?, version = version + 1 WHERE id = ? AND row_start < ?"));
}

static void
add_values(struct demo *demo, enum sheet_id id, struct args values)
{
	sheet_add(&demo->sheets[id], &demo->batch, values);
}

/* A row with the record's values; parent and position are those of a line. */
static void
add_record(struct demo *demo, enum sheet_id id, struct record *record, struct str parent, size_t position)
{
	record->id = str_from_u64(&demo->batch, demo->next_id[id]++);
	sheet_add_record(&demo->sheets[id], &demo->batch, record, &(struct placed){ .parent = parent, .position = position });
}

static void
add_search(struct demo *demo, const struct record *record)
{
	struct str content = search_content(&demo->work, record), entity = str_from(record->entity->name);
	size_t count;
	struct str *grams = search_grams(&demo->batch, content, &count);

	add_values(demo, SEARCH_TEXTS, ARGS(entity, record->id, content));
	for (size_t i = 0; i < count; i++)
		add_values(demo, SEARCH_GRAMS, ARGS(entity, grams[i], record->id));
	change_add(&demo->work, record->entity, record->id, CREATED);
}

void
demo_prepare(struct demo *demo, int64_t at_us, struct str actor_id, struct str route)
{
	if (at_us <= demo->last_us)
		at_us = demo->last_us + 1000 + (int64_t)dice_below(&demo->dice, 900000);
	/* Even: the moments of demo_past.c are odd, so no two are the same. */
	at_us += at_us & 1;
	demo->last_us = at_us;
	demo->actor.id = actor_id;
	demo->change = (struct change){ .at = instant_text(&demo->batch, at_us), .route = route, .kind = S("form"),
	                                .request_id = make_request_id(&demo->batch, &demo->dice) };
	for (size_t i = 0; i < SHEET_COUNT; i++)
		sheet_clear(&demo->sheets[i]);
}

void
demo_begin(struct demo *demo)
{
	struct db *db = demo->command->db;

	db_begin(db);
	if (db_execute(db, SQL("UPDATE clock SET at = ? WHERE id = 1 AND at < ?"), ARGS(demo->change.at, demo->change.at)) != 1 && !db_has_failed(db)) {
		fprintf(stderr, "qiao: somebody is working in this installation; demonstration data needs it for itself\n");
		db_execute(db, SQL("SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'the clock is ahead of the demonstration data'"), NO_ARGS);
	}
	if (db_has_failed(db))
		return;
	db_stamp(db, demo->change.at);
	demo->change.is_begun = true;
}

bool
demo_end(struct demo *demo)
{
	struct db *db = demo->command->db;
	bool is_done;

	sheet_sort_grams(&demo->sheets[SEARCH_GRAMS]);
	for (size_t i = 0; i < SHEET_COUNT; i++)
		sheet_write(&demo->sheets[i], db);
	change_end(&demo->work);
	is_done = !db_has_failed(db) && db_commit(db) == DB_DONE;
	if (!is_done) {
		fprintf(stderr, "qiao: %.*s\n", STR_ARG(db_error_text(db)));
		db_rollback(db);
	}
	db_now(db);
	demo->change_count++;
	arena_reset(&demo->batch);
	return is_done;
}

/* The address book they began with is taken over in the first weeks; after that customers come evenly. */
static int64_t
pace(int64_t at)
{
	int64_t whole = WORKING_DAYS * HOURS * hour_us, taken = whole / 100 * TAKEN_OVER_PERCENT, weeks = whole / 100 * TAKING_PERCENT;

	if (at < taken)
		return at / TAKEN_OVER_PERCENT * TAKING_PERCENT;
	return weeks + (at - taken) / (100 - TAKEN_OVER_PERCENT) * (100 - TAKING_PERCENT);
}

int64_t
demo_moment(const struct demo *demo, uint64_t thousandths)
{
	int64_t step = WORKING_DAYS * HOURS * hour_us / ((int64_t)demo->total * 1000 + 1), at = pace(step * (int64_t)thousandths);
	int64_t monday = demo->first_day - (date_weekday(demo->first_day) + 6) % 7;
	int64_t place = demo->first_day - monday + at / (HOURS * hour_us);

	return (monday + place / 5 * 7 + place % 5) * 24 * hour_us + hour_us + at % (HOURS * hour_us);
}

size_t
demo_pick_owner(struct demo *demo, const char *area, bool is_foreign)
{
	for (;;) {
		size_t i = dice_below(&demo->dice, demo->people_count);
		const struct demo_person *person = &demo->people[i];

		if (person->owns && (person->area ? strcmp(person->area, area) == 0 : !is_foreign))
			return i;
	}
}

static void
set_owner(struct demo *demo, struct record *record, size_t owner)
{
	make_set(record, "owner_id", demo->people[owner].id);
	make_set(record, "team_id", demo->people[owner].team_id);
	make_set(record, "created_at", demo->change.at);
}

static uint8_t
place_in(const char *const *values, size_t count, struct str value)
{
	size_t i = 0;

	while (i + 1 < count && !str_equal_text(value, values[i]))
		i++;
	return (uint8_t)i;
}

static void
add_people_and_needs(struct demo *demo, const struct made *made, struct held *held)
{
	struct str first = NO_STR;
	uint64_t id;

	for (size_t i = 0; i < made->contact_count; i++) {
		struct record *contact = make_contact(&demo->maker, &demo->batch, made, i);

		make_set(contact, "customer_id", made->record->id);
		set_owner(demo, contact, held->owner);
		add_record(demo, CONTACTS, contact, NO_STR, 0);
		add_search(demo, contact);
		if (i == 0) {
			first = contact->id;
			str_to_u64(first, &id);
			held->contact = (uint32_t)id;
		}
	}
	for (size_t i = 0; i < made->need_count; i++) {
		struct record *need = make_need(&demo->maker, &demo->batch, made, i, demo->last_us / (24 * hour_us));

		if (i == 0) {
			held->need = (uint32_t)demo->next_id[NEEDS];
			held->need_status = place_in(statuses, 4, record_value(need, S("status")));
		}
		make_set(need, "customer_id", made->record->id);
		make_set(need, "contact_id", first);
		set_owner(demo, need, held->owner);
		add_record(demo, NEEDS, need, NO_STR, 0);
		add_search(demo, need);
	}
	demo->contact_count += made->contact_count;
	demo->need_count += made->need_count;
}

static void
add_customer(struct demo *demo, const struct made *made, size_t owner)
{
	struct record *record = made->record;
	struct held *held = &demo->held[made->number];

	*held = (struct held){ .phone = (uint32_t)demo->next_id[PHONES], .owner = (uint8_t)owner, .area = made->place->area, .is_foreign = made->is_foreign, .created_us = demo->last_us,
	                       .stage = place_in(stages, 6, record_value(record, S("stage"))) };
	set_owner(demo, record, owner);
	add_record(demo, CUSTOMERS, record, NO_STR, 0);
	for (size_t c = 0; c < 3; c++)
		for (size_t i = 0; i < record->lines[c].count; i++)
			add_record(demo, PHONES + c, &record->lines[c].records[i], record->id, i);
	add_search(demo, record);
	add_people_and_needs(demo, made, held);
}

bool
demo_create(struct demo *demo, size_t count)
{
	struct made made = make_customer(&demo->maker, &demo->batch, demo->created);
	size_t owner = demo_pick_owner(demo, made.place->area, made.is_foreign);

	demo_prepare(demo, demo_moment(demo, demo->created * 1000) + (int64_t)dice_below(&demo->dice, 1000000), demo->people[owner].id,
	             S("/customers/new"));
	for (size_t i = 0; i < count; i++) {
		if (i) {
			made = make_customer(&demo->maker, &demo->batch, demo->created);
			owner = demo_pick_owner(demo, made.place->area, made.is_foreign);
		}
		add_customer(demo, &made, owner);
		demo->created++;
	}
	demo_begin(demo);
	return demo_end(demo);
}

static void
change_phone(struct demo *demo, uint64_t number, struct str id)
{
	struct made made = make_customer(&demo->maker, &demo->batch, number);
	struct str other = make_other_phone(&demo->maker, &demo->batch, &made);

	add_values(demo, NEW_PHONES, ARGS(other, str_from_u64(&demo->batch, demo->held[number].phone), demo->change.at));
	add_values(demo, VERSIONS, ARGS(id, demo->change.at));
	made.record->id = id;
	made.record->version = S("2");
	make_set(&made.record->lines[0].records[0], "number", other);
	search_update(&demo->work, made.record);
	demo->held[number].is_phone_new = true;
}

static void
change_need(struct demo *demo, struct held *held)
{
	struct str id = str_from_u64(&demo->batch, held->need);

	held->need_status = held->need_status == 0 ? (uint8_t)(1 + dice_below(&demo->dice, 3)) : (uint8_t)(2 + dice_below(&demo->dice, 2));
	add_values(demo, NEED_STATES, ARGS(str_from(statuses[held->need_status]), id, demo->change.at));
	change_add(&demo->work, &need_entity, id, UPDATED);
}

/* What became of one customer: another owner, phone, state of its need, or, mostly, the next stage. */
static void
change_customer(struct demo *demo, uint64_t number, struct str id)
{
	struct held *held = &demo->held[number];
	size_t what = dice_below(&demo->dice, 100);

	if (held->need && held->need_status < 2 && what < 45) {
		change_need(demo, held);
		return;
	}
	if (!held->is_phone_new && what >= (demo->maker.is_large ? 98 : 80)) {
		change_phone(demo, number, id);
	} else if (held->stage < 5 && what < 70) {
		add_values(demo, STAGES, ARGS(str_from(stages[++held->stage]), id, demo->change.at));
	} else {
		uint8_t before = held->owner;

		while (held->owner == before)
			held->owner = (uint8_t)demo_pick_owner(demo, held->area, held->is_foreign);
		add_values(demo, OWNERS, ARGS(demo->people[held->owner].id, demo->people[held->owner].team_id, id, demo->change.at));
	}
	change_add(&demo->work, &customer_entity, id, UPDATED);
}

/* One customer out of each equal part of those there are, so that none comes twice in a change. */
bool
demo_update(struct demo *demo, size_t count, uint64_t thousandths)
{
	uint64_t first_id = demo->next_id[CUSTOMERS] - demo->created, part = demo->created / count;
	uint64_t number = dice_below(&demo->dice, part);
	struct str id = str_from_u64(&demo->batch, first_id + number);

	demo_prepare(demo, demo_moment(demo, thousandths) + (int64_t)dice_below(&demo->dice, 1000000), demo->people[demo->held[number].owner].id,
	             count > 1 ? S("/customers") : str_format(&demo->batch, "/customers/%.*s/edit", STR_ARG(id)));
	demo_begin(demo);
	for (size_t i = 0; i < count; i++) {
		change_customer(demo, number, id);
		number = part * (i + 1) + dice_below(&demo->dice, part);
		id = str_from_u64(&demo->batch, first_id + number);
	}
	return demo_end(demo);
}
