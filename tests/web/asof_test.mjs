// asof_test.mjs: one worker, asked now, as of then, now, as of then, answers each right, on every page that knows moments.
import { Person, Site, entities, finish, has, pause, routes, skip_all, test, words } from './lib.mjs';
import { sample, worded } from './sample.mjs';

if (!has('nginx'))
	skip_all('nginx is missing: with it a program has exactly one worker');
const site = new Site({ server: 'nginx', workers: 1, customers: 60 });
const person = await new Person(site, 'en').sign_in();
const moment = () => site.value("SELECT DATE_FORMAT(at, '%Y-%m-%dT%H:%i:%s.%fZ') FROM clock");
const all = entities(), records = [];
const mask = (text) => words(text.replace(/value="[\w-]{43}"/g, '').replace(/<p class="foot">.*?<\/p>/gs, ''));

// Of each entity one record that was "Before ..." then and is "After ..." now, one that was there then only, one that is there now only.
for (const entity of all.filter((each) => !each.is_fixed))
	records.push({ entity, ids: { edited: await sample(site, person, all, entity, 'Before'), gone: await sample(site, person, all, entity, 'Gone') } });
const then = moment();
await pause(5);
for (const { entity, ids } of records) {
	const { field, typed } = worded(entity, 'After');
	const saved = await person.send((await person.form(`${entity.path}/${ids.edited}/edit`)).fill({ [field]: typed, reason: 'It was agreed so' }));
	const removed = await person.send(await person.form(`${entity.path}/${ids.gone}/remove`));

	if (saved.status !== 303 || removed.status !== 303)
		await test(`${entity.path}: editing and removing`, () => [`${saved.status} ${removed.status} ${words((saved.status === 303 ? removed : saved).text.replace(/^.*<main/s, '')).slice(0, 400)}`]);
	await sample(site, person, all, entity, 'Later');
}

const figures = new Set(['/', '/requests/overview', '/sales/report']);
// Entities whose records are there from the beginning, and stay.
const is_fixed = (route) => all.some(({ name, is_fixed }) => is_fixed && name === route.entity) || route.pattern.startsWith('/roles');

// What each page must show at which moment, and what it must not.
function expected(route, record) {
	// Pages of figures name no records; the area's own tests count them at both moments.
	if (figures.has(route.pattern))
		return { now: [[], []], then: [[], []] };
	const [before, after, later, gone] = ['Before', 'After', 'Later', 'Gone'].map((prefix) => worded(record.entity, prefix)[route.pattern.endsWith('/export') ? 'typed' : 'shown']);

	// A record's page that is its area's own need not tell what it was called.
	if (route.is_own && /\{id\}(\/print)?$/.test(route.pattern))
		return { now: [[after], []], then: [[before], [after]] };
	// A record's page tells its history too, so that the old name stands there now as well.
	if (/\{id\}(\/history)?$/.test(route.pattern))
		return { now: [[after, before], []], then: [route.pattern.endsWith('/history') && !worded(record.entity, 'Before').is_title ? [] : [before], [after]] };
	return { now: [[after, later], [before, gone]], then: [[before, gone], [after, later]] };
}

function shown_wrongly(text, must, must_not) {
	return [...must.filter((each) => !text.includes(each)).map((each) => `does not show "${each}"`), ...must_not.filter((each) => text.includes(each)).map((each) => `shows "${each}"`)];
}

const walked = [], texts = [];
for (const route of routes().filter((each) => each.method === 'GET' && !/NO_MOMENT|PUBLIC/.test(each.flags))) {
	const record = records.find((each) => each.entity.name === route.entity);

	if (!record && !figures.has(route.pattern) && route.pattern !== '/search' && !is_fixed(route)) {
		await test(`${route.pattern} is known to this test`, () => ['it is not']);
		continue;
	}
	const query = record && !route.pattern.includes('{id}') ? 'sort=-id' : route.pattern === '/search' ? 'q=customer' : '';
	const path = route.pattern.replace('{id}', record ? record.ids.edited : '1');
	const wanted = record || figures.has(route.pattern) ? expected(route, record) : route.pattern === '/search' ? {
		now: [['After customer', 'Later customer'], ['Before customer', 'Gone customer']], then: [['Before customer', 'Gone customer'], ['After customer', 'Later customer']],
	} : { now: [[], []], then: [[], []] };

	walked.push(path);
	await test(`${route.pattern}: now, as of then, now, as of then`, async () => {
		const faults = [], answers = { now: [], then: [] };

		for (const [turn, when] of ['now', 'then', 'now', 'then'].entries()) {
			const address = [query, when === 'then' ? `as_of=${encodeURIComponent(then)}` : ''].filter(Boolean).join('&');
			const answer = await person.get(path + (address && `?${address}`));
			const text = /^text\/html/.test(answer.headers['content-type']) ? words(answer.text.slice(answer.text.indexOf('<main'))) : answer.text;
			const [must, must_not] = wanted[when];

			answers[when].push(/^text\/html/.test(answer.headers['content-type']) ? mask(answer.text) : answer.text);
			if (answer.status !== 200)
				faults.push(`turn ${turn} (${when}) answers ${answer.status}: ${text.slice(0, 200)}`);
			faults.push(...shown_wrongly(text, must, must_not).map((fault) => `turn ${turn} (${when}) ${fault}`));
			texts.push([when, text, wanted]);
			if (/^text\/html/.test(answer.headers['content-type']) && (when === 'then') !== answer.text.includes('class="past"'))
				faults.push(`turn ${turn} (${when}): the banner is ${when === 'then' ? 'missing' : 'shown'}`);
			if (when === 'then' && /\/(edit|new|remove|import|restore)"/.test(answer.text.replace(/<header class="top">.*?<\/header>/s, '')))
				faults.push(`turn ${turn}: an earlier moment offers to change something: ${/"[^"]*\/(edit|new|remove|import|restore)"/.exec(answer.text.replace(/<header class="top">.*?<\/header>/s, ''))[0]}`);
		}
		for (const when of ['now', 'then'])
			if (answers[when][0] !== answers[when][1])
				faults.push(`${when} differs the second time`);
		return faults;
	});
}
await test('the walk was whole', () => (walked.length >= 35 ? `${walked.length} pages` : [`only ${walked.length} pages`]));

await test('control: a page of the other moment would be noticed', () => {
	const other = { now: 'then', then: 'now' };
	// A page that tells both names now would pass for the past only where nothing is forbidden there.
	const blind = texts.filter(([when, text, wanted]) => (wanted[when][0].length || wanted[when][1].length) && !shown_wrongly(text, ...wanted[other[when]]).length);

	return texts.length > 60 && !blind.length ? `${texts.length} pages` : [`${texts.length} pages`, ...blind.map(([when, text]) => `${when}: ${text.slice(0, 100)}`)];
});

await test('a moment is the same in whichever zone it is written', async () => {
	const at = Date.parse(then), faults = [];
	const written = (hours, zone) => new Date(at + hours * 3600000).toISOString().replace('Z', zone);
	const carried = async (text) => /[?&](?:amp;)?as_of=([^"&]+)/.exec((await person.page(`/customers?as_of=${encodeURIComponent(text)}`)).text)?.[1];
	const wanted = await carried(written(0, 'Z'));

	for (const [hours, zone] of [[-5, '-05:00'], [8, '+08:00'], [8, '+0800'], [-5, '-0500']])
		if (await carried(written(hours, zone)) !== wanted)
			faults.push(`${written(hours, zone)} is not ${wanted}`);
	if (!wanted || await carried(written(-6, '-05:00')) === wanted)
		faults.push('control: an hour before is the same');
	return faults;
});

await test('what a list can be filtered by is what there was at that moment', async () => {
	const choices = async (path, name) => [...(new RegExp(`<select[^>]*name="f\\.${name}\\.is".*?</select>`, 's').exec((await person.page(path)).text)?.[0] || '').matchAll(/<option[^>]*>([^<]*)/g)].map(([, label]) => label.trim());
	const moments = { now: '', then: `?as_of=${encodeURIComponent(then)}` }, faults = [];
	const wanted = (label) => ({ now: [[`After ${label}`, `Later ${label}`], [`Before ${label}`, `Gone ${label}`]], then: [[`Before ${label}`, `Gone ${label}`], [`After ${label}`, `Later ${label}`]] });

	for (const [path, name, label] of [['/customers', 'region_id', 'region'], ['/customers', 'industry_id', 'industry'], ['/customers', 'owner_id', 'user'], ['/users', 'team_id', 'team']])
		for (const when of ['now', 'then', 'now']) {
			const found = await choices(path + moments[when], name), [must, must_not] = wanted(label)[when], other = wanted(label)[when === 'now' ? 'then' : 'now'];
			const list = found.map((each) => `[${each}]`).join(''), boxed = (names) => names.map((each) => `[${each}]`);

			faults.push(...shown_wrongly(list, boxed(must), boxed(must_not)).map((fault) => `${path} ${name} ${when} ${fault}`));
			if (!shown_wrongly(list, boxed(other[0]), boxed(other[1])).length)
				faults.push(`control: ${path} ${name} ${when} passes for the other moment`);
		}
	return faults;
});

await test('an earlier moment costs a list three statements more at most: a transaction, the moment, the choices', async () => {
	const statements = async (path) => Number(/statements;desc="(\d+)"/.exec((await person.page(path)).headers['server-timing'])[1]);
	const counts = [];

	for (const path of ['/customers', '/contacts', '/users']) {
		await person.page(path);
		counts.push([path, await statements(path), await statements(`${path}?as_of=${encodeURIComponent(then)}`)]);
	}
	const text = counts.map((each) => each.join(' ')).join(', ');
	return counts.every(([, now, past]) => now <= 4 && past <= now + 3) ? text : [text];
});

await test('a record of later says when it was entered and leads to now; one that nobody may see was never there', async () => {
	site.user('uma', 'Uma Seller', 'salesperson');
	site.user('vic', 'Vic Seller', 'salesperson');
	const uma = await new Person(site, 'en').sign_in('uma'), vic = await new Person(site, 'en').sign_in('vic'), chinese = await new Person(site, 'zh').sign_in('uma'), faults = [];
	const id = await uma.create('/customers', { name: 'Of later' }), gone = await uma.create('/customers', { name: 'Of later, gone' }), missing = '88888888';
	const entered = site.value(`SELECT DATE(CONVERT_TZ(MIN(row_start), '+00:00', '+08:00')) FROM customer FOR SYSTEM_TIME ALL WHERE id = ${id}`);
	const at = (reader, path) => reader.get(`${path}?as_of=${encodeURIComponent(then)}`);
	const mask = (answer, number) => [answer.status, answer.text.replaceAll(answer.headers['x-request-id'], 'REQUEST').replace(/value="[\w-]{43}"/g, 'TOKEN')
		.replaceAll(`/${number}`, '/ID'), Object.keys(answer.headers).sort().join(), /statements;desc="\d+"/.exec(answer.headers['server-timing'])[0]].join('\n');

	await person.send(await person.form(`/customers/${gone}/remove`));
	for (const [reader, text] of [[uma, `It was entered on ${entered}.`], [chinese, `它录入于 ${entered}。`]])
		for (const path of [`/customers/${id}`, `/customers/${id}/history`, `/customers/${gone}`]) {
			const answer = await at(reader, path), main = answer.text.slice(answer.text.indexOf('<main'));

			if (answer.status !== 404 || !words(main).includes(text) || !main.includes(`href="${path}"`) || !answer.text.includes('class="past"'))
				faults.push(`${path} answers ${answer.status}: ${words(main).slice(0, 300)}`);
			if ((await reader.get(path)).status !== 200)
				faults.push(`${path} is not there now`);
		}
	for (const path of ['/customers', '/customers/removed'])
		if ((await at(uma, path)).status === 404)
			faults.push(`${path} is missing`);
	for (const [number, end] of [[id, ''], [id, '/history'], [gone, '']]) {
		const hidden = await at(vic, `/customers/${number}${end}`), none = await at(vic, `/customers/${missing}${end}`);

		if (mask(hidden, number) !== mask(none, missing) || hidden.text.includes('entered on') || !hidden.text.includes('class="past"'))
			faults.push(`/customers/${number}${end} differs from what is not there`);
	}
	// Who sees it only since was not shown it then: that is no word about when it was entered.
	const handed = await person.create('/customers', { name: 'Handed over' }), moment_before = moment();
	await pause(5);
	site.sql(`UPDATE customer SET owner_id = (SELECT id FROM user WHERE login = 'uma') WHERE id = ${handed}`);
	const late = await uma.get(`/customers/${handed}?as_of=${encodeURIComponent(moment_before)}`);
	if (late.text.includes('entered on'))
		faults.push('one that was there is said to have come later');
	return faults;
});

await test('a form cannot be sent into the past', async () => {
	const form = await person.form('/customers/new'), before = site.sums();

	form.action += `?as_of=${encodeURIComponent(then)}`;
	const answer = await person.send(form.fill({ name: 'Into the past' }));
	if (answer.status !== 403 || site.sums() !== before)
		throw new Error(`answers ${answer.status}`);
});

finish();
