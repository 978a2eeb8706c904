/* rehearse.c: copies the database with its history into a server of its own, runs the upgrade there, and says how long it takes. */
#include <fcntl.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "qiao/picture.h"
#include "qiao/spawn.h"
#include "qiao/upgrade.h"

enum { PIECE_BYTES = 1 << 16, TELL_US = 2000000, START_TURNS = 600, TURN_MS = 100, SOCKET_BYTES = 100 };

struct rehearsal {
	struct command *command;       /* the live database, only read */
	const char *folder, *data, *temporary, *socket, *log, *account;
	int lock;
	struct spawn server;
};

static const char *
path_in(struct rehearsal *rehearsal, const char *name)
{
	return str_format(&rehearsal->command->arena, "%s/%s", rehearsal->folder, name).data;
}

static bool
remove_folder(struct rehearsal *rehearsal)
{
	const char *const arguments[] = { "rm", "-rf", "--", rehearsal->folder, NULL };
	const char *const *const commands[] = { arguments, NULL };

	return spawn_run(NULL, commands, NULL);
}

/* A folder of its own, for one rehearsal at a time; what a killed one left is taken away. */
static bool
prepare_folder(struct rehearsal *rehearsal)
{
	struct command *command = rehearsal->command;
	/* Not in state_dir: root would work in a folder that the web server's account could exchange under its hands. */
	const char *parent = command_option(command, "--folder", "/var/tmp");
	const struct passwd *account = getpwuid(geteuid());
	uint64_t wanted = upgrade_size(command, false) * 3 + (400 << 20), there = upgrade_room(parent);

	rehearsal->folder = str_format(&command->arena, "%s/qiao-rehearsal", parent).data;
	rehearsal->data = path_in(rehearsal, "data");
	rehearsal->temporary = path_in(rehearsal, "tmp");
	rehearsal->socket = path_in(rehearsal, "socket");
	rehearsal->log = path_in(rehearsal, "log");
	rehearsal->account = account ? str_copy(&command->arena, str_from(account->pw_name)).data : "mysql";
	if (strlen(rehearsal->socket) > SOCKET_BYTES) {
		fprintf(stderr, "qiao: the name %s is too long for a socket: choose another with --folder=\n", rehearsal->socket);
		return false;
	}
	rehearsal->lock = open(str_format(&command->arena, "%s.lock", rehearsal->folder).data, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (rehearsal->lock < 0 || flock(rehearsal->lock, LOCK_EX | LOCK_NB) < 0) {
		fprintf(stderr, "qiao: another rehearsal runs in %s, or it cannot be written: wait, or choose another with --folder=\n", parent);
		return false;
	}
	if (there < wanted) {
		fprintf(stderr, "qiao: %s has %llu MB free, a copy needs about %llu MB: choose another with --folder=\n", parent, (unsigned long long)there >> 20, (unsigned long long)wanted >> 20);
		return false;
	}
	return remove_folder(rehearsal) && mkdir(rehearsal->folder, 0700) == 0 && mkdir(rehearsal->temporary, 0700) == 0;
}

/* Passwords are not seen in a list of processes. */
static const char *
write_account(struct rehearsal *rehearsal)
{
	struct command *command = rehearsal->command;
	struct db_options options = command_database(command);
	const struct host *host = db_host(command->db);
	const char *path = path_in(rehearsal, "source.cnf");
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	FILE *file = fd < 0 ? NULL : fdopen(fd, "w");

	if (!file)
		return NULL;
	fprintf(file, "[client]\nuser = \"%.*s\"\npassword = \"%.*s\"\n", STR_ARG(options.user), STR_ARG(options.password));
	if (host)
		fprintf(file, "host = \"%.*s\"\nprotocol = tcp\n", STR_ARG(host->name));
	else if (options.socket.len)
		fprintf(file, "socket = \"%.*s\"\n", STR_ARG(options.socket));
	if (host ? host->port : options.port)
		fprintf(file, "port = %u\n", host ? host->port : options.port);
	return fclose(file) == 0 ? path : NULL;
}

static bool
start_server(struct rehearsal *rehearsal)
{
	struct arena *arena = &rehearsal->command->arena;
	const char *data = str_format(arena, "--datadir=%s", rehearsal->data).data, *user = str_format(arena, "--user=%s", rehearsal->account).data;
	const char *socket_user = str_format(arena, "--auth-root-socket-user=%s", rehearsal->account).data;
	const char *const make[] = { "mariadb-install-db", "--no-defaults", data, user, "--force", "--skip-test-db", "--skip-name-resolve",
	                             "--auth-root-authentication-method=socket", socket_user, str_format(arena, "--tmpdir=%s", rehearsal->temporary).data, NULL };
	const char *const *const makes[] = { make, NULL };
	const char *const words[] = { "mariadbd", "--no-defaults", data, user, str_format(arena, "--socket=%s", rehearsal->socket).data,
	                               str_format(arena, "--pid-file=%s/pid", rehearsal->folder).data,
	                               /* A server that starts removes the temporary tables it finds: never those of the live one. */
	                               str_format(arena, "--tmpdir=%s", rehearsal->temporary).data, "--skip-networking", "--skip-log-bin", "--skip-name-resolve",
	                               "--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=256M", "--innodb-log-file-size=256M",
	                               "--max-allowed-packet=1G", "--character-set-server=utf8mb4", "--lower-case-table-names=0", NULL };
	const char **server = ARENA_ARRAY(arena, const char *, sizeof words / sizeof *words);

	/* It stays longer than this function. */
	memcpy(server, words, sizeof words);
	return spawn_run(rehearsal->log, makes, path_in(rehearsal, "install.log")) && spawn_server(&rehearsal->server, rehearsal->log, server);
}

/* The copy, reached like the live one, by work of its own and with memory of its own: run_on_copy gives both back. */
static void
make_command(struct rehearsal *rehearsal, struct command *copy)
{
	*copy = *rehearsal->command;
	arena_init(&copy->arena, rehearsal->command->arena.ceiling_bytes);
	copy->work.arena = &copy->arena;
	copy->db = db_new(&copy->arena, (struct db_options){
		.socket = str_from(rehearsal->socket), .user = str_from(rehearsal->account), .read_timeout_s = 86400, .lock_wait_s = 60,
		.database = config_get(copy->config, "database_name", "qiao"),
	});
	db_use(copy->db, &copy->arena);
	copy->work.db = copy->db;
	copy->work.actor = &copy->actor;
}

static bool
wait_for_server(struct rehearsal *rehearsal)
{
	for (int turn = 0; turn < START_TURNS; turn++) {
		struct stat about;

		if (stat(rehearsal->socket, &about) == 0)
			return true;
		if (!spawn_is_alive(&rehearsal->server))
			break;
		nanosleep(&(struct timespec){ 0, TURN_MS * 1000000L }, NULL);
	}
	fprintf(stderr, "qiao: the server for the copy does not start\n");
	return false;
}

/* Everything the one says to the other, with a line now and then. */
static bool
pass_on(int from, int to, uint64_t expected)
{
	static const uint64_t mb = 1 << 20;
	char piece[PIECE_BYTES];
	uint64_t passed = 0, told_us = clock_monotonic_us();
	ssize_t got;

	while ((got = read(from, piece, sizeof piece)) > 0) {
		for (ssize_t at = 0, done; at < got; at += done)
			if ((done = write(to, piece + at, (size_t)(got - at))) < 0)
				return false;
		passed += (uint64_t)got;
		if (clock_monotonic_us() - told_us > TELL_US) {
			told_us = clock_monotonic_us();
			printf("  copying: %llu MB of the text of about %llu MB\n", (unsigned long long)(passed / mb), (unsigned long long)(expected / mb));
			fflush(stdout);
		}
	}
	return got == 0;
}

/* A logical copy: it needs no right but to read, works across machines, and keeps the history. */
static bool
copy_database(struct rehearsal *rehearsal)
{
	struct command *command = rehearsal->command;
	struct arena *arena = &command->arena;
	const char *account = write_account(rehearsal);
	const char *const dump[] = { "mariadb-dump", account ? str_format(arena, "--defaults-file=%s", account).data : "", "--single-transaction", "--skip-lock-tables",
	                             "--dump-history", "--no-tablespaces", "--quick", "--max-allowed-packet=1G", "--default-character-set=utf8mb4", "--databases",
	                             str_terminated(arena, config_get(command->config, "database_name", "qiao")), NULL };
	const char *const load[] = { "mariadb", "--no-defaults", str_format(arena, "--socket=%s", rehearsal->socket).data, str_format(arena, "--user=%s", rehearsal->account).data,
	                             "--max-allowed-packet=1G", "--default-character-set=utf8mb4", "--init-command=SET foreign_key_checks=0, unique_checks=0", NULL };
	const char *const *const dumps[] = { dump, NULL }, *const *const loads[] = { load, NULL };
	struct spawn from, into;
	bool is_well;

	if (!account)
		return false;
	is_well = spawn_from(&from, rehearsal->log, dumps);
	is_well = spawn_into(&into, rehearsal->log, loads, NULL) && is_well;
	is_well = is_well && pass_on(from.fd, into.fd, upgrade_size(command, false) / 2);
	is_well = spawn_end(&from) && is_well;
	return spawn_end(&into) && is_well;
}

/* Who works on the live one, and which programs run there, is of no matter here. */
static void
forget_others(struct command *copy)
{
	if (picture_has_table(copy, S("migration_lease")))
		db_execute(copy->db, SQL("UPDATE migration_lease SET host = ''"), NO_ARGS);
	if (picture_has_table(copy, S("migration_tally")))
		db_execute(copy->db, SQL("DELETE FROM migration_tally"), NO_ARGS);
	if (picture_has_table(copy, S("program_process")))
		db_execute(copy->db, SQL("DELETE FROM program_process"), NO_ARGS);
}

/* Up to that moment both hold the same, or the rehearsal proves nothing. */
static bool
is_true_copy(const struct tally *live, struct command *copy)
{
	struct tally_difference *list;
	size_t count, wrong = 0;

	if (!live)
		return true;
	list = tally_compare(&copy->arena, live, tally_take(&copy->work, live->up_to, live, upgrade_watch("counting the copy")), &count);
	for (size_t i = 0; i < count; i++)
		if (!list[i].may_move) {
			wrong++;
			fprintf(stderr, "qiao: the copy is not like the live database: %.*s %.*s\n", STR_ARG(list[i].table), STR_ARG(list[i].column));
		}
	return command_status(copy) == 0 && wrong == 0;
}

static bool
run_on_copy(struct rehearsal *rehearsal, struct upgrade *upgrade, const struct tally *live)
{
	struct command *copy = ARENA_NEW(&rehearsal->command->arena, struct command);
	struct upgrade there = *upgrade;
	size_t pending = upgrade_pending_count(upgrade);
	uint64_t start_us;
	bool is_well;

	make_command(rehearsal, copy);
	there.command = copy;
	there.is_copy = true;
	forget_others(copy);
	is_well = command_status(copy) == 0 && is_true_copy(live, copy);
	start_us = clock_monotonic_us();
	is_well = is_well && upgrade_run(&there);
	if (is_well)
		printf("The rehearsal went well: %zu files. On this machine the upgrade, with its comparison, takes about %.1f s. The live database was only read.\n",
		       pending, (double)(clock_monotonic_us() - start_us) / 1e6);
	db_end(copy->db);
	arena_end(&copy->arena);
	return is_well;
}

bool
upgrade_rehearse(struct upgrade *upgrade)
{
	struct rehearsal rehearsal = { .command = upgrade->command };
	struct command *command = upgrade->command;
	const struct tally *live = NULL;
	struct str moment;
	uint64_t start_us = clock_monotonic_us();
	bool is_well;

	if (!prepare_folder(&rehearsal))
		return false;
	moment = tally_last_moment(&command->work);
	if (moment.data)
		live = tally_take(&command->work, moment, NULL, upgrade_watch("counting the live database"));
	is_well = command_status(command) == 0 && start_server(&rehearsal) && wait_for_server(&rehearsal) && copy_database(&rehearsal);
	if (is_well)
		printf("  copied with its history (%.1f s)\n", (double)(clock_monotonic_us() - start_us) / 1e6);
	is_well = is_well && run_on_copy(&rehearsal, upgrade, live);
	if (rehearsal.server.count && !spawn_stop(&rehearsal.server))
		is_well = false;
	if (!is_well)
		fprintf(stderr, "qiao: the rehearsal did not go well; the live database was only read. What the copy's server said is in %s\n", rehearsal.log);
	else
		remove_folder(&rehearsal);
	close(rehearsal.lock);
	return is_well;
}
