/* backup_verify.c: restores backups into a scratch folder and compares; only then do they count. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/clock.h"
#include "qiao/restore.h"

enum { US = 1000000, ARENA_BYTES = 256 << 20 };

struct verifying {
	struct command *command;
	const char *folder, *into;
	struct str secret_key;
	bool has_failed;
};

static bool
note(struct verifying *verifying, const struct backup *backup, struct str result, uint64_t seconds)
{
	printf("  %.*s: %.*s\n", STR_ARG(backup->name), STR_ARG(result));
	fflush(stdout);
	verifying->has_failed = verifying->has_failed || !str_equal(result, S("well"));
	return backup_note_verified(&verifying->command->arena, verifying->folder, backup->name, result, seconds);
}

static bool
note_base(struct verifying *verifying, const struct backup *backup, struct str base)
{
	return note(verifying, backup, str_format(&verifying->command->arena, "it stands on %.*s, which is damaged", STR_ARG(base)), 0);
}

/* What it stands on was restored with it: each is held against its own manifest. */
static bool
compare_all(struct verifying *verifying, struct restore *restore, uint64_t began_us)
{
	const struct backup *tip = restore->backup;
	bool is_well = true;

	for (size_t i = restore->chain_count; i-- > 0 && is_well;) {
		restore->backup = restore->chain[i];
		if (restore->backup != tip && restore->backup->verified_at.data)
			continue;
		restore->fault = NO_STR;
		is_well = restore_compare(restore) &&
		          note(verifying, restore->backup, restore->fault.data ? restore->fault : S("well"), (clock_monotonic_us() - began_us) / US);
	}
	restore->backup = tip;
	return is_well;
}

static bool
replay_all(struct verifying *verifying, struct restore *restore)
{
	uint64_t began_us = clock_monotonic_us();
	bool is_well = restore_replay(restore);

	for (size_t i = 0; is_well && i < restore->log_count; i++)
		if (!restore->logs[i]->verified_at.data)
			is_well = note(verifying, restore->logs[i], S("well"), (clock_monotonic_us() - began_us) / US);
	return is_well;
}

static bool
restore_and_compare(struct verifying *verifying, struct restore *restore)
{
	uint64_t began_us = clock_monotonic_us();
	bool is_logical = backup_is(restore->backup, "logical"), is_well;

	if (!restore_folder(restore))
		return false;
	is_well = (is_logical || restore_data(restore)) && restore_start(restore) && (!is_logical || restore_load(restore)) &&
	          compare_all(verifying, restore, began_us) && replay_all(verifying, restore) && restore_files(restore);
	is_well = restore_stop(restore) && is_well;
	remove_tree(restore->into);
	if (restore->damaged)
		note(verifying, restore->damaged, S("the file is damaged: it is not what was written"), 0);
	if (restore->damaged && restore->damaged != restore->backup)
		note_base(verifying, restore->backup, restore->damaged->name);
	return is_well && !restore->damaged;
}

/* The base that was found damaged is not opened again for each that stands on it. */
static bool
stands_on_broken(struct verifying *verifying, const struct restore *restore)
{
	for (size_t i = 0; i + 1 < restore->chain_count; i++)
		if (backup_is_broken(restore->chain[i]))
			return note_base(verifying, restore->backup, restore->chain[i]->name);
	return false;
}

static bool
verify_in(struct verifying *verifying, struct arena *arena, struct str name, bool with_logs)
{
	struct restore *restore = ARENA_NEW(arena, struct restore);

	restore->command = verifying->command;
	restore->arena = arena;
	restore->secret_key = verifying->secret_key;
	restore->into = verifying->into;
	restore->all = backups_read(arena, verifying->folder);
	if (!restore_plan(restore, name))
		return false;
	if (!with_logs)
		restore->log_count = 0;
	if (!with_logs && stands_on_broken(verifying, restore))
		return false;
	printf("verifying %.*s\n", STR_ARG(name));
	fflush(stdout);
	return restore_and_compare(verifying, restore);
}

/* Whoever names one asks for all of it: the logs behind it are replayed, too. */
static bool
verify_one(struct verifying *verifying, struct str name, bool with_logs)
{
	struct arena arena;
	bool is_well;

	arena_init(&arena, ARENA_BYTES);
	is_well = verify_in(verifying, &arena, name, with_logs);
	arena_end(&arena);
	return is_well;
}

/* A log no later backup was verified with: opened, and what it holds decompressed. */
static bool
verify_log(struct verifying *verifying, const struct backup *log)
{
	static const char *const test[] = { "zstd", "-q", "-t", NULL };
	const char *const *const commands[] = { test, NULL };
	struct restore *restore;
	struct arena arena;
	bool is_well;

	arena_init(&arena, ARENA_BYTES);
	restore = ARENA_NEW(&arena, struct restore);
	restore->arena = &arena;
	restore->secret_key = verifying->secret_key;
	restore->all.folder = verifying->folder;
	is_well = restore_open(restore, log, "sealed", log->sha256, commands, NULL) ? note(verifying, log, S("well"), 0) :
	          restore->damaged && note(verifying, log, S("the file is damaged: it is not what was written"), 0);
	arena_end(&arena);
	return is_well;
}

/* Meanwhile somebody may have removed it, or it was verified with one that stands on it. */
static bool
is_to_be_verified(struct verifying *verifying, const struct backup *backup)
{
	struct arena *arena = &verifying->command->arena;

	return !backup->verified_at.data && access(backup_path(arena, verifying->folder, backup->name, "verified"), F_OK) < 0 &&
	       access(backup_path(arena, verifying->folder, backup->name, "manifest"), F_OK) == 0;
}

/* The newest first, as it verifies those below it. */
static bool
verify_all(struct verifying *verifying)
{
	struct backups all = backups_read(&verifying->command->arena, verifying->folder);
	bool is_well = true;

	for (size_t i = all.count; i-- > 0;) {
		const struct backup *each = &all.items[i];

		if (backup_is_broken(each)) {
			printf("  %.*s was found broken on %.*s: %.*s. To look again: qiao backup verify %.*s\n", STR_ARG(each->name), 10, each->verified_at.data,
			       STR_ARG(each->verified_result), STR_ARG(each->name));
			verifying->has_failed = true;
		} else if (is_to_be_verified(verifying, each)) {
			is_well = (backup_is(each, "binlog") ? verify_log(verifying, each) : verify_one(verifying, each->name, false)) && is_well;
		}
	}
	return is_well;
}

int
backup_verify(struct command *command)
{
	struct verifying verifying = { .command = command, .folder = backup_folder(command) };
	const char *name = command_argument(command, 1), *into = command_option(command, "--into", NULL);
	int lock;
	bool is_well;

	verifying.secret_key = verifying.folder ? backup_secret_key(command) : NO_STR;
	if (!verifying.secret_key.data)
		return 1;
	if (into && into[0] != '/') {
		fprintf(stderr, "qiao: --into=FOLDER is needed with its whole name, and empty\n");
		return 2;
	}
	lock = open(str_format(&command->arena, "%s/.verify.lock", verifying.folder).data, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (lock < 0 || flock(lock, LOCK_EX | LOCK_NB) < 0) {
		fprintf(stderr, "qiao: backups in %s are being verified already\n", verifying.folder);
		return 1;
	}
	verifying.into = into ? into : str_format(&command->arena, "%s/.verify", verifying.folder).data;
	is_well = name ? verify_one(&verifying, str_from(name), true) : verify_all(&verifying);
	backup_mirror(command, verifying.folder);
	close(lock);
	printf("%s\n", is_well && !verifying.has_failed ? "All well." : "Something is wrong: see above.");
	return is_well && !verifying.has_failed ? 0 : 1;
}
