// state_test.mjs: nothing leaks from one request to the next: A, then B, answers B as a fresh process does.
import { Person, Site, finish, has, pause, routes, skip_all, test } from './lib.mjs';
import { first_records, is_full } from './walk.mjs';

if (!has('nginx'))
	skip_all('nginx is missing: with it a program has exactly one worker');
const site = new Site({ server: 'nginx', workers: 1, customers: 60 });
site.user('sam', 'Sam Seller', 'salesperson');
const admin = await new Person(site, 'en').sign_in(), sam = await new Person(site, 'zh').sign_in('sam'), nobody = new Person(site, 'en');
const ids = await first_records(site, admin);
const token = (await admin.form('/customers/new')).get('token');
const mask = (answer) => [answer.status, answer.location || '', answer.text
	.replaceAll(answer.headers['x-request-id'] || '-', 'REQUEST').replace(/value="[\w-]{43}"/g, 'TOKEN').replace(/(--to=&#39;|id="restore-to" value=")[^&"]*/g, 'NOW')
	// The minute of the asking, where a page says it.
	.replace(/(<p class="count">[^<]*|<b class="said tint-bad">[^<]*\d\d:\d\d[^<]*)\d{4}-\d\d-\d\d \d\d:\d\d/g, '$1NOW').replace(/<p class="foot">.*?<\/p>/gs, '')].join('\n');

async function fresh(program) {
	const old = site.children(program);

	for (const process_id of old)
		process.kill(process_id, 'SIGKILL');
	for (let turns = 0; turns < 200 && (site.children(program).length === 0 || site.children(program).some((each) => old.includes(each))); turns++)
		await pause(5);
}

// What is asked, and by whom. Those that write are refused, so that every answer can be had again.
// Of the standard pages one of each kind for each program, of another entity for each kind; QIAO_WALK=full: all of them.
const kinds = new Map(), asks = [];
for (const route of routes().filter((each) => each.method === 'GET' && !/\/import\/|health|metrics|\/system\/(performance|logs)/.test(each.pattern))) {
	const kind = is_full || route.is_own ? route.pattern : `${route.area} ${route.pattern.replace(/^\/[^/]+/, '')}`;

	kinds.set(kind, [...kinds.get(kind) || [], route]);
}
const chosen = [...kinds.values()].map((list, place) => list[place % list.length]);
for (const [who, person] of [['admin', admin], ['sam', sam]])
	for (const route of chosen)
		if (who === 'admin' || route.is_own || /\/\{id\}$|^\/[^/]*$/.test(route.pattern))
			asks.push([route.area, `${who} ${route.pattern}`, () => person.get(route.pattern.replace('{id}', ids[route.entity]) + (route.pattern === '/search' ? '?q=a' : ''))]);
for (const [name, ask] of [['admin as of', () => admin.get('/customers?as_of=2026-03-01')],
	['admin record as of', () => admin.get(`/customers/${ids.customer}?as_of=2026-09-01`)],
	['admin sorted and filtered', () => admin.get('/customers?sort=-name&f.stage.is=lead&q=a')],
	['nobody', () => nobody.get('/customers')],
	['missing', () => admin.get('/customers/99999999')],
	['no token', () => admin.post('/customers/new', [['name', 'x']])],
	['problems', () => admin.post('/customers/new', [['token', token], ['name', ''], ['email', 'nonsense'], ['stage', 'nonsense'], ['note', 'secret of admin']])],
	['stale', () => admin.post(`/customers/${ids.customer}/edit`, [['token', token], ['version', '0'], ['note', 'another secret']])],
	['wrong method', () => admin.ask('DELETE', '/customers')],
	['broken', () => admin.post('/customers/new', `token=${token}&name=%FF%FE&note=%00`)]])
	asks.push(['customers', name, ask]);
asks.push(['admin', 'nobody signing in', () => nobody.get('/signin')], ['admin', 'nowhere', () => admin.get('/nowhere')]);

// The first line in which an answer differs from that of a fresh process; nothing when it does not.
function difference(answer, alone) {
	const lines = answer.split('\n'), others = alone.split('\n');
	const at = lines.findIndex((line, number) => line !== others[number]);

	return at >= 0 || lines.length !== others.length ? `line ${at}: "${lines[at]?.trim().slice(0, 120)}" instead of "${others[at]?.trim().slice(0, 120)}"` : '';
}

await test('control: an answer with something of another request in it would be noticed', async () => {
	const page = mask(await admin.get('/customers')), again = mask(await admin.get('/customers')), other = mask(await sam.get('/customers'));
	const line = page.split('\n').length >> 1, leaking = page.split('\n').toSpliced(line, 1, 'another secret').join('\n');

	if (difference(again, page))
		return [`the same page differs: ${difference(again, page)}`];
	return difference(other, page) && difference(leaking, page).includes('another secret') && difference(page.slice(0, page.lastIndexOf('\n')), page) ? [] : ['it is not'];
});

await test('request A, then B, equals B from a fresh process', async () => {
	const faults = [], alone = new Map();
	let pairs = 0;

	for (const [program, name, ask] of asks) {
		await fresh(program);
		alone.set(name, mask(await ask()));
	}
	// Programs share nothing: each is asked about its own pages, every one after six others.
	for (const program of new Set(asks.map(([each]) => each))) {
		const own = asks.filter(([each]) => each === program), stride = Math.max(1, Math.floor(own.length / 6));

		for (let step = 1; step < own.length; step += stride)
			for (let place = 0; place < own.length; place++) {
				const [, a, ask_a] = own[(place + step) % own.length], [, b, ask_b] = own[place];

				await ask_a();
				const leak = difference(mask(await ask_b()), alone.get(b));

				pairs++;
				if (leak)
					faults.push(`${a}, then ${b}: ${leak}`);
			}
	}
	return faults.length ? faults : `${pairs} pairs of ${asks.length} requests`;
});

await test('what one person typed never shows to another', async () => {
	const faults = [];

	const typed = await admin.post('/customers/new', [['token', token], ['name', ''], ['note', 'a secret of the administrator']]);
	if (!typed.text.includes('a secret of the administrator'))
		faults.push('control: whoever typed it does not see it either');
	for (const path of ['/customers', '/customers/new', '/search?q=secret', '/me', '/nowhere'])
		if ((await sam.get(path)).text.includes('a secret of the administrator'))
			faults.push(path);
	return faults;
});

finish();
