// service_test.mjs: a request is a conversation: answers and notes, states and owners, lateness and satisfaction, each for those it is for.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Person, Site, finish, form_of, forms, language_faults, pause, plain, skip, source, test, words } from './lib.mjs';

const site = new Site({ server: 'apache', customers: 60 });

site.user('agent', 'Ann Agent', 'service_agent');
site.user('second', 'Sue Second', 'service_agent');
site.user('seller', 'Sam Seller', 'salesperson');
site.user('looker', 'Lee Looker', 'viewer');
const agent = await new Person(site, 'en').sign_in('agent'), second = await new Person(site, 'zh').sign_in('second');
const seller = await new Person(site, 'en').sign_in('seller'), looker = await new Person(site, 'en').sign_in('looker');
const admin = await new Person(site, 'en').sign_in('admin');
const customer = await admin.create('/customers', { name: 'Harbour Instruments' });
const id_of = (login) => site.value(`SELECT id FROM user WHERE login = '${login}'`);
const field = (id, name) => site.value(`SELECT ${name} FROM request WHERE id = ${id}`);

const open = (values = {}, person = agent) => person.create('/requests', { customer_id: customer, content: 'The probe drifts.', ...values }, `?customer_id=${customer}`);
const page = async (id, person = agent, query = '') => (await person.page(`/requests/${id}${query}`)).text;
const act = async (id, name, values, person = agent, options) => person.send((await person.form(`/requests/${id}`, `/${name}`)).fill(values), options);
const say = (id, values, person = agent) => act(id, 'comments', values, person);

// The conversation of a page: what each entry says, and whether it is a step or an internal note.
function talk(html) {
	const list = /<ol class="talk">(.*?)<\/ol>/s.exec(html)[1];

	return [...list.matchAll(/<li((?:[^>"]|"[^"]*")*)>(.*?)<\/li>/gs)].map(([, head, body]) => ({
		text: words(body), is_step: head.includes('class="system"'), is_internal: head.includes('class="internal"'),
	}));
}

// The base state that the page's span stands at.
const base_state = (html) => words(/<li[^>]*aria-current="step">(.*?)<\/li>/s.exec(html)[1]);

function told(answer, wanted, faults, name) {
	if (answer.status !== wanted)
		faults.push(`${name} answers ${answer.status} instead of ${wanted}: ${words(answer.text).slice(0, 200)}`);
}

await test('a request is a conversation: what the customer said comes first, then what was said, with each step in its place', async () => {
	const id = await open({ content: 'First line <b>\nsecond line' }), faults = [];

	for (const values of [{ kind: 'reply', body: 'We look into it.' }, { kind: 'internal', body: 'They are in a hurry.' }, { kind: 'customer', body: 'Any news?', status_id: '3' }])
		told(await say(id, values), 303, faults, values.body);
	for (const person of [agent, second]) {
		const html = await page(id, person), zh = person === second, items = talk(html);
		const wanted = [/Harbour.*First line <b> second line/, /Ann Agent.*We look into it\./, zh ? /未处理 → 处理中 · Ann Agent/ : /Not handled → Being handled · Ann Agent/,
		                zh ? /Ann Agent.*内部备注，客户不可见.*They are in a hurry\./ : /Ann Agent.*Internal note, customers cannot see this.*They are in a hurry\./,
		                /Harbour.*Any news\?/, zh ? /处理中 → 等待客户/ : /Being handled → Waiting for the customer/];
		if (items.length !== wanted.length)
			faults.push(`${items.length} entries: ${items.map((item) => item.text).join(' | ')}`);
		wanted.forEach((pattern, place) => pattern.test(items[place]?.text) || faults.push(`entry ${place}: ${items[place]?.text}`));
		if (items.map((item) => (item.is_step ? 's' : item.is_internal ? 'i' : '-')).join('') !== '--si-s')
			faults.push(`marks: ${JSON.stringify(items)}`);
		faults.push(...language_faults({ text: html }, person.language, 'the page'));
	}
	const newest = talk(await page(id, agent, '?order=newest'));
	if (!/Waiting/.test(newest[0].text) || !/First line/.test(newest.at(-1).text))
		faults.push(`newest first: ${newest.map((item) => item.text).join(' | ')}`);
	return faults;
});

await test('the first answer to the customer is what counts as the first answer', async () => {
	const id = await open(), faults = [];

	await say(id, { kind: 'internal', body: 'a note', status_id: '1' });
	await say(id, { kind: 'customer', body: 'hello?', status_id: '1' });
	if (field(id, 'answered_at') !== 'NULL')
		faults.push('a note or the customer counts as an answer');
	await say(id, { kind: 'reply', body: 'one' });
	const first = field(id, 'answered_at');
	if (first !== site.value(`SELECT created_at FROM request_comment WHERE request_id = ${id} AND body = 'one'`))
		faults.push(`answered at ${first}`);
	await say(id, { kind: 'reply', body: 'two' });
	if (field(id, 'answered_at') !== first)
		faults.push('the second answer moved it');
	const by_phone = await open();
	await act(by_phone, 'state', { state: '4' });
	if (field(by_phone, 'answered_at') !== field(by_phone, 'handled_at') || field(by_phone, 'handled_at') === 'NULL')
		faults.push(`handled without a word: answered ${field(by_phone, 'answered_at')}, handled ${field(by_phone, 'handled_at')}`);
	return faults;
});

await test('a state of the company\'s own stands for one of the three, wherever states are told', async () => {
	const faults = [], id = await open({ title: 'Waits for parts' });
	const state = await admin.create('/request-statuses', { name: '等待备件', name_en: 'Waiting for parts', state: 'handling', position: '35' });

	told(await act(id, 'state', { state }), 303, faults, 'the new state');
	const html = await page(id);
	if (base_state(html) !== 'Being handled' || field(id, 'state') !== 'handling')
		faults.push(`stands at ${base_state(html)}, ${field(id, 'state')}`);
	if (!/<option value="\d+" selected>Waiting for parts</.test(html) || !/Not handled → Waiting for parts/.test(words(html)))
		faults.push('its own name is not told');
	const listed = async (base) => (await agent.page(`/requests?f.state.is=${base}`)).text.includes('Waits for parts');
	if (!await listed('handling') || await listed('unhandled') || await listed('handled'))
		faults.push('it is in the wrong list');
	if (site.value(`SELECT service_status FROM service_request WHERE id = ${id}`) !== '处理中')
		faults.push('the view says otherwise');
	const changed = await admin.send((await admin.form(`/request-statuses/${state}/edit`)).fill({ state: 'handled' }));
	if (changed.status !== 422 || site.value(`SELECT state FROM request_status WHERE id = ${state}`) !== 'handling')
		faults.push(`a state in use can be made to mean something else: ${changed.status}`);
	const unused = await admin.create('/request-statuses', { name: '空闲', state: 'handling', position: '36' });
	told(await admin.send((await admin.form(`/request-statuses/${unused}/edit`)).fill({ state: 'handled' })), 303, faults, 'control: a state that nothing is in');
	return faults;
});

await test('one button is the next step, and an answer may take the request on', async () => {
	const id = await open(), faults = [], way = [];

	for (let step = 0; step < 3; step++) {
		const answer = await act(id, 'state', {}, agent, { button: 'step' });

		told(answer, 303, faults, `step ${step}`);
		way.push(`${field(id, 'state')} ${field(id, 'handled_at') !== 'NULL'}`);
	}
	if (way.join(', ') !== 'handling false, handled true, handling false')
		faults.push(way.join(', '));
	await say(id, { kind: 'reply', body: 'Done.', status_id: '5' });
	if (field(id, 'status_id') !== '5' || field(id, 'state') !== 'handled')
		faults.push(`after the last answer: ${field(id, 'status_id')} ${field(id, 'state')}`);
	if (site.value(`SELECT COUNT(*) FROM change_record WHERE entity = 'request' AND record_id = ${id}`) !== '5')
		faults.push('answer and state are not one change');
	const before = site.sums();
	told(await act(id, 'state', { state: '99999' }), 422, faults, 'a state that is none');
	told(await act(id, 'comments', { kind: 'shout', body: 'x' }), 422, faults, 'a kind that is none');
	if (site.sums() !== before)
		faults.push('what was refused changed something');
	return faults;
});

await test('nothing typed is lost: an empty answer, one too long, and a state that somebody else set meanwhile', async () => {
	const id = await open(), faults = [];
	const stale = (await agent.form(`/requests/${id}`, '/comments')).fill({ kind: 'internal', body: 'My <typed> words', status_id: '3' });
	const stale_state = (await agent.form(`/requests/${id}`, '/state')).fill({ state: '2' });
	const stale_owner = (await agent.form(`/requests/${id}`, '/assign')).fill({ owner_id: id_of('seller') });

	await act(id, 'state', { state: '6' }, second);
	await act(id, 'assign', {}, second, { button: 'take' });
	const before = site.sums();
	const overtaken = await agent.send(stale), again = form_of(overtaken.text, '/comments');
	told(overtaken, 409, faults, 'an overtaken answer');
	if (again.get('body') !== 'My <typed> words' || again.get('kind') !== 'internal' || again.get('status_id') !== '3')
		faults.push(`lost: ${JSON.stringify(again.fields)}`);
	told(await agent.send(stale_state), 409, faults, 'an overtaken step');
	told(await agent.send(stale_owner), 409, faults, 'an overtaken assignment');
	for (const [name, body] of [['nothing', ' '], ['too much', '长'.repeat(20001)]]) {
		const answer = await say(id, { kind: 'internal', body });

		told(answer, 422, faults, name);
		if (form_of(answer.text, '/comments').get('body').trim() !== body.trim() || form_of(answer.text, '/comments').get('kind') !== 'internal' || !answer.text.includes('id="reply-error"'))
			faults.push(`${name}: the form does not come back as it was`);
	}
	if (site.sums() !== before)
		faults.push('what was refused changed something');
	told(await agent.send(again), 303, faults, 'control: sent once more');
	// A word of somebody else in between is no reason to refuse.
	const other = (await agent.form(`/requests/${id}`, '/state')).fill({ state: '2' });
	await say(id, { kind: 'internal', body: 'in between' }, second);
	told(await agent.send(other), 303, faults, 'control: a step after a word of somebody else');
	return faults;
});

await test('sending an answer twice, or four times at once, makes one', async () => {
	const id = await open(), faults = [];
	const form = (await agent.form(`/requests/${id}`, '/comments')).fill({ body: 'Only once' });
	const answers = [await agent.send(form), ...await Promise.all([1, 2, 3].map(() => agent.send(form)))];
	const count = () => site.value(`SELECT COUNT(*) FROM request_comment WHERE request_id = ${id} AND body = 'Only once'`);

	if (new Set(answers.map((answer) => `${answer.status} ${answer.location}`)).size !== 1 || count() !== '1')
		faults.push(`${count()} answers; ${answers.map((answer) => `${answer.status} ${answer.location}`).join(', ')}`);
	await say(id, { body: 'Only once' });
	if (count() !== '2')
		faults.push(`control: a form of its own makes ${count()} of them`);
	return faults;
});

await test('customers are asked how satisfied they are once it is handled, and not before', async () => {
	const id = await open(), faults = [], rating = { satisfaction: '4', satisfaction_note: '很快 & friendly' };

	if (forms(await page(id)).some((form) => form.action.endsWith('/satisfaction')))
		faults.push('an open request offers it');
	await act(id, 'state', { state: '4' });
	const ready = (await agent.form(`/requests/${id}`, '/satisfaction')).fill(rating);
	await act(id, 'state', { state: '2' });
	const before = site.sums(), refused = await agent.send(ready);
	told(refused, 422, faults, 'opened again');
	if (!/This one is not yet/.test(words(refused.text)) || site.sums() !== before)
		faults.push('the refusal is not clear, or changed something');
	told(await agent.send((await agent.form(`/requests/${id}/edit`)).fill({ satisfaction: '5' })), 422, faults, 'by the edit form');
	await act(id, 'state', { state: '4' });
	told(await act(id, 'satisfaction', { satisfaction: null }), 422, faults, 'no rating');
	told(await act(id, 'satisfaction', { satisfaction: '6' }), 422, faults, 'a rating of 6');
	told(await act(id, 'satisfaction', rating), 303, faults, 'control: handled');
	const html = await page(id);
	if (field(id, "CONCAT(satisfaction, ' ', satisfaction_note)") !== '4 很快 & friendly' || !/★★★★☆\s*4 \/ 5/.test(words(html)) || !words(html).includes('很快 & friendly'))
		faults.push(`kept: ${field(id, "CONCAT(satisfaction, ' ', satisfaction_note)")}`);
	return faults;
});

await test('how long there is to answer is said in words', async () => {
	const faults = [], now = Date.now(), text = (offset_minutes) => new Date(now + offset_minutes * 60000).toISOString().slice(0, 16) + 'Z';
	const cases = [
		['plenty of time', -10, 190, /3 h \d+ min left/, 'tint-info'], ['soon', -190, 10, /\d+ min left/, 'tint-warn'],
		['late', -300, -125, /2 h \d+ min late/, 'tint-bad'], ['days late', -9000, -4400, /3 days late/, 'tint-bad'],
	];

	for (const [name, opened, due, pattern, tint] of cases) {
		const id = await open({ title: name }), form = await agent.form(`/requests/${id}/edit`);

		for (const each of ['opened_at.date', 'opened_at.time', 'due_at.date', 'due_at.time'])
			form.set(each, null);
		told(await agent.send(form.fill({ opened_at: text(opened), due_at: text(due) })), 303, faults, name);
		const facts = /<dl class="facts">(.*?)<\/dl>/s.exec(await page(id))[1];
		if (!pattern.test(words(facts)) || !facts.includes(tint))
			faults.push(`${name}: ${words(facts)}`);
	}
	const late = site.value("SELECT id FROM request WHERE title = 'late'");
	await say(late, { kind: 'reply', body: 'Sorry.' });
	if (!/answered 2 h \d+ min late/.test(words(await page(late))))
		faults.push('an answer that came late');
	return faults;
});

await test('lists of their own: mine, nobody\'s, due today, late', async () => {
	const faults = [], rows = async (path) => [...(await agent.page(path)).text.matchAll(/<th scope="row"><a href="\/requests\/\d+[^"]*">([^<]*)/g)].map(([, name]) => plain(name));
	const tabs = [...(await agent.page('/requests')).text.matchAll(/<nav class="tabs".*?<\/nav>/gs)].flatMap(([nav]) => [...nav.matchAll(/<a href="([^"]*)"([^>]*)>([^<]*)/g)]);
	const href = (name) => plain(tabs.find(([, , , label]) => label === name)[1]);
	const zone_day = site.value("SELECT DATE(CONVERT_TZ(UTC_TIMESTAMP(), '+00:00', '+08:00'))");

	if (tabs.map(([, , , label]) => label).join() !== 'All Requests,Mine,Unassigned,Due today,Late')
		faults.push(tabs.map(([, , , label]) => label).join());
	const nobodys = await open({ title: 'Of nobody' });
	await act(nobodys, 'assign', { owner_id: '' });
	const due = await open({ title: 'At the end of today' }), next = await open({ title: 'Tomorrow' });
	site.sql(`SET @@timestamp = UNIX_TIMESTAMP() + 1; UPDATE request SET due_at = CONVERT_TZ('${zone_day} 23:59:30', '+08:00', '+00:00') WHERE id = ${due};
		UPDATE request SET due_at = CONVERT_TZ('${zone_day} 23:59:30', '+08:00', '+00:00') + INTERVAL 1 MINUTE WHERE id = ${next}`);
	for (const [name, has, has_not] of [['Unassigned', 'Of nobody', 'At the end of today'], ['Due today', 'At the end of today', 'Tomorrow'],
	                                    ['Late', 'days late', 'plenty of time'], ['Mine', 'Tomorrow', 'Of nobody']]) {
		const found = await rows(href(name)), html = (await agent.page(href(name))).text;

		if (!found.includes(has) || found.includes(has_not))
			faults.push(`${name}: ${found.join(', ')}`);
		if (words(/<nav class="tabs".*?<a[^>]*aria-current="page"[^>]*>(.*?)<\/a>/s.exec(html)?.[1] || '') !== name)
			faults.push(`${name} is not marked as the one that is shown`);
		// Another filter of the bar comes on top.
		const bar = forms(html).find((form) => form.action === '/requests');
		if (!new URL(href(name), 'http://x').searchParams.size || ![...new URL(href(name), 'http://x').searchParams].every(([key, value]) => bar.get(key) === value))
			faults.push(`${name}: the filter bar forgets it`);
	}
	const late = await rows(href('Late'));
	if (late.includes('late'))
		faults.push('what was answered, late as it was, is still waited for');
	return faults;
});

await test('an owner is chosen, or takes it; whoever gives it away is not led to a page that is not for them', async () => {
	const id = await open(), faults = [];

	told(await act(id, 'assign', { owner_id: id_of('seller') }), 303, faults, 'assigning');
	if (field(id, 'owner_id') !== id_of('seller') || !/Owner: Ann Agent → Sam Seller/.test(words(await page(id))))
		faults.push(`owner ${field(id, 'owner_id')}`);
	const given = await act(id, 'assign', { owner_id: id_of('second') }, seller);
	if (given.location !== '/requests?done=saved' || (await seller.get(`/requests/${id}`)).status !== 404)
		faults.push(`given away: ${given.status} ${given.location}`);
	told(await act(id, 'assign', {}, agent, { button: 'take' }), 303, faults, 'taking it');
	if (field(id, 'owner_id') !== id_of('agent'))
		faults.push(`taken by ${field(id, 'owner_id')}`);
	const before = site.sums();
	told(await act(id, 'assign', { owner_id: '99999' }), 422, faults, 'nobody of that number');
	if (site.sums() !== before)
		faults.push('what was refused changed something');
	return faults;
});

await test('a request of others answers as one that is not there, to looking and to every act', async () => {
	const id = await open(), faults = [], missing = '99999999';
	const theirs = await seller.create('/customers', { name: 'Customer of the seller' });
	const own = await seller.create('/requests', { title: 'The seller\'s own' }, `?customer_id=${theirs}`);
	const before = site.sums();

	if (field(own, 'owner_id') !== id_of('seller'))
		faults.push('the seller\'s own request is somebody else\'s');
	told(await seller.get(`/requests/${own}`), 200, faults, 'control: their own');
	for (const act_name of ['comments', 'state', 'assign', 'satisfaction']) {
		const form = forms(await page(own, seller)).find((each) => each.action.endsWith('/comments'));
		const token = form.get('token'), values = [['token', token], ['kind', 'reply'], ['body', 'spy'], ['state', '4'], ['status_id', '4'], ['was', '1'], ['take', '1'], ['satisfaction', '1']];

		for (const each of [id, missing])
			told(await seller.post(`/requests/${each}/${act_name}`, values), 404, faults, `${act_name} of ${each}`);
	}
	told(await seller.get(`/requests/${id}`), 404, faults, 'looking');
	if (site.sums() !== before)
		faults.push('the database changed');
	return faults;
});

await test('who may only look, and who looks at an earlier moment, is offered no form', async () => {
	const id = await open({ content: 'Only to be seen' }), faults = [];
	const team = await admin.create('/teams', { name: 'Service desk' });

	for (const login of ['looker', 'agent'])
		site.sql(`UPDATE user SET team_id = ${team} WHERE login = '${login}'`);
	await act(id, 'assign', { owner_id: id_of('second') });
	await act(id, 'assign', {}, agent, { button: 'take' });
	const acts = (html) => forms(html).filter((form) => form.action?.startsWith(`/requests/${id}/`)).map((form) => form.action);
	await say(id, { kind: 'reply', body: 'said before' });
	const between = new Date(Date.now() + 5).toISOString();
	await pause(20);
	await say(id, { kind: 'reply', body: 'said after', status_id: '4' });
	const seen = await looker.get(`/requests/${id}`), past = await page(id, agent, `?as_of=${between}`), now = await page(id);
	told(seen, 200, faults, 'the viewer');
	if (acts(seen.text).length || !words(seen.text).includes('said after'))
		faults.push(`the viewer is offered ${acts(seen.text)}`);
	if (acts(past).length || !words(past).includes('said before') || words(past).includes('said after') || base_state(past) !== 'Being handled')
		faults.push(`the past offers ${acts(past)}, and stands at ${base_state(past)}`);
	if (acts(now).length < 4)
		faults.push(`control: now there are ${acts(now)}`);
	told(await looker.post(`/requests/${id}/comments`, [['token', forms(seen.text)[1].get('token')], ['body', 'spy']]), 403, faults, 'the viewer writing');
	return faults;
});

await test('a removed request says so and offers no forms', async () => {
	const id = await open(), faults = [];

	await say(id, { body: 'before it went' });
	await admin.send(await admin.form(`/requests/${id}/remove`));
	const html = (await admin.page(`/requests/${id}`)).text;
	if (forms(html).some((form) => /comments|state|assign/.test(form.action || '')))
		faults.push('it offers forms');
	if (!forms(html).some((form) => form.action === `/requests/${id}/restore`))
		faults.push('control: it cannot be brought back');
	await admin.send(form_of(html, '/restore'));
	if (!words(await page(id)).includes('before it went'))
		faults.push('restored without its words');
	return faults;
});

await test('300 words are one page, within its statements and soon; more of them go on at a link, none twice, none missing', async () => {
	const id = await open(), faults = [];
	const insert = (count, from) => site.sql(`INSERT INTO request_comment (request_id, position, kind, body, author_id, created_at)
		SELECT ${id}, seq, IF(seq % 2, 'reply', 'customer'), CONCAT('word-', seq), IF(seq % 2, ${id_of('agent')}, NULL), SYSDATE(0) - INTERVAL (1000 - CAST(seq DIV 10 AS SIGNED)) SECOND
		FROM seq_${from}_to_${from + count - 1}`);
	const shown = (html) => talk(html).map((item) => /word-\d+/.exec(item.text)?.[0]).filter(Boolean);

	insert(300, 1);
	const start = Date.now(), answer = await agent.page(`/requests/${id}`), time_ms = Date.now() - start;
	const statements = Number(/statements;desc="(\d+)"/.exec(answer.headers['server-timing'])[1]);
	if (shown(answer.text).length !== 300 || statements > 4 || time_ms > 2000)
		faults.push(`${shown(answer.text).length} words, ${statements} statements, ${time_ms} ms`);
	told(await say(id, { body: 'word-301' }), 303, faults, 'one more');
	if (shown(await page(id)).at(-1) !== 'word-301')
		faults.push(`the newest is ${shown(await page(id)).at(-1)}`);
	insert(200, 302);
	const html = await page(id), older = plain(/<a href="([^"]*)">Earlier messages/.exec(html)?.[1] || '');
	const all = [...shown((await agent.page(older)).text), ...shown(html)];
	if (all.length !== 501 || new Set(all).size !== 501)
		faults.push(`${all.length} in two pages, ${new Set(all).size} different ones`);
	if (/Earlier messages/.test((await agent.page(older)).text))
		faults.push('control: the first page leads on');
	return faults.length ? faults : `300 words in ${time_ms} ms, ${statements} statements`;
});

await test('a page of a request takes four statements at most', async () => {
	const id = await open(), faults = [];

	for (const query of ['', '?order=newest']) {
		const statements = Number(/statements;desc="(\d+)"/.exec((await agent.page(`/requests/${id}${query}`)).headers['server-timing'])[1]);

		if (statements > 4)
			faults.push(`${query}: ${statements}`);
	}
	return faults;
});

await test('the overview counts what is open, late and of nobody, and tells how this month went, of what may be seen', async () => {
	const faults = [], html = (await agent.page('/requests/overview')).text, text = words(html);
	const count = (condition) => site.value(`SELECT COUNT(*) FROM request WHERE ${condition}`);
	const month = "CONVERT_TZ(DATE_FORMAT(CONVERT_TZ(UTC_TIMESTAMP(), '+00:00', '+08:00'), '%Y-%m-01'), '+08:00', '+00:00')";
	const tile = (page_text, label) => new RegExp(`${label} ([^ ]+)`).exec(words(/<ul class="figures">(.*?)<\/ul>/s.exec(page_text)[1]))?.[1];
	const wanted = [
		['Open requests', count("state <> 'handled'")], ['Late', count('answered_at IS NULL AND due_at <= UTC_TIMESTAMP(6)')],
		['Unassigned', count("state <> 'handled' AND owner_id IS NULL")],
		['Satisfaction', site.value(`SELECT ROUND(AVG(satisfaction), 1) FROM request WHERE opened_at >= ${month}`)],
	];

	for (const [label, number] of wanted)
		if (tile(html, label) !== number)
			faults.push(`${label}: ${tile(html, label)} instead of ${number}`);
	const category = await admin.create('/request-categories', { name: '安装', name_en: 'Installation' });
	const earlier = new Date(Date.now() + 5).toISOString();
	await pause(20);
	await open({ category_id: category, priority: 'urgent' });
	const after = (await agent.page('/requests/overview')).text, past = (await agent.page(`/requests/overview?as_of=${earlier}`)).text;
	if (tile(past, 'Open requests') !== wanted[0][1] || /Installation 1\b/.test(words(past)) || tile(after, 'Open requests') !== String(Number(wanted[0][1]) + 1))
		faults.push(`${tile(past, 'Open requests')} were open at an earlier moment, ${tile(after, 'Open requests')} are now`);
	if (!/Installation 1\b/.test(words(after)) || /Installation 1\b/.test(text) || !after.includes(`f.category_id.is=${category}&amp;f.state.not=handled`))
		faults.push('the category of a new request is not counted, or leads nowhere');
	const own = count(`state <> 'handled' AND owner_id = ${id_of('seller')}`);
	if (tile((await seller.page('/requests/overview')).text, 'Open requests') !== own || own === wanted[0][1])
		faults.push(`control: the seller sees ${tile((await seller.page('/requests/overview')).text, 'Open requests')} of ${own}`);
	faults.push(...language_faults(await second.page('/requests/overview'), 'zh', 'the overview'));
	return faults;
});

await test('the tables that the first description of the product names are there, with its columns and words', async () => {
	const faults = [], columns = (name) => site.sql(`SHOW COLUMNS FROM ${name}`).map(([column]) => column).join();
	const wanted = {
		customer_info: 'id,name,phone,email,address', communication_record: 'id,customer_id,communication_time,communication_content',
		service_request: 'id,customer_id,service_content,service_status', marketing_activity: 'id,customer_id,activity_name,activity_time,activity_result',
	};

	for (const [name, list] of Object.entries(wanted))
		if (columns(name) !== list)
			faults.push(`${name}: ${columns(name)}`);
	const call = await admin.create('/communications', { customer_id: customer, content: '客户沟通记录', happened_at: '2021-01-01T10:00:00Z', 'happened_at.date': null, 'happened_at.time': null }, `?customer_id=${customer}`);
	const campaign = await admin.create('/campaigns', { name: '营销活动' });
	const members = {};
	for (const [result, name] of [['success', 'One'], ['failure', 'Two'], ['', 'Three']]) {
		const each = await admin.create('/customers', { name: `Member ${name}` });

		members[result] = await admin.create('/campaign-members', { campaign_id: campaign, customer_id: each, result }, `?customer_id=${each}&campaign_id=${campaign}`);
	}
	const ids = [];
	for (const state of ['1', '2', '4'])
		ids.push(await open({ content: `客户服务请求 ${state}`, status_id: state }));
	const said = [
		[`SELECT communication_content FROM communication_record WHERE id = ${call} AND customer_id = ${customer}`, '客户沟通记录'],
		...Object.entries({ success: '成功', failure: '失败', '': 'NULL' }).map(([result, word]) => [`SELECT activity_result FROM marketing_activity WHERE id = ${members[result]} AND activity_name = '营销活动'`, word]),
		...ids.map((id, place) => [`SELECT CONCAT(service_content, ' ', service_status) FROM service_request WHERE id = ${id}`, `客户服务请求 ${['1', '2', '4'][place]} ${['未处理', '处理中', '已处理'][place]}`]),
	];
	for (const [query, word] of said)
		if (site.value(query) !== word)
			faults.push(`${query}: ${site.value(query)}`);
	return faults;
});

const shared = [process.env.QIAO_SHARED, resolve(source, '../shared')].filter(Boolean).map((folder) => join(folder, 'seeds')).find(existsSync);
const statements = shared ? readdirSync(shared).flatMap((name) => readFileSync(join(shared, name), 'utf8').match(/^SELECT \* FROM \w+ WHERE \w+ = 1;$/gm) || []) : [];

if (statements.length)
	await test('the statements of the first description run unchanged, and find what is there', async () => {
		const faults = [], names = statements.map((text) => /FROM (\w+)/.exec(text)[1]);

		for (const name of ['customer_info', 'communication_record', 'service_request', 'marketing_activity'])
			if (!names.includes(name))
				faults.push(`none asks for ${name}`);
		// What belongs to customer 1, so that each finds something.
		await admin.create('/requests', { content: 'x' }, '?customer_id=1');
		await admin.create('/communications', { content: 'x' }, '?customer_id=1');
		const campaign = await admin.create('/campaigns', { name: 'First' });
		await admin.create('/campaign-members', { result: 'success' }, `?customer_id=1&campaign_id=${campaign}`);
		for (const text of statements)
			if (site.sql(text).length === 0)
				faults.push(`nothing: ${text}`);
		return faults;
	});
else
	skip('the statements of the first description run unchanged', 'the descriptions are not beside this project');

await test('whose customer it is sees the request, in lists, on its page and with the customer, and changes nothing', async () => {
	const theirs = await seller.create('/customers', { name: 'Seller Instruments' }), faults = [];
	const id = await open({ customer_id: theirs, content: 'Seen by the seller.' }, admin), other = await open({ content: 'Not the seller’s.' }, admin);
	const sees = async (path, wanted) => ((await seller.page(path)).text.match(new RegExp(`/requests/${id}["?]`)) !== null) !== wanted && faults.push(`${path} ${wanted ? 'lacks' : 'shows'} it`);

	site.sql(`UPDATE request SET owner_id = ${id_of('agent')} WHERE id IN (${id}, ${other})`);
	for (const path of ['/requests', '/requests?sort=opened_at', '/requests?f.state.not=handled', '/requests?q=seller', `/customers/${theirs}`, `/requests?as_of=${encodeURIComponent(site.value('SELECT SYSDATE(6)').replace(' ', 'T'))}Z`])
		await sees(path, true);
	await sees('/requests?f.owner_id.is=me', false);
	const answer = await seller.get(`/requests/${id}`);
	told(answer, 200, faults, 'the request');
	if (forms(answer.text).some((form) => form.method === 'post' && form.action.startsWith(`/requests/${id}`)))
		faults.push('the page offers to change it');
	told(await seller.get(`/requests/${id}/edit`), 404, faults, 'its form');
	told(await seller.post(`/requests/${id}/comments`, [['token', forms((await seller.page('/me')).text).map((form) => form.get('token')).find(Boolean)], ['version', '1'], ['kind', 'note'], ['body', 'no']]), 404, faults, 'a comment');
	// Control: a request of another's customer, and this one once its customer is another's.
	told(await seller.get(`/requests/${other}`), 404, faults, 'a request of another customer');
	site.sql(`UPDATE customer SET owner_id = ${id_of('agent')} WHERE id = ${theirs}`);
	told(await seller.get(`/requests/${id}`), 404, faults, 'when the customer was given away');
	await sees('/requests', false);
	return faults;
});

finish();
