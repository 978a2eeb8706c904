/* binlog.c: finds in the text mariadb-binlog makes of a log where the changes up to a moment end. */
#include "qiao/binlog.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "qiao/spawn.h"

enum { LINE_BYTES = 8192, MOMENT_BYTES = 26, SECOND_BYTES = 19 };

struct scanning {
	struct binlog_span *span;
	struct str clock_update;       /* the line above the row of the clock */
	char wanted[MOMENT_BYTES + 1]; /* empty: everything */
	char stamp[MOMENT_BYTES + 1];  /* of the transaction in hand; empty: no change */
	char second[SECOND_BYTES + 1]; /* when the server wrote it */
	char first[MOMENT_BYTES + 1], last[MOMENT_BYTES + 1];
	uint64_t end;                  /* of the newest event */
	bool is_begun;                 /* a transaction is in hand */
	bool is_clock;                 /* the row in hand is the clock's */
	bool is_after;                 /* something that is no change was later than wanted */
};

/* Text of the same form: the order of letters is the order of time. What is no change is known to the second. */
static bool
is_later(const struct scanning *scanning)
{
	if (!scanning->wanted[0])
		return false;
	return scanning->stamp[0] ? strcmp(scanning->stamp, scanning->wanted) > 0 : strncmp(scanning->second, scanning->wanted, SECOND_BYTES) > 0;
}

/*
 * Changes come in the order of their moments, so the first later one ends the search. What is no change (sessions,
 * counters, a new table) may stand a little before or behind its time, and never decides about a change.
 */
static void
end_transaction(struct scanning *scanning)
{
	struct binlog_span *span = scanning->span;
	bool is_change = scanning->stamp[0], is_late = is_later(scanning);

	if (!scanning->is_begun)
		return;
	span->end = scanning->end;
	if (is_change) {
		span->changes++;
		memcpy(scanning->last, scanning->stamp, sizeof scanning->last);
		if (!scanning->first[0])
			memcpy(scanning->first, scanning->stamp, sizeof scanning->first);
	}
	if (is_late)
		*(is_change ? &span->goes_beyond : &scanning->is_after) = true;
	else if (!span->goes_beyond && (is_change || !scanning->is_after))
		span->stop = scanning->end;
	if (is_change && !is_late)
		scanning->is_after = false;
	scanning->stamp[0] = '\0';
	scanning->is_begun = false;
}

/* "#261128  1:47:17 server id 1  end_log_pos 1736 CRC32 0x...  GTID 0-1-6 trans": a transaction begins with its GTID. */
static void
take_event(struct scanning *scanning, struct str line)
{
	unsigned year, month, day, hour, minute, second;
	unsigned long long end;

	if (sscanf(line.data, "#%2u%2u%2u %2u:%2u:%2u server id %*u end_log_pos %llu", &year, &month, &day, &hour, &minute, &second, &end) != 7)
		return;
	if (str_find(line, S("\tGTID ")) > 0) {
		end_transaction(scanning);
		scanning->is_begun = true;
		snprintf(scanning->second, sizeof scanning->second, "20%02u-%02u-%02u %02u:%02u:%02u", year % 100, month % 100, day % 100, hour % 100, minute % 100, second % 100);
	}
	/* Rows of one statement are told together, behind their places. */
	scanning->end = end > scanning->end ? end : scanning->end;
}

static void
take_line(struct scanning *scanning, struct str line)
{
	if (str_starts_with(line, S("### UPDATE ")) || str_starts_with(line, S("### INSERT ")) || str_starts_with(line, S("### DELETE "))) {
		scanning->is_clock = str_equal(line, scanning->clock_update);
	} else if (scanning->is_clock && str_starts_with(line, S("###   @2='")) && line.len >= 10 + MOMENT_BYTES) {
		/* Twice: as it was, and as it is; the second stays. */
		memcpy(scanning->stamp, line.data + 10, MOMENT_BYTES);
		scanning->stamp[MOMENT_BYTES] = '\0';
	} else if (line.len > 1 && line.data[0] == '#' && line.data[1] != '#') {
		scanning->is_clock = false;
		take_event(scanning, line);
	}
}

static bool
read_lines(struct scanning *scanning, FILE *from)
{
	char line[LINE_BYTES];
	bool is_begun = true;

	while (fgets(line, sizeof line, from)) {
		size_t len = strlen(line);
		bool is_whole = len > 0 && line[len - 1] == '\n';

		/* Of a long line only what it begins with. */
		if (is_begun)
			take_line(scanning, (struct str){ line, len - is_whole });
		is_begun = is_whole;
	}
	end_transaction(scanning);
	return !ferror(from);
}

bool
binlog_read(struct arena *arena, struct command *command, const char *path, const char *log_path, struct str moment, struct binlog_span *span)
{
	const char *const print[] = { "env", "TZ=UTC", "mariadb-binlog", "--no-defaults", "--skip-annotate-row-events", "--base64-output=decode-rows", "-v", path, NULL };
	const char *const *const commands[] = { print, NULL };
	struct scanning scanning = { .span = span };
	struct spawn spawn;
	bool is_well;
	FILE *from;

	*span = (struct binlog_span){ .end = 0 };
	scanning.clock_update = str_format(arena, "### UPDATE `%.*s`.`clock`", STR_ARG(config_get(command->config, "database_name", "qiao")));
	if (moment.data)
		snprintf(scanning.wanted, sizeof scanning.wanted, "%.*s", STR_ARG(moment));
	is_well = spawn_from(&spawn, log_path, commands);
	from = is_well ? fdopen(spawn.fd, "r") : NULL;
	is_well = from && read_lines(&scanning, from);
	if (from) {
		fclose(from);
		spawn.fd = -1;
	}
	is_well = spawn_end(&spawn) && is_well;
	span->first = str_copy(arena, str_from(scanning.first));
	span->last = str_copy(arena, str_from(scanning.last));
	return is_well;
}
