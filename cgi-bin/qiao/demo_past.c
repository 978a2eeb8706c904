/* demo_past.c: collects records that are made up with their whole history, and the changes that made them. */
#include "qiao/demo_past.h"

#include <string.h>

#include "entities/entities.h"

enum { ID_DIGITS = 10, MOMENT_LENGTH = 26, NUMBER_LENGTH = 14, SLOTS_A_DAY = 8 };

static const int64_t slot_us = INT64_C(3) * 3600 * 1000000, minute_us = 60000000;

/* The tables: their columns are named here alone. */
static void
open_table(struct past *past, const struct entity *entity, struct sql sql)
{
	size_t i = 0;

	while (past->entities[i])
		i++;
	past->entities[i] = entity;
	past->next_id[i] = 1;
	sheet_open(&past->sheets[i], past->demo->program, sql);
}

static void
open_goods(struct past *past)
{
	struct db *db = past->demo->command->db;

	open_table(past, &pipeline_entity, SQL("INSERT INTO pipeline (id, version, name, name_en, row_start, row_end) VALUES (?, ?, ?, ?, ?, ?)"));
	str_to_u64(db_value(db, SQL("SELECT MAX(id) + 1 FROM pipeline FOR SYSTEM_TIME ALL"), NO_ARGS), &past->next_id[0]);
	open_table(past, &stage_entity, SQL("INSERT INTO stage (id, version, name, name_en, pipeline_id, position, probability, outcome, row_start, row_end)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
	str_to_u64(db_value(db, SQL("SELECT MAX(id) + 1 FROM stage FOR SYSTEM_TIME ALL"), NO_ARGS), &past->next_id[1]);
	open_table(past, &product_category_entity, SQL("INSERT INTO product_category (id, version, name, name_en, row_start, row_end) VALUES (?, ?, ?, ?, ?, ?)"));
	open_table(past, &product_entity, SQL("INSERT INTO product (id, version, name, name_en, code, category_id, unit, price, price_currency, cost,"
		" cost_currency, is_active, description, row_start, row_end) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
	open_table(past, &price_entity, SQL("INSERT INTO price (id, version, product_id, amount, amount_currency, level, min_quantity, row_start, row_end)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"));
}

static void
open_sales(struct past *past)
{
	open_table(past, &lead_entity, SQL("INSERT INTO lead (id, version, name, company, phone, email, region_id, industry_id, status, source_id, campaign_id,"
		" budget, budget_currency, interest, owner_id, team_id, customer_id, contact_id, opportunity_id, converted_at, created_at, row_start, row_end)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
	open_table(past, &opportunity_entity, SQL("INSERT INTO opportunity (id, version, name, customer_id, contact_id, stage_id, amount, amount_currency,"
		" expected_on, product_id, channel_id, campaign_id, engaged_on, closed_on, outcome, lost_reason, owner_id, team_id, stage_at, note, created_at,"
		" row_start, row_end) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
	open_table(past, &quote_entity, SQL("INSERT INTO quote (id, version, number, customer_id, contact_id, opportunity_id, status, quoted_on, valid_until,"
		" currency, amount, amount_currency, terms, owner_id, team_id, created_at, row_start, row_end)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
	open_table(past, &quote_line_entity, SQL("INSERT INTO quote_line (id, quote_id, position, product_id, description, quantity, unit_price, discount,"
		" row_start, row_end) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
	open_table(past, &sales_order_entity, SQL("INSERT INTO sales_order (id, version, number, customer_id, contact_id, opportunity_id, quote_id, channel_id,"
		" status, ordered_on, deliver_on, currency, amount, amount_currency, delivery_address, note, owner_id, team_id, created_at, row_start, row_end)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
	open_table(past, &sales_order_line_entity, SQL("INSERT INTO sales_order_line (id, order_id, position, product_id, description, quantity, unit_price,"
		" discount, row_start, row_end) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
	open_table(past, &payment_entity, SQL("INSERT INTO payment (id, version, number, order_id, customer_id, amount, amount_currency, paid_on, method,"
		" reference, owner_id, team_id, created_at, row_start, row_end) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
	open_table(past, &target_entity, SQL("INSERT INTO target (id, version, name, amount, amount_currency, from_on, until_on, owner_id, team_id, channel_id,"
		" product_id, created_at, row_start, row_end) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
}

static void
open_others(struct past *past)
{
	open_table(past, &strategy_entity, SQL("INSERT INTO strategy (id, version, name, goal, indicators, segment, status, budget, budget_currency, from_on,"
		" until_on, owner_id, team_id, created_at, row_start, row_end) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
	open_table(past, &campaign_entity, SQL("INSERT INTO campaign (id, version, name, strategy_id, channel, status, content, from_on, until_on, budget,"
		" budget_currency, cost, cost_currency, owner_id, team_id, created_at, row_start, row_end)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
	open_table(past, &campaign_member_entity, SQL("INSERT INTO campaign_member (id, version, campaign_id, customer_id, contact_id, result, happened_at, note,"
		" owner_id, team_id, created_at, row_start, row_end) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
	open_table(past, &request_entity, SQL("INSERT INTO request (id, version, title, customer_id, contact_id, kind, category_id, channel, content, priority,"
		" status_id, state, due_at, solution, product_id, order_id, owner_id, team_id, opened_at, answered_at, handled_at, satisfaction, satisfaction_note,"
		" created_at, row_start, row_end) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
	open_table(past, &request_comment_entity, SQL("INSERT INTO request_comment (id, request_id, position, kind, body, author_id, created_at, row_start, row_end)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"));
	open_table(past, &communication_entity, SQL("INSERT INTO communication (id, version, subject, channel, direction, customer_id, contact_id, lead_id,"
		" opportunity_id, happened_at, duration_minutes, content, outcome, quality, next_step, next_on, owner_id, team_id, created_at, row_start, row_end)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
	open_table(past, &task_entity, SQL("INSERT INTO task (id, version, title, due_at, priority, status, detail, customer_id, contact_id, lead_id,"
		" opportunity_id, request_id, owner_id, team_id, done_at, created_at, row_start, row_end)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
}

static void
open_system(struct past *past)
{
	open_table(past, &maintenance_item_entity, SQL("INSERT INTO maintenance_item (id, version, title, kind, status, description, urgency, impact, complexity,"
		" hours_planned, hours_actual, people_planned, people_actual, equipment, planned_on, done_on, check_name, retest_on, owner_id, created_at,"
		" row_start, row_end) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
	open_table(past, &change_request_entity, SQL("INSERT INTO change_request (id, version, title, purpose, status, maintenance_item_id, design, test, way_back,"
		" released_in, requirement_on, design_on, test_on, deployed_on, owner_id, created_at, row_start, row_end)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
	open_table(past, &incident_entity, SQL("INSERT INTO incident (id, version, title, service, began_at, ended_at, is_planned, found, cause, cure,"
		" maintenance_item_id, created_at, row_start, row_end) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
}

void
past_open(struct past *past, struct demo *demo)
{
	struct arena *program = demo->program;

	*past = (struct past){ .demo = demo, .arena = &demo->batch, .first_day = demo->first_day, .last_day = demo->first_day + DEMO_WEEKS * 7 };
	arena_init(&past->scratch, 1 << 20);
	past->forever = str_copy(program, db_value(demo->command->db, SQL("SELECT row_end FROM role LIMIT 1"), NO_ARGS));
	for (size_t i = 0; i < PAPER_PREFIXES; i++)
		past->papers[i] = ARENA_ARRAY(program, unsigned, DEMO_WEEKS * 7 + 8);
	open_goods(past);
	open_sales(past);
	open_others(past);
	open_system(past);
	sheet_open(&past->texts, program, SQL("INSERT INTO search_text (entity, record_id, content, row_start, row_end) VALUES (?, ?, ?, ?, ?)"));
	sheet_open(&past->grams, program, SQL("INSERT INTO search_gram (entity, gram, record_id, row_start, row_end) VALUES (?, ?, ?, ?, ?)"));
	sheet_open(&past->changes, program, SQL("INSERT INTO `change` (at, actor_id, route, kind, reason, request_id) VALUES (?, ?, ?, ?, ?, ?)"));
	sheet_open(&past->change_records, program, SQL("INSERT INTO change_record (at, entity, record_id, action) VALUES (?, ?, ?, ?)"));
}

void
past_close(struct past *past)
{
	arena_end(&past->scratch);
}

static void
add_pointer(struct arena *arena, void ***list, size_t *count, size_t *capacity, void *pointer)
{
	if (*count == *capacity) {
		size_t larger = *capacity ? *capacity * 2 : 256;

		*list = arena_grow(arena, *list, *capacity * sizeof **list, larger * sizeof **list);
		*capacity = larger;
	}
	(*list)[(*count)++] = pointer;
}

static struct str
blank(struct arena *arena, size_t length)
{
	return (struct str){ arena_take(arena, 1, length + 1), length };
}

static struct deed *
new_act(struct past *past, int64_t at_us, struct str actor_id)
{
	struct deed *act = ARENA_NEW(past->arena, struct deed);

	*act = (struct deed){ .at_us = at_us, .actor_id = actor_id, .at = blank(past->arena, MOMENT_LENGTH), .order = past->act_count };
	add_pointer(past->arena, (void ***)(void *)&past->acts, &past->act_count, &past->act_capacity, act);
	return act;
}

struct deed *
past_act(struct past *past, int64_t at_us, struct str actor_id)
{
	struct deed **known;
	int64_t slot;

	if (!past->demo->maker.is_large)
		return new_act(past, at_us | 1, actor_id);
	slot = at_us / slot_us + 1;
	if (!past->grid)
		past->grid = ARENA_ARRAY(past->arena, struct deed *, (DEMO_WEEKS * 7 + 8) * SLOTS_A_DAY);
	known = &past->grid[slot - past->first_day * SLOTS_A_DAY];
	if (!*known)
		*known = new_act(past, slot * slot_us + (int64_t)past->slice * 2 + 1, actor_id);
	return *known;
}

struct deed *
past_known_act(struct past *past, int64_t at_us)
{
	struct deed *act = new_act(past, at_us, NO_STR);

	act->is_known = true;
	return act;
}

static struct life *
new_life(struct past *past, const struct entity *entity, struct deed *act)
{
	struct life *life = ARENA_NEW(past->arena, struct life);

	*life = (struct life){ .record = record_new(past->arena, entity), .created = act, .changed = act, .version_count = 1, .order = past->life_count };
	while (past->entities[life->table] != entity)
		life->table++;
	life->record->id = blank(past->arena, ID_DIGITS);
	if (entity_field(entity, S("created_at")))
		past_set(life, "created_at", act->at);
	if (entity_field(entity, S("number")))
		past_set(life, "number", blank(past->arena, NUMBER_LENGTH));
	add_pointer(past->arena, (void ***)(void *)&past->lives, &past->life_count, &past->life_capacity, life);
	return life;
}

struct life *
past_life(struct past *past, const struct entity *entity, struct deed *act)
{
	struct life *life = new_life(past, entity, act);

	if (!act->subject) {
		act->subject = life;
		act->is_new = true;
	}
	return life;
}

struct life *
past_line(struct past *past, struct life *parent, const struct entity *entity, struct deed *act)
{
	struct life *line = new_life(past, entity, act);

	line->parent = parent;
	line->position = parent->position++;
	return line;
}

void
past_change(struct past *past, struct life *life, struct deed *act)
{
	size_t bytes = entity_field_count(life->record->entity) * sizeof(struct str);
	struct earlier *earlier;

	if (act == life->changed)
		return;
	if (act->at_us <= life->changed->at_us)
		act->at_us = life->changed->at_us + minute_us;
	earlier = ARENA_NEW(past->arena, struct earlier);
	*earlier = (struct earlier){ .values = arena_take(past->arena, 1, bytes), .act = life->changed, .before = life->earlier };
	memcpy(earlier->values, life->record->values, bytes);
	life->earlier = earlier;
	life->changed = act;
	life->version_count++;
	if (!act->subject)
		act->subject = life;
}

void
past_set(struct life *life, const char *field, struct str value)
{
	make_set(life->record, field, value);
}
