/* demo_task.c: what there is to do in the demonstration data, done and open. */
#include <string.h>

#include "qiao/demo_deal_words.h"
#include "qiao/demo_scene.h"

enum { OPEN_EACH = 4, CANCELLED_PERCENT = 4 };

static struct life *
begin(struct scene *scene, const struct party *party, const struct demo_person *person, int64_t day, int64_t due)
{
	static const char *const priorities[] = { "high", "normal", "normal", "normal", "normal", "low" };
	struct names_said names = { .speaker = party->speaker, .product = good_name(party, dice_below(&scene->dice, demo_good_count)) };
	int64_t entered = day < scene->past.last_day ? day : scene->past.last_day;
	struct life *life = past_life(&scene->past, &task_entity, past_act(&scene->past, calendar_moment(&scene->dice, entered), person->id));

	past_set(life, "title", say_one(scene, demo_deal_words.tasks, party->made.is_foreign, &names));
	past_set(life, "due_at", instant_text(scene->arena, due * INT64_C(86400000000) + (2 + (int64_t)dice_below(&scene->dice, 16)) * INT64_C(1800000000)));
	past_set(life, "priority", str_from(priorities[dice_below(&scene->dice, 6)]));
	past_set(life, "status", S("open"));
	if (!scene->is_lean && dice_chance(&scene->dice, 25))
		past_set(life, "detail", say_one(scene, demo_deal_words.task_details, party->made.is_foreign, &names));
	past_set(life, "customer_id", party->id);
	past_set(life, "contact_id", party->contact_id);
	owner_put(person, life);
	return life;
}

void
task_make(struct scene *scene, const struct party *party, int64_t day, struct life *opportunity, struct life *request)
{
	int64_t due = calendar_later(day, 1 + dice_below(&scene->dice, 7)), done = calendar_working(due - 2 + (int64_t)dice_below(&scene->dice, 5));
	struct life *life = begin(scene, party, party->owner, day, due);
	struct deed *act;

	past_set(life, "opportunity_id", opportunity ? opportunity->record->id : NO_STR);
	past_set(life, "request_id", request ? request->record->id : NO_STR);
	done = done > day ? done : calendar_working(day + 1);
	if (done > scene->past.last_day)
		return;
	act = past_act(&scene->past, calendar_moment(&scene->dice, done), party->owner->id);
	past_change(&scene->past, life, act);
	if (dice_chance(&scene->dice, CANCELLED_PERCENT)) {
		past_set(life, "status", S("cancelled"));
		return;
	}
	past_set(life, "status", S("done"));
	past_set(life, "done_at", act->at);
}

void
task_any(struct scene *scene, int64_t day)
{
	struct party party;

	if (party_find(scene, &party, day, dice_chance(&scene->dice, 40)))
		task_make(scene, &party, day, NULL, NULL);
}

void
task_open(struct scene *scene)
{
	int64_t last = scene->past.last_day;

	for (size_t i = 0; i < scene->demo->people_count; i++) {
		const struct demo_person *person = &scene->demo->people[i];
		struct party party;

		for (size_t n = 0; n < OPEN_EACH + i % 3; n++) {
			size_t tries = 0;

			do
				if (!party_find(scene, &party, last, n % 2))
					return;
			while (person->owns && party.owner != person && ++tries < 60);
			/* One is late already, two are for today, the others for the days after. */
			if (strcmp(person->role, "viewer") != 0)
				begin(scene, &party, person, calendar_working(last - 3 - (int64_t)dice_below(&scene->dice, 4)),
				      n == 0 ? last : scene->demo->today + (n < 3 ? 0 : (int64_t)n));
		}
	}
}
