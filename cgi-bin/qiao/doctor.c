/* doctor.c: looks at what an installation needs and at what keeps it safe, one line each, with the cure. */
#include "qiao/doctor.h"

#include <stdio.h>

void
fail_with(struct finding *finding, struct str found)
{
	*finding = (struct finding){ FAILED, found };
}

void
unknown(struct finding *finding, struct str why)
{
	*finding = (struct finding){ UNKNOWN, why };
}

static struct finding
ask(struct doctor *doctor, const struct check *check)
{
	struct finding finding = { .result = PASSED, .found = S("") };

	if (check->look)
		check->look(doctor, &finding);
	else
		finding.found = db_value(doctor->db, check->sql, NO_ARGS);
	if (db_has_failed(doctor->db)) {
		unknown(&finding, str_copy(doctor->arena, db_error_text(doctor->db)));
		db_forgive(doctor->db);
	} else if (!check->look) {
		finding.result = str_equal_text(finding.found, check->wanted) ? PASSED : FAILED;
		if (finding.result == PASSED)
			finding.found = S("");
	}
	if (finding.result == FAILED && check->is_advice && !(doctor->lists & check->lists & SECURITY))
		finding.result = ADVISED;
	return finding;
}

void
doctor_run(struct doctor *doctor, const struct check *checks, size_t count)
{
	for (size_t i = 0; i < count && doctor->count < CHECKS_MAX; i++)
		if (checks[i].lists & doctor->lists)
			doctor->lines[doctor->count++] = (struct line){ checks[i], ask(doctor, &checks[i]) };
}

static bool
is_loopback(struct str base_url)
{
	struct str host = str_slice(base_url, str_starts_with(base_url, S("https://")) ? 8 : 7, base_url.len);

	return str_starts_with(host, S("127.")) || str_starts_with(host, S("localhost")) || str_starts_with(host, S("[::1]"));
}

static unsigned
lists_wanted(struct command *command)
{
	if (command_flag(command, "--security"))
		return SECURITY;
	return command_flag(command, "--deployment") ? DEPLOYMENT | THROUGH_WEB : DEPLOYMENT;
}

static bool
has_failures(const struct doctor *doctor)
{
	for (size_t i = 0; i < doctor->count; i++)
		if (doctor->lines[i].finding.result == FAILED)
			return true;
	return false;
}

static void
look_at_answer(struct doctor *doctor, struct finding *finding)
{
	db_value(doctor->db, SQL("SELECT 1"), NO_ARGS);
	if (!db_has_failed(doctor->db))
		return;
	fail_with(finding, str_copy(doctor->arena, db_error_text(doctor->db)));
	db_forgive(doctor->db);
}

int
command_doctor(struct command *command)
{
	struct doctor *doctor = ARENA_NEW(&command->arena, struct doctor);
	const struct check answers[] = {
		{ .name = N_("the database answers"), .lists = DEPLOYMENT | SYSTEM, .look = look_at_answer,
		  .cure = N_("Check database_socket or database_hosts, database_user and database_password in the configuration, and that the server runs.") },
	};

	*doctor = (struct doctor){ .command = command, .arena = &command->arena, .db = command->db, .lists = lists_wanted(command),
	                           .base_url = str_from(command_option(command, "--url", str_terminated(&command->arena, config_get(command->config, "base_url", "")))) };
	doctor->at = str_from(command_option(command, "--at", ""));
	doctor->is_https = str_starts_with(doctor->base_url, S("https://"));
	doctor->is_loopback = is_loopback(doctor->base_url);
	DOCTOR_RUN(doctor, answers);
	if (!has_failures(doctor)) {
		doctor_database(doctor);
		doctor_files(doctor);
		doctor_web(doctor);
		doctor_access(doctor);
	}
	if (command_flag(command, "--json"))
		doctor_print_json(doctor);
	else
		doctor_print(doctor);
	if (command_flag(command, "--record") && !doctor_record(doctor))
		return command_status(command);
	return has_failures(doctor) ? 1 : 0;
}
