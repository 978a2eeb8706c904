// home_test.mjs: the front page shows each role its own figures and no others, and they are those of the database.
import { Person, Site, finish, forms, password, plain, test, words } from './lib.mjs';

const site = new Site({ server: 'apache', customers: 200 });
const roles = ['administrator', 'manager', 'salesperson', 'service_agent', 'marketer', 'viewer'];
const team = site.value("SELECT team_id FROM opportunity WHERE outcome = 'open' AND team_id IS NOT NULL GROUP BY 1 ORDER BY COUNT(*) DESC LIMIT 1");
const people = {};

for (const role of roles) {
	site.user(role, `${role} here`, role);
	site.sql(`UPDATE user SET team_id = ${team} WHERE login = '${role}'`);
	people[role] = await new Person(site, 'en').sign_in(role);
}
const id_of = (role) => site.value(`SELECT id FROM user WHERE login = '${role}'`);
// Something of the salesperson's own: deals, leads, requests and tasks that others had.
for (const table of ['opportunity', 'lead', 'request', 'customer'])
	site.sql(`UPDATE ${table} SET owner_id = ${id_of('salesperson')} WHERE id % 5 = 0`);
for (const role of roles)
	site.sql(`INSERT INTO task (title, due_at, priority, status, owner_id, team_id, created_at) VALUES
		('Call ${role}', '2020-01-01', 'high', 'open', ${id_of(role)}, ${team}, '2020-01-01'), ('Later', '2199-01-01', 'normal', 'open', ${id_of(role)}, ${team}, '2020-01-01')`);

const is_equal = (is, wanted, what) => (String(is) === String(wanted) ? [] : [`${what}: ${is}, wanted ${wanted}`]);

// What a page's tiles say: label -> { value, full, note, href }.
function tiles(html) {
	return Object.fromEntries([...html.matchAll(/<li class="figure">\s*<h2>(?:<a href="([^"]*)">)?([^<]*)(?:<\/a>)?<\/h2>\s*<p class="amount"><data value="([^"]*)">([^<]*)<\/data><\/p>\s*<p class="hint">(.*?)<\/p>/gs)]
		.map(([, href, label, full, value, note]) => [label, { href: plain(href || ''), full, value, note: words(note) }]));
}

const wanted = {
	administrator: ['Open pipeline', 'Won this month', 'Open requests', 'Tasks due', 'New customers', 'New leads'],
	manager: ['Open pipeline', 'Won this month', 'Open requests', 'Tasks due', 'New customers', 'New leads'],
	salesperson: ['Open pipeline', 'Won this month', 'Open requests', 'Tasks due', 'New customers', 'New leads'],
	service_agent: ['Open requests', 'Open pipeline', 'Won this month', 'Tasks due', 'New customers', 'New leads'],
	marketer: ['New leads', 'Running campaigns', 'Open pipeline', 'Won this month', 'Open requests', 'Tasks due', 'New customers'],
	viewer: ['Open pipeline', 'Won this month', 'Open requests', 'New customers', 'New leads'],
};
const pages = {};

await test('signing in leads to the front page', async () => {
	const person = new Person(site, 'en'), form = await person.form('/signin');
	const answer = await person.send(form.fill({ login: 'manager', password }));

	return is_equal(answer.location, '/', 'location');
});

for (const role of roles)
	await test(`${role}: sees these tiles and no others`, async () => {
		pages[role] = await people[role].page('/');
		return is_equal(Object.keys(tiles(pages[role].text)), wanted[role], role);
	});

await test('cards follow from rights: targets, set-up, own tasks and requests', () => {
	const has = (role, head) => pages[role].text.includes(`<h2>${head}</h2>`);
	const card = { Targets: ['administrator', 'manager', 'salesperson'], 'Set up': ['administrator'], 'Needs you': roles.filter((role) => role !== 'viewer'),
	               'Newest requests': ['administrator', 'manager', 'salesperson', 'service_agent'] };

	return Object.entries(card).flatMap(([head, who]) => roles.filter((role) => has(role, head) !== who.includes(role)).map((role) => `${role}: ${head}`));
});

// The teams at or below the one of these people.
const below = site.sql(`WITH RECURSIVE t AS (SELECT id FROM team WHERE id = ${team} UNION ALL SELECT c.id FROM team c JOIN t ON c.parent_id = t.id) SELECT id FROM t`).flat().join(', ');

function scope_of(role, entity) {
	const scope = site.value(`SELECT view_scope FROM role_right r JOIN role o ON o.id = r.role_id WHERE o.code = '${role}' AND r.entity IN ('${entity}', '*') ORDER BY r.entity = '*' LIMIT 1`);

	return { all: '1', none: '0', own: `owner_id = ${id_of(role)}`, team: `(owner_id = ${id_of(role)} OR team_id IN (${below}))` }[scope];
}

const grouped = (number) => Number(number).toLocaleString('en-US');
// Days and months are those of Shanghai, where everybody here is.
const today = '(SYSDATE() + INTERVAL 8 HOUR)', month = `DATE_FORMAT(${today}, '%Y-%m-01')`;

function figure_faults(role, html) {
	const found = tiles(html), deals = scope_of(role, 'opportunity'), requests = scope_of(role, 'request'), faults = [];
	const number = (table, where) => grouped(site.value(`SELECT COUNT(*) FROM ${table} WHERE ${where}`));
	const sum = (where) => site.value(`SELECT COALESCE(SUM(amount), '') FROM opportunity WHERE amount_currency = 'CNY' AND ${where}`);

	faults.push(...is_equal(found['Open pipeline'].full, sum(`outcome = 'open' AND ${deals}`), `${role}, pipeline`));
	faults.push(...is_equal(found['Open pipeline'].note.split(' ')[0], number('opportunity', `outcome = 'open' AND ${deals}`), `${role}, deals`));
	faults.push(...is_equal(found['Won this month'].full, sum(`outcome = 'won' AND closed_on >= ${month} AND closed_on <= DATE(${today}) AND ${deals}`), `${role}, won`));
	faults.push(...is_equal(found['Open requests'].value, number('request', `state <> 'handled' AND ${requests}`), `${role}, requests`));
	const late = number('request', `answered_at IS NULL AND due_at <= SYSDATE() AND ${requests}`);
	faults.push(...is_equal(/^\d[\d,]* late/.exec(found['Open requests'].note)?.[0] || '0 late', `${late} late`, `${role}, late`));
	faults.push(...is_equal(found['New customers'].value, number('customer', `created_at + INTERVAL 8 HOUR >= ${month} AND ${scope_of(role, 'customer')}`), `${role}, customers`));
	faults.push(...is_equal(found['New leads'].value, number('lead', `status = 'new' AND ${scope_of(role, 'lead')}`), `${role}, leads`));
	if (found['Tasks due'])
		faults.push(...is_equal(found['Tasks due'].value, number('task', `owner_id = ${id_of(role)} AND status = 'open' AND due_at + INTERVAL 8 HOUR < DATE(${today}) + INTERVAL 1 DAY`), `${role}, tasks`));
	return faults;
}

for (const role of roles)
	await test(`${role}: every figure is that of the database`, () => figure_faults(role, pages[role].text));

await test('control: the figures of one are not those of another', () => {
	const faults = figure_faults('salesperson', pages.administrator.text);

	return faults.length ? `${faults.length} differ` : ['the check did not tell them apart'];
});

await test('a tile leads to a list of as many records', async () => {
	const faults = [];

	for (const role of ['salesperson', 'marketer'])
		for (const [label, { value, href, note }] of Object.entries(tiles(pages[role].text))) {
			const number = label === 'Open pipeline' ? note.split(' ')[0] : value, list = words((await people[role].page(href)).text);

			if (label !== 'Won this month' && !new RegExp(`(^| )${number}( |$)`).test(list))
				faults.push(`${role}, ${label}: ${href} does not say ${number}`);
		}
	return faults;
});

await test('the page takes four statements at most', async () => {
	const faults = [];

	for (const role of roles) {
		let least = 99;

		for (let turn = 0; turn < 8; turn++)
			least = Math.min(least, Number(/statements;desc="(\d+)"/.exec((await people[role].page('/')).headers['server-timing'])[1]));
		if (least > 4)
			faults.push(`${role}: ${least}`);
	}
	return faults;
});

const target_shares = (html) => [...html.matchAll(/<a href="\/targets\/(\d+)">[^<]*<\/a> <b>(\d+)%</g)].map(([, id, share]) => [id, share]);

await test('the targets of these days show what their orders add up to', async () => {
	const rows = site.sql(`SELECT g.id, ROUND(100 * COALESCE((SELECT SUM(o.amount) FROM sales_order o WHERE o.status IN ('confirmed', 'shipped', 'completed')
		AND o.ordered_on BETWEEN g.from_on AND g.until_on AND o.amount_currency = g.amount_currency AND (g.owner_id IS NULL OR o.owner_id = g.owner_id)
		AND (g.team_id IS NULL OR g.owner_id IS NOT NULL OR o.team_id = g.team_id) AND (g.channel_id IS NULL OR o.channel_id = g.channel_id)), 0) / g.amount, 1) FROM target g`);
	const found = target_shares(pages.administrator.text);

	return found.length ? found.filter(([id, share]) => Math.abs(rows.find(([each]) => each === id)[1] - share) > 1).map(([id, share]) => `${id}: ${share}%`) : ['no target is shown'];
});

await test('a target is as far on the front page as on the page of targets, for whoever may see it', async () => {
	const scope = (name) => site.sql(`UPDATE role_right SET view_scope = '${name}' WHERE role_id = 3 AND entity = 'target'; UPDATE catalogue SET version = version + 1`);

	scope('all');
	const here = target_shares((await people.salesperson.page('/')).text), there = Object.fromEntries(target_shares((await people.salesperson.page('/targets')).text));
	scope('own');
	const own = target_shares((await people.salesperson.page('/')).text);
	return [
		...(here.some(([, share]) => share > 0) ? [] : ['no target got anywhere']), ...here.flatMap(([id, share]) => is_equal(share, there[id], `target ${id}`)),
		...(own.length < here.length ? [] : ['control: a target of others is shown to whoever may see only their own']),
	];
});

await test('a task is ticked off on the front page and leads back to it', async () => {
	const form = forms(pages.salesperson.text).find(({ action }) => /^\/tasks\/\d+\/done$/.test(action)), answer = await people.salesperson.send(form);

	return [...is_equal(answer.status, 303, 'status'), ...is_equal(answer.location.startsWith('/?done=saved'), true, answer.location),
	        ...is_equal(site.value(`SELECT status FROM task WHERE id = ${/\d+/.exec(form.action)[0]}`), 'done', 'task')];
});

await test('as of a moment before the company had anything, all figures are nothing', async () => {
	const page = await people.manager.page('/?as_of=2001-01-01'), found = tiles(page.text);

	return ['Open requests', 'New customers', 'New leads', 'Tasks due'].flatMap((label) => is_equal(found[label].value, 0, label));
});

await test('search finds what each area has, in one order', async () => {
	const faults = [], order = ['Customers', 'Contacts', 'Leads', 'Opportunities', 'Quotes', 'Orders', 'Requests', 'Communications', 'Products', 'Campaigns', 'Needs'];

	for (const [label, query] of [['Leads', 'SELECT name FROM lead'], ['Opportunities', 'SELECT name FROM opportunity'], ['Quotes', 'SELECT number FROM quote'],
	                              ['Orders', 'SELECT number FROM sales_order'], ['Requests', 'SELECT title FROM request'], ['Products', 'SELECT name FROM product'], ['Campaigns', 'SELECT name FROM campaign']]) {
		const word = site.value(`${query} ORDER BY id DESC LIMIT 1`);
		const heads = [...(await people.administrator.page(`/search?q=${encodeURIComponent(word)}`)).text.matchAll(/<section class="card">\s*<header>\s*<h2>([^<]*)</g)].map(([, head]) => head);

		if (!heads.includes(label))
			faults.push(`${label}: "${word}" found only in ${heads}`);
		faults.push(...is_equal(heads, order.filter((head) => heads.includes(head)), `order for ${word}`));
	}
	return faults;
});

await test('search shows nobody what they may not see', async () => {
	const number = site.value('SELECT number FROM quote ORDER BY id LIMIT 1');
	const text = words((await people.marketer.page(`/search?q=${encodeURIComponent(number)}`)).text), all = words((await people.administrator.page(`/search?q=${encodeURIComponent(number)}`)).text);

	return [...is_equal(text.includes('Nothing found'), true, 'a marketer finds no quote'), ...is_equal(all.includes('Quotes'), true, 'control: an administrator finds it')];
});

finish();
