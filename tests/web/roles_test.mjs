// roles_test.mjs: for every role and every route: what the role may not do is refused and changes nothing, and is not offered.
import { Person, Site, encode, entities, finish, links, forms, routes, test, words } from './lib.mjs';

const site = new Site({ server: 'apache', customers: 60 });
const roles = site.sql('SELECT id, code FROM role ORDER BY id');
const all = entities(), acts = ['view', 'create', 'edit', 'remove', 'export', 'import'];
const rights = new Map(site.sql(`SELECT role_id, entity, ${acts.map((act) => `${act}_scope`).join(', ')} FROM role_right`)
	.map(([role, entity, ...scopes]) => [`${role} ${entity}`, scopes]));

function scope_of(role_id, entity, act) {
	const scopes = rights.get(`${role_id} ${entity.name}`) || rights.get(`${role_id} *`);
	const scope = scopes ? scopes[acts.indexOf(act)] : 'none';

	return entity.is_owned || scope === 'all' ? scope : 'none';
}

// A record of each kind that belongs to somebody of no team; ids of the others are any.
const stranger = await new Person(site, 'en').sign_in();
const foreign = Object.fromEntries(all.map(({ name }) => [name, site.value(`SELECT MIN(id) FROM ${name}`)]));
foreign.customer = await stranger.create('/customers', { name: 'Of the administrator' });
foreign.contact = await stranger.create('/contacts', { name: 'Of the administrator' }, `?customer_id=${foreign.customer}`);
foreign.need = await stranger.create('/needs', { title: 'Of the administrator' }, `?customer_id=${foreign.customer}`);
const staged = await stranger.upload('/customers', 'Name\nStaged\n');
foreign.import = /\d+$/.exec(staged)[0];
const victim = site.value("SELECT id FROM user WHERE login = 'admin'");
const team = site.value('SELECT MIN(id) FROM team');
const password_before = site.value(`SELECT password_hash FROM user_secret WHERE user_id = ${victim}`);

for (const [role_id, code] of roles) {
	const login = `role.${code.replaceAll('_', '-')}`;

	site.user(login, `The ${code}`, code, site.value(`SELECT name FROM team WHERE id = ${team}`));
	const person = await new Person(site, 'en').sign_in(login);
	const token = forms((await person.page('/me')).text).map((form) => form.get('token')).find(Boolean);

	await test(`${code}: what is not allowed is refused, what is allowed is answered`, async () => {
		const faults = [];
		let count = 0;

		for (const route of routes().filter((each) => each.entity)) {
			const entity = all.find((each) => each.name === route.entity), scope = scope_of(role_id, entity, route.right);
			const id = route.pattern.includes('/import/') ? foreign.import : entity.name === 'user' ? victim : foreign[entity.name];
			const path = route.pattern.replace('{id}', id), is_single = route.pattern.includes('{id}');

			// What changes something is tried where it is forbidden; where it is allowed, the other tests do it.
			if (route.method === 'POST' && scope === 'all')
				continue;
			if (code === 'administrator' && route.method === 'POST')
				continue;
			const before = route.method === 'POST' && site.sums();
			const answer = route.method === 'GET' ? await person.get(path) :
				await person.post(path, [['token', token], ['version', '1'], ['name', 'Stolen'], ['title', 'Stolen'], ['login', 'stolen'], ['role_id', '1'],
				                         ['new_password', 'another long word'], ['new_password_again', 'another long word'], ['owner_id', '1']]);
			let wanted;

			if (scope === 'none')
				wanted = route.pattern.includes('/import/') || (is_single && route.method === 'POST') ? [403, 404] : [403];
			else if (is_single && (scope !== 'all' || route.pattern.includes('/import/')))
				// Restoring what is not removed leads to it, when it may be seen.
				wanted = route.pattern.endsWith('/restore') && scope_of(role_id, entity, 'view') === 'all' ? [303, 404] : [404];
			else if (route.method === 'POST')
				wanted = [303, 422, 409];
			else
				wanted = [200];
			count++;
			if (!wanted.includes(answer.status))
				faults.push(`${route.method} ${path} (${scope}) answers ${answer.status}, not ${wanted.join(' or ')}`);
			if (before && (answer.status >= 400 || wanted.includes(404)) && site.sums() !== before)
				faults.push(`${route.method} ${path} changed the database`);
			if (scope === 'none' && answer.text.includes('Of the administrator'))
				faults.push(`${route.method} ${path} shows the record`);
		}
		if (site.value(`SELECT password_hash FROM user_secret WHERE user_id = ${victim}`) !== password_before)
			faults.push('a password was changed');
		return faults.length ? faults : `${count} routes`;
	});

	await test(`${code}: nothing forbidden is offered`, async () => {
		const faults = [], seen = new Set(), next = [['/', ''], ['/customers', ''], ['/more', ''], ['/me', ''], ['/search?q=a', '']], shapes = new Map();
		const own = [];

		for (const [path, entity] of [['/customers', 'customer'], ['/contacts', 'contact'], ['/needs', 'need'], ['/users', 'user'], ['/teams', 'team'], ['/tags', 'tag']])
			if (scope_of(role_id, all.find((each) => each.name === entity), 'view') !== 'none')
				next.push([path, '']);
		if (scope_of(role_id, all.find((each) => each.name === 'customer'), 'create') !== 'none')
			own.push(await person.create('/customers', { name: `Own of ${code}` }));
		for (const id of own)
			next.push([`/customers/${id}`, '']);
		while (next.length && seen.size < 60) {
			const [path, from] = next.shift();

			if (seen.has(path))
				continue;
			seen.add(path);
			const answer = await person.get(path);
			if (answer.status >= 400) {
				faults.push(`${from} leads to ${path}: ${answer.status}`);
				continue;
			}
			if (!/^text\/html/.test(answer.headers['content-type'] || ''))
				continue;
			for (const form of forms(answer.text))
				if (form.method === 'post' && /\/(edit|remove|restore|new|import|password)$/.test(form.action)) {
					const entity = all.find((each) => form.action.startsWith(`${each.path}/`)), act = /new$/.test(form.action) ? 'create' : /import$/.test(form.action) ? 'import' :
						/edit$|password$/.test(form.action) ? 'edit' : 'remove';

					if (entity && scope_of(role_id, entity, act) === 'none')
						faults.push(`${path} has a form for ${form.action}`);
				}
			for (const href of links(answer.text)) {
				const shape = href.replace(/\d+/g, 'N').replace(/=[^&]*/g, '=');

				if (!href.startsWith('/') || href.includes('as_of='))
					continue;
				shapes.set(shape, (shapes.get(shape) || 0) + 1);
				if (shapes.get(shape) <= 3)
					next.push([href, path]);
			}
		}
		return faults.length ? faults : `${seen.size} pages`;
	});
}

await test('a link that is shown to nobody signed in leads to signing in', async () => {
	const nobody = new Person(site, 'en'), faults = [];

	for (const route of routes().filter((each) => !/PUBLIC/.test(each.flags))) {
		const path = route.pattern.replace('{id}', '1'), before = route.method === 'POST' && site.sums();
		const answer = route.method === 'GET' ? await nobody.get(path) : await nobody.post(path, encode([['token', token_of_nobody()], ['name', 'Stolen']]));

		if (answer.status !== (route.method === 'GET' ? 303 : 401) || (route.method === 'GET' && !answer.location.startsWith('/signin')))
			faults.push(`${route.method} ${path} answers ${answer.status} ${answer.location || ''} ${words(answer.text).slice(0, 100)}`);
		if (route.method === 'POST' && site.sums() !== before)
			faults.push(`${route.method} ${path} changed the database`);
	}
	return faults;
});

function token_of_nobody() {
	return 'A'.repeat(43);
}

finish();
