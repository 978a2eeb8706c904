// sample.mjs: one record of any entity through its form, with whatever it has to refer to, and a word to know it by.

// Where the word stands in a list; "name" where nothing is said. A price has no text, so its amounts are the words.
const fields = { need: 'title', task: 'title', request: 'title', communication: 'subject', quote: 'number', sales_order: 'number', payment: 'number', campaign_member: 'note', price: 'amount',
	maintenance_item: 'title', change_request: 'title', incident: 'title' };
const amounts = { Other: 5555, Before: 1111, Gone: 2222, After: 3333, Later: 4444, Own: 6666, Team: 7777, Foreign: 8888 };
const references = {
	contact: { customer_id: 'customer' }, need: { customer_id: 'customer' }, request: { customer_id: 'customer' }, communication: { customer_id: 'customer' }, quote: { customer_id: 'customer' },
	sales_order: { customer_id: 'customer' }, payment: { order_id: 'sales_order' }, price: { product_id: 'product' },
	campaign_member: { campaign_id: 'campaign', customer_id: 'customer' },
};
const values = {
	user: (number) => ({ login: `sample${number}`, role_id: '6' }), region: (number) => ({ code: `S${number}` }), payment: () => ({ amount: '10' }),
	target: () => ({ amount: '100', from_on: '2026-01-01', until_on: '2026-12-31' }),
	change_request: () => ({ purpose: 'It is needed' }), incident: () => ({ service: 'customers', began_at: '2026-01-05 08:00' }),
};
// Where not any record will do: an order that has something left to pay, a customer who is in no campaign yet.
const candidates = {
	'payment sales_order': `SELECT o.id FROM sales_order o WHERE o.status <> 'cancelled' AND o.currency = 'CNY'
		AND o.amount - (SELECT COALESCE(SUM(p.amount), 0) FROM payment p WHERE p.order_id = o.id) > 100 ORDER BY o.id LIMIT 1`,
	// Requests are also seen by whose customer asked: this one is of no team, and no test gives it to anybody.
	'request customer': "SELECT id FROM customer WHERE name = 'Other customer' AND team_id IS NULL",
	'campaign_member customer': 'SELECT id FROM customer WHERE id NOT IN (SELECT customer_id FROM campaign_member WHERE customer_id IS NOT NULL) ORDER BY id LIMIT 60',
};
let count = 0;

// field: where it is typed; typed; shown: as pages show it; is_title: the record is called so.
export function worded({ name }, prefix) {
	if (name === 'price')
		return { field: 'amount', typed: String(amounts[prefix]), shown: amounts[prefix].toLocaleString('en'), is_title: false };
	return { field: fields[name] || 'name', typed: `${prefix} ${name}`, shown: `${prefix} ${name}`, is_title: name !== 'campaign_member' };
}

// Its id.
export async function sample(site, person, all, entity, prefix) {
	const { field, typed } = worded(entity, prefix), query = [];

	count++;
	for (const [name, other] of Object.entries(references[entity.name] || {})) {
		// Each time another customer: one is in a campaign once. Of the rest the first, which is not removed by any test.
		const found = site.sql(candidates[`${entity.name} ${other}`] || `SELECT id FROM ${other} ORDER BY id LIMIT 60`).map(([id]) => id);

		query.push(`${name}=${found[other === 'customer' ? count % found.length : 0] || await sample(site, person, all, all.find((each) => each.name === other), 'Other')}`);
	}
	return person.create(entity.path, { ...values[entity.name]?.(count), [field]: typed }, query.length ? `?${query.join('&')}` : '');
}
