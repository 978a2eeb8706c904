/* backup.c: the subcommand for backups: finds out which act is meant; keys and the list. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "format/seal.h"
#include "qiao/backup.h"

static int
make_full(struct command *command)
{
	return backup_make(command, "full");
}

static int
make_incremental(struct command *command)
{
	return backup_make(command, "incremental");
}

static int
make_differential(struct command *command)
{
	return backup_make(command, "differential");
}

static int
make_logical(struct command *command)
{
	return backup_make(command, "logical");
}

static bool
write_key(const char *path, struct str key, mode_t mode)
{
	int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
	bool is_well = file >= 0 && write(file, key.data, key.len) == (ssize_t)key.len && write(file, "\n", 1) == 1 && fsync(file) == 0;

	if (!is_well)
		fprintf(stderr, "qiao: %s: %s\n", path, strerror(errno));
	if (file >= 0)
		close(file);
	return is_well;
}

static int
make_key(struct command *command)
{
	const char *name = command_argument(command, 1), *public_path, *secret_path;
	struct str public_key, secret_key;

	if (!name) {
		fprintf(stderr, "qiao: qiao backup key FILE writes FILE.public and FILE.secret\n");
		return 2;
	}
	public_path = str_format(&command->arena, "%s.public", name).data;
	secret_path = str_format(&command->arena, "%s.secret", name).data;
	seal_make_keys(&command->arena, &public_key, &secret_key);
	if (!write_key(secret_path, secret_key, 0600) || !write_key(public_path, public_key, 0644))
		return 1;
	printf("%s  closes backups: name it as backup_key_file in qiao.conf.\n"
	       "%s  opens them: without it no backup can be restored, by nobody. Take it off this machine, to two safe places.\n", public_path, secret_path);
	return 0;
}

static const char *
state_of(const struct backup *backup)
{
	if (backup_is_verified(backup))
		return "verified";
	return backup->verified_result.data ? "FAILED" : "not verified";
}

/* Each with what it stands on before it, set in. */
static int
list(struct command *command)
{
	const char *folder = backup_folder(command);
	struct backups all;

	if (!folder)
		return 1;
	all = backups_read(&command->arena, folder);
	for (size_t i = 0; i < all.count; i++) {
		const struct backup *each = &all.items[i], *chain[CHAIN_MAX];
		size_t depth = backup_chain(&all, each, chain);

		printf("%*s%-*.*s  %12.*s bytes  covers %.*s  %s%s%.*s%s\n", depth ? (int)(depth - 1) * 2 : 0, "", depth ? 36 - (int)(depth - 1) * 2 : 36,
		       STR_ARG(each->name), STR_ARG(each->bytes), STR_ARG(each->covers), state_of(each), str_is_empty(each->base) ? "" : "  on ",
		       STR_ARG(each->base), depth ? "" : " WHICH IS MISSING");
		if (each->verified_result.data && !backup_is_verified(each))
			printf("    %.*s\n", STR_ARG(each->verified_result));
	}
	printf("%zu in %s\n", all.count, folder);
	return 0;
}

static const struct {
	const char *name;
	int (*run)(struct command *command);
} acts[] = {
	{ "full", make_full },
	{ "incremental", make_incremental },
	{ "differential", make_differential },
	{ "logical", make_logical },
	{ "binlog", backup_binlog },
	{ "verify", backup_verify },
	{ "list", list },
	{ "prune", backup_prune },
	{ "due", backup_due },
	{ "key", make_key },
	{ NULL, NULL }
};

int
command_backup(struct command *command)
{
	const char *name = command_argument(command, 0);

	for (size_t i = 0; name && acts[i].name; i++)
		if (strcmp(acts[i].name, name) == 0)
			return acts[i].run(command);
	fprintf(stderr, "qiao: qiao backup full | incremental | differential | logical | binlog | verify | list | prune | due | key\n");
	return 2;
}
