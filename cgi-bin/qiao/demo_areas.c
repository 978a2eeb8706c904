/* demo_areas.c: fills the areas of sales, service, communications and marketing along two years of customers. */
#include <stdio.h>

#include "qiao/demo_scene.h"

enum { SLICE = 2000, PLANNED_TALKS = 26, CONVERTED_PERCENT = 17, LEADS_SALT = 7 };

/* How many of each kind come to a hundred customers; some deals, talks and tasks come with others. */
static const struct share {
	void (*make)(struct scene *scene, int64_t day);
	unsigned percent, lean_percent;
} shares[] = {
	{ deal_make, 66, 50 }, { deal_reorder, 13, 9 }, { talk_any, 108, 120 }, { task_any, 14, 30 }, { request_make, 40, 40 },
};

/* Part n of whole of everything; each kind in the order of time. */
static bool
write_slice(struct scene *scene, uint64_t n, uint64_t whole)
{
	uint64_t total = scene->demo->total, leads = total * (scene->is_lean ? 10 : 33) / 100;

	for (size_t i = 0; i < sizeof shares / sizeof *shares; i++) {
		uint64_t count = total * (scene->is_lean ? shares[i].lean_percent : shares[i].percent) / 100;

		for (uint64_t k = count * n / whole; k < count * (n + 1) / whole; k++)
			shares[i].make(scene, calendar_day(&scene->calendar, k, count));
	}
	for (uint64_t k = leads * n / whole; k < leads * (n + 1) / whole; k++)
		lead_make(scene, calendar_day(&scene->calendar, k, leads), k);
	for (uint64_t number = total * n / whole; number < total * (n + 1) / whole; number++) {
		if (!scene->is_lean && dice_chance(&scene->dice, CONVERTED_PERCENT))
			lead_convert(scene, number);
		for (size_t i = 0; i < scene->campaign_count; i++)
			member_make(scene, i, number);
	}
	if (n + 1 == whole) {
		task_open(scene);
		for (size_t i = 0; i < PLANNED_TALKS; i++)
			talk_planned(scene, i);
	}
	return past_write(&scene->past);
}

static bool
write_slices(struct scene *scene)
{
	uint64_t whole = scene->is_lean ? scene->demo->total / SLICE : 1;

	for (uint64_t n = 0; n < whole; n++) {
		if (!write_slice(scene, n, whole))
			return false;
		if (scene->is_lean && n % 20 == 19) {
			printf("%llu of %llu parts of sales, service and the rest\n", (unsigned long long)n + 1, (unsigned long long)whole);
			fflush(stdout);
		}
	}
	return true;
}

bool
demo_fill_areas(struct demo *demo)
{
	struct scene *scene = ARENA_NEW(demo->program, struct scene);
	bool is_done;

	*scene = (struct scene){ .demo = demo, .arena = &demo->batch, .is_lean = demo->maker.is_large, .dice = dice_new(demo->maker.seed, UINT64_MAX - 1) };
	past_open(&scene->past, demo);
	calendar_init(&scene->calendar, demo->program, demo->first_day, scene->past.last_day);
	/* Past versions are written as such, and every reference is known to be there. */
	if (!db_run_script(demo->command->db, S("SET system_versioning_insert_history = 1, foreign_key_checks = 0")))
		return false;
	is_done = goods_lay(scene) && marketing_lay(scene) && write_slices(scene) && target_lay(scene) && system_lay(scene);
	db_run_script(demo->command->db, S("SET system_versioning_insert_history = 0, foreign_key_checks = 1"));
	past_close(&scene->past);
	if (is_done)
		printf("%llu other records in %llu versions\n", (unsigned long long)scene->past.record_count, (unsigned long long)scene->past.version_count);
	return is_done;
}
