/* doctor_access.c: who can get in, and how far. */
#include "base/digest.h"
#include "qiao/doctor.h"

enum { ADMINISTRATORS_MAX = 10 };

/* Each costs a tenth of a second and some memory, so these are few: what people choose who must have 12 characters. */
static const char *const guesses[] = { "admin", "password", "administrator", "password1234", "123456789012", "qwertyuiop12" };

static bool
is_guessed(struct doctor *doctor, struct str login, struct str hash)
{
	if (password_verify(hash, login) || password_verify(hash, str_join(doctor->arena, login, login)))
		return true;
	for (size_t i = 0; i < sizeof guesses / sizeof *guesses; i++)
		if (password_verify(hash, str_from(guesses[i])))
			return true;
	return false;
}

static void
look_at_passwords(struct doctor *doctor, struct finding *finding)
{
	struct rows *rows = db_query(doctor->db, SQL("SELECT u.login, s.password_hash FROM user u JOIN role r ON r.id = u.role_id JOIN user_secret s ON s.user_id = u.id"
	                                             " WHERE u.is_active = 1 AND r.code = 'administrator' ORDER BY u.id LIMIT 10"), NO_ARGS);

	for (size_t i = 0; i < rows_count(rows) && i < ADMINISTRATORS_MAX && finding->result == PASSED; i++)
		if (is_guessed(doctor, rows_cell(rows, i, 0), rows_cell(rows, i, 1)))
			fail_with(finding, rows_cell(rows, i, 0));
}

void
doctor_access(struct doctor *doctor)
{
	const struct check checks[] = {
		{ N_("there are one to five administrators"), ACCESS, N_("Give other roles to those who need not be administrator, at /users."),
		  SQL("SELECT IF(COUNT(*) BETWEEN 1 AND 5, 'few', CONCAT(COUNT(*), ' administrators')) FROM user u JOIN role r ON r.id = u.role_id WHERE u.is_active = 1 AND r.code = 'administrator'"), "few" },
		{ N_("no administrator's password is easy to guess"), ACCESS, N_("Set another password at once: qiao user password --login=NAME"), .look = look_at_passwords },
		{ N_("no administrator has been idle for 90 days"), ACCESS, N_("Switch off accounts nobody uses, at /users."),
		  SQL("SELECT COALESCE(GROUP_CONCAT(u.login SEPARATOR ', '), 'none') FROM user u JOIN role r ON r.id = u.role_id WHERE u.is_active = 1 AND r.code = 'administrator'"
		      " AND NOT EXISTS (SELECT 1 FROM session s WHERE s.user_id = u.id AND s.last_seen_at > SYSDATE(6) - INTERVAL 90 DAY)"
		      " AND NOT EXISTS (SELECT 1 FROM `change` c WHERE c.actor_id = u.id AND c.at > SYSDATE(6) - INTERVAL 90 DAY)"
		      " AND (SELECT MIN(v.row_start) FROM user FOR SYSTEM_TIME ALL v WHERE v.id = u.id) < SYSDATE(6) - INTERVAL 90 DAY"), "none" },
		{ N_("nobody still has the password they were given 30 days ago"), ACCESS, N_("Ask them to choose their own, at /me."),
		  SQL("SELECT COALESCE(CONCAT(COUNT(*), ': ', GROUP_CONCAT(u.login ORDER BY u.id SEPARATOR ', ' LIMIT 5)), '0') FROM user u JOIN user_secret s ON s.user_id = u.id"
		      " JOIN (SELECT id, MIN(row_start) made_at FROM user FOR SYSTEM_TIME ALL GROUP BY id) m ON m.id = u.id"
		      " WHERE u.is_active = 1 AND s.changed_at < m.made_at + INTERVAL 10 MINUTE AND m.made_at < SYSDATE(6) - INTERVAL 30 DAY"), "0" },
		{ N_("no session is older than the limits allow"), ACCESS, N_("Delete them: the time of the database's host may have jumped, or session_days was lowered."),
		  SQL("SELECT COUNT(*) FROM session WHERE expires_at > SYSDATE(6) AND (created_at > SYSDATE(6) + INTERVAL 1 HOUR OR expires_at > created_at + INTERVAL 60 DAY)"), "0" },
		{ N_("nobody who was switched off is signed in"), ACCESS, N_("Delete their sessions: DELETE FROM session WHERE user_id = ..."),
		  SQL("SELECT COALESCE(GROUP_CONCAT(DISTINCT u.login SEPARATOR ', '), 'none') FROM session s JOIN user u ON u.id = s.user_id WHERE u.is_active = 0 AND s.expires_at > SYSDATE(6)"), "none" },
		{ N_("only administrators may take all customers along"), ACCESS, N_("Narrow the export of customers at /roles, or accept that these roles may."),
		  SQL("SELECT COALESCE(GROUP_CONCAT(r.name_en ORDER BY r.id SEPARATOR ', '), 'none') FROM role r WHERE r.code <> 'administrator' AND EXISTS"
		      " (SELECT 1 FROM user u WHERE u.role_id = r.id AND u.is_active = 1) AND 'all' = (SELECT g.export_scope FROM role_right g WHERE g.role_id = r.id"
		      " AND g.entity IN ('customer', '*') ORDER BY g.entity = '*' LIMIT 1)"), "none" },
		{ N_("only administrators may change users and roles"), ACCESS, N_("Take the right to edit users and roles from these roles, at /roles."),
		  SQL("SELECT COALESCE(GROUP_CONCAT(DISTINCT r.name_en ORDER BY r.id SEPARATOR ', '), 'none') FROM role r JOIN role_right g ON g.role_id = r.id"
		      " WHERE r.code <> 'administrator' AND g.entity IN ('user', 'role') AND (g.edit_scope <> 'none' OR g.create_scope <> 'none')"), "none" },
		{ N_("there are no accounts of the demonstration"), ACCESS, N_("Real work needs a database of its own, without qiao demo-data."),
		  SQL("SELECT IF(COUNT(*) > 2, GROUP_CONCAT(login SEPARATOR ', '), 'none') FROM user WHERE is_active = 1 AND login IN ('lin.qiu', 'he.liqun', 'gao.yulan', 'emma.hartley', 'daniel.cole')"), "none" },
		{ N_("nobody is guessing passwords right now"), ACCESS, N_("Look into the log for the addresses, and close them at the firewall if they are not yours."),
		  SQL("SELECT COALESCE(GROUP_CONCAT(subject SEPARATOR ', '), 'nobody') FROM throttle WHERE failures >= 10 AND first_at > SYSDATE(6) - INTERVAL 15 MINUTE"), "nobody" },
	};

	DOCTOR_RUN(doctor, checks);
}
