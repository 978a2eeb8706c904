// reload_test.mjs: programs are replaced under load, several times, and no request fails; one that cannot start changes nothing; maintenance is told.
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readlinkSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Person, Site, exchange, finish, has_server, patience, pause, skip, source, test } from '../web/lib.mjs';

const programs = process.env.QIAO_PROGRAMS || process.env.QIAO_BUILD || '.';
// The areas that have to be: their programs do what all of them do, and every second counts here.
const names = ['customers', 'admin'];

process.env.QIAO_AREAS = names.join();
const rounds = Number(process.env.QIAO_RELOADS || 2), clients = 6;

// A place of its own for programs and templates, so that they can be replaced.
function lay_out() {
	const place = mkdtempSync(join(tmpdir(), 'qiao-reload-'));

	chmodSync(place, 0o755);
	mkdirSync(join(place, 'programs'));
	for (const name of [...names, 'qiao'])
		copyFileSync(join(programs, name), join(place, 'programs', name));
	mkdirSync(join(place, 'data'));
	for (const part of ['htdocs', 'httpd-conf', 'po', 'sql', 'templates'])
		spawnSync('cp', ['-R', join(source, part), join(place, 'data')]);
	spawnSync('chmod', ['-R', 'a+rX', place]);
	return place;
}

// As a package manager does it: a new file under the old name.
function replace(place) {
	for (const name of names) {
		const path = join(place, 'programs', name);

		copyFileSync(path, `${path}.new`);
		renameSync(`${path}.new`, path);
	}
}

// Clients that ask until they are told to stop: each answer that is not the page is a failure.
function load(site, person) {
	const seen = { answers: 0, failures: [], saved: [], stops: false };
	const each = async (number) => {
		const cookie = [...person.cookies].map(([name, value]) => `${name}=${value}`).join('; ');

		for (let turn = 0; !seen.stops; turn++) {
			const path = ['/signin', '/health', '/customers', '/'][(turn + number) % 4];

			try {
				const { status } = await exchange(site.url + path, { agent: false, headers: cookie ? { Cookie: cookie } : {} });

				if (status !== 200 && status !== 303)
					seen.failures.push(`${path} answers ${status}`);
			} catch (error) {
				seen.failures.push(`${path}: ${error.code || error.message}`);
			}
			seen.answers++;
		}
	};
	const save = async () => {
		for (let turn = 0; !seen.stops; turn++) {
			const name = `Reload ${site.server}.${turn}`;

			try {
				const answer = await person.send((await person.form('/customers/new')).fill({ name }));

				if (answer.status === 303)
					seen.saved.push(name);
				else
					seen.failures.push(`a save answers ${answer.status}`);
			} catch (error) {
				seen.failures.push(`a save: ${error.code || error.message.slice(0, 100)}`);
			}
		}
	};

	seen.work = Promise.all([...Array.from({ length: clients }, (_, number) => each(number)), save()]);
	return seen;
}

const reload = (site) => new Promise((done, fail) => {
	const child = spawn(join(source, 'tests/harness/site.sh'), ['reload', site.dir], { env: site.environment, stdio: ['ignore', 'ignore', 'pipe'] });
	let said = '';

	child.stderr.on('data', (piece) => { said += piece; });
	child.on('exit', (status) => (status === 0 ? done() : fail(new Error(said))));
});
const is_old = (process_id) => {
	try {
		return readlinkSync(`/proc/${process_id}/exe`).endsWith('(deleted)');
	} catch {
		return false;
	}
};
const minder = (site, name) => (existsSync(join(site.dir, 'run', `${name}.pid`)) ? readFileSync(join(site.dir, 'run', `${name}.pid`), 'utf8').trim() : '');

async function look(server) {
	const place = lay_out();
	const site = new Site({ server, customers: 0, workers: 3, data: join(place, 'data'), folder: join(place, 'programs') });
	const person = await new Person(site, 'en').sign_in(), ids = names.map((name) => minder(site, name)).join();

	await test(`${server}: ${rounds} times everything is replaced under load: no request fails`, async () => {
		const seen = load(site, person), faults = [];

		await pause(500);
		for (let round = 0; round < rounds; round++) {
			const before = names.flatMap((name) => site.workers(name));

			replace(place);
			await reload(site);
			faults.push(...before.filter((id) => existsSync(`/proc/${id}`)).map((id) => `${id} is there still`));
			await pause(300);
		}
		seen.stops = true;
		await seen.work;
		faults.push(...seen.failures.slice(0, 10), ...names.flatMap((name) => site.workers(name)).filter(is_old).map((id) => `${id} runs the older program`));
		if (ids !== names.map((name) => minder(site, name)).join())
			faults.push('a minder is another process');
		const lost = seen.saved.filter((name) => site.value(`SELECT COUNT(*) FROM customer WHERE name = '${name}'`) !== '1');

		faults.push(...lost.map((name) => `${name} was acknowledged and is not there once`));
		return faults.length || seen.answers < 50 || seen.saved.length < 3 ? [...faults, `${seen.answers} answers, ${seen.saved.length} saves`]
			: `${seen.answers} answers and ${seen.saved.length} saves, 0 failed`;
	});

	await test(`${server}: "qiao maintenance on" is told by the web server, off ends it`, async () => {
		const faults = [];

		site.qiao(['maintenance', 'on']);
		for (const [method, path] of [['GET', '/'], ['GET', '/customers'], ['POST', '/customers/new'], ['GET', '/health']]) {
			const answer = await person.ask(method, path, method === 'POST' ? { body: 'name=x', type: 'application/x-www-form-urlencoded' } : {});

			if (answer.status !== 503 || !(Number(answer.headers['retry-after']) > 0) || !/Maintenance.*系统维护/s.test(answer.text))
				faults.push(`${method} ${path} answers ${answer.status}, retry after ${answer.headers['retry-after']}`);
		}
		if ((await person.get('/static/qiao.css')).status !== 200)
			faults.push('the style is not there');
		if (!site.qiao(['maintenance']).startsWith('on'))
			faults.push('the command does not say that it is on');
		site.qiao(['maintenance', 'off']);
		site.qiao(['maintenance', 'off']);
		const after = await person.get('/customers');

		if (after.status !== 200 || after.headers['retry-after'])
			faults.push(`afterwards the list answers ${after.status}`);
		return faults;
	});

	if (ids.replaceAll(',', '')) {
		await test(`${server}: a program that cannot start changes nothing, and the log says why`, async () => {
			const template = join(place, 'data/templates/layout.mustache'), kept = readFileSync(template, 'utf8'), before = site.workers('customers');
			const seen = load(site, person);

			writeFileSync(template, `${kept}{{#t}}`);
			for (const name of names)
				process.kill(Number(minder(site, name)), 'SIGHUP');
			await pause(1500 * patience);
			seen.stops = true;
			await seen.work;
			writeFileSync(template, kept);
			const faults = [...seen.failures.slice(0, 10), ...before.filter((id) => !existsSync(`/proc/${id}`)).map((id) => `${id} has ended`)];

			if (!site.log('customers.log').includes('the program cannot start'))
				faults.push('the log of customers does not say so');
			return faults;
		});
		await test(`${server}: control: ended and started instead, requests do fail, and are seen`, async () => {
			const seen = load(site, person);

			process.kill(Number(minder(site, 'admin')), 'SIGTERM');
			await pause(1000);
			seen.stops = true;
			await seen.work;
			return seen.failures.length ? `${seen.failures.length} failed` : ['none was seen'];
		});
	} else {
		// mod_fcgid asks another process when one was killed, many times: only a server that is gone fails for certain.
		await test(`${server}: control: with the web server ended, requests do fail, and are seen`, async () => {
			const seen = load(site, person);

			await pause(200);
			site.stop();
			await pause(200);
			seen.stops = true;
			await seen.work;
			return seen.failures.length ? `${seen.failures.length} failed` : ['none was seen'];
		});
	}
	site.end();
	rmSync(place, { recursive: true });
}

for (const server of ['nginx', 'apache-proxy', 'apache'])
	if (has_server(server))
		await look(server);
	else
		skip(server, `${server} is missing`);
finish();
