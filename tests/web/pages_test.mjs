// pages_test.mjs: every page of the route table answers, is valid HTML, is translated, is light, and asks the database little.
import { gzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Person, Site, finish, form_of, links, has, package_or_skip, plain, routes, source, test, words } from './lib.mjs';
import { Walk, first_records } from './walk.mjs';

const { HtmlValidate } = await package_or_skip('html-validate');
const validator = new HtmlValidate({
	root: true,
	extends: ['html-validate:recommended'],
	rules: {
		'tel-non-breaking': ['error', { ignoreClasses: ['nobreak'] }],
		'form-dup-name': ['error', { shared: ['radio', 'checkbox', 'submit', 'button', 'reset'] }],
	},
});

// One worker of each program: the second request of a kind finds everything prepared, as in daily work.
const site = new Site({ server: has('nginx') ? 'nginx' : 'apache', workers: 1, customers: 240 });
const zh = await new Person(site, 'zh').sign_in();
site.user('bea', 'Bea Admin', 'administrator');
const en = await new Person(site, 'en').sign_in('bea');
const guests = { zh: new Person(site, 'zh'), en: new Person(site, 'en') };

const gone = await zh.create('/customers', { name: 'Gone & "Forgotten" <Ltd>' });
await zh.send(await zh.form(`/customers/${gone}/remove`));
const first_ids = await first_records(site, zh);
const walks = { zh: new Walk(zh, first_ids), en: new Walk(en, first_ids) };
const is_html = (answer) => /^text\/html/.test(answer.headers['content-type'] || '');

const pages = { zh: new Map(), en: new Map() };
const problem_pages = { zh: new Map(), en: new Map() };

for (const [language, person] of [['zh', zh], ['en', en]]) {
	await test(`every route answers (${language})`, async () => {
		const faults = [], walk = walks[language];

		for (const route of routes().filter((each) => each.method === 'GET')) {
			const path = await walk.address(route), answer = await person.get(path);
			const wanted = route.pattern === '/' || route.pattern === '/signin' ? [200, 303] : [200];

			if (!wanted.includes(answer.status))
				faults.push(`${path} answers ${answer.status}: ${words(answer.text).slice(0, 200)}`);
			else if (answer.status === 200 && is_html(answer))
				pages[language].set(route.pattern, answer);
		}
		for (const [name, { check }] of Object.entries(walk.staged))
			problem_pages[language].set(`${name} import check`, check);
		return faults.length ? faults : walk.coverage((route) => route.method === 'GET');
	});

	await test(`every step of an import, error pages and filled searches answer (${language})`, async () => {
		const faults = [], more = problem_pages[language], one = first_ids.customer;
		const expect = async (name, status, answer) => {
			if (answer.status !== status)
				faults.push(`${name} answers ${answer.status}: ${words(answer.text).slice(0, 200)}`);
			more.set(name, answer);
		};

		await expect('missing', 404, await person.get('/customers/999999999'));
		await expect('unknown', 404, await person.get('/nowhere'));
		await expect('no token', 403, await person.post('/customers/new', [['name', 'x']]));
		await expect('sign-in', 200, await guests[language].get('/signin'));
		await expect('sign-in refused', 422, await guests[language].send(form_of((await guests[language].get('/signin')).text).fill({ login: 'nobody', password: 'wrong wrong wrong' })));
		await expect('new refused', 422, await person.send((await person.form('/customers/new')).fill({ name: '', email: 'nonsense' })));
		const stale = await person.form(`/customers/${one}/edit`), fresh = await person.form(`/customers/${one}/edit`);
		await person.send(fresh.fill({ note: `changed ${language}`, website: `https://${language}.example.com` }));
		await expect('conflict', 409, await person.send(stale.fill({ note: 'mine', website: 'https://mine.example.com' })));
		await expect('removed record', 200, await person.get(`/customers/${gone}`));
		await expect('history', 200, await person.get(`/customers/${one}/history`));
		await expect('search', 200, await person.get(`/search?q=${encodeURIComponent('公司')}`));
		await expect('search without hits', 200, await person.get('/search?q=qqqqqqqq'));
		await expect('list sorted', 200, await person.get('/customers?sort=name'));
		await expect('list filtered', 200, await person.get('/customers?f.stage.is=lead&q=a'));
		await expect('list without rows', 200, await person.get('/customers?q=qqqqqqqq'));
		await expect('list as of', 200, await person.get('/customers?as_of=2026-01-31'));
		await expect('list as of nonsense', 200, await person.get('/customers?as_of=nonsense'));
		await expect('finding', 200, await person.send((await person.form('/contacts/new')).fill({ 'customer_id.text': 'a' }), { button: 'find' }));
		await expect('adding a line', 200, await person.send(await person.form('/customers/new'), { button: 'add' }));
		const address = await person.upload('/customers', `Name,E-mail\nDone ${language},done@example.com\nBad,bad\n`);
		const many = Array.from({ length: 90 }, (_, i) => `${language} odd ${i}`).join();
		await expect('import of many columns', 200, await person.get(await person.upload('/customers', `${many}\n${many}\n`)));
		const check = await person.send(await person.form(address, ''));
		const done = await person.follow(await person.send(form_of(check.text, address), { button: language === 'zh' ? '导入' : 'Import' }));
		await expect('import done', 200, done);
		const errors = links(done.text).find((href) => href.endsWith('/errors'));
		await expect('import errors', 200, await person.get(errors || '/no-link-to-the-errors'));
		more.delete('import errors');
		return faults;
	});

	await test(`zero HTML errors (${language})`, async () => {
		const faults = [];
		let count = 0;

		for (const [name, answer] of [...pages[language], ...problem_pages[language]]) {
			const report = await validator.validateString(answer.text);

			count++;
			for (const result of report.results)
				for (const message of result.messages)
					faults.push(`${name}: ${message.ruleId} ${message.message} (line ${message.line}: ${answer.text.split('\n')[message.line - 1]?.trim().slice(0, 160)})`);
		}
		return faults.length ? [...new Set(faults)] : `${count} pages`;
	});
}

await test('no page is heavier than 100 KB, 30 KB as sent, and none asks for more than four things', async () => {
	const faults = [], sizes = new Map();
	let heaviest = [0, 0, ''];

	for (const [name, answer] of [...pages.zh, ...pages.en, ...problem_pages.zh, ...problem_pages.en]) {
		const assets = new Set([...answer.text.matchAll(/<(?:link|script|use|img)\b[^>]*?\b(?:href|src)="(\/static\/[^"#]*)/g)].map(([, href]) => href)
			.filter((href) => !/favicon/.test(href)));
		let whole = answer.bytes.length, sent = gzipSync(answer.bytes, { level: 5 }).length;

		for (const asset of assets) {
			if (!sizes.has(asset)) {
				const packed = await zh.get(asset, { 'Accept-Encoding': 'gzip' }), loose = await zh.get(asset);

				if (packed.headers['content-encoding'] !== 'gzip')
					faults.push(`${asset} is sent without compression`);
				if (!/max-age=31536000/.test(packed.headers['cache-control'] || ''))
					faults.push(`${asset} is not kept by browsers: ${packed.headers['cache-control']}`);
				sizes.set(asset, [loose.bytes.length, packed.bytes.length]);
			}
			whole += sizes.get(asset)[0];
			sent += sizes.get(asset)[1];
		}
		if (assets.size > 3)
			faults.push(`${name}: ${assets.size + 1} requests`);
		if (whole > 100 * 1024 || sent > 30 * 1024)
			faults.push(`${name}: ${whole} bytes, ${sent} as sent`);
		if (sent > heaviest[1])
			heaviest = [whole, sent, name];
		if (/<style\b|\sstyle="|<script(?![^>]*\bsrc=)|\son[a-z]+="/.test(answer.text))
			faults.push(`${name}: style or script inside the page`);
	}
	const page = await zh.get('/customers', { 'Accept-Encoding': 'gzip' });
	if (page.headers['content-encoding'] !== 'gzip')
		faults.push('pages are sent without compression');
	return faults.length ? faults : `heaviest: ${heaviest[2]} with ${heaviest[0]} bytes, ${heaviest[1]} as sent`;
});

// What a page asks the database the second time: the first time a program learns what it keeps.
async function statements(path) {
	await zh.page(path);
	return Number(/statements;desc="(\d+)"/.exec((await zh.page(path)).headers['server-timing'])[1]);
}

await test('every page asks the database at most four times', async () => {
	const faults = [], counts = [0, 0, 0, 0, 0];
	const asked = ['/customers?sort=name', '/customers?sort=-name', '/customers?f.stage.is=lead', '/orders?sort=-amount',
		'/opportunities?sort=amount&f.amount.from=1000+CNY', `/search?q=${encodeURIComponent('公司')}`,
		`/customers?q=${encodeURIComponent('有限')}`, ...[...pages.zh.values()].map(({ path }) => path)];

	for (const path of asked) {
		const count = await statements(path);

		if (!(count >= 1 && count <= 4))
			faults.push(`${path}: ${count} statements`);
		else
			counts[count]++;
	}
	// Of the past, three more: a transaction, the moment, the choices.
	for (const path of ['/customers?as_of=2026-01-31', `/customers/${first_ids.customer}?as_of=2026-09-30`]) {
		const count = await statements(path);

		if (!(count >= 4 && count <= 7))
			faults.push(`${path}: ${count} statements`);
	}
	return faults.length ? faults : `${asked.length} pages; with one to four statements: ${counts.slice(1).join(', ')}`;
});

// The filters of a page that leave nothing to choose: "Any" alone.
function empty_filters(html) {
	return [...html.matchAll(/<select name="(f\.[^"]*)"[^>]*>(.*?)<\/select>/gs)].filter(([, , options]) => options.split('<option').length < 3).map(([, name]) => name);
}

await test('no filter has fewer than two choices, and what is no choice is typed', async () => {
	const faults = [], all = [...pages.zh, ...pages.en], wanted = {
		'/customers': ['f.employees.from', 'f.employees.to'], '/maintenance': ['f.urgency.from', 'f.urgency.to'],
		'/incidents': ['f.service.has', 'f.began_at.from', 'f.began_at.to', 'f.ended_at.from', 'f.ended_at.to'],
	};

	if (empty_filters('<select name="f.a.is" id="a"><option value="">Any</option></select><select name="f.b.is"><option>1</option><option>2</option></select>').join() !== 'f.a.is')
		faults.push('control: an empty filter is not seen');
	if (all.filter(([, answer]) => /<select name="f\./.test(answer.text)).length < 20)
		faults.push('control: there are hardly any filters');
	for (const [name, answer] of all)
		faults.push(...empty_filters(answer.text).map((each) => `${name}: ${each}`));
	for (const [path, names] of Object.entries(wanted))
		for (const name of names)
			if (!pages.en.get(path)?.text.includes(`<input type="text" name="${name}"`))
				faults.push(`${path} has no box ${name}`);
	return faults;
});

await test('a filter by number, moment or text selects, and says so', async () => {
	const faults = [], id = await en.create('/incidents', { title: 'Filtered away', service: 'mailroom', 'began_at.date': '2026-03-04', 'began_at.time': '10:00' });

	for (const [filter, is_there, label] of [['f.service.has=ilroo', true, 'Service contains: ilroo'], ['f.service.has=backroom', false, 'Service contains: backroom'],
		['f.began_at.from=2026-03-04&f.began_at.to=2026-03-04', true, 'Began from: 2026-03-04'], ['f.began_at.to=2026-03-03', false, 'Began until: 2026-03-03']]) {
		const answer = await en.page(`/incidents?${filter}`);

		if (answer.text.includes(`href="/incidents/${id}"`) !== is_there || !words(answer.text).includes(label))
			faults.push(`${filter}: ${words(answer.text.slice(answer.text.indexOf('<form class="filters"'))).slice(0, 300)}`);
	}
	const small = await en.create('/customers', { name: 'Small', employees: '7' });
	for (const [filter, is_there] of [['f.employees.from=7&f.employees.to=7', true], ['f.employees.from=8', false], ['f.employees.to=6', false]])
		if ((await en.page(`/customers?${filter}`)).text.includes(`href="/customers/${small}"`) !== is_there)
			faults.push(filter);
	return faults;
});

await test('the pages of a list are the next and the previous one, whatever it is sorted by', async () => {
	const faults = [], turn = (answer, rel) => new RegExp(`<a class="button" href="([^"]*)" rel="${rel}">(.*?)</a>`, 's').exec(answer.text);

	for (const [person, previous, next] of [[zh, '上一页', '下一页'], [en, 'Previous', 'Next']])
		for (const path of ['/customers', '/customers?sort=name']) {
			const first = await person.page(path), on = turn(first, 'next'), second = on && await person.page(plain(on[1])), back = second && turn(second, 'prev');

			if (!on || words(on[2]) !== next || turn(first, 'prev'))
				faults.push(`${path}: the first page leads on by "${on && words(on[2])}"`);
			if (!back || words(back[2]) !== previous)
				faults.push(`${path}: the second page leads back by "${back && words(back[2])}"`);
		}
	return faults;
});

await test('every internal link answers', async () => {
	const faults = [], seen = new Map(), next = [];
	let count = 0;

	const add = (answer, from) => {
		for (const href of links(answer.text)) {
			if (/^(mailto:|tel:|https?:)/.test(href) && !href.startsWith(site.url))
				continue;
			const url = new URL(href, site.url + answer.path), path = url.pathname + url.search;
			// One of each shape is enough: numbers, instants and values of filters stand for others like them.
			const shape = path.replace(/\d+/g, 'N').replace(/=[^&]*/g, '=');

			if (href.startsWith('#')) {
				if (!new RegExp(`\\sid="${href.slice(1)}"`).test(answer.text))
					faults.push(`${from}: nothing at ${href}`);
			} else if (!seen.has(shape) || (seen.get(shape) < 2 && !seen.has(path))) {
				seen.set(shape, (seen.get(shape) || 0) + 1);
				seen.set(path, 9);
				next.push([path, from]);
			}
		}
	};

	for (const [name, answer] of [...pages.zh, ...problem_pages.zh])
		add(answer, name);
	while (next.length && count < 2500) {
		const [path, from] = next.shift(), answer = await zh.get(path);

		count++;
		// Before it was entered there is no record.
		if (answer.status >= 400 && !(answer.status === 404 && /\/\d+(\/history)?\?as_of=/.test(path)))
			faults.push(`${from} leads to ${path}: ${answer.status}`);
		else if (/^text\/html/.test(answer.headers['content-type'] || ''))
			add(answer, path);
	}
	return faults.length ? faults : `${count} links`;
});

await test('no text of the program stays untranslated on the Chinese pages', async () => {
	// The words that the program says in English, from its own catalogue.
	const ids = new Map();

	for (const [, id, text] of readFileSync(join(source, 'po/zh_CN.po'), 'utf8').matchAll(/^msgid ((?:".*"\n)+)msgstr ((?:".*"\n?)+)/gm))
		ids.set(id.replace(/"\n"|^"|"\n$/g, ''), text.replace(/"\n"|^"|"\n?$/g, ''));
	const faults = new Set();
	// Entries of lists, rows and the names of deals are data.
	const said = (html) => [...html.replace(/<div class="checks".*?<\/div>|<tbody>.*?<\/tbody>|<article class="deal"[^>]*>\s*<h3>.*?<\/h3>/gs, '').matchAll(/<(nav|h1|h2|h3|button|label|legend|th|summary|caption|dt|title)\b[^>]*>(.*?)<\/\1>/gs)]
		.flatMap(([, , inner]) => inner.split(/<[^>]*>/).map((text) => words(text))).filter((text) => /[a-z]{3}/i.test(text) && text !== 'English');

	if (ids.size < 200)
		return [`only ${ids.size} texts in po/zh_CN.po`];
	for (const set of [pages, problem_pages])
		for (const [name, answer] of set.zh) {
			const english = set.en.get(name);

			for (const text of said(answer.text))
				if (ids.has(text) && ids.get(text) !== text && english?.text.includes(text))
					faults.add(`${name}: ${text}`);
			if (!/<html lang="zh-CN"/.test(answer.text))
				faults.add(`${name}: its language is not said`);
			if (english && !/<html lang="en"/.test(english.text))
				faults.add(`${name}: not English for who wants English`);
			// The page that matches columns tells how to write one into a text; patterns of addresses have an {id}.
			const placeholder = /.{0,30}(\{\{|\{\d\}|\{[a-z_]+\}).{0,20}/.exec(words(answer.text).replace(/\{(city|id)\}/g, ''));
			if (placeholder)
				faults.add(`${name}: a placeholder shows: ${placeholder[0]}`);
			const mixed = english && said(answer.text).filter((text) => /^[A-Z][a-z]+( [a-z]+){1,}$/.test(text) && said(english.text).includes(text) && !ids.has(text));
			for (const text of mixed || [])
				faults.add(`${name}: "${text}" in both languages`);
		}
	// English pages show Chinese in data only.
	for (const [name, answer] of pages.en)
		for (const text of said(answer.text))
			if ([...ids.values()].includes(text) && !ids.has(text))
				faults.add(`${name}: Chinese "${text}" on the English page`);
	return [...faults];
});

finish();
