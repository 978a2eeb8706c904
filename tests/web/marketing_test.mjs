// marketing_test.mjs: a campaign's members are added by a filter and once only, take results, and its figures are those of the database.
import { Person, Site, encode, finish, form_of, forms, test, words } from './lib.mjs';

const site = new Site({ server: 'apache', customers: 120 });
const people = {};
for (const [login, role] of [['mia', 'marketer'], ['sam', 'salesperson'], ['vic', 'viewer']]) {
	site.user(login, `${login} of ${role}`, role);
	people[login] = await new Person(site, 'en').sign_in(login);
}
const { mia, sam, vic } = people;
const is_equal = (is, wanted) => (String(is) === String(wanted) ? [] : [`${is}, wanted ${wanted}`]);
const count = (where) => Number(site.value(`SELECT COUNT(*) FROM campaign_member WHERE ${where}`));

// What each figure card of a page says.
function figures(html) {
	return Object.fromEntries([...html.matchAll(/<dt>([^<]*)<\/dt>\s*<dd class="amount">([^<]*)<\/dd>\s*<dd>([^<]*)<\/dd>/g)].map(([, label, number, text]) => [label, [number, text]]));
}

async function created(path, values) {
	const form = (await mia.form(`${path}/new`)).fill(values), answer = await mia.send(form);

	if (answer.status !== 303)
		throw new Error(`${path} answers ${answer.status}: ${words(answer.text).slice(0, 200)}`);
	return /\d+/.exec(answer.location.slice(path.length))[0];
}

const strategy = await created('/strategies', { name: 'Reach them', budget: '5000', indicators: 'Ten answers' });
const id = await created('/campaigns', { name: 'By the filter', 'strategy_id.text': 'Reach them', cost: '900' });
const path = `/campaigns/${id}`, add = `${path}/members/add`, results = `${path}/members/results`;
const wanted = Number(site.value("SELECT COUNT(*) FROM customer WHERE level = 'A'"));

await test('the filter says how many match, and no more than they are', async () => {
	const page = await mia.page(`${add}?f.level.is=A`);

	return wanted > 5 ? is_equal(/>Add all ([\d,]+)</.exec(page.text)?.[1], wanted) : [`too few customers to tell: ${wanted}`];
});

let sent;
await test('all that match are added, each with its customer\'s owner and team, in one change', async () => {
	const form = await mia.form(`${add}?f.level.is=A`, add), before = Number(site.value('SELECT COUNT(*) FROM `change`'));

	sent = [...form.fields, ['all', '1']];
	const answer = await mia.send(form, { button: 'Add all' });
	return [
		...is_equal(answer.status, 303), ...is_equal(count(`campaign_id = ${id}`), wanted),
		...is_equal(site.value(`SELECT COUNT(*) FROM campaign_member m JOIN customer c ON c.id = m.customer_id
			WHERE m.campaign_id = ${id} AND (NOT m.owner_id <=> c.owner_id OR NOT m.team_id <=> c.team_id OR c.level <> 'A')`), 0),
		...is_equal(site.value('SELECT COUNT(*) FROM `change`'), before + 1),
		...is_equal(site.value(`SELECT COUNT(*) FROM change_record r JOIN campaign_member m ON m.id = r.record_id
			WHERE r.entity = 'campaign_member' AND r.action = 'create' AND m.campaign_id = ${id}`), wanted),
		...is_equal(site.value(`SELECT COUNT(*) FROM campaign_member WHERE campaign_id = ${id} AND created_at IS NULL`), 0),
	];
});

await test('the same form sent twice adds nothing and leads to the same page', async () => {
	const before = site.sums(), answer = await mia.post(add, sent);

	return [...is_equal(answer.status, 303), ...(site.sums() === before ? [] : ['something changed'])];
});

await test('a new form adds none again, and only the new ones later', async () => {
	let answer = await mia.send(await mia.form(`${add}?f.level.is=A`, add), { button: 'Add all' });
	const faults = [...is_equal(answer.location?.includes('all_in'), true), ...is_equal(count(`campaign_id = ${id}`), wanted)];

	site.sql("UPDATE customer SET level = 'A' WHERE id = (SELECT MIN(id) FROM customer WHERE level <> 'A')");
	answer = await mia.send(await mia.form(`${add}?f.level.is=A`, add), { button: 'Add all' });
	const told = words((await mia.follow(answer)).text);
	return [...faults, ...is_equal(answer.status, 303), ...is_equal(count(`campaign_id = ${id}`), wanted + 1),
	        ...is_equal(/Added: [\d,]+\. In the campaign already: [\d,]+\./.exec(told)?.[0], `Added: 1. In the campaign already: ${wanted}.`),
	        ...is_equal(/Added: /.test(words((await mia.page(path)).text)), false)];
});

await test('control: without the filter more than those match', async () => {
	const all = Number(/>Add all ([\d,]+)</.exec((await mia.page(add)).text)?.[1]);

	return all > wanted + 1 ? `${all}` : [`${all}, not more than ${wanted}`];
});

await test('ticked ones are added, none is refused with a word', async () => {
	const other = await created('/campaigns', { name: 'By hand' }), there = `/campaigns/${other}/members/add`;
	const form = await mia.form(there), boxes = [...(await mia.page(there)).text.matchAll(/name="id" value="(\d+)"/g)].map(([, each]) => each).slice(0, 3);
	const none = await mia.post(there, form.fields), some = await mia.post(there, [...form.fields, ...boxes.map((each) => ['id', each])]);

	return [...is_equal(none.status, 422), ...is_equal(words(none.text).includes('Nobody is selected'), true), ...is_equal(some.status, 303),
	        ...is_equal(site.sql(`SELECT customer_id FROM campaign_member WHERE campaign_id = ${other} ORDER BY 1`).flat(), boxes.sort((a, b) => a - b))];
});

await test('more than 2,000 are not added at once, and the page says so', async () => {
	site.sql("INSERT INTO customer (name, stage, created_at) SELECT CONCAT('Many ', a.id, ' ', b.id), 'lead', '2026-01-01' FROM customer a JOIN customer b ON b.id <= 20 LIMIT 2100");
	const page = await mia.page(add), before = count('1'), token = form_of(page.text, add).get('token');
	const answer = await mia.post(add, [['token', token], ['all', '1']]);

	site.sql("DELETE FROM customer WHERE name LIKE 'Many %'");
	return [...is_equal(page.text.includes('name="all"'), false), ...is_equal(words(page.text).includes('Up to 2,000 can be added at once'), true),
	        ...is_equal(answer.status, 422), ...is_equal(count('1'), before)];
});

await test('ticked rows take a result, and the day it was given', async () => {
	const form = await mia.form(path, results);
	const ids = form.fields.filter(([name]) => name.startsWith('was.')).map(([name]) => name.slice(4)).slice(0, 4);
	const answer = await mia.post(results, [...form.fields.filter(([name]) => name !== 'result'), ...ids.map((each) => ['id', each]), ['result', 'success'], ['act', 'selected']]);

	return [...is_equal(answer.status, 303), ...is_equal(count(`campaign_id = ${id} AND result = 'success' AND happened_at IS NOT NULL AND version = 2`), 4),
	        ...is_equal(count(`campaign_id = ${id} AND result IS NOT NULL`), 4)];
});

await test('each row takes its own result', async () => {
	const form = await mia.form(path, results), open = form.fields.filter(([name, value]) => name.startsWith('result.') && value === '').slice(0, 3);

	for (const [name] of open)
		form.set(name, 'failure');
	const answer = await mia.send(form, { button: 'Save results' });
	return [...is_equal(answer.status, 303), ...is_equal(count(`campaign_id = ${id} AND result = 'failure'`), 3), ...is_equal(count(`campaign_id = ${id} AND result = 'success'`), 4)];
});

await test('somebody else\'s result is not written over unseen', async () => {
	const form = await mia.form(path, results), [name] = form.fields.find(([each, value]) => each.startsWith('result.') && value === '');
	const member = name.slice(7);

	site.sql(`UPDATE campaign_member SET result = 'failure', version = version + 1 WHERE id = ${member}`);
	const answer = await mia.send(form.fill({ [name]: 'success' }), { button: 'Save results' });
	const faults = [...is_equal(answer.status, 409), ...is_equal(site.value(`SELECT result FROM campaign_member WHERE id = ${member}`), 'failure')];

	site.sql(`UPDATE campaign_member SET result = NULL, happened_at = NULL WHERE id = ${member}`);
	return faults;
});

async function figure_faults() {
	const told = figures((await mia.page(path)).text), success = count(`campaign_id = ${id} AND result = 'success'`), failure = count(`campaign_id = ${id} AND result = 'failure'`);
	const members = count(`campaign_id = ${id}`), reached = count(`campaign_id = ${id} AND (result IS NOT NULL OR happened_at IS NOT NULL)`);
	const won = site.value(`SELECT COALESCE(FORMAT(SUM(amount), 2), '0.00') FROM opportunity WHERE campaign_id = ${id} AND outcome = 'won' AND amount_currency = 'CNY'`);

	return [
		...is_equal(told.Members, [members, `${reached} reached`]), ...is_equal(told.Success, [success, `${(100 * success / (success + failure)).toFixed(1)}% of results`]),
		...is_equal(told.Failure, [failure, `${members - success - failure} still open`]),
		...is_equal(told['Cost per success'][0], `¥ ${(900 / success).toFixed(2)}`), ...is_equal(told['Won through it'][0], `¥ ${won}`),
		...is_equal(told.Opportunities[0], site.value(`SELECT COUNT(*) FROM opportunity WHERE campaign_id = ${id}`)),
		...is_equal(told.Leads[0], site.value(`SELECT COUNT(*) FROM lead WHERE campaign_id = ${id}`)),
	];
}

await test('the figures are those of the database', async () => {
	site.sql(`UPDATE opportunity SET campaign_id = ${id} WHERE outcome = 'won' AND amount_currency = 'CNY' LIMIT 3`);
	site.sql(`UPDATE lead SET campaign_id = ${id} LIMIT 2`);
	return figure_faults();
});

await test('control: a figure that is not that of the database is seen', async () => {
	const page = await mia.page(path), told = figures(page.text);

	site.sql(`UPDATE campaign_member SET result = 'success' WHERE campaign_id = ${id} AND result = 'failure' LIMIT 1`);
	return String(figures((await mia.page(path)).text).Success) === String(told.Success) ? ['the page did not notice a changed result'] : figure_faults();
});

await test('the cost is not shared out among the successes of one person', async () => {
	const owner = site.value("SELECT id FROM user WHERE login = 'sam'"), cost = async (person) => figures((await person.page(path)).text)['Cost per success'];
	const [member, was] = site.sql(`SELECT id, COALESCE(owner_id, 'NULL') FROM campaign_member WHERE campaign_id = ${id} AND result = 'success' ORDER BY id LIMIT 1`)[0];

	site.sql(`UPDATE campaign_member SET owner_id = ${owner} WHERE id = ${member}`);
	const page = (await sam.page(path)).text, told = [await cost(sam), await cost(mia)];
	site.sql("UPDATE role_right SET view_scope = 'all' WHERE role_id = 3 AND entity = 'campaign_member'; UPDATE catalogue SET version = version + 1");
	const all = await cost(sam);
	site.sql(`UPDATE role_right SET view_scope = 'own' WHERE role_id = 3 AND entity = 'campaign_member'; UPDATE catalogue SET version = version + 1;
		UPDATE campaign_member SET owner_id = ${was} WHERE id = ${member}`);
	return [
		...is_equal(figures(page).Success[0], 1), ...is_equal(told[0], ['—', 'needs a view of all members']),
		...is_equal(told[1], [`¥ ${(900 / count(`campaign_id = ${id} AND result = 'success'`)).toFixed(2)}`, '']), ...is_equal(all, told[1]),
	];
});

await test('the pages take four statements at most', async () => {
	const faults = [];

	for (const each of [path, `/strategies/${strategy}`, `${add}?f.level.is=A`, `${add}?q=a`])
		for (let turn = 0, least = 99; turn < 6; turn++) {
			least = Math.min(least, Number(/statements;desc="(\d+)"/.exec((await mia.page(each)).headers['server-timing'])[1]));
			if (turn === 5 && least > 4)
				faults.push(`${each}: ${least}`);
		}
	return faults;
});

await test('members are taken out, and come back from what was removed', async () => {
	const form = await mia.form(path, results), before = count(`campaign_id = ${id}`), member = form.fields.find(([name]) => name.startsWith('was.'))[0].slice(4);
	const answer = await mia.post(results, [['token', form.get('token')], ['id', member], ['act', 'remove']]);

	return [...is_equal(answer.status, 303), ...is_equal(count(`campaign_id = ${id}`), before - 1), ...is_equal((await mia.page('/campaign-members/removed')).text.includes(`/${member}`), true)];
});

await test('a salesperson and a viewer are offered no adding, and are refused it', async () => {
	const faults = [];

	for (const person of [sam, vic]) {
		const page = await person.page(path), token = forms(page.text).map((form) => form.get('token')).find(Boolean), before = site.sums();

		faults.push(...is_equal(page.text.includes('members/add'), false), ...is_equal((await person.get(add)).status, 403),
			...is_equal((await person.post(add, [['token', token], ['all', '1'], ['f.level.is', 'B']])).status, 403), ...(site.sums() === before ? [] : ['something changed']));
	}
	return faults;
});

await test('a result of somebody else\'s member is refused like one that is not there', async () => {
	const member = site.value(`SELECT MIN(id) FROM campaign_member WHERE campaign_id = ${id} AND result IS NULL`), faults = [];

	for (const [person, campaign, each] of [[sam, id, member], [vic, id, member], [mia, id, 999999], [mia, 999999, member], [mia, 1, member]]) {
		const page = await person.page(path), token = forms(page.text).map((form) => form.get('token')).find(Boolean), before = site.sums();
		const answer = await person.post(`/campaigns/${campaign}/members/results`, encode([['token', token], ['id', each], ['result', 'success'], ['act', 'selected']]));

		faults.push(...is_equal(answer.status, 404), ...(site.sums() === before ? [] : ['something changed']));
	}
	return [...faults, ...is_equal((await mia.get('/campaigns/999999')).status, 404), ...is_equal((await mia.get('/campaigns/999999/members/add')).status, 404)];
});

await test('a strategy shows what its campaigns cost of its budget', async () => {
	const text = words((await mia.page(`/strategies/${strategy}`)).text);

	return ['¥ 900.00 of ¥ 5,000.00', '18%', 'Ten answers', 'By the filter'].filter((each) => !text.includes(each)).map((each) => `no "${each}"`);
});

await test('why a strategy was changed stands in its history, and nothing where no reason was given', async () => {
	const form = await mia.form(`/strategies/${strategy}/edit`), reason = 'The trade fair was called off';

	if (form.get('reason') === undefined)
		return ['the form does not ask why'];
	const answer = await mia.send(form.fill({ name: 'Reach them otherwise', reason }));
	const text = words((await mia.page(`/strategies/${strategy}/history`)).text);
	return [...is_equal(answer.status, 303), ...is_equal(text.split(reason).length - 1, 1), ...is_equal(site.value(`SELECT COUNT(*) FROM \`change\` WHERE reason = '${reason}'`), 1)];
});

await test('as of before, the campaign has no members and no forms', async () => {
	const before = site.value(`SELECT DATE_FORMAT(MIN(r.at) - INTERVAL 1 MICROSECOND, '%Y-%m-%dT%H:%i:%s.%fZ') FROM change_record r JOIN campaign_member m ON m.id = r.record_id
		WHERE r.entity = 'campaign_member' AND m.campaign_id = ${id}`);
	const page = await mia.page(`${path}?as_of=${before}`);

	return [...is_equal(figures(page.text).Members?.[0], 0), ...is_equal(page.text.includes(results), false), ...is_equal(page.text.includes('members/add'), false)];
});

finish();
