/* demo_marketing.c: strategies, campaigns and the customers in them in the demonstration data. */
#include "qiao/demo_marketing_words.h"
#include "qiao/demo_scene.h"

static const int64_t day_us = INT64_C(86400) * 1000000;

/* A day of a plan; what was entered or done was so within the two years. */
static int64_t
day_of(const struct scene *scene, int offset)
{
	return calendar_working(scene->demo->today + offset);
}

static int64_t
past_day(const struct scene *scene, int offset)
{
	int64_t day = day_of(scene, offset);

	if (day > scene->past.last_day)
		return scene->past.last_day;
	return day > scene->past.first_day ? day : calendar_working(scene->past.first_day + 1);
}

static struct deed *
act_on(struct scene *scene, int64_t day, const struct demo_person *person)
{
	return past_act(&scene->past, calendar_moment(&scene->dice, day), person->id);
}

static struct life *
add_plan(struct scene *scene, const struct plan *plan)
{
	const struct demo_person *person = person_of(scene, "marketer", false);
	struct deed *act = act_on(scene, past_day(scene, plan->begun), person);
	struct life *life = past_life(&scene->past, &strategy_entity, act);

	past_set(life, "name", str_from(plan->name));
	past_set(life, "goal", str_from(plan->goal));
	past_set(life, "indicators", str_from(plan->indicators));
	past_set(life, "segment", str_from(plan->segment));
	past_set(life, "budget", str_from(plan->budget));
	past_set(life, "status", plan->changes[0].field[0] == 's' ? S("draft") : S("active"));
	past_set(life, "from_on", calendar_text(scene->arena, scene->demo->today + plan->from));
	past_set(life, "until_on", calendar_text(scene->arena, scene->demo->today + plan->until));
	owner_put(person, life);
	for (const struct plan_change *change = plan->changes; change->field; change++) {
		act = act_on(scene, past_day(scene, change->day), person);
		act->reason = str_from(change->reason);
		past_change(&scene->past, life, act);
		past_set(life, change->field, str_from(change->value));
	}
	return life;
}

static void
set_status(struct scene *scene, struct life *life, const struct demo_person *person, int64_t day, struct str status, struct str cost)
{
	if (day > scene->past.last_day)
		return;
	past_change(&scene->past, life, act_on(scene, day, person));
	past_set(life, "status", status);
	past_set(life, "cost", cost);
}

static void
add_campaign(struct scene *scene, const struct campaign_plan *plan, struct life *const *plans)
{
	const struct demo_person *person = person_of(scene, "marketer", false);
	int64_t from = day_of(scene, plan->from), until = day_of(scene, plan->until);
	struct date date = date_from_days(from);
	struct names_said names = { .day = str_from_u64(scene->arena, (uint64_t)date.year), .number = NO_STR };
	const struct word *season = &demo_seasons[date.month % 12 / 3], name = { plan->name, plan->name };
	struct life *life;
	uint64_t cents = (uint64_t)plan->budget * plan->cost_percent;

	names.number = str_from(plan->is_foreign ? season->english : season->chinese);
	life = past_life(&scene->past, &campaign_entity, act_on(scene, past_day(scene, plan->from < 0 ? plan->from - 25 : -12), person));
	past_set(life, "name", say(scene, &name, false, &names));
	past_set(life, "strategy_id", plans[plan->plan]->record->id);
	past_set(life, "channel", str_from(plan->channel));
	past_set(life, "status", S("planned"));
	past_set(life, "content", str_from(plan->content));
	past_set(life, "from_on", calendar_text(scene->arena, from));
	past_set(life, "until_on", calendar_text(scene->arena, until));
	past_set(life, "budget", money_text(scene->arena, (uint64_t)plan->budget * 100, "CNY"));
	owner_put(person, life);
	set_status(scene, life, person, from, S("running"), money_text(scene->arena, cents / 3, "CNY"));
	set_status(scene, life, person, calendar_later(until, 3), S("done"), money_text(scene->arena, cents, "CNY"));
	if (until >= scene->past.last_day)
		past_set(life, "cost", money_text(scene->arena, cents, "CNY"));
	scene->campaign_from[scene->campaign_count] = from;
	scene->campaign_until[scene->campaign_count++] = until;
}

bool
marketing_lay(struct scene *scene)
{
	struct life *plans[4];
	struct rows *rows;

	for (size_t i = 0; i < 4; i++)
		plans[i] = add_plan(scene, &demo_plans[i]);
	for (size_t i = 0; i < sizeof demo_campaigns / sizeof *demo_campaigns; i++)
		add_campaign(scene, &demo_campaigns[i], plans);
	if (!past_write(&scene->past))
		return false;
	rows = db_query(scene->demo->command->db, SQL("SELECT id FROM campaign ORDER BY from_on"), NO_ARGS);
	for (size_t i = 0; i < scene->campaign_count; i++)
		scene->campaigns[i] = str_copy(scene->demo->program, rows_cell(rows, i, 0));
	return true;
}

struct str
campaign_on(struct scene *scene, int64_t day)
{
	/* Its echo lasts some weeks. */
	for (size_t i = scene->campaign_count; i--;)
		if (day >= scene->campaign_from[i] && day <= scene->campaign_until[i] + 45)
			return scene->campaigns[i];
	return NO_STR;
}

static void
put_result(struct scene *scene, struct life *life, const struct campaign_plan *plan, const struct party *party, size_t campaign)
{
	int64_t days = scene->campaign_until[campaign] - scene->campaign_from[campaign] + 1;
	int64_t day = calendar_working(scene->campaign_from[campaign] + (int64_t)dice_below(&scene->dice, (size_t)days));
	bool is_success = dice_chance(&scene->dice, plan->success_percent);
	struct deed *act;

	if (day > scene->past.last_day || dice_chance(&scene->dice, 22))
		return;
	act = act_on(scene, day, party->owner);
	past_change(&scene->past, life, act);
	past_set(life, "happened_at", act->at);
	past_set(life, "result", is_success ? S("success") : S("failure"));
	if (!scene->is_lean && dice_chance(&scene->dice, 60))
		past_set(life, "note", say_one(scene, is_success ? demo_successes : demo_failures, party->made.is_foreign, NULL));
}

void
member_make(struct scene *scene, size_t campaign, uint64_t number)
{
	const struct campaign_plan *plan = &demo_campaigns[campaign];
	const struct held *held = &scene->demo->held[number];
	size_t reach = plan->reach_percent * (plan->is_foreign ? 2 : 1);
	int64_t day = scene->campaign_from[campaign] - 8;
	struct party party;
	struct life *life;

	if (held->is_foreign != plan->is_foreign || dice_below(&scene->dice, scene->is_lean ? 300 : 50) >= reach)
		return;
	day = day > scene->past.last_day ? scene->past.last_day : day;
	if (held->created_us / day_us >= day)
		return;
	party_meet(scene, &party, number);
	life = past_life(&scene->past, &campaign_member_entity, act_on(scene, day, person_of(scene, "marketer", false)));
	past_set(life, "campaign_id", scene->campaigns[campaign]);
	party_put(&party, life);
	put_result(scene, life, plan, &party, campaign);
}
