/* clock_test.c: many writers on a few rows: what was acknowledged is in the history, and no two versions are true at once. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "database.h"
#include "model/fsck.h"

enum { WRITERS = 8, ROWS = 5 };

/* One acknowledged (or not) update of a row by a writer; true when the commit was. */
typedef bool write_one(struct work *work, struct str id, uint64_t *random);

struct tally {
	uint64_t acknowledged[WRITERS];
	uint64_t refused[WRITERS];
};

static void
wait_us(uint32_t us)
{
	nanosleep(&(struct timespec){ .tv_nsec = (long)us * 1000 }, NULL);
}

static uint64_t
duration_us(void)
{
	const char *seconds = getenv("QIAO_CLOCK_SECONDS");
	uint64_t number = 2;

	if (seconds)
		str_to_u64(str_from(seconds), &number);
	return (number ? number : 1) * 1000000;
}

static bool
save(struct work *work, struct str id, uint64_t *random)
{
	struct str note = str_from_u64(work->arena, ((uint64_t)next_random(random) << 31) + next_random(random));
	struct input *input = input_read(work, &customer_entity, id, pairs_source(PAIRS({ "note", note.data })));

	if (!store_save(work, input) || input->outcome != OUTCOME_SAVED) {
		change_abandon(work);
		return false;
	}
	return work_commit(work);
}

static bool
write_plain(struct work *work, struct str id, uint64_t *random)
{
	work_begin(work);
	return save(work, id, random);
}

/* The connection comes with an older moment of its own, and dawdles between the clock and the write. */
static bool
write_inverted(struct work *work, struct str id, uint64_t *random)
{
	wait_us(next_random(random) % 2000);
	db_stamp(work->db, S("2020-01-01 00:00:00.000001"));
	work_begin(work);
	if (next_random(random) % 4 == 0)
		wait_us(next_random(random) % 3000);
	return save(work, id, random);
}

/* What a program without the clock would do: its own moment, then the write. */
static bool
write_without_clock(struct work *work, struct str id, uint64_t *random)
{
	struct str at, note = str_from_u64(work->arena, ((uint64_t)next_random(random) << 31) + next_random(random));
	uint64_t matched;

	db_begin(work->db);
	at = db_value(work->db, SQL("SELECT SYSDATE(6)"), NO_ARGS);
	wait_us(next_random(random) % 3000);
	db_stamp(work->db, at);
	matched = db_execute(work->db, SQL("UPDATE customer SET note = ?, version = version + 1 WHERE id = ?"), ARGS(note, id));
	if (matched == 1 && db_commit(work->db) == DB_DONE)
		return true;
	db_rollback(work->db);
	return false;
}

static void
writer(struct database *database, unsigned number, struct str *ids, write_one *act, struct tally *tally)
{
	struct work *work = database_work(database, NULL);
	uint64_t end = clock_monotonic_us() + duration_us(), random = number * 7919u + 1;

	while (clock_monotonic_us() < end) {
		work_clear(work);
		if (act(work, ids[next_random(&random) % ROWS], &random))
			tally->acknowledged[number]++;
		else
			tally->refused[number]++;
	}
	db_end(work->db);
}

struct outcome_of_run {
	uint64_t acknowledged, refused, versions, raised, overlaps;
};

static struct outcome_of_run
race(struct fixture *fixture, const char *name, write_one *act)
{
	struct work *work = fixture->work;
	struct tally *tally = mmap(NULL, sizeof *tally, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	struct str ids[ROWS];
	pid_t writers[WRITERS];
	struct outcome_of_run run = { 0 };
	int status;

	assert_true(tally != MAP_FAILED);
	work_clear(work);
	for (size_t i = 0; i < ROWS; i++)
		ids[i] = work_must_save(work, &customer_entity, NULL, PAIRS({ "name", name }));
	run.overlaps = fsck_overlaps(work, &customer_entity);
	fflush(stdout);
	for (unsigned i = 0; i < WRITERS; i++) {
		writers[i] = fork();
		assert_true(writers[i] >= 0);
		if (writers[i] == 0) {
			writer(&fixture->database, i, ids, act, tally);
			_exit(0);
		}
	}
	for (unsigned i = 0; i < WRITERS; i++) {
		assert_int_equal(waitpid(writers[i], &status, 0), writers[i]);
		assert_int_equal(status, 0);
		run.acknowledged += tally->acknowledged[i];
		run.refused += tally->refused[i];
	}
	for (size_t i = 0; i < ROWS; i++) {
		run.versions += work_number(work, SQL("SELECT COUNT(*) - 1 FROM customer FOR SYSTEM_TIME ALL WHERE id = ?"), ARGS(ids[i]));
		run.raised += work_number(work, SQL("SELECT version - 1 FROM customer WHERE id = ?"), ARGS(ids[i]));
	}
	run.overlaps = fsck_overlaps(work, &customer_entity) - run.overlaps;
	munmap(tally, sizeof *tally);
	printf("# %s: %ju acknowledged, %ju refused, %ju versions, version raised by %ju, %ju overlaps\n", name, (uintmax_t)run.acknowledged,
	       (uintmax_t)run.refused, (uintmax_t)run.versions, (uintmax_t)run.raised, (uintmax_t)run.overlaps);
	return run;
}

static void
assert_nothing_lost(struct outcome_of_run run)
{
	assert_true(run.acknowledged > WRITERS);
	assert_int_equal(run.versions, run.acknowledged);
	assert_int_equal(run.raised, run.acknowledged);
	assert_int_equal(run.overlaps, 0);
}

static void
plain(void **state)
{
	assert_nothing_lost(race(*state, "plain", write_plain));
}

static void
inverted(void **state)
{
	assert_nothing_lost(race(*state, "forced inversions", write_inverted));
}

/* As if the machine's clock had been put back an hour: moments go on rising from where they were. */
static void
stepped_back(void **state)
{
	struct fixture *fixture = *state;
	struct work *work = fixture->work;
	struct str ahead;

	work_clear(work);
	db_execute(work->db, SQL("UPDATE clock SET at = SYSDATE(6) + INTERVAL 1 HOUR WHERE id = 1"), NO_ARGS);
	assert_nothing_lost(race(fixture, "clock back by an hour", write_plain));
	ahead = db_value(work->db, SQL("SELECT MIN(v.row_start) > SYSDATE(6) + INTERVAL 50 MINUTE FROM customer FOR SYSTEM_TIME ALL v WHERE v.name = 'clock back by an hour'"), NO_ARGS);
	assert_true(str_equal(ahead, S("1")));
	assert_int_equal(work_number(work, SQL("SELECT COUNT(*) FROM `change` h JOIN (SELECT at, LAG(at) OVER (ORDER BY at) AS earlier FROM `change`) e ON e.at = h.at"
	                                       " WHERE e.earlier >= h.at"), NO_ARGS), 0);
}

/* Should the clock's row itself ever lag behind the records, a save is refused aloud, never taken for done. */
static void
clock_behind_the_records(void **state)
{
	struct fixture *fixture = *state;
	struct work *work = fixture->work;
	struct input *input;
	struct str id;

	work_clear(work);
	db_execute(work->db, SQL("UPDATE clock SET at = SYSDATE(6) + INTERVAL 3 HOUR WHERE id = 1"), NO_ARGS);
	id = work_must_save(work, &customer_entity, NULL, PAIRS({ "name", "from ahead" }));
	db_execute(work->db, SQL("UPDATE clock SET at = SYSDATE(6) - INTERVAL 1 HOUR WHERE id = 1"), NO_ARGS);
	input = work_save(work, &customer_entity, id.data, PAIRS({ "name", "lost?" }));
	assert_int_not_equal(input->outcome, OUTCOME_SAVED);
	assert_int_not_equal(input->outcome, OUTCOME_UNCHANGED);
	assert_int_equal(work_remove(work, &customer_entity, id), OUTCOME_FAILED);
	assert_int_equal(work_number(work, SQL("SELECT COUNT(*) FROM customer FOR SYSTEM_TIME ALL WHERE name = 'lost?'"), NO_ARGS), 0);
	assert_int_equal(work_number(work, SQL("SELECT COUNT(*) FROM customer WHERE name = 'from ahead'"), NO_ARGS), 1);
	db_execute(work->db, SQL("UPDATE clock SET at = (SELECT MAX(row_start) FROM customer) WHERE id = 1"), NO_ARGS);
	assert_false(db_has_failed(work->db));
}

/* The control: without the clock the same race loses history, so the runs above can fail. */
static void
control(void **state)
{
	struct outcome_of_run run = race(*state, "control without the clock", write_without_clock);

	assert_true(run.acknowledged > run.versions || run.overlaps > 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain), cmocka_unit_test(inverted), cmocka_unit_test(stepped_back), cmocka_unit_test(clock_behind_the_records),
		cmocka_unit_test(control),
	};

	return DATABASE_MAIN("db/clock", tests);
}
