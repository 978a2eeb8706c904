// walk.mjs: an address for every row of the route table, and which rows were visited, so that no page is left out.
import { entities, form_of, routes, words } from './lib.mjs';
import { sample } from './sample.mjs';

// The first record of each entity, by name; one is entered where there is none.
export async function first_records(site, person) {
	const ids = {};

	for (const entity of entities()) {
		const found = site.value(`SELECT MIN(id) FROM ${entity.name}`);

		ids[entity.name] = found !== 'NULL' ? found : await sample(site, person, entities(), entity, 'First');
	}
	return ids;
}

// A file of the person's own, with two lines as they are exported and one that is refused: its address and the page of its check.
async function stage(person, path) {
	const lines = (await person.page(`${path}/export`)).text.match(/(?:"(?:[^"]|"")*"|[^"\r\n])+/g);
	const address = await person.upload(path, [...lines.slice(0, 3), lines[0].replace(/[^,]+/g, 'broken')].join('\n') + '\n');
	const check = await person.send(await person.form(address, ''));

	if (check.status !== 200)
		throw new Error(`${address} answers ${check.status} to the check: ${words(check.text.replace(/^.*<main/s, '')).slice(0, 300)}`);
	return { address, check };
}

export class Walk {
	// visited: the set of another walk, to go on with.
	constructor(person, ids, visited = new Set()) {
		this.person = person;
		this.ids = ids;
		this.staged = {};
		this.visited = visited;
	}

	// The page of the check of an import, made at the first need.
	async import_of(name) {
		this.staged[name] ??= await stage(this.person, entities().find((each) => each.name === name).path);
		return this.staged[name];
	}

	// Where the route is met with a record; it counts as visited from here on.
	async address(route) {
		this.visited.add(route);
		if (route.pattern.includes('/import/'))
			return route.pattern.replace(/^.*\/import\/\{id\}/, (await this.import_of(route.entity)).address);
		return route.pattern.replace('{id}', this.ids[route.entity]);
	}

	// A fault for each route that should have been visited and was not; or how many were.
	coverage(wanted = () => true) {
		const all = routes().filter(wanted), left = all.filter((route) => !this.visited.has(route));

		return left.length || all.length < 30 ? [`${all.length} routes, ${all.length - left.length} visited`, ...left.map(({ method, pattern }) => `${method} ${pattern}`)] :
			`${all.length} routes, ${all.length} visited`;
	}
}

// Each page in turn gets another one of the variants; pages of one kind (all lists, all forms) get them all among them.
export function rotated(list, variants) {
	const turns = new Map();

	return list.map((route) => {
		const kind = route.is_own ? 'own' : `${route.method} ${route.pattern.replace(/^\/[^/]+/, '')}`, turn = turns.get(kind) || 0;

		turns.set(kind, turn + 1);
		// Kinds begin at different variants.
		return [route, variants[(turn + turns.size) % variants.length]];
	});
}

export const is_full = process.env.QIAO_WALK === 'full';
