/* demo_data.c: fills an empty installation with believable data and two years of its history. */
#include <stdio.h>

#include "qiao/demo.h"

enum {
	CUSTOMERS_MAX = 10000000,
	NATURAL_MAX = 10000,           /* up to here each update is a change of its own */
	NATURAL_BATCH = 8, LARGE_BATCH = 500,
	UPDATED_PERCENT = 30,
	TOLD_EVERY_US = 2000000
};

static const int64_t day_us = 86400000000;

/* 1234567 as "1,234,567". */
static const char *
grouped(struct arena *arena, uint64_t number)
{
	struct str digits = str_from_u64(arena, number);
	struct buf buf;

	buf_init(&buf, arena, 40);
	for (size_t i = 0; i < digits.len; i++) {
		if (i && (digits.len - i) % 3 == 0)
			buf_add_char(&buf, ',');
		buf_add_char(&buf, digits.data[i]);
	}
	return str_terminated(arena, buf_str(&buf));
}

static void
tell(struct demo *demo)
{
	uint64_t now_us = clock_monotonic_us();

	if (now_us - demo->told_us < TOLD_EVERY_US)
		return;
	demo->told_us = now_us;
	printf("%s of %s customers, %llu s\n", grouped(&demo->batch, demo->created), grouped(&demo->batch, demo->total),
	       (unsigned long long)((now_us - demo->started_us) / 1000000));
	fflush(stdout);
}

/* Everything is to lie in the past, on working days: the last one is before the day of until. */
static int64_t
first_day(int64_t until_us)
{
	int64_t day = until_us / day_us - 1;

	while (date_weekday(day) == 0 || date_weekday(day) == 6)
		day--;
	return day - DEMO_WEEKS * 7;
}

static bool
next_ids(struct demo *demo)
{
	struct rows *rows = db_query(demo->command->db,
		SQL("SELECT (SELECT MAX(id) FROM customer FOR SYSTEM_TIME ALL), (SELECT MAX(id) FROM customer_phone FOR SYSTEM_TIME ALL),"
		    " (SELECT MAX(id) FROM customer_address FOR SYSTEM_TIME ALL), (SELECT MAX(id) FROM customer_tag FOR SYSTEM_TIME ALL),"
		    " (SELECT MAX(id) FROM contact FOR SYSTEM_TIME ALL), (SELECT MAX(id) FROM need FOR SYSTEM_TIME ALL),"
		    " (SELECT MAX(id) FROM team FOR SYSTEM_TIME ALL), (SELECT MAX(id) FROM tag FOR SYSTEM_TIME ALL),"
		    " (SELECT MAX(id) FROM product FOR SYSTEM_TIME ALL), (SELECT MAX(id) FROM product_category FOR SYSTEM_TIME ALL),"
		    " (SELECT MAX(id) FROM lead FOR SYSTEM_TIME ALL), (SELECT MAX(id) FROM opportunity FOR SYSTEM_TIME ALL),"
		    " (SELECT MAX(id) FROM target FOR SYSTEM_TIME ALL), (SELECT MAX(id) FROM strategy FOR SYSTEM_TIME ALL),"
		    " (SELECT MAX(id) FROM campaign FOR SYSTEM_TIME ALL), (SELECT MAX(id) FROM communication FOR SYSTEM_TIME ALL),"
		    " (SELECT MAX(id) FROM task FOR SYSTEM_TIME ALL), (SELECT MAX(id) FROM request FOR SYSTEM_TIME ALL),"
		    " (SELECT MAX(id) FROM quote FOR SYSTEM_TIME ALL), (SELECT MAX(id) FROM sales_order FOR SYSTEM_TIME ALL),"
		    " (SELECT MAX(id) FROM payment FOR SYSTEM_TIME ALL), (SELECT MAX(id) FROM incident FOR SYSTEM_TIME ALL),"
		    " (SELECT MAX(id) FROM maintenance_item FOR SYSTEM_TIME ALL), (SELECT MAX(id) FROM change_request FOR SYSTEM_TIME ALL),"
		    " (SELECT id FROM user ORDER BY id LIMIT 1, 1)"), NO_ARGS);

	for (size_t i = 0; i < rows_column_count(rows); i++)
		if (rows_cell(rows, 0, i).data)
			return false;
	for (size_t i = 0; i <= NEEDS; i++)
		demo->next_id[i] = 1;
	return true;
}

static bool
write_batch(struct demo *demo, uint64_t *owed)
{
	uint64_t before = demo->created, left = demo->total - before;
	size_t count = demo->maker.is_large ? LARGE_BATCH : 1 + dice_below(&demo->dice, NATURAL_BATCH);
	uint64_t updates;
	size_t each;

	if (!demo_create(demo, count < left ? count : left))
		return false;
	*owed += (demo->created - before) * UPDATED_PERCENT;
	updates = *owed / 100;
	*owed %= 100;
	each = demo->maker.is_large && updates ? updates : 1;
	for (uint64_t done = 0; done < updates; done += each)
		if (!demo_update(demo, each, before * 1000 + (demo->created - before) * 1000 * (done + each) / (updates + each)))
			return false;
	tell(demo);
	return true;
}

static bool
write_all(struct demo *demo)
{
	uint64_t owed = 0;
	bool is_done = true;

	/* Every reference is known to be there, and a million need not be looked up one by one. */
	db_execute(demo->command->db, SQL("SET foreign_key_checks = 0"), NO_ARGS);
	while (is_done && demo->created < demo->total)
		is_done = write_batch(demo, &owed);
	db_execute(demo->command->db, SQL("SET foreign_key_checks = 1"), NO_ARGS);
	return is_done;
}

static void
start(struct demo *demo, struct command *command, uint64_t total, uint64_t seed, int64_t until_us)
{
	*demo = (struct demo){ .command = command, .program = &command->arena, .total = total, .first_day = first_day(until_us),
	                        .today = until_us / day_us };
	arena_init(&demo->batch, 512 << 20);
	demo->maker = (struct maker){ .seed = seed, .is_large = total > NATURAL_MAX };
	demo->dice = dice_new(seed, UINT64_MAX);
	demo->held = ARENA_ARRAY(demo->program, struct held, total);
	demo->work = command->work;
	demo->work.arena = &demo->batch;
	demo->work.actor = &demo->actor;
	demo->work.change = &demo->change;
	demo->actor = command->actor;
	demo->started_us = demo->told_us = clock_monotonic_us();
	db_arena(command->db, &demo->batch);
	demo_open_sheets(demo);
}

static int
fill(struct demo *demo, const char *password)
{
	bool is_done;

	if (!next_ids(demo)) {
		if (command_status(demo->command))
			return 1;
		fprintf(stderr, "qiao: there are customers, teams, products or other records already, or there have been; demonstration data goes into an empty installation only\n");
		return 1;
	}
	is_done = !command_status(demo->command) && demo_lay_ground(demo, password) && write_all(demo) &&
	          !command_status(demo->command) && demo_fill_areas(demo) && !command_status(demo->command);
	if (is_done)
		printf("%s customers, %s contacts, %s needs in %s changes, %llu s\n", grouped(&demo->batch, demo->created),
		       grouped(&demo->batch, demo->contact_count), grouped(&demo->batch, demo->need_count), grouped(&demo->batch, demo->change_count),
		       (unsigned long long)((clock_monotonic_us() - demo->started_us) / 1000000));
	return is_done ? 0 : 1;
}

int
command_demo_data(struct command *command)
{
	struct demo *demo = ARENA_NEW(&command->arena, struct demo);
	uint64_t total, seed;
	const char *until = command_option(command, "--until", NULL);
	int64_t now_us = clock_now_us(), until_us = now_us;
	int status;

	if (!str_to_u64(str_from(command_option(command, "--customers", "2000")), &total) || total == 0 || total > CUSTOMERS_MAX ||
	    !str_to_u64(str_from(command_option(command, "--seed", "1")), &seed) ||
	    (until && (!instant_parse(str_from(until), 0, &until_us) || until_us > now_us))) {
		fprintf(stderr, "usage: qiao demo-data [--customers=1..%d] [--seed=N] [--until=PAST DAY] [--staff-password=TEXT]\n", CUSTOMERS_MAX);
		return 2;
	}
	start(demo, command, total, seed, until_us);
	status = fill(demo, command_option(command, "--staff-password", NULL));
	db_arena(command->db, &command->arena);
	arena_end(&demo->batch);
	return status;
}
