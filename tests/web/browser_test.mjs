// browser_test.mjs: in a real browser: no axe violation, no console message, no sideways scroll; and a whole day's flow, with and without JavaScript.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Person, Site, browser, finish, package_or_skip, password, pause, routes, test } from './lib.mjs';
import { Walk, first_records, is_full, rotated } from './walk.mjs';

await package_or_skip('axe-core');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const chromium = await browser();
process.on('exit', () => chromium.close().catch(() => {}));

const site = new Site({ server: 'apache', customers: 240 });
const admin = await new Person(site, 'en').sign_in();
site.user('zhang', '张管理', 'administrator');
site.user('second', 'Second Person', 'administrator');

// What the pages of the walk show: a record with everything, a removed one, an import with errors, two versions at odds.
const long_name = 'Donaudampfschifffahrtsgesellschaft ".&<>" 一家名字特别长的有限责任公司上海分公司';
const full = await admin.create('/customers', { name: long_name, email: 'a.very.long.address.of.somebody@subdomain.example.com', website: 'https://www.example.com/a/very/long/path/to/a/page',
	note: 'First line\nSecond line', 'customer_phone.0.number': '+86 21 5550 1234', level: 'A' });
const gone = await admin.create('/customers', { name: 'Gone Ltd' });
await admin.send(await admin.form(`/customers/${gone}/remove`));
await admin.send((await admin.form(`/customers/${full}/edit`)).fill({ note: 'Changed', email: 'other@example.com' }));

async function context_for(language, { width = 1440, height = 900, scheme = 'light', scripts = true, person } = {}) {
	const context = await chromium.newContext({
		viewport: { width, height }, colorScheme: scheme, locale: language === 'zh' ? 'zh-CN' : 'en-US', javaScriptEnabled: scripts,
		acceptDownloads: true, serviceWorkers: 'block',
	});
	await context.addCookies([{ name: 'qiao_language', value: language, url: site.url }]);
	for (const [name, value] of person ? person.cookies : [])
		if (name !== 'qiao_language')
			await context.addCookies([{ name, value, url: site.url, httpOnly: true, sameSite: 'Lax' }]);
	const page = await context.newPage(), said = [];

	page.setDefaultTimeout(10000);
	page.on('console', (message) => said.push(`${message.type()}: ${message.text()} ${message.location().url}`));
	page.on('pageerror', (error) => said.push(String(error)));
	page.on('requestfailed', (request) => request.failure()?.errorText !== 'net::ERR_ABORTED' && said.push(`${request.url()} failed: ${request.failure()?.errorText}`));
	return { context, page, said };
}

// States of pages that are no routes of their own, for each walker; errors and conflicts are answers to forms, made in the browser.
const states = ['/customers?f.stage.is=lead&sort=name', '/customers?q=zzzzzz', `/customers/${full}`, `/customers/${full}/edit`, `/customers/${full}/history`,
	`/customers/${full}?as_of=2026-11-01`, '/customers?as_of=2026-06-30', `/customers/${full}/remove`, `/customers/${gone}`, '/search?q=a', '/search?q=zzzzz', '/roles/3', '/nowhere'];

// Every page of the route table. Pages of the areas' own are looked at by each walker; of the standard ones each in another way,
// so that all ways come up among the lists, among the forms and so on. QIAO_WALK=full: each in every way.
const ways = ['zh', 'en'].flatMap((language) => ['light', 'dark'].flatMap((scheme) => [360, 1440].map((width) => ({ language, scheme, width }))));
const is_page = ({ method, pattern }) => method === 'GET' && !/\/(export|errors|health|metrics|signin)$/.test(pattern);
const turns = rotated(routes().filter(is_page), ways);
const ids = await first_records(site, admin), visited = new Set();
const walks = { zh: new Walk(await new Person(site, 'zh').sign_in('zhang'), ids, visited), en: new Walk(admin, ids, visited) };

async function inspect(page, name, faults, { width }) {
	// The other width costs no visit: what is wrong there shows as well.
	for (const other of [width === 360 ? 1440 : 360, width]) {
		await page.setViewportSize({ width: other, height: other < 500 ? 780 : 900 });
		const wide = await page.evaluate(() => document.scrollingElement.scrollWidth);

		if (wide > other)
			faults.push(`${name}: ${wide} px wide in ${other}`);
	}
	const found = await page.evaluate(async () => {
		// The rules of WCAG 2.2 AA and of good practice, all of them.
		const result = await window.axe.run(document, { resultTypes: ['violations'] });

		return result.violations.map((each) => `${each.id}: ${each.nodes.slice(0, 3).map((node) => `${node.target.join(' ')} ${node.any.concat(node.all)[0]?.message || ''}`).join(' | ')}`);
	});
	for (const each of found)
		faults.push(`${name}: axe ${each}`);
}

async function walk(way) {
	const { language, scheme, width } = way, { person } = walks[language];
	const { context, page, said } = await context_for(language, { scheme, width, height: width < 500 ? 780 : 900, person });
	const faults = [];
	let count = 0;
	const visit = async (path, name = path) => {
		await page.goto(site.url + path);
		count++;
		await inspect(page, name, faults, { width });
	};

	// The content policy of the pages allows no foreign script; the tool comes in from outside.
	await context.addInitScript({ content: axe });
	for (const path of states)
		await visit(path);
	for (const [route, turn] of turns)
		if (is_full || route.is_own || turn === way)
			await visit(await walks[language].address(route));
	await page.goto(`${site.url}/customers/new`);
	await page.locator('.savebar button.primary').evaluate((button) => {
		button.form.noValidate = true;
		button.click();
	});
	await page.waitForURL(/customers\/new/);
	await page.waitForSelector('[role=alert]');
	await inspect(page, 'problems', faults, { width });

	await page.goto(`${site.url}/customers/${full}/edit`);
	await page.fill('#field-note', `mine ${language} ${scheme} ${width}`);
	await admin.send((await admin.form(`/customers/${full}/edit`)).fill({ note: `theirs ${language} ${scheme} ${width}` }));
	await Promise.all([page.waitForNavigation(), page.click('.savebar button.primary')]);
	await page.waitForSelector('.conflict');
	await inspect(page, 'conflict', faults, { width });

	await page.goto(`${site.url}/customers/import`);
	await page.setInputFiles('#file', { name: 'walk.csv', mimeType: 'text/csv', buffer: Buffer.from('Name,E-mail,Note\nA,a@example.com,one\n,broken,two\n') });
	await Promise.all([page.waitForNavigation(), page.click('.savebar button.primary')]);
	await inspect(page, 'import columns', faults, { width });
	await Promise.all([page.waitForNavigation(), page.click('.savebar button.primary')]);
	await inspect(page, 'import check', faults, { width });

	// Menus are part of the pages.
	await page.goto(`${site.url}/customers/${full}`);
	for (const menu of await page.locator('details.menu > summary').all())
		if (await menu.isVisible()) {
			await menu.click();
			await inspect(page, 'open menu', faults, { width });
			await menu.click();
		}
	await context.clearCookies();
	await context.addCookies([{ name: 'qiao_language', value: language, url: site.url }]);
	await visit('/signin', 'sign-in');
	await context.close();
	faults.push(...said.filter((text) => !/status of (404|409|422)/.test(text)));
	return faults.length ? [...new Set(faults)] : `${count + 5} pages`;
}

// Two at a time, as the machine has cores.
const done = new Map();
await Promise.all([0, 1].map(async (first) => {
	for (let place = first; place < ways.length; place += 2)
		done.set(place, await walk(ways[place]).catch((error) => [String(error.stack)]));
}));
for (const [place, { language, scheme, width }] of ways.entries())
	await test(`axe, console, sideways scroll: ${language}, ${scheme}, ${width} px`, () => done.get(place));

await test('no page was left out', () => walks.en.coverage(is_page));

await test('control: a page with a fault of each kind is seen', async () => {
	const { context, page, said } = await context_for('en', { width: 360, person: admin }), faults = [];

	await context.addInitScript({ content: axe });
	await page.goto(`${site.url}/customers`);
	await page.evaluate(() => {
		const wide = document.createElement('div'), picture = document.createElement('img');

		wide.style.width = '1500px';
		wide.textContent = 'wide';
		picture.src = '/static/favicon.ico';
		document.querySelector('main').append(wide, picture);
		console.log('something');
	});
	await inspect(page, 'control', faults, { width: 360 });
	await context.close();
	return [['1440', / px wide in 1440/], ['360', / px wide in 360/], ['no alternative text', /axe image-alt/]].filter(([, pattern]) => !faults.some((each) => pattern.test(each)))
		.map(([name]) => `not seen: ${name}`).concat(said.some((each) => each.includes('something')) ? [] : ['the console is not heard']);
});

await test('the script finds nothing to say, and the pages need none: the first visit makes at most four requests', async () => {
	const { context, page, said } = await context_for('en', { person: admin });
	const wire = await context.newCDPSession(page), requests = [], kept = new Set();

	await wire.send('Network.enable');
	wire.on('Network.requestServedFromCache', ({ requestId }) => kept.add(requestId));
	wire.on('Network.responseReceived', ({ requestId, response }) => response.fromDiskCache || requests.push([requestId, new URL(response.url).pathname]));
	await page.goto(`${site.url}/customers`);
	await page.waitForLoadState('networkidle');
	await context.close();
	const counted = requests.filter(([id, path]) => !kept.has(id) && !/favicon/.test(path)).map(([, path]) => path);
	if (counted.length > 4 || said.length)
		return [...counted, ...said];
	return counted.join(' ');
});

// --- a flow, as one person's morning ------------------------------------------

async function flow(language, scripts) {
	const { context, page, said } = await context_for(language, { scripts, width: 1280 });
	const faults = [], mark = `${language}${scripts ? 1 : 0}`, name = `杭州晨光${mark}电子有限公司`;
	const expect = async (what, is_so) => {
		if (!(await is_so))
			faults.push(`${what}: ${page.url()} ${(await page.locator('main').innerText()).slice(0, 300)}`);
	};
	const press = (selector) => Promise.all([page.waitForNavigation(), page.locator(selector).first().click()]);
	const main = () => page.locator('main').innerText();
	const go = (path) => page.goto(site.url + path);

	await go('/customers');
	await page.fill('#login', 'second');
	await page.fill('#password', password);
	await press('button.primary');
	await expect('signing in leads to the page that was asked for', /\/customers$/.test(page.url()));

	await press('main a[href="/customers/new"]');
	await page.fill('#field-name', name);
	await page.fill('#field-customer_phone-0-number', '+86 571 5550 1000');
	await press('button[name=add][value=customer_phone]');
	await expect('the name survives adding a line', (await page.inputValue('#field-name')) === name);
	await page.fill('#field-customer_phone-1-number', '+86 138 0013 8000');
	const tags = page.locator('input[type=checkbox][name=customer_tag]');
	await tags.nth(0).check();
	await tags.nth(1).check();
	await press('.savebar button.primary');
	await expect('the new customer is shown', (await main()).includes(name) && (await main()).includes('138 0013 8000'));
	const address = page.url().replace(/\?.*/, ''), id = /\d+$/.exec(address)[0];
	await expect('it has two tags', site.value(`SELECT COUNT(*) FROM customer_tag WHERE customer_id = ${id}`) === '2');

	for (const [words, path] of [['晨光', ''], ['hangzhouchenguang', ''], ['5550 1000', '']]) {
		await go('/customers');
		await page.fill('#frame-search', words);
		await Promise.all([page.waitForNavigation(), page.press('#frame-search', 'Enter')]);
		await expect(`searching ${words}${path} finds it`, (await main()).includes(name));
	}

	await go(`/customers/${id}`);
	await press('a.primary[href$="/edit"]');
	await page.fill('#field-note', '第一次联系');
	await press('.savebar button.primary');
	await expect('the edit is shown', (await main()).includes('第一次联系'));
	const then = site.value("SELECT DATE_FORMAT(at, '%Y-%m-%dT%H:%i:%s.%fZ') FROM clock");

	await press('a.primary[href$="/edit"]');
	await page.fill('#field-note', '我的说法');
	await page.fill('#field-website', 'https://mine.example.com');
	await admin.send((await admin.form(`/customers/${id}/edit`)).fill({ note: 'their words', level: 'B' }));
	await press('.savebar button.primary');
	await expect('both sides are shown', (await main()).includes('their words') && (await main()).includes('我的说法'));
	await page.locator('input[name="keep.note"][value=yours]').check();
	await press('.savebar button.primary');
	await expect('my choice and what did not differ are kept', site.value(`SELECT CONCAT(note, website, level) FROM customer WHERE id = ${id}`) === '我的说法https://mine.example.comB');

	await go(`/customers/${id}/history`);
	await expect('the history tells both', (await main()).includes('their words') && (await main()).includes('第一次联系'));
	await go(`/customers/${id}?as_of=${encodeURIComponent(then)}`);
	await expect('as of then, the note was another', (await main()).includes('第一次联系') && await page.locator('.past').isVisible());
	await expect('the past offers no edit', (await page.locator('main a[href$="/edit"]').count()) === 0);
	await press('.past a.now');
	await expect('now is now', (await main()).includes('我的说法'));

	await go(`/customers/${id}/remove`);
	await press('main form button.danger');
	await go('/customers/removed');
	await expect('it is among the removed', (await main()).includes(name));
	await press(`form[action="/customers/${id}/restore"] button`);
	await expect('it is back, with its phones', (await main()).includes('138 0013 8000') && site.value(`SELECT COUNT(*) FROM customer_tag WHERE customer_id = ${id}`) === '2');

	await go('/customers/import');
	await page.setInputFiles('#file', { name: '客户.csv', mimeType: 'text/csv', buffer: Buffer.from(`\ufeffName,E-mail\n导入一${mark},one@example.com\n导入二${mark},two@example.com\n,broken\n`) });
	await press('.savebar button.primary');
	await press('.savebar button.primary');
	await expect('the check counts', (await main()).includes('2') && (await main()).includes('broken'));
	await press('button[name=act][value=run]');
	await expect('two are in', site.value(`SELECT COUNT(*) FROM customer WHERE name LIKE '导入_${mark}'`) === '2');
	await go('/customers?sort=-id');
	const [download] = await Promise.all([page.waitForEvent('download'), page.locator('a[href*="/customers/export"]').first().click()]);
	const exported = readFileSync(await download.path(), 'utf8');
	await expect('the export has them', exported.includes(`导入一${mark}`) && exported.includes(name));
	await pause(1);
	await go('/me');
	await page.locator('form[action="/signout"] button').first().evaluate((button) => button.click());
	await page.waitForURL(/signin/);
	await go(`/customers/${id}`);
	await expect('signed out is out', /signin/.test(page.url()));
	await context.close();
	return [...faults, ...said.filter((text) => !/status of (404|409|422)/.test(text))];
}

for (const [language, scripts] of [['zh', true], ['en', true], ['zh', false], ['en', false]])
	await test(`a morning's work (${language}, ${scripts ? 'with' : 'without'} JavaScript)`, () => flow(language, scripts));

await test('a name is enough for a new customer: the blank lines below ask for nothing, by the button and by Enter', async () => {
	const faults = [];

	for (const scripts of [true, false])
		for (const way of ['button', 'Enter']) {
			const { context, page } = await context_for('en', { scripts, person: admin });

			await page.goto(`${site.url}/customers/new`);
			await page.fill('[name=name]', `Name alone ${scripts} ${way}`);
			await Promise.all([page.waitForURL(/\/customers\/\d+/).catch(() => faults.push(`${way}, scripts ${scripts}: nothing was saved`)),
				way === 'Enter' ? page.press('[name=name]', 'Enter') : page.click('.savebar .primary')]);
			await context.close();
		}
	return faults;
});

await test('without JavaScript every page says and shows the same', async () => {
	const { context, page, said } = await context_for('en', { scripts: false, width: 360, person: admin });
	const faults = [];

	const kinds = new Map(turns.map(([route]) => [route.is_own ? route : route.pattern.replace(/^\/[^/]+/, ''), route]));
	for (const path of [...states, ...await Promise.all([...kinds.values()].map((route) => walks.en.address(route)))]) {
		const answer = await page.goto(site.url + path);

		if (answer.status() >= 500 || !(await page.locator('h1').count()))
			faults.push(`${path}: ${answer.status()}`);
	}
	await context.close();
	return [...faults, ...said.filter((text) => !/status of (404|409|422)/.test(text))];
});

await chromium.close();
finish();
