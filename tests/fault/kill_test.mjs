// kill_test.mjs: all workers of one program are killed under load: the other answers on, it is back within two seconds, no acknowledged save is lost.
import { existsSync } from 'node:fs';
import { Person, Site, finish, has, pause, skip, spawn, test } from '../web/lib.mjs';

const clients = 4;

// Of the names that were acknowledged, those that are not there, and those that are there twice.
function lost(site, saved) {
	const found = new Map(site.sql("SELECT name, COUNT(*) FROM customer WHERE name LIKE 'Load %' GROUP BY name").map(([name, count]) => [name, Number(count)]));

	return [...saved.filter((name) => !found.has(name)).map((name) => `${name} is lost`),
		...[...found].filter(([, count]) => count > 1).map(([name, count]) => `${name} is there ${count} times`)];
}

async function look(server) {
	const site = new Site({ server, customers: 0, workers: server === 'nginx' ? 3 : 4 });
	const people = [], saved = [], answers = [], others = [];
	let stops = false;

	for (let number = 0; number < clients; number++)
		people.push(await new Person(site, 'en').sign_in());
	const watcher = await new Person(site, 'en').sign_in();

	// Everybody saves customers for as long as it goes; who is not answered fetches the form again, as people do.
	const work = people.map(async (person, number) => {
		for (let turn = 0; !stops; turn++) {
			const name = `Load ${number}.${turn}`;

			try {
				const form = (await person.form('/customers/new')).fill({ name });
				const answer = await person.send(form);

				if (answer.status === 303)
					saved.push(name);
				answers.push([Date.now(), answer.status]);
			} catch (error) {
				answers.push([Date.now(), error.code || error.message.slice(0, 80)]);
				await pause(10);
			}
		}
	});
	const watch = (async () => {
		while (!stops) {
			const start = Date.now();

			others.push([start, (await watcher.get('/teams').catch((error) => ({ status: error.code }))).status, Date.now() - start]);
			await pause(20);
		}
	})();

	await pause(1500);
	// Finding them stops this process for a while: the load is let on again before the blow falls, from another process.
	const killed = site.workers('customers');
	await pause(700);
	const killed_at = Date.now();
	await new Promise((done) => spawn('kill', ['-KILL', ...killed.map(String)]).on('exit', done));
	await pause(3500);
	stops = true;
	const survivors = killed.filter((process_id) => existsSync(`/proc/${process_id}`));
	await Promise.all([...work, watch]);

	await test(`${server}: the other program answers on`, () => {
		const faults = others.filter(([at, status]) => at >= killed_at && status !== 200).map(([at, status]) => `${status} after ${at - killed_at} ms`);
		const after = others.filter(([at]) => at >= killed_at);

		return faults.length || after.length < 20 ? [...faults, `${after.length} answers`] : `${after.length} answers, slowest ${Math.max(...after.map(([, , took]) => took))} ms`;
	});
	await test(`${server}: the killed program is back within two seconds`, () => {
		// The first save of a form that was fetched after the killing.
		const good = answers.filter(([at, status]) => at > killed_at && status === 303).map(([at]) => at - killed_at).sort((a, b) => a - b);
		const bad = answers.filter(([at, status]) => at > killed_at && status !== 303).map(([at]) => at - killed_at);
		const last = bad.length ? Math.max(...bad) : 0;

		if (killed.length === 0 || survivors.length)
			return [`${killed.length} were to be killed, ${survivors.length} survived`];
		if (!good.length || good[0] > 2000 || last > 2000)
			return [`first save after ${good[0]} ms, last failure after ${last} ms`];
		return `${killed.length} workers killed; first save after ${good[0]} ms, last failure after ${last} ms, ${bad.length} answers failed, ${good.length} saved afterwards`;
	});
	await test(`${server}: every acknowledged save is there, once`, () => {
		const faults = lost(site, saved);

		return faults.length || saved.length < 20 ? [...faults, `${saved.length} saved`] : `${saved.length} acknowledged`;
	});
	await test(`${server}: control: a save that is not there would be noticed`, () => (lost(site, [...saved, 'Load of nobody']).length === 1 ? [] : ['it is not']));
	await test(`${server}: the history has no gaps`, () => {
		const out = site.qiao(['fsck']);

		return out.split('\n').filter((line) => /overlap|bad|fail|wrong/i.test(line) && !/\b0\b|no |ok/i.test(line));
	});
	site.end();
}

for (const server of ['apache', 'nginx'])
	if (server === 'apache' ? has('apache2') || has('httpd') : has('nginx'))
		await look(server);
	else
		skip(server, `${server} is missing`);
finish();
