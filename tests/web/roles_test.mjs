// roles_test.mjs: for every role and every route: what the role may not do is refused and changes nothing, and is not offered.
import { Person, Site, encode, entities, finish, form_of, forms, links, routes, test, words } from './lib.mjs';
import { a_backup } from './walk.mjs';
import { sample, worded } from './sample.mjs';

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
const foreign = {};
for (const entity of all) {
	const found = entity.is_owned ? 'NULL' : site.value(`SELECT MIN(id) FROM ${entity.name}`);

	foreign[entity.name] = found !== 'NULL' ? found : await sample(site, stranger, all, entity, 'Before');
}
const staged = await stranger.upload('/customers', 'Name\nStaged\n');
foreign.import = /\d+$/.exec(staged)[0];
const victim = site.value("SELECT id FROM user WHERE login = 'admin'");
const team = site.value('SELECT MIN(id) FROM team');
const password_before = site.value(`SELECT password_hash FROM user_secret WHERE user_id = ${victim}`);

// Asks every route as a person whose role should have those scopes: what differs from them, and how many were asked.
async function refusals(person, code, token, scope_for) {
	const faults = [];
	let count = 0;

	for (const route of routes().filter((each) => each.entity)) {
		const entity = all.find((each) => each.name === route.entity), scope = scope_for(entity, route.right);
		const id = route.pattern.startsWith('/system/backups/') ? a_backup(site) : route.pattern.includes('/import/') ? foreign.import : entity.name === 'user' ? victim : foreign[entity.name];
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
			wanted = route.pattern.endsWith('/restore') && scope_for(entity, 'view') === 'all' ? [303, 404] : [404];
		else if (route.method === 'POST')
			wanted = [303, 422, 409];
		else
			wanted = [200];
		count++;
		if (!wanted.includes(answer.status))
			faults.push(`${route.method} ${path} (${scope}) answers ${answer.status}, not ${wanted.join(' or ')}`);
		if (before && (answer.status >= 400 || wanted.includes(404)) && site.sums() !== before)
			faults.push(`${route.method} ${path} changed the database`);
		if (scope === 'none' && answer.text.includes(worded(entity, 'Before').shown))
			faults.push(`${route.method} ${path} shows the record`);
	}
	return { faults, count };
}

for (const [role_id, code] of roles) {
	const login = `role.${code.replaceAll('_', '-')}`;

	site.user(login, `The ${code}`, code, site.value(`SELECT name FROM team WHERE id = ${team}`));
	const person = await new Person(site, 'en').sign_in(login);
	const token = forms((await person.page('/me')).text).map((form) => form.get('token')).find(Boolean);

	await test(`${code}: what is not allowed is refused, what is allowed is answered`, async () => {
		const { faults, count } = await refusals(person, code, token, (entity, act) => scope_of(role_id, entity, act));

		if (site.value(`SELECT password_hash FROM user_secret WHERE user_id = ${victim}`) !== password_before)
			faults.push('a password was changed');
		return faults.length ? faults : `${count} routes`;
	});

	if (code === 'viewer')
		await test('control: a page that is answered against the rights would be noticed', async () => {
			const { faults } = await refusals(person, code, token, (entity, act) => (entity.name === 'tag' && act === 'view' ? 'none' : scope_of(role_id, entity, act)));

			return faults.length && faults.every((each) => each.includes(' /tags')) ? `${faults.length} noticed` : ['nothing was noticed', ...faults];
		});
	await test(`${code}: nothing forbidden is offered`, async () => {
		const faults = [], seen = new Set(), next = [['/', ''], ['/more', ''], ['/me', ''], ['/search?q=a', '']], shapes = new Map();
		const own = [];

		for (const entity of all)
			if (scope_of(role_id, entity, 'view') !== 'none')
				next.push([entity.path, '']);
		if (scope_of(role_id, all.find((each) => each.name === 'customer'), 'create') !== 'none')
			own.push(await person.create('/customers', { name: `Own of ${code}` }));
		for (const id of own)
			next.push([`/customers/${id}`, '']);
		while (next.length && seen.size < 120) {
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

// --- by owner: one's own, of one's team, of another -------------------------------

const teams = [await stranger.create('/teams', { name: 'Ours' }), await stranger.create('/teams', { name: 'Theirs' })];
site.user('mate', 'Mary Mate', 'salesperson', 'Ours');
site.user('other', 'Olaf Other', 'salesperson', 'Theirs');
const id_of = (login) => site.value(`SELECT id FROM user WHERE login = '${login}'`);
const owned = all.filter(({ is_owned }) => is_owned), mine = {};
for (const entity of owned)
	mine[entity.name] = { own: await sample(site, stranger, all, entity, 'Own'), team: await sample(site, stranger, all, entity, 'Team'), other: await sample(site, stranger, all, entity, 'Foreign') };

function give(entity, self) {
	const owners = { own: [self, teams[0]], team: [id_of('mate'), teams[0]], other: [id_of('other'), teams[1]] };

	for (const [whose, id] of Object.entries(mine[entity.name]))
		site.sql(`UPDATE ${entity.name} SET owner_id = ${owners[whose][0]}, team_id = ${owners[whose][1]} WHERE id = ${id}`);
}

const is_within = (scope, whose) => scope === 'all' || (scope === 'team' && whose !== 'other') || (scope === 'own' && whose === 'own');

// What differs from these scopes in the answers to a person whose records are among ours and theirs, and how many were asked.
async function ownership(person, token, scope_for) {
	const faults = [];
	let count = 0;

	for (const entity of owned) {
		const list = links((await person.get(`${entity.path}?sort=-id`)).text), file = (await person.get(`${entity.path}/export`)).text.split('\n');

		for (const [whose, id] of Object.entries(mine[entity.name])) {
			const sees = (act, found, where) => found !== is_within(scope_for(entity, act), whose) && faults.push(`${where} ${found ? 'shows' : 'lacks'} ${whose} ${id}`);

			sees('view', list.includes(`${entity.path}/${id}`), entity.path);
			sees('export', file.some((line) => line.replace(/^[A-Z]+-/, '').startsWith(`${id},`)), `${entity.path}/export`);
			for (const route of routes().filter((each) => each.entity === entity.name && each.pattern.includes('{id}') && !each.pattern.includes('/import/'))) {
				const scope = scope_for(entity, route.right), path = route.pattern.replace('{id}', id), is_theirs = is_within(scope, whose);
				const answer = await (route.method === 'GET' ? person.get(path) : person.post(path, [['token', token], ['version', '0'], ['name', 'Stolen'], ['owner_id', '1']]));
				// What is not removed cannot be brought back: that leads to it, when it may be seen. A stale version changes nothing.
				const wanted = scope === 'none' ? [403] : /\/restore$/.test(path) ? (is_within(scope_for(entity, 'view'), whose) ? [303] : [404]) :
					!is_theirs ? [404] : route.method === 'GET' ? [200] : [409, 422, ...(route.is_own ? [303, 404] : [])];

				// An act of an area's own on what may be changed is its business, and tried in its own test.
				if (route.is_own && route.method === 'POST' && is_theirs)
					continue;
				count++;
				if (!wanted.includes(answer.status))
					faults.push(`${route.method} ${path} (${whose}, ${scope}) answers ${answer.status}, not ${wanted.join(' or ')}`);
			}
		}
	}
	return { faults, count };
}

for (const [role_id, code] of roles) {
	const login = `owner.${code.replaceAll('_', '-')}`;

	site.user(login, `Owner ${code}`, code, 'Ours');
	const person = await new Person(site, 'en').sign_in(login), self = id_of(login);
	const token = forms((await person.page('/me')).text).map((form) => form.get('token')).find(Boolean);

	for (const entity of owned)
		give(entity, self);
	await test(`${code}: one's own records, those of the team and those of others, as the matrix says`, async () => {
		const before = site.sums(), { faults, count } = await ownership(person, token, (entity, act) => scope_of(role_id, entity, act));

		if (site.sums() !== before)
			faults.push('the database changed');
		return faults.length ? faults : `${count} routes, ${owned.length} lists and files`;
	});
	if (code === 'salesperson')
		await test('control: a record shown beyond the scope, or kept back within it, would be noticed', async () => {
			const wrong = { all: 'own', team: 'own', own: 'team', none: 'none' };
			const { faults } = await ownership(person, token, (entity, act) => (entity.name === 'customer' ? wrong[scope_of(role_id, entity, act)] : scope_of(role_id, entity, act)));

			return faults.some((each) => / (lacks|shows) /.test(each)) && faults.some((each) => /answers/.test(each)) && faults.every((each) => each.includes('/customers')) ?
				`${faults.length} noticed` : ['nothing was noticed', ...faults];
		});
}

// --- the matrix of rights ------------------------------------------------------

const viewer = await new Person(site, 'en').sign_in('role.viewer'), viewer_role = roles.find(([, code]) => code === 'viewer')[0];
const matrix = `/roles/${viewer_role}`, open_matrix = () => stranger.form(matrix);
const stored = () => site.sql(`SELECT entity, ${acts.map((act) => `${act}_scope`).join(', ')} FROM role_right WHERE role_id = ${viewer_role} ORDER BY entity`).join('\n');

await test('a right that is changed holds with the next click, in every program, and is one change of the role', async () => {
	const faults = [], statuses = async () => [(await viewer.get('/customers/new')).status, (await viewer.get('/teams/new')).status, (await viewer.get('/customers/export')).status].join(' ');
	const changes = () => Number(site.value(`SELECT COUNT(*) FROM change_record WHERE entity = 'role' AND record_id = ${viewer_role}`));
	const version = () => Number(site.value('SELECT version FROM catalogue')), before = [changes(), version()];

	for (const [wanted, values] of [['403 403 403', null], ['200 200 403', { 'customer.create': 'all', 'team.create': 'all' }],
		['200 403 200', { 'team.create': 'none', 'customer.export': 'team' }], ['403 403 403', { 'customer.create': 'none', 'customer.export': 'none' }]]) {
		if (values) {
			const answer = await stranger.send((await open_matrix()).fill(values));

			if (answer.status !== 303 || !answer.location.endsWith('done=saved'))
				faults.push(`saving answers ${answer.status} ${answer.location}`);
		}
		const found = await statuses();
		if (found !== wanted)
			faults.push(`${JSON.stringify(values)}: ${found} instead of ${wanted}`);
	}
	if (changes() !== before[0] + 3 || version() < before[1] + 3)
		faults.push(`${changes() - before[0]} changes, version ${version() - before[1]} later`);
	const history = words((await stranger.page(`${matrix}/history`)).text);
	for (const text of ['Customers: Create None → All', 'Customers: Export None → Team'])
		if (!history.includes(text))
			faults.push(`the history does not tell "${text}"`);
	return faults;
});

await test('what is not changed is not saved', async () => {
	const before = site.sums(), answer = await stranger.send(await open_matrix());

	if (!answer.location?.endsWith('done=unchanged') || site.sums() !== before)
		throw new Error(`${answer.status} ${answer.location}`);
});

await test('two people with the matrix open: nothing is lost, and the second sees what the first chose', async () => {
	const faults = [], first = (await open_matrix()).fill({ 'customer.export': 'own' }), second = (await open_matrix()).fill({ 'contact.export': 'team', 'need.edit': 'own' });

	await stranger.send(first);
	const before = site.sums(), answer = await stranger.send(second);
	const again = form_of(answer.text, matrix);
	if (answer.status !== 409 || site.sums() !== before)
		faults.push(`answers ${answer.status}, the database ${site.sums() === before ? 'stays' : 'changed'}`);
	for (const [name, value] of [['customer.export', 'own'], ['contact.export', 'team'], ['need.edit', 'own'], ['customer.view', 'team']])
		if (again.get(name) !== value)
			faults.push(`${name} shows ${again.get(name)}`);
	if (!words(answer.text).includes('now: None'))
		faults.push('what is there now is not said');
	await stranger.send(again);
	const [row] = site.sql(`SELECT (SELECT export_scope FROM role_right WHERE role_id = ${viewer_role} AND entity = 'customer'), (SELECT export_scope FROM role_right
		WHERE role_id = ${viewer_role} AND entity = 'contact'), (SELECT edit_scope FROM role_right WHERE role_id = ${viewer_role} AND entity = 'need')`);
	if (row.join(' ') !== 'own team own')
		faults.push(`stored: ${row.join(' ')}`);
	return faults;
});

await test('rights that make no sense are refused, and the matrix keeps what was chosen', async () => {
	const faults = [];

	for (const [name, value, kept] of [['customer.edit', 'all', 'all'], ['tag.view', 'own', 'all'], ['customer.create', 'team', 'none'], ['customer.view', 'everything', 'team'], ['role.create', 'all', undefined]]) {
		const form = (await open_matrix()).set(name, value), before = stored(), answer = await stranger.send(form);

		if (answer.status !== 422 || stored() !== before || form_of(answer.text, matrix).get(name) !== kept || !answer.text.includes(`href="#${name}"`))
			faults.push(`${name}=${value} answers ${answer.status}, shows ${form_of(answer.text, matrix).get(name)}`);
	}
	return faults;
});

await test('the administrator keeps every right', async () => {
	const page = await stranger.page('/roles/1'), token = (await open_matrix()).get('token'), before = site.sums();
	const answer = await stranger.post('/roles/1', [['token', token], ['version', '1'], ['role.view', 'none'], ['role.edit', 'none']]);

	if (answer.status !== 403 || site.sums() !== before || forms(page.text).some((form) => form.method === 'post' && form.action === '/roles/1'))
		throw new Error(`answers ${answer.status}`);
});

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
