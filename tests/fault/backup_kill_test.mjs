// backup_kill_test.mjs: backups and restores are killed at every step: what was complete stays complete, and running it again completes.
//   --kills=N   how many blows over the length of each run (4; QIAO_LONG=1: 40)
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { finish, has, pause, skip_all, test } from '../web/lib.mjs';
import { BackupSite, Restored, Writer, differences, expected, found, read_ledger } from './backup_lib.mjs';

const kills = Number(process.argv.find((each) => each.startsWith('--kills='))?.split('=')[1] ?? (process.env.QIAO_LONG ? 40 : 4));

if (!has('nginx'))
	skip_all('nginx is missing');

const backup = new BackupSite({ customers: 20 });
const ledger_path = join(backup.place, 'ledger');

writeFileSync(ledger_path, '');

const writer = new Writer(backup.site, ledger_path, 0);
const write = async (count) => {
	for (let turn = 0; turn < count; turn++)
		await writer.write();
};

// Runs it; killed after so many milliseconds, unless it ended before. Gives its status, null when killed, and what it said.
function run(args, after_ms) {
	return new Promise((done) => {
		let said = '';
		const began = Date.now(), child = spawn(join(backup.site.programs, 'qiao'), args, { env: backup.site.environment });
		const timer = after_ms === undefined ? null : setTimeout(() => child.kill('SIGKILL'), after_ms);

		child.stdout.on('data', (text) => { said += text; });
		child.stderr.on('data', (text) => { said += text; });
		child.on('close', (status) => {
			clearTimeout(timer);
			done({ status, said, took_ms: Date.now() - began });
		});
	});
}

// What each blow struck, as the last thing that was said and the files that were there.
const blow_of = ({ said }) => said.trim().split('\n').at(-1).trim().replace(/\d{8}-\d{9}/g, 'NAME').slice(0, 60) || 'the beginning';

// Nothing of ours may work on when its parent is gone.
function survivors() {
	return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).filter((name) => {
		try {
			const words = readFileSync(`/proc/${name}/cmdline`, 'utf8');

			return words.includes(backup.place) && /mariadb-backup|mbstream|zstd|mariadbd/.test(words);
		} catch {
			return false;
		}
	});
}

async function until_gone() {
	for (let turn = 0; turn < 50 && survivors().length; turn++)
		await pause(100);
	return survivors();
}

// Blows spread evenly over the time one run takes, and after each the same run to its end.
async function strike(args, check) {
	const faults = [], struck = new Map(), { took_ms, status, said } = await run(args());

	if (status !== 0)
		return [said];
	faults.push(...await check(said));
	for (let blow = 0; blow < kills; blow++) {
		const these = args();

		await write(5);
		const before = backup.names(), killed = await run(these, took_ms * (blow + 0.5) / kills), left = await until_gone();
		const lost = before.filter((name) => !backup.names().includes(name));

		struck.set(blow_of(killed), (struck.get(blow_of(killed)) || 0) + 1);
		if (left.length || lost.length)
			faults.push(`after ${blow_of(killed)}: processes ${left}, lost ${lost}`);
		const again = await run(these);

		if (again.status !== 0)
			faults.push(`after ${blow_of(killed)}: ${again.said}`);
		else
			faults.push(...await check(again.said));
	}
	return faults.length ? faults : [...struck].map(([what, times]) => `killed ${times} times at: ${what}`).join('\n');
}

// In the folder is nothing but complete backups.
const loose_ends = () => readdirSync(backup.folder).filter((name) => /\.part$/.test(name)
	|| (name.endsWith('.sealed') && !existsSync(join(backup.folder, `${name.split('.')[0]}.manifest`))) || name === '.work');

await write(50);
let moment;

for (const kind of ['full', 'binlog', 'incremental']) {
	await test(`${kind}: killed anywhere, those before it stay, and the next run makes it`, () => strike(() => ['backup', kind], () => loose_ends()));
	if (kind === 'binlog')
		moment = backup.value(backup.names('binlog').at(-1), 'covers');
}
backup.backup('binlog');
await test('what was made between the blows is restored, equal to the ledger', async () => {
	const { into, said } = backup.restore([]), restored = new Restored(into);
	const faults = differences(expected(read_ledger(ledger_path), backup.value(backup.names('binlog').at(-1), 'covers')), found(restored));

	restored.end();
	return faults.length ? [...faults, said] : said.trim().split('\n').at(-4);
});

let into;

await test('restore: killed anywhere, the same command brings it about', () => strike(() => {
	into = into && existsSync(join(into, 'data')) ? into : backup.fresh();
	return ['restore', `--to=${moment}`, `--into=${into}`, `--key=${backup.key}`];
}, async (said) => {
	const restored = new Restored(into), faults = differences(expected(read_ledger(ledger_path), moment), found(restored));

	restored.end();
	into = undefined;
	return faults.length ? [...faults, said] : [];
}));
await test('verify: killed anywhere, the next run verifies', () => strike(() => ['backup', 'verify', backup.names('full')[0], `--key=${backup.key}`], (said) =>
	(/All well/.test(said) && !existsSync(join(backup.folder, '.verify')) ? [] : [said])));

await test('a folder that holds something else is not touched', () => {
	const other = backup.fresh();

	mkdirSync(other);
	writeFileSync(join(other, 'precious'), 'x');
	const said = backup.qiao(['restore', `--into=${other}`, `--key=${backup.key}`], 1);

	return /holds something else/.test(said) && existsSync(join(other, 'precious')) ? [] : [said];
});
await test('in place: refused while the server runs; then the old data is kept aside, and the next backup is a full one', async () => {
	const place = backup.fresh(), data = join(backup.site.dir, 'data'), args = ['restore', `--to=${moment}`, `--into=${place}`, `--key=${backup.key}`, `--in-place=${data}`];
	const stand_ins = join(backup.place, 'stand-ins'), labelled = join(backup.place, 'labelled'), path = backup.site.environment.PATH;

	// SELinux is not everywhere: this restorecon only writes down what it was told.
	mkdirSync(stand_ins);
	writeFileSync(join(stand_ins, 'restorecon'), `#!/bin/sh\necho "$*" >>${labelled}\n`, { mode: 0o755 });
	backup.site.environment.PATH = `${stand_ins}:${path}`;
	const refused = backup.qiao(args, 1), is_early = existsSync(labelled);

	writer.end();
	backup.site.stop();
	backup.site.database('stop');
	const done = backup.qiao(args);
	backup.site.environment.PATH = path;
	const aside = readdirSync(backup.site.dir).filter((name) => name.startsWith('data.before-'));

	writeFileSync(join(data, 'made'), '');
	backup.site.database('start');
	const next = backup.backup('incremental'), faults = differences(expected(read_ledger(ledger_path), moment), found({ sql: (text) => backup.site.sql(`SET time_zone = '+00:00'; ${text}`) }));

	if (!/stop it first/.test(refused) || aside.length !== 1 || !/making a full one/.test(next) || !/restored and compared .* already/.test(done))
		faults.push(refused, done, next, ...aside);
	if (is_early || readFileSync(labelled, 'utf8') !== `-R ${data}\n`)
		faults.push(`the labels of SELinux: ${is_early ? 'set before the switch' : readFileSync(labelled, 'utf8')}`);
	return faults;
});

finish();
