/* demo_lead.c: leads of the demonstration data, and those that became customers. */
#include "qiao/demo_deal_words.h"
#include "qiao/demo_scene.h"

static const int64_t day_us = INT64_C(86400) * 1000000;

static struct life *
begin(struct scene *scene, const struct made *made, const struct record *contact, const struct demo_person *owner, int64_t day)
{
	struct life *life = past_life(&scene->past, &lead_entity, past_act(&scene->past, calendar_moment(&scene->dice, day), owner->id));
	const struct record *record = made->record;
	const struct word *product = &demo_goods[made->number % MACHINE_COUNT].name;
	struct names_said names = { .product = str_from(made->is_foreign ? product->english : product->chinese) };

	past_set(life, "name", record_value(contact, S("name")));
	if (made->is_company)
		past_set(life, "company", record_value(record, S("name")));
	past_set(life, "region_id", record_value(record, S("region_id")));
	past_set(life, "industry_id", record_value(record, S("industry_id")));
	past_set(life, "source_id", record_value(record, S("source_id")));
	past_set(life, "status", S("new"));
	owner_put(owner, life);
	if (scene->is_lean)
		return life;
	past_set(life, "phone", record_value(contact, S("phone")));
	past_set(life, "email", record_value(contact, S("email")));
	past_set(life, "interest", say_one(scene, demo_deal_words.interests, made->is_foreign, &names));
	if (dice_chance(&scene->dice, 30))
		past_set(life, "budget", money_text(scene->arena, (1 + dice_below(&scene->dice, 60)) * 500000, made->is_foreign ? "USD" : "CNY"));
	if (dice_chance(&scene->dice, 25))
		past_set(life, "campaign_id", campaign_on(scene, day));
	return life;
}

static void
set_status(struct scene *scene, struct life *life, const struct demo_person *owner, int64_t day, struct str status)
{
	if (day > scene->past.last_day)
		return;
	past_change(&scene->past, life, past_act(&scene->past, calendar_moment(&scene->dice, day), owner->id));
	past_set(life, "status", status);
}

/* Somebody who is not a customer, and so far has not become one: made with a number behind the last customer's. */
void
lead_make(struct scene *scene, int64_t day, uint64_t number)
{
	struct demo *demo = scene->demo;
	struct made made = make_customer(&demo->maker, scene->arena, demo->total + number);
	const struct record *contact = make_contact(&demo->maker, scene->arena, &made, 0);
	const struct demo_person *owner = &demo->people[demo_pick_owner(demo, made.place->area, made.is_foreign)];
	struct life *life = begin(scene, &made, contact, owner, day);
	int64_t next = calendar_later(day, 1 + dice_below(&scene->dice, 4));

	if (dice_chance(&scene->dice, 12))
		return;
	set_status(scene, life, owner, next, S("contacted"));
	next = calendar_later(next, 4 + dice_below(&scene->dice, 25));
	if (scene->is_lean || next > scene->past.last_day)
		return;
	if (dice_chance(&scene->dice, 30))
		set_status(scene, life, owner, next, S("qualified"));
	next = calendar_later(next, 10 + dice_below(&scene->dice, 40));
	if (dice_chance(&scene->dice, 75))
		set_status(scene, life, owner, next, S("closed"));
}

/* A customer that began as a lead: the customer's own change is that of the conversion. */
void
lead_convert(struct scene *scene, uint64_t number)
{
	int64_t begun = scene->demo->held[number].created_us / day_us, day = begun - 4 - (int64_t)dice_below(&scene->dice, 40);
	const struct record *contact;
	struct deed *act, *between;
	struct life *life, *deal;
	struct party party;

	party_meet(scene, &party, number);
	day = calendar_working(day);
	if (!party.contact_id.data || day <= scene->past.first_day || day >= begun - 2)
		return;
	contact = make_contact(&scene->demo->maker, scene->arena, &party.made, 0);
	party.contact_id = str_from_u64(scene->arena, party.held->contact);
	party.speaker = record_value(contact, S("name"));
	life = begin(scene, &party.made, contact, party.owner, day);
	between = past_act(&scene->past, calendar_moment(&scene->dice, calendar_working(day + 1)), party.owner->id);
	if (between->at_us / day_us < begun) {
		past_change(&scene->past, life, between);
		past_set(life, "status", S("qualified"));
	}
	act = past_known_act(&scene->past, party.held->created_us);
	past_change(&scene->past, life, act);
	past_set(life, "status", S("converted"));
	past_set(life, "customer_id", party.id);
	past_set(life, "contact_id", party.contact_id);
	past_set(life, "converted_at", act->at);
	deal = deal_begin(scene, &party, act, begun);
	past_set(life, "opportunity_id", deal->record->id);
}
