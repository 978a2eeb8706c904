/* doctor_print.c: tells what the doctor found: to people, to programs, to the page in admin. */
#include <stdio.h>
#include <unistd.h>

#include "mining/isa.h"
#include "qiao/doctor.h"

enum { HOST_BYTES = 121 };

static const struct part {
	unsigned list;
	const char *name, *letter;
} parts[] = { { SYSTEM, "system", "S" }, { APPLICATION, "application", "A" }, { ACCESS, "access", "V" }, { DEPLOYMENT, "deployment", "" }, { THROUGH_WEB, "deployment", "" } };

enum { PARTS = sizeof parts / sizeof *parts };

static const char *const marks[] = { [PASSED] = "pass", [FAILED] = "FAIL", [ADVISED] = "note", [UNKNOWN] = "   ?" };
static const char *const results[] = { [PASSED] = "pass", [FAILED] = "fail", [ADVISED] = "note", [UNKNOWN] = "unknown" };

/* Where the line is counted: in the first of the lists that were wanted. */
static size_t
part_of(const struct doctor *doctor, const struct line *line)
{
	size_t part = 0;

	while (part + 1 < PARTS && !(parts[part].list & line->check.lists & doctor->lists))
		part++;
	return part;
}

static struct isa
isa_of_lines(const struct doctor *doctor)
{
	uint64_t passed[PARTS] = { 0 }, failed[PARTS] = { 0 };

	for (size_t i = 0; i < doctor->count; i++) {
		passed[part_of(doctor, &doctor->lines[i])] += doctor->lines[i].finding.result == PASSED;
		failed[part_of(doctor, &doctor->lines[i])] += doctor->lines[i].finding.result == FAILED;
	}
	return isa_of(passed, failed);
}

static size_t
count_of(const struct doctor *doctor, enum result result)
{
	size_t count = 0;

	for (size_t i = 0; i < doctor->count; i++)
		count += doctor->lines[i].finding.result == result;
	return count;
}

static void
print_line(const struct line *line)
{
	const struct finding *finding = &line->finding;

	printf("%s  %s", marks[finding->result], line->check.name);
	if (finding->found.len && finding->result != PASSED)
		printf(" (%.*s)", STR_ARG(finding->found));
	printf("\n");
	if (finding->result == FAILED || finding->result == ADVISED)
		printf("      %s\n", line->check.cure);
}

static void
print_security(const struct doctor *doctor)
{
	struct isa isa = isa_of_lines(doctor);

	printf("\nS %.3f  A %.3f  V %.3f\n", isa.shares[0], isa.shares[1], isa.shares[2]);
	if (!isa.is_known) {
		printf("A list has no check that was answered, so there is no index.\n");
		return;
	}
	printf("ISA index 1-(1-S)(1-A)(1-V) = %.3f; weakest %.3f; S*A*V %.3f; as in source 1/(1-(1-S)(1-A)(1-V)) = ", isa.index, isa.weakest, isa.product);
	if (isa.has_source)
		printf("%.3f\n", isa.as_in_source);
	else
		printf("undefined\n");
}

void
doctor_print(const struct doctor *doctor)
{
	bool is_security = doctor->lists & SECURITY;

	for (size_t part = 0; part < PARTS; part++) {
		bool has_head = false;

		for (size_t i = 0; i < doctor->count; i++) {
			if (part_of(doctor, &doctor->lines[i]) != part)
				continue;
			if (is_security && !has_head)
				printf("%s%s: %s\n", part ? "\n" : "", parts[part].letter, parts[part].name);
			has_head = true;
			print_line(&doctor->lines[i]);
		}
	}
	if (is_security)
		print_security(doctor);
	printf("%s\n", count_of(doctor, FAILED) ? "Something needs attention: see above." : count_of(doctor, ADVISED) ? "All well that has to be; the notes are advice." : "All well.");
}

/* --- json -------------------------------------------------------------------- */

static void
print_text(struct str text)
{
	putchar('"');
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.data[i];

		if (c == '"' || c == '\\')
			printf("\\%c", c);
		else if (c < ' ')
			printf("\\u%04x", c);
		else
			putchar(c);
	}
	putchar('"');
}

void
doctor_print_json(const struct doctor *doctor)
{
	struct isa isa = isa_of_lines(doctor);

	printf("{\"version\":\"%s\",\"checks\":[", QIAO_VERSION);
	for (size_t i = 0; i < doctor->count; i++) {
		const struct line *line = &doctor->lines[i];

		printf("%s\n{\"list\":\"%s\",\"name\":", i ? "," : "", parts[part_of(doctor, line)].name);
		print_text(str_from(line->check.name));
		printf(",\"result\":\"%s\",\"found\":", results[line->finding.result]);
		print_text(line->finding.found);
		printf(",\"cure\":");
		print_text(str_from(line->check.cure));
		printf("}");
	}
	printf("],\n\"passed\":%zu,\"failed\":%zu,\"advised\":%zu,\"unknown\":%zu", count_of(doctor, PASSED), count_of(doctor, FAILED),
	       count_of(doctor, ADVISED), count_of(doctor, UNKNOWN));
	if (doctor->lists & SECURITY && isa.is_known) {
		printf(",\n\"isa\":{\"S\":%.4f,\"A\":%.4f,\"V\":%.4f,\"index\":%.4f,\"weakest\":%.4f,\"product\":%.4f,\"as_in_source\":", isa.shares[0], isa.shares[1],
		       isa.shares[2], isa.index, isa.weakest, isa.product);
		if (isa.has_source)
			printf("%.4f}", isa.as_in_source);
		else
			printf("null}");
	}
	printf("}\n");
}

/* --- for the page ------------------------------------------------------------ */

bool
doctor_record(struct doctor *doctor)
{
	char host[HOST_BYTES] = "";
	struct str run_id;

	gethostname(host, sizeof host - 1);
	db_begin(doctor->db);
	db_execute(doctor->db, SQL("INSERT INTO security_run (at, host, release_name) VALUES (SYSDATE(6), ?, ?)"), ARGS(str_from(host), S(QIAO_VERSION)));
	run_id = str_from_u64(doctor->arena, db_insert_id(doctor->db));
	for (size_t i = 0; i < doctor->count; i++) {
		const struct line *line = &doctor->lines[i];

		if (!(line->check.lists & SECURITY))
			continue;
		db_execute(doctor->db, SQL("INSERT INTO security_result (run_id, position, list, name, result, found, cure) VALUES (?, ?, ?, ?, ?, LEFT(?, 300), ?)"),
		           ARGS(run_id, str_from_u64(doctor->arena, i + 1), str_from(parts[part_of(doctor, line)].name), str_from(line->check.name),
		                str_from(results[line->finding.result]), line->finding.found.data ? line->finding.found : S(""), str_from(line->check.cure)));
	}
	return !db_has_failed(doctor->db) && db_commit(doctor->db) == DB_DONE;
}
