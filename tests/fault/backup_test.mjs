// backup_test.mjs: clients write down every acknowledged write while backups are made; any moment can be brought back, exactly; a changed byte is noticed.
//   --moments=N      how many random moments (3; QIAO_LONG=1: 20)
//   --seconds=N      how long the clients write (6; QIAO_LONG=1: 30)
//   --customers=N    only measures: N customers, a full backup and its restore
import { spawn } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Person, finish, has, pause, skip_all, test } from '../web/lib.mjs';
import { BackupSite, Restored, Writer, differences, expected, found, read_ledger } from './backup_lib.mjs';

const option = (name, short, long) => Number(process.argv.find((each) => each.startsWith(`--${name}=`))?.split('=')[1] ?? (process.env.QIAO_LONG ? long : short));
const moments_wanted = option('moments', 3, 20), seconds = option('seconds', 6, 30), customers = option('customers', 0, 0);

if (!has('nginx'))
	skip_all('nginx is missing');

if (customers) {
	// Making a million in the memory of a small test takes hours.
	process.env.QIAO_BUFFER_POOL ||= '2G';
	const backup = new BackupSite({ customers });
	const took = (act) => {
		const began = Date.now(), said = act();

		console.log(said.split('\n').map((line) => `# ${line}`).join('\n'));
		return ((Date.now() - began) / 1000).toFixed(1);
	};

	await test(`${customers} customers: backed up and restored`, () => {
		const backup_s = took(() => backup.backup('full')), size = statSync(join(backup.folder, `${backup.names('full')[0]}.sealed`)).size;
		const data_mb = Number(backup.site.value("SELECT ROUND(SUM(data_length + index_length) / 1048576) FROM information_schema.tables WHERE table_schema = 'qiao'"));
		const restore_s = took(() => backup.restore([]).said);

		return `data ${data_mb} MB, sealed ${(size / 1048576).toFixed(0)} MB; full backup with counting ${backup_s} s, restore with comparing ${restore_s} s`;
	});
	finish();
	process.exit();
}

const backup = new BackupSite({ customers: 40 });
const ledger_path = join(backup.place, 'ledger');
const web = [];
let stops = false;

writeFileSync(ledger_path, '');

// People at real forms: they know only when they asked and when they were answered.
async function person_writes(person, number) {
	for (let turn = 0; !stops; turn++) {
		const name = `Form ${number}.${turn}`, form = (await person.form('/customers/new')).fill({ name }), asked = new Date().toISOString();

		if ((await person.send(form)).status === 303)
			web.push({ name, asked: asked.replace('T', ' ').replace('Z', '000'), answered: new Date().toISOString().replace('T', ' ').replace('Z', '999') });
	}
}

async function writer_writes(writer) {
	while (!stops) {
		await writer.write();
		await pause(3);
	}
	writer.end();
}

// Not to hold up the clients, which live in this process.
function beside(args) {
	return new Promise((done, fail) => {
		let said = '';
		const child = spawn(join(backup.site.programs, 'qiao'), args, { env: backup.site.environment });

		child.stdout.on('data', (text) => { said += text; });
		child.stderr.on('data', (text) => { said += text; });
		child.on('exit', (status) => (status === 0 ? done(said) : fail(new Error(said))));
	});
}

const people = [await new Person(backup.site, 'zh').sign_in(), await new Person(backup.site, 'en').sign_in()];
const writers = [0, 1, 2].map((number) => new Writer(backup.site, ledger_path, number));
const work = [...people.map(person_writes), ...writers.map(writer_writes)];

await test('a chain is made while people write: full, differential, incremental, and the binary logs', async () => {
	for (const kind of ['full', 'incremental', 'binlog', 'differential', 'incremental']) {
		await beside(['backup', kind]);
		await pause(seconds * 1000 / 5);
	}
	stops = true;
	await Promise.all(work);
	await beside(['backup', 'binlog']);
	return `${read_ledger(ledger_path).length} writes acknowledged to clients, ${web.length} to people at forms; ${backup.names().join(', ')}`;
});

const ledger = read_ledger(ledger_path), first = backup.value(backup.names('full')[0], 'until');
const later = ledger.filter((each) => each.at > first);

// A third each: the very moment of a write, just before one, and anywhere.
function choose_moment(number) {
	const { at } = later[Math.floor(Math.random() * later.length)];
	const us = Date.parse(`${at.slice(0, 23).replace(' ', 'T')}Z`) * 1000 + Number(at.slice(23)) + [0, -1, Math.floor(Math.random() * 5000)][number % 3];

	return `${new Date(Math.floor(us / 1000)).toISOString().replace('T', ' ').replace('Z', '')}${String(us % 1000).padStart(3, '0')}`;
}

const web_faults = (names, moment) => web.flatMap(({ name, asked, answered }) => (answered < moment && !names.has(name) ? [`lost: ${name}`]
	: asked > moment && names.has(name) ? [`too much: ${name}`] : []));

for (let number = 0; number < moments_wanted; number++) {
	const moment = choose_moment(number);

	await test(`moment ${number + 1} of ${moments_wanted}, ${moment}: equal to the ledger up to then, history included`, async () => {
		const began = Date.now(), { into, said } = backup.restore([`--to=${moment}`]), took = ((Date.now() - began) / 1000).toFixed(1);
		const restored = new Restored(into), wanted = expected(ledger, moment), is_there = found(restored);
		const faults = differences(wanted, is_there), control = ledger.find((each) => each.at > moment);
		const names = new Set(restored.sql("SELECT name FROM customer WHERE name LIKE 'Form %'").map(([name]) => name));
		const counted = restored.sql("SELECT COUNT(*) FROM `change` WHERE route = 'ledger'")[0][0];

		faults.push(...web_faults(names, moment));
		if (Number(counted) !== ledger.filter((each) => each.at <= moment).length)
			faults.push(`${counted} changes`);
		// Control: a ledger with one write more, or one less, is another one.
		if (control && !differences(expected(ledger, control.at), is_there).length)
			faults.push('one write more would not be noticed');
		if (!differences(expected(ledger.slice(0, ledger.findLastIndex((each) => each.at <= moment)), moment), is_there).length)
			faults.push('one write less would not be noticed');
		restored.end();
		return faults.length ? [...faults, said] : `${wanted.length} versions, ${names.size} forms; ${said.includes('replaying') ? 'with' : 'without'} replay, ${took} s`;
	});
}

await test('every backup is restored and compared, and only then counts', () => {
	const before = backup.backup('list'), said = backup.backup('verify', `--key=${backup.key}`), after = backup.backup('list');

	return before.match(/not verified/g)?.length === backup.names().length && !/not verified|FAILED/.test(after) ? [] : [before, said, after];
});

// One bit of one byte in the middle.
function damage(path) {
	const bytes = readFileSync(path), at = Math.floor(bytes.length / 2);

	writeFileSync(path, bytes.map((byte, place) => (place === at ? byte ^ 1 : byte)));
}

await test('a changed byte is noticed, and that backup counts no longer', () => {
	const name = backup.names('incremental').at(-1), path = join(backup.folder, `${name}.sealed`);

	damage(path);
	const said = backup.restore([`--name=${name}`], 1).said, verified = backup.qiao(['backup', 'verify', name, `--key=${backup.key}`], 1);
	const list = backup.backup('list'), plan = backup.qiao(['restore', '--plan']);

	damage(path);
	return /was damaged/.test(said) && /damaged/.test(verified) && new RegExp(`${name}.*FAILED`).test(list) && !plan.includes(name) ? [] : [said, verified, list, plan];
});
await test('control: the byte put back, it is restored again', () => {
	const name = backup.names('incremental').at(-1), said = backup.restore([`--name=${name}`]).said;

	return /equal: /.test(said) ? [] : [said];
});
await test('a manifest that tells of other rows is noticed', () => {
	const name = backup.names('full')[0], path = join(backup.folder, `${name}.manifest`), manifest = readFileSync(path, 'utf8');

	writeFileSync(path, manifest.replace(/^(table: customer \d+ \d+ )/m, '$11'));
	const said = backup.restore([`--name=${name}`], 1).said;

	writeFileSync(path, manifest);
	return /table customer .*not the same/.test(said) ? [] : [said];
});
await test('without the secret key nothing opens', () => {
	const other = join(backup.place, 'other');

	backup.backup('key', other);
	const said = backup.qiao(['restore', `--into=${backup.fresh()}`, `--key=${other}.secret`], 1), none = backup.qiao(['restore', `--into=${backup.fresh()}`], 1);

	return /another key/.test(said) && /secret key is needed/.test(none) ? [] : [said, none];
});
await test('a logical backup keeps the history, too', () => {
	backup.backup('logical');
	const restored = new Restored(backup.restore([`--name=${backup.names('logical')[0]}`]).into);
	const faults = differences(expected(ledger, '9999'), found(restored));

	restored.end();
	return faults;
});

finish();
