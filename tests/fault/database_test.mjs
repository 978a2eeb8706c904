// database_test.mjs: the database is stopped, and killed in the middle of saving: clear answers, nothing typed is lost, every acknowledged save is there.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Person, Site, finish, form_of, keeps, language_faults, pause, source, spawn, test, words } from '../web/lib.mjs';

const clients = 4;
const site = new Site({ server: 'apache', customers: 60 });
site.user('eva', 'Eva English', 'administrator');
const people = { zh: await new Person(site, 'zh').sign_in(), en: await new Person(site, 'en').sign_in('eva') };

// --- stopped -----------------------------------------------------------------

const waiting = {};
for (const language of ['zh', 'en'])
	waiting[language] = (await people[language].form('/customers/new')).fill({ name: `Survivor ${language}`, note: `Überlebt 幸存 ${language}` });
const before = site.sums(), answers = {};
site.database('stop');
for (const language of ['zh', 'en'])
	await test(`without a database: 503, in the person's language, with what was typed (${language})`, async () => {
		const faults = [], answer = await people[language].send(waiting[language]);

		answers[language] = answer;
		if (answer.status !== 503)
			faults.push(`a form answers ${answer.status}`);
		for (const value of [`Survivor ${language}`, `Überlebt 幸存 ${language}`])
			if (!keeps(answer, value))
				faults.push(`"${value}" is lost`);
		faults.push(...language_faults(answer, language, 'form'));
		for (const path of ['/customers', '/signin', '/users', '/search?q=a']) {
			const page = await people[language].get(path);

			if (page.status !== 503 && path !== '/signin')
				faults.push(`${path} answers ${page.status}`);
			faults.push(...language_faults(page, language, path));
		}
		const health = await people[language].get('/health');
		if (health.status !== 503)
			faults.push(`/health answers ${health.status}`);
		return faults;
	});
site.database('start');
await test('with the database back, the same programs go on, and what was kept is saved once', async () => {
	const faults = [];

	if (site.sums() !== before)
		faults.push('the database changed');
	for (const language of ['zh', 'en']) {
		for (let turn = 0; turn < 2; turn++) {
			const answer = await people[language].send(form_of(answers[language].text, '/customers/new'));

			if (answer.status !== 303)
				faults.push(`sending again (${language}) answers ${answer.status}: ${words(answer.text).slice(0, 200)}`);
		}
		if (site.value(`SELECT COUNT(*) FROM customer WHERE name = 'Survivor ${language}'`) !== '1')
			faults.push(`${site.value(`SELECT COUNT(*) FROM customer WHERE name = 'Survivor ${language}'`)} records were made`);
	}
	for (let turn = 0; turn < 12; turn++)
		for (const path of ['/customers', '/users'])
			if ((await people.en.get(path)).status !== 200)
				faults.push(`${path} still fails`);
	await pause(1);
	return faults;
});

// --- killed while saving -----------------------------------------------------

// From here on with what Qiao demands of a server: a commit is on the disk before it is acknowledged.
site.environment.QIAO_FLUSH = '1';
site.database('stop');
site.database('start');
await test('a database started anew between two clicks is not noticed', async () => {
	const faults = [];

	for (let turn = 0; turn < 12; turn++)
		for (const path of ['/customers', '/users']) {
			const { status } = await people.en.get(path);

			if (status !== 200)
				faults.push(`${path} answers ${status}`);
		}
	return faults;
});

// Of the acknowledged changes, those whose record does not hold them.
function lost(created, notes) {
	const found = new Map(site.sql("SELECT name, COUNT(*) FROM customer WHERE name LIKE 'Load %' GROUP BY name").map(([name, count]) => [name, Number(count)]));
	const stored = new Map(site.sql("SELECT id, COALESCE(note, '') FROM customer").map(([id, note]) => [id, note]));

	return [...created.filter((name) => found.get(name) !== 1).map((name) => `${name} is there ${found.get(name) || 0} times`),
		...[...found].filter(([, count]) => count > 1).map(([name, count]) => `${name} is there ${count} times`),
		// A later save of the same person may have been stored without being acknowledged, never an earlier one.
		...[...notes].filter(([id, turn]) => !(Number(stored.get(id)) >= turn)).map(([id, turn]) => `customer ${id} holds ${stored.get(id)}, acknowledged was ${turn}`)];
}

const created = [], notes = new Map(), answered = [];
let stops = false;
const work = [];
for (let number = 0; number < clients; number++) {
	const person = await new Person(site, 'en').sign_in(), id = await person.create('/customers', { name: `Edited by ${number}` });

	work.push((async () => {
		for (let turn = 1; !stops; turn++)
			try {
				const is_new = turn % 2 === 1, name = `Load ${number}.${turn}`;
				const form = is_new ? (await person.form('/customers/new')).fill({ name }) : (await person.form(`/customers/${id}/edit`)).fill({ note: String(turn) });
				const answer = await person.send(form);

				if (answer.status === 303 && is_new)
					created.push(name);
				else if (answer.status === 303)
					notes.set(id, turn);
				else if (answer.status !== 503)
					answered.push([Date.now(), `${answer.status} ${words(answer.text).slice(0, 120)}`]);
				answered.push([Date.now(), answer.status]);
			} catch (error) {
				answered.push([Date.now(), error.code || String(error.message).slice(0, 120)]);
				await pause(20);
			}
	})());
}

const run = (command, args) => new Promise((done) => spawn(command, args, { env: site.environment, stdio: 'ignore' }).on('exit', done));
const kills = [];
for (let round = 0; round < 3; round++) {
	await pause(1200);
	kills.push(Date.now());
	await run('kill', ['-KILL', readFileSync(join(site.dir, 'mariadb.pid'), 'utf8').trim()]);
	await pause(500);
	await run(join(source, 'tests/harness/mariadb.sh'), ['start', site.dir]);
}
await pause(1500);
stops = true;
await Promise.all(work);

await test('killed three times while four people save: every acknowledged save is there, once', () => {
	const faults = lost(created, notes);

	return faults.length || created.length < 20 || notes.size < clients ? [...faults, `${created.length} created, ${notes.size} edited`] :
		`${created.length} created, ${[...notes.values()].reduce((sum, turn) => sum + Math.floor(turn / 2), 0)} edits, none lost`;
});
await test('control: a save that is not there would be noticed', () => {
	const [id, turn] = [...notes][0];

	return lost([...created, 'Load of nobody'], notes).length === 1 && lost(created, new Map([[id, turn + 1000]])).length === 1 ? [] : ['it is not'];
});
await test('while it is away the answer is 503, and after each time it goes on', () => {
	const faults = answered.filter(([, status]) => status !== 303 && status !== 503 && !/ answers 503/.test(status)).map(([at, status]) => `${at - kills[0]} ms: ${status}`);

	for (const [round, at] of kills.entries())
		if (!answered.some(([when, status]) => status === 303 && when > at + 500 && when < (kills[round + 1] || Infinity)))
			faults.push(`nothing was saved after the killing number ${round + 1}`);
	if (!answered.some(([, status]) => status === 503 || / answers 503/.test(status)))
		faults.push('control: nobody noticed that the database was away');
	return faults;
});
await test('the history is whole', () => site.qiao(['fsck']).split('\n').filter((line) => /overlap|bad|fail|wrong/i.test(line) && !/\b0\b|no |ok/i.test(line)));

finish();
