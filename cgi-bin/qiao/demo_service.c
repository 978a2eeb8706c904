/* demo_service.c: requests of the demonstration data, with what was said and how they ended. */
#include "qiao/demo_scene.h"
#include "qiao/demo_service_words.h"

enum { AGENT_PERCENT = 60, INTERNAL_PERCENT = 70, QUIET_PERCENT = 25, RATED_PERCENT = 55, TASK_PERCENT = 12, RECENT_DAYS = 21, STATUS_NEW = 1, STATUS_HANDLING = 2, STATUS_WAITING = 3,
       STATUS_HANDLED = 4, STATUS_SOLVED = 5, STATUS_CLOSED = 6 };

static const int64_t hour_us = INT64_C(3600) * 1000000, day_us = INT64_C(86400) * 1000000;

/* As entities/request.c counts them. */
static const struct { const char *priority; int hours; } urgencies[] = {
	{ "urgent", 4 }, { "high", 8 }, { "high", 8 }, { "normal", 24 }, { "normal", 24 }, { "normal", 24 }, { "normal", 24 }, { "normal", 24 }, { "low", 72 }
};

struct telling {
	struct scene *scene;
	const struct party *party;
	const struct story *story;
	struct life *life;
	struct names_said names;
	const struct demo_person *agent;
	int64_t at_us;                 /* of the newest step */
};

static struct str
words(struct telling *telling, const struct word *word)
{
	return say(telling->scene, word, telling->party->made.is_foreign, &telling->names);
}

/* Hours pass, at night nothing happens; NULL: that would be in the future. */
static struct deed *
later(struct telling *telling, size_t hours)
{
	struct scene *scene = telling->scene;
	int64_t day = telling->at_us / day_us, at_us = telling->at_us + (int64_t)(hours ? 1 + dice_below(&scene->dice, hours) : 0) * hour_us +
	              (int64_t)dice_below(&scene->dice, 3000) * 1000000;

	/* Ten in the evening in Shanghai. */
	if (at_us > day * day_us + 14 * hour_us)
		at_us = calendar_moment(&scene->dice, calendar_working(day + 1 + (int64_t)(hours / 24)));
	if (at_us / day_us > scene->past.last_day)
		return NULL;
	telling->at_us = at_us;
	return past_act(&scene->past, at_us, telling->agent->id);
}

static void
set_status(struct telling *telling, struct deed *act, unsigned status)
{
	static const char *const states[] = { "unhandled", "handling", "handling", "handled", "handled", "handled" };
	struct life *life = telling->life;
	struct str state = str_from(states[status - 1]);

	past_change(&telling->scene->past, life, act);
	past_set(life, "status_id", str_from_u64(telling->scene->arena, status));
	if (str_equal(state, S("handled")) && !str_equal(record_value(life->record, S("state")), state))
		past_set(life, "handled_at", act->at);
	past_set(life, "state", state);
}

static void
comment(struct telling *telling, struct deed *act, const char *kind, const struct word *body)
{
	struct life *line;

	past_change(&telling->scene->past, telling->life, act);
	line = past_line(&telling->scene->past, telling->life, &request_comment_entity, act);
	past_set(line, "kind", str_from(kind));
	past_set(line, "body", words(telling, body));
	if (kind[0] != 'c')
		past_set(line, "author_id", telling->agent->id);
}

static void
begin(struct telling *telling)
{
	static const char *const channels[] = { "phone", "phone", "mail", "mail", "web", "chat", "visit" };
	struct scene *scene = telling->scene;
	const struct story *story = telling->story;
	size_t urgency = story->kind[0] == 'c' ? dice_below(&scene->dice, 6) : 3 + dice_below(&scene->dice, 6);
	struct deed *act = past_act(&scene->past, telling->at_us, telling->agent->id);
	struct life *life = telling->life = past_life(&scene->past, &request_entity, act);

	party_put(telling->party, life);
	owner_put(telling->agent, life);
	past_set(life, "title", words(telling, &story->title));
	past_set(life, "kind", str_from(story->kind));
	past_set(life, "category_id", scene->categories[story->category]);
	past_set(life, "channel", str_from(channels[dice_below(&scene->dice, 7)]));
	past_set(life, "priority", str_from(urgencies[urgency].priority));
	past_set(life, "opened_at", act->at);
	past_set(life, "due_at", instant_text(scene->arena, act->at_us + urgencies[urgency].hours * hour_us));
	past_set(life, "status_id", S("1"));
	past_set(life, "state", S("unhandled"));
	if (!scene->is_lean)
		past_set(life, "content", words(telling, &story->content));
}

/* The first answer; false: nobody has come to it yet. */
static bool
reply(struct telling *telling)
{
	struct scene *scene = telling->scene;
	struct deed *act;

	if (telling->story->inside.chinese && dice_chance(&scene->dice, INTERNAL_PERCENT)) {
		act = later(telling, 1);
		if (!act)
			return false;
		comment(telling, act, "internal", &telling->story->inside);
		set_status(telling, act, STATUS_HANDLING);
	}
	act = later(telling, dice_chance(&scene->dice, 15) ? 40 : 5);
	if (!act)
		return false;
	comment(telling, act, "reply", &telling->story->reply);
	past_set(telling->life, "answered_at", act->at);
	set_status(telling, act, dice_chance(&scene->dice, 50) ? STATUS_WAITING : STATUS_HANDLING);
	return true;
}

static void
rate(struct telling *telling)
{
	static const size_t marks[] = { 1, 2, 3, 3, 4, 4, 4, 5, 5, 5, 5, 5 };
	struct scene *scene = telling->scene;
	size_t mark = marks[dice_below(&scene->dice, sizeof marks / sizeof *marks)];
	struct deed *act = later(telling, 60);

	if (!act)
		return;
	set_status(telling, act, STATUS_CLOSED);
	if (!dice_chance(&scene->dice, RATED_PERCENT))
		return;
	past_set(telling->life, "satisfaction", str_from_u64(scene->arena, mark));
	if (dice_chance(&scene->dice, 60))
		past_set(telling->life, "satisfaction_note", say_one(scene, demo_praise[mark - 1], telling->party->made.is_foreign, &telling->names));
}

static void
go_on(struct telling *telling)
{
	struct scene *scene = telling->scene;
	struct deed *act;

	if (!dice_chance(&scene->dice, QUIET_PERCENT)) {
		act = later(telling, 30);
		if (!act)
			return;
		comment(telling, act, "customer", &telling->story->answer);
	}
	act = later(telling, 6);
	if (!act)
		return;
	set_status(telling, act, dice_chance(&scene->dice, 50) ? STATUS_HANDLED : STATUS_SOLVED);
	past_set(telling->life, "solution", words(telling, &telling->story->solution));
	if (dice_chance(&scene->dice, 70))
		rate(telling);
}

/* With many customers: it came in, and most were handled some day. */
static void
go_on_lean(struct telling *telling)
{
	struct scene *scene = telling->scene;
	int64_t day = calendar_later(telling->at_us / day_us, 2 + dice_below(&scene->dice, 12));

	if (day <= scene->past.last_day && dice_chance(&scene->dice, 90))
		set_status(telling, past_act(&scene->past, calendar_moment(&scene->dice, day), telling->agent->id), STATUS_HANDLED);
}

/* Of what came in these days, some is not done yet. */
static bool
is_waiting(struct telling *telling, int64_t day)
{
	return day + RECENT_DAYS > telling->scene->past.last_day && dice_chance(&telling->scene->dice, 45);
}

/* With many customers one that names nothing: there is less to search. */
static const struct story *
pick_story(struct scene *scene)
{
	const struct story *story;

	do
		story = &demo_stories[dice_below(&scene->dice, demo_story_count)];
	while (scene->is_lean && str_find_char(str_from(story->title.chinese), '{') >= 0);
	return story;
}

void
request_make(struct scene *scene, int64_t day)
{
	const struct story *story = pick_story(scene);
	struct telling telling = { .scene = scene, .story = story, .at_us = calendar_moment(&scene->dice, day) };
	size_t good = dice_below(&scene->dice, MACHINE_COUNT);
	struct party party;

	if (!party_find(scene, &party, day, dice_chance(&scene->dice, 65)))
		return;
	telling.party = &party;
	telling.agent = dice_chance(&scene->dice, AGENT_PERCENT) ? person_of(scene, "service_agent", party.made.is_foreign) : party.owner;
	telling.names = (struct names_said){ .speaker = party.speaker, .product = good_name(&party, good), .number = str_from_u64(scene->arena, 4 + good),
	                                     .day = day_said(scene, &party, calendar_later(day, 3)) };
	begin(&telling);
	if (story->title.chinese[0] == '{' || story->category == 0)
		past_set(telling.life, "product_id", scene->goods[good]);
	if (scene->is_lean)
		go_on_lean(&telling);
	else if (!is_waiting(&telling, day) && reply(&telling) && !is_waiting(&telling, day))
		go_on(&telling);
	if (!scene->is_lean && dice_chance(&scene->dice, TASK_PERCENT))
		task_make(scene, &party, day, NULL, telling.life);
}
