/*
 * doctor.h: what an installation needs and what keeps it safe, as tables of
 * checks. A check belongs to one list or more; each answers passed or failed,
 * or that there was no answer here, and has a cure.
 */
#ifndef QIAO_DOCTOR_H
#define QIAO_DOCTOR_H

#include "net/fetch.h"
#include "qiao/command.h"

enum list {
	DEPLOYMENT = 1 << 0,           /* without it something does not work, or data may be lost */
	THROUGH_WEB = 1 << 1,          /* asks the real web server; qiao doctor --deployment */
	SYSTEM = 1 << 2,               /* the three lists of qiao doctor --security */
	APPLICATION = 1 << 3,
	ACCESS = 1 << 4,
	SECURITY = SYSTEM | APPLICATION | ACCESS
};

enum result { PASSED, FAILED, ADVISED, UNKNOWN };

struct finding {
	enum result result;
	struct str found;              /* what was there; may be empty */
};

struct doctor;

struct check {
	const char *name;              /* N_() */
	unsigned lists;
	const char *cure;              /* N_() */
	/* Either a statement and the value that it gives when all is well ... */
	struct sql sql;
	const char *wanted;
	/* ... or a function, whose finding is PASSED at first. */
	void (*look)(struct doctor *doctor, struct finding *finding);
	bool is_advice;                /* nothing breaks without it: in the list of deployment it is only said */
};

enum { CHECKS_MAX = 100 };

struct line {
	struct check check;
	struct finding finding;
};

struct doctor {
	struct command *command;
	struct arena *arena;
	struct db *db;
	unsigned lists;                /* those wanted */
	struct str base_url, at;       /* at: as struct fetch has it */
	bool is_https, is_loopback;
	bool asked_page, asked_selftest;
	struct fetched page, selftest; /* ask by doctor_page and doctor_selftest */
	struct line lines[CHECKS_MAX];
	size_t count;
};

/* Runs those of the wanted lists. */
void doctor_run(struct doctor *doctor, const struct check *checks, size_t count);
#define DOCTOR_RUN(doctor, checks) doctor_run(doctor, checks, sizeof(checks) / sizeof *(checks))

void fail_with(struct finding *finding, struct str found);
void unknown(struct finding *finding, struct str why);

/* The tables, each in a file of its own. */
void doctor_database(struct doctor *doctor);
void doctor_files(struct doctor *doctor);
void doctor_web(struct doctor *doctor);
void doctor_access(struct doctor *doctor);

/* The sign-in page, asked for once. */
const struct fetched *doctor_page(struct doctor *doctor);
/* What the web program says of itself, asked for once: 1 yes, 0 no, -1 no answer. */
int doctor_selftest(struct doctor *doctor, const char *what);

/* For people, for programs, and for the page in admin. */
void doctor_print(const struct doctor *doctor);
void doctor_print_json(const struct doctor *doctor);
bool doctor_record(struct doctor *doctor);

#endif
