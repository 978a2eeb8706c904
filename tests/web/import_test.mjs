// import_test.mjs: real files come in through the form, step by step and without JavaScript; every row is accounted for, nothing is doubled.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Person, Site, finish, form_of, patience, plain, skip, source, test, words } from './lib.mjs';

const shared = resolve(process.env.QIAO_SHARED || join(source, '../shared'));
// A million pieces of text are indexed; what a pool of the size recommended does for that is part of the figure.
process.env.QIAO_BUFFER_POOL = '256M';
const site = new Site({ server: 'nginx', customers: 0 });
site.user('eva', 'Eva English', 'administrator');
const person = await new Person(site, 'en').sign_in('eva');

const figures = (html) => Object.fromEntries([...html.matchAll(/<dt>(.*?)<\/dt>\s*<dd class="amount">(.*?)<\/dd>/gs)]
	.map(([, label, number]) => [plain(label).trim(), Number(number.replaceAll(',', ''))]));

function expect(is_good, what) {
	if (!is_good)
		throw new Error(what);
}

// From the upload to the last page; decide changes the form of the columns, then that of the check.
async function bring(path, name, content, { columns = () => {}, names } = {}) {
	let answer = await person.follow({ status: 303, location: await person.upload(path, content, name) }), start, check_ms;
	const map = form_of(answer.text, '').fill({ create_missing: '1' });

	columns(map, answer.text);
	start = Date.now();
	answer = await person.send(map);
	check_ms = Date.now() - start;
	expect(answer.status === 200, `${name}: the check answers ${answer.status}: ${words(answer.text.slice(answer.text.indexOf('<main'))).slice(0, 600)}`);
	const steps = [answer.text];
	if (names) {
		const check = form_of(answer.text);

		names(check, answer.text);
		answer = await person.send(check, { button: 'Check again' });
		steps.push(answer.text);
	}
	start = Date.now();
	answer = await person.send(form_of(answer.text), { button: 'Import' });
	const run_ms = Date.now() - start;
	answer = await person.follow(answer);
	expect(answer.status === 200, `${name}: the end answers ${answer.status}`);
	return { ...figures(answer.text), html: answer.text, steps, run_ms, check_ms };
}

const sum = (result) => (result.New || 0) + (result.Updated || 0) + (result['The same as before'] || 0) + (result.Refused || 0) + (result['Left out by choice'] || 0) + (result['Further lines of records'] || 0);
const count = (table) => Number(site.value(`SELECT COUNT(*) FROM ${table}`));

async function twice(path, table, name, rows, options = {}) {
	if (!existsSync(join(shared, name)))
		return skip(`${name} comes in, and comes in again`, `there is no ${join(shared, name)}`);
	await test(`${name} comes in, and comes in again`, async () => {
		const content = readFileSync(join(shared, name)), before = count(table);
		const first = await bring(path, name.split('/').pop(), content, options);

		expect(sum(first) === rows, `first: ${sum(first)} of ${rows} rows are accounted for: ${JSON.stringify(first, ['New', 'Updated', 'Refused'])}`);
		expect(count(table) - before === first.New, `${count(table) - before} records for ${first.New} new`);
		expect(first.run_ms < 15000 * patience, `${first.run_ms} ms`);
		const middle = count(table), second = await bring(path, name.split('/').pop(), content, options);
		expect(sum(second) === rows, `again: ${sum(second)} of ${rows} rows`);
		expect(second.New === 0 && count(table) === middle, `again: ${second.New} new, ${count(table)} records instead of ${middle}`);
		return `${first.New} new, ${first.Refused} refused; check ${first.check_ms} ms, import ${first.run_ms} ms, again ${second.run_ms} ms`;
	});
}

const by_name = (form) => form.set('key', 'name');

await twice('/regions', 'region', 'data/zh/provinces.csv', 31);
await twice('/regions', 'region', 'data/zh/cities.csv', 342);
await twice('/regions', 'region', 'data/zh/areas.utf-16.csv', 2978);
await twice('/customers', 'customer', 'data/zh/rare_names.gb18030.csv', 25, { columns: by_name });
await twice('/customers', 'customer', 'data/zh/客户信息_bom.csv', 10);
await twice('/customers', 'customer', 'data/crm/organizations-1000.csv', 1000);
await twice('/customers', 'customer', 'data/crm/customers-10000.csv', 10000);

await test('names that are not there: taken for another, left empty, rows left out, added; shown at the end', async () => {
	const file = 'Name,Industry,Region,Number elsewhere,Class\nA,plastiks,Qiao land,X-1,A\nB,Plastics,Narnia,X-2,B\nC,No such,Narnia,X-3,A\nD,Rocketry,,X-4,Z\n';

	await person.create('/industries', { name: 'Plastics and rubber' });
	site.sql("INSERT INTO region (name, name_en) VALUES ('桥州', 'Qiaoland')");
	const result = await bring('/customers', 'names.csv', file, {
		columns: (form) => form.set('create_missing', null),
		names: (form, html) => {
			const acts = { 'Qiao land': 'Qiaoland', Narnia: 'empty', 'No such': 'out', Rocketry: 'add', Z: 'id:C' };
			const texts = form.fields.filter(([name]) => /^match\.\d+\.text$/.test(name));

			expect(figures(html).Refused === 4, `the check refuses ${figures(html).Refused} rows`);
			expect(words(html).includes('Probably “Qiaoland”'), 'no proposal for "Qiao land"');
			for (const [name, text] of texts) {
				const act = acts[text] ?? (text === 'plastiks' ? '' : null), place = name.replace('.text', '');

				expect(act !== null, `"${text}" is asked about`);
				if (text === 'Qiao land' || text === 'plastiks')
					form.set(`${place}.to`, text === 'plastiks' ? 'Plastics' : act);
				else
					form.set(`${place}.act`, act);
			}
			expect(texts.length === 6, `${texts.length} names are asked about: ${texts.map(([, text]) => text)}`);
		},
	});
	const rows = site.sql("SELECT c.name, IFNULL(i.name, '-'), IFNULL(r.name_en, '-'), c.level FROM customer c LEFT JOIN industry i ON i.id = c.industry_id LEFT JOIN region r ON r.id = c.region_id WHERE c.external_code LIKE 'X-_' ORDER BY 1")
		.map((row) => row.join(' '));

	expect(rows.join('; ') === 'A Plastics Qiaoland A; B Plastics - B; D Rocketry - C', rows.join('; '));
	expect(result['Left out by choice'] === 1 && result.New === 3 && sum(result) === 4, JSON.stringify(result, ['New', 'Refused', 'Left out by choice']));
	for (const text of ['plastiks', 'Qiao land', 'Narnia', 'No such', 'Rocketry'])
		expect(words(result.html).includes(text), `the last page says nothing of "${text}"`);
});

await test('control: what was not decided is refused, and a near name is not taken silently', async () => {
	const result = await bring('/customers', 'near.csv', 'Name,Region,Number elsewhere\nN,qiao-LAND,X-8\nO,Qiaoland,X-9\n', { columns: (form) => form.set('create_missing', null) });

	expect(result.Refused === 1 && result.New === 1, JSON.stringify(result, ['New', 'Refused']));
	expect(!site.value("SELECT id FROM customer WHERE external_code = 'X-8'"), 'the row with the near name came in');
});

await test('one button takes all that differ only in case, blanks and punctuation', async () => {
	let answer = await person.follow({ status: 303, location: await person.upload('/customers', 'Name,Region,Number elsewhere\nN,qiao-LAND,X-8\n', 'near.csv') });

	answer = await person.send(form_of(answer.text).set('create_missing', null));
	answer = await person.send(form_of(answer.text), { button: 'Take the probable ones' });
	expect(figures(answer.text).Refused === 0, words(answer.text).slice(0, 300));
	answer = await person.follow(await person.send(form_of(answer.text), { button: 'Import' }));
	expect(site.value("SELECT r.name_en FROM customer c JOIN region r ON r.id = c.region_id WHERE c.external_code = 'X-8'") === 'Qiaoland', 'the region is not there');
});

await test('a name that means nothing in the text field is said to be wrong, and can be put right', async () => {
	let answer = await person.follow({ status: 303, location: await person.upload('/customers', 'Name,Region\nN,Narnia\n', 'wrong.csv') });

	answer = await person.send(form_of(answer.text).set('create_missing', null));
	answer = await person.send(form_of(answer.text).set('match.0.to', 'Nowhere <b>'), { button: 'Check again' });
	expect(words(answer.text).includes('“Nowhere <b>”') && !answer.text.includes('Nowhere <b>'), words(answer.text.slice(answer.text.indexOf('<main'))).slice(0, 600));
	expect(form_of(answer.text).get('match.0.to') === 'Nowhere <b>', 'what was typed is lost');
	answer = await person.send(form_of(answer.text), { button: 'Back to the columns' });
	expect(form_of(answer.text).get('match.0.to') === 'Nowhere <b>', 'what was typed is lost on the way back');
});

await test('a file of sixty columns that nothing matches: a light page, fields typed from one list, a wrong one told', async () => {
	const file = `${Array.from({ length: 60 }, (_, i) => `Odd ${i}`).join()}\n${Array.from({ length: 60 }, (_, i) => `value ${i}`).join()}\n`;
	const path = await person.upload('/customers', file, 'wide.csv'), map = await person.page(path);

	expect(map.bytes.length < 60 * 1024, `${map.bytes.length} bytes`);
	expect(/<datalist id="fields">/.test(map.text), 'no list of fields');
	let answer = await person.send(form_of(map.text, '').fill({ 'column.3': 'Name', 'column.5': 'Not a field <b>' }));
	expect(answer.status === 422 && words(answer.text).includes('“Not a field <b>”') && form_of(answer.text).get('column.5') === 'Not a field <b>', `${answer.status}: ${words(answer.text).slice(0, 300)}`);
	answer = await person.send(form_of(answer.text).fill({ 'column.5': 'Address · City' }));
	answer = await person.follow(await person.send(form_of(answer.text), { button: 'Import' }));
	expect(site.value("SELECT COUNT(*) FROM customer c JOIN customer_address a ON a.customer_id = c.id WHERE c.name = 'value 3' AND a.city = 'value 5'") === '1', words(answer.text).slice(0, 300));
	return `${map.bytes.length} bytes`;
});

await test('fixed values, and names to sign in with', async () => {
	const result = await bring('/users', 'people.csv', 'Name\nMoses Frase\nMoses Frase\n张三\nJosé Ñandú\n', {
		columns: (form) => form.fill({ 'fixed.role_id.text': 'Salesperson', 'fixed.email': '', key: '' }),
	});
	const logins = site.sql("SELECT login FROM user WHERE id > 2 ORDER BY id").map(([login]) => login).join(' ');

	expect(result.New === 4, JSON.stringify(result, ['New', 'Refused']));
	expect(logins === 'moses.frase moses.frase2 zhang.san jose.nandu', logins);
	expect(site.value("SELECT COUNT(*) FROM user u JOIN role r ON r.id = u.role_id WHERE r.code = 'salesperson' AND u.id > 2") === '4', 'the role is missing');
	const stranger = new Person(site, 'en'), answer = await stranger.send((await stranger.form('/signin')).fill({ login: 'moses.frase', password: '' }));
	expect(answer.status !== 303, 'somebody without a password signs in');
});

finish();
