/* user.c: people who sign in. */
#include "entities/entities.h"

#include "model/input.h"
#include "model/pattern.h"

enum { LOGIN_LETTERS_MAX = 60 };

static const struct choice languages[] = { { "zh", N_("Chinese") }, { "en", N_("English") }, { NULL } };
static const struct choice themes[] = { { "light", N_("Light") }, { "dark", N_("Dark") }, { NULL } };

static const struct field fields[] = {
	{ "name", N_("Name"), TEXT, REQUIRED | LISTED | SEARCHED | SORTED | MATCHED, .max = 80, .group = N_("Person") },
	{ "login", N_("Sign-in name"), CODE, LISTED | SEARCHED | MATCHED | UNIQUE | SUBTITLE, .max = 80,
	  .hint = N_("Small letters, digits and . _ @ -. Empty: made from the name.") },
	{ "email", N_("E-mail"), EMAIL, LISTED },
	{ "role_id", N_("Role"), REF, REQUIRED | LISTED | FILTERED | BADGE, .refers = &role_entity, .group = N_("Rights") },
	{ "team_id", N_("Team"), REF, LISTED | FILTERED, .refers = &team_entity },
	{ "is_active", N_("May sign in"), BOOLEAN, LISTED | FILTERED, .otherwise = "1" },
	{ "language", N_("Language"), CHOICE, 0, .choices = languages, .group = N_("Preferences"), .hint = N_("Empty: as the browser asks") },
	{ "theme", N_("Colours"), CHOICE, 0, .choices = themes, .hint = N_("Empty: as the system asks") },
	{ "zone", N_("Time zone"), CODE, REQUIRED, .max = 40, .otherwise = "Asia/Shanghai", .hint = N_("For example Asia/Shanghai or Europe/Berlin") },
	{ .name = NULL }
};

/* "Moses Frase" -> "moses.frase". */
static struct str
login_from(struct work *work, struct str name)
{
	struct str latin = locale_latin(work->tools, work->arena, name);
	struct buf login;

	buf_init(&login, work->arena, LOGIN_LETTERS_MAX);
	for (size_t i = 0; i < latin.len && !login.is_full; i++) {
		bool is_plain = (latin.data[i] >= 'a' && latin.data[i] <= 'z') || (latin.data[i] >= '0' && latin.data[i] <= '9');

		if (is_plain)
			buf_add_char(&login, latin.data[i]);
		else if (latin.data[i] != '\'' && login.len && login.data[login.len - 1] != '.')
			buf_add_char(&login, '.');
	}
	while (login.len && login.data[login.len - 1] == '.')
		login.len--;
	return login.len > 1 ? buf_str(&login) : str_format(work->arena, "user%.*s", STR_ARG(buf_str(&login)));
}

/* With the smallest number behind it that makes it nobody else's. */
static struct str
login_free(struct work *work, struct str login)
{
	struct rows *rows = db_query(work->db, SQL("SELECT login FROM user WHERE login = ? OR login LIKE CONCAT(?, '%')"), ARGS(login, login));

	for (uint64_t number = 1;; number++) {
		struct str wanted = number == 1 ? login : str_format(work->arena, "%.*s%llu", STR_ARG(login), (unsigned long long)number);
		bool is_taken = false;

		for (size_t i = 0; i < rows_count(rows); i++)
			is_taken = is_taken || str_equal(rows_cell(rows, i, 0), wanted);
		if (!is_taken)
			return wanted;
	}
}

/* An empty sign-in name is made for somebody new, and stays what it was for others. */
static void
settle_login(struct work *work, struct input *input)
{
	struct value *login = input_value(input, S("login"));
	struct str name = input_get(input, S("name"));

	if (login->value.data || login->problem.data)
		return;
	if (input->id.data)
		login->is_given = false;
	else if (name.data)
		input_set(input, S("login"), login_free(work, login_from(work, name)));
}

static void
check(struct work *work, struct input *input)
{
	struct str login, zone = input_get(input, S("zone"));

	settle_login(work, input);
	login = input_get(input, S("login"));
	if (login.len && !pattern_matches(PATTERN_LOGIN, login))
		input_problem(input, S("login"), work_text(work, N_("Use small letters, digits and . _ @ - only, at least two")));
	if (zone.len && !zone_load(work->arena, zone))
		input_problem(input, S("zone"), work_text(work, N_("There is no such time zone")));
}

/* Whoever is switched off is signed out at once; the last administrator stays. */
static void
saved(struct work *work, struct input *input)
{
	const struct value *active = input_value(input, S("is_active"));

	if (active->is_given && str_equal(active->value, S("0")))
		db_execute(work->db, SQL("DELETE FROM session WHERE user_id = ?"), ARGS(input->id));
	if (!db_value(work->db, SQL("SELECT u.id FROM user u JOIN role r ON r.id = u.role_id WHERE r.code = 'administrator' AND u.is_active = 1 LIMIT 1"),
	              NO_ARGS).data && !db_has_failed(work->db) && work->actor->id.data)
		input_problem(input, S("role_id"), work_text(work, N_("Somebody must remain administrator")));
}

const struct entity user_entity = {
	"user", "/users", N_("User"), N_("Users"), N_("New user"), "person", "U-", "name", NULL, "name",
	.flags = CATALOGUED, .fields = fields, .check = check, .saved = saved,
};
