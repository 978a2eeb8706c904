// exchange_test.mjs: the schema grows and every program is exchanged while people work: no request fails, no save is lost. Then what programs and schema refuse of each other.
// QIAO_REQUESTS: how many requests at least (3000).
import { spawn } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Person, Site, finish, has_server, pause, skip_all, source, test, words } from '../web/lib.mjs';

if (!has_server('nginx'))
	skip_all('nginx is missing');
const least = Number(process.env.QIAO_REQUESTS || 3000), clients = 6;
// Migrations of our own are added to a copy of the product's.
const place = mkdtempSync(join(tmpdir(), 'qiao-data-'));
chmodSync(place, 0o755);
process.on('exit', () => rmSync(place, { recursive: true, force: true }));
for (const part of ['templates', 'htdocs', 'po', 'httpd-conf', 'sql'])
	cpSync(join(source, part), join(place, part), { recursive: true });
const site = new Site({ server: 'nginx', customers: 60, workers: 3, data: place });
const data = readFileSync(join(site.dir, 'qiao.conf'), 'utf8').match(/^data_dir = (.*)$/m)[1];
const write = (name, text) => writeFileSync(join(data, 'sql', name), text);

// Exit status and everything that was said, while requests go on.
function qiao(...args) {
	const child = spawn(join(site.programs, 'qiao'), args, { env: site.environment, stdio: ['ignore', 'pipe', 'pipe'] });
	let text = '';

	for (const stream of [child.stdout, child.stderr])
		stream.on('data', (piece) => { text += piece; });
	return new Promise((done) => child.on('close', (status) => done({ status, text })));
}
const says = (answer, status, pattern) => (answer.status === status && pattern.test(answer.text) ? [] :
	[`exit status ${answer.status}, expected ${status} and ${pattern}: ${answer.text.split('\n').filter((line) => !line.includes('counting')).join('\n').slice(-1500)}`]);

const programs = readFileSync(join(site.dir, 'run/programs'), 'utf8').trim().split(' ');
// While requests go on: each program is replaced by what is on the disk.
function exchange_all() {
	const child = spawn(join(source, 'tests/harness/site.sh'), ['reload', site.dir], { env: site.environment, stdio: ['ignore', 'ignore', 'inherit'] });

	return new Promise((done, fail) => child.on('exit', (status) => (status === 0 ? done() : fail(new Error(`site.sh reload ends with ${status}`)))));
}

// --- under load ------------------------------------------------------------------

const people = [], saved = [], failed = [];
let stops = false, answered = 0, slowest_ms = 0;
for (let number = 0; number < clients; number++)
	people.push(await new Person(site, 'en').sign_in());
const paths = ['/', '/customers', '/opportunities', '/requests', '/communications', '/campaigns', '/teams', '/customers?q=a'];
async function ask(what, act, good) {
	const start = Date.now();

	try {
		const answer = await act();

		if (answer.status !== good)
			failed.push(`${what} answers ${answer.status}: ${words(answer.text || '').slice(0, 200)}`);
		return answer;
	} catch (error) {
		failed.push(`${what}: ${error.code || error.message}`);
		return {};
	} finally {
		answered++;
		slowest_ms = Math.max(slowest_ms, Date.now() - start);
	}
}
const work = people.map(async (person, number) => {
	for (let turn = 0; !stops; turn++) {
		if (turn % 10 < 9) {
			await ask(paths[(turn + number) % paths.length], () => person.get(paths[(turn + number) % paths.length]), 200);
			continue;
		}
		const name = `Load ${number}.${turn}`;
		let form;

		await ask('/customers/new', async () => {
			const answer = await person.get('/customers/new');

			form = answer.status === 200 ? (await person.form('/customers/new')).fill({ name }) : null;
			return answer;
		}, 200);
		if (form && (await ask('a save', () => person.send(form), 303)).status === 303)
			saved.push(name);
	}
});

write('0990_nickname.sql', `-- A nickname, and a table of them.
CREATE TABLE nickname (id INT NOT NULL PRIMARY KEY COMMENT 'number', name VARCHAR(80) NULL COMMENT 'name') COMMENT 'for a test';
ALTER TABLE customer ADD COLUMN nickname VARCHAR(80) NULL COMMENT 'for a test';
ALTER TABLE customer ADD KEY nickname (nickname);
`);
write('0991_nicknames.sql', `-- phase: backfill
-- changes: customer each gets a nickname
UPDATE customer SET nickname = LEFT(name, 8) WHERE nickname IS NULL LIMIT 10;
`);
await pause(1000);
const upgraded = await qiao('upgrade');
let rounds = 0;
do {
	await exchange_all();
	rounds++;
} while (answered < least && rounds < 500);
stops = true;
await Promise.all(work);

await test('the schema grew while people worked, and all of it is as before but what they wrote', () =>
	says(upgraded, 0, /0990_nickname.sql\n(.*\n)*  0991_nicknames.sql\n(.*\n)*  compared: .*\n(.*\n)*The schema is up to date/));
await test(`through it, and through programs exchanged one by one, no request failed`, () => (failed.length || answered < least ?
	[...new Set(failed)].slice(0, 20).concat(`${failed.length} of ${answered} failed`) :
	`${answered} requests, ${saved.length} saves, failed 0; ${rounds} exchanges of ${programs.length} programs; slowest answer ${slowest_ms} ms`));
await test('every acknowledged save is there, once, and the history is sound', () => {
	const found = new Map(site.sql("SELECT name, COUNT(*) FROM customer WHERE name LIKE 'Load %' GROUP BY name").map(([name, count]) => [name, Number(count)]));
	const faults = saved.filter((name) => found.get(name) !== 1).map((name) => `${name} is there ${found.get(name) || 0} times`);

	return [...faults, ...(saved.length ? [] : ['nothing was saved']), ...(site.qiao(['fsck']).includes('All well') ? [] : ['fsck finds faults'])];
});

// --- what does not fit ------------------------------------------------------------

const person = await new Person(site, 'en').sign_in();
const contract = `-- phase: contract
-- changes: nickname nobody used it
DROP TABLE nickname;
`;
await test('what older programs use is not taken away while they run', async () => {
	write('0992_nickname.sql', contract);
	await person.get('/customers');
	const later = await qiao('upgrade'), refused = await qiao('upgrade', '--contract');

	return [...says(later, 0, /1 for later: when every program was started anew/),
		...says(refused, 1, /customers on \S+, process \d+, knows the schema up to \d+\n(.*\n)*.*0992_nickname.sql takes away what the programs above may still use/),
		...(site.value("SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_NAME = 'nickname'") === '1' ? [] : ['it was'])];
});
await test('a program that takes its leave is no longer waited for', async () => {
	site.stop();
	const answer = await qiao('upgrade', '--contract');

	site.start();
	return says(answer, 0, /0992_nickname.sql/);
});
await test('a program that is too old for the schema says so, and works when it is there again', async () => {
	const faults = [], see = async (status, pattern) => {
		for (const language of ['en', 'zh']) {
			const visitor = language === 'en' ? person : chinese, answer = await visitor.get('/customers');

			if (answer.status !== status || !pattern[language].test(words(answer.text)))
				faults.push(`${language}: ${answer.status} ${words(answer.text).slice(0, 300)}`);
		}
	};
	site.sql("UPDATE migration SET phase = 'expand' WHERE name LIKE '0992%'");
	const chinese = await new Person(site, 'zh').sign_in();

	site.sql("UPDATE migration SET phase = 'contract' WHERE name LIKE '0992%'; UPDATE catalogue SET version = version + 1");
	await see(503, { en: /being brought up to date.*older than its database/, zh: /正在升级.*比数据库旧/ });
	if (!/0992_nickname.sql took away what this program needs/.test(site.log('customers.log')))
		faults.push('the log does not say it');
	site.sql("UPDATE migration SET phase = 'expand' WHERE name LIKE '0992%'; UPDATE catalogue SET version = version + 1");
	await see(200, { en: /Customers/, zh: /客户/ });
	// And too new: the files were installed, and nobody ran the upgrade.
	site.sql("CREATE TABLE aside AS SELECT * FROM migration; DELETE FROM migration WHERE name > '0015'; UPDATE catalogue SET version = version + 1");
	await see(503, { en: /being brought up to date.*newer than its database/, zh: /正在升级.*比数据库新/ });
	site.sql('REPLACE INTO migration SELECT * FROM aside; DROP TABLE aside; UPDATE catalogue SET version = version + 1');
	await see(200, { en: /Customers/, zh: /客户/ });
	return faults;
});
await test('one that was killed is not waited for, either', async () => {
	write('0993_more.sql', '-- phase: contract\nALTER TABLE customer DROP KEY nickname;\n');
	await person.get('/customers');
	for (const program of programs)
		process.kill(Number(readFileSync(join(site.dir, 'run', `${program}.pid`), 'utf8')), 'SIGKILL');
	for (const program of programs)
		for (const worker of site.workers(program))
			process.kill(worker, 'SIGKILL');
	// A process that is told to end takes a moment to be gone.
	for (let turn = 0; turn < 50 && programs.some((program) => site.workers(program).length); turn++)
		await pause(100);
	return says(await qiao('upgrade', '--contract'), 0, /0993_more.sql/);
});
finish();
