/* password.c: what a password must be, and where its hash is kept. */
#include "model/password.h"

#include "base/digest.h"
#include "base/utf8.h"

/* The first things anybody tries; long ones only, as short ones are refused anyway. */
static const char *const common[] = {
	"password1234", "passwordpassword", "123456789012", "1234567890123", "12345678901234", "qwertyuiop12", "qwertyuiop123",
	"qwerty123456", "iloveyou1234", "administrator", "adminadminadmin", "letmein12345", "welcome12345", "changeme1234",
	"abcdefghijkl", "abcd12345678", "abc123456789", "aaaaaaaaaaaa", "000000000000", "111111111111", "888888888888",
	"woaini1314520", "woaini520520", "5201314520131", "qiaoqiaoqiao", "1qaz2wsx3edc", "zaq12wsxcde3", "q1w2e3r4t5y6",
};

const char *
password_problem(struct str password, struct str again, struct str login)
{
	if (!utf8_is_valid(password) || password.len > PASSWORD_MAX_BYTES)
		return N_("The new password is too long.");
	if (utf8_length(password) < PASSWORD_MIN)
		return N_("The new password needs at least 12 characters. A short sentence is easy to remember.");
	if (!str_equal(password, again))
		return N_("The two new passwords differ.");
	if (login.len && str_equal_ignoring_case(password, login))
		return N_("The new password may not be your name.");
	for (size_t i = 0; i < sizeof common / sizeof *common; i++)
		if (str_equal_ignoring_case(password, str_from(common[i])))
			return N_("This password is among the first that anybody tries. Choose another.");
	return NULL;
}

bool
password_is(struct str stored, struct str typed)
{
	return stored.len && typed.len && typed.len <= PASSWORD_MAX_BYTES && password_verify(stored, typed);
}

void
password_store(struct db *db, struct arena *arena, struct str user_id, struct str password)
{
	db_execute(db, SQL("INSERT INTO user_secret (user_id, password_hash, changed_at) VALUES (?, ?, SYSDATE(6))"
	                   " ON DUPLICATE KEY UPDATE password_hash = VALUES(password_hash), changed_at = VALUES(changed_at)"),
	           ARGS(user_id, password_hash(arena, password)));
}
