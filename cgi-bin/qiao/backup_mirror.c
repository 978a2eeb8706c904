/* backup_mirror.c: makes the rows the pages read equal to the folder, and hands new backups on to another host. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "qiao/backup.h"
#include "qiao/spawn.h"

enum { SEND_WORDS_MAX = 64 };

static struct str
sum(struct arena *arena, const struct backup *backup, bool is_rows)
{
	uint64_t sum = 0, number;

	for (size_t i = 0; i < backup->table_count; i++)
		if (str_to_u64(is_rows ? backup->tables[i].rows : backup->tables[i].versions, &number))
			sum += number;
	return str_from_u64(arena, sum);
}

static struct str
or_nothing(struct str value)
{
	return str_is_empty(value) ? NO_STR : value;
}

static void
write_row(struct command *command, const struct backup *backup)
{
	struct arena *arena = &command->arena;
	uint64_t bytes = 0, files = 0;

	str_to_u64(backup->bytes, &bytes);
	str_to_u64(backup->files_bytes, &files);
	db_execute(command->db, SQL("INSERT INTO backup_run (name, kind, base, begun_at, finished_at, covers_at, bytes, table_count, row_count, version_count, sha256,"
	                            " verified_at, verified_s, verified_result, sent_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
	                            " ON DUPLICATE KEY UPDATE verified_at = VALUES(verified_at), verified_s = VALUES(verified_s), verified_result = VALUES(verified_result), sent_at = VALUES(sent_at)"),
	           ARGS(backup->name, backup->kind, or_nothing(backup->base), backup->begun, backup->finished,
	                str_is_empty(backup->covers) ? backup->begun : backup->covers, str_from_u64(arena, bytes + files), str_from_u64(arena, backup->table_count),
	                sum(arena, backup, true), sum(arena, backup, false), backup->sha256, or_nothing(backup->verified_at), or_nothing(backup->verified_seconds),
	                or_nothing(backup->verified_result), or_nothing(backup->sent_at)));
}

bool
backup_mirror(struct command *command, const char *folder)
{
	struct backups all = backups_read(&command->arena, folder);
	struct rows *rows = db_query(command->db, SQL("SELECT name, verified_at, sent_at FROM backup_run"), NO_ARGS);

	for (size_t i = 0; i < rows_count(rows); i++)
		if (!backup_find(&all, rows_cell(rows, i, 0)))
			db_execute(command->db, SQL("DELETE FROM backup_run WHERE name = ?"), ARGS(rows_cell(rows, i, 0)));
	for (size_t i = 0; i < all.count && !db_has_failed(command->db); i++)
		write_row(command, &all.items[i]);
	if (!db_has_failed(command->db))
		return true;
	fprintf(stderr, "qiao: the pages do not show it yet: %.*s\n", STR_ARG(db_error_text(command->db)));
	db_rollback(command->db);
	return false;
}

/* The command's words, {name} in them filled in. */
static const char **
send_words(struct command *command, const char *file)
{
	struct str rest = config_get(command->config, "backup_send_command", ""), word;
	const char **words = ARENA_ARRAY(&command->arena, const char *, SEND_WORDS_MAX + 1);
	size_t count = 0;

	while (str_cut(&rest, ' ', &word) && count < SEND_WORDS_MAX) {
		ptrdiff_t at = str_find(word, S("{name}"));

		if (word.len == 0)
			continue;
		words[count++] = at < 0 ? str_terminated(&command->arena, word)
		                        : str_format(&command->arena, "%.*s%s%.*s", (int)at, word.data, file, (int)(word.len - (size_t)at - 6), word.data + at + 6).data;
	}
	return words;
}

static bool
send_file(struct command *command, const char *folder, struct str name, const char *ending)
{
	const char *path = backup_path(&command->arena, folder, name, ending);
	const char *const *const commands[] = { send_words(command, str_format(&command->arena, "%.*s.%s", STR_ARG(name), ending).data), NULL };
	struct spawn spawn;
	bool is_well;

	if (access(path, F_OK) < 0)
		return true;
	is_well = spawn_into(&spawn, str_format(&command->arena, "%s/.log", folder).data, commands, NULL) && copy_file_into(&command->arena, path, spawn.fd);
	return spawn_end(&spawn) && is_well;
}

/* The manifest last, there as here. */
static bool
send_one(struct command *command, const char *folder, const struct backup *backup)
{
	struct str text;

	if (!send_file(command, folder, backup->name, "sealed") || !send_file(command, folder, backup->name, "files.sealed") ||
	    !send_file(command, folder, backup->name, "manifest"))
		return false;
	printf("  %.*s was sent\n", STR_ARG(backup->name));
	text = str_format(&command->arena, "sent_at: %.*s\n", STR_ARG(instant_text(&command->arena, clock_now_us())));
	return backup_write_file(&command->arena, backup_path(&command->arena, folder, backup->name, "sent"), text);
}

bool
backup_send(struct command *command, const char *folder)
{
	struct backups all = backups_read(&command->arena, folder);

	if (str_is_empty(config_get(command->config, "backup_send_command", "")))
		return true;
	for (size_t i = 0; i < all.count; i++)
		if (!all.items[i].sent_at.data && !send_one(command, folder, &all.items[i])) {
			fprintf(stderr, "qiao: %.*s was not sent; it is in %s, and sending is tried again next time\n", STR_ARG(all.items[i].name), folder);
			return false;
		}
	return true;
}
