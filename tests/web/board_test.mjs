// board_test.mjs: in a real browser a card of the board is dragged to another column, by the same form; what is refused comes back with its reason.
import { Person, Site, browser, finish, form_of, test } from './lib.mjs';

const chromium = await browser();
process.on('exit', () => chromium.close().catch(() => {}));
const site = new Site({ server: 'apache', customers: 0 });

site.user('sam', 'Sam Seller', 'salesperson');
site.user('looker', 'Lee Looker', 'viewer');
const sam = await new Person(site, 'en').sign_in('sam'), looker = await new Person(site, 'en').sign_in('looker');
const customer = await sam.create('/customers', { name: 'Harbour Instruments' });
const deal = (name) => sam.create('/opportunities', { name, customer_id: customer, amount: '1000', stage_id: '1' }, `?customer_id=${customer}`);
const stage_of = (id) => site.value(`SELECT stage_id FROM opportunity WHERE id = ${id}`);
const move_form = async (id) => form_of((await sam.page('/opportunities/board')).text, `/opportunities/${id}/move`);

async function board(person, options = {}) {
	const context = await chromium.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-US', ...options });

	for (const [name, value] of person.cookies)
		await context.addCookies([{ name, value, url: site.url, httpOnly: true, sameSite: 'Lax' }]);
	const page = await context.newPage(), said = [];

	page.setDefaultTimeout(10000);
	page.on('console', (message) => said.push(message.text()));
	page.on('pageerror', (error) => said.push(String(error)));
	await page.goto(`${site.url}/opportunities/board`);
	return { context, page, said };
}

const column_of = (page, id) => page.evaluate((card) => document.getElementById(card)?.closest('.column').querySelector('h2').id, `deal-${id}`);
const drag = (page, id, stage) => page.locator(`#deal-${id}`).dragTo(page.locator(`.column:has(#stage-${stage})`));
/* Until the board has the card there, or not; the answer is in the message. */
const arrives = (page, id, stage) => page.waitForFunction(([card, column]) => document.getElementById(card)?.closest('.column').querySelector('h2').id === column &&
	document.getElementById(card).querySelector('option:disabled')?.value === column.slice(6), [`deal-${id}`, `stage-${stage}`]);

await test('a card that is dragged to another column is there, and still after reloading; the sums follow', async () => {
	const id = await deal('Dragged'), faults = [], { context, page, said } = await board(sam);

	await drag(page, id, 3);
	await arrives(page, id, 3);
	if (stage_of(id) !== '3')
		faults.push(`the deal is in stage ${stage_of(id)}`);
	if (!/1,000/.test(await page.locator('.column:has(#stage-3) header').innerText()))
		faults.push(`the head says ${await page.locator('.column:has(#stage-3) header').innerText()}`);
	// Once more without reloading: the new board's tokens and versions are the right ones.
	await drag(page, id, 2);
	await arrives(page, id, 2);
	await page.reload();
	if (await column_of(page, id) !== 'stage-2')
		faults.push('it is not there after reloading');
	if (site.value(`SELECT COUNT(*) FROM change_record WHERE entity = 'opportunity' AND record_id = ${id}`) !== '3')
		faults.push('it was not two moves');
	await context.close();
	return [...faults, ...said];
});

await test('a card dropped where it was, or outside of the columns, is not sent', async () => {
	const id = await deal('Dropped'), faults = [], { context, page, said } = await board(sam), sent = [];

	page.on('request', (request) => request.method() === 'POST' && sent.push(request.url()));
	await drag(page, id, 1);
	await page.locator(`#deal-${id}`).dragTo(page.locator('h1'));
	if (sent.length || stage_of(id) !== '1' || await column_of(page, id) !== 'stage-1')
		faults.push(`sent: ${sent}`);
	await context.close();
	return [...faults, ...said];
});

await test('a move that the server refuses comes back, with its words', async () => {
	const id = await deal('Stale'), faults = [], { context, page } = await board(sam);

	await sam.send((await move_form(id)).set('stage_id', '2'));
	await drag(page, id, 4);
	await page.locator('#board-told').waitFor();
	if (!/Somebody changed it/.test(await page.locator('#board-told').innerText()))
		faults.push(`told: ${await page.locator('#board-told').innerText()}`);
	if (await column_of(page, id) !== 'stage-2' || stage_of(id) !== '2')
		faults.push('it is not where the other person put it');
	await drag(page, id, 4);
	await arrives(page, id, 4);
	await context.close();
	return faults;
});

await test('a move that does not reach the server comes back and says so', async () => {
	const id = await deal('Lonely'), faults = [], { context, page } = await board(sam);

	await context.setOffline(true);
	await drag(page, id, 3);
	await page.locator('#board-told').waitFor();
	if (!/did not answer/.test(await page.locator('#board-told').innerText()) || await column_of(page, id) !== 'stage-1' || stage_of(id) !== '1')
		faults.push(`told: ${await page.locator('#board-told').innerText()}`);
	await context.setOffline(false);
	await drag(page, id, 3);
	await arrives(page, id, 3);
	await context.close();
	return faults;
});

await test('who may not move has nothing to drag, and without JavaScript nobody has', async () => {
	const faults = [];

	await deal('Fixed');
	for (const [person, options] of [[looker, {}], [sam, { javaScriptEnabled: false }]]) {
		const { context, page } = await board(person, options);

		if (await page.locator('[draggable=true]').count())
			faults.push(`${await page.locator('[draggable=true]').count()} cards may be dragged`);
		if (person === sam && !(await page.locator('.deal form button').first().isVisible()))
			faults.push('there is no form');
		await context.close();
	}
	return faults;
});

await chromium.close();
finish();
