// forms_test.mjs: whatever arrives, the answer is clear, in the person's language, keeps what was typed, and nothing is half-written.
import { Person, Site, encode, entities, finish, form_of, forms, keeps, language_faults, password, test, words } from './lib.mjs';

const site = new Site({ server: 'apache', customers: 60, settings: 'upload_max_bytes = 300000\n' });
for (const [login, name] of [['eva', 'Eva English'], ['sam', 'Sam Seller'], ['tom', 'Tom Seller']])
	site.user(login, name, login === 'eva' ? 'administrator' : 'salesperson');
const people = { zh: await new Person(site, 'zh').sign_in(), en: await new Person(site, 'en').sign_in('eva') };
const customer = site.value('SELECT MIN(id) FROM customer');

// Asks, and looks at the status, the language, the typed text, and that nothing has changed.
async function refused(name, language, wanted, act, kept = []) {
	await test(`${name} (${language}): ${wanted}`, async () => {
		const before = site.sums(), answer = await act(), after = site.sums();
		const faults = language_faults(answer, language, name);

		if (answer.status !== wanted)
			faults.push(`answers ${answer.status}: ${words(answer.text).slice(0, 300)}`);
		for (const value of kept)
			if (!keeps(answer, value))
				faults.push(`"${value.slice(0, 60)}" is lost: ${words(answer.text).slice(0, 300)}`);
		if (before !== after)
			faults.push(`the database changed:\n${after.split('\n').filter((line) => !before.includes(line)).join('\n')}`);
		if (!answer.headers['x-request-id'] || (answer.status >= 500 && !answer.text.includes(answer.headers['x-request-id'])))
			faults.push('no request number');
		return faults;
	});
}

// A field's own message stands beside it, and is led to from the summary.
function explains(answer, name) {
	const id = `field-${name.replaceAll('.', '-')}`;

	return answer.text.includes(`id="${id}-error"`) && answer.text.includes(`href="#${id}"`) && answer.text.includes('aria-invalid="true"');
}

await test('control: the sums see a change, and a plain save works', async () => {
	const before = site.sums();
	await people.zh.create('/tags', { name: 'Control' });
	if (site.sums() === before)
		throw new Error('the sums are blind');
});

const long = 'long '.repeat(60).trim();
const bad = [
	['empty name', '/customers', { name: '', note: 'kept note' }, 'name', ['kept note']],
	['over-long name', '/customers', { name: long, note: 'kept note' }, 'name', [long, 'kept note']],
	['over-long Chinese name', '/customers', { name: '长'.repeat(121) }, 'name', ['长'.repeat(121)]],
	['over-long note', '/customers', { name: 'A', note: '长'.repeat(70000 / 3) }, 'note', ['长'.repeat(70000 / 3)]],
	['no e-mail address', '/customers', { name: 'B & "C" <D>', email: 'nobody at home' }, 'email', ['nobody at home', 'B & "C" <D>']],
	['script as an address', '/customers', { name: 'B', website: 'javascript:alert(1)' }, 'website', ['javascript:alert(1)']],
	['wrong choice', '/customers', { name: 'C', stage: 'nonsense' }, 'stage', ['C']],
	['wrong radio choice', '/customers', { name: 'C', kind: 'nonsense' }, 'kind', ['C']],
	['region that is not there', '/customers', { name: 'D', region_id: '999999' }, 'region_id', ['D']],
	['region that is no number', '/customers', { name: 'D', region_id: '1 OR 1=1' }, 'region_id', ['D']],
	['phone that is none', '/customers', { name: 'E', 'customer_phone.0.number': 'call me maybe' }, 'customer_phone.0.number', ['call me maybe']],
	['customer that is not there', '/contacts', { name: 'F', customer_id: '99999999' }, 'customer_id', ['F']],
	['no customer', '/contacts', { name: 'G', 'customer_id.text': '' }, 'customer_id', ['G']],
	['no amount', '/needs', { title: 'H', budget: 'much', customer_id: customer }, 'budget', ['much']],
	['amount too large', '/needs', { title: 'H', budget: '9'.repeat(30), customer_id: customer }, 'budget', ['9'.repeat(30)]],
	['no such day', '/needs', { title: 'I', wanted_on: '2026-02-31', customer_id: customer }, 'wanted_on', ['2026-02-31']],
	['sign-in name with blanks', '/users', { name: 'J', login: 'two words' }, 'login', ['two words']],
	['sign-in name that is taken', '/users', { name: 'J', login: 'sam', role_id: '6' }, 'login', ['sam']],
	['time zone that is none', '/users', { name: 'J', login: 'jjjj', zone: 'Moon/Base' }, 'zone', ['Moon/Base']],
];

for (const [name, path, values, field, kept] of bad)
	for (const language of ['zh', 'en'])
		await refused(name, language, 422, async () => {
			const answer = await people[language].send((await people[language].form(`${path}/new`)).fill(values));

			if (!explains(answer, field))
				throw new Error(`nothing is said at ${field}: ${answer.status} ${words(answer.text.slice(answer.text.indexOf('<main'))).slice(0, 400)}`);
			if (!words(/<title>.*?<\/title>/s.exec(answer.text)[0]).startsWith(language === 'zh' ? '错误' : 'Error'))
				throw new Error(`the title does not say so: ${/<title>.*?<\/title>/s.exec(answer.text)[0]}`);
			return answer;
		}, kept);

for (const language of ['zh', 'en']) {
	const person = people[language];
	const fresh = async () => (await person.form('/customers/new')).fill({ name: `Typed ${language}`, note: 'a long, typed note' });
	const kept = [`Typed ${language}`, 'a long, typed note'];

	await refused('broken UTF-8', language, 422, async () => {
		const form = await fresh();
		return person.post('/customers/new', encode(form.fields).replace(`name=Typed%20${language}`, 'name=%FF%FEbroken%C0'));
	}, ['a long, typed note']);
	await refused('a NUL byte', language, 422, async () => person.send((await fresh()).set('name', 'null\0byte')), ['a long, typed note']);
	await refused('missing token', language, 403, async () => person.send((await fresh()).set('token', null)), kept);
	await refused('empty token', language, 403, async () => person.send((await fresh()).set('token', '')), kept);
	await refused('made-up token', language, 403, async () => person.send((await fresh()).set('token', 'A'.repeat(43))), kept);
	await refused('token of another session', language, 403, async () => {
		const other = await people[language === 'zh' ? 'en' : 'zh'].form('/customers/new');
		return person.send((await fresh()).set('token', other.get('token')));
	}, kept);
	await test(`what a bad token kept can be sent again (${language})`, async () => {
		const answer = await person.send((await fresh()).set('token', ''));
		const again = await person.send(form_of(answer.text, '/customers/new'));
		if (again.status !== 303)
			throw new Error(`answers ${again.status}: ${words(again.text).slice(0, 300)}`);
	});
	await refused('oversized body', language, 413, async () => person.send((await fresh()).set('note', 'x'.repeat(400000))));
	await refused('unknown path', language, 404, () => person.get('/customers/new/moon'));
	await refused('unknown path of nobody', language, 404, () => person.get('/moon/base'));
	await refused('id with a leading zero', language, 404, () => person.get(`/customers/0${customer}`));
	await refused('wrong method', language, 405, async () => person.post('/search', [['token', (await fresh()).get('token')]]));
	await refused('wrong method for signing out', language, 405, () => person.get('/signout'));
	await refused('wrong method for the list', language, 405, () => person.ask('DELETE', '/customers'));
	await refused('wrong kind of content', language, 415, () => person.ask('POST', '/customers/new', { body: '{"name":"x"}', type: 'application/json' }));
	await refused('stale removal', language, 409, async () => {
		const form = await person.form(`/customers/${customer}/remove`);
		return person.send(form.set('version', '0'));
	});
}

await test('a body larger than the web server takes is refused', async () => {
	const before = site.sums();
	const form = (await people.en.form('/customers/new')).fill({ name: 'Huge', note: 'x'.repeat(3 << 20) });
	const answer = await people.en.send(form).catch((error) => ({ status: error.code }));

	if (![413, 'EPIPE', 'ECONNRESET'].includes(answer.status) || site.sums() !== before)
		throw new Error(`answers ${answer.status}`);
});

for (const language of ['zh', 'en'])
	await test(`a stale version shows both sides and saves nothing until one is chosen (${language})`, async () => {
		const person = people[language], other = people[language === 'zh' ? 'en' : 'zh'], faults = [];
		const id = await person.create('/customers', { name: `Contested ${language}`, note: 'first', email: 'first@example.com' });
		const mine = (await person.form(`/customers/${id}/edit`)).fill({ note: 'mine', email: 'mine@example.com', website: 'https://mine.example.com' });

		await other.send((await other.form(`/customers/${id}/edit`)).fill({ note: 'theirs', email: 'theirs@example.com', level: 'B' }));
		const before = site.sums(), answer = await person.send(mine);
		if (answer.status !== 409 || site.sums() !== before)
			faults.push(`answers ${answer.status}, database ${site.sums() === before ? 'unchanged' : 'changed'}`);
		for (const text of ['first', 'theirs', 'mine', 'theirs@example.com', 'mine@example.com'])
			if (!keeps(answer, text))
				faults.push(`"${text}" is not shown`);
		faults.push(...language_faults(answer, language, 'conflict'));
		const choice = form_of(answer.text, '/edit').fill({ 'keep.note': 'yours', 'keep.email': 'theirs' });
		const solved = await person.send(choice);
		if (solved.status !== 303)
			faults.push(`choosing answers ${solved.status}: ${words(solved.text).slice(0, 300)}`);
		const [row] = site.sql(`SELECT note, email, website, level FROM customer WHERE id = ${id}`);
		if (row.join(' ') !== 'mine theirs@example.com https://mine.example.com B')
			faults.push(`stored: ${row.join(' ')}`);
		return faults;
	});

for (const language of ['zh', 'en'])
	await test(`a stale version keeps what others did to lines and tags, and asks where both changed one (${language})`, async () => {
		const person = people[language], other = people[language === 'zh' ? 'en' : 'zh'], faults = [];
		const tags = [];
		for (const name of ['kept', 'dropped', 'added'])
			tags.push(await person.create('/tags', { name: `${name} ${language}` }));
		const entry = (await person.form('/customers/new')).fill({ name: `Lines ${language}` });
		['10001', '10002', '10003'].forEach((number, place) => entry.fill({ [`customer_phone.${place}.kind`]: 'work', [`customer_phone.${place}.number`]: number }));
		entry.fields.push(['customer_tag', tags[0]], ['customer_tag', tags[1]]);
		const id = /\/customers\/(\d+)/.exec((await person.send(entry)).location)[1];
		const mine = (await person.form(`/customers/${id}/edit`)).fill({ note: 'mine', 'customer_phone.2.number': '10033' });
		const theirs = (await other.form(`/customers/${id}/edit`)).fill({ 'customer_phone.0.number': '10011', 'customer_phone.1.remove': '1', 'customer_phone.2.number': '10023',
			'customer_phone.3.kind': 'home', 'customer_phone.3.number': '10004' });
		theirs.fields = theirs.fields.filter(([name, value]) => name !== 'customer_tag' || value !== tags[1]);
		theirs.fields.push(['customer_tag', tags[2]]);
		await other.send(theirs);

		const before = site.sums(), answer = await person.send(mine), line = mine.get('customer_phone.2.id');
		if (answer.status !== 409 || site.sums() !== before)
			faults.push(`answers ${answer.status}, database ${site.sums() === before ? 'unchanged' : 'changed'}`);
		faults.push(...language_faults(answer, language, 'conflict'));
		for (const text of ['10011', language === 'zh' ? '已删除：' : 'removed: ', '10003', '10023', '10033', '10004', `added ${language}`])
			if (!words(answer.text).includes(text))
				faults.push(`"${text}" is not shown: ${words(answer.text).slice(0, 900)}`);
		const choices = form_of(answer.text, '/edit').controls.filter((control) => control.name.startsWith('keep.')).map((control) => control.name);
		if (choices.join() !== `keep.customer_phone.${line},keep.customer_phone.${line}`)
			faults.push(`asks for ${choices.join()}`);
		// Another button of the form decides nothing: the question comes again.
		const longer = await person.send(form_of(answer.text, '/edit').set('add', 'customer_phone'));
		const asked = await person.send(form_of(longer.text, '/edit'));
		if (longer.status !== 200 || asked.status !== 409 || site.sums() !== before)
			faults.push(`adding a line answers ${longer.status}, saving then ${asked.status}`);
		const solved = await person.send(form_of(asked.text, '/edit').fill({ [`keep.customer_phone.${line}`]: 'theirs' }));
		if (solved.status !== 303)
			faults.push(`saving again answers ${solved.status}: ${words(solved.text).slice(0, 300)}`);
		const stored = [site.value(`SELECT note FROM customer WHERE id = ${id}`),
			site.value(`SELECT GROUP_CONCAT(number ORDER BY number) FROM customer_phone WHERE customer_id = ${id}`),
			site.value(`SELECT GROUP_CONCAT(g.name ORDER BY g.name) FROM customer_tag t JOIN tag g ON g.id = t.tag_id WHERE t.customer_id = ${id}`)].join(' | ');
		if (stored !== `mine | 10004,10011,10023 | added ${language},kept ${language}`)
			faults.push(`stored: ${stored}`);
		return faults;
	});

await test('a record of another owner answers 404, byte for byte like one that is not there', async () => {
	const sam = await new Person(site, 'en').sign_in('sam'), tom = await new Person(site, 'en').sign_in('tom'), faults = [];
	const id = await sam.create('/customers', { name: 'Only for Sam' }), missing = '88888888';
	const mask = (answer, number) => [answer.status, answer.text.replaceAll(answer.headers['x-request-id'], 'REQUEST')
		.replace(/value="[\w-]{43}"/g, 'TOKEN').replaceAll(`/${number}`, '/ID'), Object.keys(answer.headers).sort().join()].join('\n');
	const token = (await tom.form('/customers/new')).get('token'), before = site.sums();
	const asks = ['', '/edit', '/remove', '/history', '?as_of=2030-01-01', '?as_of=2001-01-01', '/history?as_of=2001-01-01'].map((end) => (number) => tom.get(`/customers/${number}${end}`));

	for (const end of ['/edit', '/remove', '/restore'])
		asks.push((number) => tom.post(`/customers/${number}${end}`, [['token', token], ['version', '1'], ['name', 'stolen']]));
	if ((await sam.get(`/customers/${id}`)).status !== 200)
		faults.push('its owner cannot see it');
	for (const [place, ask] of asks.entries()) {
		const one = await ask(id), other = await ask(missing);

		if (one.status !== 404)
			faults.push(`${place}: ${one.status}`);
		if (mask(one, id) !== mask(other, missing))
			faults.push(`${place}: the answers differ`);
	}
	for (const path of ['/customers', '/search?q=Sam', '/customers/export', '/customers?q=Only'])
		if ((await tom.get(path)).text.includes('Only for Sam'))
			faults.push(`${path} shows it`);
	const contact = await tom.send((await tom.form('/contacts/new')).fill({ name: 'Spy', customer_id: id }));
	if (contact.status !== 422 || contact.text.includes('Only for Sam'))
		faults.push(`a contact of it answers ${contact.status}`);
	if (site.sums() !== before)
		faults.push('the database changed');
	return faults;
});

await test('a record leads to what may be entered for it, a removed one to nothing', async () => {
	const admin = await new Person(site, 'en').sign_in('admin'), faults = [];
	const id = await admin.create('/customers', { name: 'Leads on' }), entered = async () => [...(await admin.page(`/customers/${id}`)).text.matchAll(/href="(\/[\w-]+)\/new\?customer_id=/g)].map(([, path]) => path).sort();
	const before = await entered();

	for (const path of ['/contacts', '/needs', '/opportunities', '/orders'])
		if (!before.includes(path))
			faults.push(`nothing leads to ${path}/new: ${before}`);
	// Their forms have no such field.
	for (const path of ['/payments', '/leads'])
		if (before.includes(path) || (await admin.form(`${path}/new?customer_id=${id}`)).get('customer_id') !== undefined)
			faults.push(`it leads to ${path}/new, or that has a field for it`);
	const removed = await admin.send(await admin.form(`/customers/${id}/remove`)), after = await entered();
	if (removed.status !== 303 || after.length)
		faults.push(`removed (${removed.status}), it leads to ${after}`);
	return faults;
});

const end_sessions = () => site.sql("DELETE FROM session WHERE user_id = (SELECT id FROM user WHERE login = 'eva')");

for (const language of ['zh', 'en'])
	await test(`a session that ended: what was typed goes along past signing in, and one button saves it, once (${language})`, async () => {
		const person = await new Person(site, language).sign_in('eva'), faults = [];
		const id = await person.create('/customers', { name: `Before the end ${language}` });
		const typed = { name: `桥 "quoted" & <b>'s ${language}`, note: '第一行\nline two' };
		const form = (await person.form(`/customers/${id}/edit`)).fill(typed);
		const has_all = (answer) => Object.values(typed).every((value) => forms(answer.text).some((each) => each.fields.some(([, field]) => field === value)));

		end_sessions();
		const before = site.sums(), answer = await person.send(form);
		const wrong = await person.send(form_of(answer.text, '/signin').fill({ login: 'eva', password: 'a wrong password' }));
		const signed = await person.send(form_of(wrong.text, '/signin').fill({ password }));
		for (const [name, each, status] of [['the form', answer, 401], ['a wrong password', wrong, 422], ['signing in', signed, 200]]) {
			if (each.status !== status)
				faults.push(`${name} answers ${each.status}: ${words(each.text).slice(0, 200)}`);
			if (!has_all(each))
				faults.push(`${name} loses what was typed`);
			faults.push(...language_faults(each, language, name));
		}
		const resume = form_of(signed.text, `/customers/${id}/edit`);
		const forged = await person.post(resume.action, resume.fields.filter(([name]) => name !== 'token'));
		if (forged.status !== 403 || site.sums() !== before)
			faults.push(`control: without the button's token it answers ${forged.status}, the database ${site.sums() === before ? 'stays' : 'changed'}`);
		const saved = await person.send(resume), again = await person.send(resume);
		if (saved.status !== 303 || again.location !== saved.location)
			faults.push(`sending answers ${saved.status}, then ${again.status} ${again.location}`);
		const [row] = site.sql(`SELECT name, REPLACE(REPLACE(note, '\\r', ''), '\\n', '/'), version FROM customer WHERE id = ${id}`);
		if (row.join('|') !== `${typed.name}|第一行/line two|2`)
			faults.push(`stored: ${row.join('|')}`);
		return faults;
	});

await test('signed in again in another tab: the sign-in form of this one leads to what was typed, too', async () => {
	const person = await new Person(site, 'en').sign_in('eva'), form = (await person.form('/tags/new')).fill({ name: 'Other tab' });

	end_sessions();
	const answer = await person.send(form);
	await person.sign_in('eva');
	const late = await person.send(form_of(answer.text, '/signin').fill({ login: 'eva', password }));
	const saved = await person.send(form_of(late.text, '/tags/new'));
	if (late.status !== 403 || saved.status !== 303 || site.value("SELECT COUNT(*) FROM tag WHERE name = 'Other tab'") !== '1')
		throw new Error(`answers ${late.status}, then ${saved.status}`);
});

await test('passwords, files and what is too much do not go along: the page says so and leads back to the form', async () => {
	const person = await new Person(site, 'en').sign_in('eva'), faults = [];
	const cases = [
		['passwords', '/me', 'Passwords are never kept', await person.form('/me', '/me/password'), { password: 'SecretOne secret', new_password: 'SecretTwo secret', new_password_again: 'SecretTwo secret' }, 'Secret'],
		['a file', '/customers/import', 'A file cannot be kept', await person.form('/customers/import'), {}, 'in the file'],
		['too much', '/customers/new', 'go back in your browser', await person.form('/customers/new'), { note: 'TooMuch'.repeat(15000) }, 'TooMuch'],
	];

	for (const [name, path, text, form, values, secret] of cases) {
		const token = forms((await person.page('/me')).text).map((each) => each.get('token')).find(Boolean);
		form.set('token', token).fill(values);
		end_sessions();
		const answer = await person.send(form, form.is_multipart ? { file: { field: 'file', name: 'a.csv', content: 'Name\nin the file\n' } } : {});
		if (answer.status !== 401 || answer.text.includes(secret) || !words(answer.text).includes(text))
			faults.push(`${name}: ${answer.status} ${words(answer.text).slice(0, 200)}`);
		const signed = await person.send(form_of(answer.text, '/signin').fill({ login: 'eva', password }));
		if (signed.status !== 303 || signed.location !== path)
			faults.push(`${name}: signing in answers ${signed.status} ${signed.location}`);
	}
	people.en = await new Person(site, 'en').sign_in('eva');
	return faults;
});

await test('a sign-in form leads to this site only', async () => {
	const nobody = new Person(site, 'en'), form = await nobody.form('/signin');

	form.fill({ login: 'eva', password, resume: '//evil.example/', 'typed.name': 'x' });
	const answer = await nobody.send(form);
	if (answer.status !== 303 || answer.location !== '/')
		throw new Error(`answers ${answer.status} ${answer.location}`);
});

await test('what a page of another site sent is not kept, neither past signing in nor past a bad token', async () => {
	const faults = [], own = site.url.replace(/\/$/, '');

	for (const [origin, is_kept] of [['https://evil.example', false], ['null', false], [`${own}.evil.example`, false], [own, true], [own.toUpperCase(), true], [undefined, true]]) {
		const headers = origin ? { Origin: origin } : {}, fields = [['name', 'Laundered'], ['token', 'A'.repeat(43)]];
		const nobody = new Person(site, 'en'), out = await nobody.post('/tags/new', fields, headers);
		const signed = await nobody.send(form_of(out.text, '/signin').fill({ login: 'eva', password }));
		const bad = await people.en.post('/tags/new', fields, headers);
		const carried = await new Person(site, 'en').post('/signin', [['resume', '/tags/new'], ['typed.name', 'Laundered']], headers);

		for (const [name, answer, status] of [['signed out', out, 401], ['signed in again', signed, is_kept ? 200 : 303], ['a bad token', bad, 403], ['a sign-in form', carried, 403]])
			if (answer.status !== status || answer.text.includes('Laundered') !== is_kept)
				faults.push(`${name}, from ${origin}: ${answer.status}, ${answer.text.includes('Laundered') ? 'kept' : 'not kept'}`);
	}
	return faults;
});

// What a program says of itself, and how a file is called, is longer than there is room for, and not always text.
await test('long and broken names of browsers and files are kept as far as they go', async () => {
	const faults = [], as_sent = (text) => Buffer.from(text).toString('latin1');
	const eva = await new Person(site, 'en').sign_in('eva');

	for (const [sent, kept] of [[as_sent(`浏览器${'器'.repeat(300)}`), `浏览器${'器'.repeat(197)}`], ['x\xff\xfe y', 'x'], ['Plain/1.0', 'Plain/1.0']]) {
		const person = new Person(site, 'en'), form = (await person.form('/signin')).fill({ login: 'eva', password });
		// With a body of text the headers would be sent as UTF-8 once more.
		const answer = await person.ask('POST', '/signin', { body: Buffer.from(encode(form.fields)), type: 'application/x-www-form-urlencoded', headers: { 'User-Agent': sent } });
		const stored = site.value('SELECT user_agent FROM session ORDER BY id DESC LIMIT 1');

		if (answer.status !== 303 || stored !== kept)
			faults.push(`signing in answers ${answer.status}, kept is "${stored}"`);
	}
	for (const [sent, kept] of [[`${'客户名单'.repeat(60)}.csv`, '客户名单'.repeat(50)], [`a${'名'.repeat(70)}.csv`, `a${'名'.repeat(70)}.csv`], ['plain.csv', 'plain.csv']]) {
		const answer = await eva.send(await eva.form('/tags/import'), { file: { field: 'file', name: sent, content: 'name\nTag\n' } });
		const stored = site.value('SELECT file_name FROM import_file ORDER BY id DESC LIMIT 1');

		if (answer.status !== 303 || stored !== kept)
			faults.push(`the upload answers ${answer.status}, kept is "${stored}"`);
	}
	return faults;
});

await test('sending a form twice makes one record', async () => {
	const form = (await people.en.form('/customers/new')).fill({ name: 'Twice' }), faults = [];
	const first = await people.en.send(form), second = await people.en.send(form);
	const together = (await people.en.form('/customers/new')).fill({ name: 'Together' });
	const answers = await Promise.all([1, 2, 3, 4].map(() => people.en.send(together)));

	if (first.status !== 303 || second.status !== 303 || first.location !== second.location)
		faults.push(`${first.status} ${first.location}, ${second.status} ${second.location}`);
	if (new Set(answers.map((answer) => `${answer.status} ${answer.location}`)).size !== 1)
		faults.push(answers.map((answer) => `${answer.status} ${answer.location}`).join(', '));
	for (const name of ['Twice', 'Together'])
		if (site.value(`SELECT COUNT(*) FROM customer WHERE name = '${name}'`) !== '1')
			faults.push(`${site.value(`SELECT COUNT(*) FROM customer WHERE name = '${name}'`)} records named ${name}`);
	return faults;
});

for (const [language, missing, others] of [['zh', '请先恢复那条记录', '与它一同删除的还有您无权恢复的记录：客户（1）'], ['en', 'Bring that back first', 'together with records that you may not bring back: Customers (1)']])
	await test(`what cannot be brought back says why (${language})`, async () => {
		const sam = await new Person(site, language).sign_in('sam'), admin = people[language], faults = [];
		const owner = site.value("SELECT id FROM user WHERE login = 'sam'");
		const parent = await admin.create('/customers', { name: `Gone ${language}` });
		const remove = async (path) => admin.send(await admin.form(`${path}/remove`));
		const restore = async (person, path) => person.send(form_of((await person.page(path)).text, '/restore'));
		const contacts = [];
		for (const name of ['First', 'Second'])
			contacts.push(await admin.create('/contacts', { name: `${name} ${language}` }, `?customer_id=${parent}`));
		for (const id of contacts)
			await admin.send((await admin.form(`/contacts/${id}/edit`)).fill({ owner_id: owner }));
		await remove(`/contacts/${contacts[0]}`);
		await remove(`/customers/${parent}`);
		const before = site.sums();
		for (const [contact, text] of [[contacts[0], missing], [contacts[1], others]]) {
			const answer = await restore(sam, `/contacts/${contact}`);
			if (answer.status !== 409 || !words(answer.text).includes(text))
				faults.push(`answers ${answer.status}: ${words(answer.text).slice(0, 400)}`);
			faults.push(...language_faults(answer, language, text));
		}
		if (site.sums() !== before)
			faults.push('the database changed');
		for (const [person, path] of [[admin, `/customers/${parent}`], [sam, `/contacts/${contacts[0]}`]]) {
			const answer = await restore(person, path);
			if (answer.status !== 303)
				faults.push(`${path} then answers ${answer.status}`);
		}
		return faults;
	});

await test('a wrong amount comes back as it was typed, beside its currency, and can be put right there', async () => {
	const faults = [], { en } = people, fresh = () => en.form(`/needs/new?customer_id=${customer}`);
	const rows = [['500x', 'USD', '500'], ['5 00', 'EUR', '500'], ['500 USD', 'CNY', '500'], ['500 USD', 'USD', null], ['500usd', 'USD', null], ['USD', 'USD', '500']];

	for (const [typed, code, cured] of rows) {
		let answer = await en.send((await fresh()).fill({ title: `Amount ${typed} ${code}`, budget: typed, budget_currency: code }));

		if (cured) {
			const form = form_of(answer.text, '/needs/new');

			if (answer.status !== 422 || form.get('budget') !== typed || form.get('budget_currency') !== code)
				faults.push(`"${typed}" ${code} answers ${answer.status} with "${form.get('budget')}" ${form.get('budget_currency')}`);
			answer = await en.send(form.fill({ budget: cured }));
		}
		const [stored] = site.sql(`SELECT budget, budget_currency FROM need WHERE title = 'Amount ${typed} ${code}'`);
		if (answer.status !== 303 || stored?.join(' ') !== `500.00 ${code}`)
			faults.push(`"${typed}" ${code} then answers ${answer.status}, stored: ${stored?.join(' ')}`);
	}
	const signed = form_of((await en.send((await fresh()).fill({ title: '', budget: '¥ 99', budget_currency: 'CNY' }))).text, '/needs/new');
	if (signed.get('budget') !== '¥ 99' || signed.get('budget_currency') !== 'CNY')
		faults.push(`beside another mistake "¥ 99" became "${signed.get('budget')}" ${signed.get('budget_currency')}`);
	return faults;
});

await test('Enter saves: the first button of every record form is its own, not that of a reference', async () => {
	const faults = [], { en } = people, opened = [];

	for (const { path } of entities().filter((each) => !each.is_fixed)) {
		const answer = await en.get(`${path}/new`), form = answer.status === 200 && form_of(answer.text, '/new');

		if (!form || !form.buttons.some((each) => each.name === 'find'))
			continue;
		opened.push(path);
		if (form.buttons[0].name !== undefined || form.buttons[0].formnovalidate !== undefined)
			faults.push(`${path}/new: Enter presses "${form.buttons[0].text}"`);
	}
	if (!opened.includes('/customers') || opened.length < 3)
		faults.push(`control: only ${opened.join()} have references to look for`);
	for (const [place, wanted] of [[0, 303], [1, 200]]) {
		const form = (await en.form('/customers/new')).fill({ name: `Entered ${place}` }), pressed = form.buttons[place];

		if (pressed.name)
			form.fields.push([pressed.name, pressed.value]);
		const answer = await en.send(form), count = site.value(`SELECT COUNT(*) FROM customer WHERE name = 'Entered ${place}'`);
		if (answer.status !== wanted || count !== (wanted === 303 ? '1' : '0'))
			faults.push(`button ${place}, "${pressed.text}", answers ${answer.status}, ${count} saved`);
	}
	return faults;
});

await test('a save that changes nothing is no change', async () => {
	const before = site.sums(), answer = await people.en.send(await people.en.form(`/customers/${customer}/edit`));

	if (answer.status !== 303 || site.sums() !== before)
		throw new Error(`answers ${answer.status}`);
});

await test('a form with a moment in it loses no seconds', async () => {
	const id = await people.en.create('/requests', { content: 'Seconds' }, `?customer_id=${customer}`), before = site.sums();
	const answer = await people.en.send(await people.en.form(`/requests/${id}/edit`));

	if (answer.status !== 303 || site.sums() !== before || site.value(`SELECT MICROSECOND(opened_at) FROM request WHERE id = ${id}`) === '0')
		throw new Error(`answers ${answer.status}, database ${site.sums() === before ? 'unchanged' : 'changed'}`);
});

for (const [name, kind, path] of [['language', 'language', '/me/language'], ['theme', 'theme', '/me/theme']])
	await test(`a ${name} that is none changes nothing`, async () => {
		const before = site.sums(), token = (await people.en.form('/customers/new')).get('token');
		const answer = await people.en.post(path, [['token', token], [kind, 'klingon'], ['return', 'https://evil.example/']]);

		if (answer.status !== 303 || /evil/.test(answer.location) || site.sums() !== before)
			throw new Error(`${answer.status} ${answer.location}`);
	});

finish();
