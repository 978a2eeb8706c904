// asof_test.mjs: one worker, asked now, as of then, now, as of then, answers each right, on every page that knows moments.
import { Person, Site, entities, finish, has, pause, routes, skip_all, test, words } from './lib.mjs';

if (!has('nginx'))
	skip_all('nginx is missing: with it a program has exactly one worker');
const site = new Site({ server: 'nginx', workers: 1, customers: 60 });
const person = await new Person(site, 'en').sign_in();
const moment = () => site.value("SELECT DATE_FORMAT(at, '%Y-%m-%dT%H:%i:%s.%fZ') FROM clock");
const customer = site.value('SELECT MIN(id) FROM customer');
const needed = {
	user: { login: 'moment', role_id: '6' },
};
const queries = { contact: `?customer_id=${customer}`, need: `?customer_id=${customer}` };
const records = [], name_field = (entity) => (entity.name === 'need' ? 'title' : 'name');
// What a list may be filtered by is offered as it is now.
const filters = /<form class="filters".*?<\/form>/s;
const mask = (text) => words(text.replace(/value="[\w-]{43}"/g, '').replace(/<p class="foot">.*?<\/p>/gs, ''));

// Of each entity one record that was "Before ..." then and is "After ..." now, one that was there then only, one that is there now only.
for (const entity of entities().filter((each) => !each.is_fixed)) {
	const name = name_field(entity), label = entity.name, values = needed[label] || {};
	const record = { entity, ids: {} };

	record.ids.edited = await person.create(entity.path, { ...values, [name]: `Before ${label}`, ...(label === 'region' ? { code: 'B1' } : {}) }, queries[label]);
	record.ids.gone = await person.create(entity.path, { ...values, [name]: `Gone ${label}`, ...(values.login ? { login: 'gone' } : {}), ...(label === 'region' ? { code: 'B2' } : {}) }, queries[label]);
	records.push(record);
}
const then = moment();
await pause(5);
for (const { entity, ids } of records) {
	const name = name_field(entity), label = entity.name, values = needed[label] || {};
	const saved = await person.send((await person.form(`${entity.path}/${ids.edited}/edit`)).fill({ [name]: `After ${label}` }));
	const removed = await person.send(await person.form(`${entity.path}/${ids.gone}/remove`));

	if (saved.status !== 303 || removed.status !== 303)
		await test(`${entity.path}: editing and removing`, () => [`${saved.status} ${removed.status} ${words(removed.text).slice(-300)}`]);
	await person.create(entity.path, { ...values, [name]: `Later ${label}`, ...(values.login ? { login: 'later' } : {}), ...(label === 'region' ? { code: 'B3' } : {}) }, queries[label]);
}

// What each page must show at which moment, and what it must not.
function expected(route, record) {
	const label = record.entity.name, old = [`Before ${label}`], fresh = [`After ${label}`];

	// A record's page tells its history too, so that the old name stands there now as well.
	if (/\{id\}(\/history)?$/.test(route.pattern))
		return { now: [[...fresh, ...old], []], then: [old, fresh] };
	return { now: [[...fresh, `Later ${label}`], [...old, `Gone ${label}`]], then: [[...old, `Gone ${label}`], [...fresh, `Later ${label}`]] };
}

const walked = [];
for (const route of routes().filter((each) => each.method === 'GET' && !/NO_MOMENT|PUBLIC/.test(each.flags))) {
	const record = records.find((each) => each.entity.name === route.entity);

	if (!record && route.pattern !== '/search' && !route.pattern.startsWith('/roles')) {
		await test(`${route.pattern} is known to this test`, () => ['it is not']);
		continue;
	}
	const query = record && !route.pattern.includes('{id}') ? 'sort=-id' : route.pattern === '/search' ? 'q=customer' : '';
	const path = route.pattern.replace('{id}', record ? record.ids.edited : '1');
	const wanted = record ? expected(route, record) : route.pattern === '/search' ? {
		now: [['After customer', 'Later customer'], ['Before customer', 'Gone customer']], then: [['Before customer', 'Gone customer'], ['After customer', 'Later customer']],
	} : { now: [[], []], then: [[], []] };

	walked.push(path);
	await test(`${route.pattern}: now, as of then, now, as of then`, async () => {
		const faults = [], answers = { now: [], then: [] };

		for (const [turn, when] of ['now', 'then', 'now', 'then'].entries()) {
			const address = [query, when === 'then' ? `as_of=${encodeURIComponent(then)}` : ''].filter(Boolean).join('&');
			const answer = await person.get(path + (address && `?${address}`));
			const text = /^text\/html/.test(answer.headers['content-type']) ? words(answer.text.slice(answer.text.indexOf('<main')).replace(filters, '')) : answer.text;
			const [must, must_not] = wanted[when];

			answers[when].push(/^text\/html/.test(answer.headers['content-type']) ? mask(answer.text) : answer.text);
			if (answer.status !== 200)
				faults.push(`turn ${turn} (${when}) answers ${answer.status}: ${text.slice(0, 200)}`);
			for (const each of must)
				if (!text.includes(each))
					faults.push(`turn ${turn} (${when}) does not show "${each}"`);
			for (const each of must_not)
				if (text.includes(each))
					faults.push(`turn ${turn} (${when}) shows "${each}"`);
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

await test('a form cannot be sent into the past', async () => {
	const form = await person.form('/customers/new'), before = site.sums();

	form.action += `?as_of=${encodeURIComponent(then)}`;
	const answer = await person.send(form.fill({ name: 'Into the past' }));
	if (answer.status !== 403 || site.sums() !== before)
		throw new Error(`answers ${answer.status}`);
});

finish();
