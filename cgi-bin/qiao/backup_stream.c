/* backup_stream.c: what comes from a program goes sealed into a file, and out of it into a program. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "format/seal.h"
#include "qiao/backup.h"

enum { KEY_FILE_BYTES = 4096, SECONDS_BETWEEN = 2, US = 1000000 };

/* Fills the piece unless the end comes first; -1 on an error. */
static ssize_t
read_piece(int fd, char *piece, size_t size)
{
	size_t len = 0;

	while (len < size) {
		ssize_t got = read(fd, piece + len, size - len);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		if (got == 0)
			break;
		len += (size_t)got;
	}
	return (ssize_t)len;
}

static bool
write_all(int fd, struct str bytes)
{
	while (bytes.len) {
		ssize_t done = write(fd, bytes.data, bytes.len);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return false;
		bytes = str_slice(bytes, (size_t)done, bytes.len);
	}
	return true;
}

static bool
seal_pieces(struct seal *seal, char *piece, int from, int to, uint64_t *bytes)
{
	struct str sealed = seal_head(seal);
	ssize_t got = SEAL_PIECE_BYTES;

	*bytes = 0;
	while (write_all(to, sealed)) {
		*bytes += sealed.len;
		if (got < SEAL_PIECE_BYTES)
			return fsync(to) == 0;
		got = read_piece(from, piece, SEAL_PIECE_BYTES);
		if (got < 0)
			return false;
		sealed = seal_piece(seal, (struct str){ piece, (size_t)got }, got < SEAL_PIECE_BYTES);
	}
	return false;
}

bool
seal_into(struct arena *arena, struct str public_key, int fd, const char *path, struct sealed *sealed)
{
	struct seal *seal = seal_new(arena, public_key);
	int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	bool is_well = file >= 0 && seal && seal_pieces(seal, arena_take(arena, 1, SEAL_PIECE_BYTES), fd, file, &sealed->bytes);

	if (!is_well)
		fprintf(stderr, "qiao: %s cannot be written: %s\n", path, strerror(errno));
	if (file >= 0)
		is_well = close(file) == 0 && is_well;
	if (is_well) {
		struct digest digest = seal_sum(seal);

		sealed->sha256 = hex_encode(arena, digest.bytes, DIGEST_BYTES);
	}
	return is_well;
}

struct reading {
	const char *path;
	uint64_t bytes, done;
	uint64_t told_at_us;
};

static void
tell_progress(struct reading *reading, size_t more)
{
	uint64_t now_us = clock_monotonic_us();

	reading->done += more;
	if (now_us - reading->told_at_us < SECONDS_BETWEEN * US)
		return;
	reading->told_at_us = now_us;
	printf("    %3u %%  %llu of %llu MB\n", (unsigned)(reading->done * 100 / (reading->bytes ? reading->bytes : 1)),
	       (unsigned long long)(reading->done >> 20), (unsigned long long)(reading->bytes >> 20));
	fflush(stdout);
}

static const char *
open_pieces(struct seal *seal, char *piece, int from, int to, struct reading *reading, bool *is_damaged)
{
	ssize_t got = read_piece(from, piece, SEAL_HEAD_BYTES);
	bool is_last = false;
	struct str plain;

	*is_damaged = got >= 0;
	if (got < 0)
		return strerror(errno);
	if (!seal_open_head(seal, (struct str){ piece, (size_t)got }))
		return "is no sealed file, or was damaged at its beginning";
	reading->done = (uint64_t)got;
	while (!is_last) {
		got = read_piece(from, piece, SEAL_PIECE_BYTES + SEAL_EXTRA_BYTES);
		*is_damaged = got >= 0;
		if (got < 0)
			return strerror(errno);
		if (got == 0)
			return "was cut short";
		plain = seal_open_piece(seal, (struct str){ piece, (size_t)got }, &is_last);
		if (!plain.data)
			return "was damaged";
		*is_damaged = write_all(to, plain);
		if (!*is_damaged)
			return "could not be handed on";
		tell_progress(reading, (size_t)got);
	}
	return read_piece(from, piece, 1) == 0 ? NULL : "has more bytes than were sealed";
}

static bool
is_as_written(struct arena *arena, struct seal *sum, int file, struct str sha256)
{
	char *piece = arena_take(arena, 1, SEAL_PIECE_BYTES);
	struct digest digest;
	ssize_t got;

	lseek(file, 0, SEEK_SET);
	while ((got = read_piece(file, piece, SEAL_PIECE_BYTES)) > 0)
		seal_count(sum, (struct str){ piece, (size_t)got });
	digest = seal_sum(sum);
	return got == 0 && str_equal(hex_encode(arena, digest.bytes, DIGEST_BYTES), sha256);
}

bool
seal_out_of(struct arena *arena, struct str secret_key, const char *path, struct str sha256, int fd, bool *is_damaged)
{
	struct seal *seal = seal_open_new(arena, secret_key);
	int file = open(path, O_RDONLY | O_CLOEXEC);
	struct reading reading = { .path = path, .told_at_us = clock_monotonic_us() };
	const char *fault = file < 0 ? strerror(errno) : NULL;
	struct digest digest;

	*is_damaged = false;
	if (!fault) {
		reading.bytes = (uint64_t)lseek(file, 0, SEEK_END);
		lseek(file, 0, SEEK_SET);
		fault = open_pieces(seal, arena_take(arena, 1, SEAL_PIECE_BYTES + SEAL_EXTRA_BYTES), file, fd, &reading, is_damaged);
	}
	if (*is_damaged && fault && !reading.done && is_as_written(arena, seal_open_new(arena, secret_key), file, sha256)) {
		*is_damaged = false;
		fault = "is as it was written, and sealed for another key: --key names the wrong one";
	}
	if (!fault) {
		digest = seal_sum(seal);
		if (!str_equal(hex_encode(arena, digest.bytes, DIGEST_BYTES), sha256))
			fault = "is not the file its manifest tells of";
	}
	if (fault)
		fprintf(stderr, "qiao: %s %s (at byte %llu)\n", path, fault, (unsigned long long)reading.done);
	if (file >= 0)
		close(file);
	*is_damaged = fault && *is_damaged;
	return !fault;
}

bool
copy_file_into(struct arena *arena, const char *path, int fd)
{
	char *piece = arena_take(arena, 1, SEAL_PIECE_BYTES);
	int file = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t got = -1;

	while (file >= 0 && (got = read_piece(file, piece, SEAL_PIECE_BYTES)) > 0)
		if (!write_all(fd, (struct str){ piece, (size_t)got })) {
			got = -1;
			break;
		}
	if (file >= 0)
		close(file);
	return got == 0;
}

static struct str
read_key(struct command *command, const char *path)
{
	return path && *path ? str_trim(file_read(&command->arena, path, KEY_FILE_BYTES)) : NO_STR;
}

struct str
backup_public_key(struct command *command)
{
	const char *path = str_terminated(&command->arena, config_get(command->config, "backup_key_file", ""));
	struct str key = read_key(command, path);

	if (key.data && seal_new(&command->arena, key))
		return key;
	fprintf(stderr, "qiao: backup_key_file%s%s holds no key: qiao backup key makes a pair\n", *path ? " " : "", path);
	return NO_STR;
}

struct str
backup_secret_key(struct command *command)
{
	const char *path = command_option(command, "--key", NULL);
	struct str key;

	if (!path)
		path = str_terminated(&command->arena, config_get(command->config, "backup_secret_key_file", ""));
	key = read_key(command, path);
	if (key.data && seal_open_new(&command->arena, key))
		return key;
	fprintf(stderr, "qiao: the secret key is needed to open backups: --key=FILE%s%s\n", *path ? "; it is not in " : "", path);
	return NO_STR;
}
