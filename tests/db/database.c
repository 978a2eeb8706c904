/* database.c: starts and ends the private MariaDB of a test program, and makes work to be done on it. */
#include "database.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/config.h"
#include "model/fsck.h"

extern char **environ;

static const char *
setting(const char *name, const char *otherwise)
{
	const char *value = getenv(name);

	return value && *value ? value : otherwise;
}

int
database_run(const struct database *database, const char *const *argv)
{
	posix_spawn_file_actions_t actions;
	pid_t child;
	int status, error;

	(void)database;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
	error = posix_spawnp(&child, argv[0], &actions, NULL, (char *const *)(uintptr_t)argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	if (error)
		return -1;
	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int
harness(struct database *database, const char *act)
{
	const char *script = str_format(&database->arena, "%s/tests/harness/mariadb.sh", database->source).data;

	return database_run(database, (const char *const[]){ script, act, database->folder, NULL });
}

/* The child that outlives the test, were it only for a moment. */
static void
keep(struct database *database, int other_end)
{
	char byte;

	setsid();
	signal(SIGTERM, SIG_IGN);
	signal(SIGINT, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	while (read(other_end, &byte, 1) < 0 && errno == EINTR)
		continue;
	harness(database, "stop");
	database_run(database, (const char *const[]){ "rm", "-rf", database->folder, NULL });
	_exit(0);
}

static bool
has_server(struct arena *arena)
{
	struct str rest = str_from(str_format(arena, "%s:/usr/sbin:/usr/libexec", setting("PATH", "")).data), folder;

	while (str_cut(&rest, ':', &folder))
		if (access(str_format(arena, "%.*s/mariadbd", STR_ARG(folder)).data, X_OK) == 0)
			return true;
	return false;
}

static void
start_keeper(struct database *database)
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC))
		abort();
	database->keeper = fork();
	if (database->keeper < 0)
		abort();
	if (database->keeper == 0) {
		close(ends[1]);
		keep(database, ends[0]);
	}
	close(ends[0]);
	database->lifeline = ends[1];
}

static struct db_options
read_options(struct arena *arena, const char *path)
{
	const struct config *config = config_load(arena, path);

	return (struct db_options){
		.socket = config_get(config, "database_socket", ""), .database = config_get(config, "database_name", "qiao"),
		.user = config_get(config, "database_user", "qiao"), .password = config_get(config, "database_password", ""),
		.lock_wait_s = 20,
	};
}

bool
database_start(struct database *database)
{
	char *folder;
	const char *conf;

	*database = (struct database){ .source = setting("QIAO_SOURCE", ".") };
	arena_init(&database->arena, 1u << 30);
	if (!has_server(&database->arena)) {
		printf("1..0 # SKIP there is no mariadbd (apt mariadb-server-core, dnf mariadb-server)\n");
		return false;
	}
	folder = arena_take(&database->arena, 1, 4096);
	snprintf(folder, 4096, "%s/qiao-db-XXXXXX", setting("TMPDIR", "/tmp"));
	if (!mkdtemp(folder)) {
		printf("Bail out! no temporary folder: %s\n", strerror(errno));
		exit(1);
	}
	database->folder = folder;
	database->qiao = str_format(&database->arena, "%s/qiao", setting("QIAO_BUILD", database->source)).data;
	conf = str_format(&database->arena, "%s/qiao.conf", folder).data;
	setenv("QIAO_CONF", conf, 1);
	setenv("QIAO_DATA", database->source, 1);
	setenv("QIAO_FLUSH", "2", 0);
	setenv("QIAO_BUFFER_POOL", "256M", 0);
	start_keeper(database);
	if (harness(database, "start") || database_run(database, (const char *const[]){ database->qiao, "migrate", NULL })) {
		printf("Bail out! the private MariaDB does not start, or %s migrate fails: see above\n", database->qiao);
		database_end(database);
		exit(1);
	}
	database->options = read_options(&database->arena, conf);
	return true;
}

void
database_end(struct database *database)
{
	close(database->lifeline);
	while (waitpid(database->keeper, NULL, 0) < 0 && errno == EINTR)
		continue;
	arena_end(&database->arena);
}

int
database_main(const char *name, const struct CMUnitTest *tests, size_t count)
{
	struct fixture fixture;
	struct CMUnitTest *filled;
	int failures;

	if (!database_start(&fixture.database))
		return 0;
	fixture.work = database_work(&fixture.database, NULL);
	filled = ARENA_ARRAY(&fixture.database.arena, struct CMUnitTest, count);
	for (size_t i = 0; i < count; i++) {
		filled[i] = tests[i];
		filled[i].initial_state = &fixture;
	}
	failures = _cmocka_run_group_tests(name, filled, count, NULL, NULL);
	work_end(fixture.work);
	database_end(&fixture.database);
	return failures;
}

static void
act_for(struct work *work, struct actor *actor, const char *login)
{
	struct rows *rows = db_query(work->db, SQL("SELECT u.id, u.role_id, u.team_id, u.name, r.code FROM user u JOIN role r ON r.id = u.role_id WHERE u.login = ?"),
	                             ARGS(str_from(login)));

	if (!rows_next(rows)) {
		printf("Bail out! no user %s\n", login);
		exit(1);
	}
	actor->login = str_from(login);
	actor->id = rows_at(rows, 0);
	actor->role_id = rows_at(rows, 1);
	actor->team_id = rows_at(rows, 2);
	actor->name = rows_at(rows, 3);
	actor->role_code = rows_at(rows, 4);
}

/* A work and what it points at. */
struct session {
	struct work work;
	struct actor actor;
	struct change change;
	struct arena arena, catalogue;
};

struct work *
database_work(struct database *database, const char *login)
{
	struct session *session = ARENA_NEW(&database->arena, struct session);
	struct work *work = &session->work;

	arena_init(&session->arena, 1u << 30);
	arena_init(&session->catalogue, 1u << 26);
	session->actor = (struct actor){ .language = S("en"), .zone_name = S("UTC") };
	*work = (struct work){
		.arena = &session->arena, .db = db_new(&database->arena, database->options), .actor = &session->actor,
		.change = &session->change, .now_us = clock_now_us(), .dictionary = dictionary, .tools = locale_tools_new(&database->arena),
	};
	db_use(work->db, &database->arena);
	if (login)
		act_for(work, &session->actor, login);
	work_reload(work);
	return work;
}

void
work_clear(struct work *work)
{
	db_rollback(work->db);
	db_now(work->db);
	arena_reset(work->arena);
	work->as_of = NO_STR;
	work->now_us = clock_now_us();
	*work->change = (struct change){ 0 };
	db_use(work->db, work->arena);
}

void
work_reload(struct work *work)
{
	struct session *session = (struct session *)work;

	arena_reset(&session->catalogue);
	db_use(work->db, &session->catalogue);
	work->catalogue = catalogue_load(&session->catalogue, work->db, dictionary);
	if (!work->catalogue) {
		printf("Bail out! the catalogue cannot be loaded\n");
		exit(1);
	}
	db_use(work->db, work->arena);
}

void
work_end(struct work *work)
{
	struct session *session = (struct session *)work;

	db_end(work->db);
	arena_end(&session->arena);
	arena_end(&session->catalogue);
}

void
work_begin(struct work *work)
{
	*work->change = (struct change){ .route = S("test"), .kind = S("command"), .request_id = S("") };
	change_begin(work);
}

bool
work_commit(struct work *work)
{
	bool is_done;

	change_end(work);
	is_done = !db_has_failed(work->db) && db_commit(work->db) == DB_DONE;
	if (!is_done)
		change_abandon(work);
	db_now(work->db);
	work->change->is_begun = false;
	return is_done;
}

static struct str
pairs_nth(const void *data, struct str name, size_t n)
{
	for (const struct pair *pair = data; pair->name; pair++)
		if (str_equal_text(name, pair->name) && n-- == 0)
			return str_from(pair->value);
	return NO_STR;
}

static struct str
pairs_get(const void *data, struct str name)
{
	return pairs_nth(data, name, 0);
}

struct input_source
pairs_source(const struct pair *pairs)
{
	return (struct input_source){ pairs_get, pairs_nth, pairs };
}

struct input *
work_save(struct work *work, const struct entity *entity, const char *id, const struct pair *pairs)
{
	struct input *input;

	work_begin(work);
	input = input_read(work, entity, str_from(id), pairs_source(pairs));
	if (store_save(work, input)) {
		if (!work_commit(work))
			input->outcome = OUTCOME_FAILED;
	} else {
		change_abandon(work);
	}
	return input;
}

struct str
work_must_save(struct work *work, const struct entity *entity, const char *id, const struct pair *pairs)
{
	struct input *input = work_save(work, entity, id, pairs);

	if (input->outcome == OUTCOME_SAVED)
		return input->id;
	printf("# %s %s was not saved: outcome %d; %.*s\n", entity->name, id ? id : "(new)", (int)input->outcome, STR_ARG(input->problem));
	for (const struct value *value = input->values; value->field; value++)
		if (value->problem.data)
			printf("#   %s: %.*s\n", value->field->name, STR_ARG(value->problem));
	printf("Bail out! a record the test builds on cannot be saved\n");
	exit(1);
}

enum outcome
work_remove(struct work *work, const struct entity *entity, struct str id)
{
	enum outcome outcome;

	work_begin(work);
	outcome = store_remove(work, entity, id, NO_STR);
	if (outcome != OUTCOME_SAVED)
		change_abandon(work);
	else if (!work_commit(work))
		outcome = OUTCOME_FAILED;
	return outcome;
}

struct str
work_add_team(struct work *work, const char *name, const char *parent_id)
{
	struct str id = work_must_save(work, &team_entity, NULL, PAIRS({ "name", name }, { "parent_id", parent_id }));

	work_reload(work);
	return id;
}

struct str
work_add_user(struct work *work, const char *login, const char *role_code, const char *team_id)
{
	struct str role = db_value(work->db, SQL("SELECT id FROM role WHERE code = ?"), ARGS(str_from(role_code)));
	struct str id = work_must_save(work, &user_entity, NULL, PAIRS({ "name", login }, { "login", login }, { "team_id", team_id },
	                                                               { "role_id", str_terminated(work->arena, role) }));

	work_reload(work);
	return id;
}

uint64_t
work_number(struct work *work, struct sql sql, struct args args)
{
	uint64_t number = UINT64_MAX;

	str_to_u64(db_value(work->db, sql, args), &number);
	return number;
}

struct sql
test_sql(struct work *work, const char *format, ...)
{
	va_list args;
	char *text;
	int len;

	va_start(args, format);
	len = vsnprintf(NULL, 0, format, args);
	va_end(args);
	text = arena_take(work->arena, 1, (size_t)len + 1);
	va_start(args, format);
	vsnprintf(text, (size_t)len + 1, format, args);
	va_end(args);
	return (struct sql){ { text, (size_t)len } };
}

uint64_t
work_findings(struct work *work)
{
	uint64_t findings = 0;

	for (size_t i = 0; dictionary[i]; i++) {
		uint64_t overlaps = fsck_overlaps(work, dictionary[i]), unnamed = fsck_unnamed(work, dictionary[i]);
		uint64_t unsearched = fsck_unsearched(work, dictionary[i]);

		if (overlaps + unnamed + unsearched)
			printf("# %s: overlaps %ju, unnamed %ju, unsearched %ju\n", dictionary[i]->name, (uintmax_t)overlaps, (uintmax_t)unnamed,
			       (uintmax_t)unsearched);
		findings += overlaps + unnamed + unsearched;
	}
	return db_has_failed(work->db) ? UINT64_MAX : findings;
}

uint32_t
next_random(uint64_t *state)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(*state >> 33);
}
