/* demo_ground.c: the ground of demonstration data: labels that reach back two years, teams, users and tags. */
#include <stdio.h>
#include <string.h>

#include "base/digest.h"
#include "entities/entities.h"
#include "model/search.h"
#include "qiao/demo.h"

enum { DAY_S = 86400, AREA_CUSTOMERS = 100000 };

static const int64_t second_us = 1000000;

static bool
run(struct demo *demo, struct str script)
{
	return db_run_script(demo->command->db, script);
}

/*
 * All versions of a table again, beginning earlier: those that a change
 * wrote at its new moment, the seeded ones at the ground. A version that
 * ended without a change (a migration corrected it) is left out.
 */
static void
shift_table(struct demo *demo, struct str table, struct str ground)
{
	struct db *db = demo->command->db;
	struct str columns = db_value(db, SQL("SELECT GROUP_CONCAT(CONCAT('`', column_name, '`') ORDER BY ordinal_position) FROM information_schema.columns"
	                                      " WHERE table_schema = DATABASE() AND table_name = ? AND column_name NOT IN ('row_start', 'row_end')"), ARGS(table));

	run(demo, str_format(&demo->batch,
		"CREATE TEMPORARY TABLE demo_rows AS SELECT %.*s, row_start AS demo_start, row_end AS demo_end FROM `%.*s` FOR SYSTEM_TIME ALL;"
		"DELETE FROM `%.*s`; DELETE HISTORY FROM `%.*s`;"
		"INSERT INTO `%.*s` (%.*s, row_start, row_end) SELECT %.*s, COALESCE(s.demo_at, '%.*s'), COALESCE(e.demo_at, demo_end)"
		" FROM demo_rows LEFT JOIN demo_moment s ON s.demo_was = demo_start LEFT JOIN demo_moment e ON e.demo_was = demo_end"
		" WHERE demo_end > SYSDATE(6) OR e.demo_at IS NOT NULL;"
		"DROP TEMPORARY TABLE demo_rows",
		STR_ARG(columns), STR_ARG(table), STR_ARG(table), STR_ARG(table), STR_ARG(table), STR_ARG(columns), STR_ARG(columns), STR_ARG(ground)));
}

/*
 * Labels, roles and the administrator were written when Qiao was installed,
 * so a page that shows last spring would show customers without labels and
 * nobody. Their history is therefore written anew, beginning before the
 * first customer; their changes move along. The only place where history is
 * not what happened, and only before there is any.
 */
static void
shift_history(struct demo *demo, int64_t ground_us)
{
	struct db *db = demo->command->db;
	struct str ground = instant_text(&demo->batch, ground_us);
	struct rows *tables = db_query(db, SQL("SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()"
	                                       " AND table_type = 'SYSTEM VERSIONED'"), NO_ARGS);

	run(demo, str_format(&demo->batch,
		"CREATE TEMPORARY TABLE demo_moment (demo_was DATETIME(6) PRIMARY KEY, demo_at DATETIME(6) NOT NULL);"
		"SET system_versioning_insert_history = 1, foreign_key_checks = 0"));
	db_begin(db);
	db_execute(db, SQL("UPDATE clock SET at = ? WHERE id = 1"), ARGS(ground));
	db_execute(db, SQL("INSERT INTO demo_moment SELECT at, CAST(? AS DATETIME(6)) + INTERVAL ROW_NUMBER() OVER (ORDER BY at) SECOND FROM `change`"),
	           ARGS(ground));
	db_execute(db, SQL("UPDATE `change` c JOIN demo_moment m ON m.demo_was = c.part_of SET c.part_of = m.demo_at"), NO_ARGS);
	db_execute(db, SQL("UPDATE `change` c JOIN demo_moment m ON m.demo_was = c.at SET c.at = m.demo_at"), NO_ARGS);
	db_execute(db, SQL("UPDATE change_record c JOIN demo_moment m ON m.demo_was = c.at SET c.at = m.demo_at"), NO_ARGS);
	while (rows_next(tables))
		shift_table(demo, rows_at(tables, 0), ground);
}

static bool
shift_end(struct demo *demo)
{
	bool is_done = !db_has_failed(demo->command->db) && db_commit(demo->command->db) == DB_DONE;

	if (!is_done) {
		struct str text = str_copy(demo->program, db_error_text(demo->command->db));

		db_rollback(demo->command->db);
		fprintf(stderr, "qiao: %.*s\n", STR_ARG(text));
	}
	run(demo, S("SET system_versioning_insert_history = 0, foreign_key_checks = 1; DROP TEMPORARY TABLE IF EXISTS demo_moment, demo_rows"));
	return is_done;
}

/* The record's row is there; now its search pieces and its line in the change. */
static struct str
added(struct demo *demo, struct record *record)
{
	record->id = str_from_u64(&demo->batch, db_insert_id(demo->command->db));
	record->version = S("1");
	search_update(&demo->work, record);
	change_add(&demo->work, record->entity, record->id, CREATED);
	return record->id;
}

static struct str
team_id(struct demo *demo, const char *name)
{
	return name ? db_value(demo->command->db, SQL("SELECT id FROM team WHERE name = ?"), ARGS(str_from(name))) : NO_STR;
}

static void
add_team(struct demo *demo, const char *name, const char *parent)
{
	struct record *record = record_new(&demo->batch, &team_entity);

	make_set(record, "name", str_from(name));
	make_set(record, "parent_id", team_id(demo, parent));
	db_execute(demo->command->db, SQL("INSERT INTO team (name, parent_id) VALUES (?, ?)"),
	           ARGS(record_value(record, S("name")), record_value(record, S("parent_id"))));
	added(demo, record);
}

/* The team right below the top that a team belongs to; NULL for the top itself and the teams of the large area. */
static const char *
area_of(const char *name)
{
	const char *top = demo_teams[0].name;

	for (const struct demo_team *team = demo_teams; team->name; team++)
		if (strcmp(team->name, name) == 0 && team->parent)
			return strcmp(team->parent, top) == 0 ? team->name : team->parent;
	return NULL;
}

static void
add_user(struct demo *demo, const struct demo_user *user, struct str password)
{
	struct demo_person *person = &demo->people[demo->people_count++];
	struct record *record = record_new(&demo->batch, &user_entity);
	struct db *db = demo->command->db;
	struct str role = db_value(db, SQL("SELECT id FROM role WHERE code = ?"), ARGS(str_from(user->role)));

	*person = (struct demo_person){ .owns = strcmp(user->role, "manager") == 0 || strcmp(user->role, "salesperson") == 0,
	                                .area = area_of(user->team), .role = user->role, .name = user->name, .team = user->team };
	person->team_id = str_copy(demo->program, team_id(demo, user->team));
	make_set(record, "login", str_from(user->login));
	make_set(record, "name", str_from(user->name));
	db_execute(db, SQL("INSERT INTO user (login, name, email, role_id, team_id, language, zone) VALUES (?, ?, CONCAT(?, '@qiao.example'), ?, ?, ?, ?)"),
	           ARGS(str_from(user->login), str_from(user->name), str_from(user->login), role, person->team_id, str_from(user->language), str_from(user->zone)));
	person->id = str_copy(demo->program, added(demo, record));
	if (password.data)
		db_execute(db, SQL("INSERT INTO user_secret (user_id, password_hash, changed_at) VALUES (?, ?, ?)"),
		           ARGS(person->id, password, demo->change.at));
}

static void
add_area(struct demo *demo, struct str password)
{
	const char *area = demo_area_users[0].team;

	for (const struct demo_user *user = demo_area_users; user->login; user++) {
		add_team(demo, user->team, user == demo_area_users ? demo_teams[0].name : area);
		add_user(demo, user, password);
	}
}

static void
add_tags(struct demo *demo)
{
	demo->maker.tags = ARENA_ARRAY(demo->program, struct str, demo_words.tags.count);
	for (size_t i = 0; i < demo_words.tags.count; i++) {
		struct record *record = record_new(&demo->batch, &tag_entity);

		make_set(record, "name", str_from(demo_words.tags.words[i].chinese));
		db_execute(demo->command->db, SQL("INSERT INTO tag (name) VALUES (?)"), ARGS(record_value(record, S("name"))));
		demo->maker.tags[i] = str_copy(demo->program, added(demo, record));
	}
}

static struct str *
region_ids(struct demo *demo, const struct place *places, size_t count)
{
	struct str *ids = ARENA_ARRAY(demo->program, struct str, count);

	for (size_t i = 0; i < count; i++)
		ids[i] = str_copy(demo->program, db_value(demo->command->db, SQL("SELECT id FROM region WHERE code = ?"), ARGS(str_from(places[i].region_code))));
	return ids;
}

static void
read_lists(struct demo *demo)
{
	struct maker *maker = &demo->maker;
	struct rows *rows = db_query(demo->command->db, SQL("SELECT id FROM source ORDER BY id"), NO_ARGS);

	maker->chinese_regions = region_ids(demo, demo_words.chinese_places, demo_words.chinese_place_count);
	maker->foreign_regions = region_ids(demo, demo_words.foreign_places, demo_words.foreign_place_count);
	maker->industries = ARENA_ARRAY(demo->program, struct str, demo_words.trade_count);
	for (size_t i = 0; i < demo_words.trade_count; i++)
		maker->industries[i] = str_copy(demo->program, db_value(demo->command->db, SQL("SELECT id FROM industry WHERE name = ?"),
		                                                        ARGS(str_from(demo_words.trades[i].industry))));
	maker->source_count = rows_count(rows);
	maker->sources = ARENA_ARRAY(demo->program, struct str, maker->source_count + 1);
	for (size_t i = 0; i < maker->source_count; i++)
		maker->sources[i] = str_copy(demo->program, rows_cell(rows, i, 0));
}

bool
demo_lay_ground(struct demo *demo, const char *password)
{
	int64_t first_us = demo->first_day * DAY_S * second_us;
	/* Everybody has the same password, so they may share its one hash; a hash each would cost seconds. */
	struct str hash = password ? password_hash(demo->program, str_from(password)) : NO_STR;
	struct str admin;

	shift_history(demo, first_us - 2 * DAY_S * second_us);
	if (!shift_end(demo))
		return false;
	arena_reset(&demo->batch);
	admin = str_copy(demo->program, db_value(demo->command->db, SQL("SELECT u.id FROM user u JOIN role r ON r.id = u.role_id WHERE r.code = 'administrator'"
	                                                               " ORDER BY u.id LIMIT 1"), NO_ARGS));
	demo_prepare(demo, first_us, admin, S("/teams"));
	demo_begin(demo);
	for (const struct demo_team *team = demo_teams; team->name; team++)
		add_team(demo, team->name, team->parent);
	for (const struct demo_user *user = demo_users; user->login; user++)
		add_user(demo, user, hash);
	if (demo->total >= AREA_CUSTOMERS)
		add_area(demo, hash);
	add_tags(demo);
	read_lists(demo);
	return demo_end(demo);
}
