// system_test.mjs: qiao doctor sees each thing that is broken and names the cure; qiao probe keeps the register of incidents; the pages tell both.
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Person, Site, finish, form_of, forms, password, source, test, words } from './lib.mjs';

const site = new Site({ server: 'nginx', customers: 0, workers: 1 });
// Tests are quicker without it; here it is what is looked at.
site.sql('SET GLOBAL innodb_flush_log_at_trx_commit = 1');
const conf = readFileSync(join(site.dir, 'qiao.conf'), 'utf8');

// A second configuration with other settings.
function settings(name, changes) {
	const path = join(site.dir, `${name}.conf`);
	let text = conf.replace(/^base_url.*$/m, `base_url = ${site.url}`);

	for (const [key, value] of Object.entries(changes))
		text = `${text.replace(new RegExp(`^${key} *=.*\n`, 'm'), '')}${key} = ${value}\n`;
	writeFileSync(path, text, { mode: 0o640 });
	return path;
}

function doctor(args) {
	const child = spawnSync(join(site.programs, 'qiao'), ['doctor', '--json', ...args], { env: site.environment, encoding: 'utf8', timeout: 120000 });
	const found = JSON.parse(child.stdout);

	return { status: child.status, ...found, of: new Map(found.checks.map((check) => [check.name, check])) };
}

const result_of = (answer, name) => answer.of.get(name)?.result || 'absent';
function differ(answer, wanted) {
	const faults = [];

	for (const [name, result] of Object.entries(wanted)) {
		if (result_of(answer, name) !== result)
			faults.push(`"${name}" is ${result_of(answer, name)}, not ${result}: ${answer.of.get(name)?.found}`);
		else if (result !== 'pass' && answer.of.get(name).cure.length < 10)
			faults.push(`"${name}" names no cure`);
	}
	return faults;
}

const person = await new Person(site, 'en').sign_in(), reader = await new Person(site, 'zh').sign_in();

// --- deployment -----------------------------------------------------------------

await test('a new installation is well, through the web server too, and leaves nothing behind', () => {
	const before = site.sums(), answer = doctor(['--deployment']);
	const bad = answer.checks.filter(({ result }) => result === 'fail').map(({ name, found }) => `${name}: ${found}`);

	if (site.sums() !== before)
		bad.push('the test by writing left something');
	if (answer.status !== 0 || answer.failed !== 0)
		bad.push(`status ${answer.status}, ${answer.failed} failed`);
	return [...bad, ...differ(answer, { 'through the web server a record is written, read and taken back': 'pass', 'through the web server every program answers': 'pass',
		'the programs can write to state_dir': 'pass', 'there is a binary log of rows, for recovery to a point in time': 'note' })];
});

await test('each setting, right and row that is broken is seen', () => {
	const faults = [], root = readFileSync(join(site.dir, 'qiao.conf'));

	site.sql(`SET GLOBAL innodb_flush_log_at_trx_commit = 0; SET GLOBAL sql_mode = ''; SET GLOBAL lock_wait_timeout = 86400; SET GLOBAL max_connections = 20;
		ALTER DATABASE qiao CHARACTER SET latin1; GRANT CREATE ON qiao.* TO qiao@localhost; UPDATE clock SET at = '2099-01-01';
		UPDATE migration SET sha256 = REVERSE(sha256) WHERE name LIKE '0001%'; UPDATE user SET is_active = 0`);
	chmodSync(join(site.dir, 'qiao.conf'), 0o644);
	const answer = doctor([]);
	chmodSync(join(site.dir, 'qiao.conf'), 0o640);
	site.sql(`SET GLOBAL innodb_flush_log_at_trx_commit = 1; SET GLOBAL sql_mode = 'STRICT_TRANS_TABLES'; SET GLOBAL lock_wait_timeout = 10; SET GLOBAL max_connections = 200;
		ALTER DATABASE qiao CHARACTER SET utf8mb4 COLLATE utf8mb4_uca1400_ai_ci; REVOKE CREATE ON qiao.* FROM qiao@localhost; UPDATE clock SET at = SYSDATE(6);
		UPDATE migration SET sha256 = REVERSE(sha256) WHERE name LIKE '0001%'; UPDATE user SET is_active = 1`);
	faults.push(...differ(answer, {
		'innodb_flush_log_at_trx_commit is 1': 'fail', 'the server is strict': 'fail', 'lock_wait_timeout is some seconds': 'note',
		'max_connections is enough for every worker': 'fail', "the schema's character set is utf8mb4": 'fail', 'the clock has its row': 'fail',
		'the web account may select, insert, update and delete, and nothing more': 'fail', 'every migration was run as it is': 'fail',
		'an administrator can sign in': 'fail', 'the configuration is not readable by everybody': 'fail',
		'every business table keeps its history': 'pass', 'the clocks of host and database agree': 'pass',
	}));
	if (answer.status !== 1 || readFileSync(join(site.dir, 'qiao.conf')).compare(root) !== 0)
		faults.push(`status ${answer.status}`);
	return faults;
});

await test('a migration that takes something away may wait for the programs; one that adds may not', () => {
	const name = 'every migration was run as it is', waiting = (phase) => {
		const folder = join(site.dir, phase);

		cpSync(join(source, 'sql'), join(folder, 'sql'), { recursive: true });
		writeFileSync(join(folder, 'sql/9999_later.sql'), `-- phase: ${phase}\nALTER TABLE customer ADD COLUMN later INT NULL COMMENT 'a number';\n`);
		return doctor([`--config=${settings(phase, { data_dir: folder })}`]);
	};
	const later = waiting('contract');

	return [...differ(later, { [name]: 'note' }), ...differ(waiting('expand'), { [name]: 'fail' }),
		...(/qiao upgrade --contract/.test(later.of.get(name)?.found) ? [] : ['it does not say how'])];
});

await test('a program does not start with texts that cannot be read, or stand there twice', () => {
	const folder = join(site.dir, 'languages'), po = join(folder, 'po/zh_CN.po');
	const start = () => spawnSync(join(site.programs, 'customers'), ['--check', `--config=${settings('languages', { data_dir: folder })}`], { encoding: 'utf8', timeout: 60000 });

	for (const part of ['htdocs', 'po', 'templates'])
		cpSync(join(source, part), join(folder, part), { recursive: true });
	const whole = start();
	writeFileSync(po, `${readFileSync(po, 'utf8')}\nmsgid "Save"\nmsgstr "存"\n`);
	const twice = start();

	return [...(whole.status === 0 ? [] : [`control: the whole ones end with ${whole.status}: ${whole.stderr}`]),
		...(twice.status !== 0 && /\/po: /.test(twice.stderr) ? [] : [`a text that stands there twice ends with ${twice.status}: ${twice.stderr}`])];
});

await test('each file and folder that is broken is seen', () => {
	const empty = join(site.dir, 'empty'), others = join(site.dir, 'others');

	mkdirSync(empty);
	mkdirSync(others);
	for (const program of readFileSync(join(site.dir, 'run/programs'), 'utf8').trim().split(' '))
		writeFileSync(join(others, program), 'qiao program 0.0.9\0', { mode: 0o755 });
	const wrong = doctor([`--config=${settings('wrong', { data_dir: empty, state_dir: join(empty, 'none') })}`, '--url=http://127.0.0.1/']);
	const none = doctor([`--config=${settings('none', { program_dir: empty })}`]), old = doctor([`--config=${settings('old', { program_dir: others })}`]);
	const away = doctor([`--config=${settings('away', { database_socket: join(empty, 'nobody.sock') })}`]);

	return [
		...differ(wrong, { 'templates, htdocs, po, sql and httpd-conf can be read': 'fail', 'state_dir is there, and not open to everybody': 'note',
			'every migration was run as it is': 'fail', 'base_url is set, without a slash at its end': 'fail', 'the programs of all areas are there': 'fail' }),
		...differ(none, { 'the programs of all areas are there': 'fail', 'the programs have the version of this command': 'fail' }),
		...differ(old, { 'the programs of all areas are there': 'pass', 'the programs have the version of this command': 'fail' }),
		...differ(away, { 'the database answers': 'fail' }), ...(away.checks.length === 1 && away.status === 1 ? [] : ['it went on without a database']),
	];
});

await test('a web account that may not write is seen through the web server', () => {
	// Rights of a schema are those at the time of the connection.
	site.sql('REVOKE INSERT ON qiao.* FROM qiao@localhost; KILL USER qiao@localhost');
	chmodSync(join(site.dir, 'qiao.conf'), 0o666);
	const answer = doctor(['--deployment']);
	chmodSync(join(site.dir, 'qiao.conf'), 0o640);
	site.sql('GRANT INSERT ON qiao.* TO qiao@localhost; KILL USER qiao@localhost');
	return differ(answer, { 'through the web server a record is written, read and taken back': 'fail', 'through the web server every program answers': 'pass',
		'the programs cannot change their configuration, templates or themselves': 'fail' });
});

await test('nobody without the secret of the minute is served by the test', async () => {
	const faults = [], before = site.sums();

	for (const secret of ['', 'x'.repeat(43), "' OR 1=1 -- ".padEnd(43, '-')]) {
		const answer = await new Person(site, 'en').post('/system/selftest', [['secret', secret]]);

		if (answer.status !== 403)
			faults.push(`"${secret}" is answered ${answer.status}`);
	}
	// A secret of an hour ago is worthless.
	site.sql(`INSERT INTO selftest_secret VALUES (SHA2('${'s'.repeat(43)}', 256), SYSDATE(6) - INTERVAL 61 SECOND)`);
	if ((await new Person(site, 'en').post('/system/selftest', [['secret', 's'.repeat(43)]])).status !== 403)
		faults.push('an old secret is taken');
	site.sql('UPDATE selftest_secret SET made_at = SYSDATE(6)');
	const control = await new Person(site, 'en').post('/system/selftest', [['secret', 's'.repeat(43)]]);
	if (control.status !== 200 || !/^writes yes\nreads yes\ntakes-back yes$/m.test(control.text))
		faults.push(`control: a good secret is answered ${control.status} ${control.text}`);
	site.sql('DELETE FROM selftest_secret');
	return site.sums() === before ? faults : [...faults, 'something was left'];
});

// --- security --------------------------------------------------------------------

// A proxy that undoes what the programs and the web server do well.
const script = `require('http').createServer((request, response) => {
	const open = ['/static/', '/qiao.conf'].includes(request.url);
	response.writeHead(open || request.method === 'POST' || request.url === '/signin' ? 200 : 404,
		{ Server: 'Apache/2.4.1', 'Content-Security-Policy': "default-src 'self' 'unsafe-inline'", 'Set-Cookie': 'qiao=1; Path=/' });
	response.end('x');
}).listen(0, '0.0.0.0', function () { console.log(this.address().port); })`;

async function with_proxy(act) {
	const { spawn } = await import('node:child_process');
	const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });

	try {
		const port = await new Promise((done) => child.stdout.once('data', (data) => done(Number(data))));
		return await act(`http://0.0.0.0:${port}`);
	} finally {
		child.kill();
	}
}

const sound = doctor(['--security', '--record']);
await test('a new installation passes the three lists, but for what its server is set to, and a backup', () => {
	const failed = sound.checks.filter(({ result }) => result === 'fail').map(({ name }) => name);

	return String(failed) === 'MariaDB reads no files for clients,a backup was restored elsewhere and compared in the last 7 days' ? `S ${sound.isa.S} A ${sound.isa.A} V ${sound.isa.V}` : failed;
});

let broken;
await test('each way in that is open is seen', async () => {
	const folder = join(site.dir, 'writable'), programs = readFileSync(join(site.dir, 'run/programs'), 'utf8').trim().split(' ');

	mkdirSync(folder);
	for (const program of programs) {
		copyFileSync('/bin/true', join(folder, program));
		chmodSync(join(folder, program), 0o777);
	}
	site.qiao(['user', 'add', '--login=guessed', '--name=Guessed', '--role=administrator'], `${password}\n`);
	site.sql(`INSERT INTO backup_run (name, kind, begun_at, finished_at, covers_at, bytes, table_count, row_count, version_count, sha256, verified_at, verified_result)
		VALUES ('x', 'full', SYSDATE(6), SYSDATE(6), SYSDATE(6), 1, 1, 1, 1, REPEAT('0', 64), SYSDATE(6) - INTERVAL 2 DAY, 'well');
		UPDATE user SET login = '${password}' WHERE login = 'guessed'; CREATE USER ''@localhost; SET GLOBAL local_infile = 0;
		INSERT INTO user (login, name, role_id, is_active) VALUES ('lin.qiu', 'A', 1, 1), ('he.liqun', 'B', 1, 1), ('gao.yulan', 'C', 1, 1), ('left', 'D', 1, 1), ('market', 'E', 5, 1), ('off', 'F', 6, 0);
		INSERT INTO user_secret SELECT id, '$2y$10$abcdefghijklmnopqrstuv', SYSDATE(6) FROM user WHERE login = 'left';
		INSERT INTO session (token_hash, user_id, created_at, last_seen_at, expires_at, idle_s, remote, user_agent) SELECT REPEAT('a', 64), id, SYSDATE(6), SYSDATE(6), '2090-01-01', 60, '', '' FROM user WHERE login = 'off';
		UPDATE role_right SET edit_scope = 'all' WHERE role_id = 2 AND entity = 'user'; INSERT INTO throttle VALUES ('account:admin', 20, SYSDATE(6));
		SET system_versioning_insert_history = 1; SET @forever = (SELECT MAX(row_end) FROM user);
		INSERT INTO user (id, login, name, role_id, is_active, row_start, row_end) VALUES (900, 'idle', 'Idle', 1, 1, '2020-01-01', @forever);
		INSERT INTO user_secret VALUES (900, '$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAA', '2020-01-01 00:01:00')`);
	chmodSync(join(site.dir, 'qiao.conf'), 0o644);
	await with_proxy((url) => {
		broken = doctor(['--security', '--record', `--url=${url}`, `--config=${settings('open', { program_dir: folder })}`]);
	});
	chmodSync(join(site.dir, 'open.conf'), 0o644);
	const readable = doctor(['--security', `--config=${join(site.dir, 'open.conf')}`]);
	chmodSync(join(site.dir, 'qiao.conf'), 0o640);
	site.sql("DROP USER ''@localhost");
	return [...differ(readable, { 'the configuration is not readable by everybody': 'fail' }), ...differ(broken, {
		'no MariaDB account is without a name or a password': 'fail', 'MariaDB reads no files for clients': 'pass', 'a backup was restored elsewhere and compared in the last 7 days': 'pass', 'nobody but their owner can write to the programs': 'fail',
		'people reach it by https': 'fail', 'the web server does not tell its version': 'fail', 'folders are not listed': 'fail',
		'pages forbid what they do not need (Content-Security-Policy)': 'fail', 'pages are neither guessed at, nor told to others, nor kept': 'fail',
		'cookies are closed to scripts and other sites, and to http': 'fail', 'a form from elsewhere is refused': 'fail',
		'settings, templates and migrations are not served': 'fail', 'every password is stored as Argon2id': 'fail',
		'there are one to five administrators': 'fail', "no administrator's password is easy to guess": 'fail', 'no administrator has been idle for 90 days': 'fail',
		'nobody still has the password they were given 30 days ago': 'fail', 'no session is older than the limits allow': 'fail', 'nobody who was switched off is signed in': 'fail',
		'only administrators may take all customers along': 'fail', 'only administrators may change users and roles': 'fail',
		'there are no accounts of the demonstration': 'fail', 'nobody is guessing passwords right now': 'fail',
	})];
});

await test('the page shows the last run, both formulas and every line with its cure', async () => {
	const faults = [], html = (await person.page('/system/security')).text, text = words(html);

	for (const value of [broken.isa.index, broken.isa.weakest, broken.isa.product, broken.isa.as_in_source, broken.isa.S, broken.isa.A, broken.isa.V])
		if (!html.includes(`<data value="${value.toFixed(3)}">`))
			faults.push(`${value.toFixed(3)} is not shown`);
	for (const { name, cure, result } of broken.checks)
		if (!text.includes(name) || (result === 'fail' && !text.includes(cure)))
			faults.push(`${name} is not shown with its cure`);
	const chinese = words((await reader.page('/system/security')).text);
	if (!chinese.includes('base_url 不是 https') || chinese.includes('base_url is not https'))
		faults.push('what was found is not told in Chinese');
	if (!text.includes('ISA = 1 / (1 − (1−S)(1−A)(1−V))'))
		faults.push("the source's formula is missing");
	return faults;
});

await test('one button enters each failed check in the register, once', async () => {
	const failed = broken.checks.filter(({ result }) => result === 'fail').length, faults = [];

	await person.send(form_of((await person.page('/system/security')).text, '/system/security'));
	const made = Number(site.value("SELECT COUNT(*) FROM maintenance_item WHERE kind = 'finding' AND retest_on IS NOT NULL AND check_name IS NOT NULL"));
	if (made !== failed)
		faults.push(`${made} items of ${failed}`);
	if (forms((await person.page('/system/security')).text).some((form) => form.action === '/system/security'))
		faults.push('the button is still there');
	// A finding that is done and found again is entered again.
	site.sql("UPDATE maintenance_item SET status = 'done' WHERE check_name = 'folders are not listed'");
	await person.send(form_of((await person.page('/system/security')).text, '/system/security'));
	if (Number(site.value("SELECT COUNT(*) FROM maintenance_item WHERE kind = 'finding'")) !== failed + 1)
		faults.push('what came back was not entered');
	return faults;
});

// --- probes ------------------------------------------------------------------------

const probe = () => spawnSync(join(site.programs, 'qiao'), ['probe'], { env: site.environment, encoding: 'utf8', timeout: 60000 });
const incidents = () => site.sql("SELECT service, ended_at IS NULL, found, is_planned FROM incident ORDER BY id").map((row) => row.join(' '));

await test('a program that stops is an incident after the second look, and over when it answers again', () => {
	const faults = [], port = Number(new URL(site.url).port);

	probe();
	if (incidents().length)
		faults.push(`an incident while all is well: ${incidents()}`);
	process.kill(Number(readFileSync(join(site.dir, 'run/sales.pid'), 'utf8')), 'SIGTERM');
	spawnSync('sleep', ['0.5']);
	const first = probe();
	if (!/^DOWN {2}sales/m.test(first.stdout) || !/^up {4}customers/m.test(first.stdout))
		faults.push(first.stdout);
	if (incidents().length)
		faults.push('one look is no incident');
	probe();
	probe();
	if (String(incidents()) !== 'sales 1 automatic 0')
		faults.push(`after three looks: ${incidents()}`);
	site.stop();
	site.start(port);
	probe();
	if (String(incidents()) !== 'sales 0 automatic 0')
		faults.push(`after it came back: ${incidents()}`);
	const [[failures, probes]] = site.sql("SELECT failures, probes FROM probe_day WHERE service = 'sales'");
	if (failures !== '3' || probes !== '5')
		faults.push(`${failures} failures in ${probes} looks`);
	if (site.value("SELECT began_at = (SELECT MIN(at) FROM probe WHERE service = 'sales' AND is_up = 0) FROM incident") !== '1')
		faults.push('it did not begin with the first failure');
	if (Number(site.value("SELECT COUNT(*) FROM change_record c JOIN `change` h ON h.at = c.at WHERE c.entity = 'incident' AND h.route = 'qiao probe'")) !== 2)
		faults.push('its beginning and end are no changes');
	return faults;
});

await test('announced maintenance is no failure', () => {
	const port = Number(new URL(site.url).port), faults = [];

	site.sql("INSERT INTO incident (title, service, began_at, is_planned, created_at) VALUES ('Upgrade', 'all', SYSDATE(6) - INTERVAL 1 MINUTE, 1, SYSDATE(6))");
	site.stop();
	probe();
	probe();
	site.start(port);
	site.sql('UPDATE incident SET ended_at = SYSDATE(6) WHERE ended_at IS NULL');
	if (incidents().length !== 2)
		faults.push(String(incidents()));
	const rows = site.sql("SELECT service, failures, planned FROM probe_day WHERE service <> 'database' AND planned <> 2");
	return [...faults, ...rows.map(String)];
});

await test('looks that fall into a time without a database are kept and noted afterwards', () => {
	const kept = join(site.dir, 'state/probe-missed'), faults = [], before = Number(site.value("SELECT probes FROM probe_day WHERE service = 'database'"));

	site.database('stop');
	probe();
	probe();
	if (!existsSync(kept) || readFileSync(kept, 'utf8').split('\n').filter((line) => /^database \d+ 0 /.test(line)).length !== 2)
		faults.push('they were not kept');
	site.database('start');
	probe();
	if (existsSync(kept))
		faults.push('the file is still there');
	const [[probes, failures]] = site.sql("SELECT probes, failures FROM probe_day WHERE service = 'database'");
	if (Number(probes) !== before + 3 || failures !== '2')
		faults.push(`${probes} looks, ${failures} failures, before ${before}`);
	if (site.value("SELECT COUNT(*) FROM incident WHERE service = 'database' AND ended_at IS NOT NULL AND found = 'automatic'") !== '1')
		faults.push(`incidents: ${incidents()}`);
	return faults;
});

await test('the page of availability works it out from these, and knows no infinity', async () => {
	const faults = [];

	// Ten days of looks, one failure of 864 seconds: MTBF and MTTR by hand.
	site.sql(`DELETE FROM probe_day; DELETE FROM incident;
		INSERT INTO probe_day SELECT s.service, CURDATE() - INTERVAL n.seq DAY, 1440, IF(s.service = 'sales' AND n.seq = 3, 14, 0), 0, 86400, 14400 FROM (SELECT 'sales' service UNION SELECT 'customers') s, seq_1_to_10 n;
		INSERT INTO incident (title, service, began_at, ended_at, created_at) SELECT 'Down', 'sales', d, d + INTERVAL 864 SECOND, d FROM (SELECT TIMESTAMP(CURDATE()) - INTERVAL 3 DAY d) x`);
	const text = words((await person.page('/system/availability?days=30')).text);
	for (const wanted of [/Sales .*99\.900% 9 d 23 h 14 min 24 s 1 14 min 24 s 0 s 10 d 0 h 10/, /Customers no failure in 14,400 probes: at least 99\.979%.*100\.000% not known — 0 0 s 0 s 10 d 0 h 10/,
	                      /SUTRA = MTBF \/ \(MTBF \+ MTTR\)/])
		if (!wanted.test(text))
			faults.push(`${wanted} is not on: ${text.slice(0, 1500)}`);
	// Of the last seven days the failure is one, too; before them it is none.
	if (!/Sales .*99\.8\d\d% /.test(words((await person.page('/system/availability?days=7')).text)))
		faults.push('seven days');
	site.sql("UPDATE incident SET is_planned = 1");
	if (!/Sales no failure in [^%]*%.*100\.000% not known — 0 0 s 14 min 24 s/.test(words((await person.page('/system/availability?days=30')).text)))
		faults.push('what was announced is counted');
	return faults;
});

// --- the plan -----------------------------------------------------------------------

await test('the plan follows its formula, and the formula is set on a page', async () => {
	const faults = [], order = async () => [...(await person.page('/system/maintenance-plan')).text.matchAll(/<th scope="row"><a href="[^"]*">([^<]*)</g)].map(([, title]) => title);

	site.sql(`DELETE FROM maintenance_item; INSERT INTO maintenance_item (title, urgency, impact, complexity, hours_planned, planned_on, created_at) VALUES
		('Long', 3, 3, 5, 40, CURDATE(), NOW()), ('Quick', 4, 4, 1, 1, CURDATE(), NOW()), ('Unknown', 1, 1, 1, NULL, NULL, NOW())`);
	if (String(await order()) !== 'Long,Quick,Unknown')
		faults.push(`by weights: ${await order()}`);
	const edit = form_of((await person.page('/maintenance-rules/1/edit')).text, '/maintenance-rules/1/edit');
	await person.send(edit.fill({ formula: 'effort' }));
	if (String(await order()) !== 'Quick,Long,Unknown')
		faults.push(`by effort: ${await order()}`);
	await person.send(form_of((await person.page('/maintenance-rules/1/edit')).text, '/edit').fill({ formula: 'weighted', complexity_weight: '0' }));
	const text = words((await person.page('/system/maintenance-plan')).text);
	if (String(await order()) !== 'Quick,Long,Unknown' || !text.includes('1 × Urgency + 1 × Impact + 0 × Complexity'))
		faults.push(`without complexity: ${await order()} ${text.slice(0, 300)}`);
	if (!/In 1 of the next 8 weeks/.test(text))
		faults.push('41 hours in a week of 20 are not said');
	const bad = await person.send(form_of((await person.page('/maintenance-rules/1/edit')).text, '/edit').fill({ urgency_weight: '-1' }));
	if (bad.status !== 422)
		faults.push(`a negative weight is answered ${bad.status}`);
	return faults;
});

await test('a change has the day of each state', async () => {
	const id = await person.create('/change-requests', { title: 'Faster', purpose: 'It is slow' });

	for (const status of ['design', 'test', 'deployed'])
		await person.send(form_of((await person.page(`/change-requests/${id}/edit`)).text, '/edit').fill({ status, reason: `now ${status}` }));
	const day = `DATE(CONVERT_TZ(NOW(), @@time_zone, '+08:00'))`;
	const [row] = site.sql(`SELECT requirement_on = ${day}, design_on = ${day}, test_on = ${day}, deployed_on = ${day}, version FROM change_request WHERE id = ${id}`);
	return String(row) === '1,1,1,1,4' ? [] : [String(row)];
});

await test('a table that lost its history is seen', () => {
	site.sql('ALTER TABLE incident DROP PERIOD FOR SYSTEM_TIME, DROP COLUMN row_start, DROP COLUMN row_end, DROP SYSTEM VERSIONING');
	return differ(doctor([]), { 'every business table keeps its history': 'fail' });
});
finish();
