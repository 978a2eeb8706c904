// state_test.mjs: nothing leaks from one request to the next: A, then B, answers B as a fresh process does.
import { Person, Site, finish, has, pause, routes, skip_all, test } from './lib.mjs';

if (!has('nginx'))
	skip_all('nginx is missing: with it a program has exactly one worker');
const site = new Site({ server: 'nginx', workers: 1, customers: 60 });
site.user('sam', 'Sam Seller', 'salesperson');
const admin = await new Person(site, 'en').sign_in(), sam = await new Person(site, 'zh').sign_in('sam'), nobody = new Person(site, 'en');
const ids = Object.fromEntries(['customer', 'contact', 'need', 'tag', 'region', 'industry', 'source', 'user', 'team', 'role'].map((name) => [name, site.value(`SELECT MIN(id) FROM ${name}`)]));
const token = (await admin.form('/customers/new')).get('token');
const mask = (answer) => [answer.status, answer.location || '', answer.text
	.replaceAll(answer.headers['x-request-id'] || '-', 'REQUEST').replace(/value="[\w-]{43}"/g, 'TOKEN').replace(/<p class="foot">.*?<\/p>/gs, '')].join('\n');

async function fresh() {
	for (const program of ['customers', 'admin']) {
		const old = site.children(program);

		for (const process_id of old)
			process.kill(process_id, 'SIGKILL');
		for (let turns = 0; turns < 200 && (site.children(program).length === 0 || site.children(program).some((each) => old.includes(each))); turns++)
			await pause(5);
	}
}

// What is asked, and by whom. Those that write are refused, so that every answer can be had again.
const asks = [];
for (const [who, person] of [['admin', admin], ['sam', sam]])
	for (const route of routes().filter((each) => each.method === 'GET' && !/\/import\/|health/.test(each.pattern)))
		if (who === 'admin' ? !/regions|sources|industries/.test(route.pattern) : /^\/(customers|search|users|more)/.test(route.pattern))
			asks.push([`${who} ${route.pattern}`, () => person.get(route.pattern.replace('{id}', ids[route.entity] || '1') + (route.pattern === '/search' ? '?q=a' : ''))]);
asks.push(['admin as of', () => admin.get('/customers?as_of=2026-03-01')],
	['admin record as of', () => admin.get(`/customers/${ids.customer}?as_of=2026-09-01`)],
	['admin sorted and filtered', () => admin.get('/customers?sort=-name&f.stage.is=lead&q=a')],
	['nobody', () => nobody.get('/customers')], ['nobody signing in', () => nobody.get('/signin')], ['nowhere', () => admin.get('/nowhere')],
	['missing', () => admin.get('/customers/99999999')],
	['no token', () => admin.post('/customers/new', [['name', 'x']])],
	['problems', () => admin.post('/customers/new', [['token', token], ['name', ''], ['email', 'nonsense'], ['stage', 'nonsense'], ['note', 'secret of admin']])],
	['stale', () => admin.post(`/customers/${ids.customer}/edit`, [['token', token], ['version', '0'], ['note', 'another secret']])],
	['wrong method', () => admin.ask('DELETE', '/customers')],
	['broken', () => admin.post('/customers/new', `token=${token}&name=%FF%FE&note=%00`)]);

await test('request A, then B, equals B from a fresh process', async () => {
	const faults = [], alone = new Map();
	let pairs = 0;

	for (const [name, ask] of asks) {
		await fresh();
		alone.set(name, mask(await ask()));
	}
	for (let step = 1; step < asks.length; step += Math.max(1, Math.floor(asks.length / 6)))
		for (let place = 0; place < asks.length; place++) {
			const [a, ask_a] = asks[(place + step) % asks.length], [b, ask_b] = asks[place];

			await ask_a();
			const answer = mask(await ask_b());
			pairs++;
			if (answer !== alone.get(b)) {
				const lines = answer.split('\n'), others = alone.get(b).split('\n');
				const at = lines.findIndex((line, number) => line !== others[number]);

				faults.push(`${a}, then ${b}: line ${at}: "${lines[at]?.trim().slice(0, 120)}" instead of "${others[at]?.trim().slice(0, 120)}"`);
			}
		}
	return faults.length ? faults : `${pairs} pairs of ${asks.length} requests`;
});

await test('what one person typed never shows to another', async () => {
	const faults = [];

	await admin.post('/customers/new', [['token', token], ['name', ''], ['note', 'a secret of the administrator']]);
	for (const path of ['/customers', '/customers/new', '/search?q=secret', '/me', '/nowhere'])
		if ((await sam.get(path)).text.includes('a secret of the administrator'))
			faults.push(path);
	return faults;
});

finish();
