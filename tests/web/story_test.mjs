// story_test.mjs: a whole day in a real browser: from the campaign to the lead, the deal, the money, the complaint and the report, by those who do each, seen by those who may.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Person, Site, browser, finish, password, source, test, words } from './lib.mjs';

const chromium = await browser();
process.on('exit', () => chromium.close().catch(() => {}));

const site = new Site({ server: 'apache', customers: 60 });
const admin = await new Person(site, 'en').sign_in();
const shots = process.env.QIAO_SHOTS;

// The words that a page says to a reader of each language.
const chinese = new Map([...readFileSync(join(source, 'po/zh_CN.po'), 'utf8').matchAll(/^msgid "(.+)"\nmsgstr "(.+)"$/gm)].map(([, from, to]) => [from, to]));
const field = (table, id, name) => site.value(`SELECT ${name} FROM ${table} WHERE id = ${id}`);
const count = (table, where = '1') => Number(site.value(`SELECT COUNT(*) FROM \`${table}\` WHERE ${where}`));
const newest = (table) => site.value(`SELECT MAX(id) FROM ${table}`);
const moment = () => site.value("SELECT DATE_FORMAT(at, '%Y-%m-%dT%H:%i:%s.%fZ') FROM clock");
const day_from_now = (days) => site.value(`SELECT DATE(CONVERT_TZ(UTC_TIMESTAMP(), '+00:00', '+08:00')) + INTERVAL ${days} DAY`);
const id_in = (address) => /\/(\d+)/.exec(new URL(address).pathname)[1];

const tales = {
	zh: { mark: 'zh', company: '晨星精密仪器有限公司', person: '周敏敏', deal: '晨星检测线改造', call: '确认预算二十万，希望本周看到报价', next: '发送初步方案', visit: '安装调试上门服务',
		complaint: '探头读数漂移，产线停了半天', answer: '工程师今天下午到现场。', note: '客户很着急，先换备件。', rating: '处理很快，谢谢', meeting: '验收会议', product: '流量探头 P9',
		strategy: '华东制造业拓展', campaign: '秋季检测方案邮件', lead_note: '要一条检测线' },
	en: { mark: 'en', company: 'Northlight Instruments Ltd', person: 'Mary Shaw', deal: 'Northlight test line', call: 'Budget of 200,000 is confirmed, wants a quote this week', next: 'Send a first outline', visit: 'Installation on site',
		complaint: 'The probe drifts, the line stood still for half a day', answer: 'An engineer comes this afternoon.', note: 'They are in a hurry, change the part first.', rating: 'Quick, thank you', meeting: 'Acceptance meeting',
		product: 'Flow probe Q9', strategy: 'Makers in the east', campaign: 'Autumn mail on testing', lead_note: 'Wants a test line' },
};

// --- people, each with a browser of their own ---------------------------------------

class Reader {
	constructor(story, login) {
		Object.assign(this, { story, login });
	}

	async open() {
		const { language, scripts, width, scheme } = this.story;
		this.context = await chromium.newContext({
			viewport: { width, height: width < 500 ? 844 : 900 }, colorScheme: scheme, locale: language === 'zh' ? 'zh-CN' : 'en-US', javaScriptEnabled: scripts, serviceWorkers: 'block',
		});
		await this.context.addCookies([{ name: 'qiao_language', value: language, url: site.url }]);
		this.page = await this.context.newPage();
		this.page.setDefaultTimeout(15000);
		this.page.on('console', (message) => this.story.said.push(`${message.type()}: ${message.text()}`));
		this.page.on('pageerror', (error) => this.story.said.push(String(error)));
		await this.page.goto(`${site.url}/signin`);
		await this.page.fill('#login', this.login);
		await this.page.fill('#password', password);
		await this.press('button.primary');
		return this;
	}

	async go(path) {
		return (await this.page.goto(site.url + path)).status();
	}

	async press(where) {
		const target = typeof where === 'string' ? this.page.locator(where) : where;

		await Promise.all([this.page.waitForNavigation(), target.first().click()]);
	}

	// A button or link of the page's main part, by what it says.
	by(role, text) {
		return this.page.locator('main').getByRole(role, { name: this.story.words(text) });
	}

	async fill(values, form = 'main form') {
		for (const [name, value] of Object.entries(values)) {
			const all = this.page.locator(['', '.text'].map((end) => `${form} [name="${name}${end}"]:not([type=hidden])`).join(', ')), control = all.first();
			const kind = await control.evaluate((element) => (element.tagName === 'SELECT' ? 'select' : element.type));

			if (kind === 'select')
				await control.selectOption(value);
			else if (kind === 'radio')
				await this.page.locator(`${form} [name="${name}"][value="${value}"]`).check({ force: true });
			else
				await control.fill(value);
		}
	}

	async save(values) {
		await this.fill(values);
		await this.press('.savebar button.primary');
		return id_in(this.page.url());
	}

	text(where = 'main') {
		return this.page.locator(where).first().innerText().then((text) => text.replace(/\s+/g, ' '));
	}

	async forms() {
		return this.page.locator('main form[method=post]').count();
	}

	// What the page must show; says what it lacks.
	async lacks(wanted, where) {
		const text = await this.text(where);

		return wanted.filter((each) => (each instanceof RegExp ? !each.test(text) : !text.includes(each))).map((each) => `${this.page.url()} does not show ${each}: ${text.slice(0, 700)}`);
	}

	async shot(name) {
		const { scrollWidth, width } = await this.page.evaluate(() => ({ scrollWidth: document.scrollingElement.scrollWidth, width: window.innerWidth }));

		if (shots) {
			await this.page.evaluate(() => window.scrollTo(0, 0));
			mkdirSync(shots, { recursive: true });
			await this.page.screenshot({ path: join(shots, `${this.story.language}-${name}.png`), fullPage: true });
		}
		return scrollWidth > width ? [`${name} is ${scrollWidth} px wide in ${width}`] : [];
	}
}

// The rows must say so: [table, id, { column: value }].
function differs(table, id, wanted) {
	const names = Object.keys(wanted), row = site.sql(`SELECT ${names.join(', ')} FROM ${table} WHERE id = ${id}`)[0] || [];

	return names.flatMap((name, place) => (row[place] === String(wanted[name]) ? [] : [`${table} ${id}: ${name} is ${row[place]}, not ${wanted[name]}`]));
}

async function tell(story) {
	const { tale, language } = story, zh = language === 'zh', t = story.words, known = {}, people = {};
	const team = `${zh ? '东区' : 'East'}`, id_of = (login) => site.value(`SELECT id FROM user WHERE login = '${login}-${tale.mark}'`);
	const step = (name, act) => test(`${language}: ${name}`, act);
	const as = async (role) => {
		people[role] ||= await new Reader(story, `${role}-${tale.mark}`).open();
		return people[role];
	};

	await admin.create('/teams', { name: team });
	await admin.create('/teams', { name: `${team} B` });
	for (const [login, name, role, group] of [['marketer', zh ? '马小莉' : 'Mia Marketer', 'marketer', team], ['seller', zh ? '孙立' : 'Sam Seller', 'salesperson', team],
		['agent', zh ? '安宁' : 'Ann Agent', 'service_agent', team], ['manager', zh ? '梅岭' : 'Max Manager', 'manager', team], ['viewer', zh ? '卫平' : 'Vic Viewer', 'viewer', team],
		['stranger', zh ? '田野' : 'Tom Seller', 'salesperson', `${team} B`]]) {
		site.user(`${login}-${tale.mark}`, name, role, group);
		known[`${login}_name`] = name;
	}
	known.product = await admin.create('/products', { name: tale.product, unit: zh ? '件' : 'piece', price: '1280' });
	await admin.create('/prices', { product_id: known.product, amount: '1150', min_quantity: '10' });
	await admin.create('/targets', { name: `${tale.mark} target`, owner_id: id_of('seller'), team_id: site.value(`SELECT id FROM team WHERE name = '${team}'`), amount: '33725.88', from_on: day_from_now(0), until_on: day_from_now(0) });

	await step('a marketer signs in, makes a strategy and a campaign', async () => {
		const reader = await as('marketer'), faults = [];

		await reader.go('/strategies/new');
		known.strategy = await reader.save({ name: tale.strategy, goal: tale.lead_note, budget: '50000', status: 'active' });
		faults.push(...await reader.lacks([tale.strategy, t('Active')]), ...await reader.shot('01-strategy'));
		await reader.press(`main a[href^="/campaigns/new"]`);
		faults.push(...await reader.shot('01-campaign-form'));
		known.campaign = await reader.save({ name: tale.campaign, status: 'running', budget: '8000', cost: '3000' });
		faults.push(...await reader.lacks([tale.campaign, tale.strategy, t('Running')]), ...await reader.shot('01-campaign'));
		return [...faults, ...differs('campaign', known.campaign, { name: tale.campaign, strategy_id: known.strategy, status: 'running', cost: '3000.00', owner_id: id_of('marketer') })];
	});

	await step('a salesperson enters a lead, with campaign and source', async () => {
		const reader = await as('seller'), faults = [];

		await reader.go('/leads');
		await reader.press('main a[href="/leads/new"]');
		await reader.fill({ name: tale.person, company: tale.company, phone: '+86 571 5550 7711', email: `${tale.mark}@northlight.example`, campaign_id: tale.campaign, budget: '200000', interest: tale.lead_note });
		await reader.fill({ source_id: zh ? '展会' : 'Trade fair', region_id: { index: 2 } });
		faults.push(...await reader.shot('02-lead-form'));
		await reader.press('.savebar button.primary');
		known.lead = id_in(reader.page.url());
		known.region = field('lead', known.lead, 'region_id');
		faults.push(...await reader.lacks([tale.person, tale.company, tale.campaign, zh ? '展会' : 'Trade fair', t('New')]), ...await reader.shot('02-lead'));
		return [...faults, ...differs('lead', known.lead, { name: tale.person, campaign_id: known.campaign, source_id: 1, budget: '200000.00', status: 'new', owner_id: id_of('seller') })];
	});

	await step('the lead is called; the call and the next step stand on its page', async () => {
		const reader = await as('seller');

		await reader.go(`/leads/${known.lead}`);
		await reader.fill({ kind: 'call', content: tale.call, result: 'interested', next_step: tale.next, next_on: day_from_now(0) }, 'main form.quick');
		await reader.press('main form.quick button.primary');
		known.call = newest('communication');
		known.task = newest('task');
		return [...await reader.lacks([tale.call, tale.next], '#timeline'), ...await reader.shot('03-called'),
			...differs('communication', known.call, { channel: 'call', outcome: 'interested', lead_id: known.lead, next_on: day_from_now(0) }),
			...differs('task', known.task, { title: tale.next, lead_id: known.lead, status: 'open', owner_id: id_of('seller') })];
	});

	await step('the task stands on My day and is ticked off', async () => {
		const reader = await as('seller'), faults = [];

		await reader.go('/day');
		faults.push(...await reader.lacks([tale.next]), ...await reader.shot('04-day'));
		await reader.press(`#task-${known.task} button.tickbox`);
		if (!await reader.page.locator(`#task-${known.task} del`).count())
			faults.push('it is not struck out');
		faults.push(...await reader.shot('04-day-done'));
		return [...faults, ...differs('task', known.task, { status: 'done', 'done_at IS NOT NULL': 1 })];
	});

	known.before_conversion = moment();
	await step('the lead is converted: customer, contact and deal in one change', async () => {
		const reader = await as('seller'), before = count('change'), faults = [];

		await reader.go(`/leads/${known.lead}`);
		await reader.press(`main a[href$="/convert"]`);
		faults.push(...await reader.shot('05-convert-form'));
		await reader.fill({ 'opportunity.name': tale.deal, 'opportunity.expected_on': day_from_now(20) });
		await reader.press('.savebar button.primary');
		known.customer = id_in(reader.page.url());
		[known.contact, known.deal] = site.sql(`SELECT contact_id, opportunity_id FROM lead WHERE id = ${known.lead}`)[0];
		if (count('change') !== before + 1 || count('change_record', `at = (SELECT MAX(at) FROM \`change\`)`) !== 6)
			faults.push(`${count('change') - before} changes, ${count('change_record', 'at = (SELECT MAX(at) FROM `change`)')} records in the last`);
		faults.push(...await reader.lacks([tale.company, tale.person, tale.deal]), ...await reader.shot('05-customer'));
		return [...faults, ...differs('lead', known.lead, { status: 'converted', customer_id: known.customer }),
			...differs('customer', known.customer, { name: tale.company, source_id: 1, region_id: known.region, owner_id: id_of('seller') }),
			...differs('contact', known.contact, { name: tale.person, customer_id: known.customer }),
			...differs('opportunity', known.deal, { name: tale.deal, amount: '200000.00', campaign_id: known.campaign, contact_id: known.contact, outcome: 'open' }),
			...differs('communication', known.call, { customer_id: known.customer }), ...differs('task', known.task, { customer_id: known.customer })];
	});

	const move = async (reader, stage) => {
		await reader.go('/opportunities/board');
		await reader.page.locator(`#deal-${known.deal} select[name=stage_id]`).selectOption(stage);
		await reader.press(`#deal-${known.deal} button[type=submit]`);
	};

	await step('the deal is moved on the board to the quote stage', async () => {
		const reader = await as('seller');

		await move(reader, '3');
		return [...await reader.lacks([tale.deal, tale.company], 'section.column[aria-labelledby="stage-3"]'), ...await reader.shot('06-board'),
			...differs('opportunity', known.deal, { stage_id: 3, outcome: 'open', version: 2 })];
	});

	const sums = ['13,800.00', '3,062.94', '16,862.94'];
	await step('a quote of the deal: a product with its price found by itself, a text with a discount, exact sums, sent and printed', async () => {
		const reader = await as('seller'), faults = [];

		await reader.go(`/opportunities/${known.deal}`);
		faults.push(...await reader.shot('07-deal'));
		await reader.press(`main a[href^="/quotes/new"]`);
		await reader.fill({ 'quote_line.0.product_id': tale.product, 'quote_line.0.quantity': '12' });
		await reader.press('button[name=add][value=quote_line]');
		await reader.fill({ 'quote_line.1.description': tale.visit, 'quote_line.1.quantity': '1', 'quote_line.1.unit_price': '3500.50', 'quote_line.1.discount': '12.5', valid_until: day_from_now(30),
			terms: zh ? '货到付款' : 'Cash on delivery' });
		faults.push(...await reader.shot('07-quote-form'));
		await reader.press('.savebar button.primary');
		known.quote = id_in(reader.page.url());
		faults.push(...await reader.lacks([tale.product, tale.visit, '1,150.00', ...sums, '12.5', t('Draft')]));
		await reader.press(reader.by('button', 'Mark as sent'));
		faults.push(...await reader.lacks([t('Sent')]), ...await reader.shot('07-quote'));
		await reader.press('main a[href$="/print"]');
		faults.push(...await reader.lacks([tale.company, tale.person, field('quote', known.quote, 'number'), tale.product, tale.visit, ...sums, zh ? '壹万陆仟捌佰陆拾贰元玖角肆分' : 'Cash on delivery', known.seller_name]),
			...await reader.shot('07-print'));
		return [...faults, ...differs('quote', known.quote, { amount: '16862.94', status: 'sent', customer_id: known.customer, contact_id: known.contact, opportunity_id: known.deal })];
	});

	await step('the quote is accepted and becomes an order, which is confirmed and shipped', async () => {
		const reader = await as('seller'), faults = [];

		await reader.go(`/quotes/${known.quote}`);
		await reader.press(reader.by('button', 'Accepted'));
		await reader.press(reader.by('button', 'Make order'));
		known.order = id_in(reader.page.url());
		faults.push(...await reader.lacks([tale.product, tale.visit, ...sums, t('Draft')]), ...await reader.shot('08-order-draft'));
		await reader.press(reader.by('button', 'Confirm'));
		await reader.press(reader.by('button', 'Mark as shipped'));
		faults.push(...await reader.lacks([t('Shipped')]));
		known.ordered = moment();
		return [...faults, ...differs('sales_order', known.order, { amount: '16862.94', status: 'shipped', quote_id: known.quote, opportunity_id: known.deal }), ...differs('quote', known.quote, { status: 'accepted' })];
	});

	const target = async (reader) => {
		await reader.go('/targets');
		return reader.text('.attain');
	};

	await step('a part is paid, then the rest; the deal is won, and the target grows', async () => {
		const reader = await as('seller'), faults = [];

		await reader.go(`/orders/${known.order}`);
		await reader.fill({ amount: '6862.90', method: 'alipay', reference: 'A-1' }, '#payments form');
		await reader.press('#payments form button[type=submit]');
		known.part_paid = moment();
		faults.push(...await reader.lacks(['6,862.90', '10,000.04']), ...await reader.shot('09-part-paid'));
		await reader.press('#payments form button[type=submit]');
		faults.push(...await reader.lacks([/\b0\.00\b/, '10,000.04']), ...await reader.shot('09-paid'));
		if (await reader.page.locator('#payments form').count() || site.value(`SELECT SUM(amount) FROM payment WHERE order_id = ${known.order}`) !== '16862.94')
			faults.push('something is left to pay');
		await move(reader, '5');
		faults.push(...await reader.lacks([tale.deal], 'section.column[aria-labelledby="stage-5"]'), ...await reader.shot('09-board'));
		faults.push(...differs('opportunity', known.deal, { stage_id: 5, outcome: 'won', closed_on: day_from_now(0) }));
		const attained = await target(reader);
		if (!/50 ?%/.test(attained))
			faults.push(`the target says ${attained}`);
		return [...faults, ...await reader.shot('09-target')];
	});

	await step('control: the target counts nothing of the time before the order', async () => {
		const reader = await as('seller');

		await reader.go(`/targets?as_of=${encodeURIComponent(known.before_conversion)}`);
		const text = await reader.text('.attain');
		return /\b0 ?%/.test(text) ? text : [text];
	});

	await step('the customer complains: entered as urgent, answered, noted, handled', async () => {
		const reader = await as('agent'), faults = [];

		await reader.go(`/customers/${known.customer}`);
		faults.push(...await reader.shot('10-customer-for-agent'));
		await reader.press('main a[href^="/requests/new"]');
		known.request = await reader.save({ kind: 'complaint', priority: 'urgent', content: tale.complaint });
		faults.push(...await reader.lacks([tale.complaint, t('Complaint'), t('Urgent'), tale.company]));
		for (const [kind, body] of [['reply', tale.answer], ['internal', tale.note]]) {
			await reader.fill({ kind, body }, '#talk form.quick');
			await reader.press('#talk form.quick button.primary');
		}
		faults.push(...await reader.lacks([tale.complaint, tale.answer, tale.note, t('Internal note, customers cannot see this')], '#talk'), ...await reader.shot('10-request'));
		await reader.press('#state button[name=step]');
		faults.push(...differs('request', known.request, { state: 'handled', kind: 'complaint', priority: 'urgent', customer_id: known.customer, owner_id: id_of('agent'), 'answered_at IS NOT NULL': 1, 'handled_at IS NOT NULL': 1 }));
		return [...faults, ...await reader.shot('10-handled')];
	});

	await step('the customer rates it with 4 and a remark', async () => {
		const reader = await as('agent');

		await reader.fill({ satisfaction: '4', satisfaction_note: tale.rating }, 'main form[action$="/satisfaction"]');
		await reader.press('main form[action$="/satisfaction"] button');
		return [...await reader.lacks([tale.rating, /4 \/ 5/], '#satisfaction'), ...await reader.shot('11-rated'), ...differs('request', known.request, { satisfaction: 4, satisfaction_note: tale.rating })];
	});

	await step('the marketer adds customers by a filter, enters a success, and the figures follow', async () => {
		const reader = await as('marketer'), faults = [], wanted = count('customer', `region_id = ${known.region}`);

		await reader.go(`/campaigns/${known.campaign}`);
		await reader.press('main a[href$="/members/add"]');
		await reader.fill({ 'f.region_id.is': known.region }, 'main form.filters');
		await reader.press('main form.filters > button');
		faults.push(...await reader.lacks([tale.company]), ...await reader.shot('12-choose'));
		await reader.press('main button[name=all]');
		const member = site.value(`SELECT id FROM campaign_member WHERE campaign_id = ${known.campaign} AND customer_id = ${known.customer}`);
		known.member = member;
		if (count('campaign_member', `campaign_id = ${known.campaign}`) !== wanted)
			faults.push(`${count('campaign_member', `campaign_id = ${known.campaign}`)} members, not ${wanted}`);
		const figure = async (label) => /[\d,.]+/.exec(await reader.page.locator('main dl.figure', { hasText: t(label) }).first().locator('dd.amount').innerText())?.[0];
		if (await figure('Success') !== '0')
			faults.push(`${await figure('Success')} successes before any`);
		await reader.page.locator(`main select[name="result.${member}"]`).selectOption('success');
		await reader.press('main button[name=act][value=each]');
		if (await figure('Success') !== '1')
			faults.push(`${await figure('Success')} successes after one`);
		return [...faults, ...await reader.shot('12-members'), ...differs('campaign_member', member, { result: 'success' })];
	});

	await step('a meeting is planned and stands in the week at its hour', async () => {
		const reader = await as('seller'), faults = [], day = day_from_now(7);

		await reader.go('/calendar');
		await reader.press('main a[rel=next]');
		await reader.press(reader.by('link', 'New meeting'));
		await reader.fill({ subject: tale.meeting, 'happened_at.date': day, 'happened_at.time': '14:30', duration_minutes: '90', customer_id: tale.company });
		faults.push(...await reader.shot('13-meeting-form'));
		known.meeting = await reader.save({});
		faults.push(...await reader.lacks([tale.meeting, tale.company, '14:30']));
		await reader.go(`/calendar?week=${day}`);
		const event = reader.page.locator('li.event', { hasText: tale.meeting }), at = await event.getAttribute('class');
		const hour = await reader.page.locator('.hours li', { hasText: '14:00' }).getAttribute('class');
		if (!at.startsWith(`event ${hour.split(' ')[0]} half s3 `))
			faults.push(`it stands at "${at}", 14:00 at "${hour}"`);
		if (await reader.page.locator('.weekdays > li', { hasText: tale.meeting }).locator('h2 time').getAttribute('datetime') !== day)
			faults.push('it stands on another day');
		faults.push(...await reader.lacks(['14:30', tale.company], `li.event:has-text("${tale.meeting}")`));
		return [...faults, ...await reader.shot('13-week'), ...differs('communication', known.meeting, { channel: 'meeting', happened_at: `${site.value(`SELECT '${day} 06:30:00'`)}.000000`, duration_minutes: 90 })];
	});

	const pages = () => [['customers', known.customer], ['contacts', known.contact], ['opportunities', known.deal], ['quotes', known.quote], ['orders', known.order],
		['payments', newest('payment')], ['communications', known.call], ['communications', known.meeting], ['tasks', known.task], ['leads', known.lead]];

	await step('the customer\'s page tells all of it in one timeline, the newest first', async () => {
		const reader = await as('manager'), faults = [];

		await reader.go(`/customers/${known.customer}`);
		const times = await reader.page.locator('#timeline ol.days ol > li > time').evaluateAll((all) => all.map((each) => each.dateTime));
		if (times.length < 10 || times.some((each, place) => place && each > times[place - 1]))
			faults.push(`not in order: ${times.join(' ')}`);
		faults.push(...await reader.lacks([tale.call, tale.meeting, tale.deal, tale.complaint.slice(0, 8), field('quote', known.quote, 'number'), field('sales_order', known.order, 'number'),
			site.value(`SELECT number FROM payment WHERE order_id = ${known.order} LIMIT 1`), tale.campaign, tale.next, '¥ 200,000.00', '¥ 16,862.94', '¥ 6,862.90', '¥ 10,000.04'], '#timeline'));
		return [...faults, ...await reader.shot('14-timeline')];
	});

	await step('the history tells who did what', async () => {
		const reader = await as('manager'), faults = [];

		for (const [path, wanted] of [[`/customers/${known.customer}`, [known.seller_name]], [`/leads/${known.lead}`, [known.seller_name, t('Converted'), t('New')]],
			[`/opportunities/${known.deal}`, [known.seller_name, zh ? '报价' : 'Proposal', zh ? '赢单' : 'Won']], [`/requests/${known.request}`, [known.agent_name, t('Handled')]],
			[`/campaign-members/${known.member}`, [known.marketer_name, t('Success')]]]) {
			await reader.go(`${path}/history`);
			faults.push(...await reader.lacks(wanted));
		}
		return [...faults, ...await reader.shot('14-history')];
	});

	await step('as of before the conversion the lead is none yet, and the customer is not there', async () => {
		const reader = await as('seller'), faults = [], then = `?as_of=${encodeURIComponent(known.before_conversion)}`;

		await reader.go(`/leads/${known.lead}${then}`);
		if ((await reader.page.locator(`main a[href*="/customers/${known.customer}"]`).count()) || !await reader.page.locator('.past').isVisible())
			faults.push('the lead knows its customer already');
		if (await reader.forms() || await reader.page.locator('main a[href*="/convert"]').count())
			faults.push('the past can be changed');
		faults.push(...await reader.shot('14-lead-then'));
		for (const path of [`/customers/${known.customer}`, `/opportunities/${known.deal}`, `/contacts/${known.contact}`]) {
			const was = await reader.go(path + then), is = await reader.go(path);

			if (was !== 404 || is !== 200)
				faults.push(`${path} answers ${was} then, ${is} now`);
		}
		await reader.go(`/customers/${known.customer}${then}`);
		faults.push(...await reader.shot('14-customer-then'));
		await reader.go(`/leads/${known.lead}`);
		if (!await reader.page.locator(`main a[href*="/customers/${known.customer}"]`).count())
			faults.push('control: now it does not lead to its customer either');
		return faults;
	});

	await step('as of each payment the balance is that of the moment', async () => {
		const reader = await as('seller'), faults = [];

		for (const [when, balance, paid] of [[known.ordered, '16,862.94', '0.00'], [known.part_paid, '10,000.04', '6,862.90'], ['', '0.00', '16,862.94']]) {
			await reader.go(`/orders/${known.order}${when && `?as_of=${encodeURIComponent(when)}`}`);
			const totals = await reader.text('dl.totals');

			if (!totals.includes(`${t('Paid')} ¥ ${paid} ${t('Balance')} ¥ ${balance}`))
				faults.push(`as of ${when || 'now'}: ${totals}`);
		}
		return faults;
	});

	await step('a manager sees it in the report and on the home page', async () => {
		const reader = await as('manager'), faults = [];

		await reader.go('/sales/report?by=owner&outcome=won');
		faults.push(...await reader.lacks([known.seller_name, '200,000']), ...await reader.shot('15-report'));
		await reader.go('/');
		faults.push(...await reader.lacks([t('Won this month'), zh ? '20.00万' : /200(\.0+)? ?k|200,000/i, `${tale.mark} target`]), ...await reader.shot('15-home'));
		const other = await as('stranger');
		await other.go('/sales/report?by=owner&outcome=won');
		if ((await other.text()).includes(known.seller_name))
			faults.push("control: another team's seller sees it as well");
		return faults;
	});

	await step('a viewer of the team sees it, and has nothing to change it with', async () => {
		const reader = await as('viewer'), faults = [];

		for (const [path, id] of pages()) {
			const status = await reader.go(`/${path}/${id}`), wanted = path === 'tasks' ? 403 : 200;

			if (status !== wanted || await reader.forms() || await reader.page.locator('main a[href$="/edit"], main a[href*="/new"], main a[href$="/remove"]').count())
				faults.push(`/${path}/${id} answers ${status}, with ${await reader.forms()} forms and ${(await reader.page.locator('main a[href$="/edit"], main a[href*="/new"]').count())} links to forms`);
		}
		await reader.go(`/customers/${known.customer}`);
		return [...faults, ...await reader.shot('15-viewer')];
	});

	await step('a salesperson of another team finds none of it; control: the owner finds all', async () => {
		const stranger = await as('stranger'), owner = await as('seller'), faults = [];

		for (const [path, id] of [...pages(), ['requests', known.request]]) {
			const status = await stranger.go(`/${path}/${id}`);

			if (status !== 404)
				faults.push(`/${path}/${id} answers ${status}`);
			if (path !== 'requests' && await owner.go(`/${path}/${id}`) !== 200)
				faults.push(`/${path}/${id} is not there for its owner`);
		}
		if (await (await as('agent')).go(`/requests/${known.request}`) !== 200)
			faults.push('the request is not there for its owner');
		await stranger.go('/opportunities/board');
		if ((await stranger.text()).includes(tale.deal))
			faults.push('the deal is on the board of another');
		return faults;
	});

	await step('nothing was said in the console', () => [...new Set(story.said)].filter((text) => !/status of 40[34]/.test(text)));
	for (const reader of Object.values(people))
		await reader.context.close();
}

for (const way of [{ language: 'zh', scripts: true, width: 1440, scheme: 'light' }, { language: 'en', scripts: false, width: 390, scheme: 'dark' }])
	await tell({ ...way, said: [], tale: tales[way.language], words: (text) => (way.language === 'zh' ? chinese.get(text) ?? `no words for ${text}` : text) });

await chromium.close();
finish();
