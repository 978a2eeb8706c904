/* demo_talk.c: calls, mails, meetings, visits, chats and notes of the demonstration data. */
#include "qiao/demo_deal_words.h"
#include "qiao/demo_scene.h"

enum { MISSED_PERCENT = 18 };

struct way {
	const char *channel;
	unsigned minutes, more;        /* how long it takes; 0: no time is noted */
};

static const struct way ways[] = {
	{ "call", 3, 22 }, { "call", 3, 22 }, { "call", 4, 15 }, { "mail", 0, 0 }, { "mail", 0, 0 }, { "chat", 0, 0 }, { "chat", 0, 0 }, { "meeting", 30, 75 },
	{ "visit", 60, 120 }, { "note", 0, 0 }
};
static const char *const outcomes[TALK_COUNT][3] = {
	{ "reached", "interested", "interested" }, { "interested", "interested", "reached" }, { "reached", "interested", "reached" },
	{ "reached", "agreed", "interested" }, { "agreed", "agreed", "agreed" }, { "declined", "declined", "declined" }, { "reached", "reached", "interested" },
	{ "reached", "interested", "agreed" }
};

static struct life *
begin(struct scene *scene, const struct party *party, int64_t happened_us, const struct way *way)
{
	/* It is written down a little later, but not tomorrow. */
	int64_t entered_us = happened_us + (int64_t)(way->minutes + dice_below(&scene->dice, 40)) * 60000000;
	struct life *life = past_life(&scene->past, &communication_entity, past_act(&scene->past, entered_us, party->owner->id));

	party_put(party, life);
	past_set(life, "channel", str_from(way->channel));
	past_set(life, "happened_at", instant_text(scene->arena, happened_us));
	if (way->channel[0] != 'n')
		past_set(life, "direction", dice_chance(&scene->dice, 65) ? S("out") : S("in"));
	if (way->minutes)
		past_set(life, "duration_minutes", str_from_u64(scene->arena, way->minutes + dice_below(&scene->dice, way->more)));
	return life;
}

static void
put_result(struct scene *scene, struct life *life, enum talk talk, int64_t day)
{
	static const char *const qualities[] = { "good", "good", "fair", "poor" };

	past_set(life, "outcome", str_from(outcomes[talk][dice_below(&scene->dice, 3)]));
	if (dice_chance(&scene->dice, 60))
		past_set(life, "quality", str_from(qualities[dice_below(&scene->dice, 4)]));
	if (dice_chance(&scene->dice, 40))
		past_set(life, "next_on", calendar_text(scene->arena, calendar_working(day + 3 + (int64_t)dice_below(&scene->dice, 12))));
}

static void
put_words(struct scene *scene, const struct party *party, struct life *life, enum talk talk, const struct names_said *names)
{
	const struct talk_words *words = &demo_talks[talk];
	bool is_foreign = party->made.is_foreign;
	struct str content, more;

	past_set(life, "subject", say_one(scene, words->subjects, is_foreign, names));
	if (scene->is_lean)
		return;
	content = say_one(scene, words->first, is_foreign, names);
	if (dice_chance(&scene->dice, 60)) {
		more = say_one(scene, words->second, is_foreign, names);
		content = str_format(scene->arena, is_foreign ? "%.*s %.*s" : "%.*s%.*s", STR_ARG(content), STR_ARG(more));
	}
	past_set(life, "content", content);
	if (record_value(life->record, S("next_on")).len)
		past_set(life, "next_step", say_one(scene, words->next, is_foreign, names));
}

static void
put_missed(struct scene *scene, const struct party *party, struct life *life, const struct names_said *names)
{
	past_set(life, "outcome", S("not_reached"));
	past_set(life, "direction", S("out"));
	past_set(life, "duration_minutes", NO_STR);
	past_set(life, "content", say_one(scene, demo_missed, party->made.is_foreign, names));
	past_set(life, "next_on", NO_STR);
	past_set(life, "next_step", NO_STR);
}

void
talk_make(struct scene *scene, const struct party *party, enum talk talk, int64_t day, struct life *opportunity, size_t good)
{
	const struct way *way = &ways[dice_below(&scene->dice, sizeof ways / sizeof *ways)];
	struct names_said names = { .speaker = party->speaker, .product = good_name(party, good) };
	int64_t happened_us = calendar_moment(&scene->dice, day);
	struct life *life;

	/* Nobody looks over a site for labels. */
	if (good >= MACHINE_COUNT && talk <= TALK_HAGGLE)
		talk = TALK_SUPPLY;
	/* What is said about a deal is said after it was entered. */
	if (opportunity && happened_us <= opportunity->changed->at_us)
		happened_us = opportunity->changed->at_us + (int64_t)dice_below(&scene->dice, 50) * 60000000;
	life = begin(scene, party, happened_us, way);
	if (opportunity)
		past_set(life, "opportunity_id", opportunity->record->id);
	put_result(scene, life, talk, day);
	put_words(scene, party, life, talk, &names);
	if (!scene->is_lean && way->channel[0] == 'c' && way->minutes && talk != TALK_WON && talk != TALK_LOST && dice_chance(&scene->dice, MISSED_PERCENT))
		put_missed(scene, party, life, &names);
}

void
talk_any(struct scene *scene, int64_t day)
{
	struct party party;

	if (party_find(scene, &party, day, dice_chance(&scene->dice, 30)))
		talk_make(scene, &party, party.held->stage >= 3 ? TALK_CARE : (enum talk)dice_below(&scene->dice, 3), day, NULL,
		          dice_below(&scene->dice, demo_good_count));
}

/* Entered in the last days for one of the next two weeks. */
void
talk_planned(struct scene *scene, size_t n)
{
	static const struct way planned[] = { { "meeting", 60, 1 }, { "visit", 120, 1 }, { "call", 30, 1 } };
	int64_t last = scene->past.last_day, day = calendar_working(scene->demo->today + (int64_t)(n % 14));
	const struct way *way = &planned[dice_below(&scene->dice, 3)];
	struct names_said names;
	struct party party;
	struct life *life;

	if (!party_find(scene, &party, last, dice_chance(&scene->dice, 60)))
		return;
	names = (struct names_said){ .speaker = party.speaker, .product = good_name(&party, dice_below(&scene->dice, demo_good_count)) };
	life = past_life(&scene->past, &communication_entity, past_act(&scene->past, calendar_moment(&scene->dice, last - (int64_t)dice_below(&scene->dice, 2)),
	                                                               party.owner->id));
	party_put(&party, life);
	past_set(life, "channel", str_from(way->channel));
	past_set(life, "direction", S("out"));
	/* On the half hour. */
	past_set(life, "happened_at", instant_text(scene->arena, day * INT64_C(86400000000) + (2 + (int64_t)dice_below(&scene->dice, 14)) * INT64_C(1800000000)));
	past_set(life, "duration_minutes", str_from_u64(scene->arena, way->minutes));
	past_set(life, "subject", say_one(scene, demo_meetings, party.made.is_foreign, &names));
	past_set(life, "content", say_one(scene, demo_agendas, party.made.is_foreign, &names));
}
