// galera_test.mjs: three nodes of Galera under load: any of them is killed or frozen, two take writes at once: no acknowledged change is lost, no update is written over, all nodes hold the same history.
// QIAO_ROUNDS: how many nodes are killed, one after another (2; 100 for the long run).
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Person, finish, form_of, has, pause, skip_all, source, spawn, test, words } from '../web/lib.mjs';
import { Load, cluster, database_balancer, differences, same_soon, until, web } from './cluster.mjs';

const nodes = [1, 2, 3], rounds = Number(process.env.QIAO_ROUNDS || 2), limit_ms = 10000;

for (const command of ['mariadbd', 'mariadb-binlog', 'rsync', 'wsrep_sst_rsync', 'haproxy'])
	if (!has(command))
		skip_all(`${command} is missing`);
if (!['/usr/lib/galera/libgalera_smm.so', '/usr/lib64/galera-4/libgalera_smm.so', '/usr/lib64/galera/libgalera_smm.so'].some((path) => spawnSync('test', ['-e', path]).status === 0))
	skip_all('galera-4 is missing');

const site = cluster(3, { customers: 10, workers: 3 });
// A second machine with programs, whose first choice is another node: two writers at once.
const other = web(site, 'other', [1, 2, 0].map((at) => site.hosts[at]));
// A third one knows only one address: HAProxy chooses the writer.
const through = web(site, 'through', [database_balancer(site)]);
const sum = (list) => list.reduce((total, each) => total + each, 0);

// --- two writers -----------------------------------------------------------------

// Everybody adds one to the number in a note, again and again, by the form; the answer says whether it was saved.
async function count_up(id, counters, time_ms, step) {
	const end = Date.now() + time_ms;
	const saved = await Promise.all(counters.map(async (counter) => {
		let count = 0;

		while (Date.now() < end)
			count += await step(counter, id) ? 1 : 0;
		return count;
	}));

	return { saved, total: sum(saved), stored: Number(site.sql(`SELECT note FROM customer WHERE id = ${id}`)[0][0]) };
}

const admin = await new Person(site, 'en').sign_in();
const counters = [];
for (let number = 0; number < 4; number++)
	counters.push(await new Person([site, other][number % 2], 'en').sign_in());
const counted = await admin.create('/customers', { name: 'Counted by forms', note: '0' });
const answered = new Map(), began_at = site.sql('SELECT at FROM clock')[0][0];
const by_forms = await count_up(counted, counters, rounds > 2 ? 30000 : 5000, async (person, id) => {
	const form = await person.form(`/customers/${id}/edit`);
	const { status } = await person.send(form.set('note', String(Number(form.get('note')) + 1)));

	answered.set(status, (answered.get(status) || 0) + 1);
	return status === 303;
});
await test('two writers, four people, one record: no update is lost', () => {
	const faults = by_forms.total === by_forms.stored ? [] : [`${by_forms.total} were acknowledged, the record says ${by_forms.stored}`];
	const versions = Number(site.sql(`SELECT COUNT(*) FROM customer FOR SYSTEM_TIME ALL WHERE id = ${counted}`)[0][0]);

	if (versions !== by_forms.total + 1)
		faults.push(`${versions} versions for ${by_forms.total} changes`);
	for (const status of answered.keys())
		if (![303, 409, 503].includes(status))
			faults.push(`${answered.get(status)} answers ${status}`);
	// Otherwise they did not meet.
	if (by_forms.total < 10 || by_forms.saved.some((count) => count === 0) || !answered.get(409))
		faults.push(`${by_forms.saved} saved, answers ${[...answered].join(' ')}`);
	return faults.length ? faults : `${by_forms.saved} saved, answers ${[...answered].map(([status, times]) => `${status}: ${times}`).join(', ')}`;
});
await test('all three nodes hold the same, with the same history', () => same_soon(site, nodes));

// The moments of changes in the order in which a node committed them, from its own log, since the programs run: demo data tells of the past.
function moments(node) {
	const dir = join(site.dir, `node${node}`, 'data'), logs = readFileSync(join(dir, 'changes.index'), 'utf8').trim().split('\n').map((name) => join(dir, name));
	const text = spawnSync('mariadb-binlog', ['--no-defaults', '--verbose', '--base64-output=decode-rows', ...logs], { encoding: 'utf8', maxBuffer: 1 << 30 }).stdout;

	const all = [...text.matchAll(/### INSERT INTO `qiao`\.`change`\n### SET\n###\s+@1='?([^'\n]+)/g)].map(([, at]) => at);

	return all.slice(all.findIndex((at) => at >= began_at));
}
const backward = (list) => list.filter((at, place) => place > 0 && at <= list[place - 1]).length;
await test('moments rise in the order of commits, whichever node they came from', () => {
	const lists = nodes.map(moments), faults = lists.flatMap((list, place) => (backward(list) ? [`node ${place + 1}: ${backward(list)} of ${list.length} go back`] : []));

	if (lists.some((list) => list.length < by_forms.total || list.join() !== lists[0].join()))
		faults.push(`the logs hold ${lists.map((list) => list.length)} changes`);
	return faults.length ? faults : `${lists[0].length} changes`;
});
await test('control: a moment that goes back would be noticed', () => (backward([...moments(1), '2026-01-01 00:00:00']) === 1 ? [] : ['it is not']));

// --- killed ------------------------------------------------------------------------

// One round: the load goes on, a node dies, writing goes on, nothing is lost, the node comes back.
async function round(number, victim, away) {
	const survivor = nodes.find((node) => node !== victim), load = await new Load(`Round ${number}`).start([site, other, through], 3);

	await until(15000, () => load.created.length >= 6);
	await away(victim);
	const struck_at = Date.now();
	await until(30000, () => load.back_after(struck_at) < Infinity);
	await pause(300);
	await load.stop();
	const faults = [...load.lost((text) => site.sql(`SET wsrep_sync_wait = 1; ${text}`, survivor)), ...load.strange()], back_ms = load.back_after(struck_at);

	if (!(back_ms <= limit_ms))
		faults.push(`everybody saved again only after ${back_ms} ms`);
	return { faults: faults.map((fault) => `round ${number}, node ${victim}: ${fault}`), back_ms, saved: load.created.length + load.notes.size, load };
}

const kill = (node) => new Promise((done) => spawn('kill', ['-KILL', String(site.pid(node))], { stdio: 'ignore' }).on('exit', done));
const done = [];
for (let number = 1; number <= rounds; number++) {
	// The node that everybody writes to is killed in every second round.
	const result = await round(number, number % 2 ? 1 : 2 + number / 2 % 2, kill);

	done.push(result);
	site.database('join', number % 2 ? 1 : 2 + number / 2 % 2);
	if (rounds > 2) {
		result.faults.push(...await same_soon(site, nodes));
		console.log(`# round ${number}: back after ${result.back_ms} ms, ${result.saved} acknowledged, ${result.faults.length} faults`);
	}
}
await test(`a node is killed, ${rounds} times: writing goes on within ${limit_ms / 1000} s, every acknowledged change is there`, () => {
	const faults = done.flatMap((each) => each.faults), times = done.map(({ back_ms }) => back_ms).sort((a, b) => a - b);

	return faults.length ? faults : `${sum(done.map(({ saved }) => saved))} acknowledged, none lost; everybody saved again after ${times[0]} to ${times.at(-1)} ms, median ${times[times.length >> 1]} ms`;
});
await test('control: a change that is not there would be noticed', () => {
	done[0].load.created.push('Round 1 of nobody');
	return done[0].load.lost((text) => site.sql(text)).length === 1 ? [] : ['it is not'];
});

// --- frozen --------------------------------------------------------------------------

let frozen;
const stopped = await round('F', 1, async (node) => {
	frozen = site.pid(node);
	process.kill(frozen, 'SIGSTOP');
});
await test('the node that everybody writes to is frozen: it is passed over, nothing is lost', () => (stopped.faults.length ? stopped.faults : `everybody saved again after ${stopped.back_ms} ms`));
process.kill(frozen, 'SIGCONT');
await test('once it goes on, it is a member again and holds what the others hold', async () => {
	// For some seconds it takes itself for a member of what there was; then it learns better, or ends, to be started again.
	await until(20000, () => !site.is_member(1));
	await pause(1000);
	site.database('join', 1);
	return await until(60000, () => nodes.every((node) => site.is_member(node))) ? same_soon(site, nodes) : ['it does not come back'];
});

// --- a node that is no part of its cluster -------------------------------------------

await test('a node that is not ready is passed over, as if it were down', async () => {
	const faults = [];

	// It answers, but every statement is refused (1047).
	site.sql("SET GLOBAL wsrep_provider_options = 'gmcast.isolate=1'", 1);
	await until(15000, () => site.database('state', 1).trim() !== 'Synced');
	// New workers have no server yet: they begin with the first of the list, which is that node.
	for (const program of ['admin', 'customers'])
		for (const worker of site.workers(program))
			process.kill(worker, 'SIGKILL');
	await until(10000, async () => (await admin.get('/customers')).status === 200);
	for (let turn = 0; turn < 4; turn++) {
		const answer = await admin.send((await admin.form('/customers/new')).fill({ name: `Beside it ${turn}` }));

		if (answer.status !== 303)
			faults.push(`a form answers ${answer.status}: ${words(answer.text).slice(0, 160)}`);
	}
	site.sql("SET GLOBAL wsrep_provider_options = 'gmcast.isolate=0'", 1);
	if (!await until(30000, () => nodes.every((node) => site.is_member(node))))
		faults.push('it does not come back');
	return [...faults, ...await same_soon(site, nodes)];
});
await test('where every node is cut off, a page says so, and is not empty', async () => {
	const faults = [];

	for (const node of [1, 2])
		site.sql("SET GLOBAL wsrep_provider_options = 'gmcast.isolate=1'", node);
	await until(20000, () => nodes.every((node) => site.database('state', node).trim() !== 'Synced'));
	for (const path of ['/customers', '/']) {
		const answer = await admin.get(path);

		if (answer.status !== 503)
			faults.push(`${path} answers ${answer.status}: ${words(answer.text).slice(0, 160)}`);
	}
	for (const node of [1, 2])
		site.sql("SET GLOBAL wsrep_provider_options = 'gmcast.isolate=0'", node);
	if (!await until(60000, () => nodes.every((node) => site.is_member(node))))
		faults.push('they do not come back');
	return faults;
});
await test('the history is whole', () => (/All well/.test(site.qiao(['fsck'])) ? [] : ['it is not']));
await test('control: without the version a form carries, updates would be lost, and that is noticed; so is writing past the clock', async () => {
	const id = await admin.create('/customers', { name: 'Counted past the forms', note: '0' });
	// What a program would do that only reads and writes.
	const by_hand = await count_up(id, [1, 2], 2500, async (node) => {
		const next = Number(site.sql(`SELECT note FROM customer WHERE id = ${id}`, node)[0][0]) + 1;

		await pause(1);
		return new Promise((done) => spawn(join(source, 'tests/harness/galera.sh'), ['sql', site.dir, String(node), '-e', `UPDATE customer SET note = '${next}' WHERE id = ${id}`],
			{ stdio: 'ignore' }).on('exit', (status) => done(status === 0)));
	});

	if (!spawnSync(join(site.programs, 'qiao'), ['fsck'], { env: site.environment }).status)
		return ['qiao fsck notices nothing'];
	return by_hand.stored < by_hand.total ? `${by_hand.total} written, ${by_hand.total - by_hand.stored} lost` : ['nothing was lost'];
});
await test('control: a node that differs would be noticed', async () => {
	site.sql("SET SESSION wsrep_on = OFF; UPDATE customer SET note = 'written past the cluster' WHERE id = 1", 3);
	return differences(site, nodes).length ? [] : ['it is not'];
});
finish();
