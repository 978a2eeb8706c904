/* doctor_web.c: what the web server says to a stranger, and what a program behind it can do. */
#include <string.h>
#include <time.h>

#include "base/digest.h"
#include "base/random.h"
#include "qiao/deployed.h"
#include "qiao/doctor.h"

enum { SECRET_BYTES = 32, CERTIFICATE_DAYS = 14 };

static struct fetched
ask(struct doctor *doctor, const char *path, struct str body)
{
	struct fetched found = { .problem = S("base_url is not set") };

	if (doctor->base_url.len)
		fetch(doctor->arena, &(struct fetch){ .url = str_format(doctor->arena, "%.*s%s", STR_ARG(doctor->base_url), path), .body = body, .at = doctor->at }, &found);
	return found;
}

const struct fetched *
doctor_page(struct doctor *doctor)
{
	if (!doctor->asked_page)
		doctor->page = ask(doctor, "/signin", NO_STR);
	doctor->asked_page = true;
	return &doctor->page;
}

/* False: there is no page to look at, and the finding says why. */
static bool
page_is_there(struct doctor *doctor, struct finding *finding)
{
	const struct fetched *page = doctor_page(doctor);

	if (page->is_answered && page->status == 200)
		return true;
	unknown(finding, page->is_answered ? str_format(doctor->arena, "/signin: %d", page->status) : page->problem);
	return false;
}

/* --- the test by the programs themselves --------------------------------------- */

int
doctor_selftest(struct doctor *doctor, const char *what)
{
	struct str rest, line;
	size_t len = strlen(what);

	if (!doctor->asked_selftest) {
		unsigned char bytes[SECRET_BYTES];
		struct str secret, hash;
		struct digest digest;

		random_bytes(bytes, sizeof bytes);
		secret = base64url_encode(doctor->arena, bytes, sizeof bytes);
		digest = digest_sha256(secret);
		hash = hex_encode(doctor->arena, digest.bytes, sizeof digest.bytes);
		db_execute(doctor->db, SQL("INSERT INTO selftest_secret (secret_hash, made_at) VALUES (?, SYSDATE(6))"), ARGS(hash));
		doctor->selftest = ask(doctor, "/system/selftest", str_join(doctor->arena, S("secret="), secret));
		db_execute(doctor->db, SQL("DELETE FROM selftest_secret WHERE secret_hash = ? OR made_at < SYSDATE(6) - INTERVAL 1 HOUR"), ARGS(hash));
		doctor->asked_selftest = true;
	}
	if (!doctor->selftest.is_answered || doctor->selftest.status != 200)
		return -1;
	for (rest = doctor->selftest.body; str_cut(&rest, '\n', &line);)
		if (str_starts_with(line, str_from(what)) && line.len > len && line.data[len] == ' ')
			return str_equal(str_slice(line, len + 1, line.len), S("yes"));
	return -1;
}

static void
expect(struct doctor *doctor, struct finding *finding, const char *what, int wanted)
{
	int said = doctor_selftest(doctor, what);

	if (said < 0)
		unknown(finding, doctor->selftest.is_answered ? str_format(doctor->arena, "/system/selftest: %d", doctor->selftest.status) : doctor->selftest.problem);
	else if (said != wanted)
		fail_with(finding, str_format(doctor->arena, "%s: %d", what, said));
}

static void
look_at_writing(struct doctor *doctor, struct finding *finding)
{
	static const char *const steps[] = { "writes", "reads", "takes-back" };

	for (size_t i = 0; i < sizeof steps / sizeof *steps && finding->result == PASSED; i++)
		expect(doctor, finding, steps[i], 1);
	/* Here it is what the test is about: no answer is no. */
	finding->result = finding->result == UNKNOWN ? FAILED : finding->result;
}

static void
look_at_root(struct doctor *doctor, struct finding *finding)
{
	expect(doctor, finding, "is-root", 0);
}

static void
look_at_own_files(struct doctor *doctor, struct finding *finding)
{
	static const char *const files[] = { "changes-configuration", "changes-programs", "changes-templates" };

	for (size_t i = 0; i < sizeof files / sizeof *files && finding->result == PASSED; i++)
		expect(doctor, finding, files[i], 0);
}

static void
look_at_state(struct doctor *doctor, struct finding *finding)
{
	expect(doctor, finding, "writes-state", 1);
}

static void
look_at_health(struct doctor *doctor, struct finding *finding)
{
	struct deployed deployed[DEPLOYED_MAX];
	size_t count = deployed_read(doctor->command, deployed);

	for (size_t i = 0; i < count && finding->result == PASSED; i++) {
		struct fetched found = ask(doctor, deployed[i].health_path.data, NO_STR);

		if (!found.is_answered || found.status != 200)
			fail_with(finding, str_format(doctor->arena, "%.*s: %.*s", STR_ARG(deployed[i].health_path),
			          STR_ARG(found.is_answered ? str_format(doctor->arena, "%d", found.status) : found.problem)));
	}
}

/* --- addresses and TLS --------------------------------------------------------- */

static void
look_at_address(struct doctor *doctor, struct finding *finding)
{
	finding->found = doctor->base_url;
	if (!doctor->is_https && !str_starts_with(doctor->base_url, S("http://")))
		finding->result = FAILED;
	else if (str_ends_with(doctor->base_url, S("/")))
		finding->result = FAILED;
}

static void
look_at_https(struct doctor *doctor, struct finding *finding)
{
	finding->found = doctor->base_url;
	if (doctor->is_https)
		return;
	if (doctor->is_loopback)
		unknown(finding, S(N_("only this machine reaches it")));
	else
		finding->result = FAILED;
}

static void
look_at_certificate(struct doctor *doctor, struct finding *finding)
{
	const struct fetched *page = doctor_page(doctor);
	struct tm until = { 0 };
	int64_t days;

	if (!doctor->is_https) {
		unknown(finding, S(N_("base_url is not https")));
		return;
	}
	if (!page->is_answered) {
		fail_with(finding, page->problem);
		return;
	}
	if (!page->certificate_until.len || !strptime(str_terminated(doctor->arena, page->certificate_until), "%b %d %H:%M:%S %Y", &until)) {
		unknown(finding, S(N_("its end cannot be read")));
		return;
	}
	days = ((int64_t)timegm(&until) - clock_now_us() / 1000000) / 86400;
	finding->found = str_format(doctor->arena, "%04d-%02d-%02d", until.tm_year + 1900, until.tm_mon + 1, until.tm_mday);
	if (days < CERTIFICATE_DAYS)
		finding->result = FAILED;
}

/* --- what a stranger sees -------------------------------------------------------- */

static void
look_at_policy(struct doctor *doctor, struct finding *finding)
{
	struct str policy;

	if (!page_is_there(doctor, finding))
		return;
	policy = fetched_header(&doctor->page, "Content-Security-Policy");
	finding->found = policy.data ? policy : S(N_("there is none"));
	if (!policy.data || str_find(policy, S("unsafe-")) >= 0 || str_find(policy, S("default-src 'none'")) < 0 || str_find(policy, S("frame-ancestors 'none'")) < 0)
		finding->result = FAILED;
}

static void
look_at_headers(struct doctor *doctor, struct finding *finding)
{
	static const struct { const char *name, *value; } wanted[] = {
		{ "X-Content-Type-Options", "nosniff" }, { "Referrer-Policy", "same-origin" }, { "Cross-Origin-Opener-Policy", "same-origin" }, { "Cache-Control", "no-store" },
	};

	if (!page_is_there(doctor, finding))
		return;
	for (size_t i = 0; i < sizeof wanted / sizeof *wanted && finding->result == PASSED; i++)
		if (!str_equal_text(fetched_header(&doctor->page, wanted[i].name), wanted[i].value))
			fail_with(finding, str_format(doctor->arena, "%s: %.*s", wanted[i].name, STR_ARG(fetched_header(&doctor->page, wanted[i].name))));
}

static void
look_at_transport(struct doctor *doctor, struct finding *finding)
{
	if (!doctor->is_https)
		unknown(finding, S(N_("base_url is not https")));
	else if (page_is_there(doctor, finding) && !fetched_header(&doctor->page, "Strict-Transport-Security").data)
		finding->result = FAILED;
}

static void
look_at_cookies(struct doctor *doctor, struct finding *finding)
{
	struct str cookie;
	bool must_be_secure = doctor->is_https || !doctor->is_loopback;

	if (!page_is_there(doctor, finding))
		return;
	cookie = fetched_header(&doctor->page, "Set-Cookie");
	/* Their value is nobody's business, their attributes are. */
	finding->found = cookie.data ? str_slice(cookie, (size_t)(str_find_char(cookie, ';') < 0 ? 0 : str_find_char(cookie, ';') + 1), cookie.len) : S(N_("there is none"));
	if (!cookie.data || str_find(cookie, S("HttpOnly")) < 0 || str_find(cookie, S("SameSite=Lax")) < 0 || (must_be_secure && str_find(cookie, S("Secure")) < 0))
		finding->result = FAILED;
}

static void
look_at_server(struct doctor *doctor, struct finding *finding)
{
	if (!page_is_there(doctor, finding))
		return;
	finding->found = fetched_header(&doctor->page, "Server");
	for (size_t i = 0; i < finding->found.len; i++)
		if (finding->found.data[i] >= '0' && finding->found.data[i] <= '9')
			finding->result = FAILED;
}

static void
look_at_listing(struct doctor *doctor, struct finding *finding)
{
	struct fetched found;

	if (!page_is_there(doctor, finding))
		return;
	found = ask(doctor, "/static/", NO_STR);
	if (!found.is_answered)
		unknown(finding, found.problem);
	else if (found.status == 200)
		fail_with(finding, S("/static/: 200"));
}

/* Whoever asks from this machine itself may see them. */
static void
look_at_metrics(struct doctor *doctor, struct finding *finding)
{
	struct fetched found;

	if (!page_is_there(doctor, finding))
		return;
	found = ask(doctor, "/metrics", NO_STR);
	if (found.is_answered && found.status == 200) {
		if (str_starts_with(found.local_address, S("127.")) || str_equal(found.local_address, S("::1")))
			unknown(finding, S(N_("asked from this machine, which may see them")));
		else
			fail_with(finding, S("/metrics: 200"));
	}
}

static void
look_at_tokens(struct doctor *doctor, struct finding *finding)
{
	struct fetched found;

	if (!page_is_there(doctor, finding))
		return;
	found = ask(doctor, "/signin", S("login=nobody&password=nothing"));
	if (!found.is_answered)
		unknown(finding, found.problem);
	else if (found.status != 403)
		fail_with(finding, str_format(doctor->arena, "/signin: %d", found.status));
}

static void
look_at_secrets(struct doctor *doctor, struct finding *finding)
{
	static const char *const paths[] = { "/qiao.conf", "/.git/config", "/sql/0001_ground.sql", "/static/../qiao.conf", "/templates/layout.mustache" };

	if (!page_is_there(doctor, finding))
		return;
	for (size_t i = 0; i < sizeof paths / sizeof *paths && finding->result == PASSED; i++) {
		struct fetched found = ask(doctor, paths[i], NO_STR);

		if (found.is_answered && found.status == 200)
			fail_with(finding, str_from(paths[i]));
	}
}

void
doctor_web(struct doctor *doctor)
{
	const struct check checks[] = {
		{ "base_url is set, without a slash at its end", DEPLOYMENT, "Set base_url in the configuration to the address people type.", .look = look_at_address },
		{ "through the web server a record is written, read and taken back", THROUGH_WEB, "Look into the web server's log; the programs, the database or base_url are not as the configuration says.", .look = look_at_writing },
		{ "through the web server every program answers", THROUGH_WEB, "Look into the web server's log, and whether its fragments of httpd-conf name every program.", .look = look_at_health },
		{ N_("the programs do not run as root"), THROUGH_WEB | SYSTEM, N_("Run the programs under the web server's account."), .look = look_at_root },
		{ N_("the programs cannot change their configuration, templates or themselves"), THROUGH_WEB | SYSTEM, N_("Give programs, data and configuration to root; the web server's account only reads them."), .look = look_at_own_files },
		{ "the programs can write to state_dir", THROUGH_WEB, "Give the folder of state_dir to the web server's account.", .look = look_at_state, .is_advice = true },
		{ N_("people reach it by https"), SYSTEM, N_("Set up TLS in the web server, and https in base_url."), .look = look_at_https },
		{ N_("the TLS certificate lasts another 14 days"), THROUGH_WEB | SYSTEM, N_("Renew the certificate, and see why that did not happen by itself."), .look = look_at_certificate },
		{ N_("the web server does not tell its version"), SYSTEM, N_("Apache: ServerTokens Prod. nginx: server_tokens off."), .look = look_at_server },
		{ N_("folders are not listed"), SYSTEM, N_("Options -Indexes in Apache, autoindex off in nginx."), .look = look_at_listing },
		{ N_("pages forbid what they do not need (Content-Security-Policy)"), APPLICATION, N_("Something between the programs and the browser changes the header: take it out of the web server's configuration."), .look = look_at_policy },
		{ N_("pages are neither guessed at, nor told to others, nor kept"), APPLICATION, N_("Something between the programs and the browser changes the header: take it out of the web server's configuration."), .look = look_at_headers },
		{ N_("browsers are told to come by https only"), APPLICATION, N_("Add Strict-Transport-Security to the web server's configuration, once https works."), .look = look_at_transport },
		{ N_("cookies are closed to scripts and other sites, and to http"), APPLICATION, N_("Set secure_cookies = on in the configuration, and https in base_url."), .look = look_at_cookies },
		{ N_("a form from elsewhere is refused"), APPLICATION, N_("A proxy may be answering instead of Qiao: compare the answer with that on the machine itself."), .look = look_at_tokens },
		{ N_("figures of operation are closed to strangers"), APPLICATION, N_("Let only the machine that collects them reach /metrics."), .look = look_at_metrics },
		{ N_("settings, templates and migrations are not served"), APPLICATION, N_("Point the web server at htdocs and the programs only, as the fragments of httpd-conf do."), .look = look_at_secrets },
		{ N_("every password is stored as Argon2id"), APPLICATION, N_("Set new passwords for these users: qiao user password --login=NAME"),
		  SQL("SELECT COALESCE(GROUP_CONCAT(u.login SEPARATOR ', '), 'all') FROM user_secret s JOIN user u ON u.id = s.user_id WHERE s.password_hash NOT LIKE '$argon2id$%'"), "all" },
	};

	DOCTOR_RUN(doctor, checks);
}
