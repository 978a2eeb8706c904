/* csv_fuzz.c: reads any bytes as a table, and holds what is read to its limits and to a round trip through writing. */
#include <stdlib.h>
#include <string.h>

#include "format/csv.h"

enum { CEILING = 256 * 1024 * 1024 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
demand(bool holds)
{
	if (!holds)
		abort();
}

static size_t
line_ends(struct str text)
{
	size_t count = 0;

	for (size_t i = 0; i < text.len; i++)
		count += text.data[i] == '\n' || text.data[i] == '\r';
	return count;
}

/* Reads it all, checks each record, and writes it to *written. */
static size_t
read_and_write(struct arena *arena, struct str text, struct buf *written)
{
	size_t count, records = 0, line = 0;
	struct str *fields;
	struct csv csv;

	csv_init(&csv, text);
	while (csv_next(&csv, arena, &fields, &count)) {
		demand(count >= 1 && count <= CSV_FIELDS_MAX && csv.at <= text.len);
		demand(csv.line > line && csv.line <= line_ends(text) + 1);
		line = csv.line;
		for (size_t i = 0; i < count; i++) {
			demand(fields[i].data && fields[i].len <= CSV_FIELD_BYTES_MAX);
			csv_add(written, fields[i], i == 0, CSV_DATA);
		}
		csv_end_record(written);
		records++;
	}
	demand(csv.fault || csv.at == text.len);
	return records;
}

static void
compare(struct arena *arena, struct str first, struct str second, bool is_faulty)
{
	struct str *a_fields, *b_fields;
	size_t a_count, b_count;
	struct csv a, b;

	csv_init(&a, first);
	csv_init(&b, second);
	while (csv_next(&a, arena, &a_fields, &a_count)) {
		demand(csv_next(&b, arena, &b_fields, &b_count));
		demand(a_count == b_count);
		for (size_t i = 0; i < a_count; i++)
			demand(str_equal(a_fields[i], b_fields[i]));
	}
	demand((a.fault != NULL) == is_faulty && !b.fault);
	demand(!csv_next(&b, arena, &b_fields, &b_count));
}

/* Any bytes, cut into fields at 0xff and into records at 0xfe, come back as they were. */
static void
write_and_read(struct arena *arena, struct str bytes)
{
	struct str rest = bytes, record, field, *fields;
	size_t count;
	struct csv csv;
	struct buf buf;

	buf_init(&buf, arena, CEILING);
	while (str_cut(&rest, '\xfe', &record)) {
		for (bool is_first = true; str_cut(&record, '\xff', &field); is_first = false)
			csv_add(&buf, field, is_first, CSV_DATA);
		csv_end_record(&buf);
	}
	csv_init(&csv, buf_str(&buf));
	for (rest = bytes; str_cut(&rest, '\xfe', &record);) {
		size_t at = 0;

		if (!csv_next(&csv, arena, &fields, &count)) {
			demand(csv.fault);
			return;
		}
		for (; str_cut(&record, '\xff', &field); at++)
			demand(at < count && str_equal(fields[at], field));
		demand(at == count);
	}
	demand(!csv_next(&csv, arena, &fields, &count) && !csv.fault);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = { size ? (const char *)data : "", size };
	struct buf once, twice;
	struct arena arena;
	struct str *fields;
	struct csv csv;
	size_t count;

	arena_init(&arena, CEILING);
	buf_init(&once, &arena, CEILING);
	buf_init(&twice, &arena, CEILING);
	csv_init(&csv, text);
	while (csv_next(&csv, &arena, &fields, &count))
		;
	read_and_write(&arena, text, &once);
	compare(&arena, text, buf_str(&once), csv.fault != NULL);
	read_and_write(&arena, buf_str(&once), &twice);
	demand(str_equal(buf_str(&once), buf_str(&twice)));
	write_and_read(&arena, text);
	arena_end(&arena);
	return 0;
}
