// standby_test.mjs: the primary is gone and only a standby is left: pages are read, writing is paused and what was typed is kept; then the primary, or a promoted standby, takes it.
import { Person, finish, form_of, has, keeps, language_faults, skip_all, test, words } from '../web/lib.mjs';
import { Load, cluster, differences, same_soon, until, whole } from './cluster.mjs';

if (!has('mariadbd'))
	skip_all('mariadbd is missing');
const site = cluster('standby', { customers: 20, workers: 2 });
site.user('eva', 'Eva English', 'administrator');
const people = { zh: await new Person(site, 'zh').sign_in(), en: await new Person(site, 'en').sign_in('eva') };
const banner = { zh: '暂停写入', en: 'Writing is paused' };
const open = (node) => site.sql('SET GLOBAL read_only = OFF', node);

await test('a standby follows, history and all', () => same_soon(site, [1, 2]));
await test('with a primary nothing is paused', async () => (words((await people.en.get('/customers')).text).includes(banner.en) ? ['the banner is there'] : []));

// --- the primary is stopped ------------------------------------------------------

const waiting = {}, answers = {};
for (const language of ['zh', 'en'])
	waiting[language] = (await people[language].form('/customers/new')).fill({ name: `Survivor ${language}`, note: `Überlebt 幸存 ${language}` });
const visitor = new Person(site, 'en'), sign_in = await visitor.form('/signin');
// Sessions that are due to be noted as in use: that cannot be done now, and nobody may notice.
site.sql('UPDATE session SET last_seen_at = last_seen_at - INTERVAL 5 MINUTE');
await same_soon(site, [1, 2]);
const before = whole(site, 2).join('\n');
site.database('stop', 1);

for (const language of ['zh', 'en'])
	await test(`only a standby is left: pages are read, and say that writing is paused (${language})`, async () => {
		const faults = [], person = people[language];

		for (const path of ['/', '/customers', '/customers/1', '/customers/1/edit', '/customers/1/history', '/calendar', '/opportunities/board', '/requests', '/users', '/me', '/search?q=a', '/customers?as_of=2026-01-01']) {
			const page = await person.get(path);

			if (page.status !== 200)
				faults.push(`${path} answers ${page.status}: ${words(page.text).slice(0, 200)}`);
			else if (!words(page.text).includes(banner[language]))
				faults.push(`${path} does not say so`);
			faults.push(...language_faults(page, language, path));
		}
		return faults;
	});
for (const language of ['zh', 'en'])
	await test(`a form is answered 503, and keeps what was typed (${language})`, async () => {
		const faults = [], answer = await people[language].send(waiting[language]);

		answers[language] = answer;
		if (answer.status !== 503 || !words(answer.text).includes(banner[language]))
			faults.push(`it answers ${answer.status}: ${words(answer.text).slice(0, 300)}`);
		for (const value of [`Survivor ${language}`, `Überlebt 幸存 ${language}`])
			if (!keeps(answer, value))
				faults.push(`"${value}" is lost`);
		return [...faults, ...language_faults(answer, language, 'form')];
	});
await test('nobody can sign in, and is told before the password is typed', async () => {
	const faults = [], page = await visitor.get('/signin'), answer = await visitor.send(sign_in.fill({ login: 'admin', password: 'a long password here' }));

	if (page.status !== 200 || !words(page.text).includes(banner.en))
		faults.push(`the page answers ${page.status}: ${words(page.text).slice(0, 200)}`);
	if (answer.status !== 503 || !words(answer.text).includes('Nobody can sign in right now'))
		faults.push(`the form answers ${answer.status}: ${words(answer.text).slice(0, 200)}`);
	if ((await visitor.get('/health')).status !== 200)
		faults.push('/health says that this machine cannot serve');
	return faults;
});
await test('the standby was not written to', () => (whole(site, 2).join('\n') === before ? [] : ['it differs']));

// --- it comes back ---------------------------------------------------------------

await test('the primary is back: writing goes on within 10 s, and what was kept is saved once', async () => {
	const faults = [];

	site.database('join', 1);
	if ((await people.en.send(waiting.en)).status !== 503)
		faults.push('a primary that nobody has named takes writes');
	open(1);
	const began_at = Date.now(), first = await until(15000, async () => {
		const answer = await people.en.send(form_of(answers.en.text, '/customers/new'));

		return answer.status === 303 ? answer : null;
	});
	const took = Date.now() - began_at;

	if (!first || took > 10000)
		faults.push(`the first save took ${took} ms`);
	for (const language of ['zh', 'en']) {
		const again = await people[language].send(form_of(answers[language].text, '/customers/new'));

		if (again.status !== 303)
			faults.push(`sending (${language}) answers ${again.status}: ${words(again.text).slice(0, 200)}`);
		if (site.sql(`SELECT COUNT(*) FROM customer WHERE name = 'Survivor ${language}'`)[0][0] !== '1')
			faults.push(`Survivor ${language} is there ${site.sql(`SELECT COUNT(*) FROM customer WHERE name = 'Survivor ${language}'`)[0][0]} times`);
	}
	if (words((await people.en.get('/customers')).text).includes(banner.en))
		faults.push('pages still say that writing is paused');
	faults.push(...await same_soon(site, [1, 2]));
	return faults.length ? faults : `after ${took} ms`;
});

// --- it is killed for good: the drill of httpd-conf/galera/README.md ------------------

const load = await new Load('Drill').start([site], 3);
await until(15000, () => load.created.length > 15);
site.database('kill', 1);
const killed_at = Date.now();
await until(20000, () => load.answers.some(({ began_at, status }) => began_at > killed_at && status === 503));
site.sql('STOP SLAVE; RESET SLAVE ALL; SET GLOBAL read_only = OFF', 2);
const promoted_at = Date.now();
await until(20000, () => load.back_after(promoted_at) < Infinity);
await load.stop();
await test('the primary is killed and the standby promoted: writing goes on within 10 s, every acknowledged save is there', () => {
	const faults = [...load.lost((text) => site.sql(text, 2)), ...load.strange()], took = load.back_after(promoted_at);

	if (!(took <= 10000) || load.created.length < 10)
		faults.push(`first save after ${took} ms, ${load.created.length} created`);
	return faults.length ? faults : `first save after ${took} ms, ${load.created.length} created, ${load.notes.size} edited, none lost`;
});
await test('control: a save that is not there would be noticed', () => {
	load.created.push('Drill of nobody');
	return load.lost((text) => site.sql(text, 2)).length === 1 ? [] : ['it is not'];
});
await test('the old primary follows the new one, and both are the same', async () => {
	site.database('join', 1);
	const [, port] = site.hosts[1].split(':');
	const password = site.owner_password();

	site.sql(`CHANGE MASTER TO master_host = '127.0.0.1', master_port = ${port}, master_user = 'qiao_standby', master_password = '${password}', master_use_gtid = slave_pos, master_demote_to_slave = 1, master_connect_retry = 1; START SLAVE`);
	const faults = await same_soon(site, [2, 1]);

	return faults.length ? [...faults, site.database('sql', 1, '-e', 'SHOW SLAVE STATUS\\G').split('\n').filter((line) => /Last_.*Error|Running/.test(line)).join('\n')] : [];
});
await test('control: a row that differs would be noticed', async () => {
	site.sql("UPDATE customer SET note = 'written past the primary' WHERE id = 1");
	return differences(site, [2, 1]).length ? [] : ['it is not'];
});
await test('the history is whole', () => (/All well/.test(site.qiao(['fsck'])) ? [] : ['it is not']));
finish();
