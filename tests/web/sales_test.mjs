// sales_test.mjs: a lead becomes a customer, a deal moves, a quote becomes an order, an order is paid, and sums are exact to the cent.
import { Person, Site, finish, form_of, forms, keeps, language_faults, plain, test, words } from './lib.mjs';

const site = new Site({ server: 'apache', customers: 0 });

site.user('sam', 'Sam Seller', 'salesperson');
site.user('tom', 'Tom Seller', 'salesperson');
site.user('looker', 'Lee Looker', 'viewer');
const admin = await new Person(site, 'en').sign_in('admin'), chinese = await new Person(site, 'zh').sign_in('admin');
const sam = await new Person(site, 'en').sign_in('sam'), tom = await new Person(site, 'en').sign_in('tom');
const looker = await new Person(site, 'en').sign_in('looker');
const customer = await sam.create('/customers', { name: 'Harbour Instruments', email: 'desk@harbour.example' });
const field = (table, id, name) => site.value(`SELECT \`${name}\` FROM \`${table}\` WHERE id = ${id}`);
const count = (table, where = '1') => Number(site.value(`SELECT COUNT(*) FROM \`${table}\` WHERE ${where}`));
const changes = () => count('change');
const id_in = (location) => /\/(\d+)/.exec(location)[1];
const text = async (path, person = admin) => words((await person.page(path)).text);
/* The day where the people are. */
const today = (await sam.form('/orders/new')).get('ordered_on');

function told(answer, wanted, faults, name) {
	if (answer.status !== wanted)
		faults.push(`${name} answers ${answer.status} instead of ${wanted}: ${words(answer.text).slice(0, 300)}`);
}

// An act that must be refused: the status, and nothing written.
async function refused(act, wanted, faults, name) {
	const before = site.sums(), answer = await act();

	told(answer, wanted, faults, name);
	if (site.sums() !== before)
		faults.push(`${name}: the database changed`);
	return answer;
}

const deal = (values = {}, person = sam) => person.create('/opportunities', { name: 'Probe line', customer_id: customer, amount: '1000', ...values }, `?customer_id=${customer}`);

// --- the board ------------------------------------------------------------------

const card = (html, id) => new RegExp(`<article class="deal" id="deal-${id}">(.*?)</article>`, 's').exec(html)?.[1];
const move_form = async (id, person = sam) => form_of((await person.page('/opportunities/board')).text, `/opportunities/${id}/move`);

await test('the board shows each open deal in the column of its stage, with sums for each currency and by chance', async () => {
	const faults = [];

	await deal({ name: 'One', amount: '100.10', stage_id: '1' });
	await deal({ name: 'Two', amount: '200.25', stage_id: '1' });
	await deal({ name: 'Three', amount: '50', amount_currency: 'USD', stage_id: '1' });
	await deal({ name: 'Four', amount: '1000', stage_id: '3' });
	for (const person of [sam, chinese]) {
		const html = (await person.page('/opportunities/board')).text;
		const columns = [...html.matchAll(/<section class="column"(.*?)<\/section>/gs)].map(([, body]) => words(body));

		if (columns.length !== 5)
			faults.push(`${columns.length} columns`);
		if (!/300\.35 \+ USD 50/.test(columns[0]) || !/30\.04 \+ USD 5(?!\d)/.test(columns[0]))
			faults.push(`first column: ${columns[0].slice(0, 200)}`);
		if (!/¥ 1,000/.test(columns[2]) || !/ 500(?!\d)/.test(columns[2]) || !columns[2].includes('Four') || columns[0].includes('Four'))
			faults.push(`third column: ${columns[2].slice(0, 200)}`);
		if (!/4.*¥ 1,300\.35 \+ USD 50/.test(words(/<p class="count">(.*?)<\/p>/s.exec(html)[1])))
			faults.push(`head: ${words(/<p class="count">(.*?)<\/p>/s.exec(html)[1])}`);
		faults.push(...language_faults({ text: html }, person.language, 'the board'));
	}
	return faults;
});

await test('a column has 25 cards at most, and says how many more there are and where', async () => {
	const faults = [];

	site.sql(`INSERT INTO opportunity (name, customer_id, stage_id, amount, amount_currency, outcome, owner_id, team_id, created_at, stage_at)
		SELECT CONCAT('Many ', seq), ${customer}, 2, 10.00, 'CNY', 'open', (SELECT id FROM user WHERE login = 'sam'), NULL, SYSDATE(6), SYSDATE(6) FROM seq_1_to_30`);
	const html = (await sam.page('/opportunities/board')).text, column = /<section class="column" aria-labelledby="stage-2">(.*?)<\/section>/s.exec(html)[1];
	const more = /<a href="([^"]*)">5 more/.exec(column);

	if ([...column.matchAll(/<article/g)].length !== 25 || !more)
		faults.push(`${[...column.matchAll(/<article/g)].length} cards, ${words(column).slice(-60)}`);
	else if (!/^\/opportunities\?/.test(plain(more[1])) || !/Many 1 /.test(await text(plain(more[1]), sam)))
		faults.push(`"5 more" leads to ${more[1]}`);
	if (!/¥ 300/.test(words(column)))
		faults.push('the sum is of the cards alone');
	site.sql("DELETE FROM opportunity WHERE name LIKE 'Many %'");
	return faults;
});

await test('a move takes the deal to its stage and back to the card, once however often it is sent', async () => {
	const id = await deal(), form = (await move_form(id)).set('stage_id', '3'), faults = [], before = changes();
	const first = await sam.send(form), second = await sam.send(form);

	told(first, 303, faults, 'the move');
	told(second, 303, faults, 'the same again');
	if (!/^\/opportunities\/board\?.*#deal-/.test(first.location) || second.location !== first.location)
		faults.push(`leads to ${first.location} and ${second.location}`);
	if (field('opportunity', id, 'stage_id') !== '3' || field('opportunity', id, 'version') !== '2' || changes() !== before + 1)
		faults.push(`stage ${field('opportunity', id, 'stage_id')}, version ${field('opportunity', id, 'version')}, ${changes() - before} changes`);
	if (!card((await sam.page('/opportunities/board')).text, id))
		faults.push('the card is gone');
	return faults;
});

await test('a move by somebody who saw an older version is refused, and the deal shown as it is', async () => {
	const id = await deal(), stale = (await move_form(id)).set('stage_id', '2'), faults = [];

	told(await sam.send((await move_form(id)).set('stage_id', '3')), 303, faults, 'the first');
	const answer = await refused(() => sam.send(stale), 409, faults, 'the second');
	if (!/Somebody changed it/.test(words(answer.text)) || !forms(answer.text).some((form) => form.action.endsWith(`/${id}/move`) && form.get('version') === '2'))
		faults.push(`says ${words(answer.text).slice(0, 200)}`);
	return faults;
});

await test('who may not change a deal has no form to move it, and cannot without one', async () => {
	const id = await deal(), form = (await move_form(id)).set('stage_id', '3'), faults = [];
	const fields = [...form.fields.filter(([name]) => name !== 'token'), ['token', (await tom.form('/opportunities/new')).get('token')]];

	await refused(() => tom.post(form.action, fields), 404, faults, "another's deal");
	await refused(() => tom.post('/opportunities/999999/move', fields), 404, faults, 'no deal');
	if ((await tom.page('/opportunities/board')).text.includes(`deal-${id}`))
		faults.push("another's card is shown");
	const other = await deal({}, admin);
	await refused(() => looker.post(`/opportunities/${other}/move`, fields), 403, faults, 'a looker');
	if (/\/move"/.test((await looker.page('/opportunities/board')).text))
		faults.push('a looker has a form');
	const past = (await sam.page(`/opportunities/board?as_of=${encodeURIComponent(site.value('SELECT SYSDATE()').replace(' ', 'T'))}Z`)).text;
	if (!past.includes('class="board"') || /\/move"/.test(past))
		faults.push('the past has a form');
	return faults;
});

await test('control: the owner of that deal may move it', async () => {
	const id = await deal(), faults = [];

	told(await sam.send((await move_form(id)).set('stage_id', '4')), 303, faults, 'the move');
	return faults;
});

await test('losing a deal asks why, and saves reason and stage in one change', async () => {
	const id = await deal(), faults = [], before = changes();
	const asked = await sam.send((await move_form(id)).set('stage_id', '6'));

	told(asked, 200, faults, 'choosing the stage');
	if (field('opportunity', id, 'stage_id') !== '1' || changes() !== before)
		faults.push('it is lost before a reason is given');
	const form = form_of(asked.text, '/move');
	const empty = await sam.send(form.set('lost_reason', '  '));
	told(empty, 422, faults, 'no reason');
	if (!empty.text.includes('aria-invalid="true"'))
		faults.push('the field is not marked');
	told(await sam.send(form_of(empty.text, '/move').set('lost_reason', 'Too dear <now>')), 303, faults, 'with a reason');
	const row = site.sql(`SELECT stage_id, outcome, lost_reason, closed_on FROM opportunity WHERE id = ${id}`)[0].join('|');
	if (!row.startsWith('6|lost|Too dear <now>|2') || changes() !== before + 1)
		faults.push(`${row}, ${changes() - before} changes`);
	told(await sam.send(form_of((await sam.page(`/opportunities/${id}`)).text, '/move').set('stage_id', '2')), 303, faults, 'taken up again');
	const again = site.sql(`SELECT outcome, lost_reason, closed_on FROM opportunity WHERE id = ${id}`)[0].join('|');
	if (again !== 'open|NULL|NULL')
		faults.push(`taken up again: ${again}`);
	return faults;
});

// --- leads ------------------------------------------------------------------------

const lead = (values = {}, person = sam) => person.create('/leads', { name: 'Mia Marsh', company: 'Marsh Mills', phone: '+86 571 5550 7711', email: 'mia@marsh.example', budget: '5000.50', ...values });

await test('a lead becomes customer, contact and deal, with what was said and what is to be done, in one change', async () => {
	const id = await lead(), faults = [];
	const said = await sam.create('/communications', { content: 'called', lead_id: id }, `?lead_id=${id}`);
	const todo = await sam.create('/tasks', { title: 'send papers', lead_id: id }, `?lead_id=${id}`);
	const before = changes(), counts = () => ['customer', 'contact', 'opportunity', 'customer_phone'].map((name) => count(name)).join();
	const were = counts();
	const form = await sam.form(`/leads/${id}/convert`);
	const answer = await sam.send(form), again = await sam.send(form);
	const row = site.sql(`SELECT customer_id, contact_id, opportunity_id, status FROM lead WHERE id = ${id}`)[0];

	told(answer, 303, faults, 'the conversion');
	if (again.location !== answer.location || id_in(answer.location) !== row[0])
		faults.push(`leads to ${answer.location}, then ${again.location}; the customer is ${row[0]}`);
	if (changes() !== before + 1)
		faults.push(`${changes() - before} changes`);
	if (counts() !== were.split(',').map((each) => Number(each) + 1).join())
		faults.push(`${were} became ${counts()}`);
	const made = site.sql(`SELECT c.name, c.kind, p.number, n.name, n.email, n.customer_id = c.id, o.name, o.amount, o.amount_currency, o.customer_id = c.id,
		o.contact_id = n.id, o.outcome, c.owner_id = l.owner_id, l.status, l.converted_at IS NOT NULL FROM lead l JOIN customer c ON c.id = l.customer_id
		JOIN customer_phone p ON p.customer_id = c.id JOIN contact n ON n.id = l.contact_id JOIN opportunity o ON o.id = l.opportunity_id WHERE l.id = ${id}`)[0].join('|');
	if (!/^Marsh Mills\|company\|\+86 571 5550 7711\|Mia Marsh\|mia@marsh\.example\|1\|Marsh Mills\|5000\.50\|CNY\|1\|1\|open\|1\|converted\|1$/.test(made))
		faults.push(made);
	for (const [table, record] of [['communication', said], ['task', todo]])
		if (field(table, record, 'customer_id') !== row[0] || field(table, record, 'contact_id') !== row[1])
			faults.push(`the ${table} stayed with the lead`);
	const late = await sam.get(`/leads/${id}/convert`);
	if (late.status !== 303 || id_in(late.location) !== row[0] || /\/convert"/.test((await sam.page(`/leads/${id}`)).text))
		faults.push(`a converted lead: ${late.status} ${late.location}`);
	return faults;
});

await test('customers that look the same are offered, and a chosen one gets no twin', async () => {
	const id = await lead({ name: 'Desk', company: 'Another name', email: 'DESK@harbour.example' }), faults = [];
	const html = (await sam.page(`/leads/${id}/convert`)).text, before = count('customer');

	if (!words(html).includes('Harbour Instruments'))
		faults.push('the same e-mail is not seen');
	const chosen = (text) => [...text.matchAll(/<input type="radio" name="customer" value="(\w+)"[^>]* checked>/g)].map(([, value]) => value).join();
	const undecided = await refused(async () => sam.send(form_of(html, '/convert')), 422, faults, 'no choice among twins');
	const decided = await refused(async () => sam.send(form_of(html, '/convert').fill({ customer: 'new', 'customer.name': '' })), 422, faults, 'a new one without a name');
	const alone = (await sam.page(`/leads/${await lead({ name: 'Una', company: 'Unique Umbrellas', phone: '', email: '' })}/convert`)).text;
	if (chosen(html) || chosen(undecided.text) || !words(undecided.text).includes('Choose which customer it is.') || chosen(decided.text) !== 'new' || chosen(alone) !== 'new')
		faults.push(`chosen beforehand: ${[html, undecided.text, decided.text, alone].map((text) => `[${chosen(text)}]`).join(' ')}`);
	const form = form_of(html, '/convert').set('customer', customer).set('opportunity', null);
	const deals = count('opportunity');
	told(await sam.send(form), 303, faults, 'the conversion');
	if (count('customer') !== before || field('lead', id, 'customer_id') !== customer || count('opportunity') !== deals || field('lead', id, 'opportunity_id') !== 'NULL')
		faults.push('a twin was made, or a deal nobody wanted');
	const hidden = await lead({ name: 'Mill', company: 'Hidden Mill' }, tom);
	if (words((await tom.page(`/leads/${hidden}/convert`)).text).includes('Harbour'))
		faults.push("another's customer is offered");
	await refused(async () => tom.send((await tom.form(`/leads/${hidden}/convert`)).set('customer', customer)), 422, faults, "another's customer");
	return faults;
});

await test("a customer is found by a contact's phone, and a contact that is there gets no twin", async () => {
	const faults = [], phone = '+86 571 5550 8822', place = await sam.create('/customers', { name: 'Quay Works' });
	const contact = (values, person = sam) => person.create('/contacts', values, `?customer_id=${place}`);
	const by_email = await contact({ name: 'Ada Quay', email: 'ada@quay.example' }), by_phone = await contact({ name: 'Bo Quay', phone });
	const known = { company: '', phone: '', email: '', budget: '' };
	const offers = async (id) => words((await sam.page(`/leads/${id}/convert`)).text).includes('Quay Works');

	for (const [values, wanted] of [[{ name: 'By phone', phone }, true], [{ name: 'By another', phone: '+86 571 5550 8823' }, false], [{ name: 'Without one' }, false]])
		if (await offers(await lead({ ...known, ...values })) !== wanted)
			faults.push(`${values.name}: the customer is ${wanted ? 'not ' : ''}offered`);
	// Of somebody at that customer whom the actor may not see.
	site.sql(`INSERT INTO contact (customer_id, name, email, owner_id, created_at) SELECT ${place}, 'Hidden', 'hidden@quay.example', id, UTC_TIMESTAMP() FROM user WHERE login = 'tom'`);
	for (const [name, values, wanted] of [
		['e-mail', { name: 'Ada of Quay', email: 'ADA@quay.example' }, by_email], ['name and phone', { name: 'Bo Quay', phone }, by_phone],
		['e-mail before name and phone', { name: 'Bo Quay', phone, email: 'ada@quay.example' }, by_email],
		['the name alone', { name: 'Bo Quay', phone: '+86 571 5550 8824' }, null], ['the phone alone', { name: 'Di Quay', phone }, null],
		["somebody else's", { name: 'Hidden', email: 'hidden@quay.example' }, null],
	]) {
		const id = await lead({ ...known, ...values }), said = await sam.create('/communications', { content: 'called', lead_id: id }, `?lead_id=${id}`);
		const before = count('contact'), form = (await sam.form(`/leads/${id}/convert`)).set('customer', place).set('contact', '1');

		told(await sam.send(form), 303, faults, name);
		const taken = field('lead', id, 'contact_id');
		if (count('contact') !== before + (wanted ? 0 : 1) || (wanted ? taken !== wanted : [by_email, by_phone, 'NULL'].includes(taken)))
			faults.push(`${name}: contact ${taken}, ${count('contact') - before} new`);
		if (field('communication', said, 'contact_id') !== taken || field('opportunity', field('lead', id, 'opportunity_id'), 'contact_id') !== taken)
			faults.push(`${name}: the deal or what was said is with another`);
	}
	return faults;
});

await test('a lead is converted once, with its customer there, removed and restored', async () => {
	const id = await lead({ name: 'Rhea', company: 'Return Rails', phone: '', email: '' }), faults = [];
	const stale = await sam.form(`/leads/${id}/convert`);
	const made = id_in((await sam.send(await sam.form(`/leads/${id}/convert`))).location), joined = () => `${field('lead', id, 'customer_id')},${field('lead', id, 'contact_id')}`;
	const before = joined(), offers = async () => /\/convert"/.test((await sam.page(`/leads/${id}`)).text);

	told(await sam.send(await sam.form(`/customers/${made}/remove`)), 303, faults, 'removing the customer');
	if (joined() !== 'NULL,NULL' || await offers())
		faults.push(`without its customer: ${joined()}, it is ${await offers() ? '' : 'not '}offered`);
	for (const [person, text] of [[sam, 'It is converted already'], [chinese, '该线索已转化']]) {
		const answer = await refused(() => person.get(`/leads/${id}/convert`), 422, faults, 'its form');

		if (!words(answer.text).includes(text))
			faults.push(`does not say "${text}"`);
	}
	await refused(() => sam.send(stale), 422, faults, 'a form from before');
	told(await sam.send(form_of((await sam.page(`/customers/${made}`)).text, '/restore')), 303, faults, 'restoring the customer');
	if (joined() !== before)
		faults.push(`restored: ${joined()}, not ${before}`);
	const late = await sam.get(`/leads/${id}/convert`);
	if (late.status !== 303 || id_in(late.location) !== made)
		faults.push(`restored, it leads to ${late.status} ${late.location}`);
	return faults;
});

await test('mistakes in any part are told on the page with what was typed, and nothing is half-made', async () => {
	const id = await lead({ name: 'Zoe', company: 'Zinc' }), faults = [];
	const values = { 'customer.name': '', 'contact.email': 'nobody at home', 'opportunity.amount': 'much', 'opportunity.name': 'A kept name' };
	const answer = await refused(async () => sam.send((await sam.form(`/leads/${id}/convert`)).fill(values)), 422, faults, 'the conversion');

	for (const name of ['customer-name', 'contact-email', 'opportunity-amount'])
		if (!answer.text.includes(`id="field-${name}-error"`) || !answer.text.includes(`href="#field-${name}"`))
			faults.push(`no word beside ${name}`);
	for (const kept of ['nobody at home', 'much', 'A kept name'])
		if (!keeps(answer, kept))
			faults.push(`"${kept}" is lost`);
	await refused(async () => sam.send((await sam.form(`/leads/${id}/convert`)).set('customer', null)), 422, faults, 'no customer chosen');
	await refused(async () => sam.send((await sam.form(`/leads/${id}/convert`)).set('version', '7')), 409, faults, 'a stale version');
	for (const path of [`/leads/${id}/convert`, '/leads/999999/convert'])
		if ((await tom.get(path)).status !== 404)
			faults.push(`${path} is there for another`);
	return faults;
});

// --- quotes ---------------------------------------------------------------------------

const lines = { 'quote_line.0.description': 'Probe', 'quote_line.0.quantity': '3.333', 'quote_line.0.unit_price': '19.99', 'quote_line.0.discount': '12.5',
                'quote_line.1.description': 'Visit', 'quote_line.1.quantity': '0.125', 'quote_line.1.unit_price': '1000.01',
                'quote_line.2.description': 'Cable', 'quote_line.2.quantity': '7', 'quote_line.2.unit_price': '0.01', 'quote_line.2.discount': '33.33' };
// Line by line, rounded half up: 58.30 (66.63 before), 125.00, 0.05 (0.07 before).
const quote = (query = '') => sam.create('/quotes', { customer_id: customer, ...lines }, `?customer_id=${customer}${query}`);

await test('a quote adds up to the cent, line by line, on its page, on paper and in the table', async () => {
	const id = await quote(), faults = [];
	const lines_of = site.sql(`SELECT ROUND(quantity * unit_price * (100 - COALESCE(discount, 0)) / 100, 2) FROM quote_line WHERE quote_id = ${id} ORDER BY position`).flat();

	if (lines_of.join() !== '58.30,125.00,0.05' || field('quote', id, 'amount') !== '183.35')
		faults.push(`${lines_of}, ${field('quote', id, 'amount')}`);
	for (const path of [`/quotes/${id}`, `/quotes/${id}/print`]) {
		const html = await text(path, sam);

		for (const wanted of ['58.30', '125.00', '0.05', '12.5 %', '¥ 191.70', '¥ -8.35', '¥ 183.35'])
			if (!html.includes(wanted))
				faults.push(`${path} has no ${wanted}`);
	}
	const paper = await text(`/quotes/${id}/print`, chinese);
	if (!paper.includes('壹佰捌拾叁元叁角伍分') || !paper.includes('报价单 Quotation') || (await text(`/quotes/${id}/print`, sam)).includes('壹'))
		faults.push(`on paper: ${paper.slice(0, 400)}`);
	return faults;
});

await test('a quote goes its steps and no others, and becomes one order with the same lines', async () => {
	const id = await quote(`&opportunity_id=${await deal()}`), faults = [], page = async () => (await sam.page(`/quotes/${id}`)).text;

	told(await sam.send(form_of(await page(), '/state'), { button: 'Mark as sent' }), 303, faults, 'sent');
	const form = form_of(await page(), '/state');
	await refused(async () => sam.post(form.action, [...form.fields, ['status', 'draft']]), 422, faults, 'a step back');
	await refused(async () => sam.post(form.action, [...form.fields.map(([name, value]) => [name, name === 'version' ? '1' : value]), ['status', 'accepted']]), 409, faults, 'a stale step');
	const make = form_of(await page(), '/order'), before = changes(), answer = await sam.send(make), again = await sam.send(make);
	told(answer, 303, faults, 'the order');
	const order = id_in(answer.location);
	if (again.location !== answer.location || changes() !== before + 1 || count('sales_order', `quote_id = ${id}`) !== 1)
		faults.push(`${answer.location}, ${again.location}, ${changes() - before} changes`);
	const fresh = [...make.fields.filter(([name]) => name !== 'token'), ['token', (await sam.form('/quotes/new')).get('token')]];
	const third = await sam.post(make.action, fresh);
	if (third.status !== 303 || id_in(third.location) !== order || count('sales_order', `quote_id = ${id}`) !== 1)
		faults.push(`once more: ${third.status} ${third.location}`);
	const same = site.sql(`SELECT o.amount = q.amount, o.customer_id = q.customer_id, o.opportunity_id = q.opportunity_id, o.currency = q.currency, q.status, o.status,
		o.owner_id = q.owner_id FROM sales_order o JOIN quote q ON q.id = o.quote_id WHERE o.id = ${order}`)[0].join();
	const table = (name, parent, record) => site.sql(`SELECT description, quantity, unit_price, discount FROM ${name} WHERE ${parent} = ${record} ORDER BY position`).join(';');
	if (same !== '1,1,1,1,accepted,draft,1' || table('quote_line', 'quote_id', id) !== table('sales_order_line', 'order_id', order))
		faults.push(same);
	if (forms(await page()).some((each) => each.action?.endsWith('/order')))
		faults.push('the button is still there');
	const foreign = [...fresh.filter(([name]) => name !== 'token'), ['token', (await tom.form('/quotes/new')).get('token')]];
	await refused(() => tom.post(make.action, foreign), 404, faults, "another's quote");
	return faults;
});

// --- orders ------------------------------------------------------------------------------

const order_lines = Object.fromEntries(Object.entries(lines).map(([name, value]) => [name.replace('quote_line', 'sales_order_line'), value]));
const order = (values = {}) => sam.create('/orders', { customer_id: customer, ...order_lines, ...values }, `?customer_id=${customer}`);
const pay = async (id, values = {}) => sam.send((await sam.form(`/orders/${id}`, '/pay')).fill(values));

await test('payments bring the balance down to nothing, and more than that is refused', async () => {
	const id = await order(), faults = [], form = await sam.form(`/orders/${id}`, '/pay');

	if (form.get('amount') !== '183.35' || form.get('paid_on') !== today)
		faults.push(`the form begins with ${form.fields.join(' ')}`);
	const excess = await refused(() => pay(id, { amount: '183.36', reference: 'kept <reference>' }), 422, faults, 'one cent too much');
	if (!/more than is left to pay: 183\.35/.test(words(excess.text)) || !keeps(excess, '183.36') || !keeps(excess, 'kept <reference>'))
		faults.push(`says ${words(excess.text).slice(0, 300)}`);
	await refused(() => pay(id, { amount: 'much' }), 422, faults, 'no amount');
	await refused(() => pay(id, { amount: '1', amount_currency: 'USD' }), 422, faults, 'another currency');
	const first = (await sam.form(`/orders/${id}`, '/pay')).fill({ amount: '100.30', method: 'wechat' }), before = changes();
	told(await sam.send(first), 303, faults, 'the first');
	told(await sam.send(first), 303, faults, 'the same again');
	if (changes() !== before + 1 || count('payment', `order_id = ${id}`) !== 1)
		faults.push('paid twice by one form');
	if (!/Paid ¥ 100\.30 Balance ¥ 83\.05/.test(await text(`/orders/${id}`, sam)))
		faults.push(await text(`/orders/${id}`, sam));
	told(await pay(id), 303, faults, 'the rest');
	const html = await sam.page(`/orders/${id}`);
	if (!/Paid ¥ 183\.35 Balance ¥ 0\.00/.test(words(html.text)) || forms(html.text).some((each) => each.action?.endsWith('/pay')))
		faults.push('there is still something to pay');
	await refused(async () => sam.send((await sam.form(`/payments/new?order_id=${id}`)).fill({ order_id: id, amount: '0.01' })), 422, faults, 'a cent by the other form');
	await refused(async () => tom.post(`/orders/${id}/pay`, [['token', (await tom.form('/orders/new')).get('token')], ['amount', '1']]), 404, faults, "another's order");
	return faults;
});

await test('the page that asks before removing a customer tells what goes: orders, and what was paid for them', async () => {
	const payer = await sam.create('/customers', { name: 'Payer' }), faults = [];
	const id = await order({ customer_id: payer });

	await deal({ customer_id: payer });
	told(await pay(id, { amount: '1' }), 303, faults, 'the payment');
	const told_there = /<ul class="effects">(.*?)<\/ul>/s.exec((await admin.page(`/customers/${payer}/remove`)).text)[1];
	for (const wanted of ['Orders: 1 (removed with it)', 'Payments: 1 (removed with it)', 'Opportunities: 1 (kept, without the reference to it)'])
		if (!words(told_there).includes(wanted))
			faults.push(`does not say "${wanted}": ${words(told_there)}`);
	if (/Payments[^<]*\(kept/.test(told_there))
		faults.push('payments are said to stay');
	told(await admin.send(await admin.form(`/customers/${payer}/remove`)), 303, faults, 'removing it');
	if (count('payment', `order_id = ${id}`) || count('sales_order', `id = ${id}`))
		faults.push('control: they stayed');
	return faults;
});

await test('an order goes its steps; what was paid for is not cancelled', async () => {
	const id = await order(), faults = [], page = async () => (await sam.page(`/orders/${id}`)).text;
	const press = async (button) => sam.send(form_of(await page(), '/state'), { button });

	told(await pay(id, { amount: '1' }), 303, faults, 'a payment');
	const form = form_of(await page(), '/state');
	if (form.buttons.some((each) => each.value === 'cancelled'))
		faults.push('a paid order offers to be cancelled');
	const answer = await refused(async () => sam.post(form.action, [...form.fields, ['status', 'cancelled']]), 422, faults, 'cancelling what was paid');
	if (!/has been paid for/.test(words(answer.text)))
		faults.push(`says ${words(answer.text).slice(0, 200)}`);
	await refused(async () => sam.post(form.action, [...form.fields, ['status', 'completed']]), 422, faults, 'a jump');
	await refused(async () => sam.send((await sam.form(`/orders/${id}/edit`)).set('status', 'cancelled')), 422, faults, 'cancelling by the edit form');
	for (const [button, status] of [['Confirm', 'confirmed'], ['Mark as shipped', 'shipped'], ['Complete', 'completed']]) {
		told(await press(button), 303, faults, button);
		if (field('sales_order', id, 'status') !== status)
			faults.push(`${button} gives ${field('sales_order', id, 'status')}`);
	}
	const other = await order();
	told(await sam.send(form_of((await sam.page(`/orders/${other}`)).text, '/state'), { button: 'Cancel order' }), 303, faults, 'control: nothing paid');
	await refused(async () => sam.send((await sam.form(`/payments/new?order_id=${other}`)).fill({ order_id: other, amount: '1' })), 422, faults, 'paying what is cancelled');
	return faults;
});

// --- targets, report, product -------------------------------------------------------------

await test('a target shows how far it got, in its period', async () => {
	const faults = [], sold = site.value("SELECT SUM(amount) FROM sales_order WHERE status IN ('confirmed', 'shipped', 'completed')");

	await admin.create('/targets', { name: 'All of it', owner_id: '', amount: '366.70', from_on: today, until_on: today });
	const html = await text('/targets');
	if (sold !== '183.35' || !/All of it 50% ¥ 183\.35 of ¥ 366\.70/.test(html))
		faults.push(`${sold}: ${html.slice(0, 900)}`);
	if (/All of it 50%/.test(await text('/targets?period=next_quarter')))
		faults.push('it is in the next quarter, too');
	if (!(await admin.page('/targets')).text.includes('/targets/import'))
		faults.push('no way to import');
	return faults;
});

await test('the report equals the sums of the table, by whatever it is looked at, for each outcome and currency', async () => {
	const faults = [];

	for (const [name, stage, amount, currency] of [['a', 5, '10.01', 'CNY'], ['b', 5, '20.02', 'CNY'], ['c', 6, '30.03', 'CNY'], ['d', 5, '99.99', 'USD'], ['e', 2, '7.77', 'CNY']])
		await deal({ name, stage_id: String(stage), amount, amount_currency: currency, expected_on: today, channel_id: stage === 5 ? '1' : '2' });
	for (const outcome of ['won', 'lost', 'open'])
		for (const currency of ['CNY', 'USD'])
			for (const by of ['owner', 'team', 'region', 'channel', 'product', 'month', 'stage']) {
				const day = outcome === 'open' ? 'expected_on' : 'closed_on';
				const [number, sum] = site.sql(`SELECT COUNT(*), COALESCE(SUM(amount), 0) FROM opportunity WHERE outcome = '${outcome}' AND amount_currency = '${currency}' AND ${day} IS NOT NULL`)[0];
				const html = (await admin.page(`/sales/report?by=${by}&outcome=${outcome}&currency=${currency}`)).text;
				const foot = words(/<tfoot>(.*?)<\/tfoot>/s.exec(html)?.[1] || '');
				const body = [.../<tbody>(?!.*<tbody>.*<tfoot>)(.*?)<\/tbody>\s*<tfoot>/s.exec(html)?.[1].matchAll(/<tr>(.*?)<\/tr>/gs) || []]
					.map(([, row]) => [...row.matchAll(/<td[^>]*>(.*?)<\/td>/gs)].map(([, cell]) => words(cell).replaceAll(',', '')));
				const added = body.reduce((all, [, each]) => all + Math.round(Number(each) * 100), 0);

				if (number === '0' ? foot : !foot.replaceAll(',', '').startsWith(`Total ${number} ${sum} `) || added !== Math.round(Number(sum) * 100))
					faults.push(`${outcome} ${currency} by ${by}: "${foot}" and rows of ${added} instead of ${number} ${sum}`);
			}
	const own = await text('/sales/report?by=owner&outcome=won', tom);
	if (/30\.03/.test(own) || !/No deal of these days/.test(own))
		faults.push(`another's deals are counted: ${own.slice(0, 300)}`);
	if (!/No deal of these days/.test(await text('/sales/report?outcome=won&from=2001-01-01&until=2001-12-31')))
		faults.push('control: days without a deal have one');
	faults.push(...language_faults(await chinese.page('/sales/report?by=month'), 'zh', 'the report'));
	return faults;
});

await test('board and report of an earlier moment show what was so then', async () => {
	const id = await deal({ name: 'Moment', stage_id: '2', amount: '4321.09', channel_id: '3', expected_on: today }), faults = [];
	const then = encodeURIComponent(site.value("SELECT DATE_FORMAT(at, '%Y-%m-%dT%H:%i:%s.%fZ') FROM clock"));
	const sums = async (outcome, moment) => (await text(`/sales/report?by=channel&outcome=${outcome}${moment}`)).includes('4,321.09');
	const stage = async (moment) => /<section class="column" aria-labelledby="(stage-\d)">(?:(?!<section).)*deal-ID"/s.exec((await admin.page(`/opportunities/board${moment}`)).text.replaceAll(`deal-${id}"`, 'deal-ID"'))?.[1];

	told(await sam.send((await move_form(id)).set('stage_id', '5')), 303, faults, 'winning it');
	for (const [moment, open, won, column] of [['', false, true, 'stage-5'], [then, true, false, 'stage-2']]) {
		const found = [await sums('open', moment && `&as_of=${moment}`), await sums('won', moment && `&as_of=${moment}`), await stage(moment && `?as_of=${moment}`)];

		if (found.join() !== [open, won, column].join())
			faults.push(`${moment ? 'then' : 'now'}: ${found.join()} instead of ${[open, won, column].join()}`);
	}
	return faults;
});

await test('links of the report lead to just those deals', async () => {
	const html = (await admin.page('/sales/report?by=channel&outcome=won')).text, faults = [];
	const href = plain(/<th scope="row"><a href="(\/opportunities\?[^"]*)">Direct sales/.exec(html)?.[1] || '');
	const rows = href ? words(/<tbody>(.*?)<\/tbody>/s.exec((await admin.page(href)).text)[1]) : '';

	return / ?a Harbour/.test(rows) && /d Harbour/.test(rows) && !/c Harbour/.test(rows) && !/Open/.test(rows) ? faults : [`"${href}" leads to ${rows}`];
});

await test('the page of a product shows the prices that apply, what was sold, and open deals', async () => {
	const faults = [], product = await admin.create('/products', { name: 'Probe X', unit: 'piece', price: '100' });

	await admin.create('/prices', { product_id: product, amount: '90', level: 'A' });
	await admin.create('/prices', { product_id: product, amount: '80', until_on: '2001-01-01' });
	await deal({ name: 'For a probe', product_id: product });
	const sold = await order({ 'sales_order_line.0.product_id': product });
	await sam.send(form_of((await sam.page(`/orders/${sold}`)).text, '/state'), { button: 'Confirm' });
	const html = await text(`/products/${product}`, sam);
	if (!/Class A — ¥ 90\.00/.test(html) || html.includes('¥ 80.00') || !html.includes('For a probe') || !/Sold 1 .*3\.333 ¥ 58\.30/.test(html))
		faults.push(html.slice(0, 1500));
	if (/3\.333/.test(await text(`/products/${product}`, tom)))
		faults.push("another's sales are shown");
	return faults;
});

await test('each of these pages takes four statements at most', async () => {
	const faults = [], first = (table) => site.value(`SELECT MIN(id) FROM ${table}`);
	const open_lead = site.value('SELECT MIN(id) FROM lead WHERE customer_id IS NULL');

	for (const path of ['/opportunities/board', '/sales/report', '/targets', `/leads/${open_lead}`, `/leads/${open_lead}/convert`, `/quotes/${first('quote')}`,
	                    `/quotes/${first('quote')}/print`, `/orders/${first('sales_order')}`, `/opportunities/${first('opportunity')}`, `/products/${first('product')}`]) {
		let least = 99;

		/* A worker's first request loads the catalogue. */
		for (let turn = 0; turn < 6; turn++)
			least = Math.min(least, Number(/statements;desc="(\d+)"/.exec((await admin.page(path)).headers['server-timing'])[1]));
		if (least > 4)
			faults.push(`${path}: ${least}`);
	}
	return faults;
});

finish();
