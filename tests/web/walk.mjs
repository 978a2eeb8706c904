// walk.mjs: an address for every row of the route table, and which rows were visited, so that no page is left out.
import { entities, form_of, routes, words } from './lib.mjs';
import { sample } from './sample.mjs';

// Number of a backup; they are made by the command alone, so it is one as its copy in the database looks.
export function a_backup(site) {
	if (site.value('SELECT COUNT(*) FROM backup_run') === '0')
		site.sql(`INSERT INTO backup_run (name, kind, begun_at, finished_at, covers_at, bytes, table_count, row_count, version_count, sha256, verified_at, verified_s, verified_result)
			VALUES ('20260105-080000000-full', 'full', '2026-01-05 08:00:00', '2026-01-05 08:01:08', '2026-01-05 08:00:00', 8574859, 41, 164727, 167321, REPEAT('a', 64), '2026-01-05 08:05:00', 92, 'well')`);
	return site.value('SELECT MIN(id) FROM backup_run');
}

// The first record of each entity, by name; one is entered where there is none.
export async function first_records(site, person) {
	const ids = {};

	for (const entity of entities()) {
		const found = site.value(`SELECT MIN(id) FROM ${entity.name}`);

		ids[entity.name] = found !== 'NULL' ? found : await sample(site, person, entities(), entity, 'First');
	}
	ids.backup_run = a_backup(site);
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
		return route.pattern.replace('{id}', this.ids[route.pattern.startsWith('/system/backups/') ? 'backup_run' : route.entity]);
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
