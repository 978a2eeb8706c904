/* demo_target.c: targets of each quarter of the demonstration data, by person, team, channel and product. */
#include <string.h>

#include "qiao/demo_scene.h"

enum { ROUND_TO = 1000000, PRODUCTS_EACH = 5 };

static const char *const currencies[] = { "CNY", "USD", "EUR" };

static size_t
quarter_place(const struct scene *scene, int64_t day)
{
	struct date first = date_from_days(scene->past.first_day), date = date_from_days(day);

	return (size_t)((date.year - first.year) * 4 + (date.month - 1) / 3 - (first.month - 1) / 3);
}

void
target_count(struct scene *scene, const struct party *party, const struct basket *basket, int64_t day, size_t channel)
{
	size_t quarter = quarter_place(scene, day), currency = 0;

	while (strcmp(currencies[currency], party->currency) != 0)
		currency++;
	scene->sold[currency].by_person[quarter][party->owner_place] += basket->sum;
	scene->sold[currency].by_channel[quarter][channel] += basket->sum;
	for (size_t i = 0; i < basket->count; i++)
		scene->sold[currency].by_good[quarter][basket->lines[i].good] += basket->lines[i].sum;
}

/* Set a little above or below what came of it; a quarter that has only begun is set as if it were over. */
static uint64_t
wanted(struct scene *scene, uint64_t sold, int64_t start)
{
	int64_t days = calendar_quarter_end(start) - start + 1, over = scene->past.last_day - start + 1;
	uint64_t whole = over < days ? sold / (uint64_t)over * (uint64_t)days : sold;

	whole = whole / 100 * (75 + dice_below(&scene->dice, 60));
	return whole / ROUND_TO * ROUND_TO + ROUND_TO;
}

static struct life *
add(struct scene *scene, int64_t start, struct str whose, uint64_t sold, const char *currency)
{
	int64_t day = start - 6 < scene->past.first_day ? scene->past.first_day : calendar_working(start - 6);
	struct date date = date_from_days(start);
	struct deed *act = past_act(&scene->past, calendar_moment(&scene->dice, day), person_of(scene, "manager", false)->id);
	struct life *life = past_life(&scene->past, &target_entity, act);

	past_set(life, "name", str_format(scene->arena, "%d Q%d %.*s", date.year, (date.month - 1) / 3 + 1, STR_ARG(whose)));
	past_set(life, "amount", money_text(scene->arena, wanted(scene, sold, start), currency));
	past_set(life, "from_on", calendar_text(scene->arena, start));
	past_set(life, "until_on", calendar_text(scene->arena, calendar_quarter_end(start)));
	return life;
}

static void
add_people(struct scene *scene, size_t quarter, int64_t start)
{
	const struct demo *demo = scene->demo;

	for (size_t i = 0; i < demo->people_count; i++) {
		const struct demo_person *person = &demo->people[i];
		size_t currency = person->area && strcmp(person->area, demo_abroad) == 0;

		if (person->owns)
			owner_put(person, add(scene, start, str_from(person->name), scene->sold[currency].by_person[quarter][i], currencies[currency]));
	}
}

static void
add_teams(struct scene *scene, size_t quarter, int64_t start)
{
	const struct demo *demo = scene->demo;

	for (size_t i = 0; i < demo->people_count; i++) {
		const struct demo_person *person = &demo->people[i];
		size_t currency = person->area && strcmp(person->area, demo_abroad) == 0, k = 0;
		uint64_t sold = 0;

		/* Once for each team: where its first member comes. */
		while (!str_equal(demo->people[k].team_id, person->team_id))
			k++;
		for (size_t n = 0; n < demo->people_count; n++)
			if (str_equal(demo->people[n].team_id, person->team_id))
				sold += scene->sold[currency].by_person[quarter][n];
		if (k == i && sold)
			past_set(add(scene, start, str_from(person->team), sold, currencies[currency]), "team_id", person->team_id);
	}
}

static void
add_goods(struct scene *scene, size_t quarter, int64_t start, struct rows *channels)
{
	const uint64_t *sold = scene->sold[0].by_good[quarter];
	bool is_taken[GOODS_MAX] = { false };

	for (size_t i = 0; i < scene->channel_count; i++)
		past_set(add(scene, start, rows_cell(channels, i, 0), scene->sold[0].by_channel[quarter][i], "CNY"), "channel_id", scene->channels[i]);
	for (size_t n = 0; n < PRODUCTS_EACH; n++) {
		size_t best = 0;

		for (size_t i = 0; i < demo_good_count; i++)
			if (is_taken[best] || (!is_taken[i] && sold[i] > sold[best]))
				best = i;
		is_taken[best] = true;
		past_set(add(scene, start, str_from(demo_goods[best].name.chinese), sold[best], "CNY"), "product_id", scene->goods[best]);
	}
}

bool
target_lay(struct scene *scene)
{
	struct rows *channels = db_query(scene->demo->command->db, SQL("SELECT name FROM channel ORDER BY id LIMIT 8"), NO_ARGS);
	size_t quarter = 0;

	for (int64_t start = calendar_quarter_start(scene->past.first_day); start <= scene->past.last_day; start = calendar_quarter_end(start) + 1) {
		add_people(scene, quarter, start);
		add_teams(scene, quarter, start);
		add_goods(scene, quarter, start, channels);
		quarter++;
	}
	return past_write(&scene->past);
}
