// posts_test.mjs: every address that takes a form refuses what it must, says so to a person, keeps what was typed, and writes nothing.
import { Person, Site, encode, finish, form_of, forms, keeps, language_faults, routes, test, words } from './lib.mjs';
import { Walk, first_records } from './walk.mjs';

const site = new Site({ server: 'apache', customers: 60 });
site.user('eva', 'Eva English', 'administrator');
const people = { zh: await new Person(site, 'zh').sign_in(), en: await new Person(site, 'en').sign_in('eva') };
const ids = await first_records(site, people.zh), languages = Object.keys(people);
const walks = Object.fromEntries(languages.map((language) => [language, new Walk(people[language], ids)]));
const token_of = async (person) => form_of((await person.page('/tags/new')).text).get('token');
const tokens = Object.fromEntries(await Promise.all(languages.map(async (language) => [language, await token_of(people[language])])));
const is_post = ({ method }) => method === 'POST', other = { zh: 'en', en: 'zh' };

// Is it said in words, in the person's language, with what to do next?
function message_faults(answer, wanted, language, name) {
	const faults = language_faults(answer, language, name), main = words(answer.text.replace(/^.*<main/s, '<main'));

	if (answer.status !== wanted)
		faults.push(`${name} answers ${answer.status} instead of ${wanted}: ${main.slice(0, 200)}`);
	if (!/<h1\b[^>]*>\s*[^<\s]/.test(answer.text) || main.length < 30)
		faults.push(`${name}: nothing is said: ${main.slice(0, 100)}`);
	if (!answer.headers['x-request-id'])
		faults.push(`${name}: no request number`);
	return faults;
}

// --- every POST route ---------------------------------------------------------

const typed = [['name', 'Typed & kept'], ['title', 'Typed & kept'], ['version', '1']];

// Of another person, of nobody, none; and where there is nothing to write to. A token that is right makes a control.
async function ask_wrongly(route, language, token = null) {
	const person = people[language], path = await walks[language].address(route), faults = [];
	const expect = async (what, wanted, answer) => {
		const found = message_faults(await answer, wanted, language, `${what}: ${path}`);

		faults.push(...found);
		// Whoever typed something may send it again; passwords and files are typed again.
		if (wanted === 403 && !/password|signin|import|signout/.test(path) && !keeps(await answer, 'Typed & kept'))
			faults.push(`${what}: ${path} loses what was typed`);
	};

	for (const [what, value] of [['no token', token], ['another person\'s token', tokens[other[language]]], ['a made-up token', 'A'.repeat(43)]])
		await expect(what, 403, person.post(path, value === null ? typed : [['token', value], ...typed]));
	if (!routes().some(({ method, pattern }) => method === 'GET' && pattern === route.pattern))
		await expect('GET instead of POST', 405, person.get(path));
	if (route.pattern.includes('{id}'))
		for (const id of ['999999999', '88888888'])
			await expect('no such record', 404, person.post(route.pattern.replace('{id}', id), [['token', tokens[language]], ...typed]));
	return faults;
}

for (const language of languages)
	await test(`every address that takes a form: wrong token, wrong method, no such record (${language})`, async () => {
		const faults = [];

		const before = site.sums();

		for (const route of routes().filter(is_post))
			faults.push(...await ask_wrongly(route, language));
		const after = site.sums();
		if (before !== after)
			faults.push(`the database changed:\n${after.split('\n').filter((line) => !before.includes(line)).join('\n')}`);
		return faults.length ? faults : walks[language].coverage(is_post);
	});

await test('control: an address that takes a form without a token of its own would be noticed', async () => {
	const route = routes().find(({ method, pattern }) => method === 'POST' && pattern === '/tags/new');
	const before = site.sums(), faults = await ask_wrongly(route, 'en', tokens.en);

	return faults.some((each) => /^no token.*answers 303/.test(each)) && site.sums() !== before ? [] : ['it is not', ...faults];
});

// --- every form, every control --------------------------------------------------

const long = 'long '.repeat(1000).trim(), very_long = 'long '.repeat(15000).trim();
const bytes = { '%00': 'a NUL byte', '%FF%FE%C0': 'broken UTF-8' };
// What is wrong for a control of this type; text that is typed is kept.
const wrong = {
	text: [long], textarea: [very_long], search: [long], password: [], email: [long, 'nobody at home'], url: [long, 'javascript:alert(1)'], tel: [long, 'call me maybe'],
	date: ['2026-02-31', 'someday'], 'datetime-local': ['2026-02-31T25:00', 'sometime'], time: ['25:61'], number: ['much', '9'.repeat(40)], month: ['2026-13'],
	select: ['nonsense', '99999999'], radio: ['nonsense'], checkbox: ['nonsense', '99999999'],
};
const numbers = { decimal: ['much', '9'.repeat(40)], numeric: ['much', '9'.repeat(40)] };
const is_text = ({ type }) => !['select', 'radio', 'checkbox'].includes(type);

function wrong_values(control) {
	const list = wrong[control.type];

	if (!list)
		throw new Error(`a control of type ${control.type} (${control.name}) is not known to this test`);
	return control.type === 'text' && numbers[control.mode] ? numbers[control.mode] : list;
}

// The rest of the form as it comes, with a text beside the control, and what makes the control count: an amount with its
// currency, something in its line.
function filled(form, control) {
	const beside = form.controls.find((each) => each.type === 'textarea' && each.name !== control.name), line = /^.*\.\d+\./.exec(control.name)?.[0];
	const fields = new Map(form.fields.filter(([name]) => name !== control.name));

	if (beside)
		fields.set(beside.name, 'kept beside');
	if (control.name.endsWith('_currency'))
		fields.set(control.name.slice(0, -'_currency'.length), '1');
	for (const each of form.controls)
		if (line && each.name.startsWith(line) && is_text(each) && each.name !== control.name && !fields.get(each.name))
			fields.set(each.name, '1');
	return { body: [...fields], beside };
}

// What it says stands beside the control, and is led to from the summary.
function explains(answer, { name }) {
	// A moment, an amount and a record that is searched for are one field of several controls.
	const id = `field-${name.replace(/\.(text|date|time)$|_currency$/, '').replaceAll('.', '-')}`;

	return answer.text.includes(`id="${id}-error"`) && answer.text.includes(`href="#${id}"`);
}

// Sends each wrong value of a control; fetch: gives the form anew, since a form that was taken is not taken twice.
async function refuse_control(person, language, fetch, control, name) {
	const faults = [];
	const values = wrong_values(control).map((value) => [encodeURIComponent(value), value, value.slice(0, 40)]);
	let form = await fetch();

	if (is_text(control) && control.type !== 'password')
		values.push(...Object.entries(bytes).map(([encoded, what]) => [encoded, null, what]));
	for (const [encoded, value, what] of values) {
		const { body, beside } = filled(form, control), about = `${name} ${control.name} (${control.type}): ${what}`;
		const answer = await person.post(form.action, `${encode(body)}&${encodeURIComponent(control.name)}=${encoded}`);

		// A page of an area's own may be asked about a record that is none of its choices: there is nothing of that number.
		if (answer.status === 404 && !is_text(control) && !/\/(new|edit)$/.test(form.action))
			continue;
		if (answer.status !== 422) {
			faults.push(`${about}: answers ${answer.status}: ${words(answer.text.replace(/^.*<main/s, '')).slice(0, 200)}`);
			form = await fetch().catch(() => null);
			// What was taken has its effect: there may be nothing left to be asked.
			if (!form)
				break;
			continue;
		}
		faults.push(...message_faults(answer, 422, language, about));
		if (is_text(control) && value !== null && !keeps(answer, value))
			faults.push(`${about}: it is lost`);
		if (beside && !keeps(answer, 'kept beside'))
			faults.push(`${about}: ${beside.name} is lost`);
		if (/\/(new|edit)$/.test(form.action) ? !explains(answer, control) : !/aria-invalid="true"|role="alert"/.test(answer.text))
			faults.push(`${about}: nothing says what is wrong`);
	}
	return [faults, values.length];
}

const look = async (person, path) => person.follow(await person.get(path));
// Forms that are not of the record: what they send is asked for in tests of their own.
const is_apart = (action) => /^\/(signin|signout|me)\b|\/import(\/|$)|\/password$/.test(action);
// Ticked or not, whatever it sends.
const is_switch = ({ name, type, value }, action) => type === 'checkbox' && (name.endsWith('.remove') || (value === '1' && !/\/(new|edit)$/.test(action)));
const met = new Set(), taken = new Set();
let sent = 0;

await test('every control of every form: broken UTF-8, too long, no such choice, wrong kind', async () => {
	const faults = [];

	for (const route of routes().filter(({ method, pattern }) => method === 'GET' && !/\/import|\/(export|signin|health|metrics)$/.test(pattern))) {
		const path = await walks.en.address(route), shapes = forms((await look(people.en, path)).text.replace(/^.*<main/s, ''))
			.filter((form) => form.method === 'post' && !is_apart(form.action) && form.controls.length).map((form) => form.action);

		for (const action of shapes) {
			const shape = action.replace(/\d+/g, 'N');

			if (met.has(shape))
				continue;
			met.add(shape);
			const before = site.sums(), { controls } = form_of((await look(people.en, path)).text, action);
			for (const [place, control] of controls.entries()) {
				const language = languages[place % 2], person = people[language];
				const fetch = async () => form_of((await look(person, path)).text, action);

				if (control.is_fixed || taken.has(shape) || is_switch(control, action) || controls.findIndex(({ name }) => name === control.name) !== place)
					continue;
				const [found, count] = await refuse_control(person, language, fetch, control, `${path} ${action}`);
				faults.push(...found);
				sent += count;
				if (found.some((each) => / answers 303/.test(each)) && !await fetch().catch(() => null))
					taken.add(shape);
			}
			if (site.sums() !== before)
				faults.push(`${path} ${action}: the database changed`);
		}
	}
	return faults.length || met.size < 40 ? [...faults, `${met.size} forms`] : `${met.size} forms, ${sent} wrong answers`;
});

await test('control: what is not wrong is noticed not to be refused', async () => {
	const fetch = () => people.en.form('/tags/new'), control = (await fetch()).controls.find(({ name }) => name === 'name'), kept = wrong.text;

	wrong.text = ['Not wrong'];
	const [faults] = await refuse_control(people.en, 'en', fetch, control, 'control');
	wrong.text = kept;
	return faults.some((each) => /answers 303/.test(each)) ? [] : ['it is not', ...faults];
});

await test('every form that a page shows is one of the route table', () => {
	const posts = new Set(routes().filter(is_post).map(({ pattern }) => pattern.replace('{id}', 'N')));

	return [...met].map((shape) => shape.split('?')[0]).filter((shape) => !posts.has(shape));
});

finish();
