// communications_test.mjs: what was said is noted in one go, a week stands where the reader's clock has it, and a day's tasks are ticked off.
import { Person, Site, finish, form_of, forms, plain, test, words } from './lib.mjs';

const site = new Site({ server: 'apache', workers: 1, customers: 0 });
for (const [login, name, role] of [['sam', 'Sam Seller', 'salesperson'], ['tom', 'Tom Seller', 'salesperson'], ['vic', 'Vic Viewer', 'viewer']])
	site.user(login, name, role);
const id_of = (login) => site.value(`SELECT id FROM user WHERE login = '${login}'`);
const admin = await new Person(site, 'en').sign_in(), sam = await new Person(site, 'en').sign_in('sam'), tom = await new Person(site, 'zh').sign_in('tom');
const mine = await sam.create('/customers', { name: 'Chengjiang' }), theirs = await tom.create('/customers', { name: 'Haihe' });
const contact = await sam.create('/contacts', { name: 'Zhou Min' }, `?customer_id=${mine}`);

const count = (table, condition = '1') => Number(site.value(`SELECT COUNT(*) FROM ${table} WHERE ${condition}`));
const day_from_now = (days) => site.value(`SELECT DATE(CONVERT_TZ(UTC_TIMESTAMP(), '+00:00', '+08:00')) + INTERVAL ${days} DAY`);
const quick = (person, path) => person.form(path, '/communications/quick');

function must(is_so, text) {
	if (!is_so)
		throw new Error(text);
}

// --- noted in one go --------------------------------------------------------

await test('a call with a next step is one communication and one task, in one change, and stands in the timeline', async () => {
	const before = [count('communication'), count('task'), count('`change`')], day = day_from_now(5);
	const form = (await quick(sam, `/customers/${mine}`)).fill({ kind: 'call', content: 'Budget is agreed\nasks for a third offer', contact_id: contact, result: 'agreed', next_step: 'Send the third offer', next_on: day });
	const answer = await sam.send(form);
	const page = (await sam.follow(answer)).text, timeline = words(page.slice(page.indexOf('id="timeline"')));
	const [said] = site.sql('SELECT channel, subject, customer_id, contact_id, outcome, next_step, next_on, owner_id FROM communication ORDER BY id DESC LIMIT 1');
	const [task] = site.sql('SELECT title, customer_id, contact_id, status, CONVERT_TZ(due_at, "+00:00", "+08:00"), owner_id FROM task ORDER BY id DESC LIMIT 1');

	must(answer.status === 303 && answer.location === `/customers/${mine}?done=saved#timeline`, `answers ${answer.status} ${answer.location}`);
	must(String([count('communication'), count('task'), count('`change`')]) === String(before.map((each) => each + 1)), 'not one of each');
	must(String(said) === String(['call', 'Budget is agreed', mine, contact, 'agreed', 'Send the third offer', day, id_of('sam')]), `${said}`);
	must(String(task) === String(['Send the third offer', mine, contact, 'open', `${day} 18:00:00.000000`, id_of('sam')]), `${task}`);
	must(site.value('SELECT COUNT(*) FROM change_record WHERE at = (SELECT MAX(at) FROM `change`)') === '2', 'the change does not hold both');
	for (const wanted of ['Budget is agreed', 'Send the third offer', 'asks for a third offer'])
		must(timeline.includes(wanted), `the timeline lacks "${wanted}": ${timeline.slice(0, 400)}`);
});

await test('a day without a step is a task to follow it up; a step without a day is kept, and no task', async () => {
	await sam.send((await quick(sam, `/customers/${mine}`)).fill({ kind: 'note', content: 'Thinks it over', next_on: day_from_now(2) }));
	must(site.value('SELECT title FROM task ORDER BY id DESC LIMIT 1') === 'Follow up: Thinks it over', 'no such task');
	const before = count('task');
	await sam.send((await quick(sam, `/customers/${mine}`)).fill({ kind: 'note', content: 'Some day', next_step: 'Ask again' }));
	must(count('task') === before && site.value('SELECT next_step FROM communication ORDER BY id DESC LIMIT 1') === 'Ask again', 'a task, or the step is lost');
});

await test('a task alone makes no communication, and nothing that was typed is lost', async () => {
	const before = count('communication'), day = day_from_now(3), long = `${'Prepare everything '.repeat(10)}in time`;

	await sam.send((await quick(sam, `/customers/${mine}`)).fill({ kind: 'task', content: `${long}\nwith samples`, next_step: 'Then call', next_on: day }));
	const [title, detail, due] = site.sql('SELECT title, detail, due_at FROM task ORDER BY id DESC LIMIT 1')[0];
	must(count('communication') === before, 'a communication, too');
	must(long.startsWith(title) && detail.replaceAll('\\n', '\n') === `${long}\nwith samples\nThen call` && due === `${day} 10:00:00.000000`, `${title} | ${detail} | ${due}`);
});

await test('a form that is sent twice is noted once', async () => {
	const form = (await quick(sam, `/customers/${mine}`)).fill({ content: 'Twice?', next_step: 'Once', next_on: day_from_now(1) });
	const answers = [await sam.send(form), await sam.send(form)];

	must(answers.every(({ status, location }) => status === 303 && location === answers[0].location), answers.map(({ status }) => status).join());
	must(count('communication', "subject = 'Twice?'") === 1 && count('task', "title = 'Once'") === 1, 'twice');
	const other = (await quick(sam, `/customers/${mine}`)).fill({ content: 'Twice?' });
	await sam.send(other);
	must(count('communication', "subject = 'Twice?'") === 2, 'control: another form must be another entry');
});

for (const [name, values, control, said] of [
	['nothing was said', { content: '  ', next_step: 'a step that was typed' }, 'content', 'Write what was said'],
	['no such day', { content: 'words that were typed', next_on: '2026-02-31', next_step: 'a step that was typed' }, 'next_on', null],
	['too long', { content: 'words that were typed', next_step: 'step '.repeat(60) }, 'next_step', 'At most 200'],
])
	await test(`a mistake keeps what was typed, says what is wrong, and saves nothing: ${name}`, async () => {
		const form = (await quick(sam, `/customers/${mine}`)).fill({ kind: 'meeting', contact_id: contact, result: 'interested', ...values }), before = site.sums();
		const answer = await sam.send(form), again = form_of(answer.text, '/communications/quick');

		must(answer.status === 422 && before === site.sums(), `answers ${answer.status}, or something was saved`);
		must(answer.text.includes(`href="#quick-${control}"`) && answer.text.includes(`id="quick-${control}"`) && (!said || words(answer.text).includes(said)), words(answer.text.slice(answer.text.indexOf('<main'))).slice(0, 400));
		for (const [field, value] of Object.entries({ kind: 'meeting', contact_id: contact, result: 'interested', customer_id: mine, ...values }))
			must(again.get(field).trim() === value.trim(), `${field} is "${again.get(field)}"`);
		const saved = await sam.send(again.fill({ content: 'put right', next_on: '', next_step: 'short' }));
		must(saved.status === 303 && saved.location.startsWith(`/customers/${mine}`), `put right it answers ${saved.status}`);
	});

await test("to another's customer nothing can be added: it answers like one that is not there", async () => {
	const form = await quick(sam, `/customers/${mine}`), before = site.sums();

	for (const [field, id] of [['customer_id', theirs], ['customer_id', '999999'], ['customer_id', '1 OR 1=1'], ['lead_id', '999999'], ['opportunity_id', '999999']]) {
		const other = (await quick(sam, `/customers/${mine}`)).set('customer_id', null).fill({ [field]: id, content: 'intruder' });
		const answer = await sam.send(other);
		must(answer.status === 404, `${field}=${id} answers ${answer.status}`);
	}
	must(before === site.sums(), 'something was saved');
	must((await sam.send(form.fill({ content: 'my own' }))).status === 303, 'control: to one of their own it can be added');
});

await test('with a deal it is the customer of the deal, for the task as well; with a lead it is the lead', async () => {
	const deal = await sam.create('/opportunities', { name: 'Line A' }, `?customer_id=${mine}`), lead = await sam.create('/leads', { name: 'Fair visitor' });

	for (const [field, id, customer] of [['opportunity_id', deal, mine], ['lead_id', lead, 'NULL']]) {
		const form = (await quick(sam, `/customers/${mine}`)).set('customer_id', null).fill({ [field]: id, content: `About ${field}`, next_step: `Next of ${field}`, next_on: day_from_now(4) });
		const answer = await sam.send(form);

		must(answer.status === 303 && answer.location.endsWith('#timeline'), `answers ${answer.status}: ${words(answer.text).slice(0, 300)}`);
		for (const [table, title] of [['communication', `subject = 'About ${field}'`], ['task', `title = 'Next of ${field}'`]])
			must(site.value(`SELECT CONCAT_WS(' ', ${field}, COALESCE(customer_id, 'NULL')) FROM ${table} WHERE ${title}`) === `${id} ${customer}`, `${table} of ${field}`);
	}
});

await test('no form for whoever may not enter it, of the past, or on what was removed', async () => {
	const has_form = (answer) => forms(answer.text).some(({ action }) => action === '/communications/quick');
	const gone = await sam.create('/customers', { name: 'Soon gone' });

	site.sql("UPDATE role_right SET view_scope = 'all' WHERE role_id = 6; UPDATE catalogue SET version = version + 1");
	must(has_form(await sam.page(`/customers/${mine}`)) && has_form(await sam.page('/day')), 'control: the form is there');
	must(!has_form(await (await new Person(site, 'en').sign_in('vic')).page(`/customers/${mine}`)), 'a viewer has the form');
	const now = new Date().toISOString();
	for (const path of [`/customers/${mine}`, '/day', '/calendar'])
		must(forms((await sam.page(`${path}?as_of=${now}`)).text.split('<main')[1]).every(({ method }) => method === 'get'), `${path} has a form in the past`);
	await sam.send(await sam.form(`/customers/${gone}/remove`));
	must(!has_form(await sam.page(`/customers/${gone}`)), 'a removed customer has the form');
});

// --- a week -------------------------------------------------------------------

// What stands in the columns of the week: day -> [title, row, span, lane, time].
async function week(person, path) {
	const { text } = await person.page(path), days = {};

	for (const part of text.split(/<li class="day[" ]/).slice(1)) {
		const iso = /<time datetime="([^"]*)"/.exec(part)[1];
		const first = /<li class="h0[^>]*>(\d\d):00/.exec(text)[1];

		days[iso] = [...part.matchAll(/<li class="event (h\d+(?: half)?) (s\d+) (\w*) ?tint-\w+"><a[^>]*><b>(.*?)<\/b> <time>(.*?)<\/time>/g)]
			.map(([, row, span, lane, title, time]) => ({ title: plain(title), at: `${Number(first) + Number(/\d+/.exec(row)[0])}:${row.endsWith('half') ? '30' : '00'}`, span, lane, time }));
		days[iso].all_day = [...part.matchAll(/<li class="event tint-\w+"><a[^>]*><b>(.*?)<\/b>/g)].map(([, title]) => plain(title));
		days[iso].more = /<p class="more"><a href="([^"]*)">([^<]*)/.exec(part)?.slice(1).map(plain);
	}
	return days;
}

const zone = (login, name) => site.sql(`UPDATE user SET zone = '${name}' WHERE login = '${login}'`);
const talk = (person, at, values) => person.create('/communications', values, `?channel=meeting&customer_id=${mine}&happened_at=${encodeURIComponent(at)}`);

await test('a meeting stands at its local time, for each reader in their own zone', async () => {
	zone('sam', 'Asia/Shanghai');
	await talk(sam, '2026-11-19 00:30', { subject: 'Late', duration_minutes: '60' });
	const there = await week(sam, '/calendar?week=2026-11-18');
	zone('sam', 'Europe/Berlin');
	const here = await week(sam, '/calendar?week=2026-W47');

	must(JSON.stringify(there['2026-11-19']) === JSON.stringify([{ title: 'Late', at: '0:30', span: 's2', lane: '', time: '00:30' }]), JSON.stringify(there));
	must(there['2026-11-18'].length === 0, 'it stands on the day of UTC, too');
	must(JSON.stringify(here['2026-11-18']) === JSON.stringify([{ title: 'Late', at: '17:30', span: 's2', lane: '', time: '17:30' }]), JSON.stringify(here));
	must(here['2026-11-19'].length === 0, 'it stands on the day of Shanghai, too');
});

await test('what lasts over midnight stands on both days where it does, and on one where it does not', async () => {
	zone('sam', 'Asia/Shanghai');
	await talk(sam, '2026-11-11 23:00', { subject: 'Night shift', duration_minutes: '150' });
	await talk(sam, '2026-11-15 23:30', { subject: 'Into Monday', duration_minutes: '60' });
	const there = await week(sam, '/calendar?week=2026-11-09'), next = await week(sam, '/calendar?week=2026-11-16');
	zone('sam', 'Europe/Berlin');
	const here = await week(sam, '/calendar?week=2026-11-09');
	const spans = (days) => Object.entries(days).flatMap(([day, events]) => events.filter(({ title }) => title === 'Night shift').map(({ at, span }) => `${day} ${at} ${span}`)).join();

	must(spans(there) === '2026-11-11 23:00 s2,2026-11-12 0:00 s3', spans(there));
	must(spans(here) === '2026-11-11 16:00 s5', spans(here));
	must(next['2026-11-16'].map(({ title, at, span }) => `${title} ${at} ${span}`).join() === 'Into Monday 0:00 s1', JSON.stringify(next['2026-11-16']));
});

await test('a week in which clocks are put back has each event at the time of its own day', async () => {
	zone('sam', 'Europe/Berlin');
	site.sql(`INSERT INTO communication (subject, channel, customer_id, happened_at, owner_id, created_at) VALUES
		('Before', 'call', ${mine}, '2026-10-23 08:00:00', ${id_of('sam')}, UTC_TIMESTAMP()), ('After', 'call', ${mine}, '2026-10-25 08:00:00', ${id_of('sam')}, UTC_TIMESTAMP())`);
	const days = await week(sam, '/calendar?week=2026-10-19');

	must(days['2026-10-23'][0].time === '10:00' && days['2026-10-25'][0].time === '09:00', JSON.stringify(days));
	zone('sam', 'Asia/Shanghai');
});

await test('of three at once two stand side by side, and the third is counted and led to', async () => {
	for (const subject of ['One', 'Two', 'Three'])
		await talk(sam, '2026-12-02 10:15', { subject, duration_minutes: '30' });
	await talk(sam, '2026-12-02 11:00', { subject: 'Alone', duration_minutes: '30' });
	const day = (await week(sam, '/calendar?week=2026-12-02'))['2026-12-02'];

	must(day.map(({ title, lane }) => `${title}${lane}`).join() === 'Onelane1,Twolane2,Alone', JSON.stringify(day));
	must(day.more?.[1] === '1 more', JSON.stringify(day.more));
	const all = words((await sam.page(day.more[0])).text);
	for (const wanted of ['One', 'Two', 'Three', 'Alone', 'Wednesday, 2 December'])
		must(all.includes(wanted), `the day lacks ${wanted}`);
});

await test("a task that is due stands in the week of whom it belongs to, and in nobody else's who may not see it", async () => {
	await tom.create('/tasks', { title: '催款', 'due_at.date': '2026-12-03', 'due_at.time': '15:00' });
	await tom.create('/tasks', { title: '整天', 'due_at.date': '2026-12-03', 'due_at.time': '' });
	const own = (await week(tom, '/calendar?week=2026-12-03'))['2026-12-03'];

	must(own.map(({ title, time }) => `${title}${time}`).join() === '催款15:00' && own.all_day.join() === '整天', JSON.stringify(own));
	for (const who of [id_of('tom'), 'team', 'nonsense', "1' OR 1=1"])
		must(!(await sam.page(`/calendar?week=2026-12-03&who=${encodeURIComponent(who)}`)).text.includes('催款'), `?who=${who} shows it to another salesperson`);
	must(!words((await sam.page('/calendar')).text).includes('Tom Seller'), 'a salesperson is offered the others');
	must((await admin.page(`/calendar?week=2026-12-03&who=${id_of('tom')}`)).text.includes('催款'), 'control: who may see everything sees it');
	must((await admin.page('/calendar?week=2026-12-03&who=team')).text.includes('催款') && !(await admin.page('/calendar?week=2026-12-03')).text.includes('催款'), 'control: by default only their own');
});

await test('a day in which much happens hides no other day, says how much more there is, and leads to all of it', async () => {
	// Midnights of Shanghai: more than 500 on the Sunday before and on the Monday, a talk and a task on the Sunday after.
	site.sql(`INSERT INTO communication (subject, channel, customer_id, happened_at, duration_minutes, owner_id, created_at)
		SELECT CONCAT('Sunday ', seq), 'call', ${mine}, '2027-01-03 02:00:00', 30, ${id_of('sam')}, UTC_TIMESTAMP() FROM seq_1_to_501 UNION ALL
		SELECT CONCAT('Monday ', seq), 'call', ${mine}, '2027-01-04 02:00:00' + INTERVAL seq SECOND, 30, ${id_of('sam')}, UTC_TIMESTAMP() FROM seq_1_to_501;
		INSERT INTO communication (subject, channel, customer_id, happened_at, duration_minutes, owner_id, created_at) VALUES
		('Into the week', 'meeting', ${mine}, '2027-01-03 15:30:00', 60, ${id_of('sam')}, UTC_TIMESTAMP()),
		('End of the week', 'meeting', ${mine}, '2027-01-10 02:00:00', 60, ${id_of('sam')}, UTC_TIMESTAMP());
		INSERT INTO task (title, due_at, priority, status, owner_id, created_at)
		SELECT CONCAT('Duty ', seq), '2027-01-04 01:00:00', 'normal', 'open', ${id_of('sam')}, UTC_TIMESTAMP() FROM seq_1_to_501;
		INSERT INTO task (title, due_at, priority, status, owner_id, created_at) VALUES ('Last duty', '2027-01-10 04:00:00', 'normal', 'open', ${id_of('sam')}, UTC_TIMESTAMP())`);
	for (const [person, who] of [[sam, ''], [admin, '&who=team']]) {
		const days = await week(person, `/calendar?week=2027-01-04${who}`), monday = days['2027-01-04'];
		const titles = (day) => days[day].map(({ title }) => title).join();

		must(titles('2027-01-10') === 'End of the week,Last duty' && !days['2027-01-10'].more, `${who}: ${JSON.stringify(days['2027-01-10'])}`);
		must(titles('2027-01-04') === 'Into the week,Duty 1,Duty 2,Monday 1,Monday 2' && monday.more[1] === '98+ more', `${who}: ${JSON.stringify(monday)}`);
		const all = (await person.page(monday.more[0])).text;
		must(all.includes('>500+<') && all.match(/<div><a href="\/(tasks|communications)\/\d+/g).length === 500 && all.includes('Into the week'), `${who}: the day is not told in full`);
	}
	site.sql("DELETE FROM communication WHERE subject LIKE 'Monday %' AND LENGTH(subject) > 8; DELETE FROM task WHERE title LIKE 'Duty %' AND LENGTH(title) > 6");
	const few = (await week(sam, '/calendar?week=2027-01-04'))['2027-01-04'], left = count('communication', "subject LIKE 'Monday %'") + count('task', "title LIKE 'Duty %'");
	must(few.more[1] === `${left - 4} more`, `control: a day that is read whole counts exactly: ${few.more[1]} of ${left}`);
	must((await sam.page(few.more[0])).text.includes(`>${left + 1}<`), 'control: its page counts exactly');
	site.sql("DELETE FROM task WHERE title LIKE 'Duty %'; DELETE FROM communication WHERE subject LIKE 'Monday %' OR subject LIKE 'Sunday %'");
});

await test('odd weeks are this week, and every week leads to the next', async () => {
	const this_week = /<h1>(.*?)<\/h1>/.exec((await sam.page('/calendar')).text)[1];

	for (const odd of ['nonsense', '2026-W60', '2026-02-31', '0001-01-01', '9999-12-31', '2026-W', '-W47'])
		must(/<h1>(.*?)<\/h1>/.exec((await sam.page(`/calendar?week=${odd}`)).text)[1] === this_week, `${odd} is another week`);
	const page = (await sam.page('/calendar?week=2026-12-28')).text;
	must(page.includes('28 December – 3 January 2027') && page.includes('Week 53') && /href="\/calendar\?week=2027-01-04" rel="next"/.test(page), words(page).slice(0, 300));
});

await test('a free hour leads to a form with that time in it; what makes no sense in an address is left out', async () => {
	const page = (await sam.page('/calendar?week=2026-12-02')).text;
	const link = plain(/<a class="h\d+ s2" href="([^"]*)"/.exec(page)[1]), form = await sam.form(link, '/communications/new');
	const wanted = new URLSearchParams(link.split('?')[1]).get('happened_at');

	must(form.get('channel') === 'meeting' && `${form.get('happened_at.date')} ${form.get('happened_at.time')}` === wanted, `${link}: ${JSON.stringify(form.fields)}`);
	must(page.includes('2026-12-03%2010%3A00') && !page.includes('2026-12-02%2010%3A00'), 'an hour that is taken is offered, or one that is free is not');
	const odd = await sam.page(`/communications/new?channel=nonsense&happened_at=rubbish&duration_minutes=-1&customer_id=${theirs}&created_at=2020-01-01&subject=Given`);
	const plain_form = form_of(odd.text, '/communications/new');
	must(plain_form.get('channel') === 'call' && plain_form.get('happened_at.date') === '' && !plain_form.get('duration_minutes') && plain_form.get('subject') === 'Given', JSON.stringify(plain_form.fields));
	must(!odd.text.includes('Haihe') && !odd.text.includes('role="alert"'), 'an address complains, or names what is not theirs');
});

// --- a day ----------------------------------------------------------------------

const groups = (text) => Object.fromEntries([...text.matchAll(/<section class="card" aria-labelledby="group-\d">.*?<h2[^>]*>(.*?)<\/h2>(.*?)<\/section>/gs)]
	.map(([, label, rest]) => [label, [...rest.matchAll(/<div><a href="[^"]*">(?:<del>)?([^<]*)/g)].map(([, title]) => plain(title))]));

await test('a day has what is overdue, of today, of the next days, and what was done', async () => {
	site.sql(`DELETE FROM task; DELETE FROM communication`);
	for (const [title, day] of [['Long ago', -20], ['Now', 0], ['Soon', 7], ['Far', 9], ['Some time', null]])
		await sam.create('/tasks', { title, ...(day !== null && { 'due_at.date': day_from_now(day), 'due_at.time': '23:59' }) });
	await tom.create('/tasks', { title: 'Not for Sam', 'due_at.date': day_from_now(0) });
	await talk(sam, `${day_from_now(0)} 23:58`, { subject: 'Tonight' });
	const found = groups((await sam.page('/day')).text);

	must(JSON.stringify(found) === JSON.stringify({ Overdue: ['Long ago'], Today: ['Tonight', 'Now'], 'Next 7 days': ['Soon'], 'Any day': ['Some time'] }), JSON.stringify(found));
	must(groups((await admin.page('/day?who=team')).text).Today.includes('Not for Sam'), 'control: who may see everybody does');
});

await test('a task is ticked off, and opened again', async () => {
	const id = site.value("SELECT id FROM task WHERE title = 'Now'");
	const done = await sam.send(await sam.form('/day', `/tasks/${id}/done`));
	const page = (await sam.follow(done)).text;

	must(done.status === 303 && done.location === `/day?done=saved#task-${id}` && groups(page)['Done today'].join() === 'Now' && groups(page).Today.join() === 'Tonight', `${done.location} ${JSON.stringify(groups(page))}`);
	must(site.value(`SELECT status = 'done' AND done_at IS NOT NULL FROM task WHERE id = ${id}`) === '1', 'not done');
	const undone = await sam.follow(await sam.send(form_of(page, `/tasks/${id}/reopen`)));
	must(groups(undone.text).Today.join() === 'Tonight,Now' && site.value(`SELECT status = 'open' AND done_at IS NULL FROM task WHERE id = ${id}`) === '1', 'not opened again');
});

await test('a list of their own has the open tasks; a row shows first how far it is', async () => {
	const id = await sam.create('/tasks', { title: 'Done with' }), rows = (html) => [...html.matchAll(/<th scope="row"><a href="\/tasks\/\d+[^"]*">([^<]*)/g)].map(([, name]) => plain(name));
	const page = (await sam.page('/tasks')).text;
	const tab = /<a href="([^"]*)"[^>]*>Open<\/a>/.exec(/<nav class="tabs".*?<\/nav>/s.exec(page)[0]);

	await sam.send((await sam.form(`/tasks/${id}/edit`)).set('status', 'done'));
	const open = (await sam.page(plain(tab[1]))).text, all = (await sam.page('/tasks')).text;
	must(rows(open).join() === 'Some time,Long ago,Now,Soon,Far', rows(open).join());
	must(/<a [^>]*aria-current="page"[^>]*>Open</.test(open), 'it is not marked as the one that is shown');
	must(rows(all).includes('Done with'), 'control: among all of them is what is done');
	const row = /<tr(?:(?!<\/tr>).)*Done with.*?<\/tr>/s.exec(all)[0], badges = [...row.matchAll(/<span class="badge[^>]*>([^<]*)/g)].map(([, text]) => text);
	must(badges.join() === 'Done,Normal', badges.join());
	site.sql(`DELETE FROM task WHERE id = ${id}`);
});

await test("another's task cannot be ticked off; a stale page asks, but not about what is so already", async () => {
	const id = site.value("SELECT id FROM task WHERE title = 'Not for Sam'"), own = site.value("SELECT id FROM task WHERE title = 'Now'");
	const form = await sam.form('/day', `/tasks/${own}/done`), before = site.sums();

	for (const act of ['done', 'reopen'])
		must((await sam.post(`/tasks/${id}/${act}`, form.fields)).status === 404, `${act} does not answer 404`);
	must((await sam.post(`/tasks/${own}/done`, [['version', form.get('version')]])).status === 403, 'it is done without a token');
	must(site.sums() === before, 'something changed');
	await admin.send((await admin.form(`/tasks/${own}/edit`, '/edit')).fill({ title: 'Now, please' }));
	const conflict = await sam.send(form);
	must(conflict.status === 409 && form_of(conflict.text, `/tasks/${own}/edit`).get('status') === 'done', `a stale page answers ${conflict.status}`);
	await sam.send(form_of(conflict.text, `/tasks/${own}/edit`));
	must(site.value(`SELECT CONCAT(title, status) FROM task WHERE id = ${own}`) === 'Now, pleasedone', 'both changes are not kept');
	must((await sam.send(await new_token(form))).status === 303, 'ticking off what is done already asks');
});

// The same stale form with a token of its own, as another open page would send it.
async function new_token(form) {
	return form.set('token', (await quick(sam, '/day')).get('token'));
}

await test('from the day a task is noted without a customer, and a call with the name of one', async () => {
	const form = await quick(sam, '/day');

	must(form.get('kind') === 'task', 'a task is not what is offered first');
	const answer = await sam.send(form.fill({ content: 'Order paper', next_on: day_from_now(0) }));
	must(answer.location === '/day?done=saved' && groups((await sam.page('/day')).text).Today.includes('Order paper'), `${answer.status} ${answer.location}`);
	await sam.send((await quick(sam, '/day')).fill({ kind: 'call', content: 'They rang', customer: 'Chengjiang' }));
	must(site.value("SELECT customer_id FROM communication WHERE subject = 'They rang'") === mine, 'not with that customer');
	for (const customer of ['', 'Nobody at all', 'Haihe']) {
		const refused = await sam.send((await quick(sam, '/day')).fill({ kind: 'call', content: 'With whom?', customer }));
		must(refused.status === 422 && form_of(refused.text, '/quick').get('customer') === customer && refused.text.includes('quick-customer-error'), `"${customer}" answers ${refused.status}`);
	}
});

await test('a name of several customers, or a part of one, is chosen from; what was chosen is kept until it is saved', async () => {
	const twins = [await sam.create('/customers', { name: 'Twin Mills' }), await sam.create('/customers', { name: 'Twin Mills' })];
	const offered = (text) => [...text.matchAll(/name="customer_pick" value="(\d+)"( checked)?><span>(.*?)<\/span><\/label>/g)].map(([, id, checked, label]) => `${id}${checked || ''} ${words(label)}`);
	const last = () => site.value('SELECT customer_id FROM communication ORDER BY id DESC LIMIT 1'), note = { kind: 'call', content: 'Which one?' };

	for (const [customer, wanted] of [['Twin Mills', twins.map((id) => `${id} Twin Mills C-${id}`)], ['Chengj', [`${mine} Chengjiang C-${mine}`]], ['Haihe', []]]) {
		const asked = await sam.send((await quick(sam, '/day')).fill({ ...note, customer })), form = form_of(asked.text, '/quick');

		must(asked.status === 422 && offered(asked.text).sort().join() === wanted.sort().join(), `"${customer}" offers ${offered(asked.text).join()}`);
		if (!wanted.length)
			continue;
		must((await sam.send(form)).status === 422, 'taken though none is chosen');
		const id = wanted.at(-1).split(' ')[0], faulty = await sam.send(form.set('customer_pick', id).fill({ next_on: '2026-02-31' }));
		must(faulty.status === 422 && offered(faulty.text)[0]?.startsWith(`${id} checked `), `the choice is lost: ${offered(faulty.text).join()}`);
		const saved = await sam.send(form_of(faulty.text, '/quick').set('customer_pick', id).fill({ next_on: '' }));
		must(saved.location === '/day?done=saved' && last() === id, `${saved.status} ${saved.location}: ${last()} instead of ${id}`);
	}
	const form = form_of((await sam.send((await quick(sam, '/day')).fill({ ...note, customer: 'Twin Mills' }))).text, '/quick');
	const others = site.value("SELECT id FROM customer WHERE name = 'Haihe'");
	must((await sam.send(form.set('customer_pick', others))).status === 422, "control: another's customer is taken");
	must((await sam.send((await quick(sam, '/day')).fill({ ...note, customer: 'Chengjiang' }))).status === 303, 'control: a name of one asks nothing');
	site.sql("DELETE FROM communication WHERE subject = 'Which one?'");
});

await test('what is overdue, undated or over hides nothing of today and of the next days', async () => {
	const status = site.value("SELECT MIN(id) FROM request_status"), owner = id_of('sam');
	const before = groups((await sam.page('/day')).text);
	const tasks = (title, due, number) => site.sql(`INSERT INTO task (title, due_at, priority, status, owner_id, created_at)
		SELECT '${title}', ${due}, 'normal', 'open', ${owner}, UTC_TIMESTAMP() FROM seq_1_to_${number}`);
	const requests = (title, due, number) => site.sql(`INSERT INTO request (title, customer_id, kind, priority, status_id, state, due_at, owner_id, created_at)
		SELECT '${title}', ${mine}, 'enquiry', 'normal', ${status}, 'unhandled', ${due}, ${owner}, UTC_TIMESTAMP() FROM seq_1_to_${number}`);
	const today = `'${day_from_now(0)} 10:00:00'`, tomorrow = `'${day_from_now(1)} 10:00:00'`;

	must(!before.Overdue || before.Overdue.length < 3, `control: ${JSON.stringify(before)}`);
	tasks('Overdue task', "'2020-01-01'", 201);
	tasks('Undated task', 'NULL', 60);
	requests('Overdue request', "'2020-01-01'", 60);
	requests('Request of today', today, 1);
	// Calls that are over since the first minute of the day.
	site.sql(`INSERT INTO communication (subject, channel, customer_id, happened_at, duration_minutes, owner_id, created_at)
		SELECT 'Over', 'call', ${mine}, '${day_from_now(0)}' - INTERVAL 8 HOUR, 1, ${owner}, UTC_TIMESTAMP() FROM seq_1_to_60`);
	tasks('Task of tomorrow', tomorrow, 1);
	for (const [person, path] of [[sam, '/day'], [admin, '/day?who=team']]) {
		const html = (await person.page(path)).text, found = groups(html);

		must(found.Overdue.length === 50 && found['Any day'].length === 50 && html.includes('>50+<'), `${path}: ${JSON.stringify(found).slice(0, 300)}`);
		must(found['Next 7 days'].includes('Task of tomorrow'), `${path}: the next days are hidden: ${JSON.stringify(found['Next 7 days'])}`);
		for (const wanted of ['Request of today', 'Tonight', 'Order paper'])
			must(found.Today.includes(wanted), `${path}: ${wanted} is hidden: ${JSON.stringify(found.Today)}`);
	}
	tasks('Another of today', today, 60);
	must(groups((await sam.page('/day')).text)['Next 7 days'].includes('Task of tomorrow'), 'today hides the next days');
	site.sql("DELETE FROM request; DELETE FROM communication WHERE subject = 'Over'; DELETE FROM task WHERE title IN ('Overdue task', 'Undated task', 'Task of tomorrow', 'Another of today')");
	must(JSON.stringify(groups((await sam.page('/day')).text)) === JSON.stringify(before), 'control: without them the day is what it was');
});

await test('these pages take at most four statements', async () => {
	const most = {};

	for (const [person, path] of [[sam, `/customers/${mine}`], [admin, `/customers/${mine}`], [admin, '/day?who=team'], [admin, '/calendar?who=team'], [sam, '/day']]) {
		await person.page(path);
		most[path] = Number(/statements;desc="(\d+)"/.exec((await person.page(path)).headers['server-timing'])[1]);
	}
	return Object.values(most).every((each) => each <= 4) ? JSON.stringify(most) : [JSON.stringify(most)];
});

finish();
